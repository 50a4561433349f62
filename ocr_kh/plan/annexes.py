# SPDX-License-Identifier: Apache-2.0
"""Annexes: a heading `Phụ lục I`, its title, a note in parentheses, and an outline of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ocr_kh.genre.enumerators import readings
from ocr_kh.genre.forms import Form
from ocr_kh.genre.marks import is_capitals
from ocr_kh.plan.model import Appendix
from ocr_kh.plan.outline import outline, placed_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.items import Item, Places
    from ocr_kh.plan.model import Warning  # noqa: A004 - the contract's word

_TITLE_LINES = 4
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
    starts = [at for at, item in enumerate(items) if item.form is Form.APPENDIX]
    if not starts or starts[0] > 0:
        starts.insert(0, 0)
    made: list[Appendix] = []
    warnings: list[Warning] = []
    places: Places = {}
    for number, (start, stop) in enumerate(zip(starts, [*starts[1:], len(items)], strict=True)):
        annex, found = _annex(items[start:stop], places, f"/appendices/{number}", recognized=recognized)
        made.append(annex)
        warnings += found
    return Annexes(tuple(made), tuple(warnings), places)


def _annex(
    items: Sequence[Item], places: Places, pointer: str, *, recognized: bool
) -> tuple[Appendix, tuple[Warning, ...]]:
    named = items[0].form is Form.APPENDIX
    at, title = _title(items, 1) if named else (0, None)
    note = None
    if at < len(items) and items[at].text.startswith("(") and items[at].text.endswith(")"):
        note, at = items[at].text.strip("()"), at + 1
    body = outline(items[at:], recognized=recognized)
    before = placed_blocks(body.before)
    places[pointer] = tuple(items[: max(at, 1)])
    places.update({f"{pointer}/blocks/{place}": found for place, (_, found) in enumerate(before)})
    places.update({f"{pointer}/sections{own}": found for own, found in body.places.items()})
    annex = Appendix(
        marker=items[0].text.rstrip(" .:") if named else "",
        title=title,
        note=note,
        page=items[0].page,
        blocks=tuple(block for block, _ in before),
        sections=body.sections,
    )
    return annex, body.warnings


def _title(items: Sequence[Item], at: int) -> tuple[int, str | None]:
    lines: list[str] = []
    while at < len(items) and len(lines) < _TITLE_LINES and _is_title(items[at]):
        if items[at].form not in _HEADER:
            lines.append(items[at].text)
        at += 1
    return at, " ".join(lines) or None


def _is_title(item: Item) -> bool:
    if item.form in _HEADER:
        return True
    return (
        not item.is_table
        and not readings(item.text)
        and (is_capitals(item.text) or bool(item.heading) or item.bold)
        and not item.text.startswith("(")
    )
