# SPDX-License-Identifier: Apache-2.0
"""A page's repaired words as OCRmyPDF takes them: a tree of its OcrElement, in pixels of the image it handed over.

OCRmyPDF makes the text layer of the tree. Its package is needed here; `ocr_kh.ocrmypdf_plugin` looks for it.

The words of a line stand level on one baseline, at their places from left to right. OCRmyPDF would turn the line with
the page's skew, but Poppler cuts words apart whose letters climb: of the 346 words of a page 2 degrees askew 36 came
out in pieces, 2 at 1 degree. Level, all are whole, but the ends of a full line are off by 8 and 4 points.
"""

from __future__ import annotations

from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from ocrmypdf.hocrtransform import Baseline, BoundingBox, OcrClass, OcrElement

from ocr_kh.writing.pdf.textlayer import DESCENDER, HEIGHT_OF_WORD, UNWRITTEN, boxed_words, place, printed_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.document import Line, Page

_LANGUAGE = "vie"


def page_element(page: Page, width: int, height: int, dpi: float) -> OcrElement:
    """The tree of `page`, which was read from an image of `width` x `height` pixels at `dpi`.

    A paragraph is lines that follow one another with the same role. A page that lies on its side in the image has its
    words where the image has them.
    """
    there = _Place(page, width, height)
    element = OcrElement(OcrClass.PAGE, bbox=BoundingBox(0, 0, width, height), dpi=dpi, page_number=page.number - 1)
    written = (line for line in page.lines if line.role not in UNWRITTEN)
    for _, block in groupby(written, key=lambda line: line.role):
        if lines := [element for line in block for element in _lines(line, there)]:
            element.children.append(OcrElement(OcrClass.PARAGRAPH, bbox=_around(lines), children=lines))
    return element


def _lines(line: Line, there: _Place) -> Iterator[OcrElement]:
    """One for each printed line: a table row has one in each of its cells, and more."""
    for words in printed_lines(boxed_words(line.words)):
        size = median(word.box.height for word in words if word.box) / HEIGHT_OF_WORD or 1.0
        placed = place(words, size, 0.0)
        foot = placed[0].baseline + DESCENDER * size
        top = foot - HEIGHT_OF_WORD * size
        children = [
            OcrElement(
                OcrClass.WORD,
                bbox=there.box(at.x, top, at.x + at.width, foot),
                text=at.text,
                confidence=word.confidence,
            )
            for word, at in zip(words, placed, strict=True)
        ]
        yield OcrElement(
            OcrClass.LINE,
            bbox=_around(children),
            baseline=Baseline(0.0, -DESCENDER * size * there.scale),
            textangle=float(there.rotation),
            language=_LANGUAGE,
            children=children,
        )


class _Place:
    """From points of the upright page to pixels of the image, in which the page may lie on its side."""

    def __init__(self, page: Page, width: int, height: int) -> None:
        self.rotation = page.condition.rotation
        self._size = width, height
        upright = width if self.rotation % 180 == 0 else height
        self.scale = upright / page.width if page.width else 1.0

    def box(self, *corners: float) -> BoundingBox:
        """`corners` are x0, y0, x1, y1."""
        x0, y0, x1, y1 = (self.scale * value for value in corners)
        width, height = self._size
        turned = {
            0: (x0, y0, x1, y1),
            90: (y0, height - x1, y1, height - x0),
            180: (width - x1, height - y1, width - x0, height - y0),
            270: (width - y1, x0, width - y0, x1),
        }
        return BoundingBox(*turned[self.rotation])


def _around(elements: Sequence[OcrElement]) -> BoundingBox:
    boxes = [element.bbox for element in elements if element.bbox]
    return BoundingBox(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
