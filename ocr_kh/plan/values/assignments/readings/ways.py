# SPDX-License-Identifier: Apache-2.0
"""Where a text may be cut into the name of a unit and its task: before a colon, before one of its acts, behind others.

Each cut is a name, a task and a form, which says how it was found; `marks` tell what speaks for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import is_unit, without_request
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.plan.structure.headings import run_in
from ocr_kh.plan.values.assignments.acts import begins_with_act, charge, speech
from ocr_kh.plan.values.assignments.clauses import Sentence, cuts, led, told_in, unit_and_any_task, unit_and_task
from ocr_kh.plan.values.assignments.posts import post_of, without_adjunct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.values.assignments.clauses import Named

_LONGEST_LABEL = 8
"""Words that say what is done, before the colon in front of who does it."""
LONGEST_STRANGER = 14
"""Words of a name whose first are in no table."""
_LONGEST_UNKNOWN = 8
"""Words of a name before an act, whose first are in no table."""


@from_vocabulary
def speech_inside(words: Vocabulary) -> re.Pattern[str]:
    """What somebody in a name says to others: `Bộ trưởng | yêu cầu | các Vụ`."""
    return re.compile(rf"(?<!\svà)\s{speech(words).pattern}\s")


@from_vocabulary
def grammar(words: Vocabulary) -> frozenset[str]:
    """Words of grammar, which no name ends in."""
    return frozenset(each.name for each in words.saying("grammar"))


def ways(text: str) -> Iterator[tuple[str, str, str]]:
    """Name, task and form."""
    cut = run_in(text)
    if cut:
        name = without_adjunct(post_of(without_request(text[:cut])))
        if is_unit(name) or (name[:1].isupper() and may_be_strange(name, LONGEST_STRANGER)):
            yield name, text[cut + 1 :].strip(), "colon"
    sentence = Sentence(text)
    told = told_in(sentence)
    if told and (spoken := _asks_another(told.unit)):  # `Ban Thường vụ | giao | Ban Tổ chức hướng dẫn`
        if told := unit_and_task(f"{spoken} {told.task}"):
            yield told.unit, told.task, "asked"
    elif told:
        yield told.unit, told.task, "act"
    elif cut and len(text[:cut].split()) <= _LONGEST_LABEL and (behind := unit_and_task(text[cut + 1 :].strip())):
        yield behind.unit, behind.task, "behind"
    yield from _asked_ways(text, told)
    if sentence.known and told is None and (any_act := unit_and_any_task(text)):
        yield any_act.unit, any_act.task, "any"
    if sentence.known and not (told and charge().match(told.task)):  # behind a charge there is nothing of a name
        for count, other in enumerate(cuts(sentence)):
            if (told is None or other.unit != told.unit) and not _asks_another(other.unit):
                yield other.unit, other.task, "cut" if count else "first cut"
    elif told is None and text[:1].isupper():
        found = next(cuts(sentence), None)
        if found and may_be_strange(found.unit, _LONGEST_UNKNOWN):
            yield found.unit, found.task, "first cut"


def _asks_another(name: str) -> str:
    """What somebody in a name says to another unit behind: `UBND xã | giao Phòng Kinh tế` is no name; else ""."""
    spoken = speech_inside().search(name)
    return name[spoken.start() + 1 :] if spoken and is_unit(name[spoken.end() :]) else ""


def may_be_strange(name: str, longest: int) -> bool:
    """Whether a name may be one of a kind that no table has: short, begins as no act does, no words of grammar."""
    words = name.lower().split()
    named = len(words) <= longest and grammar().isdisjoint(words)
    return named and not begins_with_act(f"{name} ")


def plain_ways(text: str) -> Iterator[tuple[str, str, str]]:
    """Name, task and form, where a name stands before a colon or an act."""
    cut = run_in(text)
    if cut:
        name = without_adjunct(post_of(without_request(text[:cut])))
        if is_unit(name):
            yield name, text[cut + 1 :].strip(), "colon"
    told = unit_and_task(text)
    if told:
        yield told.unit, told.task, "act"
    yield from _asked_ways(text, told)


def _asked_ways(text: str, told: Named | None) -> Iterator[tuple[str, str, str]]:
    """Name, task and form of those whom a unit speaks to, and of those behind what a sentence says first."""
    if told and (spoken := speech().match(told.task)) and (asked := unit_and_task(told.task[spoken.start("act") :])):
        yield asked.unit, asked.task, "asked"
    for other in led(text):
        yield other.unit, other.task, "led"
