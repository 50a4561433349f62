# SPDX-License-Identifier: Apache-2.0
"""A plan while its parts are read: each value is set together with the paragraphs that it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ocr_kh.layout.regions import Blocks
from ocr_kh.plan.model import PLAN, Plan
from ocr_kh.plan.pointers import pointer_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ocr_kh.document import Document, Line
    from ocr_kh.plan.blocks.search.labelling import Margin
    from ocr_kh.plan.fields import DigitalSignature
    from ocr_kh.plan.model import Warning  # noqa: A004 - the contract's word
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.review.decisions import Decided
    from ocr_kh.plan.structure.items import Item, Places
    from ocr_kh.plan.texts import Found


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a document so far; a step of the parser takes one and gives the next."""

    document: Document
    signatures: tuple[DigitalSignature, ...] = ()
    """Those of its file."""
    decided: Mapping[str, Decided] = field(default_factory=dict)
    """What a person decided, by JSON Pointer: what was read then, and what is right."""
    lines: tuple[Line, ...] = ()
    """Its lines, marked tables that lay out columns set as lines."""
    sources: tuple[int, ...] = ()
    """Of each of these, the line of the document that it comes from."""
    blocks: Blocks = field(default_factory=lambda: Blocks(0, 0, 0))
    """Where header and closing stand among the lines."""
    items: tuple[Item, ...] = ()
    """The paragraphs between header and closing, without notes of officials."""
    annexes: tuple[Item, ...] = ()
    """Those behind the closing."""
    notes: tuple[Item, ...] = ()
    """Notes of officials and stamps of receipt in the header."""
    margins: Mapping[str, Margin] = field(default_factory=dict)
    """How sure the searches for header and closing were of their fields."""
    plan: Plan = field(default_factory=Plan)
    places: Places = field(default_factory=dict)
    """What each value was read from."""
    drawn: Mapping[Pointer, tuple[Found, str]] = field(default_factory=dict)
    """Values drawn from a text of the plan: where they were found in it, and the text."""

    @property
    def recognized(self) -> bool:
        """An engine read it, so that numbers may have lost a stroke."""
        return any(word.confidence < 1 for line in self.document.lines for word in line.words)

    def set(self, key: str, value: object, items: Iterable[Item] = ()) -> Draft:
        """With `value` as the plan's `key`, read from `items`; from none, it has no evidence."""
        return self._filled({key: value}, {PLAN / key: tuple(items)})

    def set_each(self, key: str, values: Sequence[object], items: Sequence[Item]) -> Draft:
        """With `values` as the list `key`, each read from the item in its place."""
        return self._filled({key: tuple(values)}, {PLAN / key / at: (item,) for at, item in enumerate(items)})

    def set_parts(self, key: str, value: object, places: Places) -> Draft:
        """With `value` as the plan's `key`; `places` say what the values in it were read from."""
        return self._filled({key: value}, places)

    def set_block(self, values: Mapping[str, object], places: Mapping[str, Iterable[Item]]) -> Draft:
        """With several values of the plan; `places` say, by pointer as text, what they were read from."""
        read = {pointer_to(PLAN, text): self.at_sources(items) for text, items in places.items()}
        return self._filled(values, read)

    def at_sources(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Paragraphs of `lines` with the lines of the document they stand on."""
        placed = ((each, self.sources[each.first], self.sources[each.last]) for each in items)
        return tuple(
            each if (each.first, each.last) == (first, last) else each._replace(first=first, last=last)
            for each, first, last in placed
        )

    def warned(self, warnings: Iterable[Warning]) -> Draft:
        """With further warnings."""
        return self._filled({"warnings": (*self.plan.warnings, *warnings)}, {})

    def _filled(self, values: Mapping[str, object], places: Places) -> Draft:
        read = {pointer: items for pointer, items in places.items() if items}
        return replace(self, plan=self.plan.replaced(**values), places=self.places | read)
