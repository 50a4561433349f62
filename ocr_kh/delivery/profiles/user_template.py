# SPDX-License-Identifier: Apache-2.0
"""`template`: a workbook of the client's, filled by its row of headings, such as the 49 columns of the Party.

The sheet is the first one with a row of known headings (`template_headings.toml`); of the first 20 rows it is the one
that has most. What stands in the rows down to it, and below it in rows that the template has, stays. A column with
another heading has what the list of dossiers has under the same one, else nothing. A heading that stands twice is the
dossier's at first, then the document's.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.delivery.profiles import tree
from ocr_kh.delivery.profiles.profile import Profile
from ocr_kh.delivery.profiles.sheets import text_rows
from ocr_kh.errors import PathMissingError, ProfileError
from ocr_kh.messages import translate
from ocr_kh.writing.document.record_codes import choices
from ocr_kh.writing.tables.spreadsheet import heading_key, read_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.delivery.dossier import Document, Dossier
    from ocr_kh.project_file import Project

_MOST_TITLES = 20
"""Rows in which the headings are looked for."""
_LEAST_KNOWN = 3
"""Headings that must be known: a row of titles has none or one."""


_OF_LIST = "list "
"""How the names of columns begin that only the list of dossiers may fill."""


class _Template(NamedTuple):
    """What of the client's workbook is kept, and what its columns hold."""

    title: str
    rows: list[list[str]]
    columns: list[str]


def write(path: Path, dossiers: Iterable[Dossier], project: Project) -> None:
    """The workbook, filled. Raises PathMissingError, ProfileError, TableError, OutputError."""
    template = _read_template(project)
    with text_rows(path, template.title) as put:
        for row in template.rows:
            put(row)
        number = 0
        for dossier in dossiers:
            for each in dossier.documents:
                number += 1
                values = _values(number, dossier, each, project)
                put([values.get(name, "") for name in template.columns])


def _read_template(project: Project) -> _Template:
    """Raises PathMissingError, ProfileError, TableError."""
    if not project.delivery.workbook:
        reason = translate("the project file has no {key}").format(key="delivery.workbook")
        raise ProfileError(name=PROFILE.name, reason=reason)
    path = Path(project.path).parent / project.delivery.workbook
    if not path.is_file():
        raise PathMissingError(path=str(path))
    for sheet in read_spreadsheet(path).sheets:
        texts = {row.number: [cell.text for cell in row.cells] for row in sheet.rows}
        columns = max((_columns(cells) for cells in list(texts.values())[:_MOST_TITLES]), key=_known, default=[])
        if _known(columns) >= _LEAST_KNOWN:
            rows = [texts.get(number, []) for number in range(1, max(texts) + 1)]
            return _Template(sheet.title, rows, columns)
    raise ProfileError(name=PROFILE.name, reason=translate("{path} has no row of known headings").format(path=path))


def _known(columns: Sequence[str]) -> int:
    return sum(bool(name) and not name.startswith(_OF_LIST) for name in columns)


def _columns(headings: Sequence[str]) -> list[str]:
    """What each column holds: a name of `template_headings.toml`, or a heading that the list of dossiers may have."""
    found: list[str] = []
    for heading in headings:
        key = heading_key(heading)
        names = _names().get(key) or (_OF_LIST + key,)
        found.append(next((name for name in names if name not in found), ""))
    return found


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """The names that a heading may stand for, those of the dossier first."""
    table = tomllib.loads(Path(__file__).with_name("template_headings.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for name, headings in table.items():
        for heading in headings:
            key = heading_key(heading)
            found[key] = (*found.get(key, ()), name)
    return found


def _values(number: int, dossier: Dossier, document: Document, project: Project) -> dict[str, str]:
    """All that a column may hold, in words where the field has codes."""
    said = dossier.listed.cells
    of_dossier = {f"hs_{name}": value for name, value in _worded(dossier.fields)}
    of_list = {_OF_LIST + heading_key(heading): value for heading, value in said.items()}
    of_document = {f"vb_{name}": value for name, value in _worded(document.fields)}
    placed = {
        "row": str(number),
        "ordinal": str(document.ordinal),
        "fonds_name": said.get("fonds_name") or project.archive.fonds_name,
        "fonds_code": said.get("fonds_code") or project.archive.fonds_code,
        "catalogue": said.get("catalogue") or project.archive.catalogue,
        "period": said.get("period") or project.archive.period,
        "box": said.get("box", ""),
        "number": said.get("number", ""),
        "path": tree.file_name(dossier, document, project),
        "old_path": document.path,
        "signer": document.signer,
    }
    return of_list | of_dossier | of_document | placed


def _worded(fields: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        yield name, choices(name).get(value, value)


PROFILE = Profile(
    "template",
    file_name=tree.file_name,
    faults=tree.faults,
    workbook="metadata.xlsx",
    write_workbook=write,
)
