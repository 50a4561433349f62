# SPDX-License-Identifier: Apache-2.0
"""index.csv, needs_review.csv and plan.json never contradict one another, whatever a document is like."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.reviews import contradictions
from ocr_kh.document import Document, Line, Page, Repair, Word
from ocr_kh.plan import parse
from ocr_kh.plan.model import Warning  # noqa: A004 - the contract's word
from ocr_kh.plan.review.triage import with_warnings
from ocr_kh.plan.review.warnings import WARNINGS
from ocr_kh.writing.document.text_files import plan_json
from ocr_kh.writing.tables.index import index_row, write_index
from ocr_kh.writing.tables.overview import write_overviews

LINES = st.sampled_from(
    """UBND XÃ BẢO HÒA
Số: 12/KH-UBND
Số:     /KH-UBND
Bảo Hòa, ngày 5 tháng 3 năm 2026
Bảo Hòa, ngày 5 tháng 3 nề#m 2026
KẾ HOẠCH
Giữ sạch đường làng
I. MỤC ĐÍCH
III. KINH PHÍ
B¢ đ#m xzq wq
- Lưu: VT.
CHỦ TỊCH""".splitlines()
)
WARNED = st.lists(st.sampled_from(["corrections.other_scan", "pdf.conformity", "pdf.words"]), max_size=2)
"""What is added to a plan after it is made."""


@st.composite
def pages(draw, number):
    """A page that was read well or badly, was blank, unreadable, cut or failed."""
    if draw(st.integers(0, 5)) == 0:
        return Page(number, 595, 842, error="[E502] too long")
    sure = draw(st.floats(0.1, 1))
    lines = tuple(
        Line(text, text, tuple(Word(word, confidence=sure) for word in text.split()), page=number)
        for text in draw(st.lists(LINES, max_size=8))
    )
    return Page(number, 595, 842, lines, source="ocr")


@st.composite
def documents(draw):
    read = tuple(draw(pages(number)) for number in range(1, draw(st.integers(1, 4)) + 1))
    places = [(page.number, at) for page in read for at, _ in enumerate(page.lines)]
    doubted = draw(st.lists(st.sampled_from(places), max_size=6, unique=True)) if places else []
    repairs = tuple(
        Repair(at + 1, 0, 1, "a", "á", "channel", probability=0.6, doubtful=True, page=number) for number, at in doubted
    )
    is_text = len(read) == 1 and not read[0].error and draw(st.booleans())
    if is_text:
        lines = tuple(replace(line, page=None) for line in read[0].lines)
        read, repairs = (replace(read[0], source="text", lines=lines),), tuple(replace(r, page=None) for r in repairs)
    return Document("a.pdf", "0" * 64, read, repairs, has_pages=not is_text)


@settings(max_examples=25)
@given(st.lists(st.tuples(documents(), WARNED), min_size=1, max_size=3))
def test_tables_and_plans_agree_on_what_is_to_be_reviewed(batch):
    with tempfile.TemporaryDirectory() as name:
        out, rows = Path(name), []
        for number, (document, codes) in enumerate(batch):
            folder = f"{number}.pdf"
            more = [Warning(code=code, message=WARNINGS[code].message) for code in codes]
            plan = with_warnings(parse(document), more)
            (out / folder).mkdir()
            (out / folder / "plan.json").write_text(plan_json(plan), encoding="utf-8")
            status = "partly" if document.failed_pages else "done"
            rows.append(index_row(path=folder, folder=folder, status=status, document=document, plan=plan))
        rows.append(index_row(path="x.pdf", folder="x.pdf", status="failed", error="[E401] damaged"))
        write_index(out, rows)
        write_overviews(out)
        assert list(contradictions(out)) == []


@pytest.mark.parametrize("edit", [("needs_review", "false"), ("warnings", "0"), ("number", "13"), ("status", "partly")])
def test_a_contradiction_is_found(tmp_path, edit):
    document = Document("a.pdf", "0" * 64, (Page(1, 595, 842, (Line("KẾ HOẠCH", "KẾ HOẠCH", page=1),), source="ocr"),))
    plan = parse(document)
    (tmp_path / "a.pdf").mkdir()
    (tmp_path / "a.pdf" / "plan.json").write_text(plan_json(plan), encoding="utf-8")
    row = index_row(path="a.pdf", folder="a.pdf", status="done", document=document, plan=plan)
    write_index(tmp_path, [row])
    write_overviews(tmp_path)
    assert list(contradictions(tmp_path)) == []
    write_index(tmp_path, [row | dict([edit])])
    assert len(list(contradictions(tmp_path))) == 1
