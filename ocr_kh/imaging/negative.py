# SPDX-License-Identifier: Apache-2.0
"""Negatives: pages with white print on black, as microfilm and photostats show them, turned into dark on light."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_kh.imaging.blobs import count_lines, find_letters, ink_mask
from ocr_kh.imaging.coloured import engine_grey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ocr_kh.reading.raster import Raster

_DARK_LEVEL = 128
"""Grey level of which the greater part of a page is darker before it may be a negative."""
_MOST_DARK_LINES = 0.1
"""Share of the lines of light letters that there may be of dark ones. Negatives: 26 light lines, no dark one; positive
pages of the samples: 9 to 37 dark, no light one; photographed on a dark desk of coarse grain: dark ones as printed,
and up to four times as many in the grain."""


_MIN_SIDE = 32
"""Pixels; what is narrower or lower holds no line of print, dark or light."""


def positive(raster: Raster) -> Raster:
    """The raster, or where its print is lighter than its ground its negative: dark print on light.

    A negative is mostly dark, and has lines of light letters and hardly one of dark ones, which are the insides of
    letters. A photograph of a sheet on a dark desk is mostly dark, too, but its lines are dark.
    """
    if min(raster.pixels.shape[:2]) < _MIN_SIDE:
        return raster
    if np.median(raster.pixels[::7, ::7]) >= _DARK_LEVEL:
        return raster
    grey = engine_grey(raster.pixels)
    dark, light = (_lines(tone) for tone in (grey, cv2.bitwise_not(grey).astype(np.uint8)))
    if light and dark <= _MOST_DARK_LINES * light:
        return replace(raster, pixels=cv2.bitwise_not(raster.pixels).astype(np.uint8))
    return raster


def _lines(grey: NDArray[np.uint8]) -> int:
    return count_lines(find_letters(ink_mask(grey)).boxes, grey.shape)
