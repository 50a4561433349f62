# SPDX-License-Identifier: Apache-2.0
"""Signs and figures in lines that an engine read: what it makes of them, and what they are.

An engine's network knows words; a dash before a list item or a figure is outside of what it knows. The rules act on
shapes that have one right form only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.repair.records import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LIST_DASH = re.compile(r"^\s*(?P<sign>[~«=¬„])(?=\s+\S)")
"""At the head of a line, before a word: the dash of a list (seen on samples and real closings: `~` and `„`)."""
_FIGURE = re.compile(r"(?<![\w.,/-])(?=[\dOoIl]*\d)(?=[\dOoIl]*[OoIl])[\dOoIl]{2,6}(?![\w-]|/[^\W\d])")
"""Figures with letters among them that look like figures: `1O`, `O2`, `l6`."""
_TO_FIGURES = str.maketrans("OoIl", "0011")
_ROW = re.compile(r"^(?P<cell>\S{1,3}) \| ")
"""A table row whose first cell holds a figure, or what was read for one."""
_LEAST_RIGHT = 3
"""First cells that must show the figure the row has by its place, and at least half of the figures there."""


def sign_edits(line: str) -> list[Edit]:
    """What the signs of one line are, in order, without overlaps."""
    return merged(_dash(line), _figures(line))


def merged(*edits: Iterable[Edit]) -> list[Edit]:
    """All edits of a line in order; of two that overlap the one that begins first."""
    result: list[Edit] = []
    for edit in sorted((edit for group in edits for edit in group), key=lambda edit: (edit.start, -edit.end)):
        if not result or edit.start >= result[-1].end:
            result.append(edit)
    return result


def _dash(line: str) -> Iterator[Edit]:
    if match := _LIST_DASH.match(line):
        yield Edit(match.start("sign"), match.end("sign"), "-", "rule")


def _figures(line: str) -> Iterator[Edit]:
    for match in _FIGURE.finditer(line):
        yield Edit(match.start(), match.end(), match.group().translate(_TO_FIGURES), "rule")


def numbering_edits(lines: Sequence[str]) -> list[list[Edit]]:
    """Where the first column of a table counts its rows, each figure as its place in the count says.

    The count is the one that most first cells agree with; rows of one table stand one below the other.
    """
    edits: list[list[Edit]] = [[] for _ in lines]
    for first, cells in _tables(lines):
        starts = [int(cell) - place for place, cell in enumerate(cells) if cell.isdecimal()]
        start = max(set(starts), key=starts.count, default=0)
        if starts.count(start) < max(_LEAST_RIGHT, len(starts) / 2):
            continue
        for place, cell in enumerate(cells):
            right = str(start + place)
            if start + place > 0 and cell.lstrip("0") != right and not _is_heading(cells, place, start):
                edits[first + place].append(Edit(0, len(cell), right, "rule"))
    return edits


def _is_heading(cells: Sequence[str], place: int, start: int) -> bool:
    """Whether the cell is no misread figure: `STT`, `II`, or a letter between rows that do not count on over it."""
    cell = cells[place]
    if not cell.isalpha() or not cell.isupper():
        return False
    beside = [near for near in (place - 1, place + 1) if 0 <= near < len(cells)]
    return len(cell) > 1 or any(cells[near] != str(start + near) for near in beside)


def _tables(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of table rows: index of the first, and their first cells."""
    cells: list[str] = []
    for number, line in enumerate([*lines, ""]):
        if match := _ROW.match(line):
            cells.append(match["cell"])
        elif cells:
            yield number - len(cells), cells
            cells = []
