# SPDX-License-Identifier: Apache-2.0
"""Rows of recipients that were read by themselves, and which lines of the page they replace."""

from __future__ import annotations

import pytest

from ocr_kh.recognition.hocr import EngineWord, text_of
from ocr_kh.recognition.recipients import with_recipients


def line(text: str, top: int, sure: float, height: int = 16) -> list[EngineWord]:
    words, left = [], 100
    for word in text.split():
        words.append(EngineWord(word, left, top, 10 * len(word), height, sure, (0, top, 0)))
        left += 10 * len(word) + 8
    return words


@pytest.mark.parametrize(
    ("before", "row", "after"),
    [
        ([line("- Sớ Tư phan;", 300, 0.5)], line("- Sở Tư pháp;", 300, 0.9), ["- Sở Tư pháp;"]),
        ([line("- Sở Tư pháp;", 300, 0.9)], line("- Sớ Tư phan;", 300, 0.5), ["- Sở Tư pháp;"]),
        ([line("- Sở Tư pháp tỉnh;", 300, 0.7)], line("- Sở;", 300, 0.95), ["- Sở Tư pháp tỉnh;"]),
        ([line("- Sở Tư pháp;", 300, 0.9)], line("- Lưu: VT;", 400, 0.9), ["- Sở Tư pháp;"]),
    ],
    ids=["surer", "less sure", "cut off", "where nothing was read"],
)
def test_a_row_that_says_as_much_and_is_surer_replaces_a_line(before, row, after):
    assert [text_of(words) for words in with_recipients(before, row)] == after


def test_two_entries_that_ran_into_one_line_are_two():
    first, second = line("- Như trên;", 300, 0.9), line("- Sở Y tế;", 325, 0.9)
    merged = sorted([*first[1:], *second[1:]], key=lambda word: word.left)
    assert [text_of(words) for words in with_recipients([merged], [*first, *second])][:2] == [
        "- Như trên;",
        "- Sở Y tế;",
    ]
