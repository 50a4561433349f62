# SPDX-License-Identifier: Apache-2.0
"""Names of signers that were stamped in red, read out of the red ink where below a title no name was found; titles too.

In the picture that the engine sees red ink is paper (`imaging.coloured`); in that of the red ink there is little else.
Stamps are set by hand and beside the middle of their column, and rubber prints letters in dots: `stamps` reads those
that are clear, the model of `under_ink` also some that are not.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from ocr_kh.genre.people import is_family_name_without_marks
from ocr_kh.genre.titles import is_title, mended
from ocr_kh.imaging.laid_over.seals import find_seals, without_rings
from ocr_kh.language.syllables import is_syllable
from ocr_kh.recognition.closings import EM, NAME_BELOW, name_room, unnamed
from ocr_kh.recognition.hocr import least_sure, text_of
from ocr_kh.recognition.second_look.stamps import red_without_seals
from ocr_kh.recognition.second_look.under_ink import BAND_STEP, band_of, darkness, placed_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ocr_kh.imaging.laid_over.seals import Seal
    from ocr_kh.recognition.hocr import EngineWord
    from ocr_kh.recognition.second_look.under_ink import Band

    Line = Sequence[EngineWord]

_HALF_WIDTH = 9.0
"""Em on both sides of the column's middle that are read: nothing else is red there."""
_BELIEVED = 0.7
"""Confidence of the least sure word of a name that is believed."""
_FOOT = 0.3
"""Radii of a seal from its lowest point in which a name may stand over its edge."""
_LEAST_WORDS = 2
_MAX_BEFORE = 2
"""Words before a family name, an academic title or a rank; what was made of it is left."""


def stamped_name_bands(red: NDArray[np.uint8], dpi: float, lines: Sequence[Line]) -> Iterator[list[Band]]:
    """Where a name in red may stand, below titles without one, in pictures to be read in turn until one shows it.

    The first is without seals; in the second those stay but for their rings, over which names are stamped. `red` as
    `Prepared.red`.
    """
    places = unnamed(lines, red.shape[1] / 2)
    if not places:
        return
    seals = find_seals(red, dpi)
    yield list(_bands(red_without_seals(red, seals), places))
    ringless = reduce(without_rings, seals, red)
    yield [band for band in _bands(ringless, places) if any(_is_at_foot(band, seal) for seal in seals)]


def _is_at_foot(band: Band, seal: Seal) -> bool:
    """Whether a band crosses the lower edge of a seal, over which names are stamped."""
    return abs(band.base - seal.y - seal.radius) < _FOOT * seal.radius


def _bands(red: NDArray[np.uint8], places: Sequence[tuple[float, float]]) -> Iterator[Band]:
    dark, room = darkness(red), name_room(red.shape[1] / 2)
    for base, middle in places:
        for at in range(round((room - NAME_BELOW) / BAND_STEP)):
            band = band_of(red, dark, base + (NAME_BELOW + at * BAND_STEP) * EM, middle, _HALF_WIDTH * EM)
            if band is not None:
                yield band


def stamped_names(found: Sequence[Band], read: Sequence[Line]) -> list[list[EngineWord]]:
    """The surest name in these bands, if any is believed: of a family name and syllables.

    Marks that the family name lost are for repair to give back, with a record.
    """
    placed = (placed_words(words, band) for band, words in zip(found, read, strict=True))
    names = [name for words in placed if words for name in _names(words)]
    return [max(names, key=least_sure)] if names else []


def stamped_title(words: Line) -> list[EngineWord]:
    """The words of a line in red as they were read, where they are those of a title, or nearly (`KT. GLÁM ĐỐC`).

    Empty for all else. A title that is not spelled right is for the plan to mend, as one in black.
    """
    kept = [word for word in words if any(map(str.isalnum, word.text))]
    if len(kept) < _LEAST_WORDS or least_sure(kept) < _BELIEVED or not all(word.text.isupper() for word in kept):
        return []
    return kept if is_title(mended(text_of(kept))) else []


def _names(words: Line) -> Iterator[list[EngineWord]]:
    for at in range(min(_MAX_BEFORE, len(words) - _LEAST_WORDS) + 1):
        name = list(words[at:])
        usual = all(word.text.istitle() and is_syllable(word.text.lower()) for word in name)
        if usual and is_family_name_without_marks(name[0].text) and least_sure(name) >= _BELIEVED:
            yield name
