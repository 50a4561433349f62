# SPDX-License-Identifier: Apache-2.0
"""The ways to read a text as one that gives a unit its task, and what speaks for each of them.

A reading is a name with the task behind it, or with the tasks below it, and the marks of both. Nothing is decided here:
`choosing` weighs the marks (costs.toml) and takes the readings that together cost least.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import is_unit, unit_of, without_request
from ocr_kh.genre.people import is_name
from ocr_kh.genre.titles import title_in_text
from ocr_kh.genre.vocabulary import KINDS, from_vocabulary
from ocr_kh.language.letters import CAPITALS
from ocr_kh.language.spellings import any_of, spellings
from ocr_kh.plan.structure.headings import ENACTING, run_in
from ocr_kh.plan.values.assignments.acts import act, charge, hands_on, lead, must, says_nothing, speech
from ocr_kh.plan.values.assignments.clauses import (
    Sentence,
    cuts,
    is_whole_name,
    kinds,
    led,
    told_in,
    unit_and_any_task,
    unit_and_task,
)
from ocr_kh.plan.values.assignments.headings import is_group, is_name_only, is_rule
from ocr_kh.plan.values.assignments.joints import names_units
from ocr_kh.plan.values.assignments.naming import (
    BRACKETS,
    is_place,
    is_told_of,
    kind_of,
    says_no_unit,
    superior,
    trade,
)
from ocr_kh.plan.values.assignments.posts import COMRADE, post_of, without_adjunct, without_duty, without_part
from ocr_kh.plan.values.assignments.several import several
from ocr_kh.plan.values.counts import telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.values.assignments.clauses import Named

_LONGEST_LABEL = 8
"""Words that say what is done, before the colon in front of who does it."""
_LONGEST_STRANGER = 14
"""Words of a name whose first are in no table."""
_LONGEST_HEAD = 12
"""Words of the first words of a name."""
_LENGTHS = (1, 4, 8, 14, 30)
"""Words up to which a name is of one length."""

_LETTER_INSIDE = re.compile(r"\s[a-zđ]\)\s")
"""A point of a task that was read into a name: `Bộ Nội vụ a) Chủ trì`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A name with its task, and what speaks for it."""

    unit: str
    task: str
    """Empty for a heading, whose tasks stand below."""
    form: str
    marks: tuple[str, ...]
    """Whatever stands around it; `choosing` adds what does."""
    taken: int = 0
    """Lines below a heading that the reading is made of too."""
    acts: tuple[str, ...] = ()
    """Which act its task begins with, and which stand in the name: some often do, as `quản lý`."""

    @property
    def units(self) -> tuple[str, ...]:
        """The names, where bodies are named at once (`Các Sở: Tài chính, Nội vụ`)."""
        return tuple(self.unit.split("; ")) if self.form == "several" else (self.unit,)


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
def _speech_inside(words: Vocabulary) -> re.Pattern[str]:
    """What somebody in a name says to others: `Bộ trưởng | yêu cầu | các Vụ`."""
    return re.compile(rf"(?<!\svà)\s{speech(words).pattern}\s")


@from_vocabulary
def title_at_start(words: Vocabulary) -> re.Pattern[str]:
    """The title of a person at the beginning of a name."""
    return re.compile(rf"(?:{words.said('all of')}\s)?{title_in_text(words)}(?!\w)", re.IGNORECASE)


@from_vocabulary
def grammar(words: Vocabulary) -> frozenset[str]:
    """Words of grammar, which no name ends in."""
    return frozenset(each.name for each in words.saying("grammar"))


def of_line(text: str) -> Iterator[Reading]:
    """The readings of a paragraph, the likeliest form first.

    >>> [(each.unit, each.form) for each in of_line("Phòng Kinh tế: Lập dự toán trước ngày 15/3.")]
    [('Phòng Kinh tế', 'colon')]
    >>> list(of_line("Tổ chức họp thôn hằng tháng."))
    []
    """
    return _readings(text, _ways(text))


def of_clause(text: str) -> Iterator[Reading]:
    """The readings of a later clause, which begins with the unit that it is about."""
    return _readings(text, _plain_ways(text))


def _readings(text: str, ways: Iterable[tuple[str, str, str]]) -> Iterator[Reading]:
    seen: set[tuple[str, str]] = set()
    around: tuple[str, ...] | None = None
    for unit, task, form in ways:
        if unit and (unit, form) not in seen:
            seen.add((unit, form))
            around = tuple(_of_text(text)) if around is None else around
            named = BRACKETS.sub("", unit)
            begins = ("asked",) if form == "asked" else _of_beginning(text, unit)
            marks = (*_of_name(named), *_of_task(task, form), *around, *begins)
            if "hands on" in marks and superior().match(unit):
                marks = (*marks, "orders")
            if form == "act" and {"whole name", "known"} <= set(marks) and not {"short task", "post"} & set(marks):
                marks = (*marks, "own subject")
            yield Reading(unit, task, form, marks, acts=tuple(_acts_of(unit, task)))


def _acts_of(unit: str, task: str) -> Iterator[str]:
    """The act that a task begins with, and those in the name before it."""
    if first := act().match(f" {task[:_NEAR_CHARACTERS].lower()}", 1):
        yield f"first {first.group()}"
    yield from (f"inside {found.group()}" for found in act().finditer(unit))


def _plain_ways(text: str) -> Iterator[tuple[str, str, str]]:
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


def _ways(text: str) -> Iterator[tuple[str, str, str]]:
    """Name, task and form."""
    cut = run_in(text)
    if cut:
        name = without_adjunct(post_of(without_request(text[:cut])))
        if is_unit(name) or (name[:1].isupper() and _may_be_strange(name, _LONGEST_STRANGER)):
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
        if found and _may_be_strange(found.unit, _LONGEST_UNKNOWN):
            yield found.unit, found.task, "first cut"


def _asks_another(name: str) -> str:
    """What somebody in a name says to another unit behind: `UBND xã | giao Phòng Kinh tế` is no name; else ""."""
    spoken = _speech_inside().search(name)
    return name[spoken.start() + 1 :] if spoken and is_unit(name[spoken.end() :]) else ""


def _may_be_strange(name: str, longest: int) -> bool:
    """Whether a name may be one of a kind that no table has: short, begins as no act does, no words of grammar."""
    words = name.lower().split()
    named = len(words) <= longest and grammar().isdisjoint(words)
    return named and not act().match(f" {name[:1].lower()}{name[1:]} ", 1)


_LONGEST_UNKNOWN = 8
"""Words of a name before an act, whose first are in no table."""


def of_heading(title: str, below: str) -> Iterator[Reading]:
    """The readings of a heading, whose first line below is `below`."""
    done = _act_at(below)
    person = post_of(title) if COMRADE.match(title) else None
    name = without_duty(without_part(person or title))
    unit = unit_of(name) or (person if person and is_name(person) else None)
    strange = unit is None
    if unit and is_told_of(unit):
        return
    if unit is None and below and _may_be_strange(without_request(title), _LONGEST_STRANGER):
        unit = without_request(title)
    around = (*_of_text(title), *_of_beginning(title, unit or ""), f"below {done}" if below else "below nothing")
    told = unit_and_task(without_part(title))
    if unit:
        behind: tuple[str, ...] = ("runs on",) if told else ()
        if told and not strange:
            group, name_only = is_group(title, told), is_name_only(told, (below,), asked=unit != title)
            behind = ("runs on", f"runs on group {group} name only {name_only}")
        if told and told.unit != unit and charge().match(told.task):
            behind = (*behind, "runs on charge")
        if is_rule(title, below):
            behind = (*behind, "rule")
        yield Reading(unit, "", "heading", (*_of_name(unit), *behind, *around, *(("no table",) if strange else ())))
    if told:
        if unit and unit_of(name):
            group, name_only = is_group(title, told), is_name_only(told, (below,), asked=unit != title)
            around = (*around, f"group {group} name only {name_only}")
        yield Reading(told.unit, told.task, "title", (*_of_name(told.unit), *_of_task(told.task, "title"), *around))


def of_several(text: str, *, taken: int = 0) -> Iterator[Reading]:
    """The reading of a text as bodies that are named at once, `taken` lines below its heading among it."""
    if (named := several(text)) is not None:
        yield Reading("; ".join(named.units), named.task, "several", ("known", "several"), taken)


def of_names(text: str, below: str, form: str) -> Reading:
    """The reading of a whole line as names, whose tasks stand below it, the first of them `below`."""
    unit = without_request(text)
    runs_on = ("runs on",) if unit_and_task(text) else ()
    inside = ("marks inside",) if re.search(r"[.:]\s", unit) else ()
    alone = ("only units",) if names_units(unit) else ()
    around = (*_of_text(text), *_of_beginning(text, unit))
    marks = (*_of_name(unit), *around, f"below {_act_at(below)}", *runs_on, *inside, *alone)
    return Reading(unit, "", form, marks)


def _act_at(text: str) -> str:
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
def _asked_of_it(words: Vocabulary) -> re.Pattern[str]:
    """What is asked of a unit at the beginning of its task."""
    return re.compile(words.said("asked of a unit"))


_NEAR = (0, 2, 5)
"""Syllables up to which one act is near behind another."""
_NEAR_CHARACTERS = 60
"""Characters within which a second act is looked for."""


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
    yield f"{said} then {_act_at(task[behind.start() :])} {near}"
    if any(word[:1].isupper() for word in between.split()):
        yield f"{said} then a name, then {_act_at(task[behind.start() :])}"


def _of_task(task: str, form: str) -> Iterator[str]:
    said = _act_at(task)
    yield f"does {said}"
    yield f"{form} {said}"
    if len(task.split()) < 4:
        yield "short task"
    yield from _next_act(task, said)
    if _asked_of_it().match(task):
        yield "asked of it"
    if form == "act" and lead().match(task):
        yield "leads"
    if hands_on().match(task) and unit_and_task(task):
        yield "hands on"
    if ENACTING.search(task):
        yield "enacting"
    if task[:1].isdigit():
        yield "number first"
    if task[:1].isupper():
        yield f"{form} capital task"


def _of_name(unit: str) -> Iterator[str]:
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
        "post": title_at_start().match(unit),
        "letter inside": _LETTER_INSIDE.search(unit),
        "open end": unit.endswith((" và", " hoặc", ",", " với")),
        f"act in {kind}": act().search(unit),
        f"act first {kind}": act().match(f" {unit[:1].lower()}{unit[1:]}", 1),
        f"no name in {kind}": says_no_unit(unit),
        f"lower {kind}": unit[:1].islower(),
        f"capitals in {kind}": any(word[:1].isupper() for word in words[1:]),
        f"list {kind}": ", " in unit or " và " in unit,
        f"grammar ends {kind}": last,
        f"grammar in {kind}": not grammar().isdisjoint(map(str.lower, words[:-1])),
        f"head {words[0].lower()}": kind != "strange",
        "trade": (told := trade().match(unit)) and not act().search(unit, told.end()),
        "ends in head": _ends_in_head(unit),
        f"speech in {kind}": _speech_inside().search(unit),
    }
    yield from (mark for mark, holds in said.items() if holds)


def _of_text(text: str) -> Iterator[str]:
    """What the whole text says of any name in it."""
    if telling("concerning").match(text):
        yield "concerning"
    if COMRADE.match(text):
        yield "person"
    if _in_trouble().match(text):
        yield "in trouble"


def _of_beginning(text: str, unit: str) -> Iterator[str]:
    """What stands before a name."""
    if not text.startswith(unit):
        asked = without_request(text).startswith(unit)
        yield "asked" if asked else "behind others"
        if asked and not telling("concerning").match(text):
            yield "asks"
