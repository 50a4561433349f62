# SPDX-License-Identifier: Apache-2.0
"""Lines that a speck on the glass of a scanner draws down a page: found, and painted over with what lies beside them.

They cross print from one edge of the page to the other, dead straight along the way that the paper went; a rule of a
table or a frame ends inside the page.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

Streak: TypeAlias = "list[tuple[int, int]]"
"""The first and the last column of it in every band."""
_BANDS = 12
"""Parts of the page's height in each of which a streak is looked for."""
_DARK = 0.75
"""Share of a band's rows in which a streak is dark, at least; print that a column crosses is dark in a fifth."""
_THICKEST = 0.004
"""Width of a streak as a share of the page's, at most (A4: 0.8 mm); what is wider is an edge or a fold."""
_ASIDE = 0.002
"""Share of the page's width by which a streak may lie aside in the next band: the paper shifts."""
_EDGE = 0.03
"""Share of the page's width at either side where dark lines are those of the edge of the sheet."""
_MOST = 6
"""Streaks of a page, at most: more are a drawing."""


def without_streaks(grey: NDArray[np.uint8], ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture of a page without streaks from one edge of it to the other; itself where there are none.

    `ink` is its `blobs.ink_mask`. A page may lie on its side, so that streaks run across.
    """
    clean = grey
    for turns in (0, 1):
        streaks = list(find_streaks(np.rot90(ink, turns)))
        if 0 < len(streaks) <= _MOST:
            clean = clean.copy() if clean is grey else clean
            _paint_streaks(np.rot90(clean, turns), streaks)
    return clean


def _paint_streaks(page: NDArray[np.uint8], streaks: Sequence[Streak]) -> None:
    for streak in streaks:
        for rows, (first, last) in zip(_bands(page.shape[0]), streak, strict=True):
            _paint_over(page[rows], first, last)


def find_streaks(ink: NDArray[np.uint8]) -> Iterator[Streak]:
    """The streaks from the top of a picture to its foot."""
    width = ink.shape[1]
    thickest, aside = max(2, round(_THICKEST * width)), max(1, round(_ASIDE * width))
    runs = [_dark_runs(ink[rows], thickest) for rows in _bands(ink.shape[0])]
    for start in runs[0]:
        streak = [start]
        for band in runs[1:]:
            near = [run for run in band if abs(sum(run) - sum(streak[-1])) <= 2 * aside]
            if not near:
                break
            streak.append(min(near, key=lambda run: abs(sum(run) - sum(streak[-1]))))
        if len(streak) == _BANDS and _EDGE * width < start[0] < (1 - _EDGE) * width:
            yield streak


def _bands(height: int) -> list[slice]:
    ends = [round(at * height / _BANDS) for at in range(_BANDS + 1)]
    return [slice(first, last) for first, last in pairwise(ends)]


def _dark_runs(band: NDArray[np.uint8], thickest: int) -> list[tuple[int, int]]:
    """First and last columns of what is dark nearly all the way down a band, and thin."""
    dark = np.flatnonzero((band > 0).mean(axis=0) > _DARK)
    runs = np.split(dark, np.flatnonzero(np.diff(dark) > 1) + 1) if len(dark) else []
    return [(int(run[0]), int(run[-1])) for run in runs if len(run) <= thickest]


def _paint_over(band: NDArray[np.uint8], first: int, last: int) -> None:
    """Fill the columns of a streak, and the half dark ones beside it, with what lies on either side of it."""
    left, right = max(0, first - 2), min(band.shape[1] - 1, last + 2)
    share = np.linspace(0, 1, right - left + 1)
    ends = band[:, [left, right]].astype(np.float32)
    band[:, left : right + 1] = (ends[:, :1] * (1 - share) + ends[:, 1:] * share).round()
