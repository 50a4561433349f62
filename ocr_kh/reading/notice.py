# SPDX-License-Identifier: Apache-2.0
"""PDFs whose pages show nothing but which program to open them with: XFA forms, cover sheets of portfolios."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium_c

from ocr_kh.errors import XfaError
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
        if pdfium_c.FPDF_GetFormType(document) in _XFA_TYPES and _is_notice(document):
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
    if not words:
        return not any(True for _ in page.get_objects())
    return len(words) <= _MOST_WORDS and _PROGRAMS.search(" ".join(words)) is not None
