# SPDX-License-Identifier: Apache-2.0
"""Table cells in which the engine saw nothing though there is ink.

The engine's page analysis passes over lone figures between rules: of the 14 cells of the first column of
a transcribed table it leaves 11 empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.recognition.sheet import Cut

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
_ENLARGED = 1.5
"""Lone figures are read better larger: of 12 cells, 10 right at 1.5 times the height that suits text, 9 at 1 and 2."""


def unread_cells(image: NDArray[np.uint8], words: Sequence[EngineWord], tables: Sequence[Sequence[Rect]]) -> list[Cut]:
    """The ink of cells in which none of `words` stands, from top to bottom."""
    empty = [cell for table in tables for cell in table if not any(_inside(word, cell) for word in words)]
    cuts = (_ink(image, cell) for cell in sorted(empty, key=lambda cell: (cell.top, cell.left)))
    return [cut for cut in cuts if cut]


def _inside(word: EngineWord, cell: Rect) -> bool:
    x, y = word.left + word.width / 2, word.top + word.height / 2
    return cell.left <= x <= cell.left + cell.width and cell.top <= y <= cell.top + cell.height


def _ink(image: NDArray[np.uint8], cell: Rect) -> Cut | None:
    """The part of the cell with ink in it; None for an empty cell."""
    left, top = cell.left + _RULE, cell.top + _RULE
    inner = image[top : cell.top + cell.height - _RULE, left : cell.left + cell.width - _RULE]
    if not inner.size:
        return None
    dark = inner < int(inner.max()) - _DARK
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if dark.sum() < _LEAST_INK or rows[-1] - rows[0] < _LEAST_HEIGHT:
        return None
    above, beside = max(int(rows[0]) - _MARGIN, 0), max(int(columns[0]) - _MARGIN, 0)
    pixels = inner[above : rows[-1] + 1 + _MARGIN, beside : columns[-1] + 1 + _MARGIN]
    return Cut(pixels, left + beside, top + above, _ENLARGED)
