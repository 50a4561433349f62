# SPDX-License-Identifier: Apache-2.0
"""Signs and first words of titles that a seal ate, given back by what the lines of a closing tell of one another.

A seal covers the left third of a signature (Nghị định 30/2020, Phụ lục I, ô 8), and lines of a closing are centred
below one another: one that lost its beginning stands to the right of the others by half of what it lost. Who signs is
told by a grammar (Điều 13): a body is signed for with `TM.`, a deputy signs below `KT.` and the title of the head.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from ocr_kh.genre.titles import is_collective, is_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.blocks.lines import BlockLine

_SHARE = (0.6, 1.6)
"""Part of half of what a line lost, as wide as its letters, by which it stands aside at least and at most."""
_LEAST = 4.0
"""Points by which it stands aside, at least: no two lines are centred to the point."""


def completed(lines: Sequence[str], pieces: Sequence[BlockLine], signer: BlockLine | None) -> list[str]:
    """The lines above a name with what a seal ate; `pieces` are the same as they stand on the page."""
    if len(lines) != len(pieces) or any(piece.box is None for piece in pieces):
        return list(lines)
    return [_whole(at, lines, pieces, signer) for at in range(len(lines))]


def _whole(at: int, lines: Sequence[str], pieces: Sequence[BlockLine], signer: BlockLine | None) -> str:
    line, above = lines[at], lines[at - 1] if at else ""
    if pieces[at].confidence == 1:  # no engine read it: it says what it says
        return line
    below = lines[at + 1] if at + 1 < len(lines) else ""
    others = [*(piece for piece in pieces if piece is not pieces[at]), *([signer] if signer else [])]
    if not at and is_collective(line):
        lost = "TM. "
    elif is_head(line) and not below and above.startswith("TM. "):
        lost = "PHÓ "
    else:
        return line
    return lost + line if _stands_aside(line, pieces[at], others, lost) else line


def _stands_aside(line: str, piece: BlockLine, others: Sequence[BlockLine], lost: str) -> bool:
    """Whether a line stands right of the others by half the width of what it lost."""
    middles = [other.box.middle[0] for other in others if other.box and other.page == piece.page]
    if piece.box is None or not middles:
        return False
    half = piece.box.width * len(lost) / len(line) / 2
    aside = piece.box.middle[0] - median(middles)
    return aside > _LEAST and _SHARE[0] * half < aside < _SHARE[1] * half
