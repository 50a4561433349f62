# SPDX-License-Identifier: Apache-2.0
"""PDFs and their pages, opened; and why one cannot be."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

import pikepdf
import pypdfium2 as pdfium

from ocr_kh.errors import DamagedError, EncryptedError, InputError, NoPagesError, PageError
from ocr_kh.reading.hidden_layers import DAMAGE_ERRORS, without_hidden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Corners: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom on the page as shown, in points."""


@contextmanager
def opened(path: Path, data: bytes | None = None) -> Iterator[pdfium.PdfDocument]:
    """The document, closed afterwards; `data` in its place. Raises EncryptedError, NoPagesError or DamagedError."""
    try:
        document = pdfium.PdfDocument(path if data is None else data)
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
    except DAMAGE_ERRORS as reason:
        return DamagedError(path=str(path), reason=str(reason).removeprefix(f"{path}: "))


def count_pages(path: Path) -> int:
    """How many pages. Raises EncryptedError, DamagedError or NoPagesError."""
    with opened(path) as document:
        count = len(document)
    if count == 0:
        raise NoPagesError(path=str(path))
    return count


def title_of(path: Path) -> str:
    """The title in the metadata of the PDF, as scanners keep what their operator called it; empty without one."""
    try:
        with opened(path) as document:
            return str(document.get_metadata_value("Title")).strip()
    except InputError:
        return ""


@contextmanager
def opened_page(path: Path, index: int) -> Iterator[pdfium.PdfPage]:
    """Page `index` (from 0), without layers that are switched off. Raises PageError when its object is broken."""
    alone = without_hidden(path, index)
    with opened(path, alone) as document:
        try:
            page = document[index if alone is None else 0]
        except pdfium.PdfiumError as error:
            raise PageError(path=str(path), page=index + 1, reason=str(error)) from error
        try:
            yield page
        finally:
            page.close()


def page_size(page: pdfium.PdfPage) -> tuple[float, float]:
    """Width and height in points, as shown (after /Rotate)."""
    return page.get_width(), page.get_height()


def placing(page: pdfium.PdfPage) -> Callable[[float, float, float, float], Corners]:
    """From corners in PDF user space to those on the page as shown (crop box and /Rotate applied), origin top left."""
    left, bottom, right, top = page.get_cropbox()
    turns = page.get_rotation() // 90

    def place(x0: float, y0: float, x1: float, y1: float) -> Corners:
        if turns == 0:
            return x0 - left, top - y1, x1 - left, top - y0
        if turns == 1:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if turns == 2:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        return top - y1, right - x1, top - y0, right - x0

    return place
