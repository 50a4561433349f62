# SPDX-License-Identifier: Apache-2.0
"""Tables that people made or changed in a spreadsheet, read as what they see: CSV of any kind, and XLSX.

CSV may be parted by comma, semicolon or tab, in UTF-8 or UTF-16. What a spreadsheet made of a cell by itself, and what
is no value (a formula, an error), is said of the cell; a cell that says nothing is empty.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from ocr_kh.errors import TableError
from ocr_kh.language.letters import bare
from ocr_kh.messages import N_, translate
from ocr_kh.writing.tables.csv_file import unprotect_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_UNKNOWN = frozenset({".xls", ".xlsb", ".ods", ".fods", ".numbers"})
"""Kinds of spreadsheets that are not read; what is none of a spreadsheet's is taken for text."""
_MOST_TITLES = 20
"""Rows above the headings: name of the office, of the list, a date."""
_EXACT = 10**15
"""Whole numbers from here on lose digits in a spreadsheet, which counts with 15."""
_DAY_ZERO = date(1899, 12, 30)
"""Of the days that spreadsheets count (ECMA-376, 18.17.4.1)."""
_FIRST_DAY, _LAST_DAY = 16_438, 73_050
"""1 January 1945 and 31 December 2099, so counted: days that documents of the State bear."""
_MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9:]+)"')
_FORMULA = N_("a formula stands there; paste its value in its place (Paste Special, Values)")
_FAULTY = N_("the cell shows an error ({text})")
_FIGURE = N_("the spreadsheet made a rounded figure of it ({text}); set the cell to Text and type it again")
_NOT_UTF8 = N_("not UTF-8 text; save it as .xlsx, or as CSV UTF-8")
_OTHER_KIND = N_("only .xlsx and .csv are read; save it as one of these")
_UNREADABLE = N_("it cannot be read ({reason})")
_IS_MERGED = N_("cells are merged ({cells}); unmerge them")
_OF_1904 = N_("it counts days from 1904; switch that off in the options of the workbook")


class Cell(NamedTuple):
    """A cell as a person sees it."""

    text: str
    spoilt: str = ""
    """Why its text is not what was typed, in the user's language."""


class Row(NamedTuple):
    """A row that is not empty."""

    number: int
    """From 1, as the spreadsheet counts them."""
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet that are not empty, hidden ones too."""

    title: str
    """Empty for CSV."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A file of tables."""

    sheets: tuple[Sheet, ...]
    editor: str = ""
    """Who saved it last, as the file says; empty where it does not."""

    def __getitem__(self, title: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.title == title), None)


def read_spreadsheet(path: Path) -> Spreadsheet:
    """The tables in a file. Raises TableError for what is none."""
    kind = path.suffix.lower()
    if kind in _UNKNOWN:
        raise TableError(path=path, reason=translate(_OTHER_KIND))
    try:
        return _workbook(path) if kind in _WORKBOOKS else Spreadsheet((Sheet("", _csv_rows(path)),))
    except TableError:
        raise
    except Exception as error:  # zip, XML and tables have many ways to be broken
        reason = str(error) or type(error).__name__
        raise TableError(path=path, reason=translate(_UNREADABLE).format(reason=reason)) from error


def headed(sheet: Sheet, *wanted: frozenset[str]) -> tuple[Row, tuple[Row, ...]] | None:
    """The first row with a heading of each kind that is wanted, and the rows below; None where there is none."""
    for at, row in enumerate(sheet.rows[:_MOST_TITLES]):
        names = {heading_key(cell.text) for cell in row.cells}
        if all(names & each for each in wanted):
            return row, sheet.rows[at + 1 :]
    return None


def heading_key(text: str) -> str:
    """A heading without marks, case, spaces and signs.

    >>> heading_key("Thư mục"), heading_key("file_code")
    ('thumuc', 'filecode')
    """
    return "".join(filter(str.isalnum, bare(text).lower()))


def counted_day(text: str) -> str | None:
    """The day that a number is which a spreadsheet shows in place of a date; None for other numbers.

    >>> counted_day("46085"), counted_day("2026")
    ('2026-03-04', None)
    """
    if text.isdecimal() and text.isascii() and _FIRST_DAY <= int(text) <= _LAST_DAY:
        return (_DAY_ZERO + timedelta(days=int(text))).isoformat()
    return None


def _csv_rows(path: Path) -> tuple[Row, ...]:
    text = _decoded(path.read_bytes(), path)
    first, _, rest = text.partition("\n")
    if sign := re.fullmatch(r'"?sep=(.)"?\s*', first):  # for Excel, which hides that line
        return _filled(map(_cells, csv.reader(io.StringIO(rest, newline=""), delimiter=sign[1])))
    head = "\n".join(text.splitlines()[:_MOST_TITLES])
    return _filled(map(_cells, csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))))


def _decoded(data: bytes, path: Path) -> str:
    """The text of a file. Raises TableError, with the line, for what is in another encoding."""
    try:
        return data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TableError(path=path, line=line, reason=translate(_NOT_UTF8)) from error


def _encoding(data: bytes) -> str:
    """UTF-16 has a byte order mark, or else a zero in front of or behind most letters and every tab and line end."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" not in data:
        return "utf-8-sig"
    return "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"


def _cells(texts: Sequence[str]) -> list[Cell]:
    return [Cell(unprotect_cell(text)) for text in texts]


def _workbook(path: Path) -> Spreadsheet:
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    _refuse_merged(path)
    with closing(load_workbook(path, read_only=True)) as book:
        if book.epoch == CALENDAR_MAC_1904:
            raise TableError(path=path, reason=translate(_OF_1904))
        sheets = (Sheet(each.title, _filled(map(_read_cells, each.iter_rows()))) for each in book.worksheets)
        return Spreadsheet(tuple(sheets), book.properties.lastModifiedBy or "")


def _refuse_merged(path: Path) -> None:
    """Merged cells look empty but for their first: what was in them would be gone."""
    try:
        with ZipFile(path) as file:
            sheets = [name for name in file.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
            found = next(filter(None, (_MERGED.search(file.read(name)) for name in sheets)), None)
    except BadZipFile as error:
        reason = translate("no workbook, or one with a password")
        raise TableError(path=path, reason=translate(_UNREADABLE).format(reason=reason)) from error
    if found:
        raise TableError(path=path, reason=translate(_IS_MERGED).format(cells=found[1].decode()))


def _read_cells(cells: Iterable[Any]) -> list[Cell]:
    return [_read_cell(cell) for cell in cells]


def _read_cell(cell: Any) -> Cell:
    """What a cell of openpyxl says."""
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "f":
        return Cell("", translate(_FORMULA))
    if cell.data_type == "e":
        return Cell(str(value), translate(_FAULTY).format(text=value))
    if isinstance(value, bool):
        return Cell(str(value).upper())
    if isinstance(value, datetime | date):
        return Cell(f"{value:%d/%m/%Y}" if f"{value:%H%M%S}" == "000000" else f"{value:%d/%m/%Y %H:%M:%S}")
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return Cell(str(value))


def _number(value: float, shown: str) -> Cell:
    text = str(int(value)) if value == int(value) else str(value)
    is_rounded = abs(value) >= _EXACT or re.search(r"E[+-]", shown)
    return Cell(text, translate(_FIGURE).format(text=f"{value:.3g}") if is_rounded else "")


def _filled(rows: Iterable[Sequence[Cell]]) -> tuple[Row, ...]:
    filled: Iterator[Row] = (
        Row(number, cells)
        for number, cells in enumerate(rows, 1)
        if any(cell.text.strip() or cell.spoilt for cell in cells)
    )
    return tuple(filled)
