# SPDX-License-Identifier: Apache-2.0
"""The document's memory: what was seen clearly elsewhere in the document is likelier here.

Two parts. The words that are sure in the document rescale the language model's probabilities,
P(word | context) x (P_document(word) / P_model(word)) ** MEMORY_STRENGTH, with P_document smoothed by PRIOR_COUNT words
of the model's own distribution. And pairs of neighbours that are sure (`của phường`) are mixed into it, with weight
MAX_DOCUMENT_SHARE: into the probability of the word after the one before it, and into that of the one after it.
The constants were tried on stripped news, gazette, law and ward posts kept out of training (docs/repair.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.language.ngrams import BITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ocr_kh.language.model import LanguageModel
    from ocr_kh.repair.decoding.decoder import Floats, Ids
    from ocr_kh.repair.decoding.posterior import Rivals

MEMORY_STRENGTH = 1.0
PRIOR_COUNT = 2000.0
MAX_DOCUMENT_SHARE = 0.2
MAX_PAIR_GAIN = 3.0
"""Most that a pair seen elsewhere adds: it must not make a far-fetched reading of one word likely."""
CLEAR_PROBABILITY = 0.97
"""A choice at least this probable counts as seen clearly."""


UNIT_WORDS = ("phường", "xã", "tỉnh", "huyện", "quận")
BEFORE_UNIT = ("ubnd", "dân", "bàn", "ủy")
MIN_OCCURRENCES = 2
UNIT_BONUS = 2.0
"""A document of a ward says `UBND phường`, `địa bàn phường` clearly; where `phuong` stands alone it means the ward."""


class Memory:
    """Made from the chosen words in order (START between sentences) and how probable each is."""

    def __init__(self, words: Ids, probabilities: Floats, model: LanguageModel) -> None:
        self.model = model
        sure = probabilities >= CLEAR_PROBABILITY
        seen = np.bincount(words[sure].astype(np.int64), minlength=len(model.unigrams))
        expected = np.exp(model.unigrams.astype(np.float64))
        ratio = (seen / expected + PRIOR_COUNT) / (int(sure.sum()) + PRIOR_COUNT)
        self.words: NDArray[np.float64] = MEMORY_STRENGTH * np.log(ratio)
        pairs = _pairs(words[:-1], words[1:])[sure[:-1] & sure[1:]]
        self.pairs, self.counts = np.unique(pairs, return_counts=True)
        self.before = np.bincount((self.pairs >> np.uint64(BITS)).astype(np.int64), self.counts, len(seen))

        for unit in UNIT_WORDS:
            if sum(self._count(before, unit) for before in BEFORE_UNIT) >= MIN_OCCURRENCES:
                self.words[model.index[unit]] += UNIT_BONUS

    def _count(self, first: str, second: str) -> int:
        ids = np.array(self.model.ids([first, second]), np.uint64)
        return int(self._seen(ids[:1], ids[1:])[0])

    def bonus(self, words: Ids, found: Rivals) -> Floats:
        """Added log probability of each candidate; `words` are what the candidates say."""
        before, after = found.stream[found.position - 1], found.stream[found.position + 1]
        # Behind a sentence stands START, which the model does not predict.
        following = np.where(after == np.uint64(self.model.start), 0, self._mixed(words, after, found.following))
        return np.asarray(
            self.words[words.astype(np.int64)] + self._mixed(before, words, found.own) + following, np.float32
        )

    def _mixed(self, first: Ids, second: Ids, likely: Floats) -> NDArray[np.float64]:
        """What the document's pairs add to `likely`, the model's log probability of the second words."""
        p = np.exp(likely.astype(np.float64))
        share = self._seen(first, second) / np.maximum(self.before[first.astype(np.int64)], 1)
        return np.minimum(MAX_PAIR_GAIN, np.log(((1 - MAX_DOCUMENT_SHARE) * p + MAX_DOCUMENT_SHARE * share) / p))

    def _seen(self, first: Ids, second: Ids) -> NDArray[np.int64]:
        keys = _pairs(first, second)
        if not len(self.pairs):
            return np.zeros(len(keys), np.int64)
        at = np.minimum(np.searchsorted(self.pairs, keys), len(self.pairs) - 1)
        return np.where(self.pairs[at] == keys, self.counts[at], 0)


def _pairs(first: Ids, second: Ids) -> Ids:
    return (first << np.uint64(BITS)) | second
