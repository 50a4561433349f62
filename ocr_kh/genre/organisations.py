# SPDX-License-Identifier: Apache-2.0
"""First words of the names of bodies: as issuers in capitals, as issuers in running text, as units that get tasks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ocr_kh.genre.titles import title, title_in_small_letters, title_in_text
from ocr_kh.genre.vocabulary import KINDS, from_vocabulary
from ocr_kh.language.letters import SMALL_LETTERS, bare, is_capitals, small
from ocr_kh.language.spellings import alternatives, bare_capitals

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocr_kh.genre.vocabulary import Vocabulary

UNITS = rf"(?:{alternatives((*KINDS, 'TP.', 'TP'), bare_capitals)})"
"""Administrative units, old and new, in capitals without marks, as they follow the name of a body."""
_UNIT_FIRST = re.compile(rf"{UNITS}\s")


@from_vocabulary
def issuer_head(words: Vocabulary) -> re.Pattern[str]:
    """The first words of an issuing body, in capitals without marks."""
    return re.compile(words.bodies("issues", bare_capitals))


@from_vocabulary
def _title_before(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"{title(words)}\s+")


@from_vocabulary
def _asked(words: Vocabulary) -> re.Pattern[str]:
    """Words before a unit in the head of a section (`Đề nghị Ủy ban MTTQ xã`)."""
    before = rf"(?:{words.said('before a unit')}|{words.said('concerning')})"
    named = rf"{words.said('before a named unit')}\s+(?=(?-i:[A-ZĐ]))"
    return re.compile(rf"{before}\s?:?\s+(?=\S)|{named}", re.IGNORECASE)


_HEADS_KEPT = 4_096
"""Heads of names whose verdict is kept: half of those that are asked for were asked for before."""


@from_vocabulary
def _begins_unit(words: Vocabulary) -> Callable[[str], bool]:
    """First words of names of units, in small letters; what begins alike (`tổ chức`, `phòng, chống`) is none."""
    many, bodies = words.said("all of", str.lower), words.bodies("tasks", str.lower)
    first = re.compile(rf"{many}?\s?(?:{bodies}|{title_in_small_letters(words)})")
    return lru_cache(maxsize=_HEADS_KEPT)(lambda head: first.match(small(head)) is not None)


_MAX_LENGTH = 640
"""Characters of the longest list of units that share a task."""
_LONGEST_HEAD = 160
"""Characters of the first words of a name, with those that must or must not follow them."""


def without_request(text: str) -> str:
    """A title without `Đề nghị`, `Giao` before the unit."""
    asked = _asked().match(text)
    return text[asked.end() if asked else 0 :].strip(" ,;:-–")


def is_unit(text: str) -> bool:
    """Whether `text` begins as the name of a unit does.

    >>> is_unit("Phòng Kinh tế"), is_unit("Phòng, chống dịch"), is_unit("Các tổ chức"), is_unit("Tổ chức hội nghị")
    (True, False, True, False)
    >>> is_unit("Trường hợp cần thiết"), is_unit("Cơ sở vật chất"), is_unit("Xã hội hóa"), is_unit("Quản lý nhà nước")
    (False, False, False, False)
    """
    return len(text) <= _MAX_LENGTH and _begins_unit()(text[:_LONGEST_HEAD])


def unit_of(title: str | None) -> str | None:
    """The unit that a title names; None for a title that names none.

    >>> unit_of("Đề nghị Ủy ban MTTQ và các tổ chức thành viên"), unit_of("Chế độ báo cáo")
    ('Ủy ban MTTQ và các tổ chức thành viên', None)
    """
    name = without_request(title) if title else ""
    return name if is_unit(name) else None


def begins_as_body(head: str) -> bool:
    """Whether `head`, in capitals without marks, begins with the name of a body, or of the one who leads it."""
    before = _title_before().match(head)
    return bool(issuer_head().match(head) or (before and issuer_head().match(head, before.end())))


def is_unit_name(text: str, plain: str | None = None) -> bool:
    """Whether `text` is the second line of a body's name: its unit, in capitals (`XÃ TÂN AN`)."""
    return is_capitals(text) and bool(_UNIT_FIRST.match(bare(text) if plain is None else plain))


def is_body_name(text: str, plain: str | None = None) -> bool:
    """Whether `text` is the name of a body, or the title of its head with it, in capitals."""
    return is_capitals(text) and begins_as_body(bare(text) if plain is None else plain)


_STOP = re.compile(
    rf"[;.()“”\"]|\s[-–]\s(?=[{SMALL_LETTERS}])|"
    r",(?!\s[A-ZĐ][^,;.()]{1,40}\svà\s[A-ZĐ])|"
    r"\s(?:về|v/v|ban hành|Ban hành|phê duyệt|quy định|Quy định|hướng dẫn|triển khai|thực hiện|sửa đổi|bổ sung|"
    r"đối với|đến|tới|trên|trong|tại|đã|được|là|có|để|nhằm|gồm|cho|như|theo|với|giai đoạn|năm|ngày|số|gắn|thông qua|"
    r"giao|khóa|khoá|kỳ|nhiệm kỳ|công bố|kết luận|yêu cầu|chỉ đạo|tổ chức thực|và các|và ý|và nhiệm|và quy|và hướng|"
    r"kèm|vào|từ|nêu|khi|do|này|nói|thì|sẽ|cũng|phải|cần|tiếp tục|đề ra|hằng năm|hàng năm|một số|bằng|thay|hết|"
    r"chi tiết|thành lập|kiện toàn|tăng cường|đẩy mạnh|phát động|phân công)(?!\w)|"
    r"\svà\s(?=(?:số|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Kết luận|Kế hoạch|Chương trình|Thông|Công văn|Hướng dẫn|"
    r"Luật|Đề án|Văn bản|hệ thống|toàn)(?!\w))"
)


@from_vocabulary
def _with_comma(words: Vocabulary) -> re.Pattern[str]:
    """Full names that a comma does not end: `Bộ Văn hóa, Thể thao và Du lịch`."""
    titles = (title.capitalize() for title in words.titles if "," in title)
    names = alternatives([*(each.name for each in words.organisations if "," in each.name), *titles])
    return re.compile(rf"(?<!\w)(?i:{names})(?!\w)")


_LONGEST_BODY = 120
_NEAR_BEGINNING = 40
"""Characters from the beginning within which a name with a comma begins (`Giám đốc Sở Văn hóa, Thể thao ...`)."""


@from_vocabulary
def _cited_head(words: Vocabulary) -> re.Pattern[str]:
    """First words of a body that a document is cited of (`Tổng cục`, `Tổng Cục`), or the title of who leads it."""
    return re.compile(rf"{words.bodies('cited')}|{title_in_text(words)}")


@from_vocabulary
def _topic(words: Vocabulary) -> re.Pattern[str]:
    """Behind a kind of unit, words that name none but begin the document's title: `UBND tỉnh | Phòng, chống`."""
    apart = (
        rf"{re.escape(each.name)},?\s(?:{alternatives(each.not_before)})"
        for each in words.organisations
        if each.not_before
    )
    behind = "|".join(rf"(?<=\s{kind})" for kind in KINDS)
    return re.compile(rf"(?:{behind})\s(?=(?:{'|'.join(apart)})(?!\w))")


def body_at(text: str, start: int) -> int:
    """Where the name of an issuing body that begins at `start` ends; `start` when none begins there.

    >>> text = "của Bộ Văn hóa, Thể thao và Du lịch ban hành"
    >>> text[4:body_at(text, 4)]
    'Bộ Văn hóa, Thể thao và Du lịch'
    """
    if not _cited_head().match(text, start):
        return start
    end = min(len(text), start + _LONGEST_BODY)
    whole = _with_comma().search(text, start, start + _NEAR_BEGINNING + _LONGEST_BODY)
    searched = whole.end() if whole and whole.start() < start + _NEAR_BEGINNING else start
    ends = (pattern.search(text, searched, end) for pattern in (_STOP, _topic()))
    stop = min((found.start() for found in ends if found), default=end)
    name = text[start:stop].rstrip(" ,-–/")
    return start + len(name.removesuffix(" và"))
