# SPDX-License-Identifier: Apache-2.0
"""The closed set of lines above a signature, and the one of them that a garbled line means.

Nghị định 30/2020, Điều 13 and Phụ lục I, II.7: TM., KT., TL., TUQ., Q. before a body or a title.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ocr_kh.language.letters import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADS = (
    "CHỦ TỊCH", "GIÁM ĐỐC", "TỔNG GIÁM ĐỐC", "CỤC TRƯỞNG", "CHI CỤC TRƯỞNG", "TỔNG CỤC TRƯỞNG", "VỤ TRƯỞNG",
    "TRƯỞNG BAN", "TRƯỞNG TIỂU BAN", "TRƯỞNG PHÒNG", "HIỆU TRƯỞNG", "VIỆN TRƯỞNG", "BỘ TRƯỞNG", "THỨ TRƯỞNG",
    "THỦ TƯỚNG", "CHÁNH VĂN PHÒNG", "CHÁNH THANH TRA", "CHÁNH ÁN", "TRƯỞNG TRẠM", "TRƯỞNG CÔNG AN", "TRƯỞNG ĐOÀN",
    "TRƯỞNG KHOA", "TRƯỞNG BỘ MÔN", "TRƯỞNG CHI NHÁNH", "TRƯỞNG THÔN", "TRƯỞNG BẢN", "TRƯỞNG ẤP", "TRƯỞNG XÓM",
    "TRƯỞNG KHU PHỐ", "TỔ TRƯỞNG", "ĐỘI TRƯỞNG", "HẠT TRƯỞNG", "ĐỒN TRƯỞNG", "CHỈ HUY TRƯỞNG", "TƯ LỆNH", "CHÍNH ỦY",
    "CHÍNH TRỊ VIÊN", "CHỦ NHIỆM", "BÍ THƯ", "TỔNG BÍ THƯ", "THỐNG ĐỐC", "TỔNG THANH TRA", "TỔNG KIỂM TOÁN",
    "KIỂM TOÁN TRƯỞNG", "TỔNG BIÊN TẬP", "TỔNG THƯ KÝ", "THƯ KÝ", "CHỦ TỌA", "KẾ TOÁN TRƯỞNG", "HIỆU PHÓ",
    "THỦ TRƯỞNG",
)  # fmt: skip
"""Titles of those who sign for a body, or for themselves."""
_BODIES = ("ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "BAN THƯỜNG VỤ", "BAN CHẤP HÀNH", "ĐẢNG ỦY", "BAN CHỈ ĐẠO")
TITLES = (
    *HEADS,
    *(f"PHÓ {title}" for title in HEADS),
    *(f"{sign}. {title}" for sign in ("KT", "TL", "TUQ", "Q") for title in HEADS),
    *(f"TM. {body}" for body in _BODIES),
)
_BARE = tuple(map(bare, TITLES))
_BARE_HEADS = {title: bare(title) for title in HEADS}
_SHORTEST = 8
"""Letters of a title that may differ in one; those twice as long, in two."""


def _joined(line: str) -> str:
    """Letters without marks and spaces: an engine loses spaces between capitals (`CHỦTỊCH`)."""
    return "".join(filter(str.isalpha, bare(line)))


_JOINED = {_joined(title): title for title in TITLES}
_JOINED_HEADS = frozenset(map(_joined, HEADS))


def is_head(line: str) -> bool:
    """Whether `line` is the bare title of a head (`CHỦ TỊCH`), without a sign before it or a body after it."""
    return _joined(line) in _JOINED_HEADS


def deputy_of(stack: Sequence[str], line: str) -> tuple[str, str] | None:
    """The two lines of a deputy (`KT. GIÁM ĐỐC`, `PHÓ GIÁM ĐỐC`), where a seal has eaten the sign or the first word.

    The same title twice, one under the other, is no other stack; `stack` are the lines above `line`. None otherwise.

    >>> deputy_of(["-#T, GIÁM ĐỐC"], "GIÁM ĐỐC"), deputy_of(["KT. CHỦ TỊCH"], "⁄ h CHỦ TỊCH")
    (('KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'), ('KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'))
    >>> deputy_of(["GIÁM ĐỐC"], "GIÁM ĐỐC")
    """
    above, below = (_title_at_end(text) for text in (stack[-1] if stack else "", line))
    if not above or not below or above[1] != below[1] or below[0].startswith(("PHO", "TONG", "CHI")):
        return None
    if not above[0] or re.match(r"(?:TM|TL|TUQ|PHO|Q)\b", above[0]):
        return None
    return f"KT. {above[1]}", f"PHÓ {above[1]}"


def _title_at_end(text: str) -> tuple[str, str] | None:
    """What stands before a head's title at the end of a line, and the title."""
    plain = bare(text).strip(" .,;:")
    found = max((title for title, ending in _BARE_HEADS.items() if plain.endswith(ending)), key=len, default=None)
    return (plain[: len(plain) - len(found)].strip(), found) if found else None


def mended(line: str) -> str:
    """The title that `line` means, when it is nearly one; `line` itself when it is one, or far from all.

    >>> mended("GIÁM ĐÓC"), mended("HÓ CHỦ TỊCH"), mended("TM. UỶ BAN NHÂN DÂN"), mended("NGƯỜI LẬP BIỂU")
    ('GIÁM ĐỐC', 'PHÓ CHỦ TỊCH', 'TM. UỶ BAN NHÂN DÂN', 'NGƯỜI LẬP BIỂU')
    """
    if re.match(r"(?:[TK]/[MTL]|TUQ/)\W", line) or _folded(line) in _FOLDED:  # as the Party writes it, or right
        return line
    if (title := _JOINED.get(_joined(line))) and " " not in line.strip(" ."):
        return title
    plain = " ".join(word for word in bare(line).split() if len(word) > 1)  # a lone letter is a stroke of the pen
    allowed = len(plain) // _SHORTEST
    found = process.extractOne(plain, _BARE, scorer=Levenshtein.distance, score_cutoff=min(allowed, 2))
    if found is None:
        return line
    return TITLES[found[2]]


@cache
def _folded(text: str) -> str:
    """`text` with the marks of each syllable behind its letters, so that the place of a tone does not count."""
    words = (unicodedata.normalize("NFD", word) for word in text.split())
    return " ".join("".join(sorted(word, key=lambda letter: unicodedata.combining(letter) > 0)) for word in words)


_FOLDED = frozenset(map(_folded, TITLES))


TITLE = rf"(?:PHO |QUYEN )?(?:{'|'.join(map(bare, sorted(HEADS, key=len, reverse=True)))})"
"""The title of one who signs, in text without marks."""


ROLES = (
    r"NGUOI (?:LAP|(?:DUOC )?UY QUYEN|GHI BIEN BAN|KE KHAI|DE NGHI|BAO CAO)|DAI DIEN|"
    r"(?:PHE )?DUYET$|XAC NHAN CUA|CHU TRI (?:HOI NGHI|CUOC HOP)"
)
"""Those who sign minutes, forms and agreements, and hold no office."""
