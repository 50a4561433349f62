# SPDX-License-Identifier: Apache-2.0
"""Who does what: the units of a plan's sections with their tasks, and those that task tables and running text name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import is_unit
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.plan.findings import Assignment
from ocr_kh.plan.model import PLAN
from ocr_kh.plan.texts import Found
from ocr_kh.plan.values.assignments.acts import LEAD, SUPPORT, role_of, speech
from ocr_kh.plan.values.assignments.choosing import choose
from ocr_kh.plan.values.assignments.handed import addressed, handed
from ocr_kh.plan.values.assignments.joints import units_in
from ocr_kh.plan.values.assignments.knots import line_of, outline_of, prose_of
from ocr_kh.plan.values.assignments.labelled import labelled, part_of
from ocr_kh.plan.values.assignments.naming import BRACKETS, is_kind
from ocr_kh.plan.values.assignments.posts import post_of
from ocr_kh.plan.values.assignments.several import written_out
from ocr_kh.plan.values.assignments.tasks import tasks_of
from ocr_kh.plan.values.counts import telling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.model import Plan, Section
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.texts import Unit
    from ocr_kh.plan.values.assignments.choosing import Chosen, Knot

_LIST = 2
"""Sections of units side by side, from which on they are a list."""
_ALL_READABLE = "readable quarters 4"
"""Mark of a knot all of whose texts may name a unit that tables know."""


@from_vocabulary
def _charged(words: Vocabulary) -> re.Pattern[str]:
    """Behind a unit, what it was given before: `UBND các xã | được phân công chủ trì nhiệm vụ tại Kế hoạch này`."""
    return re.compile(rf"\sđược\s{words.said('gives')}\s.*$")


def assignments(plan: Plan, texts: Sequence[Unit]) -> list[tuple[Assignment, Found]]:
    """Every unit with its role and tasks, in reading order, each with where it stands.

    A unit leads where one of its tasks says `chủ trì`, supports where all of them begin `Phối hợp`; else no role is
    printed, and none is given.
    """
    found: list[tuple[Assignment, Found]] = []
    for marker, outline in outlines(plan):
        of_sections = assigned(choose(outline), plan.header.issuer)
        if not (marker or of_sections) and (leading := _leading_in(plan)):
            told = assigned(choose(leading), plan.header.issuer)
            of_sections = [each for each in told if not _only_speaks(each[0])]
        found += [(each.replaced(path=f"{marker}{each.path}"), where) for each, where in of_sections]
    listed: set[str] = {where.pointer for _, where in found}
    ending = [unit.pointer for unit in texts if unit.text.endswith(":")]
    only_lead = {pointer for pointer in ending if _only_leads_in(pointer, texts, listed)}
    found = [each for each in found if each[1].pointer not in only_lead]
    found += handed([unit for unit in texts if unit.pointer not in only_lead], listed, _shared)
    found += [(assignment, Found(pointer)) for assignment, pointer in _of_tables(texts)]
    return found


def _only_leads_in(pointer: str, texts: Sequence[Unit], listed: Collection[str]) -> bool:
    """Whether a text only leads in to sections below its own, each of which says in a `listed` place who does it.

    `UBND tỉnh yêu cầu các sở, UBND các xã thực hiện các nhiệm vụ sau:` above `1. Sở Y tế`, `2. Công an tỉnh`.
    """
    section, is_block, _ = pointer.rpartition("/blocks/")
    below = f"{section}/sections/"
    told = {each[len(below) :].partition("/")[0] for each in listed if each.startswith(below)}
    if not is_block or len(told) < _LIST:
        return False
    return all(each.pointer[len(below) :].partition("/")[0] in told for each in texts if each.pointer.startswith(below))


def outlines(plan: Plan) -> Iterator[tuple[str, Knot]]:
    """The plan's own sections, and those of annexes that hand out tasks: an issued plan, a list of tasks.

    Each with what its paths begin with. A line that names units alone before the sections heads them, and a letter
    without sections is read paragraph by paragraph.
    """
    if plan.sections:
        last = len(plan.preamble) - 1
        before = (plan.preamble[last], PLAN / "preamble" / last) if plan.preamble else None
        yield "", outline_of(_placed(plan.sections, PLAN / "sections"), _by_label, before)
    else:
        parts = (("bases", plan.bases), ("preamble", plan.preamble))
        yield "", prose_of((text, PLAN / name / at) for name, texts in parts for at, text in enumerate(texts))
    for number, annex in enumerate(plan.appendices):
        if annex.marker in _issued() or _task_title().match(annex.title or ""):
            placed = _placed(annex.sections, PLAN / "appendices" / number / "sections")
            yield f"{annex.marker}.", outline_of(placed, _by_label)


def _only_speaks(given: Assignment) -> bool:
    """Whether a line that leads in to the sections tells who speaks (`Chủ tịch UBND xã yêu cầu:`), or what went before.

    `Ngày 05/3, Phó Chủ tịch UBND xã chủ trì cuộc họp. Ý kiến kết luận như sau:`
    """
    return any(speech().match(task) or ". " in task or not task.endswith(":") for task in given.tasks)


def _leading_in(plan: Plan) -> Knot | None:
    """The line that leads in to the sections, and says who is to do all that they say.

    `UBND tỉnh yêu cầu các sở, UBND các xã thực hiện các nội dung sau:`, where no section says who does something.
    """
    last = len(plan.preamble) - 1
    if not plan.sections or last < 0 or not plan.preamble[last].endswith(":"):
        return None
    return prose_of([(plan.preamble[last], PLAN / "preamble" / last)], ("leads in",))


def _placed(sections: Sequence[Section], pointer: Pointer) -> list[tuple[Section, Pointer]]:
    return [(section, pointer / at) for at, section in enumerate(sections)]


@from_vocabulary
def _issued(words: Vocabulary) -> frozenset[str]:
    """Types of plans, in capitals, as the heading of one that a decision issues: `KẾ HOẠCH`."""
    return frozenset(each.name.upper() for each in words.saying("issued plan"))


@from_vocabulary
def _task_title(words: Vocabulary) -> re.Pattern[str]:
    """The first words of the title of an annex that hands out tasks: `NHIỆM VỤ CỤ THỂ GIAO CÁC ĐƠN VỊ`."""
    return re.compile(rf"(?:{words.said('tasks of an annex')})\b", re.IGNORECASE)


def _by_label(section: Section, pointer: Pointer) -> Iterator[tuple[Assignment, Found]]:
    """What labels give, and the lines beside them."""

    def in_line(text: str, where: Pointer) -> Iterator[tuple[Assignment, Found]]:
        return (given for choice in choose(line_of(text, where, section.path)) for given in _of_choice(choice))

    return labelled(section, pointer, in_line)


def assigned(choices: Iterable[Chosen], issuer: str | None) -> list[tuple[Assignment, Found]]:
    """The assignments of what was chosen; where the issuer speaks, of those whom it speaks to."""
    return list(addressed(_once(list(choices)), issuer, _shared))


def _once(choices: Sequence[Chosen]) -> Iterator[tuple[Assignment, Found]]:
    """What was chosen, without whom a heading gives the tasks already, and without headings whose tasks are others'."""
    chosen = {id(choice.knot or choice.line): choice for choice in choices}
    above: dict[int, frozenset[str]] = {}
    for choice in choices:
        names = above.get(id(choice.knot or choice.line), frozenset())
        given = [each for each in _of_choice(choice) if each[0].unit.casefold() not in names]
        if choice.knot is not None:
            if _is_of_others(choice, chosen):
                given = []
            elif choice.reading is not None:
                names = names.union(each.unit.casefold() for each, _ in given)
            above.update((id(line), names) for line in choice.knot.lines)
        yield from given


def _is_of_others(heading: Chosen, chosen: Mapping[int, Chosen]) -> bool:
    """Whether a heading names many of a kind, and each text below it somebody else who is to do it.

    `Các tổ chức hội: Hội Nông dân, Hội Phụ nữ vận động hội viên ...`
    """
    knot, reading = heading.knot, heading.reading
    if knot is None or reading is None or _ALL_READABLE not in knot.marks:
        return False
    below = [chosen[id(line)].reading for line in knot.lines if id(line) in chosen]
    many = telling("all of").match(reading.unit)
    if not below or many is None:
        return False
    name = reading.unit[many.end() :].strip().casefold()
    named = [each.unit.casefold() if each is not None else name for each in below]
    return all(name not in each or each.startswith(f"{name} ") for each in named)


def _of_choice(choice: Chosen) -> Iterator[tuple[Assignment, Found]]:
    """The assignments of what was chosen for a text."""
    line, reading, knot = choice.line, choice.reading, choice.knot
    if line is None:
        yield from knot.given if knot else ()
        return
    if reading is not None:
        tasks: tuple[str, ...] = (reading.task,) if reading.task else ()
        if knot and line.is_heading:
            tasks = (*tasks, *knot.tasks[reading.taken :])
        elif knot and not reading.task:
            tasks = knot.tasks
        for name in reading.units:
            yield from _shared(name, tasks, line.path, Found(line.where))
    for clause, later in choice.later:
        found = part_of(line.first_block, clause.start, clause.start + len(clause.text))
        yield from _shared(later.unit, (later.task,), line.path, found)


def _shared(unit: str, tasks: tuple[str, ...], path: str, where: Found) -> Iterator[tuple[Assignment, Found]]:
    """One assignment for each of the units that share `tasks`."""
    names = [post_of(name) for name in units_in(written_out(BRACKETS.sub("", unit)))]
    if re.search(r"[.;]\s", unit):  # a sentence, or a list of units
        names = [name for name in names if is_unit(name) and not re.search(r"\.\s", name)]
    for name in (name if any(map(is_kind, name.split(", "))) else _charged().sub("", name) for name in names):
        yield Assignment(unit=name, role=role_of(tasks, name), tasks=tasks, path=path), where


def _of_tables(texts: Sequence[Unit]) -> Iterator[tuple[Assignment, Pointer]]:
    """Leads and supporters of task tables, row by row: a row has its own deadline."""
    for unit in texts:
        for task in tasks_of(unit.rows) if unit.rows else ():
            for role, names in ((LEAD, task.leads), (SUPPORT, task.supporters)):
                for name in names:
                    yield Assignment(unit=name, role=role, tasks=(task.text,), path=unit.path), unit.pointer
