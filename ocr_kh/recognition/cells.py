# SPDX-License-Identifier: Apache-2.0
"""A second look at table cells in which the engine saw nothing: cut out, put on a sheet of their own, read again.

The engine's page analysis passes over lone figures between rules: of the 14 cells of the first column of
a transcribed table it leaves 11 empty.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from ocr_kh.recognition.tesseract import BLOCK_MODE, read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocr_kh.imaging.tables import Rect
    from ocr_kh.recognition.hocr import EngineWord

_RULE = 3
"""Pixels inside a cell's edge that may still belong to its rules."""
_DARK = 70
"""Grey levels by which ink is darker than the cell's paper."""
_LEAST_INK = 12
"""Dark pixels of the smallest figure at the engine's text height; fewer are specks."""
_LEAST_HEIGHT = 8
"""Pixels from top to bottom of the smallest figure."""
_MARGIN = 4
_GUTTER = 24
"""Pixels of paper between cells on the sheet: two lines of text."""
_ENLARGED = 1.5
"""Lone figures are read better larger: of 12 cells, 10 right at 1.5 times the height that suits text, 9 at 1 and 2."""


class _Cut(NamedTuple):
    """A cell's ink, where it stands on the page and on the sheet."""

    pixels: NDArray[np.uint8]
    left: int
    top: int
    sheet_top: int


def read_unread(  # noqa: PLR0913 - what was read, where, and how to read
    image: NDArray[np.uint8],
    words: Sequence[EngineWord],
    tables: Sequence[Sequence[Rect]],
    *,
    language: str,
    dpi: float,
    timeout: float,
) -> list[EngineWord]:
    """Words of cells with ink in which none of `words` stands; in pixels of `image`, as `words` are.

    Raises what `read_words` raises.
    """
    cuts = _cuts(image, [cell for table in tables for cell in table if not any(_inside(word, cell) for word in words)])
    if not cuts:
        return []
    sheet = _sheet(cuts)
    found = read_words(sheet, language=language, dpi=dpi * _ENLARGED, timeout=timeout, mode=BLOCK_MODE)
    return [_back(word, cuts, place) for place, word in enumerate(found)]


def _inside(word: EngineWord, cell: Rect) -> bool:
    x, y = word.left + word.width / 2, word.top + word.height / 2
    return cell.left <= x <= cell.left + cell.width and cell.top <= y <= cell.top + cell.height


def _cuts(image: NDArray[np.uint8], cells: Sequence[Rect]) -> list[_Cut]:
    cuts: list[_Cut] = []
    top = _GUTTER
    for cell in sorted(cells, key=lambda cell: (cell.top, cell.left)):
        found = _ink(image, cell)
        if found:
            pixels, left, upper = found
            cuts.append(_Cut(pixels, left, upper, top))
            top += len(pixels) + _GUTTER
    return cuts


def _ink(image: NDArray[np.uint8], cell: Rect) -> tuple[NDArray[np.uint8], int, int] | None:
    """The part of the cell with ink in it, and its left and top on the page; None for an empty cell."""
    left, top = cell.left + _RULE, cell.top + _RULE
    inner = image[top : cell.top + cell.height - _RULE, left : cell.left + cell.width - _RULE]
    if not inner.size:
        return None
    dark = inner < int(inner.max()) - _DARK
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if dark.sum() < _LEAST_INK or rows[-1] - rows[0] < _LEAST_HEIGHT:
        return None
    above, beside = max(int(rows[0]) - _MARGIN, 0), max(int(columns[0]) - _MARGIN, 0)
    return inner[above : rows[-1] + 1 + _MARGIN, beside : columns[-1] + 1 + _MARGIN], left + beside, top + above


def _sheet(cuts: Sequence[_Cut]) -> NDArray[np.uint8]:
    """The cuts one below the other on white paper, enlarged."""
    width = max(cut.pixels.shape[1] for cut in cuts) + 2 * _GUTTER
    sheet = np.full((cuts[-1].sheet_top + len(cuts[-1].pixels) + _GUTTER, width), 255, np.uint8)
    for cut in cuts:
        height, breadth = cut.pixels.shape
        sheet[cut.sheet_top : cut.sheet_top + height, _GUTTER : _GUTTER + breadth] = cut.pixels
    large = cv2.resize(sheet, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)
    return large.astype(np.uint8)


def _back(word: EngineWord, cuts: Sequence[_Cut], place: int) -> EngineWord:
    """A word of the sheet where it stands on the page; each is a line of its own, the cell puts them in order."""
    left, top = word.left / _ENLARGED, word.top / _ENLARGED
    middle = top + word.height / _ENLARGED / 2
    cut = min(cuts, key=lambda cut: abs(cut.sheet_top + len(cut.pixels) / 2 - middle))
    return replace(
        word,
        left=round(left - _GUTTER + cut.left),
        top=round(top - cut.sheet_top + cut.top),
        width=round(word.width / _ENLARGED),
        height=round(word.height / _ENLARGED),
        line=(-1, 0, place),
    )
