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

from ocr_kh.genre.forms import Form
from ocr_kh.genre.likeness import landmark
from ocr_kh.genre.people import begins_with_family_name, is_name
from ocr_kh.genre.titles import is_end_of_title, is_title, mended
from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.language.letters import plain_of
from ocr_kh.language.syllables import is_syllable
from ocr_kh.models import FOLDER
from ocr_kh.recognition.hocr import least_sure, text_of
from ocr_kh.recognition.second_look.cuts import Cut
from ocr_kh.recognition.second_look.names import columns
from ocr_kh.recognition.second_look.sealed import closing_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.hocr import EngineWord

    Line = Sequence[EngineWord]

INK_MODEL = FOLDER / "ink.traineddata"
EM = 2.2 * X_HEIGHT
"""Pixels of an em, in faces like Times."""
_SURE = 0.9
"""Confidence from which a line needs no other reader."""
_BAND = (1.1, 0.36)
"""Em above and below the base line that are read: capitals with two marks, and tails."""
BAND_STEP = 0.25
"""Em from one band to the next."""
NAME_BELOW = 0.6
"""Em below the base line of the last title from which on the base line of the name stands. Where lines stand close, the
base line that was read may be half an em too low."""
_ROOM_EM, _ROOM_SHARE = (9.5, 12.0), 0.22
"""Em below that title within which it stands, at least and at most, and share of the width of a page: below the room
that a seal of 36 mm and a signature take, which is more em where print is small."""
_SIGNS_FOR = re.compile(r"(?:TM|KT|TL|TUQ)\b")
"""How a line begins under which stands the title of the one who signs (Nghị định 30/2020, Điều 13)."""
_PITCHES = (0.6, 0.8, 1.0, 1.2, 1.4, 1.6)
"""Em from one line of titles to the next, with the same room."""
_AROUND = (-0.25, 0.0, 0.25)
"""Em from a line that was read to where its base line may be."""
_HALF_WIDTHS = (3.6, 6.0)
"""Em on both sides of the middle of the column that are read: short names, and long ones."""
_LEFT, _RIGHT_MIDDLE = 0.48, 0.7
"""Parts of the page's width: where the list of recipients ends, and the middle of the column beside it."""
_BESIDE_LIST = (3.0, 10.0)
"""Em above and below the heading of the recipients between which title and name stand: they begin on one row with it
(Nghị định 30/2020, Phụ lục I, ô 7a and 9b)."""
_TITLE_HALF_WIDTHS = (5.0, 8.0)
"""The same where not even a title tells how long lines are."""
_TITLE_ABOVE = 2.0
"""Em from a name up to the title of him who signed between them, at least."""
_BESIDE = 1.0
"""Em on both sides of a line that was read, which ink may have cut short."""
_SAME_COLUMN = 2.0
"""Em by which the middles of two lines of a closing lie apart at most."""
_SPACE = 7
"""Pixels between two words."""
_SAME_LINE = 0.6
"""Em by which the base lines of two readings of one line lie apart at most."""
_MAX_CLOSINGS = 2
"""Of a page, the last ones."""
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


class Printed(NamedTuple):
    """A line of a column, or what of it is one."""

    line: int
    words: Line
    left: float
    right: float
    base: float
    """Pixels of the page: its ends from the left, its base line from the top."""

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def sure(self) -> float:
        return least_sure(self.words)

    @property
    def text(self) -> str:
        return text_of(self.words)


class Band(NamedTuple):
    """A part of the page that is read as a line."""

    cut: Cut
    base: float


def bands(image: NDArray[np.uint8], lines: Sequence[Line]) -> list[Band]:
    """What is read again of the closings of a page; none of those whose titles and name are sure."""
    printed = _printed(lines)
    closings = _closings(printed, image.shape[1] / 2)[-_MAX_CLOSINGS:]
    room = name_room(image.shape[1] / 2)
    places = [place for titles in closings for place in _places(titles, printed, room)]
    alone = _names_alone(printed, closings, image.shape[1])
    untitled = [] if alone else _untitled(printed, closings, image.shape)
    places += [place for each in untitled for place in _beside(each, printed, image)]
    places += [place for name in alone for place in _over(name, room)]
    dark = darkness(image) if places else 0.0
    return [band for place in places if (band := band_of(image, dark, *place))]


def unnamed(lines: Sequence[Line], half: float) -> list[tuple[float, float]]:
    """Base line of the last title and middle of each closing of which no name was read; `half` of the page's width."""
    printed = _printed(lines)
    found = []
    for titles in _closings(printed, half)[-_MAX_CLOSINGS:]:
        middle, last = _middle(titles), titles[-1]
        if not any(_is_name_below(each, last, middle, name_room(half)) for each in printed):
            found.append((last.base, middle))
    return found


def lacks_title(image: NDArray[np.uint8], lines: Sequence[Line]) -> bool:
    """Whether there are recipients without a title beside them: where that stands is not known to the letter."""
    printed = _printed(lines)
    return bool(_untitled(printed, _closings(printed, image.shape[1] / 2)[-_MAX_CLOSINGS:], image.shape))


def _printed(lines: Sequence[Line]) -> list[Printed]:
    return [each for number, line in enumerate(lines) if line for each in _columns(number, line)]


def darkness(image: NDArray[np.uint8]) -> float:
    """Grey level below which a page has print."""
    return float(np.percentile(image[::9, ::9], 90)) - _DARK


def _columns(number: int, line: Line) -> Iterator[Printed]:
    for first, last in columns(line):
        words = line[first:last]
        right = max(word.left + word.width for word in words)
        base = float(np.median([word.top + word.height for word in words]))
        yield Printed(number, words, min(word.left for word in words), right, base)


def _closings(printed: Sequence[Printed], half: float) -> list[list[Printed]]:
    """The titles of each closing, from top to bottom; right of `half` the page also what a seal leaves of one."""
    found: list[list[Printed]] = []
    for each in sorted(filter(_has_capitals, printed), key=lambda each: each.base):
        if not is_title(mended(each.text)) and not (each.middle > half and is_end_of_title(each.text)):
            continue
        above = next((titles for titles in found if _goes_on(titles[-1], each)), None)
        if above is None:
            found.append([each])
        else:
            above.append(each)
    return found


def _untitled(
    printed: Sequence[Printed], closings: Sequence[Sequence[Printed]], shape: tuple[int, ...]
) -> list[Printed]:
    """The last heading of recipients of a page, where no title was read beside it."""
    headings = [each for each in printed if each.right < _LEFT * shape[1] and landmark(each.text) == Form.RECIPIENTS]
    beside = (
        title
        for heading in headings[-1:]
        for titles in closings
        for title in titles
        if title.left > heading.right and -_BESIDE_LIST[0] < (title.base - heading.base) / EM < _BESIDE_LIST[1]
    )
    return [] if any(True for _ in beside) else headings[-1:]


def _names_alone(
    printed: Sequence[Printed], closings: Sequence[Sequence[Printed]], width: int
) -> list[Printed]:
    """Names of the right column without a title above them, in the rows of recipients or of another signature."""
    room = name_room(width / 2)
    rows = [titles[-1].base for titles in closings]
    rows += [each.base for each in printed if each.right < _LEFT * width and landmark(each.text) is Form.RECIPIENTS]
    names = [
        each
        for each in printed
        if each.middle > width / 2
        and is_name(name := text_of(closing_line(each.words)))
        and begins_with_family_name(name)
        and any(0 < each.base - base < room * EM for base in rows)
    ]
    return [
        name
        for name in names
        if not any(_is_name_below(name, titles[-1], _middle(titles), room) for titles in closings)
    ][-_MAX_CLOSINGS:]


def _over(name: Printed, room: float) -> Iterator[tuple[float, float, float]]:
    """Base line, middle and half width of each band above a name, where its title must stand."""
    steps = range(round((room - _TITLE_ABOVE) / BAND_STEP))
    for at, half in zip(steps, cycle(_TITLE_HALF_WIDTHS), strict=False):
        yield name.base - (room - at * BAND_STEP) * EM, name.middle, half * EM


def _middle(titles: Sequence[Printed]) -> float:
    """Of the column that titles stand in: that of the surest of them."""
    return max(titles, key=lambda each: each.sure).middle


def _beside(
    heading: Printed, printed: Sequence[Printed], image: NDArray[np.uint8]
) -> Iterator[tuple[float, float, float]]:
    """Base line, middle and half width of each band right of a list of recipients, where title and name must stand."""
    first, last = heading.base - _BESIDE_LIST[0] * EM, heading.base + _BESIDE_LIST[1] * EM
    right = [each for each in printed if each.left > _LEFT * image.shape[1] and first < each.base < last]
    middle = float(np.median([each.middle for each in right])) if right else _RIGHT_MIDDLE * image.shape[1]
    steps = range(round(sum(_BESIDE_LIST) / BAND_STEP))
    for at, half in zip(steps, cycle(_TITLE_HALF_WIDTHS), strict=False):
        yield first + at * BAND_STEP * EM, middle, half * EM


def _has_capitals(each: Printed) -> bool:
    """Whether at least half of it are capitals, as in titles: what ink looks like may be small letters."""
    return 2 * sum(map(str.isupper, each.text)) >= sum(map(str.isalpha, each.text))


def _goes_on(title: Printed, below: Printed) -> bool:
    return abs(title.middle - below.middle) < _SAME_COLUMN * EM and below.base - title.base < 2.5 * EM


def name_room(half: float) -> float:
    """Em below the last title within which the name stands; `half` of the page's width."""
    return min(max(_ROOM_EM[0], 2 * half * _ROOM_SHARE / EM), _ROOM_EM[1])


def _places(
    titles: Sequence[Printed], printed: Sequence[Printed], room: float
) -> Iterator[tuple[float, float, float]]:
    """Base line, middle and half width of each band, in pixels; a name stands within `room` (em) of the titles."""
    middle = _middle(titles)
    for title in titles:
        if title.sure < _SURE:
            yield from _around(title)
    last = titles[-1]
    names = [each for each in printed if _is_name_below(each, last, middle, room)]
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


def _is_name_below(each: Printed, last: Printed, middle: float, room: float) -> bool:
    below = (each.base - last.base) / EM
    near = abs(each.middle - middle) < _SAME_COLUMN * EM and NAME_BELOW <= below <= room
    return near and is_name(each.text) and not is_title(mended(each.text))


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
