# SPDX-License-Identifier: Apache-2.0
"""Words that were typed onto a page (form fields, annotations), put into the printed lines in which they are seen."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ocr_kh.document import Box, Word, around
from ocr_kh.layout.fragments import is_side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def with_typed(lines: Iterable[Sequence[Word]], typed: Sequence[Word]) -> list[list[Word]]:
    """The lines with the typed words; what else was read in their place, dots or the same words, gives way to them."""
    found = [[word for word in line if not any(_is_over(word, other) for other in typed)] for line in lines]
    found = [line for line in found if line]
    for _, group in groupby(typed, key=lambda word: word.box and word.box.y0):
        run = list(group)
        beside = _line_beside(run, found)
        if beside is None:
            found.append(run)
        else:
            beside += run
    return found


def _is_over(word: Word, typed: Word) -> bool:
    """Whether the middle of a word lies on a typed one, or the other way round."""
    return bool(word.box and typed.box and (_holds(typed.box, word.box) or _holds(word.box, typed.box)))


def _holds(outer: Box, inner: Box) -> bool:
    x, y = inner.middle
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1


def _line_beside(run: Sequence[Word], lines: Iterable[list[Word]]) -> list[Word] | None:
    """The line at the height of `run` with a word nearest to it; None where there is no line."""
    box = around(word.box for word in run if word.box)
    near = [
        (max(other.box.x0 - box.x1, box.x0 - other.box.x1), line)
        for line in lines
        for other in line
        if box and other.box and is_side_by_side(box, other.box)
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None
