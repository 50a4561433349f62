# SPDX-License-Identifier: Apache-2.0
"""Who does what: the units of `Tổ chức thực hiện` with their tasks, and those that task tables name."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import is_unit, unit_of, without_request
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import any_of, bare_capitals, pattern_of
from ocr_kh.plan.findings import Assignment
from ocr_kh.plan.model import PLAN
from ocr_kh.plan.structure.headings import run_in
from ocr_kh.plan.texts import Found
from ocr_kh.plan.values.acts import LEAD, SUPPORT, act, charge, is_with_whom, must, role_of, says_nothing
from ocr_kh.plan.values.clauses import (
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
from ocr_kh.plan.values.counts import telling
from ocr_kh.plan.values.handed import addressed, handed
from ocr_kh.plan.values.labelled import BRACKETS, headed, is_label, labelled, part_of
from ocr_kh.plan.values.naming import are_mostly_units, is_general, is_place, is_same, unit_of_heading
from ocr_kh.plan.values.several import Several, several, written_out
from ocr_kh.plan.values.tasks import heads, names_units, tasks_of, units_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.model import Plan, Section
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.texts import Unit


@from_vocabulary
def _organizing(words: Vocabulary) -> re.Pattern[str]:
    """Titles (capitals, no marks) of sections that hand out tasks."""
    return re.compile(words.said("hands out", bare_capitals))


@from_vocabulary
def _reported(words: Vocabulary) -> re.Pattern[str]:
    """Titles of sections that tell what was done."""
    results = pattern_of(words.saying("results"), bare_capitals)
    return re.compile(rf"(?:^|^\w+ |(?<!GIAM SAT)(?<!KIEM TRA), ){results}")


@from_vocabulary
def _meant(words: Vocabulary) -> re.Pattern[str]:
    """Titles of sections that say what a plan is for, for whom, and how it is to be, and hand out nothing besides."""
    aims, tasks = (words.said(each, bare_capitals) for each in ("aims", "tasks too"))
    return re.compile(rf"(?:{aims}|YEU CAU(?=$|[,:.]| VA | CHUNG| -))(?!.*{tasks})")


@from_vocabulary
def _charged(words: Vocabulary) -> re.Pattern[str]:
    """Behind a unit, what it was given before: `UBND các xã | được phân công chủ trì nhiệm vụ tại Kế hoạch này`."""
    return re.compile(rf"\sđược\s{words.said('gives')}\s.*$")


_LONGEST_LABEL = 8
"""Words that say what is done, before the colon in front of who does it."""
_LIST = 2
"""Sections side by side whose titles are units, from which on they are a list of tasks, whatever stands above."""


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
    return _listed([(section, pointer / at) for at, section in enumerate(sections)], organizing=False)


@from_vocabulary
def _issued(words: Vocabulary) -> frozenset[str]:
    """Types of plans, in capitals, as the heading of one that a decision issues: `KẾ HOẠCH`."""
    return frozenset(each.name.upper() for each in words.saying("issued plan"))


def _listed(sections: Sequence[tuple[Section, Pointer]], *, organizing: bool) -> Iterator[tuple[Assignment, Found]]:
    """The units among `sections`, which stand side by side, and below them."""
    organizing = organizing or _is_list_of_units([section for section, _ in sections])
    strangers = organizing and are_mostly_units([section.title for section, _ in sections])
    for section, pointer in sections:
        below = [(child, pointer / "sections" / at) for at, child in enumerate(section.sections)]
        if by_label := list(labelled(section, pointer, partial(_in_line, section.path))):
            yield from by_label
            yield from _listed([each for each in below if not is_label(each[0])], organizing=False)
        elif section.title and _hands_out_nothing(section.title):
            yield from _leaders(section, pointer)
            yield from _asked_below(section.title, below)
        elif _only_leads_in(section):
            yield from _listed(below, organizing=True)
        elif named := _several(section):
            tasks = (*filter(None, [named.task]), *list(_tasks(section))[1:])
            for name in named.units:
                yield from _shared(name, tasks, section.path, Found(pointer))
        elif unit := unit_of_heading(
            section.title or "", next(_tasks(section), ""), organizing=organizing or _asks(section), strangers=strangers
        ):
            tasks = tuple(_tasks(section))
            if _is_rule(str(section.title), "".join(tasks[:1])):
                yield from _in_blocks(section, pointer, listed=False, bullets=True)
                continue
            told = unit_and_task(without_part(str(section.title)))
            if told and not _is_group(section.title, told) and not _is_name(told, tasks, asked=unit != section.title):
                unit, tasks = told.unit, (told.task, *tasks)
            yield from _shared(unit, tasks, section.path, Found(pointer))
            yield from _others(section, pointer, unit)
        elif (unit := _unit_line(section)) and (organizing or _leads_on(section)):
            yield from _shared(unit, tuple(_tasks(section))[1:], section.path, Found(pointer))
            yield from _others(section, pointer, unit, first=1)
        elif section.title is None and section.blocks and (told := _given(section.blocks[0].text, listed=organizing)):
            tasks = (told.task, *list(_tasks(section))[1:])
            yield from _shared(told.unit, tasks, section.path, Found(pointer))
            yield from _later(told, section.blocks[0].text, section.path, pointer / "blocks" / 0, listed=organizing)
            yield from _others(section, pointer, told.unit, first=1)
        else:
            hands_out = bool(section.title and _organizing().search(plain_of(section.title).upper()))
            yield from _in_blocks(section, pointer, listed=organizing or hands_out)
            yield from _listed(below, organizing=organizing or hands_out)


def _leaders(section: Section, pointer: Pointer) -> Iterator[tuple[Assignment, Found]]:
    """Who leads by the lines of a section that says how a plan is to be: `Các phòng chủ trì, phối hợp với Sở ...`."""
    if section.title and _reported().search(plain_of(section.title).upper()):
        return
    for at, block in enumerate(section.blocks):
        told = unit_and_task(block.text) if block.kind != "table" else None
        named = told and told.unit.rpartition(", ")[2].lower() not in kinds()  # `..., cơ quan chủ trì` is who leads
        if told and named and role_of([told.task]) == LEAD and not must().match(told.task):
            yield from _shared(told.unit, (told.task,), section.path, Found(pointer / "blocks" / at))
    for at, child in enumerate(section.sections):
        yield from _leaders(child, pointer / "sections" / at)


def _only_leads_in(section: Section) -> bool:
    """Whether a section only names those together who stand below it one by one with their tasks.

    `2. Các phòng, ban thực hiện các nhiệm vụ sau:` above `a) Phòng Kinh tế`, `b) Công an xã`.
    """
    below = section.sections
    if len(below) < _LIST or len(section.blocks) > 1 or not all(unit_of(each.title) for each in below):
        return False
    if section.title is None:
        return bool(section.blocks) and section.blocks[0].text.endswith(":")
    return bool(telling("all of").match(section.title)) and not section.blocks


def _several(section: Section) -> Several | None:
    return several(": ".join(filter(None, [section.title, section.blocks[0].text]))) if section.blocks else None


def _asked_below(title: str, below: Sequence[tuple[Section, Pointer]]) -> Iterator[tuple[Assignment, Found]]:
    """Units that sections below a heading like `Yêu cầu chung` ask all the same; what was done asks nobody."""
    if _reported().search(plain_of(title).upper()):
        return
    for section, pointer in below:
        if _asks(section) or (section.title and _several(section)):
            yield from _listed([(section, pointer)], organizing=True)
        else:
            children = [(child, pointer / "sections" / at) for at, child in enumerate(section.sections)]
            yield from _asked_below(section.title or "", children)


def _hands_out_nothing(title: str) -> bool:
    plain = plain_of(title).upper()
    return bool(_reported().search(plain) or _meant().match(plain))


def _unit_line(section: Section) -> str | None:
    """The units that the first line of a section names and nothing else, where that is no heading by its form.

    `Sở A; Báo B`, or `Hội C, Hội D` behind `Đề nghị:`.
    """
    asks = section.title is not None and without_request(f"{section.title} X") == "X"
    alone = len(section.blocks) == 1 and not section.sections
    if not section.blocks or alone or (section.title is not None and not asks):
        return None
    line = written_out(without_request(section.blocks[0].text.rstrip(" .:")))
    named = names_units(line) and not re.search(r"[.:]\s", line)
    return line if named and not _given(line, listed=True) else None


def _leads_on(section: Section) -> bool:
    """Whether the first line of a section asks units, or ends in a colon, and acts follow it one by one."""
    line, task, *_ = (*_tasks(section), "", "")
    if section.title is None and without_request(line) != line and not _concerning().match(line):
        return bool(task)
    return line.endswith(":") and bool(act().match(f" {task[:1].lower()}{task[1:]}", 1))


def _is_group(title: str | None, told: Named) -> bool:
    """Whether a heading tells which of many it means (`Các sở chủ trì dự án thành phần`), and gives no task yet."""
    many = title and (title.startswith("Các ") or heads().match(title))
    return bool(many) and not must().match(told.task)


@from_vocabulary
def _named_by_act(words: Vocabulary) -> re.Pattern[str]:
    """An act with a capital at the end, which the name may be of that goes on behind it: `Trung tâm Kiểm soát`."""
    return re.compile(rf"\s(?=[A-ZĐ])(?i:{any_of(each.name for each in words.acts)})$")


def _is_name(told: Named, tasks: tuple[str, ...], *, asked: bool) -> bool:
    """Whether what a heading says behind a unit still names it, as the task begins below.

    `Trung tâm Kiểm soát thanh toán điện tử: Chủ trì ...`, `Các tổ chức cung cấp dịch vụ: Phối hợp ...`, and behind a
    request `Trách nhiệm Tổ công tác triển khai Đề án: Chỉ đạo ...`, but not `Công ty Điện lực bảo đảm nguồn điện: ...`.
    """
    below = bool(tasks and act().match(f" {tasks[0][:1].lower()}{tasks[0][1:]}", 1))
    named = asked or _named_by_act().search(told.unit) or (is_general(told.unit) and says_nothing().match(told.task))
    return below and bool(named) and not charge().match(told.task) and not told.task.startswith("a) ")


def _shared(unit: str, tasks: tuple[str, ...], path: str, where: Found) -> Iterator[tuple[Assignment, Found]]:
    """One assignment for each of the units that share `tasks`."""
    names = [post_of(name) for name in units_in(written_out(BRACKETS.sub("", unit)))]
    if re.search(r"[.;]\s", unit):  # a sentence, or a list of units
        names = [name for name in names if is_unit(name) and not re.search(r"\.\s", name)]
    for name in (name if is_general(name) else _charged().sub("", name) for name in names):
        yield Assignment(unit=name, role=role_of(tasks, name), tasks=tasks, path=path), where


def _asks(section: Section) -> bool:
    """Whether the heading of a section is a request to a unit, whose tasks stand below: `3. Giao Công an xã`."""
    title = section.title or ""
    asked = without_request(title)
    asks = asked != title and is_unit(asked) and not _concerning().match(title)
    return asks and bool(section.blocks or not _is_list_of_units(section.sections))


def _others(section: Section, pointer: Pointer, unit: str, *, first: int = 0) -> Iterator[tuple[Assignment, Found]]:
    """Units that lines under another unit's heading name, from block `first` on."""
    for at, block in enumerate(section.blocks):
        if block.kind != "table" and at >= first:
            told, where = _given(block.text, listed=False), pointer / "blocks" / at
            if told is None:
                yield from _later(None, block.text, section.path, where, unit=unit)
            elif not is_same(told.unit, unit):
                yield from _told(told, block.text, section.path, where, listed=False)
    for at, child in enumerate(section.sections):
        if not is_with_whom(child.title):
            asked = unit_and_task(child.title) if child.title and without_request(child.title) != child.title else None
            if asked and not is_same(asked.unit, unit):
                tasks = (asked.task, *_tasks(child))
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
    told = [(at, text, _given(text, listed=listed and at not in under, beside=True)) for at, text in blocks]
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
    if told := _given(text, listed=False):
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


def _given(text: str, *, listed: bool, beside: bool = False) -> Named | None:
    """Unit and task of a paragraph.

    Outside sections that hand out tasks (`listed`) only one that is named itself, or all of a kind `beside` such a one.
    """
    cut = run_in(text)
    unit = unit_of(without_adjunct(post_of(text[:cut]))) if cut else None
    told = Named(unit, text[cut + 1 :].strip()) if unit and cut else unit_and_task(text)
    if told is None and cut:
        told = _of_label(text[:cut], text[cut + 1 :].strip())
    if told is None and listed:
        told = unit_and_any_task(text)
    if told is None or (unit and (told.task[:1].isdigit() or unit.lower() in kinds())) or _is_rule(text, told.task):
        return None
    if is_general(told.unit):
        named = listed or must().match(told.task) or (beside and telling("all of").match(told.unit))
        if _in_trouble().match(text) or not named:
            return None
    if listed:
        return told
    task = f"{told.task[:1].lower()}{told.task[1:]}" if unit else told.task  # behind a colon it begins with a capital
    done = charge().match(task) or (act().match(f" {task}", 1) and not (unit and is_place(unit)))
    if unit and not done and (within := unit_and_task(told.task)):  # `Các xã ven biển: UBND từ xã đến thôn phải ...`
        done = not is_general(within.unit)
    return told if done else None


def _of_label(label: str, rest: str) -> Named | None:
    """Who does it, behind what is done: `Báo cáo tháng: Phòng Kinh tế tổng hợp trước ngày 25`."""
    told = unit_and_task(rest) if len(label.split()) <= _LONGEST_LABEL else None
    return told if told and is_whole_name(told.unit) else None


@from_vocabulary
def _in_trouble(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(words.said("in trouble"))


@from_vocabulary
def _concerning(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"{words.said('concerning')}\s", re.IGNORECASE)


def _is_rule(text: str, task: str) -> bool:
    """Whether a text tells what holds for somebody (`Đối với xã: mỗi xã chọn 02 hộ`), and no act of theirs."""
    return bool(_concerning().match(text)) and not act().match(f" {task[:1].lower()}{task[1:]}", 1)


def _is_list_of_units(sections: Sequence[Section]) -> bool:
    """Whether sections side by side are each one unit's: by their titles, or most of them as sentences to it."""
    titled = sum(unit_of(section.title) is not None for section in sections)
    charged = sum(_charges(section) for section in sections)
    if titled >= _LIST or (titled + charged >= _LIST and 2 * (titled + charged) > len(sections)):
        return True
    return bool(titled) and len(sections) >= _LIST and all(_tells_unit(section) for section in sections)


def _tells_unit(section: Section) -> bool:
    """Whether a section is one unit's, by its title or as a sentence."""
    if section.title is not None:
        return unit_of(section.title) is not None
    return bool(section.blocks and unit_and_task(section.blocks[0].text))


@from_vocabulary
def _asked(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(words.said("asked of a unit"))


def _charges(section: Section) -> bool:
    if section.title is not None or not section.blocks or section.marker.startswith("Điều"):
        return False
    told = unit_and_task(section.blocks[0].text)
    return told is not None and bool(charge().match(told.task) or _asked().match(told.task))


def _tasks(section: Section) -> Iterator[str]:
    """Each block and each numbered paragraph below, one task; a table's rows are its own."""
    for block in section.blocks:
        if block.kind != "table":
            yield block.text
    for child in section.sections:
        below = list(_tasks(child))
        yield from ([f"{child.title}: {' '.join(below)}" if below else child.title] if child.title else below)


def _of_tables(texts: Sequence[Unit]) -> Iterator[tuple[Assignment, Pointer]]:
    """Leads and supporters of task tables, row by row: a row has its own deadline."""
    for unit in texts:
        for task in tasks_of(unit.rows) if unit.rows else ():
            for role, names in ((LEAD, task.leads), (SUPPORT, task.supporters)):
                for name in names:
                    yield Assignment(unit=post_of(name), role=role, tasks=(task.text,), path=unit.path), unit.pointer
