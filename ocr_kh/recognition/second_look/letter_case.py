# SPDX-License-Identifier: Apache-2.0
"""Capitals that have the shape of their small letter (`hồ Sơ`, `bổ Sung`, `công nghệ SỐ`): the image says how high.

The engine brings each line to one height and guesses from what stands around. On the page a capital is half as high
again as an x.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_kh.language.letters import skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.hocr import EngineWord

_ALIKE = frozenset("cosuvxz")
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
_MARGIN = 2
"""Pixels by which a letter may reach out of its word's box."""
_DARK = cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU
_ENDS = '.,;:)”"'
_BEFORE_CAPITAL = (".", ")", "-", "–", "+", ":", "“", "!", "?")
"""Ends of what stands before a sentence, an item, a name."""


def with_case(line: Sequence[EngineWord], image: NDArray[np.uint8]) -> list[EngineWord]:
    """The words of a line with small letters where the page has them. `image`: at the engine's text height."""
    before = ["", *(word.text for word in line)]
    doubtful = [
        number
        for number, word in enumerate(line)
        if not before[number].endswith(_BEFORE_CAPITAL) and _may_be_small(word.text)
    ]
    if not doubtful or not _prevail_small("".join(word.text for word in line)):
        return list(line)
    boxes = _letters(line, image)
    x_height = _x_height(boxes[:, 3])
    result = list(line)
    for number in doubtful:
        height = _first_height(line[number], boxes)
        if _SMALL_LETTER_HEIGHT[0] * x_height <= height <= _SMALL_LETTER_HEIGHT[1] * x_height and x_height:
            result[number] = _lower_letters(line[number])
    return result


def _may_be_small(text: str) -> bool:
    """A capital of those at the head, and after it small letters, or none but such letters (`SỐ`)."""
    core = text.rstrip(_ENDS)
    if len(core) < 2 or not core.isalpha() or not core[0].isupper() or core[0].lower() not in _ALIKE:
        return False
    return core[1:].islower() or set(skeleton(core.lower())) <= _ALIKE


def _prevail_small(text: str) -> bool:
    return sum(map(str.islower, text)) > 2 * sum(map(str.isupper, text))


def _letters(line: Sequence[EngineWord], image: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Boxes (x, y, width, height) of the blobs of a line, in pixels of `image`."""
    left, top = max(0, min(word.left for word in line) - _MARGIN), max(0, min(word.top for word in line) - _MARGIN)
    right, bottom = max(word.left + word.width for word in line), max(word.top + word.height for word in line)
    dark = cv2.threshold(image[top : bottom + _MARGIN, left : right + _MARGIN], 0, 255, _DARK)[1]
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
