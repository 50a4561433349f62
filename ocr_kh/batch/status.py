# SPDX-License-Identifier: Apache-2.0
"""How far a conversion is, read from its ledger; it may be under way."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.batch.ledger import NAME, Entry, Ledger
from ocr_kh.batch.output_folder import is_under_way
from ocr_kh.errors import PathMissingError
from ocr_kh.outcome import label

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.batch.ledger import State

_ORDER = ("done", "partly", "failed", "held", "running", "waiting", "skipped", "duplicate", "gone")


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
    """By state: done, partly, failed, held, running, waiting, skipped, duplicate, gone."""
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
    skipped: dict[str, int]
    """How many files are no documents, by what they are instead."""


def state_of(out: Path, ledger: Path | None = None) -> BatchState:
    """The state of the conversion into `out`. Raises PathMissingError when there is no ledger, LedgerError."""
    path = ledger or out / NAME
    if not path.is_file():
        raise PathMissingError(path=str(path))
    opened = Ledger(path, read_only=True)
    try:
        return _counted(opened, under_way=is_under_way(out))
    finally:
        opened.close()


def _counted(ledger: Ledger, *, under_way: bool) -> BatchState:
    """One entry at a time: there may be a million. What was running when the run was killed waits."""
    counts, skipped, troubles, waiting = Counter[str](), Counter[str](), [], set[str]()
    pages = failed_pages = doubtful = needs_review = 0
    for entry in ledger.entries():
        row = entry.row or {}
        counts[_state(entry, under_way=under_way)] += 1
        pages += entry.pages
        failed_pages += len(entry.failed_pages)
        doubtful += int(row.get("doubtful") or 0)
        needs_review += row.get("needs_review") == "true"
        if entry.state in {"partly", "failed", "held"}:
            troubles.append(Trouble(label(entry.path, entry.part), entry.state, _reason(entry)))
        if entry.state == "skipped":
            skipped[_reason(entry)] += 1
        if entry.state in {"waiting", "running"}:
            waiting.add(entry.input)
    speed, left = _pace(ledger, len(waiting), under_way=under_way)
    documents = {state: counts[state] for state in _ORDER}
    return BatchState(
        documents, pages, failed_pages, doubtful, needs_review, round(speed, 2), left, tuple(troubles), dict(skipped)
    )


def _state(entry: Entry, *, under_way: bool) -> State:
    return "waiting" if entry.state == "running" and not under_way else entry.state


def _pace(ledger: Ledger, waiting: int, *, under_way: bool) -> tuple[float, float | None]:
    """Pages a minute in the newest run, and the seconds that `waiting` inputs will take."""
    run = ledger.last_run()
    if run is None:
        return 0.0, None
    inputs, pages, last = ledger.finished_in(run["number"])
    until = run["ended"] or (time.time() if under_way else last)
    elapsed = max(until - run["started"], 1e-3)
    left = round(waiting * (last - run["started"]) / inputs, 1) if inputs and waiting else None
    return pages * 60 / elapsed, left


def _reason(entry: Entry) -> str:
    if entry.error:
        return str(entry.error)
    return (entry.row or {}).get("error") or entry.secrecy or ""
