# SPDX-License-Identifier: Apache-2.0
"""PDFs and their pages, opened; and why one cannot be."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2 as pdfium

from ocr_kh.errors import DamagedError, EncryptedError, InputError, NoPagesError, PageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
