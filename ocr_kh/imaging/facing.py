# SPDX-License-Identifier: Apache-2.0
"""Two facing pages in one picture: the gutter between them.

A landscape sheet with an empty band down its middle and full columns of print on both sides is a book laid open. What
crosses the middle of a single landscape page (titles, the rules of a table) speaks against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.imaging.blobs import runs
from ocr_kh.imaging.skew import shrunk, turn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MIN_RATIO = 1.15
"""Width over height of a sheet that may be two pages: two of A4 have 1.41."""
_PICTURE_SIDE = 800
"""Pixels to which the longer side is brought."""
_GUTTER_RANGE = (0.42, 0.58)
"""Where the gutter lies, as shares of the width."""
_MIN_GUTTER = 0.03
"""Width of the gutter over that of the picture: two inner margins of 15 to 20 mm have 0.07 to 0.1."""
_FOLD_WIDTH = 0.008
"""Width of a dark line in the gutter: the fold itself."""
_EMPTY_INK_SHARE = 0.001
"""Share of a column's height that is ink, below which it is empty: less than one rule of a table (0.4 mm on A4 has
0.0013)."""
_MIN_FULL_COLUMNS = 0.6
"""Share of the columns of either side that bear print; columns of a landscape table have more room between them."""
_RIM_SHARE = 0.03
"""Share of the height left out at the top and at the foot, where edges are black."""


def find_gutter(mask: NDArray[np.uint8], skew: float) -> float | None:
    """How far right of the middle of an upright ink mask the gutter is, in its pixels; None where there is none."""
    height, width = mask.shape
    if width < _MIN_RATIO * height:
        return None
    small = turn(shrunk(mask, _PICTURE_SIDE), skew)
    rows, columns = small.shape
    rim = int(_RIM_SHARE * rows)
    ink = small[rim : rows - rim].mean(axis=0) / 255
    empty = _without_fold(ink < _EMPTY_INK_SHARE, int(_FOLD_WIDTH * columns))
    first, last = (int(share * columns) for share in _GUTTER_RANGE)
    start, end = _longest(empty, first, last)
    if end - start < _MIN_GUTTER * columns:
        return None
    middle = (start + end) / 2
    if (
        min((ink[: int(middle)] >= _EMPTY_INK_SHARE).mean(), (ink[int(middle) :] >= _EMPTY_INK_SHARE).mean())
        < _MIN_FULL_COLUMNS
    ):
        return None
    return float((middle - columns / 2) * width / columns)


def _without_fold(empty: NDArray[np.bool_], width: int) -> NDArray[np.bool_]:
    """`empty` with runs of at most `width` filled columns taken for empty."""
    result = empty.copy()
    for start, end in runs(~empty):
        if end - start <= width:
            result[start:end] = True
    return result


def _longest(empty: NDArray[np.bool_], first: int, last: int) -> tuple[int, int]:
    """The longest run of empty columns whose middle lies between two columns."""
    within = [(start, end) for start, end in runs(empty) if first <= (start + end) / 2 <= last]
    return max(within, key=lambda run: run[1] - run[0], default=(0, 0))
