# SPDX-License-Identifier: Apache-2.0
"""Words that stand side by side: where a name or a phrase of several words may be."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ocr_kh.language.token_kinds import split_edges
from ocr_kh.repair.decoding.case import carry_case
from ocr_kh.repair.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.document import RepairSource

_CHUNK = re.compile(r"\S+")


def word_runs(line: str) -> Iterator[list[tuple[int, str]]]:
    """Words with their starts, parted by single spaces and by nothing else.

    >>> list(word_runs("xa Khe Lam, (huyen) ..."))
    [[(0, 'xa'), (3, 'Khe'), (7, 'Lam')], [(13, 'huyen')]]
    """
    run: list[tuple[int, str]] = []
    tokens = [(match.start(), match.group()) for match in _CHUNK.finditer(line)]
    for (start, token), (following, _) in pairwise([*tokens, (-1, "")]):
        lead, core, trail = split_edges(token)
        if lead and run:
            yield run
            run = []
        if core:
            run.append((start + len(lead), core))
        if run and (trail or following != start + len(token) + 1):
            yield run
            run = []


def write_words(start: int, words: Sequence[str], right: Sequence[str], source: RepairSource) -> list[Edit]:
    """`right`, word by word, in the place and case of `words`, which stand at `start`, parted by single spaces.

    A word that is right gets an edit that changes nothing.
    """
    edits = []
    for old, new in zip(words, right, strict=True):
        edits.append(Edit(start, start + len(old), old if old.lower() == new else carry_case(old, new), source))
        start += len(old) + 1
    return edits
