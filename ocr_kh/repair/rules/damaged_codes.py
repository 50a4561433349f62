# SPDX-License-Identifier: Apache-2.0
"""Rules of their own for what the channel must not touch: codes, enumerators, dashes.

They look only at lines that are damaged, and act only where the grammar of codes (the symbols in
dictionaries/symbols.txt), the rest of the line or the rest of the document agree.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ocr_kh.language.letters import skeleton
from ocr_kh.language.syllables import place_tones
from ocr_kh.repair.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.settings import Tone

_LETTERS = "A-ZĐÐ"
_CODE = re.compile(
    rf"(?<![\w/-])(?P<number>\d{{1,5}}[A-Za-z]?(?:/\d{{4}})?)(?P<gap>\s?[-/]\s?-?\s?)"
    rf"(?P<symbol>[{_LETTERS}]{{1,8}}(?:\s?[-/]\s?[{_LETTERS}&][{_LETTERS}a-z&]{{0,14}}){{1,3}})(?![\w/-])",
)
_SLASH = re.compile(rf"(?<![\w/])(?P<slash>[Il1|])(?P<symbol>[{_LETTERS}]{{2,5}}-[{_LETTERS}]{{2,10}})(?![\w/-])")
"""`IKH-UBND` after a number: the slash was read as a letter."""
_HEADING = re.compile(
    r"^\s*(?P<numeral>[1Il|]{1,3}|[1Il|]{0,2}[VX][1Il|VX]{0,4})(?P<stop>\s?[.,]\s?)(?=(?P<title>\S.*))"
)
_PURPOSE = re.compile(r"(?<=\s)(?P<first>[bctp])[lI1|](?P<last>[cdđh])(?=[);])")
_DASH = re.compile(r"(?<=\s)—(?=\s)")
NEAR = 8
"""Characters looked at before a match: a line may be millions long."""
_ETH = re.compile("Đ?Ð|ð")
_PARTY = re.compile(r"(?<=\d-)(?:NQ|Q[ĐD]|KL|CT|CTr|TB|HD|KH|BC)(?P<slash>[Il1|])(?=(?:TW|TU|[ĐD]U|HU|BTV)(?![\w/-]))")
"""Symbols of the Party (Hướng dẫn 36-HD/VPTW): `06-NQITU` is 06-NQ/TU."""
_SPECK = re.compile(r"(?<=[^\W\dA-Z_]{2})[.:](?=[^\W\dA-Z_]{2,}(?:[\s,;]|$))")
"""A speck between two words of small letters that was taken for a stop: `tiên tiến.ngay`."""
_LONE = re.compile(r"(?<=[\w,;:])\s[.,;'’‘~_`](?=\s[^\W_]|$)|^[.,;'’‘~_`]\s(?=[^\W_])")
"""A mark by itself between words, or at an end of the line: a speck on the glass."""
_ASSEMBLY = re.compile(r"(?<![\w/])\d{1,4}/\d{4}/QH(?P<number>[\dIlSO]{2})(?![\w/-])")
"""Laws of the National Assembly: `22/2023/QHI5` is 22/2023/QH15."""
_ARTICLE = re.compile(r"(?<![\w.])\d{1,2}\.\d{1,2}\.(?P<kind>[A-ZĐ1]{2})(?=\.\d{1,3}\.\d{1,4})")
"""An article of the code of laws (Nghị định 63/2013/NĐ-CP, Điều 9): `45.7.1T.18.9` is 45.7.TT.18.9."""
_KINDS = ("LQ", "PL", "LT", "NĐ", "QĐ", "TT", "TL", "NQ")
"""What the article comes from: law, ordinance, order, decree, decision, circular, joint circular, resolution."""
_AREA = re.compile(r"(?<=\d )k?m(?P<square>\?)(?=[\s,.;)]|$)")
"""`0,74 km?` is km²."""
_FIGURES = str.maketrans("IlSO", "1150")
_STROKED = str.maketrans("BP", "DD")
"""An English model gives B and P for Đ as well as D."""
_TIGHT = re.compile(
    rf"(?<![\w/-])\d{{1,5}}[a-z]?(?:/\d{{4}})?[-/](?P<symbol>[{_LETTERS}]{{1,8}}(?:[-/][{_LETTERS}&][{_LETTERS}a-z&]{{0,14}})+)(?![\w/-])"
)
_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"\s|(?<=-)\s*-")


def canonical_symbols(symbols: frozenset[str]) -> dict[str, str]:
    """Skeleton of each symbol to the way it is written (`ND-CP` to `NĐ-CP`)."""
    known = {skeleton(symbol): symbol for symbol in sorted(symbols)}
    return _without_strokes(known) | known


def _without_strokes(known: Mapping[str, str]) -> dict[str, str]:
    """The symbols by what is left when B, P and D are one letter, where only one symbol leaves that."""
    found: dict[str, set[str]] = {}
    for key, symbol in known.items():
        found.setdefault(key.translate(_STROKED), set()).add(symbol)
    return {key: symbols.pop() for key, symbols in found.items() if len(symbols) == 1}


def _symbol(text: str, symbols: Mapping[str, str]) -> str | None:
    """How a symbol is written that was read as `text`."""
    key = skeleton(_SPACES.sub("", text))
    return symbols.get(key) or symbols.get(key.translate(_STROKED))


def numbers_of(lines: Sequence[str]) -> Counter[str]:
    """The numbers of all codes in the document, to tell `57T` from `57`."""
    return Counter(match["number"] for line in lines for match in _CODE.finditer(line))


def symbols_of(lines: Sequence[str]) -> dict[str, str]:
    """Symbols of codes that the document writes twice and more, without spaces."""
    seen = Counter(match["symbol"] for line in lines for match in _TIGHT.finditer(line))
    return {skeleton(symbol): symbol for symbol, times in seen.items() if times > 1}


def rule_edits(line: str, symbols: Mapping[str, str], numbers: Mapping[str, int], *, romans: bool) -> list[Edit]:
    """What the rules change in a damaged line, in order. `romans`: the document has headings with Roman numerals."""
    found = [*_heading(line, romans=romans), *_codes(line, symbols, numbers), *_slashes(line, symbols), *_dashes(line)]
    found += [*_purposes(line), *_laws(line), *_articles(line), *_areas(line)]
    found += [*_parties(line), *_specks(line), *_lone(line)]
    edits: list[Edit] = []
    for edit in sorted(found, key=lambda edit: (edit.start, -edit.end)):
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return [edit for edit in edits if edit.after != line[edit.start : edit.end]]


def _codes(line: str, symbols: Mapping[str, str], numbers: Mapping[str, int]) -> Iterator[Edit]:
    for match in _CODE.finditer(line):
        symbol = _symbol(match["symbol"], symbols)
        if symbol is None:
            continue
        # The gap between number and symbol may be printed with a space on both sides, or before a form's dash.
        gap = match["gap"]
        as_printed = gap == " - " or (match.start() < NEAR and not line[: match.start()].strip())
        joint = gap if as_printed else gap.strip()[0]
        number = match["number"]
        if number[-1].isupper() and numbers.get(number[:-1]):
            number = number[:-1]
        yield Edit(match.start(), match.end(), number + joint + symbol, "rule")


def _slashes(line: str, symbols: Mapping[str, str]) -> Iterator[Edit]:
    for match in _SLASH.finditer(line):
        symbol = symbols.get(skeleton(match["symbol"]))
        if symbol and any(char.isdecimal() for char in line[max(0, match.start() - NEAR) : match.start()]):
            yield Edit(match.start(), match.end(), f"/{symbol}", "rule")


def _dashes(line: str) -> Iterator[Edit]:
    """An English model gives an em dash for the en dash that Vietnamese print uses."""
    return (Edit(match.start(), match.end(), "–", "rule") for match in _DASH.finditer(line))


def _laws(line: str) -> Iterator[Edit]:
    for match in _ASSEMBLY.finditer(line):
        yield Edit(match.start("number"), match.end("number"), match["number"].translate(_FIGURES), "rule")


def _articles(line: str) -> Iterator[Edit]:
    for match in _ARTICLE.finditer(line):
        kind = match["kind"].replace("1", "T").translate(_STROKED)
        right = [known for known in _KINDS if skeleton(known) == kind]
        if right:
            yield Edit(match.start("kind"), match.end("kind"), right[0], "rule")


def _parties(line: str) -> Iterator[Edit]:
    return (Edit(match.start("slash"), match.end("slash"), "/", "rule") for match in _PARTY.finditer(line))


def _specks(line: str) -> Iterator[Edit]:
    return (Edit(match.start(), match.end(), " ", "rule") for match in _SPECK.finditer(line))


def _lone(line: str) -> Iterator[Edit]:
    return (Edit(match.start(), match.end(), "", "rule", doubtful=True) for match in _LONE.finditer(line))


def _areas(line: str) -> Iterator[Edit]:
    return (Edit(match.start("square"), match.end("square"), "²", "rule") for match in _AREA.finditer(line))


def _purposes(line: str) -> Iterator[Edit]:
    """`(dé blc)` among the recipients is (để b/c)."""
    for match in _PURPOSE.finditer(line):
        last = {"d": "đ"}.get(match["last"], match["last"])
        yield Edit(match.start(), match.end(), f"{match['first']}/{last}", "rule")


def is_heading(line: str) -> bool:
    """Whether the line is a numeral and a title in capitals."""
    match = _HEADING.match(line)
    return bool(match) and _in_capitals(match["title"]) if match else False


def _in_capitals(title: str) -> bool:
    letters = [char for char in title if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) > 0.85 * len(letters)


def _heading(line: str, *, romans: bool) -> Iterator[Edit]:
    """`11. NOI DUNG` is II., `|.MUC DICH` is I.; a lone `1.` may be either and stays."""
    match = _HEADING.match(line)
    if not match or not _in_capitals(match["title"]):
        return
    numeral = match["numeral"]
    if numeral == "1" or (numeral.isdecimal() and not romans):
        return
    right = re.sub("[1l|]", "I", numeral)
    if re.fullmatch(r"(?:IX|IV|V?I{0,3}|X{1,2}(?:IX|IV|V?I{0,3}))", right):
        yield Edit(match.start("numeral"), match.end("stop"), right + ". ", "rule")


def has_romans(lines: Sequence[str]) -> bool:
    """Whether a heading of the document begins with a Roman numeral, or with what can only be one."""
    numerals = [match["numeral"] for line in lines if (match := _HEADING.match(line)) and _in_capitals(match["title"])]
    return any(not numeral.isdecimal() or numeral in {"11", "111"} for numeral in numerals)


def letter_edits(line: str, symbols: Mapping[str, str], *, was_read: bool) -> list[Edit]:
    """What is mended before the decoder sees a line: Icelandic eths; in lines an engine read, symbols of codes."""
    edits = [
        Edit(match.start(), match.end(), "đ" if match.group() == "ð" else "Đ", "rule") for match in _ETH.finditer(line)
    ]
    if was_read and not edits:
        for match in _TIGHT.finditer(line):
            right = symbols.get(skeleton(match["symbol"]))
            if right and right != match["symbol"]:
                edits.append(Edit(match.start("symbol"), match.end("symbol"), right, "rule"))
    return edits


def tone_edits(line: str, tone: Tone) -> list[Edit]:
    """The tone marks of oa, oe, uy where the user wants them; none for `document`."""
    if tone == "document":
        return []
    placed = place_tones(line, tone)
    return [
        Edit(match.start(), match.end(), placed[match.start() : match.end()], "rule")
        for match in _WORD.finditer(line)
        if placed[match.start() : match.end()] != match.group()
    ]
