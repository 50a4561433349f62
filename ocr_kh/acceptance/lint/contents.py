# SPDX-License-Identifier: Apache-2.0
"""Lists of the documents of a hồ sơ (mục lục văn bản, tài liệu), read from CSV or XLSX, or from the paper itself.

The columns are those of Nghị định 30/2020/NĐ-CP, Phụ lục V, in whatever order; headings vary, and are known by their
folded words. Which hồ sơ it is a column says, or the line `Số, ký hiệu hồ sơ: ...` above the table, or the file's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.errors import TableError
from ocr_kh.genre.dates import typed_date
from ocr_kh.messages import translate
from ocr_kh.plan.model import PLAN
from ocr_kh.writing.tables.spreadsheet import counted_day, headed, heading_key, read_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ocr_kh.plan.papers.model import ListedDocument
    from ocr_kh.writing.tables.spreadsheet import Row, Sheet

_COLUMNS = {
    "code": frozenset({"sokyhieuvanban", "sovakyhieuvanban", "sokyhieu", "sovakyhieu", "sovanban", "code"}),
    "date": frozenset({"ngaythangnamvanban", "ngaythangvanban", "ngayvanban", "ngaythangnam", "ngaythang", "date"}),
    "sheet": frozenset({"tosotrangso", "toso", "trangso", "tutodento", "sheet", "page"}),
    "dossier": frozenset({"mahoso", "hoso", "hososo", "sokyhieuhoso", "sovakyhieuhoso", "filecode"}),
}
"""Headings without marks, spaces and signs; the first two a list must have."""
_DOSSIER_LINE = re.compile(r"\s*số(?:,| và)? ký hiệu hồ sơ\s*:\s*(?P<code>\S+)", re.IGNORECASE)
_ROWS = PLAN / "dossier_paper" / "documents"
_FIRST_NUMBER = re.compile(r"\d+")


class Listed(NamedTuple):
    """A document as a list has it."""

    dossier: str
    row: int
    """In the file, from 1."""
    code: str
    date: str
    """ISO 8601, as precise as the list; empty for none."""
    sheet: int | None
    """Its first sheet, or page: lists have either."""
    folder: str = ""
    """Of the list in the hồ sơ that was read; empty for a table."""
    pointer: str = ""
    """JSON Pointer of the row's number in its plan.json."""
    page: int | None = None


def listed_on_paper(folder: str, documents: Sequence[ListedDocument], dossier: str) -> tuple[Listed, ...]:
    """The rows of a contents list that was read as a paper of the hồ sơ; their numbers count from 1."""
    return tuple(
        Listed(
            dossier, row, each.code or "", each.date or "", _first_number(each.sheet or ""), folder,
            f"{_ROWS}/{row - 1}/code", each.page,
        )
        for row, each in enumerate(documents, 1)
    )  # fmt: skip


def read_contents(paths: Iterable[Path]) -> Mapping[str, list[Listed]]:
    """The documents listed, by hồ sơ, in the order of the lists. Raises TableError for what is no such list."""
    found: dict[str, list[Listed]] = {}
    for path in paths:
        for each in _listed(path):
            found.setdefault(each.dossier, []).append(each)
    return found


def _listed(path: Path) -> Iterator[Listed]:
    is_list = False
    for sheet in read_spreadsheet(path).sheets:
        if table := headed(sheet, _COLUMNS["code"], _COLUMNS["date"]):
            is_list = True
            yield from _rows(path, _dossier_above(sheet) or path.stem, *table)
    if not is_list:
        names = "Số, ký hiệu văn bản; Ngày tháng năm văn bản"
        raise TableError(path=path, reason=translate("no column is called {names}").format(names=names))


def _dossier_above(sheet: Sheet) -> str:
    """The hồ sơ that a line above the table names; empty where none does."""
    cells = (cell.text for row in sheet.rows[:20] for cell in row.cells)
    return next((found["code"] for text in cells if (found := _DOSSIER_LINE.match(text))), "")


def _rows(path: Path, dossier: str, heading: Row, rows: Sequence[Row]) -> Iterator[Listed]:
    names = [heading_key(cell.text) for cell in heading.cells]
    columns = {
        key: next((at for at, name in enumerate(names) if name in known), None) for key, known in _COLUMNS.items()
    }
    for row in rows:
        said = {key: _text(row, at) for key, at in columns.items()}
        if (said["code"] or said["date"]) and not _is_counter(said["code"]):
            yield Listed(
                said["dossier"] or dossier, row.number, said["code"], _date(path, row, said["date"]),
                _first_number(said["sheet"]),
            )  # fmt: skip


def _first_number(text: str) -> int | None:
    found = _FIRST_NUMBER.search(text)
    return int(found[0]) if found else None


def _text(row: Row, at: int | None) -> str:
    return row.cells[at].text.strip() if at is not None and at < len(row.cells) else ""


def _is_counter(text: str) -> bool:
    """Whether it is the row `(1) (2) ...` below the headings of the official form."""
    return re.fullmatch(r"\(\d\)", text) is not None


def _date(path: Path, row: Row, text: str) -> str:
    found = (counted_day(text) or typed_date(text)) if text else ""
    if found is None:
        reason = translate("row {row}: '{text}' is no date").format(row=row.number, text=text)
        raise TableError(path=path, reason=reason)
    return found
