# SPDX-License-Identifier: Apache-2.0
"""The ways to read a text as one that gives a unit its task, each with what speaks for it.

A reading is a name with the task behind it, or with the tasks below it, and the marks of both. Nothing is decided here:
`choosing` weighs the marks (costs.toml) and takes the readings that together cost least.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import unit_of, without_request
from ocr_kh.genre.people import is_name
from ocr_kh.plan.values.assignments.acts import charge
from ocr_kh.plan.values.assignments.clauses import unit_and_task
from ocr_kh.plan.values.assignments.headings import is_group, is_kind_by_act, is_name_only, is_rule
from ocr_kh.plan.values.assignments.joints import names_units
from ocr_kh.plan.values.assignments.naming import BRACKETS, is_told_of, superior
from ocr_kh.plan.values.assignments.posts import COMRADE, post_of, without_duty, without_part
from ocr_kh.plan.values.assignments.readings.marks import (
    act_at,
    acts_of,
    of_beginning,
    of_name,
    of_task,
    of_text,
    only_reports,
)
from ocr_kh.plan.values.assignments.readings.ways import LONGEST_STRANGER, may_be_strange, plain_ways, ways
from ocr_kh.plan.values.assignments.several import several

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Reading:
    """A name with its task, and what speaks for it."""

    unit: str
    task: str
    """Empty for a heading, whose tasks stand below."""
    form: str
    marks: tuple[str, ...]
    """Whatever stands around it; `choosing` adds what does."""
    taken: int = 0
    """Lines below a heading that the reading is made of too."""
    acts: tuple[str, ...] = ()
    """Which act its task begins with, and which stand in the name: some often do, as `quản lý`."""

    @property
    def units(self) -> tuple[str, ...]:
        """The names, where bodies are named at once (`Các Sở: Tài chính, Nội vụ`)."""
        return tuple(self.unit.split("; ")) if self.form == "several" else (self.unit,)


def of_line(text: str) -> Iterator[Reading]:
    """The readings of a paragraph, the likeliest form first.

    >>> [(each.unit, each.form) for each in of_line("Phòng Kinh tế: Lập dự toán trước ngày 15/3.")]
    [('Phòng Kinh tế', 'colon')]
    >>> list(of_line("Tổ chức họp thôn hằng tháng."))
    []
    """
    return _readings(text, ways(text))


def of_clause(text: str) -> Iterator[Reading]:
    """The readings of a later clause, which begins with the unit that it is about."""
    return _readings(text, plain_ways(text))


def _readings(text: str, cuts: Iterable[tuple[str, str, str]]) -> Iterator[Reading]:
    seen: set[tuple[str, str]] = set()
    around: tuple[str, ...] | None = None
    for unit, task, form in cuts:
        if unit and (unit, form) not in seen:
            seen.add((unit, form))
            around = tuple(of_text(text)) if around is None else around
            named = BRACKETS.sub("", unit)
            begins = ("asked",) if form == "asked" else of_beginning(text, unit)
            marks = (*of_name(named), *of_task(task, form), *around, *begins)
            if "hands on" in marks and superior().match(unit):
                marks = (*marks, "orders")
            if "in trouble" in marks and only_reports(task):
                marks = (*marks, "only reports")
            if form == "act" and {"whole name", "known"} <= set(marks) and not {"short task", "post"} & set(marks):
                marks = (*marks, "own subject")
            yield Reading(unit, task, form, marks, acts=tuple(acts_of(unit, task)))


def of_heading(title: str, below: str) -> Iterator[Reading]:
    """The readings of a heading, whose first line below is `below`."""
    done = act_at(below)
    person = post_of(title) if COMRADE.match(title) else None
    name = without_duty(without_part(person or title))
    unit = unit_of(name) or (person if person and is_name(person) else None)
    strange = unit is None
    if unit and is_told_of(unit):
        return
    if unit is None and below and may_be_strange(without_request(title), LONGEST_STRANGER):
        unit = without_request(title)
    around = (*of_text(title), *of_beginning(title, unit or ""), f"below {done}" if below else "below nothing")
    told = unit_and_task(without_part(title))
    if unit:
        behind: tuple[str, ...] = ("runs on",) if told else ()
        if told and not strange:
            group, name_only = is_group(title, told), is_name_only(told, (below,), asked=unit != title)
            behind = ("runs on", f"runs on group {group} name only {name_only}")
        if told and told.unit != unit and charge().match(told.task):
            behind = (*behind, "runs on charge")
        if is_rule(title, below):
            behind = (*behind, "rule")
        yield Reading(unit, "", "heading", (*of_name(unit), *behind, *around, *(("no table",) if strange else ())))
    if told:
        if unit and unit_of(name):
            group, name_only = is_group(title, told), is_name_only(told, (below,), asked=unit != title)
            around = (*around, f"group {group} name only {name_only}")
            if is_kind_by_act(told, below):
                around = (*around, "kind by act")
        yield Reading(told.unit, told.task, "title", (*of_name(told.unit), *of_task(told.task, "title"), *around))


def of_several(text: str, *, taken: int = 0) -> Iterator[Reading]:
    """The reading of a text as bodies that are named at once, `taken` lines below its heading among it."""
    if (named := several(text)) is not None:
        yield Reading("; ".join(named.units), named.task, "several", ("known", "several"), taken)


def of_names(text: str, below: str, form: str) -> Reading:
    """The reading of a whole line as names, whose tasks stand below it, the first of them `below`."""
    unit = without_request(text)
    runs_on = ("runs on",) if unit_and_task(text) else ()
    inside = ("marks inside",) if re.search(r"[.:]\s", unit) else ()
    alone = ("only units",) if names_units(unit) else ()
    around = (*of_text(text), *of_beginning(text, unit))
    marks = (*of_name(unit), *around, f"below {act_at(below)}", *runs_on, *inside, *alone)
    return Reading(unit, "", form, marks)
