# SPDX-License-Identifier: Apache-2.0
"""The last short word of a name in capitals, alone and centred below its line, which the engine passed over.

`TÒA ÁN NHÂN DÂN KHU VỰC | 3`, `PHÒNG VĂN HÓA - XÃ | HỘI`: one word or figure between a name and the rule below it is
too little for the engine to be a line, and too short for `unread`. What stands aside, or has print beside it, is none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.language.syllables import is_syllable
from ocr_kh.recognition.hocr import text_of
from ocr_kh.recognition.second_look.cuts import Cut
from ocr_kh.recognition.second_look.names import columns
from ocr_kh.recognition.second_look.unread import ENLARGEMENT, read_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocr_kh.imaging.blobs import Blobs
    from ocr_kh.recognition.hocr import EngineWord

    Line = Sequence[EngineWord]

_CAPITAL_HEIGHTS = (1.1, 2.6)
"""Least and greatest height of a capital or figure over the x-height of the text: small type, bold with its marks."""
_MAX_LETTER_WIDTH = 6.0
"""Width of letters that have run together, over the x-height: more is a rule."""
_BELOW = (0.6, 3.4)
"""Over the x-height, from the base line of the name to the middle of the letters below."""
_MAX_LENGTH = 7.0
"""Of the word below over the x-height: `unread` sees what is longer."""
_MAX_ASIDE = 1.2
"""Over the x-height, between the middles of the name and of the word below."""
_LEAST_CAPITALS = 6
"""Letters of a name that goes on, at least."""
_SURE_NAME = 0.6
"""Mean confidence of the words of a line that is a name."""
_SAME_ROW = 0.8
"""Over the x-height, between the middles of letters of one line."""
_GAP = 12
"""Pixels of paper between the name and the word, which are read as one line: a word by itself is read less surely."""
_ABOVE, _UNDER = 30, 8
"""Pixels above and below the base line that are read: capitals with two marks."""
_DEEPEST = 7
"""Pixels below the base line of its line to which a word reaches: a box that is deeper holds what stands below."""
_BELIEVED = 0.7
"""Confidence of a word that is believed: nothing stands beside it."""
_HEADER = 0.4
"""Part of the page's height within which a figure may be the last word of a name; below, pens make strokes like it."""
_MAX_NAMES = 12
"""Of a page; one in capitals throughout is no letter."""


class _Box(NamedTuple):
    """Pixels of the page image."""

    left: int
    top: int
    right: int
    bottom: int


class Continued(NamedTuple):
    """A name and the word below it, to be read as one line."""

    cut: Cut
    box: _Box
    """Of the word, where it stands."""
    begins: int
    """Column, counted as the cut's, from which what is read is the word."""
    in_header: bool


class _Name(NamedTuple):
    """A line of capitals: pixels of the page image."""

    left: float
    right: float
    base: float


def continued_lines(image: NDArray[np.uint8], lines: Sequence[Line], blobs: Blobs) -> list[Continued]:
    """What stands alone below the names in capitals among `lines`, unread. `blobs` are those of the image."""
    names = list(_names(lines))[:_MAX_NAMES]
    if not names:
        return []
    stats = blobs.stats[1:]
    low, high = (share * X_HEIGHT for share in _CAPITAL_HEIGHTS)
    letters = stats[(stats[:, 3] >= low) & (stats[:, 3] <= high) & (stats[:, 2] <= _MAX_LETTER_WIDTH * X_HEIGHT)]
    found = [(name, box) for name in names if (box := _box_below(name, letters)) is not None]
    if not found:
        return []
    read = read_places(image.shape, [word for line in lines for word in _shallow(line)])
    return [_continued(image, name, box) for name, box in found if not _is_beside(name, box, read)]


def _names(lines: Sequence[Line]) -> Iterator[_Name]:
    for line in lines:
        for first, last in columns(line):
            words = line[first:last]
            text = text_of(words)
            if not text.isupper() or sum(map(str.isalpha, text)) < _LEAST_CAPITALS:
                continue
            if sum(word.confidence for word in words) >= _SURE_NAME * len(words):
                yield _Name(words[0].left, words[-1].left + words[-1].width, _base(words))


def _base(words: Line) -> float:
    return float(np.median([word.top + word.height for word in words]))


def _shallow(line: Line) -> Iterator[EngineWord]:
    """The words of a line without the rooms below that their boxes hold."""
    lowest = round(_base(line)) + _DEEPEST if line else 0
    return (replace(word, height=max(1, min(word.height, lowest - word.top))) for word in line)


def _box_below(name: _Name, letters: NDArray[np.int32]) -> _Box | None:
    """The box of the only letters in the rows below a name."""
    middle = letters[:, :2] + letters[:, 2:4] // 2
    rows = (middle[:, 1] > name.base + _BELOW[0] * X_HEIGHT) & (middle[:, 1] < name.base + _BELOW[1] * X_HEIGHT)
    here = rows & (middle[:, 0] > name.left) & (middle[:, 0] < name.right)
    if not here.any():
        return None
    here &= middle[:, 1] < middle[here, 1].min() + _SAME_ROW * X_HEIGHT
    found = letters[here]
    left, top = found[:, 0].min(), found[:, 1].min()
    right, bottom = (found[:, 0] + found[:, 2]).max(), (found[:, 1] + found[:, 3]).max()
    aside = abs((left + right) - (name.left + name.right)) / 2
    if right - left > _MAX_LENGTH * X_HEIGHT or aside > _MAX_ASIDE * X_HEIGHT:
        return None
    return _Box(int(left), int(top), int(right), int(bottom))


def _is_beside(name: _Name, box: _Box, read: NDArray[np.bool_]) -> bool:
    """Whether words were read in the rows below a name."""
    return bool(read[(box.top + box.bottom) // 2 : box.bottom, max(0, round(name.left)) : round(name.right)].any())


def _continued(image: NDArray[np.uint8], name: _Name, box: _Box) -> Continued:
    """The name and what stands below it, side by side on one base line."""
    parts = []
    for left, right, base in (
        (round(name.left), round(name.right), round(name.base)),
        (box.left, box.right, box.bottom),
    ):
        part = np.full((_ABOVE + _UNDER, right - left + _GAP), 255, np.uint8)
        top = max(0, base - _ABOVE)
        rows = image[top : base + _UNDER, max(0, left - _GAP // 2) : right + _GAP // 2]
        part[top - base + _ABOVE : top - base + _ABOVE + len(rows), : rows.shape[1]] = rows
        parts.append(part)
    left, top = round(name.left) - _GAP // 2, round(name.base) - _ABOVE
    cut = Cut(np.hstack(parts), left, top, ENLARGEMENT)
    return Continued(cut, box, left + parts[0].shape[1], name.base < _HEADER * len(image))


def last_word(place: Continued, words: Line) -> list[EngineWord]:
    """What was read in such a place where it is one syllable in capitals or a number, and specks; else nothing."""
    kept = [word for word in words if word.left + word.width / 2 > place.begins and any(map(str.isalnum, word.text))]
    if len(kept) != 1 or kept[0].confidence < _BELIEVED:
        return []
    text = kept[0].text.strip(".,:;'-–")
    is_figure = text.isdecimal() and place.in_header
    if not is_figure and not (len(text) > 1 and text.isupper() and is_syllable(text.lower())):
        return []
    left, top, right, bottom = place.box
    size = right - left, bottom - top
    alternatives = kept[0].alternatives if text == kept[0].text else ()
    return [replace(kept[0], text=text, left=left, top=top, width=size[0], height=size[1], alternatives=alternatives)]
