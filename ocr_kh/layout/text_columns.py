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
from ocr_kh.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.document import Box, Line
    from ocr_kh.genre.line import GenreLine

_BY_HAND = "set by hand"


@dataclass(frozen=True, slots=True)
class WrapLimits:
    """How a text that was wrapped at a column shows it, and where that column stands."""

    widest: int = parameter(140, "characters", "12-point type on a landscape A4 page gives up to 130 a line")
    """Of the widest column of plain text."""
    narrowest: int = parameter(45, "characters", "14-point type on A4 gives 75-95 a line")
    """Of the narrowest."""
    full: float = parameter(0.82, "part of the usual width", _BY_HAND)
    """Of a line that counts as full, at least."""
    fullest: float = parameter(1.1, "part of the usual width", _BY_HAND)
    """Of a line that counts as full, at most."""
    full_share: float = parameter(0.3, "part of the lines", "0.5-0.8 on wrapped plans, below 0.15 on streams")
    """Full lines in a wrapped text, at least."""
    full_lines: int = parameter(3, "lines", _BY_HAND)
    """Full lines in a wrapped text, at least."""
    torn: int = parameter(60, "characters", _BY_HAND)
    """Of a line torn in a sentence, in a text too short for its lengths to tell."""
    widest_torn: int = parameter(100, "characters", _BY_HAND)
    """Of the longest line of such a text."""
    ends: int = parameter(5, "ends of paragraphs", _BY_HAND)
    """That tell whether paragraphs without a mark follow others."""
    short_end: float = parameter(0.7, "part of the column's width", _BY_HAND)
    """Shorter is the last line of a paragraph."""
    plain_share: float = parameter(0.12, "part of those ends", _BY_HAND)
    """Behind which a paragraph without a mark follows; where fewer do, none is expected."""
    ragged: float = parameter(0.04, "part of the column's width", _BY_HAND)
    """Within which the full lines of a page end."""
    few: float = parameter(0.2, "part of the lines", "justified pages have half and more")
    """Full lines below which a page shows no right edge."""
    off_middle: float = parameter(0.08, "part of the column's width", _BY_HAND)
    """By which the room left and right of a centred line may differ."""
    clear_edge: float = parameter(0.06, "part of the column's width", _BY_HAND)
    """Room on either side of a centred line, at least."""


LIMITS = WrapLimits()


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


def has_plain_starts(lines: Sequence[GenreLine], width: float) -> bool:
    """Whether paragraphs without a bullet or a number follow others, going by the short lines that end a sentence."""
    following = [
        after
        for before, after in pairwise(lines)
        if len(before.text) < LIMITS.short_end * width and before.text.endswith((".", ";"))
    ]
    plain = sum(not line.starts_item and not line.capitals for line in following)
    return len(following) < LIMITS.ends or plain > LIMITS.plain_share * len(following)


def text_column(lengths: Sequence[int]) -> Column | None:
    """The column of wrapped plain text, in characters; None for a stream (one paragraph a line)."""
    if not lengths:
        return None
    ordered = sorted(lengths)
    width = ordered[int(len(ordered) * 0.95) - (len(ordered) == 1)]
    full = sum(LIMITS.full * width <= length <= LIMITS.fullest * width for length in lengths)
    if (
        not LIMITS.narrowest <= width <= LIMITS.widest
        or full < max(LIMITS.full_share * len(lengths), LIMITS.full_lines)
        or ordered[-1] > 2 * width
    ):
        return None
    return Column(0.0, float(width), 0.0)


def torn_column(lines: Sequence[GenreLine]) -> Column | None:
    """The column of a wrapped text too short for its line lengths to tell: no long line, and one torn in a sentence."""
    longest = max((len(line.text) for line in lines), default=0)
    torn = any(
        len(first.text) >= LIMITS.torn
        and not first.ends_sentence
        and second.text[:1].islower()
        and not second.starts_lower_item
        for first, second in pairwise(lines)
    )
    return Column(0.0, float(longest), 0.0) if torn and longest <= LIMITS.widest_torn else None


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
    full = sum(end > right - LIMITS.ragged * (right - left) for end in ends)
    if full <= max(1, LIMITS.few * len(boxes)):
        right = max(right, sheet - left)
    return Column(left, right, _pitch(boxes))


def _pitch(boxes: Sequence[Box]) -> float:
    steps = [after.middle[1] - before.middle[1] for before, after in pairwise(boxes)]
    steps = [step for step in steps if 6 < step < 60]
    return median(steps) if steps else 0.0


def is_centred(box: Box, column: Column) -> bool:
    """Whether a line stands in the middle of its column, clear of both edges."""
    left, right = box.x0 - column.left, column.right - box.x1
    return min(left, right) > LIMITS.clear_edge * column.width and abs(left - right) < LIMITS.off_middle * column.width


def column_boxes(lines: Iterable[Line]) -> list[Box]:
    """The boxes of the lines of running text."""
    return [box for line in lines if line.role is Role.BODY and (box := line.box) is not None]
