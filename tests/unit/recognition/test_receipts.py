# SPDX-License-Identifier: Apache-2.0
"""The stamp of those who received a paper: found by its frame, told by its rows, parted from the print beside it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_kh.imaging.blobs import find_blobs
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.receipts import Frame, receipt_frames, with_receipt
from ocr_kh.recognition.second_look.cuts import Cut

FRAME = Frame(20, 100, 320, 220, Cut(np.full((120, 300), 255, np.uint8), 20, 100))


def words(*line: tuple[str, int, float], top: int = 110, number: int = 0) -> list[EngineWord]:
    return [
        EngineWord(text, left, top, 11 * len(text), 20, confidence, (1, 1, number)) for text, left, confidence in line
    ]


def texts(lines: list[list[EngineWord]]) -> list[str]:
    return [" ".join(word.text for word in line) for line in lines]


ROWS = [
    *words(("TRUNG", 30, 0.5), ("TÂM", 100, 0.4), number=1),
    *words(("ĐỀN", 30, 0.9), ("Số:......", 120, 0.6), top=135, number=2),
    *words(("Ngày:4.L-..", 120, 0.3), top=160, number=3),
    *words(("Chuyên:", 120, 0.7), ("¬e=t", 220, 0.2), top=185, number=4),
]


@pytest.fixture
def page():
    return np.full((1600, 1100), 255, np.uint8)


def stamp(page, left=40, top=200, *, height=120, width=300):
    cv2.rectangle(page, (left, top), (left + width, top + height), 0, 2)
    cv2.line(page, (left, top + 30), (left + width, top + 30), 0, 2)
    for row in range(3):
        cv2.putText(page, "row", (left + 20, top + 60 + 25 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 2)


def test_frame_is_found_and_its_rules_are_none_of_what_is_read(page):
    stamp(page)
    (frame,) = receipt_frames(page, find_blobs(page))
    assert np.allclose(frame[:4], (40, 200, 340, 320), atol=15)
    assert not (frame.cut.pixels < 128).all(axis=1).any()
    assert (frame.cut.pixels < 128).sum() > 300, "its letters are there"
    assert receipt_frames(page), "as in the red print of a page"


def test_frame_that_rubber_printed_in_pieces_is_one(page):
    stamp(page)
    page[195:330, 120:128] = 255
    assert len(receipt_frames(page, find_blobs(page))) == 1


@pytest.mark.parametrize(
    ("left", "top", "height", "width"),
    [(40, 1200, 120, 300), (40, 200, 120, 900), (40, 200, 500, 300), (40, 200, 40, 300)],
)
def test_frames_of_other_sizes_and_below_are_others(page, left, top, height, width):
    stamp(page, left, top, height=height, width=width)
    assert receipt_frames(page, find_blobs(page)) == []


def test_seals_and_rules_are_no_frames(page):
    cv2.circle(page, (300, 400), 110, 0, 4)
    cv2.line(page, (100, 120), (300, 120), 0, 2)
    assert receipt_frames(page, find_blobs(page)) == []


def test_rows_of_a_stamp_are_one_line_without_what_was_made_of_them():
    beside = words(("|", 20, 0.8), ("TRÙNG", 30, 0.6), ("HỌC", 250, 0.94), ("Về", 345, 0.95), ("việc", 380, 0.96))
    assert texts(with_receipt([beside], FRAME, ROWS)) == ["Về việc", "ĐẾN Số: Ngày: Chuyển:"]


def test_figures_typed_into_a_stamp_are_those_of_its_rows():
    typed = [words(("4707", 200, 0.94), top=136), words(("13/03/2025.", 200, 0.86), top=159)]
    assert texts(with_receipt(typed, FRAME, ROWS)) == ["ĐẾN Số: 4707 Ngày: 13/03/2025. Chuyển:"]


def test_print_under_a_stamp_stays_where_it_goes_on_outside():
    line = words(("Trong", 260, 0.9), ("thời", 325, 0.95), ("gian", 380, 0.95), top=190)
    assert texts(with_receipt([line], FRAME, ROWS))[0] == "Trong thời gian"
    line = words(("chhời", 260, 0.1), ("thời", 325, 0.95), top=190)
    assert texts(with_receipt([line], FRAME, ROWS))[0] == "thời"


def test_number_of_the_document_under_a_stamp_stays():
    line = words(("Số:", 40, 0.9), ("12/KH-UBND", 90, 0.5), top=150)
    assert texts(with_receipt([line], FRAME, ROWS))[0] == "Số: 12/KH-UBND"


@pytest.mark.parametrize(
    "read",
    [
        words(("Số:", 30, 0.9), ("Ngày:", 120, 0.9)),  # any form has these
        words(("Chuyển", 30, 0.9), ("khoản:", 120, 0.9)),
        words(("KHẨN", 30, 0.9)),
        [],
    ],
)
def test_a_frame_with_other_rows_is_none_of_a_receipt(read):
    lines = [words(("Mẫu", 40, 0.9), ("số", 90, 0.9))]
    assert with_receipt(lines, FRAME, read) == lines


def test_row_of_more_words_is_another():
    """`Số và ký hiệu hồ sơ` is not the row of the number."""
    read = [*ROWS[2:3], *ROWS[5:], *words(("Số", 30, 0.9), ("và", 60, 0.9), ("ký", 90, 0.9), top=210, number=5)]
    assert texts(with_receipt([], FRAME, read)) == ["ĐẾN Chuyển:"]
