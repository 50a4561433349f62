# SPDX-License-Identifier: Apache-2.0
"""Numbers, dashes and boxes that the engine parted from their lines; no engine needed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ocr_kh.imaging.blobs import find_blobs
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look.marks import cut_mark, is_standing, marks_beside, with_marks

if TYPE_CHECKING:
    from numpy.typing import NDArray

PITCH = 40


def word(text: str, left: int, top: int, width: int = 45, height: int = 19) -> EngineWord:
    return EngineWord(text, left, top, width, height, 0.95, (top, 0, 0))


def items(count: int) -> list[list[EngineWord]]:
    """Lines of two words each, as the engine gives them without their numbers."""
    return [[word("Phan", 130, 100 + PITCH * at), word("Bảo", 185, 100 + PITCH * at)] for at in range(count)]


def drawn(lines: list[list[EngineWord]], marks: int, *, width: int = 9, height: int = 17) -> NDArray[np.uint8]:
    """The words as bars, and a bar of that size before each of the first `marks` lines."""
    image = np.full((700, 500), 255, np.uint8)
    for line in lines:
        for each in line:
            image[each.top : each.top + each.height, each.left : each.left + each.width] = 0
    for line in lines[:marks]:
        image[line[0].top : line[0].top + height, 100 : 100 + width] = 0
    return image


@pytest.mark.parametrize(("width", "height"), [(9, 17), (22, 17), (8, 4), (17, 17)], ids=["1", "12", "dash", "box"])
def test_a_column_of_marks_is_seen_before_its_lines(width: int, height: int) -> None:
    lines = items(5)
    found = marks_beside(lines, find_blobs(drawn(lines, 5, width=width, height=height)))
    assert [mark.line for mark in found] == [0, 1, 2, 3, 4]
    assert all((mark.left, mark.right) == (100, 100 + width) for mark in found)


def test_marks_of_two_lines_are_no_column() -> None:
    lines = items(5)
    assert marks_beside(lines, find_blobs(drawn(lines, 2))) == []


def test_marks_that_were_read_are_not_read_again() -> None:
    lines = [[word("1.", 98, line[0].top, 14), *line] for line in items(5)]
    assert marks_beside(lines, find_blobs(drawn(items(5), 5))) == []


def test_specks_before_lines_are_no_marks() -> None:
    lines = items(5)
    assert marks_beside(lines, find_blobs(drawn(lines, 5, width=2, height=2))) == []


def test_the_numbers_come_before_their_lines_and_the_standing_line_goes() -> None:
    junk = [word("xM", 98, 100 + PITCH * at, 14, 30) for at in range(3)]
    lines = [junk, *[[word(".", 112, line[0].top + 14, 3, 3), *line] for line in items(3)]]
    assert is_standing(junk)
    marks = marks_beside(lines, find_blobs(drawn(items(3), 3)))
    read = [(mark, [word(f"{mark.line}.", 98, mark.top, 18), word("Phan", 130, mark.top)]) for mark in marks]
    texts = [" ".join(each.text for each in line) for line in with_marks(lines, read)]
    assert texts == ["", "1. Phan Bảo", "2. Phan Bảo", "3. Phan Bảo"]


def test_what_is_read_as_nothing_changes_nothing() -> None:
    lines = items(3)
    marks = marks_beside(lines, find_blobs(drawn(lines, 3)))
    assert with_marks(lines, [(mark, [word("~", 100, mark.top, 9)]) for mark in marks]) == lines


def test_a_mark_is_cut_out_with_the_first_words_of_its_line() -> None:
    lines = [[*line, *(replace(line[0], left=left) for left in (300, 360))] for line in items(3)]
    image = drawn(lines, 3)
    cut = cut_mark(image, marks_beside(lines, find_blobs(image))[0], lines[0])
    assert cut.left < 100
    assert 230 < cut.left + cut.pixels.shape[1] < 300


def test_a_gap_taken_for_a_rule_parts_the_number_from_its_line() -> None:
    lines = items(3)
    marks = marks_beside(lines, find_blobs(drawn(lines, 3)))
    read = [(mark, [word(f"{mark.line + 1}_Phan", 100, mark.top, 75), word("Bảo", 185, mark.top)]) for mark in marks]
    texts = [" ".join(each.text for each in line) for line in with_marks(lines, read)]
    assert texts == ["1 Phan Bảo", "2 Phan Bảo", "3 Phan Bảo"]


def test_a_first_syllable_lost_with_its_mark_is_read_too() -> None:
    whole = items(3)
    image = drawn(whole, 3)
    for left in (140, 152, 164):
        image[:, left : left + 2] = 255  # letters, not a bar
    lines = [line[1:] for line in whole]
    marks = marks_beside(lines, find_blobs(image))
    read = [
        (mark, [word("-", 100, mark.top, 9), word("Phan", 130, mark.top), word("Bảo", 185, mark.top)]) for mark in marks
    ]
    assert [" ".join(each.text for each in line) for line in with_marks(lines, read)] == ["- Phan Bảo"] * 3
