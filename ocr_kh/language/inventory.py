# SPDX-License-Identifier: Apache-2.0
"""The words that observed ones may stand for, by the skeleton they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.language.letters import fold
from ocr_kh.language.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from ocr_kh.language.model import LanguageModel


MIN_FOREIGN_LOG_PROBABILITY = -13.5
"""Log unigram probability a word outside the orthography needs to be a candidate for others."""


class Choices(NamedTuple):
    """The candidates of one observed word, best first."""

    words: tuple[str, ...]
    """In small letters."""
    ids: NDArray[np.uint64]
    costs: NDArray[np.float32]
    """Log probability of the reading given the word."""


@dataclass(frozen=True)
class Inventory:
    """The words that may be candidates, by folded skeleton."""

    model: LanguageModel
    syllables: Mapping[str, list[str]]
    others: Mapping[str, list[str]]
    """Short forms, loan words, and common words outside the orthography."""
    syllable_skeletons: tuple[str, ...]
    other_skeletons: tuple[str, ...]
    known_skeletons: Mapping[str, None]
    """Those of the dictionaries' own words."""
    skeletons: frozenset[str]
    """Those of all syllables."""
    caches: dict[tuple[int, int], dict[str, Choices]] = field(default_factory=dict)


@lru_cache(maxsize=2)
def inventory(model: LanguageModel, extra: frozenset[str] = frozenset()) -> Inventory:
    """All candidates of the model's vocabulary and of the dictionaries' words `extra` (in small letters)."""
    syllables, foreign = _words_of(model)
    others: dict[str, list[str]] = {}
    for word, score in foreign:
        if score > MIN_FOREIGN_LOG_PROBABILITY or word in extra:
            others.setdefault(fold(word), []).append(word)
    known = dict.fromkeys(skeleton for skeleton, words in others.items() if any(word in extra for word in words))
    return Inventory(model, syllables, others, tuple(syllables), tuple(others), known, frozenset(syllables))


@lru_cache(maxsize=2)
def _words_of(model: LanguageModel) -> tuple[dict[str, list[str]], list[tuple[str, float]]]:
    """The model's syllables by folded skeleton, and its words outside the orthography with their scores."""
    syllables: dict[str, list[str]] = {}
    foreign: list[tuple[str, float]] = []
    for word, score in zip(model.vocabulary, model.unigrams, strict=True):
        if not word.isalpha() or len(word) > MAX_WORD_LENGTH:
            continue
        if is_syllable(word):
            syllables.setdefault(fold(word), []).append(word)
        else:
            foreign.append((word, score))
    return syllables, foreign


MAX_WORD_LENGTH = 12
"""Characters of the longest word the channel looks at (`nghiêng` has 7; garble and loan words more)."""
