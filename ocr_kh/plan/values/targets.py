# SPDX-License-Identifier: Apache-2.0
"""Measurable targets: percentages wherever they stand, counts where a goal is set, each with its deadline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import any_of, bare_capitals, pattern_of
from ocr_kh.plan.findings import Target
from ocr_kh.plan.texts import Found
from ocr_kh.plan.values.acts import act, unit_and_task
from ocr_kh.plan.values.counts import Comparison, compared, thing_at
from ocr_kh.plan.values.tasks import tasks_of
from ocr_kh.plan.values.times import deadline_in, period_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.model import Plan
    from ocr_kh.plan.texts import Unit

_COUNT = re.compile(
    r"(?<![\w,./\-–:])(?!(?:19|20)\d\d\s)(?P<value>\d{1,3}(?:\.\d{3})+|\d{1,6}(?:,\d{1,2})?)\s(?!tháng\s\d|năm\s\d)(?=[a-zà-ỹđ])"
)
_RULE_SIGNS = ("<=", "<", ">")
"""Comparisons that make the threshold of a procedure of a number outside goals: `mỗi đoàn không quá 07 người`."""
_NEAR = 60
"""Characters before a number in which the act stands that it is the object of."""
_NEXT = re.compile(r"(?:\s[^\W\d]+){0,2}(?:,|\svà)\s")
"""Between the counts of a list (`30 hộ nghèo, 45 hộ cận nghèo`)."""
_CLAUSE = re.compile(r"(?<=[.;])\s+(?!\()")


_MAX_CLAUSE_LENGTH = 1_000
"""Characters of the longest clause that can set a target."""


def targets(plan: Plan, texts: Sequence[Unit]) -> list[tuple[Target, Found]]:
    """The targets that `plan` sets, in reading order, each with where it stands."""
    found: list[tuple[Target, Found]] = []
    until = _end(plan)
    known: dict[str, _Said] = {}
    for at, unit in enumerate(texts):
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
def _no_thing(words: Vocabulary) -> re.Pattern[str]:
    """Words behind a number that name no countable thing of a plan; money is no target."""
    money = rf"{words.said('thousands')}?\s?{words.said('money')}|{words.said('millions')}"
    return re.compile(rf"{words.said('no thing')}(?!\w)|{money}")


@from_vocabulary
def _percent(words: Vocabulary) -> re.Pattern[str]:
    """A percentage, but of money."""
    return re.compile(rf"(?<![\w,./-])(?P<value>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?%(?!\s?{words.said('share of')})")


@from_vocabulary
def _duration(words: Vocabulary) -> re.Pattern[str]:
    """What is counted where a goal says how long something may take."""
    return re.compile(pattern_of(words.saying("duration")))


@from_vocabulary
def _each(words: Vocabulary) -> re.Pattern[str]:
    """`mỗi thôn 20 người`."""
    each, has = pattern_of(words.saying("each")), words.said("has")
    return re.compile(rf"{each}\s\w+(?:\s\w+)?(?:\s{has})?\s*$", re.IGNORECASE)


@from_vocabulary
def _wanted(words: Vocabulary) -> re.Pattern[str]:
    """Before a number that it says is one to reach."""
    return re.compile(rf"(?:{words.said('wanted')}|:)\s*$", re.IGNORECASE)


@from_vocabulary
def _to_whom(words: Vocabulary) -> re.Pattern[str]:
    """Between an act and those whom, or where, it reaches: `tập huấn cho 350 cán bộ`."""
    return re.compile(rf"\s{words.said('to whom')}(?:\shơn|\strên)?\s*$")


@from_vocabulary
def _part(words: Vocabulary) -> re.Pattern[str]:
    """Before a number that belongs to a name or a date (`Điều 5 người`, `Nghị quyết số 57`, `Quý II`)."""
    return re.compile(rf"(?:{words.said('part of a name')}|-|–)\s*$")


@from_vocabulary
def _placed(words: Vocabulary) -> re.Pattern[str]:
    """Before a number that tells where or among what, and sets nothing."""
    return re.compile(rf"{words.said('among')}\s*$", re.IGNORECASE)


@from_vocabulary
def _condition(words: Vocabulary) -> re.Pattern[str]:
    """Words before the number of a rule that holds for some."""
    return re.compile(rf"(?<!\w){words.said('condition')}(?!\w)", re.IGNORECASE)


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
    return period.end if period else None


def _tells_results(said: _Said, plan: Plan) -> bool:
    if said.goals:
        return False
    return not said.plans if plan.document_type == "BÁO CÁO" else said.results


def _of_unit(unit: Unit, said: _Said, until: str | None, issued: str | None) -> Iterator[tuple[Target, Found]]:
    above = next(filter(None, (deadline_in(title, issued) for title in reversed(unit.above))), None)
    start = 0
    for clause in filter(None, map(str.strip, _clauses(unit))):
        start = max(unit.text.find(clause, start), 0)
        values = (
            {}
            if len(clause) > _MAX_CLAUSE_LENGTH or _state().match(clause)
            else dict.fromkeys(_values(clause, goal=said.goals, money=said.money))
        )
        deadline = _due(clause, issued) or above or until if values else None
        for each in values:
            target = Target(
                text=clause.rstrip(" ;"),
                value=each.value,
                unit=each.thing,
                comparison=each.compared.sign,
                change=each.compared.change,
                deadline=deadline,
                path=unit.path,
            )
            yield target, Found(unit.pointer, start, start + len(clause))


def _clauses(unit: Unit) -> Iterator[str]:
    """The clauses of a text; of a task table the tasks."""
    if unit.rows:
        return (task.text for task in tasks_of(unit.rows))
    return iter(_CLAUSE.split(unit.text))


def _due(clause: str, issued: str | None) -> str | None:
    """The deadline in a clause; a time before the document's own year is none."""
    due = deadline_in(clause, issued)
    return due if due and (not issued or due[:4] >= issued[:4]) else None


class _Aim(NamedTuple):
    """What a clause wants reached."""

    value: float
    thing: str
    compared: Comparison


def _values(clause: str, *, goal: bool, money: bool) -> Iterator[_Aim]:
    for found in _percent().finditer(clause):
        before, after = clause[: found.start()], clause[found.end() - 1 :]
        said = compared(before, after)
        if goal or not (said.sign and _condition().search(before)):
            yield _Aim(number(found["value"]), "%", said)
    if not money:
        yield from _counts(clause, goal=goal)


def _counts(clause: str, *, goal: bool) -> Iterator[_Aim]:
    """The things that a clause wants a number of; those listed behind one are wanted with it."""
    listed, shared = -1, Comparison()
    for found in _COUNT.finditer(clause):
        before, after = clause[: found.start()], clause[found.end() :]
        said, thing = compared(before, after), thing_at(after)
        follows = listed >= 0 and bool(_NEXT.fullmatch(clause, listed, found.start()))
        if not thing or not _is_aim(before, after, said, goal=goal, follows=follows):
            continue
        shared = Comparison(said.sign, said.change or (shared.change if follows else None))
        yield _Aim(number(found["value"]), thing, shared)
        listed = found.end() + len(thing)


@from_vocabulary
def _indicated(words: Vocabulary) -> re.Pattern[str]:
    """What is measured by a number that it reaches or comes down to: `tổng tỷ suất sinh đạt`, `tỷ số giới tính còn`."""
    near = rf"(?<!\w)(?:{any_of(each.name for each in words.saying('reach'))})"
    return re.compile(rf"{pattern_of(words.saying('indicator'))}[^;.:]{{0,160}}?{near}\s*$", re.IGNORECASE)


def _is_aim(before: str, after: str, said: Comparison, *, goal: bool, follows: bool) -> bool:
    """Whether a number is wanted, and is no time, part of a name, or threshold of a rule."""
    if _duration().match(after):
        return goal and bool(said.sign)
    if after.startswith("lần"):
        return goal and bool(said.change)
    if not goal and _indicated().search(before):
        return not _no_thing().match(after)
    if _no_thing().match(after) or _part().search(before) or (not goal and _condition().search(before)):
        return False
    if follows or (said.sign == ">=" and not _condition().search(before)):
        return goal or follows or "trở lên" not in after
    near = before[-_NEAR:]
    if not goal and said.sign in _RULE_SIGNS and not _is_done(near[: near.rfind(" ", 0, -1)]):
        return False
    if goal:
        return not _placed().search(before)
    return _is_done(near) or bool(_each().search(before) or _wanted().search(before) or said.change)


@from_vocabulary
def _doing(words: Vocabulary) -> re.Pattern[str]:
    """An act at the end: what follows is its object."""
    return re.compile(
        rf"(?:^|(?<=\W))(?:{pattern_of(words.acts)})(?:\s{words.said('beside a number')})*\s*$",
        re.IGNORECASE,
    )


def _is_done(before: str) -> bool:
    """Whether an act has what follows `before` as its object, or reaches to it: `mở`, `giới thiệu việc làm cho`."""
    if _doing().search(before):
        return True
    clause = re.split(r"[;.:()]\s", before)[-1]
    return bool(_to_whom().search(clause) and act().search(f" {clause[:1].lower()}{clause[1:]}"))


def number(text: str) -> float:
    """A number as Vietnamese writes it.

    >>> number("1.500"), number("12,5"), number("07")
    (1500.0, 12.5, 7.0)
    """
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text):
        return float(text.replace(".", ""))
    return float(text.replace(",", "."))
