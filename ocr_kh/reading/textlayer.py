# SPDX-License-Identifier: Apache-2.0
"""The words of a page's own text layer, with their boxes."""

from __future__ import annotations

import ctypes
import unicodedata
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium_c

from ocr_kh.document import Box, Word, around

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2 as pdfium

_WORD_GAP = 0.25
"""Share of the letter height from which a gap without a space parts two words."""
_LINE_STEP = 0.5
"""Share of the letter height by which the baseline must move to begin another line."""

Glyph = tuple[str, tuple[float, float, float, float]]


def layer_words(page: pdfium.PdfPage) -> tuple[Word, ...]:
    """The words in the order the file gives them; boxes in points of the page as shown, origin top left."""
    return tuple(_word(run) for run in _runs(_glyphs(page)))


def _glyphs(page: pdfium.PdfPage) -> Iterator[Glyph]:
    """Each character with its box (font height, not ink) as shown, origin top left."""
    text = page.get_textpage()
    rectangle = pdfium_c.FS_RECTF()
    place = _placing(page)
    for index in range(text.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text.raw, index)
        pdfium_c.FPDFText_GetLooseCharBox(text.raw, index, ctypes.byref(rectangle))
        yield chr(code), place(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    text.close()


def _placing(page: pdfium.PdfPage):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a closure of four floats to four floats
    """From PDF user space to the page as shown (crop box and /Rotate applied), origin top left."""
    left, bottom, right, top = page.get_cropbox()
    turns = page.get_rotation() // 90

    def place(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        if turns == 0:
            return x0 - left, top - y1, x1 - left, top - y0
        if turns == 1:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if turns == 2:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        return top - y1, right - x1, top - y0, right - x0

    return place


def _runs(glyphs: Iterator[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs parted into words, at white space, at gaps and where the line changes."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and (glyph[0].isspace() or _parts(run[-1], glyph)):
            yield run
            run = []
        if not glyph[0].isspace() and glyph[0] >= " " and glyph[0] not in "\ufffe\uffff\u00ad":
            run.append(glyph)
    if run:
        yield run


def _parts(before: Glyph, after: Glyph) -> bool:
    (_, (_, top, right, bottom)), (_, (left, other_top, other_right, other_bottom)) = before, after
    height = max(bottom - top, 1.0)
    moved = abs((bottom + top) - (other_bottom + other_top)) / 2
    if other_right - left <= 0 and unicodedata.combining(after[0]):
        return False
    return left - right > _WORD_GAP * height or right - left > 2 * height or moved > _LINE_STEP * height


def _word(run: list[Glyph]) -> Word:
    text = unicodedata.normalize("NFC", "".join(character for character, _ in run))
    box = around(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)) for _, (x0, y0, x1, y1) in run)
    return Word(text, box)
