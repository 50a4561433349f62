# SPDX-License-Identifier: Apache-2.0
"""The places of a page that have two columns: its header and its closing, and running text where a person says so.

Nghị định 30/2020, Phụ lục I: issuer, number and symbol (ô 2, 3) stand left of motto, place and date
(ô 1, 4); the recipients (ô 9b) left of authority and signer (ô 7). Both are read column by column,
left first. Running text has one column; one that is printed in two is told by nobody but the person who looks at it.
Tables have columns too, but are read row by row; they are none of this module's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from ocr_kh.genre.forms import Form
from ocr_kh.genre.likeness import landmark
from ocr_kh.language.letters import bare, is_capitals
from ocr_kh.layout.fragments import rows as rows_of
from ocr_kh.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.document import Order
    from ocr_kh.layout.fragments import Fragment, Row

DASHES = ("-", "–", "—", "~", "«", "=", "„")
"""Heads of entries, as printed and as misread."""
_FILE_COPY = re.compile(r"\W*[LKI]?uu\b", re.IGNORECASE)
"""Head of the last entry (Lưu: VT), whose dash is often lost."""


_BY_HAND = "set by hand"


@dataclass(frozen=True, slots=True)
class ColumnLimits:
    """Where the two columns of a header or a closing can lie."""

    first_gutter: float = parameter(0.28, "part of the page's width", _BY_HAND)
    """The leftmost place of a gutter."""
    last_gutter: float = parameter(0.68, "part of the page's width", _BY_HAND)
    """The rightmost."""
    gutters: int = parameter(41, "places", "1 % of the page's width apart")
    """Places that are tried."""
    header_reach: float = parameter(0.45, "part of the page's height", "drafts with stamps above it begin late")
    """A header ends within it, below its motto."""
    header_step: float = parameter(0.04, "part of the page's height", _BY_HAND)
    """Rows above the motto that stand nearer than this to the next belong to the header."""
    block_lines: int = parameter(2, "lines", "a title and a name")
    """Of one who signs beside others, at least."""
    right_half: float = parameter(0.4, "part of the page's width", _BY_HAND)
    """A line that begins behind it belongs to the right column of the closing."""


LIMITS = ColumnLimits()


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows `first` to `last` (inclusive) part at `gutter` (x in points)."""

    kind: Literal["header", "closing", "text"]
    first: int
    last: int
    gutter: float

    def split(self, rows: Sequence[Row]) -> tuple[list[Fragment], list[Fragment]]:
        """The fragments left and right of the gutter, each from top to bottom."""
        inside = [piece for row in rows[self.first : self.last + 1] for piece in row]
        return [p for p in inside if p.box.x1 <= self.gutter], [p for p in inside if p.box.x1 > self.gutter]


def find_columns(
    rows: Sequence[Row], size: tuple[float, float], order: Order = "found", tables: Sequence[float] = ()
) -> list[Columns]:
    """The header's and the closings' columns, from top to bottom, without overlap.

    Where a person wants `columns`, those of the text between as well, parted by what runs across and by the rows of
    ruled tables, which stand at the heights `tables`; where they want `rows`, none but those of the header.
    """
    found: list[Columns] = []
    for columns in (*_headers(rows, size), *(() if order == "rows" else _closings(rows, size))):
        if all(columns.first > other.last or columns.last < other.first for other in found):
            found.append(columns)
    if order == "columns":
        found += _text_columns(rows, size[0], found, tables)
    return sorted(found, key=lambda columns: columns.first)


def _text_columns(
    rows: Sequence[Row], width: float, others: Sequence[Columns], tables: Sequence[float]
) -> list[Columns]:
    """What the gutter that keeps most fragments apart parts of the rows that stand in no `others`."""
    taken = {at for other in others for at in range(other.first, other.last + 1)}
    free = [at for at in range(len(rows)) if at not in taken]
    return max((_parted(rows, free, x, tables) for x in _gutters(width)), key=lambda found: _pieces(rows, found))


def _parted(rows: Sequence[Row], free: Sequence[int], x: float, tables: Sequence[float]) -> list[Columns]:
    """The runs of free rows that no fragment crosses at `x`, with something on either side of it."""
    runs: list[list[int]] = []
    for at in free:
        if not _clear(rows[at], x):
            continue
        if runs and runs[-1][-1] == at - 1 and not any(_top(rows[at - 1]) < top <= _top(rows[at]) for top in tables):
            runs[-1].append(at)
        else:
            runs.append([at])
    found = (Columns("text", run[0], run[-1], x) for run in runs)
    return [columns for columns in found if _has_both_sides(rows[columns.first : columns.last + 1], x)]


def _pieces(rows: Sequence[Row], found: Sequence[Columns]) -> int:
    return sum(len(row) for columns in found for row in rows[columns.first : columns.last + 1])


def _top(row: Row) -> float:
    return row[0].box.middle[1]


def _headers(rows: Sequence[Row], size: tuple[float, float]) -> Iterator[Columns]:
    """Around each row with the motto of the state (or of the Party)."""
    width, height = size
    after = -1
    for index, row in enumerate(rows):
        if index <= after or not any(landmark(piece.text) == Form.MOTTO for piece in row):
            continue
        begin = index
        while begin > 0 and rows[begin][0].box.y0 - rows[begin - 1][0].box.y0 < height * LIMITS.header_step:
            begin -= 1
        last = _header_end(rows, index, LIMITS.header_reach * height + row[0].box.y0)
        best = _best_gutter(rows, begin, last, width, anchor=index)
        if best:
            after = best[1]
            yield Columns("header", *best)


def _header_end(rows: Sequence[Row], start: int, limit: float) -> int:
    """The last row with a fixed line of the header, before the document type, a basis or the body begins."""
    last = start
    for index in range(start, len(rows)):
        found = {landmark(piece.text) for piece in rows[index]}
        if found & {Form.TYPE, Form.BASIS, Form.ADDRESSEE} or rows[index][0].box.y0 > limit:
            break
        if found & {Form.MOTTO, Form.NUMBER, Form.DATE} or len(rows[index]) > 1:
            last = index
    return last


def _closings(rows: Sequence[Row], size: tuple[float, float]) -> Iterator[Columns]:
    """Around each `Nơi nhận` and each authority that stands right of the middle."""
    width = size[0]
    for index, row in enumerate(rows):
        if any(_begins_closing(piece, width) for piece in row):
            begin = _closing_start(rows, index, width)
            best = _best_gutter(rows, begin, _closing_end(rows, index), width, anchor=index)
            if best:
                yield Columns("closing", *best)
            elif any(landmark(piece.text) == Form.RECIPIENTS for piece in row):
                yield Columns("closing", index, _list_end(rows, index), width)


def _list_end(rows: Sequence[Row], index: int) -> int:
    """The last entry of recipients that stand below the signatures: dashes down from their heading."""
    last = index
    while last + 1 < len(rows) and len(rows[last + 1]) == 1 and _is_entry(rows[last + 1][0].text):
        last += 1
    return last


def _is_entry(text: str) -> bool:
    return text.startswith(DASHES) or bool(_FILE_COPY.match(bare(text)))


def _begins_closing(piece: Fragment, width: float) -> bool:
    found = landmark(piece.text)
    return found == Form.RECIPIENTS or (found == Form.AUTHORITY and piece.box.x0 > LIMITS.right_half * width)


def _closing_start(rows: Sequence[Row], index: int, width: float) -> int:
    """Up over the rows right of the middle that hold nothing but the authority."""
    while index > 0:
        above = rows[index - 1]
        if len(above) != 1 or above[0].box.x0 < width * LIMITS.right_half or landmark(above[0].text) != Form.AUTHORITY:
            break
        index -= 1
    return index


def _closing_end(rows: Sequence[Row], index: int) -> int:
    """Down to the page's end or to the next annex or header."""
    last = index
    for place in range(index, len(rows)):
        if any(landmark(piece.text) in {Form.APPENDIX, Form.MOTTO, Form.TYPE} for piece in rows[place]):
            break
        if place > index and any(landmark(piece.text) == Form.RECIPIENTS for piece in rows[place]):
            break
        last = place
    return last


def _best_gutter(rows: Sequence[Row], begin: int, end: int, width: float, anchor: int) -> tuple[int, int, float] | None:
    """First row, last row and x of the gutter that keeps most rows around `anchor` apart; None without two columns."""
    best: tuple[int, int, float, int] | None = None
    for x in _gutters(width):
        first, last = _clear_run(rows, begin, end, x, anchor)
        score = sum(len(row) for row in rows[first : last + 1])
        if first <= anchor <= last and _has_both_sides(rows[first : last + 1], x) and (not best or score > best[3]):
            best = (first, last, x, score)
    return best[:3] if best else None


def signature_blocks(pieces: Sequence[Fragment]) -> list[list[Fragment]]:
    """What stands on one side of a closing, block by block, from left to right.

    Those who sign minutes may be three abreast (`CÁ NHÂN VI PHẠM`, `NGƯỜI CHỨNG KIẾN`, `NGƯỜI LẬP BIÊN BẢN`): where
    titles in capitals stand side by side in the first row and nothing reaches across between them, they part there. A
    title whose row a speck or a seal's word shares is one.
    """
    first = rows_of(pieces)[:1]
    for before, after in pairwise(first[0] if first else ()):
        if not (is_capitals(before.text) and is_capitals(after.text)):
            continue
        gutter = _free_gutter(pieces, before.box.x1, after.box.x0)
        if gutter is not None:
            parts = ([piece for piece in pieces if (piece.box.x0 < gutter) == left] for left in (True, False))
            left, right = parts
            if min(len(left), len(right)) >= LIMITS.block_lines:
                return [left, *signature_blocks(right)]
    return [list(pieces)] if pieces else []


def _free_gutter(pieces: Sequence[Fragment], first: float, last: float) -> float | None:
    """The middle of what no piece covers between two places; None where some reaches across."""
    ends = [first, *(piece.box.x1 for piece in pieces if first < piece.box.x1 < last)]
    begins = [last, *(piece.box.x0 for piece in pieces if first < piece.box.x0 < last)]
    across = any(piece.box.x0 <= first and piece.box.x1 >= last for piece in pieces)
    return (max(ends) + min(begins)) / 2 if not across and max(ends) < min(begins) else None


def _gutters(width: float) -> Iterator[float]:
    """The places that are tried, from left to right."""
    left, right = LIMITS.first_gutter, LIMITS.last_gutter
    for step in range(LIMITS.gutters):
        yield width * (left + (right - left) * step / (LIMITS.gutters - 1))


def _clear_run(rows: Sequence[Row], begin: int, end: int, x: float, anchor: int) -> tuple[int, int]:
    """The rows around `anchor`, within begin..end, that no fragment crosses at `x`."""
    if not _clear(rows[anchor], x):
        return anchor, anchor - 1
    first, last = anchor, anchor
    while first > begin and _clear(rows[first - 1], x):
        first -= 1
    while last < end and _clear(rows[last + 1], x):
        last += 1
    return first, last


def _clear(row: Row, x: float) -> bool:
    return all(piece.box.x1 <= x or piece.box.x0 >= x for piece in row)


def _has_both_sides(rows: Sequence[Row], x: float) -> bool:
    pieces = [piece for row in rows for piece in row]
    return any(piece.box.x1 <= x for piece in pieces) and any(piece.box.x0 >= x for piece in pieces)
