# SPDX-License-Identifier: Apache-2.0
"""How triage is measured, on counts made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from bench.triage import Counted, counted, expected, fitted, found_share, halves, report, spearman
from bench.triage_pages import Known, any_condition
from ocr_kh.document import Document, Line, Page, Repair, Role, Word
from ocr_kh.plan.review.quality import READ_SIGNS, Signs


def row(errors, signs, name="a"):
    return Counted(
        name, name, signs, errors, ordinary=True, mean_confidence=0.9, doubtful=0, doubts=0.0, wrong_doubts=0
    )


def test_weights_that_made_the_errors_are_found_again():
    made = np.random.default_rng(0)
    signs = [Signs(400, made.uniform(0, 40), 0, made.integers(0, 9), made.uniform(0, 5)) for _ in range(300)]
    rows = [row(int(made.poisson(0.5 * each.unsure + 2 * each.broken + each.open)), each) for each in signs]
    assert fitted(rows)[1:] == pytest.approx((0.5, 0, 2, 1, 0), abs=0.15)


def test_a_page_that_lost_its_text_has_no_say():
    rows = [row(each, Signs(400, 2.0 * each)) for each in (2, 4, 8, 16)]
    assert fitted([*rows, row(100, Signs(6, 0.1))]).unsure == pytest.approx(fitted(rows).unsure)


def test_no_page_is_expected_to_have_more_errors_than_words():
    assert expected([row(9, Signs(10, 500.0))], READ_SIGNS).tolist() == [10]


def test_the_first_pages_hold_most_of_the_errors():
    errors = np.array([0.0, 10, 0, 5, 5])
    assert [found_share(errors, errors, share) for share in (0.2, 0.6, 1)] == [0.5, 1, 1]
    assert found_share(-errors, errors, 0.4) == 0


def test_rank_correlation_gives_equal_values_equal_ranks():
    one, other = np.array([1.0, 2, 2, 4]), np.array([10.0, 20, 20, 90])
    assert spearman(one, other) == pytest.approx(1)
    assert spearman(one, -other) == pytest.approx(-1)


def test_pages_of_one_document_are_in_one_half():
    rows = [row(0, Signs(), name) for name in "abcabcdd"]
    first, second = halves(rows)
    assert ([each.name for each in first], [each.name for each in second]) == (list("acac"), list("bbdd"))


def test_a_misread_word_is_one_error_and_a_doubt_is_judged_by_the_truth():
    words = [Word(word, None, 0.9) for word in ("kế", "hoach", "xã")]
    lines = (Line.of_words(words, page=1), Line.of_words([Word("7", None, 0.5)], page=1, role=Role.PAGE_NUMBER))
    doubts = tuple(
        Repair(1, 0, 1, word, word, "channel", probability=0.6, doubtful=True, page=1) for word in ("hoach", "xã")
    )
    page = Page(1, lines=lines, source="ocr")
    found = counted(Known("a", "a p1", Document("a", "", (page,), doubts), "kế hoạch xã"))
    assert (found.errors, found.signs.words, found.doubtful, found.wrong_doubts) == (1, 3, 2, 1)


def test_the_report_tells_of_each_order_and_threshold():
    rows = [row(errors, Signs(300, 3.0 * errors), f"{errors}") for errors in (1, 2, 30)]
    text = report(rows, fitted(rows))
    assert "| the errors themselves (no order is better) | 1.00 | 91% |" in text
    assert "3 pages, 33 wrong words, 33 expected." in text


def test_a_seed_gives_one_condition_and_half_of_them_are_ordinary():
    found = [any_condition(np.random.default_rng(seed)) for seed in range(200)]
    assert found == [any_condition(np.random.default_rng(seed)) for seed in range(200)]
    assert 70 < sum(ordinary for _, ordinary in found) < 130
