# SPDX-License-Identifier: Apache-2.0
"""A page as pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

Colour = Literal["colour", "grey", "bilevel"]

POINTS_PER_INCH = 72.0
MAX_STRETCH = 0.02
"""How far the resolutions along and across may differ, as a share, for pixels to count as square: a fax has 204 x 98
or 204 x 196 dpi, scanners round (200 x 199)."""


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """Pixels of one page, turned as the file says it is to be shown."""

    pixels: NDArray[np.uint8]
    """Height x width (grey) or height x width x 3 (RGB); 0 is black."""
    dpi: float
    """Pixels an inch, along the page's width."""
    colour: Colour
    cut: bool = False
    """The image's data end early: a part of the page is lost."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        height, width = self.pixels.shape[:2]
        return width * POINTS_PER_INCH / self.dpi, height * POINTS_PER_INCH / self.dpi


def square_pixels(pixels: NDArray[np.uint8], across: float, down: float) -> tuple[NDArray[np.uint8], float]:
    """An image of `across` and `down` pixels an inch with square pixels, and their number an inch.

    The coarser side is drawn out, so that nothing is lost. What is nearly square stays as it is.
    """
    if abs(across / down - 1) <= MAX_STRETCH:
        return pixels, across
    height, width = pixels.shape[:2]
    fine = max(across, down)
    size = (round(width * fine / across), round(height * fine / down))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS)), fine
