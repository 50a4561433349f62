# SPDX-License-Identifier: Apache-2.0
"""The lines of a closing around a black seal, read once more from a copy without the seal's rings and star.

The rings eat the first letters of titles and names (`Ủ TỊCH`, `--KjÈ Đức Hoà`), and stamped names lie askew. Each line
is read by itself, as it lies and made level; without rings the seal's own words come out as text, so that only what is
a title of an office or a person's name counts, and only where it costs less than what was read before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.genre.people import begins_with_family_name, is_name
from ocr_kh.genre.titles import is_title
from ocr_kh.imaging.blobs import find_blobs
from ocr_kh.imaging.laid_over.seals import without_rings
from ocr_kh.language.syllables import is_syllable
from ocr_kh.recognition.second_look.stamps import level_lines
from ocr_kh.recognition.second_look.unread import unread_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocr_kh.imaging.laid_over.seals import Seal
    from ocr_kh.recognition.hocr import EngineWord
    from ocr_kh.recognition.second_look.cuts import Cut

    Line = Sequence[EngineWord]

_REACH_RADII = (1.3, 1.3, 4.0, 2.4)
"""Radii of the seal left, above, right and below of its middle in which the lines of a closing lie that it may cover:
it stands over a third of the signature, on its left (Nghị định 30/2020, Phụ lục I, ô 8), and titles and names reach far
to its right."""
_LENGTH = 2.5
"""Length of a line over its height with marks, at least (`CHỦ TỊCH` has 3, a name of two words 4); parts of a seal have
less, and on the sheet they unsettle the reading of what stands beside them."""
_UNKNOWN_COST = 1.0
"""What a line costs that is neither title nor name, and one that leaves out words which the other has; doubt of its
least sure word costs up to as much."""
_STRANGE_COST = 0.5
"""What a name costs that begins with no family name, and one with a word that is no syllable (`Haàng`)."""
_STROKE = 0.3
"""Confidence of what is a stroke over print, at most."""
_SPECKS_BEFORE, _SPECKS_BEHIND = re.compile(r"^[\W\d_]+"), re.compile(r"[\W\d_]+$")
"""What is left of a ring beside a line."""


def sealed_lines(image: NDArray[np.uint8], seals: Sequence[Seal]) -> list[Cut]:
    """The lines around black seals, without the seals' rings: those that lie level, then all, each made level."""
    return [cut for seal in seals for cut in _lines_around(image, seal)]


def _lines_around(image: NDArray[np.uint8], seal: Seal) -> Iterator[Cut]:
    left, above, right, below = (round(share * seal.radius) for share in _REACH_RADII)
    first, top = max(0, round(seal.x) - left), max(0, round(seal.y) - above)
    part = without_rings(image, seal)[top : round(seal.y) + below, first : round(seal.x) + right]
    blobs = find_blobs(part)
    cuts = (*unread_lines(part, [], blobs), *level_lines(part, blobs, np.ones(part.shape, bool)))
    return (cut._replace(left=cut.left + first, top=cut.top + top) for cut in cuts if _is_line(cut, part.shape[1]))


def _is_line(cut: Cut, width: int) -> bool:
    """Whether it is as long as a line, and ends before the sides of what is looked at."""
    length = cut.pixels.shape[1]
    return length > _LENGTH * len(cut.pixels) and cut.left > 0 and cut.left + length < width


def closing_line(words: Line) -> list[EngineWord]:
    """The words of a line that is a title of an office or a name, without specks at its ends; else none."""
    lettered = [at for at, word in enumerate(words) if any(map(str.isalpha, word.text))]
    if not lettered:
        return []
    kept = list(words[lettered[0] : lettered[-1] + 1])
    kept[0] = replace(kept[0], text=_SPECKS_BEFORE.sub("", kept[0].text))
    kept[-1] = replace(kept[-1], text=_SPECKS_BEHIND.sub("", kept[-1].text))
    return kept if _cost(kept) < _UNKNOWN_COST else []


def _strangeness(line: Line) -> float:
    text = " ".join(word.text for word in line)
    if is_title(text):
        return 0.0
    if not is_name(text):
        return _UNKNOWN_COST
    strange = not all(is_syllable(word.text.lower()) for word in line)
    return _STRANGE_COST * (strange + (not begins_with_family_name(text)))


def surer_lines(lines: Sequence[Line], found: Line) -> list[list[EngineWord]]:
    """The lines with `found` in the place of the words that stand there, where it costs less than they do.

    Where both have the same words in the same places, the surer of each two may make a line that costs still less.
    """
    stands = (word for line in lines for word in line if _stands_in(word, found) or _runs_over(word, found))
    before = sorted(stands, key=lambda word: word.left)
    found = min(_surer_words(before, found), found, key=_cost)
    if _cost(found) >= _cost(before) + _UNKNOWN_COST * _leaves_out(before, found):
        return [list(line) for line in lines]
    gone = set(map(id, before))
    kept = [[word for word in line if id(word) not in gone] for line in lines]
    at = next((number for number, line in enumerate(lines) if any(id(word) in gone for word in line)), len(kept))
    rest = kept[at] if before else []
    if any(_share_columns(word, other) for word in rest for other in found):
        return [*kept[:at], rest, list(found), *kept[at + 1 :]]  # two rows that the engine took for one
    return [*kept[:at], sorted([*rest, *found], key=lambda word: word.left), *kept[at + 1 :]]


def _surer_words(before: Line, found: Line) -> Line:
    """The words of `found`, each the surer of two where one word alone of those before stands in its place."""
    places = [[word for word in before if _stands_in(word, [other])] for other in found]
    if sum(map(len, places)) != len(before) or any(len(place) > 1 for place in places):
        return found
    return [max([*place, other], key=lambda word: word.confidence) for place, other in zip(places, found, strict=True)]


def _cost(line: Line) -> float:
    return 1 - min((word.confidence for word in line), default=0.0) + _strangeness(line)


def _leaves_out(line: Line, found: Line) -> bool:
    """Whether there is a word in `found` where nothing of the line stands."""
    return any(not any(_stands_in(each, [word]) or _stands_in(word, [each]) for each in line) for word in found)


def _runs_over(word: EngineWord, line: Line) -> bool:
    """Whether a word is a stroke over one of a line, higher than that, of which the engine is not sure."""
    return word.confidence < _STROKE and any(word.height > other.height and _stands_in(other, [word]) for other in line)


def _share_columns(one: EngineWord, two: EngineWord) -> bool:
    """Whether two words stand one over the other: half of the narrower above or below the wider."""
    shared = min(one.left + one.width, two.left + two.width) - max(one.left, two.left)
    return shared > min(one.width, two.width) / 2


def _stands_in(word: EngineWord, line: Line) -> bool:
    """Whether the middle of a word lies in the box of a line."""
    x, y = word.left + word.width / 2, word.top + word.height / 2
    left, top = min(other.left for other in line), min(other.top for other in line)
    right = max(other.left + other.width for other in line)
    return left <= x <= right and top <= y <= max(other.top + other.height for other in line)
