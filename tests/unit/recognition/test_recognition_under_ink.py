# SPDX-License-Identifier: Apache-2.0
"""Which bands of a closing are read by the model of lines under ink, and which of its readings count."""

from __future__ import annotations

import numpy as np
import pytesseract
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.models import FOLDER
from ocr_kh.recognition.closings import EM, lacks_title
from ocr_kh.recognition.hocr import EngineWord, parse_hocr
from ocr_kh.recognition.kept_engine import NoEngineError
from ocr_kh.recognition.second_look.cuts import Cut
from ocr_kh.recognition.second_look.under_ink import INK_MODEL, Band, bands, is_new, lines_of
from ocr_kh.recognition.tesseract import EngineFaultError, read_raw_lines

MIDDLE = 800


def line_of(text: str, confidence: float, base: float) -> list[EngineWord]:
    """A line around the middle of the column, each word as wide as its letters."""
    words, left = [], round(MIDDLE - len(text) * 7)
    for word in text.split():
        words.append(EngineWord(word, left, round(base - 20), len(word) * 14 - 4, 20, confidence, (0, round(base), 0)))
        left += len(word) * 14 + 10
    return words


@pytest.fixture
def page() -> np.ndarray:
    """A page with strokes all over its closing."""
    image = np.full((1200, 1200), 255, np.uint8)
    image[500:, ::12] = 0
    return image


def bases(found: list[Band]) -> list[float]:
    return sorted({round((band.base - 500) / EM, 2) for band in found})


def test_closing_that_is_sure_is_left(page):
    assert bands(page, [line_of("CHỦ TỊCH", 0.95, 500), line_of("Trần Văn Ba", 0.96, 700)]) == []


def test_page_without_a_title_is_left(page):
    assert bands(page, [line_of("báo cáo kết quả", 0.3, 500)]) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "CHỦ TỊCH", "KT. CHỦ TỊCH", "Trần Văn Ba", "TRƯỞNG BAN", "x", "Ỏ Ñ"]),
            st.floats(0, 1),
            st.integers(-40, 1300),
        ),
        max_size=6,
    )
)
def test_whatever_lines_a_page_has_its_bands_lie_on_it(lines):
    image = np.full((1200, 1200), 255, np.uint8)
    image[500:, ::12] = 0
    for band in bands(image, [line_of(*line) for line in lines]):
        assert band.cut.pixels.size


def recipients(base: float = 580, left: int = 120) -> list[EngineWord]:
    return [
        EngineWord("Nơi", left, round(base - 18), 36, 18, 0.95, (0, round(base), 0)),
        EngineWord("nhận:", left + 44, round(base - 18), 52, 18, 0.95, (0, round(base), 0)),
    ]


def test_beside_recipients_without_a_title_both_are_looked_for(page):
    lines = [recipients()]
    assert lacks_title(page, lines)
    found = bands(page, lines)
    assert bases(found)[0] < 1  # the title may stand a little above the heading of the recipients
    assert bases(found)[-1] > 9
    assert all(band.cut.left > 500 for band in found)
    specks = line_of("®* ÑT", 0.1, 600)
    middles = {band.cut.left + band.cut.pixels.shape[1] / 2 for band in bands(page, [*lines, specks])}
    assert max(abs(middle - MIDDLE) for middle in middles) < 20


@pytest.mark.parametrize(
    "lines",
    [
        [recipients(), line_of("CHỦ TỊCH", 0.95, 500), line_of("Trần Văn Ba", 0.96, 700)],
        [recipients(left=700)],  # no list of recipients stands in the right column
        [line_of("báo cáo kết quả", 0.9, 500)],
    ],
    ids=["titled", "right", "none"],
)
def test_where_a_title_stands_beside_the_recipients_or_none_are_named_nothing_is_looked_for(page, lines):
    assert not lacks_title(page, lines)
    assert bands(page, lines) == []


def test_doubtful_name_is_read_where_it_stands(page):
    found = bands(page, [line_of("CHỦ TỊCH", 0.95, 500), line_of("Trần Văn Ba", 0.6, 500 + 6 * EM)])
    assert bases(found) == [5.75, 6.0, 6.25]


def test_name_that_was_lost_is_looked_for_below_the_title(page):
    found = bands(page, [line_of("CHỦ TỊCH", 0.95, 500)])
    assert bases(found)[0] == 0.6
    assert bases(found)[-1] > 9
    assert {round((MIDDLE - band.cut.left) / EM, 1) for band in found} == {3.7, 6.1}


def test_title_under_a_sign_is_looked_for_though_the_name_is_sure(page):
    found = bands(page, [line_of("KT. CHỦ TỊCH", 0.95, 500), line_of("Trần Văn Ba", 0.96, 700)])
    assert bases(found) == [0.6, 0.8, 1.0, 1.2, 1.4, 1.6]
    assert bands(page, [line_of("PHÓ CHỦ TỊCH", 0.95, 500), line_of("Trần Văn Ba", 0.96, 700)]) == []


def test_name_without_a_family_name_is_not_whole(page):
    assert bases(bands(page, [line_of("CHỦ TỊCH", 0.95, 500), line_of("Văn Ba", 0.97, 500 + 6 * EM)])) == [
        5.75,
        6.0,
        6.25,
    ]


def test_what_a_seal_leaves_of_a_title_counts_in_the_right_column_alone(page):
    line = [line_of("THANH TRA", 0.95, 500)]
    assert bands(page, line)
    assert bands(np.hstack([page, page]), line) == []


def test_paper_without_ink_is_not_read():
    assert bands(np.full((1200, 1200), 255, np.uint8), [line_of("CHỦ TỊCH", 0.95, 500)]) == []


def readings(*read: tuple[str, float, float]) -> list[list[str]]:
    """The readings of the lines that count, of bands with a text, its confidence and its base line in em."""
    found = [Band(Cut(np.zeros((40, 300), np.uint8), 0, 0), base * EM) for _, _, base in read]
    words = [line_of(text, confidence, 500) for text, confidence, _ in read]
    return [[" ".join(word.text for word in line) for line in lines] for lines in lines_of(found, words)]


def test_name_that_two_bands_read_alike_counts_before_a_surer_one():
    found = readings(("Vũ Ngọc Vấn", 0.7, 6), ("Vũ Ngọc Vân", 0.8, 6.1), ("Vũ Ngọc Vấn", 0.6, 6.2))
    assert found == [["Vũ Ngọc Vấn", "Vũ Ngọc Vấn", "Vũ Ngọc Vân"]]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("Vũ Ngọc Vấn", 0.7), ("Bgọc Vấn Hò", 0.95), ("ỦY BAN NHÂN DÂN XÃ", 0.97), ("Vũ Ngxc Vzn", 0.95)],
)
def test_what_one_band_alone_doubts_or_is_no_name_does_not_count(text, confidence):
    assert readings((text, confidence, 6)) == []


@pytest.mark.parametrize(
    ("read", "found"),
    [
        ((("Bồng Thị Mùi", 0.9, 6.0), ("Bồng Thị Mùi", 0.96, 6.1)), [["Bồng Thị Mùi"] * 2]),
        ((("Bồng Thị Mùi", 0.9, 6.0), ("Bồng Thị Mai", 0.96, 6.1)), []),
        ((("Bồng Thị Mùi", 0.7, 6.0), ("Bồng Thị Mùi", 0.7, 6.1)), []),
        ((("Bồng Thị Mùi", 0.96, 6.0),), []),
        ((("trên địa bàn", 0.96, 6.0), ("trên địa bàn", 0.96, 6.1)), []),
    ],
)
def test_name_without_a_known_family_name_counts_where_two_bands_are_sure_of_it(read, found):
    assert readings(*read) == found


@pytest.mark.parametrize(
    ("read", "found"),
    [
        ((("HIỂU TRƯỞNG", 0.4, 1.0), ("HIỆU TRƯỞNG", 0.3, 1.1), ("HIẾU TRƯỞNG", 0.4, 1.2)), ["HIỆU TRƯỞNG"] * 3),
        ((("HIỂU TRƯỞNG", 0.4, 1.0), ("HIỆU TRƯỞNG", 0.3, 1.1)), None),
        ((("HIỂU TRƯỞNG", 0.6, 1.0),), ["HIỆU TRƯỞNG"]),
        ((("HIỂU TRƯỜI", 0.6, 1.0),), None),
    ],
)
def test_title_counts_that_bands_read_alike_but_for_marks(read, found):
    assert readings(*read) == ([found] if found else [])


def test_lines_apart_are_lines_of_their_own():
    found = readings(("PHÓ CHỦ TỊCH", 0.95, 1.2), ("Vũ Ngọc Vấn", 0.95, 6))
    assert found == [["PHÓ CHỦ TỊCH"], ["Vũ Ngọc Vấn"]]


def test_whole_name_is_voted_upon_and_not_replaced():
    found = line_of("Lò Văn Khăm", 0.91, 660)
    assert not is_new(found, [line_of("Lò Vàn Khặm", 0.83, 662)])
    assert is_new(found, [line_of("Lò Vàn Khặm", 0.83, 500)])
    assert is_new(found, [line_of("Văn Khặm", 0.83, 662)])
    assert is_new(found, [line_of("Lb Văn Khặm", 0.83, 662)])


def test_words_stand_where_the_band_was():
    band = Band(Cut(np.zeros((40, 300), np.uint8), 650, 480), 500)
    (((first, *_), *_),) = lines_of([band], [[*line_of("CHỦ TỊCH", 0.95, 40)]])
    assert first.left == line_of("CHỦ TỊCH", 0.95, 40)[0].left + 650
    assert first.top == round(500 - 0.9 * EM)


def test_words_of_several_images_are_told_apart():
    word = "<span class='ocrx_word' title='bbox 1 2 30 40; x_wconf 90'>{}</span>"
    pages = [f"<div class='ocr_page'><span class='ocr_line'>{word.format(text)}</span></div>" for text in "ab"]
    read = parse_hocr(f"<html>{''.join(pages)}</html>")
    assert [(each.text, each.line[1]) for each in read] == [("a", 0), ("b", 1)]


def test_model_is_shipped():
    assert INK_MODEL.parent == FOLDER
    assert INK_MODEL.stat().st_size < 600_000


def test_fault_of_the_engine_is_no_missing_language(page, monkeypatch):
    def fail(*_args, **_options):
        raise pytesseract.TesseractError(1, "read_params_file: Can't open")

    def none_kept(*_):
        raise NoEngineError

    monkeypatch.setattr("ocr_kh.recognition.tesseract.read_images", none_kept)
    monkeypatch.setattr(pytesseract, "run_and_get_output", fail)
    with pytest.raises(EngineFaultError):
        read_raw_lines([page], INK_MODEL, dpi=150, timeout=10)
