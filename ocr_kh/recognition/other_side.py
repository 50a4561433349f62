# SPDX-License-Identifier: Apache-2.0
"""Print that shines through from the other side of the sheet: it is read in the mirror, and not as it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.language.syllables import is_syllable
from ocr_kh.recognition.page import glance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.document import Word
    from ocr_kh.imaging.prepare import Prepared

_MIN_CONFIDENCE = 0.5
_MIN_LETTERS = 3
"""Letters of a word that is no chance: specks make `a`, `ôi`, `il`."""
MIN_WORDS = 10
"""Sure words that a mirrored reading must have."""
MIN_RATIO = 4
"""Sure words in the mirror for one as the page lies. Of five backs of prints in black and white, at strengths from just
visible to nearly black: 19 to 289 words in the mirror, 9.5 to 18 times as many as without; of their fronts as few."""


def is_other_side(lying: Sequence[Prepared], mirrored: Sequence[Prepared], *, language: str, timeout: float) -> bool:
    """Whether the print on a page is that of the other side of its sheet. A glance at each; raises as `recognize`.

    A back of which words are read in the mirror is one; a front too pale to be read is not. Asked of pages that make no
    words as they lie, or make them badly.
    """
    found, in_mirror = (
        sum(sure_words(glance(sheet, language=language, timeout=timeout)) for sheet in sheets)
        for sheets in (lying, mirrored)
    )
    return in_mirror >= max(MIN_WORDS, MIN_RATIO * found)


def sure_words(words: Iterable[Word]) -> int:
    """How many of them are Vietnamese words of some length, read with confidence.

    >>> from ocr_kh.document import Word
    >>> sure_words([Word("thành", confidence=0.9), Word("il", confidence=0.9), Word("phố", confidence=0.2)])
    1
    """
    return sum(word.confidence >= _MIN_CONFIDENCE and _is_long(word.text.strip(".,;:()-–\"'")) for word in words)


def _is_long(core: str) -> bool:
    return len(core) >= _MIN_LETTERS and core.isalpha() and is_syllable(core.lower())
