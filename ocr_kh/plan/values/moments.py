# SPDX-License-Identifier: Apache-2.0
"""Times of tasks in running text: days, months, quarters, spans and what recurs, as ISO 8601.

A time without its year is one of the year that the clause names behind or before it, else of the plan's.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.spellings import any_of, pattern_of
from ocr_kh.plan.values.counts import function_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.genre.vocabulary import Vocabulary

_YEAR = r"(?:19|20)\d\d"


def _moment(name: str) -> str:
    """The pattern of one moment, its groups named with `name` behind."""
    return (
        rf"(?:(?<!tuần\s)(?:ngày\s)?(?P<day{name}>\d{{1,2}})(?:\s?[/.-]\s?|\stháng\s)(?P<dmonth{name}>\d{{1,2}})(?!\d)"
        rf"(?:(?:\s?[/.-]\s?|\snăm\s)(?P<dyear{name}>{_YEAR}))?(?![/\d]|\s(?:ngày|buổi|giờ)(?!\w))"
        rf"|(?:tháng\s)(?P<month{name}>\d{{1,2}})(?!\d|/\d{{1,2}}(?!\d))"
        rf"(?:(?:\s?[/-]\s?|\snăm\s)(?P<myear{name}>{_YEAR}))?"
        rf"|quý\s(?P<quarter{name}>IV|I{{1,3}}|[1-4])(?!\w)(?:(?:\s?[/-]\s?|\snăm\s|\s)(?P<qyear{name}>{_YEAR}))?"
        rf"|(?:năm\s)(?P<year{name}>{_YEAR})(?!\d|\scủa\s)|(?:ngày\s)?(?P<bare{name}>\d{{1,2}})"
        rf"(?=\s?(?:đến|tới|[-–])\s?(?:ngày\s)?\d{{1,2}}(?:\s?[/.-]\s?|\stháng\s)\d))"
    )


_TO = r"\s?(?:đến|tới|[-–])\s?(?:hết\s|cuối\s|khoảng\s)?"
_RANGE = re.compile(rf"(?:từ\s(?:nay|{_moment('a')})|(?<!\w){_moment('c')}){_TO}{_moment('b')}", re.IGNORECASE)
_YEARS = re.compile(rf"(?<![\d/])(?P<first>{_YEAR})\s?[-–]\s?(?P<last>{_YEAR})(?!\d)")
_PARTS = re.compile(
    r"(?P<word>(?:trong|vào|hoàn thành)\s)?(?<!\d)(?P<months>0?[1-9])\stháng\s(?P<which>đầu|cuối)\snăm"
    rf"(?:\s(?P<year>{_YEAR}))?",
    re.IGNORECASE,
)
"""The first or last months of a year: `trong 6 tháng đầu năm 2027`."""
_MONTHS = 12


@from_vocabulary
def _due(words: Vocabulary) -> re.Pattern[str]:
    """A time by which, or within which, something is to be done: `hoàn thành trước ngày 30/5`, `trong quý II`."""
    by, within, latest = (words.said(each) for each in ("due", "due within", "at the latest"))
    said = rf"(?:{by}\s)?(?:{latest}(?:\s(?:{by}|{within}))?|{by}|{within})\s(?:hết\s|cuối\s)?"
    return re.compile(rf"(?P<word>{said}|\(\s?|:\s){_moment('b')}", re.IGNORECASE)


_QUARTER = re.compile(rf"(?<![\w/])(?=quý\s(?:IV|I{{1,3}}|[1-4])(?!\w)){_moment('b')}", re.IGNORECASE)
"""A quarter is a time whatever stands before it."""
_ANY = re.compile(rf"(?<!\w){_moment('b')}", re.IGNORECASE)
_SPANS = {"ngày": "P1D", "tuần": "P1W", "tháng": "P1M", "quý": "P3M", "năm": "P1Y"}
_OFTEN = re.compile(
    r"(?:(?:trước|vào|chậm nhất|trong|định kỳ)\s[^.;,:()]{0,40}?)?"
    r"(?<!\w)(?:(?:hằng|hàng)\s(?P<each>ngày|tuần|tháng|quý|năm)(?!\w|\scủa\s)|"
    r"mỗi\s(?P<every>ngày|tuần|tháng|quý|năm)\s(?:ít nhất\s)?(?:một|\d{1,2})\s(?:lần|kỳ|buổi)|(?:định kỳ|"
    r"mỗi)\s(?P<count>0?\d{1,2})\s(?P<span>ngày|tuần|tháng|năm)(?!\w)"
    r"|định kỳ\s(?P<at>tháng|quý|năm|tuần)(?!\w|\s\d)|(?P<half>(?:02|2|hai)\slần\s?/\s?năm|"
    r"0?6 tháng(?:,| và)\s(?:cả |01 |1 |một )?năm)"
    r"|(?P<times>\d{1,2})\s(?:lần|buổi|kỳ|ngày)\s?/\s?(?P<within>ngày|tuần|tháng|quý|năm)(?!\w)"
    r"|(?P<spans>\d{1,2})\s(?P<of>ngày|tuần|tháng|năm)\s?/\s?(?:\d{1,2}\s)?lần"
    r"|(?P<last>(?:trước\s[^.;,:()]{0,20}?)?(?:của\s)?tháng cuối (?:của )?(?:mỗi )?quý))",
    re.IGNORECASE,
)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that a text sets."""

    start: str | None
    end: str | None
    recurrence: str | None
    at: int
    """Code points into the text, where it begins."""
    stop: int


def moments(text: str, year: str | None, issued: str | None = None, *, labelled: bool = False) -> Iterator[Moment]:
    """The times that `text` sets; `labelled`, it says nothing else (`Thời gian hoàn thành: 15/12/2026`).

    `year` is that of what names none, `issued` the date of issue, from which `từ nay` counts.

    >>> [(each.start, each.end) for each in moments("hoàn thành trong tháng 4/2026; trước ngày 30/5", "2026")]
    [('2026-04', '2026-04'), (None, '2026-05-30')]
    >>> [each.recurrence for each in moments("báo cáo định kỳ 6 tháng", None)]
    ['P6M']
    >>> list(moments("Nghị quyết số 57-NQ/TW ngày 22/12/2024", "2026"))
    []
    """
    taken: list[Moment] = []
    for found in (
        *_relative(text),
        *_recurring(text),
        *_spans(text, year, issued, labelled=labelled),
        *_single(text, year, issued, labelled=labelled),
    ):
        if all(found.stop <= other.at or other.stop <= found.at for other in taken):
            taken.append(found)
    taken.sort(key=lambda each: each.at)
    for last, each in zip([None, *taken], taken, strict=False):
        if not (last and last.recurrence and _OPENS.fullmatch(text, last.stop, each.at)):
            yield each


_DAYS = r"\d{1,3}\s(?:ngày|tuần|tháng)(?:\slàm việc)?"
"""A number of days."""


@from_vocabulary
def _from_event(words: Vocabulary) -> re.Pattern[str]:
    """A time that counts from an event: `trước khi họp 03 ngày`, `trong 30 ngày kể từ ngày được giao`."""
    latest, before, behind = (words.said(each) for each in ("at the latest", "days of an event", "from an event"))
    return re.compile(
        rf"(?<!\w)(?:{latest}\s)?"
        rf"(?:trước\s(?!ngày\s\d|tháng\s\d)[^.;,:()\d]{{2,40}}?\s(?:ít nhất\s)?{_DAYS}(?!\s\d)"
        rf"|trước\s(?:ít nhất\s|tối thiểu\s)?{_DAYS}(?!\s\d)"
        rf"|{before}\s{_DAYS},?\s{behind}\s[^.;,()]{{2,60}})",
        re.IGNORECASE,
    )


def _relative(text: str) -> Iterator[Moment]:
    for found in _from_event().finditer(text):
        yield Moment(None, None, None, found.start(), found.end())


@from_vocabulary
def _named(words: Vocabulary) -> re.Pattern[str]:
    """Before a year that is part of the name of a document: `Chiến lược dữ liệu đến năm 2030`."""
    names, aims, outlooks = pattern_of(words.saying("named for a year")), words.said("aims at"), words.said("outlook")
    return re.compile(rf"(?i:{names})\s(?:(?!{aims})[^;.]){{0,200}}$|{outlooks}\s$")


@from_vocabulary
def _since(words: Vocabulary) -> re.Pattern[str]:
    """Before a time at which something begins."""
    begins = words.said("begins")
    return re.compile(rf"(?:^|[;,(:]\s?|{begins}\s)(?:kể\s)?từ\s(?:ngày\s)?\Z", re.IGNORECASE)


_FROM = re.compile(r"(?<!\w)từ\s(?:ngày\s)?\Z", re.IGNORECASE)
_NEAR, _NEAR_NAME = 40, 240
"""Characters before a time in which the words stand that say when it begins, and the name of which it is part."""
_ONWARD = re.compile(
    r"\s?(?:trở đi|(?:và|,)\s(?:các|những)\s(?:năm|quý|tháng|kỳ)\s(?:tiếp theo|sau|kế tiếp|tới))(?!\w)"
)
"""Behind a time from which on something is done."""


_OPENS = re.compile(r"\s*\(\s*|\s*")
"""Between how often and the day of it: `hằng năm (trước ngày 15 tháng 11)`."""


_LONGEST_NAME = 8
"""Words between a thing that is made for each year and the word that says so."""
_WINDOW = 100
"""Characters before that word in which the thing stands."""


@from_vocabulary
def _regular(words: Vocabulary) -> re.Pattern[str]:
    """A thing that the time behind it names: `kế hoạch phát triển kinh tế - xã hội | hằng năm`, `05 năm và | hằng năm`.

    No thing to be done each year, which `báo cáo kết quả hằng năm` is, and `trình kế hoạch cho Hội đồng hằng năm`.
    """
    things = pattern_of(words.saying("regular"))
    between = rf"(?:\s(?!(?:{any_of(function_words(words))})\s)[^\s;.:()]+){{0,{_LONGEST_NAME}}}(?<!,)"
    return re.compile(rf"(?:{things}{between}|\d\snăm\s?(?:,|\svà))\s$", re.IGNORECASE)


_DAY_BEHIND = re.compile(r"\s?\([^()\d]{0,30}\d")
"""A day in brackets behind how often: `kết quả thực hiện Kế hoạch hằng năm (trước ngày 15/11)`."""


def _tells_which(text: str, found: re.Match[str]) -> bool:
    """Whether `hằng năm` tells which thing is meant, and no day or `định kỳ` before it says that something recurs."""
    begins = text.rfind(" ", 0, found.start("each") - 1) + 1
    before = text[found.start() : begins]
    if any(map(str.isdigit, before)) or before.lower().startswith("định kỳ") or _DAY_BEHIND.match(text, found.end()):
        return False
    return bool(_regular().search(text, max(begins - _WINDOW, 0), begins))


def _recurring(text: str) -> Iterator[Moment]:
    for found in _OFTEN.finditer(text):
        if found["each"] and _tells_which(text, found):
            continue
        if found["half"]:
            often = "P6M"
        elif found["last"]:
            often = "P3M"
        elif found["count"] or found["spans"]:
            often = _length(found["count"] or found["spans"], found["span"] or found["of"])
        elif found["within"]:
            often = _part_of_year(int(found["times"])) if found["within"].lower() == "năm" else ""
            often = often or _SPANS[found["within"].lower()]
        else:
            often = _SPANS[(found["each"] or found["every"] or found["at"]).lower()]
        yield Moment(None, None, often, found.start(), found.end())
        if found["each"]:
            yield from _listed(text, found.end())


_ALSO = re.compile(r"(?:,\s|\svà\s|/)(?P<span>tuần|tháng|quý|năm)(?!\w|\s\d)", re.IGNORECASE)
"""One more span behind the first."""


def _listed(text: str, at: int) -> Iterator[Moment]:
    """The spans behind one (`Hằng tháng, quý và năm`)."""
    while found := _ALSO.match(text, at):
        at = found.end()
        yield Moment(None, None, _SPANS[found["span"].lower()], found.start("span"), at)


def _length(count: str, span: str) -> str:
    return f"P{int(count)}{ {'ngày': 'D', 'tuần': 'W', 'tháng': 'M', 'năm': 'Y'}[span.lower()] }"


def _part_of_year(times: int) -> str:
    """How long it is from one to the next of so many times a year, where that is whole months; "" else."""
    return f"P{12 // times}M" if times > 1 and 12 % times == 0 else ""


def _spans(text: str, year: str | None, issued: str | None, *, labelled: bool) -> Iterator[Moment]:
    for found in _RANGE.finditer(text):
        _, end = _read(found, "b", _year_before(text, found.start()) or year)
        if not end:
            continue
        name = "a" if found.group().lower().startswith("từ") else "c"
        start = issued if re.match(r"từ\snay", found.group(), re.IGNORECASE) else _read(found, name, end[:4], end)[0]
        yield Moment(start, end, None, found.start(), found.end())
    for found in _PARTS.finditer(text):
        own, months = found["year"] or year, int(found["months"])
        if own and months < _MONTHS and (labelled or found["word"]):
            first, last = (1, months) if found["which"].lower() == "đầu" else (_MONTHS - months + 1, _MONTHS)
            yield Moment(f"{own}-{first:02}", f"{own}-{last:02}", None, found.start(), found.end())
    for found in _YEARS.finditer(text) if labelled else ():
        onward = _ONWARD.match(text, found.end())
        yield Moment(found["first"], None if onward else found["last"], None, found.start(), found.end())


def _single(text: str, year: str | None, issued: str | None, *, labelled: bool) -> Iterator[Moment]:
    for pattern in (_ANY,) if labelled else (_due(), _QUARTER, _ANY):
        for found in pattern.finditer(text):
            since = pattern is _ANY and _since().search(text, max(found.start() - _NEAR, 0), found.start())
            to_come = pattern is _ANY and _is_to_come(found, issued)
            if pattern is not _ANY or labelled or since or to_come:
                since = since or (to_come and _FROM.search(text, max(found.start() - _NEAR, 0), found.start()))
                yield from _one(text, found, year, since=bool(since), labelled=labelled)


_OF_CLAUSE = re.compile(
    rf"(?:^|[;.,(:]\s?)(?:(?:riêng|trong|đối với|sang|đến)\s)*năm\s(?P<year>{_YEAR})(?!\s?[-–\d])", re.IGNORECASE
)
"""The year that a clause begins with, of which its times are: `riêng năm 2027 hoàn thành trước 30/6`."""


def _year_before(text: str, at: int) -> str | None:
    """The year that the sentence up to `at` has named for what follows."""
    begins = max(text.rfind(mark, 0, at) for mark in (". ", "; ")) + 1
    named = [found["year"] for found in _OF_CLAUSE.finditer(text[begins:at].lstrip())]
    return named[-1] if named else None


def _is_to_come(found: re.Match[str], issued: str | None) -> bool:
    """Whether a day with its year lies behind the day of issue: no cited document is of such a day."""
    day = _read(found, "b", None)[1] if found["dayb"] and found["dyearb"] else None
    return bool(day and issued and day[: len(issued)] > issued)


def _one(text: str, found: re.Match[str], year: str | None, *, since: bool, labelled: bool) -> Iterator[Moment]:
    """The time that a match names; none where its year is not known, or it is part of a name."""
    start, end = _read(found, "b", _year_before(text, found.start()) or year)
    word = found.groupdict().get("word", "").lower()
    if not end or (word.startswith((":", "(")) and not (found["monthb"] or found["quarterb"])):
        return
    if found["yearb"] and not labelled and _named().search(text[max(found.start() - _NEAR_NAME, 0) : found.start()]):
        return
    onward = _ONWARD.match(text, found.end())
    if onward or since:
        yield Moment(start, None, None, found.start(), onward.end() if onward else found.end())
        return
    within = found["quarterb"] or "trong" in word or "vào" in word
    yield Moment(start if within else None, end, None, found.start(), found.end())


def _read(found: re.Match[str], name: str, year: str | None, end: str = "") -> tuple[str | None, str | None]:
    """First and last moment of what the groups of this name hold; None where the year is not known."""
    part = {key[: -len(name)]: value for key, value in found.groupdict().items() if key.endswith(name) and value}
    own = part.get("dyear") or part.get("myear") or part.get("qyear") or part.get("year") or year
    if not own:
        return None, None
    if "quarter" in part:
        last = 3 * _QUARTERS[part["quarter"].upper()]
        return f"{own}-{last - 2:02}", f"{own}-{last:02}"
    if "bare" in part:
        return f"{end[:7]}-{int(part['bare']):02}", None
    when = own
    if month := part.get("dmonth") or part.get("month"):
        if not 1 <= int(month) <= 12:
            return None, None
        when = f"{own}-{int(month):02}"
    if day := part.get("day"):
        if not 1 <= int(day) <= monthrange(int(own), int(month or 1))[1]:
            return None, None
        when = f"{when}-{int(day):02}"
    return when, when
