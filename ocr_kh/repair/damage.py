# SPDX-License-Identifier: Apache-2.0
"""What happened to each line: nothing much, accents stripped, or read with a model of another language.

Letters that only Vietnamese has (ă, đ, ơ, ư, and all with two marks) stand in six words of ten of any
Vietnamese prose and in next to none of what an English model reads. A line with too few words to judge goes with
the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ocr_kh.repair.guard import is_protected, split_edges
from ocr_kh.repair.phrases import fold

if TYPE_CHECKING:
    from collections.abc import Container, Sequence


class Damage(StrEnum):
    """Which channel a line came through."""

    NONE = "none"
    """Right, or nearly: a Vietnamese model, a typist, a text layer."""
    STRIPPED = "stripped"
    """Right but for the accents, which are all gone."""
    GARBLED = "garbled"
    """Read with a model of another language."""


VIETNAMESE_LETTER = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
LEAST_WORDS = 4
"""A shorter line is judged by the document."""
FEW = 0.12
"""Share of words with Vietnamese letters up to which a line is damaged. Of 20,000 gazette lines of four words
and more 1.5 % have fewer, nearly all of them foreign words and tables."""
SYLLABIC = 0.6
"""Share of words near the skeleton of a syllable below which a line without Vietnamese letters is foreign."""
EXACT = 0.93
"""Share of words that are the very skeleton of a syllable from which damaged lines count as stripped; an English
model leaves some 75 %."""


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

    def __add__(self, other: Signs) -> Signs:
        return Signs(
            self.words + other.words,
            self.marked + other.marked,
            self.syllabic + other.syllabic,
            self.exact + other.exact,
        )

    @property
    def unmarked(self) -> bool:
        return self.marked <= FEW * self.words

    @property
    def vietnamese(self) -> bool:
        return self.syllabic >= SYLLABIC * self.words


def signs(line: str, skeletons: Container[str]) -> Signs:
    """Count what the line shows; `skeletons` are those of all syllables, in small letters."""
    words = marked = syllabic = exact = 0
    for chunk in line.split():
        core = split_edges(chunk)[1]
        if not core or is_protected(core):
            continue
        words += 1
        if VIETNAMESE_LETTER.search(core):
            marked += 1
        else:
            exact += core.lower() in skeletons
            syllabic += fold(core) in skeletons
    return Signs(words, marked, syllabic, exact)


def judge(lines: Sequence[str], skeletons: Container[str]) -> list[Damage]:
    """The damage of each line of a document."""
    found = [signs(line, skeletons) for line in lines]
    suspicious = [line for line in found if line.words >= LEAST_WORDS and line.unmarked and line.vietnamese]
    document = sum(found, Signs())
    damaged = sum(suspicious, Signs())
    kind = Damage.STRIPPED if damaged.exact >= EXACT * damaged.words else Damage.GARBLED
    everywhere = document.words >= LEAST_WORDS and document.unmarked and document.vietnamese
    return [kind if _is_damaged(line, everywhere=everywhere) else Damage.NONE for line in found]


def _is_damaged(line: Signs, *, everywhere: bool) -> bool:
    if everywhere:
        # Foreign lines and lone numbers go with the rest: the channel finds nothing nearer than what stands there.
        return line.unmarked and line.words > 0
    return line.words >= LEAST_WORDS and line.unmarked and line.vietnamese


def is_damaged(text: str, skeletons: Container[str]) -> bool:
    """Whether a line by itself is damaged beyond single letters."""
    found = signs(text, skeletons)
    return found.words >= LEAST_WORDS and found.unmarked and found.vietnamese
