# SPDX-License-Identifier: Apache-2.0
"""Words that the engine ran together (`ytế`, `Pháthành`) though the page has a space between them.

Vietnamese is written in syllables: what is none, but two of them, and has its widest gap between the two, is two words.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.language.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.hocr import EngineWord

_MIN_SPACE = 0.25
"""Narrowest space between words over the x-height."""
_MIN_GAP_RATIO = 1.6
"""Times the next widest gap in the word that it is at least."""
_MAX_GAP_OFFSET = 0.2
"""By how much of the word's width the gap may lie off the place that the count of letters says."""
_DARK = cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU


def split_joined(line: Sequence[EngineWord], image: NDArray[np.uint8]) -> list[EngineWord]:
    """The words of a line, those that stand apart on the page as two. `image`: at the engine's text height."""
    return [part for word in line for part in _parts(word, image)]


def _parts(word: EngineWord, image: NDArray[np.uint8]) -> Iterator[EngineWord]:
    cuts = _cuts(word.text)
    gap = _gap(image[word.top : word.top + word.height, word.left : word.left + word.width]) if cuts else None
    middle = sum(gap) / 2 / word.width if gap else 0.0
    cut = min(cuts, key=lambda cut: abs(cut / len(word.text) - middle), default=0)
    if not gap or abs(cut / len(word.text) - middle) > _MAX_GAP_OFFSET:
        yield word
        return
    start, end = gap
    first = tuple(a for a in word.alternatives if a.at + len(a.read) <= cut)
    second = tuple(a._replace(at=a.at - cut) for a in word.alternatives if a.at >= cut)
    yield replace(word, text=word.text[:cut], width=start, alternatives=first)
    yield replace(word, text=word.text[cut:], left=word.left + end, width=word.width - end, alternatives=second)


def _cuts(text: str) -> list[int]:
    """Where a word that is no syllable may be cut into two."""
    core = text.rstrip(".,;:)")
    if not core.isalpha() or core.isupper() or is_syllable(core.lower()):
        return []
    return [at for at in range(1, len(core)) if _is_word(core[:at].lower()) and _is_word(core[at:].lower())]


def _is_word(text: str) -> bool:
    """A syllable; of lone letters only `y`: others are parts of letters that were broken."""
    return is_syllable(text) and (len(text) > 1 or text == "y")


def _gap(word: NDArray[np.uint8]) -> tuple[int, int] | None:
    """Start and end, in columns, of the widest gap within a word; None where it is no space between words."""
    if not word.size:
        return None
    ink = np.asarray(cv2.threshold(word, 0, 255, _DARK)[1].max(axis=0) > 0)
    edges = np.flatnonzero(np.diff(ink.astype(np.int8)))
    gaps = [(int(start) + 1, int(end) + 1) for start, end in pairwise(edges) if not ink[start + 1]]
    if not gaps:
        return None
    *rest, widest = sorted(gaps, key=lambda gap: gap[1] - gap[0])
    width = widest[1] - widest[0]
    usual = max((end - start for start, end in rest), default=0)
    return widest if width >= max(_MIN_SPACE * X_HEIGHT, _MIN_GAP_RATIO * usual) else None
