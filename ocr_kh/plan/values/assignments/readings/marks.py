# SPDX-License-Identifier: Apache-2.0
"""What speaks for a reading: what its name says, its task, its text, and what stands before the name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import without_request
from ocr_kh.genre.titles import title_in_text
from ocr_kh.genre.vocabulary import KINDS, from_vocabulary
from ocr_kh.language.letters import CAPITALS
from ocr_kh.language.spellings import any_of, pattern_of, spellings
from ocr_kh.plan.structure.headings import ENACTING
from ocr_kh.plan.values.assignments.acts import (
    act,
    begins_with_act,
    carries_out,
    charge,
    hands_on,
    lead,
    must,
    says_nothing,
)
from ocr_kh.plan.values.assignments.clauses import is_whole_name, kinds, unit_and_task
from ocr_kh.plan.values.assignments.naming import is_place, kind_of, says_no_unit, trade
from ocr_kh.plan.values.assignments.posts import COMRADE
from ocr_kh.plan.values.assignments.readings.ways import grammar, speech_inside
from ocr_kh.plan.values.counts import telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.genre.vocabulary import Vocabulary

_LONGEST_HEAD = 12
"""Words of the first words of a name."""
_LENGTHS = (1, 4, 8, 14, 30)
"""Words up to which a name is of one length."""

_LETTER_INSIDE = re.compile(r"\s[a-zđ]\)\s")
"""A point of a task that was read into a name: `Bộ Nội vụ a) Chủ trì`."""
_NEAR = (0, 2, 5)
"""Syllables up to which one act is near behind another."""
_NEAR_CHARACTERS = 60
"""Characters within which a second act is looked for."""


@from_vocabulary
def _in_trouble(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(words.said("in trouble"))


@from_vocabulary
def _ends_in_place(words: Vocabulary) -> re.Pattern[str]:
    del words
    kinds = any_of(KINDS)
    return re.compile(rf"\s(?:{kinds})(?:\s[{CAPITALS}][^,;]*)?$", re.IGNORECASE)


@from_vocabulary
def _heads(words: Vocabulary) -> frozenset[str]:
    """What only begins a name, and kinds, in small letters: `tổng công ty`, `ban`, `hộ`."""
    heads = (each.name for each in words.organisations if each.uses.get("tasks") and not each.name.isupper())
    kinds = (each.name for says in ("kind beside kinds", "listed kind") for each in words.saying(says))
    return frozenset(spelled for name in (*heads, *kinds) for spelled in spellings(name.lower()))


def _ends_in_head(unit: str) -> bool:
    """Whether a name ends in what only begins a name, or in a kind: `các Tổng công ty`, `Văn phòng Ban`, `các hộ`."""
    words, heads = unit.lower().split(" "), _heads()
    return any(" ".join(words[-count:]) in heads for count in range(1, min(len(words), _LONGEST_HEAD) + 1))


@from_vocabulary
def _title_at_start(words: Vocabulary) -> re.Pattern[str]:
    """The title of a person at the beginning of a name."""
    return re.compile(rf"(?:{words.said('all of')}\s)?{title_in_text(words)}(?!\w)", re.IGNORECASE)


def acts_of(unit: str, task: str) -> Iterator[str]:
    """The act that a task begins with, and those in the name before it."""
    if first := act().match(f" {task[:_NEAR_CHARACTERS].lower()}", 1):
        yield f"first {first.group()}"
    yield from (f"inside {found.group()}" for found in act().finditer(unit))


def act_at(text: str) -> str:
    """What the first words of a task say: `lead`, `must`, `act`, ..."""
    lowered = f"{text[:1].lower()}{text[1:]}"
    if must().match(lowered):
        return "must"
    if charge().match(lowered):
        return "charge"
    if says_nothing().match(lowered):
        return "act"
    if act().match(f" {lowered}", 1):
        return "manner"
    return "no act"


@from_vocabulary
def _reported(words: Vocabulary) -> re.Pattern[str]:
    """What whoever is in trouble is told to do: `kịp thời | phản ánh về Sở Y tế`."""
    manner = pattern_of(each for each in words.acts if each.says == "manner")
    return re.compile(rf"(?:{manner}\s)*{pattern_of(words.saying('reported'))}")


def only_reports(task: str) -> bool:
    """Whether a task begins with whom to ask, or what to tell: behind `nếu có vướng mắc` nobody is given it."""
    return _reported().match(task) is not None


@from_vocabulary
def _asked_of_it(words: Vocabulary) -> re.Pattern[str]:
    """What is asked of a unit at the beginning of its task."""
    return re.compile(words.said("asked of a unit"))


def _next_act(task: str, said: str) -> Iterator[str]:
    """What comes behind the first act with no mark between: it may be that which somebody of that name does.

    `Đội | xây dựng phong trào chủ trì ...`.
    """
    first = act().match(f" {task[:_NEAR_CHARACTERS].lower()}", 1)
    if first is None:
        return
    at = first.end() - 1
    behind = act().search(task, at + 1, at + _NEAR_CHARACTERS)
    between = task[at : behind.start()] if behind else ""
    if behind is None or re.search(r"[,.;:(]|\svà\s", between):
        return
    near = next((str(most) for most in _NEAR if len(between.split()) <= most), "far")
    yield f"{said} then {act_at(task[behind.start() :])} {near}"
    if any(word[:1].isupper() for word in between.split()):
        yield f"{said} then a name, then {act_at(task[behind.start() :])}"


def of_task(task: str, form: str) -> Iterator[str]:
    """What a task says of the name before it."""
    said = act_at(task)
    yield f"does {said}"
    yield f"{form} {said}"
    if len(task.split()) < 4:
        yield "short task"
    yield from _next_act(task, said)
    if _asked_of_it().match(task):
        yield "asked of it"
    if form == "act" and lead().match(task):
        yield "leads"
    if form == "act" and carries_out().match(task):
        yield "carries it out"
    if hands_on().match(task) and unit_and_task(task):
        yield "hands on"
    if ENACTING.search(task):
        yield "enacting"
    if task[:1].isdigit():
        yield "number first"
    if task[:1].isupper():
        yield f"{form} capital task"


def of_name(unit: str) -> Iterator[str]:
    """What a name says of itself."""
    kind, words = kind_of(unit), unit.split()
    last = words[-1].lower() in grammar()
    yield kind
    yield f"words {sum(len(words) > most for most in _LENGTHS)}"
    said = {
        "all of": telling("all of").match(unit),
        "whole name": is_whole_name(unit),
        "full name": is_whole_name(unit, alone=True),
        "kind of label": not kinds().isdisjoint((unit.lower(), unit.rpartition(", ")[2].lower())),
        "must in name": must().search(unit),
        "ends in place": _ends_in_place().search(unit),
        "place": is_place(unit),
        "post": _title_at_start().match(unit),
        "letter inside": _LETTER_INSIDE.search(unit),
        "open end": unit.endswith((" và", " hoặc", ",", " với")),
        f"act in {kind}": act().search(unit),
        f"act first {kind}": begins_with_act(unit),
        f"no name in {kind}": says_no_unit(unit),
        f"lower {kind}": unit[:1].islower(),
        f"capitals in {kind}": any(word[:1].isupper() for word in words[1:]),
        f"list {kind}": ", " in unit or " và " in unit,
        f"grammar ends {kind}": last,
        f"grammar in {kind}": not grammar().isdisjoint(map(str.lower, words[:-1])),
        f"head {words[0].lower()}": kind != "strange",
        "trade": (told := trade().match(unit)) and not act().search(unit, told.end()),
        "ends in head": _ends_in_head(unit),
        f"speech in {kind}": speech_inside().search(unit),
    }
    yield from (mark for mark, holds in said.items() if holds)


def of_text(text: str) -> Iterator[str]:
    """What the whole text says of any name in it."""
    if telling("concerning").match(text):
        yield "concerning"
    if COMRADE.match(text):
        yield "person"
    if _in_trouble().match(text):
        yield "in trouble"


def of_beginning(text: str, unit: str) -> Iterator[str]:
    """What stands before a name."""
    if not text.startswith(unit):
        asked = without_request(text).startswith(unit)
        yield "asked" if asked else "behind others"
        if asked and not telling("concerning").match(text):
            yield "asks"
