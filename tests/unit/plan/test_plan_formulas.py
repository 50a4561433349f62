# SPDX-License-Identifier: Apache-2.0
"""Headers and signatures of every kind of office (tests/cases/formulas), in every arrangement."""

from __future__ import annotations

import tomllib
from itertools import zip_longest
from pathlib import Path

import pytest

from ocr_kh.plan import parse_text

CASES = Path(__file__).parents[2] / "cases" / "formulas"
SIGNING = tomllib.loads((CASES / "signing.toml").read_text("utf-8"))
HEAD = """
ỦY BAN NHÂN DÂN
TỈNH QUẢNG HẢI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 77/KH-UBND
Quảng Hải, ngày 04 tháng 3 năm 2026
KẾ HOẠCH
Tuyên truyền chuyển đổi số năm 2026
"""
BODY = """I. MỤC ĐÍCH
Nâng cao nhận thức.
II. NỘI DUNG
1. Tuyên truyền
2. Tập huấn
Trên đây là Kế hoạch tuyên truyền, yêu cầu các đơn vị thực hiện./.
"""
RECIPIENTS = ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]
ARRANGEMENTS = {
    "below": lambda lines: [*RECIPIENTS, *lines],
    "above": lambda lines: [*lines, *RECIPIENTS],
    "beside": lambda lines: [" ".join(row).strip() for row in zip_longest(RECIPIENTS, lines, fillvalue="")],
}
ALL = [(arrangement, formula) for arrangement in ARRANGEMENTS for formula in SIGNING["formulas"]]
APART = [(arrangement, formula) for arrangement in ("below", "above") for formula in SIGNING["apart"]]


@pytest.mark.parametrize(("arrangement", "formula"), ALL + APART)
def test_signature_in_every_arrangement(arrangement, formula):
    plan = parse_text(HEAD + BODY + "\n".join(ARRANGEMENTS[arrangement](formula.split(" / "))))
    assert [" / ".join([*each.authority, each.signer or "-"]) for each in plan.signatures] == [formula]
    assert [each.name for each in plan.recipients] == ["Như trên", "Lưu: VT"]
    assert plan.closing.startswith("Trên đây là Kế hoạch")
    assert len(plan.sections) == 2


MISREAD = [("below", printed, meant) for printed, meant in SIGNING["misread"]]


@pytest.mark.parametrize(("arrangement", "printed", "meant"), MISREAD)
def test_misread_signature_is_what_it_means(arrangement, printed, meant):
    plan = parse_text(HEAD + BODY + "\n".join(ARRANGEMENTS[arrangement](printed.split(" / "))))
    assert [" / ".join([*each.authority, each.signer or "-"]) for each in plan.signatures] == [meant]


MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Độc lập - Tự do - Hạnh phúc"
HEADERS = tomllib.loads((CASES / "headers.toml").read_text("utf-8"))["case"]


def one_below_the_other(left, motto, number, date):
    return [*left, *motto, number, date]


def number_before_the_motto(left, motto, number, date):
    return [*left, number, *motto, date]


def columns_in_one_line(left, motto, number, date):
    return [*(" ".join(row).strip() for row in zip_longest(left, motto, fillvalue="")), f"{number} {date}"]


@pytest.mark.parametrize("arranged", [one_below_the_other, number_before_the_motto, columns_in_one_line])
@pytest.mark.parametrize("case", HEADERS, ids=lambda case: " ".join(case["left"]))
def test_header_in_every_arrangement(arranged, case):
    lines = arranged(case["left"], case.get("motto", MOTTO).split(" / "), case["number"], case["date"])
    plan = parse_text("\n".join([*lines, *case["title"], BODY]))
    header = plan.header
    of_header = [header.parent_issuer, header.issuer, header.number, header.symbol, header.place, header.date]
    assert [each or "" for each in (*of_header, plan.document_type, plan.subject)] == case["says"]
