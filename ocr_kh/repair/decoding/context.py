# SPDX-License-Identifier: Apache-2.0
"""What the words on both sides say (`language/context.py`), as a part of each candidate's cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.language.context import MARGIN
from ocr_kh.repair.decoding.posterior import stream_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ocr_kh.language.context import ContextModel
    from ocr_kh.repair.decoding.decoder import Floats, Indices, Lattice

CONTEXT_WEIGHT = np.float32(0.6)
"""Of the context model beside the n-gram model."""


def with_context(lattice: Lattice, guess: Indices, context: ContextModel, start: int) -> Lattice:
    """The lattice with the context model's voice in its costs; `guess` is the candidate each slot is taken for.

    Among the candidates of a slot with the same skeleton the best costs nothing: how likely the skeleton is, the
    channel and the n-gram model say.
    """
    counts = np.diff(lattice.slots)
    linked = (lattice.enter > 0) | (lattice.leave > 0) | lattice.silent
    slots = np.repeat(np.arange(len(counts)), counts)
    candidates = np.flatnonzero((counts > 1)[slots] & ~linked)
    if not len(candidates):
        return lattice
    stream, position = stream_of(lattice, guess, np.uint64(start), between=1, around=MARGIN)
    places, asked = np.unique(slots[candidates], return_inverse=True)
    words = lattice.words[candidates]
    scores = context.scores(stream, position[places], asked, words)
    classes = context.classes[words]
    _, group = np.unique(slots[candidates] * (int(classes.max()) + 1) + classes, return_inverse=True)
    costs = lattice.costs.copy()
    costs[candidates] += CONTEXT_WEIGHT * _behind_the_best(scores, group, context.trained[words])
    return lattice._replace(costs=costs)


def _behind_the_best(scores: Floats, group: Indices, trained: NDArray[np.bool_]) -> Floats:
    """How far each score lies behind the best of its group; one that was not trained behind or beside the worst."""
    worst = np.full(int(group.max()) + 1, np.inf, np.float32)
    np.minimum.at(worst, group[trained], scores[trained])
    worst[np.isinf(worst)] = 0
    scores = np.where(trained, scores, worst[group])
    best = np.full(len(worst), -np.inf, np.float32)
    np.maximum.at(best, group, scores)
    return np.asarray(scores - best[group])
