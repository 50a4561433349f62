# SPDX-License-Identifier: Apache-2.0
"""Case is carried over from the page: the letters are repaired, capitals stay where they were."""

from __future__ import annotations

from typing import Literal

Pattern = Literal["lower", "title", "upper"]


def pattern_of(observed: str) -> Pattern:
    """How a word is written; letters decide, and the first one if they are divided.

    >>> pattern_of("CONG"), pattern_of("Déc"), pattern_of("l6n"), pattern_of("B)")
    ('upper', 'title', 'lower', 'title')
    """
    letters = [char for char in observed if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    if not capitals:
        return "lower"
    if len(letters) > 1 and capitals > len(letters) / 2:
        return "upper"
    return "title" if letters[0].isupper() else "lower"


def carry_case(observed: str, lower: str) -> str:
    """`lower`, in small letters, in the case of what was observed.

    >>> carry_case("CONG", "cộng"), carry_case("Déc", "độc"), carry_case("l6n", "lớn"), carry_case("B)", "bộ")
    ('CỘNG', 'Độc', 'lớn', 'Bộ')
    """
    return in_pattern(pattern_of(observed), lower)


def in_pattern(pattern: Pattern, lower: str) -> str:
    """`lower`, in small letters, written in the pattern."""
    if pattern == "lower":
        return lower
    return lower.upper() if pattern == "upper" else lower[:1].upper() + lower[1:]
