# SPDX-License-Identifier: Apache-2.0
"""Times that a plan names: deadlines (`trước ngày 30/11/2026`) and periods (`giai đoạn 2026 - 2030`), as ISO 8601."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.genre.dates import written_date
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import has_figure
from ocr_kh.plan.values.times.forms import YEAR

if TYPE_CHECKING:
    from ocr_kh.genre.vocabulary import Vocabulary


_UNTIL_YEAR = re.compile(rf"(?:đến|ĐẾN|Đến)\s?(?:hết |cuối |HẾT )?(?:năm|NĂM)\s(?P<end>{YEAR})")
_IN_YEAR = re.compile(rf"(?<!\w)(?:năm|NĂM|Năm)\s(?P<year>{YEAR})(?!\s?[-–]\s?\d{{4}})")
_FROM_TO = re.compile(
    r"(?:[Tt]ừ|bắt đầu từ)\s(?:ngày\s)?(?P<start>[^;.]{2,40}?)\s(?:đến|tới)\s(?:hết\s)?(?=ngày|tháng|\d)"
)
_FROM_ON = re.compile(r"(?<!\w)[Tt]ừ\s(?:hết\s)?(?=ngày|tháng|\d)")
_TO_AN_EVENT = re.compile(r"\s(?:cho\s)?(?:đến|tới)\s(?:khi|lúc|ngày)\s(?!\d)")
_AN_EVENT = re.compile(r"(?:khi|lúc)\s")
_BEFORE_DAY = re.compile(r"(?:trước|chậm nhất(?: là)?|xong)\s(?:ngày\s)?(?=\d{1,2}[/\s])")
"""The end of what begins with a month or day: `từ tháng 1/2026 lập hồ sơ, nghiệm thu trước 30/9/2026`."""
_FROM_NOW = re.compile(
    r"[Tt]ừ (?:nay|khi ban hành|ngày ký|ngày ban hành)(?:\s[Kk]ế hoạch(?:\snày)?)?\s(?:cho\s)?đến\s(?:hết\s)?"
    r"(?:ngày\s|năm\s)?"
)
_DUE_DAY = re.compile(
    r"(?:trước|đến|chậm nhất(?: là)?|hoàn thành|trong|xong|vào|hết)\s(?:hết\s)?(?:ngày\s)(?=\d)", re.IGNORECASE
)
_DUE_MONTH = re.compile(
    rf"(?:trước|đến|trong|hết|xong|vào|hoàn thành)\s(?:hết\s|cuối\s)?tháng\s(?P<month>\d{{1,2}})(?:/|\snăm\s|"
    rf"\s?-\s?)(?P<year>{YEAR})",
    re.IGNORECASE,
)
_DUE_QUARTER = re.compile(rf"(?:quý|Quý)\s(?P<quarter>IV|I{{1,3}}|[1-4])\s?(?:/|\snăm\s|năm\s)\s?(?P<year>{YEAR})")
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time; both ends as precise as the page."""

    start: str | None
    end: str
    at: int = 0
    """Code points into the text, where it is named."""
    stop: int = 0

    @property
    def iso(self) -> str:
        """`2026`, or `2026/2030`; `../2030` where no start is known, `2026-10/..` where no end is (ISO 8601-2)."""
        return self.end if self.start == self.end else f"{self.start or '..'}/{self.end}"


_DAY_ALONE = re.compile(
    r"(?:trước|đến|chậm nhất(?: là)?|xong|hết|vào)\s(?:hết\s)?ngày\s(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![/\d])"
    r"(?!\s?(?:hằng|hàng|mỗi))",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(
    r"(?:\((?:trong )?|trong |xong (?:trong |trước )?|trước )tháng\s(?P<month>\d{1,2})(?![/\d])(?!\s?năm)",
    re.IGNORECASE,
)
"""Dates without a year: of the year of issue."""


def deadline_in(text: str, issued: str | None = None) -> str | None:
    """The deadline that `text` names: `2026`, `2026-06`, `2026-11-30`; a quarter is given as its last month.

    A day or month without a year is one of the year in which the document was `issued` (ISO 8601).

    >>> deadline_in("trước ngày 30/11/2026"), deadline_in("Mục tiêu đến năm 2030"), deadline_in("Quý II/2026")
    ('2026-11-30', '2030', '2026-06')
    >>> deadline_in("Giai đoạn 2029 - 2030"), deadline_in("Luật Đất đai")
    ('2030', None)
    """
    if not has_figure(text):
        return None
    for due in _DUE_DAY.finditer(text):
        day, _ = written_date(text, due.end())
        if day:
            return day
    if month := _DUE_MONTH.search(text):
        return _month(month["year"], month["month"])
    if quarter := _DUE_QUARTER.search(text):
        return f"{quarter['year']}-{3 * _QUARTERS[quarter['quarter']]:02}"
    alone = _without_year(text, issued[:4]) if issued else None
    return alone or _year(text)


def _month(year: str, month: str) -> str:
    return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else year


def _without_year(text: str, year: str) -> str | None:
    if day := _DAY_ALONE.search(text):
        return written_date(f"{day['day']}/{day['month']}/{year}")[0]
    month = _MONTH_ALONE.search(text)
    return _month(year, month["month"]) if month else None


def _year(text: str) -> str | None:
    for pattern in (_UNTIL_YEAR, _span()):
        if found := pattern.search(text):
            return found["end"]
    named = _IN_YEAR.search(_without_documents(text))
    return named["year"] if named else None


_DOCUMENTS = re.compile(
    r"[NSLTnslt](?i:(?<=n)gày\s[\d\s/thángnăm]+|(?<=s)o với [^;.,]{0,60}?năm \d{4}|"
    r"(?<=l)uật[^;,.]{3,60}năm \d{4}|(?<=t)háng \d{1,2} năm \d{4})"
)


def _without_documents(text: str) -> str:
    """`text` with the dates of cited documents and of comparisons blanked: they are no deadline."""
    return _DOCUMENTS.sub(lambda found: " " * len(found.group()), text)


def period_in(text: str, issued: str | None) -> Period | None:
    """The period that `text` names; one that only has an end begins with the date of issue.

    >>> period_in("Công tác năm 2026", None).iso, period_in("phát triển giai đoạn 2026 - 2030", None).iso
    ('2026', '2026/2030')
    >>> period_in("chuyển đổi số đến năm 2030", "2025-07").iso, period_in("Từ nay đến 31/12/2025", "2025-07").iso
    ('2025/2030', '2025-07/2025-12-31')
    >>> period_in("Từ tháng 10/2025 đến khi bế mạc", None).iso, period_in("nhiệm kỳ 2026 - 2031", None)
    ('2025-10/..', None)
    """
    if found := next((each for each in _span().finditer(text) if not _term().search(text[: each.start()])), None):
        return Period(found["start"], found["end"], found.start(), found.end())
    if period := _from_to(text, issued):
        return period
    if found := _UNTIL_YEAR.search(text):
        return Period(issued[:4] if issued else None, found["end"], found.start(), found.end())
    if found := _IN_YEAR.search(_without_documents(text)):
        return Period(found["year"], found["year"], found.start(), found.end())
    return None


def _from_to(text: str, issued: str | None) -> Period | None:
    if found := _FROM_NOW.search(text):
        if issued and _AN_EVENT.match(text, found.end()):
            return Period(issued, "..", found.start(), found.end())
        end, stop = written_date(text, found.end())
        year = re.compile(YEAR).match(text, found.end())
        if end is None and year:
            end, stop = year.group(), year.end()
        return Period(issued, end, found.start(), stop) if end else None
    if found := _FROM_TO.search(text):
        end, stop = _moment(text, found.end())
        start, _ = _moment(text, found.start("start"))
        if end:
            return Period(_completed(start or found["start"], end), end, found.start(), stop)
    if found := _FROM_ON.search(text):
        start, stop = _moment(text, found.end())
        if start and _TO_AN_EVENT.match(text, stop):
            return Period(start, "..", found.start(), stop)
        if start and (due := _BEFORE_DAY.search(text, stop)):
            end, until = written_date(text, due.end())
            return Period(start, end, found.start(), until) if end and end >= start else None
    return None


_MONTH = re.compile(rf"tháng\s(?P<month>\d{{1,2}})(?:/|\snăm\s)(?P<year>{YEAR})")


def _moment(text: str, at: int) -> tuple[str | None, int]:
    date, stop = written_date(text, at)
    if date:
        return date, stop
    found = _MONTH.match(text, at)
    return (f"{found['year']}-{int(found['month']):02}", found.end()) if found else (None, at)


def _completed(start: str, end: str) -> str | None:
    """A start without its year (`01/3`, `tháng 3`) in the year of the end."""
    if re.fullmatch(r"\d{4}(?:-\d\d){0,2}", start):
        return start
    if found := re.fullmatch(r"(?:ngày\s)?(\d{1,2})/(\d{1,2})", start):
        return f"{end[:4]}-{int(found[2]):02}-{int(found[1]):02}"
    found = re.fullmatch(r"tháng\s(\d{1,2})", start)
    return f"{end[:4]}-{int(found[1]):02}" if found else None


@from_vocabulary
def _term(words: Vocabulary) -> re.Pattern[str]:
    """Before years that are a term of office, at the end."""
    return re.compile(rf"(?<!\w)(?i:{words.said('term of office')})\s*$")


@from_vocabulary
def _span(words: Vocabulary) -> re.Pattern[str]:
    """The years of a plan, from one to another."""
    return re.compile(
        rf"(?i:{words.said('span of years')})\s*"
        rf"(?P<start>{YEAR})\s?(?:[-–—]|đến(?: năm)?|ĐẾN(?: NĂM)?)\s?(?P<end>{YEAR})"
    )
