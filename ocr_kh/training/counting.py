# SPDX-License-Identifier: Apache-2.0
"""Corpora to numbers, and numbers to n-gram counts.

An n-gram of up to four tokens is one 64-bit key: `BITS` bits a token, the last token lowest.
"""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.language.ngrams import BITS
from ocr_kh.language.syllables import is_syllable
from ocr_kh.language.tokens import CLASSES, MARKS, START, UNKNOWN, chunk_tokens
from ocr_kh.training.corpora import blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

MAX_WORDS = (1 << BITS) - 1
MIN_MARKED_SHARE = 0.35
"""Lines with a smaller share of marked words are mostly foreign references (corpus README)."""


class Counts(NamedTuple):
    """Distinct n-grams of one order, sorted, and how often each was seen."""

    keys: NDArray[np.uint64]
    counts: NDArray[np.int64]


class Corpus(NamedTuple):
    """A corpus as token numbers, line starts in between, and its weight in the model."""

    tokens: NDArray[np.int32]
    weight: int


class Numbers(dict[str, tuple[int, ...]]):
    """Chunk to token numbers; grows as chunks are met."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens: dict[str, int] = {token: number for number, token in enumerate((*CLASSES, *MARKS))}

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        numbers = tuple(self.tokens.setdefault(token, len(self.tokens)) for token in chunk_tokens(chunk))
        if len(self) < 3_000_000:
            self[chunk] = numbers
        return numbers


def is_prose(chunks: Sequence[str]) -> bool:
    """Whether a line is Vietnamese enough to learn from."""
    words = [chunk for chunk in chunks if chunk[0].isalpha()]
    return len(words) < 5 or sum(not word.isascii() for word in words) >= MIN_MARKED_SHARE * len(words)


def read_corpus(path: Path, numbers: Numbers, report: Callable[[int], None]) -> NDArray[np.int32]:
    """The corpus without what is kept out, as token numbers; each line begins with START."""
    stream = array("i")
    start = numbers.tokens[START]
    for block in blocks(path):
        if block.held_out or block.for_tuning:
            continue
        for line in block.lines:
            chunks = line.split()
            if not chunks or not is_prose(chunks):
                continue
            stream.append(start)
            for chunk in chunks:
                stream.extend(numbers[chunk])
        report(len(stream))
    return np.frombuffer(stream, np.int32) if stream else np.zeros(0, np.int32)


def choose_vocabulary(corpora: Iterable[Corpus], numbers: Numbers, extra: Iterable[str]) -> list[str]:
    """Classes and marks, then the commonest words: syllables seen 3 times, others seen 30 times, and `extra`.

    Weights do not count here: a word seen once is a slip as likely as a word, whatever it was seen in.
    """
    names = list(numbers.tokens)
    counts: Counter[str] = Counter()
    for corpus in corpora:
        for number, count in enumerate(np.bincount(corpus.tokens, minlength=len(names))):
            if count:
                counts[names[number]] += int(count)
    fixed = [*CLASSES, *MARKS]
    wanted = {token for token, count in counts.items() if count >= (3 if is_syllable(token) else 30)} | set(extra)
    ranked = sorted(wanted - set(fixed), key=lambda token: (-counts[token], token))
    return fixed + ranked[: MAX_WORDS - len(fixed)]


def renumber(tokens: NDArray[np.int32], numbers: Numbers, vocabulary: Sequence[str]) -> NDArray[np.uint64]:
    """Token numbers of the vocabulary in place of those met while reading."""
    index = {token: number for number, token in enumerate(vocabulary)}
    unknown = index[UNKNOWN]
    table = np.array([index.get(token, unknown) for token in numbers.tokens], np.uint64)
    return table[tokens]


def count(tokens: NDArray[np.uint64], order: int) -> Counts:
    """How often each n-gram of `order` occurs within lines. START stands only at their beginning."""
    start = np.uint64(CLASSES.index(START))
    keys = tokens[order - 1 :].copy()
    for back in range(1, order):
        keys |= tokens[order - 1 - back : len(tokens) - back] << np.uint64(BITS * back)
    # An n-gram may begin with START but not reach across it.
    inside = np.ones(len(keys), bool)
    for back in range(order - 1):
        inside &= tokens[order - 1 - back : len(tokens) - back] != start
    found, counts = np.unique(keys[inside], return_counts=True)
    return Counts(found, counts.astype(np.int64))


def merge_counts(parts: Sequence[Counts]) -> Counts:
    """The counts of all parts together."""
    keys = np.concatenate([part.keys for part in parts])
    counts = np.concatenate([part.counts for part in parts])
    found, inverse = np.unique(keys, return_inverse=True)
    return Counts(found, np.bincount(inverse, weights=counts, minlength=len(found)).astype(np.int64))
