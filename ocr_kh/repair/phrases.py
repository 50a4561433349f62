# SPDX-License-Identifier: Apache-2.0
"""Administrative phrases found through OCR noise, with RapidFuzz on their skeletons.

A window of as many tokens as the phrase has is compared with accents, case and the usual
letter-digit confusions folded away. Used where context is short: headers, headings, closings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from ocr_kh.repair.guard import split_edges
from ocr_kh.repair.syllables import skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEAST_SYLLABLES = 2
LEAST_SIMILARITY = 0.86
"""Of 1: in `CONG HOA XA HOI` against its skeleton 1.0; English-model garble of whole phrases measures 0.87 to 1."""
LEAST_TOKEN_SIMILARITY = 0.4
"""Of each token of the window: keeps a phrase from matching one place beside its own."""
CONFUSIONS = str.maketrans("6015|€¢¥&$", "oolslecyes")
"""Symbols that an English model gives for accented letters (`c6` = có, `1a` = là, `v€` = về)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase recognised in tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    phrase: str
    similarity: float


def fold(token: str) -> str:
    """What is left of a token when accents, case and usual confusions are folded away.

    >>> fold("1ap"), fold("Độc")
    ('lap', 'doc')
    """
    return skeleton(token).lower().translate(CONFUSIONS)


@lru_cache(maxsize=4)
def _by_length(phrases: tuple[str, ...]) -> dict[int, tuple[list[str], list[str]]]:
    """Phrases and their folded forms, by number of tokens."""
    table: dict[int, tuple[list[str], list[str]]] = {}
    for phrase in phrases:
        tokens = phrase.split()
        if len(tokens) >= LEAST_SYLLABLES:
            entry = table.setdefault(len(tokens), ([], []))
            entry[0].append(phrase)
            entry[1].append(" ".join(fold(split_edges(token)[1] or token) for token in tokens))
    return table


def find_phrases(tokens: Sequence[str], phrases: tuple[str, ...]) -> list[Found]:
    """The phrases in a line of tokens, longest and nearest first, without overlaps, in order of place."""
    cores = [fold(split_edges(token)[1] or token) for token in tokens]
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
            windows, folded, scorer=Indel.normalized_similarity, score_cutoff=LEAST_SIMILARITY, dtype=np.float32
        )
        for first in np.flatnonzero(scores.max(axis=1) > 0):
            best = int(scores[first].argmax())
            if all(map(_alike, windows[first].split(" "), folded[best].split(" "))):
                yield Found(int(first), int(first) + length, written[best], float(scores[first, best]))


def _alike(token: str, right: str) -> bool:
    return token == right or Indel.normalized_similarity(token, right) >= LEAST_TOKEN_SIMILARITY
