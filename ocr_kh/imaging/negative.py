# SPDX-License-Identifier: Apache-2.0
"""Negatives: pages with white print on black, as microfilm and photostats show them, turned into dark on light."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_kh.imaging.blobs import find_letters, ink_mask
from ocr_kh.imaging.coloured import engine_grey

if TYPE_CHECKING:
    from ocr_kh.reading.raster import Raster

_DARK = 128
"""Grey level of which the greater part of a page is darker before it may be a negative: paper in deep shadow may be so,
too, but then its dark letters outnumber the light ones."""


def positive(raster: Raster) -> Raster:
    """The raster, or where its print is lighter than its ground its negative: dark print on light.

    A negative is mostly dark and has more blobs like letters that are light than dark ones, which are the insides of
    letters. A photograph of a sheet on a dark desk is mostly dark, too, but its letters are dark.
    """
    if np.median(raster.pixels[::7, ::7]) >= _DARK:
        return raster
    grey = engine_grey(raster.pixels)
    dark, light = (len(find_letters(ink_mask(tone))) for tone in (grey, cv2.bitwise_not(grey).astype(np.uint8)))
    return replace(raster, pixels=cv2.bitwise_not(raster.pixels).astype(np.uint8)) if light > dark else raster
