# SPDX-License-Identifier: Apache-2.0
"""Titles and names of a closing under seal and pen, read by a model that has learnt such lines.

Where ring and pen are as black as the name, they cannot be parted from it by their looks. `models/ink.traineddata` is
the engine's Vietnamese model, trained on with lines under drawn seals and pens (`bench/ink_lines`). The lines of a
closing are centred below one another, so that a title which was read tells where the others and the name must stand:
bands of the page as high as a line are read there as they are, and of what they say only titles of offices and persons'
names count, where they cost less than what was read before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import cycle
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.genre.people import begins_with_family_name, is_name
from ocr_kh.genre.titles import is_title, mended
from ocr_kh.language.letters import plain_of
from ocr_kh.language.syllables import is_syllable
from ocr_kh.models import FOLDER
from ocr_kh.recognition.closings import (
    BESIDE_LIST,
    EM,
    LEFT,
    NAME_BELOW,
    closings_of,
    is_name_below,
    middle_of,
    name_room,
    names_alone,
    printed_of,
    untitled,
)
from ocr_kh.recognition.hocr import least_sure, text_of
from ocr_kh.recognition.second_look.cuts import Cut
from ocr_kh.recognition.second_look.names import columns
from ocr_kh.recognition.second_look.sealed import closing_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.closings import Printed
    from ocr_kh.recognition.hocr import EngineWord

    Line = Sequence[EngineWord]

INK_MODEL = FOLDER / "ink.traineddata"
_SURE = 0.9
"""Confidence from which a line needs no other reader."""
_BAND = (1.1, 0.36)
"""Em above and below the base line that are read: capitals with two marks, and tails."""
BAND_STEP = 0.25
"""Em from one band to the next."""
_SIGNS_FOR = re.compile(r"(?:TM|KT|TL|TUQ)\b")
"""How a line begins under which stands the title of the one who signs (Nghị định 30/2020, Điều 13)."""
_RIGHT_MIDDLE = 0.7
"""Part of the page's width where the middle of the column beside the list of recipients is."""
_PITCHES = (0.6, 0.8, 1.0, 1.2, 1.4, 1.6)
"""Em from one line of titles to the next, with the same room."""
_AROUND = (-0.25, 0.0, 0.25)
"""Em from a line that was read to where its base line may be."""
_HALF_WIDTHS = (3.6, 6.0)
"""Em on both sides of the middle of the column that are read: short names, and long ones."""
_TITLE_HALF_WIDTHS = (5.0, 8.0)
"""The same where not even a title tells how long lines are."""
_TITLE_ABOVE = 2.0
"""Em from a name up to the title of him who signed between them, at least."""
_BESIDE = 1.0
"""Em on both sides of a line that was read, which ink may have cut short."""
_SPACE = 7
"""Pixels between two words."""
_SAME_LINE = 0.6
"""Em by which the base lines of two readings of one line lie apart at most."""
_MIN_INK = 0.02
"""Share of a band that is dark where there is a line."""
_DARK = 60
"""Grey levels by which print is darker than the paper."""
_NAME_WORDS, _BELIEVED_NAME = 3, 0.85
"""Words of a name that begins with no known family name, and confidence of each, at least."""
_BELIEVED = 0.5
"""Confidence from which the least sure word of a line is believed that another band has read alike."""
_ALIKE = 0.7
"""Certainty from which a title is believed that several bands have, each less sure: of 1 less the product of their
doubts."""


class Band(NamedTuple):
    """A part of the page that is read as a line."""

    cut: Cut
    base: float


def bands(image: NDArray[np.uint8], lines: Sequence[Line]) -> list[Band]:
    """What is read again of the closings of a page; none of those whose titles and name are sure."""
    printed = printed_of(lines)
    closings = closings_of(printed, image.shape[1] / 2)
    room = name_room(image.shape[1] / 2)
    places = [place for titles in closings for place in _places(titles, printed, room)]
    alone = names_alone(printed, closings, image.shape[1])
    headings = [] if alone else untitled(printed, closings, image.shape)
    places += [place for each in headings for place in _beside(each, printed, image)]
    places += [place for name in alone for place in _over(name, room)]
    dark = darkness(image) if places else 0.0
    return [band for place in places if (band := band_of(image, dark, *place))]


def darkness(image: NDArray[np.uint8]) -> float:
    """Grey level below which a page has print."""
    return float(np.percentile(image[::9, ::9], 90)) - _DARK


def _over(name: Printed, room: float) -> Iterator[tuple[float, float, float]]:
    """Base line, middle and half width of each band above a name, where its title must stand."""
    steps = range(round((room - _TITLE_ABOVE) / BAND_STEP))
    for at, half in zip(steps, cycle(_TITLE_HALF_WIDTHS), strict=False):
        yield name.base - (room - at * BAND_STEP) * EM, name.middle, half * EM


def _beside(
    heading: Printed, printed: Sequence[Printed], image: NDArray[np.uint8]
) -> Iterator[tuple[float, float, float]]:
    """Base line, middle and half width of each band right of a list of recipients, where title and name must stand."""
    first, last = heading.base - BESIDE_LIST[0] * EM, heading.base + BESIDE_LIST[1] * EM
    right = [each for each in printed if each.left > LEFT * image.shape[1] and first < each.base < last]
    middle = float(np.median([each.middle for each in right])) if right else _RIGHT_MIDDLE * image.shape[1]
    steps = range(round(sum(BESIDE_LIST) / BAND_STEP))
    for at, half in zip(steps, cycle(_TITLE_HALF_WIDTHS), strict=False):
        yield first + at * BAND_STEP * EM, middle, half * EM


def _places(titles: Sequence[Printed], printed: Sequence[Printed], room: float) -> Iterator[tuple[float, float, float]]:
    """Base line, middle and half width of each band, in pixels; a name stands within `room` (em) of the titles."""
    middle = middle_of(titles)
    for title in titles:
        if title.sure < _SURE:
            yield from _around(title)
    last = titles[-1]
    names = [each for each in printed if is_name_below(each, last, middle, room)]
    for name in names:
        if name.sure < _SURE or not begins_with_family_name(name.text):
            yield from _around(name)
            yield from ((name.base, middle, half * EM) for half in _HALF_WIDTHS)
    if not names:
        steps = range(round((room - NAME_BELOW) / BAND_STEP))
        for at, half in zip(steps, cycle(_HALF_WIDTHS), strict=False):
            yield last.base + (NAME_BELOW + at * BAND_STEP) * EM, middle, half * EM
    elif _SIGNS_FOR.match(plain_of(last.text)):
        half = max(max(each.right - each.left for each in titles) / 2 + _BESIDE * EM, _HALF_WIDTHS[0] * EM)
        yield from ((last.base + pitch * EM, middle, half) for pitch in _PITCHES)


def _around(each: Printed) -> Iterator[tuple[float, float, float]]:
    for aside in _AROUND:
        yield each.base + aside * EM, each.middle, (each.right - each.left) / 2 + _BESIDE * EM


def band_of(image: NDArray[np.uint8], dark: float, base: float, middle: float, half: float) -> Band | None:
    """The band where there is ink in it."""
    top, bottom = max(0, round(base - _BAND[0] * EM)), round(base + _BAND[1] * EM)
    left, right = max(0, round(middle - half)), round(middle + half)
    part = image[top:bottom, left:right]
    if part.size == 0 or len(part) < EM or np.mean(part < dark) < _MIN_INK:
        return None
    return Band(Cut(np.ascontiguousarray(part), left, top), base)


def lines_of(found: Sequence[Band], read: Sequence[Line]) -> list[list[list[EngineWord]]]:
    """The readings of each line: of bands that show the same one, those that are titles or names, the best first.

    A name counts that is sure, or of which another band has read all but the first word; a title is one of few. One
    that begins with no known family name counts where two bands read it alike, and surely.
    """
    placed = [placed_words(words, band) for band, words in zip(found, read, strict=True)]
    groups: list[list[list[EngineWord]]] = []
    for words in filter(None, map(_line, placed)):
        group = next((group for group in groups if _is_same(group[0], words)), None)
        if group is None:
            groups.append([words])
        else:
            group.append(words)
    ranked = map(_ranked, groups)
    return [alike for alike in ranked if _is_believed(alike[0], [words for words in placed if words])]


def is_new(found: Line, lines: Sequence[Line]) -> bool:
    """Whether no whole name of as many words stands where `found` does: of such a name each word is voted upon."""
    parts = (line[first:last] for line in lines for first, last in columns(line))
    return not any(
        len(words) == len(found)
        and _is_same(words, found)
        and is_name(text_of(words))
        and begins_with_family_name(text_of(words))
        for words in parts
    )


def _is_same(one: Line, other: Line) -> bool:
    near = abs(one[0].top - other[0].top) < _SAME_LINE * EM
    return near and one[0].left < _end(other) and other[0].left < _end(one)


def _end(words: Line) -> int:
    return words[-1].left + words[-1].width


def _line(words: Line) -> list[EngineWord]:
    """The words of a title, without what ink before it looks like, or of a name that begins with a family name."""
    kept = _title_meant(words) or closing_line(words)
    text = text_of(kept)
    if is_title(text) or (begins_with_family_name(text) and all(is_syllable(word.text.lower()) for word in kept[-2:])):
        return kept
    if _is_sure_name(kept):
        return kept
    unsure = next((at for at, word in enumerate(words) if word.confidence >= _BELIEVED), 0)
    kept = closing_line(words[unsure:])
    return kept if unsure and is_title(text_of(kept)) else []


def _says(words: Line, title: str) -> bool:
    return text_of(words) == title or text_of(_title_meant(words)) == title


def _title_meant(words: Line) -> list[EngineWord]:
    """The words of a title of which ink changed marks alone (`HIỂU TRƯỞNG`); none for all else."""
    read = text_of(words)
    title = mended(read)
    if title == read or not is_title(title) or plain_of(title) != plain_of(read):
        return []
    return [replace(word, text=text) for word, text in zip(words, title.split(), strict=True)]


def _is_sure_name(words: Line) -> bool:
    """Whether a line of syllables is a name, surely read: peoples have more family names than any list."""
    usual = len(words) >= _NAME_WORDS and all(word.text.istitle() and is_syllable(word.text.lower()) for word in words)
    return usual and least_sure(words) >= _BELIEVED_NAME


def _ranked(readings: Sequence[list[EngineWord]]) -> list[list[EngineWord]]:
    """The reading first that most bands have, weighed by how sure they are, and of those the surest."""
    votes: dict[str, float] = defaultdict(float)
    for words in readings:
        votes[text_of(words)] += least_sure(words)
    return sorted(readings, key=lambda words: (-votes[text_of(words)], -least_sure(words)))


def _is_believed(words: Line, all_read: Sequence[Line]) -> bool:
    sure, text = least_sure(words), text_of(words)
    if not is_title(text) and not begins_with_family_name(text):
        same = [each for each in all_read if _is_same(each, words) and text_of(each) == text and _is_sure_name(each)]
        return len(same) > 1
    if is_title(text):
        doubts = [1 - least_sure(each) for each in all_read if _is_same(each, words) and _says(each, text)]
        return sure >= _BELIEVED or (len(doubts) > 1 and 1 - float(np.prod(doubts)) >= _ALIKE)
    if sure >= _SURE:
        return True
    alike = [each for each in all_read if _is_same(each, words) and text_of(each[1:]) == text_of(words[1:])]
    return sure >= _BELIEVED and len(alike) > 1


def placed_words(words: Line, band: Band) -> list[EngineWord]:
    """The words where they stand on the page; the engine gives each the height of the band."""
    top, height = round(band.base - 0.9 * EM), round(1.1 * EM)
    ends = [word.left - _SPACE for word in words[1:]]  # boxes of raw lines begin where words do, and end too early
    widths = [max(word.width, end - word.left) for word, end in zip(words, ends, strict=False)]
    return [
        replace(word, left=word.left + band.cut.left, top=top, width=width, height=height)
        for word, width in zip(words, [*widths, *(word.width for word in words[-1:])], strict=True)
    ]
