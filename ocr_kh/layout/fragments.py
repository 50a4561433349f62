# SPDX-License-Identifier: Apache-2.0
"""Runs of words that surely belong together, and the rows they form on the page.

Boxes are level, as the engine saw them: the tilt of the page comes back to them later, so that a row is a row here.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

from ocr_kh.document import Box, Word, around
from ocr_kh.genre.forms import Form
from ocr_kh.genre.likeness import landmark
from ocr_kh.language.letters import is_capitals
from ocr_kh.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class FragmentLimits:
    """Where words side by side part, and when they stand in one row."""

    wide_gap: float = parameter(
        1.25, "heights of the line", "of 8,455 gaps in running text of the development scans 2 are wider, 8 above 1.0"
    )
    """Gap between words from which on they may stand in two columns."""
    motto_gap: float = parameter(1.5, "times the next widest gap", "2.4 to 3 on four degraded first pages")
    """The gap before a motto, at least."""
    same_row: float = parameter(0.5, "part of the lower of two heights", "set by hand")
    """Overlap with which boxes stand in one row."""
    one_above: float = parameter(0.5, "part of the narrower of two widths", "of 10,700 lines 20 are two rows in one")
    """Overlap with which words of a line that share no height stand one above the other."""


LIMITS = FragmentLimits()


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words side by side in one line, without a wide gap."""

    words: tuple[Word, ...]
    box: Box
    """Level."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


Row = tuple[Fragment, ...]
"""Fragments at one height, from left to right."""


def fragments(lines: Iterable[Sequence[Word]]) -> list[Fragment]:
    """The engine's lines (or the text layer's), each cut at its wide gaps and beside a motto. Every word has a box."""
    return [piece for line in lines for row in _rows_in(line) for piece in _cut(row)]


_Placed: TypeAlias = "tuple[Word, Box]"


def _rows_in(line: Sequence[Word]) -> list[list[_Placed]]:
    """The words of a line from left to right, in two rows where some stand one above the other.

    Engines take rows that stand close for one (`cáo cho hoạt tổng động kết`): every word goes to the row that it is
    nearer to in height, from the two that show it on.
    """
    words = sorted(((word, word.box) for word in line if word.box), key=lambda pair: pair[1].x0)
    at = next((at for at, pair in enumerate(pairwise(words)) if _is_above(*pair)), None)
    if at is None:
        return [words] if words else []
    one, two = [words[at]], [words[at + 1]]
    for word in reversed(words[:at]):
        min(one, two, key=lambda row: abs(row[0][1].middle[1] - word[1].middle[1])).insert(0, word)
    for word in words[at + 2 :]:
        min(one, two, key=lambda row: abs(row[-1][1].middle[1] - word[1].middle[1])).append(word)
    return [one, two]


def _is_above(first: _Placed, second: _Placed) -> bool:
    """Whether one of two words stands above the other, whichever it is; dashes of a list are no words."""
    (_, one), (_, two) = first, second
    shared = min(one.x1, two.x1) - max(one.x0, two.x0)
    stands = shared > LIMITS.one_above * min(one.width, two.width) and min(one.y1, two.y1) <= max(one.y0, two.y0)
    return stands and all(any(map(str.isalnum, word.text)) for word, _ in (first, second))


def _cut(words: Sequence[_Placed]) -> list[Fragment]:
    height = median(box.height for _, box in words)
    groups = [[words[0]]]
    for before, after in pairwise(words):
        if after[1].x0 - before[1].x1 > LIMITS.wide_gap * height:
            groups.append([])
        groups[-1].append(after)
    return [piece for group in groups for piece in _apart(_fragment(group))]


def _apart(piece: Fragment) -> list[Fragment]:
    """A fragment with a motto at its end as the issuer in capitals, before the widest gap, and the motto.

    The names of some ministries fill their column, and the motto follows at less than a wide gap.
    """
    if len(piece.words) == 1 or landmark(piece.text) is not Form.MOTTO:
        return [piece]
    boxed = [(word, word.box) for word in piece.words if word.box]
    gaps = [after.x0 - before.x1 for (_, before), (_, after) in pairwise(boxed)]
    *_, usual, widest = sorted((0.0, *gaps))
    if widest < LIMITS.motto_gap * usual:
        return [piece]
    at = gaps.index(widest) + 1
    issuer, motto = _fragment(boxed[:at]), _fragment(boxed[at:])
    return [issuer, motto] if is_capitals(issuer.text) and landmark(motto.text) is Form.MOTTO else [piece]


def _fragment(group: Sequence[tuple[Word, Box]]) -> Fragment:
    box = around(box for _, box in group)
    return Fragment(tuple(word for word, _ in group), box or Box(0, 0, 0, 0))


def rows(pieces: Iterable[Fragment]) -> list[Row]:
    """Fragments that overlap in height and not in width, as rows from top to bottom."""
    found: list[list[Fragment]] = []
    for piece in sorted(pieces, key=lambda piece: piece.box.middle[1]):
        row = next((row for row in reversed(found[-4:]) if _fits(piece, row)), None)
        if row is None:
            found.append([piece])
        else:
            row.append(piece)
    found.sort(key=lambda row: min(piece.box.middle[1] for piece in row))
    return [tuple(sorted(row, key=lambda piece: piece.box.x0)) for row in found]


def _fits(piece: Fragment, row: Sequence[Fragment]) -> bool:
    return any(is_side_by_side(piece.box, other.box) for other in row) and not any(
        piece.box.x0 < other.box.x1 - 1 and other.box.x0 < piece.box.x1 - 1 for other in row
    )


def is_side_by_side(a: Box, b: Box) -> bool:
    """Whether two boxes stand at one height."""
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    return overlap > LIMITS.same_row * min(a.height, b.height)


def group_words(words: Sequence[Word]) -> list[list[Word]]:
    """Words of a text layer gathered into lines by their boxes, in the layer's order within a line."""
    lines: list[list[Word]] = []
    for word in words:
        last = lines[-1][-1] if lines else None
        if last and last.box and word.box and _follows(last.box, word.box):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _follows(before: Box, after: Box) -> bool:
    return is_side_by_side(before, after) and after.x0 > before.x0
