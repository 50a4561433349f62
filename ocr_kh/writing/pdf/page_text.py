# SPDX-License-Identifier: Apache-2.0
"""The words of a document put on the pages of its PDF, unseen, where they are printed."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from pikepdf import Array, Name

from ocr_kh.writing.pdf.glyphless import add_font, codes_of
from ocr_kh.writing.pdf.hidden_text import copy_dictionary, full_page_images, remove_hidden_text
from ocr_kh.writing.pdf.page_box import rotation_of, visible_box
from ocr_kh.writing.pdf.textlayer import FONT_RESOURCE, View, text_layer, written_text

if TYPE_CHECKING:
    import pikepdf

    from ocr_kh.document import Document, Page
    from ocr_kh.writing.pdf.glyphless import Codes

_SAME_SIZE = 0.005
"""Two sizes that differ by less, in share, are the same: boxes are rounded to points by some scanners."""


def add_text_layers(pdf: pikepdf.Pdf, document: Document) -> None:
    """Put the words of `document` on the pages of `pdf`, in place of unseen text that is there."""
    codes = codes_of(written_text(line) for page in document.pages if not _is_searchable(page) for line in page.lines)
    font = add_font(pdf, codes)
    for page in document.pages:
        if not _is_searchable(page):
            _add_text_layer(pdf, pdf.pages[page.number - 1], page, font, codes)


def has_layer(page: Page) -> bool:
    """Whether our words are on `page`: one without a size has no place for them."""
    return not _is_searchable(page) and bool(page.lines and page.width and page.height)


def _is_searchable(page: Page) -> bool:
    """Whether the page's own text can be searched as it is; text in a legacy encoding can not."""
    return page.source == "text" and page.layer.encoding is None


def _add_text_layer(pdf: pikepdf.Pdf, target: pikepdf.Page, page: Page, font: pikepdf.Object, codes: Codes) -> None:
    """Turn the page upright, then put its words beneath its content, where no state of that content reaches them."""
    if page.source == "ocr" or page.condition.blank:
        remove_hidden_text(pdf, target)
    area = _area(target, page)
    rotation = (rotation_of(target) + page.condition.rotation) % 360
    if page.condition.rotation:
        target.obj.Rotate = rotation
    layer = text_layer(page, View(area, rotation), codes)
    if not layer:
        return
    resources = copy_dictionary(target.resources)
    resources.Font = copy_dictionary(resources.get(Name.Font))
    resources.Font[FONT_RESOURCE] = font
    target.obj.Resources = resources
    stream = pdf.make_stream(deflate(layer), Filter=Name.FlateDecode)
    target.obj.Contents = Array([stream, *_contents(target)])


def deflate(content: bytes) -> bytes:
    """Instructions packed by Deflate, not ending with a carriage return.

    Before the line feed of `endstream` that would look like an end of line: a checker that searches for it
    (page-validation 0.11) then calls the length wrong. One stream in 256 would end so.
    """
    found = zlib.compress(content)
    return zlib.compress(content + b"\n") if found.endswith(b"\r") else found


def _contents(page: pikepdf.Page) -> list[pikepdf.Object]:
    """The page's content streams as they are."""
    contents = page.obj.get(Name.Contents)
    if contents is None:
        return []
    return list(contents) if isinstance(contents, Array) else [contents]


def _area(target: pikepdf.Page, page: Page) -> tuple[float, float, float, float]:
    """The part of user space in which `page`'s boxes are measured.

    That is what viewers show, or the image that was read instead of the page, if that has the page's size.
    """
    visible = visible_box(target)
    turned = (page.condition.rotation + rotation_of(target)) % 180 != 0
    size = (page.height, page.width) if turned else (page.width, page.height)
    if not all(size) or _alike(visible, size):
        return visible
    drawn = [(area.llx, area.lly, area.urx, area.ury) for area in full_page_images(target)]
    return next((area for area in drawn if _alike(area, size)), visible)


def _alike(area: tuple[float, float, float, float], size: tuple[float, float]) -> bool:
    width, height = area[2] - area[0], area[3] - area[1]
    return abs(width - size[0]) <= _SAME_SIZE * size[0] and abs(height - size[1]) <= _SAME_SIZE * size[1]
