# SPDX-License-Identifier: Apache-2.0
"""Numbers and letters at the head of a line, and every way to read them.

A line head such as `11. NỘI DUNG` can be the Arabic number 11 or a misread Roman II; `C.` a letter or a
Roman number. `readings` gives all readings with a cost; which holds is decided over the whole document
(`plan.sequence`). Dates, amounts and codes (`22/12/2024`, `2026 trên`, `57-NQ/TW`) have no reading.

Ladders of numbering: Nghị định 30/2020, Phụ lục I, mục II.6; `1.1.`, `(1)`, `1)` and `Mục tiêu 1:` from real plans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ocr_kh.language.confusions import glyphs, meanings, translation
from ocr_kh.language.letters import CAPITALS, bare, is_capitals

LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_UNUSED_LETTERS = frozenset("fjwz")
"""Letters that điểm do not use (Nghị định 30/2020); a step over them is no gap."""

_WORDS = {"PHAN": "part", "CHUONG": "chapter", "MUC": "section", "TIEU MUC": "subsection", "DIEU": "article"}
WORDED = frozenset(_WORDS.values())
"""Styles whose number follows a word; their title may stand on the next line."""
_LABELS = "MUC TIEU|NHIEM VU|GIAI PHAP|NOI DUNG|BUOC|HOAT DONG|CHI TIEU|DU AN|TIEU DU AN|HOP PHAN|GIAI DOAN|NHOM"
_ORDINALS = {
    "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip

_WORD = re.compile(
    r"(?P<word>PHAN|CHUONG|TIEU MUC|MUC|DIEU)\s+(?P<number>(?:THU\s+[A-Z]+|[IVXLC]+|\d{1,3}[A-Z]?))"
    r"(?P<end>\s*[.:\-–/]+\s*|\s*$|\s+)",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"(?P<label>{_LABELS})\s+(?P<number>\d{{1,2}}|[IVX]{{1,4}})\s*(?P<end>[:.]\s*|$)", re.IGNORECASE)
_ROMAN = re.compile(r"([IVXLC]{1,7})(?:\s*([.\-–—/):])\s*|\s+)(?!\d)")
_UNDOTTED = re.compile(r"(I{2,3}|I?V|VI{1,3}|IX|XI{0,3})\s+(?=[A-Z][a-z])")
_MISREAD_ROMAN = re.compile(rf"([IVXL{glyphs('roman')}]{{1,6}})(?:\s*([.\-–—):,])\s*|\s+)(?!\d)")
_DECIMAL = re.compile(
    r"(\d{1,3})\s?(?:([.,])(?![\d)])\s*|([/])\s+|(\.?\))\s*|\s?([-–])\s+(?=[A-Z])(?![A-Z]+[-/][A-Z]))(?![a-z]?\d{4}\b)"
)
_MISREAD_ONE = re.compile(r"([lI|!i])\s?([.)])\s*(?!\d)")
_POINTS = re.compile(
    r"((?:\d{1,3}|[IVX]{1,5}|[lI|])(?:\.[ ]?(?:\d{1,2}|[lI|])){1,4})(?:([.)/:]|[-–](?=\s))(?!\d)\s*|\s+)(?![a-z%]|\d)"
)
_POINTS_LOWER = re.compile(r"(\d{1,3}(?:\.\d{1,2}){1,4})([.)])\s+(?=[a-z])")
_PAREN = re.compile(r"\(\s?(\d{1,2}|[a-zđ]|[ivx]{1,5})\s?\)\s*")
_LOWER = re.compile(r"([a-z])\s?([.)]|/(?=\s))\s*(?:(?<=\))|(?![\d.]))")
_UPPER = re.compile(r"([A-Z])\s?([.)/]|\s[-–])\s+")
_LETTERS_MEANT = meanings("item")
_FIGURES_MEANT = meanings("figure", "§Š$")
"""Signs that no numbering uses: what engines make of small letters and of figures."""
_SYMBOL = re.compile(rf"([{''.join({**_LETTERS_MEANT, **_FIGURES_MEANT})}])\s?([.)])\s*(?=[^\W\d_])")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMANS_MEANT = translation("roman")

_LOST_STROKE = 0.6
_LOST_NUMBER_COST = 0.7
"""Cost of a number that an engine lost: less than that of a gap, more than that of a heading without one."""
_STROKES = {"d": "đ", "đ": "d"}
_LETTER_STROKE = 0.5
_HEAD = 120
"""Characters of a line that are looked at."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the head of a line as a place in a numbering."""

    style: str
    """What counts together: `roman`, `decimal`, `decimal2` (1.1), `lower`, `article` ..."""
    ordinal: tuple[int, ...]
    """The place: (3,) for III, (2, 1) for 2.1."""
    marker: str
    """As printed, without final punctuation; set right when it was misread."""
    start: int
    """Where the text after it begins."""
    cost: float = 0.0
    """How much the printed form speaks against this reading."""
    inferred: bool = False
    """No number stands there: an engine lost it, and the others ask for it."""


BULLET = re.compile(rf"([-–—+•·●▪▫◦○■□❖➢*~¬✓✔✗➤►▶➔→⇒⇨♦◆◇❑❒☐☑☒‣∙])\.?(?:\s+|(?=[{CAPITALS}“\"(]))")


_DASHES_MEANT = meanings("dash")


def bullet(text: str) -> tuple[str, str] | None:
    """The mark and the text of a bulleted line; None for any other.

    >>> bullet("- Phòng Kinh tế"), bullet("-5 độ")
    (('-', 'Phòng Kinh tế'), None)
    """
    found = BULLET.match(text)
    return (_DASHES_MEANT.get(found[1], found[1]), text[found.end() :]) if found else None


def roman(text: str) -> int | None:
    """The value of a Roman number in its usual form; None for any other run of letters."""
    total = 0
    for letter, following in zip(text, [*text[1:], "I"], strict=True):
        value = _ROMAN_VALUES[letter]
        total += -value if value < _ROMAN_VALUES[following] else value
    return total if text and to_roman(total) == text else None


def to_roman(value: int) -> str:
    """`value` (1 to 399) in Roman numerals; empty out of that range."""
    if not 0 < value < 400:
        return ""
    parts = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    result = ""
    for number, letters in parts:
        result += letters * (value // number)
        value %= number
    return result


def step(style: str, before: int, after: int) -> int:
    """How many places `after` lies behind `before`; for letters, those nobody uses are not counted."""
    if style not in {"lower", "upper", "lowerdot", "parenletter"} or after <= before:
        return after - before
    passed = LETTERS[before : after - 1]
    return 1 + sum(letter not in _UNUSED_LETTERS for letter in passed)


def lost_strokes(found: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Further readings in text an engine recognised: `II.` for `III.` is its commonest misreading.

    `VII.` for `VI.` is met, not `II.` for `I.`.

    The stroke of `đ)` is lost, or found where there is none, as easily; where both readings make sense the printed
    letter stays, since real documents do without `đ)`.
    """
    more = []
    for reading in found:
        if reading.style == "lower" and reading.marker in _STROKES:
            other = _STROKES[reading.marker]
            ordinal = (LETTERS.index(other) + 1,)
            more.append(Reading("lower", ordinal, other, reading.start, reading.cost + _LETTER_STROKE))
        if reading.style == "roman" and reading.marker.endswith("I"):
            fewer = reading.marker[:-1] if reading.marker.endswith("II") and reading.marker[0] != "I" else ""
            more += [
                Reading("roman", (value,), other, reading.start, reading.cost + _LOST_STROKE)
                for other in (f"{reading.marker}I", fewer)
                if other and (value := roman(other))
            ]
    return (*found, *more)


def readings(text: str, plain: str | None = None) -> tuple[Reading, ...]:
    """Every reading of the head of `text`, the likelier ones first; empty when nothing is numbered."""
    head = text[:_HEAD]
    if not head or head[0].isspace() or head.startswith(("V/v", "V/V")):
        return ()
    plain = bare(head) if plain is None else plain[:_HEAD]
    if head[0] in "PCMTĐD" and (found := _worded(head, plain)):
        return found
    if head[0] in "MNGBHCDTĐ" and (labelled := _LABEL.match(plain)):
        return _labelled(head, plain, labelled)
    return (*_dotted(plain), *_romans(head, plain), *_numbers(head, plain), *_letters(head, plain))


_REST_OF_ROMAN = re.compile(rf"[IUJLT1l|!]{{1,2}}[.,)]? (?=[{CAPITALS}])")


def lost_roman(text: str, value: int) -> Reading | None:
    """`text`, a heading in capitals, read as the one that had that Roman number before an engine lost it, or ran it in.

    >>> lost_roman("U MỤC ĐÍCH", 1).start, lost_roman("MỤC ĐÍCH", 2).marker
    (2, 'II')
    """
    marker = to_roman(value)
    rest = _REST_OF_ROMAN.match(text)
    return (
        Reading("roman", (value,), marker, rest.end() if rest else 0, _LOST_NUMBER_COST, inferred=True)
        if marker
        else None
    )


def _worded(head: str, plain: str) -> tuple[Reading, ...]:
    found = _WORD.match(plain)
    if not found:
        return ()
    rest, end = head[found.end() :], found["end"].strip()
    if found["word"] != found["word"].upper() and not found["word"][0].isupper():
        return ()
    if rest and not end and not is_capitals(rest):
        return ()
    style = _WORDS[found["word"].upper()]
    number = found["number"].upper()
    if style == "article":  # whose numbers are Arabic: an I is a 1 misread
        number = number.replace("I", "1")
    value = _word_value(number)
    marker = " ".join(head[: found.start("number")].split())
    marker += f" {head[found.start('number') : found.end('number')] if number == found['number'].upper() else number}"
    return (Reading(style, (value,), marker, found.end()),) if value else ()


def _word_value(number: str) -> int:
    if number.startswith("THU"):
        return _ORDINALS.get(number.rsplit(maxsplit=1)[-1].lower(), 0)
    digits = number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isdigit() else roman(number) or 0


def _labelled(head: str, plain: str, found: re.Match[str]) -> tuple[Reading, ...]:
    number = found["number"]
    value = int(number) if number.isdigit() else roman(number) or 0
    if not value or (not found["end"] and len(plain) > found.end()):
        return ()
    marker = " ".join(head[: found.end("number")].split())
    return (Reading(f"label {found['label'].lower()}", (value,), marker, found.end()),)


def _dotted(plain: str) -> tuple[Reading, ...]:
    found = _POINTS.match(plain) or _POINTS_LOWER.match(plain)
    if not found:
        return ()
    parts = [part.strip() for part in found[1].split(".")]
    first = roman(parts[0]) if parts[0] not in {"l", "|"} and not parts[0].isdigit() else None
    if parts[0] == "I" and any(part in {"I", "l", "|"} for part in parts[1:]):
        first = None
    values = tuple(1 if part in {"l", "I", "|"} else int(part) for part in parts[1:])
    ordinal = (first or (1 if parts[0] in {"l", "I", "|"} else int(parts[0])), *values)
    if 0 in ordinal or max(ordinal) > 60:
        return ()
    marker = ".".join((parts[0] if first else str(ordinal[0]), *map(str, values)))
    loose = 0.0 if found[2] else 0.6
    return (Reading(f"decimal{len(ordinal)}", ordinal, marker, found.end(), loose),)


def _romans(head: str, plain: str) -> tuple[Reading, ...]:
    if found := _ROMAN.match(plain):
        rest = head[found.end() :]
        value = roman(found[1])
        if value and (found[2] or is_capitals(rest)) and value < 60:
            return (Reading("roman", (value,), found[1], found.end(), 0.0 if found[2] else 0.8),)
    if found := _UNDOTTED.match(plain):
        value = roman(found[1]) or 60
        return (Reading("roman", (value,), found[1], found.end(), 2.0),) if value < 60 else ()
    return _misread_romans(head, plain)


def _misread_romans(head: str, plain: str) -> tuple[Reading, ...]:
    found = _MISREAD_ROMAN.match(plain)
    if not found:
        return ()
    capitals = is_capitals(head[found.end() :])
    if found[1][0] == "T" and not (capitals and found[1][1:2] in {"I", "1", "l"}):
        return ()
    if not (found[2] or capitals):
        return ()
    if set(found[1]) - {"1"} and found[1].isdigit():
        return ()
    token = found[1].replace("YV", "V")
    shapes = dict.fromkeys(
        shape.translate(_ROMANS_MEANT) for shape in (token, token.replace("L", "I"), token.replace("L", ""))
    )
    values = [value for shape in shapes if (value := roman(shape)) and value <= 30]
    if not capitals:
        return tuple(Reading("roman", (value,), to_roman(value), found.end(), 2.2) for value in values[:1])
    lost: tuple[int, ...] = (2, 3) if values == [1] and "L" not in token else ()
    if values == [2] and "1" in token:  # a heavy I is two strokes to an engine
        lost = (1,)
    costs = [*((value, 1.0) for value in values), *((more, 1.5 + 0.2 * abs(more - 2)) for more in lost)]
    return tuple(Reading("roman", (value,), to_roman(value), found.end(), cost) for value, cost in costs)


def _numbers(head: str, plain: str) -> tuple[Reading, ...]:
    if found := _PAREN.match(plain):
        return _parenthesized(head, found)
    if found := _DECIMAL.match(plain):
        value = int(found[1])
        style = "bracket" if found[4] else "decimal"
        odd = 0.8 if found[2] == "," else 0.0
        return (Reading(style, (value,), found[1], found.end(), odd),) if 0 < value < 100 else ()
    if found := _MISREAD_ONE.match(plain):
        style = "bracket" if found[2] == ")" else "decimal"
        return (Reading(style, (1,), "1", found.end(), 0.7 if found[1] != "I" else 1.5),)
    return ()


def _parenthesized(head: str, found: re.Match[str]) -> tuple[Reading, ...]:
    inside = head[found.start(1) : found.end(1)]
    if inside.isdigit():
        return (Reading("paren", (int(inside),), f"({inside})", found.end()),) if int(inside) else ()
    romans = roman(inside.upper()) if set(inside) <= set("ivx") else None
    first = (Reading("parenroman", (romans,), f"({inside})", found.end()),) if romans else ()
    if inside in LETTERS:
        return (*first, Reading("parenletter", (LETTERS.index(inside) + 1,), f"({inside})", found.end()))
    return first


def _letters(head: str, plain: str) -> tuple[Reading, ...]:
    if found := _SYMBOL.match(head):
        return _symbol(found)
    if found := _LOWER.match(plain):
        letter = head[0]
        if letter not in LETTERS:
            return ()
        style = "lowerdot" if found[2] == "." else "lower"
        return (Reading(style, (LETTERS.index(letter) + 1,), letter, found.end()),)
    if (found := _UPPER.match(plain)) and head[0].lower() in LETTERS:
        return (Reading("upper", (LETTERS.index(head[0].lower()) + 1,), head[0], found.end(), 0.2),)
    return ()


def _symbol(found: re.Match[str]) -> tuple[Reading, ...]:
    """A sign in the place of a letter (`©)` for `c)`) or of a figure (`§.` for `8.`)."""
    if found[2] == ")":
        letters = _LETTERS_MEANT.get(found[1], "")
        return tuple(Reading("lower", (LETTERS.index(each) + 1,), each, found.end(), 0.8) for each in letters)
    if found[2] == "." and (figure := _FIGURES_MEANT.get(found[1])):
        return (Reading("decimal", (int(figure),), figure, found.end(), 0.8),)
    return ()
