# SPDX-License-Identifier: Apache-2.0
"""How sentences end: whether a line is finished, and lines that are nothing but a time."""

from __future__ import annotations

import re

from ocr_kh.language.letters import bare


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNFINISHED = _words(
    """
    và hoặc của các những về trong cho với là để được bị theo tại từ đến do như khi mà nếu vì thì sẽ đã đang trên
    dưới bằng giữa trước nhằm gồm thuộc số ngày tháng năm mỗi vào cùng bởi rằng kể phường xã tỉnh
    """
)
"""Words that end no paragraph. Those that are also nouns at an end (`năm`) only count before a digit."""
_BEFORE_DIGIT = _words(
    """
    năm tháng ngày số đến từ phường xã tỉnh
    """
)
_END = re.compile(r"[.;:!?…]['\"”)\]]*$")
_ABBREVIATED = re.compile(r"\b(?:TP|Tp|TX|TT|TS|ThS|PGS|GS|BS|DS|KS|LS|NXB|Q|P|KP|St|Mr|v\.v|tr)\.$")


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence, an item or a lead-in does."""
    return bool(_END.search(text[-6:])) and not _ABBREVIATED.search(text[-6:])


def is_unfinished(first: str, second: str) -> bool:
    """Whether the last word of `first` asks for more: a comma, a function word, a hyphen."""
    if first.endswith((",", "-", "–", "/", "(")):
        return True
    word = first[-12:].rsplit(" ", maxsplit=1)[-1].lower()
    return word in _UNFINISHED and (word not in _BEFORE_DIGIT or second[:1].isdigit())


_SPAN_LENGTH = 60
"""Characters of the longest line that is nothing but a time."""
_SPAN = re.compile(
    r"(?:[-–]\s?)?"
    r"(?:\d{1,2} thang (?:dau|cuoi)\s)?"
    r"(?:(?:Nam|Nam hoc|Giai doan|Nhiem ky|Quy|Thang|Hoc ky)\s)?(?:[IVX]{1,4}|\d{1,2}/)?[ ,]{0,2}(?:(?:nam|nam hoc)\s)?"
    r"(?:(?:19|20)\d\d|[IVX]{1,4})(?:\s?[-–]\s?(?:19|20)\d\d)?",
    re.IGNORECASE,
)


def is_span(text: str, plain: str | None = None) -> bool:
    """Whether a line is nothing but the time of a subject: its last line.

    >>> is_span("Năm học 2025 - 2026"), is_span("GIAI ĐOẠN 2026 - 2030"), is_span("2026 - 2027"), is_span("Năm 2026 là")
    (True, True, True, False)
    """
    return len(text) < _SPAN_LENGTH and bool(_SPAN.fullmatch(bare(text) if plain is None else plain))


_FILLED = 0.8
"""Share of a line's length from which on the one above it, its first word added, was full."""


def begins_anew(text: str, above: str) -> bool:
    """Whether a line begins with a capital though its first word had room in the line above: a paragraph of its own.

    >>> begins_anew("Trong thời gian qua, công tác vệ sinh môi trường trên địa bàn xã đã đạt", "Ra quân vệ sinh")
    True
    """
    first = text.partition(" ")[0]
    return text[:1].isupper() and len(above) + len(first) + 1 < _FILLED * len(text)
