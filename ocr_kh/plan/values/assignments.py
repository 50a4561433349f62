# SPDX-License-Identifier: Apache-2.0
"""Who does what: the units of `Tổ chức thực hiện` with their tasks, and those that task tables name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import is_unit, unit_of, without_request
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import alternatives
from ocr_kh.language.syllables import is_syllable
from ocr_kh.plan.findings import Assignment
from ocr_kh.plan.model import PLAN, Block, units
from ocr_kh.plan.structure.headings import run_in
from ocr_kh.plan.texts import Found
from ocr_kh.plan.values.labels import labels_in
from ocr_kh.plan.values.tasks import tasks_of, units_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.model import Plan, Section
    from ocr_kh.plan.pointers import Pointer

LEAD, SUPPORT = "chủ trì", "phối hợp"

_ORGANIZING = re.compile(
    r"TO CHUC(?: TRIEN KHAI)?(?:,? THUC HIEN)|PHAN CONG|TRACH NHIEM|TO CHUC TRIEN KHAI|NHIEM VU CUA CAC|PHAN GIAO"
)
"""Titles (capitals, no marks) of sections that hand out tasks."""
_LEADS = re.compile(
    r"(?<!\w)chủ trì(?!\w)|(?<!\w)làm đầu mối(?!\w)|là (?:đơn vị|cơ quan|bộ phận) (?:đầu mối|thường trực)",
    re.IGNORECASE,
)
_LED_BY = re.compile(r"do\s[^,;.]{3,80}\schủ trì", re.IGNORECASE)
_SUPPORTS = re.compile(r"\s*(?:-\s)?(?:Tích cực |Chủ động )?(?:phối hợp|tham gia phối hợp)\b", re.IGNORECASE)
_HANDED = re.compile(
    r"(?<!\w)(?:[Gg]iao(?: cho)?|[Pp]hân công|[Đđ]ề nghị|[Yy]êu cầu)\s(?P<unit>[A-ZĐÀ-Ỹ][^;.:]{2,90}?)"
    r"[,\s]+(?P<task>(?:chủ trì|phối hợp|tham mưu|làm đầu mối|chịu trách nhiệm|có trách nhiệm|theo dõi|tổng hợp|"
    r"hướng dẫn|"
    r"tổ chức|căn cứ|xây dựng|triển khai|thực hiện|kiểm tra|đôn đốc|bố trí|cân đối|tiếp nhận|là)[\s,][^;]+)"
)
"""`Giao Phòng Kinh tế chủ trì, ...` in running text."""
_LONGEST_UNIT = 320
_SHORTEST_NAME = 2
"""Words; `Ban xây dựng Đảng` is no `Ban` that builds."""
_CHARGED = re.compile(r"(?:có trách nhiệm|chịu trách nhiệm|chủ trì|phối hợp)(?!\w)")
_SHORTEST_TASK = 4
"""Words; fewer belong to the name (`Trung tâm Dịch vụ tổng hợp`)."""
_TOLD = re.compile(r"KET QUA(?! CAN DAT)|THUC TRANG|TINH HINH|DANH GIA|TON TAI|HAN CHE|NGUYEN NHAN")
"""Titles of sections that tell what was done."""
_GENERAL = re.compile(
    r"(?i:mỗi|mọi|(?:các|toàn thể|tất cả)(?!\s(?:xã|phường|thôn|chi bộ|trường|tổ)))\s|(?i:đơn vị|cơ quan|"
    r"doanh nghiệp|cán bộ|công chức|viên chức|người dân|nhân dân|cá nhân)(?!\w)"
)
"""Units that are not named: who is meant stands elsewhere."""
_COMRADE = re.compile(r"(?<!\w)(?i:(?:các\s)?(?:đồng chí|đ/c|ông|bà))\s+(?=[A-ZĐ])")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_LIST = 2
"""Sections side by side whose titles are units, from which on they are a list of tasks, whatever stands above."""


def assignments(plan: Plan) -> list[tuple[Assignment, Found]]:
    """Every unit with its role and tasks, in reading order, each with where it stands.

    A unit leads where one of its tasks says `chủ trì`, supports where all of them begin `Phối hợp`; else no role is
    printed, and none is given.
    """
    found = list(_of_sections(plan))
    found += _handed(plan, {where.pointer for _, where in found})
    found += [(assignment, Found(pointer)) for assignment, pointer in _of_tables(plan)]
    return found


def _of_sections(plan: Plan) -> Iterator[tuple[Assignment, Found]]:
    sections = PLAN / "sections"
    yield from _listed([(section, sections / at) for at, section in enumerate(plan.sections)], organizing=False)


def _listed(sections: Sequence[tuple[Section, Pointer]], *, organizing: bool) -> Iterator[tuple[Assignment, Found]]:
    """The units among `sections`, which stand side by side, and below them."""
    organizing = organizing or _is_list_of_units([section for section, _ in sections])
    for section, pointer in sections:
        below = [(child, pointer / "sections" / at) for at, child in enumerate(section.sections)]
        if section.title and _TOLD.search(plain_of(section.title).upper()):
            continue
        if labelled := list(_labelled(section, pointer)):
            yield from labelled
            yield from _listed([each for each in below if not _is_label(each[0])], organizing=False)
        elif (organizing or _is_person(section.title)) and (unit := unit_of(_post(section.title or ""))):
            tasks = tuple(_tasks(section))
            if named := _named(str(section.title)):
                unit, tasks = named[0], (named[1], *tasks)
            yield from _shared(unit, tasks, section.path, Found(pointer))
            yield from _others(section, pointer, unit)
        elif section.title is None and section.blocks and (named := _given(section.blocks[0].text, listed=organizing)):
            unit, task = named
            tasks = (task, *list(_tasks(section))[1:])
            yield from _shared(unit, tasks, section.path, Found(pointer))
        else:
            hands_out = bool(section.title and _ORGANIZING.search(plain_of(section.title).upper()))
            yield from _in_blocks(section, pointer, listed=organizing or hands_out)
            yield from _listed(below, organizing=organizing or hands_out)


def _shared(unit: str, tasks: tuple[str, ...], path: str, where: Found) -> Iterator[tuple[Assignment, Found]]:
    """One assignment for each of the units that share `tasks`."""
    for name in units_in(_BRACKETS.sub("", unit)):
        yield Assignment(unit=_post(name), role=role_of(tasks), tasks=tasks, path=path), where


def _post(name: str) -> str:
    """A person by the post: `Phó Chủ tịch UBND xã` for `Đồng chí Nguyễn Văn An - Phó Chủ tịch UBND xã`."""
    without = _COMRADE.sub("", name)
    behind = re.split(r"\s[-–]\s|,\s", without, maxsplit=1)
    if without != name and len(behind) == 2 and not is_unit(behind[0]) and is_unit(behind[1]):
        return behind[1]
    return without


def _is_person(title: str | None) -> bool:
    return bool(title and _COMRADE.match(title))


def _labelled(section: Section, pointer: Pointer) -> Iterator[tuple[Assignment, Found]]:
    """The units that label lines under a task give it to, each with the task."""
    task = section.title or ""
    lines = [(block.text, pointer / "blocks" / at) for at, block in enumerate(section.blocks) if block.kind != "table"]
    for at, child in enumerate(section.sections):
        if _is_label(child):
            value = " ".join(block.text for block in child.blocks)
            lines.append((f"{child.title}: {value}", pointer / "sections" / at))
    for text, where in lines:
        labels = list(labels_in(text))
        task = text[: labels[0].start].strip(" -–;") or task if labels else text
        for label in labels:
            if label.field in {"lead", "support"}:
                role = LEAD if label.field == "lead" else SUPPORT
                found = (
                    Found(where) if where.kind is not Block else Found(where, label.start, label.at + len(label.value))
                )
                for name in units_in(label.value):
                    yield Assignment(unit=_post(name), role=role, tasks=(task,), path=section.path), found
        if not labels and (named := _given(text, listed=False)):
            yield from _shared(named[0], (named[1],), section.path, Found(where))


def _is_label(section: Section) -> bool:
    return bool(section.title and section.blocks and next(labels_in(f"{section.title}: "), None))


def _others(section: Section, pointer: Pointer, unit: str) -> Iterator[tuple[Assignment, Found]]:
    """Units that lines under another unit's heading name."""
    for at, block in enumerate(section.blocks):
        named = _given(block.text, listed=False) if block.kind != "table" else None
        if named and named[0].casefold() != unit.casefold():
            yield from _shared(named[0], (named[1],), section.path, Found(pointer / "blocks" / at))


def _in_blocks(section: Section, pointer: Pointer, *, listed: bool) -> Iterator[tuple[Assignment, Found]]:
    """Units that a section names one a paragraph: `- Công an xã: phối hợp ...`, `Trạm Y tế chủ trì ...`."""
    for at, block in enumerate(section.blocks):
        if block.kind != "table" and (named := _given(block.text, listed=listed)):
            yield from _shared(named[0], (named[1],), section.path, Found(pointer / "blocks" / at))


def _given(text: str, *, listed: bool) -> tuple[str, str] | None:
    """Unit and task of a paragraph; outside sections that hand out tasks (`listed`) only one that is named itself."""
    cut = run_in(text)
    unit = unit_of(_post(text[:cut])) if cut else None
    named = (unit, text[cut + 1 :].strip()) if unit and cut else _named(text)
    if named is None or (unit and named[1][:1].isdigit()):
        return None
    if not listed and not _CHARGED.match(named[1]) and (_GENERAL.match(named[0]) or not _ACTS.match(f" {named[1]}", 1)):
        return None
    return named


def _is_list_of_units(sections: Sequence[Section]) -> bool:
    """Whether sections side by side are each one unit's: by their titles, or most of them as sentences to it."""
    titled = sum(unit_of(section.title) is not None for section in sections)
    charged = sum(_charges(section) for section in sections)
    return titled >= _LIST or (titled + charged >= _LIST and 2 * (titled + charged) > len(sections))


def _charges(section: Section) -> bool:
    if section.title is not None or not section.blocks or section.marker.startswith("Điều"):
        return False
    named = _named(section.blocks[0].text)
    return named is not None and bool(_CHARGED.match(named[1]) or named[1].startswith(("chủ động", "chỉ đạo")))


_ACTS = re.compile(
    r"(?<=\s)(?:có trách nhiệm|chịu trách nhiệm|chủ trì|phối hợp|tham mưu|căn cứ|(?<!các )tổ chức(?! chính trị|"
    r" thành viên| "
    r"đoàn thể| xã hội)|xây dựng|triển khai|thực hiện|chủ động|tăng cường|hướng dẫn|bố trí|làm tốt|tiếp tục|"
    r"theo chức năng|"
    r"tuyên truyền|đẩy mạnh|bảo đảm|đảm bảo|chỉ đạo|là cơ quan|là đơn vị|là đầu mối|phát huy|vận động|đăng tải|"
    r"cung cấp|"
    r"giúp|phụ trách|vận hành|"
    r"(?<!phòng )quản lý|mở|kiểm soát|đẩy nhanh|thẩm định|trình|niêm yết|tiếp nhận(?! và trả)|cân đối|"
    r"thống kê|thông báo|phân công|lắp đặt|"
    r"đưa tin|chia sẻ|trực tiếp|tham gia|quán triệt|duyệt|làm đầu mối|làm nơi|(?<!bầu )cử|"
    r"giữ gìn|cụ thể hóa|treo|"
    r"thăm|duy trì|gửi|phát|tập huấn|điều hành|tiếp tục|đôn đốc|tích cực|nghiêm túc|lựa chọn|"
    r"thường xuyên|kịp thời|kiểm tra|giám sát|theo dõi|tổng hợp|rà soát|(?<!công )(?<!thành )lập|báo cáo|"
    r"chuẩn bị)(?!\w)"
)
"""First words of a task behind the unit that it is given to."""


@from_vocabulary
def _lone_head(words: Vocabulary) -> re.Pattern[str]:
    """A head of one syllable that a name begins with, at the end: what follows it is the name, and no task.

    `các Ban` of `các Ban điều hành thôn` is one, `Văn phòng Sở` of `Văn phòng Sở tham mưu` is none.
    """
    names = (each.name for each in words.organisations if each.uses.get("tasks") and not each.name.isupper())
    heads = alternatives(name for name in names if is_syllable(name.lower()))
    return re.compile(rf"(?:^|[,;]\s|\svà\s)(?:[Cc]ác\s)?(?:{heads})$")


def _named(text: str) -> tuple[str, str] | None:
    """Unit and task of a numbered sentence (`1. Phòng Kinh tế có trách nhiệm ...`, `2. Giao Công an xã ...`)."""
    found = _ACTS.search(text, 0, _LONGEST_UNIT)
    if not found:
        return None
    unit = _post(without_request(text[: found.start()]))
    task = text[found.start() :].strip()
    if len(unit.split()) < _SHORTEST_NAME or not is_unit(unit) or re.search(r"[;.]\s", unit):
        return None
    if _lone_head().search(unit) and not _CHARGED.match(task):
        return None
    asked = without_request(text) != text.strip(" ,;:-–")
    if len(task.split()) < _SHORTEST_TASK and not _CHARGED.match(task) and not asked:
        return None
    return unit, task


def _tasks(section: Section) -> Iterator[str]:
    """Each block and each numbered paragraph below, one task; a table's rows are its own."""
    for block in section.blocks:
        if block.kind != "table":
            yield block.text
    for child in section.sections:
        below = list(_tasks(child))
        yield from ([f"{child.title}: {' '.join(below)}" if below else child.title] if child.title else below)


def role_of(tasks: Iterable[str]) -> str | None:
    """The role that the tasks state.

    >>> role_of(["Chủ trì, phối hợp với Công an xã."]), role_of(["Phối hợp với Phòng Kinh tế."]), role_of(["Báo cáo."])
    ('chủ trì', 'phối hợp', None)
    """
    tasks = list(tasks)
    if any(_LEADS.search(_LED_BY.sub("", task)) for task in tasks):
        return LEAD
    return SUPPORT if tasks and all(_SUPPORTS.match(task) for task in tasks) else None


def _handed(plan: Plan, listed: set[str]) -> Iterator[tuple[Assignment, Found]]:
    """Tasks handed out in running text outside the `listed` sections, which have it among their tasks."""
    for unit in units(plan):
        if unit.kind in {"paragraph", "bullet", "closing"} and not _is_below(unit.pointer, listed):
            for found in _HANDED.finditer(unit.text):
                name, task = found["unit"].strip(" ,"), found["task"].strip()
                if is_unit(name):
                    where = Found(unit.pointer, found.start("unit"), found.end())
                    yield from _shared(name, (task,), unit.path, where)


def _is_below(pointer: str, listed: set[str]) -> bool:
    """Whether `pointer` is one of `listed` or lies below one."""
    parts = pointer.split("/")
    return any("/".join(parts[:at]) in listed for at in range(3, len(parts) + 1))


def _of_tables(plan: Plan) -> Iterator[tuple[Assignment, Pointer]]:
    """Leads and supporters of task tables, row by row: a row has its own deadline."""
    for unit in units(plan):
        for task in tasks_of(unit.rows) if unit.rows else ():
            for role, names in ((LEAD, task.leads), (SUPPORT, task.supporters)):
                for name in names:
                    yield Assignment(unit=_post(name), role=role, tasks=(task.text,), path=unit.path), unit.pointer
