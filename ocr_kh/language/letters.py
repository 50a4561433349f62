# SPDX-License-Identifier: Apache-2.0
"""Letters: without their marks, and in capitals.

Three ways to take marks off stand here side by side. `bare` goes letter for letter, so that offsets into the text stay
valid: for patterns over lines. `skeleton` decomposes, and so also takes marks off that were set apart: for tables of
words. `fold` undoes in addition what an engine of another language makes of letters (`1` for l, `€` for e): for
comparing garbled words with right ones; its result is for looking up, never for showing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

from ocr_kh.language.confusions import translation

VOWELS = frozenset("AEIOUY")
"""In capitals, without marks."""
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
CAPITALS = "A-ZĐ" + "".join(
    letter
    for vowel in ("A", "Ă", "Â", "E", "Ê", "I", "O", "Ô", "Ơ", "U", "Ư", "Y")
    for tone in _TONES
    if not (letter := unicodedata.normalize("NFC", vowel + tone)).isascii()
)
"""Letters in capitals, as they stand between the brackets of a pattern; a range as `À-Ỹ` has small ones in it."""
SMALL_LETTERS = CAPITALS.lower()
"""The same letters, small."""
_MARKS = re.compile(r"[\u0300-\u036f]{2,}")
_SHAPES = "\u0302\u0306\u031b"
"""Circumflex, breve and horn: part of a vowel, over or beside which the tone then stands."""


def composed(text: str) -> str:
    """`text` as NFC, also where a tone mark was put before the mark of its vowel, which looks the same.

    >>> composed("Ke\u0301\u0302 hoa\u0323ch s\xf3\u0302") == "Kế hoạch số"
    True
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _MARKS.sub(_shapes_first, decomposed))


def _shapes_first(match: re.Match[str]) -> str:
    return "".join(sorted(match.group(), key=lambda mark: mark not in _SHAPES))


class _Bare(dict[int, str]):
    """Code point to base letter, filled as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        base = {"đ": "d", "Đ": "D"}.get(letter) or unicodedata.normalize("NFD", letter)[0]
        self[code] = base
        return base


_BARE = _Bare()


def bare(text: str) -> str:
    """`text` without Vietnamese marks, letter for letter: offsets stay valid.

    >>> bare("Ủy ban nhân dân xã Đông Hà")
    'Uy ban nhan dan xa Dong Ha'
    """
    return text if text.isascii() else text.translate(_BARE)


@lru_cache(maxsize=8_192)
def plain_of(text: str) -> str:
    """As `bare`, kept for the lines of a block, of which a search asks the same again and again."""
    return bare(text)


def small(text: str) -> str:
    """A text in small letters, each in its place: patterns search it far sooner than one of either case.

    >>> small("Trước ngày 30/6"), len(small("İ"))
    ('trước ngày 30/6', 1)
    """
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(letter.lower()[:1] for letter in text)


_FIGURE = re.compile(r"\d")


def has_figure(text: str) -> bool:
    """Whether a text has a figure in it, without which it sets no target and names no day.

    >>> has_figure("đạt 95 %"), has_figure("đạt yêu cầu")
    (True, False)
    """
    return _FIGURE.search(text) is not None


def is_capitals(text: str) -> bool:
    """Whether `text` is set in capitals: at least three letters, and no word of the rest in lower case.

    >>> is_capitals("MỤC ĐÍCH, YÊU CẦU"), is_capitals("KHCN, ĐMST và CĐS")
    (True, False)
    """
    return text.isupper() and sum(map(str.isalpha, text)) >= 3


_LETTERS_MEANT = translation("letter")


def fold(token: str) -> str:
    """What is left of a token when accents, case and usual confusions are folded away.

    >>> fold("1ap"), fold("Độc")
    ('lap', 'doc')
    """
    return skeleton(token).lower().translate(_LETTERS_MEANT)


def skeleton(text: str) -> str:
    """`text` without tone and vowel marks; đ becomes d.

    >>> skeleton("Đời sống")
    'Doi song'
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(filterfalse(unicodedata.combining, decomposed))
