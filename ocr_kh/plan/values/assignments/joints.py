# SPDX-License-Identifier: Apache-2.0
"""Units named at once, parted: where a comma, `và` or semicolon stands between two of them, and where within a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import is_unit, without_request
from ocr_kh.genre.titles import title_in_text
from ocr_kh.genre.vocabulary import KINDS, from_vocabulary
from ocr_kh.language.letters import CAPITALS, SMALL_LETTERS
from ocr_kh.language.spellings import any_of, pattern_of
from ocr_kh.plan.values.assignments.posts import COMRADE
from ocr_kh.plan.values.counts import telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ocr_kh.genre.vocabulary import Vocabulary


_JOINT = r",\s|\svà\s"


@from_vocabulary
def _parting(words: Vocabulary) -> re.Pattern[str]:
    """Between the units of a cell; a comma inside a name (`Phòng Kinh tế, Hạ tầng và Đô thị`) parts nothing."""
    people = pattern_of(words.saying("people"))
    many = rf"(?i:{words.said('all of')})\s(?i:{words.bodies('tasks')}|{title_in_text(words)}|tổ chức)"
    leading = rf"(?i:{words.said('head of')}\s{words.said('all of')})\s"
    head = rf"(?:[Đđ]ề nghị\s)?(?:{words.bodies('tasks')}|{title_in_text(words)}|{many})"
    behind = rf"{_joint(words)}(?={head}|{people}|{leading}|{COMRADE.pattern})|/(?=[{CAPITALS}])(?={head})"
    return re.compile(rf"\s*(?:;|\n|<br\s*/?>|{behind})\s*")


def _joint(words: Vocabulary) -> str:
    """A comma or `và` between two units; none in what is one with the next, whatever that is or that one alone."""
    ones = [each.name for each in words.saying("one with the next")]
    alone = "".join(rf"(?<!{re.escape(name)})" for name in ones if not re.search(_JOINT, name))
    parts = (re.split(rf"(?={_JOINT})", name, maxsplit=1) for name in ones if re.search(_JOINT, name))
    whole = "".join(rf"(?<!{re.escape(first)}(?={re.escape(rest)}))" for first, rest in parts)
    return rf"{whole}(?:,\s|{alone}\svà\s)"


@from_vocabulary
def _kind_behind(words: Vocabulary) -> re.Pattern[str]:
    """A unit without a name behind one with a name: `Sở Y tế và | cơ quan liên quan`, `Đài tỉnh, | báo chí`."""
    return re.compile(rf"(?:,|\svà)\s(?={pattern_of(words.saying('kind of unit'))})")


@from_vocabulary
def _of_kinds(words: Vocabulary) -> re.Pattern[str]:
    """Begins a list of kinds, which is one unit: `Thủ trưởng các sở, ...`, `Doanh nghiệp, ...`."""
    many = pattern_of([*words.saying("all of"), *words.saying("head of")])
    return re.compile(rf"(?:{pattern_of(words.saying('kind of unit'))}|\w+$|.*{many})", re.IGNORECASE)


@from_vocabulary
def _unheaded(words: Vocabulary) -> re.Pattern[str]:
    """Persons behind bodies, whom those who head the bodies do not head: `Thủ trưởng các cơ quan, | cá nhân`."""
    return re.compile(rf"(?:,|\svà)\s(?={words.said('headed by nobody')}(?!\w))")


@from_vocabulary
def _concerned(words: Vocabulary) -> re.Pattern[str]:
    """Behind many of a kind that are told apart, whoever else is concerned: `Các hãng phim, | tổ chức có liên quan`."""
    many, kind = pattern_of(words.saying("all of")), _listed_kind(words).pattern
    which = rf"(?:{pattern_of(words.saying('kind of unit'))}|{kind})\s(?!(?:có\s)?liên quan)[^,]+?"
    concerned = rf"{kind}(?:(?:,|\svà)\s{kind})*\s(?:có\s)?liên quan$"
    return re.compile(rf"(?P<first>{many}\s{which})(?:,|\svà)\s(?P<rest>{concerned})", re.IGNORECASE)


def _parted(name: str) -> list[str]:
    """A name, and a unit without one that stands behind its comma."""
    if heads().match(name):
        return _unheaded().split(name, maxsplit=1)
    if name.endswith("liên quan") and (concerned := _concerned().fullmatch(name)):
        return [concerned["first"], concerned["rest"]]
    first, *_ = name.split(",")
    return _kind_behind().split(name) if first[:1].isupper() and not _of_kinds().match(first) else [name]


_SIGNS = (";", "\n", "<", ",", " và ", "/")
"""One of which is in every text that names several units."""


def units_in(cell: str) -> tuple[str, ...]:
    """The units that a cell, or the beginning of a sentence, names.

    >>> units_in("Phòng Kinh tế, Hạ tầng và Đô thị; Công an xã, Trạm Y tế")
    ('Phòng Kinh tế, Hạ tầng và Đô thị', 'Công an xã', 'Trạm Y tế')
    >>> units_in("các Tổ chuyên môn và bộ phận thiết bị"), units_in("Trưởng đoàn thể xã, các đồng chí Phó Chủ tịch")
    (('các Tổ chuyên môn', 'bộ phận thiết bị'), ('Trưởng đoàn thể xã', 'các đồng chí Phó Chủ tịch'))
    >>> units_in("Chủ trại, bí thư chi bộ và y sĩ"), units_in("cán bộ, công chức, người lao động")
    (('Chủ trại', 'bí thư chi bộ', 'y sĩ'), ('cán bộ, công chức, người lao động',))
    >>> units_in("các bộ phận có liên quan trong"), units_in("UBND các xã,…"), units_in("các cơ quan cấp trên")
    (('các bộ phận có liên quan',), ('UBND các xã',), ('các cơ quan cấp trên',))
    """
    text = "\n".join(filter(None, (" ".join(line.split()) for line in cell.split("\n"))))
    wholes = _parting().split(text) if any(sign in text for sign in _SIGNS) else [text]
    parts = [part for whole in wholes for part in _people_in(whole)]
    each = [part for name in map(_name, parts) for part in _parted(name) if _is_word(part)]
    return tuple(dict.fromkeys(_together(each, text)))


_COMRADES = re.compile(r"(?:các\s)?(?:đồng chí|đ/c)\s", re.IGNORECASE)


@from_vocabulary
def _small_person(words: Vocabulary) -> re.Pattern[str]:
    """Somebody by the work, in small letters: `bí thư chi bộ`, `trưởng thôn`, `người lái xe`, `y sĩ`."""
    titles = any_of(title.lower() for title in words.titles)
    ends, begins = any_of(each.name for each in words.saying("person ends")), pattern_of(words.saying("person begins"))
    return re.compile(rf"(?:{titles}(?=\s\w)|[{SMALL_LETTERS}]+\s(?:{ends})(?!\w)|{begins}\s)")


def _people_in(name: str) -> list[str]:
    """Persons in a row, those behind the first in small letters: `Trưởng thôn, bí thư chi bộ`."""
    first = name[:1].lower() + name[1:]
    if not any(sign in name for sign in (", ", " và ")) or not (_COMRADES.match(name) or _small_person().match(first)):
        return [name]
    return re.split(rf"(?:,\s|\svà\s)(?={_small_person().pattern})", name)


@from_vocabulary
def _going_on(words: Vocabulary) -> frozenset[str]:
    """Words that go on with the sentence behind a name (`các bộ phận liên quan | trong`)."""
    return frozenset(each.name for each in words.saying("goes on"))


_AROUND_A_NAME = " -–+.,;…"


def _name(part: str) -> str:
    """A name without what is asked before it and what is no part of it behind: a bracket, words that go on."""
    name = re.sub(r"\s*\([^)]*\)?$", "", part.strip(_AROUND_A_NAME))
    while (parted := name.rpartition(" "))[2] in _going_on():
        name = parted[0].rstrip(_AROUND_A_NAME)
    return without_request(name)


def _is_word(name: str) -> bool:
    """Whether there are letters in a name, more than one."""
    return sum(map(str.isalpha, name)) > 1


@from_vocabulary
def heads(words: Vocabulary) -> re.Pattern[str]:
    """Those who speak for all of several kinds: `Thủ trưởng các sở, các ngành`."""
    many = pattern_of(words.saying("all of"))
    return re.compile(rf"{pattern_of(words.saying('head of'))}\s{many}", re.IGNORECASE)


def _together(names: Iterable[str], text: str) -> Iterator[str]:
    """The names in `text`, those of kinds joined as there.

    Behind one who speaks for them (`Thủ trưởng các sở`), in one word each (`viện, trường`), kinds beside kinds.
    """
    whole = ""
    for name in names:
        sign = next((sign for sign in (" và ", ", ") if whole and f"{whole}{sign}{name}" in text), None)
        last = whole.rpartition(", ")[2]
        if whole and (
            _is_headed(whole, name)
            or (_is_kind(name.partition(", ")[0]) and (_is_kind(last) or _many_of_kind().search(last)))
            or _goes_on(whole, name, at_once=sign is not None)
        ):
            whole = f"{whole}{sign or ', '}{name}"
            continue
        if whole:
            yield whole
        whole = name
    if whole:
        yield whole


@from_vocabulary
def _no_head(words: Vocabulary) -> re.Pattern[str]:
    """Those whom nobody heads: behind `Thủ trưởng các đơn vị` they are meant themselves."""
    return re.compile(rf"(?<!\w){pattern_of(words.saying('headed by nobody'))}")


@from_vocabulary
def _head(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(pattern_of(words.saying("head of")), re.IGNORECASE)


def _is_headed(whole: str, name: str) -> bool:
    """Whether a name is more of what one heads: `Thủ trưởng các sở, | các ngành`, `Thủ trưởng, | lãnh đạo các sở`."""
    if _head().fullmatch(whole):
        return _head().match(name) is not None
    more = name[0].islower() and telling("all of").match(name) and not _no_head().search(name)
    return bool(more and heads().match(whole))


def _goes_on(whole: str, name: str, *, at_once: bool) -> bool:
    """Whether a name is one more kind of those before it; `at_once`: nothing but a comma or `và` is between."""
    levels = _levels().search(whole) if at_once else None
    if levels and (_level().match if levels["many"] else _level().fullmatch)(name):
        return not _of_party().match(name) or _of_party().search(levels.group()) is not None
    kinds = None if heads().match(whole) and _no_head().match(name) else _bare_kind().fullmatch(whole)
    if kinds is None or (kinds["many"] and not at_once):
        return False
    return _is_nameless(name, many=kinds["many"] is not None)


def _places(words: Vocabulary) -> str:
    """Kinds of places, and committees of the Party by their level."""
    committees = [*words.saying("committee of a level"), *words.saying("committee of the Party")]
    return rf"(?:{any_of(KINDS)}|{pattern_of(committees)})"


@from_vocabulary
def _of_party(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(pattern_of(words.saying("committee of the Party")), re.IGNORECASE)


@from_vocabulary
def _levels(words: Vocabulary) -> re.Pattern[str]:
    """Ends in a kind of places, none by its name: `UBND các Quận`, `UBND tỉnh`, `Ban Thường vụ Tỉnh ủy`."""
    many = pattern_of(words.saying("all of"))
    kind = _places(words)
    return re.compile(rf"(?:^|\s)(?P<many>{many}\s)?{kind}(?:(?:,|\svà)\s{kind})*$", re.IGNORECASE)


@from_vocabulary
def _level(words: Vocabulary) -> re.Pattern[str]:
    """Kinds of places, none by its name: `Huyện, Thị xã`."""
    kind = rf"(?i:{_places(words)})"
    return re.compile(rf"{kind}(?:(?:,|\svà)\s{kind})*(?=$|\s[{SMALL_LETTERS}])")


@from_vocabulary
def _bare_kind(words: Vocabulary) -> re.Pattern[str]:
    """Kinds, of which nothing tells yet which ones are meant: `Các tập đoàn, tổng công ty`, or those who lead them."""
    many, kind, listed = pattern_of(words.saying("all of")), _kind(words).pattern, _listed_kind(words).pattern
    lead = rf"(?:(?:{title_in_text(words)}|{pattern_of(words.saying('head of'))})\s)?"
    return re.compile(
        rf"(?P<many>{lead}{many}\s{listed}(?:(?:,|\svà)\s{listed})*)|{kind}(?:,\s{kind}[^,]*)*", re.IGNORECASE
    )


@from_vocabulary
def _kind(words: Vocabulary) -> re.Pattern[str]:
    """A kind of unit that stands beside others."""
    return re.compile(pattern_of(words.saying("kind beside kinds")), re.IGNORECASE)


@from_vocabulary
def _listed_kind(words: Vocabulary) -> re.Pattern[str]:
    """A kind of unit that goes on with `các` before the first of a list."""
    return re.compile(pattern_of([*words.saying("kind beside kinds"), *words.saying("listed kind")]), re.IGNORECASE)


@from_vocabulary
def _which(words: Vocabulary) -> re.Pattern[str]:
    """Behind a kind, what tells which ones are meant by where they belong: `công ty | thuộc Bộ`."""
    return re.compile(rf"\s{pattern_of(words.saying('belongs'))}")


def _is_nameless(name: str, *, many: bool) -> bool:
    """Whether a kind stands with what tells which ones are meant, but no name; `many` are spoken of before it."""
    kind = (_listed_kind() if many else _kind()).match(name)
    return kind is not None and ((rest := name[kind.end() :]) == rest.lower() or _which().match(rest) is not None)


@from_vocabulary
def _many_of_kind(words: Vocabulary) -> re.Pattern[str]:
    """Ends in many of a kind of one syllable: `các Thôn`, `Trang thông tin của các Sở`."""
    return re.compile(rf"(?:^|\s){words.said('all of')}\s\w+$", re.IGNORECASE)


def _is_kind(name: str) -> bool:
    """Whether a name is one syllable, as of a kind, and no abbreviation."""
    return " " not in name and name[1:].islower()


def names_units(cell: str) -> bool:
    """Whether a cell names units, and nothing else.

    >>> names_units("Phòng Kinh tế, Công an xã"), names_units("Trồng cây"), names_units("2")
    (True, False, False)
    """
    names = units_in(cell)
    return bool(names) and all(map(is_unit, names))
