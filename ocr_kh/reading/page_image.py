# SPDX-License-Identifier: Apache-2.0
"""PDF pages as rasters: the sole full-page image taken out as it is, or the page rendered.

What a person sees of a page is the page. A scan's page is one image that covers it. Where that image, within the
page's box, is all that is seen, taking it out is lossless and about ten times faster than rendering (measured), and
leaves out the captions that a digital signature draws over the page. Every other page is rendered by Poppler at the
resolution of its own images.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pypdfium2 as pdfium
from pdf2image import convert_from_path
from pdf2image.exceptions import (
    PDFInfoNotInstalledError,
    PDFPageCountError,
    PDFPopplerTimeoutError,
    PDFSyntaxError,
)

from ocr_kh.errors import PageError, PageTimeoutError, PageTooLargeError, PopplerMissingError
from ocr_kh.reading.cut_images import any_is_cut
from ocr_kh.reading.drawing import Placed, placed_objects
from ocr_kh.reading.pdf import opened_page, page_size
from ocr_kh.reading.raster import POINTS_PER_INCH, Colour, Raster, square_pixels

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
_GLANCE_DPI = 100.0
"""At which letters of 6 points are still told apart: 20 ms of CPU a page."""
_GLANCE_PIXELS = 32e6
"""At most; sheets above A1 are looked at more coarsely."""
_UPRIGHT_TOLERANCE = 0.01
_HARDLY_OUTSIDE = 0.005
"""Share of an image's side up to which what lies outside the page's box is rounding and no cut."""
_LOOK_SCALE = 0.5
"""Pixels a point (36 dpi) at which page and image are compared: 25 ms of CPU on a scan of the development data."""
_LOOK_BLUR = (9, 9)
"""Pixels of that picture that are averaged, since it is made in two ways."""
_MOST_DIFFERENT = 64
"""Grey levels between the two from which the page shows something else. Of 105 pages of the development scans and
samples that show their image none differs by more than 27; stencils and masks by 236 and more."""
_COLOUR_SPREAD = 24
"""Grey levels between channels above which a pixel is coloured; JPEG colours grey paper by less."""
_COLOUR_SHARE = 2e-4


def read_page(path: Path, index: int, max_pixels: int, timeout: float) -> Raster:
    """Page `index` (from 0) as a raster: what a person sees of it, `timeout` seconds at most for drawing it.

    Raises PageError when it cannot be rendered, PageTimeoutError, PageTooLargeError above `max_pixels`.
    """
    with opened_page(path, index) as page:
        items = placed_objects(page)
        cut = any_is_cut(item.image for item in items if item.image)
        image = _sole_image(items, page)
        if image is not None:
            _check_pixels(path, index, *_pixel_size(image), max_pixels)
            try:
                raster = _taken_out(image, page)
            except pdfium.PdfiumError as error:
                raise PageError(path=str(path), page=index + 1, reason=str(error)) from error
            if raster is not None:
                return replace(raster, cut=cut)
        dpi = _render_dpi(items)
        width, height = page_size(page)
    scale = dpi / POINTS_PER_INCH
    _check_pixels(path, index, int(width * scale), int(height * scale), max_pixels)
    return replace(_rendered(path, index, dpi, timeout), cut=cut)


def glance(path: Path, index: int) -> Raster:
    """Page `index` (from 0) drawn quickly and small, in grey, without annotations: to see where there is print."""
    with opened_page(path, index) as page:
        drawn = page.render(
            scale=_GLANCE_DPI / POINTS_PER_INCH, grayscale=True, draw_annots=False, may_draw_forms=False
        )
        return Raster(drawn.to_numpy().reshape(drawn.height, drawn.width).copy(), _GLANCE_DPI, "grey")


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


def _taken_out(image: pdfium.PdfImage, page: pdfium.PdfPage) -> Raster | None:
    """The image's own pixels within the page's box, turned by its /Rotate; None where the page looks otherwise."""
    left, bottom, right, top = image.get_bounds()
    box_left, box_bottom, box_right, box_top = page.get_bbox()
    whole = image.get_bitmap(render=False).to_numpy()
    across, down = whole.shape[1] / max(right - left, 1.0), whole.shape[0] / max(top - bottom, 1.0)
    rows = _within(whole.shape[0], (top - box_top) / (top - bottom), (top - box_bottom) / (top - bottom))
    columns = _within(whole.shape[1], (box_left - left) / (right - left), (box_right - left) / (right - left))
    pixels, colour = _as_rgb_or_grey(whole[rows, columns], bgr=True)
    if not _is_what_the_page_shows(pixels, image, page):
        return None
    if image.get_metadata().bits_per_pixel == 1:
        colour = "bilevel"
    square, dpi = square_pixels(pixels, across * POINTS_PER_INCH, down * POINTS_PER_INCH)
    turned = np.rot90(square, -(page.get_rotation() // 90)) if page.get_rotation() else square
    return Raster(np.ascontiguousarray(turned), dpi, colour)


def _within(length: int, start: float, end: float) -> slice:
    """The pixels of a row of `length` from share `start` to share `end`; all where hardly any lie outside."""
    first = round(start * length) if start > _HARDLY_OUTSIDE else 0
    return slice(first, round(end * length) if end < 1 - _HARDLY_OUTSIDE else length)


def _is_what_the_page_shows(pixels: NDArray[np.uint8], image: pdfium.PdfImage, page: pdfium.PdfPage) -> bool:
    """Whether the page, drawn small, looks like the image's pixels within it.

    Stencils (/ImageMask), masks (/Mask, /SMask), blending and layers that are switched off change what is seen of an
    image, and do not stand in its pixels.
    """
    upright = (360 - page.get_rotation()) % 360
    drawn = page.render(
        scale=_LOOK_SCALE, rotation=upright, grayscale=True, draw_annots=False, may_draw_forms=False
    ).to_numpy()
    left, bottom, right, top = image.get_bounds()
    box_left, box_bottom, box_right, box_top = page.get_bbox()
    first, last = (round((side - box_left) * _LOOK_SCALE) for side in (max(left, box_left), min(right, box_right)))
    upper, lower = (round((box_top - side) * _LOOK_SCALE) for side in (min(top, box_top), max(bottom, box_bottom)))
    seen = drawn.reshape(drawn.shape[:2])[upper:lower, first:last]
    if not seen.size or not pixels.size:
        return False  # a page of a point or two: what it shows is drawn
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (seen.shape[1], seen.shape[0]), interpolation=cv2.INTER_AREA)
    difference = cv2.absdiff(cv2.blur(seen, _LOOK_BLUR), cv2.blur(small, _LOOK_BLUR))
    return bool(difference.max() <= _MOST_DIFFERENT)


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


def _rendered(path: Path, index: int, dpi: int, timeout: float) -> Raster:
    """The page drawn by Poppler, annotations and all."""
    number = index + 1
    try:
        (image,) = convert_from_path(
            path, dpi=dpi, first_page=number, last_page=number, use_cropbox=True, timeout=max(1, round(timeout))
        )
    except PDFInfoNotInstalledError as error:
        raise PopplerMissingError from error
    except PDFPopplerTimeoutError as error:
        raise PageTimeoutError(path=str(path), page=number, seconds=round(timeout)) from error
    except (PDFPageCountError, PDFSyntaxError, ValueError, OSError) as error:
        reason = str(error).strip().splitlines()
        raise PageError(path=str(path), page=number, reason=reason[-1] if reason else "pdftoppm") from error
    pixels, colour = _as_rgb_or_grey(np.asarray(image.convert("RGB")), bgr=False)
    return Raster(np.ascontiguousarray(pixels), float(dpi), colour)


def _check_pixels(path: Path, index: int, width: int, height: int, limit: int) -> None:
    if width * height > limit:
        raise PageTooLargeError(path=str(path), page=index + 1, reason=f"{width} x {height} > {limit}")
