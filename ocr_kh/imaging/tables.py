# SPDX-License-Identifier: Apache-2.0
"""Ruled tables: the cells that lines enclose. Merged cells come out as the one box they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np

from ocr_kh.document import Box
from ocr_kh.imaging.blobs import blobs_of
from ocr_kh.imaging.coloured import engine_grey
from ocr_kh.reading.raster import POINTS_PER_INCH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ocr_kh.reading.raster import Raster

_RULE_CONTRAST = 22
"""Grey levels by which a rule is darker than the paper around it. At 45 hair lines of a real
table were lost, and two of its cells became one."""
_MIN_RULE = 40
"""Shortest rule, as the part of the page's longer side it is (1/40 of A4: 7 mm); letters are shorter."""
_MAX_RULE_GAP = 5
"""Pixels of a gap in a rule, or of two rules that do not quite meet, that are closed."""
_MIN_CELL = 9
"""Pixels to each side of the smallest cell: no room for a letter of the engine's height below."""
_MIN_FILLED = 0.7
"""Part of its box that a cell fills; spaces between letters and frames do not."""
_MIN_CELLS = 4
"""Cells that make a table; a frame around a notice has one, a rule under a heading none."""


class Rect(NamedTuple):
    """Pixels, origin top left."""

    left: int
    top: int
    width: int
    height: int


def drawn_tables(raster: Raster) -> list[tuple[Box, ...]]:
    """The cells of each ruled table of a page that lies level, in points: one that was made, not scanned."""
    grey = engine_grey(raster.pixels)
    scale = POINTS_PER_INCH / raster.dpi
    return [
        tuple(
            Box(cell.left * scale, cell.top * scale, (cell.left + cell.width) * scale, (cell.top + cell.height) * scale)
            for cell in table
        )
        for table in find_tables(find_rules(grey))
    ]


def find_tables(rules: NDArray[np.uint8]) -> list[list[Rect]]:
    """The cells of each table that `rules` make, from top to bottom, unsorted within a table."""
    labels, stats = blobs_of(rules)
    tables = []
    for table in sorted(range(1, len(stats)), key=lambda table: int(stats[table][1])):
        left, top, width, height = (int(value) for value in stats[table][:4])
        if min(width, height) > 2 * _MIN_CELL:
            own = (labels[top : top + height, left : left + width] == table).astype(np.uint8)
            cells = _cells(own, left, top)
            if len(cells) >= _MIN_CELLS:
                tables.append(cells)
    return tables


def find_rules(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """1 on long upright and level dark lines of a level grey image, short gaps closed; 0 elsewhere."""
    paper = cv2.dilate(image, np.ones((15, 15), np.uint8))
    dark = (cv2.subtract(paper, image) > _RULE_CONTRAST).astype(np.uint8)
    length = max(image.shape) // _MIN_RULE
    level = _open_rules(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, _MAX_RULE_GAP), np.uint8)), (1, length))
    upright = _open_rules(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((_MAX_RULE_GAP, 1), np.uint8)), (length, 1))
    return cv2.dilate(level | upright, np.ones((3, 3), np.uint8)).astype(np.uint8)


def _open_rules(dark: NDArray[np.integer[Any] | np.floating[Any]], shape: tuple[int, int]) -> NDArray[np.uint8]:
    return cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape, np.uint8)).astype(np.uint8)


def _cells(rules: NDArray[np.uint8], left: int, top: int) -> list[Rect]:
    """What the rules of one table enclose; the space outside them, open to the edge, is none."""
    framed = cv2.copyMakeBorder(1 - rules, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(1,))
    count, _, stats, _ = cv2.connectedComponentsWithStats(framed.astype(np.uint8), connectivity=4)
    found = []
    for cell in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[cell])
        if x == 0 or min(width, height) < _MIN_CELL or area < _MIN_FILLED * width * height:
            continue
        found.append(Rect(left + x - 1, top + y - 1, width, height))
    return found
