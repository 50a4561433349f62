# SPDX-License-Identifier: Apache-2.0
"""Words into the cells of ruled tables, and cells into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.layout.fragments import fragments, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.document import Box, Word

Table = tuple["Box", ...]
"""The cells of one table, level (see `fragments`), in any order."""


_SAME_INK = 0.25
"""Part of a word's box that lies in another's when both were made of the same ink."""


class TableRow(NamedTuple):
    """The words of each cell of a printed row, in reading order, from left to right; empty cells are kept."""

    cells: tuple[tuple[Word, ...], ...]
    top: float
    """Level, in points."""


def table_rows(lines: Iterable[Sequence[Word]], tables: Sequence[Table]) -> tuple[list[list[Word]], list[TableRow]]:
    """The lines without the words that stand in cells, and the rows those make."""
    outside: list[list[Word]] = []
    inside: dict[Box, list[list[Word]]] = {cell: [] for table in tables for cell in table}
    for line in lines:
        rest: list[Word] = []
        pieces: dict[Box, list[Word]] = {}
        for word in line:
            cell = _cell_of(word, inside)
            (rest if cell is None else pieces.setdefault(cell, [])).append(word)
        if rest:
            outside.append(rest)
        for cell, words in pieces.items():
            inside[cell].append(words)
    found = [
        TableRow(tuple(_in_order(inside[cell]) for cell in row), min(cell.y0 for cell in row))
        for table in tables
        for row in _rows(table)
    ]
    return outside, [row for row in found if any(row.cells)]


def _cell_of(word: Word, cells: Iterable[Box]) -> Box | None:
    """The smallest cell that the middle of the word lies in."""
    if word.box is None:
        return None
    x, y = word.box.middle
    around = [cell for cell in cells if cell.x0 <= x <= cell.x1 and cell.y0 <= y <= cell.y1]
    return min(around, key=lambda cell: cell.width * cell.height, default=None)


def _in_order(lines: Sequence[Sequence[Word]]) -> tuple[Word, ...]:
    kept = _read_once(lines)
    return tuple(word for row in rows(fragments(kept)) for piece in row for word in piece.words)


def _read_once(lines: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The lines of a cell without words over the ink of a surer line.

    Where the lines of neighbouring cells stand at different heights the engine takes the upper half of one for the
    end of another, and reads it twice.
    """
    kept: list[list[Word]] = []
    for line in sorted(lines, key=_sureness, reverse=True):
        taken = [word for other in kept for word in other]
        if rest := [word for word in line if not any(_overlap(word, other) for other in taken)]:
            kept.append(rest)
    return kept


def _sureness(line: Sequence[Word]) -> float:
    return sum(word.confidence for word in line) / len(line)


def _overlap(word: Word, other: Word) -> bool:
    """Whether a good part of the smaller of two words' boxes lies in the other."""
    a, b = word.box, other.box
    if a is None or b is None:
        return False
    width, height = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
    return width > 0 and height > 0 and width * height > _SAME_INK * min(a.width * a.height, b.width * b.height)


def _rows(table: Table) -> list[list[Box]]:
    """Cells that begin at one height; a cell over several rows belongs to the first."""
    found: list[list[Box]] = []
    for cell in sorted(table, key=lambda cell: cell.y0):
        if found and cell.y0 < found[-1][0].y0 + min(cell.height, found[-1][0].height) / 2:
            found[-1].append(cell)
        else:
            found.append([cell])
    return [sorted(row, key=lambda cell: cell.x0) for row in found]
