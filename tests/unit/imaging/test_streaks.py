# SPDX-License-Identifier: Apache-2.0
"""Streaks that a scanner draws down a page, beside rules that belong to it."""

import numpy as np
import pytest

from ocr_kh.imaging.blobs import ink_mask
from ocr_kh.imaging.laid_over.streaks import without_streaks


def _page(*rules):
    """Lines of print of strokes, and rules: first and last column, first and last row."""
    page = np.full((1200, 850), 255, np.uint8)
    for top in range(100, 1100, 30):
        for left in range(90, 760, 9):
            page[top : top + 12, left : left + 4] = 0
    for first, last, top, foot in rules:
        page[top:foot, first:last] = 0
    return page


@pytest.mark.parametrize("turns", [0, 1])
def test_a_line_from_edge_to_edge_is_painted_over(turns):
    streaked = np.rot90(_page((399, 401, 0, 1200), (603, 604, 0, 1200)), turns)
    clean = without_streaks(streaked, ink_mask(streaked))
    changed = (clean != _page_turned(turns)).mean()
    assert changed < 0.005
    assert not (np.rot90(clean, -turns)[:90] < 128).any()


def _page_turned(turns):
    return np.rot90(_page(), turns)


@pytest.mark.parametrize(
    "rule",
    [
        (399, 401, 60, 1140),  # the rule of a table
        (399, 412, 0, 1200),  # a fold, or the edge of another sheet
        (4, 6, 0, 1200),  # the edge of this one
        (399, 401, 0, 800),  # what a pen drew from the top
    ],
)
def test_what_is_no_streak_stays(rule):
    page = _page(rule)
    assert without_streaks(page, ink_mask(page)) is page
