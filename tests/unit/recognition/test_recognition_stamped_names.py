# SPDX-License-Identifier: Apache-2.0
"""Names of signers stamped in red: where they are looked for, and which are believed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look.cuts import Cut
from ocr_kh.recognition.second_look.stamped_names import stamped_name_bands, stamped_names, stamped_title
from ocr_kh.recognition.second_look.under_ink import Band


def line(text: str, base: int, confidence: float = 0.95, left: int = 700) -> list[EngineWord]:
    words = []
    for word in text.split():
        words.append(EngineWord(word, left, base - 20, 14 * len(word), 20, confidence, (0, base, 0)))
        left += 14 * len(word) + 10
    return words


def red_page() -> np.ndarray:
    image = np.full((1200, 1200), 255, np.uint8)
    image[680:701, 640:980:8] = 0
    return image


def test_a_stamped_name_is_looked_for_where_its_print_is():
    found = next(stamped_name_bands(red_page(), 150, [line("GIÁM ĐỐC", 500)]))
    assert {round(band.base) for band in found} <= set(range(670, 740))
    assert any(abs(band.base - 701) < 8 for band in found)


@pytest.mark.parametrize(
    "lines",
    [[line("GIÁM ĐỐC", 500), line("Phạm Thị Bông", 700)], [line("báo cáo kết quả", 500)], []],
    ids=["named", "no title", "nothing"],
)
def test_where_a_name_was_read_or_nobody_signs_nothing_is_looked_for(lines):
    assert list(stamped_name_bands(red_page(), 150, lines)) == []


def test_the_seal_is_none_of_the_print():
    image = np.full((1200, 1200), 255, np.uint8)
    for radius in (105, 95, 60):
        cv2.circle(image, (760, 660), radius, (0,), 3)
    assert not any(stamped_name_bands(image, 150, [line("GIÁM ĐỐC", 500)]))


@pytest.mark.parametrize(
    ("read", "confidence", "name"),
    [
        (
            "Pš Pham Thị Bông",
            0.75,
            "Pham Thị Bông",
        ),  # a title that rubber lost; repair gives the mark back
        ("Lò Văn Xuân", 0.8, "Lò Văn Xuân"),
        ("Lò Văn Xuân", 0.6, None),
        ("ỦY BAN NHÂN DÂN", 0.9, None),
        ("Trang Thị", 0.9, None),  # no family name, nor one but for its marks
        ("Phạm Wxq", 0.9, None),
        ("Phạm", 0.9, None),
    ],
)
def test_a_name_in_red_has_a_family_name_and_syllables(read, confidence, name):
    band = Band(Cut(np.zeros((40, 496), np.uint8), 600, 660), 700.0)
    found = stamped_names([band, band], [line(read, 30, confidence, left=20), []])
    assert [" ".join(word.text for word in words) for words in found] == ([name] if name else [])
    assert all(word.left >= 620 for words in found for word in words)


@pytest.mark.parametrize(
    ("read", "confidence", "kept"),
    [
        ("KT. GLÁM ĐÓC", 0.9, "KT. GLÁM ĐÓC"),  # the plan puts it right
        ("PHÓ GIÁM ĐỐC —", 0.9, "PHÓ GIÁM ĐỐC"),
        ("KT. GLÁM ĐÓC", 0.5, ""),
        ("HỎA TỐC", 0.95, ""),
        ("Giám đốc", 0.95, ""),
    ],
)
def test_a_title_in_red_is_kept_as_it_was_read(read, confidence, kept):
    assert " ".join(word.text for word in stamped_title(line(read, 30, confidence))) == kept
