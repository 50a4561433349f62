# SPDX-License-Identifier: Apache-2.0
"""Recognition without an engine: the strokes of numerals, and what Tesseract's table says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from ocr_kh.recognition.numerals import count_strokes, second_look
from ocr_kh.recognition.tesseract import EngineWord, parse_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEIGHT = 18


def numeral(strokes: int, *, head: str = "", gap: int = 4) -> NDArray[np.uint8]:
    """Serif capitals of 18 pixels: upright strokes whose serifs touch, after a V or X, with a full stop."""
    image = np.full((HEIGHT + 2, 60), 255, np.uint8)
    left = 2
    if head:
        for row in range(HEIGHT):
            part = row / (HEIGHT - 1)
            offset = 6 * (1 - part) if head == "V" else 6 * abs(1 - 2 * part)
            for x in (left + 7 - offset, left + 7 + offset):
                image[1 + row, round(x) : round(x) + 2] = 0
        left += 18
    for _ in range(strokes):
        image[1 : HEIGHT + 1, left : left + 3] = 0
        for row in (1, HEIGHT):
            image[row, left - 2 : left + 5] = 0
        left += 3 + gap
    image[HEIGHT - 1 : HEIGHT + 1, left : left + 2] = 0
    return image


@pytest.mark.parametrize("head", ["", "V", "X"])
@pytest.mark.parametrize("strokes", [1, 2, 3])
@pytest.mark.parametrize("gap", [3, 5])
def test_count_strokes_between_the_serifs(strokes: int, head: str, gap: int) -> None:
    assert count_strokes(numeral(strokes, head=head, gap=gap), head) == strokes


def test_count_strokes_gives_up_on_other_shapes() -> None:
    blot = np.full((20, 40), 255, np.uint8)
    blot[2:18, 4:30] = 0
    assert count_strokes(blot) == 0
    assert count_strokes(np.full((20, 40), 255, np.uint8)) == 0
    assert count_strokes(np.zeros((2, 2), np.uint8)) == 0


def heading(*texts: str) -> list[EngineWord]:
    return [EngineWord(text, 2, 0, 40, HEIGHT + 2, 0.9, (1, 1, 1)) for text in texts]


@pytest.mark.parametrize("read", ["II.", "HI.", "III.", "IIII."])
def test_second_look_reads_the_numeral_from_the_image(read: str) -> None:
    words = second_look(heading(read, "TỔ", "CHỨC"), numeral(3))
    assert [word.text for word in words] == ["III.", "TỔ", "CHỨC"]


@pytest.mark.parametrize("read", ["11.", "1.", "IX.", "IV.", "Hội", "H1"])
def test_second_look_leaves_other_words_alone(read: str) -> None:
    assert second_look(heading(read, "TỔ"), numeral(3))[0].text == read


def lone_stroke(*, serif: bool) -> NDArray[np.uint8]:
    """`I.` with serifs to both sides, or `1.` with a flag to the left."""
    image = np.full((HEIGHT + 2, 24), 255, np.uint8)
    image[1 : HEIGHT + 1, 8:11] = 0
    image[HEIGHT, 6:13] = 0
    image[1:3, 5 : 13 if serif else 11] = 0
    image[HEIGHT - 1 : HEIGHT + 1, 16:18] = 0
    return image


@pytest.mark.parametrize(
    ("read", "title", "serif", "right"),
    [
        ("1.", "MỤC", True, "I."),
        ("l.", "MỤC", True, "I."),
        ("1.", "MỤC", False, "1."),
        ("1.", "Mục", False, "1."),
        ("I.", "Mục", False, "1."),
        ("l.", "Mục", False, "1."),
        ("I.", "Mục", True, "I."),
    ],
)
def test_second_look_tells_one_from_i_by_its_serif(read: str, title: str, serif: bool, right: str) -> None:  # noqa: FBT001
    assert second_look(heading(read, title), lone_stroke(serif=serif))[0].text == right


def test_second_look_leaves_a_lone_numeral_alone() -> None:
    assert second_look(heading("II."), numeral(3))[0].text == "II."


TABLE = """level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t100\t50\t-1\t
5\t1\t1\t1\t1\t1\t10\t5\t20\t12\t96.5\tKe\u0302\u0301
5\t1\t1\t1\t1\t2\t35\t5\t30\t12\t-1\t\t
5\t1\t1\t1\t2\t1\t35\t5\t30\t12\t0\t"hoạch
"""


def test_parse_table_takes_words_in_nfc_and_quotes_as_they_are() -> None:
    assert parse_table(TABLE) == [
        EngineWord("Kế", 10, 5, 20, 12, 0.965, (1, 1, 1)),
        EngineWord('"hoạch', 35, 5, 30, 12, 0.0, (1, 1, 2)),
    ]
