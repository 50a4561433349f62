# SPDX-License-Identifier: Apache-2.0
"""The document's memory: a word seen clearly elsewhere in the document is likelier here.

The unigram distribution of what is sure in the document rescales the language model's probabilities:
P(word | context) x (P_document(word) / P_model(word)) ** STRENGTH, with P_document smoothed by PRIOR words of
the model's own distribution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ocr_kh.repair.decoder import Floats, Ids
    from ocr_kh.repair.lm import LanguageModel

STRENGTH = 0.7
PRIOR = 1500.0
SURE = 0.9
"""A choice at least this probable counts as seen clearly."""


def memory(words: Ids, probabilities: Floats, model: LanguageModel) -> Floats:
    """Bonus (natural log) of every word of the vocabulary, from the chosen words and how probable each is."""
    sure = words[probabilities >= SURE]
    seen = np.bincount(sure.astype(np.int64), minlength=len(model.unigrams))
    expected = np.exp(model.unigrams.astype(np.float64))
    ratio = (seen / expected + PRIOR) / (len(sure) + PRIOR)
    bonus: NDArray[np.float64] = STRENGTH * np.log(ratio)
    return bonus.astype(np.float32)
