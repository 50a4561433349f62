# SPDX-License-Identifier: Apache-2.0
"""The grey picture that the engine sees of a colour page: print without seals and signatures, whatever their colour.

In the red channel red ink is paper. Blue and violet ink is as dark there as print; it is lifted to the brightness of
paper where its strokes are larger than letters, as those of signatures and seals are, and within a seal. Print in blue,
a name that was stamped and figures written by hand stay. Black under such ink has no colour of its own and stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PICTURE_SIDE = 1200
"""Pixels of the longer side of the small picture in which strokes are looked for: 4 a millimetre of A4."""
_MIN_BLUE = 24
"""Grey levels by which the blue channel is brighter than the red one in blue or violet ink."""
_MIN_EDGE_BLUE = 10
"""The same at the edge of its strokes."""
_MIN_INK_PIXELS = 200
"""Pixels of the small picture that such ink covers at least: 12 mm²."""
_MAX_CROSSING_PIXELS = 5
"""Pixels of black that may cross a stroke of ink."""
_MIN_STROKE_SIDES = (26, 48)
"""Shorter and longer side, in pixels of the small picture, of what is larger than letters and figures: 6.5 and 12 mm.
Figures written by hand are as high, but seldom joined."""
_FRAME_SIDE = 400
"""Pixels of the longer side (10 cm) from which it is a frame, a table, a picture."""
_PRINT_FILL = 0.36
"""Share of its box that a stamped name or a line of print fills when its letters have run together; pens and rings
leave more of theirs empty (0.02 to 0.29 and 0.44 to 0.6 on development scans and invented pages)."""
_PART_GAP = 7
"""Pixels between the parts of one signature or seal: print that crosses it cuts it into pieces."""
_MAX_CUTS = 2
"""Such cuts that are followed from a large stroke outwards; more would follow lines of blue print."""
_SEAL_SHAPE = (104, 1.35)
"""Shorter side of a seal (26 mm), and by how much one side may be longer."""
_MAX_LIFTED = 4.0
"""Times its colour that ink is lifted by at most; the ink of some pens is nearly black."""


def engine_grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The red channel of a colour page without large strokes of blue ink; a grey page as it is.

    On the page with a seal over the signature (`qni_6de193` p. 3, x-height 11.5) 1 word is missed in the red channel,
    13 in luminance.
    """
    if pixels.ndim == 2:
        return pixels
    red = cv2.extractChannel(pixels, 0).astype(np.uint8)
    bluer = cv2.subtract(cv2.extractChannel(pixels, 2), red).astype(np.uint8)
    bluer -= np.minimum(bluer, np.uint8(np.median(bluer[::16, ::16])))  # bluish paper, or light
    strokes = _large_strokes(bluer)
    if not strokes.any():
        return red
    across, down = red.shape[1] / strokes.shape[1], red.shape[0] / strokes.shape[0]
    for left, top, width, height in _groups(strokes):
        rows = slice(round(top * down), round((top + height) * down))
        columns = slice(round(left * across), round((left + width) * across))
        place = red[rows, columns]
        small = strokes[top : top + height, left : left + width]
        ink = cv2.resize(small, place.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
        place[ink] = _lift_blue(place, pixels[rows, columns], bluer[rows, columns])[ink]
    return red


def _large_strokes(bluer: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """1 on blue strokes larger than letters, their parts and what stands within round ones, in a small picture."""
    factor = min(_PICTURE_SIDE / max(bluer.shape), 1.0)
    ink = (cv2.resize(bluer, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) > _MIN_BLUE).astype(np.uint8)
    if np.count_nonzero(ink) < _MIN_INK_PIXELS:
        return np.zeros_like(ink)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((_MAX_CROSSING_PIXELS, _MAX_CROSSING_PIXELS), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    shorter, longer = stats[:, 2:4].min(axis=1), stats[:, 2:4].max(axis=1)
    fill = stats[:, 4] / (shorter * longer)
    chosen = (
        (shorter >= _MIN_STROKE_SIDES[0])
        & (longer >= _MIN_STROKE_SIDES[1])
        & (longer < _FRAME_SIDE)
        & (fill < _PRINT_FILL)
    )
    chosen[0] = False
    for _ in range(_MAX_CUTS if chosen.any() else 0):
        near = cv2.dilate(chosen[labels].astype(np.uint8), np.ones((2 * _PART_GAP + 1, 2 * _PART_GAP + 1), np.uint8))
        chosen[labels[near > 0]] = True
        chosen[0] = False
        chosen &= longer < _FRAME_SIDE
    found = cv2.dilate(chosen[labels].astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.uint8)
    for left, top, width, height in _groups(found):
        if min(width, height) >= _SEAL_SHAPE[0] and max(width, height) < _SEAL_SHAPE[1] * min(width, height):
            middle, axes = (left + width // 2, top + height // 2), (width // 2, height // 2)
            cv2.ellipse(found, middle, axes, 0, 0, 360, (1,), -1)
    return found


def _groups(strokes: NDArray[np.uint8]) -> list[list[int]]:
    """Left, top, width and height of what lies together."""
    near = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((2 * _PART_GAP + 1, 2 * _PART_GAP + 1), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    boxes: list[list[int]] = stats[1:, :4].tolist()
    return boxes


def _lift_blue(red: NDArray[np.uint8], pixels: NDArray[np.uint8], bluer: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The red channel of a place with its blue ink made as bright as paper."""
    brightest, darkest = pixels.max(axis=2), pixels.min(axis=2)
    colour = cv2.subtract(brightest, darkest)
    full = bluer >= np.median(bluer[bluer > _MIN_BLUE])
    gain = min((255 - float(np.median(brightest[full]))) / float(np.median(colour[full])), _MAX_LIFTED)
    lifted = cv2.addWeighted(brightest, 1.0, colour, gain, 0)
    return np.where(bluer > _MIN_EDGE_BLUE, np.maximum(lifted, red), red).astype(np.uint8)
