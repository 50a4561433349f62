# SPDX-License-Identifier: Apache-2.0
"""Runs of rows or columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def runs(true: ArrayLike) -> list[tuple[int, int]]:
    """Begin and end (one further) of each run that is true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], np.asarray(true, np.int8), [0]))))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
