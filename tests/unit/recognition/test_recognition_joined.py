# SPDX-License-Identifier: Apache-2.0
"""Words that the engine ran together: which come apart, and where."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_kh.document import Alternative
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look.joined import split_joined


def printed(text, *, space_after=None, alternatives=()):
    """A word of solid letters, ten pixels wide, one pixel apart, with a space of six after some letter."""
    image = np.full((40, 400), 255, np.uint8)
    left = 20
    for at in range(len(text)):
        image[10:24, left : left + 10] = 0
        left += 16 if at + 1 == space_after else 11
    return EngineWord(text, 20, 5, left - 21, 24, 0.9, (1, 1, 1), alternatives), image


@pytest.mark.parametrize(
    ("text", "space_after", "expected"),
    [
        ("ytế", 1, ["y", "tế"]),
        ("pháthành,", 4, ["phát", "hành,"]),
        ("báocáo", None, ["báocáo"]),
        ("toàn", 1, ["toàn"]),
        ("Irường", 1, ["Irường"]),
        ("UBNDxã", 4, ["UBNDxã"]),
    ],
)
def test_parted_cuts_two_syllables_where_the_page_has_a_space(text, space_after, expected):
    word, image = printed(text, space_after=space_after)
    assert [part.text for part in split_joined([word], image)] == expected


def test_parted_gives_each_part_its_place_and_its_alternatives():
    seen = (Alternative(0, "v", "y", -5.0), Alternative(5, "ệ", "ê", -4.0))
    word, image = printed("vềviệc", space_after=2, alternatives=seen)
    first, second = split_joined([word], image)
    assert (first.left, first.width, second.left) == (20, 21, 47)
    assert first.alternatives == (Alternative(0, "v", "y", -5.0),)
    assert second.alternatives == (Alternative(3, "ệ", "ê", -4.0),)
