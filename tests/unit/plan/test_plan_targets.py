# SPDX-License-Identifier: Apache-2.0
"""Targets, period and budget of short texts, as tests/cases/plan/clauses/values.toml states them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ocr_kh.plan import parse_text

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "plan" / "clauses" / "values.toml").read_text("utf-8"))


def cases(kind):
    return pytest.mark.parametrize("case", CASES[kind], ids=lambda case: case["label"])


def plan_of(said, *, goal=False):
    title = "MỤC TIÊU" if goal else "NHIỆM VỤ"
    return parse_text(
        f"UBND XÃ BẢO HÒA\nBảo Hòa, ngày 25 tháng 11 năm 2026\nKẾ HOẠCH\nI. {title}\n1. Việc chung\n- {said}\n"
    )


def reached(target):
    number = f"{target.value:g}" if target.upper is None else f"{target.value:g}-{target.upper:g}"
    return " ".join(filter(None, [number, target.unit, target.comparison, target.change]))


@cases("target")
def test_what_a_clause_wants_reached(case):
    assert [reached(each) for each in plan_of(case["said"], goal=case.get("goal", False)).targets] == case["read"]


@cases("deadline")
def test_each_target_has_the_year_of_its_own_part(case):
    found = [f"{each.value:g} {each.deadline}" for each in plan_of(case["said"], goal=True).targets]
    assert found == case["read"]


@cases("period")
def test_the_time_that_a_plan_is_for(case):
    text = case.get("text", "I. YÊU CẦU\n1. Kịp thời.\n")
    plan = parse_text(
        "UBND XÃ BẢO HÒA\nSố: 05/KH-UBND\nBảo Hòa, ngày 25 tháng 11 năm 2026\n"
        f"KẾ HOẠCH\n{case['subject']}\n{case.get('before', '')}\n{text}"
    )
    assert (plan.period or "") == case["read"]


@cases("budget")
def test_where_the_money_comes_from(case):
    text = f"KẾ HOẠCH\nNuôi cá lồng\nI. YÊU CẦU\n1. Kịp thời.\n{case['text']}"
    assert (parse_text(text).budget or "") == case["read"]
