# SPDX-License-Identifier: Apache-2.0
"""What the heading of a section, or its first line, says of who does something below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import unit_of, without_request
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import CAPITALS, plain_of
from ocr_kh.language.spellings import any_of, bare_capitals, pattern_of
from ocr_kh.plan.values.assignments.acts import act, begins_with_act, charge, must, says_nothing
from ocr_kh.plan.values.assignments.joints import heads, names_units
from ocr_kh.plan.values.assignments.naming import is_general, is_told_of
from ocr_kh.plan.values.assignments.several import written_out
from ocr_kh.plan.values.counts import telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.model import Section
    from ocr_kh.plan.values.assignments.clauses import Named

_LIST = 2
"""Sections side by side whose titles are units, from which on they are a list of tasks, whatever stands above."""


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


def only_leads_in(section: Section) -> bool:
    """Whether a section only names those together who stand below it one by one with their tasks.

    `2. Các phòng, ban thực hiện các nhiệm vụ sau:` above `a) Phòng Kinh tế`, `b) Công an xã`.
    """
    below = section.sections
    if len(below) < _LIST or len(section.blocks) > 1 or not all(unit_of(each.title) for each in below):
        return False
    if section.title is None:
        return bool(section.blocks) and section.blocks[0].text.endswith(":")
    return bool(telling("all of").match(section.title)) and not section.blocks


def hands_out(title: str | None) -> bool:
    """Whether a title is that of a section that hands out tasks: `Tổ chức thực hiện`."""
    return bool(title and _organizing().search(plain_of(title).upper()))


def tells_what_was_done(title: str) -> bool:
    """Whether a title is that of a report: `Kết quả thực hiện`."""
    return bool(_reported().search(plain_of(title).upper()))


def hands_out_nothing(title: str) -> bool:
    """Whether a title is that of a report, or says what a plan is for and how it is to be: `Mục đích, yêu cầu`."""
    return tells_what_was_done(title) or bool(_meant().match(plain_of(title).upper()))


def unit_line(section: Section) -> str | None:
    """The units that the first line of a section names and nothing else, where that is no heading by its form.

    `Sở A; Báo B`, or `Hội C, Hội D` behind `Đề nghị:`.
    """
    asks = section.title is not None and without_request(f"{section.title} X") == "X"
    alone = len(section.blocks) == 1 and not section.sections
    if not section.blocks or alone or (section.title is not None and not asks):
        return None
    line = written_out(without_request(section.blocks[0].text.rstrip(" .:")))
    named = names_units(line) and not re.search(r"[.:]\s", line) and not must().search(line) and not is_told_of(line)
    return line if named else None


def leads_on(section: Section, tasks: tuple[str, ...]) -> bool:
    """Whether the first line of a section asks units, or ends in a colon, and acts follow it one by one.

    `tasks` are all that stand below its heading.
    """
    line, task, *_ = (*tasks, "", "")
    if section.title is None and without_request(line) != line and not telling("concerning").match(line):
        return bool(task)
    return line.endswith(":") and begins_with_act(task)


def is_group(title: str | None, told: Named) -> bool:
    """Whether a heading tells which of many it means (`Các sở chủ trì dự án thành phần`), and gives no task yet."""
    many = title and (title.startswith("Các ") or heads().match(title))
    return bool(many) and not must().match(told.task)


@from_vocabulary
def _named_by_act(words: Vocabulary) -> re.Pattern[str]:
    """An act with a capital at the end, which the name may be of that goes on behind it: `Trung tâm Kiểm soát`."""
    return re.compile(rf"\s(?=[{CAPITALS}])(?i:{any_of(each.name for each in words.acts)})$")


def is_name_only(told: Named, tasks: tuple[str, ...], *, asked: bool) -> bool:
    """Whether what a heading says behind a unit still names it, as the task begins below.

    `Trung tâm Kiểm soát thanh toán điện tử: Chủ trì ...`, `Các tổ chức cung cấp dịch vụ: Phối hợp ...`, and behind a
    request `Trách nhiệm Tổ công tác triển khai Đề án: Chỉ đạo ...`, but not `Công ty Điện lực bảo đảm nguồn điện: ...`.
    """
    below = bool(tasks and begins_with_act(tasks[0]))
    named = asked or _named_by_act().search(told.unit) or (is_general(told.unit) and says_nothing().match(told.task))
    return below and bool(named) and not charge().match(told.task) and not told.task.startswith("a) ")


def is_kind_by_act(told: Named, below: str) -> bool:
    """Whether the act behind the last of several kinds tells which are meant, as their task begins below.

    `Các doanh nghiệp phần mềm, các doanh nghiệp | cung cấp máy tính: Nâng cao ...`
    """
    first, *_, last = re.split(r",\s|\svà\s", told.unit) if ", " in told.unit or " và " in told.unit else ("", "")
    named = not telling("all of").match(first) or len(first.split()) > _LIST
    acts = begins_with_act(below) and says_nothing().match(told.task)
    kind = is_general(last) and (last.count(" ") <= _LIST or act().search(last))
    return bool(first and named and acts and kind and " " in told.task)


def is_rule(text: str, task: str) -> bool:
    """Whether a text tells what holds for somebody (`Đối với xã: mỗi xã chọn 02 hộ`), and no act of theirs."""
    return bool(telling("concerning").match(text)) and not begins_with_act(task)


def tasks_below(section: Section) -> Iterator[str]:
    """Each block and each numbered paragraph below, one task; a table's rows are its own."""
    for block in section.blocks:
        if block.kind != "table":
            yield block.text
    for child in section.sections:
        below = list(tasks_below(child))
        yield from ([f"{child.title}: {' '.join(below)}" if below else child.title] if child.title else below)
