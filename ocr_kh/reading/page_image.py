# SPDX-License-Identifier: Apache-2.0
"""PDF pages as rasters: the sole full-page image taken out as it is, or the page rendered.

A scan's page is one image that covers it. Taking that image out is lossless and about ten times
faster than rendering (measured), and leaves out the captions that a digital signature draws over
the page. Every other page is rendered by Poppler at the resolution of its own images.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pdfium
from pdf2image import convert_from_path
from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPageCountError, PDFSyntaxError

from ocr_kh.errors import PageError, PageTooLargeError, PopplerMissingError
from ocr_kh.reading.drawing import Placed, placed_objects
from ocr_kh.reading.pdf import opened_page, page_size
from ocr_kh.reading.raster import POINTS_PER_INCH, Colour, Raster

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

FULL_PAGE = 0.9
"""Share of the page that an image must cover to be the page. All 85 pages of the development scans
have one of at least 0.99; images on 68 born-digital pages cover at most 0.02."""
RENDER_DPI = (150, 300)
"""A page is rendered at its images' resolution within these bounds ..."""
VECTOR_DPI = 200
"""... and at this where it has none (the archive rule of Thông tư 05/2025, Điều 8)."""
_UPRIGHT_TOLERANCE = 0.01
_COLOUR_SPREAD = 24
"""Grey levels between channels above which a pixel is coloured; JPEG colours grey paper by less."""
_COLOUR_SHARE = 2e-4


def read_page(path: Path, index: int, max_pixels: int) -> Raster:
    """Page `index` (from 0) as a raster.

    Raises PageError when it cannot be rendered, PageTooLargeError above `max_pixels`.
    """
    with opened_page(path, index) as page:
        items = placed_objects(page)
        image = _sole_image(items, page)
        if image is not None:
            _check_pixels(path, index, *_pixel_size(image), max_pixels)
            try:
                return _extracted(image, page)
            except pdfium.PdfiumError as error:
                raise PageError(path=str(path), page=index + 1, reason=str(error)) from error
        dpi = _render_dpi(items)
        width, height = page_size(page)
    scale = dpi / POINTS_PER_INCH
    _check_pixels(path, index, int(width * scale), int(height * scale), max_pixels)
    return _rendered(path, index, dpi)


def _sole_image(items: list[Placed], page: pdfium.PdfPage) -> pdfium.PdfImage | None:
    """The image that is the page, when nothing that shows is drawn after it and it stands upright."""
    covering = [place for place, item in enumerate(items) if item.image and _covers(item, page)]
    if len(covering) != 1:
        return None
    image = items[covering[0]].image
    over = [item for item in items[covering[0] + 1 :] if item.visible and not _is_speck(item)]
    if image is None or over or not _is_upright(image):
        return None
    return image if image.get_filters() or _pixel_size(image)[0] > 1 else None


def _is_speck(item: Placed) -> bool:
    """Whether an object is too small to hold a letter: under a point high or wide."""
    left, bottom, right, top = item.bounds
    return bool(right - left < 1 or top - bottom < 1)


def _covers(item: Placed, page: pdfium.PdfPage) -> bool:
    left, bottom, right, top = item.bounds
    box_left, box_bottom, box_right, box_top = page.get_bbox()
    width = min(right, box_right) - max(left, box_left)
    height = min(top, box_top) - max(bottom, box_bottom)
    area = (box_right - box_left) * (box_top - box_bottom)
    return bool(width > 0 and height > 0 and width * height >= FULL_PAGE * area)


def _is_upright(image: pdfium.PdfImage) -> bool:
    a, b, c, d, _, _ = image.get_matrix().get()
    return bool(a > 0 and d > 0 and abs(b) < _UPRIGHT_TOLERANCE * a and abs(c) < _UPRIGHT_TOLERANCE * d)


def _pixel_size(image: pdfium.PdfImage) -> tuple[int, int]:
    width, height = image.get_px_size()
    return int(width), int(height)


def _extracted(image: pdfium.PdfImage, page: pdfium.PdfPage) -> Raster:
    """The image's own pixels, turned by the page's /Rotate."""
    bitmap = image.get_bitmap(render=False)
    array = bitmap.to_numpy()
    metadata = image.get_metadata()
    bilevel = metadata.bits_per_pixel == 1
    pixels, colour = _as_rgb_or_grey(array, bgr=True)
    colour = "bilevel" if bilevel else colour
    left, _, right, _ = image.get_bounds()
    dpi = array.shape[1] * POINTS_PER_INCH / max(right - left, 1.0)
    turned = np.rot90(pixels, -(page.get_rotation() // 90)) if page.get_rotation() else pixels
    return Raster(np.ascontiguousarray(turned), dpi, colour)


def _as_rgb_or_grey(array: NDArray[np.uint8], *, bgr: bool) -> tuple[NDArray[np.uint8], Colour]:
    """The pixels, one channel where no pixel is coloured enough to matter, and the colour the file was made in."""
    if array.ndim == 2 or array.shape[2] == 1:
        return array.reshape(array.shape[:2]), "grey"
    rgb = array[:, :, 2::-1] if bgr else array[:, :, :3]
    sample = rgb[::4, ::4].astype(np.int16)
    spread = sample.max(axis=2) - sample.min(axis=2)
    coloured = float((spread > _COLOUR_SPREAD).mean()) >= _COLOUR_SHARE
    return (rgb if coloured else np.ascontiguousarray(rgb[:, :, 1])), "colour"


def _render_dpi(items: list[Placed]) -> int:
    """The highest resolution of the page's images, within RENDER_DPI; VECTOR_DPI without images."""
    found = []
    for item in items:
        if item.image:
            left, _, right, _ = item.bounds
            if right - left > POINTS_PER_INCH:
                found.append(_pixel_size(item.image)[0] * POINTS_PER_INCH / (right - left))
    low, high = RENDER_DPI
    return int(min(max(low, *found), high)) if found else VECTOR_DPI


def _rendered(path: Path, index: int, dpi: int) -> Raster:
    """The page drawn by Poppler, annotations and all."""
    number = index + 1
    try:
        (image,) = convert_from_path(path, dpi=dpi, first_page=number, last_page=number, use_cropbox=True, timeout=120)
    except PDFInfoNotInstalledError as error:
        raise PopplerMissingError from error
    except (PDFPageCountError, PDFSyntaxError, ValueError, OSError) as error:
        reason = str(error).strip().splitlines()
        raise PageError(path=str(path), page=number, reason=reason[-1] if reason else "pdftoppm") from error
    pixels, colour = _as_rgb_or_grey(np.asarray(image.convert("RGB")), bgr=False)
    return Raster(np.ascontiguousarray(pixels), float(dpi), colour)


def _check_pixels(path: Path, index: int, width: int, height: int, limit: int) -> None:
    if width * height > limit:
        raise PageTooLargeError(path=str(path), page=index + 1, reason=f"{width} x {height} > {limit}")
