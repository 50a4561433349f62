# SPDX-License-Identifier: Apache-2.0
"""How the values of a plan are printed, for the writers that lay it out anew (Nghị định 30/2020, Phụ lục I)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.codes import is_party_symbol, whole_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.plan.model import Header, Recipient

STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
"""Quốc hiệu and Tiêu ngữ (Nghị định 30/2020, ô 1)."""
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
"""What stands on documents of the Party where those of the State have its name and motto."""

_GAP = " " * 5
"""Room for a number."""
_LETTER = re.compile(r"[a-zđ]")
_FIGURE = re.compile(r"\d+")
_COUNTED = re.compile(r"(?!Phần|Chương|Mục \S+$|Tiểu mục|Điều|Khoản)\w[\w ]+ \w+")
"""Words before a number that are no rung of the decree's ladders: `Mục tiêu 1`, `Nhiệm vụ 2`."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_party(header: Header) -> bool:
    """Whether it is a document of the Party, whose symbols part type and body by a stroke: `07-KH/BTC`."""
    return is_party_symbol(header.symbol)


def number_line(header: Header) -> str | None:
    """`Số: 05/KH-UBND`, or `Số 07-KH/BTC`; with a gap where the number is blank, None without a symbol."""
    if not header.symbol:
        return None
    word = "Số" if is_party(header) else "Số:"
    return f"{word} {whole_code(header.number or _GAP, header.symbol)}"


def date_line(header: Header) -> str | None:
    """`Bảo Hòa, ngày 04 tháng 3 năm 2026`; dots for what is not known, None where nothing is.

    Days below 10 and the months 1 and 2 have a zero (ô 4).
    """
    if not (header.place or header.date):
        return None
    year, month, day = (*(header.date or "").split("-"), "", "")[:3]
    month = month if month in {"", "01", "02"} else month.lstrip("0")
    return f"{header.place or ''}, ngày {day or '...'} tháng {month or '...'} năm {year or '...'}"


def marker_text(marker: str, above: Sequence[str]) -> str:
    """A marker as it is printed in front of text; figures below figures get a bracket, to stay apart.

    `above` are the markers it stands under, as printed.

    >>> marker_text("II", ()), marker_text("a", ["1."]), marker_text("1", ["1."]), marker_text("(1)", ["a)"])
    ('II.', 'a)', '1)', '(1)')
    >>> marker_text("Điều 1", ()), marker_text("Mục tiêu 1", ["I."])
    ('Điều 1.', 'Mục tiêu 1:')
    """
    if _COUNTED.fullmatch(marker):
        return f"{marker}:"
    if _LETTER.fullmatch(marker):
        return f"{marker})"
    if _FIGURE.fullmatch(marker) and any(_FIGURE.fullmatch(number.rstrip(".")) for number in above):
        return f"{marker})"
    return f"{marker}." if marker and not marker.startswith("(") else marker


def recipient_lines(recipients: Sequence[Recipient]) -> Iterator[str]:
    """`- Sở Nội vụ (để b/c);`, the last with a full stop (ô 9b)."""
    for at, each in enumerate(recipients, 1):
        purpose = f" (để {each.purpose})" if each.purpose else ""
        yield f"- {each.name}{purpose}{'.' if at == len(recipients) else ';'}"


def for_xml(text: str) -> str:
    """`text` without the characters that XML, and so Word and Excel, cannot hold."""
    return _NOT_XML.sub("", text)
