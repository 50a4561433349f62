# SPDX-License-Identifier: Apache-2.0
"""The line of number and symbol (ô 3): what is printed is kept where what was written by hand cannot be read.

Nghị định 30/2020, Phụ lục I, II.3: number, slash, symbol; the Party has a hyphen before its symbol and slashes in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ocr_kh.genre.codes import TYPED_NUMBER
from ocr_kh.language.letters import CAPITALS, SMALL_LETTERS, plain_of

_GROUP = r"[A-Z][A-Za-z]*(?:&[A-Z]+)*\d*"
_JOINED = rf"{_GROUP}(?:(?:\s?[-–/.]\s?|,(?=[A-Z]{{2}}(?![a-z])))(?:\d+(?=[-/]))?{_GROUP})+"
"""Commas are those in the name of one body (`SVH,TT`)."""
_TAIL = r"(?:\s?\([A-Z][\w,. ]{0,12}\))?(?:(?<=-[A-Z]{2})(?: [A-Z][a-z]+(?: [a-z]+){0,3}))?"
"""Who drafted it, in parentheses (`TTr-CAT(PC04)`); a unit spelled out (`TB-QL Đào tạo`)."""
_HEAD = re.compile(
    rf"(?:{TYPED_NUMBER}|[\W_]{{0,4}}(?:[S$5§][o06]|SO|s[o06]|\w[o06](?=\s?:)|[Ss](?=\s?\d{{1,5}}\s?/\s?[A-Z]{{2}})|[\W_]{{1,3}}(?=:[^/:]{{1,12}}/\s?[A-Z]{{2}}))(?![a-z]{{2}})\s*[:.;,z]*)\s*",
    re.IGNORECASE,
)
_SYMBOL = rf"(?P<symbol>(?:{_JOINED}|{_GROUP}){_TAIL})"
_PARTY_TYPE = r"(?:BC|CTr?|CV|HD|KH|KL|NQ|QC|Qy?D|TB|TTr)/[A-Z]{2}"
"""How a symbol of the Party begins: whatever was read before its hyphen is the number."""
_SIGNED = re.compile(rf"(?:/\s*|(?<=[\W\d_])[-–]\s?(?=[A-Z]{{2}})|[-–]\s?(?={_PARTY_TYPE})){_SYMBOL}")
_UNSIGNED = re.compile(rf"(?<=[\d\s.…_:])(?:[Il|1(\[](?=[A-Z]{{2}}))?(?P<symbol>{_JOINED}{_TAIL})")
"""A symbol whose slash was lost, or read as a letter."""
_OWN_WORDS = re.compile(r"(?<=\d)/\s?(?P<symbol>[A-Z][a-z]+(?: [A-Z][a-z]+){0,3})$")
"""A company's name in the place of a symbol: of letters without marks, those of streets and hamlets have some."""
_FOREIGN = re.compile(
    rf"⁄|[^\W\d_A-Za-z{CAPITALS}{SMALL_LETTERS}](?=[A-ZĐ]{{2}})|(?<=[^\s:])[?!|\\\]](?=[A-ZĐ]{{2,}}-[A-ZĐ])"
)
"""A slash, also one that was read as a letter that Vietnamese has not, or as a sign of its height, before capitals."""
_LONE_SYMBOL = re.compile(r"(?:\S{1,5}\s)?\s?(?=/\s?[A-Z]{2,}-[A-Z]{2,}(?:-[A-Z]{2,})*$)")
"""Before a symbol that fills the line, whose `Số:` and number no engine read."""
_NO_LETTER = re.compile(rf"[^\W\d_A-Za-z{CAPITALS}{SMALL_LETTERS}](?=/)")
"""What an engine made of figures before a slash: a letter that Vietnamese has not."""
_FIGURE_OR_SLASH = re.compile(r"(?<=\d)1(?=[A-Z]{2})")
"""What a slash may have been read as, or the last figure before a lost one."""
_YEAR = re.compile(r"[/⁄]\s?(?P<year>(?:19|20)\d\d)\s*$")
_CLEAR = re.compile(r"\d+ ?[a-zđ]?")
_CLEAR_BEFORE_YEAR = re.compile(r"\d+(?:\.\d{1,3}| ?[a-zđ])?")
"""Numbers as they are printed; those with a part (`66.7/2025/NQ-CP`) only bear the year as well."""
_REST_OF_SYMBOL = re.compile(r"[A-Z]{2,}(?:[-–/&,][A-Z]{2,})*")
"""Of one that many bodies share, on a line of its own."""
_REST_OF_NUMBER = re.compile(r"[a-zđ]/(?=[A-ZĐ])")
_LONGEST_NUMBER = 25
"""Characters between `Số` and the symbol: rows of dots where the number is blank."""


@dataclass(frozen=True, slots=True)
class NumberLine:
    """Number and symbol."""

    number: str | None
    """None where it is blank or cannot be read."""
    symbol: str | None
    garbled: bool
    """Something stands in the place of the number that is none."""
    end: int
    """Where the line goes on behind them."""


@lru_cache(maxsize=1_024)
def number_line(text: str) -> NumberLine | None:
    """Number and symbol in a line that begins with `Số`; None for any other.

    >>> number_line("Số: 416/TTr-CAT(PC04)").symbol, number_line("Số: 518/2015/ĐHĐL").number
    ('TTr-CAT(PC04)', '518/2015')
    >>> number_line("Số: 4H09 BCA-C04").symbol, number_line("Số lượng: 05 bản")
    ('BCA-C04', None)
    >>> number_line("Số:.......(GM-KP7").symbol, number_line("§ố 11-NQ/CB").number
    ('GM-KP7', '11')
    >>> number_line("Số: 15/Thien Long").symbol, number_line("Số: 3hB /QĐ-UBND").symbol, number_line("Số: 5/Lê Lợi")
    ('Thien Long', 'QĐ-UBND', None)
    >>> number_line("%: 443! /BĐH").symbol, number_line("- 443/BĐH"), number_line("*: 5 phố Lê Lợi/HN")
    ('BĐH', None, None)
    >>> number_line("Số: 12 ŸSCT-KT").symbol, number_line("Số: 12/ĐHBK").symbol
    ('SCT-KT', 'ĐHBK')
    >>> number_line("só:¿đŸ?TB-HV").symbol, number_line("Số: 12]QĐ-UBND").number, number_line("Số? UBND xã")
    ('TB-HV', '12', None)
    >>> number_line("Số: 3b-NQ/ĐU").symbol, number_line("Số :J)-BC/HU").symbol, number_line("Số: //Ö/SNV-TC").symbol
    ('NQ/ĐU', 'BC/HU', 'SNV-TC')
    >>> number_line("S 7 /BĐH").symbol, number_line("S 7 /2026")
    ('BĐH', None)
    >>> number_line("/QĐ-UBND").symbol, number_line("2-L /KH-ĐHVH").symbol, number_line("và /QĐ-UBND ngày")
    ('QĐ-UBND', 'KH-ĐHVH', None)
    >>> number_line("Số: 391UBND-KT").number  # 391, its slash lost, or 39, its slash a 1
    """
    text = _FOREIGN.sub("/", _NO_LETTER.sub("?", text))
    plain = plain_of(text)
    head = _HEAD.match(plain) or _LONE_SYMBOL.match(plain)
    if head is None:
        return None
    found = _symbol(plain, head.end()) or _own_words(text, plain, head.end())
    if found is None:
        return None
    raw = text[head.end() : found.start()].strip(" .…_:;,-–'‘’`*")
    symbol = (
        re.sub(r"\s*([-–/])\s*", r"\1", text[found.start("symbol") : found.end("symbol")]).replace("–", "-").rstrip(".")
    )
    written = raw
    if year := _YEAR.search(raw):
        written = digits = raw[: year.start()].strip(" .…_")
        number = f"{digits}/{year['year']}" if _CLEAR_BEFORE_YEAR.fullmatch(plain_of(digits)) else None
    else:
        number = raw.replace(" ", "") if _CLEAR.fullmatch(plain_of(raw)) else None
    if _FIGURE_OR_SLASH.match(plain, found.start()):
        number = None
    garbled = number is None and (any(map(str.isalnum, written)) or head.re is _LONE_SYMBOL)
    return NumberLine(number, symbol, garbled, found.end())


def goes_on(text: str, below: str) -> bool:
    """Whether `below` is the rest of a symbol that breaks off at the end of a line.

    >>> goes_on("Số: 24/HD-BCA-BQP-", "BYT-BCT"), goes_on("Số: 24/HD-BCA-", "BÁO CÁO")
    (True, False)
    >>> goes_on("Số: 24/HD-BCA-BQP", "BYT-BCT")
    False
    """
    breaks_off = text.endswith(("-", "–")) and bool(_REST_OF_SYMBOL.fullmatch(plain_of(below)))
    return breaks_off and number_line(text) is not None


def _symbol(plain: str, start: int) -> re.Match[str] | None:
    """The symbol behind the first slash or hyphen before capitals, or the first capitals where both were lost.

    Which of the two stands there is told by what is left for the number: figures alone, or nothing.
    """
    near = [
        found
        for pattern in (_SIGNED, _UNSIGNED)
        for found in pattern.finditer(plain, start)
        if found.start() - start <= _LONGEST_NUMBER and sum(map(str.isupper, found["symbol"])) > 1
        if pattern is _SIGNED or " /" not in found["symbol"]
    ]
    apart = (found for found in near if found.re is _SIGNED or plain[found.start("symbol") - 1] in " .:_…")
    clear = (found for found in apart if not re.search(r"[A-Za-z]{2}", plain[start : found.start()]))
    return next(clear, next(iter(near), None))


def _own_words(text: str, plain: str, start: int) -> re.Match[str] | None:
    """The words behind number and slash, where a colon says that a number follows: `Số 5/Lê Lợi` is an address."""
    found = _OWN_WORDS.search(plain, start) if ":" in plain[:start] else None
    return found if found and text[found.start() :] == plain[found.start() :] else None
