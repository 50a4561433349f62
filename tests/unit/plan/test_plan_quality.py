# SPDX-License-Identifier: Apache-2.0
"""How sure a reading is: what speaks against a page, the errors expected, grades."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.document import Document, Line, Page, Repair, Role, Word
from ocr_kh.plan import Plan, parse, parse_text
from ocr_kh.plan.model import Section
from ocr_kh.plan.reading_account import Quality
from ocr_kh.plan.review.page_warnings import scan_warnings
from ocr_kh.plan.review.quality import (
    PAGE_WORDS,
    READ_SIGNS,
    REVIEW_ERRORS,
    TYPED,
    Signs,
    expected_errors,
    grade,
    quality,
    signs,
)
from ocr_kh.plan.review.triage import with_warnings
from ocr_kh.reading.textfile import text_lines
from ocr_kh.repair import repair_document
from ocr_kh.settings import Settings

WHOLE = Plan(document_type="KẾ HOẠCH", sections=(Section(marker="I", level=1, path="I"),))
WHOLE_TEXT = """ỦY BAN NHÂN DÂN XÃ BẢO HÒA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND
Bảo Hòa, ngày 05 tháng 3 năm 2026
KẾ HOẠCH
Giữ sạch đường làng
I. MỤC ĐÍCH
Đường làng sạch.
II. KINH PHÍ
Xã chi./.
Nơi nhận:
- Các thôn;
- Lưu: VT.
CHỦ TỊCH
Nguyễn Bé Tư
"""
RIGHT = ("Ủy ban nhân dân xã ban hành Kế hoạch",) * 20


def line(text, confidence=0.97, role=Role.BODY):
    return Line.of_words((Word(word, None, confidence) for word in text.split()), page=1, role=role)


def page(*texts, number=1, confidence=0.97, **facts):
    return Page(number, 595, 842, tuple(line(text, confidence) for text in texts), source="ocr", **facts)


def repair(probability=0.6, *, doubtful=True, number=1):
    return Repair(1, 0, 2, "Ủy", "Ủy", "channel", probability=probability, doubtful=doubtful, page=number)


def document(*pages, repairs=()):
    return Document("a.pdf", "0" * 64, pages, repairs)


def judged(*pages, repairs=()):
    return with_warnings(WHOLE.replaced(quality=quality(document(*pages, repairs=repairs)))).quality


def test_a_page_read_with_confidence_is_of_the_best_grade():
    found = judged(page(*RIGHT))
    assert (found.grade, [each.grade for each in found.pages]) == ("A", ["A"])


def test_a_page_read_badly_is_to_be_looked_at():
    found = judged(page(*RIGHT), page(*RIGHT, number=2, confidence=0.4))
    assert [each.grade for each in found.pages] == ["A", "D"]
    assert (found.needs_review, found.pages[1].expected_errors >= REVIEW_ERRORS) == (True, True)


def test_errors_of_a_document_are_those_of_its_pages():
    found = judged(page(*RIGHT, confidence=0.8), page(*RIGHT, number=2, confidence=0.6))
    assert found.expected_errors == pytest.approx(sum(each.expected_errors for each in found.pages), abs=0.11)


def test_a_failed_page_gives_the_worst_grade_to_page_and_document():
    found = judged(page(*RIGHT), Page(2, error="[E301] too long"))
    assert (found.grade, found.needs_review) == ("D", True)
    assert (found.pages[1].grade, found.pages[1].expected_errors) == ("D", PAGE_WORDS)


def test_a_page_with_print_and_no_word_is_no_blank_one():
    pages = (page(*RIGHT), page(number=2))
    found = judged(*pages)
    assert (found.grade, found.needs_review) == ("D", True)
    assert (found.pages[1].grade, found.pages[1].expected_errors) == ("D", PAGE_WORDS)
    (warning,) = [each for each in scan_warnings(document(*pages)) if each.code == "scan.unreadable"]
    assert (warning.page, warning.message[-8:]) == (2, "(page 2)")


def test_a_document_without_a_word_is_not_a_good_one():
    found = judged(Page(1), Page(2))
    assert (found.grade, [each.grade for each in found.pages]) == ("D", ["A", "A"])


def test_what_was_not_judged_has_no_grade():
    assert Quality().grade is None


def test_a_blank_page_has_nothing_wrong():
    found = judged(page(*RIGHT), Page(2))
    assert (found.pages[1].grade, found.pages[1].expected_errors, found.pages[1].words) == ("A", 0, 0)


def test_repairs_count_on_their_page():
    found = judged(page(*RIGHT), page(*RIGHT, number=2), repairs=(repair(number=2), repair(0.9, doubtful=False)))
    assert [(each.doubtful_words, each.repaired_words) for each in found.pages] == [(0, 1), (1, 0)]
    assert found.doubtful_words == 1


def test_seals_and_page_numbers_are_no_text():
    noise = replace(page(*RIGHT), lines=(line("Bé#z a¢x", 0.1, Role.NOISE), line("7", 0.2, Role.PAGE_NUMBER)))
    assert signs(noise) == Signs()


@pytest.mark.parametrize("text", ["ké#hoạch", "B¢ng", "t|nh", "h<a"])
def test_signs_within_a_word_speak_against_it(text):
    assert signs(page(text)).broken == 1


@pytest.mark.parametrize(
    "text",
    ["57-NQ/TW", "21/8/2024", "(xã)", "KH-UBND;", "ô-tô", "1.234,5", "80%", "và/hoặc", "“Kế", "8:30", "a)", "B.2"],
)
def test_signs_of_codes_and_sentences_do_not(text):
    assert signs(page(text)).broken == 0


@pytest.mark.parametrize(("errors", "words", "expected"), [
    (0, 0, "A"), (2.9, 300, "A"), (3, 300, "B"), (8, 300, "C"), (15, 300, "D"), (0.2, 5, "A"), (0.4, 5, "B"),
])  # fmt: skip
def test_grades_go_by_the_share_of_wrong_words_and_a_word_makes_no_short_page_bad(errors, words, expected):
    assert grade(errors, words) == expected


COUNTS = st.floats(0, 500)


@given(st.tuples(*[COUNTS] * len(Signs._fields)), st.tuples(*[st.floats(0, 50)] * (len(Signs._fields) - 1)))
def test_more_of_any_sign_never_makes_a_page_better(found, more):
    """But for words that are right."""
    worse = Signs(found[0], *(a + b for a, b in zip(found[1:], more, strict=True)))
    for weights in (READ_SIGNS, TYPED):
        before, after = expected_errors(Signs(*found), weights), expected_errors(worse, weights)
        assert after >= before
        assert grade(after, found[0]) >= grade(before, found[0])


def test_a_text_without_faults_is_of_the_best_grade():
    plan = parse_text("KẾ HOẠCH\nVệ sinh\nI. MỤC ĐÍCH\nGiữ sạch đường làng.\nII. KINH PHÍ\nXã chi.\n")
    assert (plan.quality.grade, plan.quality.expected_errors, plan.quality.mean_confidence) == ("A", 0, None)
    assert [(each.page, each.grade) for each in plan.quality.pages] == [(None, "A")]


def test_a_text_that_had_to_be_restored_is_of_a_worse_grade_than_one_that_was_right():
    text = "Uy ban nhan dan xa ban hanh Ke hoach tuyen truyen chuyen doi so nam 2026 tren dia ban xa"
    lines = tuple(Line(text, text) for _ in range(10))
    read = Document("a.txt", "", (Page(1, lines=lines, source="text"),), has_pages=False)
    restored = parse(repair_document(read, Settings())).quality
    assert restored.pages[0].repaired_words > 100
    assert restored.expected_errors > 0


def test_characters_that_stand_for_others_speak_for_no_wrong_words():
    text = Path(__file__).parents[2].joinpath("cases/characters/document.txt").read_text(encoding="utf-8")
    lines = text_lines(text.replace(" ", " \u200b").replace("-", "\u2011"))
    repaired = repair_document(Document("a.txt", "0" * 64, (Page(1, lines=lines, source="text"),)), Settings())
    assert len(repaired.repairs) > 100
    assert expected_errors(signs(repaired.pages[0], repaired.repairs), TYPED) == 0


def test_a_text_layer_is_not_judged_by_confidences_it_does_not_have():
    found = judged(replace(page(*RIGHT, confidence=1.0), source="text"))
    assert (found.grade, found.expected_errors) == ("A", 0)


@pytest.mark.parametrize(
    "line",
    [
        "ỦY BAN NHÂN DÂN XÃ BẢO HÒA",
        "Số: 12/KH-UBND",
        "Bảo Hòa, ngày 05 tháng 3 năm 2026",
        "KẾ HOẠCH",
        "Giữ sạch đường làng",
    ],
)
def test_needs_review_when_a_field_of_the_record_is_missing(line):
    assert not parse_text(WHOLE_TEXT).quality.needs_review
    assert parse_text(WHOLE_TEXT.replace(f"{line}\n", "")).quality.needs_review


@pytest.mark.parametrize(
    ("date", "code"),
    [
        ("Bảo Hòa, ngày 05 tháng 3 nề#m 2026", "header.date_missing"),
        ("Bảo Hòa, ngà# 05 thá#g 3 năm 2026", "header.date_missing"),
        ("Bảo Hòa, ngày ... tháng 3 năm 2026", "header.date"),
    ],
)
def test_a_damaged_date_line_is_told(date, code):
    plan = parse_text(WHOLE_TEXT.replace("Bảo Hòa, ngày 05 tháng 3 năm 2026", date))
    assert [each.code for each in plan.warnings if each.code.startswith("header.")] == [code]
    assert plan.quality.needs_review


def test_a_document_without_sections_is_to_be_reviewed():
    assert parse_text(WHOLE_TEXT.replace("I. MỤC ĐÍCH\n", "").replace("II. KINH PHÍ\n", "")).quality.needs_review
