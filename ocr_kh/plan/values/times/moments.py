# SPDX-License-Identifier: Apache-2.0
"""Times of tasks in running text: days, months, quarters, spans and what recurs, as ISO 8601.

A time without its year is one of the year that the clause names behind or before it, else of the plan's; where that
lies far behind the day of issue, of the year after it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import small
from ocr_kh.language.spellings import pattern_of
from ocr_kh.plan.values.times.events import spans_of_events
from ocr_kh.plan.values.times.forms import (
    ACROSS,
    ANY,
    BEGINS,
    LISTED,
    PARTS,
    QUARTER,
    RANGE,
    WITHIN,
    YEAR,
    YEARS,
    YEARS_ASIDE,
    due,
    moment,
)
from ocr_kh.plan.values.times.recurrence import is_density, recurring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.genre.vocabulary import Vocabulary

_MONTHS = 12


_QUI = re.compile(r"[íÍ](?<=[Qq][Uu].)(?<!\w...)(?!\w)")
"""A quarter as many write it: `Quí IV`."""
_AND = re.compile(r"(?:,|\svà|\shoặc)\s(?:trước\s)?(?=(?:ngày\s)?\d{1,2}\s?/)")
"""Between a day by which something is due and one more: `trước ngày 15/6 và ngày 15/12`."""
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


def moments(
    text: str, year: str | None, issued: str | None = None, *, until: str | None = None, labelled: bool = False
) -> Iterator[Moment]:
    """The times that `text` sets; `labelled`, it says nothing else (`Thời gian hoàn thành: 15/12/2026`).

    `year` is that of what names none, `until` the last one it may be of; `issued` is the date of issue, from which
    `từ nay` counts.

    >>> [(each.start, each.end) for each in moments("hoàn thành trong tháng 4/2026; trước ngày 30/5", "2026")]
    [('2026-04', '2026-04'), (None, '2026-05-30')]
    >>> [each.recurrence for each in moments("báo cáo định kỳ 6 tháng", None)]
    ['P6M']
    >>> [each.end for each in moments("trước ngày 30/5 tổng kết năm học", "2026", "2026-09-05", until="2027")]
    ['2027-05-30']
    >>> list(moments("Nghị quyết số 57-NQ/TW ngày 22/12/2024", "2026"))
    []
    """
    taken: list[Moment] = []
    text = _QUI.sub("ý", text).replace("—", "–")
    lowered = small(text)
    said = _Said(text, lowered, year, issued, labelled, tuple(map(re.Match.start, BEGINS.finditer(lowered))))
    for found in (
        *(Moment(None, None, None, *span) for span in spans_of_events(text)),
        *(Moment(None, None, each.length, each.at, each.stop) for each in recurring(text)),
        *_opening(said),
        *_spans(said),
        *_side_by_side(said),
        *_single(said),
    ):
        if all(found.stop <= other.at or other.stop <= found.at for other in taken):
            taken.append(found)
    dated = any(each.start or each.end for each in taken)
    taken = [each for each in taken if not (dated and each.recurrence and is_density(text, each.at))]
    taken = [each for each in taken if each.recurrence != "" and not _is_history(each, issued)]
    taken = [_ahead(each, said, until) for each in taken]
    taken.sort(key=lambda each: each.at)
    for last, each in zip([None, *taken], taken, strict=False):
        if not (last and last.recurrence and (_OPENS.fullmatch(text, last.stop, each.at) or _is_day(text, last, each))):
            yield each


class _Said(NamedTuple):
    """A text, with what is known of all its times."""

    text: str
    small: str
    """In small letters."""
    year: str | None
    issued: str | None
    labelled: bool
    places: tuple[int, ...]
    """Where a time may begin."""

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The matches of a pattern that begins with a time, tried where one may begin and nowhere else."""
        end = 0
        for at in self.places:
            if at >= end and (found := pattern.match(self.small, at)):
                yield found
                end = found.end()

    def year_at(self, at: int) -> str | None:
        """The year of a time at `at`: that which its clause names, else that of what names none."""
        return _year_before(self.small, at) or self.year


_YEAR_SAID = re.compile(YEAR)
_HALF_A_YEAR, _LATE = 6, 2
"""Months behind the day of issue, beyond which a time without a year is of the year after: nearer there, or, where the
plan's own span has that year, later than a plan comes out late."""


def _ahead(each: Moment, said: _Said, until: str | None) -> Moment:
    """A time whose year is not said, in the year in which it is nearer to the day of issue: tasks lie ahead."""
    issued = said.issued
    month = len("2026-12")
    if not (each.end and issued and len(each.end) >= month and len(issued) >= month and each.end[:4] == issued[:4]):
        return each
    later = str(int(issued[:4]) + 1)
    behind = int(issued[5:month]) - int(each.end[5:month])
    if (
        behind <= (_HALF_A_YEAR if until is None else _LATE)
        or (until and until < later)
        or _YEAR_SAID.search(said.text, each.at, each.stop)
    ):
        return each
    if _year_before(said.small, each.at):
        return each
    start = each.start and later + each.start[4:]
    return replace(each, start=start, end=later + each.end[4:])


@from_vocabulary
def _opens_with(words: Vocabulary) -> re.Pattern[str]:
    """The time that a line begins with, before what is done then: `Cuối tháng 4/2026: họp giao ban`."""
    part, within = (words.said(each, str.lower) for each in ("part of a time", "due within"))
    return re.compile(rf"\W*(?P<word>(?:(?:{part}|{within})\s)*){moment('b')}(?=\s?:\s[^\W\d_])")


def _opening(said: _Said) -> Iterator[Moment]:
    """The month, quarter or day with which a line begins; of one that is past, what was done is told."""
    found, issued = _opens_with().match(said.small), said.issued
    if found and not found["yearb"]:
        start, end = _read(found, "b", said.year)
        if end and not (issued and end < issued[: len(end)] and _YEAR_SAID.search(found.group())):
            yield Moment(start, end, None, found.start("word"), found.end())


_ENDS_CLAUSE = re.compile(r"[.;]\s")


def _is_day(text: str, often: Moment, each: Moment) -> bool:
    """Whether a day without a year is that of what recurs: `hằng năm báo cáo chậm nhất ngày 17 tháng 12`."""
    if each.recurrence or not each.end or _YEAR_SAID.search(text, each.at, each.stop):
        return False
    return len(each.end) == len("2026-12-31") and not _ENDS_CLAUSE.search(text, often.stop, each.at)


@from_vocabulary
def _named(words: Vocabulary) -> re.Pattern[str]:
    """Before a year that is part of the name of a document: `Chiến lược dữ liệu đến năm 2030`."""
    names, aims, outlooks = pattern_of(words.saying("named for a year")), words.said("aims at"), words.said("outlook")
    return re.compile(rf"(?:(?i:{names})|\d/\S*[A-ZĐ]\S*)\s(?:(?!{aims})[^;.]){{0,200}}$|{outlooks}\s$")


@from_vocabulary
def _looks_on(words: Vocabulary) -> re.Pattern[str]:
    """Behind the year of a name: `đến năm 2030, tầm nhìn đến năm 2045`."""
    return re.compile(rf",?\s{words.said('outlook')}\s")


@from_vocabulary
def _since(words: Vocabulary) -> re.Pattern[str]:
    """Before a time at which something begins."""
    begins = words.said("begins", str.lower)
    return re.compile(rf"(?:^|[;,(:]\s?|{begins}\s)(?:kể\s)?từ\s(?:ngày\s)?\Z")


@from_vocabulary
def _is_so(words: Vocabulary) -> re.Pattern[str]:
    """Behind a day before which something was so, and nothing is due: `trước ngày 01/7/2025 | là thị trấn`."""
    return re.compile(rf"\s{words.said('so then')}(?!\w)")


_FROM = re.compile(r"(?<!\w)từ\s(?:ngày\s)?\Z")
_NEAR, _NEAR_NAME = 40, 240
"""Characters before a time in which the words stand that say when it begins, and the name of which it is part."""
_ONWARD = re.compile(
    r"\s?(?:trở đi|(?:và|,)\s(?:các|những)\s(?:năm|quý|tháng|kỳ)\s(?:tiếp theo|sau|kế tiếp|tới))(?!\w)"
)
"""Behind a time from which on something is done."""


_OPENS = re.compile(r"\s*\(\s*|\s*")
"""Between how often and the day of it: `hằng năm (trước ngày 15 tháng 11)`."""


def _spans(said: _Said) -> Iterator[Moment]:
    text, year, lowered = said.text, said.year, said.small
    for found in said.matches(RANGE):
        _, end = _read(found, "b", said.year_at(found.start()))
        if not end:
            continue
        name = "a" if found.group().startswith("từ") else "c"
        start = said.issued if re.match(r"từ\snay", found.group()) else _read(found, name, end[:4], end)[0]
        yield Moment(start, end, None, found.start(), found.end())
    ends_of_years = "đầu" in lowered or "cuối" in lowered
    for found in ACROSS.finditer(lowered) if ends_of_years else ():
        months = int(found["months"] or 0)
        begins = f"{found['first']}-{_MONTHS - months + 1:02}" if 0 < months < _MONTHS else found["first"]
        yield Moment(begins, found["last"], None, found.start(), found.end())
    for found in PARTS.finditer(lowered) if ends_of_years else ():
        own, months = found["year"] or year, int(found["months"])
        if own and months < _MONTHS and (said.labelled or found["word"]):
            first, last = (1, months) if found["which"] == "đầu" else (_MONTHS - months + 1, _MONTHS)
            yield Moment(f"{own}-{first:02}", f"{own}-{last:02}", None, found.start(), found.end())
    for found in YEARS_ASIDE.finditer(text):
        if not _named().search(text[max(found.start() - _NEAR_NAME, 0) : found.start()]):
            yield Moment(found["first"], found["last"], None, found.start() + 1, found.end() - 1)
    for found in YEARS.finditer(text) if said.labelled else ():
        onward = _ONWARD.match(text, found.end())
        yield Moment(found["first"], None if onward else found["last"], None, found.start(), found.end())


_LONGEST_WITHIN = len("trong ")
_EACH = re.compile(r"(?:(?:tháng|quý)\s)?(?P<number>\d{1,2}|iv|i{1,3})(?!\w)")
_FROM_TO = re.compile(r"[–-]|đến|tới")


def _is_history(each: Moment, issued: str | None) -> bool:
    """Whether a time is past, or began on a day of a year long gone, as what is celebrated (`06/01/1946 - 06/01/2026`).

    What ended in a year before that of issue is what was done (`giá đã sử dụng trong năm 2017`).
    """
    if issued and each.end and each.end[:4] < issued[:4]:
        return True
    start = each.start
    return bool(start and issued and len(start) == len("2026-12-31") and int(start[:4]) + 1 < int(issued[:4]))


def _side_by_side(said: _Said) -> Iterator[Moment]:
    """Each of the months or quarters that a text lists; those with a dash between them are one time."""
    text = said.small
    for found in said.matches(LISTED):
        within = WITHIN.search(text, max(found.start() - _LONGEST_WITHIN, 0), found.start())
        starts = within.start() if within else found.start()
        own = found["year"] or said.year_at(starts)
        if not own or not (said.labelled or within or found["year"] or not found["span"]):
            continue
        each = list(_EACH.finditer(text, found.start("list"), found.end("list")))
        ends = [_ends(one["number"], own, month=bool(found["span"])) for one in each]
        if any(int(end[-2:]) > _MONTHS or end.endswith("-00") for _, end in ends):
            continue
        if len(each) == 2 and _FROM_TO.search(text, each[0].end(), each[1].start()):
            yield Moment(ends[0][0], ends[1][1], None, starts, found.end())
            continue
        for at, (one, (start, end)) in enumerate(zip(each, ends, strict=True)):
            begins, stop = (one.start() if at else starts), (one.end() if at + 1 < len(each) else found.end())
            yield Moment(start, end, None, begins, stop)


def _ends(number: str, year: str, *, month: bool) -> tuple[str, str]:
    """First and last month of a month or a quarter."""
    last = int(number) if month else 3 * _QUARTERS[number.upper()]
    return f"{year}-{last if month else last - 2:02}", f"{year}-{last:02}"


def _single(said: _Said) -> Iterator[Moment]:
    text = said.small
    if next(said.matches(ANY), None) is None:
        return
    by_when = due()
    for pattern in (ANY,) if said.labelled else (by_when, QUARTER, ANY):
        for found in pattern.finditer(text) if pattern is by_when else said.matches(pattern):
            since = pattern is ANY and _since().search(text, max(found.start() - _NEAR, 0), found.start())
            to_come = pattern is ANY and _is_to_come(found, said.issued)
            if pattern is not ANY or said.labelled or since or to_come:
                since = since or (to_come and _FROM.search(text, max(found.start() - _NEAR, 0), found.start()))
                yield from _one(said, found, since=bool(since), labelled=said.labelled)
            if found["dayb"] and pattern is not ANY:
                yield from _more_days(said, found.end())


def _more_days(said: _Said, at: int) -> Iterator[Moment]:
    """The days that stand beside one by which something is due, which ends at `at`."""
    while (between := _AND.match(said.text, at)) and (day := ANY.match(said.small, between.end())):
        yield from _one(said, day, since=False, labelled=False)
        at = day.end()


_OF_CLAUSE = re.compile(rf"(?:^|[;.,(:]\s?)(?:(?:riêng|trong|đối với|sang|đến)\s)*năm\s(?P<year>{YEAR})(?!\s?[-–\d])")
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


def _one(said: _Said, found: re.Match[str], *, since: bool, labelled: bool) -> Iterator[Moment]:
    """The time that a match names; none where its year is not known, or it is part of a name."""
    text = said.text
    start, end = _read(found, "b", said.year_at(found.start()))
    word = found.groupdict().get("word", "")
    if not end or (word.startswith((":", "(")) and not (found["monthb"] or found["quarterb"])):
        return
    if found["yearb"] and not labelled:
        before = text[max(found.start() - _NEAR_NAME, 0) : found.start()]
        if _named().search(before) or _looks_on().match(text, found.end()):
            return
    if found["dayb"] and _is_so().match(text, found.end()):
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
