# SPDX-License-Identifier: Apache-2.0
"""How strongly a line is like something, 0 to 1: a fixed line, capitals, a name, pieces of a seal, no words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from ocr_kh.genre.people import has_surname, is_name, without_rank
from ocr_kh.language.letters import CAPITALS, plain_of
from ocr_kh.language.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNLIKE = 0.6
"""Likeness (0 to 1) below which a line is no misreading of a fixed one: half of the letters of any two agree."""
_FEW_LETTERS = 3
_MIXED = 0.6
"""Share of capitals up to which a line is set in small letters: initials and names have up to half."""
_HALF_PROVED = 0.5
_LETTERS = re.compile(r"[^\W\d_]+")
_SIGNS_AROUND = re.compile(r"^[\W\d]+|[\W\d]+$")
_DOUBTED, _UNSURE = 0.7, 2.5
"""Mean confidence of words below which a line may be a stroke or a stamp, and how much of one each point less is."""
_NUMBERED_NAME = re.compile(r"[A-Z][a-z]{2,}-\d{1,2}")
"""`Covid-19`."""
_INITIALS = re.compile(r"(?=.{3})[B-DF-HK-NP-TV-XU]+[A-Z]?[B-DF-HK-NP-TV-XU]*")
"""What initials of a body look like (`UBND`, `HĐQL`, `BCH`): consonants, hardly a vowel."""
_CUT_OFF = frozenset("BDĐGHNS")
"""First letters of syllables that stand for no word, nor for a figure or a sign of authority, by themselves."""
_LONGEST_NAME = 45
"""Characters of the longest name of a person, with what stands around it."""
_AROUND_WORDS = ".,;:()-–\"'“”"
AROUND = " .,;:*_|'‘’`-–—~“”\""
"""Signs that an engine makes of strokes around a name."""


def likeness(plain: str, fixed: Sequence[str]) -> float:
    """How like `plain` is to the likest of some fixed lines: 0 for no more than chance, 1 for the same."""
    found = process.extractOne(plain, fixed, scorer=fuzz.ratio, score_cutoff=100 * _UNLIKE)
    return (found[1] / 100 - _UNLIKE) / (1 - _UNLIKE) if found else 0.0


@lru_cache(maxsize=1_024)
def capital_strength(text: str) -> float:
    """How surely a line is set in capitals: an engine makes small letters of a few of them.

    >>> capital_strength("TỈNH SƠN LẠC"), capital_strength("Tỉnh Sơn Lạc")
    (1.0, 0.0)
    """
    words = text.split()
    small = sum(map(len, filter(str.islower, filter(str.isalpha, words))))
    if (1 - _MIXED) * (sum(map(len, words)) - small) < _MIXED * small:  # even if all other signs were capitals
        return 0.0
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < _FEW_LETTERS:
        return 0.0
    share = sum(map(str.isupper, letters)) / len(letters)
    return max(0.0, (share - _MIXED) / (1 - _MIXED))


@lru_cache(maxsize=8_192)
def is_strange(word: str) -> bool | None:
    """Whether a word is neither a syllable nor a number nor in capitals; None for signs alone.

    >>> is_strange("huyện,"), is_strange("12/2026"), is_strange("UBND"), is_strange("hnyợn"), is_strange("...")
    (False, False, False, True, None)
    >>> is_strange("Covid-19"), is_strange("4h-19"), is_strange("Ñ")
    (False, True, True)
    """
    core = word.strip(_AROUND_WORDS)
    named = _NUMBERED_NAME.fullmatch(core) is not None
    capitals = core.isupper() and all(one.isascii() or not one.isalpha() or one in CAPITALS for one in core)
    return not (is_syllable(core) or core.replace("/", "").isdigit() or capitals or named) if core else None


def garbled(strange: float, confidence: float) -> float:
    """How surely a line is none of words: by the share of strange ones, and by what the engine thought of it.

    Where all are syllables its doubt alone is half a proof: it is low on faint print too.
    """
    doubt = _UNSURE * max(0.0, _DOUBTED - confidence)
    return min(1.0, strange + doubt) if strange else min(_HALF_PROVED, doubt)


@lru_cache(maxsize=1_024)
def oddness(text: str) -> float:
    """Share of the words in capitals that are neither syllables nor ever written in capitals: pieces of a seal."""
    words = [word for word in _LETTERS.findall(text) if word.isupper() and (len(word) > 1 or word in _CUT_OFF)]
    odd = [word for word in words if not is_syllable(word.lower()) and not is_initials(plain_of(word))]
    return len(odd) / len(words) if words else 0.0


def _is_patched(name: str) -> bool:
    """Whether what looks like a name has words in capitals and others, and no family name: pieces of a seal.

    >>> _is_patched("Í TẢ Cao HÀ"), _is_patched("PGS.TS. Lê Văn Ba"), _is_patched("Lê Văn BA"), _is_patched("K' Brèm")
    (True, False, False, False)
    """
    capitals = [word.isupper() for word in without_rank(name).split() if sum(map(str.isalpha, word)) > 1]
    return any(capitals) and not all(capitals) and not has_surname(name)


def is_initials(word: str) -> bool:
    """Whether a word in capitals without marks may be the initials of a body (`UBND`): it has hardly a vowel.

    >>> is_initials("HDND"), is_initials("CTY"), is_initials("HOI")
    (True, True, False)
    """
    return bool(_INITIALS.fullmatch(word))


def named(text: str) -> float:
    """How like a line is to a person's name: 1 for one, less where its first letters were lost or run into."""
    core = text.strip(AROUND)
    if is_name(core, plain_of(core)):
        return 0.0 if _is_patched(core) else 1.0
    if len(core) > _LONGEST_NAME:
        return 0.0
    words = _SIGNS_AROUND.sub("", core).split()
    if not 2 <= len(words) <= 6:
        return 0.0
    good = sum(word[:1].isupper() and word[1:].islower() and bool(is_syllable(word.lower())) for word in words)
    return max(0.0, (good / len(words) - 0.5) * 1.6) if not core.isupper() else 0.0
