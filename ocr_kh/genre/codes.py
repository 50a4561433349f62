# SPDX-License-Identifier: Apache-2.0
"""Codes of documents (`58/KH-UBND`, `16/2017/QH14`, `57-NQ/TW`): their grammar, how they are found, their correct form.

State documents: number, slash, perhaps the year and a slash, symbol with hyphens (Nghị định 30/2020, Phụ lục I;
Luật Ban hành văn bản quy phạm pháp luật for those with a year). Party documents: number, hyphen, type, slash, body
(Hướng dẫn 36-HD/VPTW). Writers mix them up (`57/NQ-TW`) and put spaces in; what counts together is number, year and
the groups of letters.

Two grammars are put together here from the parts in `language.code_fragments`: a strict one for right text, and a
tolerant one, whose patterns are named after the reader that asks: a line of the header, a damaged line, a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.code_fragments import (
    CAPITAL,
    DASH,
    GROUP,
    JOINT,
    NUMBER,
    PART,
    READ_CAPITAL,
    READ_GROUP,
    READ_NUMBER,
    READ_NUMBER_AND_YEAR,
    READ_NUMBER_WORD,
    READ_YEAR,
    SLASH,
    UNIT,
    YEAR,
)
from ocr_kh.language.confusions import glyphs
from ocr_kh.language.letters import SMALL_LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.genre.vocabulary import Vocabulary

_ALONE_BEFORE, _ALONE_BEHIND = r"(?<![\w/-])", r"(?![\w/-])"
"""No letter, figure or joint stands beside a code."""
_SPACED_JOINT = rf"\s?{JOINT}\s?"

_CODE = re.compile(
    rf"(?<![\w/.\-–])(?P<number>\d{{1,4}}{PART}(?={SLASH}{YEAR}{SLASH})|{NUMBER})"
    rf"(?:\s?{SLASH}\s?(?P<year>{YEAR})(?=\s?{JOINT}\s?[{CAPITAL}]))?"
    rf"{_SPACED_JOINT}(?:{DASH}\s?)?"
    rf"(?P<symbol>{GROUP}(?:(?:{JOINT}\s?|\s{JOINT}(?=\S)){GROUP}){{0,4}}(?:{UNIT})?)"
    r"(?P<term>(?<=QH)\s\d\d?)?(?:(?![\w])|(?=ngày\s))"
)
"""A code in running text."""
_JOINT = re.compile(_SPACED_JOINT)
_PARTY_BODY = re.compile(
    r"(?:TW|TU|TƯ|HU|QU|ThU|TxU|ĐU|ĐUK|ĐUX|ĐUP|BTVTU|(?:VP|BTC|BTG|BTGDV|BDV|BNC|UBKT|BCĐ|MTTQ|HĐLL)(?:TW|TU|HU|ĐU))"
)
"""Bodies of the Party, last in a symbol."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it stands in a text."""

    start: int
    end: int
    """Code points into the text."""
    printed: str
    number: str
    year: str | None
    groups: tuple[str, ...]
    """`("NQ", "TW")`, `("KH", "UBND")`."""
    party: bool
    """Printed with a hyphen behind the number and a slash in the symbol, as the Party does."""

    @property
    def key(self) -> tuple[str, str | None, tuple[str, ...]]:
        """What all printed forms of a code have in common."""
        return self.number.lstrip("0") or "0", self.year, self.groups

    @property
    def correct(self) -> str:
        """The code as the rules have it.

        >>> [next(codes(text)).correct for text in ("57/NQ-TW", "57- NQ/TW", "58 /KH- UBND", "07 -KH/BTC")]
        ['57-NQ/TW', '57-NQ/TW', '58/KH-UBND', '07-KH/BTC']
        """
        party = _PARTY_BODY.fullmatch(self.groups[-1]) or (self.party and self.groups[-1] not in _state_bodies())
        if party and len(self.groups) > 1 and not self.year:
            return f"{self.number}-{'-'.join(self.groups[:-1])}/{self.groups[-1]}"
        return "/".join(part for part in (self.number, self.year, "-".join(self.groups)) if part)


@from_vocabulary
def _state_bodies(words: Vocabulary) -> frozenset[str]:
    """Bodies of the State, which writers give a Party code's shape now and then (`77-KH/UBND`)."""
    return frozenset(each.symbol for each in words.organisations if each.symbol)


def codes(text: str) -> Iterator[Code]:
    """The codes in `text`, from left to right.

    >>> [code.correct for code in codes("theo Quyết định số 1169/QĐ-TTg ngày 16/6/2025 và Luật số 16/2017/QH14")]
    ['1169/QĐ-TTg', '16/2017/QH14']
    """
    for found in _CODE.finditer(text):
        groups = tuple(_JOINT.split(found["symbol"] + (found["term"] or "").strip()))
        signs = re.findall(JOINT, text[found.end("number") : found.end()])
        if len(groups) == 1 and not found["year"] and not _stands_alone(text, found):
            continue
        party = not found["year"] and signs[0] in "-–" and "/" in signs[1:]
        yield Code(found.start(), found.end(), found.group(), found["number"], found["year"], groups, party=party)


def is_party_symbol(symbol: str | None) -> bool:
    """Whether a symbol is of the form of the Party: a slash before the body. Joint circulars list bodies behind one.

    >>> [is_party_symbol(symbol) for symbol in ("KH/BTC", "CV-NV/ĐU", "KH-UBND", "TTLT/BQP-BTC")]
    [True, True, False, False]
    """
    _, slash, body = (symbol or "").rpartition("/")
    return bool(slash) and "-" not in body


def whole_code(number: str | None, symbol: str | None) -> str:
    """Number and symbol as one code; one of them where the other is blank, empty without both.

    >>> whole_code("58", "KH-UBND"), whole_code("07", "KH/BTC"), whole_code(None, "KH-UBND")
    ('58/KH-UBND', '07-KH/BTC', 'KH-UBND')
    """
    return ("-" if is_party_symbol(symbol) else "/").join(part for part in (number, symbol) if part)


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    """`24/CP` is a code only behind `số`."""
    return bool(re.search(r"số:?\s*$", text[max(0, found.start() - 6) : found.start()], re.IGNORECASE))


READ_CODE = re.compile(
    rf"{_ALONE_BEFORE}(?P<number>{READ_NUMBER}(?:/{READ_YEAR})?)(?P<gap>\s?[-/]\s?-?\s?)"
    rf"(?P<symbol>[{READ_CAPITAL}]{{1,8}}(?:\s?[-/]\s?{READ_GROUP}){{1,3}}){_ALONE_BEHIND}"
)
"""A code in a damaged line: spaces about the joints, a speck behind the number (`57- -NQ/TW`, `57T/NQ-TW`)."""
TIGHT_CODE = re.compile(
    rf"{_ALONE_BEFORE}{READ_NUMBER_AND_YEAR}[-/](?P<symbol>[{READ_CAPITAL}]{{1,8}}(?:[-/]{READ_GROUP})+){_ALONE_BEHIND}"
)
"""The same without any space: what can be believed where nothing else says that it is a code."""
SYMBOL_AS_READ = re.compile(
    rf"(?:{READ_NUMBER_AND_YEAR}|(?<![^\W\d_])|(?=/[^\W_][\w&]*[-/]\w))/(?P<symbol>[^\W_][\w&]*(?:[-/][\w&]+)*)"
)
"""A number and its symbol, or a symbol behind a blank, whatever its letters were taken for: `304/0Đ-UB`, `/KH-UBND`.

Behind letters it has two parts (`IO/KH-UB`): `b/c` is no code.
"""
SLASH_READ_AS_LETTER = re.compile(
    rf"(?<![\w/])(?P<slash>[{glyphs('slash')}])(?P<symbol>[{READ_CAPITAL}]{{2,5}}-[{READ_CAPITAL}]{{2,10}}){_ALONE_BEHIND}"
)
"""`IKH-UBND` behind a number is /KH-UBND."""
PARTY_SLASH_READ_AS_LETTER = re.compile(
    rf"(?<=\d-)(?:NQ|Q[ĐD]|KL|CT|CTr|TB|HD|KH|BC)(?P<slash>[{glyphs('slash')}])(?=(?:TW|TU|[ĐD]U|HU|BTV){_ALONE_BEHIND})"
)
"""`06-NQITU` is 06-NQ/TU."""
TERM_AS_READ = re.compile(rf"(?<![\w/])\d{{1,4}}/{READ_YEAR}/QH(?P<number>[\dIlSO]{{2}}){_ALONE_BEHIND}")
"""Laws of the National Assembly: `22/2023/QHI5` is 22/2023/QH15."""

TYPED_NUMBER = r"(?:Nghi (?:quyet|dinh)|Luat|Phap lenh|Thong tu|Quyet dinh|Lenh) so ?: ?(?=\d|/)"
"""`Nghị quyết số: 17/2022/UBTVQH15`, as the National Assembly numbers its documents; in text without marks."""
NUMBER_LINE = re.compile(rf"{TYPED_NUMBER}|(?:{READ_NUMBER_WORD}|SO(?=\s?:))\s?(?:[:.;z]|[\d\s.…_]*[/-])")
"""How the line of the number begins; in text without marks."""
NUMBER_OF_PAGE = re.compile(
    rf"\W{{0,3}}(?:Nghi quyet |Luat )?(?:{READ_NUMBER_WORD}|s[o06])\b\W*(?P<rest>.*)|SO\s?:(?P<more>.*)"
)
"""The line of the number, and what stands behind `Số`, on a page as an engine read it; in text without marks."""
LIKELY_SYMBOL = re.compile(
    rf"(?<![A-Za-z])[A-Z][A-Za-z]{{1,6}}\s?(?:{JOINT}|\.)\s?[A-Z]{{2,}}|/\s?{READ_YEAR}\s?/\s?[A-Z]{{2,}}"
)
"""What can hardly be anything but a symbol, or the end of one behind a year."""
NUMBER_IN_TITLE = re.compile(r"(?!.*KEM THEO)[A-Z ,]{0,60}\bSO \d+/[\d/]*[A-Z]")
"""`QUYẾT ĐỊNH CỦA THỦ TƯỚNG CHÍNH PHỦ SỐ 115/2004/QĐ-TTG`, as collections of laws print it."""
TITLED_NUMBER = r"SO:? (?P<number>\d+[\w/]*?)[/\-](?P<symbol>[A-Z]\w*(?:-\w+)*)"
"""`SỐ 203/2004/QĐ-BTC` within a title in capitals, as collections of law have it; in text without marks."""

_SYMBOL = re.compile(
    rf"[{CAPITAL}][A-Za-zĐ]*\d*(?:[-/][{CAPITAL}][\w&Đ.]*)+(?:{UNIT}|\s[^\W\d_]+(?:\s[{SMALL_LETTERS}]+)+)?|(?:UBTV)?QH\d\d"
)


def is_usual_symbol(symbol: str, number: str | None) -> bool:
    """Whether a symbol has the usual form; one group is enough behind a number with its year.

    >>> is_usual_symbol("TTr-CAT(PC04)", "416"), is_usual_symbol("ĐHĐL", "518/2015"), is_usual_symbol("ĐHĐL", "518")
    (True, True, False)
    """
    if number and "/" in number:
        return bool(_SYMBOL.fullmatch(symbol) or re.fullmatch(GROUP, symbol))
    return bool(_SYMBOL.fullmatch(symbol))
