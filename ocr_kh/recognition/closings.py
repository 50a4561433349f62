# SPDX-License-Identifier: Apache-2.0
"""Where the lines of closings stand on a page: titles, the name below them, what lacks one of both.

The lines of a closing are centred below one another, so that one which was read tells where the others must stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.genre.forms import Form
from ocr_kh.genre.likeness import landmark
from ocr_kh.genre.people import begins_with_family_name, is_name
from ocr_kh.genre.titles import is_end_of_title, is_title, mended
from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.recognition.hocr import least_sure, text_of
from ocr_kh.recognition.second_look.names import columns
from ocr_kh.recognition.second_look.sealed import closing_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.hocr import EngineWord

    Line = Sequence[EngineWord]

EM = 2.2 * X_HEIGHT
"""Pixels of an em, in faces like Times."""
NAME_BELOW = 0.6
"""Em below the base line of the last title from which on the base line of the name stands. Where lines stand close, the
base line that was read may be half an em too low."""
_ROOM_EM, _ROOM_SHARE = (9.5, 12.0), 0.22
"""Em below that title within which it stands, at least and at most, and share of the width of a page: below the room
that a seal of 36 mm and a signature take, which is more em where print is small."""
LEFT = 0.48
"""Part of the page's width where the list of recipients ends."""
BESIDE_LIST = (3.0, 10.0)
"""Em above and below the heading of the recipients between which title and name stand: they begin on one row with it
(Nghị định 30/2020, Phụ lục I, ô 7a and 9b)."""
_SAME_COLUMN = 2.0
"""Em by which the middles of two lines of a closing lie apart at most."""
_MAX_CLOSINGS = 2
"""Of a page, the last ones."""


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


def printed_of(lines: Sequence[Line]) -> list[Printed]:
    """The lines of a page, each in its columns."""
    return [each for number, line in enumerate(lines) if line for each in _columns(number, line)]


def _columns(number: int, line: Line) -> Iterator[Printed]:
    for first, last in columns(line):
        words = line[first:last]
        right = max(word.left + word.width for word in words)
        base = float(np.median([word.top + word.height for word in words]))
        yield Printed(number, words, min(word.left for word in words), right, base)


def closings_of(printed: Sequence[Printed], half: float) -> list[list[Printed]]:
    """The titles of the last closings, from top to bottom; right of `half` the page also what a seal leaves of one."""
    found: list[list[Printed]] = []
    for each in sorted(filter(_has_capitals, printed), key=lambda each: each.base):
        if not is_title(mended(each.text)) and not (each.middle > half and is_end_of_title(each.text)):
            continue
        above = next((titles for titles in found if _goes_on(titles[-1], each)), None)
        if above is None:
            found.append([each])
        else:
            above.append(each)
    return found[-_MAX_CLOSINGS:]


def unnamed(lines: Sequence[Line], half: float) -> list[tuple[float, float]]:
    """Base line of the last title and middle of each closing of which no name was read; `half` of the page's width."""
    printed = printed_of(lines)
    found = []
    for titles in closings_of(printed, half):
        middle, last = middle_of(titles), titles[-1]
        if not any(is_name_below(each, last, middle, name_room(half)) for each in printed):
            found.append((last.base, middle))
    return found


def lacks_title(image: NDArray[np.uint8], lines: Sequence[Line]) -> bool:
    """Whether there are recipients without a title beside them: where that stands is not known to the letter."""
    printed = printed_of(lines)
    return bool(untitled(printed, closings_of(printed, image.shape[1] / 2), image.shape))


def untitled(
    printed: Sequence[Printed], closings: Sequence[Sequence[Printed]], shape: tuple[int, ...]
) -> list[Printed]:
    """The last heading of recipients of a page, where no title was read beside it."""
    headings = [each for each in printed if each.right < LEFT * shape[1] and landmark(each.text) == Form.RECIPIENTS]
    beside = (
        title
        for heading in headings[-1:]
        for titles in closings
        for title in titles
        if title.left > heading.right and -BESIDE_LIST[0] < (title.base - heading.base) / EM < BESIDE_LIST[1]
    )
    return [] if any(True for _ in beside) else headings[-1:]


def names_alone(printed: Sequence[Printed], closings: Sequence[Sequence[Printed]], width: int) -> list[Printed]:
    """Names of the right column without a title above them, in the rows of recipients or of another signature."""
    room = name_room(width / 2)
    rows = [titles[-1].base for titles in closings]
    rows += [each.base for each in printed if each.right < LEFT * width and landmark(each.text) is Form.RECIPIENTS]
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
        if not any(is_name_below(name, titles[-1], middle_of(titles), room) for titles in closings)
    ][-_MAX_CLOSINGS:]


def middle_of(titles: Sequence[Printed]) -> float:
    """Of the column that titles stand in: that of the surest of them."""
    return max(titles, key=lambda each: each.sure).middle


def _has_capitals(each: Printed) -> bool:
    """Whether at least half of it are capitals, as in titles: what ink looks like may be small letters."""
    return 2 * sum(map(str.isupper, each.text)) >= sum(map(str.isalpha, each.text))


def _goes_on(title: Printed, below: Printed) -> bool:
    return abs(title.middle - below.middle) < _SAME_COLUMN * EM and below.base - title.base < 2.5 * EM


def name_room(half: float) -> float:
    """Em below the last title within which the name stands; `half` of the page's width."""
    return min(max(_ROOM_EM[0], 2 * half * _ROOM_SHARE / EM), _ROOM_EM[1])


def is_name_below(each: Printed, last: Printed, middle: float, room: float) -> bool:
    """Whether a line is a name within `room` (em) below the last title of a column with that middle."""
    below = (each.base - last.base) / EM
    near = abs(each.middle - middle) < _SAME_COLUMN * EM and NAME_BELOW <= below <= room
    return near and is_name(each.text) and not is_title(mended(each.text))
