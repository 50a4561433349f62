# SPDX-License-Identifier: Apache-2.0
"""Pages without text, told before the engine makes hundreds of words of their specks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ocr_kh.imaging.blobs import Letters

MIN_ROW = 4
"""Letters side by side that make a line of text. The shortest line that stands alone on a real page is a name."""
_MAX_FEET_OFFSET = 0.6
"""Share of the letter height by which neighbours' feet may differ (a slanting line, a descender)."""
_MAX_NEIGHBOUR_DISTANCE = 2.5
"""Distance to the neighbour in letter heights, within a line and over a space."""
_NEIGHBOUR_HEIGHTS = (0.4, 2.5)
"""Height of a neighbour over that of the letter."""


def is_blank(letters: Letters) -> bool:
    """Whether no line of text is to be seen: specks and a faint seal do not lie side by side at one height."""
    if len(letters) < MIN_ROW:
        return True
    x, y, width, height = letters.boxes[np.argsort(letters.boxes[:, 0])].T.astype(np.float64)
    feet = y + height
    longest = np.ones(len(x), dtype=np.int64)
    for i in range(1, len(x)):
        begin = np.searchsorted(x, x[i] - (_MAX_NEIGHBOUR_DISTANCE + 2) * height[i])
        before = slice(begin, i)
        gap = x[i] - (x[before] + width[before])
        ratio = height[before] / height[i]
        joined = (
            (gap < _MAX_NEIGHBOUR_DISTANCE * height[i])
            & (gap > -height[i] / 2)
            & (np.abs(feet[before] - feet[i]) < _MAX_FEET_OFFSET * height[i])
        )
        joined &= (ratio > _NEIGHBOUR_HEIGHTS[0]) & (ratio < _NEIGHBOUR_HEIGHTS[1])
        if joined.any():
            longest[i] = 1 + longest[before][joined].max()
            if longest[i] >= MIN_ROW:
                return False
    return True
