# SPDX-License-Identifier: Apache-2.0
"""Where the printed items of a paper stand in a line, known by likeness: nothing must match to the letter."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.genre.papers.words import PaperWords
    from ocr_kh.genre.vocabulary import Vocabulary

CELL_WALL = " | "
"""Between the cells of a row of a table, as layout joins them."""
_LEAST_LIKENESS = 70.0
"""Of 100 (rapidfuzz's ratio, without marks and case), from which words may be a misreading of an item: two letters of
ten. `Số tờ` is like `Tờ số` by 60."""
_SHORT = 4
"""Letters of words that must be there to the letter: `de` is as like `đến` as a misreading of it would be."""
_LONGEST_LABELLED = 16
"""Words of a line that begins with a label; a sentence has more."""
_WITHOUT_SIGN = 0.5
"""What a label counts behind which neither colon nor figure stands: a sentence may begin so."""
_SIGNS = re.compile(r"[^\w\s]+")
_WORDS = re.compile(r"\S+")
_VALUE_BEGINS = re.compile(r"\s*(?:[:.…_]|\d|ngay\b)", re.IGNORECASE)
"""Behind a label: a colon, room to fill in, or a figure."""
_BETWEEN = re.compile(r"[\s:.…_]*")


class Match(NamedTuple):
    """An item in a line."""

    item: PaperWords
    start: int
    end: int
    """Code points in the text of the line; `end` behind the colon or the dots."""
    likeness: float
    """From 0 (it may be) to 1 (to the letter)."""
    length: int
    """Letters of the words it is like."""


class _Phrase(NamedTuple):
    item: PaperWords
    plain: str
    words: int
    least: float
    """Likeness from which it is taken for it."""


def spoken(text: str) -> str:
    """Words alone, without marks, signs and case: what is compared.

    >>> spoken("Số, ký hiệu  văn bản:")
    'so ky hieu van ban'
    """
    return _spoken(plain_of(text))


@lru_cache(maxsize=2_048)
def _spoken(plain: str) -> str:
    return " ".join(_SIGNS.sub(" ", plain).lower().split())


@from_vocabulary
def _phrases(words: Vocabulary) -> Mapping[str, tuple[_Phrase, ...]]:
    """By place; each way to write an item."""
    found: dict[str, list[_Phrase]] = {"whole": [], "head": [], "label": []}
    for item in words.papers:
        for words_of_item in item.words:
            plain = spoken(words_of_item)
            least = _LEAST_LIKENESS if len(plain) > _SHORT else 100.0
            found[item.place].append(_Phrase(item, plain, len(plain.split()), least))
    return {place: tuple(phrases) for place, phrases in found.items()}


@from_vocabulary
def _labels_by_words(words: Vocabulary) -> Mapping[int, tuple[tuple[str, ...], tuple[_Phrase, ...]]]:
    """How labels of so many words are written, and what each is."""
    found: dict[int, list[_Phrase]] = {}
    for phrase in _phrases(words)["label"]:
        found.setdefault(phrase.words, []).append(phrase)
    return {count: (tuple(each.plain for each in some), tuple(some)) for count, some in found.items()}


def whole_matches(text: str, place: str = "whole") -> Iterator[Match]:
    """Items that a line, or the head of a column, is as a whole."""
    plain = spoken(text)
    for phrase in _phrases()[place]:
        ratio = fuzz.ratio(plain, phrase.plain, score_cutoff=phrase.least)
        if ratio:
            yield Match(phrase.item, 0, len(text), _likeness(ratio), len(phrase.plain))


def labels(text: str) -> list[Match]:
    """The labels of all papers in a line, those of one paper from left to right, apart from one another.

    The first of a paper begins a cell, and each ends where its value begins.
    """
    found: list[Match] = []
    at = 0
    for cell in text.split(CELL_WALL):
        if len(cell.split()) <= _LONGEST_LABELLED:
            found += (each._replace(start=each.start + at, end=each.end + at) for each in _labels_of(cell))
        at += len(cell) + len(CELL_WALL)
    return found


def may_be_labelled(lines: Sequence[str]) -> list[str]:
    """The lines of which a cell begins with words that are like a label, as all that `labels` finds something in.

    All are compared at once: most lines of a page have none.

    >>> may_be_labelled(["Phông số: 12", "Trồng cây trên đồi", "Nội dung | Mục lục số: 01"])
    ['Phông số: 12', 'Nội dung | Mục lục số: 01']
    """
    cells = ((at, plain_of(cell).split()) for at, line in enumerate(lines) for cell in line.split(CELL_WALL))
    longest = max(_labels_by_words(), default=0)
    rows = [(at, [*map(_spoken, words[:longest])]) for at, words in cells if len(words) <= _LONGEST_LABELLED]
    found: set[int] = set()
    for count, (written, _) in _labels_by_words().items():
        some = [(at, words[:count]) for at, words in rows if len(words) >= count]
        if some:
            read = [" ".join(filter(None, words)) for _, words in some]
            alike = process.cdist(read, written, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
            found.update(some[at][0] for at in alike.nonzero()[0])
    return [lines[at] for at in sorted(found)]


def _labels_of(cell: str) -> Iterator[Match]:
    """Of one cell: for each paper those that do not overlap, the likest first."""
    row = _Row(cell)
    first = list(row.labels_at(0))
    papers = {match.item.paper for match in first}
    if not papers:
        return
    later = (match for at in range(1, len(row.words)) for match in row.labels_at(at))
    ranked = sorted((*first, *later), key=lambda match: (match.likeness, match.length), reverse=True)
    for paper in papers:
        kept: list[Match] = []
        for match in ranked:
            if match.item.paper == paper and all(match.end <= each.start or match.start >= each.end for each in kept):
                kept.append(match)
        kept.sort(key=lambda match: match.start)
        if kept[0].start == row.words[0][0]:
            yield from kept


class _Row:
    """The words of a cell and what each says, told once: labels of one word to seven may begin at any."""

    def __init__(self, cell: str) -> None:
        self.cell, self.plain = cell, plain_of(cell)
        self.words = [found.span() for found in _WORDS.finditer(cell)]
        self.spoken = [_spoken(self.plain[start:end]) for start, end in self.words]

    def labels_at(self, at: int) -> Iterator[Match]:
        """The labels that the words from one on are like. Inside a cell one has its colon, or a figure, behind it."""
        for count, (written, phrases) in _labels_by_words().items():
            if at + count > len(self.words):
                continue
            start, end = self.words[at][0], self.words[at + count - 1][1]
            if at and not self._is_value_behind(end):
                continue
            read = " ".join(filter(None, self.spoken[at : at + count]))
            for _, ratio, number in process.extract(
                read, written, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=None
            ):
                phrase = phrases[number]
                if ratio >= phrase.least:
                    behind = _BETWEEN.match(self.cell, end)
                    likeness = _likeness(ratio) * (1.0 if self._is_value_behind(end) else _WITHOUT_SIGN)
                    yield Match(phrase.item, start, behind.end() if behind else end, likeness, len(phrase.plain))

    def _is_value_behind(self, end: int) -> bool:
        return self.cell[end - 1] in ":.…" or _VALUE_BEGINS.match(self.plain, end) is not None


def _likeness(ratio: float) -> float:
    return (ratio - _LEAST_LIKENESS) / (100 - _LEAST_LIKENESS)
