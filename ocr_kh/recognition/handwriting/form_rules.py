# SPDX-License-Identifier: Apache-2.0
"""Rules of forms below a number: a line that touches figures is no part of them, and no hand's.

`Số: 1147/QĐ-UBND` typed over the line of a form is print; with the line in it, it has the height of writing, and the
reader of written digits takes a 7 that stands on a line for a 2. A 2 by itself stands on a stroke of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROWS = (-4, 13)
"""Rows above and below the base line in which the line of a form touches figures; the latter are all that a reader of
digits sees."""
_FILLED = 0.8
"""Share of the columns from the first to the last of the figures that are ink in a row of a rule: strokes on which
figures stand have gaps between them."""
_MIN_LENGTH = 22
"""Pixels of a rule, at least: nearly two printed digits; the stroke of a 2 has 12, a written one 20."""
_INK_CONTRAST = 70
"""Grey levels by which ink is darker than paper."""


def without_rule(image: NDArray[np.uint8], left: int, right: int, base: int) -> NDArray[np.uint8]:
    """The page image without a rule on which figures stand from column `left` to `right`, `base` their last row.

    What stands above and below the rule stays. Returns `image` itself where there is no rule.
    """
    top = max(0, base + _ROWS[0])
    part = image[top : base + _ROWS[1], max(0, left) : right]
    if not part.size:
        return image
    paper = int(np.quantile(part, 0.8))
    dark = part < paper - _INK_CONTRAST
    rows = [row for row in range(len(dark)) if _is_rule(dark[row])]
    if not rows:
        return image
    cleaned = image.copy()
    for row in range(rows[0], rows[-1] + 1):
        cleaned[top + row, max(0, left) : right][dark[row]] = paper
    return cleaned


def _is_rule(row: NDArray[np.bool_]) -> bool:
    ink = np.flatnonzero(row)
    if len(ink) < _MIN_LENGTH:
        return False
    ends = np.flatnonzero(np.diff(np.concatenate(([False], row, [False]))))
    longest = int((ends[1::2] - ends[::2]).max())
    return longest >= max(_MIN_LENGTH, _FILLED * (int(ink[-1]) - int(ink[0]) + 1))
