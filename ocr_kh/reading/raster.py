# SPDX-License-Identifier: Apache-2.0
"""A page as pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Colour = Literal["colour", "grey", "bilevel"]

POINTS_PER_INCH = 72.0


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
