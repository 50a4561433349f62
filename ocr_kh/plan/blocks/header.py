# SPDX-License-Identifier: Apache-2.0
"""The header of a document: its lines labelled by one search, and how sure that was of each field.

What stands below the header, the body, begins where the search says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocr_kh.document import around
from ocr_kh.plan.blocks.header_fields import LABELS_OF, Head, read_head
from ocr_kh.plan.blocks.header_lines import line_features, near_lines, whole_symbols
from ocr_kh.plan.blocks.lines import block_lines, header_cut
from ocr_kh.plan.blocks.search.costs import costs_of
from ocr_kh.plan.blocks.search.labelling import Margin, label_lines
from ocr_kh.plan.model import Header

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ocr_kh.document import Box, Line
    from ocr_kh.plan.blocks.lines import BlockLine
    from ocr_kh.plan.blocks.search.labelling import Labelling

_LINES_TRIED = (24, 70)
"""Printed lines from the start within which the body begins: nearly always within the first of these."""
_SURELY_TEXT = 6
"""Lines of text at the end of those tried that show that it has begun."""
_LETTERS_OF_A_LINE = 2
"""Letters from which on a line of noise may be a part of what stands around it."""


def head(lines: Sequence[Line], widths: Mapping[int, float]) -> Head:
    """Read the header off the first lines of a document."""
    for most in _LINES_TRIED:
        pieces = whole_symbols(block_lines(lines, near_lines(lines, most), widths, cut=header_cut))
        if not pieces:
            return Head(Header(), None, None, (), None, 0, (), {})
        labelling = label_lines(line_features(pieces), costs_of("header"))
        if labelling.labels[-_SURELY_TEXT:] == ("text",) * _SURELY_TEXT:
            break
    labels = _whole_lines(pieces, labelling.labels)
    found = read_head(pieces, labels)
    return replace(found, margins=_margins(pieces, labelling, found))


def _whole_lines(pieces: Sequence[BlockLine], labels: Sequence[str]) -> list[str]:
    """The labels, those of text taken up again where the body begins inside of a printed line that was cut."""
    first = next((piece.line for piece, label in zip(pieces, labels, strict=True) if label == "text"), None)
    return [
        "text" if first is not None and piece.line >= first else label
        for piece, label in zip(pieces, labels, strict=True)
    ]


def _margins(pieces: Sequence[BlockLine], labelling: Labelling, found: Head) -> dict[str, Margin]:
    made: dict[str, Margin] = {}
    read: dict[tuple[str, ...], Head] = {}  # one other path is the rival of several fields
    for pointer, of in LABELS_OF.items():
        members = {at for at, label in enumerate(labelling.labels) if label in of}
        cost, other = labelling.rival(members, of)
        if other and other not in read:
            read[other] = read_head(pieces, _whole_lines(pieces, other))
        value = _value(read[other], pointer) if other else None
        torn = _is_torn(pieces, labelling.labels, members)
        made[pointer] = Margin(cost, value if value != _value(found, pointer) else None, torn)
    return made


def _is_torn(pieces: Sequence[BlockLine], labels: Sequence[str], members: Collection[int]) -> bool:
    """Whether a line of letters that was taken for noise touches those of a field, or without boxes is among them."""
    own = around(box for at in members if (box := pieces[at].box))
    return any(
        _touches(piece, own) if own and piece.box else min(members) < at <= max(members) + 1
        for at, (piece, label) in enumerate(zip(pieces, labels, strict=True))
        if members and label == "noise" and sum(map(str.isalpha, piece.text)) >= _LETTERS_OF_A_LINE
    )


def _touches(piece: BlockLine, own: Box) -> bool:
    """Whether a line lies within a line's height of a box."""
    box = piece.box
    if box is None:
        return False
    near = box.height
    return (
        box.x0 < own.x1 + near and box.x1 > own.x0 - near and box.y0 < own.y1 + near / 2 and box.y1 > own.y0 - near / 2
    )


def _value(found: Head, pointer: str) -> str | None:
    name = pointer.rpartition("/")[2]
    value = getattr(found.header, name) if pointer.startswith("/header/") else getattr(found, name)
    return "; ".join(value) or None if isinstance(value, tuple) else value
