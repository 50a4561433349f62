# SPDX-License-Identifier: Apache-2.0
"""Who is addressed (ô 9a): on the line of `Kính gửi`, one a dash or enumerated below it; a name may run over lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.enumerators import bullet
from ocr_kh.genre.organisations import issuer_head
from ocr_kh.genre.sentences import is_unfinished
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import CAPITALS, plain_of
from ocr_kh.language.spellings import any_of
from ocr_kh.plan.blocks.features.strengths import likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.blocks.lines import BlockLine

_HEAD = re.compile(r"^\W*(?:\S+\s\S+?\s*(?:[:;.]|$)|gửi\s?:)\s*")
"""`Kính gửi:`, however it was read, or what a stamp left of it."""
_FORM = "kinh gui"
_SURELY = 0.8
"""Strength of likeness from which the first letters of a line are the form's."""
_NEXT = re.compile(rf"(?<=;)(?=\s*(?:[^\w\s]|[{CAPITALS}]))")
"""In a list with dashes a semicolon inside of an entry parts bodies only before a capital or a dash."""
_EACH = re.compile(r"(?:Các|Quý)\s(?=[^\W\d_])")
"""Before a kind of bodies that begins no name by itself (`Các tổ chức`)."""


@from_vocabulary
def _details(words: Vocabulary) -> re.Pattern[str]:
    """What is told of an addressee behind the name: the tax code, the address. In parentheses it is part of it."""
    return re.compile(rf"(?<![\w(])(?:{any_of(words.fixed('details', 'label'))})\s?:.*$", re.IGNORECASE)


def addressees(to: Sequence[BlockLine], below: Sequence[BlockLine], right: float | None) -> tuple[str, ...]:
    """The names on the lines of `Kính gửi` and on those below them.

    `right` is where the full lines of the page end, in points; None where nothing tells it. Where no dashes do it, a
    name is parted from the one above it if that line had room for its first word.
    """
    names: list[str] = []
    listed = False
    above: BlockLine | None = None
    for piece in sorted((*to, *below), key=lambda piece: piece.line):
        if piece in to:
            text, marked = _without_head(piece.text), None
        else:
            text, marked = piece.text, bullet(piece.text)
            listed = listed or marked is not None
        if (
            marked
            or not names
            or not names[-1]
            or (listed and names[-1].endswith((";", ".")))
            or (not listed and (names[-1].endswith(";") or _begins_next(piece, above, right)))
        ):
            names.append(marked[1] if marked else text)
        else:
            names[-1] += f" {text}"
        above = piece
    cleaned = (
        _details().sub("", name).strip(" -–;.,:(")
        for entry in names
        if not entry.lstrip(" -").startswith("(")  # a remark on those above
        for name in (_NEXT.split(entry) if listed else entry.split(";"))
    )
    return tuple(name for name in cleaned if len(name) > 1)


def _without_head(text: str) -> str:
    """The line of `Kính gửi` without it, however it was read, also where its colon is missing.

    >>> _without_head("Kính gửi: Sở Nội vụ"), _without_head("Kinh gửi Sở Nội vụ"), _without_head("Sở Nội vụ")
    ('Sở Nội vụ', 'Sở Nội vụ', 'Sở Nội vụ')
    """
    rest = _HEAD.sub("", text, count=1)
    if rest == text and likeness(plain_of(text[: len(_FORM)]).lower(), (_FORM,)) > _SURELY:
        return " ".join(text.split()[_FORM.count(" ") + 1 :])
    return rest


def _begins_next(piece: BlockLine, above: BlockLine | None, right: float | None) -> bool:
    """Whether a line names a body of its own, for which the line above was broken where it was not full."""
    if above is None or right is None or piece.box is None or above.box is None:
        return False
    text, first = piece.text, piece.text.partition(" ")[0]
    room = right - above.box.x1 > piece.box.width * (len(first) + 1) / len(text)
    return names_receiver(text) and room and not is_unfinished(above.text, text)


def names_receiver(text: str) -> bool:
    """Whether a line begins as the name of one who may be addressed does.

    >>> names_receiver("Các đồng chí bí thư chi bộ"), names_receiver("các tổ dân phố"), names_receiver("Thực hiện")
    (True, False, False)
    """
    each = _EACH.match(text) or issuer_head().match(plain_of(text).upper())
    return text[:1].isupper() and bool(each)
