# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import csv
import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.document import Document, Page, Repair
from ocr_kh.errors import OutputError
from ocr_kh.plan import model
from ocr_kh.plan.model import Header, Plan, Recipient, Signature
from ocr_kh.plan.reading_account import Quality
from ocr_kh.plan.review.warnings import warn
from ocr_kh.writing import index_row, write_index
from ocr_kh.writing.tables.csv_file import protect_cell, unprotect_cell
from ocr_kh.writing.tables.edited import keep_edited
from ocr_kh.writing.tables.index import COLUMNS, pdfa_cell, read_index

CONTRACT = (
    "path, folder, sha256, pages, document_type, number, symbol, date, place, parent_issuer, issuer, subject, signer, "
    "recipients, mean_confidence, repairs, doubtful, warnings, needs_review, status, error, pdfa, paper"
)


def row(folder, **cells):
    return index_row(path=folder, folder=folder, status="done") | cells


def cells(out):
    with (out / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_index_has_the_columns_of_the_contract():
    assert ", ".join(COLUMNS) == CONTRACT


def test_index_row_is_made_of_document_and_plan():
    document = Document(
        name="a.pdf",
        sha256="ab",
        pages=(Page(1), Page(2)),
        repairs=(Repair(line=1, start=0, end=2, before="ké", after="kế", source="channel"),),
    )
    plan = Plan(
        header=Header(number="05", symbol="KH-UBND", date="2026-03-04", issuer="ỦY BAN NHÂN DÂN XÃ A"),
        document_type="KẾ HOẠCH",
        subject="Tuyên truyền",
        recipients=(Recipient(name="Như trên"), Recipient(name="Lưu: VT")),
        signatures=(Signature(signer="Nguyễn Văn A"), Signature(signer=None)),
        warnings=(model.Warning(code="outline.gap", message="II is followed by IV"),),
        quality=Quality(mean_confidence=0.91234567, doubtful_words=3, needs_review=True),
    )

    made = index_row(path="x/a.pdf", folder="x/a.pdf", status="done", document=document, plan=plan)

    expected = {
        "path": "x/a.pdf",
        "sha256": "ab",
        "pages": "2",
        "document_type": "KẾ HOẠCH",
        "number": "05",
        "symbol": "KH-UBND",
        "date": "2026-03-04",
        "place": "",
        "issuer": "ỦY BAN NHÂN DÂN XÃ A",
        "signer": "Nguyễn Văn A",
        "recipients": "Như trên; Lưu: VT",
        "mean_confidence": "0.9123",
        "repairs": "1",
        "doubtful": "3",
        "warnings": "1",
        "needs_review": "true",
        "error": "",
    }
    assert {key: made[key] for key in expected} == expected


def test_index_says_of_a_pdf_that_it_is_pdfa_or_why_not():
    reasons = "ISO_19005_2:6.2.11.4.1-1: Type 1 font is not embedded"

    assert pdfa_cell(Plan()) == "2b"
    assert pdfa_cell(Plan(warnings=(warn("pdf.conformity", reasons=reasons),))) == reasons


def test_index_row_of_a_failed_document_has_its_error():
    failed = index_row(path="b.pdf", folder="b.pdf", status="failed", error="[E401] damaged\nin two lines")

    assert failed["error"] == "[E401] damaged in two lines"
    assert failed["pages"] == ""


def test_index_keeps_rows_of_earlier_runs_and_replaces_the_same_folder(tmp_path):
    write_index(tmp_path, [row("b.pdf", subject="cũ"), row("c.pdf")])
    write_index(tmp_path, [row("a.pdf"), row("b.pdf", subject="mới")])

    assert [(r["folder"], r["subject"]) for r in cells(tmp_path)] == [("a.pdf", ""), ("b.pdf", "mới"), ("c.pdf", "")]


def test_index_opens_in_excel_as_unicode(tmp_path):
    write_index(tmp_path, [row("a.pdf", issuer="ỦY BAN")])

    assert (tmp_path / "index.csv").read_bytes().startswith(b"\xef\xbb\xbfpath,folder,")


@pytest.mark.parametrize("text", ["=1+1", "+84", "-rf", "@SUM(A1)", "\tx", "\rx", "'=1", "＝1"])
def test_index_cells_never_start_as_a_formula(text):
    assert protect_cell(text)[0] == "'"


@pytest.mark.parametrize(
    "text", ["05", "007", "2025-07", "3-4", "3/4", "1.10", "04/03/2026", "12345678901234567", "1E5", "TRUE", "7:30"]
)
def test_index_cells_that_excel_would_change_are_marked_as_text(text):
    assert protect_cell(text) == text + "\u00a0"


@pytest.mark.parametrize("text", ["77", "2026-03-04", "2026", "KH-UBND", "12a", "", "Kế hoạch 05", "57-NQ/TW"])
def test_index_cells_that_excel_leaves_alone_are_bare(text):
    assert protect_cell(text) == text


def test_index_counts_and_confidences_stay_numbers(tmp_path):
    write_index(tmp_path, [row("a.pdf", mean_confidence="0.9", pages="12", needs_review="true")])

    (made,) = cells(tmp_path)
    assert (made["mean_confidence"], made["pages"], made["needs_review"]) == ("0.9", "12", "true")


CELLS = st.text(st.sampled_from("=+-@'\t\r05:/. \u00a0aEĐệ,\"\n"), max_size=8)


@given(CELLS)
def test_index_cells_can_be_shown_as_they_were(text):
    assert unprotect_cell(protect_cell(text)) == text
    assert not protect_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(name=st.text(st.sampled_from("=+-@'05,\"aệ ;|")).map(lambda text: " ".join(text.split())))
def test_index_reads_back_what_it_wrote(tmp_path_factory, name):
    out = tmp_path_factory.mktemp("out")
    write_index(out, [row("a.pdf", subject=name)])
    write_index(out, [])

    assert read_index(out) == [row("a.pdf", subject=name)]


def test_table_is_known_as_written_wherever_a_run_breaks_off(tmp_path, monkeypatch):
    write_index(tmp_path, [row("a.pdf")])
    assert keep_edited(tmp_path) == {}
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda path, to: refused() if to.name == "index.csv" else replace(path, to))
    for folder in ("b.pdf", "c.pdf"):
        with pytest.raises(OutputError):
            write_index(tmp_path, [row(folder)])
        assert keep_edited(tmp_path) == {}
    monkeypatch.undo()
    write_index(tmp_path, [row("b.pdf")])
    assert keep_edited(tmp_path) == {}


def test_table_that_a_person_edited_is_kept(tmp_path):
    write_index(tmp_path, [row("a.pdf")])
    (tmp_path / "index.csv").write_bytes(b"mine")
    assert keep_edited(tmp_path) == {"index.csv": "index.edited.csv"}
    assert (tmp_path / "index.edited.csv").read_bytes() == b"mine"


def refused():
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
