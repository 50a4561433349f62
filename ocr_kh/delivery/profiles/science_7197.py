# SPDX-License-Identifier: Apache-2.0
"""`7197`: names and fields after 7197/BKHCN-CĐSQG, as two projects digest it; its text was not at hand.

A file is `<agency>_<type>_<six figures>_V1_<day of scanning>.pdf`; V1 is the raw scan. The six figures count the
documents of a type over the delivery, and do not move once they are handed over.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ocr_kh.delivery.profiles.profile import Profile
from ocr_kh.delivery.profiles.sheets import text_sheets
from ocr_kh.delivery.profiles.tree import plain_name
from ocr_kh.errors import ProfileError
from ocr_kh.genre.vocabulary import in_force
from ocr_kh.messages import translate
from ocr_kh.writing.document.record_codes import choices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ocr_kh.delivery.dossier import Document, Dossier
    from ocr_kh.project_file import Project

SHEET = "7197"
_COLUMNS = (
    "DocCode", "TypeName", "CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "Subject", "Language",
    "PageAmount", "Description", "InforSign", "Keyword", "Mode", "ConfidenceLevel", "Format", "File",
)  # fmt: skip
_OF_RECORD = {
    "CodeNumber": "codeNumber", "CodeNotation": "codeNotation", "OrganName": "organName", "Subject": "subject",
    "Language": "language", "PageAmount": "numberOfPage", "Description": "description", "InforSign": "inforSign",
    "Keyword": "keyword", "Mode": "mode", "ConfidenceLevel": "confidenceLevel", "Format": "format",
}  # fmt: skip
_WITHOUT_LETTERS = {"22": "CV"}
"""Types that have no letters in codes of documents, but have here: công văn."""
_ANY_TYPE = "VB"
"""Letters of a type that has none: văn bản."""


def doc_code(document: Document, project: Project) -> str:
    """`H99.01_KH_000021_V1`. Raises ProfileError where the agency has no code."""
    if not project.agency.code:
        raise _unset("agency.code")
    return f"{project.agency.code}_{_letters(document.fields['typeName'])}_{document.serial:06}_V1"


def _unset(key: str) -> ProfileError:
    return ProfileError(name=PROFILE.name, reason=translate("the project file has no {key}").format(key=key))


def _letters(type_code: str) -> str:
    symbols = {each.archive_code: each.symbol for each in in_force().types if each.archive_code and each.symbol}
    return plain_name(_WITHOUT_LETTERS.get(type_code) or symbols.get(type_code) or _ANY_TYPE)


def file_name(dossier: Dossier, document: Document, project: Project) -> str:
    """Where the PDF lies: in the folder of its dossier. Raises ProfileError."""
    day = project.delivery.scan_day
    if not (day.isdecimal() and len(day) == 8):
        raise _unset("delivery.scan_day (20261104)")
    signed = "_signed" if document.is_signed else ""
    return f"{plain_name(dossier.code)}/{doc_code(document, project)}_{day}{signed}.pdf"


def write(path: Path, dossiers: Iterable[Dossier], project: Project) -> None:
    """The workbook. Raises OutputError, ProfileError."""
    with text_sheets(path, {SHEET: _COLUMNS}) as put:
        for dossier in dossiers:
            for each in dossier.documents:
                put[SHEET](_cells(dossier, each, project))


def _cells(dossier: Dossier, document: Document, project: Project) -> list[str]:
    fields = document.fields
    day = datetime.strptime(fields["issuedDate"], "%d/%m/%Y")  # noqa: DTZ007 - a day, without an hour
    made = {
        "DocCode": doc_code(document, project),
        "TypeName": choices("typeName").get(fields["typeName"], ""),
        "IssuedDate": f"{day:%Y-%m-%d}",
        "File": file_name(dossier, document, project),
    }
    return [made[name] if name in made else fields[_OF_RECORD[name]] for name in _COLUMNS]


PROFILE = Profile(
    "7197",
    file_name=file_name,
    workbook="7197.xlsx",
    write_workbook=write,
)
