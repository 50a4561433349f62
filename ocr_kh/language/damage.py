# SPDX-License-Identifier: Apache-2.0
"""What happened to each line: nothing much, accents stripped, or read with a model of another language.

Letters with Vietnamese marks (all but é) stand in seven words of ten of any Vietnamese prose and in none of what an
English model reads. A line with too few words to judge goes with
the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING

from ocr_kh.language.letters import fold
from ocr_kh.language.token_kinds import is_protected, split_edges

if TYPE_CHECKING:
    from collections.abc import Sequence


class Damage(StrEnum):
    """Which channel a line came through."""

    NONE = "none"
    """Right, or nearly: a Vietnamese model, a typist, a text layer."""
    STRIPPED = "stripped"
    """Right but for the accents, which are all gone."""
    GARBLED = "garbled"
    """Read with a model of another language."""


VIETNAMESE_LETTER = re.compile("[àáâãèêìíòóôõùúýÀÁÂÃÈÊÌÍÒÓÔÕÙÚÝăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
"""All but é, the one accented letter that Tesseract's English model writes (21,337 times in 325,000 garbled words)."""
FILE_NAME = re.compile(r"\.(?:docx?|xlsx?|pdf|rar|zip)\b", re.IGNORECASE)
"""Names of files are written without marks, and rightly so: a line with one is left alone."""
MIN_WORDS = 4
"""A shorter line is judged by the document."""
MAX_MARKED_SHARE = 0.12
"""Share of words with Vietnamese letters up to which a line is damaged. Of 20,000 gazette lines of four words
and more 1.5 % have fewer, nearly all of them foreign words and tables."""
MIN_RUN_LINES = 3
"""Damaged lines in a run that make a damaged part of a document that is right otherwise."""
MIN_SYLLABIC_SHARE = 0.6
"""Share of words near the skeleton of a syllable below which a line without Vietnamese letters is foreign."""
MIN_EXACT_SHARE = 0.8
"""Share of words that are the very skeleton of a syllable from which damaged lines may count as stripped (the rest
are short forms and foreign words); an English model leaves some 75 %."""
MAX_ODD_SHARE = 0.06
"""Most of the words of stripped lines that are odd: 4 % in stripped norms of building, full of `100m`; an
English model leaves 7 % and more."""
_NUMBERED = re.compile(r"\d\.|\.\d")
"""Numbers of articles and annexes (`13.1.ND.5.23`, `b.3`) are no words."""
_LIST_LETTER = re.compile(r"[a-zđ]\)")
"""Nor are the letters of a list: a skeleton of a syllable only by chance, they would make stripped lines garbled."""
_RUN_TOGETHER = re.compile(r"(?<=[a-z]{2}[?!])(?=[A-Z][a-z])")
"""Between two sentences without a space (`khong?Xin`): no sign within a word."""
_ODD = re.compile(r"[^A-Za-z/.,:;&'’()-]")


@dataclass(frozen=True, slots=True)
class Signs:
    """What a line shows, in numbers of words."""

    words: int = 0
    marked: int = 0
    """With Vietnamese letters."""
    syllabic: int = 0
    """Whose folded skeleton is that of a syllable."""
    exact: int = 0
    """Plain ASCII letters that are the skeleton of a syllable."""
    odd: int = 0
    """With digits, symbols or foreign letters in them, as an English model leaves one word in three."""

    def __add__(self, other: Signs) -> Signs:
        return Signs(
            self.words + other.words,
            self.marked + other.marked,
            self.syllabic + other.syllabic,
            self.exact + other.exact,
            self.odd + other.odd,
        )

    @property
    def unmarked(self) -> bool:
        return self.marked <= MAX_MARKED_SHARE * self.words

    @property
    def vietnamese(self) -> bool:
        return self.syllabic >= MIN_SYLLABIC_SHARE * self.words


@lru_cache(maxsize=50_000)
def _chunk_signs(chunk: str, skeletons: frozenset[str]) -> tuple[int, int, int, int, int]:
    core = "" if _LIST_LETTER.fullmatch(chunk) else split_edges(chunk)[1]
    if not core or is_protected(core) or _NUMBERED.search(core):
        return 0, 0, 0, 0, 0
    if VIETNAMESE_LETTER.search(core):
        return 1, 1, 0, 0, 0
    return 1, 0, fold(core) in skeletons, core.lower() in skeletons, bool(_ODD.search(core))


def signs(line: str, skeletons: frozenset[str]) -> Signs:
    """Count what the line shows; `skeletons` are those of all syllables, in small letters."""
    if FILE_NAME.search(line):
        return Signs()
    chunks = _RUN_TOGETHER.sub(" ", line).split() if "?" in line or "!" in line else line.split()
    return Signs(*map(sum, zip(*map(_chunk_signs, chunks, repeat(skeletons)), strict=True)))


def judge(lines: Sequence[str], skeletons: frozenset[str]) -> list[Damage]:
    """The damage of each line of a document."""
    found = [signs(line, skeletons) for line in lines]
    suspicious = [_is_suspicious(line) for line in found]
    document = sum(found, Signs())
    if document.words and document.unmarked and document.vietnamese:
        # Foreign lines and lone numbers go with the rest: the channel finds nothing nearer than what stands there.
        kind = _kind(document)
        return [kind if line.unmarked and line.words else Damage.NONE for line in found]
    kind = _kind(sum((line for line, bad in zip(found, suspicious, strict=True) if bad), Signs()))
    return [kind if bad else Damage.NONE for bad in _in_company(found, suspicious)]


def _kind(damaged: Signs) -> Damage:
    is_plain = damaged.exact >= MIN_EXACT_SHARE * damaged.words and damaged.odd <= MAX_ODD_SHARE * damaged.words
    return Damage.STRIPPED if is_plain else Damage.GARBLED


def _is_suspicious(line: Signs) -> bool:
    return line.words >= MIN_WORDS and line.unmarked and line.vietnamese


def _in_company(found: Sequence[Signs], suspicious: Sequence[bool]) -> list[bool]:
    """A lone line without marks in right text is a file name or a foreign phrase; MIN_RUN_LINES of them are damage."""
    result = [False] * len(found)
    run: list[int] = []
    for number, (line, bad) in enumerate(zip(found, suspicious, strict=True)):
        if bad or (run and line.unmarked):
            run.append(number)
            continue
        _keep(run, suspicious, result)
        run = []
    _keep(run, suspicious, result)
    return result


def _keep(run: Sequence[int], suspicious: Sequence[bool], result: list[bool]) -> None:
    if sum(suspicious[number] for number in run) >= MIN_RUN_LINES:
        for number in run:
            result[number] = True


def is_unmarked(line: str, skeletons: frozenset[str]) -> bool:
    """Whether a line has words, and next to none with Vietnamese letters."""
    found = signs(line, skeletons)
    return found.words > 0 and found.unmarked
