# SPDX-License-Identifier: Apache-2.0
"""Measurable targets: percentages wherever they stand, counts where a goal is set, each with its deadline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import has_figure, plain_of
from ocr_kh.language.spellings import bare_capitals, pattern_of
from ocr_kh.plan.findings import Target
from ocr_kh.plan.texts import Found
from ocr_kh.plan.values.aims import aims, quantity_label
from ocr_kh.plan.values.assignments.clauses import unit_and_task
from ocr_kh.plan.values.assignments.tasks import tasks_of
from ocr_kh.plan.values.indicators import indicators
from ocr_kh.plan.values.times.spans import deadline_in, period_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.model import Plan
    from ocr_kh.plan.texts import Unit

_CLAUSE = re.compile(r"(?<=[.;])\s+(?!\()")
_PART = re.compile(r",\s")
_MAX_CLAUSE_LENGTH = 1_000
"""Characters of the longest clause that can set a target."""


def targets(plan: Plan, texts: Sequence[Unit]) -> list[tuple[Target, Found]]:
    """The targets that `plan` sets, in reading order, each with where it stands."""
    found: list[tuple[Target, Found]] = []
    until = _end(plan)
    known: dict[str, _Said] = {}
    for at, unit in enumerate(texts):
        if not unit.rows and not has_figure(unit.text):
            continue
        below = any(each.pointer.startswith(f"{unit.pointer}/") for each in texts[at + 1 : at + 2])
        tells = unit.kind == "title" and (not below or unit_and_task(unit.text) is not None)
        if (tells or unit.kind in {"paragraph", "bullet", "table"}) and unit.path:
            said = _said(unit.above, known)
            if not _tells_results(said, plan):
                found += _of_unit(unit, said, until, plan.header.date)
    return found


class _Said(NamedTuple):
    """What titles say of the texts below them."""

    goals: bool = False
    plans: bool = False
    results: bool = False
    money: bool = False


@from_vocabulary
def _titles(words: Vocabulary) -> tuple[re.Pattern[str], ...]:
    """Titles (capitals, no marks) of sections that set goals, look ahead, tell what was reached, are on money."""
    goals, ahead, money = (
        re.compile(words.said(each, bare_capitals)) for each in ("goals", "look ahead", "money title")
    )
    return goals, ahead, re.compile(pattern_of(words.saying("results"), bare_capitals)), money


@from_vocabulary
def _state(words: Vocabulary) -> re.Pattern[str]:
    """First words of a sentence that tells how things are."""
    return re.compile(rf"{words.said('how things are')}(?!\w)")


def _said(titles: tuple[str, ...], known: dict[str, _Said]) -> _Said:
    """What any of `titles` says; each is judged once, and `known` from then on."""
    for title in titles:
        if title not in known:
            plain = plain_of(title).upper()
            known[title] = _Said(*(bool(pattern.search(plain)) for pattern in _titles()))
    return _Said(*map(any, zip(_Said(), *(known[title] for title in titles), strict=True)))


def _end(plan: Plan) -> str | None:
    """The year that the subject names as the plan's last, which holds for targets that name none."""
    period = period_in(plan.subject or "", plan.header.date)
    return period.end if period and period.end != ".." else None


def _tells_results(said: _Said, plan: Plan) -> bool:
    if said.goals:
        return False
    return not said.plans if plan.document_type == "BÁO CÁO" else said.results


def _of_unit(unit: Unit, said: _Said, until: str | None, issued: str | None) -> Iterator[tuple[Target, Found]]:
    for row in indicators(unit.rows, issued) if unit.rows else ():
        aim = Target(
            text=row.text,
            value=row.value,
            upper=row.upper,
            unit=row.thing,
            comparison=row.compared.sign,
            deadline=row.year,
            path=unit.path,
        )
        yield aim, Found(unit.pointer)
    start = 0
    for clause in filter(None, map(str.strip, _clauses(unit))):
        start = max(unit.text.find(clause, start), 0)
        if len(clause) > _MAX_CLAUSE_LENGTH or _state().match(clause):
            continue
        label = _run_in(unit, clause, goal=said.goals)
        for each in aims(f"{label}{clause}", issued, goal=said.goals, money=said.money):
            if each.at < len(label):  # of the title itself
                continue
            target = Target(
                text=clause.rstrip(" ;"),
                value=each.value,
                upper=each.upper,
                unit=each.thing,
                comparison=each.compared.sign,
                change=each.compared.change,
                deadline=_due(clause, each.at - len(label), issued) or _due_above(unit, issued) or until,
                path=unit.path,
            )
            yield target, Found(unit.pointer, start, start + len(clause))


def _run_in(unit: Unit, clause: str, *, goal: bool) -> str:
    """The title that a number runs into as its label: `a) Tổng số chợ xây mới: 401 chợ`.

    Outside goals it must be that of a quantity: `1. Quân sự: 60 người` tells who is there.
    """
    alone = unit.kind == "paragraph" and unit.above and clause[:1].isdigit() and unit.text.startswith(clause)
    return f"{unit.above[-1]}: " if alone and (goal or quantity_label().search(unit.above[-1])) else ""


def _clauses(unit: Unit) -> Iterator[str]:
    """The clauses of a text; of a task table the tasks."""
    if unit.rows:
        return (task.text for task in tasks_of(unit.rows))
    return iter(_CLAUSE.split(unit.text))


def _due_above(unit: Unit, issued: str | None) -> str | None:
    """The deadline that the nearest title above a text names."""
    return next(filter(None, (deadline_in(title, issued) for title in reversed(unit.above))), None)


def _due(clause: str, at: int, issued: str | None) -> str | None:
    """The deadline of a number at `at`: of its own part of the clause, else of the nearest before it, else behind it.

    `đạt 20% năm 2026, đến năm 2030 đạt 50%` sets two. A time before the document's own year is none.
    """
    starts = [0, *(found.end() for found in _PART.finditer(clause))]
    own = max(place for place, start in enumerate(starts) if start <= at)
    order = (own, *reversed(range(own)), *range(own + 1, len(starts)))
    ends = [*starts[1:], len(clause)]
    dues = (deadline_in(clause[starts[place] : ends[place]], issued) for place in order)
    return next((due for due in dues if due and (not issued or due[:4] >= issued[:4])), None)
