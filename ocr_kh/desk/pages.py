# SPDX-License-Identifier: Apache-2.0
"""The pages of a document: what each is, its words where they stand, and its picture."""

from __future__ import annotations

import io
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from ocr_kh.corrections.correction import Anchor, Correction
from ocr_kh.corrections.page_decisions import POINTER
from ocr_kh.messages import N_, translate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ocr_kh.desk.opened import Opened
    from ocr_kh.document import Page

PDF = "searchable.pdf"
DPI = 150
"""Of the pictures: 70 ms a page of a scan, 250 kB; a line of 13-point print is 27 pixels high."""
THUMBNAIL_DPI = 20
_QUALITY = 75
"""Of JPEG."""
_MOST_PICTURES = 64
"""Pictures kept in memory, about 16 MB: those on the desks, and the next ones."""
_drawing = Lock()
"""PDFium draws one page at a time."""

BLANK_REASONS: Mapping[str, str] = {
    "too small": N_("too small for a line of print"),
    "no letters": N_("no letters stand on it"),
    "no words": N_("no words were read on it"),
    "person": N_("a person says so"),
}


def pages(opened: Opened) -> list[dict[str, Any]]:
    """What each page is; empty for plain text, which has none."""
    if not opened.document.has_pages:
        return []
    return [_shown(page, opened) for page in opened.document.pages]


def _shown(page: Page, opened: Opened) -> dict[str, Any]:
    condition = page.condition
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "words": len(page.words),
        "blank": translate(BLANK_REASONS[condition.blank_reason]) if condition.blank_reason else None,
        "turned": condition.rotation,
        "doubtful_start": page.number in opened.document.doubtful_starts,
        "error": page.error,
        "said": _said(page, opened),
    }


def _said(page: Page, opened: Opened) -> dict[str, dict[str, object]]:
    """By what may be said of the page: the decision about it, from what it was read as to what is said of it."""
    read = {
        "blank": "yes" if page.condition.blank else "no",
        "turned": str(page.condition.rotation),
        "columns": page.order,
        "begins": "yes" if page.number == 1 else "no",
    }
    mine = (each for each in opened.corrections if each.kind == "page" and each.anchor.page == page.number)
    said = {each.pointer: each.right for each in mine}
    scan = opened.document.sha256
    found = {}
    for name, value in read.items():
        pointer = f"{POINTER}{name}"
        decision = Correction("page", value, said.get(pointer, value), Anchor(page.number), pointer=pointer, scan=scan)
        found[name] = decision.as_record()
    return found


def words_of(opened: Opened, number: int) -> list[list[Any]]:
    """The words of a page with their boxes and the number of their column and line, in reading order."""
    return [
        [word.text, word.box.as_list()]
        for page in opened.document.pages
        if page.number == number
        for word in page.words
        if word.box
    ]


def picture(folder: Path, number: int, dpi: int) -> bytes | None:
    """A page as JPEG, as the document's searchable.pdf shows it; None where there is none."""
    path = folder / PDF
    try:
        status = path.stat()
    except OSError:
        return None
    return _drawn(path, status.st_mtime_ns, number, dpi)


@lru_cache(maxsize=_MOST_PICTURES)
def _drawn(path: Path, _mtime: int, number: int, dpi: int) -> bytes | None:
    import pypdfium2

    with _drawing:
        document = pypdfium2.PdfDocument(path)
        try:
            if not 0 < number <= len(document):
                return None
            image = document[number - 1].render(scale=dpi / 72).to_pil()
        finally:
            document.close()
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
