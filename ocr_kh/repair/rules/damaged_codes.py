# SPDX-License-Identifier: Apache-2.0
"""Rules of their own for what the channel must not touch: codes, enumerators, dashes.

They look only at lines that are damaged, and act only where the grammar of codes (the symbols in
dictionaries/symbols.txt), the rest of the line or the rest of the document agree.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ocr_kh.genre.codes import (
    PARTY_SLASH_READ_AS_LETTER,
    READ_CODE,
    SLASH_READ_AS_LETTER,
    TERM_AS_READ,
    TIGHT_CODE,
)
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.confusions import glyphs, translation
from ocr_kh.language.damage import VIETNAMESE_LETTER
from ocr_kh.language.letters import fold, skeleton
from ocr_kh.language.syllables import place_tones
from ocr_kh.repair.edits import Edit
from ocr_kh.repair.rules.known_symbols import Symbols, attested

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.settings import Tone

_STROKES = glyphs("slash")
"""I and what an engine takes for one another with it, and with the slash."""
_HEADING = re.compile(
    rf"^\s*(?P<numeral>[{_STROKES}]{{1,3}}|[{_STROKES}]{{0,2}}[VX][VX{_STROKES}]{{0,4}})(?P<stop>\s?[.,]\s?)(?=(?P<title>\S.*))"
)
_PURPOSE = re.compile(rf"(?<=\s)(?P<first>[bctp])[{_STROKES}](?P<last>[cdđh])(?=[);])")
_DASH = re.compile(r"(?<=\s)—(?=\s)")
CONTEXT_CHARACTERS = 8
"""Characters looked at before a match: a line may be millions long."""
_ETH = re.compile("Đ?Ð|ð")
_SPECK = re.compile(r"(?<=[^\W\dA-Z_]{2})[.:](?=[^\W\dA-Z_]{2,}(?:[\s,;]|$))")
"""A speck between two words of small letters that was taken for a stop: `tiên tiến.ngay`."""
_LONE_MARK = re.compile(r"(?<=[\w,;:])\s[.,;'’‘~_`](?=\s[^\W_]|$)|^[.,;'’‘~_`]\s(?=[^\W_])")
"""A mark by itself between words, or at an end of the line: a speck on the glass."""
_ARTICLE = re.compile(r"(?<![\w.])\d{1,2}\.\d{1,2}\.(?P<kind>[A-ZĐ1]{2})(?=\.\d{1,3}\.\d{1,4})")
"""An article of the code of laws (Nghị định 63/2013/NĐ-CP, Điều 9): `45.7.1T.18.9` is 45.7.TT.18.9."""
_KINDS = ("LQ", "PL", "LT", "NĐ", "QĐ", "TT", "TL", "NQ")
"""What the article comes from: law, ordinance, order, decree, decision, circular, joint circular, resolution."""
_AREA = re.compile(r"(?<=\d )k?m(?P<square>\?)(?=[\s,.;)]|$)")
"""`0,74 km?` is km²."""
_FIGURES_MEANT = translation("figure")
_UNSTROKED = translation("unstroked")
_ROMANS_MEANT = translation("roman")
_WORD = re.compile(r"\w+")
_NUMBER_WORD = re.compile(r"(?P<type>[^\W\d_]+) (?P<number>5[0Oo]) (?=\d)")
_NUMBER_WORD_HINT = re.compile(r" 5[0Oo] \d")


def numbers_of(lines: Sequence[str]) -> Counter[str]:
    """The numbers of all codes in the document, to tell `57T` from `57`."""
    return Counter(match["number"] for line in lines for match in READ_CODE.finditer(line))


def with_own(known: Symbols, lines: Sequence[str], is_right: Sequence[bool]) -> Symbols:
    """`known` and the symbols that the document itself attests: in a line that is right, or twice and more.

    Only those of which `known` has no better writing: a stroke may be lost in a line that is right otherwise.
    """
    in_right = [line for line, right in zip(lines, is_right, strict=True) if right]
    for found, least in ((_symbols(in_right), 1), (_symbols(lines), 2)):
        own = {symbol for symbol, times in found.items() if times >= least and known.right(symbol) is None}
        known = attested(known.written | own) if own else known
    return known


def _symbols(lines: Sequence[str]) -> Counter[str]:
    """Symbols of codes without spaces, and how often they stand there."""
    return Counter(match["symbol"] for line in lines for match in TIGHT_CODE.finditer(line))


def rule_edits(line: str, symbols: Symbols, numbers: Mapping[str, int], *, romans: bool) -> list[Edit]:
    """What the rules change in a damaged line, in order. `romans`: the document has headings with Roman numerals."""
    found = [*_heading(line, romans=romans), *_codes(line, symbols, numbers), *_slashes(line, symbols), *_dashes(line)]
    found += [*_purposes(line), *_laws(line), *number_edits(line), *_articles(line), *_areas(line)]
    found += [*_parties(line), *_specks(line), *_lone(line)]
    edits: list[Edit] = []
    for edit in sorted(found, key=lambda edit: (edit.start, -edit.end)):
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return [edit for edit in edits if edit.after != line[edit.start : edit.end]]


def _codes(line: str, symbols: Symbols, numbers: Mapping[str, int]) -> Iterator[Edit]:
    for match in READ_CODE.finditer(line):
        symbol = symbols.right(match["symbol"])
        if symbol is None:
            continue
        # The gap between number and symbol may be printed with a space on both sides, or before a form's dash.
        gap = match["gap"]
        as_printed = gap == " - " or (match.start() < CONTEXT_CHARACTERS and not line[: match.start()].strip())
        joint = gap if as_printed else gap.strip()[0]
        number = match["number"]
        if number[-1].isupper() and numbers.get(number[:-1]):
            number = number[:-1]
        yield Edit(match.start(), match.end(), number + joint + symbol, "rule")


def _slashes(line: str, symbols: Symbols) -> Iterator[Edit]:
    for match in SLASH_READ_AS_LETTER.finditer(line):
        symbol = symbols.right(match["symbol"])
        if symbol and any(
            char.isdecimal() for char in line[max(0, match.start() - CONTEXT_CHARACTERS) : match.start()]
        ):
            yield Edit(match.start(), match.end(), f"/{symbol}", "rule")


def _dashes(line: str) -> Iterator[Edit]:
    """An English model gives an em dash for the en dash that Vietnamese print uses."""
    return (Edit(match.start(), match.end(), "–", "rule") for match in _DASH.finditer(line))


def _laws(line: str) -> Iterator[Edit]:
    for match in TERM_AS_READ.finditer(line):
        yield Edit(match.start("number"), match.end("number"), match["number"].translate(_FIGURES_MEANT), "rule")


def _articles(line: str) -> Iterator[Edit]:
    for match in _ARTICLE.finditer(line):
        kind = match["kind"].replace("1", "T").translate(_UNSTROKED)
        right = [known for known in _KINDS if skeleton(known) == kind]
        if right:
            yield Edit(match.start("kind"), match.end("kind"), right[0], "rule")


def _parties(line: str) -> Iterator[Edit]:
    return (
        Edit(match.start("slash"), match.end("slash"), "/", "rule")
        for match in PARTY_SLASH_READ_AS_LETTER.finditer(line)
    )


def _specks(line: str) -> Iterator[Edit]:
    return (Edit(match.start(), match.end(), " ", "rule") for match in _SPECK.finditer(line))


def _lone(line: str) -> Iterator[Edit]:
    return (Edit(match.start(), match.end(), "", "rule", doubtful=True) for match in _LONE_MARK.finditer(line))


def _areas(line: str) -> Iterator[Edit]:
    return (Edit(match.start("square"), match.end("square"), "²", "rule") for match in _AREA.finditer(line))


def _purposes(line: str) -> Iterator[Edit]:
    """`(dé blc)` among the recipients is (để b/c)."""
    for match in _PURPOSE.finditer(line):
        yield Edit(match.start(), match.end(), f"{match['first']}/{match['last'].replace('d', 'đ')}", "rule")


def is_heading(line: str) -> bool:
    """Whether the line is a numeral and a title in capitals."""
    match = _HEADING.match(line)
    return bool(match) and _in_capitals(match["title"]) if match else False


def _in_capitals(title: str) -> bool:
    letters = [char for char in title if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) > 0.85 * len(letters)


def number_edits(line: str) -> Iterator[Edit]:
    """`50` or `5O` between a type of document and a code is số: no number stands there.

    >>> [edit.after for edit in number_edits("Nghị quyết 50 57-NQ/TW")], list(number_edits("Tổ 50 12/QĐ-UBND"))
    (['số'], [])
    """
    for match in _NUMBER_WORD.finditer(line) if _NUMBER_WORD_HINT.search(line) else ():
        if fold(match["type"]) in _type_ends() and READ_CODE.match(line, match.end()):
            yield Edit(match.start("number"), match.end("number"), "số", "rule")


@from_vocabulary
def _type_ends(words: Vocabulary) -> frozenset[str]:
    """The last syllables of the names of documents, their letters as they are read."""
    return frozenset(fold(each.name.split()[-1]) for each in words.types)


def _heading(line: str, *, romans: bool) -> Iterator[Edit]:
    """`11. NOI DUNG` is II., `|.MUC DICH` is I.; a lone `1.` may be either and stays."""
    match = _HEADING.match(line)
    if not match or not _in_capitals(match["title"]):
        return
    numeral = match["numeral"]
    if numeral == "1" or (numeral.isdecimal() and not romans):
        return
    right = numeral.translate(_ROMANS_MEANT)
    if re.fullmatch(r"(?:IX|IV|V?I{0,3}|X{1,2}(?:IX|IV|V?I{0,3}))", right):
        yield Edit(match.start("numeral"), match.end("stop"), right + ". ", "rule")


def has_romans(lines: Sequence[str]) -> bool:
    """Whether a heading of the document begins with a Roman numeral, or with what can only be one."""
    numerals = [match["numeral"] for line in lines if (match := _HEADING.match(line)) and _in_capitals(match["title"])]
    return any(not numeral.isdecimal() or numeral in {"11", "111"} for numeral in numerals)


def letter_edits(line: str, symbols: Symbols, *, was_read: bool) -> list[Edit]:
    """What is mended before the decoder sees a line: Icelandic eths; in lines an engine read, symbols of codes."""
    edits = [
        Edit(match.start(), match.end(), "đ" if match.group() == "ð" else "Đ", "rule") for match in _ETH.finditer(line)
    ]
    if was_read and not edits:
        for match in TIGHT_CODE.finditer(line):
            right = symbols.right(match["symbol"])
            if right and right != match["symbol"]:
                edits.append(Edit(match.start("symbol"), match.end("symbol"), right, "rule"))
    # In a damaged line the only word with a mark would hide the damage.
    return [*edits, *number_edits(line)] if VIETNAMESE_LETTER.search(line) else edits


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
