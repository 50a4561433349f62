# SPDX-License-Identifier: Apache-2.0
"""The context model: which of the words of one skeleton the words on both sides speak for.

The n-gram model sees three words before a word. This one sees the skeletons on both sides, which stripped text has
right: short runs next to the word (LOCAL), and each skeleton up to BAG places away wherever it stands, which tells what
is spoken of. It is log-linear: the score of a word is the sum of the weights of its features, and the scores
of the words of a skeleton are to be compared with one another only.

Feature hashing (Weinberger et al. 2009, arXiv:0902.2206): the weight of a feature for a word lies where the hash of the
two says, in a table of one byte a weight; no feature is written down. Trained by `ocr_kh.training.context`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.language.array_file import open_arrays
from ocr_kh.language.tokens import CLASSES, UNKNOWN
from ocr_kh.models import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Ids = NDArray[np.uint64]
    Indices = NDArray[np.int64]
    Scores = NDArray[np.float32]

MAGIC = b"OCRKHCM1"
SHIPPED = FOLDER / "context.bin"
LOCAL: tuple[tuple[int, ...], ...] = (
    (), (-1,), (1,), (-2,), (2,), (-2, -1), (-1, 1), (1, 2), (-3, -2, -1), (1, 2, 3), (-2, -1, 1), (-1, 1, 2),
)  # fmt: skip
"""Places, from the word, of the skeletons that together are a feature; the empty one is how common the word is."""
BAG = 12
"""Places on either side whose skeletons are features each by itself; those next to the word are in LOCAL."""
MARGIN = BAG
"""Tokens that must stand before and after each word asked for."""
_GOLDEN, _MURMUR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xFF51AFD7ED558CCD)
"""Odd multipliers of 64 bits: of Fibonacci hashing, and of MurmurHash3."""


def mixed(numbers: Ids) -> Ids:
    """A key for each number, every bit of it changed by half of the number's."""
    keys = (numbers + np.uint64(1)) * _GOLDEN
    keys ^= keys >> np.uint64(33)
    keys *= _MURMUR
    return np.asarray(keys ^ (keys >> np.uint64(29)))


def features(skeletons: Ids, places: Indices) -> Iterator[Ids]:
    """The keys of each feature at `places` of a stream of keys of skeletons."""
    for number, offsets in enumerate(LOCAL):
        key = np.full(len(places), mixed(np.array([number], np.uint64))[0])
        for offset in offsets:
            key = (key ^ skeletons[places + offset]) * _GOLDEN
            key ^= key >> np.uint64(29)
        yield key
    for distance in range(2, BAG + 1):
        yield skeletons[places - distance]
        yield skeletons[places + distance]


def cells(keys: Ids, words: Ids, bits: int) -> Indices:
    """Where the weights of features for words (by their keys) lie in a table of 2 ** bits."""
    return (((keys + words) * _MURMUR) >> np.uint64(64 - bits)).astype(np.int64)


@dataclass(frozen=True, eq=False)
class ContextModel:
    """See the module's docstring. Arrays with an entry a word go by the numbers of the language model."""

    words: Ids
    """The key of each word."""
    skeletons: Ids
    """The key of its skeleton."""
    classes: Indices
    """The number of its skeleton."""
    trained: NDArray[np.bool_]
    """Whether it was common enough to be weighed against the others of its skeleton."""
    codes: NDArray[np.uint8]
    weights: Scores
    """What each code stands for."""

    def scores(self, stream: Ids, places: Indices, asked: Indices, words: Ids) -> Scores:
        """The score of each of `words` at `places[asked]` of a stream of tokens with MARGIN tokens on both sides."""
        bits = len(self.codes).bit_length() - 1
        keys, skeletons = self.words[words], self.skeletons[stream]
        total = np.zeros(len(words), np.float32)
        for feature in features(skeletons, places):
            total += self.weights[self.codes[cells(feature[asked], keys, bits)]]
        return total


@lru_cache(maxsize=2)
def load_context(vocabulary: Sequence[str], path: Path = SHIPPED) -> ContextModel:
    """The model in the file at `path`, memory-mapped, for words numbered as in `vocabulary`. Raises MachineError."""
    file = open_arrays(path, MAGIC, "context model")
    index = {word: number for number, word in enumerate(file.words())}
    unknown = CLASSES.index(UNKNOWN)
    own = np.array([index.get(word, unknown) for word in vocabulary], np.uint64)
    classes = file.arrays["classes"].astype(np.int64)[own]
    return ContextModel(
        words=mixed(own),
        skeletons=skeleton_keys(classes),
        classes=classes,
        trained=file.arrays["trained"].astype(bool)[own],
        codes=file.arrays["codes"].view(np.uint8),
        weights=file.arrays["weights"].astype(np.float32),
    )


def skeleton_keys(classes: NDArray[np.integer]) -> Ids:
    """Keys of the numbers of skeletons, none of them that of a word."""
    return mixed(classes.astype(np.uint64) + np.uint64(1 << 32))
