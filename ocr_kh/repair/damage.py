# SPDX-License-Identifier: Apache-2.0
"""Is a line damaged at all? Asked before anything is touched.

Two signs: tokens that no Vietnamese orthography, dictionary or grammar knows (`t6`, `chirc`), and a
line of syllables with next to no accents (Vietnamese running text has marks on seven syllables in ten).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.repair.guard import is_protected, split_edges
from ocr_kh.repair.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

LEAST_WORDS = 3
"""A shorter line has too few syllables to judge its accents by."""
FEWEST_MARKED = 0.2
"""Share of marked syllables below which a line counts as stripped (of 10,000 gazette lines of 5 or more syllables
0.3 % have less, nearly all of them tables and foreign words)."""
MOST_UNKNOWN = 0.25
"""Share of tokens unknown to the orthography above which a line counts as garbled."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against damage in a line."""

    words: int
    unknown: int
    marked: int

    @property
    def stripped(self) -> bool:
        return self.words >= LEAST_WORDS and self.marked < FEWEST_MARKED * self.words

    @property
    def garbled(self) -> bool:
        return self.words >= LEAST_WORDS and self.unknown > MOST_UNKNOWN * self.words


def signs(tokens: Sequence[str], known: Container[str]) -> Signs:
    """Count the line's words, those that nothing knows, and those with Vietnamese letters."""
    cores = [core for core in (split_edges(token)[1] for token in tokens) if core and not is_protected(core)]
    unknown = [core for core in cores if not is_syllable(core) and core not in known]
    return Signs(len(cores), len(unknown), sum(not core.isascii() for core in cores))


def is_damaged(text: str, known: Container[str] = frozenset()) -> bool:
    """Whether the line needs repair.

    >>> is_damaged("Tuyén truyén thue hién Nghi quyét s6"), is_damaged("Tuyên truyền thực hiện Nghị quyết số")
    (True, False)
    """
    found = signs(text.split(), known)
    return found.stripped or found.garbled
