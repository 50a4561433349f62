# SPDX-License-Identifier: Apache-2.0
"""A plan while its parts are read: each value is set together with the paragraphs that it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ocr_kh.plan.model import PLAN, Plan
from ocr_kh.plan.structure.closing import Parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ocr_kh.document import Document
    from ocr_kh.plan.model import DigitalSignature, Warning  # noqa: A004 - the contract's word
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
    items: tuple[Item, ...] = ()
    """Its paragraphs, without notes of officials."""
    body: int = 0
    """Index of the first paragraph behind the head."""
    parts: Parts = field(default_factory=lambda: Parts(0, 0, 0))
    """Where closing words, end pieces and annexes begin among the paragraphs."""
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

    def warned(self, warnings: Iterable[Warning]) -> Draft:
        """With further warnings."""
        return self._filled({"warnings": (*self.plan.warnings, *warnings)}, {})

    def _filled(self, values: Mapping[str, object], places: Places) -> Draft:
        read = {pointer: items for pointer, items in places.items() if items}
        return replace(self, plan=self.plan.replaced(**values), places=self.places | read)
