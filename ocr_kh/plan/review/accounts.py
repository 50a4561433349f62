# SPDX-License-Identifier: Apache-2.0
"""What of a document was read and is in no file of text, as its plan tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.layout.left_out import lines_left_out
from ocr_kh.plan.reading_account import LeftOut

if TYPE_CHECKING:
    from ocr_kh.document import Document
    from ocr_kh.document import LeftOut as Found
    from ocr_kh.layout.paragraphs import Joined


def left_out(document: Document, joined: Joined | None) -> tuple[LeftOut, ...]:
    """The words left out of its lines, page by page, and the lines left out of its text.

    `joined`: what its lines came to, where that is known already.
    """
    words = [_told(each, page.number) for page in document.pages for each in page.left_out]
    lines = [_told(each, each.page if document.has_pages else None) for each in lines_left_out(document.lines, joined)]
    return tuple(sorted([*words, *lines], key=lambda each: each.page or 0))


def _told(found: Found, page: int | None) -> LeftOut:
    x0, y0, x1, y1 = found.box.as_list() if found.box else (0.0, 0.0, 0.0, 0.0)
    return LeftOut(
        text=found.text,
        reason=found.reason,
        page=page,
        line=found.line,
        box=(x0, y0, x1, y1) if found.box else None,
    )
