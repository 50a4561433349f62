# SPDX-License-Identifier: Apache-2.0
"""A plan in pieces of like size, for search by meaning and for language models: each with its headings and its place.

Every text of the plan between header and recipients is in exactly one chunk. A chunk stays within one section of the
first level, or one annex; a heading is not parted from what follows it; a text is cut only where it is longer than a
chunk may be, then at the end of a sentence or row if there is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from ocr_kh.errors import UsageError
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ocr_kh.plan.fields import Evidence
    from ocr_kh.plan.texts import Unit

MAX_WORDS = 250
"""Syllables of a chunk unless told otherwise: some 500 tokens, as much as models of sentences commonly take."""
CHARACTERS_A_TOKEN = 2.4
"""Of Vietnamese text: between 1.9 (cl100k_base) and 2.9 (o200k_base), measured on the texts of the samples."""
_SENTENCE = re.compile(r"[^\n]*?(?:[.;!?](?=\s)|\n|$)\s*", re.DOTALL)
_FRONT = frozenset({"subject", "basis", "preamble"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a plan."""

    text: str
    """Its texts, one a line; in front what it repeats of the chunk before, with `overlap`."""
    headings: tuple[str, ...]
    """Titles of the sections that all of it stands in, outermost first."""
    path: str
    """Of the section it begins in; empty before the first."""
    pages: tuple[int, ...]
    """On which its texts begin, from 1; none for plain text."""
    boxes: tuple[tuple[int, float, float, float, float], ...]
    """Page, x0, y0, x1, y1 of each of its texts, in PDF points from the top left corner; none for plain text."""
    pointers: tuple[str, ...]
    """Of its texts, as JSON Pointers into plan.json."""

    @property
    def words(self) -> int:
        """How many there are, parted by white space: syllables."""
        return len(self.text.split())

    @property
    def tokens(self) -> int:
        """About how many a language model makes of it."""
        return round(len(self.text) / CHARACTERS_A_TOKEN)


@dataclass(frozen=True, slots=True)
class _Part:
    """A text, or as much of it as goes into one chunk."""

    unit: Unit
    text: str
    words: int

    @property
    def group(self) -> str:
        """What a chunk stays within."""
        return "front" if self.unit.kind in _FRONT else "/".join(self.unit.pointer.split("/")[:3])


def chunks(
    units: Iterable[Unit], evidence: Mapping[str, Evidence], *, max_words: int = MAX_WORDS, overlap: int = 0
) -> tuple[Chunk, ...]:
    """`units` in chunks of at most `max_words`, each of which repeats the last `overlap` words of the one before.

    Raises UsageError for numbers that leave no room.
    """
    if not 0 <= overlap < max_words:
        template = translate("a chunk of at most {max_words} words cannot repeat {overlap}")
        raise UsageError(reason=template.format(max_words=max_words, overlap=overlap))
    room = max_words - overlap
    parts = (part for unit in units for part in _parts(unit, room))
    made: list[Chunk] = []
    before: list[_Part] = []
    for held in _packed(parts, room):
        is_next = bool(overlap and before and before[-1].group == held[0].group)
        repeated = " ".join(made[-1].text.split()[-overlap:]) if is_next else ""
        made.append(_chunk(held, repeated, evidence))
        before = held
    return tuple(made)


def _packed(parts: Iterable[_Part], room: int) -> Iterator[list[_Part]]:
    """Parts that go together, each list into one chunk."""
    held: list[_Part] = []
    for part in parts:
        if held and held[-1].group != part.group:
            yield held
            held = []
        elif held and _count(held) + part.words > room:
            done, held = _without_last_headings(held)
            if not done or _count(held) + part.words > room:
                done, held = [*done, *held], []
            yield done
        held.append(part)
    if held:
        yield held


def _count(parts: Sequence[_Part]) -> int:
    return sum(part.words for part in parts)


def _without_last_headings(parts: list[_Part]) -> tuple[list[_Part], list[_Part]]:
    """What stands before the headings at the end, and these."""
    cut = len(parts)
    while cut and parts[cut - 1].unit.kind == "title":
        cut -= 1
    return parts[:cut], parts[cut:]


def _parts(unit: Unit, room: int) -> Iterator[_Part]:
    """A text as it is, or cut at sentences and rows, and within these only where one is too long."""
    if (words := len(unit.text.split())) <= room:
        yield _Part(unit, unit.text, words)
        return
    held: list[str] = []
    for sentence in _sentences(unit.text, room):
        if held and sum(len(each.split()) for each in (*held, sentence)) > room:
            yield _part(unit, held)
            held = []
        held.append(sentence)
    yield _part(unit, held)


def _part(unit: Unit, sentences: Sequence[str]) -> _Part:
    text = "".join(sentences).strip()
    return _Part(unit, text, len(text.split()))


def _sentences(text: str, room: int) -> Iterator[str]:
    """Sentences with the blanks after them; of one that is too long as many words as there is room for."""
    for sentence in filter(str.strip, _SENTENCE.findall(text)):
        words = sentence.split()
        if len(words) <= room:
            yield sentence
        else:
            yield from (" ".join(words[at : at + room]) + " " for at in range(0, len(words), room))


def _chunk(parts: Sequence[_Part], repeated: str, evidence: Mapping[str, Evidence]) -> Chunk:
    units = list(dict.fromkeys(part.unit for part in parts))
    places = [place for unit in units if (place := evidence.get(unit.pointer))]
    return Chunk(
        text="\n".join(filter(None, (repeated, *(part.text for part in parts)))),
        headings=_common([unit.above for unit in units]),
        path=units[0].path,
        pages=tuple(sorted({place.page for place in places if place.page})),
        boxes=tuple((place.page, *place.box) for place in places if place.page and place.box),
        pointers=tuple(unit.pointer for unit in units),
    )


def _common(rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The entries that all rows begin with."""
    same = takewhile(lambda entries: len(set(entries)) == 1, zip(*rows, strict=False))
    return tuple(entries[0] for entries in same)
