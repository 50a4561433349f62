# SPDX-License-Identifier: Apache-2.0
"""Place and date of issue, as precise as the page: the day or the month may be blank on the form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ocr_kh.language.code_fragments import YEAR
from ocr_kh.language.confusions import TYPED_FIGURES, translation
from ocr_kh.language.letters import plain_of

FIRST_YEAR = 1945
"""Of documents of this State; an older date was misread."""
_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_WORDED = re.compile(
    r"(?:^|[\s,.])nga[ywv],?(?P<day>[^,]{0,15}?)t?hang(?P<month>[^,]{0,15}?)nam(?P<year>[\s\d.…_]{0,20})",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    r"(?:^|[\s,.])ngay\s*(?P<day>\d{1,2})\s?[/.]\s?(?P<month>\d{1,2})\s?[/.]\s?(?P<year>\d{4})", re.IGNORECASE
)


_LOOSE = re.compile(
    r"(?:^|[\s,.])n[g9]\w{0,2}(?P<day>[^,]{0,12}?)t?h\w{1,2}n?g(?P<month>[^,]{0,8}?)n\w{1,2}(?P<year>\s*(?:19|20)\d\d)\W*\w?$",
    re.IGNORECASE,
)
"""The same, its words misread, at the end of a line."""


_BLANK = str.maketrans(dict.fromkeys(" .…_:"))
"""What fills a blank field."""
_FIGURES_MEANT = translation("figure", TYPED_FIGURES)


def years_in(code: str) -> list[str]:
    """The years in the code of a hồ sơ (Thông tư 05/2025/TT-BNV: agency, year, number).

    >>> years_in("H49.64.33.2001.160"), years_in("H49.12001.160")
    (['2001'], [])
    """
    return _YEAR.findall(code)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Place and date; `date` is `2026-03-04`, `2025-07` or `2025`, None when not even the year stands."""

    place: str | None
    date: str | None


def stamp(text: str, plain: str | None = None) -> Stamp | None:
    """The place and date that `text` states; None when it states none.

    >>> stamp("Phú Trung, ngày ... tháng 7 năm 2025")
    Stamp(place='Phú Trung', date='2025-07')
    >>> stamp("Phú Trung, ngày, tháng 4Pnăm 2022")
    Stamp(place='Phú Trung', date='2022')
    """
    plain = plain_of(text) if plain is None else plain
    found = _WORDED.search(plain) or _FIGURES.search(plain) or _LOOSE.search(plain)
    if not found or found.start() > 60:
        return None
    place = " ".join(text[: found.start()].strip(" ,.;:-–*_()").split())
    return Stamp(place or None, _iso(found["day"], found["month"], found["year"]))


def _iso(day: str, month: str, year: str) -> str | None:
    numbers = [_figure(part) for part in (year, month, day)]
    if numbers[0] is None or not 1900 < numbers[0] < 2100:
        return None
    if numbers[1] is None or not 1 <= numbers[1] <= 12:
        return f"{numbers[0]:04}"
    if numbers[2] is None or not _is_day(numbers[0], numbers[1], numbers[2]):
        return f"{numbers[0]:04}-{numbers[1]:02}"
    return f"{numbers[0]:04}-{numbers[1]:02}-{numbers[2]:02}"


def _figure(text: str) -> int | None:
    """The number in a field of the form; None when it is blank or cannot be read."""
    digits = text.translate(_FIGURES_MEANT | _BLANK)
    return int(digits) if digits.isdecimal() and digits.isascii() else None


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


_WRITTEN = re.compile(
    r"(?:ngày\s*)?(?P<day>\d{1,2})\s?(?:/|-|\.|tháng)\s?(?P<month>\d{1,2})\s?(?:/|-|\.|năm)\s?(?P<year>(?:19|20)\d\d)(?!\d)"
    r"|(?:năm\s)(?P<only>(?:19|20)\d\d)(?!\d)"
)


def written_date(text: str, start: int = 0) -> tuple[str | None, int]:
    """The date that begins at `start` in running text, as ISO 8601, and where it ends; None and `start` without one.

    >>> written_date("ngày 22/12 /2024 của"), written_date("ngày 5 tháng 7 năm 2025"), written_date("năm 2013")
    (('2024-12-22', 16), ('2025-07-05', 23), ('2013', 8))
    """
    found = _WRITTEN.match(text, start)
    if not found:
        return None, start
    if found["only"]:
        return found["only"], found.end()
    return _iso(found["day"], found["month"], found["year"]), found.end()


_DATED = re.compile(r"\s*,?\s*(?:ban hành |ký )?(?=ngày|năm \d{4}|\(ngày)\(?")


def date_behind(text: str, end: int) -> tuple[str | None, int]:
    """The date that stands behind the code of a document, and where it ends; None and `end` without one.

    >>> date_behind("số 12/QĐ-UBND, ban hành ngày 5/7/2026", 14), date_behind("số 12/QĐ-UBND của", 14)
    (('2026-07-05', 37), (None, 14))
    """
    found = _DATED.match(text, end)
    day, stop = written_date(text, found.end()) if found else (None, end)
    return (day, stop) if day else (None, end)


_TYPED = re.compile(
    r"(?:ngày\s*)?(?:(?P<day>\d{1,2})\s*(?:[/.-]|tháng)\s*|tháng\s*)?(?P<month>\d{1,2})\s*(?:[/.-]|năm)\s*(?P<year>\d{4})"
    r"|(?P<iso_year>\d{4})[-/.](?P<iso_month>\d{1,2})(?:[-/.](?P<iso_day>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?)?"
    r"|(?:năm\s*)?(?P<only>\d{4})",
    re.IGNORECASE,
)


def typed_date(text: str) -> str | None:
    """A date as people type it into a table, day before month, as ISO 8601; None for what is no date of 1900 to 2099.

    Zeros stand for what is not known (`00/03/2026`), as archives write it.

    >>> [typed_date(text) for text in ("4/3/2026", "2026-03-04 00:00:00", "00/7/2025", "tháng 3 năm 2026", "2025")]
    ['2026-03-04', '2026-03-04', '2025-07', '2026-03', '2025']
    >>> typed_date("31/2/2026"), typed_date("3/13/2026"), typed_date("4/3/26")
    (None, None, None)
    """
    found = _TYPED.fullmatch(" ".join(text.split()))
    if not found:
        return None
    year = found["year"] or found["iso_year"] or found["only"]
    month, day = (int(found[name] or found[f"iso_{name}"] or 0) for name in ("month", "day"))
    typed = "-".join([year, *(f"{part:02}" for part in ((month, day) if day else (month,)) if month or day)])
    return typed if typed == _iso(str(day or ""), str(month or ""), year) else None
