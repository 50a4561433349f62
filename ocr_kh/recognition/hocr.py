# SPDX-License-Identifier: Apache-2.0
"""Tesseract's hOCR: words with their boxes and confidences, and for each letter what else the engine saw.

With `lstm_choice_mode=2` the engine lists for each letter of its best path the letters that the same strokes
may be, each with a rating: a negative log likelihood. hOCR shows `100 - lstm_rating_coefficient * rating`, cut at 0;
the default coefficient of 5 cuts nearly all of them to 0, with 1 they can be told apart.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ocr_kh.document import Alternative

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CHOICES = {"lstm_choice_mode": "2", "lstm_choice_iterations": "3", "lstm_rating_coefficient": "1"}
"""Variables of the engine that have it list other letters. Of 311 words of the development pages read as others, the
right one is among the alternatives of 150, 196, 218 and 228 with 1 to 4 iterations; it takes 10 % more time with 3."""
MIN_LOG_LIKELIHOOD = -25.0
"""Alternatives less likely than this, beside what was read (natural log), are not kept: the alternatives of right
letters are below -22 in the median, true letters below -25 in 1 of 18 wrong words that have them."""
_LINES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_TITLE = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+).*x_wconf (\d+)")

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML does not allow."""

Letter = list[tuple[str, float]]
"""What a letter may be, the engine's choice first, each with its likelihood (natural log, up to a constant)."""


@dataclass(frozen=True, slots=True)
class EngineWord:
    """A word where the engine saw it: pixels of the image, origin top left."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    """0 to 1."""
    line: tuple[int, int, int]
    """What it shares with the words of its line alone; second the number of its image, from 0."""
    alternatives: tuple[Alternative, ...] = ()
    by_hand: bool = False
    """A number in a place where it is mostly written by hand, and was looked at for that."""
    likely: str = ""
    """The likeliest number in it, where that is not sure."""
    may_be: tuple[tuple[str, float], ...] = ()
    """All that it may be where that is not sure, and how probable each is."""


def text_of(words: Iterable[EngineWord]) -> str:
    """What the words say, with blanks between them."""
    return " ".join(word.text for word in words)


def least_sure(words: Iterable[EngineWord]) -> float:
    """The confidence of the word that is least sure. Raises ValueError without words."""
    return min(word.confidence for word in words)


def parse_hocr(hocr: str) -> list[EngineWord]:
    """The words in the engine's order, in NFC, empty ones left out. Raises ValueError for what is no hOCR of words."""
    try:
        root = ET.fromstring(_NO_XML.sub("", hocr))  # noqa: S314 - the engine escapes what it read
    except ET.ParseError as error:
        raise ValueError(str(error)) from error
    return list(_words(root))


def _words(root: ET.Element) -> Iterator[EngineWord]:
    page, line = -1, 0
    for element in root.iter():
        kind = element.get("class")
        if kind == "ocr_page":
            page += 1
        elif kind in _LINES:
            line += 1
        elif kind == "ocrx_word" and (text := unicodedata.normalize("NFC", element.text or "").strip()):
            found = _TITLE.search(element.get("title", ""))
            if not found:
                raise ValueError(element.get("title", ""))
            left, top, right, bottom, confidence = map(int, found.groups())
            alternatives = tuple(_alternatives(text, [_letter(choices) for choices in element]))
            yield EngineWord(
                text, left, top, right - left, bottom - top, confidence / 100, (line, page, 0), alternatives
            )


def _letter(choices: ET.Element) -> Letter:
    return [
        (unicodedata.normalize("NFC", choice.text or ""), float(choice.get("title", "x_confs 0").rpartition(" ")[2]))
        for choice in choices
    ]


def _alternatives(text: str, letters: Sequence[Letter]) -> Iterator[Alternative]:
    """Those of a word; none where the engine's letters are not those of its text one by one."""
    letters = [letter for letter in letters if letter]
    if len(letters) == len(text) + 1:
        letters = letters[1:]  # the space before the word
    if len(letters) != len(text):
        return
    for at, (read, letter) in enumerate(zip(text, letters, strict=True)):
        own = dict(letter).get(read)
        if own is None:
            continue
        for other, likelihood in letter:
            if other not in {read, " "} and likelihood - own > MIN_LOG_LIKELIHOOD:
                yield Alternative(at, read, other, round(likelihood - own, 2))
