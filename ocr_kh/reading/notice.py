# SPDX-License-Identifier: Apache-2.0
"""PDFs whose pages show nothing but which program to open them with: XFA forms, cover sheets of portfolios."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2.raw as pdfium_c

from ocr_kh.errors import XfaError
from ocr_kh.reading.hidden_layers import DAMAGE_ERRORS
from ocr_kh.reading.pdf import opened

if TYPE_CHECKING:
    from pathlib import Path

    import pypdfium2 as pdfium

_PROGRAMS = re.compile(r"adobe|acrobat|pdf viewer|please wait|portfolio|foxit", re.IGNORECASE)
"""Words of these notices, whatever language the rest is in."""
_MOST_WORDS = 150
"""Adobe's own notices have 60 to 90 words; a page of text has 300."""
_XFA_TYPES = frozenset({pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND})


def check_shown(path: Path) -> None:
    """Raises XfaError for a form whose content is XFA alone, which no page shows (ISO 32000-1, 12.7.8)."""
    with opened(path) as document:
        if pdfium_c.FPDF_GetFormType(document) not in _XFA_TYPES or not _is_notice(document):
            return
    if _has_xfa(path):
        raise XfaError(path=str(path))


def is_notice(path: Path) -> bool:
    """Whether the PDF's one page is empty, or a notice on how to open the file.

    `For the best experience, open this PDF portfolio in Acrobat X` is one, a letter that lists its annexes is none.
    """
    with opened(path) as document:
        return _is_notice(document)


def _is_notice(document: pdfium.PdfDocument) -> bool:
    if len(document) != 1:
        return False
    page = document[0]
    words = page.get_textpage().get_text_range().split()
    if _has_fields(page):
        return False
    if not words:
        return not any(True for _ in page.get_objects())
    return len(words) <= _MOST_WORDS and _PROGRAMS.search(" ".join(words)) is not None


def _has_fields(page: pdfium.PdfPage) -> bool:
    """Whether fields stand on the page, which show what was filled in."""
    for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        note = pdfium_c.FPDFPage_GetAnnot(page, index)
        kind = pdfium_c.FPDFAnnot_GetSubtype(note)
        pdfium_c.FPDFPage_CloseAnnot(note)
        if kind == pdfium_c.FPDF_ANNOT_WIDGET:
            return True
    return False


def _has_xfa(path: Path) -> bool:
    """Whether the form's XFA is one, and not something else under that name; PDFium looks only for the name."""
    try:
        with pikepdf.open(path) as pdf:
            form = pdf.Root.get("/AcroForm")
            found = form.get("/XFA") if isinstance(form, pikepdf.Dictionary) else None
            return isinstance(found, (pikepdf.Stream, pikepdf.Array))
    except DAMAGE_ERRORS:
        return False
