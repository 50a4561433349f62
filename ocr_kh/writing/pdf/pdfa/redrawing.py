# SPDX-License-Identifier: Apache-2.0
"""Pages made images of what they show (`--pdfa raster`): the way out for a page that PDF/A does not take as it is.

PDFium draws them with their annotations, as viewers do. A page of a scan keeps the resolution of its image, within
bounds; one without images gets 300 dpi, more than the 200 that the archive asks of a scan (Thông tư 05/2025/TT-BNV,
Điều 8). Each image is packed as PNG, without loss, or
as JPEG, whichever is smaller: typed pages become PNG, photographs of paper JPEG.
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

import img2pdf
import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pikepdf import Array, Dictionary, Name

from ocr_kh.writing.pdf.page_box import rotation_of, visible_box

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from PIL import Image

TYPED_DPI = 300.0
"""Of a page without images; the least of one with."""
MAX_DPI = 600.0
MAX_PIXELS = 250_000_000
"""Of one page, as `max_pixels` of the settings: A0 at 300 dpi has 140 million."""
JPEG_QUALITY = 90
"""Between 75, which Pillow takes for pictures, and 95, its most: print has hard edges."""
COLOUR_SPREAD = 24
"""Levels between the red, green and blue of a pixel from which on it is no grey."""
_POINTS_PER_INCH = 72.0
_FORM_DEPTH = 8
_KEPT = frozenset({"/Type", "/Parent", "/UserUnit"})
"""Entries of a page that hold for an image of it too; its tags and notes describe what is no longer there."""


def redraw_pages(pdf: pikepdf.Pdf, numbers: Iterable[int], shown: Path) -> tuple[int, ...]:
    """Make the pages of `pdf` with these numbers images of what they show in the file `shown`, upright.

    Gives the numbers of those; a page that PDFium cannot draw stays as it is. The tree of tags goes: it would point to
    what is no longer there. Raises PdfiumError when `shown` cannot be opened.
    """
    redrawn = []
    with pdfium.PdfDocument(shown) as document:
        document.init_forms()
        for number in numbers:
            with suppress(pdfium.PdfiumError):
                _become_image(pdf, pdf.pages[number - 1], _packed(_drawn(document[number - 1])))
                redrawn.append(number)
    for key in (Name.StructTreeRoot, Name.MarkInfo):
        if key in pdf.Root:
            del pdf.Root[key]
    return tuple(redrawn)


def keep_pages_only(pdf: pikepdf.Pdf) -> None:
    """Drop layers and fields, of which images have none."""
    for key in (Name.OCProperties, Name.AcroForm):
        if key in pdf.Root:
            del pdf.Root[key]


def _drawn(page: pdfium.PdfPage) -> Image.Image:
    """The page as it is shown; in grey where it has no colour."""
    width, height = page.get_size()
    most = (MAX_PIXELS * _POINTS_PER_INCH**2 / max(width * height, 1.0)) ** 0.5
    image: Image.Image = page.render(scale=min(_resolution(page), most) / _POINTS_PER_INCH).to_pil().convert("RGB")
    pixels = np.asarray(image)[::4, ::4].astype(np.int16)
    coloured = (pixels.max(axis=2) - pixels.min(axis=2) > COLOUR_SPREAD).any()
    return image if coloured else image.convert("L")


def _resolution(page: pdfium.PdfPage) -> float:
    """Dots an inch of the finest of its images, within bounds."""
    images = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH)
    found = [image.get_metadata().horizontal_dpi for image in images]
    return min(max(TYPED_DPI, *found), MAX_DPI) if found else TYPED_DPI


def _packed(image: Image.Image) -> bytes:
    """As PNG or JPEG, whichever is smaller."""
    packed = []
    for name, options in (("PNG", {}), ("JPEG", {"quality": JPEG_QUALITY})):
        buffer = BytesIO()
        image.save(buffer, name, **options)
        packed.append(buffer.getvalue())
    return min(packed, key=len)


def _become_image(pdf: pikepdf.Pdf, page: pikepdf.Page, image: bytes) -> None:
    left, bottom, right, top = visible_box(page)
    width, height = right - left, top - bottom
    if rotation_of(page) % 180:
        width, height = height, width
    with pikepdf.open(BytesIO(img2pdf.convert(image, nodate=True, engine=img2pdf.Engine.pikepdf))) as packed:
        (drawn,) = packed.pages[0].obj.Resources.XObject.values()
        drawn = pdf.copy_foreign(drawn)
    for key in set(page.obj.keys()) - _KEPT:
        del page.obj[key]
    page.obj.MediaBox = Array([0, 0, width, height])
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=drawn))
    page.obj.Contents = pdf.make_stream(f"q {width:f} 0 0 {height:f} 0 0 cm /Im0 Do Q".encode())
