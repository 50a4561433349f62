# SPDX-License-Identifier: Apache-2.0
"""pages.hocr: the repaired words with their boxes and confidences, in pixels of the page images.

hOCR 1.2 (kba.github.io/hocr-spec/1.2), as XHTML, in the order areas, paragraphs, lines, words that Tesseract writes
and OCRmyPDF and hocr-tools read. A page that has no image is measured at 300 dpi.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import count, groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import ocr_kh
from ocr_kh.document import Box, Role, around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.document import Document, Line, Page, Word

_DPI_WITHOUT_IMAGE = 300.0
_POINTS = 72.0
_CAPABILITIES = "ocr_page ocr_carea ocr_par ocr_line ocrx_word ocrp_lang ocrp_wconf"
_UNWRITTEN = frozenset({Role.NOISE})
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="vi" lang="vi">
 <head>
  <title>{title}</title>
  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name="ocr-system" content="ocr_kh {version}"/>
  <meta name="ocr-capabilities" content="{capabilities}"/>
  <meta name="ocr-langs" content="vi"/>
  <meta name="ocr-number-of-pages" content="{pages}"/>
 </head>
 <body>
"""


def hocr_of(document: Document) -> str:
    """All pages of `document`; a page that is blank or failed is there, without words."""
    head = _HEAD.format(
        title=_xml(document.name),
        version=ocr_kh.__version__,
        capabilities=_CAPABILITIES,
        pages=len(document.pages),
    )
    pages = "".join(_page(page, document.name) for page in document.pages)
    return f"{head}{pages} </body>\n</html>\n"


def pixels_a_point(page: Page) -> float:
    """Pixels of the page image for each point of the upright page."""
    image = page.condition.width if page.condition.rotation % 180 == 0 else page.condition.height
    return image / page.width if image and page.width else _DPI_WITHOUT_IMAGE / _POINTS


def _page(page: Page, name: str) -> str:
    scale = pixels_a_point(page)
    box = Box(0, 0, page.width, page.height)
    dpi = round(scale * _POINTS)
    title = f'image "{_quote_name(name)}"; {_bbox(box, scale)}; ppageno {page.number - 1}; scan_res {dpi} {dpi}'
    numbers = count(1)
    blocks = groupby(_placed_lines(page), lambda line: line.role)
    areas = "".join(_area(page, list(lines), scale, numbers) for _, lines in blocks)
    return f'  <div class="ocr_page" id="page_{page.number}" title={quoteattr(title)}>\n{areas}  </div>\n'


def _placed_lines(page: Page) -> list[Line]:
    """The lines that have a place, and are text of the document."""
    return [line for line in page.lines if line.box and line.role not in _UNWRITTEN]


def _area(page: Page, lines: list[Line], scale: float, numbers: Iterator[int]) -> str:
    """Lines that follow one another with the same role."""
    box = around(line.box for line in lines if line.box) or Box(0, 0, 0, 0)
    number = next(numbers)
    place = f'title="{_bbox(box, scale)}"'
    body = "".join(_line(line, scale, f"{page.number}_{next(numbers)}") for line in lines)
    return (
        f'   <div class="ocr_carea" id="block_{page.number}_{number}" {place}>\n'
        f'    <p class="ocr_par" id="par_{page.number}_{number}" lang="vi" {place}>\n'
        f"{body}    </p>\n   </div>\n"
    )


def _line(line: Line, scale: float, identifier: str) -> str:
    box = line.box or Box(0, 0, 0, 0)
    words = "\n".join(
        _word(word, scale, f"{identifier}_{number}") for number, word in enumerate(line.words, 1) if word.box
    )
    return f'     <span class="ocr_line" id="line_{identifier}" title="{_bbox(box, scale)}">\n{words}\n     </span>\n'


def _word(word: Word, scale: float, identifier: str) -> str:
    place = f"{_bbox(word.box or Box(0, 0, 0, 0), scale)}; x_wconf {round(100 * word.confidence)}"
    return f'      <span class="ocrx_word" id="word_{identifier}" title="{place}">{_xml(word.text)}</span>'


def _bbox(box: Box, scale: float) -> str:
    """Whole pixels, from the top left corner."""
    return "bbox " + " ".join(str(max(round(value * scale), 0)) for value in (box.x0, box.y0, box.x1, box.y1))


def _quote_name(name: str) -> str:
    """A file name between the quotation marks of a property, where a backslash escapes (hOCR 1.2, 4.2)."""
    return _clean(name).replace("\\", "\\\\").replace('"', '\\"')


def _xml(text: str) -> str:
    return escape(_clean(text))


def _clean(text: str) -> str:
    """`text` in NFC, without the characters that XML does not allow."""
    return _NO_XML.sub("", unicodedata.normalize("NFC", text))
