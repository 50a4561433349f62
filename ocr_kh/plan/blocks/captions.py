# SPDX-License-Identifier: Apache-2.0
"""The caption of a digital signature (Nghị định 30/2020, Phụ lục I, ô 14): who signed, of which body, and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import bare
from ocr_kh.language.spellings import loosely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.blocks.lines import BlockLine

_LABELS = 2
"""Lines with a label from which on those that stand with them are of one caption."""
_FLUSH, _NEAR, _TALLER = 0.6, 0.7, 2.0
"""Of its lines, in heights of one: by how much they begin aside of one another at most, and stand apart; and how much
taller one is than another."""
_SIGNED_AT = r"\bng\w{1,3} ky\s?:|\+07:?00|\w@\w|gov\.vn"
"""What else only the caption of a digital signature has: `Người ký:` misread, a time with its zone, an address."""


@from_vocabulary
def _caption_label(words: Vocabulary) -> re.Pattern[str]:
    """At its start, before a colon."""
    return re.compile(rf".{{0,12}}{loosely(words.fixed('caption', 'label'))}\s?:")


@from_vocabulary
def _caption_inside(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\b{loosely(words.fixed('caption', 'inside'))}|{_SIGNED_AT}")


@from_vocabulary
def _caption_signs(words: Vocabulary) -> tuple[str, ...]:
    """Without any of which a line need not be searched: it takes a while."""
    return (
        "@",
        "gov.vn",
        "+07",
        " ky:",
        " ky :",
        *(bare(each).strip(":") for each in words.fixed("caption", "inside")),
    )


def is_caption(lower: str) -> bool:
    """Whether a line, in small letters without marks, is one of such a caption.

    >>> is_caption("nguoi ky: uy ban nhan dan xa tan an"), is_caption("can bo ky luat")
    (True, False)
    """
    if ":" in lower and _caption_label().match(lower):
        return True
    return any(sign in lower for sign in _caption_signs()) and bool(_caption_inside().search(lower))


def caption_lines(pieces: Sequence[BlockLine], labelled: Sequence[bool]) -> list[int]:
    """The lines that are of a caption for standing flush below or above those that bear its labels.

    A body's name or an address runs over lines there, in letters smaller than those of the text beside it.
    """
    found: list[int] = []
    for block in _flush_blocks(pieces):
        if sum(labelled[at] for at in block) >= _LABELS:
            found += block
    return found


def _flush_blocks(pieces: Sequence[BlockLine]) -> list[list[int]]:
    """Lines one below the other that begin at the same place, each touching the one above it."""
    blocks: list[list[int]] = []
    for at, piece in enumerate(pieces):
        block = next((each for each in blocks if _stands_flush(pieces[each[-1]], piece)), None)
        if block:
            block.append(at)
        else:
            blocks.append([at])
    return blocks


def _stands_flush(above: BlockLine, below: BlockLine) -> bool:
    one, two = above.box, below.box
    if one is None or two is None or above.page != below.page:
        return False
    low, high = sorted((one.height, two.height))
    near = abs(two.x0 - one.x0) < _FLUSH * low and abs(two.y0 - one.y1) < _NEAR * low
    return near and high < _TALLER * low
