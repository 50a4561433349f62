# SPDX-License-Identifier: Apache-2.0
"""A page as it lies and as the other side of its sheet would show it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_kh.imaging.prepare import Prepared, prepare_sheets

if TYPE_CHECKING:
    from ocr_kh.reading.raster import Raster

_SOFTENING_INCHES = 0.005
"""Width (standard deviation) of the blur that joins again what a scanner's black and white left of pale strokes."""


def both_ways(raster: Raster) -> tuple[tuple[Prepared, ...], tuple[Prepared, ...]]:
    """The sheets of a page softened, as it lies and in the mirror, each turned upright by its own letters."""
    pixels = cv2.GaussianBlur(raster.pixels, (0, 0), _SOFTENING_INCHES * raster.dpi).astype(np.uint8)
    soft = replace(raster, pixels=pixels, colour="grey" if raster.colour == "bilevel" else raster.colour)
    mirrored = replace(soft, pixels=np.ascontiguousarray(pixels[:, ::-1]))
    return prepare_sheets(soft), prepare_sheets(mirrored)
