# SPDX-License-Identifier: Apache-2.0
"""Ruled tables are read cell by cell, not line by line across their walls.

Where the lines of neighbouring cells stand at different heights the engine's page analysis makes lines of their upper
and lower halves, and it passes over lone figures between rules (11 of 14 in the first column of a transcribed table).
So the page is read without what stands in cells, and the cells below one another on a sheet of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.recognition.second_look.cuts import Cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ocr_kh.imaging.tables import Rect
    from ocr_kh.recognition.hocr import EngineWord

_RULE_PIXELS = 3
"""Pixels inside a cell's edge that may still belong to its rules."""
_INK_CONTRAST = 70
"""Grey levels by which ink is darker than the cell's paper."""
_MIN_INK = 12
"""Dark pixels of the smallest figure at the engine's text height; fewer are specks."""
_MIN_HEIGHT = 8
"""Pixels from top to bottom of the smallest figure."""
_PAPER_GRAIN = 1.0
"""Grey levels by which pixels of the paper differ from those around, in the median: 0 on 12 scans, 3 where
noise of 11 levels (standard deviation) was added to a page."""
_MARGIN = 4
_ENLARGEMENT = 1.5
"""Times a lone figure is enlarged: as much as the lines on the same sheet, which the engine takes for one block. By
themselves 30 of 40 figures are read right at 1, 25 at 1.5; among those lines two words more are missed at 1."""
_MAX_FIGURE_SIZE = 4.0
"""Width and height of a lone figure with its margin, over the x-height, at the most: `STT`, `12.`, one line."""


def sure_tables(image: NDArray[np.uint8], tables: Sequence[Sequence[Rect]]) -> Sequence[Sequence[Rect]]:
    """The tables; none of them where the paper is grainy, since grain joins letters to rules that part words."""
    if not tables:
        return tables
    grain = cv2.absdiff(image, cv2.medianBlur(image, 3))[::2, ::2]
    return [] if float(np.median(grain)) > _PAPER_GRAIN else tables


def cell_cuts(image: NDArray[np.uint8], tables: Sequence[Sequence[Rect]]) -> list[Cut]:
    """The ink of the cells that hold more than a lone figure, row by row."""
    return [cut for cut in _cuts(image, (cell for table in tables for cell in table)) if cut.scale == 1]


def unread_cells(image: NDArray[np.uint8], words: Sequence[EngineWord], tables: Sequence[Sequence[Rect]]) -> list[Cut]:
    """The ink of cells in which none of `words` stands, row by row."""
    cells = (cell for table in tables for cell in table)
    return _cuts(image, (cell for cell in cells if not any(_inside(word, cell) for word in words)))


def _cuts(image: NDArray[np.uint8], cells: Iterable[Rect]) -> list[Cut]:
    return [cut for cell in sorted(cells, key=lambda cell: (cell.top, cell.left)) if (cut := _ink(image, cell))]


def _inside(word: EngineWord, cell: Rect) -> bool:
    x, y = word.left + word.width / 2, word.top + word.height / 2
    return cell.left <= x <= cell.left + cell.width and cell.top <= y <= cell.top + cell.height


def without_cells(image: NDArray[np.uint8], tables: Sequence[Sequence[Rect]]) -> NDArray[np.uint8]:
    """The image with its cells and the rules between them white; the image itself where there are none."""
    cells = [cell for table in tables for cell in table]
    blank = image.copy() if cells else image
    for left, top, width, height in cells:
        blank[
            max(0, top - _RULE_PIXELS) : top + height + _RULE_PIXELS,
            max(0, left - _RULE_PIXELS) : left + width + _RULE_PIXELS,
        ] = 255
    return blank


def _ink(image: NDArray[np.uint8], cell: Rect) -> Cut | None:
    """The part of the cell with ink in it; None for an empty cell."""
    left, top = cell.left + _RULE_PIXELS, cell.top + _RULE_PIXELS
    inner = image[top : cell.top + cell.height - _RULE_PIXELS, left : cell.left + cell.width - _RULE_PIXELS]
    if not inner.size:
        return None
    dark = inner < int(inner.max()) - _INK_CONTRAST
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if dark.sum() < _MIN_INK or rows[-1] - rows[0] < _MIN_HEIGHT:
        return None
    above, beside = max(int(rows[0]) - _MARGIN, 0), max(int(columns[0]) - _MARGIN, 0)
    pixels = inner[above : rows[-1] + 1 + _MARGIN, beside : columns[-1] + 1 + _MARGIN]
    is_figure = max(pixels.shape) < _MAX_FIGURE_SIZE * X_HEIGHT
    return Cut(pixels, left + beside, top + above, _ENLARGEMENT if is_figure else 1.0)
