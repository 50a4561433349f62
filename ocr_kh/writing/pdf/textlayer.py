# SPDX-License-Identifier: Apache-2.0
"""The words of a page as a PDF content stream that paints nothing and can be searched, selected and copied.

A line is one text object: each word stretched to the width of its box (Tz), a space behind it. All words of a
line share a baseline that falls with the page's skew, as far as extractors follow: they put words into one line by
their baselines (Poppler tears a line that falls by half an em), and cut words apart whose own letters climb (from
0.5 pt on), so the words themselves stay level. At 1.5 degrees the first and the last word of a full line are 3 pt off
their boxes; beyond, a page should be scanned again.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from math import radians, tan
from statistics import median
from typing import TYPE_CHECKING

from ocr_kh.document import Box, Role
from ocr_kh.writing.pdf.glyphless import ADVANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ocr_kh.document import Line, Page, Word
    from ocr_kh.writing.pdf.glyphless import Codes

FONT_RESOURCE = "/OcrKh"
UNWRITTEN = frozenset({Role.NOISE})
"""Roles that are no text of the document."""

HEIGHT_OF_WORD = 0.9
"""Height of a typical word's box in ems (12.2 pt where 13 and 14 pt are printed): most have an ascender or a mark
above, many a descender or a dot below."""
DESCENDER = 0.2
"""Depth of a descender or of a dot below, in ems."""
_LOW = frozenset("gjpqyQ,;()[]|/")
"""Characters that reach below the baseline; letters with a dot below, too."""
_DOT_BELOW = "\u0323"
_SIZE_RANGE = (0.5, 3.0)
"""Bounds of a line's font size over the page's median: a line of dashes or a speck has no height to go by."""
_LETTER_HEIGHT_BOUNDS = (0.6, 1.6)
"""Bounds within which a line's height is that of its letters, not of its type: `ra sau` is half as high as `Đề`.
Poppler makes blocks of lines of one size and puts the blocks into reading order: with a size a line, pdftotext had
6.5 % of the words of 19 documents out of our order, with a size a page 5.1 %, nearly all of it in tables."""
_MIN_SPACE = 0.25
"""Least width of the space between words in ems; below 0.15 Poppler joins them."""
_MAX_FALL = 0.35
"""Most that a line's baseline may fall or rise from its first to its last word, in ems."""
_MAX_FLAT_HEIGHT = 0.4
"""Height of a dash, a comma or a quotation mark over that of a word: it may stand above or below its neighbours."""
_MIN_OVERLAP = 0.4
"""Part of the lower of two words that overlaps in height with the other when both stand in one printed line."""
_MIN_ADVANCE = 0.05
"""Least width of a character in ems, where boxes overlap or are empty."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A word on its baseline: left end, width and baseline in points, y downwards."""

    text: str
    x: float
    width: float
    baseline: float


@dataclass(frozen=True, slots=True)
class View:
    """How the upright page (points, origin top left) lies in the PDF's user space."""

    visible: tuple[float, float, float, float]
    """The part of user space that viewers show: left, bottom, right, top."""
    rotation: int
    """Degrees by which viewers turn the page clockwise: 0, 90, 180 or 270."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as shown, in units of user space."""
        left, bottom, right, top = self.visible
        upright = (right - left, top - bottom)
        return upright if self.rotation % 180 == 0 else (upright[1], upright[0])

    def matrix(self, width: float, height: float) -> tuple[float, ...]:
        """From a `width` x `height` upright page, y upwards from its bottom left corner, to user space."""
        left, bottom, right, top = self.visible
        x, y = self.size[0] / width, self.size[1] / height
        return {
            0: (x, 0, 0, y, left, bottom),
            90: (0, x, -y, 0, right, bottom),
            180: (-x, 0, 0, -y, right, top),
            270: (0, -x, y, 0, left, top),
        }[self.rotation]


def text_layer(page: Page, view: View, codes: Codes) -> bytes:
    """The content stream of `page`'s words in reading order; empty when there is nothing to write."""
    if not page.width or not page.height:
        return b""
    usual = _median_height(page.lines) / HEIGHT_OF_WORD
    blocks = [block for line in page.lines if (block := _line_block(line, page, usual, codes))]
    if not blocks:
        return b""
    matrix = " ".join(_number(value) for value in view.matrix(page.width, page.height))
    return "\n".join(["q", f"{matrix} cm", "3 Tr", *blocks, "Q\n"]).encode("ascii")


def written_text(line: Line) -> str:
    """What of `line` goes into the layer: nothing for roles that are no text of the document."""
    return "" if line.role in UNWRITTEN else " ".join(_nfc(word.text) for word in line.words)


def _line_block(line: Line, page: Page, usual: float, codes: Codes) -> str:
    """A text object for each printed line of `line`: a table row has one in each of its cells, and more."""
    words = [] if line.role in UNWRITTEN else boxed_words(line.words)
    return "\n".join(_printed_block(run, line, page, usual, codes) for run in printed_lines(words))


def printed_lines(words: Iterable[Word]) -> list[list[Word]]:
    """`words`, which all have boxes, parted where the next one stands higher, lower or further left."""
    lines: list[list[Word]] = []
    for word in words:
        if lines and _goes_on(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _goes_on(word: Word, following: Word) -> bool:
    a, b = word.box, following.box
    if a is None or b is None:
        return True
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    low, high = sorted((a.height, b.height))
    return b.x1 > a.x0 and (overlap > _MIN_OVERLAP * low or low < _MAX_FLAT_HEIGHT * high)


def _printed_block(words: list[Word], line: Line, page: Page, usual: float, codes: Codes) -> str:
    size = _size(_median_height((line,)) / HEIGHT_OF_WORD, usual)
    placed = place(words, size, tan(radians(page.condition.skew)))
    shown = [_show_word(word, size, page.height, codes) for word in placed]
    return "\n".join(["BT", f"{FONT_RESOURCE} {_number(size)} Tf", *shown, "ET"])


def _size(own: float, usual: float) -> float:
    """The font size of a line: the page's, unless its words are clearly smaller or larger."""
    low, high = _LETTER_HEIGHT_BOUNDS
    if low * usual <= own <= high * usual:
        return usual or 1.0
    return min(max(own, usual * _SIZE_RANGE[0]), usual * _SIZE_RANGE[1])


def place(words: list[Word], size: float, slope: float) -> list[Placed]:
    """Put `words`, which all have boxes, on one baseline of `slope`, with a gap before each following word."""
    boxes = [word.box or Box(0, 0, 0, 0) for word in words]
    feet = [box.y1 - size * _depth(word.text) for word, box in zip(words, boxes, strict=True)]
    span = max(boxes[-1].middle[0] - boxes[0].middle[0], size)
    slope = min(max(slope, -_MAX_FALL * size / span), _MAX_FALL * size / span)
    level = median(foot - slope * box.middle[0] for foot, box in zip(feet, boxes, strict=True))
    placed = [
        Placed(_nfc(word.text), box.x0, box.width, level + slope * box.middle[0])
        for word, box in zip(words, boxes, strict=True)
    ]
    return _kept_apart(placed, size)


def _kept_apart(words: list[Placed], size: float) -> list[Placed]:
    """`words`, narrowed where a box leaves no gap before the next, and moved on where one begins with the last."""
    apart: list[Placed] = []
    for word, following in pairwise([*words, None]):
        if word is None:
            break
        x = word.x
        if apart and apart[-1].x < x + size:
            x = max(x, apart[-1].x + apart[-1].width + _MIN_SPACE * size)
        width = word.width
        if following and following.x > x - size:
            width = min(width, following.x - x - _MIN_SPACE * size)
        apart.append(replace(word, x=x, width=max(width, _MIN_ADVANCE * size * len(word.text))))
    return apart


def _show_word(word: Placed, size: float, height: float, codes: Codes) -> str:
    """Operators that show `word` with a space behind it.

    Both are one string: PDFium drops a space that is a string of its own where lines cross (6 of 25,548 words of 78
    pages ran together).
    """
    letters = [codes[c] for c in word.text if c in codes]
    shown = "".join(f"{code:04X}" for code in [*letters, codes[" "]])
    return (
        f"{_stretch(word.width, len(letters), size)} Tz "
        f"1 0 0 1 {_number(word.x)} {_number(height - word.baseline)} Tm <{shown}> Tj"
    )


def _stretch(width: float, characters: int, size: float) -> str:
    """The horizontal scaling, in per cent, that makes so many characters `width` points wide."""
    return _number(100 * width / (ADVANCE * size * max(characters, 1)))


def boxed_words(words: Iterable[Word]) -> Iterator[Word]:
    """`words` with boxes; one without (a mark between cells, a word put in) shares the box of its neighbour."""
    held: list[str] = []
    last: Word | None = None
    for word in words:
        if not word.box and last:
            last = replace(last, text=f"{last.text} {word.text}")
        elif not word.box:
            held.append(word.text)
        else:
            if last:
                yield last
            last, held = replace(word, text=" ".join([*held, word.text])), []
    if last:
        yield last


def _median_height(lines: tuple[Line, ...]) -> float:
    """Median height of the words' boxes, in points; 0 when there are none."""
    heights = [word.box.height for line in lines for word in line.words if word.box]
    return median(heights) if heights else 0.0


def _depth(text: str) -> float:
    """How far `text` reaches below its baseline, in ems."""
    low = any(c in _LOW for c in text) or _DOT_BELOW in unicodedata.normalize("NFD", text)
    return DESCENDER if low else 0.0


def _nfc(text: str) -> str:
    """`text` in NFC, white space as single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _number(value: float) -> str:
    """A PDF number: at most four decimals, never in scientific notation."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
