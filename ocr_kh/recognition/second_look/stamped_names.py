# SPDX-License-Identifier: Apache-2.0
"""Names of signers that were stamped in red, read out of the red ink where below a title no name was found.

In the picture that the engine sees red ink is paper (`imaging.coloured`); in that of the red ink there is little else.
Stamps are set by hand and beside the middle of their column, and rubber prints letters in dots: `stamps` reads those
that are clear, the model of `under_ink` also some that are not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2

from ocr_kh.genre.people import family_name_meant
from ocr_kh.imaging.seals import find_seals
from ocr_kh.language.syllables import is_syllable
from ocr_kh.recognition.hocr import least_sure
from ocr_kh.recognition.second_look.stamps import AROUND_SEAL
from ocr_kh.recognition.second_look.under_ink import BAND_STEP, EM, NAME_BELOW, band_of, darkness, placed_words, unnamed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ocr_kh.recognition.hocr import EngineWord
    from ocr_kh.recognition.second_look.under_ink import Band

    Line = Sequence[EngineWord]

_HALF_WIDTH = 9.0
"""Em on both sides of the column's middle that are read: nothing else is red there."""
_BELIEVED = 0.7
"""Confidence of the least sure word of a name that is believed."""
_LEAST_WORDS = 2
_MAX_BEFORE = 2
"""Words before a family name, an academic title or a rank; what was made of it is left."""


def stamped_name_bands(red: NDArray[np.uint8], dpi: float, lines: Sequence[Line]) -> list[Band]:
    """Where a name in red may stand, below titles without one. `red` as `Prepared.red`."""
    places = unnamed(lines, red.shape[1] / 2)
    if not places:
        return []
    clean = red.copy()
    for seal in find_seals(red, dpi):
        cv2.circle(clean, (round(seal.x), round(seal.y)), round(seal.radius * AROUND_SEAL), (255,), -1)
    return list(_bands(clean, places))


def _bands(red: NDArray[np.uint8], places: Sequence[tuple[float, float]]) -> Iterator[Band]:
    dark = darkness(red)
    for base, middle in places:
        for at in range(round((NAME_BELOW[1] - NAME_BELOW[0]) / BAND_STEP)):
            band = band_of(red, dark, base + (NAME_BELOW[0] + at * BAND_STEP) * EM, middle, _HALF_WIDTH * EM)
            if band is not None:
                yield band


def stamped_names(found: Sequence[Band], read: Sequence[Line]) -> list[list[EngineWord]]:
    """The surest name in these bands, if any is believed: of a family name and syllables."""
    placed = (placed_words(words, band) for band, words in zip(found, read, strict=True))
    names = [name for words in placed if words for name in _names(words)]
    return [max(names, key=least_sure)] if names else []


def _names(words: Line) -> Iterator[list[EngineWord]]:
    for at in range(min(_MAX_BEFORE, len(words) - _LEAST_WORDS) + 1):
        family = family_name_meant(words[at].text)
        name = [replace(words[at], text=family or ""), *words[at + 1 :]]
        usual = all(word.text.istitle() and is_syllable(word.text.lower()) for word in name)
        if family and usual and least_sure(name) >= _BELIEVED:
            yield name
