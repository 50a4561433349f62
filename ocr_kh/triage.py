# SPDX-License-Identifier: Apache-2.0
"""Which pages a person should look at first: those where a minute mends most.

What is known to be doubtful about a document becomes findings, each with the faults one may expect there and the
minutes it takes to mend them; findings on one page are one look. The order is by faults mended a minute. A fault is a
wrong word; what is worth more, such as a wrong field of the index, counts as several.

The weights below are estimates, not measurements: the order they give is to be checked against pages that people have
corrected, and only this module changes then.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ocr_kh.plan.model import Plan, Warning  # noqa: A004 - the contract's word

PAGE_WORDS = 300.0
"""Words of an ordinary page, lost where it could not be read."""
READ_AGAIN_MINUTES = 5.0
"""To scan a page once more, or to type what cannot be read."""
OPEN_MINUTES = 0.25
"""To open a document at a page."""
WORD_MINUTES = 0.1
"""To look at one word on the page image, and to mend it."""
READ_MINUTES = 1.5
"""To read a page through, word by word."""
DOUBT = 0.4
"""Share of doubtful words that are wrong, where the record of each is not at hand."""
SURE = 0.85
"""Mean word confidence of a page below which it should be read through; clean scans reach 0.93-0.97."""

_FIELD, _HINT = 10.0, 2.0
WARNING_FAULTS: Mapping[str, float] = {
    "header": _FIELD,  # what the index and the archive record are made of
    "outline": 3.0,  # a heading lost or misread: its section stands in the wrong place
    "closing": 3.0,
    "citation": _HINT,
    "bases": 0.5,
    "pages": 20.0,  # a page may be missing, or two be exchanged
}
"""Faults a warning stands for, by the first part of its code."""
_AUTHORS_OWN = frozenset({"header.number_zero", "header.symbol_form", "bases.end", "closing.end", "closing.file_copy"})
"""Warnings that mostly tell of the author's slip, not of ours."""
_NO_LOOK_HELPS = ("scan.",)
"""Warnings that only another scan mends: plan.json and `inspect` have them."""
_WARNING_MINUTES = 0.3


@dataclass(frozen=True, slots=True)
class PageState:
    """What is known of a page beside the plan."""

    number: int
    words: int = 0
    mean_confidence: float | None = None
    doubts: tuple[float, ...] = ()
    """The probability of each doubtful word, as repairs.jsonl has it."""


@dataclass(frozen=True, slots=True)
class Look:
    """One page, or a document as a whole, to look at."""

    page: int | None
    """None for the document as a whole."""
    reasons: tuple[str, ...]
    """`page.failed`, `words.doubtful`, `confidence.low`, or the code of a warning."""
    details: tuple[str, ...]
    faults: float
    minutes: float

    @property
    def gain(self) -> float:
        """Expected faults mended a minute."""
        return self.faults / self.minutes


@dataclass(frozen=True, slots=True)
class _Finding:
    page: int | None
    reason: str
    detail: str
    faults: float
    minutes: float


def looks(plan: Plan, pages: Iterable[PageState] = ()) -> list[Look]:
    """Where a person should look at the document, most useful first; empty where nothing is known against it."""
    findings = [*_findings(plan, tuple(pages))]
    findings.sort(key=lambda finding: finding.page or 0)
    found = [_look(page, tuple(group)) for page, group in groupby(findings, key=lambda finding: finding.page)]
    return sorted(found, key=lambda look: -look.gain)


def lost(error: str) -> Look:
    """The look at a document that could not be read at all."""
    return Look(None, ("document.failed",), (error,), PAGE_WORDS, READ_AGAIN_MINUTES)


def _look(page: int | None, findings: Sequence[_Finding]) -> Look:
    """Findings of one page together: it is opened once."""
    return Look(
        page,
        tuple(dict.fromkeys(finding.reason for finding in findings)),
        tuple(finding.detail for finding in findings),
        sum(finding.faults for finding in findings),
        OPEN_MINUTES + sum(finding.minutes for finding in findings),
    )


def _findings(plan: Plan, pages: Sequence[PageState]) -> Iterator[_Finding]:
    for number in plan.failed_pages:
        yield _Finding(number, "page.failed", "", PAGE_WORDS, READ_AGAIN_MINUTES)
    for page in pages:
        yield from _of_page(page)
    loose = plan.quality.doubtful_words - sum(len(page.doubts) for page in pages)
    if loose > 0:
        yield _Finding(None, "words.doubtful", f"{loose}", DOUBT * loose, WORD_MINUTES * loose)
    for warning in plan.warnings:
        if not warning.code.startswith(_NO_LOOK_HELPS):
            yield _of_warning(warning)


def _of_page(page: PageState) -> Iterator[_Finding]:
    if page.doubts:
        faults = sum(1 - probability for probability in page.doubts)
        yield _Finding(page.number, "words.doubtful", f"{len(page.doubts)}", faults, WORD_MINUTES * len(page.doubts))
    confidence = page.mean_confidence
    if confidence is not None and confidence < SURE:
        yield _Finding(
            page.number, "confidence.low", f"{confidence:.2f}", (1 - confidence) * page.words, READ_MINUTES
        )


def _of_warning(warning: Warning) -> _Finding:
    faults = WARNING_FAULTS.get(warning.code.partition(".")[0], _HINT)
    if warning.code in _AUTHORS_OWN:
        faults = min(faults, 0.5)
    return _Finding(warning.page, warning.code, warning.message, faults, _WARNING_MINUTES)
