# SPDX-License-Identifier: Apache-2.0
"""Bodies of several places named at once: `UBND các xã: Hòa An, Tân Lập`, each of which is a unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.organisations import is_unit
from ocr_kh.genre.vocabulary import KINDS, from_vocabulary
from ocr_kh.language.spellings import any_of, pattern_of

if TYPE_CHECKING:
    from ocr_kh.genre.vocabulary import Vocabulary

_PLACE = r"[^\W\d_]+(?:[\s-][^\W\d_]+){0,5}?"
"""A name of a place, each word with a capital, which is looked at where it is taken."""


class Several(NamedTuple):
    """The units that a line names at once, and what is said behind them."""

    units: tuple[str, ...]
    task: str


@from_vocabulary
def _named(words: Vocabulary) -> re.Pattern[str]:
    """A body, of what kind the places are, their names, and the task, if one follows."""
    many, acts = (pattern_of(each) for each in (words.saying("all of"), words.acts))
    return re.compile(
        rf"(?P<body>[A-ZĐỦ][^:;.,]{{1,40}}?)\s{many}\s(?P<kind>{any_of(KINDS)})\s?:\s"
        rf"(?P<places>{_PLACE}(?:,\s{_PLACE})+(?:\svà\s{_PLACE})?|{_PLACE}\svà\s{_PLACE})"
        rf"(?:\s?:\s*|\s(?={acts})|\s?[.;]?\s*$)(?P<task>.*)",
        re.DOTALL,
    )


def several(text: str) -> Several | None:
    """The bodies of the places that `text` begins with; None where it names them in another way.

    >>> several("UBND các xã: Hòa An, Tân Lập và Phú Mỹ chủ trì thu gom rác.")
    Several(units=('UBND xã Hòa An', 'UBND xã Tân Lập', 'UBND xã Phú Mỹ'), task='chủ trì thu gom rác.')
    >>> several("UBND các xã: Tổ chức ra quân, thu gom rác.") is None
    True
    """
    found = _named().match(text)
    if found is None or not is_unit(found["body"]):
        return None
    places = re.split(r",\s|\svà\s", found["places"])
    if not all(word[:1].isupper() for place in places for word in place.split()):
        return None
    return Several(tuple(f"{found['body']} {found['kind']} {place}" for place in places), found["task"].strip())
