# SPDX-License-Identifier: Apache-2.0
"""Who does what: the units of `Tổ chức thực hiện` with their tasks, and those that task tables name."""

from __future__ import annotations

import os
import re
from functools import partial
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import is_unit, unit_of, without_request
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.plan.findings import Assignment
from ocr_kh.plan.model import PLAN
from ocr_kh.plan.structure.headings import run_in
from ocr_kh.plan.texts import Found
from ocr_kh.plan.values.assignments.acts import LEAD, SUPPORT, act, charge, is_with_whom, must, role_of
from ocr_kh.plan.values.assignments.choosing import Chosen, Knot, choose
from ocr_kh.plan.values.assignments.clauses import (
    Named,
    clauses,
    is_whole_name,
    kinds,
    post_of,
    unit_and_any_task,
    unit_and_task,
    without_adjunct,
    without_part,
)
from ocr_kh.plan.values.assignments.handed import addressed, handed
from ocr_kh.plan.values.assignments.headings import (
    asks,
    hands_out,
    hands_out_nothing,
    is_group,
    is_list_of_units,
    is_name_only,
    is_rule,
    leads_on,
    only_leads_in,
    several_of,
    tasks_below,
    tells_what_was_done,
    unit_line,
)
from ocr_kh.plan.values.assignments.knots import knots_of
from ocr_kh.plan.values.assignments.labelled import BRACKETS, headed, is_label, labelled, part_of
from ocr_kh.plan.values.assignments.naming import are_mostly_units, is_general, is_place, is_same, unit_of_heading
from ocr_kh.plan.values.assignments.readings import given
from ocr_kh.plan.values.assignments.several import written_out
from ocr_kh.plan.values.assignments.tasks import tasks_of, units_in
from ocr_kh.plan.values.counts import telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.model import Plan, Section
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.texts import Unit


@from_vocabulary
def _charged(words: Vocabulary) -> re.Pattern[str]:
    """Behind a unit, what it was given before: `UBND các xã | được phân công chủ trì nhiệm vụ tại Kế hoạch này`."""
    return re.compile(rf"\sđược\s{words.said('gives')}\s.*$")


def assignments(plan: Plan, texts: Sequence[Unit]) -> list[tuple[Assignment, Found]]:
    """Every unit with its role and tasks, in reading order, each with where it stands.

    A unit leads where one of its tasks says `chủ trì`, supports where all of them begin `Phối hợp`; else no role is
    printed, and none is given.
    """
    found = list(addressed(_of_sections(plan), plan.header.issuer, _shared))
    found += handed(texts, {where.pointer for _, where in found}, _shared)
    found += [(assignment, Found(pointer)) for assignment, pointer in _of_tables(texts)]
    return found


def _of_sections(plan: Plan) -> Iterator[tuple[Assignment, Found]]:
    """Those of the plan's own sections, and of a plan that a decision issues, which stands behind it as an annex."""
    yield from _of_outline(plan.sections, PLAN / "sections")
    for number, annex in enumerate(plan.appendices):
        if annex.marker in _issued():
            for given, where in _of_outline(annex.sections, PLAN / "appendices" / number / "sections"):
                yield given.replaced(path=f"{annex.marker}.{given.path}"), where


def _of_outline(sections: Sequence[Section], pointer: Pointer) -> Iterator[tuple[Assignment, Found]]:
    placed = [(section, pointer / at) for at, section in enumerate(sections)]
    if os.environ.get("NEW"):
        return _chosen_in(placed)
    return _listed(placed, organizing=False)


@from_vocabulary
def _issued(words: Vocabulary) -> frozenset[str]:
    """Types of plans, in capitals, as the heading of one that a decision issues: `KẾ HOẠCH`."""
    return frozenset(each.name.upper() for each in words.saying("issued plan"))


def _listed(sections: Sequence[tuple[Section, Pointer]], *, organizing: bool) -> Iterator[tuple[Assignment, Found]]:
    """The units among `sections`, which stand side by side, and below them."""
    organizing = organizing or is_list_of_units([section for section, _ in sections])
    strangers = organizing and are_mostly_units([section.title for section, _ in sections])
    for section, pointer in sections:
        below = [(child, pointer / "sections" / at) for at, child in enumerate(section.sections)]
        if by_label := list(labelled(section, pointer, partial(_in_line, section.path))):
            yield from by_label
            yield from _listed([each for each in below if not is_label(each[0])], organizing=False)
        elif section.title and hands_out_nothing(section.title):
            yield from _leaders(section, pointer)
            yield from _asked_below(section.title, below)
        elif only_leads_in(section):
            yield from _listed(below, organizing=True)
        elif named := several_of(section):
            tasks = (*filter(None, [named.task]), *list(tasks_below(section))[1:])
            for name in named.units:
                yield from _shared(name, tasks, section.path, Found(pointer))
        elif unit := unit_of_heading(
            section.title or "",
            next(tasks_below(section), ""),
            organizing=organizing or asks(section),
            strangers=strangers,
        ):
            tasks = tuple(tasks_below(section))
            if is_rule(str(section.title), "".join(tasks[:1])):
                yield from _in_blocks(section, pointer, listed=False, bullets=True)
                continue
            told = unit_and_task(without_part(str(section.title)))
            if (
                told
                and not is_group(section.title, told)
                and not is_name_only(told, tasks, asked=unit != section.title)
            ):
                unit, tasks = told.unit, (told.task, *tasks)
            yield from _shared(unit, tasks, section.path, Found(pointer))
            yield from _others(section, pointer, unit)
        elif (unit := unit_line(section)) and not given(unit, listed=True) and (organizing or leads_on(section)):
            yield from _shared(unit, tuple(tasks_below(section))[1:], section.path, Found(pointer))
            yield from _others(section, pointer, unit, first=1)
        elif section.title is None and section.blocks and (told := given(section.blocks[0].text, listed=organizing)):
            tasks = (told.task, *list(tasks_below(section))[1:])
            yield from _shared(told.unit, tasks, section.path, Found(pointer))
            yield from _later(told, section.blocks[0].text, section.path, pointer / "blocks" / 0, listed=organizing)
            yield from _others(section, pointer, told.unit, first=1)
        else:
            organizes = hands_out(section.title)
            yield from _in_blocks(section, pointer, listed=organizing or organizes)
            yield from _listed(below, organizing=organizing or organizes)


def _of_choice(choice: Chosen) -> Iterator[tuple[Assignment, Found]]:
    """The assignments of what was chosen for a text."""
    line, reading, knot = choice.line, choice.reading, choice.knot
    if line is None:
        yield from knot.given if knot else ()
        return
    if reading is not None:
        tasks = (reading.task,) if reading.task else ()
        if knot and (line.is_heading or reading.form == "headed"):
            tasks = (*tasks, *(knot.tasks if reading.form in {"heading", "title", "headed"} else knot.tasks[1:]))
        names = reading.unit.split("; ") if reading.form == "several" else [reading.unit]
        for name in names:
            yield from _shared(name, tasks, line.path, Found(line.where))
    where = line.where / "blocks" / 0 if line.is_heading else line.where
    for clause, later in choice.later:
        found = part_of(where, clause.start, clause.start + len(clause.text))
        yield from _shared(later.unit, (later.task,), line.path, found)


def outlines(plan: Plan) -> Iterator[list[Knot]]:
    yield knots_of([(section, PLAN / "sections" / at) for at, section in enumerate(plan.sections)], _by_label)
    for number, annex in enumerate(plan.appendices):
        if annex.marker in _issued():
            pointer = PLAN / "appendices" / number / "sections"
            yield knots_of([(section, pointer / at) for at, section in enumerate(annex.sections)], _by_label)


def assigned(choices: Iterable[Chosen], issuer: str | None) -> list[tuple[Assignment, Found]]:
    given = (each for choice in choices for each in _of_choice(choice))
    return list(addressed(given, issuer, _shared))


def _chosen_in(sections: Sequence[tuple[Section, Pointer]]) -> Iterator[tuple[Assignment, Found]]:
    for choice in choose(knots_of(sections, _by_label)):
        yield from _of_choice(choice)


def _by_label(section: Section, pointer: Pointer) -> Iterator[tuple[Assignment, Found]]:
    yield from labelled(section, pointer, partial(_in_line, section.path))


def _leaders(section: Section, pointer: Pointer) -> Iterator[tuple[Assignment, Found]]:
    """Who leads by the lines of a section that says how a plan is to be: `Các phòng chủ trì, phối hợp với Sở ...`."""
    if section.title and tells_what_was_done(section.title):
        return
    for at, block in enumerate(section.blocks):
        told = unit_and_task(block.text) if block.kind != "table" else None
        named = told and told.unit.rpartition(", ")[2].lower() not in kinds()  # `..., cơ quan chủ trì` is who leads
        if told and named and role_of([told.task]) == LEAD and not must().match(told.task):
            yield from _shared(told.unit, (told.task,), section.path, Found(pointer / "blocks" / at))
    for at, child in enumerate(section.sections):
        yield from _leaders(child, pointer / "sections" / at)


def _asked_below(title: str, below: Sequence[tuple[Section, Pointer]]) -> Iterator[tuple[Assignment, Found]]:
    """Units that sections below a heading like `Yêu cầu chung` ask all the same; what was done asks nobody."""
    if tells_what_was_done(title):
        return
    for section, pointer in below:
        if asks(section) or (section.title and several_of(section)):
            yield from _listed([(section, pointer)], organizing=True)
        else:
            children = [(child, pointer / "sections" / at) for at, child in enumerate(section.sections)]
            yield from _asked_below(section.title or "", children)


def _shared(unit: str, tasks: tuple[str, ...], path: str, where: Found) -> Iterator[tuple[Assignment, Found]]:
    """One assignment for each of the units that share `tasks`."""
    names = [post_of(name) for name in units_in(written_out(BRACKETS.sub("", unit)))]
    if re.search(r"[.;]\s", unit):  # a sentence, or a list of units
        names = [name for name in names if is_unit(name) and not re.search(r"\.\s", name)]
    for name in (name if is_general(name) else _charged().sub("", name) for name in names):
        yield Assignment(unit=name, role=role_of(tasks, name), tasks=tasks, path=path), where


def _others(section: Section, pointer: Pointer, unit: str, *, first: int = 0) -> Iterator[tuple[Assignment, Found]]:
    """Units that lines under another unit's heading name, from block `first` on."""
    for at, block in enumerate(section.blocks):
        if block.kind != "table" and at >= first:
            told, where = given(block.text, listed=False), pointer / "blocks" / at
            if told is None:
                yield from _later(None, block.text, section.path, where, unit=unit)
            elif not is_same(told.unit, unit):
                yield from _told(told, block.text, section.path, where, listed=False)
    for at, child in enumerate(section.sections):
        if not is_with_whom(child.title):
            asked = unit_and_task(child.title) if child.title and without_request(child.title) != child.title else None
            if asked and not is_same(asked.unit, unit):
                tasks = (asked.task, *tasks_below(child))
                yield from _shared(asked.unit, tasks, child.path, Found(pointer / "sections" / at))
            yield from _others(child, pointer / "sections" / at, asked.unit if asked else unit)


def _in_blocks(
    section: Section, pointer: Pointer, *, listed: bool, bullets: bool = False
) -> Iterator[tuple[Assignment, Found]]:
    """Units that a section names one a paragraph: `- Công an xã: phối hợp ...`, `Trạm Y tế chủ trì ...`.

    Beside one that names its own, `Các cơ quan liên quan ...` is told what to do too. `bullets`: only they are read.
    """
    kinds = {"bullet"} if bullets else {"bullet", "paragraph"}
    blocks = [(at, block.text) for at, block in enumerate(section.blocks) if block.kind in kinds]
    heads = {each.at: each for each in headed(section)}
    under = {at: head for head in heads.values() for at in range(head.at + 1, head.at + 1 + len(head.tasks))}
    told = [(at, text, given(text, listed=listed and at not in under, beside=True)) for at, text in blocks]
    named = listed or any(named and not is_general(named.unit) for _, _, named in told)
    for at, text, each in told:
        where = pointer / "blocks" / at
        if head := heads.get(at):
            yield from _shared(head.units, head.tasks, section.path, Found(where))
        elif at in under:
            if each and not is_general(each.unit) and not is_same(each.unit, under[at].units):
                yield from _told(each, text, section.path, where, listed=False)
        elif each and (named or not is_general(each.unit) or must().match(each.task)):
            yield from _told(each, text, section.path, where, listed=listed)
        elif each is None:
            yield from _later(None, text, section.path, where, listed=listed)


def _in_text(text: str, path: str, where: Pointer) -> Iterator[tuple[Assignment, Found]]:
    """The units that a paragraph outside lists of units gives tasks."""
    if told := given(text, listed=False):
        yield from _told(told, text, path, where, listed=False)


def _told(told: Named, text: str, path: str, where: Pointer, *, listed: bool) -> Iterator[tuple[Assignment, Found]]:
    """The unit that a paragraph begins with, and those of its later clauses."""
    yield from _shared(told.unit, (told.task,), path, Found(where))
    yield from _later(told, text, path, where, listed=listed)


def _in_line(path: str, text: str, where: Pointer) -> Iterator[tuple[Assignment, Found]]:
    return _in_text(text, path, where)


def _later(  # noqa: PLR0913 - the text, where it stands, and what is known of it
    told: Named | None, text: str, path: str, where: Pointer, *, listed: bool = False, unit: str = ""
) -> Iterator[tuple[Assignment, Found]]:
    """The units of the clauses behind the first task: `Trạm Y tế chủ trì, Công an xã phối hợp; Phòng Kinh tế ...`.

    Where the first gives nobody a task (`told` is None), a later sentence may: `Ưu tiên vốn. Các sở, ngành bố trí ...`.
    What is `unit`'s by its heading is not given it again.
    """
    begins = text.index(told.task) if told and told.task in text else len(text) if told else 0
    unit = told.unit if told else unit
    for start, clause in clauses(text):
        later = unit_and_task(clause) if start > begins else None
        if later and not is_general(later.unit) and not (unit and is_same(later.unit, unit)):
            pleads = telling("all of").match(later.unit) and without_request(clause) != clause.strip(" ,;:-–")
            sentence = text[start - 2] == "." and clause[0].isupper() and not pleads
            named = listed or is_whole_name(later.unit)
            if sentence or (told and (charge().match(later.task) or (named and text[start - 2] == ";"))):
                yield from _shared(later.unit, (later.task,), path, part_of(where, start, start + len(clause)))


def _of_tables(texts: Sequence[Unit]) -> Iterator[tuple[Assignment, Pointer]]:
    """Leads and supporters of task tables, row by row: a row has its own deadline."""
    for unit in texts:
        for task in tasks_of(unit.rows) if unit.rows else ():
            for role, names in ((LEAD, task.leads), (SUPPORT, task.supporters)):
                for name in names:
                    yield Assignment(unit=post_of(name), role=role, tasks=(task.text,), path=unit.path), unit.pointer
