# SPDX-License-Identifier: Apache-2.0
"""Where documents begin in a row of pages: the likeliest way to cut it (Viterbi), by the signs of all pages together.

Each page begins a document or goes on with the one before. What speaks for a beginning is summed (natural log of the
odds); how much it takes depends on where the document before stands: a header counts less before its closing, and
behind the heading of an annex only a document with a number, issuer and date of its own begins.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ocr_kh.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.splitting.signs import Signs


class State(IntEnum):
    """How far the document is at the end of a page."""

    BODY = 0
    CLOSED = 1
    ANNEX = 2


def _odds(value: float) -> float:
    return parameter(value, "natural log of odds", "set by hand; `make bundles` measures them")


@dataclass(frozen=True, slots=True)
class PageOdds:
    """What each sign of a page speaks for a beginning there; the fields are those of `Signs`."""

    motto: float = _odds(4.0)
    number: float = _odds(2.0)
    date: float = _odds(1.5)
    issuer: float = _odds(1.0)
    type: float = _odds(1.0)
    addressee: float = _odds(1.0)
    title: float = _odds(0.5)
    attached: float = _odds(-8.0)
    annex: float = _odds(-4.0)
    runs_on: float = _odds(-2.5)
    goes_on: float = _odds(-1.5)
    form: float = _odds(-3.0)
    enclosure: float = _odds(-5.0)

    def of(self, page: Signs) -> float:
        """The sum over the signs that `page` shows."""
        weights: dict[str, float] = asdict(self)
        return sum(weight for name, weight in weights.items() if getattr(page, name))


@dataclass(frozen=True, slots=True)
class SplittingOdds:
    """What speaks for the beginning of a document at a page."""

    beginning: float = _odds(-3.0)
    """Of a page of which nothing is known."""
    page: PageOdds = PageOdds()
    """The signs of the page."""
    paper: float = _odds(6.0)
    """A sheet that the archive put into the hồ sơ has no header, but is no part of a document either."""
    behind_paper: float = _odds(4.0)
    """The page before is such a sheet, and this one is no further page of it: a cover has none."""
    behind_body: float = _odds(-2.5)
    """The document before has not come to its end; some never do (no recipients, no signature that can be read)."""
    behind_closing: float = _odds(1.0)
    """It has."""
    behind_annex: float = _odds(0.0)
    """It has come to its annexes."""
    not_its_own: float = _odds(-2.0)
    """Behind the heading of an annex, for a header without a number, and for one without a date."""
    behind_cover: float = _odds(-6.0)
    """A cover has its document behind it, header and all."""
    broken_sentence: float = _odds(-1.5)
    """A sentence runs on from the page before."""
    number_above_one: float = _odds(-2.0)
    """The page bears a later page number."""
    number_one: float = _odds(1.5)
    """It bears page number 1."""
    numbers_go_on: float = _odds(-3.0)
    """The page lies between two whose printed numbers differ by as much as the pages do."""
    numbers_behind_body: float = _odds(4.5)
    """Page numbers count from this page, and the document before has not come to its end."""
    numbers_behind_closing: float = _odds(1.5)
    """The same where it has: annexes have numbers of their own too."""
    numbers_behind_annex: float = _odds(0.5)
    """The same behind an annex."""
    sure_numbers: int = parameter(2, "page numbers", "a single one may be misread, and counts a third")
    """So many numbers that agree are believed."""

    def behind(self, state: State) -> float:
        """What the state of the document before speaks for a beginning."""
        return (self.behind_body, self.behind_closing, self.behind_annex)[state]

    def numbers_behind(self, state: State) -> float:
        """What page numbers that count from a page speak for it, behind a document in that state."""
        return (self.numbers_behind_body, self.numbers_behind_closing, self.numbers_behind_annex)[state]


ODDS = SplittingOdds()
SURE_LEAD = 2.0
"""A lead, to either side, below which a person should look. Beginnings that can be read lead by 2.5 and more, pages
that begin none lie 2 and more behind (`make bundles` counts what lies between)."""


def leads(pages: Sequence[Signs], odds: SplittingOdds = ODDS) -> list[float]:
    """For each page by how much the best cut with a beginning there is likelier than the best one without.

    Natural log of the odds; infinite for the first page, which always begins a document.
    """
    numbering = _numbering(pages)
    steps = [list(_steps(pages, at, numbering, odds)) for at in range(1, len(pages))]
    forward: list[Scores] = [{_end(page): 0.0} for page in pages[:1]]
    for each in steps:
        now = forward[-1]
        forward.append(_best((step.after, now[step.before] + step.score) for step in each if step.before in now))
    backward: list[Scores] = [dict.fromkeys(State, 0.0)]
    for each in reversed(steps):
        backward.append(_best((step.before, backward[-1][step.after] + step.score) for step in each))
    backward.reverse()
    found = [float("inf")] * len(pages[:1])
    for at, each in enumerate(steps, 1):
        ways = _best(
            (step.begins, forward[at - 1][step.before] + step.score + backward[at][step.after])
            for step in each
            if step.before in forward[at - 1]
        )
        found.append(ways[True] - ways[False])
    return found


class _Step(NamedTuple):
    """What a page may be: the beginning of a document, or more of the one before."""

    begins: bool
    before: State
    after: State
    score: float


Scores = dict[State, float]
Key = TypeVar("Key")


def _steps(pages: Sequence[Signs], at: int, numbering: Numbering, odds: SplittingOdds) -> Iterator[_Step]:
    page = pages[at]
    here = _odds_of(pages[at - 1], page, odds) + (odds.numbers_go_on if at in numbering.inside else 0.0)
    for before in State:
        yield _Step(False, before, _next(before, page), 0.0)
        yield _Step(True, before, _end(page), here + _odds_after(before, page, numbering.beginning[at], odds))


def _best(ways: Iterable[tuple[Key, float]]) -> dict[Key, float]:
    """The highest score for each key."""
    best: dict[Key, float] = {}
    for key, score in ways:
        best[key] = max(score, best.get(key, score))
    return best


def _end(page: Signs) -> State:
    """The state behind the first page of a document."""
    return State.CLOSED if page.closing or page.paper else State.BODY


def _next(before: State, page: Signs) -> State:
    if page.annex or page.attached:
        return State.ANNEX
    return _end(page) if before is State.BODY else before


def _odds_of(before: Signs, page: Signs, odds: SplittingOdds) -> float:
    """What speaks for a beginning at `page`, by itself and with the one before it."""
    score = odds.beginning + odds.page.of(page)
    if before.open_end and page.runs_on:
        score += odds.broken_sentence
    if page.paper and (page.titled or page.paper != before.paper):
        score += odds.paper
    if before.paper == "cover" or (before.paper and page.motto):
        score += odds.behind_paper
    if before.cover:
        score += odds.behind_cover
    if page.printed is not None:
        score += odds.number_one if page.printed == 1 else odds.number_above_one
    return score


def _odds_after(state: State, page: Signs, numbers: int, odds: SplittingOdds) -> float:
    """How far the document before is from its end; `numbers` are page numbers that count from `page`."""
    believed = 0 if not numbers else 1 if numbers >= odds.sure_numbers else 1 / 3
    score = odds.behind(state) + odds.numbers_behind(state) * believed
    if state is State.ANNEX:
        score += odds.not_its_own * ((not page.number) + (not page.date))
    return score


class Numbering(NamedTuple):
    """What the page numbers that are printed say, by pages from 0."""

    inside: set[int]
    """Pages inside a run of numbers."""
    beginning: Counter[int]
    """How many numbers count from each page."""


def _numbering(pages: Sequence[Signs]) -> Numbering:
    numbered = [(at, page.printed) for at, page in enumerate(pages) if page.printed]
    inside = {
        between
        for (one, low), (other, high) in pairwise(numbered)
        if high - low == other - one
        for between in range(one + 1, other + 1)
    }
    return Numbering(inside, Counter(at - number + 1 for at, number in numbered if number > 1))
