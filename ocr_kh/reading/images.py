# SPDX-License-Identifier: Apache-2.0
"""Image files through Pillow, within a limit of pixels checked before decoding: TIFF, PNG, JPEG, WebP, BMP, GIF, HEIC.

Of a TIFF the pages are those of its images that are neither previews nor masks, of a JPEG the first (what a camera puts
behind it is a preview or another view), of all others each image: a picture too many costs a page, one left out a text.
"""

from __future__ import annotations

import struct
import warnings
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ocr_kh.errors import DamagedError, TooLargeError
from ocr_kh.messages import translate
from ocr_kh.reading.raster import Colour, Raster, square_pixels
from ocr_kh.reading.tiff import page_directories

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

A4_WIDTH_INCHES = 210 / 25.4
PLAUSIBLE_DPI = (60.0, 1300.0)
"""A resolution outside is a default that some program wrote (1, 72-less-a-bit, 0), not a scanner's."""
FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF", "JPEG2000", "HEIF")
"""What Pillow may open, by its names."""
BROKEN_IMAGE_ERRORS = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, RuntimeError,
    NotImplementedError, struct.error,
)  # fmt: skip
"""What Pillow and its plugins raise for a broken image."""
_WHITE_PERCENTILE = 99.9
"""Of deep grey values, which is white: 12 bits in 16 and floats leave the range open, and single pixels glare."""
_TURNED_ORIENTATION = 5
"""From this EXIF orientation on width and height change places (TIFF 6.0, section 8, Orientation)."""
ORIENTATION, _PHOTOMETRIC = 274, 262
"""Tags of TIFF and EXIF."""
_WHITE_IS_ZERO = 0

Image.MAX_IMAGE_PIXELS = None
"""Pillow's own limit is below an A0 plan at 300 dpi; `max_pixels` is checked on the header instead."""


def count_frames(path: Path, max_pixels: int) -> int:
    """How many pages the image file holds. Raises DamagedError, or TooLargeError above `max_pixels` a page."""
    with opened(path) as image:
        if image.width * image.height > max_pixels:
            raise TooLargeError(
                path=str(path),
                reason=translate("{width} x {height} pixels; the limit is {limit} megapixels").format(
                    width=image.width,
                    height=image.height,
                    limit=max_pixels // 1_000_000,
                ),
            )
        return len(page_frames(image))


def read_frame(path: Path, index: int, max_pixels: int) -> Raster:
    """Page `index` (from 0) as a raster, turned as its EXIF orientation says, its pixels made square."""
    with opened(path) as image:
        image.seek(page_frames(image)[index])
        if image.width * image.height > max_pixels:
            raise TooLargeError(path=str(path), reason=f"{image.width} x {image.height}")
        dpi = resolution(image)
        colour = _colour(image)
        return _raster(as_seen(image), dpi, colour)


def page_frames(image: Image.Image) -> tuple[int, ...]:
    """Which frames of an opened file are pages, counted from 0."""
    if image.format == "TIFF":
        return page_directories(image.fp)  # type: ignore[attr-defined]
    if image.format in {"JPEG", "MPO"}:
        return (0,)
    return tuple(range(int(getattr(image, "n_frames", 1))))


def resolution(image: Image.Image) -> tuple[float, float] | None:
    """Pixels an inch across and down the image as it is shown; None when the file states nothing plausible."""
    low, high = PLAUSIBLE_DPI
    across, down = map(float, image.info.get("dpi", (0, 0)))
    if not low <= across <= high:
        return None
    down = down if low <= down <= high else across
    return (down, across) if is_turned(image) else (across, down)


def is_turned(image: Image.Image) -> bool:
    """Whether width and height change places when the image is shown."""
    return int(image.getexif().get(ORIENTATION, 1)) >= _TURNED_ORIENTATION


def as_seen(image: Image.Image) -> Image.Image:
    """The current frame as people see it: upright, white where it is transparent, deep grey brought to 8 bits."""
    white_is_zero = image.format == "TIFF" and image.tag_v2.get(_PHOTOMETRIC) == _WHITE_IS_ZERO  # type: ignore[attr-defined]
    upright = ImageOps.exif_transpose(image)
    if upright.mode == "F" or upright.mode.startswith("I"):
        return Image.fromarray(_shallow(np.asarray(upright), white_is_zero=white_is_zero))
    if upright.mode in {"CMYK", "YCbCr", "LAB", "HSV"}:
        return upright.convert("RGB")
    if "A" in upright.getbands() or "transparency" in upright.info:
        rgba = upright.convert("RGBA")
        paper = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(paper, rgba).convert("RGB")
    return upright


def _shallow(deep: NDArray[np.generic], *, white_is_zero: bool) -> NDArray[np.uint8]:
    """Grey values of whatever range as 8 bits; Pillow leaves it to us to turn those about that count from white."""
    grey = np.nan_to_num(deep.astype(np.float64), posinf=0.0)
    level = np.percentile(grey, _WHITE_PERCENTILE) or 1.0
    shallow = (np.clip(grey / level, 0, 1) * 255).astype(np.uint8)
    return 255 - shallow if white_is_zero else shallow


def _colour(image: Image.Image) -> Colour:
    if image.mode == "1":
        return "bilevel"
    return "grey" if image.mode in {"L", "LA", "F"} or image.mode.startswith("I") else "colour"


def _raster(image: Image.Image, dpi: tuple[float, float] | None, colour: Colour) -> Raster:
    image = image.convert("RGB" if colour == "colour" else "L")
    if dpi is None:
        return Raster(np.asarray(image), min(image.size) / A4_WIDTH_INCHES, colour)
    return Raster(*square_pixels(np.asarray(image), *dpi), colour)


@contextmanager
def opened(path: Path) -> Iterator[Image.Image]:
    """The image file, read through a handle: by name Pillow maps the rows of a turned TIFF with its sides exchanged.

    Raises DamagedError for what Pillow finds broken, also while it is open.
    """
    _register_heif()
    try:
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore", UserWarning)
            with Image.open(file, formats=FORMATS) as image:
                yield cast("Image.Image", image)
    except BROKEN_IMAGE_ERRORS as error:
        raise DamagedError(path=str(path), reason=_told(error)) from error


def _told(error: Exception) -> str:
    """The reason for people; a missing key says only which."""
    return f"{type(error).__name__} {error}" if isinstance(error, LookupError) else str(error)


@cache
def _register_heif() -> None:
    """Teach Pillow HEIC, the format of telephones' photographs."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False)
