# SPDX-License-Identifier: Apache-2.0
"""Lines as they were read: what is known of each, parts of long ones, and which of them run on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ocr_kh.repair.alternatives import shift_alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.document import Alternative

MAX_LINE_CHARACTERS = 20_000
"""Characters of a line worked on at once."""
_SPACE = re.compile(r"\s")
_TOKEN = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.;:!?][\"”’)]*\s*$")
_BULLET = re.compile(r"\s*(?:[-+*•]|[\dIVXivx|]{1,4}[.)]|[a-zđ]\))")


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as it was read."""

    text: str
    """NFC."""
    confidences: tuple[float, ...] = ()
    """One a token (run without white space), 0 to 1; empty where nothing is known."""
    alternatives: tuple[tuple[Alternative, ...], ...] = ()
    """What else the engine saw, one tuple a token (offsets within it); empty where nothing is known."""

    def seen(self, start: int, end: int) -> tuple[tuple[Alternative, ...], float]:
        """What else the engine saw in a part of a token (offsets within the part), and how sure it was."""
        for at, token in enumerate(_TOKEN.finditer(self.text)):
            if token.start() <= start < token.end() and at < len(self.confidences):
                alternatives = self.alternatives[at] if at < len(self.alternatives) else ()
                return shift_alternatives(alternatives, start - token.start(), end - token.start()), self.confidences[
                    at
                ]
        return (), 0.0


def parts(reading: Reading) -> Iterator[tuple[int, Reading]]:
    """A line in parts of at most MAX_LINE_CHARACTERS characters, cut before white space, with the offset of each."""
    text, start = reading.text, 0
    while len(text) - start > MAX_LINE_CHARACTERS:
        spaces = [match.start() for match in _SPACE.finditer(text, start + 1, start + MAX_LINE_CHARACTERS)]
        end = spaces[-1] if spaces else start + MAX_LINE_CHARACTERS
        yield start, Reading(text[start:end])
        start = end
    yield start, replace(reading, text=text[start:]) if start else reading


def begins_sentence(previous: str, line: str) -> bool:
    """Whether a line has nothing to do with the one before it."""
    if not line.strip() or _SENTENCE_END.search(previous[-20:]) or _BULLET.match(line):
        return True
    return line.isupper() != previous.isupper()
