# SPDX-License-Identifier: Apache-2.0
"""Which way up a page lies, told by its letters and their marks.

Letters stand closer to their neighbours in the line than to those of other lines, which tells
lying text from standing text at any skew. Vietnamese marks stand above their letters several
times as often as below (dots below, commas), which tells up from down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from ocr_kh.imaging.blobs import Letters

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SAMPLE_LETTERS = 300
"""Letters looked at; more change nothing."""
_MIN_LETTERS = 20
_LETTER_RANGE = (0.75, 1.7)
"""Heights taken as letters, in x-heights: from `a` to `h` and capitals."""
_MARK_RANGE = (0.12, 0.62)
"""Heights taken as marks, in x-heights."""
_MARK_REACH = 0.75
"""Distance from its letter within which a mark stands, in x-heights."""


class Orientation(NamedTuple):
    """How a page lies."""

    rotation: int
    """Degrees by which the page must be turned clockwise to stand upright: 0, 90, 180 or 270."""
    confidence: float
    """0 to 1; 0 where there is too little text to tell."""


def find_orientation(letters: Letters) -> Orientation:
    """How the page must be turned for its letters to stand upright."""
    boxes = _without_marks(letters.boxes)
    if len(boxes) < _MIN_LETTERS:
        return Orientation(0, 0.0)
    lying = _lying_share(boxes)
    level = lying >= 0.5
    shown = letters if level else Letters(_quarter_turned(letters.boxes))
    up = _marks_above_share(shown.boxes, shown.x_height)
    rotation = (0 if up >= 0.5 else 180) if level else (90 if up >= 0.5 else 270)
    return Orientation(rotation, round(min(abs(2 * lying - 1), abs(2 * up - 1)), 2))


def turn(pixels: NDArray[np.uint8], rotation: int) -> NDArray[np.uint8]:
    """The image turned clockwise by 0, 90, 180 or 270 degrees."""
    turns = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    return cv2.rotate(pixels, turns[rotation]).astype(np.uint8) if rotation else pixels


def turning(width: float, height: float, rotation: int) -> NDArray[np.float64]:
    """3 x 3: where `turn` brings the pixels (or points) of an image of this size."""
    ways = {
        0: ((1, 0, 0), (0, 1, 0)),
        90: ((0, -1, height), (1, 0, 0)),
        180: ((-1, 0, width), (0, -1, height)),
        270: ((0, 1, 0), (-1, 0, width)),
    }
    return np.array((*ways[rotation], (0, 0, 1)), np.float64)


def _without_marks(boxes: NDArray[np.int32]) -> NDArray[np.int32]:
    """The blobs at least half as large as most of the page's ink is: letters whichever way they stand."""
    if not len(boxes):
        return boxes
    size = np.sqrt(boxes[:, 2].astype(np.float64) * boxes[:, 3])
    order = np.argsort(size)
    weight = np.cumsum(np.square(size[order]))
    typical = size[order][np.searchsorted(weight, weight[-1] / 2)]
    alike: NDArray[np.int32] = boxes[(size >= typical / 2) & (size <= typical * 2)]
    return alike


def _of_height(boxes: NDArray[np.int32], x_height: int, within: tuple[float, float]) -> NDArray[np.int32]:
    heights = boxes[:, 3]
    return boxes[(heights >= within[0] * x_height) & (heights <= within[1] * x_height)]


def _quarter_turned(boxes: NDArray[np.int32]) -> NDArray[np.int32]:
    """Boxes of the page turned clockwise by 90 degrees, up to a shift."""
    x, y, width, height = boxes.T
    return np.stack((-y - height, x, height, width), axis=1)


def _lying_share(boxes: NDArray[np.int32]) -> float:
    """Share of the letters whose nearest letter lies beside and not above or below them."""
    middle = (boxes[:, :2] + boxes[:, 2:] / 2).astype(np.float32)
    picked = middle[:: max(1, len(middle) // _SAMPLE_LETTERS)]
    offsets = np.abs(picked[:, None, :] - middle[None, :, :])
    distance = np.square(offsets).sum(axis=2)
    distance[distance == 0] = np.inf
    nearest = offsets[np.arange(len(picked)), distance.argmin(axis=1)]
    beside, above = (nearest[:, 0] > 2 * nearest[:, 1]).sum(), (nearest[:, 1] > 2 * nearest[:, 0]).sum()
    return float(beside / max(beside + above, 1))


def _marks_above_share(boxes: NDArray[np.int32], x_height: int) -> float:
    """Of the marks that stand right above or below a letter, the share above; 0.5 without marks."""
    marks = _of_height(boxes, x_height, _MARK_RANGE)
    letters = _of_height(boxes, x_height, _LETTER_RANGE)
    letters = letters[:: max(1, len(letters) // _SAMPLE_LETTERS)]
    if not len(marks) or not len(letters):
        return 0.5
    middle = (marks[:, 0] + marks[:, 2] / 2)[None, :]
    left, top, width, height = (column[:, None] for column in letters.T)
    over = (middle > left) & (middle < left + width)
    reach = _MARK_REACH * x_height
    gap_above = top - (marks[:, 1] + marks[:, 3])[None, :]
    gap_below = marks[:, 1][None, :] - (top + height)
    above = (over & (gap_above >= -2) & (gap_above < reach)).sum()
    below = (over & (gap_below >= -2) & (gap_below < reach)).sum()
    return float(above / (above + below)) if above + below else 0.5
