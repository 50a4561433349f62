# SPDX-License-Identifier: Apache-2.0
"""How far a conversion is, read from its ledger; it may be under way."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.batch.ledger import NAME, Entry, Ledger
from ocr_kh.errors import PathMissingError
from ocr_kh.pipeline import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ORDER = ("done", "partly", "failed", "held", "running", "waiting")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A document that a person has to see to."""

    path: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class BatchState:
    """Counts over all documents of an output folder."""

    documents: dict[str, int]
    """By state: done, partly, failed, held, running, waiting."""
    pages: int
    failed_pages: int
    doubtful: int
    """Words."""
    needs_review: int
    pages_per_minute: float
    """Of the newest run."""
    seconds_left: float | None
    """By the inputs a second of the newest run; None when nothing waits, or nothing is done yet."""
    troubles: tuple[Trouble, ...]


def state_of(out: Path, ledger: Path | None = None) -> BatchState:
    """The state of the conversion into `out`. Raises PathMissingError when there is no ledger, LedgerError."""
    path = ledger or out / NAME
    if not path.is_file():
        raise PathMissingError(path=str(path))
    opened = Ledger(path, read_only=True)
    try:
        entries = list(opened.entries().values())
        speed, left = _pace(opened, entries)
    finally:
        opened.close()
    counts = Counter[str](entry.state for entry in entries)
    rows = [entry.row for entry in entries if entry.row]
    return BatchState(
        documents={state: counts.get(state, 0) for state in _ORDER},
        pages=sum(entry.pages for entry in entries),
        failed_pages=sum(len(entry.failed_pages) for entry in entries),
        doubtful=sum(int(row["doubtful"] or 0) for row in rows),
        needs_review=sum(row["needs_review"] == "true" for row in rows),
        pages_per_minute=round(speed, 2),
        seconds_left=left,
        troubles=tuple(
            Trouble(label(entry.path, entry.part), entry.state, _reason(entry))
            for entry in entries
            if entry.state in {"partly", "failed", "held"}
        ),
    )


def _pace(ledger: Ledger, entries: Sequence[Entry]) -> tuple[float, float | None]:
    """Pages a minute in the newest run, and the seconds that what waits will take."""
    run = ledger.last_run()
    if run is None:
        return 0.0, None
    inputs, pages, last = ledger.finished_in(run["number"])
    elapsed = max((run["ended"] or time.time()) - run["started"], 1e-3)
    waiting = len({entry.input for entry in entries if entry.state in {"waiting", "running"}})
    left = round(waiting * (last - run["started"]) / inputs, 1) if inputs and waiting else None
    return pages * 60 / elapsed, left


def _reason(entry: Entry) -> str:
    if entry.error:
        return str(entry.error)
    return (entry.row or {}).get("error") or entry.secrecy or ""
