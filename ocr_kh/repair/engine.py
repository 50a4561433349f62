# SPDX-License-Identifier: Apache-2.0
"""The lines of a document in, the edits of each line out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.repair.case import carry_case
from ocr_kh.repair.damage import is_damaged
from ocr_kh.repair.dictionaries import load_lexicon
from ocr_kh.repair.guard import is_protected, split_edges
from ocr_kh.repair.phrases import find_phrases
from ocr_kh.repair.records import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.repair.dictionaries import Lexicon
    from ocr_kh.settings import Settings

_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as it was read."""

    text: str
    """NFC."""
    confidences: tuple[float, ...] = ()
    """One a token (run without white space), 0 to 1; empty where nothing is known."""
    alternatives: tuple[tuple[str, ...], ...] = ()
    """What else the engine saw, one tuple a token; empty where nothing is known."""


def repair_lines(readings: Sequence[Reading], settings: Settings) -> list[list[Edit]]:
    """The edits of each line, in order and without overlaps. Raises DictionaryError."""
    lexicon = load_lexicon(settings.dictionaries)
    known = lexicon.words | lexicon.short_forms
    return [_phrase_edits(reading.text, lexicon) if is_damaged(reading.text, known) else [] for reading in readings]


def _phrase_edits(text: str, lexicon: Lexicon) -> list[Edit]:
    spans = [match.span() for match in _TOKEN.finditer(text)]
    settled = _settled([text[a:b] for a, b in spans], lexicon.phrases)
    return [
        Edit(start, end, after, "phrase", similarity)
        for (start, end), (after, similarity) in zip(spans, settled, strict=True)
        if after != text[start:end]
    ]


def _settled(tokens: list[str], phrases: tuple[str, ...]) -> list[tuple[str, float]]:
    """The tokens with phrases put right, again and again until nothing changes; each with its similarity."""
    settled = [(token, 1.0) for token in tokens]
    while changes := list(_changes([token for token, _ in settled], phrases)):
        for index, after, similarity in changes:
            settled[index] = (after, min(similarity, settled[index][1]))
    return settled


def _changes(tokens: list[str], phrases: tuple[str, ...]) -> Iterator[tuple[int, str, float]]:
    for found in find_phrases(tokens, phrases):
        for index, right in zip(range(found.first, found.last), found.phrase.split(), strict=True):
            lead, core, trail = split_edges(tokens[index])
            wanted = carry_case(core, split_edges(right)[1].lower())
            if core and wanted and core != wanted and not is_protected(core):
                yield index, lead + wanted + trail, found.similarity
