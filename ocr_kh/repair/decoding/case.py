# SPDX-License-Identifier: Apache-2.0
"""Case is carried over from the page: the letters are repaired, capitals stay where they were."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ocr_kh.language.confusions import glyphs

Pattern = Literal["lower", "title", "upper"]
_STROKES = glyphs("slash")
_NUMERAL = re.compile(rf"[IVX][VXL{_STROKES}]*[{_STROKES}]")
"""What may be a Roman numeral whose I were read as l or 1: `Ill` is III."""
CAPITALS_SHARE = 0.7
"""Share of the letters of a word that are capitals from which it is written in capitals."""


@lru_cache(maxsize=4096)
def pattern_of(observed: str) -> Pattern:
    """How a word is written; letters decide, and the first one if they are divided.

    One capital too many is a small letter misread (`NGi` is Nội), and an l is as often a capital I.

    >>> pattern_of("CONG"), pattern_of("Déc"), pattern_of("l6n"), pattern_of("B)"), pattern_of("NGi")
    ('upper', 'title', 'lower', 'title', 'title')
    """
    if _NUMERAL.fullmatch(observed):
        return "upper"
    letters = [char for char in observed if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    if not capitals:
        return "lower"
    if len(letters) > 1 and capitals + letters.count("l") / 2 > CAPITALS_SHARE * len(letters):
        return "upper"
    return "title" if letters[0].isupper() else "lower"


def carry_case(observed: str, lower: str) -> str:
    """`lower`, in small letters, in the case of what was observed.

    A capital I before small letters that is an l was a small one.

    >>> carry_case("CONG", "cộng"), carry_case("Déc", "độc"), carry_case("l6n", "lớn"), carry_case("B)", "bộ")
    ('CỘNG', 'Độc', 'lớn', 'Bộ')
    >>> carry_case("Igi", "lợi"), carry_case("In", "in")
    ('lợi', 'In')
    """
    pattern = pattern_of(observed)
    if pattern == "title" and observed[0] == "I" and lower[:1] == "l":
        return lower
    return in_pattern(pattern, lower)


def in_pattern(pattern: Pattern, lower: str) -> str:
    """`lower`, in small letters, written in the pattern."""
    if pattern == "lower":
        return lower
    return lower.upper() if pattern == "upper" else lower[:1].upper() + lower[1:]
