# SPDX-License-Identifier: Apache-2.0
"""A stamp among lines of print: what was made of it goes, what is surely printed beside it stays."""

from __future__ import annotations

from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.page import _beside_stamp, _widest


def word(text: str, left: int, confidence: float) -> EngineWord:
    return EngineWord(text, left, 100, 60, 20, confidence, (1, 0, 0))


def test_sure_print_in_the_box_of_a_stamp_stays_and_what_was_made_of_the_stamp_goes():
    mark = [EngineWord("HỎA", 90, 90, 90, 50, 0.9, (1, 0, 0)), EngineWord("TỐC", 180, 90, 90, 50, 0.9, (1, 0, 0))]
    line = [
        word("745/GM-UBND", 100, 0.95),
        word("H¿A", 120, 0.3),
        word("TỐC", 190, 0.95),
        word("về", 300, 0.2),
    ]
    assert [each.text for each in _beside_stamp(line, mark)] == ["745/GM-UBND", "về"]


def test_stamp_that_was_read_twice_is_its_wider_reading():
    part, whole = [word("MẬT", 180, 0.9)], [word("TUYỆT", 100, 0.8), word("MẬT", 180, 0.8)]
    elsewhere = [word("KHẨN", 500, 0.9)]
    assert _widest([part, elsewhere, whole]) == [elsewhere, whole]
    assert _widest([part, [word("MẮT", 180, 0.9)]]) == [part]
