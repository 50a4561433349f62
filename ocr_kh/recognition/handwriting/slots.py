# SPDX-License-Identifier: Apache-2.0
"""Where a form leaves room for a number written by hand: `Số: ___/KH-UBND`, `ngày ___ tháng ___ năm`.

Found from the print around it. The engine may have read the writing as signs of its own, apart from the print or run
together with it (`Số:e)01/KH-SYT`, `ngày/£`); where print ends and writing begins is then told by the width of the
printed letters in Times, the face of such documents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.language.code_fragments import CAPITAL, DASH, SLASH, UNIT, YEAR
from ocr_kh.language.confusions import glyphs, meanings
from ocr_kh.language.letters import bare
from ocr_kh.language.syllables import is_syllable
from ocr_kh.recognition.handwriting.glued import PRINT_WIDTHS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.recognition.hocr import EngineWord

    Line = Sequence[EngineWord]

_NUMBER = re.compile(r"(?P<print>[Ss][ốổôõỗøẽỐỔÔóo6]:?)(?P<tail>.*)")
"""`Số:` as engines read it."""
_ANNEX = re.compile(r"\((?:Kèm|Ban)\b")
"""How the line below the name of an annex begins, which gives the number and date of the document again."""
_GROUP, _JOINT = rf"[{CAPITAL}Ư][\w&]*", "[-–.,/⁄]"
"""As read, figures and marks among the letters, first one of `ứng dụng`; a hyphen may be read as a stop, bodies of one
name have commas."""
_MISREAD_GROUP = r"[A-Za-zĐđ][\w&':]*"
_MISREAD_LETTER = rf"(?:(?!1)[{glyphs('capital')}]|1(?=[{CAPITAL}]{_JOINT}))"
"""Figure that a symbol begins with (`/8NV-TCBC`, `/1B-UBND`); a 1 before more letters is the sign (`8/1KH-UBND`)."""
_STATE = rf"{SLASH}(?:{YEAR}{SLASH}{_GROUP}|{_MISREAD_LETTER}?{_GROUP}{_JOINT}{_GROUP})(?:{_JOINT}{_GROUP})*(?:{UNIT})?"
_PARTY = rf"{DASH}[{CAPITAL}]+{SLASH}[{CAPITAL}]+(?:{_JOINT}{_GROUP})*"
_SHORT_SYMBOL = rf"(?:(?<![\w\W]){SLASH}{_GROUP}|(?<=\d)(?<![.\d]\d{{4}}){SLASH}[{CAPITAL}]{{2,}})"
_MISREAD = (
    rf"{SLASH}(?![a-zđ]{SLASH}[{CAPITAL}])"
    rf"(?:[a-zđ][\w&']*(?:{_JOINT}[{CAPITAL}][\w&']*)+|{_MISREAD_GROUP}{DASH}{_MISREAD_GROUP})"
)
_UNSIGNED = rf"(?<=[\w\W])[{CAPITAL}][A-Za-zĐ]{{1,4}}{DASH}[{CAPITAL}]{{2,}}"
_SYMBOL = re.compile(rf"(?P<raw>.*?)(?P<print>(?:{_STATE}|{_PARTY}|{_SHORT_SYMBOL}|{_MISREAD}|{_UNSIGNED})\W*)")
"""Sign and symbol of documents of the State, of the Party, of those with a short symbol that stands alone or behind the
figures of a number (no year's); one that was misread (`/rTr-SNV`, `/BC-vP`); one whose sign was taken for a part of the
writing."""
_AS_FIGURE = re.compile(rf"(?<=^[/⁄])[{glyphs('capital')}](?=[{CAPITAL}])")
"""The same in the print behind a number."""
_BREAKS = ("-", "–", "/")
"""At the end of a word: the symbol goes on behind a blank (`UBND- VX`)."""
_YEAR_BEHIND = re.compile(rf"{SLASH}{YEAR}{SLASH}")
_MAX_WORDS_TO_SYMBOL = 5
"""Words after `Số:` among which the symbol stands."""
_DAY = re.compile(r"(?P<raw>)(?P<print>ng(?:a[yvw]?)?)(?P<tail>.*)", re.IGNORECASE)
_MONTH = re.compile(r"(?P<raw>.{0,4})(?P<print>thang)(?P<tail>.*)", re.IGNORECASE)
_YEAR = re.compile(r"(?P<raw>.{0,4})(?P<print>nam)(?P<tail>.*)", re.IGNORECASE)
_SLACK = 6
"""Pixels by which a word may be wider than its print: faces differ, and so do widths of blanks in justified lines."""
PRINT_SIZE = X_HEIGHT / 0.448 * 13 / 14
"""Pixels of the size of a heading of 13 points beside a text of 14; an `x` of Times is 0.448 of its size high."""
_OTHER = 1.15
"""Factor by which a heading may be larger or smaller."""
_SMALL = 1.3
"""Factor by which it may be smaller where figures that were run together with it have no room else."""
_WIDTHS = {"/": 0.28, "⁄": 0.28, ".": 0.25, ",": 0.25, "-": 0.33, "–": 0.5, "r": 0.33, "I": 0.33, "S": 0.56, "P": 0.56,
           "E": 0.61, "L": 0.61, "T": 0.61, "B": 0.67, "C": 0.67, "R": 0.67, "M": 0.89}  # fmt: skip
"""Widths of signs of a symbol in Times over its size, where they are not those of most capitals or small letters."""
_WITH_COLON, _WITHOUT = 1.27, 1.0
"""Width of `Số:` and of `Số` in Times over the size."""
_FIGURE, _MOST_FIGURES = 0.5, 4
"""Width of a figure over the size, printed and at least by hand; figures of a number, those that are room for it."""
_TEXT = 0.8
"""Confidence from which a syllable is one, and no number written by hand."""
_TALLEST = 26
"""Pixels from the highest mark of print to its base line; what is taller holds writing."""
_DESCENDING = re.compile(r"[gpqyQ,;()\[\]|_]")


class Slot(NamedTuple):
    """Room for a number in a line: pixels of the page image."""

    kind: Literal["number", "day", "month"]
    left: int
    right: int
    """The print on both sides begins here, as well as can be told."""
    base: int
    """Row on which the print stands."""
    first: int
    last: int
    """Words of the line that have to do with it: from `first` up to `last`."""
    before: str
    """Print that the engine ran together with the writing, if it did: that on the left, that on the right."""
    after: str
    read: str
    """What the engine read in it."""
    has_year: bool = False
    """The print on the right is a sign and figures, which are none of the number."""


def slots(line: Line) -> Iterator[Slot]:
    """The slots of a line, from left to right."""
    if number := _number(line):
        yield number
    yield from _date(line)


def _number(line: Line) -> Slot | None:
    for at, word in enumerate(line):
        head = _NUMBER.fullmatch(word.text)
        if not head or (head["print"][0] == "s" and not _may_be_small(line, at, head["print"])):
            continue
        for end in range(at, min(at + _MAX_WORDS_TO_SYMBOL, len(line))):
            text = head["tail"] if end == at else line[end].text
            broken = line[end + 1].text if text.endswith(_BREAKS) and end + 1 < len(line) else ""
            symbol = _SYMBOL.fullmatch(text) or (_SYMBOL.fullmatch(text + broken) if broken else None)
            if symbol and len(symbol["raw"]) < len(text) and not _holds_text(line[at:end], head["print"]):
                return _number_slot(line, _Ends(at, end, head["tail"], symbol["raw"], text[len(symbol["raw"]) :]))
    return None


def _holds_text(words: Line, read: str) -> bool:
    """Whether a word of text stands in the room between the print, of which the first of `words` begins with `read`."""
    return any(
        word.confidence >= _TEXT and is_syllable(word.text)
        for at, word in enumerate(words)
        if at or len(word.text) > len(read)
    )


def _may_be_small(line: Line, at: int, read: str) -> bool:
    """Whether `số` may introduce a number of the form: in an annex; where a line begins, with its colon."""
    return bool(_ANNEX.match(line[0].text)) or (at == 0 and read.endswith(":"))


class _Ends(NamedTuple):
    """The words between which a number stands: `Số:` with what was run together with it, and that with the symbol."""

    at: int
    end: int
    tail: str
    raw: str
    symbol: str


def _number_slot(line: Line, ends: _Ends) -> Slot:
    at, end, tail, raw, symbol = ends
    word, last = line[at], line[end]
    colon = end > at and line[at + 1].text == ":"
    head = _WITH_COLON if ":" in word.text else _WITHOUT
    printed = symbol if not symbol[0].isalpha() else "/" + symbol
    wide = sum(map(_width, printed))
    usual = PRINT_SIZE if end > at else _fitting(word.width, head + wide, raw, PRINT_SIZE)
    print_ends = word.left + round(head * usual)
    glued = bool(tail) or end == at or _end(word) > print_ends + _SLACK
    em = usual if glued else min(max(word.width / head, PRINT_SIZE / _OTHER), PRINT_SIZE * _OTHER)
    em = _fitting(last.width, wide, raw, em) if end > at else em
    width = wide * em
    alone = not raw and end > at and last.width <= 1.1 * width + 2 * _SLACK
    middle = [each.text for each in line[at + 1 + colon : end]]
    return Slot(
        kind="number",
        left=print_ends if glued else _end(line[at + 1] if colon else word),
        right=last.left if alone else _end(last) - round(width),
        base=_base(line, last) if glued else word.top + word.height,
        first=at if glued else at + 1 + colon,
        last=end if alone else end + 1,
        before="Số:" if glued else "",
        after="" if alone else _AS_FIGURE.sub(lambda figure: meanings("capital")[figure[0]], printed),
        read="".join((tail if end > at else "", *middle, raw)),
        has_year=bool(_YEAR_BEHIND.match(printed)),
    )


def _fitting(width: int, printed: float, raw: str, usual: float) -> float:
    """The size, in pixels, of print run together with a number: as usual, or so small that the figures read have room.

    `width` of all in pixels, `printed` that of the print over the size.
    """
    figures = min(sum(map(str.isdecimal, raw)), _MOST_FIGURES)
    return max(min(width / (printed + _FIGURE * figures), usual), PRINT_SIZE / _SMALL)


def _end(word: EngineWord) -> int:
    return word.left + word.width


def _width(char: str) -> float:
    """Of a sign of a symbol in Times, over its size."""
    return _WIDTHS.get(char, 0.72 if char.isupper() else 0.5)


def _base(line: Line, word: EngineWord) -> int:
    """Row on which `word` stands; writing in it may reach lower than its print."""
    if word.height <= _TALLEST:
        return word.top + word.height
    beside = sorted(
        each.top + each.height
        for each in line
        if each is not word and any(map(str.isalnum, each.text)) and not _DESCENDING.search(each.text)
    )
    return beside[len(beside) // 2] if beside else word.top + _TALLEST


def _date(line: Line) -> Iterator[Slot]:
    texts = [bare(word.text) for word in line]
    for at, text in enumerate(texts):
        month = _MONTH.fullmatch(text)
        before = next((each for each in range(at - 1, max(at - 4, -1), -1) if _DAY.fullmatch(texts[each])), None)
        behind = next((each for each in range(at + 1, min(at + 4, len(line))) if _YEAR.fullmatch(texts[each])), None)
        if not month or before is None or behind is None:
            continue
        day, year = _DAY.fullmatch(texts[before]), _YEAR.fullmatch(texts[behind])
        if not day or not year or any(each["raw"] and each["tail"] for each in (month, year)):
            continue
        if any(_ends_in_comma(line[each], found["tail"]) for each, found in ((before, day), (at, month))):
            continue  # `ngày, tháng, năm` asks for a date somewhere else
        if _holds_text(line[before:at], day["print"]) or _holds_text(line[at:behind], month["raw"] + month["print"]):
            continue
        words = [
            _Printed(each, *print_, line[each].left, _end(line[each]), found["raw"], found["tail"])
            for each, print_, found in zip((before, at, behind), PRINT_WIDTHS.items(), (day, month, year), strict=True)
        ]
        em = min((each.em for each in words if not each.raw and not each.tail), default=PRINT_SIZE)
        base = _base(line, line[behind])
        yield _between(line, words[0], words[1], em, base)
        yield _between(line, words[1], words[2], em, base)
        return


def _ends_in_comma(word: EngineWord, tail: str) -> bool:
    """Whether a comma stands behind a word of the print; not where the word is wide enough for two figures besides."""
    return tail == "," and word.width < (max(PRINT_WIDTHS.values()) + 2 * _FIGURE) * PRINT_SIZE


class _Printed(NamedTuple):
    """A printed word of the date, which may hold some of the writing beside it."""

    at: int
    text: str
    size: float
    """Its width in Times over the size."""
    left: int
    right: int
    raw: str
    tail: str
    """What the engine ran together with it, before and behind: one of them at most."""

    @property
    def em(self) -> float:
        """The size of the print in pixels, if nothing else is in the word."""
        return (self.right - self.left) / self.size

    def begins(self, em: float) -> int:
        """Where the print begins."""
        wider = self.right > self.ends(em) + 2 * _SLACK
        return self.right - round(self.size * em) if self.raw or (wider and not self.tail) else self.left

    def ends(self, em: float) -> int:
        """Where the print ends if nothing was run together with its beginning."""
        return self.left + round(self.size * em)

    def runs_on(self, em: float) -> bool:
        """Whether there is writing at its end."""
        return bool(self.tail) or (not self.raw and self.right > self.ends(em) + _SLACK)


def _between(line: Line, before: _Printed, behind: _Printed, em: float, base: int) -> Slot:
    """The slot between two words of the print."""
    glued = before.runs_on(em)
    return Slot(
        kind="day" if before.text == "ngày" else "month",
        left=before.ends(em) if glued else before.right,
        right=behind.begins(em),
        base=base,
        first=before.at if glued else before.at + 1,
        last=behind.at + bool(behind.raw),
        before=before.text if glued else "",
        after=behind.text if behind.raw else "",
        read=before.tail + "".join(each.text for each in line[before.at + 1 : behind.at]) + behind.raw,
    )
