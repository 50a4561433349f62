# SPDX-License-Identifier: Apache-2.0
"""Blocks of print side by side whose lines stand at different heights: formulas in words, tables without rules.

The engine makes lines of the upper halves of one block's letters and the lower halves of the next one's. Such blocks
are told by what is white: rows of paper run through each of them, but not through all at one height.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.imaging.blobs import X_HEIGHT, runs
from ocr_kh.imaging.tables import Rect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocr_kh.imaging.blobs import Blobs

_MIN_GUTTER = 2.0
"""Width of the paper between two blocks over the x-height; words in a line stand closer, in two lines both surely."""
_MIN_BLOCKS = 3
"""Side by side; two, as in headers and closings, the engine tells apart."""
_SPECK_SIZE = 0.35
"""Size over the x-height of what is no letter."""
_MAX_LETTER_HEIGHT = 3.5
"""Height over the x-height of what is no letter: a pen's stroke, a seal, a frame."""
_MAX_WORD_WIDTH = 20.0
"""Width over the x-height of what is no word but a rule."""
_MIN_LINE_HEIGHT = 0.6
"""Height over the x-height of the lowest line of print."""
_MARGIN_PIXELS = 4
"""Pixels of paper around a block."""


def find_blocks(blobs: Blobs, tables: Sequence[Sequence[Rect]] = ()) -> list[list[Rect]]:
    """Of each band of rows with such blocks in it all its blocks, without those in `tables`.

    `blobs` are those of a level image at the engine's scale.
    """
    letters = _letters(blobs)
    for left, top, width, height in (cell for table in tables for cell in table):
        letters[
            max(0, top - _MARGIN_PIXELS) : top + height + _MARGIN_PIXELS,
            max(0, left - _MARGIN_PIXELS) : left + width + _MARGIN_PIXELS,
        ] = False
    bands = [_blocks(letters[first:last], first) for first, last in runs(letters.any(axis=1))]
    return [band for band in bands if band]


def _letters(blobs: Blobs) -> NDArray[np.bool_]:
    """Where there are letters and their marks."""
    width, height = blobs.stats[:, 2], blobs.stats[:, 3]
    kept = np.maximum(width, height) > _SPECK_SIZE * X_HEIGHT
    kept &= (height < _MAX_LETTER_HEIGHT * X_HEIGHT) & (width < _MAX_WORD_WIDTH * X_HEIGHT)
    kept[0] = False
    found: NDArray[np.bool_] = kept[blobs.labels]
    return found


def _blocks(band: NDArray[np.bool_], top: int) -> list[Rect]:
    """The blocks of a band of rows that print runs through; none where two of them have no lines of their own."""
    columns = list(_join_runs(runs(band.any(axis=0))))
    if len(columns) < _MIN_BLOCKS:
        return []
    lines = [_lines(band[:, first:last]) for first, last in columns]
    if sum(len(own) > 1 for own in lines) < 2:
        return []
    return [
        _box((first, last), (top + own[0][0], top + own[-1][1]))
        for (first, last), own in zip(columns, lines, strict=True)
        if own
    ]


def _box(columns: tuple[int, int], rows: tuple[int, int]) -> Rect:
    width, height = columns[1] - columns[0], rows[1] - rows[0]
    return Rect(
        columns[0] - _MARGIN_PIXELS, rows[0] - _MARGIN_PIXELS, width + 2 * _MARGIN_PIXELS, height + 2 * _MARGIN_PIXELS
    )


def _lines(block: NDArray[np.bool_]) -> list[tuple[int, int]]:
    return [(first, last) for first, last in runs(block.any(axis=1)) if last - first > _MIN_LINE_HEIGHT * X_HEIGHT]


def _join_runs(runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of columns with print, those joined between which there is no gutter."""
    begin, end = runs[0]
    for first, last in runs[1:]:
        if first - end >= _MIN_GUTTER * X_HEIGHT:
            yield begin, end
            begin = first
        end = last
    yield begin, end
