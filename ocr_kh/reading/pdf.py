# SPDX-License-Identifier: Apache-2.0
"""PDF pages as rasters: the sole full-page image taken out as it is, or the page rendered.

A scan's page is one image that covers it. Taking that image out is lossless and about ten times
faster than rendering (measured), and leaves out the captions that a digital signature draws over
the page. Every other page is rendered by Poppler at the resolution of its own images.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pdf2image import convert_from_path
from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPageCountError, PDFSyntaxError

from ocr_kh.errors import (
    DamagedError,
    EncryptedError,
    InputError,
    NoPagesError,
    PageError,
    PageTooLargeError,
    PopplerMissingError,
)
from ocr_kh.reading.raster import POINTS_PER_INCH, Colour, Raster

if TYPE_CHECKING:
    from collections.abc import Iterator
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
PICTURE = 0.3
"""Share of the page under images from which they may be a scan with margins cut off."""
UNSEEN = 0.5
"""Share of unseen text from which the layer is an earlier OCR's; the rest may be captions and stamps."""
OUTLINES = 500
"""Paths from which a page's letters may be outlines: a page of text has some 2,000 letters, a ruled table of 100 cells
up to 400 lines."""
_GRID = 100
"""Cells on either side of a page, by which the area under images is counted."""
_FORM_DEPTH = 4
"""Levels of nested form XObjects looked into."""
_INVISIBLE = 3
"""Text render mode 3: neither filled nor stroked (ISO 32000-1, 9.3.6)."""


class Placed(NamedTuple):
    """A drawn object, as a page lists it: kind, corners in points (origin bottom left), whether it shows."""

    kind: int
    bounds: tuple[float, float, float, float]
    visible: bool
    image: pdfium.PdfImage | None


@contextmanager
def opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    """The document, closed afterwards. Raises EncryptedError, NoPagesError or DamagedError."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise _refusal(path, error) from error
    try:
        yield document
    finally:
        document.close()


def _refusal(path: Path, error: pdfium.PdfiumError) -> InputError:
    """Why PDFium cannot open the file, asked of qpdf: PDFium's own reason can be that of an earlier file."""
    try:
        with pikepdf.open(path) as pdf:
            return DamagedError(path=str(path), reason=str(error)) if pdf.pages else NoPagesError(path=str(path))
    except pikepdf.PasswordError:
        return EncryptedError(path=str(path))
    except pikepdf.PdfError as reason:
        return DamagedError(path=str(path), reason=str(reason).removeprefix(f"{path}: "))


def count_pages(path: Path) -> int:
    """How many pages. Raises EncryptedError, DamagedError or NoPagesError."""
    with opened(path) as document:
        count = len(document)
    if count == 0:
        raise NoPagesError(path=str(path))
    return count


@contextmanager
def opened_page(path: Path, index: int) -> Iterator[pdfium.PdfPage]:
    """Page `index` (from 0). Raises PageError when its object is broken."""
    with opened(path) as document:
        try:
            page = document[index]
        except pdfium.PdfiumError as error:
            raise PageError(path=str(path), page=index + 1, reason=str(error)) from error
        try:
            yield page
        finally:
            page.close()


def page_size(page: pdfium.PdfPage) -> tuple[float, float]:
    """Width and height in points, as shown (after /Rotate)."""
    return page.get_width(), page.get_height()


class Drawing(NamedTuple):
    """What a page draws, by which a text layer over it is judged."""

    image_share: float
    """Of the page's area under images: one, or strips and tiles together (what is drawn over them does not count)."""
    paths: int
    """Number of lines and outlines; letters turned into outlines are many."""
    unseen: float
    """Share of the text objects that nobody sees: invisible, or drawn before an image; 0 without text."""

    @property
    def is_covered(self) -> bool:
        """Whether the page is a picture, and its text the words of an earlier OCR, which show nothing themselves."""
        return self.image_share >= PICTURE and self.unseen >= UNSEEN

    @property
    def has_picture(self) -> bool:
        """Whether images or outlines may show words that the text layer lacks."""
        return self.image_share >= PICTURE or self.paths >= OUTLINES


def drawing(page: pdfium.PdfPage) -> Drawing:
    """What the page draws."""
    items = placed_objects(page)
    last_image = max((place for place, item in enumerate(items) if item.image), default=-1)
    texts = [(place, item) for place, item in enumerate(items) if item.kind == pdfium_c.FPDF_PAGEOBJ_TEXT]
    unseen = sum(not item.visible or place < last_image for place, item in texts)
    paths = sum(item.kind == pdfium_c.FPDF_PAGEOBJ_PATH for item in items)
    return Drawing(_image_share(items, page), paths, unseen / max(len(texts), 1))


def _image_share(items: list[Placed], page: pdfium.PdfPage) -> float:
    """The share of the page's area under images."""
    left, bottom, right, top = page.get_bbox()
    covered = np.zeros((_GRID, _GRID), dtype=bool)
    for item in items:
        if item.image:
            x0, y0, x1, y1 = item.bounds
            columns = _cells(x0 - left, x1 - left, right - left)
            covered[_cells(y0 - bottom, y1 - bottom, top - bottom), columns] = True
    return float(covered.mean())


def _cells(start: float, end: float, length: float) -> slice:
    """The cells of a row of _GRID whose middles lie between `start` and `end` of `length`."""
    first, last = (min(max(round(place / max(length, 1.0) * _GRID), 0), _GRID) for place in (start, end))
    return slice(first, last)


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


def placed_objects(page: pdfium.PdfPage) -> list[Placed]:
    """Everything the page draws, in order of drawing, nested forms looked into."""
    items = []
    for item in page.get_objects(max_depth=_FORM_DEPTH):
        if item.type == pdfium_c.FPDF_PAGEOBJ_FORM:
            continue
        is_text = item.type == pdfium_c.FPDF_PAGEOBJ_TEXT
        visible = not is_text or pdfium_c.FPDFTextObj_GetTextRenderMode(item.raw) != _INVISIBLE
        image = item if isinstance(item, pdfium.PdfImage) else None
        items.append(Placed(item.type, item.get_bounds(), visible, image))
    return items


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
