# SPDX-License-Identifier: Apache-2.0
"""A closing under a black seal is read once more from a copy without the seal's rings and star.

The rings eat the first letters of titles and names (`Ủ TỊCH`, `--KjÈ Đức Hoà`). Without them the seal's own words come
out as text, so of the second reading only lines count that are a title of an office or a person's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.genre.people import is_name
from ocr_kh.genre.titles import is_head
from ocr_kh.imaging.seals import find_seals, without_rings
from ocr_kh.recognition.second_look.cuts import Cut
from ocr_kh.recognition.second_look.unread import believable_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ocr_kh.imaging.seals import Seal
    from ocr_kh.recognition.hocr import EngineWord

    Line = Sequence[EngineWord]

_REACH_RADII = (2.0, 2.2, 4.0, 2.4)
"""Radii of the seal left, above, right and below of its middle that are read: it stands over the left third of the
signature (Nghị định 30/2020, phụ lục I), with titles above and the name below. With these a sample's signer is won."""
_UNKNOWN_COST = 1.0
"""What a line costs that is neither title nor name; doubt of its least sure word costs up to as much."""


def sealed_closings(image: NDArray[np.uint8], dpi: float, lines: Sequence[Line]) -> list[Cut]:
    """What stands around black seals, without their rings; of those alone that have words in capitals above them."""
    return [_around(image, seal) for seal in find_seals(image, dpi) if any(_has_title(seal, line) for line in lines)]


def _has_title(seal: Seal, line: Line) -> bool:
    """Whether what stands of a line above the seal is all in capitals, as titles are (`TỊCH`, not running text)."""
    left, above, right, _ = (share * seal.radius for share in _REACH_RADII)
    near = [word for word in line if -left < word.left - seal.x < right and -above < word.top - seal.y < 0]
    return " ".join(word.text for word in near).isupper()


def _around(image: NDArray[np.uint8], seal: Seal) -> Cut:
    left, above, right, below = (round(share * seal.radius) for share in _REACH_RADII)
    first, top = max(0, round(seal.x) - left), max(0, round(seal.y) - above)
    clean = without_rings(image, seal)
    return Cut(clean[top : round(seal.y) + below, first : round(seal.x) + right], first, top)


def closing_lines(lines: Sequence[Line]) -> Iterator[list[EngineWord]]:
    """Those that are surely a title of an office or a name, without specks at their ends."""
    return (kept for line in lines if (kept := believable_words(line)) and _is_known(kept))


def _is_known(line: Line) -> bool:
    text = " ".join(word.text for word in line)
    return is_head(text) or is_name(text)


def surer_lines(lines: Sequence[Line], found: Line) -> list[list[EngineWord]]:
    """The lines with `found` in the place of the words that stand there, where it costs less than they do."""
    before = [word for line in lines for word in line if _stands_in(word, found)]
    if not before or _cost(found) >= _cost(before):
        return [list(line) for line in lines]
    gone = set(map(id, before))
    at = next(number for number, line in enumerate(lines) if any(id(word) in gone for word in line))
    kept = [[word for word in line if id(word) not in gone] for line in lines]
    return [*kept[:at], sorted([*kept[at], *found], key=lambda word: word.left), *kept[at + 1 :]]


def _cost(line: Line) -> float:
    return 1 - min(word.confidence for word in line) + (0 if _is_known(line) else _UNKNOWN_COST)


def _stands_in(word: EngineWord, line: Line) -> bool:
    """Whether the middle of a word lies in the box of a line."""
    x, y = word.left + word.width / 2, word.top + word.height / 2
    left, top = min(other.left for other in line), min(other.top for other in line)
    right = max(other.left + other.width for other in line)
    return left <= x <= right and top <= y <= max(other.top + other.height for other in line)
