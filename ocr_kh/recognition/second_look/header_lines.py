# SPDX-License-Identifier: Apache-2.0
"""Lines of a header of which the engine is not sure, read by the model that knows lines under ink; word by word.

Pale or under a stamp, the name of an issuer is a name that no language model knows, and what stands there counts as
read. The model of `under_ink` errs in other places: it reads each such line at several heights, and a word in doubt
is the one that most of the readings have, weighed by how sure they are. Figures are another reader's.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.genre.forms import Form
from ocr_kh.genre.likeness import landmark
from ocr_kh.language.syllables import is_syllable
from ocr_kh.recognition.closings import EM
from ocr_kh.recognition.handwriting.glued import cut_glued
from ocr_kh.recognition.handwriting.slots import PRINT_SIZE, slots
from ocr_kh.recognition.hocr import least_sure, text_of
from ocr_kh.recognition.second_look.doubtful import pairs
from ocr_kh.recognition.second_look.names import columns
from ocr_kh.recognition.second_look.under_ink import Band, band_of, darkness, placed_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.hocr import EngineWord

    Line = Sequence[EngineWord]

_SURE = 0.8
"""Confidence from which a word stays as it is."""
_KEPT = 0.93
"""The same in a line with another that is in doubt: the model under ink has its own slips (`bảo đắm`)."""
_HEIGHT = 0.45
"""Part of the page's height in which a header lies."""
_MAX_LINES = 10
"""Of a page, the least sure first."""
_OFFSETS = (-0.15, 0.0, 0.15)
"""Em from the base line of a line at which it is read."""
_BESIDE = 0.5
"""Em on both sides of a line that are read with it."""
_MAX_WIDTH = 0.7
"""Part of the page's width that a line of a header takes at most; more is running text."""
_FIRST = 1.5
"""Readings of the model under ink that a reading of the usual model weighs as much as: they are views of one reader."""
_MIN_VIEWS = 2
"""Readings that must be alike to be taken."""
_LOST, _CERTAIN = 0.4, 0.85
"""Confidence below which a word is lost, so that a single reading may take its place, and that of such a reading."""

_ENDS = ".,:;()\"“”'"
"""Signs before and behind a word."""


class DoubtfulPart(NamedTuple):
    """Words `first` up to `last` of a line, and how they are read again."""

    line: int
    first: int
    last: int
    bands: tuple[Band, ...]


def header_parts(image: NDArray[np.uint8], lines: Sequence[Line]) -> list[DoubtfulPart]:
    """The doubtful parts of the header of a page, in order; none where no motto tells that a document begins."""
    above = [number for number, line in enumerate(lines) if line and line[0].top < _HEIGHT * len(image)]
    doubtful = sorted(part for number in above for part in _doubtful(number, lines[number], image.shape[1]))
    if not doubtful or not any(landmark(text_of(part)) == Form.MOTTO for n in above for part in _parts(lines[n])):
        return []
    chosen = sorted(place for _, place in doubtful[:_MAX_LINES])
    dark = darkness(image)
    found = (DoubtfulPart(*place, tuple(_bands(image, dark, lines[place[0]][place[1] : place[2]]))) for place in chosen)
    return [part for part in found if part.bands]


def with_header_parts(
    lines: Sequence[Line], parts: Sequence[DoubtfulPart], read: Sequence[Line]
) -> list[list[EngineWord]]:
    """The lines with what was voted for in the place of these parts; `read` are the readings of all their bands."""
    result = [list(line) for line in lines]
    readings = iter(read)
    taken = [(part, [placed_words(next(readings), band) for band in part.bands]) for part in parts]
    for part, views in reversed(taken):  # from the right, so that places in a line stay
        words = lines[part.line][part.first : part.last]
        result[part.line][part.first : part.last] = voted_words(words, [view for view in views if view])
    return result


def _parts(line: Line) -> Iterator[Line]:
    return (line[first:last] for first, last in columns(line))


def _doubtful(number: int, line: Line, width: int) -> Iterator[tuple[float, tuple[int, int, int]]]:
    """The parts of a line with a word of letters that is in doubt, each with the confidence of that."""
    for first, last in columns(line):
        doubts = [word.confidence for word in line[first:last] if _is_word(word.text)]
        length = line[last - 1].left + line[last - 1].width - line[first].left
        if len(doubts) < 2 or min(doubts) >= _SURE or length >= _MAX_WIDTH * width:
            continue
        if not any(slots(cut_glued(line[first:last], PRINT_SIZE))):  # what is written by hand there has its own reader
            yield min(doubts), (number, first, last)


def _is_word(text: str) -> bool:
    return sum(map(str.isalpha, text)) > 1 and not any(map(str.isdigit, text))


def _bands(image: NDArray[np.uint8], dark: float, words: Line) -> Iterator[Band]:
    base = float(np.median([word.top + word.height for word in words]))
    left, right = words[0].left, max(word.left + word.width for word in words)
    for offset in _OFFSETS:
        band = band_of(image, dark, base + offset * EM, (left + right) / 2, (right - left) / 2 + _BESIDE * EM)
        if band is not None:
            yield band


def voted_words(words: Line, views: Sequence[Line]) -> list[EngineWord]:
    """The words of a part after it was read in `views`."""
    votes: dict[tuple[int, int], dict[tuple[str, ...], list[Line]]] = defaultdict(lambda: defaultdict(list))
    order = sorted(words, key=lambda word: word.left)
    places = {id(word): at for at, word in enumerate(order)}
    for view in views:
        for old, new in pairs(order, view):
            if new:
                span = places[id(old[0])], places[id(old[-1])] + 1
                votes[span][tuple(word.text for word in new)].append(new)
    result: list[EngineWord] = []
    at = 0
    while at < len(order):
        ends = (last for first, last in votes if first == at and _count(votes[at, last]) >= _MIN_VIEWS)
        last = max(ends, default=at + 1)
        result += _elected(order[at:last], votes.get((at, last), {}))
        at = last
    return result


def _count(readings: dict[tuple[str, ...], list[Line]]) -> int:
    return sum(map(len, readings.values()))


def _elected(old: Line, readings: dict[tuple[str, ...], list[Line]]) -> Line:
    """What stands in the place of `old`: of the readings and of what was read before the one of most weight."""
    before = tuple(word.text for word in old)
    letters = [text for text in before if any(map(str.isalpha, text))]
    if not letters or any(map(str.isdigit, "".join(before))) or least_sure(old) >= _KEPT:
        return old
    weights = {texts: sum(map(least_sure, each)) for texts, each in readings.items()}
    weights[before] = weights.get(before, 0.0) + _FIRST * least_sure(old)
    texts = max(weights, key=lambda texts: weights[texts])
    if _letters(texts) == _letters(before):  # signs at a word's ends are the usual model's
        sure = max(map(least_sure, (old, *readings.get(texts, ()))))
        return [replace(word, confidence=max(word.confidence, sure)) for word in old]
    if not all(map(_is_usual, texts)) or not _is_seen(readings[texts], old):
        return old
    best = max(readings[texts], key=least_sure)
    top, height = old[0].top, old[0].height
    return [replace(word, line=old[0].line, top=top, height=height) for word in best]


def _letters(texts: Sequence[str]) -> list[str]:
    return [text.strip(_ENDS) for text in texts]


def _is_seen(readings: Sequence[Line], old: Line) -> bool:
    """Whether the readings are enough to take the place of what was read before."""
    if len(readings) >= _MIN_VIEWS:
        return True
    return least_sure(old) < _LOST and least_sure(readings[0]) >= _CERTAIN


def _is_usual(text: str) -> bool:
    return is_syllable(text.strip(_ENDS).lower())
