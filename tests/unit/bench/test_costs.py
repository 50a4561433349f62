# SPDX-License-Identifier: Apache-2.0
"""The numbers that decisions rest on: each has a unit and an origin, and a decision follows the ones it is given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.costs import TABLES, main, rows
from ocr_kh.genre.enumerators import readings
from ocr_kh.genre.line import GenreLine
from ocr_kh.layout.joining import WEIGHTS, Pair, breaks
from ocr_kh.plan.structure.sequence import COSTS, Candidate, decide
from ocr_kh.splitting.sequence import ODDS, leads
from ocr_kh.splitting.signs import Signs

OF_SIGNS = "page."
"""Their names are those of the signs, and say what they are."""


@pytest.mark.parametrize("numbers", TABLES, ids=lambda each: type(each).__name__)
def test_each_number_has_a_unit_an_origin_and_a_meaning(numbers):
    found = list(rows(numbers))
    assert found
    assert [row for row in found if not row.unit or not row.origin] == []
    assert [row.name for row in found if not row.meaning and not row.name.startswith(OF_SIGNS)] == []


def test_signs_that_are_weighed_are_signs_of_a_page():
    names = {row.name.removeprefix(OF_SIGNS) for row in rows(ODDS) if row.name.startswith(OF_SIGNS)}
    assert names <= set(Signs.__dataclass_fields__)
    assert len(names) > 10


def test_tables_can_be_chosen(capsys):
    main(["Outline"])
    printed = capsys.readouterr().out
    assert printed.startswith("OutlineCosts: ")
    assert "without_stroked_d  0.2  cost" in printed.replace("    ", "  ").replace("   ", "  ")
    assert "BreakWeights" not in printed


def test_outline_follows_its_costs():
    lines = [Candidate(readings(text), 3.0, capitals=False) for text in ("1. Mục đích", "5. Yêu cầu")]
    places = [decide(lines, costs) for costs in (COSTS, replace(COSTS, gap=9.0, most_gap=9.0, later_start=9.0))]
    assert [place is not None for place in places[0]] == [True, True]
    assert [place is not None for place in places[1]] == [True, False]


def test_paragraphs_follow_their_weights():
    first, second = GenreLine("Các đơn vị tổ chức thực hiện."), GenreLine("Phòng Kinh tế theo dõi việc này.")
    pair = Pair(first, second, room=0.02, word=0.1)
    assert not breaks(pair)
    assert breaks(pair, replace(WEIGHTS, sentence=2.5))


def test_beginnings_follow_their_odds():
    pages = [Signs(motto=True, number=True, closing=True), Signs(number=True)]
    before, after = leads(pages)[1], leads(pages, replace(ODDS, beginning=ODDS.beginning + 1))[1]
    assert after - before == pytest.approx(1)
