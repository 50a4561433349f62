# SPDX-License-Identifier: Apache-2.0
"""Names under a title: the language model knows no people, and is not asked; what a name begins with is a family name.

A line that is a name alone, below a line of authority, is a signer's. Of it only the family name is mended, and the
middle name that says man or woman, and only where the engine itself was not sure: nobody's name is made common.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from ocr_kh.genre.forms import is_authority
from ocr_kh.genre.people import MILITARY_RANK, begins_with_family_name, is_name, without_rank
from ocr_kh.genre.titles import title_anywhere
from ocr_kh.language.letters import is_capitals, plain_of
from ocr_kh.language.syllables import place_tones
from ocr_kh.repair.edits import Edit
from ocr_kh.repair.rules.family_names import meant_family_name, nearest_family_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.repair.readings import Reading

_ABOVE = 4
"""Lines above a name in which a line of authority stands, at most: between them may be the noise of a seal."""
_SURE = 0.93
"""Confidence from which a word of a name stays as it is: the engine's surest words have 0.96."""
_PROBABILITY = 0.9
"""Of a mended name: what is left is for family names that no list has."""
_PROBABILITY_BY_LETTER = 0.75
"""The same where a letter is another one; set by hand, as the one above."""
_MIDDLE = {"van": "Văn", "thi": "Thị"}
"""The two middle names that tell men and women, by their letters."""
_NAMES_LIKE_THEM = {"Vân", "Vạn", "Thi"}
_NO_NAMES = {"Vẫn", "Vắn", "Vằn", "Vặn", "Ván", "Thí", "Thỉ", "Thĩ"}
"""What they are misread for that nobody is called: they are mended however sure the engine is."""
_RANKS = tuple({plain_of(word).lower(): word for word in words} for words in MILITARY_RANK)
"""Both words of a military rank, by their letters."""
_WORD = re.compile(r"\S+")


def signer_spans(lines: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Of each line start and end of what is a signer's name: nothing there is to be changed."""
    return [[(0, len(line))] if _is_signer(lines, at) else [] for at, line in enumerate(lines)]


def signer_edits(readings: Sequence[Reading]) -> list[list[Edit]]:
    """The edits of each line, in order."""
    lines = [reading.text for reading in readings]
    return [[*_mended(reading)] if _is_signer(lines, at) else [] for at, reading in enumerate(readings)]


def _is_signer(lines: Sequence[str], at: int) -> bool:
    text = lines[at]
    if is_capitals(text) or not is_name(text):
        return False
    return any(map(is_title_line, islice(reversed(lines[max(0, at - _ABOVE) : at]), _ABOVE)))


def is_title_line(line: str) -> bool:
    """Whether a line is an authority line or has a title of an office, in capitals."""
    return is_capitals(line) and (is_authority(line) or bool(title_anywhere().search(plain_of(line))))


def _mended(reading: Reading) -> Iterator[Edit]:
    name = without_rank(reading.text)
    yield from _mended_rank(reading, len(reading.text) - len(name))
    words = list(_WORD.finditer(reading.text, len(reading.text) - len(name)))
    for at, word in enumerate(words[:2]):
        text, sure = word.group(), reading.seen(*word.span())[1]
        if sure >= _SURE and (text not in _NO_NAMES or sure == 1):
            continue
        meant, probability = _meant(at, text, len(words)), _PROBABILITY
        if at == 0 and meant is None and not begins_with_family_name(text):
            meant, probability = nearest_family_name(text), _PROBABILITY_BY_LETTER
        if meant and meant != text:
            yield Edit(*word.span(), meant, "lexicon", probability, runner_up=text)


def _mended_rank(reading: Reading, end: int) -> Iterator[Edit]:
    """Edits of the marks of a military rank before a name (`Thiêu tá`): no two ranks have the same letters."""
    words = list(_WORD.finditer(reading.text, 0, end))
    for word, meanings in zip(words[:2], _RANKS if len(words) > 1 else (), strict=False):
        meant = meanings.get(plain_of(word.group()).lower())
        if meant is None or reading.seen(*word.span())[1] == 1:  # what was typed stays
            return
        if place_tones(word.group().lower()) != place_tones(meant.lower()):  # `úy` and `uý` are one word
            text = meant.capitalize() if word.group()[0].isupper() else meant.lower()
            yield Edit(*word.span(), text, "lexicon", _PROBABILITY, runner_up=word.group())


def _meant(at: int, word: str, count: int) -> str | None:
    if at == 0:
        return None if begins_with_family_name(word) else meant_family_name(word)
    return _MIDDLE.get(plain_of(word).lower()) if count > 2 and word not in _NAMES_LIKE_THEM else None
