# SPDX-License-Identifier: Apache-2.0
"""The time that a plan is for: named by its subject, a section on time, a label, or its first sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.codes import codes
from ocr_kh.genre.dates import written_date
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import any_of, bare_capitals
from ocr_kh.plan.texts import Found
from ocr_kh.plan.values.times.spans import Period, period_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.model import Plan
    from ocr_kh.plan.texts import Unit

_OF_A_DAY = re.compile(r"tháng\s\d{1,2}\s\Z", re.IGNORECASE)
"""Before the year of a day or month: `ngày 01 tháng 01 năm 2026`."""
_DEPTH_OF_THE_WHOLE = 1
"""Titles above a section on time that is the whole plan's; deeper ones are of a single task where there are several."""


@from_vocabulary
def _time(words: Vocabulary) -> re.Pattern[str]:
    """Titles (capitals, no marks) of sections on time, perhaps behind a word (`VE THOI GIAN`)."""
    return re.compile(rf"(?:\w+ )?(?:{any_of(bare_capitals(each.name) for each in words.saying('time title'))})")


@from_vocabulary
def _label(words: Vocabulary) -> re.Pattern[str]:
    """A line on time in a list: `Thời gian thực hiện: ...`."""
    return re.compile(rf"(?i:{words.said('time title')})(?:\s[^\W\d]+){{0,4}}:\s")


@from_vocabulary
def _year_of_the_whole(words: Vocabulary) -> re.Pattern[str]:
    """The year that ends a subject: of the plan, whatever span of years stands before it in another's name."""
    year = r"(?<!\w)(?i:năm)\s(?P<year>(?:19|20)\d\d)[\"”.\s]*$"
    others = "".join(rf"(?<!{each.name}\s)(?<!{each.name.upper()}\s)" for each in words.saying("not its year"))
    return re.compile(rf"{others}{year}")


def period(plan: Plan, texts: Sequence[Unit]) -> tuple[str, Found] | None:
    """The period as ISO 8601 (`2026`, `2026/2030`), and where it is named; None when it is not.

    The subject names it first; where it names a year, a section on time of the plan that tells the days or months
    of that year goes before it (`Tháng hành động ... năm 2026`, `từ ngày 01/5/2026 đến ngày 31/5/2026`).
    """
    of_time = list(_of_time(texts))
    named = _of_subject(plan, texts)
    whole = _named(plan, (unit for unit in of_time if len(unit.above) <= _DEPTH_OF_THE_WHOLE))
    if named and whole and _is_within(whole[0], named[0].end):
        named = whole
    if named and not whole and (day := _day_of(plan, _alone(of_time))) and _is_day_of(day[0], named[0]):
        named = day
    elif named and whole and _is_day_of(whole[0], named[0]):
        named = whole
    if not named and not whole:
        alone = _alone(of_time)
        named = _named(plan, alone) or _labelled(plan, texts) or _led_in(plan, texts) or _day_of(plan, alone)
    named = named or whole
    return (named[0].iso, Found(named[1].pointer, named[0].at, named[0].stop)) if named else None


def _of_subject(plan: Plan, texts: Sequence[Unit]) -> tuple[Period, Unit] | None:
    subject = next((unit for unit in texts if unit.kind == "subject"), None)
    if subject is None:
        return None
    found = _year_of_the_whole().search(subject.text)
    if found and not _OF_A_DAY.search(subject.text, 0, found.start()):
        return Period(found["year"], found["year"], found.start(), found.end("year")), subject
    return _named(plan, (subject,))


def _alone(of_time: Sequence[Unit]) -> list[Unit]:
    """The texts on time that are the plan's; several deep sections on time are each of their task."""
    deep = {unit.path for unit in of_time if len(unit.above) > _DEPTH_OF_THE_WHOLE}
    return [unit for unit in of_time if len(unit.above) <= _DEPTH_OF_THE_WHOLE or len(deep) == 1]


def _named(plan: Plan, places: Iterable[Unit]) -> tuple[Period, Unit] | None:
    found = ((period_in(unit.text, plan.header.date), unit) for unit in places)
    return next(((period, unit) for period, unit in found if period), None)


def _labelled(plan: Plan, texts: Sequence[Unit]) -> tuple[Period, Unit] | None:
    """The span of time of the one line on time that there is among the lines of lists; several are each of a task."""
    lines = [unit for unit in texts if unit.kind in {"bullet", "paragraph"} and _label().match(unit.text)]
    found = _named(plan, lines) if len(lines) == 1 and lines[0].path else None
    return found if found and found[0].start != found[0].end else None


def _led_in(plan: Plan, texts: Sequence[Unit]) -> tuple[Period, Unit] | None:
    """What the sentences before the sections name; what ended before the plan was issued is no time of it."""
    found = _named(plan, (unit for unit in texts if unit.kind == "preamble" and not any(codes(unit.text))))
    issued = plan.header.date or ""
    return found if found and (found[0].end == ".." or found[0].end >= issued[: len(found[0].end)]) else None


def _day_of(plan: Plan, places: Sequence[Unit]) -> tuple[Period, Unit] | None:
    """The day that sections on time name and nothing else, as of a conference; of several, the first to the last.

    One from which on something is done begins a period without an end.
    """
    days: list[tuple[str, re.Match[str], int, Unit]] = []
    for unit in places:
        for said in re.finditer(r"ngày\s(?=\d)", unit.text):
            day, stop = written_date(unit.text, said.end())
            if day and day > (plan.header.date or ""):
                days.append((day, said, stop, unit))
    if not days:
        return None
    first, said, stop, unit = days[0]
    if len(days) == 1 and unit.text[: said.start()].lower().endswith("từ "):
        return Period(first, "..", said.start(), stop), unit
    return Period(min(each[0] for each in days), max(each[0] for each in days), said.start(), stop), unit


def _is_within(period: Period, year: str) -> bool:
    """Whether `period` tells days or months of `year`."""
    ends = (period.start or "", period.end)
    return len(year) == len("2026") and all(end.startswith(f"{year}-") for end in ends)


def _is_day_of(period: Period, span: Period) -> bool:
    """Whether `period` tells days within the two years of `span`, as of an event of a school year (`năm học`)."""
    first, last = span.start or "", span.end
    if not (len(first) == len(last) == len("2026") and int(last) - int(first) == 1):
        return False
    ends = (period.start or "", period.end)
    return all(len(end) == len("2026-12-31") and first <= end[:4] <= last for end in ends)


def _of_time(texts: Sequence[Unit]) -> Iterator[Unit]:
    """The texts of sections on time."""
    for unit in texts:
        inside = [unit.text] if unit.kind == "title" else [unit.above[-1]] if unit.above and unit.path else []
        if unit.kind != "basis" and any(_time().match(plain_of(title).upper()) for title in inside):
            yield unit
