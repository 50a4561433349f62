# SPDX-License-Identifier: Apache-2.0
"""What a stretch of words shows of its own rightness: spelling, accents, and how the language model takes it.

Measured on the development data in stretches of 25 words: 733 of right layers (born-digital pages), 206 of wrong
layers over scans, and the right ones with accents stripped, letters split, or in a legacy encoding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.language.damage import MAX_MARKED_SHARE, MIN_EXACT_SHARE, signs
from ocr_kh.language.inventory import inventory
from ocr_kh.language.model import load_model
from ocr_kh.language.syllables import is_syllable
from ocr_kh.language.tokens import chunk_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STRETCH_WORDS = 25
"""Words a stretch: enough to tell by, few enough to find a paragraph that differs from its page."""
MIN_WORDS = 5
"""A stretch of fewer words (figures, codes) shows nothing."""
MIN_SPELLED_SHARE = 0.65
"""Share of words spelled as syllables. Right stretches: 0.66 (addresses of web sites) to 1; legacy ones up to 0.76."""
MIN_SYLLABIC_SHARE = 0.4
"""Share of words spelled as syllables below which nothing speaks for a stretch: TCVN3, VNI, VISCII have 0.3 in the
median."""
FLUENT_LOG_PROBABILITY = -5.0
"""Mean log probability of a word (nats) from which misspelled words are names that the language model knows: right text
of an encyclopedia has -2.9 in the median where 0.8 of its words are spelled as Vietnamese, garbled text -9.8."""
MIN_MARKED_SHARE = 0.35
"""Share of words with marks. Right stretches: 0.57 to 1; wrong layers over scans: 0 to 0.36."""
MAX_SPLIT_SHARE = 0.05
"""Share of words that, with the word after them, make a syllable of which they are no whole part (`KHO ẢN`, `c ủa`).
Right stretches: 0, in 217 of a physics book up to 0.04; a third of the words split: 0.12 in the median."""
MIN_LOG_PROBABILITY = -6.0
"""Mean log probability of a word (nats) below which a stretch that is not quite well spelled is wrong, too. Right
stretches: -6.7 to -0.7, news -9.4 to -0.7; wrong layers over scans: -11.8 to -6.5; accents stripped: -13 to -7.8."""
WELL_SPELLED = 0.9
"""Share of words spelled as syllables from which the language model is not asked: names and formulas are unlikely."""
MIN_NEAR_SYLLABIC_SHARE = 0.5
"""Share of words near the skeleton of a syllable below which words without marks are of another language: English
0.3, Vietnamese read with an English model 0.7 in the median."""

_WORD = re.compile(r"[^\W\d_]+")
_END, _START = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]+")


class Kind(StrEnum):
    """What a stretch is."""

    SILENT = "silent"
    RIGHT = "right"
    FOREIGN = "foreign"
    STRIPPED = "stripped"
    MISSPELLED = "misspelled"
    SPLIT = "split"
    UNLIKELY = "unlikely"


WRONG = frozenset({Kind.STRIPPED, Kind.MISSPELLED, Kind.SPLIT})
"""Kinds that show by the letters. That words are unlikely shows on a whole page only: a list of names is, too."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts over the words of a stretch (runs of letters; capitals of abbreviations left out)."""

    words: int
    spelled: float
    marked: float
    split: float
    fluency: float
    """Mean log probability of a word, in nats; 0 without words."""
    foreign: bool = False
    """In another language, written without marks."""
    bare: bool = False
    """Vietnamese whose marks are all gone."""

    @property
    def kind(self) -> Kind:
        if self.words < MIN_WORDS:
            return Kind.SILENT
        if self.foreign:
            return Kind.FOREIGN
        if self.bare:
            return Kind.STRIPPED
        if self.split > MAX_SPLIT_SHARE:
            return Kind.SPLIT
        if self.is_misspelled(MIN_SPELLED_SHARE) or self.marked < MIN_MARKED_SHARE:
            return Kind.MISSPELLED
        is_unlikely = self.fluency < MIN_LOG_PROBABILITY and self.spelled < WELL_SPELLED
        return Kind.UNLIKELY if is_unlikely else Kind.RIGHT

    def is_misspelled(self, limit: float) -> bool:
        """Whether fewer words than `limit` are spelled as Vietnamese, and not because they are foreign names."""
        return self.spelled < limit and (self.spelled < MIN_SYLLABIC_SHARE or self.fluency < FLUENT_LOG_PROBABILITY)


def evidence(texts: Sequence[str]) -> Evidence:
    """What words (runs without white space) show; shares are 0 where there are no words.

    >>> evidence("Tổ chức thực hiện kế hoạch tuyên truyền".split()).kind
    <Kind.RIGHT: 'right'>
    >>> evidence("To chuc thuc hien ke hoach tuyen truyen".split()).kind
    <Kind.STRIPPED: 'stripped'>
    """
    words = _words(texts)
    count = max(len(words), 1)
    found = signs(" ".join(texts), _skeletons())
    is_ascii = sum(not text.isascii() for text in texts) <= MAX_MARKED_SHARE * len(texts)
    return Evidence(
        len(words),
        sum(map(is_syllable, words)) / count,
        sum(not word.isascii() for word in words) / count,
        sum(_is_split(*pair) for pair in pairwise(texts)) / count,
        fluency(texts),
        foreign=is_ascii and found.unmarked and found.syllabic < MIN_NEAR_SYLLABIC_SHARE * found.words,
        bare=is_ascii and found.unmarked and found.exact >= MIN_EXACT_SHARE * max(found.words, 1),
    )


def stretches(texts: Iterable[str]) -> Iterator[list[str]]:
    """`texts` in runs that hold STRETCH_WORDS words each; the last one up to twice as many."""
    runs: list[list[str]] = []
    run: list[str] = []
    count = 0
    for text in texts:
        run.append(text)
        count += len(_words([text]))
        if count >= STRETCH_WORDS:
            runs.append(run)
            run, count = [], 0
    if run and runs:
        runs[-1] += run
    elif run:
        runs.append(run)
    yield from runs


def fluency(texts: Sequence[str]) -> float:
    """Mean log probability (nats) of the words, each after those before it; 0 where there are none."""
    model = load_model()
    tokens = [token for text in texts for token in chunk_tokens(text)]
    is_word = np.array([token[0].isalpha() for token in tokens], dtype=bool)
    if not is_word.any():
        return 0.0
    ids = np.array([model.start, *model.ids(tokens)], dtype=np.uint64)
    return float(model.score(ids)[1:][is_word].mean())


def _is_split(first: str, second: str) -> bool:
    """Whether two words are one, split between its letters."""
    end, start = _END.search(first), _START.match(second)
    if not end or not start or (start.group()[0].isupper() and not end.group().isupper()):
        return False
    return is_syllable(end.group() + start.group()) and not (is_syllable(end.group()) and is_syllable(start.group()))


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in _WORD.findall(text) if not _is_abbreviation(word)]


def _is_abbreviation(word: str) -> bool:
    """Capitals (UBND, HĐND, NĐ) that spell no syllable."""
    return len(word) > 1 and word.isupper() and not is_syllable(word)


@cache
def _skeletons() -> frozenset[str]:
    return inventory(load_model()).skeletons
