# SPDX-License-Identifier: Apache-2.0
"""Printed words of a date that the engine ran together with what is written between them (`ngày†tháng`), cut apart.

Where a word of the print ends is told by its width in Times, of the size that the other print of the line has.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ocr_kh.language.letters import bare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.recognition.hocr import EngineWord

PRINT_WIDTHS: Mapping[str, float] = {"ngày": 1.92, "tháng": 2.25, "năm": 1.70}
"""The printed words of a date, and their widths in Times over its size."""
_DATE_WORDS = re.compile(
    r"(?:(?P<day>ng(?:a[yvw]?)?)(?P<days>.{0,4}?))?(?P<month>thang|(?<=[^a-z])hang)"
    r"(?P<months>.{0,4}?)(?:(?P<year>nam)(?P<years>(?:(?:19|20)\d\d)?\W?))?",
    re.IGNORECASE,
)
"""In letters without marks; the `t` may have gone to what is written before it."""
_DIGIT_WIDTH = 0.5
"""Width of a printed digit over the size, and of the narrowest room between two words of the print in which something
is written: between those of `ngày/tháng/năm` there is half of it."""

_LARGEST = 1.3
"""Times the usual size that print may be; a wider word holds something written too (`năm` behind a month)."""


def cut_glued(line: Sequence[EngineWord], usual_size: float) -> list[EngineWord]:
    """The words of a line, those of a date each a word of its own that keeps the writing behind it.

    `usual_size`: pixels of the print's size, where the other words do not tell it.
    """
    known = (word.width / PRINT_WIDTHS[word.text] for word in line if word.text in PRINT_WIDTHS)
    size = next((size for size in known if size <= _LARGEST * usual_size), usual_size)
    return [part for word in line for part in _cut(word, size)]


def _cut(word: EngineWord, size: float) -> list[EngineWord]:
    found = _DATE_WORDS.fullmatch(bare(word.text))
    if not found or not (found["day"] or found["year"]):
        return [word]
    printed = [
        (found.start(name), PRINT_WIDTHS[text] * size)
        for name, text in (("day", "ngày"), ("month", "tháng"), ("year", "năm"))
        if found[name]
    ]
    year = _DIGIT_WIDTH * size * len(found["years"] or "")
    rooms = max(len(printed) - 1, 1) + bool(found["months"] and not found["year"])
    room = (word.width - sum(width for _, width in printed) - year) / rooms
    if room < _DIGIT_WIDTH * size:
        return [word]
    stops = [*(at for at, _ in printed[1:]), len(word.text)]
    parts, left = [], float(word.left)
    for (start, width), stop in zip(printed, stops, strict=True):
        text = word.text[start:stop]
        behind = year if start == found.start("year") else room
        held = behind if not text[-1].isalpha() else 0.0
        lost = "t" if text[0] in "hH" else ""
        parts.append(replace(word, text=lost + text, left=round(left), width=round(width + held), alternatives=()))
        left += width + behind
    return parts
