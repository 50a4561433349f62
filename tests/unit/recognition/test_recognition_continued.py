# SPDX-License-Identifier: Apache-2.0
"""The last short word of a name in capitals, alone below its line: where it is looked for, and what is believed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_kh.imaging.blobs import find_blobs
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look.continued import continued_lines, last_word

LEFT, BASE = 200, 140


def read(text: str, left: int = LEFT, base: int = BASE, confidence: float = 0.9) -> list[EngineWord]:
    """Words of capitals, 15 pixels a letter."""
    line = []
    for word in text.split():
        line.append(EngineWord(word, left, base - 20, 15 * len(word), 20, confidence, (base, 0, 0)))
        left += 15 * len(word) + 8
    return line


def page(*printed: tuple[int, int, int]) -> np.ndarray:
    """Letters like blocks: how many, the left and the base of each run."""
    image = np.full((900, 700), 255, np.uint8)
    for count, left, base in printed:
        for at in range(count):
            cv2.rectangle(image, (left + 15 * at, base - 18), (left + 15 * at + 11, base), 0, -1)
    return image


NAME = read("PHÒNG VĂN HÓA")
MIDDLE = (NAME[0].left + NAME[-1].left + NAME[-1].width) // 2
WORD = (3, MIDDLE - 22, BASE + 28)
"""Three letters right below the name, centred."""


def test_a_word_alone_below_a_name_is_looked_at_beside_it():
    image = page((11, LEFT, BASE), WORD)
    [place] = continued_lines(image, [NAME], find_blobs(image))
    assert abs(place.box.left - (MIDDLE - 22)) <= 1
    assert abs(place.box.bottom - WORD[2]) <= 1
    right = place.cut.pixels[:, place.begins - place.cut.left :]
    assert (right < 128).any(axis=0).sum() > 30  # the word stands behind the name, on its line
    lowest = [int(np.flatnonzero((part < 128).any(axis=1))[-1]) for part in (right, place.cut.pixels)]
    assert lowest[1] - lowest[0] <= 1


@pytest.mark.parametrize(
    ("below", "also"),
    [
        ((3, LEFT, BASE + 28), []),  # aside: a stamp, a number
        ((11, LEFT, BASE + 28), []),  # a line of its own, which `unread` sees
        ((3, MIDDLE - 22, BASE + 60), []),  # far below
        (WORD, [read("HỘI", MIDDLE - 22, BASE + 28)]),  # it was read
        (WORD, [read("Số", LEFT, BASE + 28)]),  # print stands beside it
    ],
    ids=["aside", "long", "far", "read", "beside"],
)
def test_what_does_not_stand_alone_below_a_name_is_left(below, also):
    image = page((11, LEFT, BASE), below)
    assert continued_lines(image, [NAME, *also], find_blobs(image)) == []


def test_a_box_of_the_name_that_reaches_over_two_lines_hides_nothing():
    deep = [*NAME[:2], EngineWord("HÓA", NAME[2].left, BASE - 20, NAME[2].width, 52, 0.7, (1, 0, 0))]
    image = page((11, LEFT, BASE), WORD)
    assert len(continued_lines(image, [deep], find_blobs(image))) == 1


@pytest.mark.parametrize(
    ("behind", "confidence", "word"),
    [
        ("HỘI", 0.8, "HỘI"),
        ("LẠC.", 0.75, "LẠC"),
        ("3", 0.9, "3"),
        ("HỘI", 0.6, None),
        ("I", 0.9, None),
        ("HỌXG", 0.9, None),
        ("hội", 0.9, None),
        ("XÃ HỘI", 0.9, None),
    ],
)
def test_only_a_syllable_in_capitals_or_a_figure_is_believed(behind, confidence, word):
    image = page((11, LEFT, BASE), WORD)
    [place] = continued_lines(image, [NAME], find_blobs(image))
    seen = [*NAME, *read(behind, place.begins + 4, confidence=confidence)]
    found = last_word(place, seen)
    assert [each.text for each in found] == ([word] if word else [])
    assert all((each.left, each.top + each.height) == (place.box.left, place.box.bottom) for each in found)


def test_a_figure_below_a_title_of_a_closing_is_a_stroke_of_the_pen():
    down = [EngineWord(each.text, each.left, 680, each.width, 20, 0.9, (1, 0, 0)) for each in NAME]
    image = page((11, LEFT, 700), (1, MIDDLE - 6, 728))
    [place] = continued_lines(image, [down], find_blobs(image))
    assert last_word(place, read("1", place.begins + 4)) == []
