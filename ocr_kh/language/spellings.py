# SPDX-License-Identifier: Apache-2.0
"""Patterns of Vietnamese words in each of the ways that they are spelled: tone marks, capitals, without marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.language.letters import bare
from ocr_kh.language.syllables import place_tones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def alternatives(names: Iterable[str], write: Callable[[str], str] = str) -> str:
    """The names as alternatives of a pattern, the longest first, in the spelling that `write` gives.

    >>> alternatives(["Sở", "Tòa án"], bare), alternatives(["Sở", "Tòa án"])
    ('Toa\\\\ an|So', '(?:Tòa\\\\ án|Toà\\\\ án)|Sở')
    """
    return any_of(map(write, names))


def bare_capitals(name: str) -> str:
    """A name as an engine may leave it in a header: in capitals, without marks."""
    return bare(name).upper()


def any_of(names: Iterable[str]) -> str:
    """A pattern of one of the names, the longest first."""
    return "|".join(map(_either_tone, sorted(dict.fromkeys(names), key=len, reverse=True)))


def _either_tone(name: str) -> str:
    """A pattern of a name with its tone marks on either vowel (`Tòa`, `Toà`)."""
    spelled = "|".join(map(re.escape, spellings(name)))
    return f"(?:{spelled})" if "|" in spelled else spelled


def spellings(name: str) -> Iterable[str]:
    """A name with its tone marks where they stand, and on the other vowel."""
    return dict.fromkeys((name, place_tones(name, "new")))


def either_case(word: str) -> str:
    """A pattern of a word that may begin with a capital."""
    small, large = word[:1].lower(), word[:1].upper()
    return re.escape(word) if small == large else f"[{small}{large}]{re.escape(word[1:])}"


def loosely(phrases: Iterable[str]) -> str:
    """A pattern of the phrases without marks, in a line as it was read: any white space, room before a colon.

    >>> re.match(loosely(["ngày đến:"]), "ngay den : 05/3")
    <re.Match object; span=(0, 10), match='ngay den :'>
    >>> re.match(loosely(["đến"]), "denh") is None
    True
    """
    whole = (re.escape(each).replace(r"\ ", r"\s").replace(":", r"\s?:") for each in map(bare, phrases))
    ended = (each if each.endswith(":") else rf"{each}(?!\w)" for each in whole)
    return f"(?:{'|'.join(sorted(dict.fromkeys(ended), key=len, reverse=True))})"
