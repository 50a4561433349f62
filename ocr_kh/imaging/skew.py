# SPDX-License-Identifier: Apache-2.0
"""By how much the text lines are tilted.

The row sums of the ink are most uneven when lines of text lie level (the projection profile of
Postl, 1986). The angle is found coarse to fine on a small image.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_SKEW = 15.0
"""Degrees looked at to either side."""
_PASSES = ((400, 1.0, MAX_SKEW), (640, 0.2, 1.0), (800, 0.05, 0.2))
"""Pixels to which the page's longer side is brought, step and reach in degrees around the best angle of the pass
before. At 800 pixels a step of 0.05 degrees moves the margin by 0.7 pixel."""
MIN_SKEW = 0.1
"""Degrees below which turning the page back blurs more than it mends."""


def find_skew(mask: NDArray[np.uint8]) -> float:
    """Degrees by which the lines of an ink mask fall to the right; 0 for an empty page."""
    best = 0.0
    for side, step, reach in _PASSES:
        small = shrunk(mask, side)
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles, key=lambda angle: unevenness(turned(small, float(angle)))))
    return round(best, 2) + 0.0 if mask.any() else 0.0  # no negative zero


def levelness(mask: NDArray[np.uint8], factor: float) -> float:
    """How level the lines of a mask lie, brought to `factor` of its size, at the angle at which they do best."""
    small = cv2.GaussianBlur(cv2.resize(mask, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), (5, 5), 0)
    angles = np.arange(-MAX_SKEW, MAX_SKEW + 1)
    best = max(angles, key=lambda angle: unevenness(turned(small.astype(np.uint8), float(angle))))
    near = best + np.arange(-0.8, 0.9, 0.2)
    return max(unevenness(turned(small.astype(np.uint8), float(angle))) for angle in near)


def shrunk(mask: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """The mask small and soft: without the blur the angle 0, which needs no interpolation, has the sharpest rows."""
    factor = min(side / max(mask.shape), 1.0)
    small = cv2.resize(mask, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(small, (5, 5), 0).astype(np.uint8)


def unevenness(mask: NDArray[np.uint8]) -> float:
    """Sum of squared steps between neighbouring row sums: high where lines lie level."""
    rows = mask.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def turned(mask: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """The image turned anticlockwise about its middle by `degrees`, same size, outside black."""
    height, width = mask.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(mask, matrix, (width, height), flags=cv2.INTER_LINEAR).astype(np.uint8)
