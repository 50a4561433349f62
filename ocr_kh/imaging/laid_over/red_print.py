# SPDX-License-Identifier: Apache-2.0
"""Print in red, which the engine does not see: names that were stamped, marks of secrecy and of urgency.

In the red channel, which it is given (`imaging.coloured`), red ink is paper. Here red ink is all that there is,
seals too. Marks of secrecy are red by rule (Thông tư 104/2021/TT-BCA).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MIN_RED = 40
"""Grey levels by which the red channel is brighter than both others in red ink; the fringes of black print have 20."""
_MIN_SHARE = 1e-4
"""Share of the page that red ink covers at least (A4: 6 mm²): fewer strokes are no word."""
_FULL_INK_PERCENTILE = 75
"""Percentile of the redness of red ink that counts as full ink: stamps are pale at their edges and in their middle."""


def red_print(
    pixels: NDArray[np.uint8], to_pixels: NDArray[np.float64], shape: tuple[int, int]
) -> NDArray[np.uint8] | None:
    """A grey picture of `shape` of the red ink of a colour page; None for a page with next to none.

    `to_pixels`, 3 x 3, leads from its pixels to those of the page.
    """
    if pixels.ndim == 2 or float((_redness(pixels[::3, ::3]) > _MIN_RED).mean()) < _MIN_SHARE:
        return None
    redness = _redness(pixels)
    full = float(np.percentile(redness[redness > _MIN_RED], _FULL_INK_PERCENTILE))
    light = cv2.convertScaleAbs(redness, alpha=-255 / full, beta=255)
    light[redness >= full] = 0
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpPerspective(light, to_pixels, shape[::-1], flags=flags, borderValue=(255,)).astype(np.uint8)


def _redness(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Grey levels by which red is brighter than green and blue."""
    red, green, blue = (cv2.extractChannel(pixels, at) for at in range(3))
    return cv2.subtract(red, cv2.max(green, blue)).astype(np.uint8)
