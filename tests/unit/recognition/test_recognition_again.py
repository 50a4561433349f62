# SPDX-License-Identifier: Apache-2.0
"""What is read a second time, and what comes of two readings; no engine needed."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from ocr_kh.document import Alternative
from ocr_kh.imaging.blobs import find_blobs
from ocr_kh.recognition import page
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look.doubtful import (
    MAX_LINES,
    combine_readings,
    cut_out,
    doubtful,
    finer,
    finer_reading,
)
from ocr_kh.recognition.second_look.unread import believable_words, unread_lines


def word(text: str, confidence: float, left: int = 0, width: int = 40, *alternatives: tuple) -> EngineWord:
    return EngineWord(text, left, 10, width, 16, confidence, (1, 0, 0), tuple(Alternative(*a) for a in alternatives))


def texts(words: list[EngineWord]) -> str:
    return " ".join(word.text for word in words)


def test_doubtful_takes_the_least_sure_lines_in_order():
    lines = [[word("a", 0.9), word("b", 0.95)], [word("c", 0.35)], [word("d", 0.3), word("e", 0.96)], []]
    assert doubtful(lines) == [1, 2]
    many = [[word("a", 0.2 + number / 1000)] for number in range(2 * MAX_LINES)]
    assert doubtful(many) == list(range(MAX_LINES))


def test_a_careful_reader_takes_more_lines_with_another_model(monkeypatch):
    sheet = SimpleNamespace(image=np.full((60, 200), 255, np.uint8), dpi=200)
    first = [[word("xẵ", 0.75), word("Tân", 0.96, 60)], [word("An", 0.97)]]
    asked = []

    def read_cuts(cuts, *, language, **_):
        asked.append((len(cuts), {cut.scale for cut in cuts}, language))
        return [[word("xã", 0.9, 0, 40, (1, "ã", "ẵ", -6.0)), word("Tân", 0.98, 60)]]

    monkeypatch.setattr(page, "read_cuts", read_cuts)
    monkeypatch.setattr(page, "second_model", lambda: "script/Vietnamese")
    [read, sure] = page._read_by_another(sheet, first, timeout=9)
    assert asked == [(1, {1.0}, "script/Vietnamese")]
    assert (texts(read), read[1].confidence, sure) == ("xẵ Tân", 0.98, first[1])
    assert [each.text for each in read[0].alternatives] == ["ã"]


def test_two_readings_that_agree_are_surer():
    [both] = combine_readings([word("tế", 0.7, 0, 40, (1, "ế", "ê", -2.0))], [word("tế", 0.9)])
    assert (both.text, both.confidence) == ("tế", 0.9)
    assert both.alternatives == (Alternative(1, "ế", "ê", -13.5),)


def test_two_readings_of_a_word_go_on_as_alternatives():
    first = word("tê", 0.8, 0, 40, (1, "ê", "ế", -2.0))
    second = word("tế", 0.9, 1, 40, (1, "ế", "ê", -6.0))
    [both] = combine_readings([first], [second])
    assert both.text == "tê"
    assert both.confidence == 0.8
    assert both.alternatives == (Alternative(1, "ê", "ế", 2.0),)


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        (("1l6", 0.5), ("16", 0.9), "16"),
        (("304/0Đ-UB", 0.6), ("304/QĐ-UB", 0.8), "304/QĐ-UB"),
        (("304/QĐ-UB", 0.8), ("304/0Đ-UB", 0.85), "304/QĐ-UB"),
        (("16", 0.5), ("1l6", 0.65), "16"),
        (("ban", 0.3), ("bản", 0.9), "ban"),
    ],
)
def test_of_figures_and_codes_the_surer_reading_is_taken(old, new, right):
    assert texts(combine_readings([word(*old)], [word(*new)])) == right


def test_words_that_ran_together_come_apart_when_that_is_surer():
    first = [word("thànhphố", 0.4, 0, 90), word("Huế", 0.9, 100)]
    second = [word("thành", 0.9, 0, 40), word("phố", 0.9, 48, 40), word("Huế", 0.9, 100)]
    assert texts(combine_readings(first, second)) == "thành phố Huế"
    assert texts(combine_readings(second, first)) == "thành phố Huế"


def test_what_one_reading_lacks_stays_and_specks_are_no_words():
    first = [word("khám", 0.6, 0, 50), word("bệnh", 0.6, 60)]
    assert texts(combine_readings(first, [word("bệnh", 0.9, 60)])) == "khám bệnh"
    assert texts(combine_readings(first, [word("ì", 0.9, 40, 8), word("bệnh", 0.9, 60)])) == "khám bệnh"


def test_readings_of_other_lengths_give_their_parts():
    [both] = combine_readings([word("nghi", 0.8)], [word("nghiệp", 0.7)])
    assert both.text == "nghi"
    assert [(a.at, a.read, a.text) for a in both.alternatives] == [(3, "i", "iệp")]


def test_cut_out_stays_on_the_page():
    image = np.full((40, 60), 255, np.uint8)
    cut = cut_out(image, [word("a", 0.5, 2, 57)])
    assert (cut.left, cut.top) == (0, 5)
    assert cut.pixels.shape == (26, 60)


def page_with_a_name(*, under_a_seal: bool) -> np.ndarray:
    image = np.full((300, 600), 255, np.uint8)
    for at in range(8):
        cv2.rectangle(image, (200 + 18 * at, 140), (209 + 18 * at, 156), 0, -1)
    if under_a_seal:
        cv2.circle(image, (270, 148), 130, 0, 3)
    else:
        cv2.line(image, (100, 110), (340, 137), 0, 2)
    return image


def unread(image, *words):
    return unread_lines(image, words, find_blobs(image))


def test_unread_lines_finds_letters_and_takes_the_stroke_out():
    image = page_with_a_name(under_a_seal=False)
    [line] = unread(image)
    assert 180 < line.left < 200
    assert line.top == 134
    assert (line.pixels[:5] == 255).all()
    assert not (image[134:139] == 255).all()
    read = replace(word("Tên", 0.9), left=195, top=138, width=150, height=20)
    assert unread(image, read) == []
    assert len(unread(image, replace(read, confidence=0.1))) == 1


def test_unread_lines_leaves_the_letters_of_a_seal():
    assert unread(page_with_a_name(under_a_seal=True)) == []
    assert unread(np.full((300, 600), 255, np.uint8)) == []


def test_unread_lines_of_a_picture_are_not_without_end():
    image = np.full((1500, 1200), 255, np.uint8)
    for row in range(50):
        for at in range(5 + row % 3):
            cv2.rectangle(image, (100 + 18 * at, 20 + 29 * row), (109 + 18 * at, 34 + 29 * row), 0, -1)
    lines = unread(image)
    assert len(lines) == 24
    assert all(line.pixels.shape[1] > 100 for line in lines)
    assert [line.top for line in lines] == sorted(line.top for line in lines)


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ([("“", 0.2), ("Hà", 0.5), ("Văn", 0.96), ("Lúa", 0.96)], "Hà Văn Lúa"),
        ([("1.013238", 0.9)], "1.013238"),
        ([("TTHC", 0.9), ("¡", 0.4)], "TTHC"),
        ([("#64", 0.9), ("nNG", 0.9)], ""),
        ([("NGÀN", 0.5)], ""),
        ([("Hà", 0.4), ("Văn", 0.6)], ""),
        ([("®", 0.9)], ""),
        ([("-", 0.9), ("Lưu:", 0.93), ("VT,", 0.74), ("GSQL", 0.5), ("(3b).", 0.96)], "Lưu: VT, GSQL (3b)."),
        ([("-", 0.9), ("Gửi:", 0.93), ("VT,", 0.74), ("GSQL", 0.5)], ""),
        ([(".TS", 0.54), ("Lò", 0.96), ("Văn", 0.97), ("Sậy", 0.96)], ".TS Lò Văn Sậy"),
        ([(".TX", 0.54), ("Lò", 0.96), ("Văn", 0.97), ("Sậy", 0.96)], ""),
    ],
)
def test_believed_only_when_the_words_are_such_as_there_are(read, right):
    assert texts(believable_words([word(text, confidence) for text, confidence in read])) == right


def small_line(*words: tuple[str, float]) -> list[EngineWord]:
    return [replace(word(text, sure, 60 * at, 8 * len(text)), height=15) for at, (text, sure) in enumerate(words)]


def test_small_print_of_which_the_engine_is_not_sure_is_read_from_a_finer_scan():
    unsure, sure = small_line(("-", 0.9), ("Bề", 0.7)), small_line(("-", 0.9), ("Bộ", 0.95))
    large = [replace(each, height=24) for each in unsure]
    stroke = small_line(("Ki", 0.1), ("ì", 0.2))
    assert finer([sure, unsure, large, stroke], is_finer=True) == [1]
    assert finer([unsure], is_finer=False) == []


def test_a_word_too_wide_for_its_letters_is_read_from_the_scan():
    line = [
        word(text, 0.95, 60 * at, 11 * len(text)) for at, text in enumerate(["của", "các", "cơ", "quan", "xem", "xét"])
    ]
    wide = [*line, word("(k", 0.93, 400, 34)]
    line = [*line, word("(k", 0.93, 400, 18)]
    assert (finer([line], is_finer=False), finer([wide], is_finer=False)) == ([], [0])
    [*_, taken] = finer_reading(wide, [*wide[:-1], word("(kể", 0.85, 400, 34)])
    [*_, kept] = finer_reading(wide, [*wide[:-1], word("(k,", 0.5, 400, 34)])
    assert (taken.text, kept.text) == ("(kể", "(k")


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ((("-", 0.95), ("Bộ", 0.9)), "- Bộ"),
        ((("-", 0.95), ("Bộ", 0.6)), "- Bề"),
        ((("-", 0.2), ("Bộ", 0.9)), "- Bề"),
        ((("-", 0.95), ("Bộ,Sở", 0.9)), "- Bề"),
        ((), "- Bề"),
    ],
    ids=["surer", "a word less sure", "a line less sure", "a stroke beside it", "nothing"],
)
def test_of_two_readings_of_small_print_the_surer_word_is_taken(second, expected):
    first = small_line(("-", 0.7), ("Bề", 0.7))
    assert texts(finer_reading(first, small_line(*second))) == expected
