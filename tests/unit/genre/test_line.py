# SPDX-License-Identifier: Apache-2.0
"""A line is judged once: what it says of itself, and how often marks are taken off while a plan is read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ocr_kh.genre.forms import Form
from ocr_kh.genre.line import GenreLine
from ocr_kh.language import letters
from ocr_kh.plan import parse_text

TEXTS = sorted((Path(__file__).parents[3] / "samples" / "truth").glob("*.txt"))
MOST_A_LINE = 4
"""Texts without marks made for a line; a printed line, its paragraph, and what is drawn from it need two to three."""


@pytest.fixture
def taken_off(monkeypatch):
    """The texts that marks are taken off."""
    texts = []

    def counted(text, real=letters.bare):
        texts.append(text)
        return real(text)

    real = letters.bare
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("ocr_kh") and getattr(module, "bare", None) is real:
            monkeypatch.setattr(module, "bare", counted)
    return texts


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_marks_are_taken_off_a_line_few_times(path, taken_off):
    text = path.read_text("utf-8")
    parse_text(text)
    taken_off.clear()  # the vocabulary makes its patterns once for all texts
    letters.plain_of.cache_clear()
    parse_text(text)
    lines = sum(bool(line.strip()) for line in text.splitlines())
    assert lines <= len(taken_off) <= MOST_A_LINE * lines


def test_a_judgement_is_made_once(taken_off):
    line = GenreLine("1. Ủy ban nhân dân xã Tân An")
    assert (line.form, line.is_name, line.is_lead_in, line.starts_item) == (None, False, False, True)
    assert line.readings is line.readings
    assert taken_off == [line.text]


@pytest.mark.parametrize(
    ("text", "judgement", "expected"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "form", Form.MOTTO),
        ("Kính gửi: Sở Y tế", "form", Form.ADDRESSEE),
        ("a) xây dựng kế hoạch", "starts_item", False),
        ("a) xây dựng kế hoạch", "starts_lower_item", True),
        ("a) Xây dựng kế hoạch", "starts_item", True),
        ("Chương I", "starts_item", True),
        ("Trần Thị Bích Ngọc", "is_name", True),
        ("XÃ TÂN AN", "is_unit_name", True),
        ("ỦY BAN NHÂN DÂN XÃ TÂN AN", "is_body_name", True),
        ("Năm học 2025 - 2026", "is_span", True),
        ("- Như trên;", "bullet", ("-", "Như trên;")),
        ("PHỤ LỤC 1: DANH MỤC NHIỆM VỤ", "annex_heading", ("PHỤ LỤC 1", "DANH MỤC NHIỆM VỤ")),
        ("HỎA TỐC", "office_marks", {"urgency": "HỎA TỐC"}),
    ],
)
def test_what_a_line_is(text, judgement, expected):
    assert getattr(GenreLine(text), judgement) == expected
