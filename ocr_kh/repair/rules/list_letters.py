# SPDX-License-Identifier: Apache-2.0
"""The letters of lists that lost their marks: Vietnamese lists go a, b, c, d, đ, e."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.language.damage import Damage
from ocr_kh.repair.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

_LETTER = re.compile(r"\s*(?P<letter>[a-zđ])\)(?=\s)")
"""The mark of a point at the beginning of a line."""


def letter_edits(lines: Sequence[str], damages: Sequence[Damage]) -> list[list[Edit]]:
    """What the letter of a point is in each damaged line that begins with one: `d` behind a `d` is đ, others stay.

    >>> [edits[0].after for edits in letter_edits(["c) Mot", "d) Hai", "d) Ba"], [Damage.STRIPPED] * 3)]
    ['c', 'd', 'đ']
    >>> letter_edits(["d) Hai", "a) Ba", "d) Bon"], [Damage.STRIPPED] * 3)[2][0].after
    'd'
    """
    edits: list[list[Edit]] = []
    last = ""
    for line, damage in zip(lines, damages, strict=True):
        found = _LETTER.match(line)
        edits.append([])
        if found:
            letter = "đ" if found["letter"] == last == "d" and damage is not Damage.NONE else found["letter"]
            last = letter
            if damage is not Damage.NONE:
                edits[-1] = [Edit(found.start("letter"), found.end("letter"), letter, "rule")]
    return edits
