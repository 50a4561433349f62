# SPDX-License-Identifier: Apache-2.0
"""What a person changed in index.xlsx or index.csv: each cell that differs from the table as it was written.

Rows are known by the folder of the document, columns by their headings: order, hidden columns and rows that were taken
out do not matter. A workbook has in a hidden sheet what was written; what was decided since then, and is not what the
cell says, is a conflict. A CSV file is compared with the index as it is now.
"""

from __future__ import annotations

import json
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ocr_kh.corrections.checks import Checked, check
from ocr_kh.errors import FieldError, TableError
from ocr_kh.messages import translate
from ocr_kh.plan.review.decisions import DECIDABLE
from ocr_kh.writing.document.record import FIELDS
from ocr_kh.writing.document.record_pointers import record_pointer
from ocr_kh.writing.tables import index, workbook
from ocr_kh.writing.tables.spreadsheet import Cell, counted_day, headed, heading_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from ocr_kh.writing.tables.spreadsheet import Row, Sheet, Spreadsheet

_POINTERS = {pointer.rpartition("/")[2]: str(pointer) for pointer in DECIDABLE}
_POINTERS |= {name: record_pointer(name) for name in FIELDS if name != "numberOfPage"}
"""Columns that may be changed, each with the field that it has."""
_FIGURES = frozenset(
    {"mean_confidence", "repairs", "doubtful", "warnings", "needs_review", "status", "error", "pdfa", "paper"}
    | {workbook.MISSING}
)
"""Columns that every run works out anew: nothing of them is taken in, and no more is said than that."""
_NAMES = {heading_key(name): name for name in (*FIELDS, *index.COLUMNS, *index.RECORD_COLUMNS)}
_NAMES |= {heading_key(heading): name for name, heading in workbook.HEADINGS.items()}
_FOLDER = frozenset(heading for heading, name in _NAMES.items() if name == "folder")
_DATES = frozenset({"date", "issuedDate"})
_FILED = frozenset({"docCode"})
"""Fields that the list of hồ sơ gives, where a document is on it."""


class Known(Protocol):
    """What the documents of an output folder say now, as the tables show it."""

    def folders(self) -> Collection[str]:
        """The documents that have files."""

    def now(self, folder: str, name: str) -> str:
        """The cell of a column of index.csv, or of a field of record.xml."""


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that says something else than was written."""

    folder: str
    name: str
    """Of the column: as in record.xml, else as in index.csv."""
    before: str
    """The cell as it was written."""
    checked: Checked


@dataclass(slots=True)
class Changes:
    """What a table says, and what of it cannot be taken in."""

    found: list[Change] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """With row and column, in the user's language."""
    notes: list[str] = field(default_factory=list)
    """What is not looked at, in the user's language."""


class _Column(NamedTuple):
    at: int
    heading: str
    name: str


def changes(table: Spreadsheet, path: Path, known: Known) -> Changes:
    """The changes in a table. Raises TableError where it is no index of documents."""
    written = table[workbook.AS_WRITTEN]
    sheets = [sheet for sheet in table.sheets if sheet is not written]
    for sheet in sheets:
        if found := headed(sheet, _FOLDER):
            return _Table(sheet, found, _as_written(written), known, Changes()).changes()
    raise TableError(path=path, reason=translate("no column is called {names}").format(names="folder, Thư mục"))


def _as_written(sheet: Sheet | None) -> dict[str, dict[str, str]]:
    """What the hidden sheet says of each document, by folder and name of the column; nothing without one."""
    found = {}
    for row in sheet.rows if sheet else ():
        folder, said = (cell.text for cell in row.cells[:2])
        with suppress(ValueError):
            found[folder] = json.loads(said)
    return found


class _Table:
    """One sheet while it is gone through."""

    def __init__(
        self,
        sheet: Sheet,
        found: tuple[Row, Sequence[Row]],
        written: Mapping[str, Mapping[str, str]],
        known: Known,
        changes: Changes,
    ) -> None:
        self._sheet = sheet
        self._heading, self._rows = found
        self._written = written
        self._known = known
        self._changes = changes
        self._columns = list(self._named())
        self._seen: dict[str, int] = {}

    def _named(self) -> Iterator[_Column]:
        """The columns that are known; the others, and those that stand twice, are told."""
        seen: dict[str, str] = {}
        for at, cell in enumerate(self._heading.cells):
            name = _NAMES.get(heading_key(cell.text))
            if name in seen:
                template = translate("the column {heading} stands twice")
                self._changes.faults.append(template.format(heading=cell.text))
            elif name:
                seen[name] = cell.text
                yield _Column(at, cell.text, name)
            elif cell.text.strip():
                self._changes.notes.append(translate("the column {heading} is not known").format(heading=cell.text))

    def changes(self) -> Changes:
        """Everything that the rows say."""
        folders = set(self._known.folders())
        for row in self._rows:
            folder = self._text(row, "folder")
            if self._is_copy(row, folder):
                self._strange(row, folder, {})
            elif folder not in folders:
                self._strange(row, folder, self._written.get(folder, {}))
            else:
                self._document(row, folder)
        return self._changes

    def _text(self, row: Row, name: str) -> str:
        """What a column says; empty without it."""
        column = next((each for each in self._columns if each.name == name), None)
        return _cell(row, column).text.strip() if column else ""

    def _strange(self, row: Row, folder: str, written: Mapping[str, str]) -> None:
        """A row without a document of its own, or whose document is gone: nothing may have come into it."""
        for column in self._columns:
            if column.name in _POINTERS and not _is_same(written.get(column.name, ""), _cell(row, column).text):
                template = translate("no document of its own stands behind this row (folder '{folder}')")
                self._fault(row, column, template.format(folder=folder))
                return

    def _is_copy(self, row: Row, folder: str) -> bool:
        """Whether it is the row of a copy, which names the folder of the first one."""
        return self._text(row, "status") == "duplicate" and self._text(row, "path") != self._path(folder)

    def _path(self, folder: str) -> str:
        return self._known.now(folder, "path") if folder in self._known.folders() else ""

    def _document(self, row: Row, folder: str) -> None:
        if folder in self._seen:
            template = translate("the document stands in row {row} too")
            self._fault(row, self._columns[0], template.format(row=self._seen[folder]))
            return
        self._seen[folder] = row.number
        for column in self._columns:
            before = self._before(folder, column.name)
            cell = _cell(row, column)
            if cell.spoilt:
                self._fault(row, column, cell.spoilt)
            elif not _is_same(before, cell.text):
                self._differs(row, column, folder, before, _with_zeros(before, _tidy(cell.text)))

    def _before(self, folder: str, name: str) -> str:
        """The cell as it was written; as it is now where the file does not have it."""
        written = self._written.get(folder)
        return self._known.now(folder, name) if written is None else written.get(name, "")

    def _differs(self, row: Row, column: _Column, folder: str, before: str, text: str) -> None:
        """One cell that says something else."""
        if column.name in _FIGURES:
            note = translate("the column {heading} is worked out, not taken in").format(heading=column.heading)
            if self._written and note not in self._changes.notes:
                self._changes.notes.append(note)
            return
        if column.name not in _POINTERS or (column.name in _FILED and self._known.now(folder, "file_code")):
            template = translate("this column cannot be changed here; put back '{before}'")
            self._fault(row, column, template.format(before=before))
            return
        try:
            self._take(column, folder, before, text)
        except FieldError as error:
            self._fault(row, column, str(error.details["reason"]))

    def _take(self, column: _Column, folder: str, before: str, text: str) -> None:
        """Raises FieldError for what is no value of the field."""
        pointer = _POINTERS[column.name]
        if _lost_letters(before, text):
            raise FieldError(
                field=column.name, reason=translate("letters were lost; save the table as .xlsx or as CSV UTF-8")
            )
        if column.name in _DATES:
            text = counted_day(text) or text
        said = check(pointer, text)
        now = self._known.now(folder, column.name)
        if said in (_meant(pointer, before), _meant(pointer, now)):
            return
        if not _is_same(before, now) and _meant(pointer, before) != _meant(pointer, now):
            template = translate("someone decided '{now}' since the table was written; take a new one")
            raise FieldError(field=column.name, reason=template.format(now=now))
        self._changes.found.append(Change(folder, column.name, before, said))

    def _fault(self, row: Row, column: _Column, reason: str) -> None:
        place = f"{_letters(column.at)}{row.number}"
        if self._sheet.title:
            place = f"{self._sheet.title}!{place}"
        self._changes.faults.append(f"{place} ({column.heading}): {reason}")


def _cell(row: Row, column: _Column) -> Cell:
    return row.cells[column.at] if column.at < len(row.cells) else Cell("")


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _is_same(before: str, text: str) -> bool:
    """Whether a cell says what it said; spreadsheets add white space, and take zeros away."""
    return _tidy(before) == _with_zeros(before, _tidy(text))


def _with_zeros(before: str, text: str) -> str:
    """The zeros that a spreadsheet took from the head of a number, where the one that stood there had some.

    >>> _with_zeros("05", "7"), _with_zeros("05", "12"), _with_zeros("5", "7")
    ('07', '12', '7')
    """
    before = _tidy(before)
    is_short = before.isdecimal() and before.startswith("0") and text.isdecimal() and len(text) < len(before)
    return text.zfill(len(before)) if is_short else text


def _lost_letters(before: str, text: str) -> bool:
    """Whether the text is what stood there, with a question mark for each letter that an old encoding lacks."""
    if "?" not in text:
        return False
    pattern = "".join(r"[^\x00-\x7f]" if sign == "?" else re.escape(sign) for sign in text)
    return re.fullmatch(pattern, _tidy(before)) is not None


def _meant(pointer: str, text: str) -> Checked:
    """The value that a cell of ours shows; the text itself where it is none."""
    try:
        return check(pointer, text)
    except FieldError:
        return Checked(pointer, text)


def _letters(at: int) -> str:
    """What spreadsheets call a column, counted from 0.

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)
