# SPDX-License-Identifier: Apache-2.0
"""The end of a document: the closing words, where recipients and signatures begin, and where annexes do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.forms import Form
from ocr_kh.genre.line import GenreLine
from ocr_kh.genre.organisations import is_unit
from ocr_kh.genre.specks import without_specks
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.structure.items import Item

_END_PIECES = (Role.RECIPIENTS, Role.SIGNATURE)
_LONG = 160
"""Characters; no line of the recipients or the signature is longer."""
_TITLE_LENGTH = 45
"""Characters of the longest title below an authority."""
_LAST_LINES = 6
"""Paragraphs from the end of the text among which recipients may stand that are no lines of their own."""


@from_vocabulary
def _last_words(words: Vocabulary) -> re.Pattern[str]:
    """First words (without marks) of closing words other than `Trên đây là`."""
    return re.compile(
        r"(?:Can cu|Nhan duoc|Yeu cau|De nghi|Trong qua trinh|Giao|Thu truong|Chu tich|Moi vuong mac|Tran trong|"
        rf"Kinh trinh|Kinh (?:de nghi|mong|bao cao)|{words.documents(bare, closes=True)} nay)\b|"
        rf"{words.bodies('speaks', bare)}[^.;:]{{0,100}}?"
        r"\b(?:yeu cau|de nghi|tran trong|kinh|thong bao|bao cao|giao)\b"
    )


@from_vocabulary
def _surely_last(words: Vocabulary) -> re.Pattern[str]:
    """First words of closing words that need no `./.` behind them."""
    return re.compile(
        r"(?:^|[.;] )(?:Trong qua trinh (?:to chuc |trien khai )?(?:,? ?thuc hien|trien khai)|Moi vuong mac|Nhan duoc|"
        rf"{words.documents(bare, closes=True)} nay (?:duoc pho bien|(?:da )?duoc [^.;]{{3,120}} thong qua)|"
        r"Sau khi nhan duoc|Rat mong|"
        r"(?:Cuoc hop|Hoi nghi|Phien hop|Ky hop|Buoi (?:hop|lam viec|sinh hoat)) ket thuc|Bien ban (?:nay )?duoc)\b"
    )


_ENDS = re.compile(r"[.\s]/\s?\.?$")
"""`./.` behind the last words, also where an engine has lost one of its stops."""
_TAIL = re.compile(r"(?<=\./\.)\W*\w{0,6}\W*$")
"""What an engine made of the pen's flourish behind the end of the text."""


def without_tail(text: str) -> str:
    """The closing words without the specks behind their `./.`."""
    return _TAIL.sub("", text)


def day_below(items: Sequence[Item]) -> Item | None:
    """The line of place and date that ends the text, as licences and minutes have it; None without one."""
    last = items[-1] if items else None
    return last if last is not None and last.form is Form.DATE else None


def closing_begins(items: Sequence[Item]) -> int:
    """The closing words: from the last `Trên đây là` on, or the last paragraphs that speak of the document."""
    body, end = 0, _recipients_begin(items)
    for at in range(end - 1, max(body, end - 12) - 1, -1):
        if items[at].form is Form.CLOSING:
            before = at
            while before - 1 > body and _surely_last().match(items[before - 1].line.plain):
                before -= 1
            return before
        if items[at].line.readings and not items[at].is_table:
            break
    start = end
    while start - 1 > body and _is_last_word(items[start - 2], items[start - 1], last=start == end):
        start -= 1
    return start


def _recipients_begin(items: Sequence[Item]) -> int:
    """Recipients that stand in the text, all in one paragraph (`Nơi nhận: - Như trên; - Lưu: VT.`); else the end."""
    last = range(len(items) - 1, max(len(items) - _LAST_LINES, 0), -1)
    return next((at for at in last if items[at].form is Form.RECIPIENTS), len(items))


def _is_last_word(before: Item, item: Item, *, last: bool) -> bool:
    """Whether `item` belongs to the end of the document, not to the list or the section before it.

    The `last` paragraph ends the text (`./.`), or says what only last words say.
    """
    text = without_tail(without_specks(item.text).rstrip())
    line = item.line if text == item.text else GenreLine(text)
    if item.is_table or line.bullet or line.readings or (item.form is Form.BASIS and not last):
        return False
    if last and not _ENDS.search(text) and not _surely_last().search(line.plain):
        return False
    if _surely_last().match(line.plain):
        return True
    return not _is_heading(before) and bool(_last_words().match(line.plain) or (last and _told(before, text)))


def _told(before: Item, text: str) -> bool:
    """Whether a paragraph behind a list, which ends the text, tells units what all of them are to do."""
    return bool(before.line.bullet or before.line.readings) and is_unit(text) and bool(_ENDS.search(text))


def _is_heading(item: Item) -> bool:
    """A line that the paragraph below it belongs to."""
    text = item.text.rstrip()
    unfinished = not text.endswith((".", ";", "/", ",")) and len(text) < _LONG
    return unfinished and bool(item.line.readings or item.line.capitals or item.heading or item.bold)
