# SPDX-License-Identifier: Apache-2.0
"""By how much the text lines are tilted.

The row sums of the ink are most uneven when lines of text lie level (the projection profile of
Postl, 1986). The angle is found coarse to fine on a small image. It is not turned for that; its ink is
summed along slanting rows, equally soft ones at every angle. Of turned images the one turned by 0 is the
sharpest, and would win on pages tilted by a few tenths of a degree (by up to 0.3 on 83 scans).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_SKEW = 15.0
"""Degrees looked at to either side."""
_PASSES = ((400, 1.0, MAX_SKEW), (640, 0.2, 1.0), (1000, 0.05, 0.2))
"""Pixels to which the page's longer side is brought, step and reach in degrees around the best angle of the pass
before. At 1000 pixels a step of 0.05 degrees moves the margin by 0.9 pixel."""
MIN_SKEW = 0.15
"""Degrees below which turning the page back blurs more than it mends."""
_MIN_COVERAGE = 16
"""Of 255; what covers less of a pixel of the small image is passed over."""


class _Ink(NamedTuple):
    """Pixels with ink, from the middle of the image, and how much of each is covered (0 to 1)."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    weight: NDArray[np.float64]


def find_skew(mask: NDArray[np.uint8]) -> float:
    """Degrees by which the lines of an ink mask fall to the right; 0 for an empty page."""
    if not mask.any():
        return 0.0
    fine = _small(mask, min(_PASSES[-1][0] / max(mask.shape), 1.0))  # the coarser pictures are made of this one
    best = 0.0
    for side, step, reach in _PASSES:
        best = _best(_ink(_small(fine, min(side / max(fine.shape), 1.0))), best, step, reach)
    return round(best, 2) + 0.0  # no negative zero


def levelness(mask: NDArray[np.uint8], factor: float) -> float:
    """How level the lines of a mask lie, brought to `factor` of its size, at the angle at which they do best."""
    ink = _ink(_small(mask, factor))
    return _unevenness(ink, _best(ink, _best(ink, 0.0, 1.0, MAX_SKEW), 0.2, 0.8))


def shrunk(mask: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """The mask with its longer side brought to `side`, and soft."""
    return cv2.GaussianBlur(_small(mask, min(side / max(mask.shape), 1.0)), (5, 5), 0).astype(np.uint8)


def turn(mask: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """The image turned anticlockwise about its middle by `degrees`, same size, outside black."""
    height, width = mask.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(mask, matrix, (width, height), flags=cv2.INTER_LINEAR).astype(np.uint8)


def _small(mask: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    return cv2.resize(mask, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(np.uint8)


def _ink(small: NDArray[np.uint8]) -> _Ink:
    y, x = np.nonzero(small > _MIN_COVERAGE)
    height, width = small.shape
    return _Ink(x - width / 2, y - height / 2, small[y, x] / 255)


def _best(ink: _Ink, around: float, step: float, reach: float) -> float:
    """The angle at which the rows are most uneven."""
    return float(max(around + np.arange(-reach, reach + step / 2, step), key=lambda angle: _unevenness(ink, angle)))


def _unevenness(ink: _Ink, degrees: float) -> float:
    """Sum of squared steps between neighbouring rows that fall to the right by `degrees`: high where lines lie so."""
    angle = np.radians(degrees)
    y = ink.y * np.cos(angle) - ink.x * np.sin(angle)
    y -= y.min(initial=0.0) - 1.5
    # A pixel's ink goes to its row and both neighbours by the quadratic B-spline, which spreads it equally wherever it
    # comes to lie.
    row = y.astype(np.intp)
    off = y - row - 0.5
    count = int(row.max(initial=0)) + 2
    rows = np.bincount(row, ink.weight * (0.75 - off**2), count)
    rows += np.bincount(row - 1, ink.weight * (off - 0.5) ** 2 / 2, count)
    rows += np.bincount(row + 1, ink.weight * (off + 0.5) ** 2 / 2, count)
    return float(np.square(np.diff(np.convolve(rows, (1, 2, 1)))).sum())
