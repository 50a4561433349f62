# SPDX-License-Identifier: Apache-2.0
"""Doubtful lines of a header: which are read again, and which of the readings stands."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look.header_lines import header_parts, voted_words, with_header_parts

BASE = 120


def line(*words: tuple[str, float], left: int = 100, base: int = BASE) -> list[EngineWord]:
    """Words of 12 pixels a letter."""
    made = []
    for text, confidence in words:
        made.append(EngineWord(text, left, base - 20, 12 * len(text), 20, confidence, (base, 0, 0)))
        left += 12 * len(text) + 9
    return made


MOTTO = line(*((word, 0.95) for word in ["Độc", "lập", "-", "Tự", "do", "-", "Hạnh", "phúc"]), left=800, base=150)
ISSUER = line(("CÔNG", 0.95), ("TY", 0.95), ("C", 0.7), ("PHẦN", 0.95))


def inked_page() -> np.ndarray:
    image = np.full((1800, 1400), 255, np.uint8)
    image[100:121, 100:400] = np.tile(np.array([0, 0, 0, 255, 255, 255], np.uint8), 50)
    image[880:901, 100:400] = image[100:121, 100:400]
    return image


def test_doubtful_lines_of_a_header_are_read_at_several_heights():
    [part] = header_parts(inked_page(), [line(("CÔNG", 0.95), ("TV", 0.6)), MOTTO])
    assert (part.line, part.first, part.last, len(part.bands)) == (0, 0, 2, 3)


@pytest.mark.parametrize(
    "lines",
    [
        [line(("CÔNG", 0.95), ("TY", 0.95)), MOTTO],  # sure
        [line(("CÔNG", 0.95), ("TV", 0.6))],  # no motto: no document begins here
        [line(("CÔNG", 0.95), ("TV", 0.6), base=900), MOTTO],  # too far down
        [line(("Số:", 0.95), ("17/KH", 0.3)), MOTTO],  # figures are for another reader
        [line(("Hà", 0.9), ("Nội,", 0.9), ("ngày", 0.7), ("đí", 0.2), ("tháng", 0.7), ("8", 0.9), ("năm", 0.9)), MOTTO],
        [line(*[("việc", 0.6)] * 20), MOTTO],  # running text
    ],
    ids=["sure", "no motto", "below", "figures", "a day by hand is for another reader", "wide"],
)
def test_what_is_sure_or_no_line_of_a_header_is_not_read_again(lines):
    assert header_parts(inked_page(), lines) == []


def texts(words):
    return " ".join(word.text for word in words)


def views(*readings: tuple[str, float], before: int = 2) -> list[list[EngineWord]]:
    """The issuer's line with other readings of one of its words, in its place."""
    seen = []
    for text, confidence in readings:
        view = list(ISSUER)
        parts = line(*((part, confidence) for part in text.split()), left=ISSUER[before].left)
        view[before : before + 1] = parts
        seen.append(view)
    return seen


@pytest.mark.parametrize(
    ("read", "readings", "right"),
    [
        (("C", 0.7), [("CỔ", 0.93), ("CỔ", 0.9)], "CÔNG TY CỔ PHẦN"),
        (("C", 0.7), [("CỔ", 0.9), ("CÓ", 0.5)], "CÔNG TY C PHẦN"),  # one reading alone
        (("_C", 0.1), [("CỔ", 0.9), ("CÓ", 0.5)], "CÔNG TY CỔ PHẦN"),  # what is lost has no vote
        (("CỔ", 0.79), [("CÓ", 0.84), ("CỔ", 0.4), ("CÓ", 0.45)], "CÔNG TY CỔ PHẦN"),  # views of one reader
        (("CỔ", 0.94), [("CÓ", 0.96), ("CÓ", 0.96), ("CÓ", 0.96)], "CÔNG TY CỔ PHẦN"),  # sure
        (("CỔ", 0.6), [("CỐX", 0.9), ("CỐX", 0.9)], "CÔNG TY CỔ PHẦN"),  # no syllable
        (("12", 0.3), [("CỔ", 0.9), ("CỔ", 0.9)], "CÔNG TY 12 PHẦN"),  # figures are another reader's
    ],
)
def test_a_word_in_doubt_is_what_most_readings_have(read, readings, right):
    words = list(ISSUER)
    words[2:3] = line(read, left=ISSUER[2].left)
    assert texts(voted_words(words, views(*readings))) == right


def test_words_that_ran_together_are_parted_where_the_readings_part_them():
    words = line(("TRUNGTÂM", 0.5), ("Y", 0.95), ("TẾ", 0.95))
    parted = [[*line(("TRUNG", 0.9), left=100), *line(("TÂM", 0.9), left=163), *words[1:]]] * 2
    assert texts(voted_words(words, parted)) == "TRUNG TÂM Y TẾ"
    assert texts(voted_words(words, [])) == "TRUNGTÂM Y TẾ"


def test_the_parts_of_a_line_are_changed_each_in_its_place():
    issuer = line(("CÔNG", 0.95), ("TV", 0.6))
    page = [[*issuer, *line(("Độc", 0.95), ("lâp", 0.6), left=500)], MOTTO]
    parts = header_parts(inked_page(), page)
    assert [(part.first, part.last) for part in parts] == [(0, 2)]  # at the other place there is no ink
    read = [[EngineWord("CÔNG", 13, 0, 48, 20, 0.9, (1, 0, 0)), EngineWord("TY", 70, 0, 24, 20, 0.9, (1, 0, 0))]] * 3
    after = with_header_parts(page, parts, read)
    assert texts(after[0]) == "CÔNG TY Độc lâp"
    assert after[1] == MOTTO
