# SPDX-License-Identifier: Apache-2.0
"""A plan's texts in reading order, each with where it stands: what the modules that draw values from them walk over."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ocr_kh.language.syllables import place_tones

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ocr_kh.plan.model import Block, Plan, Section

Kind = Literal["subject", "basis", "preamble", "title", "paragraph", "bullet", "table", "closing", "note"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of a plan."""

    pointer: str
    """Where it stands in plan.json, as a JSON Pointer (RFC 6901)."""
    kind: Kind
    text: str
    path: str = ""
    """Path of its section; empty outside the sections."""
    above: tuple[str, ...] = ()
    """Titles of the sections it stands in, outermost first."""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Where a value was drawn from: a unit's pointer, and code points in its text."""

    pointer: str
    start: int = 0
    end: int | None = None


def units(plan: Plan) -> Iterator[Unit]:
    """Every text of `plan` but its header, recipients and signatures."""
    if plan.subject:
        yield Unit("/subject", "subject", plan.subject)
    yield from (Unit(f"/bases/{at}", "basis", text) for at, text in enumerate(plan.bases))
    yield from (Unit(f"/preamble/{at}", "preamble", text) for at, text in enumerate(plan.preamble))
    yield from section_units(plan.sections, "/sections", (), "")
    if plan.closing:
        yield Unit("/closing", "closing", plan.closing)
    for at, annex in enumerate(plan.appendices):
        own, titles = f"/appendices/{at}", (annex.title,) if annex.title else ()
        if annex.title:
            yield Unit(own, "title", annex.title, annex.marker)
        if annex.note:
            yield Unit(own, "note", annex.note, annex.marker)
        yield from _blocks(annex.blocks, own, annex.marker, titles)
        yield from section_units(annex.sections, f"{own}/sections", titles, annex.marker)


def holds(text: str, wanted: str) -> bool:
    """Whether `wanted` stands in `text`; case, white space and tone placement do not count.

    >>> holds("Ủy ban nhân dân", "uỷ BAN"), holds("kinh phí", "kinh phi")
    (True, False)
    """
    return _compared(wanted) in _compared(text)


def _compared(text: str) -> str:
    return " ".join(place_tones(unicodedata.normalize("NFC", text)).casefold().split())


def section_units(sections: Iterable[Section], pointer: str, above: tuple[str, ...], annex: str) -> Iterator[Unit]:
    """The texts of `sections`; paths inside an annex begin with its marker (`Phụ lục I`)."""
    for at, section in enumerate(sections):
        own = f"{pointer}/{at}"
        path = f"{annex}.{section.path}" if annex else section.path
        titles = (*above, section.title) if section.title else above
        if section.title:
            yield Unit(own, "title", section.title, path, above)
        yield from _blocks(section.blocks, own, path, titles)
        yield from section_units(section.sections, f"{own}/sections", titles, annex)


def _blocks(blocks: Iterable[Block], pointer: str, path: str, above: tuple[str, ...]) -> Iterator[Unit]:
    for at, block in enumerate(blocks):
        yield Unit(f"{pointer}/blocks/{at}", block.kind, block.text, path, above, block.rows)
