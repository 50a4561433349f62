# SPDX-License-Identifier: Apache-2.0
"""What a line of any block shows: its letters, its place, how it ends, whether it goes on from the line above.

Each feature has a strength from 0 to 1, as true is; likeness is by edit distance without marks, so that no line must
match.
"""

from __future__ import annotations

import re
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.document_types import type_of_bare
from ocr_kh.genre.line import judged
from ocr_kh.genre.markdown import is_row
from ocr_kh.genre.sentences import is_unfinished
from ocr_kh.genre.vocabulary import KINDS, from_vocabulary
from ocr_kh.language.letters import CAPITALS, plain_of
from ocr_kh.language.spellings import alternatives, bare_capitals
from ocr_kh.language.syllables import is_syllable
from ocr_kh.plan.blocks.captions import is_caption
from ocr_kh.plan.blocks.features.strengths import capital_strength, garbled, is_strange, likeness, oddness

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ocr_kh.genre.line import GenreLine
    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.blocks.lines import BlockLine

_LONG = 100
"""Characters of a full line of running text."""
_SYLLABLE_LETTERS = 3
"""Letters of a line that may be a syllable, however it was read."""
_FEW = 4
"""Letters and figures from which on a line is no speck."""
_CLEARLY = 0.9
"""Confidence from which marks on a syllable are print, and no specks."""
FIXED = 90
"""Characters of the longest line of a block that is set and not written."""
_ABOUT = re.compile(
    r"\W{0,3}(?:[VW]\s?[/\\|1%&⁄]{1,2}\s?[vVwW]?|[VW]\s?[lIíi]{1,2}(?:\s?[vw]|(?![a-z]))|[VW][vwVW%](?=\s)|Ve viec\b)",
    re.IGNORECASE,
)
"""`V/v`, and what an engine makes of it (`W%`, `V/w`, `V1v`); in text without marks. `Vinh` and `VIEN` are words."""
_DATE_WORDS = re.compile(
    r"n(?<!\w.)[g9]\w{0,3}?.{0,14}?t?h\w{1,2}n?g.{0,10}?"
    r"(?:\b|(?<=\d)|(?<=\d\w)|(?=nam (?:19|20)\d\d))n\w{1,2}\b[\s\d.…_]{0,12}"
)
_DATE_FIGURES = re.compile(r"ngay(?<!\wngay)\s*\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]\s?\d{4}\W*$")
_CODE_END = re.compile(r"\d/[\w/&.-]*,? $")
"""The code of a cited document, before its day."""
_DATE_BEGUN = re.compile(r" ngay[\d.…/ ]*(?:thang)?$|, ngay[\d.…/ ]+thang[\d.…/ ]+$")
_OF_NAME = re.compile(rf"[{CAPITALS}][^\W\d_]*['’]?[^\W\d_]*(?:\s(?-i:[{CAPITALS}])|\W*$)")
"""How a line begins that goes on with a name: two words with a capital, or one and no more."""
SIGN = re.compile(r"\W{0,3}(?:T/?M|K/?T|T/?L|T\.?U\.?Q|Q)\s?[.,:]\s?[A-Z]|(?:T/M|K/T|T/L)\s[A-Z]")


@from_vocabulary
def _name_torn(words: Vocabulary) -> re.Pattern[str]:
    """A line that ends with the first word of a name: of a unit (`trên địa bàn phường`), of a body (`của Bộ`)."""
    heads = (*KINDS, *(each.name for each in words.organisations if each.incomplete))
    return re.compile(rf"\b(?:{alternatives(heads, bare_capitals)})$")


@from_vocabulary
def mottos(words: Vocabulary) -> tuple[str, ...]:
    """The mottos, and parts of them that stand on lines of their own, in capitals without marks."""
    return tuple(bare_capitals(motto) for motto in words.fixed("motto", "inside", "whole", "part"))


def _is_clear_syllable(text: str, confidence: float) -> bool:
    """Whether a line is one syllable in capitals with marks, clearly read: `VỤ` below `TRUNG TÂM PHỤC`, and no speck.

    >>> _is_clear_syllable("VỤ", 0.95), _is_clear_syllable("4H", 0.95), _is_clear_syllable("VỤ", 0.5)
    (True, False, False)
    """
    marked = 1 < len(text) <= _SYLLABLE_LETTERS and text.isupper() and not text.isascii()
    return marked and confidence >= _CLEARLY and bool(is_syllable(text.lower()))


def _is_numbered(line: GenreLine) -> bool:
    """Whether a line is the first of an enumeration, whatever the line above it lacks."""
    return line.text.startswith(("1.", "I.")) and bool(line.readings)


def _is_torn(above: str) -> bool:
    """Whether a line ends inside a name; `CHỈ THỊ` is a type, and no town."""
    return bool(_name_torn().search(above)) and above.strip() not in type_of_bare()


def setting(line: BlockLine, above: BlockLine | None) -> dict[str, float]:
    """What every line shows: its letters, its place, how it ends, whether it goes on from the line above.

    Features of no strength are among them.
    """
    text, one = line.text, judged(line.text)
    plain = one.plain
    clear = _is_clear_syllable(text, line.confidence)
    capitals = 1.0 if clear else capital_strength(text)
    letters = _count(str.isalpha, text)
    signs = letters if letters == _FEW else _count(_is_print, text)
    told = list(map(is_strange, text.split()))
    words = len(told) - told.count(None)
    shown = {
        "capitals": capitals,
        "mixed": 1.0 - capitals if letters > 2 else 0.0,
        "lower": text[:1].islower(),
        "empty": signs == 0,
        "short": float(letters > 0 and signs < _FEW)
        * (0.25 if clear else 0.5 if letters == _SYLLABLE_LETTERS and is_syllable(text.lower()) else 1.0),
        "long": min(1.0, max(0.0, (len(text) - FIXED) / _LONG)),
        "stop": text.endswith((".", ";")),
        "colon": text.endswith(":"),
        "blank": line.blank,
        "heading": line.heading,
        "table": line.role is Role.TABLE or is_row(text),
        "noise": line.role is Role.NOISE,
        "garbled": garbled(told.count(True) / max(words, 1), line.confidence),
        "item": bool(one.readings),
        "bullet": one.bullet is not None,
        "goes_on": (
            above is not None
            and (
                text[:1].islower()
                or (is_unfinished(above.text, text) and not _is_numbered(one))
                or one.is_span
                or (bool(_OF_NAME.match(text)) and _is_torn(plain_of(above.text).upper()))
            )
        ),
        "span": one.is_span,
        "about": bool(_ABOUT.match(plain[:14])),
        "note": one.is_note,
        "caption": one.bullet is None and is_caption(plain.lower()),
        "mark": one.office_marks is not None,
        "odd": oddness(text) * capitals if capitals else 0.0,
        "motto": likeness(plain.upper(), mottos()) if len(text) < FIXED else 0.0,
        "parens": text.startswith("("),
    }
    if line.zone is not None:
        shown["boxed"] = 1.0
        shown[line.zone.value] = 1.0
    return shown


def _count(is_one: Callable[[str], bool], text: str) -> int:
    """How many letters of a line are so, up to a few: more say no more."""
    return len(list(islice(filter(is_one, text), _FEW)))


def _is_print(letter: str) -> bool:
    return letter.isalpha() or letter.isdigit()


def beside_others(lines: Sequence[dict[str, float]]) -> list[dict[str, float]]:
    """The lines, each as garbled as it is beyond the others: text without marks, or badly read, is no noise."""
    usual = median(shown.get("garbled", 0.0) for shown in lines)
    return [shown | {"garbled": max(0.0, shown.get("garbled", 0.0) - usual)} for shown in lines]


def dated(plain: str) -> float:
    """How like a line is to place and date: the three words of a date, one after the other, at its end.

    >>> dated("Son Lac, ngay 05 thang 3 nam 2026"), dated("118/2008/ND-CP ngay 27 thang 11 nam 2008 cua")
    (1.0, 0.0)
    """
    lower = plain.lower()
    found = _DATE_WORDS.search(lower)
    if found is not None and _CODE_END.search(lower[: found.start()]):
        return 0.0
    if found is None:
        figures = _DATE_FIGURES.search(lower)
        first = figures is not None and ":" not in lower[: figures.start()]  # `Số giấy phép: 123, cấp ngày ...`
        return 0.8 if figures and first and figures.start() < 40 else 0.4 if _DATE_BEGUN.search(plain) else 0.0
    ends = len(plain) - found.end() < 4
    return (1.0 if ends else 0.2) if found.start() < 45 else 0.0
