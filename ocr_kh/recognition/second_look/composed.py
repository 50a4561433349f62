# SPDX-License-Identifier: Apache-2.0
"""A signer's name put together from readings of which none has it whole.

Rubber prints letters in dots, a pen crosses one word and a ring the next: of the bands of `under_ink` one reads the
given name, another the family name. Where no band has a name, those that have a syllable of one are read in further
views, and each word is the one that most views have, weighed by how sure they are. A name is believed whose words
several views have alike, and whose first is a family name.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from ocr_kh.genre.people import begins_with_family_name, is_family_name_without_marks
from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.language.letters import plain_of
from ocr_kh.language.syllables import is_syllable
from ocr_kh.recognition.closings import EM
from ocr_kh.recognition.second_look.under_ink import Band, placed_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.hocr import EngineWord

    Line = Sequence[EngineWord]
    Views = Sequence[tuple[Band, Line]]

_SEEN = 0.6
"""Confidence of a syllable with a capital that tells that a name stands in a band."""
_MAX_BANDS = 4
"""Bands of a closing that are read in further views, those with the surest syllables first."""
_SAME_LINE = 0.6
"""Em by which the base lines of two readings of one line lie apart at most."""
_WORDS = (2, 5)
"""Words of a name, at least and at most."""
_VIEWS_ALIKE, _BELIEVED = 2, 0.9
"""Views that have a word alike, at least, and certainty from which it is believed."""
_LIKELY = 0.5
"""Certainty from which something is printed in a place, whatever it is."""
_LETTER = 2.4
"""Length of a letter or a blank over the x-height, at most; rubber sets them wide. More is a gap, or another line."""
_NARROW = 0.8
"""Times that a band is narrower in one of the views: rubber sets letters wide."""
_DARKER = 60
"""Percentile of the ink of a band that is made black: pale rubber has hardly a black dot."""
_INK = 40
"""Grey levels by which ink is darker than white."""


class _Place(NamedTuple):
    """Where a word of a name stands, and what views read there."""

    left: float
    right: float
    words: list[EngineWord]


def views_of(found: Sequence[Band], read: Sequence[Line]) -> list[tuple[Band, float]]:
    """Further views of the bands in which a syllable of a name was seen; with each how much narrower it is."""
    seen = sorted(
        ((max(sure), at) for at, words in enumerate(read) if (sure := [word.confidence for word in _syllables(words)])),
        reverse=True,
    )
    bands = [found[at] for sure, at in seen[:_MAX_BANDS] if sure >= _SEEN]
    return [
        (band._replace(cut=band.cut._replace(pixels=view(band.cut.pixels))), narrower)
        for band in bands
        for view, narrower in _VIEWS
    ]


def _syllables(words: Line) -> list[EngineWord]:
    return [word for word in words if word.text.istitle() and is_syllable(word.text.lower())]


def _blackened(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    ink = 255.0 - pixels
    dark = ink[ink > _INK]
    most = float(np.percentile(dark, _DARKER)) if dark.size else 255.0
    blackened: NDArray[np.uint8] = (255 - np.clip(ink * (255 / most), 0, 255)).astype(np.uint8)
    return blackened


def _closed(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """With the gaps between dots closed."""
    dot = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    return cv2.morphologyEx(_blackened(pixels), cv2.MORPH_OPEN, dot).astype(np.uint8)


def _narrowed(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return cv2.resize(_blackened(pixels), None, fx=_NARROW, fy=1, interpolation=cv2.INTER_AREA).astype(np.uint8)


_VIEWS: tuple[tuple[Callable[[NDArray[np.uint8]], NDArray[np.uint8]], float], ...] = (
    (_blackened, 1.0),
    (_closed, 1.0),
    (_narrowed, _NARROW),
)


def placed_view(words: Line, band: Band, narrower: float = 1.0) -> list[EngineWord]:
    """The words of a view where they stand on the page; each ends where the next begins."""
    ends = [*(word.left for word in words[1:]), *(word.left + word.width for word in words[-1:])]
    wide = [
        replace(word, left=round(word.left / narrower), width=max(1, round((end - word.left) / narrower)))
        for word, end in zip(words, ends, strict=True)
    ]
    return placed_words(wide, band)


def composed_names(views: Views) -> list[list[EngineWord]]:
    """The name of each line that the views show, as far as it is believed; `views` are bands and their words placed."""
    lines: list[list[tuple[Band, Line]]] = []
    for view in sorted(views, key=lambda view: view[0].base):
        if lines and view[0].base - lines[-1][0][0].base < _SAME_LINE * EM:
            lines[-1].append(view)
        else:
            lines.append([view])
    return [name for each in lines if (name := _name([words for _, words in each]))]


def _name(views: Sequence[Line]) -> list[EngineWord]:
    """The longest run of believed words from a family name to the end of the line; none for none.

    A word in doubt ends it: a name without its middle is another one.
    """
    places = [place for place in _places(views) if _certainty(place.words) >= _LIKELY]
    voted = [_voted(place.words) for place in places]
    for start in range(max(0, len(places) - _WORDS[1]), len(places) - _WORDS[0] + 1):
        name = [word for word in (_family_name(places[start].words), *voted[start + 1 :]) if word is not None]
        if len(name) == len(places) - start and _is_run(name):
            return name
    return []


def _places(views: Sequence[Line]) -> list[_Place]:
    """The places of words, from left to right: of the surest readings, and of what stands in the same place."""
    places: list[_Place] = []
    words = [word for view in views for word in _syllables(view)]
    for word in sorted(words, key=lambda word: -word.confidence):
        place = max(places, key=lambda place: _shared(word, place), default=None)
        if place is None or _shared(word, place) <= 1 / 2:
            places.append(_Place(word.left, word.left + word.width, [word]))
        else:
            place.words.append(word)
    return sorted(places, key=lambda place: place.left)


def _shared(word: EngineWord, place: _Place) -> float:
    """The part of the narrower of both that lies in the other."""
    shared = min(word.left + word.width, place.right) - max(word.left, place.left)
    return shared / min(word.width, place.right - place.left)


def _voted(words: Sequence[EngineWord]) -> EngineWord | None:
    """The word that views have in one place; None in doubt."""
    alike = max(_alike(words).values(), key=_certainty)
    return _surest(alike) if _is_believed(alike) else None


def _family_name(words: Sequence[EngineWord]) -> EngineWord | None:
    """The family name that views have in one place, those counted for it that lost its marks; None in doubt."""
    bare = _alike([replace(word, text=plain_of(word.text)) for word in words])
    plain = max(bare, key=lambda text: _certainty(bare[text]))
    readings = _alike([word for word in words if plain_of(word.text) == plain])
    known = [text for text in readings if begins_with_family_name(text)]
    if not is_family_name_without_marks(plain) or not _is_believed(bare[plain]):
        return None
    return _surest(readings[max(known or readings, key=lambda text: _certainty(readings[text]))])


def _alike(words: Sequence[EngineWord]) -> dict[str, list[EngineWord]]:
    found: dict[str, list[EngineWord]] = defaultdict(list)
    for word in words:
        found[word.text].append(word)
    return found


def _certainty(words: Sequence[EngineWord]) -> float:
    """How sure it is what views have alike: 1 less the product of their doubts."""
    return 1 - float(np.prod([1 - word.confidence for word in words]))


def _is_believed(words: Sequence[EngineWord]) -> bool:
    return len(words) >= _VIEWS_ALIKE and _certainty(words) >= _BELIEVED


def _surest(words: Sequence[EngineWord]) -> EngineWord:
    return replace(max(words, key=lambda word: word.confidence), alternatives=())


def _is_run(words: Line) -> bool:
    """Whether each word begins where the one before it ends: its box goes on to the next one."""
    starts = ((word, after.left - word.left) for word, after in pairwise(words))
    return all(length < (len(word.text) + 1) * _LETTER * X_HEIGHT for word, length in starts)
