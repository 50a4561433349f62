# SPDX-License-Identifier: Apache-2.0
"""TIFF (all pages), PNG and JPEG, through Pillow, within a limit of pixels checked before decoding."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ocr_kh.errors import DamagedError, TooLargeError
from ocr_kh.messages import translate
from ocr_kh.reading.raster import Colour, Raster

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

A4_WIDTH_INCHES = 210 / 25.4
PLAUSIBLE_DPI = (60.0, 1300.0)
"""A resolution outside is a default that some program wrote (1, 72-less-a-bit, 0), not a scanner's."""

Image.MAX_IMAGE_PIXELS = None
"""Pillow's own limit is below an A0 plan at 300 dpi; `max_pixels` is checked on the header instead."""


def count_frames(path: Path, max_pixels: int) -> int:
    """How many pages the image file holds. Raises DamagedError, or TooLargeError above `max_pixels` a page."""
    with _opened(path) as image:
        if image.width * image.height > max_pixels:
            raise TooLargeError(
                path=str(path),
                reason=translate("{width} x {height} pixels; the limit is {limit} megapixels").format(
                    width=image.width,
                    height=image.height,
                    limit=max_pixels // 1_000_000,
                ),
            )
        return int(getattr(image, "n_frames", 1))


def read_frame(path: Path, index: int, max_pixels: int) -> Raster:
    """Frame `index` (from 0) as a raster, turned as its EXIF orientation says."""
    with _opened(path) as image:
        image.seek(index)
        if image.width * image.height > max_pixels:
            raise TooLargeError(path=str(path), reason=f"{image.width} x {image.height}")
        dpi = _resolution(image)
        return _raster(ImageOps.exif_transpose(image), dpi)


def _raster(image: Image.Image, dpi: float | None) -> Raster:
    colour: Colour = "colour"
    if image.mode == "1":
        colour = "bilevel"
    elif image.mode in {"L", "I;16", "I", "F", "LA"}:
        colour = "grey"
    pixels = np.asarray(_flattened(image).convert("RGB" if colour == "colour" else "L"))
    width, height = image.size
    return Raster(pixels, dpi or min(width, height) / A4_WIDTH_INCHES, colour)


def _flattened(image: Image.Image) -> Image.Image:
    """`image` on white paper where it is transparent; 16-bit grey brought to 8 bits."""
    if image.mode.startswith("I"):
        grey = np.asarray(image).astype(np.float64)
        return Image.fromarray((grey / max(grey.max(), 1) * 255).astype(np.uint8))
    if "A" in image.getbands() or "transparency" in image.info:
        rgba = image.convert("RGBA")
        paper = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(paper, rgba)
    return image


def _resolution(image: Image.Image) -> float | None:
    """Pixels an inch as the file states them, None when it states nothing plausible."""
    dpi = float(image.info.get("dpi", (0, 0))[0])
    return dpi if PLAUSIBLE_DPI[0] <= dpi <= PLAUSIBLE_DPI[1] else None


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """The image, with Pillow's faults turned into ours ."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            with Image.open(path, formats=("PNG", "JPEG", "TIFF")) as image:
                yield cast("Image.Image", image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise DamagedError(path=str(path), reason=str(error)) from error
