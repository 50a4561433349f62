# SPDX-License-Identifier: Apache-2.0
"""The column that running text stands in: of a page by the boxes of its lines, of plain text by their lengths.

A text whose lines are whole paragraphs (a *stream*) has none; it is told from one that was wrapped at a column by its
line lengths.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from ocr_kh.document import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.document import Box, Line
    from ocr_kh.genre.line import GenreLine

WIDEST_WRAP = 140
"""Characters; 14-point type on A4 gives 75-95 a line, 12-point on a landscape page up to 130."""
NARROWEST_WRAP = 45
_TORN_LENGTH, _LONGEST_TORN = 60, 100
"""Characters of a line that is full, and of the longest line of a short text that was wrapped."""
_FULL = 0.82
"""A line at least this part of the usual width counts as full."""
_FULL_SHARE = 0.3
"""Least share of full lines in wrapped text: measured 0.5-0.8 on wrapped plans, below 0.15 on streams."""


@dataclass(frozen=True, slots=True)
class Column:
    """Where the running text of a page stands; points from the left edge, or characters for plain text."""

    left: float
    right: float
    pitch: float
    """Usual distance from one line to the next; 0 where unknown."""
    plain_starts: bool = True
    """Paragraphs without a bullet or a number follow others often enough; where they hardly ever do, a full line
    that ends a sentence rather ends no paragraph."""

    @property
    def width(self) -> float:
        return max(self.right - self.left, 1.0)


_ENDS = 5
_PLAIN_SHARE = 0.12
"""Below this share, of at least `_ENDS` ends of paragraphs, a paragraph without a mark is not expected."""


def has_plain_starts(lines: Sequence[GenreLine], width: float) -> bool:
    """Whether paragraphs without a bullet or a number follow others, going by the short lines that end a sentence."""
    following = [
        after
        for before, after in pairwise(lines)
        if len(before.text) < 0.7 * width and before.text.endswith((".", ";"))
    ]
    plain = sum(not line.starts_item and not line.capitals for line in following)
    return len(following) < _ENDS or plain > _PLAIN_SHARE * len(following)


def text_column(lengths: Sequence[int]) -> Column | None:
    """The column of wrapped plain text, in characters; None for a stream (one paragraph a line)."""
    if not lengths:
        return None
    ordered = sorted(lengths)
    width = ordered[int(len(ordered) * 0.95) - (len(ordered) == 1)]
    full = sum(_FULL * width <= length <= 1.1 * width for length in lengths)
    if (
        not NARROWEST_WRAP <= width <= WIDEST_WRAP
        or full < max(_FULL_SHARE * len(lengths), 3)
        or ordered[-1] > 2 * width
    ):
        return None
    return Column(0.0, float(width), 0.0)


def torn_column(lines: Sequence[GenreLine]) -> Column | None:
    """The column of a wrapped text too short for its line lengths to tell: no long line, and one torn in a sentence."""
    longest = max((len(line.text) for line in lines), default=0)
    torn = any(
        len(first.text) >= _TORN_LENGTH
        and not first.ends_sentence
        and second.text[:1].islower()
        and not second.starts_lower_item
        for first, second in pairwise(lines)
    )
    return Column(0.0, float(longest), 0.0) if torn and longest <= _LONGEST_TORN else None


_RAGGED = 0.04
"""Part of the column's width within which full lines end."""
_FEW = 0.2
"""Share of full lines below which a page shows no right edge; justified pages have half and more."""


def page_column(boxes: Sequence[Box], sheet: float = 0.0) -> Column | None:
    """The column of running text on a page, from the boxes of its lines; None without boxes.

    The edges are where most lines begin and end: the left one by the commonest start (lines of a
    paragraph after its first), the right one by the ends of the longer lines. Where hardly a line ends there, none
    may be full: the right edge is then at least as near to the edge of the `sheet` (its width in points; 0 where
    unknown) as the left one, since no rule gives a wider margin on the right.
    """
    if not boxes:
        return None
    widest = max(box.width for box in boxes)
    long = [box for box in boxes if box.width > 0.6 * widest]
    starts = Counter(round(box.x0 / 4) for box in long)
    common = max(starts, key=lambda start: (starts[start] + starts[start - 1] + starts[start + 1], -start))
    left = median(box.x0 for box in long if abs(round(box.x0 / 4) - common) <= 1)
    ends = sorted(box.x1 for box in long)
    right = ends[int(len(ends) * 0.8)] if len(ends) > 4 else ends[-1]
    full = sum(end > right - _RAGGED * (right - left) for end in ends)
    if full <= max(1, _FEW * len(boxes)):
        right = max(right, sheet - left)
    return Column(left, right, _pitch(boxes))


def _pitch(boxes: Sequence[Box]) -> float:
    steps = [after.middle[1] - before.middle[1] for before, after in pairwise(boxes)]
    steps = [step for step in steps if 6 < step < 60]
    return median(steps) if steps else 0.0


def is_centred(box: Box, column: Column) -> bool:
    """Whether a line stands in the middle of its column, clear of both edges."""
    left, right = box.x0 - column.left, column.right - box.x1
    return min(left, right) > 0.06 * column.width and abs(left - right) < 0.08 * column.width


def column_boxes(lines: Iterable[Line]) -> list[Box]:
    """The boxes of the lines of running text."""
    return [box for line in lines if line.role is Role.BODY and (box := line.box) is not None]
