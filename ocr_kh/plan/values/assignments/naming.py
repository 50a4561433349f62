# SPDX-License-Identifier: Apache-2.0
"""What a unit's name says: which of all it means, whether two names are one unit's, whether it is a place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import is_unit
from ocr_kh.genre.vocabulary import KINDS, from_vocabulary
from ocr_kh.language.letters import CAPITALS, small
from ocr_kh.language.spellings import any_of, pattern_of
from ocr_kh.plan.values.assignments.acts import act
from ocr_kh.plan.values.assignments.joints import units_in
from ocr_kh.plan.values.counts import telling

if TYPE_CHECKING:
    from ocr_kh.genre.vocabulary import Vocabulary

BRACKETS = re.compile(r"\s*\([^()]*\)")
"""What is told beside a name: `Ủy ban nhân dân xã (sau đây gọi là Ủy ban)`."""
_LONGEST_KINDS = 40
"""Characters of the kinds beside a first one."""
_KIND = any_of(KINDS)
_PLACES = tuple(f"{kind} " for kind in KINDS)


@from_vocabulary
def _general(words: Vocabulary) -> re.Pattern[str]:
    """Units that are not named: who is meant stands elsewhere."""
    kinds, many, everyone = (pattern_of(words.saying(each)) for each in ("general", "all of", "everyone"))
    return re.compile(rf"(?:(?:{many}\s)?{kinds}|{everyone}\s)", re.IGNORECASE)


@from_vocabulary
def _of_body(words: Vocabulary) -> re.Pattern[str]:
    """The body that general units belong to: `Các thành viên | Ban Chỉ đạo`, `các đơn vị thuộc | Sở`."""
    return re.compile(rf"(?<!\w)(?i:{words.said('of a body')})\s(?=[{CAPITALS}])(?:{words.bodies('tasks')})")


@from_vocabulary
def _told_apart(words: Vocabulary) -> re.Pattern[str]:
    """Behind a kind, perhaps with others beside it, what those have who are meant."""
    return re.compile(rf"[^.;:]{{0,{_LONGEST_KINDS}}}?\s{pattern_of(words.saying('tells apart'))}")


def is_general(unit: str) -> bool:
    """Whether a unit is not named, and who is meant stands elsewhere; a name in it tells who, or what they have.

    >>> is_general("Các cơ quan, đơn vị"), is_general("Các thành viên Ban Chỉ đạo xã"), is_general("Các phòng")
    (True, False, False)
    >>> is_general("Các địa phương có dự án đi qua"), is_general("Các địa phương có liên quan")
    (False, True)
    """
    found = _general().match(unit)
    return found is not None and not _of_body().search(unit) and not _told_apart().match(unit, found.end())


def is_kind(unit: str) -> bool:
    """Whether a unit is of a kind without a name, even where it is told who is meant: `Các đơn vị được giao vốn`."""
    return _general().match(unit) is not None


@from_vocabulary
def _level(words: Vocabulary) -> re.Pattern[str]:
    """Kinds of places at the end of a name: `xã`, `cấp xã`, `các xã, phường`."""
    many = pattern_of(words.saying("all of"))
    return re.compile(rf"\s(?:cấp\s|{many}\s)?(?:{_KIND})(?:(?:,|\svà|/)\s?(?:{_KIND}))*$")


def is_same(named: str, heading: str) -> bool:
    """Whether a line names a unit of its heading again, perhaps in more words, or by its level alone.

    >>> is_same("Ủy ban MTTQ xã", "Ủy ban MTTQ"), is_same("UBND cấp xã", "Các sở, ngành, UBND các xã, phường")
    (True, True)
    >>> is_same("Kho bạc Nhà nước tỉnh", "Kho bạc Nhà nước Hòa Sơn"), is_same("Công an xã", "Công an tỉnh")
    (True, False)
    """
    return Names(heading).have(Names(named))


class Names:
    """The name of a unit, or of several, with what is compared of it."""

    __slots__ = ("_units", "levels", "plain", "text", "words")

    def __init__(self, text: str) -> None:
        self.text, self.plain, self.levels = text, _plain(text), _levels(text)
        self.words = frozenset(text.casefold().split())
        """Of which two names that are one unit's have one in common."""
        self._units: tuple[Names, ...] | None = None

    @property
    def units(self) -> tuple[Names, ...]:
        """The units, one by one."""
        if self._units is None:
            self._units = tuple(map(Names, units_in(self.text)))
        return self._units

    def have(self, named: Names) -> bool:
        """Whether another name is that of one of the units."""
        if any(named.plain.startswith(each.plain) for each in self.units):
            return True
        body, levels = named.levels
        others = (known for each in self.units for known in (each.levels, _levels(_unplaced(each.text))))
        return bool(levels) and any(body == other and (levels & theirs or not theirs) for other, theirs in others)


def _plain(name: str) -> str:
    """A name without case and words for all of a kind: `UBND các xã`, `UBND xã`."""
    return " ".join(telling("all of").sub("", name.casefold()).split())


def _levels(name: str) -> tuple[str, frozenset[str]]:
    """A name without the kinds of places at its end, and these."""
    found = _level().search(name)
    if found is None:
        return name.casefold(), frozenset()
    return name[: found.start()].casefold(), frozenset(re.findall(_KIND, found.group()))


def _unplaced(name: str) -> str:
    """A name without the name of a place of two words at its end: `Kho bạc Nhà nước | Hòa Sơn`."""
    *body, first, second = name.split(" ") if name.count(" ") > 1 else ("", "", "")
    return " ".join(body) if first[:1].isupper() and second[:1].isupper() else name


def is_place(unit: str) -> bool:
    """Whether a unit is a place alone: before a colon it says where something is done (`Xã Hòa An: lắp 02 loa`)."""
    return unit.casefold().startswith(_PLACES)


@from_vocabulary
def _no_unit(words: Vocabulary) -> re.Pattern[str]:
    """Words that no heading has that is a unit, and first words of those that tell what is done, in small letters."""
    title = words.said("no unit title", str.lower)
    return re.compile(rf"\A{title}(?!\w)|{pattern_of(words.saying('no name'), str.lower)}")


def says_no_unit(name: str) -> bool:
    """Whether words stand in a name that no unit's has, or it begins as what is done does."""
    return _no_unit().search(small(name)) is not None


@from_vocabulary
def _told(words: Vocabulary) -> re.Pattern[str]:
    """Behind a unit, in a sentence that tells what it is or did: `Chi cục Thủy lợi | là đơn vị thuộc Sở, thực hiện`."""
    return re.compile(rf"\s{words.said('told of it')}(?!\w)")


def is_told_of(unit: str) -> bool:
    """Whether words stand in a name that tell of one unit what it is, may do, or did.

    >>> is_told_of("Giám đốc là người điều hành"), is_told_of("Sở Tài chính là cơ quan thường trực")
    (True, False)
    """
    unit = BRACKETS.sub("", unit)
    found = _told().search(unit)
    return found is not None and not telling("all of").match(unit) and not act().match(unit, found.start() + 1)


@from_vocabulary
def trade(words: Vocabulary) -> re.Pattern[str]:
    """Many of a kind with what they do for a living, which tells which of them are meant: `Các công ty khai thác`."""
    many, kind, does = (words.said(each) for each in ("all of", "kind of trade", "trade"))
    return re.compile(rf"(?i:{many})\s{kind}(?:,?\s{does}(?!\w))+")


@from_vocabulary
def superior(words: Vocabulary) -> re.Pattern[str]:
    """Those who give tasks to others, and get none of the documents that tell so."""
    return re.compile(words.said("superior"))


def kind_of(unit: str) -> str:
    """Whether a name is of a kind that tables have, says only what kind is meant, or is of no known kind."""
    if is_general(unit):
        return "general"
    return "known" if is_unit(unit) else "strange"
