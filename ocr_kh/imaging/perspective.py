# SPDX-License-Identifier: Apache-2.0
"""How a page lies under a camera, told by its lines of text: where the sheet's own edges cannot be seen.

Lines that are parallel on paper meet in one point of the picture. Their slope then grows evenly from the top of the
picture to its foot; a flat page, tilted or not, has the same slope everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_kh.imaging.blobs import find_letters, ink_mask
from ocr_kh.imaging.orientation import find_orientation

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PICTURE_SIDE = 1200
"""Pixels to which the longer side is brought: an `x` of 13 points is then some 8 pixels high."""
_WORD_GAP = 1 / 50
"""Share of the width over which letters are joined to a line: wider than the space between words."""
_MIN_LENGTH = 1 / 5
"""Share of the width from which a run of letters is a line whose slope can be trusted."""
_MAX_LINE_BEND = 1 / 300
"""Pixels a pixel of the width by which the middle of a line may leave it: letters have unequal ascenders."""
_MIN_LINES = 6
_MIN_SPAN = 0.25
"""Share of the height over which the lines must lie for their slopes to tell of the page."""
_SAME_SLOPE = 0.006
"""Slope (a third of a degree) by which a line may differ from what its height on the page tells."""
_MIN_AGREEING_SHARE = 0.7
"""Share of the lines that must fit."""
_MIN_FAN = 0.006
"""Difference in slope between the top and the foot of the picture from which it is worth straightening."""


def quad_of_lines(grey: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """Four corners, clockwise from the top left, of what is a rectangle on paper and holds all of the picture.

    Its upper and lower sides run like lines of text, the others along the picture. In pixels of `grey` (4 x 2, some
    outside of it); None where the lines are parallel already, too few, or do not agree.
    """
    factor = min(_PICTURE_SIDE / max(grey.shape), 1.0)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(np.uint8)
    mask = ink_mask(small)
    if find_orientation(find_letters(mask)).rotation % 180 == 0:
        quad = _quad(mask)
    elif (quad := _quad(np.ascontiguousarray(mask.T))) is not None:
        quad = quad[[0, 3, 2, 1], ::-1]  # mirrored, clockwise becomes anticlockwise
    return None if quad is None else (quad / factor).astype(np.float32)


def _quad(mask: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """The same of a mask whose lines run across."""
    height, width = mask.shape
    fan = _fan(_slopes(mask), height)
    if fan is None:
        return None
    first, growth = fan
    half = width / 2
    # In the middle the sides lie so far out that no corner of the picture is cut off; half as far again, as they are
    # steeper there than at the edge of the picture.
    top = -1.5 * abs(first) * half
    foot = height + 1.5 * abs(first + growth * height) * half
    above, below = (first + growth * top) * half, (first + growth * foot) * half
    if foot - top < 2 * (abs(above) + abs(below)):
        return None
    return np.array([(0, top - above), (width, top + above), (width, foot + below), (0, foot - below)])


def _slopes(mask: NDArray[np.uint8]) -> NDArray[np.float64]:
    """A row (height in the middle of the picture, slope) for each line of text, in pixels."""
    width = mask.shape[1]
    gap = round(width * _WORD_GAP) | 1
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, gap), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for label in np.flatnonzero(stats[:, cv2.CC_STAT_WIDTH] > _MIN_LENGTH * width).tolist():
        if label == 0:
            continue
        x, y, w, h = stats[label, :4]
        inside = labels[y : y + h, x : x + w] == label
        columns = np.arange(w)[::4]
        piece = inside[:, ::4]
        counts = piece.sum(axis=0)
        seen = counts > 0
        middles = (piece * np.arange(h)[:, np.newaxis]).sum(axis=0)[seen] / counts[seen]
        slope, start = np.polyfit(columns[seen], middles, 1)
        apart = middles - (start + slope * columns[seen])
        if np.median(np.abs(apart)) < _MAX_LINE_BEND * width:
            found.append((y + start + slope * (width / 2 - x), slope))
    return np.array(found, np.float64).reshape(-1, 2)


def _fan(lines: NDArray[np.float64], height: int) -> tuple[float, float] | None:
    """Slope at the top of the picture and its growth a pixel downwards, if most lines tell of one."""
    if len(lines) < _MIN_LINES or np.ptp(lines[:, 0]) < _MIN_SPAN * height:
        return None
    y, slope = lines.T
    one, other = np.triu_indices(len(y), 1)
    far = np.abs(y[one] - y[other]) > _MIN_SPAN * height / 2
    growth = float(np.median((slope[one] - slope[other])[far] / (y[one] - y[other])[far]))
    first = float(np.median(slope - growth * y))
    fits = np.abs(slope - first - growth * y) < _SAME_SLOPE
    if fits.sum() < max(_MIN_LINES, _MIN_AGREEING_SHARE * len(y)):
        return None
    growth, first = (float(value) for value in np.polyfit(y[fits], slope[fits], 1))
    return (first, growth) if abs(growth) * height >= _MIN_FAN else None
