# SPDX-License-Identifier: Apache-2.0
"""The grammar of codes, kind by kind (tests/cases/genre/codes.toml), as each of its readers asks it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ocr_kh.document import Line, Page
from ocr_kh.genre.codes import codes, is_usual_symbol, whole_code
from ocr_kh.genre.forms import Form, form
from ocr_kh.language.token_kinds import Kind, kind_of, split_edges
from ocr_kh.plan import parse_text
from ocr_kh.recognition.handwriting.slots import slots
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.repair import repair_text
from ocr_kh.splitting.signs import signs_of

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "genre" / "codes.toml").read_text(encoding="utf-8"))
HEADER = """ỦY BAN NHÂN DÂN
XÃ PHÚ TRUNG
{number}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Phú Trung, ngày 3 tháng 4 năm 2026
KẾ HOẠCH
Vệ sinh môi trường năm 2026
I. MỤC ĐÍCH
Thiết thực.
"""

each_code = pytest.mark.parametrize("case", CASES["code"], ids=lambda case: case["label"])
each_line = pytest.mark.parametrize("case", CASES["line"], ids=lambda case: case["label"])


def _header(line):
    return parse_text(HEADER.format(number=line)).header


@each_code
@pytest.mark.parametrize("sentence", ["Theo Quyết định số {} ngày 03/4/2026;", "({})", "số {}."])
def test_codes_in_running_text(case, sentence):
    text = sentence.format(case["printed"])
    assert [code.correct for code in codes(text)] == [case.get("correct", case["printed"])]


@each_code
def test_codes_in_a_header(case):
    header = _header(f"Số: {case['printed']}")
    assert (header.number, header.symbol) == (case["number"], case["symbol"])
    assert is_usual_symbol(header.symbol, header.number)
    assert whole_code(header.number, header.symbol) == case["printed"]


@each_code
def test_codes_open_a_document(case):
    line = Line(text := f"Số: {case['printed']}", text)
    assert signs_of(Page(1, lines=(line,))).number


@each_code
def test_codes_are_kept_by_repair(case):
    assert kind_of(split_edges(f"{case['printed']},")[1]) is Kind.CODE
    damaged = f"Can cu Quyet dinh so {case['printed']} ngay 03 thang 4 nam 2026 cua Uy ban nhan dan xa Phu Trung"
    assert case["printed"] in repair_text(damaged).text


@each_code
def test_codes_leave_room_for_a_number_by_hand(case):
    sign = case["printed"].removeprefix(case["number"].split("/")[0])
    words = [("Số:", 100, 31), (f"4,{sign}", 140, 155)]
    line = [EngineWord(text, left, 100, width, 20, 0.7, (0, 0, 0)) for text, left, width in words]
    assert [slot.read for slot in slots(line)] == ["4,"]


@each_line
def test_number_line_of_a_header(case):
    header = _header(case["text"])
    assert (header.number, header.symbol) == (case.get("number"), case["symbol"])


@each_line
def test_blank_number_is_told_apart_from_one_that_cannot_be_read(case):
    plan = parse_text(HEADER.format(number=case["text"]))
    found = [each.code for each in plan.warnings if each.code.startswith("header.number")]
    assert found == ([] if "number" in case else ["header.number_blank"])


@each_line
def test_number_line_is_known(case):
    assert form(case["text"]) is Form.NUMBER


@pytest.mark.parametrize("case", CASES["other"], ids=lambda case: case["text"])
def test_not_a_code(case):
    assert not list(codes(case["text"]))
