# SPDX-License-Identifier: Apache-2.0
"""Lines of letters that the engine passed over: names under a seal or a stroke of the pen, above all.

Blobs as large as letters, beside one another, where the engine read nothing, make such a line. Larger blobs, seals and
strokes, are taken out of what is read again, and what stands within a round seal is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_kh.genre.people import is_rank
from ocr_kh.imaging.blobs import X_HEIGHT, blobs_of
from ocr_kh.language.syllables import is_syllable
from ocr_kh.recognition.second_look.cuts import Cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocr_kh.imaging.blobs import Blobs
    from ocr_kh.recognition.hocr import EngineWord

_LETTER_HEIGHTS = (0.55, 2.6)
"""Least and greatest height of a letter over the x-height: `a` eaten away, a capital with its mark in bold."""
_MAX_LETTER_WIDTH = 6.0
"""Width of letters that have run together, over the x-height."""
_MAX_LETTER_HEIGHT = 3.0
"""Height over the x-height from which a blob is no letter: a stroke, a seal."""
_MIN_LINE = 6.0
"""Length of the shortest line over the x-height: a name of two short syllables."""
_MIN_BLOBS = 4
_MAX_LINE_HEIGHT = 2.8
"""Height of a line over the x-height; the arcs of letters in a seal are higher."""
_MAX_LINES = 24
"""Lines of a page that are read so, those of most letters first: a picture has any number of blobs."""
_MAX_LETTER_GAP = 1.6
"""Gap between letters of a line, over the x-height."""
_MIN_SEAL_SHAPE = (7.0, 1.4)
"""Least size of a round seal over the x-height, and by how much one side may be longer."""
_READ_CONFIDENCE = 0.4
"""Confidence from which a word counts as read; on what is not there the engine is less sure."""
_BELIEVED_CONFIDENCE = (0.35, 0.75)
"""Least and mean confidence of the syllables of a line that is believed. On the 20 transcribed pages three lines reach
them, all right; of the first 41 on all development scans 4 are words of seals, or parts of them."""
_SURE_OTHERS = 0.85
"""The same of a lone syllable, a number, a short form."""
_NO_SYLLABLE = re.compile(r"\d[\d.,/-]*|[A-ZĐ]{2,}")
_FILE_COPY = re.compile(r"[^\w\s]* ?Lưu:")
"""How the line begins that tells where a copy is filed (Nghị định 30/2020, Phụ lục I, ô 9b): initials follow, of which
an engine is never sure."""
_FILED = re.compile(r"[A-ZĐ][A-ZĐ&.,-]*|\d{1,3}[a-z]?")
"""What is filed by: `VT`, `TH.KT`, and how many copies (`3b`)."""
_MARGIN = 6
ENLARGEMENT = 1.5


def unread_lines(image: NDArray[np.uint8], words: Sequence[EngineWord], blobs: Blobs) -> list[Cut]:
    """Lines of letters outside of the words that were read, with nothing but their letters, from top to bottom.

    `blobs` are those of the image.
    """
    labels, stats = blobs
    width, height = stats[:, 2], stats[:, 3]
    letters = (
        (height >= _LETTER_HEIGHTS[0] * X_HEIGHT)
        & (height <= _LETTER_HEIGHTS[1] * X_HEIGHT)
        & (width <= _MAX_LETTER_WIDTH * X_HEIGHT)
    )
    large = (height > _MAX_LETTER_HEIGHT * X_HEIGHT) | (width > _MAX_LETTER_WIDTH * X_HEIGHT)
    letters[0] = large[0] = False
    middle = (stats[:, :2] + stats[:, 2:4] // 2).astype(np.int32)
    letters &= ~read_places(image.shape, words)[middle[:, 1], middle[:, 0]] & ~_in_seals(middle, stats[large])
    return [_cut_line(image, large[labels], line) for line in _lines(image.shape, stats[letters])]


def read_places(shape: tuple[int, ...], words: Sequence[EngineWord]) -> NDArray[np.bool_]:
    """Where on the image words were read."""
    read = np.zeros(shape, bool)
    for word in words:
        if word.confidence >= _READ_CONFIDENCE and word.height < 2 * _MAX_LETTER_HEIGHT * X_HEIGHT:
            read[
                max(0, word.top - 3) : word.top + word.height + 3, max(0, word.left - 3) : word.left + word.width + 3
            ] = True
    return read


def _in_seals(points: NDArray[np.int32], blobs: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which points lie within a round blob."""
    inside = np.zeros(len(points), bool)
    for left, top, width, height in blobs[:, :4].tolist():
        if min(width, height) > _MIN_SEAL_SHAPE[0] * X_HEIGHT and max(width, height) < _MIN_SEAL_SHAPE[1] * min(
            width, height
        ):
            x, y = (points[:, 0] - left) / width - 0.5, (points[:, 1] - top) / height - 0.5
            inside |= x * x + y * y < 0.26
    return inside


def _lines(shape: tuple[int, ...], letters: NDArray[np.int32]) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of runs of letters beside one another, from top to bottom."""
    ink = np.zeros(shape, np.uint8)
    for left, top, width, height in letters[:, :4].tolist():
        ink[top : top + height, left : left + width] = 1
    run = cv2.dilate(ink, np.ones((1, int(_MAX_LETTER_GAP * X_HEIGHT) | 1), np.uint8))
    labels, stats = blobs_of(run.astype(np.uint8, copy=False))
    middle = letters[:, :2] + letters[:, 2:4] // 2
    blobs = np.bincount(labels[middle[:, 1], middle[:, 0]], minlength=len(stats))
    found = [
        (count, (left, top, left + width, top + height))
        for (left, top, width, height, _), count in zip(stats[1:].tolist(), blobs[1:].tolist(), strict=True)
        if count >= _MIN_BLOBS
        and height < _MAX_LINE_HEIGHT * X_HEIGHT
        and width > max(_MIN_LINE * X_HEIGHT, 2.5 * height)
    ]
    kept = sorted(found, reverse=True)[:_MAX_LINES]
    return sorted((line for _, line in kept), key=lambda line: (line[1], line[0]))


def _cut_line(image: NDArray[np.uint8], large: NDArray[np.bool_], line: tuple[int, int, int, int]) -> Cut:
    """The line with a margin, large blobs taken out."""
    left, top = max(0, line[0] - _MARGIN), max(0, line[1] - _MARGIN)
    part = slice(top, line[3] + _MARGIN), slice(left, line[2] + _MARGIN)
    pixels = image[part].copy()
    pixels[cv2.dilate(large[part].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 255
    return Cut(pixels, left, top, ENLARGEMENT)


def believable_words(words: Sequence[EngineWord]) -> list[EngineWord]:
    """The words of such a line without specks at its ends; none where they are not surely such words as there are."""
    kept = list(words)
    while kept and _is_speck(kept[-1]):
        kept.pop()
    while kept and _is_speck(kept[0]):
        kept.pop(0)
    filed = _FILE_COPY.match(" ".join(word.text for word in kept)) is not None
    if not kept or not all(_is_usual(word) or (filed and _FILED.fullmatch(_core(word.text))) for word in kept):
        return []
    least, usual = _BELIEVED_CONFIDENCE if len(kept) > 1 else (_SURE_OTHERS, _SURE_OTHERS)
    sure = [word.confidence for word in kept]
    return kept if min(sure) >= least and sum(sure) >= usual * len(sure) else []


def _core(text: str) -> str:
    return text.strip(".,:;()")


def _is_usual(word: EngineWord) -> bool:
    core = _core(word.text)
    return (
        is_syllable(core.lower())
        or is_rank(core)
        or (word.confidence >= _SURE_OTHERS and bool(_NO_SYLLABLE.fullmatch(core)))
    )


def _is_speck(word: EngineWord) -> bool:
    return sum(char.isalnum() for char in word.text) < 2
