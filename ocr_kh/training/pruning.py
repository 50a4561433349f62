# SPDX-License-Identifier: Apache-2.0
"""Which n-grams a language model keeps: those that decide.

Repair asks the model which word of a skeleton stands here, far more often than how likely the skeleton is. So what an
n-gram is worth is counted three ways, each in nats lost over the corpora if the n-gram were backed off:

- forward: log P(its last word | its history, the skeleton of its last word);
- backward: log P(its history | its last word, the skeletons of its history), as what follows decides what stood before;
- whole (Seymore and Rosenfeld 1996): log P(its last word | its history), with weight WHOLE_SHARE, for garbled words and
  for what is surprising in right text.

An n-gram is kept with all its suffixes, so that whoever asks need look for a longer one only where a shorter one is.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.language.compact_table import BYTES_A_KEY
from ocr_kh.language.ngrams import BITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ids = NDArray[np.uint64]
    Indices = NDArray[np.int64]
    Mask = NDArray[np.bool_]

WHOLE_SHARE = 0.6
"""Weight of what is lost whatever the skeleton."""
WORD = np.uint64((1 << BITS) - 1)
SHIFT = np.uint64(BITS)
NEARLY_ALL = 1 - 1e-9
"""Share of a probability that is taken for all of it: the logarithm of what is left is to be finite."""
_SEARCH_STEPS = 24
"""Halvings of the threshold."""


class Grams(NamedTuple):
    """Smoothed n-grams of one order, sorted by key, with the back-off weight of each one's history."""

    keys: Ids
    p: Floats
    own: Floats
    """The part of `p` that does not come from the lower order."""
    back: Floats
    """Weight of the lower order after the history, one an n-gram."""
    weight: Floats
    """Weighted count."""

    def at(self, keep: Mask) -> Grams:
        """Those kept."""
        return Grams(self.keys[keep], self.p[keep], self.own[keep], self.back[keep], self.weight[keep])


def kept_grams(grams: Sequence[Grams], unigrams: Floats, classes: Ids, megabytes: float) -> list[Mask]:
    """Which n-grams of each order stay, for tables of that size (10^6 bytes). `classes`: skeleton of each word."""
    suffixes = [suffix_places(gram.keys, lower.keys) for lower, gram in pairwise(grams)]
    losses = _losses(grams, suffixes, unigrams, classes)
    low, high = 0.0, 1000.0
    for _ in range(_SEARCH_STEPS):
        middle = (low + high) / 2
        if _bytes(grams, _above(losses, suffixes, middle)) > megabytes * 1e6:
            low = middle
        else:
            high = middle
    return _above(losses, suffixes, high)


def suffix_places(keys: Ids, lower: Ids) -> Indices:
    """Where each n-gram's suffix, shorter by one word, lies among the sorted `lower` (which hold them all)."""
    order = -(-int(lower.max()).bit_length() // BITS)
    return np.searchsorted(lower, keys & np.uint64((1 << (BITS * order)) - 1))


def _above(losses: Sequence[NDArray[np.float32]], suffixes: Sequence[Indices], threshold: float) -> list[Mask]:
    """The n-grams that are worth more, and their suffixes."""
    kept = [loss > threshold for loss in losses]
    for order in range(len(kept) - 1, 0, -1):
        kept[order - 1][suffixes[order - 1][kept[order]]] = True
    return kept


def _losses(
    grams: Sequence[Grams], suffixes: Sequence[Indices], unigrams: Floats, classes: Ids
) -> list[NDArray[np.float32]]:
    """What each n-gram is worth, order by order."""
    result = []
    of_class = np.bincount(classes.astype(np.int64), unigrams).astype(np.float64)
    below: Floats = of_class[_last_classes(grams[0], classes)]
    for order, gram in enumerate(grams, 2):
        whole = gram.weight * -np.log1p(-np.minimum(gram.own / gram.p, NEARLY_ALL))
        forward, rivals = _forward(gram, below, classes)
        loss = (2 + WHOLE_SHARE) * whole + forward + _backward(gram, classes, order - 1)
        result.append(loss.astype(np.float32))
        if order < len(grams) + 1:
            below = rivals[suffixes[order - 2]]
    return result


def _last_classes(gram: Grams, classes: Ids) -> Ids:
    """The skeleton of each n-gram's last word."""
    return classes[(gram.keys & WORD).astype(np.int64)]


def _forward(gram: Grams, rivals_below: Floats, classes: Ids) -> tuple[Floats, Floats]:
    """What the other words of the last word's skeleton gain, as a negative loss, and P(the skeleton | the history)."""
    group = _groups((gram.keys & ~WORD) | _last_classes(gram, classes))
    rivals = np.bincount(group, gram.own)[group] + gram.back * rivals_below
    return _gain(np.bincount(group, gram.weight)[group], gram.own / rivals), rivals


def _backward(gram: Grams, classes: Ids, words: int) -> Floats:
    """What the other histories of the same skeletons gain, as a negative loss. `words`: of a history."""
    histories, first, history = np.unique(gram.keys >> SHIFT, return_index=True, return_inverse=True)
    seen = np.bincount(history, gram.weight)
    same = np.zeros(len(histories), np.uint64)
    for back in range(words):
        word = (histories >> np.uint64(BITS * back)) & WORD
        same |= classes[word.astype(np.int64)] << np.uint64(BITS * back)
    alike = _groups(same)
    unseen = np.bincount(alike, seen * gram.back[first])[alike][history]
    group = _groups((alike[history].astype(np.uint64) << SHIFT) | (gram.keys & WORD))
    mass = seen[history] * gram.own
    total = np.bincount(group, mass)[group] + unseen * (gram.p - gram.own) / gram.back
    return _gain(np.bincount(group, gram.weight)[group], mass / total)


def _gain(weight: NDArray[np.number], share: Floats) -> Floats:
    """Of a group of rivals of that weight when one loses that share of the group's probability."""
    return np.asarray(weight * np.log1p(-np.minimum(share, NEARLY_ALL)))


def _groups(keys: Ids) -> Indices:
    """The number of each key among the distinct ones."""
    return np.unique(keys, return_inverse=True)[1]


def _bytes(grams: Sequence[Grams], keep: Sequence[Mask]) -> float:
    entries = 0
    for order, (gram, kept) in enumerate(zip(grams, keep, strict=True), 2):
        entries += int(kept.sum())
        if order > 2:
            histories = gram.keys[kept] >> SHIFT
            entries += int((np.diff(histories) > 0).sum()) + 1  # the keys are sorted
    return entries * BYTES_A_KEY
