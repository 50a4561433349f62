# SPDX-License-Identifier: Apache-2.0
"""The first word of a line that goes on with a sentence, where a small letter was read as its capital.

`c k o s u v w x z` have capitals of the same shape, and at the head of a line nothing shows how high a letter stands:
`don` / `Vi va cac co quan` is `đơn` / `vị và các cơ quan`. Names begin lines too, so the small letter is believed only
where the word is what nearly always follows the one before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.language.syllables import place_tones
from ocr_kh.repair.readings import begins_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.language.model import LanguageModel
    from ocr_kh.repair.decoding.choices import Decision

_SAME_SHAPE = frozenset("CKOSUVWXZ")
MIN_FOLLOWING_PROBABILITY = 0.3
"""Probability after the word before: of `đơn` / `vị` 0.95, of `tỉnh` / `vĩnh` 0.01, of `quận` / `sơn` 0.001."""


def lower_line_starts(
    lines: Sequence[str], garbled: Sequence[bool], decisions: Iterable[Decision], model: LanguageModel
) -> Iterator[Decision]:
    """The decisions, in order of place, with small letters where a garbled line goes on."""
    last: Decision | None = None
    for slot in decisions:
        goes_on = (
            last is not None
            and garbled[slot.place.line]
            and _goes_on(lines, last, slot)
            and _follows(last, slot, model)
        )
        yield replace(slot, output=slot.output.lower()) if goes_on and slot.output else slot
        if slot.output != "":
            last = slot


def _goes_on(lines: Sequence[str], last: Decision, slot: Decision) -> bool:
    """Whether the word begins the line after the one that the last word ends, both in small letters or able to be."""
    line, start = lines[slot.place.line], slot.place.start
    if not slot.output or line[start] not in _SAME_SHAPE or not slot.output[1:].islower() or line[:start].strip():
        return False
    before = lines[last.place.line]
    is_next = last.place.line == slot.place.line - 1 and not before[last.place.end :].strip()
    return is_next and (last.output or last.place.shape).islower() and not begins_sentence(before, line)


def _follows(last: Decision, slot: Decision, model: LanguageModel) -> bool:
    words = [place_tones((each.output or each.place.shape).lower()) for each in (last, slot)]
    first, second = (np.array([number], np.uint64) for number in model.ids(words))
    start = np.array([model.start], np.uint64)
    likely = model.log_probability(model.contexts(start, start, first), np.zeros(1, np.intp), second)
    return bool(np.exp(likely[0]) >= MIN_FOLLOWING_PROBABILITY)
