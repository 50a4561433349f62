# SPDX-License-Identifier: Apache-2.0
"""The list of dossiers (mục lục hồ sơ) with all its columns, as `--records` of convert names it.

Each row is a dossier: its code, or number and year that make one by the pattern of the project file, and what the list
says of it. Columns are known by their headings (`headings.toml`); others are kept by theirs.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.errors import PathMissingError, RecordListError, TableError
from ocr_kh.messages import translate
from ocr_kh.writing.tables.spreadsheet import headed, heading_key, read_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.project_file import Project
    from ocr_kh.writing.tables.spreadsheet import Row, Sheet

_DIGITS = 2
"""Figures of a dossier's number in its code: 01, 02 ... 100."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list."""

    code: str
    """Of the dossier; empty where neither the row nor the pattern of the project file gives one."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """What the list says, by the names of `headings.toml`, and by its own headings where it has others."""

    @property
    def folder(self) -> str:
        """The place that the row names, `/` between its parts; empty for none."""
        return plain_place(self.cells.get("folder", ""))


def plain_place(text: str) -> str:
    """A place as it is compared: composed letters, `/` between its parts.

    >>> plain_place("2008\\\\hop-01\\\\")
    '2008/hop-01'
    """
    return unicodedata.normalize("NFC", text).replace("\\", "/").removeprefix("./").strip("/")


def read_dossier_list(given: Path | None, project: Project) -> Iterator[Listed]:
    """The dossiers of the list that is given, else of the project's. Raises PathMissingError, RecordListError."""
    path = given or project.dossier_list
    if path is None:
        return
    if not path.is_file():
        raise PathMissingError(path=str(path))
    heading, rows = _table(path)
    names = [_column(cell.text) for cell in heading.cells]
    seen: dict[str, int] = {}
    for row in rows:
        listed = _listed(names, row, project)
        if not any(listed.cells.values()):
            continue
        for said in filter(None, (listed.code.casefold(), listed.folder and f"/{listed.folder}")):
            if (other := seen.setdefault(said, row.number)) != row.number:
                template = translate("{name} is in line {other} too")
                reason = template.format(name=listed.code or listed.folder, other=other)
                raise RecordListError(path=str(path), line=row.number, reason=reason)
        yield listed


def _table(path: Path) -> tuple[Row, Sequence[Row]]:
    """The heading row and the rows below. Raises RecordListError."""
    try:
        sheets = read_spreadsheet(path).sheets
    except TableError as error:
        line = error.details.get("line", 1)
        raise RecordListError(path=str(path), line=line, reason=error.details["reason"]) from error
    for sheet in sheets:
        if found := _headed(sheet):
            return found
    raise RecordListError(path=str(path), line=1, reason=translate("no column has the code or the number of a dossier"))


def _headed(sheet: Sheet) -> tuple[Row, Sequence[Row]] | None:
    """The row of headings: one of a code, or of a number and a title."""
    return headed(sheet, _keys("fileCode")) or headed(sheet, _keys("number"), _keys("title"))


def _keys(name: str) -> frozenset[str]:
    return frozenset(key for key, field_name in _known_headings().items() if field_name == name)


@cache
def _known_headings() -> dict[str, str]:
    """The name of each heading, by its letters and figures."""
    table = tomllib.loads(Path(__file__).with_name("headings.toml").read_text(encoding="utf-8"))
    return {heading_key(text): name for name, texts in table.items() for text in (name, *texts)}


def _column(heading: str) -> str:
    """What a column holds: a name of `headings.toml`, or its own heading."""
    return _known_headings().get(heading_key(heading), heading.strip())


def _listed(names: Sequence[str], row: Row, project: Project) -> Listed:
    cells: dict[str, str] = {}
    for name, cell in zip(names, row.cells, strict=False):
        if name and not cells.get(name):
            cells[name] = " ".join(cell.text.split())
    return Listed(cells.get("fileCode") or code_by_pattern(cells, project), cells)


def code_by_pattern(cells: Mapping[str, str], project: Project) -> str:
    """The code that the pattern of the project file makes of a row; empty where a part of it is not known.

    >>> from ocr_kh.project_file.model import Agency, Project
    >>> code_by_pattern({"number": "1", "startDate": "08/01/2008", "symbol": "HC"}, Project(Agency("H99.01")))
    'H99.01.2008.01.HC'
    """
    parts = places(cells, project)
    needed = set(re.findall(r"{(\w+)}", project.dossiers.code)) - {"symbol"}
    if not all(parts.get(name) for name in needed):
        return ""
    return project.dossiers.code.format_map(parts | {"symbol": f".{parts['symbol']}" if parts["symbol"] else ""})


def places(cells: Mapping[str, str], project: Project) -> dict[str, str]:
    """What patterns of codes may name, of one row; empty where it is not known."""
    number = cells.get("number", "")
    years = re.findall(r"\d{4}", cells.get("year", "") or cells.get("startDate", ""))
    return {
        "agency": project.agency.code,
        "archive": project.archive.code,
        "fonds": cells.get("fonds_code") or project.archive.fonds_code,
        "year": years[-1] if years else "",
        "number": number.zfill(_DIGITS) if number.isdecimal() else number,
        "symbol": cells.get("symbol", ""),
        "box": cells.get("box", ""),
        "shelf": cells.get("shelf", ""),
    }
