# SPDX-License-Identifier: Apache-2.0
"""Letters that look like others: what their height on the image, and their stroke, say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ocr_kh.document import Alternative
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look.letter_shapes import with_case, with_strokes

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


@pytest.mark.parametrize(
    ("height", "gap", "expected"),
    [(X, 4, ["cơ", "sở."]), (CAPITAL, 4, ["CƠ", "SỞ."]), (X, 60, ["CƠ", "SỞ."])],
    ids=["as high as an x", "capitals", "no line right above"],
)
def test_a_line_of_such_letters_goes_by_the_line_above(height, gap, expected):
    above, image = drawn(("moi", [X] * 3), ("nam", [X] * 3), ("mua", [X] * 3))
    image = np.vstack((image, np.full((80, 900), 255, np.uint8)))
    base = BASE + gap + 26
    line = []
    for at, text in enumerate(("CƠ", "SỞ.")):
        left = 10 + 50 * at
        for begin in (left, left + 14):
            image[base - height : base, begin : begin + 11] = 0
        line.append(EngineWord(text, left, base - 22, 28, 26, 0.9, (1, 1, 2)))
    assert [word.text for word in with_case(line, image, above)] == expected


def stem_with(*rows, left=4, right=4, capital=False):
    """A letter d, or D, 18 pixels high; in `rows` ink reaches so far to both sides of its stem."""
    image = np.full((40, 80), 255, np.uint8)
    image[10:28, 20:32] = 0
    image[10:28, 23:32] = 255 if capital else 0
    image[10:17, 20:29] = 255
    image[19:26, 23:28] = 255
    stem = 20 if capital else 29
    if capital:
        image[10:12, 20:30], image[26:28, 20:30], image[10:28, 20:23], image[12:26, 29:32] = 0, 0, 0, 0
    for row in rows:
        image[10 + row, stem - left : stem + 3 + right] = np.minimum(
            image[10 + row, stem - left : stem + 3 + right], 190
        )
    return image


@pytest.mark.parametrize(
    ("image", "text", "expected"),
    [
        (stem_with(3), "do", "đo"),
        (stem_with(3, right=0), "do", "do"),
        (stem_with(), "do", "do"),
        (stem_with(5, 6, 7), "dung", "dung"),
        (stem_with(8, capital=True), "Dông", "Đông"),
        (stem_with(capital=True), "Dương", "Dương"),
        (stem_with(3), "d)", "d)"),
        (stem_with(3), "lo", "lo"),
    ],
    ids=[
        "stroke",
        "a serif",
        "none",
        "the slope of the bowl",
        "capital",
        "capital without",
        "no word",
        "another letter",
    ],
)
def test_with_strokes_goes_by_ink_to_both_sides_of_the_stem(image, text, expected):
    word = EngineWord(text, 20, 10, 30, 18, 0.9, (1, 1, 1), (Alternative(0, text[0], "đ", -6.0),))
    [found] = with_strokes([word], image)
    assert (found.text, len(found.alternatives)) == (expected, int(found.text == text))
