# SPDX-License-Identifier: Apache-2.0
"""What a person should look at first."""

from __future__ import annotations

import pytest

from ocr_kh.plan import Plan
from ocr_kh.plan.model import Warning  # noqa: A004 - the contract's word
from ocr_kh.plan.reading_account import PageQuality, Quality
from ocr_kh.plan.review.quality import REVIEW_ERRORS
from ocr_kh.plan.review.triage import MIN_GAIN, OPEN_MINUTES, looks, lost


def plan_of(*pages, warnings=(), failed=()):
    return Plan(quality=Quality(pages=pages), warnings=warnings, failed_pages=failed)


def warned(*codes, page=1):
    return tuple(Warning(code=code, message=code, page=page) for code in codes)


def page(number, errors=0.0, words=300, doubtful=0):
    return PageQuality(page=number, expected_errors=errors, words=words, doubtful_words=doubtful)


def codes(look):
    return tuple(reason.code for reason in look.reasons)


def test_nothing_to_look_at_where_nothing_is_known_against_a_document():
    assert looks(plan_of(page(1))) == []


def test_a_failed_page_comes_before_a_doubtful_word():
    found = looks(plan_of(page(1, 1.0, doubtful=2), page(2, 300.0, words=0), failed=(2,)))
    assert [(look.page, codes(look)) for look in found] == [(2, ("page.failed",)), (1, ("words.doubtful",))]


def test_a_page_without_a_word_of_its_print_is_scanned_again():
    (look,) = looks(plan_of(page(1, 300.0, words=0)))
    assert (codes(look), look.minutes) == (("page.failed",), lost("").minutes + OPEN_MINUTES)


def test_a_page_with_many_errors_is_read_through_and_another_looked_at_where_it_is_marked():
    bad, good = looks(plan_of(page(1, REVIEW_ERRORS, doubtful=3), page(2, REVIEW_ERRORS - 0.1, doubtful=3)))
    assert [(codes(look), look.reasons[0].count) for look in (bad, good)] == [
        (("page.read",), 300),
        (("words.doubtful",), 3),
    ]
    assert bad.faults == REVIEW_ERRORS


def test_of_two_pages_as_bad_the_shorter_comes_first():
    assert [look.page for look in looks(plan_of(page(1, 30.0, words=400), page(2, 30.0, words=200)))] == [2, 1]


def test_findings_on_one_page_are_one_look_and_worth_more_together():
    (both,) = looks(plan_of(page(1, 2.0, doubtful=2), warnings=warned("header.number")))
    (doubts,) = looks(plan_of(page(1, 2.0, doubtful=2)))
    assert (both.page, codes(both)) == (1, ("words.doubtful", "header.number"))
    assert both.gain > doubts.gain


@pytest.mark.parametrize("errors", [REVIEW_ERRORS, 20.0, 60.0, 200.0])
def test_more_errors_never_put_a_page_further_back(errors):
    (more,), (less,) = looks(plan_of(page(1, errors + 5))), looks(plan_of(page(1, errors)))
    assert more.gain > less.gain


def test_a_missing_field_comes_before_a_lost_heading():
    (field,), (heading,) = (
        looks(plan_of(warnings=warned("header.date"))),
        looks(plan_of(warnings=warned("outline.gap"))),
    )
    assert field.gain > heading.gain


@pytest.mark.parametrize("code", ["header.number_zero", "bases.end", "closing.end"])
def test_the_authors_own_slip_is_not_worth_a_minute(code):
    assert looks(plan_of(warnings=warned(code))) == []
    found = looks(plan_of(page(1, 3.0, doubtful=8), warnings=warned(code)))
    assert codes(found[0]) == ("words.doubtful", code)
    assert found[0].gain >= MIN_GAIN


def test_scans_below_the_archive_rule_are_no_minutes_work():
    assert looks(plan_of(warnings=warned("scan.colour", "scan.resolution"))) == []


def test_a_lost_document_is_looked_at_as_a_whole():
    look = lost("[E401] damaged")
    assert (look.page, codes(look), look.reasons[0].message) == (None, ("document.failed",), "[E401] damaged")
