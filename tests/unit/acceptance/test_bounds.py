# SPDX-License-Identifier: Apache-2.0
"""Bounds equal those of published tables, and hold for made-up lots as often as they claim."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bench.acceptance import SETTINGS, TOGETHER, coverage, coverage_together
from ocr_kh.acceptance.sampling.bounds import (
    Shares,
    Stratum,
    accept_probability,
    clopper_pearson,
    most_wrong,
    most_wrong_of_strata,
    most_wrong_shares,
)
from ocr_kh.acceptance.sampling.plans import Plan, allotted, plan_of
from ocr_kh.errors import UsageError

CASES = tomllib.loads((Path(__file__).parents[2] / "cases/acceptance/bounds.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["clopper_pearson"], ids=str)
def test_clopper_pearson(case):
    assert round(100 * clopper_pearson(case["wrong"], case["drawn"]), 2) == case["bound"]


@pytest.mark.parametrize("case", CASES["smallest"], ids=str)
def test_smallest_samples(case):
    for wrong, drawn in zip(case["wrong"], case["drawn"], strict=True):
        limit = case["percent"] / 100
        assert clopper_pearson(wrong, drawn) < limit <= clopper_pearson(wrong, drawn - 1)


@pytest.mark.parametrize("case", CASES["finite"], ids=str)
def test_finite_lots(case):
    bound = 100 * most_wrong(Stratum(case["lot"], case["drawn"], case["wrong"])) / case["lot"]
    assert bound == pytest.approx(case["bound"], abs=0.051)


@pytest.mark.parametrize("case", CASES["allowed"], ids=str)
def test_what_the_trade_rule_may_let_pass(case):
    lot, drawn = case["lot"], case["drawn"]
    passing = [wrong for wrong in range(20) if most_wrong(Stratum(lot, drawn, wrong)) <= lot * 0.05]
    assert max(passing, default=-1) == case["most"]


@pytest.mark.parametrize(("documents", "drawn", "accept"), CASES["lq5"])
def test_plans_of_limiting_quality(documents, drawn, accept):
    assert (Plan("lq5").drawn(documents), Plan("lq5").accept(documents)) == (drawn, accept)
    if documents > 90 and documents <= 35_000:
        assert 0.04 < accept_probability(documents, drawn, accept, round(documents * 0.05)) < 0.13


@pytest.mark.parametrize("row", CASES["aql_rows"], ids=lambda row: row["letter"])
def test_plans_of_an_acceptance_limit(row):
    for aql, accept in zip(CASES["aql"], row["accept"], strict=True):
        plan = Plan("aql", aql)
        if accept != "":
            assert (plan.drawn(row["lot"]), plan.accept(row["lot"])) == (row["drawn"], accept)


@pytest.mark.parametrize(("documents", "aql", "drawn", "accept"), CASES["aql_arrows"])
def test_arrows_lead_to_another_letter(documents, aql, drawn, accept):
    assert (Plan("aql", aql).drawn(documents), Plan("aql", aql).accept(documents)) == (drawn, accept)


def test_lots_of_many_fields_have_a_plan():
    """Letters P and Q; what no smaller letter would accept goes up to the one before."""
    assert (Plan("aql", 1.0).drawn(150_001), Plan("aql", 1.0).accept(150_001)) == (800, 14)
    assert (Plan("aql", 0.65).drawn(800_000), Plan("aql", 0.65).accept(800_000)) == (1_250, 14)
    assert (Plan("aql", 2.5).drawn(800_000), Plan("aql", 2.5).accept(800_000)) == (500, 21)


def test_a_lot_that_was_checked_whole_is_known():
    assert most_wrong(Stratum(30, 30, 2)) == 2
    assert most_wrong_of_strata([Stratum(30, 30, 2), Stratum(5, 5, 0)]) == 2


def test_where_nobody_looked_all_may_be_wrong():
    assert most_wrong_of_strata([Stratum(100, 50, 0), Stratum(7, 0, 0)]) == 107


def test_the_bound_of_strata_is_never_more_than_the_lot():
    assert most_wrong_of_strata([Stratum(10, 2, 2), Stratum(10, 2, 2)]) == 20


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.name)
def test_the_bound_holds_for_nineteen_lots_in_twenty(setting):
    assert coverage(setting, lots=1_000, seed=3).holds >= 0.94


@pytest.mark.parametrize("setting", TOGETHER, ids=lambda each: each.name)
def test_the_bound_of_fields_holds_where_they_are_wrong_together(setting):
    assert coverage_together(setting, lots=400, seed=3).holds >= 0.94


def test_to_take_fields_for_independent_would_say_too_little():
    """That the simulation can fail: what counts each field as drawn by itself holds for far fewer lots."""
    found = coverage_together(TOGETHER[6], lots=400, seed=3)
    assert found.naive < 0.9 < found.holds


def test_documents_checked_whole_are_known_by_their_fields():
    assert most_wrong_shares([Shares(30, 30, (0.125, 0.5)), Shares(5, 5, ())]) == 0.625
    assert most_wrong_shares([Shares(100, 50, ()), Shares(7, 0, ())]) == 107
    assert most_wrong_shares([Shares(10, 2, (1.0, 1.0)), Shares(10, 2, (1.0, 1.0))]) == 20


def test_documents_that_are_wholly_wrong_have_the_exact_bound():
    assert most_wrong_shares([Shares(500, 80, (1.0, 1.0))]) == most_wrong(Stratum(500, 80, 2))


def test_a_smaller_confidence_holds_less_often():
    """That the simulation can fail: a bound of 50 % does not hold for 94 lots in 100."""
    assert coverage(SETTINGS[4], lots=1_000, seed=3, confidence=0.5).holds < 0.8


@pytest.mark.parametrize(
    "text", ["lq6", "aql:3", "random", "random:0", "random:1.5", "percent:101", "weighted:-3", "30%"]
)
def test_what_is_no_plan_is_told(text):
    with pytest.raises(UsageError, match="random:200"):
        plan_of(text)


def test_a_weighted_sample_looks_where_faults_are_likely():
    few, some, many = allotted(200, [8_000, 1_500, 500], [0.01, 0.1, 0.4])
    assert few + some + many == 200
    assert few / 8_000 < some / 1_500 < many / 500
