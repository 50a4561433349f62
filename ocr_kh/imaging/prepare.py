# SPDX-License-Identifier: Apache-2.0
"""A raster made ready for the engine: upright, level, at the text height its model reads best."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np

from ocr_kh.document import Box, Condition
from ocr_kh.imaging.blank import has_row
from ocr_kh.imaging.blobs import X_HEIGHT, Letters, find_letters, ink_mask
from ocr_kh.imaging.coloured import engine_grey
from ocr_kh.imaging.facing import find_gutter
from ocr_kh.imaging.orientation import Orientation, find_orientation, quarter_turned, turn, turning
from ocr_kh.imaging.perspective import quad_of_lines
from ocr_kh.imaging.red_print import red_print
from ocr_kh.imaging.seals import Seal, find_seals, without_seals
from ocr_kh.imaging.sheet import even_light, find_sheet, is_uneven, sheet_size, straightened
from ocr_kh.imaging.skew import MIN_SKEW, find_skew, levelness
from ocr_kh.imaging.tables import Rect, find_rules, find_tables
from ocr_kh.reading.raster import POINTS_PER_INCH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ocr_kh.reading.raster import Raster

_SAME_SCALE = 0.03
"""Scales this near to 1 are left alone."""
MAX_ENLARGEMENT = 3.0
_MIN_COLOUR = 40
"""Grey levels between channels from which a pixel is coloured ink."""
_STAMP_SHARE = 5e-4
"""Share of the page that coloured ink must cover to be reported as a seal or signature (A4: 31 mm²)."""
SURE_ORIENTATION = 0.15
"""Confidence below which a page is left as it lies; right answers on real pages were at 0.2 to 1.0."""
_LOST_PRINT = 0.02
"""Share of the letters that may stand on what is taken for no paper: specks, the texture of a desk."""
_MOST_STEP = 1.5
"""Pixels of the scan for one of a part of it, at most: of more some would be passed over."""
_SHEET_SIDE = 640
"""Pixels of the picture's longer side at which it is seen whether straightening a sheet makes its lines leveller: not
when what lies around it is an edge that a scanner blackened askew."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The image for the engine, and how to get from it to the page."""

    image: NDArray[np.uint8]
    """Grey, height x width."""
    dpi: float
    to_page: NDArray[np.float64]
    """3 x 3, homogeneous: (x, y, 1) in pixels of `image` to (x, y) in points of the upright page."""
    size: tuple[float, float]
    """Width and height of the upright page in points."""
    level_size: tuple[float, float]
    """Width and height, in points, of the sheet when it lies level."""
    condition: Condition
    red: NDArray[np.uint8] | None = None
    """Grey, as `image`, of what is red on it, seals and print, which `image` has not; None when there is none."""
    black_seals: tuple[Seal, ...] = ()
    """Round seals left in `image`, in its pixels: as black as print, and over a closing."""
    scan: NDArray[np.uint8] | None = None
    """Grey, the sheet as fine as it was scanned, seals and all; None where that is no finer."""
    to_scan: NDArray[np.float64] | None = None
    """2 x 3: pixels of `image` to those of `scan`."""

    def finer(self, box: Rect, scale: float) -> NDArray[np.uint8] | None:
        """A part of `image`, in its pixels, `scale` times as large, from the scan; None where that is as coarse.

        Print smaller than that of the page loses strokes where the page is brought to the engine's height.
        """
        if self.scan is None or self.to_scan is None or np.linalg.norm(self.to_scan[:, 0]) > _MOST_STEP * scale:
            return None
        way = self.to_scan @ np.array([[1 / scale, 0, box.left], [0, 1 / scale, box.top], [0, 0, 1]])
        size = round(box.width * scale), round(box.height * scale)
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        return cv2.warpAffine(self.scan, way, size, flags=flags, borderMode=cv2.BORDER_REPLICATE).astype(np.uint8)

    def tables(self) -> list[list[Rect]]:
        """The cells of each ruled table, in pixels of `image`."""
        return [] if self.condition.blank else find_tables(find_rules(self.image))

    def level_box(self, left: float, top: float, width: float, height: float) -> Box:
        """A box in pixels of `image` as one in points of the level sheet, where lines of text are level."""
        scale = POINTS_PER_INCH / self.dpi
        rows, columns = self.image.shape
        x, y = left - columns / 2, top - rows / 2  # the image of a tilted sheet is larger than the sheet
        right, down = self.level_size[0] / 2, self.level_size[1] / 2
        return Box(x * scale + right, y * scale + down, (x + width) * scale + right, (y + height) * scale + down)

    def on_sheet(self, shown: Box) -> Box | None:
        """A box in points of the page as its file shows it, as one of the level sheet; None where it lies elsewhere."""
        rotation = self.condition.rotation
        width, height = self.size if rotation % 180 == 0 else self.size[::-1]
        corners = np.array(
            [[shown.x0, shown.x1, shown.x0, shown.x1], [shown.y0, shown.y0, shown.y1, shown.y1], [1] * 4]
        )
        x, y, depth = np.linalg.inv(self.to_page) @ turning(width, height, rotation) @ corners
        x, y = x / depth, y / depth
        level = self.level_box(float(x.min()), float(y.min()), float(np.ptp(x)), float(np.ptp(y)))
        across, down = level.middle
        return level if 0 <= across <= self.level_size[0] and 0 <= down <= self.level_size[1] else None

    def box_on_page(self, level: Box) -> Box:
        """The box around a level one on the page as it is, in points, held within the page."""
        scale = self.dpi / POINTS_PER_INCH
        rows, columns = self.image.shape
        (a, b, c), (d, e, f), (g, h, i) = self.to_page.tolist()  # so few numbers are faster without arrays
        across, down = [], []
        for right, below in product((level.x0, level.x1), (level.y0, level.y1)):
            x = (right - self.level_size[0] / 2) * scale + columns / 2
            y = (below - self.level_size[1] / 2) * scale + rows / 2
            depth = g * x + h * y + i
            across.append(min(max((a * x + b * y + c) / depth, 0.0), self.size[0]))
            down.append(min(max((d * x + e * y + f) / depth, 0.0), self.size[1]))
        return Box(min(across), min(down), max(across), max(down))


@dataclass(frozen=True, slots=True, eq=False)
class Examined:
    """What a page is like, and its paper upright: not yet level, nor at the engine's scale."""

    condition: Condition
    grey: NDArray[np.uint8]
    letters: Letters
    to_upright: NDArray[np.float64]
    """3 x 3: pixels of `grey` to those of the picture turned upright, of which it may be a part."""
    upright: tuple[int, int]
    """Width and height of that in pixels."""
    lean: float
    """Degrees by which the lines of `grey` fall to the right: the skew, but for what straightening took away."""
    gutter: float | None
    """Pixels of `grey`, made level, from its middle to the gutter between two facing pages; None for one page."""


def examine(raster: Raster, rotation: int | None = None) -> Examined:
    """Find the sheet, which way up it lies, how it is tilted, and whether there is print on it.

    With `rotation` the page is turned by that, whatever its letters say.
    """
    grey, to_picture = _paper(engine_grey(raster.pixels))
    letters = find_letters(mask := ink_mask(grey))
    orientation = find_orientation(letters)
    if rotation is None:
        rotation = _rotation(orientation, letters)
    if rotation:
        mask = turn(mask, rotation)
        letters = find_letters(mask)
    blank = not _has_print(letters)
    lean = 0.0 if blank else find_skew(mask)
    gutter = None if blank else find_gutter(mask, lean)
    height, width = raster.pixels.shape[:2]
    condition = Condition(
        width=width,
        height=height,
        dpi=round(raster.dpi, 1),
        colour=raster.colour,
        rotation=rotation,
        rotation_confidence=orientation.confidence,
        skew=0.0 if blank else round(lean + _tilt(to_picture, grey), 2),
        blank_reason="no letters" if blank else None,
        ink=round(float(np.count_nonzero(mask)) / mask.size, 5),
        stamp=has_stamp(raster.pixels),
        facing=gutter is not None,
        cut=raster.cut,
    )
    from_turned = np.linalg.inv(turning(grey.shape[1], grey.shape[0], rotation)).astype(np.float64)
    to_upright: NDArray[np.float64] = turning(width, height, rotation) @ to_picture @ from_turned
    upright = (width, height) if rotation % 180 == 0 else (height, width)
    return Examined(condition, turn(grey, rotation), letters, to_upright, upright, lean, gutter)


def _rotation(orientation: Orientation, letters: Letters) -> int:
    """As the letters lie where they tell it; else as the page does, unless rows of letters stand on it alone."""
    if orientation.confidence >= SURE_ORIENTATION:
        return orientation.rotation
    return 90 if not has_row(letters) and _has_print(letters) else 0


def _has_print(letters: Letters) -> bool:
    """Whether letters make a row, whichever way the page lies: that it was turned upright is no proof."""
    return has_row(letters) or has_row(Letters(quarter_turned(letters.boxes)))


def _tilt(to_picture: NDArray[np.float64], grey: NDArray[np.uint8]) -> float:
    """Degrees by which a level line through the middle of the straightened `grey` falls in the picture."""
    height, width = grey.shape
    ends = np.array([[[0.4 * width, height / 2], [0.6 * width, height / 2]]])
    start, end = cv2.perspectiveTransform(ends, to_picture)[0]
    return float(np.degrees(np.arctan2(end[1] - start[1], end[0] - start[0])))


def _print_share(grey: NDArray[np.uint8], outside: NDArray[np.uint8]) -> float:
    """Share of the letters that stand where there should be no paper: paper in deep shadow is dark too."""
    boxes = find_letters(ink_mask(grey)).boxes
    if not len(boxes):
        return 0.0
    middle = (boxes[:, :2] + boxes[:, 2:] / 2) * outside.shape[0] / grey.shape[0]
    x, y = (np.clip(middle[:, at].astype(int), 0, outside.shape[1 - at] - 1) for at in (0, 1))
    return float((outside[y, x] > 0).mean())


def prepare_sheets(raster: Raster, rotation: int | None = None) -> tuple[Prepared, ...]:
    """What the engine reads of a page, in order: the page, or the left and the right of two facing ones.

    `rotation` as for `examine`.
    """
    page = examine(raster, rotation)
    whole = _prepare_sheet(page, raster.dpi)
    if page.gutter is None:
        return (_with_red(whole, raster),)
    columns = whole.image.shape[1]
    cut = round(columns / 2 + page.gutter * whole.dpi / raster.dpi)
    return _with_red(_part(whole, 0, cut), raster), _with_red(_part(whole, cut, columns), raster)


def _with_red(sheet: Prepared, raster: Raster) -> Prepared:
    """The sheet with the red print of the page beside it."""
    if sheet.condition.blank:
        return sheet
    height, width = raster.pixels.shape[:2]
    back = np.linalg.inv(turning(width, height, sheet.condition.rotation))
    scale = raster.dpi / POINTS_PER_INCH
    to_pixels: NDArray[np.float64] = back @ np.diag([scale, scale, 1.0]) @ sheet.to_page
    return replace(sheet, red=red_print(raster.pixels, to_pixels, sheet.image.shape))


def _part(whole: Prepared, first: int, last: int) -> Prepared:
    """The columns from `first` up to `last` as a sheet of their own, level even where the other page lies otherwise."""
    aside = np.array([[1, 0, first], [0, 1, 0], [0, 0, 1]], np.float64)
    level_size = ((last - first) * POINTS_PER_INCH / whole.dpi, whole.level_size[1])
    image = np.ascontiguousarray(whole.image[:, first:last])
    image, back = _level(image, find_skew(ink_mask(image)))
    to_page: NDArray[np.float64] = whole.to_page @ aside @ np.vstack((back, (0, 0, 1)))
    seals = tuple(find_seals(image, whole.dpi)) if whole.black_seals else ()
    to_scan: NDArray[np.float64] | None = (
        None if whole.to_scan is None else whole.to_scan @ aside @ np.vstack((back, (0, 0, 1)))
    )
    return replace(whole, image=image, to_page=to_page, level_size=level_size, black_seals=seals, to_scan=to_scan)


def prepare(raster: Raster) -> Prepared:
    """Turn, level and scale a page; a blank one keeps its size and is marked in its condition."""
    return _prepare_sheet(examine(raster), raster.dpi)


def _prepare_sheet(page: Examined, dpi: float) -> Prepared:
    scale = 1.0 if page.condition.blank else _scale(page.letters.x_height)
    small = _scale_to_text(page.grey, scale)
    level, back = _level(small, page.lean)
    seals: tuple[Seal, ...] = ()
    if page.condition.colour != "colour" and not page.condition.blank:
        level, seals = without_seals(level, dpi * scale, bilevel=page.condition.colour == "bilevel")
    rows, columns = page.grey.shape
    points = POINTS_PER_INCH / dpi
    enlarged = np.diag([columns / small.shape[1], rows / small.shape[0], 1.0])
    to_page = np.diag([points, points, 1.0]) @ page.to_upright @ enlarged @ np.vstack((back, (0, 0, 1)))
    size = (page.upright[0] * points, page.upright[1] * points)
    level_size = (columns * points, rows * points)
    to_scan: NDArray[np.float64] = (enlarged @ np.vstack((back, (0, 0, 1))))[:2]
    scan = page.grey if scale < 1 else None
    return Prepared(
        level, dpi * scale, to_page, size, level_size, page.condition, black_seals=seals, scan=scan, to_scan=to_scan
    )


def _paper(grey: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The sheet alone under even light, straightened when a camera saw it askew; the 3 x 3 way back."""
    sheet = find_sheet(grey)
    edged = sheet.outside is not None and _print_share(grey, sheet.outside) <= _LOST_PRINT
    painted = sheet.painted(grey) if edged else grey
    if edged and sheet.corners is not None:
        straight, back = straightened(grey, sheet.corners, sheet_size(sheet.corners))
        if _is_leveller(straight, painted) and quad_of_lines(straight) is None:
            return even_light(straight), back
    if not edged and not is_uneven(grey):
        return grey, np.eye(3)
    if (quad := quad_of_lines(painted)) is not None:
        straight, back = straightened(painted, quad, (grey.shape[1], grey.shape[0]))
        return even_light(straight), back
    return even_light(painted), np.eye(3)


def _is_leveller(straight: NDArray[np.uint8], picture: NDArray[np.uint8]) -> bool:
    factor = _SHEET_SIDE / max(picture.shape)
    return _levelness(straight, factor) > _levelness(picture, factor)


def _levelness(grey: NDArray[np.uint8], factor: float) -> float:
    """How level the lines of a picture lie, whichever side of it is up."""
    mask = ink_mask(grey)
    return max(levelness(mask, factor), levelness(turn(mask, 90), factor))


def has_stamp(pixels: NDArray[np.uint8]) -> bool:
    """Whether coloured ink covers enough of the page to be a seal or a signature."""
    if pixels.ndim == 2:
        return False
    sample = pixels[::3, ::3].astype(np.int16)
    spread = sample.max(axis=2) - sample.min(axis=2)
    return float((spread > _MIN_COLOUR).mean()) > _STAMP_SHARE


def _scale(x_height: int) -> float:
    scale = min(X_HEIGHT / x_height, MAX_ENLARGEMENT) if x_height else 1.0
    return 1.0 if abs(scale - 1) < _SAME_SCALE else scale


def _scale_to_text(grey: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    if scale == 1.0:
        return grey
    how: Literal[2, 3] = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA  # type: ignore[assignment]
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how).astype(np.uint8)


def _level(grey: NDArray[np.uint8], skew: float) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
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
