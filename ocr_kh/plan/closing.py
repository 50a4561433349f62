# SPDX-License-Identifier: Apache-2.0
"""The end of a document: the closing words, where recipients and signatures begin, and where annexes do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.enumerators import bullet, readings
from ocr_kh.genre.forms import Form, is_name
from ocr_kh.genre.marks import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.items import Item

_END_PIECES = (Role.RECIPIENTS, Role.SIGNATURE)
_LONG = 160
"""Characters; no line of the recipients or the signature is longer."""
_LAST = 15
"""Paragraphs from the end within which a signature without recipients stands."""
_WORDS = re.compile(
    r"(?:Can cu|Nhan duoc|Yeu cau|De nghi|Trong qua trinh|Giao|UBND|Uy ban|Thu truong|Chu tich|"
    r"(?:Ke hoach|Chi thi|Quyet dinh|Huong dan|Chuong trinh|Phuong an|Cong van|Thong bao|De an|Quy che|Quy dinh) nay)\b"
)
"""First words (without marks) of closing words other than `Trên đây là`."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of a document begin, as indices; each runs up to the next."""

    closing: int
    end: int
    """Recipients and signatures."""
    annexes: int


def parts(items: Sequence[Item], body: int) -> Parts:
    """Cut the paragraphs from `body` on into body, closing words, end pieces and annexes."""
    annex = _first_annex(items, body, len(items))
    end = _end_begins(items, body, annex)
    annexes = _after_end(items, end, annex)
    return Parts(_closing_begins(items, body, end), end, annexes)


def _first_annex(items: Sequence[Item], body: int, default: int) -> int:
    return next((at for at in range(body + 1, len(items)) if items[at].form is Form.APPENDIX), default)


def _end_begins(items: Sequence[Item], body: int, annex: int) -> int:
    """The first line of recipients and signatures; signatures may stand before `Nơi nhận`."""
    found = next((at for at in range(body, annex) if _is_end_piece(items[at])), None)
    if found is None:
        start = max(body + 1, annex - _LAST)
        found = next((at for at in range(start, annex) if items[at].form is Form.AUTHORITY), annex)
    while found > body + 1 and _is_signature_line(items[found - 1]):
        found -= 1
    return found


def _is_end_piece(item: Item) -> bool:
    return item.role in _END_PIECES or (item.form is Form.RECIPIENTS and len(item.text) < _LONG)


def _is_signature_line(item: Item) -> bool:
    return item.form is Form.AUTHORITY or (is_name(item.text) and not readings(item.text))


def _after_end(items: Sequence[Item], end: int, annex: int) -> int:
    """Where the end pieces stop: at an annex, or at matter that is none of them."""
    for at in range(end, annex):
        item = items[at]
        if item.role in _END_PIECES:
            continue
        if item.is_table or len(item.text) > _LONG or item.form in (Form.MOTTO, Form.TYPE, Form.NUMBER):
            return at
    return annex


def _closing_begins(items: Sequence[Item], body: int, end: int) -> int:
    """The closing words: from the last `Trên đây là` on, or one last paragraph that speaks of the document."""
    for at in range(end - 1, max(body, end - 12) - 1, -1):
        if items[at].form is Form.CLOSING:
            return at
        if readings(items[at].text) and not items[at].is_table:
            break
    at = end - 1
    return at if at > body and _is_last_word(items[at - 1], items[at]) else end


def _is_last_word(before: Item, item: Item) -> bool:
    """Whether `item` ends the document and is no part of the list or the section before it."""
    text = item.text.rstrip()
    if item.is_table or bullet(text) or readings(text) or not text.endswith(("./.", "./", ". /.")):
        return False
    heading = not before.text.rstrip().endswith((".", ";", ":", "/")) and len(before.text) < _LONG
    return bool(_WORDS.match(bare(text[:60]))) and not heading
