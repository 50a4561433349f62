# SPDX-License-Identifier: Apache-2.0
"""Words that were typed onto a page (form fields, annotations), put into the printed lines in which they are seen."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING

from ocr_kh.document import Box, Word, around
from ocr_kh.language.letters import bare
from ocr_kh.layout.fragments import LIMITS, is_side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_ALIKE = 0.6
"""Share of the letters, marks aside, that what was read in the place of a typed word has in common with it: the engine
reads them on pages that are drawn with what was typed."""


def with_typed(lines: Iterable[Sequence[Word]], typed: Sequence[Word]) -> list[list[Word]]:
    """The lines with the typed words; dots, and the same words as they were read, give way to them."""
    found = [[word for word in line if not any(_gives_way(word, other) for other in typed)] for line in lines]
    found = [line for line in found if line]
    for _, group in groupby(typed, key=lambda word: word.box and word.box.y0):
        run = list(group)
        beside = _line_beside(run, found)
        if beside is None:
            found.append(run)
        else:
            beside += run
    return found


def _gives_way(word: Word, typed: Word) -> bool:
    """Whether a word in the place of a typed one is that, or a rule to write on; a printed word under it stays.

    It catches `......` and `Đoan` under `Đoàn`; it must not catch `chính` under a note `Đã duyệt`.
    """
    if not (word.box and typed.box and (_holds(typed.box, word.box) or _holds(word.box, typed.box))):
        return False
    if not any(map(str.isalnum, word.text)):
        return True
    return SequenceMatcher(None, bare(word.text), bare(typed.text)).ratio() >= _ALIKE


def _holds(outer: Box, inner: Box) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = inner.middle
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1


def _line_beside(run: Sequence[Word], lines: Iterable[list[Word]]) -> list[Word] | None:
    """The line at the height of `run` with a word right beside it; None where there is no such line.

    What stands further off is no part of its line: a note in the margin.
    """
    box = around(word.box for word in run if word.box)
    if box is None:
        return None
    near = [
        (max(other.box.x0 - box.x1, box.x0 - other.box.x1), line)
        for line in lines
        for other in line
        if other.box and is_side_by_side(box, other.box)
    ]
    gap, line = min(near, key=lambda pair: pair[0], default=(inf, []))
    return line if gap <= LIMITS.wide_gap * box.height else None
