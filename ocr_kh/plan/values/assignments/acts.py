# SPDX-License-Identifier: Apache-2.0
"""Acts of those who get tasks (acts.tsv): the first words of a task, and what they say of the part of its unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import is_unit
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import CAPITALS, small
from ocr_kh.language.spellings import pattern_of, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocr_kh.genre.vocabulary import Vocabulary

LEAD, SUPPORT = "chủ trì", "phối hợp"

_LONGEST_REASON = 240
"""Characters of what a task says before it: by what, within what."""


@from_vocabulary
def act(words: Vocabulary) -> re.Pattern[str]:
    """The first words of a task behind the unit that it is given to; what was done to the unit is none."""
    done = "".join(rf"(?<!{re.escape(each.name)}\s.)" for each in words.saying("done to it"))
    return re.compile(pattern_of(words.acts, behind_first=rf"(?<=\s.){done}"))


def begins_with_act(text: str) -> bool:
    """Whether a text begins with an act, in a capital or a small letter.

    >>> begins_with_act("Tổ chức hội nghị"), begins_with_act("Sở Tài chính")
    (True, False)
    """
    return act().match(f" {text[:1].lower()}{text[1:]}", 1) is not None


@from_vocabulary
def charge(words: Vocabulary) -> re.Pattern[str]:
    """Acts that say what part a unit has in a task: whoever stands before them is charged with it."""
    return re.compile(pattern_of(each for each in words.acts if each.says in {"lead", "support", "charge"}))


@from_vocabulary
def lead(words: Vocabulary) -> re.Pattern[str]:
    """Acts of those who lead."""
    return re.compile(pattern_of(each for each in words.acts if each.says == "lead"))


@from_vocabulary
def must(words: Vocabulary) -> re.Pattern[str]:
    """Acts that say nothing but that a unit answers for what follows: `có trách nhiệm`."""
    return re.compile(pattern_of(each for each in words.acts if each.says == "charge"))


@from_vocabulary
def carries_out(words: Vocabulary) -> re.Pattern[str]:
    """What a decision says of all who carry it out: `chịu trách nhiệm thi hành`."""
    return re.compile(rf"{must(words).pattern}\s{words.said('carried out')}")


@from_vocabulary
def says_nothing(words: Vocabulary) -> re.Pattern[str]:
    """Acts that say nothing of the unit before them."""
    return re.compile(pattern_of(each for each in words.acts if each.says in {"", "serves"}))


@from_vocabulary
def speech(words: Vocabulary) -> re.Pattern[str]:
    """Acts of the issuer in its own plan, perhaps with how it speaks before them (`trân trọng đề nghị`)."""
    manner = pattern_of(each for each in words.acts if each.says == "manner")
    return re.compile(rf"(?:(?:{manner})\s)?(?P<act>{pattern_of(words.saying('speech'))})")


@from_vocabulary
def hands_on(words: Vocabulary) -> re.Pattern[str]:
    """What somebody says who only hands a task on: `Thủ tướng | giao | Bộ Xây dựng`, `Sở Y tế | đề nghị các trường`."""
    return re.compile(rf"{words.said('gives')}\s")


@from_vocabulary
def lead_in(words: Vocabulary) -> re.Pattern[str]:
    """What a sentence says before its unit: by what, when, for what; what to do in case of trouble is no task."""
    return re.compile(rf"{pattern_of(words.saying('lead-in'))}(?:\s[^;:]{{2,{_LONGEST_REASON}}}?)?,\s", re.IGNORECASE)


_LONGEST_TIME = 60
"""Characters of a time."""


@from_vocabulary
def by_when(words: Vocabulary) -> re.Pattern[str]:
    """By when, before a unit with no comma between: `Trước ngày 15/3 | các thôn gửi`, `Hàng tháng | Công an xã ...`."""
    begins, many = pattern_of(words.saying("lead-in")), pattern_of(words.saying("all of"))
    often = r"(?:hằng|hàng|mỗi|cuối|đầu)\s(?:ngày|tuần|tháng|quý|năm)"
    due = rf"{begins}(?=\s)[^,;:.]{{0,{_LONGEST_TIME}}}?(?:\d|\s{often})"
    return re.compile(rf"(?i:{due}|{often})\s(?=(?i:{many})\s|[{CAPITALS}])")


_OPENS = r"(?:\A|[;.,:(–-]\s|\svà\s|\n)"
"""Before what a unit does itself; behind a name or a kind (`cơ quan chủ trì`) somebody else does it."""


@from_vocabulary
def _leads(words: Vocabulary) -> re.Pattern[str]:
    """A part in which a unit leads, where a task or one of its clauses begins; `là cơ quan đầu mối` anywhere.

    In small letters.
    """
    part, manner, lead = (
        pattern_of((each for each in words.acts if each.says == says), str.lower)
        for says in ("charge", "manner", "lead")
    )
    whole = pattern_of((each for each in words.acts if each.says == "lead" and each.name.count(" ") > 1), str.lower)
    opened = rf"{_OPENS}\s*(?:(?:{part}|{manner}|được giao),?\s)*{lead}"
    return re.compile(rf"{opened}|{whole}")


@from_vocabulary
def _lead(words: Vocabulary) -> tuple[str, ...]:
    """Acts of those who lead, in small letters: most tasks have none in them."""
    leads = (each.name.lower() for each in words.acts if each.says == "lead")
    return tuple(spelled for name in leads for spelled in spellings(name))


def _says_lead(task: str) -> bool:
    lowered = small(task)
    return any(lead in lowered for lead in _lead()) and _leads().search(lowered) is not None


@from_vocabulary
def _supports(words: Vocabulary) -> re.Pattern[str]:
    """A task that begins with support, perhaps behind by what and how."""
    manner, support = (pattern_of(each for each in words.acts if each.says == says) for says in ("manner", "support"))
    within = rf"(?:(?:{words.said('within')}|{words.said('lead-in')})\s[^;.]{{2,{_LONGEST_REASON}}}?,\s"
    within += rf"|{words.said('within')},?\s[^;.]{{2,{_LONGEST_REASON}}}?\s(?={manner}\s{support}))"
    return re.compile(rf"\s*(?:-\s)?(?:{within})?(?:(?:{must(words).pattern}|{manner}),?\s)*{support}", re.IGNORECASE)


@from_vocabulary
def _together(words: Vocabulary) -> re.Pattern[str]:
    said = pattern_of(each for each in words.acts if each.says == "support")
    return re.compile(rf"{said}\s(?:với|cùng)\s")


def _worked_with(task: str, unit: str) -> bool:
    """Whether a task of another unit says that it works with this one: `Công an xã chủ trì, phối hợp với Trạm Y tế`."""
    found = _together().search(task)
    return found is not None and is_unit(task) and task[found.end() :].casefold().startswith(unit.casefold())


def role_of(tasks: Iterable[str], unit: str = "") -> str | None:
    """The role that the tasks state: a unit leads where one says so, and supports where the first begins so.

    A task may name the `unit` again before it says so.

    >>> role_of(["Chủ trì, phối hợp với Công an xã."]), role_of(["Phối hợp với Phòng Kinh tế."]), role_of(["Báo cáo."])
    ('chủ trì', 'phối hợp', None)
    >>> role_of(["Gửi cơ quan chủ trì."]), role_of(["Phối hợp với các thôn.", "Báo cáo."])
    (None, 'phối hợp')
    """
    tasks = [task[len(unit) :] if unit and task.casefold().startswith(unit.casefold()) else task for task in tasks]
    if any(map(_says_lead, tasks)):
        return LEAD
    if unit and any(_worked_with(task, unit) for task in tasks):
        return SUPPORT
    return SUPPORT if tasks and _supports().match(tasks[0]) else None


@from_vocabulary
def _with_whom(words: Vocabulary) -> re.Pattern[str]:
    """A heading that says no more than that a unit works with those below it."""
    said = pattern_of(each for each in words.acts if each.says == "support")
    return re.compile(rf"(?:^|.*\s){said}(?:\s(?:với|cùng))?\s*$", re.IGNORECASE)


def is_with_whom(heading: str | None) -> bool:
    """Whether the units below a heading are those that another works with (`b) Chủ trì, phối hợp với:`).

    >>> is_with_whom("Chủ trì, phối hợp"), is_with_whom("Công tác phối hợp liên ngành")
    (True, False)
    """
    return bool(heading and _with_whom().match(heading.rstrip(" :")))
