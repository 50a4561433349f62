# SPDX-License-Identifier: Apache-2.0
"""Capitals in the shape of small letters: what their height on the image says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ocr_kh.document import Alternative
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look.letter_shapes import with_case

BASE, X, CAPITAL = 60, 12, 18


def drawn(*words):
    """A line of words of solid letters: small ones as high as an x, capitals half as high again."""
    image = np.full((80, 900), 255, np.uint8)
    line, left = [], 10
    for text, heights in words:
        start = left
        for height in heights:
            image[BASE - height : BASE, left : left + 11] = 0
            left += 14
        line.append(EngineWord(text, start, BASE - 22, left - start, 26, 0.9, (1, 1, 1)))
        left += 10
    return line, image


def read(*words):
    return [word.text for word in with_case(*drawn(("moi", [X] * 3), ("nam", [X] * 3), ("mua", [X] * 3), *words))]


@pytest.mark.parametrize(
    ("text", "heights", "expected"),
    [
        ("Sơ:", (X, X), "sơ:"),
        ("Sung", (X, X, X, X), "sung"),
        ("SỐ,", (X, X), "số,"),
        ("Sở", (CAPITAL, X), "Sở"),
        ("SỐ", (CAPITAL, CAPITAL), "SỐ"),
        ("Ban", (X, X, X), "Ban"),
        ("SYT", (X, X, X), "SYT"),
    ],
)
def test_with_case_goes_by_the_height_of_the_first_letter(text, heights, expected):
    assert read((text, heights))[-1] == expected


def test_with_case_leaves_the_head_of_an_item():
    assert read(("a)", (X,)), ("Xã", (X, X)))[-1] == "Xã"


def test_with_case_needs_enough_letters_to_compare_with():
    line, image = drawn(("ca", [X] * 2), ("Sơ", [X] * 2))
    assert with_case(line, image) == line


def test_with_case_leaves_a_line_in_capitals():
    line, image = drawn(("BAN", [CAPITAL] * 3), ("NHÂN", [CAPITAL] * 4), ("SỐ", [X] * 2), ("HÓA", [CAPITAL] * 3))
    assert with_case(line, image) == line


def test_with_case_keeps_what_else_the_engine_saw():
    line, image = drawn(("moi", [X] * 3), ("nam", [X] * 3), ("mua", [X] * 3), ("Sô", [X] * 2))
    line[-1] = replace(line[-1], alternatives=(Alternative(1, "ô", "ố", -3.0),))
    [*_, word] = with_case(line, image)
    assert (word.text, word.alternatives) == ("sô", (Alternative(1, "ô", "ố", -3.0),))
