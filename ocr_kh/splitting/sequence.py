# SPDX-License-Identifier: Apache-2.0
"""Where documents begin in a row of pages: the likeliest way to cut it (Viterbi), by the signs of all pages together.

Each page begins a document or goes on with the one before. What speaks for a beginning is summed (natural log of the
odds); how much it takes depends on where the document before stands: a header counts less before its closing, and
behind the heading of an annex only a document with a number, issuer and date of its own begins.
"""

from __future__ import annotations

from collections import Counter
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.splitting.signs import Signs


class State(IntEnum):
    """How far the document is at the end of a page."""

    BODY = 0
    CLOSED = 1
    ANNEX = 2


_BEGINNING_ODDS = -3.0
"""Of a beginning, at a page of which nothing is known."""
_WEIGHTS_FOR = {"motto": 4.0, "number": 2.0, "date": 1.5, "issuer": 1.0, "type": 1.0, "addressee": 1.0, "title": 0.5}
"""Pieces of a header."""
_DOSSIER_WEIGHT = 6.0
"""For a sheet that has no header, but is no part of a document either."""
_WEIGHTS_AGAINST = {"attached": -8.0, "annex": -4.0, "runs_on": -2.5, "goes_on": -1.5, "form": -3.0, "enclosure": -5.0}
_WEIGHTS_AFTER = {State.BODY: -2.5, State.CLOSED: 1.0, State.ANNEX: 0.0}
"""Whether the document before has come to its end: some never do (no recipients, no signature that can be read)."""
_NOT_ITS_OWN = -2.0
"""Behind the heading of an annex, for a header without a number, and for one without a date."""
_BEHIND_COVER = -6.0
"""A cover has its document behind it, header and all."""
_BROKEN_SENTENCE = -1.5
_NUMBER_ABOVE_ONE = -2.0
_NUMBER_ONE = 1.5
_NUMBERS_GO_ON = -3.0
"""The page lies between two whose printed numbers differ by as much as the pages do."""
_NUMBERS_BEGIN = {State.BODY: 4.5, State.CLOSED: 1.5, State.ANNEX: 0.5}
"""Page numbers count from this page. Annexes have numbers of their own too, but they stand behind the closing."""
SURE_LEAD = 2.0
"""A lead, to either side, below which a person should look. Beginnings that can be read lead by 2.5 and more, pages
that begin none lie 2 and more behind (`make bundles` counts what lies between)."""
_SURE_NUMBERS = 2
"""So many numbers that agree; a single one may be misread, and counts a third."""


def leads(pages: Sequence[Signs]) -> list[float]:
    """For each page by how much the best cut with a beginning there is likelier than the best one without.

    Natural log of the odds; infinite for the first page, which always begins a document.
    """
    numbering = _numbering(pages)
    steps = [list(_steps(pages, at, numbering)) for at in range(1, len(pages))]
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


def _steps(pages: Sequence[Signs], at: int, numbering: Numbering) -> Iterator[_Step]:
    page = pages[at]
    odds = _odds(pages[at - 1], page) + (_NUMBERS_GO_ON if at in numbering.inside else 0.0)
    for before in State:
        yield _Step(False, before, _next(before, page), 0.0)
        yield _Step(True, before, _end(page), odds + _odds_after(before, page, numbering.beginning[at]))


def _best(ways: Iterable[tuple[Key, float]]) -> dict[Key, float]:
    """The highest score for each key."""
    best: dict[Key, float] = {}
    for key, score in ways:
        best[key] = max(score, best.get(key, score))
    return best


def _end(page: Signs) -> State:
    """The state behind the first page of a document."""
    return State.CLOSED if page.closing or page.dossier else State.BODY


def _next(before: State, page: Signs) -> State:
    if page.annex or page.attached:
        return State.ANNEX
    return _end(page) if before is State.BODY else before


def _odds(before: Signs, page: Signs) -> float:
    """What speaks for a beginning at `page`, by itself and with the one before it."""
    score = _BEGINNING_ODDS + sum(
        weight for name, weight in (_WEIGHTS_FOR | _WEIGHTS_AGAINST).items() if getattr(page, name)
    )
    if before.open_end and page.runs_on:
        score += _BROKEN_SENTENCE
    if page.dossier:
        score += _DOSSIER_WEIGHT
    if before.cover:
        score += _BEHIND_COVER
    if page.printed is not None:
        score += _NUMBER_ONE if page.printed == 1 else _NUMBER_ABOVE_ONE
    return score


def _odds_after(state: State, page: Signs, numbers: int) -> float:
    """How far the document before is from its end; `numbers` are page numbers that count from `page`."""
    score = _WEIGHTS_AFTER[state] + _NUMBERS_BEGIN[state] * (
        0 if not numbers else 1 if numbers >= _SURE_NUMBERS else 1 / 3
    )
    if state is State.ANNEX:
        score += _NOT_ITS_OWN * ((not page.number) + (not page.date))
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
