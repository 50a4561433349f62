# SPDX-License-Identifier: Apache-2.0
"""Which pages a person should look at first: those where a minute mends most.

What is known against a document becomes findings, each with the faults one may expect there and the minutes it takes
to mend them; findings on one page are one look. The order is by faults mended a minute; what brings less than
MIN_GAIN is left out. A fault is a wrong word; what is worth more, such as a wrong field of the index, counts as
several. Some looks are needed: a page is to be read through, or one finding counts as much as a field of the record.
A document is to be reviewed (`needs_review`) exactly where one of its looks is needed.

How many words of a page are wrong comes from `plan.quality`, whose weights are measured (docs/triage.md), as is DOUBT.
What a wrong field counts, and the minutes, are estimates; `plan.review.warnings` has them for each warning.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ocr_kh.messages import N_, translate
from ocr_kh.plan.review.quality import PAGE_WORDS, is_to_be_read
from ocr_kh.plan.review.warnings import FIELD_FAULTS, UNKNOWN, WARNINGS, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ocr_kh.plan.model import Plan, Warning  # noqa: A004 - the contract's word
    from ocr_kh.plan.reading_account import PageQuality

READ_AGAIN_MINUTES = 5.0
"""To scan a page once more, or to type what cannot be read."""
OPEN_MINUTES = 0.25
"""To open a document at a page."""
WORD_MINUTES = 0.1
"""To look at one word on the page image, and to mend it."""
WORDS_A_MINUTE = 200.0
"""That a person reads beside the page image."""
DOUBT = 0.5
"""Share of doubtful words that are wrong, on pages in an ordinary condition (docs/triage.md)."""
MIN_GAIN = 1.0
"""Faults a minute: where a person mends less than a word in a minute there is nothing to look for, but where the look
is needed."""

_WORDS: Mapping[str, str] = {
    "document.failed": N_("the document could not be read"),
    "page.failed": N_("the page could not be read"),
    "page.read": N_("to read through, words: {count}"),
    "words.doubtful": N_("doubtful words: {count}"),
}
"""What is known against a page or document beside the warnings, which have their words in `plan.review.warnings`."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is known against a page or document."""

    code: str
    """`document.failed`, `page.failed`, `page.read`, `words.doubtful`, or that of a warning."""
    message: str = ""
    """Of the error or warning."""
    count: int = 0
    """Words it is about: those of the page to be read, or the doubtful ones."""

    def in_words(self) -> str:
        """What it says to an archivist, in the language in use."""
        if self.code in _WORDS:
            return translate(_WORDS[self.code]).format(count=self.count)
        return in_words(self.code, self.message)


@dataclass(frozen=True, slots=True)
class Look:
    """One page, or a document as a whole, to look at."""

    page: int | None
    """None for the document as a whole."""
    reasons: tuple[Reason, ...]
    faults: float
    minutes: float
    needed: bool
    """The document is to be reviewed because of it."""

    @property
    def gain(self) -> float:
        """Expected faults mended a minute."""
        return self.faults / self.minutes


@dataclass(frozen=True, slots=True)
class _Finding:
    page: int | None
    reason: Reason
    faults: float
    minutes: float
    needed: bool = False


def looks(plan: Plan) -> list[Look]:
    """Where a person should look at the document, most useful first; empty where nothing is known against it."""
    findings = sorted(_findings(plan), key=lambda finding: finding.page or 0)
    found = [_look(page, tuple(group)) for page, group in groupby(findings, key=lambda finding: finding.page)]
    return sorted((look for look in found if look.needed or look.gain >= MIN_GAIN), key=lambda look: -look.gain)


def lost(error: str) -> Look:
    """The look at a document that could not be read at all."""
    return Look(None, (Reason("document.failed", error),), PAGE_WORDS, READ_AGAIN_MINUTES, needed=True)


def with_warnings(plan: Plan, more: Iterable[Warning] = ()) -> Plan:
    """`plan` with more warnings, and with `needs_review` as all of them ask for it."""
    warned = plan.replaced(warnings=(*plan.warnings, *more))
    needs_review = any(look.needed for look in looks(warned))
    return warned.replaced(quality=warned.quality.replaced(needs_review=needs_review))


def _look(page: int | None, findings: Sequence[_Finding]) -> Look:
    """Findings of one page together: it is opened once."""
    return Look(
        page,
        tuple(finding.reason for finding in findings),
        sum(finding.faults for finding in findings),
        OPEN_MINUTES + sum(finding.minutes for finding in findings),
        any(finding.needed for finding in findings),
    )


def _findings(plan: Plan) -> Iterator[_Finding]:
    for number in plan.failed_pages:
        yield _Finding(number, Reason("page.failed"), PAGE_WORDS, READ_AGAIN_MINUTES, needed=True)
    for page in plan.quality.pages:
        if page.page not in plan.failed_pages:
            yield from _of_page(page)
    for warning in plan.warnings:
        kind = WARNINGS.get(warning.code, UNKNOWN)
        if kind.faults:
            reason, needed = Reason(warning.code, warning.message), kind.faults >= FIELD_FAULTS
            yield _Finding(warning.page, reason, kind.faults, kind.minutes, needed)


def _of_page(page: PageQuality) -> Iterator[_Finding]:
    """A page with many errors is to be read through; on another the doubtful words are looked at, which are marked."""
    if is_to_be_read(page) and not page.words:
        yield _Finding(page.page, Reason("page.failed"), PAGE_WORDS, READ_AGAIN_MINUTES, needed=True)
    elif is_to_be_read(page):
        minutes = page.words / WORDS_A_MINUTE + WORD_MINUTES * page.expected_errors
        yield _Finding(page.page, Reason("page.read", count=page.words), page.expected_errors, minutes, needed=True)
    elif count := page.doubtful_words:
        yield _Finding(page.page, Reason("words.doubtful", count=count), DOUBT * count, WORD_MINUTES * count)
