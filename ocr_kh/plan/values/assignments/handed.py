# SPDX-License-Identifier: Apache-2.0
"""Tasks that running text hands out: `giao Sở Nội vụ chủ trì ...`, `... - Trường Tiểu học Hòa An thực hiện`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.issuers import initials
from ocr_kh.genre.organisations import is_unit
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import CAPITALS, plain_of
from ocr_kh.language.spellings import FREE, in_any_case
from ocr_kh.plan.texts import Found
from ocr_kh.plan.values.assignments.acts import act, speech
from ocr_kh.plan.values.assignments.clauses import unit_and_task
from ocr_kh.plan.values.assignments.naming import is_general, is_told_of
from ocr_kh.plan.values.counts import telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.findings import Assignment
    from ocr_kh.plan.texts import Unit

    Shared = Callable[[str, tuple[str, ...], str, Found], Iterator[tuple[Assignment, Found]]]

_LONGEST_NAME = 240
"""Characters of the units side by side that running text names."""
_LONGEST_ACT = 40
"""Characters of an act with what must not stand behind it."""
_LONGEST_DOER = 80
"""Characters of one that a task ends with."""


_SENTENCE = re.compile(r"(?:[^.]|\.(?!\s))+")


@from_vocabulary
def _hands(words: Vocabulary) -> re.Pattern[str]:
    """Before a unit in running text: `Giao | Phòng Kinh tế chủ trì, ...`."""
    gives = in_any_case(words.saying("gives"), behind_first=rf"{FREE}(?<!trình,\s.)(?<!trình\s.)")
    return re.compile(rf"{gives}\s(?=[{CAPITALS}])")


_NO_NAME = re.compile(r"[;.:]")


def _given_away(text: str, start: int) -> Iterator[tuple[str, str, int, int]]:
    """Units and tasks that running text hands out from `start` on, each with where they begin and end."""
    while hands := _hands().search(text, start):
        at = start = hands.end()
        stop = found.start() if (found := _NO_NAME.search(text, at)) else len(text)
        stop = min(stop, at + _LONGEST_NAME)
        acts = (each for each in act().finditer(text, at, stop + _LONGEST_ACT) if text[each.end() :][:1] in {" ", ","})
        first = next(acts, None)
        if first and first.start() <= stop and text[at : first.start()].strip(" ,"):
            start = len(text) if (end := text.find(";", first.end())) < 0 else end
            yield text[at : first.start()].strip(" ,"), text[first.start() : start].strip(), at, start


@from_vocabulary
def _doer(words: Vocabulary) -> re.Pattern[str]:
    """Who does it, at the end of a task behind a dash: `Tham luận ... - Trường Tiểu học Hòa An thực hiện`."""
    unit = rf"(?P<unit>[{CAPITALS}][^;.:,()–]{{2,{_LONGEST_DOER}}}?)"
    return re.compile(rf"\s[-–]\s{unit}\s(?P<part>(?i:{words.said('part of a doer')}))\s*[.;]?\s*$")


@from_vocabulary
def _parts(words: Vocabulary) -> tuple[str, ...]:
    """What a text ends with that a doer may stand before: few do, and only they are searched."""
    return tuple(each.name for each in words.saying("part of a doer"))


def handed(
    texts: Sequence[Unit],
    listed: set[str],
    shared: Shared,
) -> Iterator[tuple[Assignment, Found]]:
    """Tasks handed out in running text outside the `listed` sections, which have it among their tasks.

    `shared` makes one assignment for each of the units that a text names.
    """
    read = {"title", "paragraph", "bullet", "closing"}
    if not any(unit.path for unit in texts):  # a letter without sections
        read.add("preamble")
    for unit in texts:
        if unit.kind not in read or _is_below(unit.pointer, listed):
            continue
        if unit.kind == "closing" and _ends().search(unit.text):  # asks for what the document said, and no more
            continue
        if unit.kind == "closing" and (asked := list(_asked_at_the_end(unit))):
            for name, task, where in asked:
                yield from shared(name, (task,), unit.path, where)
            continue
        for name, task, start, end in _given_away(unit.text, _ended(unit.text)):
            if is_unit(name) and not is_told_of(name):
                yield from shared(name, (task,), unit.path, Found(unit.pointer, start, end))
        ends = unit.path and unit.text.rstrip(" .;").endswith(_parts())
        done = _doer().search(unit.text) if ends else None
        if done and is_unit(done["unit"]):
            task = f"{done['part']} {unit.text[: done.start()]}"
            yield from shared(done["unit"], (task,), unit.path, Found(unit.pointer, done.start("unit"), done.end()))


@from_vocabulary
def _ends(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){words.said('ends a document')}\s(?:[^.]|\.(?!\s))+")


def _ended(text: str) -> int:
    """Where a sentence ends that only asks for what the document said (`Trên đây là Kế hoạch ..., đề nghị ...`)."""
    found = _ends().match(text)
    return found.end() if found else 0


def _asked_at_the_end(unit: Unit) -> Iterator[tuple[str, str, Found]]:
    """Who is to do what by the sentences of a closing, where they name posts or bodies and not all of a kind.

    `Căn cứ Chỉ thị này, Thủ trưởng các sở; Chủ tịch UBND các xã xây dựng kế hoạch.`
    """
    for found in _SENTENCE.finditer(unit.text):
        told = unit_and_task(found.group().strip())
        if told and (spoken := speech().match(told.task)):  # the issuer speaks
            told = unit_and_task(told.task[spoken.start("act") :])
        if told and not telling("all of").match(told.unit) and not is_general(told.unit):
            yield told.unit, told.task, Found(unit.pointer, found.start(), found.end())


def _speaks(given: Assignment, issuer: str | None) -> bool:
    """Whether it is the issuer who speaks (`UBND xã yêu cầu các thôn ...`), and is given nothing."""
    if not speech().match("".join(given.tasks[:1])):
        return False
    unit, body = (plain_of(name).upper().replace("UY BAN NHAN DAN", "UBND") for name in (given.unit, issuer or ""))
    kind, _, rest = (issuer or "").upper().partition(" ")
    return body.startswith(unit) or unit.replace("&", "") == f"{plain_of(kind)} {initials(rest)}"  # `Sở GD&ĐT`


def addressed(
    found: Iterable[tuple[Assignment, Found]], issuer: str | None, shared: Shared
) -> Iterator[tuple[Assignment, Found]]:
    """The assignments; for one in which the issuer speaks, those of the units that it speaks to, each once.

    `shared` as in `handed`.
    """
    asked: set[tuple[str, str]] = set()
    for given, where in found:
        spoken = speech().match(given.tasks[0]) if _speaks(given, issuer) else None
        told = unit_and_task(given.tasks[0][spoken.start("act") :]) if spoken else None
        if told:
            spoken_to = list(shared(told.unit, (told.task,), given.path, where))
            asked.update((each.unit, each.path) for each, _ in spoken_to)
            yield from spoken_to
        elif not spoken and (given.unit, given.path) not in asked:
            yield given, where


def _is_below(pointer: str, listed: set[str]) -> bool:
    """Whether `pointer` is one of `listed` or lies below one."""
    while pointer and pointer not in listed:
        pointer = pointer.rpartition("/")[0]
    return bool(pointer)
