# SPDX-License-Identifier: Apache-2.0
"""Annexes: `Phụ lục I` or an issued regulation (`QUY CHẾ`), its title, a note in parentheses, an outline of their own.

An annex may bear the header of the document again, above its heading or below it; it is not repeated in the plan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ocr_kh.genre.forms import Form
from ocr_kh.plan.model import PLAN, Appendix
from ocr_kh.plan.structure.outline import outline, placed_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.plan.model import Warning  # noqa: A004 - the contract's word
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.structure.items import Item, Places

_TITLE_LINES = 4
_LONGEST_TITLE = 300
_UNDOTTED = 0.8
"""Cost of a number without a stop: `VI CHỨC NĂNG` in a title is no Roman VI."""
_HEADER = (Form.MOTTO, Form.NUMBER, Form.DATE)


@dataclass(frozen=True, slots=True)
class Annexes:
    """The annexes of a document."""

    appendices: tuple[Appendix, ...] = ()
    warnings: tuple[Warning, ...] = ()
    places: Places = field(default_factory=dict)
    """Where their parts stand, by pointer in plan.json."""


def annexes(items: Sequence[Item], *, recognized: bool = False) -> Annexes:
    """The annexes in `items`, what stands behind the end pieces of a document."""
    if not items:
        return Annexes()
    starts = sorted({at for at, item in enumerate(items) if _opens(item)} | set(_attached(items)))
    if not starts or not all(map(_is_header, items[: starts[0]])):
        starts.insert(0, 0)
    made: list[Appendix] = []
    warnings: list[Warning] = []
    places: Places = {}
    for number, (start, stop) in enumerate(zip(starts, [*starts[1:], len(items)], strict=True)):
        annex, found = _annex(items[start:stop], places, PLAN / "appendices" / number, recognized=recognized)
        made.append(annex)
        warnings += found
    return Annexes(tuple(made), tuple(warnings), places)


def _annex(
    items: Sequence[Item], places: Places, pointer: Pointer, *, recognized: bool
) -> tuple[Appendix, tuple[Warning, ...]]:
    marker, begun = _heading(items[0])
    if marker:
        at, title = _title(items, 1, begun)
    else:
        at, title = _title(items, 0, "") if 0 in _attached(items) else (0, None)
    note = None
    if at < len(items) and _is_note(items[at]):
        note, at = items[at].text.strip("() "), at + 1
    stop = len(items)
    while stop > max(at, 1) and _is_header(items[stop - 1]):  # that of the next annex
        stop -= 1
    body = outline(items[at:stop], recognized=recognized, pointer=pointer / "sections")
    before = placed_blocks(body.before)
    places[pointer] = tuple(items[: max(at, 1)])
    places.update({pointer / "blocks" / place: found for place, (_, found) in enumerate(before)})
    places.update(body.places)
    annex = Appendix(
        marker=marker,
        title=title,
        note=note,
        page=items[0].page,
        blocks=tuple(block for block, _ in before),
        sections=body.sections,
    )
    return annex, body.warnings


def _attached(items: Sequence[Item]) -> Iterator[int]:
    """Where annexes begin that bear no marker, but a title above `(Kèm theo Quyết định ...)`."""
    for at, item in enumerate(items):
        start = title_above(items, at, 0) if item.line.is_attached_note else at
        if start < at and not any(map(_opens, items[max(0, start - 1) : at])):
            yield start


def title_above(items: Sequence[Item], note: int, least: int) -> int:
    """Where the title begins whose note on what it is attached to stands at `note`; `note` itself without a title."""
    start = note
    while start > least and note - start < _TITLE_LINES and _may_be_title(items[start - 1]):
        start -= 1
    return start


def _may_be_title(item: Item) -> bool:
    """A line in capitals or marked, that is none of a signature or of a header."""
    is_set = item.line.capitals or item.heading > 0 or item.bold
    return is_set and item.form in (None, Form.TYPE) and not item.is_table and not item.line.is_name


def _opens(item: Item) -> bool:
    return item.form in {Form.APPENDIX, Form.TYPE} or item.line.annex_heading is not None


def _heading(item: Item) -> tuple[str, str]:
    """Marker of the annex that `item` opens, and what of the title stands beside it; empty for matter without one."""
    if item.form is Form.TYPE:
        return item.text.strip(" .:"), ""
    if item.line.names_kind or (item.line.capitals and item.line.type_and_rest):
        return item.line.type_and_rest or ("", "")
    marker, title = item.line.annex_heading or ("", "")
    marker = re.sub(r"\s[l|]$", " 1", marker)
    return (marker or re.sub(r"\s[l|]$", " 1", item.text.rstrip(" .:")), title) if _opens(item) else ("", "")


def _is_header(item: Item) -> bool:
    """A line of a header: motto, number, date, or the issuing body."""
    return item.form in _HEADER or item.line.is_body_name or item.line.is_unit_name


def _is_note(item: Item) -> bool:
    return item.text.startswith("(") and (item.text.endswith(")") or item.line.is_attached_note)


def _title(items: Sequence[Item], at: int, begun: str) -> tuple[int, str | None]:
    lines = [begun] if begun else []
    while at < len(items) and len(lines) < _TITLE_LINES and _is_title(items[at], lines, items[0]):
        if items[at].form not in _HEADER:
            lines.append(items[at].text)
        at += 1
    return at, " ".join(lines).strip(" .:") or None


def _is_title(item: Item, lines: Sequence[str], heading: Item) -> bool:
    """A line of the title: in capitals or marked; of a regulation also the first line in small letters."""
    if item.form in _HEADER:
        return True
    if item.is_table or item.text.startswith("(") or any(reading.cost < _UNDOTTED for reading in item.line.readings):
        return False
    if item.line.capitals or item.heading or item.bold:
        return True
    return heading.form is Form.TYPE and not lines and len(item.text) < _LONGEST_TITLE
