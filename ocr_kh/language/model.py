# SPDX-License-Identifier: Apache-2.0
"""The language model: probabilities of the next token given the three before it.

A back-off model of order 4 in one memory-mapped file (`array_file`), asked with arrays. N-grams lie in `XorTable`s
whose values are indices into a codebook of log probabilities (natural logarithms).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.errors import MachineError
from ocr_kh.language.array_file import open_arrays
from ocr_kh.language.compact_table import XorTable
from ocr_kh.language.ngrams import BITS
from ocr_kh.language.tokens import CLASSES, START, UNKNOWN
from ocr_kh.models import FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from ocr_kh.language.array_file import ArrayFile

    Ids = NDArray[np.uint64]
    Scores = NDArray[np.float32]

MAGIC = b"OCRKHLM2"
SHIPPED = FOLDER / "language.bin"
_ONE, _TWO, _THREE = (np.uint64(BITS * n) for n in (1, 2, 3))


class Coded(NamedTuple):
    """A table of codes and what each code stands for."""

    table: XorTable
    codebook: Scores


class Contexts(NamedTuple):
    """Histories made ready for asking: one entry a history."""

    last: Ids
    bigram: Ids
    trigram: Ids
    back2: Scores
    back3: Scores
    """Log back-off weight of the last two tokens; nan where the model knows no trigram after them."""
    back4: Scores


@dataclass(frozen=True, eq=False)
class LanguageModel:
    """See the module's docstring."""

    vocabulary: tuple[str, ...]
    index: Mapping[str, int]
    unigrams: Scores
    back2: Scores
    grams: Mapping[int, Coded]
    """n-grams by order, 2 to 4."""
    backs: Mapping[int, Coded]
    """Back-off weights of histories by order, 3 and 4."""

    @property
    def start(self) -> int:
        return CLASSES.index(START)

    @property
    def unknown(self) -> int:
        return CLASSES.index(UNKNOWN)

    def ids(self, tokens: Sequence[str]) -> list[int]:
        """Token numbers; unknown ones get that of UNKNOWN."""
        unknown = self.unknown
        return [self.index.get(token, unknown) for token in tokens]

    def follows(self, word: str, before: str) -> bool:
        """Whether the model has `word` behind `before`, both in small letters, in a table of its own."""
        if word not in self.index or before not in self.index:
            return False
        key = (np.uint64(self.index[before]) << _ONE) | np.uint64(self.index[word])
        return not np.isnan(_values(self.grams[2], np.array([key]))[0])

    def contexts(self, third: Ids, second: Ids, last: Ids) -> Contexts:
        """Histories of three tokens each, the one before the next last."""
        bigram = (second << _ONE) | last
        trigram = (third << _TWO) | bigram
        return Contexts(
            last,
            bigram,
            trigram,
            self.back2[last],
            _values(self.backs[3], bigram),
            _values(self.backs[4], trigram),
        )

    def log_probability(self, contexts: Contexts, history: NDArray[np.intp], words: Ids) -> Scores:
        """Natural logarithm of P(words[i] | contexts[history[i]])."""
        found = _values(self.grams[2], (contexts.last[history] << _ONE) | words)
        within = ~np.isnan(found)
        scores = np.where(within, found, contexts.back2[history] + self.unigrams[words])
        for order, keys, backs in ((3, contexts.bigram, contexts.back3), (4, contexts.trigram, contexts.back4)):
            back = backs[history]
            known = ~np.isnan(back)
            scores = np.where(known, back + scores, scores)
            asked = np.flatnonzero(within & known)  # the model holds the suffixes of all that it holds
            found = _values(self.grams[order], (keys[history[asked]] << _ONE) | words[asked])
            within = np.zeros(len(words), bool)
            within[asked] = ~np.isnan(found)
            scores[within] = found[~np.isnan(found)]
        return scores

    def score(self, tokens: Ids) -> Scores:
        """Log probability of each token of a stream in which START begins every sentence (its own is 0)."""
        start = np.uint64(self.start)
        padded = np.concatenate([np.full(3, start), tokens])
        last, second, third = padded[2:-1].copy(), padded[1:-2].copy(), padded[:-3].copy()
        second[last == start] = start
        third[second == start] = start
        scores = self.log_probability(self.contexts(third, second, last), np.arange(len(tokens)), tokens)
        scores[tokens == start] = 0
        return scores


def _values(coded: Coded, keys: Ids) -> Scores:
    """Decoded values, nan where a key is not in the table."""
    return coded.codebook[coded.table.get(keys)]


@lru_cache(maxsize=2)
def load_model(path: Path = SHIPPED) -> LanguageModel:
    """The model in the file at `path`, memory-mapped. Raises MachineError for a file that is no model."""
    return _model(open_arrays(path, MAGIC, "language model"))


def _model(file: ArrayFile) -> LanguageModel:
    vocabulary, arrays, tables = file.words(), file.arrays, file.header["tables"]
    if not isinstance(tables, dict):
        raise MachineError(reason="the language model's header is damaged")
    coded = {
        name: Coded(XorTable(arrays[f"{name}.cells"].view(np.uint16), *shape), _float(arrays[f"{name}.codebook"]))
        for name, shape in tables.items()
    }
    return LanguageModel(
        vocabulary=vocabulary,
        index={token: number for number, token in enumerate(vocabulary)},
        unigrams=_float(arrays["unigrams"]),
        back2=_float(arrays["back2"]),
        grams={order: coded[f"grams{order}"] for order in (2, 3, 4)},
        backs={order: coded[f"backs{order}"] for order in (3, 4)},
    )


def _float(values: NDArray[np.generic]) -> Scores:
    return values.astype(np.float32)
