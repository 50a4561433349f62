# SPDX-License-Identifier: Apache-2.0
"""Case is carried over from the page: the letters are repaired, capitals stay where they were."""

from __future__ import annotations


def carry_case(observed: str, lower: str) -> str:
    """`lower`, in small letters, in the case of what was observed.

    >>> carry_case("CONG", "cộng"), carry_case("Déc", "độc"), carry_case("l6n", "lớn"), carry_case("B)", "bộ")
    ('CỘNG', 'Độc', 'lớn', 'Bộ')
    """
    letters = [char for char in observed if char.isalpha()]
    if not letters or not any(char.isupper() for char in letters):
        return lower
    capitals = sum(char.isupper() for char in letters)
    if len(letters) > 1 and capitals > len(letters) / 2:
        return lower.upper()
    return lower[:1].upper() + lower[1:] if observed[:1].isupper() or letters[0].isupper() else lower
