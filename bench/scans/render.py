# SPDX-License-Identifier: Apache-2.0
"""From a PDF to page images and back to a scanned file, the same bytes every time.

Images as in `degrade`: 8-bit samples, RGB or grey; an image of 0 and 255 only counts as bilevel.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import img2pdf
import numpy as np
from pdf2image import convert_from_bytes, convert_from_path
from PIL import Image as Pillow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.scans.drawn_ink import Image


def page_images(pdf: Path | bytes, dpi: float) -> list[Image]:
    """All pages of `pdf` (a path, or the file's bytes), drawn by Poppler at `dpi`: RGB."""
    # pdf2image is annotated for whole numbers, but hands any to pdftoppm -r.
    pages = convert_from_bytes(pdf, dpi=dpi) if isinstance(pdf, bytes) else convert_from_path(pdf, dpi=dpi)  # type: ignore[arg-type]
    return [np.asarray(page.convert("RGB"), dtype=np.uint8) for page in pages]


def is_bilevel(image: Image) -> bool:
    """Whether there is nothing but black and white on the page."""
    return image.ndim == 2 and bool(np.isin(image, (0, 255)).all())


def encoded(image: Image, dpi: int, *, quality: int = 75) -> bytes:
    """The page as a scanner stores it: CCITT G4 (in TIFF) when bilevel, else JPEG at `quality` (1 to 100)."""
    buffer = io.BytesIO()
    if is_bilevel(image):
        Pillow.fromarray(image).convert("1").save(buffer, "TIFF", compression="group4", dpi=(dpi, dpi))
    else:
        Pillow.fromarray(image).save(buffer, "JPEG", quality=quality, dpi=(dpi, dpi))
    return buffer.getvalue()


def scanned_pdf(images: Sequence[Image], dpi: int, *, quality: int = 75) -> bytes:
    """A PDF with one full-page image a page, at its true size; without dates, so equal input gives equal bytes."""
    layout = img2pdf.get_fixed_dpi_layout_fun((dpi, dpi))
    pages = [encoded(image, dpi, quality=quality) for image in images]
    return bytes(img2pdf.convert(pages, layout_fun=layout, nodate=True, engine=img2pdf.Engine.internal))


def scanned_tiff(images: Sequence[Image], dpi: int) -> bytes:
    """A TIFF of all pages: CCITT G4 when every page is bilevel, else deflated."""
    mode = "1" if all(is_bilevel(image) for image in images) else None
    first, *rest = [Pillow.fromarray(image).convert(mode) for image in images]
    compression = "group4" if first.mode == "1" else "tiff_adobe_deflate"
    buffer = io.BytesIO()
    first.save(buffer, "TIFF", save_all=True, append_images=rest, compression=compression, dpi=(dpi, dpi))
    return buffer.getvalue()


def scanned_png(image: Image, dpi: int) -> bytes:
    """One page without loss."""
    buffer = io.BytesIO()
    Pillow.fromarray(image).save(buffer, "PNG", dpi=(dpi, dpi), optimize=True)
    return buffer.getvalue()
