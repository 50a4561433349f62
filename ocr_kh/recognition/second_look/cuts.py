# SPDX-License-Identifier: Apache-2.0
"""Parts of a page put on a sheet of their own and read again, all with one call of the engine."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from ocr_kh.recognition.tesseract import BLOCK_MODE, COLUMN_MODE, read_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.hocr import EngineWord

_GUTTERS = {BLOCK_MODE: 24, COLUMN_MODE: 60}
"""Pixels of paper around parts on the sheet: two lines of text; five where no two parts may be taken for one block."""


_MAX_SHEET_HEIGHT = 16_000
"""Pixels; the engine refuses an image higher than 32,767."""


class Cut(NamedTuple):
    """A part of the page image, and where it stands on the page."""

    pixels: NDArray[np.uint8]
    left: int
    top: int
    scale: float = 1.0
    """Times it is enlarged on the sheet."""
    is_enlarged: bool = False
    """Whether its pixels are that large already."""


class _Sheet(NamedTuple):
    """The parts one below the other on white paper."""

    image: NDArray[np.uint8]
    tops: list[int]
    """Where each part begins."""
    heights: list[int]


def read_cuts(
    cuts: Sequence[Cut], *, language: str, dpi: float, timeout: float, mode: int = BLOCK_MODE
) -> list[list[EngineWord]]:
    """The words in each cut, in pixels of the page image, in the engine's order. `dpi`: that of the page image.

    Raises what `read_words` raises.
    """
    read = partial(_read_sheet, language=language, dpi=dpi, timeout=timeout, mode=mode)
    return [words for few in _sheets_of(cuts) for words in read(few)]


def _sheets_of(cuts: Sequence[Cut]) -> Iterator[list[Cut]]:
    """The cuts in order, as many at a time as a sheet holds."""
    few: list[Cut] = []
    height = 0.0
    for cut in cuts:
        height += _height(cut) + max(_GUTTERS.values())
        if few and height > _MAX_SHEET_HEIGHT:
            yield few
            few, height = [], _height(cut)
        few.append(cut)
    if few:
        yield few


def _height(cut: Cut) -> float:
    """On the sheet."""
    return len(cut.pixels) * (1 if cut.is_enlarged else cut.scale)


def _read_sheet(cuts: Sequence[Cut], *, language: str, dpi: float, timeout: float, mode: int) -> list[list[EngineWord]]:
    gutter = _GUTTERS[mode]
    sheet = _sheet(cuts, gutter)
    words = read_words(sheet.image, language=language, dpi=dpi, timeout=timeout, mode=mode)
    begins = np.array(sheet.tops) - gutter / 2
    found: list[list[EngineWord]] = [[] for _ in cuts]
    for word in words:
        at = max(0, int(np.searchsorted(begins, word.top + word.height / 2)) - 1)
        found[at].append(_place_on_page(word, cuts[at], gutter, sheet.tops[at]))
    return found


def _sheet(cuts: Sequence[Cut], gutter: int) -> _Sheet:
    parts = [_scale(cut) for cut in cuts]
    heights = [len(part) for part in parts]
    tops = [gutter + sum(heights[:at]) + at * gutter for at in range(len(parts))]
    image = np.full((tops[-1] + heights[-1] + gutter, max(part.shape[1] for part in parts) + 2 * gutter), 255, np.uint8)
    for part, top in zip(parts, tops, strict=True):
        image[top : top + len(part), gutter : gutter + part.shape[1]] = part
    return _Sheet(image, tops, heights)


def _scale(cut: Cut) -> NDArray[np.uint8]:
    if cut.scale == 1 or cut.is_enlarged:
        return cut.pixels
    how = cv2.INTER_CUBIC if cut.scale > 1 else cv2.INTER_AREA
    return cv2.resize(cut.pixels, None, fx=cut.scale, fy=cut.scale, interpolation=how).astype(np.uint8)


def _place_on_page(word: EngineWord, cut: Cut, sheet_left: int, sheet_top: int) -> EngineWord:
    """A word of the sheet where it stands on the page."""
    return replace(
        word,
        left=round((word.left - sheet_left) / cut.scale + cut.left),
        top=round((word.top - sheet_top) / cut.scale + cut.top),
        width=round(word.width / cut.scale),
        height=round(word.height / cut.scale),
    )
