# SPDX-License-Identifier: Apache-2.0
"""What a person should look at first."""

from __future__ import annotations

from ocr_kh.plan import Plan
from ocr_kh.plan.model import Quality, Warning  # noqa: A004 - the contract's word
from ocr_kh.triage import PageState, looks, lost


def warned(*codes, page=1):
    return Plan(warnings=tuple(Warning(code=code, message=code, page=page) for code in codes))


def gain(plan, *pages):
    (look,) = looks(plan, pages)
    return look.gain


def test_nothing_to_look_at_where_nothing_is_known_against_a_document():
    assert looks(Plan(), [PageState(1, words=300, mean_confidence=0.97)]) == []


def test_a_failed_page_comes_before_a_doubtful_word():
    plan = Plan(failed_pages=(2,), quality=Quality(doubtful_words=1))
    found = looks(plan, [PageState(1, 300, 0.96, (0.7,)), PageState(2)])
    assert [(look.page, look.reasons) for look in found] == [(2, ("page.failed",)), (1, ("words.doubtful",))]


def test_findings_on_one_page_are_one_look_and_worth_more_together():
    both = looks(warned("header.number"), [PageState(1, 300, 0.96, (0.5, 0.5))])
    assert [(look.page, look.reasons) for look in both] == [(1, ("words.doubtful", "header.number"))]
    assert both[0].faults == 11.0
    assert both[0].gain > gain(warned(), PageState(1, 300, 0.96, (0.5, 0.5)))


def test_words_likelier_wrong_come_first():
    assert gain(Plan(), PageState(1, 300, 0.96, (0.4,))) > gain(Plan(), PageState(1, 300, 0.96, (0.9,)))


def test_a_missing_field_comes_before_the_authors_own_slip():
    assert gain(warned("header.date")) > gain(warned("outline.gap")) > gain(warned("header.number_zero"))


def test_a_page_badly_read_is_to_be_read_through():
    (look,) = looks(Plan(), [PageState(3, 200, 0.6)])
    assert (look.page, look.reasons, look.details, look.faults) == (3, ("confidence.low",), ("0.60",), 80.0)


def test_doubtful_words_without_their_records_count_for_the_document():
    (look,) = looks(Plan(quality=Quality(doubtful_words=5)))
    assert (look.page, look.details, look.faults) == (None, ("5",), 2.0)


def test_scans_below_the_archive_rule_are_no_minutes_work():
    assert looks(warned("scan.colour", "scan.resolution")) == []


def test_a_lost_document_is_looked_at_as_a_whole():
    assert (lost("[E401] damaged").page, lost("[E401] damaged").reasons) == (None, ("document.failed",))
