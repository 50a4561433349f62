# SPDX-License-Identifier: Apache-2.0
"""The end of a document: the closing words, where recipients and signatures begin, and where annexes do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.enumerators import bullet, readings
from ocr_kh.genre.forms import SIGNED, Form, is_annex_heading, is_attached_note
from ocr_kh.genre.organisations import is_body_name, is_unit_name
from ocr_kh.genre.people import is_name
from ocr_kh.genre.specks import without_specks
from ocr_kh.language.letters import bare, is_capitals
from ocr_kh.plan.structure.annexes import title_above

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.structure.items import Item

_END_PIECES = (Role.RECIPIENTS, Role.SIGNATURE)
_LONG = 160
"""Characters; no line of the recipients or the signature is longer."""
_TITLE_LENGTH = 45
"""Characters of the longest title below an authority."""
_LAST = 15
"""Paragraphs from the end within which a signature without recipients stands."""
_TYPES = (
    r"Ke hoach|Chi thi|Quyet dinh|Nghi quyet|Huong dan|Chuong trinh(?: hanh dong)?|Phuong an|Cong van|Thong bao|De an|"
    r"Quy che|Quy dinh|Thong tu|Cong dien|To trinh|Bao cao|Ket luan"
)
_WORDS = re.compile(
    r"(?:Can cu|Nhan duoc|Yeu cau|De nghi|Trong qua trinh|Giao|Thu truong|Chu tich|Moi vuong mac|Tran trong|Kinh trinh|"
    rf"Kinh (?:de nghi|mong|bao cao)|(?:{_TYPES}) nay)\b|"
    r"(?:UBND|Uy ban|So|Bo|Ban|Phong|Cuc|Chi cuc|Van phong|Dang uy|Thuong truc|Nha truong|Trung tam|Cong an|Hoi|Vien|"
    r"Benh vien|Truong|Lien doan|Doan|Bao hiem|Thanh tra)\b[^.;:]{0,100}?"
    r"\b(?:yeu cau|de nghi|tran trong|kinh|thong bao|bao cao|giao)\b"
)
"""First words (without marks) of closing words other than `Trên đây là`."""
_SURELY = re.compile(
    r"(?:^|[.;] )(?:Trong qua trinh (?:to chuc |trien khai )?(?:,? ?thuc hien|trien khai)|Moi vuong mac|Nhan duoc|"
    rf"(?:{_TYPES}) nay (?:duoc pho bien|(?:da )?duoc [^.;]{{3,120}} thong qua)|Sau khi nhan duoc|Rat mong|"
    r"(?:Cuoc hop|Hoi nghi|Phien hop|Ky hop|Buoi (?:hop|lam viec|sinh hoat)) ket thuc|Bien ban (?:nay )?duoc)\b"
)
"""First words of closing words that need no `./.` behind them."""
_ENDS = re.compile(r"[.\s]/\s?\.?$")
"""`./.` behind the last words, also where an engine has lost one of its stops."""
_TAIL = re.compile(r"(?<=\./\.)\W*\w{0,6}\W*$")
"""What an engine made of the pen's flourish behind the end of the text."""


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
    return Parts(closing_begins(items[:end]), end, annexes)


def _first_annex(items: Sequence[Item], body: int, default: int) -> int:
    return next((at for at in range(body + 1, len(items)) if items[at].form is Form.APPENDIX), default)


_BEGINNINGS = (Form.MOTTO, Form.TYPE, Form.NUMBER)
"""Lines that open another document behind the end of this one."""


def _end_begins(items: Sequence[Item], body: int, annex: int) -> int:
    """The first line of recipients and signatures; signatures may stand before `Nơi nhận`."""
    found = next((at for at in range(body, annex) if _is_end_piece(items[at])), None)
    if found is None:
        start = max(body + 1, annex - _LAST)
        found = next((at for at in range(start, annex) if items[at].form is Form.AUTHORITY), annex)
    while found > body + 1 and (above := _signature_lines(items, found)):
        found -= above
    return found


def _signature_lines(items: Sequence[Item], end: int) -> int:
    """How many lines above `end` belong to a signature; a title may stand there in small letters (`Tổng Bí thư`)."""
    if _is_signature_line(items[end - 1]):
        return 1
    text = items[end - 1].text
    is_title = len(text) < _TITLE_LENGTH and not readings(text) and not text.endswith((".", ";", ":", ",", "/"))
    return 2 if is_title and items[end - 2].form is Form.AUTHORITY else 0


def _is_end_piece(item: Item) -> bool:
    return item.role in _END_PIECES or (item.form is Form.RECIPIENTS and len(item.text) < _LONG)


def _is_signature_line(item: Item) -> bool:
    """A title, a name, `(Đã ký)`, or the body that a signer of several stands for."""
    if item.form is Form.AUTHORITY or SIGNED.match(bare(item.text)):
        return True
    return len(item.text) < _LONG and not readings(item.text) and (is_name(item.text) or is_body_name(item.text))


def _after_end(items: Sequence[Item], end: int, annex: int) -> int:
    """Where the end pieces stop: at an annex, or at matter that is none of them."""
    for at in range(end, annex):
        item = items[at]
        if item.role in _END_PIECES:
            continue
        if is_attached_note(item.text) and (title := title_above(items, at, end)) < at:
            return _above(items, end, title)
        opens = item.form in _BEGINNINGS or is_annex_heading(item.text)
        if opens or item.is_table or len(item.text) > _LONG or (item.heading and not _is_signature_line(item)):
            return _above(items, end, at) if opens else at
    return _above(items, end, annex) if annex < len(items) else annex


def _above(items: Sequence[Item], end: int, at: int) -> int:
    """Where the header of an annex begins whose motto, number or heading stands at `at`: at the issuing body."""
    while at - 1 > end and items[at - 1].role not in _END_PIECES:
        two_lines = is_unit_name(items[at - 1].text) and is_body_name(items[at - 2].text)
        if not (two_lines or is_body_name(items[at - 1].text)):
            break
        at -= 2 if two_lines else 1
    return at


def without_tail(text: str) -> str:
    """The closing words without the specks behind their `./.`."""
    return _TAIL.sub("", text)


def closing_begins(items: Sequence[Item]) -> int:
    """The closing words: from the last `Trên đây là` on, or the last paragraphs that speak of the document."""
    body, end = 0, len(items)
    for at in range(end - 1, max(body, end - 12) - 1, -1):
        if items[at].form is Form.CLOSING:
            before = at
            while before - 1 > body and _SURELY.match(bare(items[before - 1].text)):
                before -= 1
            return before
        if readings(items[at].text) and not items[at].is_table:
            break
    start = end
    while start - 1 > body and _is_last_word(items[start - 2], items[start - 1], last=start == end):
        start -= 1
    return start


def _is_last_word(before: Item, item: Item, *, last: bool) -> bool:
    """Whether `item` belongs to the end of the document, not to the list or the section before it.

    The `last` paragraph ends the text (`./.`), or says what only last words say.
    """
    text = without_tail(without_specks(item.text).rstrip())
    if item.is_table or bullet(text) or readings(text) or (item.form is Form.BASIS and not last):
        return False
    words = bare(text)
    if last and not _ENDS.search(text) and not _SURELY.search(words):
        return False
    return bool(_SURELY.match(words)) or (bool(_WORDS.match(words)) and not _is_heading(before))


def _is_heading(item: Item) -> bool:
    """A line that the paragraph below it belongs to."""
    text = item.text.rstrip()
    unfinished = not text.endswith((".", ";", "/", ",")) and len(text) < _LONG
    return unfinished and bool(readings(text) or is_capitals(text) or item.heading or item.bold)
