# SPDX-License-Identifier: Apache-2.0
"""Letters that the engine takes for one of another height, or without its stroke: the image tells.

The engine brings each line to one height and guesses from what stands around whether a letter that has the shape of
its capital is one (`hồ Sơ`, `bổ Sung`, `công nghệ SỐ`). On the page a capital is half as high again as an x. And it
passes over the stroke of a đ where that is thin (`do nhiệt độ`, `dịnh`): half way up the part of the letter above an x
there is ink to both sides of the stem.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.language.letters import skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.hocr import EngineWord


class _Stroke(NamedTuple):
    """Where a letter has its stroke, in parts of its height."""

    letter: str
    """The letter with it."""
    stem: tuple[float, float]
    """Rows in which there is nothing but the stem on its side."""
    rows: tuple[float, float]
    """Rows in one of which the stroke lies; those of an x, which end it for a d, begin at 0.28."""


_LIKE_CAPITALS = frozenset("cosuvxz")
"""Small letters that are their capitals, smaller; `k`, `p`, `w` are not quite."""
_SMALL_LETTER_HEIGHT = (0.9, 1.15)
"""Height of a small letter over that of an x: round ones reach over the line. Capitals have 1.48 in Times New Roman."""
_TEXT_HEIGHTS = (8, 17)
"""Pixels of an x, at least and below, of text that is 0.64 to 1.36 times as high as that of the page."""
_COMMON_HEIGHT_RATIO = 0.5
"""Times as many letters as of the commonest height that a common one has: in small type capitals may be that."""
_MIN_WIDTH, _MAX_WIDTH = 0.5, 1.3
"""Width over height of one of these letters; wider ones have run together."""
_MIN_LETTERS = 8
"""Small letters of one height in a line, by which that of an x is known."""
_SPECK_HEIGHT = 3
"""Pixels of height up to which a blob is no part of a letter."""
_REACH = 4
"""The same where what stands beside the letter is looked at."""
_ROW_GAP = 1.5
"""Between the boxes of a row and the next one of its paragraph, over the x-height, at most."""
_INDENT = 5.0
"""By how much a row may begin left of the first of its paragraph, over the x-height."""
_MARGIN = 2
"""Pixels by which a letter may reach out of its word's box."""
_DARK_THRESHOLD = cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU
_STROKES = {"d": _Stroke("đ", (0.0, 0.4), (0.13, 0.22)), "D": _Stroke("Đ", (0.3, 0.7), (0.3, 0.6))}
_LEAST_STROKE = 0.06
"""Darkness of the stroke's ends, of 1 for that of the letter. On 13 transcribed pages it is 0.02 at most for 28 D, 0.11
to 0.79 for 43 Đ; of 148 words read with d it is above this for 15, all of them with đ on the page."""
_STEM_DARKNESS = 0.4
"""Of a column of the stem."""
_STROKE_ENDS = ((-4, -1), (2, 4))
"""Columns left of the stem and right of it, counted from its edges, on which the stroke's ends lie."""
_LETTER_SIDES = (0.45, 1.3)
"""Width over height of a d or a D that stands alone."""
_TALL = 12
"""Pixels of height of the lowest letter that reaches above an x."""
_END_MARKS = '.,;:)”"'
_BEFORE_CAPITAL = (".", ")", "-", "–", "+", ":", "“", "!", "?")
"""Ends of what stands before a sentence, an item, a name."""


def with_case(
    line: Sequence[EngineWord], image: NDArray[np.uint8], above: Sequence[EngineWord] = ()
) -> list[EngineWord]:
    """The words of a line with small letters where the page has them. `image`: at the engine's text height.

    `above`: the line before it in the engine's order. Where that is right above it is compared with a line of nothing
    but such letters (`CƠ SỞ.` ends a paragraph), which may be of either height.
    """
    before = ["", *(word.text for word in line)]
    doubtful = [
        number
        for number, word in enumerate(line)
        if not before[number].endswith(_BEFORE_CAPITAL) and _may_be_small(word.text)
    ]
    of_capitals = len(doubtful) == len(line) and all(word.text.isupper() for word in line)
    compared = [*above, *line] if of_capitals and _is_right_above(above, line) else line
    if not doubtful or not _prevail_small("".join(word.text for word in compared)):
        return list(line)
    boxes = _letters(line, image)
    others = _letters(above, image) if compared is not line else boxes
    x_height = _x_height(others[:, 3])
    result = list(line)
    for number in doubtful:
        height = _first_height(line[number], boxes)
        if _SMALL_LETTER_HEIGHT[0] * x_height <= height <= _SMALL_LETTER_HEIGHT[1] * x_height and x_height:
            result[number] = _lower_letters(line[number])
    return result


def _may_be_small(text: str) -> bool:
    """A capital of those at the head, and after it small letters, or none but such letters (`SỐ`)."""
    core = text.rstrip(_END_MARKS)
    if len(core) < 2 or not core.isalpha() or not core[0].isupper() or core[0].lower() not in _LIKE_CAPITALS:
        return False
    return core[1:].islower() or set(skeleton(core.lower())) <= _LIKE_CAPITALS


def _is_right_above(above: Sequence[EngineWord], line: Sequence[EngineWord]) -> bool:
    """Whether a line begins the next row of the page below another, left of its end."""
    if not above or not line:
        return False
    top, bottom = min(word.top for word in line), max(word.top + word.height for word in above)
    left, right = min(word.left for word in above), max(word.left + word.width for word in above)
    return abs(top - bottom) < _ROW_GAP * X_HEIGHT and left - _INDENT * X_HEIGHT < line[0].left < right


def _prevail_small(text: str) -> bool:
    return sum(map(str.islower, text)) > 2 * sum(map(str.isupper, text))


def _letters(line: Sequence[EngineWord], image: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Boxes (x, y, width, height) of the blobs of a line, in pixels of `image`."""
    left, top = max(0, min(word.left for word in line) - _MARGIN), max(0, min(word.top for word in line) - _MARGIN)
    right, bottom = max(word.left + word.width for word in line), max(word.top + word.height for word in line)
    dark = cv2.threshold(image[top : bottom + _MARGIN, left : right + _MARGIN], 0, 255, _DARK_THRESHOLD)[1]
    boxes = cv2.connectedComponentsWithStats(dark, connectivity=8)[2][1:, :4].astype(np.int32)
    boxes[:, :2] += (left, top)
    return boxes


def _x_height(heights: NDArray[np.int32]) -> int:
    """The lowest of the common heights of small letters; 0 where there are too few."""
    least, above = _TEXT_HEIGHTS
    counts = np.bincount(heights[(heights >= least) & (heights < above)], minlength=above)
    return int(np.flatnonzero(counts >= _COMMON_HEIGHT_RATIO * counts.max())[0]) if counts.max() >= _MIN_LETTERS else 0


def _first_height(word: EngineWord, boxes: NDArray[np.int32]) -> int:
    """Height of the first letter of a word in pixels; 0 where it does not stand alone, or in pieces."""
    middle = boxes[:, :2] + boxes[:, 2:] // 2
    inside = (middle[:, 1] >= word.top - _MARGIN) & (middle[:, 1] < word.top + word.height + _MARGIN)
    near = inside & (boxes[:, 0] >= word.left - _MARGIN) & (boxes[:, 0] < word.left + word.width // 2)
    letters = boxes[near & (boxes[:, 3] >= _TEXT_HEIGHTS[0])]
    if not len(letters):
        return 0
    left, _, width, height = letters[letters[:, 0].argmin()].tolist()
    parts = boxes[inside & (middle[:, 0] > left) & (middle[:, 0] < left + width), 3] > _SPECK_HEIGHT
    return int(height) if _MIN_WIDTH * height < width < _MAX_WIDTH * height and parts.sum() == 1 else 0


def _lower_letters(word: EngineWord) -> EngineWord:
    text = word.text.lower()
    alternatives = tuple(a._replace(read=text[a.at : a.at + len(a.read)]) for a in word.alternatives)
    return replace(word, text=text, alternatives=alternatives)


def with_strokes(line: Sequence[EngineWord], image: NDArray[np.uint8]) -> list[EngineWord]:
    """The words of a line with đ for d where the page has its stroke. `image`: at the engine's text height."""
    return [_stroked(word, image) if word.text[:1] in _STROKES and word.text[1:2].isalpha() else word for word in line]


def _stroked(word: EngineWord, image: NDArray[np.uint8]) -> EngineWord:
    stroke = _STROKES[word.text[0]]
    darkness, box = _first_letter(word, image)
    if not box or not _has_stroke(darkness, box, stroke):
        return word
    others = tuple(a for a in word.alternatives if a.at > 0)
    return replace(word, text=stroke.letter + word.text[1:], alternatives=others)


def _first_letter(word: EngineWord, image: NDArray[np.uint8]) -> tuple[NDArray[np.float64], tuple[int, ...]]:
    """How dark the surroundings of a word are, 0 for paper to 1 for its first letter, and that letter's box in them.

    No box where it does not stand alone.
    """
    left, top = max(0, word.left - _REACH), max(0, word.top - _REACH)
    part = image[top : word.top + word.height + _REACH, left : word.left + word.width + _REACH]
    dark = cv2.threshold(part, 0, 255, _DARK_THRESHOLD)[1]
    boxes = cv2.connectedComponentsWithStats(dark, connectivity=8)[2][1:, :4]
    tall = boxes[(boxes[:, 3] >= _TALL) & (boxes[:, 0] < word.width // 2 + _REACH)]
    if not len(tall):
        return np.zeros((0, 0)), ()
    x, y, width, height = tall[tall[:, 0].argmin()].tolist()
    paper, ink = float(np.percentile(part, 90)), float(part[y : y + height, x : x + width].min())
    darkness = np.clip((paper - part) / max(1.0, paper - ink), 0, 1)
    alone = _LETTER_SIDES[0] * height < width < _LETTER_SIDES[1] * height
    return darkness, (x, y, width, height) if alone else ()


def _has_stroke(darkness: NDArray[np.float64], box: tuple[int, ...], stroke: _Stroke) -> bool:
    """Whether a row in the place of the stroke is dark to both sides of the stem, and those below it less."""
    x, y, width, height = box
    stem = darkness[y + round(stroke.stem[0] * height) : y + round(stroke.stem[1] * height)].mean(axis=0)
    half = slice(x, x + width // 2) if stroke.letter.isupper() else slice(x + width // 2, x + width)
    first = last = half.start + int(stem[half].argmax())
    while first > 0 and stem[first - 1] > _STEM_DARKNESS:
        first -= 1
    while last + 1 < len(stem) and stem[last + 1] > _STEM_DARKNESS:
        last += 1
    (far, near), (begin, end) = _STROKE_ENDS
    if first + far < 0 or last + end > len(stem):
        return False
    rows = darkness[y : y + height]
    ends = np.minimum(rows[:, first + far : first + near].mean(axis=1), rows[:, last + begin : last + end].mean(axis=1))
    at = [round(part * height) for part in stroke.rows]
    darkest = at[0] + int(ends[at[0] : at[1] + 1].argmax())
    below = ends[darkest + 1 : darkest + 3]
    return bool(ends[darkest] >= _LEAST_STROKE and below.max() <= ends[darkest] and below.min() <= ends[darkest] / 2)
