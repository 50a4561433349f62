# SPDX-License-Identifier: Apache-2.0
"""Every page that goes in is accounted for: read, failed, or skipped because an earlier run or the law says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.errors import OcrKhError

if TYPE_CHECKING:
    from ocr_kh.outcome import Outcome, Outcomes


@dataclass(slots=True)
class Account:
    """Pages of the documents of a run."""

    entered: int = 0
    """As counted when the documents were opened."""
    read: int = 0
    failed: int = 0
    skipped: int = 0
    """Of documents that are held back, or were done by an earlier run."""

    def enter(self, pages: int) -> None:
        """A document was opened."""
        self.entered += pages

    def leave(self, outcomes: Outcomes) -> None:
        """An input is dealt with: that became of its documents."""
        for outcome in outcomes:
            self._leave(outcome)

    def _leave(self, outcome: Outcome) -> None:
        if outcome.status in {"done", "partly"}:
            self.failed += len(outcome.failed_pages)
            self.read += outcome.pages - len(outcome.failed_pages)
        elif outcome.status == "failed":
            self.failed += outcome.pages
        else:
            self.skipped += outcome.pages

    def check(self) -> None:
        """Raises OcrKhError when a page was lost or came twice: a fault of ours that nobody may overlook."""
        if self.entered != self.read + self.failed + self.skipped:
            counts = f"{self.entered} pages in, {self.read} read + {self.failed} failed + {self.skipped} skipped"
            raise OcrKhError(reason=counts)
