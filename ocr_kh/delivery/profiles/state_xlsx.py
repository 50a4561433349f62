# SPDX-License-Identifier: Apache-2.0
"""`state-xlsx`: the workbook of two sheets from which tools of the State make packages, the tree, and packages.

The names of the first 18 and 21 columns are those of the circular. Those behind them are known by their Vietnamese
names only; their names here are ours, and the packing tools let one choose columns by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.delivery.fields import DOSSIER
from ocr_kh.delivery.profiles import tree
from ocr_kh.delivery.profiles.profile import Profile
from ocr_kh.delivery.profiles.sheets import text_sheets
from ocr_kh.writing.document.record_codes import choices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ocr_kh.delivery.dossier import Document, Dossier
    from ocr_kh.project_file import Project

DOSSIER_SHEET, DOCUMENT_SHEET = "Metadata_HS", "MetadataVB"
_PLACING = (
    "fileName", "catalogNumber", "boxNumber", "dossierNumber", "fondsName", "fondsCode", "period", "path",
)  # fmt: skip
_DOCUMENT_COLUMNS = (
    "docId", "docCode", "maintenance", "typeName", "codeNumber", "codeNotation", "issuedDate", "organName", "subject",
    "language", "numberOfPage", "inforSign", "keyword", "mode", "confidenceLevel", "autograph", "format",
    "riskRecovery", "riskRecoveryStatus", "process", "description",
)  # fmt: skip
_DOSSIER_COLUMNS = tuple(each.name for each in DOSSIER)


def write(path: Path, dossiers: Iterable[Dossier], project: Project) -> None:
    """The workbook. Raises OutputError, ProfileError."""
    headings = {DOSSIER_SHEET: (*_DOSSIER_COLUMNS, *_PLACING), DOCUMENT_SHEET: (*_DOCUMENT_COLUMNS, *_PLACING)}
    with text_sheets(path, headings) as put:
        for dossier in dossiers:
            values = [_shown(name, dossier.fields[name]) for name in _DOSSIER_COLUMNS]
            put[DOSSIER_SHEET]([*values, *_placing(dossier, dossier.code, "", project)])
            for each in dossier.documents:
                place = tree.file_name(dossier, each, project)
                cells = [_document_cell(name, each, project) for name in _DOCUMENT_COLUMNS]
                put[DOCUMENT_SHEET]([*cells, *_placing(dossier, place.rpartition("/")[2], place, project)])


def _document_cell(name: str, document: Document, project: Project) -> str:
    """The type by its name in capitals, the symbol with its stroke, everything else as in the package."""
    value = document.fields[name]
    if name == "typeName":
        return choices(name)[value].upper()
    if name == "codeNotation" and value and project.delivery.slash:
        return f"/{value}"
    return _shown(name, value)


def _shown(name: str, value: str) -> str:
    """The physical state by its name, other codes as codes."""
    return choices(name).get(value, value) if name == "format" else value


def _placing(dossier: Dossier, file_name: str, path: str, project: Project) -> list[str]:
    """Where it lies: in the archive, and in the tree."""
    said = dossier.listed.cells
    return [
        file_name,
        said.get("catalogue") or project.archive.catalogue,
        said.get("box", ""),
        said.get("number", ""),
        said.get("fonds_name") or project.archive.fonds_name,
        said.get("fonds_code") or project.archive.fonds_code,
        said.get("period") or project.archive.period,
        path or tree.dossier_folder(dossier, project),
    ]


PROFILE = Profile(
    "state-xlsx",
    has_packages=True,
    file_name=tree.file_name,
    faults=tree.faults,
    workbook="NN-SIP.xlsx",
    write_workbook=write,
)
