# SPDX-License-Identifier: Apache-2.0
"""Typed words are put into the lines in which they are seen."""

from __future__ import annotations

import pytest

from ocr_kh.document import Box, Word
from ocr_kh.layout.lines import lay_out
from ocr_kh.layout.typed import with_typed


def line(text: str, left: float, top: float) -> list[Word]:
    """Words of 6 points a letter."""
    words = []
    for word in text.split():
        words.append(Word(word, Box(left, top, left + 6 * len(word), top + 12)))
        left += 6 * len(word) + 6
    return words


@pytest.mark.parametrize("gap", ["", "......"])
def test_typed_number_stands_in_its_gap(gap: str) -> None:
    printed = [*line("Số:", 60, 100), *line(gap, 84, 100), *line("/KH-UBND", 126, 100)]
    beside = line("Phú Hạ, ngày 5 tháng 6 năm 2026", 320, 100)
    lines = with_typed([printed, beside], line("118", 90, 101))
    assert [word.text for word in lines[0]] == ["Số:", "/KH-UBND", "118"]
    (first, *_) = lay_out(lines, page=1, size=(595, 842))
    assert first.text.startswith("Số: 118 /KH-UBND")


def test_what_was_read_of_typed_words_is_not_there_twice() -> None:
    read = line("Họ tên: Đoan Thi Hạnh", 60, 100)
    lines = with_typed([read], line("Đoàn Thị Hạnh", 108, 100))
    assert [word.text for word in lines[0]] == ["Họ", "tên:", "Đoàn", "Thị", "Hạnh"]


def test_typed_words_where_nothing_is_printed_make_a_line() -> None:
    lines = with_typed([line("Nơi nhận:", 60, 100)], line("Đã đối chiếu", 60, 400))
    assert [[word.text for word in found] for found in lines] == [["Nơi", "nhận:"], ["Đã", "đối", "chiếu"]]


def test_printed_words_stay_under_a_note_and_it_in_the_margin() -> None:
    read = line("bản chính lưu tại xã", 60, 100)
    under = with_typed([read], line("Đã duyệt", 80, 100))
    assert [word.text for word in under[0]] == ["bản", "chính", "lưu", "tại", "xã", "Đã", "duyệt"]
    aside = with_typed([read], line("Đã duyệt", 400, 100))
    assert [[word.text for word in found] for found in aside][1:] == [["Đã", "duyệt"]]
