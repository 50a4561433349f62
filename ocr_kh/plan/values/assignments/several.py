# SPDX-License-Identifier: Apache-2.0
"""Bodies named at once, each a unit: of several places (`UBND các xã: Hòa An, Tân Lập`), of a kind (`Các Sở: ...`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.organisations import is_unit
from ocr_kh.genre.titles import title_in_text
from ocr_kh.genre.vocabulary import KINDS, from_vocabulary
from ocr_kh.language.letters import CAPITALS, small
from ocr_kh.language.spellings import any_of, pattern_of
from ocr_kh.plan.values.assignments.acts import act, begins_with_act
from ocr_kh.plan.values.counts import telling

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary

_PLACE = re.compile(r"[^\W\d_]+(?:[\s-][^\W\d_]+){0,5}")
"""A name of a place, each word with a capital, which is looked at where it is taken."""
_LONGEST_BEGINNING = 240
"""Characters within which a text that names several at once says of what kind they are."""
_LEAST = 2
"""Places that are named at once."""


class Several(NamedTuple):
    """The units that a line names at once, and what is said behind them."""

    units: tuple[str, ...]
    task: str


@from_vocabulary
def _of_places(words: Vocabulary) -> re.Pattern[str]:
    """A body, and of what kind the places are whose names follow."""
    many = pattern_of(words.saying("all of"))
    return re.compile(rf"(?P<body>[{CAPITALS}][^:;.,]{{1,40}}?)\s{many}\s(?P<kind>{any_of(KINDS)})\s?:\s")


def _tells_no_names(text: str) -> bool:
    """Whether a text is no list of names, but what somebody does: `Các ban, ngành: | Tổ chức tuyên truyền`.

    >>> _tells_no_names("Tổ chức tuyên truyền, vận động"), _tells_no_names("Xây dựng, Tài chính rà soát vốn")
    (True, False)
    """
    first = text.partition(",")[0].casefold()
    return first not in _whole() and begins_with_act(text)


_ENDS_NAMES = re.compile(r"[:;.()]")


def _names_and_task(text: str, at: int) -> tuple[str, str] | None:
    """The names from `at` on, up to a colon, an act or the end, and the task behind them; None where they end else."""
    mark = _ENDS_NAMES.search(text, at)
    stop = mark.start() if mark else len(text)
    done = act().search(text, at + 1)
    if done and done.start() < stop:
        return text[at : done.start()].rstrip(" ,"), text[done.start() :].strip()
    if mark and mark.group() == ":":
        return text[at:stop].rstrip(), text[stop + 1 :].strip()
    return None if text[stop:].strip(" .;") else (text[at:stop].rstrip(), "")


def several(text: str) -> Several | None:
    """The bodies of the places that `text` begins with; None where it names them in another way.

    >>> several("UBND các xã: Hòa An, Tân Lập và Phú Mỹ chủ trì thu gom rác.")
    Several(units=('UBND xã Hòa An', 'UBND xã Tân Lập', 'UBND xã Phú Mỹ'), task='chủ trì thu gom rác.')
    >>> several("UBND các xã: Tổ chức ra quân, thu gom rác.") is None
    True
    >>> several("Các Sở: Tài chính, Nông nghiệp và Môi trường: Bố trí vốn.").units
    ('Sở Tài chính', 'Sở Nông nghiệp và Môi trường')
    >>> several("Giám đốc các Sở, ngành: Tài chính, Công an tỉnh: Bố trí vốn.").units
    ('Giám đốc Sở Tài chính', 'Công an tỉnh')
    >>> several("Các Sở Tài chính, Nội vụ: Bố trí vốn.").units, several("Các xã Hòa An, Tân Lập: Bố trí vốn.")
    (('Sở Tài chính', 'Sở Nội vụ'), None)
    """
    if not _many().search(small(text[:_LONGEST_BEGINNING])):
        return None
    kind = _of_kind().match(text)
    if kind and not _tells_no_names(text[kind.end() :]) and (named := _names_and_task(text, kind.end())):
        others = (kind["others"] or "").strip(" ,").removesuffix(" và")
        known = kind["colon"] or _are_known(named[0])
        if named[0] and known and (not others or is_unit(others)):
            return Several((*filter(None, [others]), *_each(kind, named[0])), named[1])
    found = _of_places().match(text)
    named = _names_and_task(text, found.end()) if found and is_unit(found["body"]) else None
    if found is None or named is None:
        return None
    places = re.split(r",\s|\svà\s", named[0])
    if len(places) < _LEAST or not all(_PLACE.fullmatch(place) for place in places):
        return None
    if not all(word[:1].isupper() for place in places for word in place.split()):
        return None
    return Several(tuple(f"{found['body']} {found['kind']} {place}" for place in places), named[1])


@from_vocabulary
def _kinds(words: Vocabulary) -> str:
    """Before the names of bodies of one kind: perhaps who leads them, and the kind."""
    heads = any_of(each.name for each in words.saying("kind of body"))
    kinds = any_of([*KINDS, *(each.name for each in (*words.saying("kind of body"), *words.saying("listed kind")))])
    more = rf"(?:(?:,|\svà)\s(?:{kinds}))*(?=\s?:)"
    return (
        rf"(?:(?P<post>{title_in_text(words)})\s)?(?i:{words.said('all of')})\s(?P<head>(?i:{heads}))(?:{more})?"
        r"(?P<colon>\s?:)?\s"
    )


@from_vocabulary
def _many(words: Vocabulary) -> re.Pattern[str]:
    """What every name of several at once has in it, in small letters: `các sở`, `các xã`."""
    heads = any_of([*KINDS, *(each.name.lower() for each in words.saying("kind of body"))])
    return re.compile(rf"{words.said('all of', str.lower)}\s(?:{heads})")


@from_vocabulary
def _of_kind(words: Vocabulary) -> re.Pattern[str]:
    """Before the names of bodies of one kind at the start of a text, perhaps behind others."""
    return re.compile(rf"(?P<others>[^:;.()]{{2,120}}?(?:,|\svà)\s)?{_kinds(words)}(?=[{CAPITALS}])")


@from_vocabulary
def _in_list(words: Vocabulary) -> re.Pattern[str]:
    """Bodies of one kind in a list of units, up to the next semicolon."""
    return re.compile(rf"{_kinds(words)}(?P<names>[{CAPITALS}][^:;.()]{{2,240}}?)(?=\s*$|;)")


@from_vocabulary
def _parted_by_semicolons(words: Vocabulary) -> re.Pattern[str]:
    """Bodies of one kind behind a colon, one behind each semicolon: of one before the first none would be many."""
    name = rf"[{CAPITALS}][^:;.()]{{2,160}}"
    return re.compile(rf"{_kinds(words)}(?<=:\s)(?P<names>(?=[^,;]+;){name}(?:;\s{name})+)")


@from_vocabulary
def _within(words: Vocabulary) -> re.Pattern[str]:
    """Kinds that stand in other bodies, whose names theirs end in: `các Đảng ủy: Chính phủ; Quốc hội`."""
    return re.compile(pattern_of(words.saying("kind within a body")), re.IGNORECASE)


def _by_semicolons(found: re.Match[str]) -> str:
    """The bodies, each with its kind; from another body on, as they stand."""
    head = " ".join(filter(None, [found["post"], f"{found['head'][:1].upper()}{found['head'][1:]}"]))
    names = found["names"].split("; ")
    ends = len(names)
    if not _within().fullmatch(found["head"]):
        ends = next((at for at, name in enumerate(names) if is_unit(name) and name.casefold() not in _whole()), ends)
    return "; ".join([*(f"{head} {name}" for name in names[:ends]), *names[ends:]])


@from_vocabulary
def _whole(words: Vocabulary) -> frozenset[str]:
    """What bodies are of: `nông nghiệp và môi trường`."""
    return frozenset(each.name.partition(" ")[2].casefold() for each in words.organisations if " " in each.name)


def _are_known(listed: str, *, within: bool = False) -> bool:
    """Whether all that stands there, where no colon says so, are names of bodies, two or more; `within`: in full."""
    names = [name.strip() for name in re.split(rf",\s|\svà\s(?=[{CAPITALS}])", listed)]
    return len(names) > 1 and all(is_unit(name) if within else name.casefold() in _whole() for name in names)


def _each(found: re.Match[str], listed: str) -> Iterator[str]:
    """The bodies that are named at once, each with its kind; from another body on, as they stand."""
    head = " ".join(filter(None, [found["post"], f"{found['head'][:1].upper()}{found['head'][1:]}"]))
    names: list[str] = []
    within = _within().fullmatch(found["head"]) is not None
    parts = [part.strip() for part in re.split(r",\s|(?=\svà\s)", listed)]
    for at, part in enumerate(parts):
        name = part.removeprefix("và ")
        joined = f"{names[-1]} {part}" if names else ""
        is_many = telling("all of").match(name) is not None
        inside = joined.casefold() in _whole() or name[:1].islower() or _goes_on(parts[at + 1 : at + 2])
        if names and name != part and not is_many and inside:
            names[-1] = joined
        elif names and is_unit(name) and name.casefold() not in _whole() and (is_many or not within):
            yield from (f"{head} {each}" for each in names)
            yield "".join([name, *(f" {each}" if each.startswith("và ") else f", {each}" for each in parts[at + 1 :])])
            return
        else:
            names.append(name)
    yield from (f"{head} {name}" for name in names)


def _goes_on(behind: Sequence[str]) -> bool:
    """Whether one more name of the kind comes behind: `và` before the last alone parts two, else it is of a name."""
    return any(not telling("all of").match(name) and not is_unit(name) for name in behind)


def written_out(units: str) -> str:
    """A list of units with those of one kind each named in full.

    >>> written_out("Chánh Văn phòng; Giám đốc các Sở: Tài chính, Nội vụ; Công an tỉnh")
    'Chánh Văn phòng; Giám đốc Sở Tài chính; Giám đốc Sở Nội vụ; Công an tỉnh'
    >>> written_out("các Sở Tài chính, Nội vụ và Y tế"), written_out("các phòng, ban, trường")
    ('Sở Tài chính; Sở Nội vụ; Sở Y tế', 'các phòng, ban, trường')
    >>> written_out("Các Sở: Tài chính, Nội vụ và các sở, ngành có liên quan")
    'Sở Tài chính; Sở Nội vụ; các sở, ngành có liên quan'
    >>> written_out("các Sở: Lâm nghiệp và Vận tải, Y tế"), written_out("các Sở: Y tế và Nội vụ, Công an tỉnh")
    ('Sở Lâm nghiệp và Vận tải; Sở Y tế', 'Sở Y tế; Sở Nội vụ; Công an tỉnh')
    >>> written_out("các Đảng ủy: Chính phủ; Quốc hội"), written_out("các Sở: Y tế; Nội vụ; Công an tỉnh")
    ('Đảng ủy Chính phủ; Đảng ủy Quốc hội', 'Sở Y tế; Sở Nội vụ; Công an tỉnh')
    """

    def full(found: re.Match[str]) -> str:
        told = (found["colon"] and not _tells_no_names(found["names"])) or _are_known(
            found["names"], within=_within().fullmatch(found["head"]) is not None
        )
        return "; ".join(_each(found, found["names"])) if told else found.group()

    listed = ": " in units or ", " in units or " và " in units
    if not listed or not _many().search(small(units)):
        return units
    units = _parted_by_semicolons().sub(_by_semicolons, units) if "; " in units else units
    return _in_list().sub(full, units)
