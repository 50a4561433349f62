# SPDX-License-Identifier: Apache-2.0
"""Administrative phrases found through OCR noise, with RapidFuzz on their skeletons.

A window of as many tokens as the phrase has is compared with accents, case and the usual
letter-digit confusions folded away. Used where context is short: headers, headings, closings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from ocr_kh.language.letters import fold
from ocr_kh.language.token_kinds import split_edges

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MIN_SYLLABLES = 2
MIN_SIMILARITY = 0.86
"""Of 1: in `CONG HOA XA HOI` against its skeleton 1.0; English-model garble of whole phrases measures 0.87 to 1."""
MIN_TOKEN_SIMILARITY = 0.4
"""Of each token of the window: keeps a phrase from matching one place beside its own."""
PHRASE_GAIN = 2.5
"""Added log probability of what a phrase says."""
_CONTEXT_WORDS = 6
"""Words to each side of one that may make a phrase with it; few phrases are longer."""
_CONTEXT_CHARACTERS = 60
"""Characters in which these stand: a line may be millions long."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase recognised in tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    words: tuple[str, ...]
    """Of the phrase, as written, without punctuation."""
    similarity: float


@lru_cache(maxsize=4)
def _by_length(phrases: tuple[str, ...]) -> dict[int, tuple[list[tuple[str, ...]], list[str]]]:
    """The words of phrases and their folded forms, by number of words."""
    table: dict[int, tuple[list[tuple[str, ...]], list[str]]] = {}
    for phrase in phrases:
        words = tuple(word for word in (split_edges(token)[1] for token in phrase.split()) if word)
        if len(words) >= MIN_SYLLABLES:
            entry = table.setdefault(len(words), ([], []))
            entry[0].append(words)
            entry[1].append(" ".join(map(fold, words)))
    return table


def find_phrases(tokens: Sequence[str], phrases: tuple[str, ...]) -> list[Found]:
    """The phrases in the words of a line, without overlaps, in order of place; the longest and nearest win."""
    cores = [fold(token) for token in tokens]
    found: list[Found] = []
    for match in sorted(_matches(cores, phrases), key=lambda m: (m.first - m.last, -m.similarity)):
        if all(match.last <= other.first or other.last <= match.first for other in found):
            found.append(match)
    return sorted(found, key=lambda match: match.first)


def _matches(cores: Sequence[str], phrases: tuple[str, ...]) -> Iterator[Found]:
    for length, (written, folded) in _by_length(phrases).items():
        windows = [" ".join(cores[i : i + length]) for i in range(len(cores) - length + 1)]
        if not windows:
            continue
        scores = process.cdist(
            windows, folded, scorer=Indel.normalized_similarity, score_cutoff=MIN_SIMILARITY, dtype=np.float32
        )
        for first in np.flatnonzero(scores.max(axis=1) > 0):
            best = int(scores[first].argmax())
            if all(map(_alike, windows[first].split(" "), folded[best].split(" "))):
                yield Found(int(first), int(first) + length, written[best], float(scores[first, best]))


@lru_cache(maxsize=4)
def _plain_phrases(phrases: tuple[str, ...]) -> frozenset[str]:
    """The phrases in small letters, without punctuation."""
    return frozenset(" ".join(words).lower() for written, _ in _by_length(phrases).values() for words in written)


def makes_phrase(line: str, start: int, end: int, word: str, phrases: tuple[str, ...]) -> int:
    """How many words the phrase has that `word` makes in the place of `line[start:end]`; 0 where it makes none.

    All of them are right; of several phrases the longest counts.

    >>> makes_phrase("trên Công thông tin điện tử", 5, 9, "Cổng", ("Cổng thông tin điện tử",))
    5
    """
    before = _WORD.findall(line[max(0, start - _CONTEXT_CHARACTERS) : start].lower())[-_CONTEXT_WORDS:]
    after = _WORD.findall(line[end : end + _CONTEXT_CHARACTERS].lower())[:_CONTEXT_WORDS]
    spoken = _plain_phrases(phrases)
    lengths = (
        left + 1 + right
        for left in range(len(before) + 1)
        for right in range(len(after) + 1)
        if left + right and " ".join([*before[len(before) - left :], word.lower(), *after[:right]]) in spoken
    )
    return max(lengths, default=0)


def _alike(token: str, right: str) -> bool:
    return token == right or Indel.normalized_similarity(token, right) >= MIN_TOKEN_SIMILARITY
