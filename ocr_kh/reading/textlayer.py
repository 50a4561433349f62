# SPDX-License-Identifier: Apache-2.0
"""The words of a page's own text layer, with their boxes, as Unicode whatever the fonts are encoded in."""

from __future__ import annotations

import ctypes
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium_c

from ocr_kh.document import Box, Word, around
from ocr_kh.legacy.fonts import font_encoding
from ocr_kh.legacy.runs import Run, decode_words
from ocr_kh.reading.pdf import page_size, placing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pypdfium2 as pdfium

_WORD_GAP = 0.25
"""Share of the letter height from which a gap without a space parts two words."""
_LINE_STEP = 0.5
"""Share of the letter height by which the baseline must move to begin another line."""

_LETTERS_IN_OLD_FONTS = "\x1c\x1d\x1e\x1f\x85\xa0"
"""White space to Unicode, letters to VISCII and VPS."""
_LONGEST_FONT_NAME = 127
"""Bytes; PDF allows names of as many (ISO 32000-1, Annex C)."""


class Glyph(NamedTuple):
    """A character as the page shows it."""

    text: str
    box: tuple[float, float, float, float]
    """Font height, not ink; as shown, origin top left."""
    font: str = ""
    """Name of its font as the file has it."""
    unmapped: bool = False
    """The font does not say which character it is: `text` is but the number of its shape."""


class LayerText(NamedTuple):
    """What a page's text layer says."""

    words: tuple[Word, ...]
    """In the order the file gives them; boxes in points of the page as shown, origin top left."""
    encodings: tuple[str, ...] = ()
    """The legacy encodings it was decoded from; none for Unicode."""
    unmapped: float = 0.0
    """Share of its characters of which the fonts do not say what they are (no /ToUnicode, no known encoding)."""


def layer_words(page: pdfium.PdfPage) -> LayerText:
    """The words of the layer within the page as shown, as NFC."""
    width, height = page_size(page)
    runs = [run for run in word_runs(_glyphs(page)) if _is_within(run, width, height)]
    texts, encodings = decode_words([_by_font(run) for run in runs])
    words = (_word(text, run) for text, run in zip(texts, runs, strict=True) if text)
    glyphs = [glyph for run in runs for glyph in run]
    return LayerText(tuple(words), encodings, sum(glyph.unmapped for glyph in glyphs) / max(len(glyphs), 1))


def _is_nameless(code: int) -> bool:
    """Whether a character is of private use, but for the codes of symbol fonts, or says that one is missing."""
    return 0xE000 <= code <= 0xEFFF or 0xF100 <= code <= 0xF8FF or code == 0xFFFD


def _is_within(run: list[Glyph], width: float, height: float) -> bool:
    """Whether the middle of a word lies within the page's crop box: what lies outside is cut off, and not seen."""
    left, top, right, bottom = zip(*(glyph.box for glyph in run), strict=True)
    across, down = (min(left) + max(right)) / 2, (min(top) + max(bottom)) / 2
    return bool(0 <= across <= width and 0 <= down <= height)


def _by_font(run: list[Glyph]) -> list[Run]:
    groups = groupby(run, key=lambda glyph: glyph.font)
    return [Run("".join(glyph.text for glyph in glyphs), font) for font, glyphs in groups]


def _glyphs(page: pdfium.PdfPage) -> Iterator[Glyph]:
    """Each character of the page in the file's order."""
    text = page.get_textpage()
    rectangle = pdfium_c.FS_RECTF()
    name, flags = ctypes.create_string_buffer(_LONGEST_FONT_NAME + 1), ctypes.c_int()
    place = placing(page)
    for index in range(text.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text.raw, index)
        pdfium_c.FPDFText_GetLooseCharBox(text.raw, index, ctypes.byref(rectangle))
        length = pdfium_c.FPDFText_GetFontInfo(text.raw, index, name, len(name), ctypes.byref(flags))
        font = name.value.decode("utf-8", "replace") if 0 < length <= len(name) else ""
        unmapped = _is_nameless(code) or pdfium_c.FPDFText_HasUnicodeMapError(text.raw, index) == 1
        yield Glyph(chr(code), place(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top), font, unmapped)
    text.close()


def word_runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs parted into words; combining marks go with the letter before them, wherever they are drawn."""
    runs: list[list[Glyph]] = []
    for run in _runs(glyphs):
        if runs and unicodedata.combining(run[0].text):
            runs[-1] += run
        else:
            runs.append(run)
    return runs


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs parted into words, at white space, at gaps and where the line changes."""
    run: list[Glyph] = []
    for glyph in glyphs:
        is_space = _is_space(glyph)
        if run and (is_space or _parts(run[-1], glyph)):
            yield run
            run = []
        if not is_space:
            run.append(glyph)
    if run:
        yield run


def _is_space(glyph: Glyph) -> bool:
    return glyph.text.isspace() and not (glyph.text in _LETTERS_IN_OLD_FONTS and font_encoding(glyph.font))


def _parts(before: Glyph, after: Glyph) -> bool:
    (_, top, right, bottom), (left, other_top, other_right, other_bottom) = before.box, after.box
    height = max(bottom - top, 1.0)
    moved = abs((bottom + top) - (other_bottom + other_top)) / 2
    if other_right - left <= 0 and unicodedata.combining(after.text):
        return False
    return left - right > _WORD_GAP * height or right - left > 2 * height or moved > _LINE_STEP * height


def _word(text: str, run: list[Glyph]) -> Word:
    corners = (glyph.box for glyph in run)
    return Word(text, around(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)) for x0, y0, x1, y1 in corners))
