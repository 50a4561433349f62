# SPDX-License-Identifier: Apache-2.0
"""From when to when each hồ sơ runs, as the list of them says (CSV or XLSX, as for `--records`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.errors import TableError
from ocr_kh.genre.dates import typed_date
from ocr_kh.messages import translate
from ocr_kh.writing.tables.spreadsheet import counted_day, headed, heading_key, read_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ocr_kh.writing.tables.spreadsheet import Cell, Row

_CODE = frozenset({"filecode", "record", "recordcode", "code", "mahoso", "hoso", "sovakyhieuhoso", "sokyhieuhoso"})
_START = frozenset({"startdate", "ngaybatdau", "thoigianbatdau", "batdau", "tungay"})
_END = frozenset({"enddate", "ngayketthuc", "thoigianketthuc", "ketthuc", "denngay"})
"""Headings without marks, spaces and signs."""


class Period(NamedTuple):
    """As precise as the list: `2008-01-08`, `2008-01` or `2008`; empty where it does not say."""

    start: str
    end: str

    def holds(self, date: str) -> bool:
        """Whether a date may lie in it; what is less precise is compared as far as it goes.

        >>> Period("2008-01-08", "2008").holds("2008-12-31"), Period("2008-01-08", "2008").holds("2008-01-07")
        (True, False)
        """
        after = not self.start or date[: len(self.start)] >= self.start[: len(date)]
        return after and (not self.end or date[: len(self.end)] <= self.end[: len(date)])


def read_periods(path: Path) -> Mapping[str, Period]:
    """The periods by code of the hồ sơ. Raises TableError for a list without these columns, or with a wrong date."""
    for sheet in read_spreadsheet(path).sheets:
        if found := headed(sheet, _CODE, _START, _END):
            heading, rows = found
            names = [heading_key(cell.text) for cell in heading.cells]
            columns = [next(at for at, name in enumerate(names) if name in known) for known in (_CODE, _START, _END)]
            return {code: period for code, period in (_period(path, row, columns) for row in rows) if code}
    wanted = "Mã hồ sơ; Ngày bắt đầu; Ngày kết thúc"
    raise TableError(path=path, reason=translate("no column is called {names}").format(names=wanted))


def _period(path: Path, row: Row, columns: Sequence[int]) -> tuple[str, Period]:
    code, start, end = (row.cells[at] if at < len(row.cells) else None for at in columns)
    return (code.text.strip() if code else ""), Period(_date(path, row, start), _date(path, row, end))


def _date(path: Path, row: Row, cell: Cell | None) -> str:
    text = cell.text.strip() if cell else ""
    found = (counted_day(text) or typed_date(text)) if text else ""
    if found is None:
        reason = translate("row {row}: '{text}' is no date").format(row=row.number, text=text)
        raise TableError(path=path, reason=reason)
    return found
