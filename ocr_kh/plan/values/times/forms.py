# SPDX-License-Identifier: Apache-2.0
"""What times look like: days, months, quarters, years and spans of them, as patterns of a text in small letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.vocabulary import from_vocabulary

if TYPE_CHECKING:
    from ocr_kh.genre.vocabulary import Vocabulary

YEAR = r"(?:19|20)\d\d"


def moment(name: str) -> str:
    """The pattern of one moment in small letters, its groups named with `name` behind."""
    return (
        rf"(?:(?<!tuần\s)(?:ngày\s)?(?P<day{name}>\d{{1,2}})(?:\s?[/.-]\s?|\stháng\s)(?P<dmonth{name}>\d{{1,2}})(?!\d)"
        rf"(?:(?:\s?[/.-]\s?|\snăm\s)(?P<dyear{name}>{YEAR}))?(?![/\d]|\s(?:ngày|buổi|giờ)(?!\w))"
        rf"|(?:tháng\s)(?P<month{name}>\d{{1,2}})(?!\d|/\d{{1,2}}(?!\d))"
        rf"(?:(?:\s?[/-]\s?|\snăm\s)(?P<myear{name}>{YEAR}))?"
        rf"|quý\s(?P<quarter{name}>iv|i{{1,3}}|[1-4])(?!\w)(?:(?:\s?[/-]\s?|\snăm\s|\s)(?P<qyear{name}>{YEAR}))?"
        rf"|(?:năm\s)(?P<year{name}>{YEAR})(?!\d|\scủa\s)|(?:ngày\s)?(?P<bare{name}>\d{{1,2}})"
        rf"(?=\s?(?:đến|tới|[-–])\s?(?:ngày\s)?\d{{1,2}}(?:\s?[/.-]\s?|\stháng\s)\d))"
    )


_HOUR = r"(?:\d{1,2}\s?(?:giờ|h|:)\s?(?:\d{2}\s?(?:phút|')?)?,?\s)?"
_EVENT = r"(?:ngày\s[^\W\d]+(?:\s[^\W\d]+)?\s(?=\d))?"
"""What day it is, before its date: `đến ngày bầu cử 15/3`."""
_TO = rf"\s?(?:đến|tới|[-–])\s?(?:hết\s|cuối\s|khoảng\s)?{_HOUR}{_EVENT}"
RANGE = re.compile(rf"(?:từ\s(?:nay|{moment('a')})|(?<!\w){moment('c')}){_TO}{moment('b')}")
YEARS = re.compile(rf"(?<![\d/])(?P<first>{YEAR})\s?[-–]\s?(?P<last>{YEAR})(?!\d)")
YEARS_ASIDE = re.compile(
    rf"(?<!năm )\((?:xuyên suốt\s|từ\s)?(?:năm\s)?(?P<first>{YEAR})"
    rf"(?:\s?[-–]\s?(?P<last>{YEAR})|\s(?P<onward>trở đi))\)(?=\s?(?:[.;]|$))"
)
"""The years of a task at its end: `Số hóa hồ sơ (2026 - 2027).`"""
PARTS = re.compile(
    r"(?P<word>(?:trong|vào|hoàn thành)\s)?(?<!\d)(?P<months>0?[1-9])\stháng\s(?P<which>đầu|cuối)\snăm"
    rf"(?:\s(?P<year>{YEAR}))?"
)
"""The first or last months of a year: `trong 6 tháng đầu năm 2027`."""
ACROSS = re.compile(
    rf"(?:(?:trong|vào)\s)?(?:(?:(?P<months>\d{{1,2}})|những)\s(?:tháng\s))?cuối\snăm\s(?P<first>{YEAR})"
    rf"(?:,|\svà|\sđến)\s(?:(?:những|các|\d{{1,2}})\s(?:tháng\s))?đầu\snăm\s(?P<last>{YEAR})"
)
"""From the end of a year into the next: `trong cuối năm 2026 và đầu năm 2027`."""
QUARTER = re.compile(rf"(?<![\w/])(?=quý\s(?:iv|i{{1,3}}|[1-4])(?!\w)){moment('b')}")
"""A quarter is a time whatever stands before it."""
ANY = re.compile(rf"(?<!\w){moment('b')}")
"""Any time, whatever stands before it."""
_FIGURES = "|".join(rf"{figure}\d*" for figure in range(10))
BEGINS = re.compile(rf"(?:ngày|tháng|quý|năm|từ|{_FIGURES})")
"""The first word or figure of a time, or of a span of time."""
_QUARTER_NAME = r"(?:iv|i{1,3}|[1-4])(?!\w)"
_BETWEEN = r"(?:\s?[,;/–-]|\s(?:và|hoặc|đến|tới))\s?(?:vào\s)?"
LISTED = re.compile(
    rf"(?<!\w)(?<!\d\s)(?P<list>(?P<span>tháng)\s\d{{1,2}}(?!\d)(?:{_BETWEEN}(?:tháng\s)?"
    rf"(?:0?[1-9]|1[0-2])(?=\s?[,;.):/–-]|\s(?:và|hoặc|năm|đến|h[ằà]ng)(?!\w)|$)(?!\s?[/.-]\s?\d{{1,2}}(?!\d)))+"
    rf"|quý\s{_QUARTER_NAME}(?:{_BETWEEN}(?:quý\s)?{_QUARTER_NAME})+)"
    rf"(?:(?:\s?[/-]\s?|,?\snăm\s|\s)(?P<year>{YEAR}))?(?!\s(?:h[ằà]ng|mỗi)\s)"
)
"""Months or quarters side by side, of one year: `tháng 3 và tháng 9 năm 2026`, `tháng 11-12/2026`, `quý III, IV`."""
WITHIN = re.compile(r"(?:trong|vào)\s\Z")
"""Before a time within which something is done."""
_NEAR = 40
"""Characters of what is held, before its time."""


@from_vocabulary
def due(words: Vocabulary) -> re.Pattern[str]:
    """A time by which, or within which, something is to be done: `hoàn thành trước ngày 30/5`, `trong quý II`."""
    by, within, latest, session = (
        words.said(each, str.lower) for each in ("due", "due within", "at the latest", "session")
    )
    held = rf"{within}\s{session}\s[^;.,:\d]{{2,{_NEAR}}}?"
    said = rf"(?:{by}\s)?(?:{latest}(?:\s(?:{by}|{within}))?|{by}|{held}|{within})\s(?:hết\s|cuối\s)?"
    return re.compile(rf"(?P<word>{said}|\(\s?|:\s){moment('b')}")
