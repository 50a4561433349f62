# SPDX-License-Identifier: Apache-2.0
"""Characters that stand for others, as edits of a line of text.

Words of a page have none left when they are read: this is for text as people and programs give it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.language.characters import character_stand_ins, mark_stand_ins
from ocr_kh.repair.edits import Edit, apply_edits, compose_edits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocr_kh.language.characters import StandIn


def character_edits(line: str) -> list[Edit]:
    """The edits that put characters as what they stand for, and marks on their letters; white space stays.

    >>> [(edit.start, edit.after) for edit in character_edits("KH\u2011UBND, K\xea \u0301")]
    [(2, '-'), (10, 'ế')]
    """
    if line.isascii():
        return []
    first = _edits(character_stand_ins(line))
    return compose_edits(line, first, _edits(mark_stand_ins(apply_edits(line, first))))


def _edits(found: Iterable[StandIn]) -> list[Edit]:
    return [Edit(each.start, each.end, each.meant, "rule") for each in found]
