# SPDX-License-Identifier: Apache-2.0
"""Where the money comes from: what the section on `Kinh phí` says, or a sentence elsewhere that names the source."""

from __future__ import annotations

import re
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import is_unit
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of, small
from ocr_kh.language.spellings import bare_capitals, pattern_of
from ocr_kh.plan.texts import Found
from ocr_kh.plan.values.assignments.acts import act, begins_with_act

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.texts import Unit


@from_vocabulary
def _named_source(words: Vocabulary) -> re.Pattern[str]:
    """A sentence that names the source of money: `chi từ kinh phí do ngân sách xã cấp`."""
    money, before, source = (f"(?i:{words.said(each)})" for each in ("funds", "from a source", "source"))
    return re.compile(rf"(?:^|[.;:]\s)(?P<sentence>[^.;]{{0,80}}?{money}[^.;]{{0,200}}?{before}\s{source}[^.]*)")


@from_vocabulary
def _stated(words: Vocabulary) -> re.Pattern[str]:
    """A paragraph on money that has no section of its own: `Kinh phí tổ chức hội thi được bố trí từ ...`."""
    money = rf"(?:Nguồn\s)?(?i:{words.said('funds')})"
    return re.compile(rf"(?P<sentence>{money}\s[^.;]{{0,120}}?(?<!\w){words.said('funded')}(?!\w)[^.]*)")


@from_vocabulary
def _stated_later(words: Vocabulary) -> re.Pattern[str]:
    """The same behind another sentence."""
    return re.compile(rf"(?:[.;]\s){_stated(words).pattern}")


@from_vocabulary
def _labelled(words: Vocabulary) -> re.Pattern[str]:
    """A label on money with its source: `Kinh phí: ngân sách xã`, not `Kinh phí: 20 triệu đồng`."""
    money = rf"(?:Nguồn\s)?(?i:{words.said('funds')})(?:\s[^\W\d]+){{0,6}}"
    return re.compile(rf"(?P<sentence>{money}:\s[^.;]{{0,160}}?(?<!\w)(?i:{words.said('source')})(?!\w)[^.]*)")


@from_vocabulary
def _funds(words: Vocabulary) -> re.Pattern[str]:
    """What every sentence and label on the source of money has in it, in small letters."""
    return re.compile(words.said("funds", str.lower))


@from_vocabulary
def _money(words: Vocabulary) -> re.Pattern[str]:
    """Titles (capitals, no marks) of sections on money."""
    begins, whole = (words.said(each, bare_capitals) for each in ("source of money", "source of money alone"))
    return re.compile(rf"{begins}|{whole}$")


@from_vocabulary
def _money_too(words: Vocabulary) -> re.Pattern[str]:
    """Words on the source of money within a title (capitals, no marks)."""
    return re.compile(pattern_of(words.saying("source of money too"), bare_capitals))


@from_vocabulary
def _about_use(words: Vocabulary) -> re.Pattern[str]:
    """First words of a sentence on how money is used: `việc huy động, sử dụng các nguồn vốn`."""
    return re.compile(pattern_of(words.saying("use of money")))


@from_vocabulary
def _says_nothing(words: Vocabulary) -> re.Pattern[str]:
    """Titles (capitals, no marks) under one on money that say no more of it: `Nguồn kinh phí`, `Nhiệm vụ`."""
    tasks = pattern_of(words.saying("task column"), bare_capitals)
    return re.compile(rf"(?:{_money(words).pattern}|{tasks})(?:\s\w+){{0,2}}$")


def _under(title: Unit, texts: Sequence[Unit], at: int) -> list[Unit]:
    """What is said under a title, from index `at` on, but for tables, and titles before it that say no more."""
    under = takewhile(
        lambda each: each.pointer.startswith(f"{title.pointer}/"), map(texts.__getitem__, range(at, len(texts)))
    )
    said = [each for each in under if each.kind != "table"]
    spoken = list(dropwhile(_says_no_more, said))
    return spoken or said


def _says_no_more(unit: Unit) -> bool:
    if unit.kind == "title":
        return bool(_says_nothing().match(plain_of(unit.text).upper()))
    return bool(_bare_sum().fullmatch(unit.text))


@from_vocabulary
def _bare_sum(words: Vocabulary) -> re.Pattern[str]:
    """A sum alone."""
    return re.compile(rf"[\d.,]+\s?(?:{words.said('thousands')}\s?)?{words.said('money')}\W*", re.IGNORECASE)


def _joined(said: Sequence[Unit]) -> str:
    """The texts as one; a title ends in the colon that it lost where its matter follows."""
    ends = [
        ": " if each.kind == "title" and after and after.pointer.startswith(f"{each.pointer}/") else " "
        for each, after in zip(said, (*said[1:], None), strict=True)
    ]
    return "".join(f"{each.text}{end}" for each, end in zip(said, ends, strict=True)).strip()


def _source_in(text: str) -> re.Match[str] | None:
    """A sentence that names a source, and does not only hand out the task of seeing to it."""
    found = _named_source().search(text)
    stated = found["sentence"].strip(" ;.:") if found else ""
    sentence = stated.lower()
    return None if is_unit(stated) or act().match(f" {sentence}", 1) or _about_use().match(sentence) else found


def budget(texts: Sequence[Unit]) -> tuple[str, Found] | None:
    """The words on the source of money, and where they begin; None when the plan has none.

    First the section on it, then a sentence or label of its own, then a section that is on money among others, then
    a sentence behind others, but for what a unit is to do by its heading.
    """
    sections = (
        _under(unit, texts, at + 1)
        for at, unit in enumerate(texts)
        if unit.kind == "title" and unit.path and _money().match(plain_of(unit.text).upper())
    )
    on_money = sorted(filter(None, sections), key=_is_sum)  # one that begins with a sum after one that names a source
    if on_money:
        return _joined(on_money[0]), Found(on_money[0][0].pointer)
    placed = [unit for unit in texts if unit.kind in {"paragraph", "bullet", "title"} and unit.path]
    placed = [unit for unit in placed if _funds().search(small(unit.text))]
    stated = ((unit, _stated().match(unit.text) or _labelled().match(unit.text)) for unit in placed)
    running = (unit for unit in placed if unit.kind != "title")
    behind = (
        (unit, (None if _is_task(unit) else _source_in(unit.text)) or _stated_later().search(unit.text))
        for unit in running
    )
    return _first(stated) or _among_others(texts) or _first(behind)


def _is_task(unit: Unit) -> bool:
    """Whether a text is the first below a unit's name, and so what it is to do."""
    return bool(unit.above) and unit.pointer.endswith("/blocks/0") and is_unit(unit.above[-1])


def _is_sum(said: Sequence[Unit]) -> bool:
    """Whether a section begins with a sum."""
    return said[0].text[:1].isdigit()


def _first(places: Iterable[tuple[Unit, re.Match[str] | None]]) -> tuple[str, Found] | None:
    for unit, found in places:
        if found:
            return found["sentence"].strip(), Found(unit.pointer, found.start("sentence"), found.end())
    return None


def _among_others(texts: Sequence[Unit]) -> tuple[str, Found] | None:
    """What a section says whose title speaks of money too, and is no unit's: `Phương thức và nguồn kinh phí`."""
    for at, unit in enumerate(texts):
        if unit.kind == "title" and unit.path and _money_too().search(plain_of(unit.text).upper()):
            said = _under(unit, texts, at + 1)
            if said and not is_unit(unit.text) and not begins_with_act(unit.text):
                return _joined(said), Found(said[0].pointer)
    return None
