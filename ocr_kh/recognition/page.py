# SPDX-License-Identifier: Apache-2.0
"""A prepared page in, the engine's lines of words out, with boxes on the page."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ocr_kh.document import Word
from ocr_kh.recognition.cells import read_unread
from ocr_kh.recognition.numerals import second_look
from ocr_kh.recognition.tesseract import read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.imaging.prepare import Prepared
    from ocr_kh.imaging.tables import Rect
    from ocr_kh.recognition.hocr import EngineWord


def recognize(
    page: Prepared, tables: Sequence[Sequence[Rect]] = (), *, language: str, timeout: float
) -> list[list[Word]]:
    """The lines in the engine's order; boxes in points of the level sheet. `tables` are the cells of ruled tables.

    Raises what `recognition.tesseract.read_words` raises.
    """
    found = read_words(page.image, language=language, dpi=page.dpi, timeout=timeout)
    found += read_unread(page.image, found, tables, language=language, dpi=page.dpi, timeout=timeout)
    lines = (second_look(list(line), page.image) for _, line in groupby(found, key=lambda word: word.line))
    return [[_placed(word, page) for word in line] for line in lines]


def _placed(word: EngineWord, page: Prepared) -> Word:
    box = page.level_box(word.left, word.top, word.width, word.height)
    return Word(word.text, box, word.confidence, word.alternatives)
