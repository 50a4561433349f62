# SPDX-License-Identifier: Apache-2.0
"""A unit without what is said beside it: a person by the post, a body without what it is in the matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import is_unit
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import CAPITALS, has_figure
from ocr_kh.language.spellings import Word, in_any_case
from ocr_kh.plan.values.times.forms import moment

if TYPE_CHECKING:
    from ocr_kh.genre.vocabulary import Vocabulary

_PERSONS = ("các đồng chí", "các đ/c", "các ông", "các bà", "đồng chí", "đ/c", "ông", "bà")
COMRADE = re.compile(rf"{in_any_case(map(Word, _PERSONS))}\s+(?=[{CAPITALS}])")
"""Before the name of a person, whose post stands behind it."""


@from_vocabulary
def _adjunct(words: Vocabulary) -> re.Pattern[str]:
    """Behind a unit: within what it does its task, up to one more unit, and what it is in the matter."""
    kind = words.said("part in a matter")
    within = rf",?\s{words.said('within')}(?!\w)(?:(?!\svà\scác\s{kind}).)*"
    return re.compile(rf"{within}|\s[-–]\s(?i:{kind})\s.*$")


@from_vocabulary
def _by_when(words: Vocabulary) -> re.Pattern[str]:
    """Behind a unit: by when it does its task; a year alone may be of a name (`Chương trình ... đến năm 2030`)."""
    says = (words.said(each) for each in ("due", "due within", "at the latest"))
    return re.compile(rf",?\s(?:{'|'.join(says)})\s(?!năm\s){moment('')}", re.IGNORECASE)


@from_vocabulary
def _part(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\s[-–]\s(?i:{words.said('part in a matter')})\s.*$")


def without_part(unit: str) -> str:
    """A unit without what it is in the matter.

    >>> without_part("Sở Tài chính - Cơ quan thường trực Ban Chỉ đạo")
    'Sở Tài chính'
    """
    return _part().sub("", unit)


@from_vocabulary
def _duty(words: Vocabulary) -> re.Pattern[str]:
    """Behind a unit that heads others' lines: by what it does all of them."""
    return re.compile(rf",?\s{words.said('by its duty')}(?!\w).*$")


def without_duty(unit: str) -> str:
    """A unit without that by which it does its tasks; what it belongs to is of its name.

    >>> without_duty("Các phòng, ban căn cứ chức năng được giao"), without_duty("Các công ty thuộc phạm vi quản lý")
    ('Các phòng, ban', 'Các công ty thuộc phạm vi quản lý')
    """
    return _duty().sub("", unit)


def without_adjunct(unit: str) -> str:
    """A unit without what is said behind it.

    >>> without_adjunct("Sở Y tế trong tháng 11 năm 2026"), without_adjunct("Ban Chỉ đạo Chiến lược đến năm 2030")
    ('Sở Y tế', 'Ban Chỉ đạo Chiến lược đến năm 2030')
    >>> without_adjunct("Sở Tài chính, trên cơ sở"), without_adjunct("các sở trong phạm vi chức năng của mình")
    ('Sở Tài chính', 'các sở')
    """
    return _adjunct().sub("", _by_when().sub("", unit) if has_figure(unit) else unit)


_POST_ASIDE = re.compile(r"\s\((?P<post>[^()]{4,80})\)\s*$")


def post_of(name: str) -> str:
    """A person by the post: `Phó Chủ tịch UBND xã` for `Đồng chí Nguyễn Văn An - Phó Chủ tịch UBND xã`.

    >>> post_of("Đ/c Nguyễn Văn An (Nhân viên thư viện)"), post_of("Đồng chí Nguyễn Văn An")
    ('Nhân viên thư viện', 'Nguyễn Văn An')
    """
    without = COMRADE.sub("", name)
    if without != name and (aside := _POST_ASIDE.search(without)) and is_unit(aside["post"]):
        return aside["post"]
    behind = re.split(r"\s[-–]\s|,\s", without, maxsplit=1) if without != name and COMRADE.match(name) else []
    if len(behind) == 2 and not is_unit(behind[0]) and is_unit(behind[1]):
        return behind[1]
    return without
