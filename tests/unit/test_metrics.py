# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.errors import NotADocumentError
from ocr_kh.metrics import Corrections, compare, evaluate_files, fold_for_comparison

TRUTH = "ỦY BAN NHÂN DÂN XÃ BẢO HÒA\nKế hoạch số 05/KH-UBND của Ủy ban"


def test_metrics_of_the_truth_itself_are_perfect():
    figures = compare(TRUTH, TRUTH)

    assert (figures.cer, figures.wer, figures.missed_words, figures.extra_words) == (0, 0, 0, 0)
    assert (figures.syllable_accuracy, figures.tone_error_rate) == (1, 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà bình", "hòa bình"),
        ("UỶ BAN", "ỦY BAN"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
        ("kế hoạch", "ke\u0302\u0301 hoa\u0323ch"),
        ("kế  hoạch\n\x0c", "kế hoạch"),
    ],
)
def test_metrics_take_two_right_spellings_for_one(one, other):
    assert compare(one, other).cer == 0
    assert compare(one, other).missed_words == 0


@pytest.mark.parametrize(("one", "other"), [("quý", "quy"), ("Kế hoạch", "kế hoạch"), ("hòa", "hoa"), ("giá", "gía")])
def test_metrics_tell_different_spellings_apart(one, other):
    assert compare(one, other).missed_words > 0


def test_metrics_leave_qu_and_gi_alone():
    assert fold_for_comparison("quý quỳ quỷ giá già") == "quý quỳ quỷ giá già"


def test_metrics_count_missed_and_extra_words_as_multisets():
    figures = compare("của của kế 2025", "của kế hoạch của nhà trường")

    assert figures.missed_words == 3 / 6  # hoạch, nhà, trường
    assert figures.extra_words == 1 / 6  # 2025


def test_metrics_of_words_do_not_depend_on_order():
    assert compare("hai một", "một hai").missed_words == 0
    assert compare("hai một", "một hai").wer > 0


def test_metrics_count_characters_over_the_truth():
    assert compare("kê hoạch", "kế hoạch").cer == 1 / 8


def test_metrics_tell_tone_errors_from_others():
    figures = compare("kê hoach tô chưc", "kế hoạch tổ chức")

    assert figures.syllable_accuracy == 0
    assert figures.tone_error_rate == 1
    assert compare("ke hoạch", "kế hoạch").tone_error_rate == 0


def test_metrics_leave_numbers_out_of_syllables():
    assert compare("kế hoạch 06", "kế hoạch 05").syllable_accuracy == 1


def test_metrics_of_a_blank_page_show_what_was_found_on_it():
    assert compare("", "").missed_words == compare("", "").extra_words == 0
    assert compare("rác rưởi", "").extra_words == 2


def test_metrics_of_a_repair_count_right_wrong_and_missed():
    truth = "kế hoạch tổ chức thực hiện"
    before = "ké hoạch tổ chirc thuc hién"
    result = "kế hoạch tố chức thúc hién"

    figures = compare(result, truth, before=before)

    assert figures.corrections == Corrections(right=2, wrong=2, missed=1)  # tổ harmed, thuc changed in vain


def test_metrics_by_name_are_flat():
    assert compare("a", "a").as_dict().keys() == compare("a", "b").as_dict().keys()
    assert compare("b", "b", before="a").as_dict()["corrections_right"] == 1


def test_metrics_read_files(tmp_path):
    for name, text in {"result": "kế hoach", "truth": "kế hoạch", "before": "ke hoach"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8-sig")

    figures = evaluate_files(tmp_path / "result", tmp_path / "truth", tmp_path / "before")

    assert figures.corrections == Corrections(right=1, wrong=0, missed=1)


def test_metrics_refuse_what_is_not_text(tmp_path):
    (tmp_path / "result").write_bytes(b"\xff\x00\xfe")
    (tmp_path / "truth").write_text("kế")

    with pytest.raises(NotADocumentError):
        evaluate_files(tmp_path / "result", tmp_path / "truth")


WORDS = st.lists(st.sampled_from(["kế", "hoạch", "hoà", "hòa", "của", "xã", "05", "-", "Ủy", "UỶ"])).map(" ".join)


@given(WORDS, WORDS)
def test_metrics_balance(result, truth):
    """What is in the text and not missed is as much as what is in the truth and not extra."""
    figures = compare(result, truth)
    there = compare(truth, result)

    assert figures.missed_words * max(figures.truth_words, 1) == pytest.approx(
        there.extra_words * max(there.truth_words, 1)
    )
    assert 0 <= figures.syllable_accuracy + figures.tone_error_rate <= 1
    assert (figures.cer == 0) == (fold_for_comparison(result) == fold_for_comparison(truth))


@given(WORDS, WORDS, WORDS)
def test_metrics_of_a_repair_account_for_every_wrong_word(before, result, truth):
    counts = compare(result, truth, before=before).corrections
    wrong_before = compare(before, truth, before=before).corrections.missed

    assert wrong_before <= counts.right + counts.wrong + counts.missed
