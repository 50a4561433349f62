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
    from ocr_kh.repair.decoding.decoder import Floats, Ids, Indices
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
    """Made from the chosen words in order (START between sentences), how probable each is, and whose document it is of.

    Documents that are worked on side by side remember nothing of one another.
    """

    def __init__(self, words: Ids, probabilities: Floats, documents: Indices, model: LanguageModel) -> None:
        self.model = model
        sure = probabilities >= CLEAR_PROBABILITY
        owner = documents.astype(np.uint64)
        self.sure = np.bincount(documents[sure], minlength=int(documents[-1]) + 1 if len(documents) else 0)
        self.words = _Counts(_keys(owner[sure], words[sure]))
        both = sure[:-1] & sure[1:]
        pairs = _keys(owner[:-1], words[:-1], words[1:])[both]
        self.pairs = _Counts(pairs)
        self.before = _Counts(pairs >> np.uint64(BITS))
        self.units = {model.index[unit]: self._means(unit) for unit in UNIT_WORDS}

    def _means(self, unit: str) -> NDArray[np.bool_]:
        """Which of the documents are those of such a unit."""
        owner = np.arange(len(self.sure), dtype=np.uint64)
        pairs = [np.array(self.model.ids([before, unit]), np.uint64) for before in BEFORE_UNIT]
        return np.asarray(sum(self.pairs.of(_keys(owner, *pair)) for pair in pairs) >= MIN_OCCURRENCES)

    def bonus(self, words: Ids, found: Rivals) -> Floats:
        """Added log probability of each candidate; `words` are what the candidates say."""
        owner = found.documents[found.position]
        before, after = found.stream[found.position - 1], found.stream[found.position + 1]
        # Behind a sentence stands START, which the model does not predict.
        following = np.where(after == np.uint64(self.model.start), 0, self._mixed(owner, words, after, found.following))
        seen = self.words.of(_keys(owner.astype(np.uint64), words))
        expected = np.exp(self.model.unigrams[words].astype(np.float64))
        alone = MEMORY_STRENGTH * np.log((seen / expected + PRIOR_COUNT) / (self.sure[owner] + PRIOR_COUNT))
        for unit, meant in self.units.items():
            alone += UNIT_BONUS * (meant[owner] & (words == np.uint64(unit)))
        return np.asarray(alone + self._mixed(owner, before, words, found.own) + following, np.float32)

    def _mixed(self, owner: Indices, first: Ids, second: Ids, likely: Floats) -> NDArray[np.float64]:
        """What the document's pairs add to `likely`, the model's log probability of the second words."""
        p = np.exp(likely.astype(np.float64))
        keys = _keys(owner.astype(np.uint64), first, second)
        share = self.pairs.of(keys) / np.maximum(self.before.of(keys >> np.uint64(BITS)), 1)
        return np.minimum(MAX_PAIR_GAIN, np.log(((1 - MAX_DOCUMENT_SHARE) * p + MAX_DOCUMENT_SHARE * share) / p))


class _Counts:
    """How often each key was met."""

    def __init__(self, met: Ids) -> None:
        self.keys, self.counts = np.unique(met, return_counts=True)

    def of(self, keys: Ids) -> NDArray[np.int64]:
        if not len(self.keys):
            return np.zeros(len(keys), np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.counts[at], 0)


def _keys(*parts: Ids | np.uint64) -> Ids:
    """One key of several numbers, those behind the first below 2 ** BITS."""
    key = np.asarray(parts[0])
    for part in parts[1:]:
        key = (key << np.uint64(BITS)) | part
    return key
