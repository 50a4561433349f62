# SPDX-License-Identifier: Apache-2.0
"""Short marks beside lines that the engine took for a column of its own: numbers and letters of lists, dashes, boxes.

Where some lines in a row are short and begin with a number, its page segmentation makes one standing line of all the
numbers, reads that as junk, and the items lose them (tesseract issue 2363). Ink that no lying line has read, at one
place left of three lines or more, is such a column: each mark is read again with the first words of its line.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.recognition.second_look.cuts import Cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ocr_kh.imaging.blobs import Blobs
    from ocr_kh.recognition.hocr import EngineWord

    Line = Sequence[EngineWord]

_REACH = 10.0
"""Distance from its line within which a mark ends, over the x-height: a tab of half an inch in 13 points is 6."""
_MARK_HEIGHTS = (0.15, 2.6)
"""Least and greatest height of a blob over the x-height: a dash; a capital in bold."""
_MAX_BLOB_WIDTH = 2.6
_MARK_WIDTHS = (0.3, 7.0)
"""Width of a mark over the x-height: less than `1` or `-` is a dot or a speck; the engine may have lost the first
syllable of the line with it."""
_MIN_MARKS = 3
_MAX_OFFSET = 1.5
"""By how much two marks of a column may begin beside one another, over the x-height."""
_STANDING = (2.0, 4.0)
"""Height over its width, and over the x-height, from which a line of the engine stands."""
_CONTEXT = 10.0
"""Length of the beginning of a line that is read with its mark, over the x-height: two words or so."""
_DASHES = frozenset("-–+*•")
_STROKES = frozenset("Il|")
"""What the engine makes of a piece of a rule."""
_MARGIN = 6
_ENLARGEMENT = 1.5


class Mark(NamedTuple):
    """Ink left of a line that no word has."""

    line: int
    """Number of the line."""
    left: int
    top: int
    right: int
    bottom: int


def marks_beside(lines: Sequence[Line], blobs: Blobs) -> list[Mark]:
    """The marks of columns of marks, in the order of the lines; pixels of the image that `blobs` are of."""
    lying = [(number, line) for number, line in enumerate(lines) if line and not is_standing(line)]
    free = _unread_marks(blobs, [word for _, line in lying for word in line])
    found = [mark for number, line in lying if (mark := _mark(number, line, free))]
    return sorted(mark for column in _columns(found) for mark in column)


def is_standing(line: Line) -> bool:
    """Whether its words stand one above another: higher than wide, and higher than a line of text is."""
    height, width = _bottom(line) - min(word.top for word in line), _right(line) - min(word.left for word in line)
    return height > _STANDING[0] * width and height > _STANDING[1] * X_HEIGHT


def _unread_marks(blobs: Blobs, words: Iterable[EngineWord]) -> NDArray[np.int32]:
    """Left, top, right and bottom of the blobs as large as marks whose middle lies in no word."""
    left, top, width, height = blobs.stats[1:, :4].T
    fits = (height >= _MARK_HEIGHTS[0] * X_HEIGHT) & (height <= _MARK_HEIGHTS[1] * X_HEIGHT)
    fits &= width <= _MAX_BLOB_WIDTH * X_HEIGHT
    boxes = np.stack((left, top, left + width, top + height), axis=1)[fits]
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    free = np.ones(len(boxes), bool)
    for word in words:
        free &= ~((x >= word.left) & (x <= word.left + word.width) & (y >= word.top) & (y <= word.top + word.height))
    unread: NDArray[np.int32] = boxes[free]
    return unread


def _mark(number: int, line: Line, free: NDArray[np.int32]) -> Mark | None:
    """What stands right before the line, without a wide gap in it."""
    first = min(line, key=lambda word: word.left)
    top, bottom = min(word.top for word in line[:3]), max(word.top + word.height for word in line[:3])
    if bottom - top > 2 * _MARK_HEIGHTS[1] * X_HEIGHT:
        return None
    middle = (free[:, 1] + free[:, 3]) / 2
    near = free[(middle > top) & (middle < bottom) & (free[:, 2] <= first.left + 2)]
    near = near[near[:, 2] > first.left - _REACH * X_HEIGHT]
    if not len(near):
        return None
    left, right = int(near[:, 0].min()), int(near[:, 2].max())
    if not _MARK_WIDTHS[0] * X_HEIGHT <= right - left <= _MARK_WIDTHS[1] * X_HEIGHT:
        return None
    return Mark(number, left, int(near[:, 1].min()), right, int(near[:, 3].max()))


def _columns(marks: Sequence[Mark]) -> list[list[Mark]]:
    """The marks below one another that begin at one place; three at least."""
    found: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: mark.left):
        if found and mark.left - found[-1][-1].left <= _MAX_OFFSET * X_HEIGHT:
            found[-1].append(mark)
        else:
            found.append([mark])
    return [column for column in found if len(column) >= _MIN_MARKS and _stand_apart(column)]


def _stand_apart(column: Sequence[Mark]) -> bool:
    """Whether each stands below the one before: two at one height are letters of a word."""
    return all(after.top >= before.bottom - 1 for before, after in pairwise(sorted(column, key=lambda mark: mark.top)))


def cut_mark(image: NDArray[np.uint8], mark: Mark, line: Line) -> Cut:
    """The mark with the first words of its line."""
    start = min(word.left for word in line)
    context = [word for word in line if word.left < start + _CONTEXT * X_HEIGHT]
    left, top = max(0, mark.left - _MARGIN), max(0, min(mark.top, *(word.top for word in context)) - _MARGIN)
    bottom = max(mark.bottom, _bottom(context)) + _MARGIN
    return Cut(image[top:bottom, left : _right(context) + _MARGIN], left, top, _ENLARGEMENT)


def with_marks(lines: Sequence[Line], read: Sequence[tuple[Mark, Line]]) -> list[list[EngineWord]]:
    """The lines with the words read of their marks before them, and without what standing lines had made of these."""
    result = [list(line) for line in lines]
    seen: list[Mark] = []
    for mark, words in read:
        if before := [word for word in _parted(words, mark) if word.left + word.width / 2 <= mark.right]:
            result[mark.line] = [*before, *_behind(lines[mark.line], before)]
            seen.append(mark)
    return [
        [word for word in line if not any(_touch(word, mark) for mark in seen)] if line and is_standing(line) else line
        for line in result
    ]


def _parted(words: Line, mark: Mark) -> list[EngineWord]:
    """The words that may be marks; of `5_Ông`, a gap taken for a rule, what stands before it."""
    parts = [word.text.partition("_") for word in words]
    heads = [
        replace(word, text=head, width=max(1, mark.right - word.left), alternatives=())
        if head and gap and rest
        else word
        for word, (head, gap, rest) in zip(words, parts, strict=True)
    ]
    return [word for word in heads if _is_mark(word.text)]


def _is_mark(text: str) -> bool:
    return text in _DASHES or (any(map(str.isalnum, text)) and text not in _STROKES)


def _behind(line: Line, before: Line) -> list[EngineWord]:
    """The line without the dot of its number, which it may have read alone."""
    end = _right(before)
    return [word for word in line if word.left + word.width / 2 > end or any(map(str.isalnum, word.text))]


def _touch(word: EngineWord, mark: Mark) -> bool:
    across = min(word.left + word.width, mark.right) > max(word.left, mark.left)
    return across and min(word.top + word.height, mark.bottom) > max(word.top, mark.top)


def _right(words: Line) -> int:
    return max(word.left + word.width for word in words)


def _bottom(words: Line) -> int:
    return max(word.top + word.height for word in words)
