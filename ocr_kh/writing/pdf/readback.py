# SPDX-License-Identifier: Apache-2.0
"""Read the words back from a searchable.pdf, and compare them with those that were to be written."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr_kh.writing.pdf.textlayer import written_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ocr_kh.document import Page

_WORD = re.compile(r"\w+")
_MAX_SHOWN_WORDS = 20
"""Words that are told by name."""


@dataclass(frozen=True, slots=True)
class Readback:
    """How the words of the file differ from ours, as multisets."""

    words: int = 0
    """How many we wrote."""
    missing: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)

    @property
    def equal(self) -> bool:
        return not self.missing and not self.extra

    def as_record(self) -> dict[str, object]:
        """For provenance.json."""
        return {
            "words": self.words,
            "missing": self.missing.total(),
            "extra": self.extra.total(),
            "examples": [*_examples("-", self.missing), *_examples("+", self.extra)],
        }


def read_back(path: Path, pages: Iterable[Page]) -> Readback:
    """Compare the words on `pages` of the PDF at `path` with those of their lines.

    Text that the page itself shows (a stamp of the office, typed over the scan) is the page's and not extra.
    """
    total, missing, extra = 0, Counter[str](), Counter[str]()
    with pdfium.PdfDocument(path) as opened:
        for page in pages:
            ours = _words(" ".join(map(written_text, page.lines)))
            found = opened[page.number - 1]
            text = found.get_textpage()
            theirs = _words(text.get_text_range())
            total += ours.total()
            if ours != theirs:
                missing += ours - theirs
                extra += theirs - ours - _visible(found, text)
    return Readback(total, missing, extra)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(unicodedata.normalize("NFC", text)))


def _visible(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> Counter[str]:
    """The words of `page` that are not ours: all text that is painted."""
    shown = (
        _text(item, text)
        for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT])
        if pdfium_c.FPDFTextObj_GetTextRenderMode(item.raw) != pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE
    )
    return _words(" ".join(shown))


def _text(item: pdfium.PdfObject, text: pdfium.PdfTextPage) -> str:
    size = pdfium_c.FPDFTextObj_GetText(item.raw, text.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium_c.FPDFTextObj_GetText(item.raw, text.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _examples(sign: str, words: Counter[str]) -> list[str]:
    return [f"{sign}{word}" for word in list(words)[:_MAX_SHOWN_WORDS]]
