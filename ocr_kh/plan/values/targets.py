# SPDX-License-Identifier: Apache-2.0
"""Measurable targets: percentages wherever they stand, counts where a goal is set, each with its deadline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import alternatives
from ocr_kh.plan.findings import Target
from ocr_kh.plan.model import units
from ocr_kh.plan.texts import Found
from ocr_kh.plan.values.times import deadline_in, period_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.model import Plan
    from ocr_kh.plan.texts import Unit

_GOALS = re.compile(r"MUC TIEU|CHI TIEU|KET QUA CAN DAT|PHAN DAU|YEU CAU CAN DAT")
"""Titles (capitals, no marks) of sections that set goals."""
_RESULTS = re.compile(r"KET QUA(?! CAN DAT)|THUC TRANG|TINH HINH|DANH GIA|TON TAI|HAN CHE|NGUYEN NHAN|DAC DIEM")
"""Titles of sections that tell what was reached: their figures are no targets."""
_PERCENT = re.compile(
    r"(?<![\w,./-])(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s?%(?!\s?(?:ngân sách|kinh phí|tổng kinh phí|lãi))"
)
_COUNT = re.compile(
    r"(?<![\w,./\-–:])(?P<value>\d{1,3}(?:\.\d{3})+|\d{1,6}(?:,\d{1,2})?)\s(?P<unit>(?!tháng\s\d|"
    r"năm\s\d)[a-zà-ỹđ]+(?:\s[a-zà-ỹđ]+)?(?:\s?/\s?[a-zà-ỹđ]+)?)"
)
_AIM = re.compile(
    r"(?:ít nhất|tối thiểu|không dưới|phấn đấu(?: có| đạt)?|trên|đạt|có|thêm|tối đa|dưới|hoàn thành|tăng|giảm|"
    r"mỗi \S+|cử|tại|bình quân|cho|đón|thu hút|phục vụ|còn|nhân rộng|ra mắt|trồng mới)"
    r"(?:\s(?:từ|ít nhất|trên|tối thiểu|đạt|được|có))?\s*$",
    re.IGNORECASE,
)
"""Words before a count that make it a goal outside the sections that set goals."""
_STRONG = re.compile(
    r"(?:ít nhất|tối thiểu|không dưới|phấn đấu(?: có| đạt)?|tối đa)\s*(?:từ|có|đạt|được|trên)?\s*$", re.IGNORECASE
)
_ONWARD = re.compile(r"^[^,;.]{0,40}?trở lên")
_NO_UNIT = re.compile(
    r"(?:năm|tháng|ngày|giờ|phút|tuổi|đồng chí|của|về|và|theo|tại|đến|khoản|điều|là|từ|trên|được|cho|số|nêu|này|"
    r"có|trở|với|thì|để|do|trong|h)(?!\w)"
)
"""Words behind a number that name no countable thing of a plan."""
_MONEY = re.compile(r"(?:triệu|tỷ|tỉ|nghìn|ngàn)?\s?(?:đồng|VNĐ|USD)|triệu|tỷ|tỉ")
_ACTION = re.compile(
    r"(?:^|[:;,.(]\s?|\s)(?:dựng|lắp đặt|lắp|treo|xây dựng|tổ chức|trồng|mở|thành lập|làm|phát hành|in|đăng|"
    r"sửa chữa|cải tạo|hỗ trợ|"
    r"đào tạo|tập huấn|trang bị|mua sắm|mua|nâng cấp|khai trương|"
    r"bổ sung|cử|"
    r"duy trì|dự trữ|kiểm tra|rà soát|ra mắt|công nhận|tặng quà|giao|tập huấn cho|cấp|phát|"
    r"bố trí|huy động|kết nạp|giải quyết|số lượng|chỉ tiêu)(?: được|"
    r" mới| thêm|:)*\s$|:\s$",
    re.IGNORECASE,
)
"""Words before a count that is to be done: `Dựng 01 cụm tin`, `Băng rôn: 07 cái`."""
_MONEY_TITLE = re.compile(r"KINH PHI|NGUON LUC|DU TOAN")
_PLANS = re.compile(r"NHIEM VU|PHUONG HUONG")
"""Titles of the sections of a report that look ahead."""
_NEXT = re.compile(r"(?:\s[^\W\d]+){0,2}(?:,|\svà)\s")
"""Between the counts of a list (`30 hộ nghèo, 45 hộ cận nghèo`)."""
_CLAUSE = re.compile(r"(?<=[.;])\s+(?!\()")


@from_vocabulary
def _thing(words: Vocabulary) -> re.Pattern[str]:
    """A thing that is counted, whole: the longest of those that begin so (`hộ cận nghèo`, not `hộ`)."""
    named = sorted(words.counted, key=lambda each: len(each.name), reverse=True)
    return re.compile("|".join(_spelled(each.name, each.not_before) for each in named))


def _spelled(name: str, not_before: tuple[str, ...]) -> str:
    barred = rf"(?!\s(?:{alternatives(not_before)})(?!\w))" if not_before else ""
    return rf"{alternatives([name])}(?!\w){barred}"


_THRESHOLD = re.compile(
    r"(?:không quá|từ|trên|dưới|đủ|sau|trong(?: vòng)?|quá|cấp|loại)\s*(?:\d+\s(?:đến|tới|-)\s)?$", re.IGNORECASE
)
"""Before the number of a rule: how old, how high, how long, how many at most."""
_RULED = re.compile(r"\s?\S+(?:\s\S+)?\s(?:trở lên|trở xuống)")
_RULE_OF = re.compile(
    r"(?:tiêu chuẩn|nhiệt độ|nhịp tim|khối tích|chiều cao|cân nặng|cận thị|trường hợp|"
    r"mỗi (?:đoàn|buổi|tổ))\b",
    re.IGNORECASE,
)

_MAX_CLAUSE_LENGTH = 1_000
"""Characters of the longest clause that can set a target."""


def targets(plan: Plan) -> list[tuple[Target, Found]]:
    """The targets that `plan` sets, in reading order, each with where it stands."""
    found: list[tuple[Target, Found]] = []
    until = _end(plan)
    texts = list(units(plan))
    known: dict[str, _Said] = {}
    for at, unit in enumerate(texts):
        leaf = unit.kind == "title" and not any(
            each.pointer.startswith(f"{unit.pointer}/") for each in texts[at + 1 : at + 2]
        )
        if (leaf or unit.kind in {"paragraph", "bullet"}) and unit.path:
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


def _said(titles: tuple[str, ...], known: dict[str, _Said]) -> _Said:
    """What any of `titles` says; each is judged once, and `known` from then on."""
    for title in titles:
        if title not in known:
            plain = plain_of(title).upper()
            patterns = (_GOALS, _PLANS, _RESULTS, _MONEY_TITLE)
            known[title] = _Said(*(bool(pattern.search(plain)) for pattern in patterns))
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
    for clause in filter(None, map(str.strip, _CLAUSE.split(unit.text))):
        start = unit.text.index(clause, start)
        values = (
            {}
            if len(clause) > _MAX_CLAUSE_LENGTH
            else dict.fromkeys(_values(clause, goal=said.goals, money=said.money))
        )
        deadline = _due(clause, issued) or above or until if values else None
        for value, name in values:
            target = Target(text=clause.rstrip(" ;"), value=value, unit=name, deadline=deadline, path=unit.path)
            yield target, Found(unit.pointer, start, start + len(clause))


def _due(clause: str, issued: str | None) -> str | None:
    """The deadline in a clause; a time before the document's own year is none."""
    due = deadline_in(clause, issued)
    return due if due and (not issued or due[:4] >= issued[:4]) else None


def _values(clause: str, *, goal: bool, money: bool) -> Iterator[tuple[float, str]]:
    for found in _PERCENT.finditer(clause):
        yield number(found["value"]), "%"
    listed = -1
    for found in () if money else _COUNT.finditer(clause):
        before, after = clause[: found.start()], clause[found.end("value") :].lstrip()
        if _NO_UNIT.match(after) or _MONEY.match(after) or _is_part(before) or _is_rule(before, after, goal=goal):
            continue
        if _aimed(before, after, goal=goal) or (listed >= 0 and _NEXT.fullmatch(clause, listed, found.start())):
            name = _unit(found["unit"], after)
            listed = clause.index(name, found.end("value")) + len(name) if name in clause[found.end("value") :] else -1
            yield number(found["value"]), name


def _is_rule(before: str, after: str, *, goal: bool) -> bool:
    """Whether the number is the threshold of a procedure (`nhà từ 5 tầng trở lên`, `mỗi đoàn không quá 07 người`)."""
    if goal:
        return False
    return bool(_RULE_OF.search(before)) or (bool(_RULED.match(f" {after}")) and bool(_THRESHOLD.search(before)))


def _aimed(before: str, after: str, *, goal: bool) -> bool:
    """Whether the words around a count make it a goal."""
    if _STRONG.search(before) or _ONWARD.match(after) or _ACTION.search(before):
        return True
    return goal and (not before.strip() or bool(_AIM.search(before)))


def _is_part(before: str) -> bool:
    """The number belongs to a name or a date before it (`Điều 5 người`, `Nghị quyết số 57`, `Quý II`)."""
    return bool(re.search(r"(?:số|Điều|khoản|Chương|thứ|ngày|tháng|năm|lớp|khóa|Đề án|đến|-|–)\s*$", before))


def _unit(printed: str, after: str) -> str:
    """The thing that is counted: a known one, else two words, as most have two; or a rate (`tin/tuần`)."""
    rate = re.match(r"[^\W\d]+(?:\s[^\W\d]+)?\s?/\s?[^\W\d]+", after)
    if rate:
        return re.sub(r"\s?/\s?", "/", rate.group())
    named = _thing().match(after)
    return named.group() if named else " ".join(printed.split()[:2])


def number(text: str) -> float:
    """A number as Vietnamese writes it.

    >>> number("1.500"), number("12,5"), number("07")
    (1500.0, 12.5, 7.0)
    """
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text):
        return float(text.replace(".", ""))
    return float(text.replace(",", "."))
