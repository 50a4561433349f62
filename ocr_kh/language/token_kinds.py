# SPDX-License-Identifier: Apache-2.0
"""What repair must leave alone: numbers, dates, codes, addresses, Roman numerals, foreign words.

A token is a run of characters without white space. `kind_of` names the grammar it follows; only
`Kind.WORD` is open to the channel, the others have rules of their own or none at all.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from ocr_kh.language.code_fragments import PART, READ_YEAR, UNIT_OPEN


class Kind(StrEnum):
    """The grammar a token follows."""

    WORD = "word"
    NUMBER = "number"
    DATE = "date"
    CODE = "code"
    ADDRESS = "address"
    ROMAN = "roman"
    MARK = "mark"


_UPPER = "A-ZĂÂĐÊÔƠƯ"
_GROUP = rf"[{_UPPER}\d&][{_UPPER}\d&a-zđ]*"
_DATE = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}[/.-]\d{4}|\d{1,2}[/-]\d{1,2}"
_NUMBER = r"[+-]?\d+(?:[.,:/xh–-]\d+)*(?:%|‰|đ|°|h|m2|m²|m³|km|kg|ha)?"
_CODE = (
    # 57-NQ/TW, 1169/QĐ-TTg, 163/2024/QH15, 2270/QĐ-BVHTT&DL, 3176b/QĐ-SYT, /KH-UBND, KH-SYT-CĐN
    rf"\d*(?:[a-z]|{PART}(?=/{READ_YEAR}/))?[/-](?:{READ_YEAR}/)?(?=[{_UPPER}]){_GROUP}(?:[/-]{_GROUP})*(?:{UNIT_OPEN}\)?)?"
    rf"|(?:[{_UPPER}]{{1,4}}[{_UPPER}a-z]{{0,6}}[\d./-]*)?\d+[a-z]?/[{_UPPER}\d][{_UPPER}\d&a-z/-]*"
    rf"|[{_UPPER}&\d]{{2,}}(?:[/-][{_UPPER}\d&]{{1,}}[a-z]*)+"
    rf"|[{_UPPER}]+\d[{_UPPER}\d.-]*"
)
_ADDRESS = (
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:vn|com|org|net|gov|edu|info)(?:/\S*)?"
)
_ROMAN = r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})"

_GRAMMARS = (
    (Kind.ADDRESS, re.compile(_ADDRESS, re.IGNORECASE)),
    (Kind.DATE, re.compile(_DATE)),
    (Kind.NUMBER, re.compile(_NUMBER)),
    (Kind.ROMAN, re.compile(_ROMAN)),
    (Kind.CODE, re.compile(_CODE)),
)
LONGEST_TOKEN = 200
"""Longer runs without white space are no words; the grammars would take too long over them."""
EDGES = re.compile(r"^((?:[^\w&/+@]|_)*)(.*?)((?:[^\w%&/°+@]|_)*)$", re.DOTALL)
"""Punctuation before a token, its core, and punctuation after it."""


def split_edges(token: str) -> tuple[str, str, str]:
    """The token's leading punctuation, core, and trailing punctuation.

    >>> split_edges("(57-NQ/TW),")
    ('(', '57-NQ/TW', '),')
    """
    if len(token) > LONGEST_TOKEN:
        return "", token, ""
    match = EDGES.match(token)
    return (match.group(1), match.group(2), match.group(3)) if match else ("", token, "")


@lru_cache(maxsize=65536)
def kind_of(core: str) -> Kind:
    """The grammar that `core`, a token without its edges, follows.

    >>> [kind_of(core).value for core in ("22/12/2024", "57-NQ/TW", "163/2024/QH15", "3.500", "XIV", "UBND")]
    ['date', 'code', 'code', 'number', 'roman', 'word']
    """
    if len(core) > LONGEST_TOKEN:
        return Kind.CODE
    if not any(char.isalnum() for char in core):
        return Kind.MARK
    return next((kind for kind, grammar in _GRAMMARS if grammar.fullmatch(core)), Kind.WORD)


def is_protected(core: str) -> bool:
    """Whether the token's core follows a grammar that repair must not touch."""
    return kind_of(core) is not Kind.WORD
