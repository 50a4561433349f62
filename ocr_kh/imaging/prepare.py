# SPDX-License-Identifier: Apache-2.0
"""A raster made ready for the engine: upright, level, at the text height its model reads best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np

from ocr_kh.document import Box, Condition
from ocr_kh.imaging.blank import is_blank
from ocr_kh.imaging.ink import Letters, find_letters, ink_mask
from ocr_kh.imaging.orientation import find_orientation, turn
from ocr_kh.imaging.skew import MIN_SKEW, find_skew
from ocr_kh.imaging.tables import Rect, find_rules, find_tables
from ocr_kh.reading.raster import POINTS_PER_INCH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ocr_kh.reading.raster import Raster

X_HEIGHT = 12.5
"""Pixels of an `x` that Debian's `vie` model (5.3) reads best. Words missed on 19 transcribed pages at
9.5, 10.5, 11.5, 12.5, 13.5, 15 pixels: 6.5, 6.5, 6.8, 6.1, 7.9, 7.0 %."""
_SAME_SCALE = 0.03
"""Scales this near to 1 are left alone."""
MAX_ENLARGEMENT = 3.0
_COLOURED = 40
"""Grey levels between channels from which a pixel is coloured ink."""
_STAMP_SHARE = 5e-4
"""Share of the page that coloured ink must cover to be reported as a seal or signature (A4: 31 mm²)."""
_ORIENTATION_CONFIDENCE = 0.15
"""Below this a page is left as it lies; right answers on real pages were at 0.2 to 1.0."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The image for the engine, and how to get from it to the page."""

    image: NDArray[np.uint8]
    """Grey, height x width."""
    dpi: float
    to_page: NDArray[np.float64]
    """2 x 3: (x, y, 1) in pixels of `image` to (x, y) in points of the upright page."""
    size: tuple[float, float]
    """Width and height of the upright page in points."""
    condition: Condition

    def tables(self) -> list[list[Rect]]:
        """The cells of each ruled table, in pixels of `image`."""
        return [] if self.condition.blank else find_tables(find_rules(self.image))

    def level_box(self, cell: Rect) -> Box:
        """A cell as a level box in points (see `layout.fragments.level`)."""
        x = np.array([cell.left, cell.left + cell.width])
        y = np.array([cell.top + cell.height / 2] * 2)
        left, right = (self.to_page @ np.array([x, y, [1, 1]])).T
        fall = np.tan(np.radians(self.condition.skew))
        middle, half = left[1] - fall * left[0], cell.height / 2 * POINTS_PER_INCH / self.dpi
        return Box(float(left[0]), float(middle - half), float(right[0]), float(middle + half))

    def box_on_page(self, left: float, top: float, width: float, height: float) -> Box:
        """The box in points around a box in pixels, held within the page."""
        corners = np.array([[left, left + width, left, left + width], [top, top, top + height, top + height], [1] * 4])
        x, y = self.to_page @ corners
        page_width, page_height = self.size
        x, y = np.clip(x, 0, page_width), np.clip(y, 0, page_height)
        return Box(float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def examine(raster: Raster) -> tuple[Condition, NDArray[np.uint8], Letters]:
    """What the page is like; with it the upright grey image, not yet level, and its letters."""
    grey = engine_grey(raster.pixels)
    letters = find_letters(mask := ink_mask(grey))
    orientation = find_orientation(letters)
    rotation = orientation.rotation if orientation.confidence >= _ORIENTATION_CONFIDENCE else 0
    blank = is_blank(letters)
    condition = Condition(
        width=raster.pixels.shape[1],
        height=raster.pixels.shape[0],
        dpi=round(raster.dpi, 1),
        colour=raster.colour,
        rotation=rotation,
        rotation_confidence=orientation.confidence,
        skew=0.0 if blank else find_skew(turn(mask, rotation)),
        blank=blank,
        stamp=has_stamp(raster.pixels),
    )
    if rotation:
        letters = find_letters(turn(mask, rotation))
    return condition, turn(grey, rotation), letters


def prepare(raster: Raster) -> Prepared:
    """Turn, level and scale a page; a blank one keeps its size and is marked in its condition."""
    condition, grey, letters = examine(raster)
    height, width = grey.shape
    size = (width * POINTS_PER_INCH / raster.dpi, height * POINTS_PER_INCH / raster.dpi)
    scale = 1.0 if condition.blank else _scale(letters.x_height)
    small = _scaled(grey, scale)
    level, back = _levelled(small, condition.skew)
    to_points = POINTS_PER_INCH / raster.dpi * width / small.shape[1]
    return Prepared(level, raster.dpi * scale, back * to_points, size, condition)


def engine_grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The red channel of a colour page, in which red seals vanish; a grey page as it is.

    On the page with a seal over the signature (`qni_6de193` p. 3, x-height 11.5) 1 word is missed so, 13 in luminance.
    """
    return np.ascontiguousarray(pixels[:, :, 0]) if pixels.ndim == 3 else pixels


def has_stamp(pixels: NDArray[np.uint8]) -> bool:
    """Whether coloured ink covers enough of the page to be a seal or a signature."""
    if pixels.ndim == 2:
        return False
    sample = pixels[::3, ::3].astype(np.int16)
    spread = sample.max(axis=2) - sample.min(axis=2)
    return float((spread > _COLOURED).mean()) > _STAMP_SHARE


def _scale(x_height: int) -> float:
    scale = min(X_HEIGHT / x_height, MAX_ENLARGEMENT) if x_height else 1.0
    return 1.0 if abs(scale - 1) < _SAME_SCALE else scale


def _scaled(grey: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    if scale == 1.0:
        return grey
    how: Literal[2, 3] = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA  # type: ignore[assignment]
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how).astype(np.uint8)


def _levelled(grey: NDArray[np.uint8], skew: float) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The image turned back by its skew, on a sheet that holds all of it; and the 2 x 3 way back."""
    if abs(skew) < MIN_SKEW:
        return grey, np.eye(2, 3)
    height, width = grey.shape
    forth = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    cosine, sine = abs(forth[0, 0]), abs(forth[0, 1])
    new_width, new_height = int(height * sine + width * cosine) + 1, int(height * cosine + width * sine) + 1
    forth[:, 2] += (new_width - width) / 2, (new_height - height) / 2
    paper = int(np.percentile(grey[::9, ::9], 90))
    level = cv2.warpAffine(grey, forth, (new_width, new_height), flags=cv2.INTER_CUBIC, borderValue=(paper,))
    return level.astype(np.uint8), cv2.invertAffineTransform(forth).astype(np.float64)
