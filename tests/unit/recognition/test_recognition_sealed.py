# SPDX-License-Identifier: Apache-2.0
"""A closing under a black seal: its rings go before it is read again, and only surer titles and names are taken."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from bench.scans.degrade import SEAL_RADIUS, bilevel
from bench.scans.drawn_ink import sealed
from ocr_kh.imaging.laid_over.seals import find_seals, without_rings, without_seals
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look.sealed import closing_line, sealed_lines, surer_lines

DPI = 144.0
RADIUS = SEAL_RADIUS * DPI / 72
WIDTH = 55
"""Of a word, in pixels."""


def line_of(text: str, confidence: float, left: int = 600, top: int = 700) -> list[EngineWord]:
    return [
        EngineWord(word, left + 60 * at, top, WIDTH, 20, confidence, (1, 0, top))
        for at, word in enumerate(text.split())
    ]


def texts(lines: list[list[EngineWord]]) -> list[str]:
    return [" ".join(word.text for word in line) for line in lines]


@pytest.fixture(scope="module")
def plain() -> np.ndarray:
    """A drawn closing, bilevel."""
    page = np.full((1684, 1190, 3), 255, np.uint8)
    for y, text in ((480, "KT. CHU TICH"), (533, "PHO CHU TICH"), (720, "Tran Van Ba"), (1000, "Noi nhan")):
        cv2.putText(page, text, (640, y), cv2.FONT_HERSHEY_COMPLEX, 0.75, (0, 0, 0), 2, cv2.LINE_AA)
    return bilevel(page)


@pytest.fixture(scope="module")
def closing(plain) -> np.ndarray:
    """A seal over the left of its last title and of the name."""
    page = cv2.cvtColor(plain, cv2.COLOR_GRAY2RGB)
    return bilevel(sealed(page, (660, 630), RADIUS, np.random.default_rng(3), colour=(0, 0, 0)))


@pytest.fixture(scope="module")
def seal(closing):
    (found,) = find_seals(closing, DPI)
    return found


def test_black_seal_over_a_closing_is_told_and_left(closing, seal):
    image, left = without_seals(closing, DPI, bilevel=True)
    assert image is closing
    assert left == (seal,)


def test_rings_are_gone_from_the_copy_and_print_beside_them_stays(closing, seal):
    before = closing.copy()
    clean = without_rings(closing, seal)
    assert not find_seals(clean, DPI)
    beside = np.s_[:, round(seal.x + 1.3 * seal.radius) :]
    assert (clean[beside] == closing[beside]).all()
    assert (closing == before).all()


def test_letters_grow_back_where_the_rings_were(plain, closing, seal):
    name = np.s_[700:730, 640:800]
    images = (closing, without_rings(closing, seal))
    wrong = [float(((image[name] < 128) != (plain[name] < 128)).mean()) for image in images]
    assert wrong[1] < wrong[0] / 2


def test_lines_that_the_seal_stands_on_are_cut_one_by_one(closing, seal):
    cuts = sealed_lines(closing, [seal])
    assert [any(cut.top < y < cut.top + len(cut.pixels) for cut in cuts) for y in (470, 526, 712, 992)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert sealed_lines(closing, []) == []


@pytest.mark.parametrize("text", ["CHỦ TỊCH", "KT. CHỦ TỊCH", "Trần Văn Ba"])
def test_titles_and_names_are_taken(text):
    assert texts([closing_line(line_of(f"{text} ;", 0.9))]) == [text]


@pytest.mark.parametrize("text", ["thi hành quyết định", "ỦY BAN", "Nơi nhận"])
def test_else_nothing_is_taken(text):
    assert closing_line(line_of(text, 0.9)) == []


@pytest.mark.parametrize(
    ("read", "again", "kept"),
    [
        (["--KjÈ Văn Ba"], "Trần Văn Ba", ["Trần Văn Ba"]),
        (["Trần Văn Ba"], "Trân Văn Ba", ["Trần Văn Ba"]),
        (["Trần Văn Ba"], "Thần Văn Ba", ["Trần Văn Ba"]),
        ([], "Trần Văn Ba", ["Trần Văn Ba"]),
    ],
)
def test_what_costs_less_is_kept(read, again, kept):
    assert texts(surer_lines([line_of(text, 0.9) for text in read], line_of(again, 0.8))) == kept


def test_what_leaves_out_a_word_costs_more():
    lines = surer_lines([line_of("Công Ba", 0.95, left=660)], line_of("Trịnh Công Ba", 0.7))
    assert texts(lines) == ["Trịnh Công Ba"]


def test_of_the_same_words_the_surer_are_kept():
    before, again = line_of("Lê Hoàng Ba", 0.95), line_of("Lê Hoằng Ba", 0.7)
    before[0] = replace(before[0], confidence=0.4)
    assert texts(surer_lines([before], again)) == ["Lê Hoàng Ba"]
    assert surer_lines([before], again)[0][0].confidence == 0.7


def test_a_row_read_again_does_not_take_in_the_one_above_it():
    """The engine took two rows for one line; what is read again of the lower one makes a line of its own."""
    upper, lower = line_of("TM. BAN ĐIỀU HÀNH", 0.9, top=676), line_of("KT TRƯƠNG BAN", 0.3)
    mixed = sorted([*upper, *lower], key=lambda word: word.left)
    assert texts(surer_lines([mixed], line_of("KT. TRƯỞNG BAN", 0.9))) == ["TM. BAN ĐIỀU HÀNH", "KT. TRƯỞNG BAN"]
