# SPDX-License-Identifier: Apache-2.0
"""What the engine wrote for what, glyph by glyph, counted over the corrections of words.

The columns are those of `language.confusions`: what was read, what it stands for, and in which place (among figures, in
a word, between number and symbol ...). A row there is made by hand from one here, once it has been seen often.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from ocr_kh.corrections.learning import settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.corrections.correction import Correction

HEADER = ("read", "right", "place", "count", "words")
_EXAMPLES = 3
"""Words that a row shows."""
_JOINTS = {"/": "slash", "-": "dash", "–": "dash"}


class Confusion(NamedTuple):
    """What was read for what; one of them is empty where a glyph came from nothing, or was lost."""

    read: str
    right: str

    @property
    def place(self) -> str:
        """The column of `language.confusions` that it belongs to; `other` for none."""
        if self.right in _JOINTS:
            return _JOINTS[self.right]
        if self.right.isdecimal():
            return "figure"
        return "letter" if self.right.isalpha() else "other"


def word_pairs(documents: Iterable[Sequence[Correction]]) -> Iterator[tuple[str, str]]:
    """Words as they were read and as they are right, where one stands for one."""
    for corrections in documents:
        for each in settled(corrections):
            read, right = each.read.split(), each.right.split()
            if not each.pointer and len(read) == len(right):
                yield from (pair for pair in zip(read, right, strict=True) if pair[0] != pair[1])


def confusions(read: str, right: str) -> list[Confusion]:
    """What differs between two words; glyphs beside one another that do not answer one to one stay together.

    >>> confusions("truyên", "truyền"), confusions("chirc", "chức"), confusions("2O26", "2026")
    ([Confusion(read='ê', right='ề')], [Confusion(read='ir', right='ứ')], [Confusion(read='O', right='0')])
    """
    found: list[tuple[Confusion, int, int]] = []
    for step in Levenshtein.opcodes(read, right):
        if step.tag == "equal":
            continue
        part = Confusion(read[step.src_start : step.src_end], right[step.dest_start : step.dest_end])
        if found and step.tag != "replace" and found[-1][1:] == (step.src_start, step.dest_start):
            earlier = found.pop()[0]
            part = Confusion(earlier.read + part.read, earlier.right + part.right)
        found.append((part, step.src_end, step.dest_end))
    return [part for each, _, _ in found for part in _one_to_one(each)]


def _one_to_one(each: Confusion) -> list[Confusion]:
    if len(each.read) != len(each.right):
        return [each]
    return [Confusion(one, other) for one, other in zip(each.read, each.right, strict=True) if one != other]


def confusion_rows(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str, str, str]]:
    """The rows of the table, as HEADER names their cells, the most frequent first."""
    counts: Counter[Confusion] = Counter()
    words: dict[Confusion, dict[str, None]] = defaultdict(dict)
    for read, right in pairs:
        for each in confusions(read, right):
            counts[each] += 1
            words[each][f"{read}>{right}"] = None
    for each, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield each.read, each.right, each.place, str(count), " ".join([*words[each]][:_EXAMPLES])
