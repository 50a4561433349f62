# SPDX-License-Identifier: Apache-2.0
"""Misreadings that the training text itself holds: many texts of the web were read by engines too.

Where one word of a skeleton follows (or precedes) another hundreds of times, and its marks are different once
or twice, the odd ones are faults: `y tế` against `y tê`. Such pairs are not counted, in n-grams of any order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.language.letters import skeleton
from ocr_kh.language.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ids = NDArray[np.uint64]

NOISE_SHARE = 0.004
"""Share of the commonest pair of the same skeletons below which a pair is a fault. Engines misread the marks of one to
three words in a hundred, always differently; a true rival in the same context is commoner."""
NOISE_OF_COMMON = 0.015
COMMON = 3000
"""The same beside a pair seen at least COMMON times: `tô chức` beside `tổ chức`."""


def skeleton_classes(vocabulary: Sequence[str]) -> Ids:
    """The number of each word's skeleton; words outside the orthography are alone in theirs."""
    names: dict[str, int] = {}
    return np.array(
        [names.setdefault(skeleton(w) if is_syllable(w) else f"={w}", len(names)) for w in vocabulary], np.uint64
    )


def faulty_pairs(keys: Ids, counts: NDArray[np.int64], classes: Ids, bits: int) -> Ids:
    """The bigrams, sorted, that are faults of a commoner one."""
    first, second = keys >> np.uint64(bits), keys & np.uint64((1 << bits) - 1)
    faulty = _rare(first, classes[second], counts) | _rare(second, classes[first], counts)
    return keys[faulty]


def _rare(word: Ids, neighbour: Ids, counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a pair is rare among those of the same word and a neighbour of the same skeleton."""
    _, group = np.unique((word << np.uint64(32)) | neighbour, return_inverse=True)
    most = np.zeros(int(group.max(initial=0)) + 1, np.int64)
    np.maximum.at(most, group, counts)
    share = np.where(most >= COMMON, NOISE_OF_COMMON, NOISE_SHARE)
    return np.asarray(counts < (share * most)[group])


def without(keys: Ids, faults: Ids, order: int, bits: int) -> NDArray[np.bool_]:
    """Which n-grams hold none of the faulty pairs."""
    good = np.ones(len(keys), bool)
    mask = np.uint64((1 << (2 * bits)) - 1)
    for back in range(order - 1):
        pairs = (keys >> np.uint64(bits * back)) & mask
        at = np.minimum(np.searchsorted(faults, pairs), max(0, len(faults) - 1))
        if len(faults):
            good &= faults[at] != pairs
    return good
