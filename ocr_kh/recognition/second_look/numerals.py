# SPDX-License-Identifier: Apache-2.0
"""A second look at Roman numerals at the head of a line: their strokes are counted on the image.

The engine's recurrent network runs equal letters together: at the scale that suits the text it reads `III.` as
`II.` in 7 of the 8 scanned samples that have one, and on real scans. Strokes stay apart in the middle of the letters,
where there are no serifs, and can simply be counted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_kh.imaging.blobs import runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.hocr import EngineWord

_NUMERAL = re.compile(r"(?P<head>[VX]?)(?P<strokes>[IHl|]{1,4}|IL(?=\.))(?P<end>[.\-–)/:]{0,2})")
_LONE = re.compile(r"(?P<stroke>[1Il|])(?P<end>[.\-–)/:]{1,2})")
_COUNTING_BANDS = {"": (0.3, 0.7), "V": (0.76, 0.88), "X": (0.44, 0.56)}
"""Part of the height in which the strokes are counted: between the serifs; where the arms of V have met; where X is
one blot."""
_ENLARGEMENT = 4
"""Times the image is enlarged, so that a stroke of three grey pixels has a width."""
_INK_DARKNESS = 0.45
"""Darkness of a stroke, as a share of that of the darkest pixels; the gap between two strokes is below."""
_MAX_STROKE_WIDTH = 0.34
"""Width of a stroke over the height of the numeral; wider ink is another letter."""
_MAX_STROKES = 4
_STEM_BAND, _TOP_BAND = (0.35, 0.7), 0.14
"""Parts of the height in which a lone stroke is only its stem, and in which its serif or flag is."""
_SERIF_REACH = 0.02
"""Reach of a serif to the right of the stem, over the height: `I` has 0.03 (eaten) to 0.14, `1`, whose flag points to
the left, at most 0.015 (some 60 headings and items of 24 documents)."""


def second_look(words: Sequence[EngineWord], image: NDArray[np.uint8]) -> list[EngineWord]:
    """The words of one line; a numeral at their head as the image shows it."""
    if len(words) < 2:
        return list(words)
    text = words[0].text
    if match := _LONE.fullmatch(text):
        text = _one_or_i(match, words[1].text, _cut_out(image, words[0]))
    if match := _NUMERAL.fullmatch(text):
        count = count_strokes(_cut_out(image, words[0]), match["head"])
        if 0 < count <= _MAX_STROKES - bool(match["head"]):
            text = match["head"] + "I" * count + match["end"]
    first = words[0] if text == words[0].text else replace(words[0], text=text, alternatives=())
    return [first, *words[1:]]


def _one_or_i(match: re.Match[str], title: str, numeral: NDArray[np.uint8]) -> str:
    """A lone stroke as the image shows it: `I` before a title in capitals, `1` before one in small letters."""
    reach = right_serif(numeral)
    in_capitals = len(title) > 1 and title.isupper()
    if reach is None or in_capitals != (reach > _SERIF_REACH):
        return match.group()
    return ("I" if in_capitals else "1") + match["end"]


def _cut_out(image: NDArray[np.uint8], word: EngineWord) -> NDArray[np.uint8]:
    margin = 1
    top, left = max(word.top - margin, 0), max(word.left - margin, 0)
    return image[top : word.top + word.height + margin, left : word.left + word.width + margin]


def right_serif(numeral: NDArray[np.uint8]) -> float | None:
    """How far ink reaches to the right of a lone stem at its top, over its height; None where there is no such stem."""
    letter = _letter(numeral)
    if letter is None:
        return None
    height = len(letter)
    stem = letter[int(_STEM_BAND[0] * height) : int(_STEM_BAND[1] * height)].mean(axis=0) > _INK_DARKNESS
    stems = runs(stem)
    if len(stems) != 1:
        return None
    end, width = stems[0][1], stems[0][1] - stems[0][0]
    top = letter[: max(2, int(_TOP_BAND * height)), : end + 2 * width].max(axis=0) > _INK_DARKNESS
    reached = np.flatnonzero(top)
    return float(reached[-1] + 1 - end) / height if len(reached) else None


def _letter(numeral: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """Darkness, 0 to 1, of the rows with ink of the enlarged image; None where there is nothing to see."""
    if min(numeral.shape) < 4:
        return None
    large = cv2.resize(numeral, None, fx=_ENLARGEMENT, fy=_ENLARGEMENT, interpolation=cv2.INTER_CUBIC)
    dark = (255 - large.astype(np.float64)) / max(255.0 - float(large.min()), 1.0)
    rows = np.flatnonzero((dark > _INK_DARKNESS).sum(axis=1) > 1)
    return dark[rows[0] : rows[-1] + 1] if len(rows) else None


def count_strokes(numeral: NDArray[np.uint8], head: str = "") -> int:
    """Upright strokes in the grey image of a numeral, after its `head` (V, X or none); 0 where that cannot be told."""
    letters = _letter(numeral)
    if letters is None:
        return 0
    letters = _without_stop(letters)
    height = len(letters)
    low, high = _COUNTING_BANDS[head]
    band = letters[int(low * height) : int(high * height) + 1]
    widths = [end - start for start, end in runs(band.mean(axis=0) > _INK_DARKNESS)]
    strokes = widths[1:] if head else widths
    if not strokes or max(strokes) > _MAX_STROKE_WIDTH * height or max(strokes) > 2 * min(strokes):
        return 0
    return len(strokes)


def _without_stop(letters: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same without what stands apart in the lower half alone: a bold full stop reaches into the band of V."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((letters > _INK_DARKNESS).astype(np.uint8))
    is_low = stats[:, cv2.CC_STAT_TOP] > len(letters) / 2
    return np.where(is_low[labels], 0.0, letters)
