# SPDX-License-Identifier: Apache-2.0
"""What a page of a PDF draws, and where: images, text, lines and outlines."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

PICTURE = 0.3
"""Share of the page under images from which they may be a scan with margins cut off."""
UNSEEN = 0.5
"""Share of unseen text from which the layer is an earlier OCR's; the rest may be captions and stamps."""
OUTLINES = 500
"""Paths from which a page's letters may be outlines: a page of text has some 2,000 letters, a ruled table of 100 cells
up to 400 lines."""
_GRID = 100
"""Cells on either side of a page, by which the area under images is counted."""
_FORM_DEPTH = 4
"""Levels of nested form XObjects looked into."""
_INVISIBLE = 3
"""Text render mode 3: neither filled nor stroked (ISO 32000-1, 9.3.6)."""


_LINE = (60.0, 8.0)
"""Points, width and height, of the smallest picture that can hold a line of print."""

Bounds: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top in points, origin bottom left."""


class Placed(NamedTuple):
    """A drawn object, as a page lists it: kind, corners in points (origin bottom left), whether it shows."""

    kind: int
    bounds: Bounds
    visible: bool
    image: pdfium.PdfImage | None


class Drawing(NamedTuple):
    """What a page draws, by which a text layer over it is judged."""

    image_share: float
    """Of the page's area under images: one, or strips and tiles together (what is drawn over them does not count)."""
    paths: int
    """Number of lines and outlines; letters turned into outlines are many."""
    unseen: float
    """Share of the text objects that nobody sees: invisible, or drawn before an image; 0 without text."""

    @property
    def is_covered(self) -> bool:
        """Whether the page is a picture, and its text the words of an earlier OCR, which show nothing themselves."""
        return self.image_share >= PICTURE and self.unseen >= UNSEEN

    @property
    def has_picture(self) -> bool:
        """Whether images or outlines may show words that the text layer lacks."""
        return self.image_share >= PICTURE or self.paths >= OUTLINES


def drawing(page: pdfium.PdfPage) -> Drawing:
    """What the page draws."""
    items = placed_objects(page)
    last_image = max((place for place, item in enumerate(items) if item.image), default=-1)
    texts = [(place, item) for place, item in enumerate(items) if item.kind == pdfium_c.FPDF_PAGEOBJ_TEXT]
    unseen = sum(not item.visible or place < last_image for place, item in texts)
    paths = sum(item.kind == pdfium_c.FPDF_PAGEOBJ_PATH for item in items)
    return Drawing(_image_share(items, page), paths, unseen / max(len(texts), 1))


def pictures(page: pdfium.PdfPage) -> list[Bounds]:
    """Where the page may show print that is no text: its images, or all of it where letters may be outlines."""
    items = placed_objects(page)
    if sum(item.kind == pdfium_c.FPDF_PAGEOBJ_PATH for item in items) >= OUTLINES:
        return [page.get_bbox()]
    return [item.bounds for item in items if item.image and _may_hold_a_line(item.bounds)]


def _may_hold_a_line(bounds: Bounds) -> bool:
    left, bottom, right, top = bounds
    return bool(max(right - left, top - bottom) >= _LINE[0] and min(right - left, top - bottom) >= _LINE[1])


def _image_share(items: list[Placed], page: pdfium.PdfPage) -> float:
    """The share of the page's area under images."""
    left, bottom, right, top = page.get_bbox()
    covered = np.zeros((_GRID, _GRID), dtype=bool)
    for item in items:
        if item.image:
            x0, y0, x1, y1 = item.bounds
            columns = _cells(x0 - left, x1 - left, right - left)
            covered[_cells(y0 - bottom, y1 - bottom, top - bottom), columns] = True
    return float(covered.mean())


def _cells(start: float, end: float, length: float) -> slice:
    """The cells of a row of _GRID whose middles lie between `start` and `end` of `length`."""
    first, last = (min(max(round(place / max(length, 1.0) * _GRID), 0), _GRID) for place in (start, end))
    return slice(first, last)


def placed_objects(page: pdfium.PdfPage) -> list[Placed]:
    """Everything the page draws, in order of drawing, nested forms looked into."""
    items = []
    for item in page.get_objects(max_depth=_FORM_DEPTH):
        if item.type == pdfium_c.FPDF_PAGEOBJ_FORM:
            continue
        is_text = item.type == pdfium_c.FPDF_PAGEOBJ_TEXT
        visible = not is_text or pdfium_c.FPDFTextObj_GetTextRenderMode(item.raw) != _INVISIBLE
        image = item if isinstance(item, pdfium.PdfImage) else None
        items.append(Placed(item.type, item.get_bounds(), visible, image))
    return items
