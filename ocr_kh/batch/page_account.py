# SPDX-License-Identifier: Apache-2.0
"""Everything that is given is accounted for: inputs one by one, and their pages."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from ocr_kh.errors import OcrKhError
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ocr_kh.outcome import Outcomes

_log = logging.getLogger("ocr_kh")

_BOOKED = {
    "read": {"done", "partly", "held"},
    "failed": {"failed"},
    "skipped": {"skipped", "done", "partly"},
    "duplicate": {"duplicate"},
}
"""What the ledger has of an input, by what became of it; what is skipped may have been read by an earlier run."""
_MOST_NAMED = 10
"""Inputs that a difference names."""


@dataclass(slots=True)
class Account:
    """Inputs (those of packages counted singly) and pages of a run."""

    inputs: set[str] = field(default_factory=set)
    """By name, as they came."""
    became: dict[str, str] = field(default_factory=dict)
    """What became of each: `read`, `failed`, `skipped` or `duplicate`."""
    entered: int = 0
    """Pages, as counted when the documents were opened."""
    read: int = 0
    blank: int = 0
    failed: int = 0
    resting: int = 0
    """Pages of documents that are held back, or were done by an earlier run."""

    def expect(self, names: Iterable[str]) -> None:
        """Inputs have come."""
        self.inputs.update(names)

    def unpack(self, name: str) -> None:
        """An input is a package: what lies in it is counted in its place."""
        self.inputs.discard(name)

    def enter(self, pages: int) -> None:
        """A document was opened."""
        self.entered += pages

    def leave(self, name: str, outcomes: Outcomes) -> None:
        """Book what became of an input, and of the pages of its documents."""
        statuses = {outcome.status for outcome in outcomes}
        self.became[name] = next((each for each in ("skipped", "duplicate", "failed") if statuses == {each}), "read")
        for outcome in outcomes:
            if outcome.status in {"done", "partly"}:
                self.failed += len(outcome.failed_pages)
                self.blank += outcome.blank_pages
                self.read += outcome.pages - len(outcome.failed_pages) - outcome.blank_pages
            elif outcome.status == "failed":
                self.failed += outcome.pages
            else:
                self.resting += outcome.pages

    def check(self, booked: Mapping[str, Collection[str]]) -> None:
        """Raises OcrKhError where an input or a page was lost or came twice: a fault of ours that nobody may overlook.

        `booked` are the states that the ledger has for each input of this run.
        """
        names = self.inputs | self.became.keys() | booked.keys()
        wrong = sorted(name for name in names if not self._agrees(name, booked.get(name, ())))
        if wrong:
            more = "..." if len(wrong) > _MOST_NAMED else ""
            raise OcrKhError(reason=f"inputs not accounted for: {', '.join(wrong[:_MOST_NAMED])}{more}")
        if self.entered != self.read + self.blank + self.failed + self.resting:
            raise OcrKhError(
                reason=f"{self.entered} pages in, {self.read} read + {self.blank} blank + {self.failed} failed + "
                f"{self.resting} held back or of an earlier run"
            )

    def tell(self) -> None:
        """Say in one line what was skipped and what is there twice."""
        skipped = sorted(name for name, became in self.became.items() if became == "skipped")
        copies = sum(became == "duplicate" for became in self.became.values())
        kinds = Counter(PurePath(name).suffix.lstrip(".").lower() or PurePath(name).name for name in skipped)
        told = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common(_MOST_NAMED))
        parts = []
        if skipped:
            text = translate("skipped, since they are no documents: {count} ({kinds})")
            parts.append(text.format(count=len(skipped), kinds=told))
        if copies:
            parts.append(translate("copies of other files: {count}").format(count=copies))
        if parts:
            _log.warning(translate("%s. index.csv names them."), "; ".join(parts))

    def _agrees(self, name: str, states: Collection[str]) -> bool:
        became = self.became.get(name)
        return name in self.inputs and became is not None and bool(states) and _BOOKED[became].issuperset(states)
