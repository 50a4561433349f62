# SPDX-License-Identifier: Apache-2.0
"""The rows of a contents list: cells under the heads of their columns, rows that run over several lines as one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.codes import codes
from ocr_kh.genre.papers.matching import whole_matches
from ocr_kh.plan.papers.placed import Read, day_of, filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.genre.papers.matching import Match
    from ocr_kh.plan.papers.placed import Numbered

Row = dict[str, Read]
"""What a row says, by column: `ordinal`, `code`, `date`, `type`, `subject`, `author`, `sheet`, `note`."""
_WALL = "|"
"""Between the cells of a row; of one whose last cell is empty nothing stands behind it."""
_FEWEST_HEADS = 3
"""Columns of the list that a row names to be its head."""
_COUNTER = re.compile(r"\(?\d\)?")
_LONGEST_COUNTER = 4
"""Characters of a cell of that row, as scans have it: `q) | (2) | @) | (4 | 5)`."""
_ORDINAL = re.compile(r"(\d{1,4})\W{0,2}")
_DATE = re.compile(r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4}")
_LAST_SHEET = re.compile(r"\s(\d{1,4}(?:\s?[-–]\s?\d{1,4})?)\W*$")


class _Cell(NamedTuple):
    text: str
    start: int
    """Code points in the text of the row."""
    left: float | None
    right: float | None
    """Points; None for text without places."""


class _Column(NamedTuple):
    item: str
    at: int
    """Among the cells of the head."""
    left: float | None
    right: float | None


def listed_rows(lines: Sequence[Numbered]) -> list[Row]:
    """The documents of a list, in its order."""
    columns: tuple[_Column, ...] = ()
    width = 0
    rows: list[Row] = []
    for each in lines:
        cells = _cells(each)
        if head := _head(cells):
            columns, width = head, len(cells)
        elif columns and len(cells) > 1 and not _is_counter(cells):
            _take(rows, dict(_under(columns, width, cells, each)))
        elif len(cells) == 1 and (row := _without_walls(each)):
            rows.append(row)
        elif columns and rows and len(cells) == 1 and cells[0].left is not None:
            _take(rows, dict(_under(columns, width, cells, each)))
    return [_tidy(row) for row in rows]


def _cells(numbered: Numbered) -> list[_Cell]:
    """The cells of a row, with the places of their words."""
    words = list(numbered.line.words)
    found: list[_Cell] = []
    start = 0
    for text in numbered.text.split(_WALL):
        own = [words.pop(0) for _ in text.split() if words]
        boxes = [word.box for word in own if word.box]
        left, right = (min(box.x0 for box in boxes), max(box.x1 for box in boxes)) if boxes else (None, None)
        said = text.strip()
        found.append(_Cell(said, start + text.find(said), left, right))
        start += len(text) + len(_WALL)
    return found


def _head(cells: Sequence[_Cell]) -> tuple[_Column, ...]:
    """The columns that a row names; none for one that is no head."""
    if len(cells) < _FEWEST_HEADS:
        return ()
    named = [
        (match, at)
        for at, cell in enumerate(cells)
        for match in whole_matches(cell.text, "head")
        if match.item.paper == "contents"
    ]
    found: dict[int, _Column] = {}
    for match, at in sorted(named, key=_sureness, reverse=True):
        item = match.item.item
        if at not in found and item not in {column.item for column in found.values()}:
            found[at] = _Column(item, at, cells[at].left, cells[at].right)
    return tuple(found[at] for at in sorted(found)) if len(found) >= _FEWEST_HEADS else ()


def _sureness(named: tuple[Match, int]) -> tuple[float, int]:
    return named[0].likeness, named[0].length


def _is_counter(cells: Sequence[_Cell]) -> bool:
    """Whether it is the row `(1) (2) ...` below the heads of the official form, somewhat misread."""
    said = [cell.text for cell in cells if cell.text]
    bracketed = sum(any(sign in text for sign in "()") for text in said)
    short = len(said) > 1 and all(len(text) <= _LONGEST_COUNTER for text in said)
    return short and (all(map(_COUNTER.fullmatch, said)) or bracketed > len(said) / 2)


def _under(
    columns: Sequence[_Column], width: int, cells: Sequence[_Cell], numbered: Numbered
) -> Iterator[tuple[str, Read]]:
    """Each cell with its column: the one in its place, where there are as many, else the one above it."""
    for at, cell in enumerate(cells):
        column = _column_of(columns, at if len(cells) == width else None, cell)
        if column and cell.text:
            yield column.item, Read(cell.text, (numbered,), cell.start, cell.start + len(cell.text))


def _column_of(columns: Sequence[_Column], at: int | None, cell: _Cell) -> _Column | None:
    if at is not None:
        return next((column for column in columns if column.at == at), None)
    if cell.left is None or cell.right is None:
        return None
    placed = [column for column in columns if column.left is not None and column.right is not None]
    return min(placed, key=lambda column: _apart(column, cell), default=None)


def _apart(column: _Column, cell: _Cell) -> float:
    """Points between the left edges or the middles of cell and column, whichever are nearer."""
    left, right = column.left or 0.0, column.right or 0.0
    own_left, own_right = cell.left or 0.0, cell.right or 0.0
    return min(abs(left - own_left), abs(left + right - own_left - own_right) / 2)


def _take(rows: list[Row], row: Row) -> None:
    """Put a row to the others, or what it goes on with to the last one."""
    if not row:
        return
    begins = bool(row.get("ordinal") or ("code" in row and "date" in row))
    if begins or not rows:
        rows.append(row)
        return
    last = rows[-1]
    for item, read in row.items():
        before = last.get(item)
        last[item] = Read(f"{before.value} {read.value}", (*before.lines, *read.lines)) if before else read


def _without_walls(numbered: Numbered) -> Row | None:
    """A row of which no cell was seen: an ordinal, a code, a day, and what stands between and behind."""
    text = numbered.text
    ordinal, day, code = _ORDINAL.match(text), _DATE.search(text), next(codes(text), None)
    if not (ordinal and day and code) or code.start > day.start():
        return None
    sheet = _LAST_SHEET.search(text, day.end())
    end = sheet.start() if sheet else len(text)
    spans = {
        "ordinal": ordinal.span(1),
        "code": (code.start, code.end),
        "date": day.span(),
        "subject": (day.end(), end),
    }
    if sheet:
        spans["sheet"] = sheet.span(1)
    return {item: Read(text[start:stop].strip(), (numbered,), start, stop) for item, (start, stop) in spans.items()}


def _tidy(row: Row) -> Row:
    """Values as plan.json has them; without those that are none."""
    found: Row = {}
    for item, read in _with_type(row).items():
        value: str | None = filled(read.value)
        if item == "ordinal":
            ordinal = _ORDINAL.fullmatch(read.value)
            value = str(int(ordinal[1])) if ordinal else None
        elif item == "date":
            value = day_of(read.value)
        elif item == "code":
            value = re.sub(r"\s*([/\-])\s*", r"\1", filled(read.value))
        if value:
            found[item] = read._replace(value=value)
    return found


def _with_type(row: Mapping[str, Read]) -> Row:
    """The type before the subject, where it has a column of its own."""
    made = {item: read for item, read in row.items() if item != "type"}
    if kind := row.get("type"):
        subject = row.get("subject")
        made["subject"] = Read(f"{kind.value} {subject.value}", (*kind.lines, *subject.lines)) if subject else kind
    return made
