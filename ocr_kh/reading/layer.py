# SPDX-License-Identifier: Apache-2.0
"""A page's own text layer: its words, the verdict on it, and the size of the page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ocr_kh.document import Box, LayerVerdict, Word
from ocr_kh.reading import pdf, textlayer
from ocr_kh.reading.drawing import drawing, pictures
from ocr_kh.reading.typed_words import typed_words
from ocr_kh.reading.verdict import judge, judge_unmapped

if TYPE_CHECKING:
    from ocr_kh.reading.source import Source


@dataclass(frozen=True, slots=True)
class Layer:
    """What a page says in text; no words for images."""

    words: tuple[Word, ...] = ()
    """As Unicode, whatever the layer's encoding."""
    verdict: LayerVerdict = field(default_factory=LayerVerdict)
    size: tuple[float, float] = (0.0, 0.0)
    """Width and height in points, as shown."""
    usable: bool = False
    """Whether the words are to be used rather than the page's picture."""
    typed: tuple[Word, ...] = ()
    """Words of form fields and annotations, which are seen whatever becomes of the layer."""
    pictures: tuple[Box, ...] = ()
    """Parts of the page that may show print which is no text of the layer, in points of the page as shown."""


def read_layer(source: Source, number: int) -> Layer:
    """The layer of page `number` (from 1). Raises PageError."""
    if source.kind != "pdf":
        return Layer()
    path, index = source.locate(number)
    with pdf.opened_page(path, index) as page:
        text = textlayer.layer_words(page)
        drawn = drawing(page)
        size = pdf.page_size(page)
        place = pdf.placing(page)
        typed = typed_words(path, index, place)
        shown = tuple(Box(*place(*bounds)) for bounds in pictures(page))
    verdict, usable = judge_unmapped(text.unmapped) or judge(
        text.words,
        over_image=drawn.is_covered,
        has_picture=drawn.has_picture,
        encodings=text.encodings,
        size=size,
    )
    return Layer(text.words, replace(verdict, over_image=drawn.is_covered), size, usable, typed, shown)
