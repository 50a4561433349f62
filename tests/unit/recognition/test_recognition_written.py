# SPDX-License-Identifier: Apache-2.0
"""Numbers written by hand: where they stand, what is read there, and when it is believed. No engine needed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from bench.scans.drawn_handwriting import Hands
from bench.scans.drawn_ink import handwritten
from bench.written_numbers.looks import fitted
from ocr_kh.document import Alternative, Box, Document, Line, Page, Role, Word
from ocr_kh.plan import parse
from ocr_kh.plan.fields import DigitalSignature
from ocr_kh.plan.review.triage import looks
from ocr_kh.plan.review.warnings import WARNINGS
from ocr_kh.recognition.handwriting.digits import NETWORK_SIGNS, NETWORKS, best, probabilities
from ocr_kh.recognition.handwriting.form_rules import without_rule
from ocr_kh.recognition.handwriting.glued import cut_glued
from ocr_kh.recognition.handwriting.numbers import PRINTED_CONFIDENCE, written_numbers
from ocr_kh.recognition.handwriting.readings import MIN_PROBABILITY, possible_numbers, read_number, read_of
from ocr_kh.recognition.handwriting.slots import slots
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.repair import repair_document
from ocr_kh.settings import Settings

BASE = 100


def line_of(*words: tuple) -> list[EngineWord]:
    """Words as (text, left, width, confidence), all on one base line."""
    return [
        EngineWord(text, left, BASE - 24, width, 24, confidence, (1, 0, 0)) for text, left, width, confidence in words
    ]


NUMBERS = [
    ("apart", [("Số:", 100, 31, 0.96), ("2#", 140, 50, 0.4), ("/CT-UBND", 210, 118, 0.9)], (131, 210), "2#"),
    ("nothing read", [("Số:", 100, 31, 0.96), ("/KH-UBND", 210, 118, 0.9)], (131, 210), ""),
    ("colon apart", [("Số", 100, 24, 1), (":", 130, 4, 1), ("1", 140, 20, 1), ("/KH-X", 190, 80, 1)], (134, 190), "1"),
    ("misread print", [("sõ:2Ø!!7/rTr-SNV", 100, 228, 0.3)], (133, 230), "2Ø!!7"),
    ("with the head", [("Số:21", 100, 67, 0.7), ("3X", 175, 28, 0.8), ("/KH-SYT", 210, 98, 0.5)], (133, 210), "213X"),
    ("with the symbol", [("Số:", 100, 31, 0.9), ("943/TB-ĐHĐL", 140, 155, 0.7)], (131, 175), "943"),
    ("all in one", [("Số:e)01/KH-SYT-CĐN", 100, 264, 0.3)], (133, 207), "e)01"),
    ("in an annex", [("(Kèm", 0, 50, 1), ("số", 100, 22, 1), ("#", 130, 30, 0), ("/K-X", 190, 52, 1)], (122, 190), "#"),
    ("letters read in it", [("Số:", 100, 31, 0.9), ("OZ", 140, 40, 0.9), ("/KH-X", 190, 80, 1)], (131, 190), "OZ"),
    ("small letters read", [("sẽ:", 100, 31, 0.7), ("SÏ/BC-vP", 140, 124, 0.5)], (131, 185), "SÏ"),
    ("without its sign", [("Số:", 100, 31, 0.96), ("4#CT-UBND", 140, 165, 0.6)], (131, 186), "4#"),
    ("of the Party", [("Số", 100, 25, 0.96), ("57-NQ/TW", 140, 110, 0.6)], (125, 166), "57"),
    ("broken symbol", [("Số:", 100, 31, 0.96), ("8/1KH-", 137, 130, 0.2), ("VHXH", 275, 70, 0.9)], (131, 214), "8/1"),
    ("bodies with commas", [("Số:", 100, 31, 0.9), ("4#/KH-SVH,TT,DL", 140, 215, 0.3)], (131, 174), "4#"),
    ("all in one, small", [("Số:9104/VTHD-KTĐT", 100, 217, 0.3)], (130, 176), "9104"),
    ("short symbol", [("Số:1#42/TBKT", 100, 167, 0.3)], (133, 192), "1#42"),
    ("figure for a letter", [("Số:", 100, 31, 0.9), ("52/1B-TTKN", 140, 148, 0.3)], (131, 180), "52"),
    ("figure, other letter", [("Số:61/8TTT-ƯDKT", 100, 224, 0.4)], (133, 176), "61"),
    ("long and small", [("Số:", 100, 25, 0.9), ("06/2016/TTLT-TCKTVN-HKTVN-BKT", 133, 334, 0.7)], (125, 153), "06"),
    ("sign apart", [("Số", 100, 25, 1), ("7", 135, 9, 1), ("-", 155, 8, 1), ("BC/BTV.U", 170, 90, 1)], (125, 155), "7"),
    ("no sign", [("Số", 100, 25, 1), ("7", 135, 9, 1), ("-", 150, 8, 1), ("Bc/K-U", 170, 90, 1)], (125, 202), "7-Bc"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "place", "read"), [case[1:] for case in NUMBERS], ids=[case[0] for case in NUMBERS])
def test_room_for_a_number_is_found_between_the_print(words, place, read):
    [slot] = slots(line_of(*words))
    assert (slot.kind, slot.read, slot.base) == ("number", read, BASE)
    assert np.allclose((slot.left, slot.right), place, atol=8)


def test_a_figure_that_begins_a_symbol_is_the_letter_that_looks_like_it():
    after = [next(slots(line_of(("Số:52/" + symbol, 100, 230, 0.3)))).after for symbol in ("8TTT-ƯDKT", "1B-SKT")]
    assert after == ["/BTTT-ƯDKT", "/TB-SKT"]


def test_marks_beside_tall_writing_do_not_tell_its_base_line():
    """A rule or speck beside a number glued to its print is no print."""
    word = EngineWord("Số:91/TB-VX", 100, BASE - 26, 160, 36, 0.3, (1, 0, 0))
    speck = EngineWord("~", 400, BASE - 33, 60, 17, 0.4, (1, 0, 0))
    print_ = EngineWord("Hạ", 500, BASE - 20, 30, 20, 0.9, (1, 0, 0))
    assert next(slots([word, speck])).base == BASE
    assert next(slots([word, speck, print_])).base == BASE


def test_figures_of_a_year_are_not_looked_at_with_the_number():
    [slot] = slots(line_of(("Số:", 100, 31, 0.96), ("2#", 140, 50, 0.4), ("/2023/NQ-HĐND", 210, 190, 0.9)))
    assert (slot.has_year, slot.right) == (True, 210)
    page = page_with("84", 64)
    cv2.putText(page, "/2023/NQ-X", (150, BASE), cv2.FONT_HERSHEY_COMPLEX, 0.85, 30, 2, cv2.LINE_AA)
    line = line_of(HEAD[0], HEAD[1], ("/2023/NQ-X", 150, 130, 0.9))
    assert [word.text for word in written_numbers(line, page)] == ["Số:", "84", "/2023/NQ-X"]


def test_room_for_day_and_month_is_found():
    line = line_of(("Giang,", 40, 60, 0.9), ("ngày/£", 110, 80, 0.5), ("tháng", 200, 57, 0.9), ("4", 265, 11, 0.9),
                   ("năm", 285, 43, 0.9), ("2020", 335, 49, 0.9))  # fmt: skip
    day, month = slots(line)
    assert (day.kind, day.read, day.before, day.right) == ("day", "/£", "ngày", 200)
    assert abs(day.left - 159) < 4
    assert (month.kind, month.read, month.left, month.right) == ("month", "4", 257, 285)


def test_print_of_a_date_that_ends_a_word_of_writing_is_told_from_it():
    line = line_of(("ngày", 20, 50, 0.96), ("@Stháng", 75, 105, 0.4), ("Ofnăm", 190, 84, 0.4), ("2024", 282, 52, 1))
    day, month = slots(line)
    assert (day.read, day.left, day.first, day.last, day.after) == ("@S", 70, 1, 2, "tháng")
    assert (month.read, month.left, month.first, month.last, month.after) == ("Of", 180, 2, 3, "năm")
    assert np.allclose((day.right, month.right), (120, 230), atol=3)


@pytest.mark.parametrize(("width", "kinds"), [(100, ["day", "month"]), (58, [])], ids=["written in it", "a comma"])
def test_a_comma_behind_a_printed_word_is_writing_where_there_is_room_for_it(width, kinds):
    line = line_of(("ngày,", 100, width, 0.8), ("tháng", 210, 57, 0.9), ("năm", 300, 43, 0.9), ("2022", 350, 49, 0.9))
    assert [slot.kind for slot in slots(line)] == kinds


GLUED = [
    ("one room", [("ngày†tháng", 100, 149, 0.1), ("02", 255, 24, 1), ("năm", 290, 43, 1)], ["ngày†", "tháng"], 191),
    ("two rooms", [("ngàw2#háng0¿", 100, 190, 0.1), ("năm", 300, 43, 1)], ["ngàw2#", "tháng0¿"], 191),
    ("beside a word of writing", [("ngày2Ÿtháng", 100, 165, 0.6), ("năm", 275, 81, 0.9)], ["ngày2Ÿ", "tháng"], 207),
    ("the whole date", [("ngày28tháng02năm2025", 100, 252, 0.6)], ["ngày28", "tháng02", "năm2025"], 175),
]


@pytest.mark.parametrize(("words", "texts", "month"), [case[1:] for case in GLUED], ids=[case[0] for case in GLUED])
def test_a_date_that_was_run_together_is_cut_between_its_print(words, texts, month):
    cut = cut_glued(line_of(*words), 25.0)
    assert [word.text for word in cut[: len(texts)]] == texts
    assert abs(cut[1].left - month) < 4
    assert cut[1].left + cut[1].width <= words[0][1] + words[0][2] + 1


@pytest.mark.parametrize(
    ("text", "width"), [("ngày/tháng/năm", 161), ("ngânhàng", 100), ("ngàythángnăm", 147), ("Tháng7", 70)]
)
def test_words_between_which_nothing_can_be_written_stay_one(text, width):
    line = line_of((text, 100, width, 0.9))
    assert cut_glued(line, 25.0) == line


@pytest.mark.parametrize(
    "text",
    [
        *("Số dân: 12 nghìn", "trong tháng và năm 2025", "Sở Y tế", "một số kế hoạch/KH-UBND"),
        *("Số lượng 12KH-UBND", "ngày 3 của tháng 5 Việtnam", "Số ở Việt Nam 12KH-UBND"),
        *("Sóc Trăng; 12/KH-UBND", "Số lượng theo 12/KH-UBND", "Sẽ ban hành 12/bc-vp"),
        *("ngày 15 hàng tháng trong năm 2025", "Ghi rõ ngày, tháng, năm sinh"),
        *("Số: 12/A Trần", "Số: 19.2012/GPKT", "Số: 52/12B-TTKN"),
    ],
)
def test_running_text_has_no_slots(text):
    words = [(word, 100 + 80 * at, 70, 0.9) for at, word in enumerate(text.split())]
    assert not list(slots(line_of(*words)))


def columns_of(text: str, sure: float) -> np.ndarray:
    """What a network sees that is that sure of each sign, a blank column before each and after the last."""
    signs = [0, *(each for sign in text for each in (NETWORK_SIGNS.index(sign) + 1, 0))]
    seen = np.full((len(signs), len(NETWORK_SIGNS) + 1), (1 - sure) / len(NETWORK_SIGNS))
    seen[np.arange(len(signs)), signs] = sure
    return np.log(seen)


def test_probability_of_a_text_counts_all_ways_to_see_it():
    looks_ = columns_of("11/", 0.95)[None]
    assert best(looks_[0]) == "11/"
    texts = ["11/", "1/", "11", "71/", ""]
    chances = dict(zip(texts, probabilities(looks_, texts), strict=True))
    assert chances["11/"] > 0.95**7  # more than on the one path that was drawn
    assert sum(chances.values()) < 1
    half = probabilities(np.concatenate([looks_, columns_of("71/", 0.95)[None]]), ["11/", "71/"])
    assert np.isclose(half[0], half[1], atol=0.01)
    two = columns_of("4", 0.9)[None][:, :2]  # blank and 4, or 4 in either or both columns
    expected = 0.9 * 0.9 + 0.1 / 12 * (0.1 / 12) + 0.9 * 0.1 / 12
    assert np.isclose(probabilities(two, ["4"])[0], expected)


def page_with(digits: str, left: float, seed: int = 1, *, symbol: int | None = None) -> np.ndarray:
    """A page with digits from column `left` on; `symbol`: where that of the document is printed behind them."""
    paper = np.full((160, 420), 250, np.uint8)
    with_symbol(paper, symbol)
    return handwritten(paper, digits, (left, BASE), 24, np.random.default_rng(seed))


def with_symbol(page: np.ndarray, left: int | None) -> None:
    if left is not None:
        cv2.putText(page, "/KH-UBND", (left, BASE), cv2.FONT_HERSHEY_COMPLEX, 0.85, 30, 2, cv2.LINE_AA)


HEAD = [("Số:", 20, 31, 0.96), ("?(", 66, 60, 0.4), ("/KH-UBND", 150, 118, 0.9)]
DATE = [("ngày", 20, 50, 0.96), ("A)_", 76, 35, 0), ("tháng", 140, 60, 0.97), ("9", 210, 12, 0.97), ("năm", 230, 44, 1),
        ("2024", 282, 52, 1)]  # fmt: skip


@pytest.mark.parametrize("digits", ["05", "84", "239", "440", "2863"])
def test_a_written_number_is_read(digits):
    after = written_numbers(line_of(*HEAD), page_with(digits, 64, symbol=150))
    assert [word.text for word in after] == ["Số:", digits, "/KH-UBND"]
    assert [word.by_hand for word in after] == [False, True, False]
    assert after[1].confidence >= PRINTED_CONFIDENCE
    assert 60 < after[1].left < after[1].left + after[1].width < 150


def test_of_many_hands_most_are_read_and_hardly_any_wrongly():
    rng = np.random.default_rng(11)
    hands = Hands({}, [Path("none")], mix=(0, 0, 1, 0))
    read, offered = [], []
    for _ in range(60):
        digits = str(rng.integers(10, 1000))
        ink = hands.written(digits, 25, rng)
        page = np.full((160, 420), 250, np.uint8)
        with_symbol(page, 150)
        page[BASE - len(ink) : BASE, 66 : 66 + ink.shape[1]] = 250 - ink * 220
        [number] = [word for word in written_numbers(line_of(*HEAD), page) if word.by_hand]
        if number.text.isdecimal():
            read.append(number.text == digits)
            assert not number.likely
        elif number.likely:
            offered.append(number.likely == digits)
    assert len(read) > 40
    assert read.count(False) < 2
    assert sum(offered) > len(offered) / 2 > 0  # where none is sure, the likeliest is mostly right


@pytest.mark.parametrize("day", ["03", "20", "26"])
def test_a_written_day_is_read(day):
    after = written_numbers(line_of(*DATE), page_with(day, 78))
    assert [word.text for word in after] == ["ngày", day, "tháng", "9", "năm", "2024"]


@pytest.mark.parametrize(("confidence", "doubted"), [(0.16, True), (0.6, False)])
def test_a_lone_digit_that_the_engine_doubts_may_hide_another(confidence, doubted):
    line = line_of(DATE[0], ("2", 82, 14, confidence), *DATE[2:])
    after = written_numbers(line, page_with("2", 78))
    assert [(word.text, word.by_hand) for word in after if word.text == "2"] == [("2", doubted)]


def test_a_day_run_together_with_the_print_behind_it_is_parted():
    line = line_of(DATE[0], ("@Stháng", 76, 124, 0.4), *DATE[3:])
    after = written_numbers(line, page_with("26", 78))
    assert [word.text for word in after] == ["ngày", "26", "tháng", "9", "năm", "2024"]
    assert (after[2].left + after[2].width, after[2].by_hand) == (200, False)
    assert after[1].left + after[1].width <= after[2].left


def test_the_sign_of_a_symbol_that_was_taken_for_writing_is_put_back():
    line = line_of(HEAD[0], ("4#KH-UBND", 66, 202, 0.5))
    assert [word.text for word in written_numbers(line, page_with("84", 64, symbol=150))] == ["Số:", "84/KH-UBND"]


def test_what_is_seen_behind_the_end_of_a_number_is_the_symbol():
    """The print behind is no number, but a stroke of its first letter may look like a digit."""
    chances = probabilities(columns_of("47/1", 0.95)[None], ["47/", "4/", "47"])
    assert chances[0] > 0.7
    assert chances[1:].max() < 0.05


def test_what_cannot_be_a_day_was_a_mistake():
    sure, other = columns_of("26", 0.97)[None], columns_of("86", 0.97)[None]
    reading = read_of([np.concatenate([sure, sure, other])], range(1, 32), 10)
    assert (reading.text, reading.probability > MIN_PROBABILITY["day"]) == ("26", True)
    unsure = np.concatenate([sure, other, other])
    assert read_of([unsure, sure], range(1, 32), 10).probability > MIN_PROBABILITY["day"]
    assert read_of([sure, columns_of("16", 0.97)[None]], range(1, 32), 10).probability < MIN_PROBABILITY["day"]
    assert read_of([other], range(1, 32), 10).probability < 0.5


@pytest.mark.parametrize(("told", "day"), [(18, "18"), (5, None), (None, None)])
def test_clear_figures_of_the_engine_are_a_voice_more_and_no_more(told, day):
    """A reader torn between two days takes the one that the engine reads too; one seen by none else is not taken."""
    torn = [columns_of("28", 0.97)[None], columns_of("18", 0.97)[None]]
    reading = read_of(torn, range(1, 32), 10, told)
    assert (reading.text if reading.probability > MIN_PROBABILITY["day"] else None) == day


def test_what_the_reader_is_sure_of_stays_whatever_the_engine_reads():
    reading = read_of([columns_of("09", 0.99)[None]], range(1, 32), 10, 3)
    assert (reading.text, reading.probability > MIN_PROBABILITY["day"]) == ("09", True)


@pytest.mark.parametrize(
    ("text", "months", "believed"),
    [("6", 31, False), ("06", 31, True), ("1", 12, False), ("01", 12, True), ("6", 12, True), ("16", 31, True)],
)
def test_a_lone_digit_is_believed_only_where_forms_ask_for_no_zero(text, months, believed):
    reading = read_of([columns_of(text, 0.98)[None]], range(1, months + 1), 10 if months == 31 else 3)
    assert (reading.text, reading.probability > MIN_PROBABILITY["day"]) == (text, believed)


def look_at(*columns: dict[str, float]) -> np.ndarray:
    """One look: what each column shows and how probably, nothing with the rest; the sign that ends a number is last."""
    looks = np.full((1, 2 * len(columns) + 2, 1 + len(NETWORK_SIGNS)), 1e-9)
    looks[0, :, 0] = 1.0
    for at, shown in enumerate((*columns, {"/": 0.99})):
        for sign, chance in shown.items():
            looks[0, 2 * at, 1 + NETWORK_SIGNS.index(sign)] = chance
            looks[0, 2 * at, 0] = 1 - sum(shown.values())
    return np.log(looks)


def test_a_sign_that_may_be_none_is_told_among_digits():
    read = read_number([look_at({"4": 0.6, "?": 0.39}, {"7": 0.99})] * len(NETWORKS))
    assert read.text == "47"
    assert read.probability > MIN_PROBABILITY["number"]


@pytest.mark.parametrize(
    "columns",
    [
        ({"4": 0.15, "?": 0.84}, {"7": 0.99}),  # likelier no digit
        ({"?": 0.99},),  # something stands there, and it is no digit
        ({"4": 0.99}, {"7": 0.45, "?": 0.54}),  # a letter may stand behind the number
    ],
)
def test_what_is_likelier_no_digit_is_no_number(columns):
    read = read_number([look_at(*columns)] * len(NETWORKS))
    assert read.text
    assert not (read.text.isdecimal() and read.probability >= MIN_PROBABILITY["number"])


@pytest.mark.parametrize(
    ("first", "second", "text", "taken"),
    [
        ({"5": 0.97}, {"5": 0.97}, "45", True),
        ({"5": 0.98}, {"5": 0.7, "6": 0.29}, "45", True),  # one is sure, the other thinks so too
        ({"5": 0.6, "6": 0.39}, {"5": 0.6, "6": 0.39}, "45", False),  # none is sure
        ({"5": 0.97}, {"6": 0.97}, "45", False),  # they see two numbers
        ({"5": 0.45, "?": 0.54}, {"5": 0.97}, "45", False),  # a letter may stand behind the number
    ],
)
def test_of_a_number_all_networks_decide_together(first, second, text, taken):
    seen = [look_at({"4": 0.99}, each) for each in (first, *[second] * (len(NETWORKS) - 1))]
    read = read_number(seen)
    assert not taken or read.text == text
    assert (read.text.isdecimal() and read.probability >= MIN_PROBABILITY["number"]) == taken


def test_a_number_is_as_likely_as_its_spellings_with_and_without_zeros_together():
    """A zero seen twice is no doubt of the number."""
    looks = [look_at({"0": chance}, {"0": 0.9}, {"4": 0.99}) for chance in (0.4, 0.6)]
    read = read_number([np.concatenate(looks)] * len(NETWORKS))
    assert (read.text, read.probability > MIN_PROBABILITY["number"]) == ("04", True)


@pytest.mark.parametrize(
    ("text", "taken"), [("7", False), ("07", True), ("017", False), ("117", True), ("0117", False), ("10", True)]
)
def test_a_number_of_a_form_that_hardly_anybody_writes_is_believed_less(text, taken):
    read = read_number([look_at(*({digit: 0.98} for digit in text))] * len(NETWORKS))
    assert (read.text, read.probability >= MIN_PROBABILITY["number"]) == (text, taken)


def test_what_networks_are_trusted_with_is_fitted_to_what_they_read_rightly():
    """A network that is right whenever it is sure outweighs one that is sure of anything."""
    sure, torn = look_at({"4": 0.99}), look_at({"4": 0.55, "9": 0.44})
    lines = [([sure, sure], "4")] * 9 + [([torn, sure], "9")] * 5 + [([torn, sure], "4")] * 5
    _, good, vain = fitted(lines)
    assert good > 3 * abs(vain)


def test_what_an_open_number_may_be_is_near_what_each_network_sees():
    found = dict(
        possible_numbers([look_at({"4": 0.99}, {"5": 0.6, "6": 0.3}), look_at({"1": 0.5, "4": 0.4}, {"7": 0.99})])
    )
    assert list(found)[:2] == ["45", "17"]
    assert found["46"] == pytest.approx(0.16, abs=0.03)
    assert "15" not in found  # no network sees that
    assert not possible_numbers([look_at()])


def test_a_number_run_together_with_the_print_is_parted():
    line = line_of(("Số:e)01/KH-UBND", 20, 250, 0.3))
    [slot] = slots(line)
    before, number = written_numbers(line, page_with("84", 64, symbol=slot.right))
    assert (before.text, number.text) == ("Số:", "84/KH-UBND")
    assert number.left + number.width == 270
    assert before.left + before.width <= slot.left + 1


@pytest.mark.parametrize(("left", "text"), [(220, "84"), (60, "?(")])
def test_in_a_wide_slot_only_a_number_that_is_seen_whole_is_read(left, text):
    line = line_of(("Số:", 20, 31, 0.96), ("?(", left, 40, 0.4), ("/KH-UBND", 290, 118, 0.9))
    page = page_with("84", left, symbol=290)
    assert [word.text for word in written_numbers(line, page)] == ["Số:", text, "/KH-UBND"]


@pytest.mark.parametrize(("symbol", "printed", "text"), [(150, 150, "2863"), (113, 150, "2863"), (150, None, "?(")])
def test_a_number_is_read_only_where_the_sign_behind_it_is_seen(symbol, printed, text):
    """Where the engine took digits for the symbol, the slot ends before them; who looks further sees the sign."""
    line = line_of(("Số:", 20, 31, 0.96), ("?(", 66, 30, 0.4), ("/KH-UBND", symbol, 118, 0.9))
    page = page_with("2863", 64, symbol=printed)
    assert [word.text for word in written_numbers(line, page)] == ["Số:", text, "/KH-UBND"]


def test_print_is_left_alone():
    line = line_of(("Số:", 20, 31, 0.96), ("17", 66, 24, 0.95), ("/KH-UBND", 110, 118, 0.92))
    assert written_numbers(line, page_with("84", 64)) == line


@pytest.mark.parametrize(
    ("top", "bottom", "confidence", "is_print"),
    [(18, 0, 0.9, True), (18, 0, 0.6, False), (25, 0, 0.9, False), (18, 6, 0.9, False), (9, 0, 0.9, False)],
)
def test_a_number_that_stands_as_print_is_print_though_its_long_symbol_is_doubtful(top, bottom, confidence, is_print):
    page = np.full((140, 400), 255, np.uint8)
    for left in (66, 79):  # what no reader of writing knows
        page[BASE - top : BASE + bottom, left : left + 10] = np.tile([[0, 255], [255, 0]], (20, 5))[: top + bottom]
    line = line_of(("Số:", 20, 31, 0.96), ("15/2026/NQ-HĐND", 66, 190, confidence))
    assert next(slots(line)).read == "15"
    assert any(word.by_hand for word in written_numbers(line, page)) is not is_print


@pytest.mark.parametrize(
    ("others", "confidence", "is_print"),
    [
        ([(3, "Đ", -9.0)], 0.5, True),  # the symbol is in doubt, its number is not
        ([(1, "3", -4.0)], 0.5, False),
        ([(1, "3", -20.0)], 0.5, True),
        ([], 0.5, False),  # what else the engine saw is not known
        ([(3, "Đ", -9.0)], 0.3, False),
    ],
)
def test_of_a_number_run_together_with_its_symbol_its_own_figures_count(others, confidence, is_print):
    page = np.full((140, 400), 255, np.uint8)
    for left in (66, 79):
        page[BASE - 18 : BASE, left : left + 10] = np.tile([[0, 255], [255, 0]], (9, 5))
    line = line_of(("Số:", 20, 31, 0.96), ("15/2026/NQ-HĐND", 66, 190, confidence))
    line[1] = replace(line[1], alternatives=tuple(Alternative(at, "?", text, loss) for at, text, loss in others))
    assert any(word.by_hand for word in written_numbers(line, page)) is not is_print


def test_the_zero_that_the_engine_lost_of_a_number_is_put_back():
    line = line_of(HEAD[0], ("2", 84, 14, 0.4), HEAD[2])
    assert written_numbers(line, page_with("02", 64, symbol=150))[1].text == "02"
    line = line_of(HEAD[0], ("02", 64, 40, 0.4), HEAD[2])
    assert written_numbers(line, page_with("02", 64, symbol=150))[1].text == "02"


def printed_page(digits: str) -> tuple[np.ndarray, list[EngineWord]]:
    """A typed number between its print, the engine fairly sure of it."""
    face = ImageFont.truetype("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf", 27)
    sheet = Image.new("L", (420, 160), 250)
    pen, left, line = ImageDraw.Draw(sheet), 20, []
    for text, sure in (("Số:", 0.96), (digits, 0.85), ("/KH-UBND", 0.9)):
        pen.text((left, BASE), text, fill=30, font=face, anchor="ls")
        width = round(face.getlength(text))
        line += line_of((text, left, width, sure))
        left += width + (8 if text == "Số:" else 2)
    return np.asarray(sheet), line


@pytest.mark.parametrize("row", [-2, 0, 2, 4, 7])
def test_a_typed_number_on_the_line_of_a_form_is_print(row):
    page, line = printed_page("1147")
    page = page.copy()
    page[BASE + row : BASE + row + 2, line[1].left - 3 : line[2].left] = 40
    after = written_numbers(line, page)
    assert [(word.text, word.by_hand) for word in after] == [("Số:", False), ("1147", False), ("/KH-UBND", False)]


def test_only_the_line_of_a_form_is_taken_out():
    page, line = printed_page("22")
    assert without_rule(page, line[1].left - 4, line[2].left, BASE) is page  # the stroke on which a 2 stands is its own
    ruled = page.copy()
    ruled[BASE + 3 : BASE + 5, line[1].left - 4 : line[2].left] = 40
    assert np.array_equal(without_rule(ruled, line[1].left - 4, line[2].left, BASE) < 180, page < 180)


def test_nothing_is_read_where_nothing_stands():
    line = line_of(("Số:", 20, 31, 0.96), ("/KH-UBND", 150, 118, 0.9))
    assert written_numbers(line, np.full((160, 420), 250, np.uint8)) == line


def test_ink_of_which_nobody_makes_anything_leaves_the_line_as_it_is():
    page = page_with("05", 64)
    page[BASE - 22 : BASE, 66:110] = np.random.default_rng(3).integers(0, 2, (22, 44)) * 255
    line = line_of(HEAD[0], HEAD[2])
    assert written_numbers(line, page) == line


def scribbled_page() -> np.ndarray:
    page = np.full((160, 420), 250, np.uint8)
    scribble = np.random.default_rng(3).random((22, 60)) < 0.4
    page[BASE - 22 : BASE, 70:130][scribble] = 0
    return page


def test_where_the_engine_read_nothing_nothing_is_doubted():
    line = line_of(HEAD[0], HEAD[2])
    assert written_numbers(line, scribbled_page()) == line


def test_what_neither_reader_is_sure_of_is_marked():
    after = written_numbers(line_of(*HEAD), scribbled_page())
    assert [word.text for word in after] == ["Số:", "?(", "/KH-UBND"]
    assert [(word.by_hand, word.confidence < 0.5) for word in after] == [(False, False), (True, True), (False, False)]


def test_a_number_with_a_letter_stays_print_when_its_digits_are_seen():
    line = line_of(("Số:", 20, 31, 0.96), ("84b", 66, 40, 0.8), ("/KH-UBND", 150, 118, 0.92))
    page = page_with("84", 64, symbol=150)
    page[BASE - 16 : BASE, 100:103] = page[BASE - 3 : BASE, 100:112] = 30  # no digit
    assert not any(word.by_hand for word in written_numbers(line, page))


def document(*words: Word, name: str = "scan.pdf") -> Document:
    def printed(text, role=Role.BODY):
        return Line.of_words([Word(each, Box(0, 0, 1, 1), 0.96) for each in text.split()], page=1, role=role)

    head = [printed("ỦY BAN NHÂN DÂN XÃ PHÚ TRUNG", Role.ISSUER)]
    lines = [
        Line.of_words(part, page=1, role=role) for part, role in zip(words, (Role.ISSUER, Role.MOTTO), strict=True)
    ]
    body = [
        printed("KẾ HOẠCH"),
        printed("Tuyên truyền năm 2025"),
        printed("I. MỤC ĐÍCH"),
        printed("Nâng cao nhận thức."),
    ]
    return Document(name, "0" * 64, (Page(1, 595, 842, (*head, *lines, *body), "ocr"),))


def words_of(text: str, confidence: float, *by_hand: str) -> list[Word]:
    made = [Word(each, Box(0, 0, 1, 1), 0.96) for each in text.split()]
    return [replace(word, confidence=confidence, by_hand=True) if word.text in by_hand else word for word in made]


def filled(number_sure: float = 0.93, day_sure: float = 0.93, name: str = "scan.pdf") -> Document:
    return document(words_of("Số: 84 /KH-UBND", number_sure, "84"),
                    words_of("Phú Trung, ngày 06 tháng 6 năm 2025", day_sure, "06"), name=name)  # fmt: skip


def codes(plan) -> set[str]:
    return {warning.code for warning in plan.warnings if warning.code.startswith(("header.number", "header.date"))}


def test_a_plan_warns_of_what_was_written_by_hand():
    plan = parse(filled())
    assert (plan.header.number, plan.header.date) == ("84", "2025-06-06")
    assert codes(plan) == {"header.number_handwritten", "header.date_handwritten"}
    [look] = looks(
        plan.model_copy(update={"warnings": tuple(each for each in plan.warnings if each.code in codes(plan))})
    )
    assert 0 < look.faults < WARNINGS["header.number"].faults  # less than one that cannot be read


def test_what_is_not_sure_is_no_value_of_a_plan():
    plan = parse(filled(0.3, 0.3))
    assert (plan.header.number, plan.header.date) == (None, "2025-06")
    assert codes(plan) == {"header.number", "header.date"}


def test_the_likeliest_number_is_offered_where_none_is_sure():
    unsure = replace(Word("#4", Box(0, 0, 1, 1), 0.3, by_hand=True), likely="84")
    number = [unsure if word.by_hand else word for word in words_of("Số: 84 /KH-UBND", 0.3, "84")]
    date = words_of("Phú Trung, ngày 06 tháng 6 năm 2025", 0.93, "06")
    plan = parse(document(number, date))
    assert plan.header.number is None
    offered = plan.fields["/header/number"]
    assert (offered.runner_up, offered.probability < 0.1) == ("84", True)
    named = parse(document(number, date, name="85-kh-ubnd.pdf"))  # the name of the file tells
    assert (named.header.number, named.fields["/header/number"].runner_up) == ("85", None)
    [line] = [line for line in repair_document(document(number, date), Settings()).lines if line.text.startswith("Số")]
    assert [word.likely for word in line.words] == ["", "84", ""]


def test_evidence_from_outside_bears_out_what_was_written():
    signed = DigitalSignature(time="2025-06-06T09:00:00")
    plan = parse(filled(name="84-kh-ubnd.pdf"), (signed,))
    assert codes(plan) == set()
    assert parse(filled(0.3, name="84-kh-ubnd.pdf")).header.number == "84"
    other = parse(filled(name="85-kh-ubnd.pdf"))
    assert other.header.number == "84"
    assert any("85" in warning.message for warning in other.warnings)


@pytest.mark.parametrize(
    ("signed", "sure", "date", "told"),
    [
        ("2025-06-01", 0.3, "2025-06-01", set()),  # no other day of the month is before the signature
        ("2025-06-09", 0.3, "2025-06", {"header.date"}),
        ("2025-07-01", 0.3, "2025-06", {"header.date"}),
        ("2025-06-09", 0.93, "2025-06-06", {"header.date_handwritten"}),
        ("2025-06-05", 0.93, "2025-06", {"header.date", "header.date_handwritten"}),
        ("2025-05-31", 0.93, "2025", {"header.date", "header.date_handwritten"}),
    ],
)
def test_no_date_by_hand_lies_behind_the_signature(signed, sure, date, told):
    plan = parse(filled(day_sure=sure), (DigitalSignature(time=f"{signed}T09:00:00"),))
    assert plan.header.date == date
    assert {code for code in codes(plan) if code.startswith("header.date")} == told


def test_a_printed_date_stays_whatever_a_signature_says():
    printed = document(words_of("Số: 84 /KH-UBND", 0.96), words_of("Phú Trung, ngày 06 tháng 6 năm 2025", 0.96))
    assert parse(printed, (DigitalSignature(time="2025-06-05T09:00:00"),)).header.date == "2025-06-06"
