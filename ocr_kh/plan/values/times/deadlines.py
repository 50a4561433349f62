# SPDX-License-Identifier: Apache-2.0
"""By when: every time that is set for a task, in running text, in label lines and in the columns of task tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import bare_capitals, pattern_of
from ocr_kh.plan.findings import Deadline
from ocr_kh.plan.model import PLAN
from ocr_kh.plan.texts import Found
from ocr_kh.plan.values.assignments.clauses import matter_end
from ocr_kh.plan.values.assignments.tasks import tasks_of
from ocr_kh.plan.values.labels import labels_in
from ocr_kh.plan.values.times.moments import Moment, moments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.findings import Assignment
    from ocr_kh.plan.model import Plan, Section
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.texts import Unit

_DEPTH_OF_WHOLE = 2
"""Levels of headings, from the first, on which a section on time speaks of the whole plan."""
_LONGEST_TEXT = 5_000
"""Characters of the longest paragraph that sets a time for a task."""
_FIGURE_OR_LABEL = re.compile(r"[\d:]")
_SPELLED_OUT = ("ngay", "hằng", "hàng", "mỗi", "quý", "quí")
_HINT = re.compile(
    "|".join(rf"{word}\s" for each in _SPELLED_OUT for word in (each, each.capitalize()))
    + r"|định kỳ|Định kỳ|thời\s[^.;:]{2,40}\skhi\s|Thời\s[^.;:]{2,40}\skhi\s"
)
"""What every time without a figure has in it, and without a label before it."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def deadlines(
    plan: Plan, texts: Sequence[Unit], given: Sequence[tuple[Assignment, Found]], period: str | None
) -> list[tuple[Deadline, Found]]:
    """The deadlines of `plan` in reading order; `given` are its assignments, `period` the time the plan is for."""
    years, places = _Years.of(plan, period), _Given.of(plan, given)
    found: list[tuple[Deadline, Found]] = []
    for unit in texts:
        labelled = _is_labelled(unit, places)
        if not (labelled or unit.rows or _may_set_time(unit.text)):
            continue
        labelled = labelled or (
            unit.kind == "title"
            and bool(_phase_of_years().fullmatch(unit.text))
            and not _hands_out_nothing(unit, period)
        )
        if unit.kind == "closing" or (unit.path and (labelled or not _hands_out_nothing(unit, period))):
            for moment, task in _of_unit(unit, years, labelled=labelled):
                if unit.kind == "closing" and not _is_of_a_task(moment):
                    continue
                text = unit.text[moment.at : moment.stop] if task is None else task[1]
                where = Found(unit.pointer, moment.at, moment.stop) if task is None else Found(unit.pointer)
                name = places.assignment(unit, task and task[0])
                found.append((_deadline(text, moment, unit.path, name), where))
    return found


_OWN_LABEL = re.compile(r"[^:.;\d]{2,40}:\s")
"""A line with a label of its own, which is no more of the time that the heading above it labels."""
_ANNEX = re.compile(r"/appendices/\d+(?:/blocks/0)?")
"""Where the name of an annex stands, known as one or the first text below its marker, in capitals."""
_FEW = 20
"""Letters to a small one among them, in a name in capitals (`HẠ TẦNG 5G, IoT`)."""


def _may_set_time(text: str) -> bool:
    """Whether a text has in it what every time has, or the label before it."""
    return bool(_FIGURE_OR_LABEL.search(text) or _HINT.search(text))


def _is_name_of_annex(unit: Unit) -> bool:
    """Whether a text is the name of an annex, which has the plan's own in it: no time in it is one of a task."""
    if not (unit.pointer.startswith("/appendices/") and _ANNEX.fullmatch(unit.pointer)):
        return False
    small = sum(map(str.islower, unit.text))
    return unit.kind == "title" or small * _FEW < len(unit.text)


def _deadline(text: str, moment: Moment, path: str, assignment: str | None) -> Deadline:
    stated = {"text": text.strip(" (:"), "from": moment.start, "to": moment.end, "recurrence": moment.recurrence}
    return Deadline.model_validate({**stated, "path": path, "assignment": assignment})


class _Years(NamedTuple):
    """Of which years a plan's times are."""

    named: str | None
    """That of times that name none: the plan's first, else that of issue, or the one that their heading names."""
    last: str | None
    """The last one of the plan; None where it names no time of its own."""
    issued: str | None

    @classmethod
    def of(cls, plan: Plan, period: str | None) -> _Years:
        said = [_YEAR.findall(stated or "") for stated in (period, plan.header.date)]
        named = next((years[0] for years in said if years), None)
        ends = said[0] and not (period or "").endswith("..")
        return cls(named, said[0][-1] if ends else None, plan.header.date)


def _is_of_a_task(moment: Moment) -> bool:
    """Whether a time in closing words is that of a report, not of what the plan is about (`trong năm 2026`)."""
    return bool(moment.recurrence) or len(moment.end or "") == len("2026-12-31")


def _is_labelled(unit: Unit, places: _Given) -> bool:
    """Whether the heading right above a text is the label of a time (`c) Thời gian thực hiện:`).

    One that stands high is of the whole plan, but where headings beside it are labels too and give the task to a unit.
    """
    if unit.kind == "title" or not unit.above:
        return False
    if places.field_of(unit.above[-1]) != "deadline":
        return False
    return len(unit.above) > _DEPTH_OF_WHOLE or places.beside(unit) is not None


@from_vocabulary
def _whole(words: Vocabulary) -> re.Pattern[str]:
    """Titles (capitals, no marks) of sections that tell the time of the whole plan, where they stand high enough."""
    steps = words.said("time of steps", bare_capitals)
    return re.compile(rf"(?!.*{steps})(?:\w+ )?{pattern_of(words.saying('time of the whole'), bare_capitals)}")


@from_vocabulary
def _elsewhere(words: Vocabulary) -> re.Pattern[str]:
    """First words of a time that another document sets: `Theo kế hoạch của Sở Nội vụ`."""
    return re.compile(rf"\s*{words.said('set elsewhere')}\s")


@from_vocabulary
def _event(words: Vocabulary) -> re.Pattern[str]:
    """First words of a time that is an event: a date in it (`Sau khi có Luật năm 2025`) is of something else."""
    return re.compile(rf"\s*{words.said('event')}\s", re.IGNORECASE)


@from_vocabulary
def _no_tasks(words: Vocabulary) -> re.Pattern[str]:
    """Titles (capitals, no marks) of sections that hand out nothing."""
    return re.compile(rf"(?:^|, |^\w+ ){pattern_of(words.saying('no deadlines'), bare_capitals)}")


@from_vocabulary
def _phase(words: Vocabulary) -> re.Pattern[str]:
    """A part of the time of the plan, which is a deadline of its own: `Đợt 1: từ ngày ...`."""
    return re.compile(rf"{words.said('phase')}\s\d", re.IGNORECASE)


@from_vocabulary
def _phase_of_years(words: Vocabulary) -> re.Pattern[str]:
    """A heading that is the time of what stands below it: `Giai đoạn 2026 - 2030`."""
    return re.compile(
        rf"{words.said('phase')}\s(?:từ\s)?(?:năm\s)?20\d\d\s?(?:[-–]|đến(?:\snăm)?)\s?20\d\d", re.IGNORECASE
    )


def _hands_out_nothing(unit: Unit, period: str | None) -> bool:
    """Whether no task has its time there; that of the whole plan is its `period`, unless it tells none (no end)."""
    titles = [plain_of(title).upper() for title in (*unit.above, *([unit.text] if unit.kind == "title" else []))]
    if unit.kind != "title" and _phase().match(unit.text):
        return False
    whole = period is not None and any(_whole().match(title) for title in titles[:_DEPTH_OF_WHOLE])
    return whole or unit.kind == "note" or any(map(_no_tasks().search, titles)) or _is_name_of_annex(unit)


def _of_unit(unit: Unit, years: _Years, *, labelled: bool) -> Iterator[tuple[Moment, tuple[str, str] | None]]:
    """The times of one text, each with the task and the words of the cell where it stands in a table."""
    if unit.rows:
        for task in tasks_of(unit.rows):
            for moment in _of_label(task.deadline or "", years):
                yield moment, (task.text, task.deadline or "")
        return
    if labelled and (unit.kind == "title" or unit.pointer.endswith("/blocks/0") or not _OWN_LABEL.match(unit.text)):
        yield from _within(unit.text, (0, len(unit.text)), years, labelled=True)
        return
    if len(unit.text) > _LONGEST_TEXT or not _may_set_time(unit.text):
        return
    if unit.above and (said := _YEAR.search(unit.above[-1])):
        years = years._replace(named=said.group())
    start = matter_end(unit.text)
    for label in labels_in(unit.text):
        if label.field == "deadline":
            stop = label.at + len(label.value)
            yield from _within(unit.text, (start, label.start), years)
            yield from _within(unit.text, (label.at, stop), years, labelled=True)
            start = stop
    yield from _within(unit.text, (start, len(unit.text)), years)


def _within(
    text: str, span: tuple[int, int], years: _Years, *, labelled: bool = False
) -> Iterator[tuple[Moment, None]]:
    """The times between two places of `text`."""
    start, stop = span
    part = text[start:stop]
    found = _of_label(part, years) if labelled else moments(part, years.named, years.issued, until=years.last)
    for each in found:
        yield Moment(each.start, each.end, each.recurrence, each.at + start, each.stop + start), None


def _of_label(value: str, years: _Years) -> list[Moment]:
    """The times of a field that says nothing else; quarters side by side (`Quý II, Quý III/2026`) are one span."""
    dated = not _event().match(value)
    said = _YEAR.search(value)
    named = (said.group() if said else years.named) if dated else None
    found: list[Moment] = []
    if not _elsewhere().match(value):
        found = list(moments(value, named, years.issued, until=said.group() if said else years.last, labelled=dated))
    if len(found) == 2 and _TWO_DAYS.search(value):
        return [Moment(found[0].end, found[1].end, None, 0, len(value))]
    if len(found) > 1 and re.search("u[ýí]", value) and all(_follows(*pair) for pair in pairwise(found)):
        return [Moment(found[0].start, found[-1].end, None, found[0].at, found[-1].stop)]
    if not found and _duration().match(value):
        return []
    if not found and (alone := _BARE_YEAR.fullmatch(value)):
        return [Moment(alone["year"], alone["year"], None, 0, len(value))]
    if not found and value.strip():  # `Thường xuyên`, `Học kỳ I`: as printed
        return [Moment(None, None, None, 0, len(value))]
    if len(found) == 1 or (found and found[0].recurrence):  # with the words around it: `chậm nhất là ngày 30/01/2026`
        return [replace(found[0], at=0, stop=len(value))]
    return found


_TWO_DAYS = re.compile(r"\d/(?:19|20)\d\d\s+(?:ngày\s)?\d{1,2}/\d{1,2}/(?:19|20)\d\d\s*$")
"""First and last day in a cell whose dash was not read."""
_BARE_YEAR = re.compile(r"\s*(?P<year>20\d\d)[.;]?\s*")
"""A cell that is a year alone."""


@from_vocabulary
def _duration(words: Vocabulary) -> re.Pattern[str]:
    """How long something takes, and not when: `01 ngày/hội nghị`, `< 20 ngày làm việc`."""
    lengths = "|".join((words.said("days"), words.said("hours"), words.said("shorter")))
    spans = rf"(?:{lengths})(?:\s{words.said('working time')})?"
    return re.compile(rf"\s*[<≤>≥]?\s?\d{{1,3}}(?:/\d)?\s{spans}(?:\s?/\s?\w|[.;,]|\s*$)", re.IGNORECASE)


def _follows(first: Moment, second: Moment) -> bool:
    """Whether a time begins with the month behind the one with which another ends, as the quarters of a year do."""
    if not (first.start and first.end and second.start and len(first.end) == len(second.start) == len("2026-03")):
        return False
    (year, month), (later, begins) = (map(int, each.split("-")) for each in (first.end, second.start))
    return 12 * later + begins == 12 * year + month + 1


@dataclass(slots=True)
class _Given:
    """Where assignments stand: the index of the first of each place, which is found without a look at all others."""

    at: dict[str, int] = field(default_factory=dict)
    """By the pointer of the paragraph or section."""
    below: dict[str, int] = field(default_factory=dict)
    """By the path of the section."""
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    """By the pointer of the table and the task of the row."""

    labelled: dict[str, str] = field(default_factory=dict)
    """By the pointer of a section of which headings say who does it (`b) Đơn vị chủ trì`), its path."""
    fields: dict[str, str | None] = field(default_factory=dict)
    """By a heading, what it is the label of; many texts have the same above them."""

    @classmethod
    def of(cls, plan: Plan, given: Sequence[tuple[Assignment, Found]]) -> _Given:
        places = cls()
        places.see(plan.sections, PLAN / "sections")
        for at, (assignment, where) in enumerate(given):
            places.at.setdefault(where.pointer, at)
            places.below.setdefault(assignment.path, at)
            if len(assignment.tasks) == 1:
                places.rows.setdefault((where.pointer, assignment.tasks[0]), at)
        return places

    def see(self, sections: Sequence[Section], pointer: Pointer) -> None:
        """Take down the sections below which headings say who does it."""
        for at, section in enumerate(sections):
            if not section.sections:
                continue
            own = pointer / at
            if any(self.field_of(child.title) in {"lead", "support"} for child in section.sections if child.title):
                self.labelled[own] = section.path
            self.see(section.sections, own / "sections")

    def field_of(self, heading: str) -> str | None:
        """What a heading is the label of; None for one that is none."""
        if heading not in self.fields:
            self.fields[heading] = next((label.field for label in labels_in(f"{heading}: ")), None)
        return self.fields[heading]

    def beside(self, unit: Unit) -> int | None:
        """The assignment that headings beside the one above a text give (`c) Thời gian thực hiện` below `b)`)."""
        section, *_ = unit.pointer.rpartition("/blocks/")
        above, *_ = section.rpartition("/sections/")
        return self.below.get(self.labelled[above]) if above in self.labelled else None

    def assignment(self, unit: Unit, task: str | None) -> str | None:
        """The pointer of the assignment that a time is set for: of its row, of its sentence, of its section.

        Of the section too where a line of its own says the time (`- Thời gian: ...`).
        """
        if task is not None:
            best = self.rows.get((unit.pointer, task))
        else:
            parts = unit.pointer.split("/")
            nearest = ("/".join(parts[:length]) for length in range(len(parts), 1, -1))
            labelled = next(labels_in(unit.text), None)
            section = self.below.get(unit.path) if labelled else self.beside(unit)
            best = next((self.at[pointer] for pointer in nearest if pointer in self.at), section)
        return None if best is None else str(PLAN / "assignments" / best)
