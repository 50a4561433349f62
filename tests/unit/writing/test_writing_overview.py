# SPDX-License-Identifier: Apache-2.0
"""sections.csv and needs_review.csv: over all runs, from what lies in the folders."""

from __future__ import annotations

import csv
import errno
import os
import sqlite3
from pathlib import Path

import pikepdf
import pytest

import ocr_kh
from ocr_kh.errors import OutputError, RefusedError
from ocr_kh.messages import use_language
from ocr_kh.plan.model import Appendix, Block, Plan, Section, Warning  # noqa: A004 - the contract's word
from ocr_kh.plan.reading_account import PageQuality, Quality
from ocr_kh.plan.review.warnings import warn
from ocr_kh.settings import Settings
from ocr_kh.writing.document.text_files import plan_json
from ocr_kh.writing.tables import index
from ocr_kh.writing.tables.csv_file import write_table
from ocr_kh.writing.tables.index import index_row, write_index
from ocr_kh.writing.tables.overview import write_overviews
from ocr_kh.writing.tables.sections import COLUMNS

CONTRACT = "folder, path, level, marker, title, kind, block_marker, text, page"
BULLET = Block(kind="bullet", marker="-", text="=1+1 là hai", page=2)
TABLE = Block(kind="table", text="STT | Việc\n1 | Họp", rows=(("STT", "Việc"), ("1", "Họp")), page=3)
PLAN = Plan(
    sections=(
        Section(
            marker="II",
            level=1,
            path="II",
            title="KINH PHÍ",
            page=1,
            sections=(Section(marker="1.1", level=2, path="1.1", page=2, blocks=(BULLET, TABLE)),),
        ),
    ),
    appendices=(
        Appendix(marker="Phụ lục I", title="PHÂN CÔNG", page=4, blocks=(TABLE,)),
        Appendix(
            marker="Phụ lục II", page=5, sections=(Section(marker="A", level=1, path="A", title="Chung", page=5),)
        ),
    ),
)


def put(out, name, plan=PLAN, status="done", **facts):
    """A document as a run leaves it."""
    if status != "failed":
        (out / name).mkdir(parents=True, exist_ok=True)
        (out / name / "plan.json").write_text(plan_json(plan), encoding="utf-8")
    write_index(out, [index_row(path=name, folder=name, status=status, plan=plan, **facts)])


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sections(out):
    write_overviews(out)
    return table(out / "sections.csv")


def review(out):
    write_overviews(out)
    return table(out / "needs_review.csv")


def test_sections_have_the_columns_of_the_contract_and_open_in_excel(tmp_path):
    put(tmp_path, "a.pdf")
    sections(tmp_path)
    assert ", ".join(COLUMNS) == CONTRACT
    assert (tmp_path / "sections.csv").read_bytes().startswith(b"\xef\xbb\xbffolder,path,")


def test_sections_have_a_row_a_block(tmp_path):
    put(tmp_path, "a.pdf")
    found = [tuple(row[key] for key in ("path", "level", "title", "kind", "page")) for row in sections(tmp_path)]
    assert found == [
        ("1.1\u00a0", "2", "", "bullet", "2"),
        ("1.1\u00a0", "2", "", "table", "3"),
        ("Phụ lục I", "", "PHÂN CÔNG", "table", "3"),
    ]


def test_sections_are_safe_in_excel(tmp_path):
    put(tmp_path, "a.pdf")
    row = sections(tmp_path)[0]
    assert (row["block_marker"], row["text"], row["marker"]) == ("'-", "'=1+1 là hai", "1.1\u00a0")


def test_sections_of_documents_done_in_earlier_runs_stay(tmp_path):
    put(tmp_path, "b.pdf")
    sections(tmp_path)
    put(tmp_path, "a.pdf", Plan(sections=(Section(marker="I", level=1, path="I", title="MỚI", blocks=(BULLET,)),)))
    put(tmp_path, "c.pdf", status="failed", error="[E401] damaged")
    rows = sections(tmp_path)
    assert [row["folder"] for row in rows] == ["a.pdf"] + ["b.pdf"] * 3


def test_sections_of_a_document_converted_again_are_the_new_ones(tmp_path):
    put(tmp_path, "a.pdf")
    sections(tmp_path)
    put(tmp_path, "a.pdf", Plan(sections=(Section(marker="I", level=1, path="I", title="MỚI", blocks=(BULLET,)),)))
    assert [row["title"] for row in sections(tmp_path)] == ["MỚI"]


def test_overviews_are_left_alone_when_nothing_changed(tmp_path):
    put(tmp_path, "a.pdf")
    write_overviews(tmp_path)
    later = (tmp_path / "index.csv").stat().st_mtime_ns + 10**9
    for name in ("sections.csv", "needs_review.csv"):
        (tmp_path / name).write_text("as it was")
        os.utime(tmp_path / name, ns=(later, later))
    write_overviews(tmp_path)
    assert (tmp_path / "sections.csv").read_text() == (tmp_path / "needs_review.csv").read_text() == "as it was"


def test_overviews_pass_over_folders_without_a_plan_that_can_be_read(tmp_path):
    put(tmp_path, "a.pdf")
    put(tmp_path, "b.pdf")
    put(tmp_path, "c.pdf")
    (tmp_path / "a.pdf" / "plan.json").unlink()
    (tmp_path / "b.pdf" / "plan.json").write_text('{"schema_version": "9"}')
    assert {row["folder"] for row in sections(tmp_path)} == {"c.pdf"}


def test_review_comes_in_the_order_of_gain_over_all_documents(tmp_path):
    put(tmp_path, "a.pdf", Plan(warnings=(Warning(code="outline.gap", message="II, then IV", page=1),)))
    put(tmp_path, "b.pdf", Plan(failed_pages=(2,)), status="partly")
    put(tmp_path, "c.pdf", Plan(warnings=(Warning(code="header.date", message="the date is incomplete"),)))
    put(tmp_path, "d.pdf", status="failed", error="[E401] damaged")
    put(tmp_path, "e.pdf", Plan())
    rows = review(tmp_path)
    assert [(row["folder"], row["page"], row["codes"], row["details"]) for row in rows] == [
        ("d.pdf", "", "document.failed", "[E401] damaged"),
        ("b.pdf", "2", "page.failed", ""),
        ("c.pdf", "", "header.date", "the date is incomplete"),
        ("a.pdf", "1", "outline.gap", "II, then IV"),
    ]
    assert sorted((float(row["gain"]) for row in rows), reverse=True) == [float(row["gain"]) for row in rows]


def test_review_tells_grade_and_expected_errors_of_the_page(tmp_path):
    pages = (
        PageQuality(page=1, grade="A", expected_errors=1.0, words=300, doubtful_words=1),
        PageQuality(page=2, grade="D", expected_errors=40.0, words=200, doubtful_words=5),
        PageQuality(page=3, grade="A", expected_errors=0.5, words=300),
    )
    put(tmp_path, "a.pdf", Plan(quality=Quality(grade="C", expected_errors=41.5, pages=pages)))
    assert [tuple(row[key] for key in ("page", "grade", "expected_errors", "reasons")) for row in review(tmp_path)] == [
        ("2", "D", "40.0", "to read through, words: 200"),
        ("1", "A", "1.0", "doubtful words: 1"),
    ]


def test_review_has_reasons_in_the_language_in_use(tmp_path):
    written = warn("header.number_handwritten", page=1, number="342", elsewhere="")
    put(tmp_path, "a.pdf", Plan(failed_pages=(2,), warnings=(written,)), status="partly")
    use_language("vi")
    assert [row["reasons"] for row in review(tmp_path)] == ["không đọc được trang này", "số viết tay"]


def test_review_of_a_plan_of_another_version_gives_the_message_of_a_warning_unknown_here(tmp_path):
    put(tmp_path, "a.pdf", Plan(warnings=(Warning(code="header.colour", message="the header is green", page=1),)))
    assert [(row["reasons"], row["codes"]) for row in review(tmp_path)] == [("the header is green", "header.colour")]


def test_review_of_a_document_tells_its_own_grade(tmp_path):
    warning = Warning(code="header.type", message="no document type found")
    put(tmp_path, "a.pdf", Plan(warnings=(warning,), quality=Quality(grade="B", expected_errors=4.0)))
    (row,) = review(tmp_path)
    assert (row["page"], row["grade"], row["expected_errors"]) == ("", "B", "4.0")


def test_convert_writes_the_overviews_and_keeps_rows_of_earlier_runs(tmp_path):
    for name in ("a.txt", "b.txt"):
        path = tmp_path / name
        path.write_text("KẾ HOẠCH\nVệ sinh\nI. MỤC ĐÍCH\nGiữ sạch đường làng.\nII. KINH PHÍ\nXã chi.\n", "utf-8")
        list(ocr_kh.convert(path, tmp_path / "out", settings=Settings(jobs=1)))
    rows = table(tmp_path / "out" / "sections.csv")
    assert [(row["folder"], row["path"], row["text"]) for row in rows] == [
        (name, *rest) for name in ("a.txt", "b.txt") for rest in (("I", "Giữ sạch đường làng."), ("II", "Xã chi."))
    ]
    assert {row["folder"] for row in table(tmp_path / "out" / "needs_review.csv")} == {"a.txt", "b.txt"}


def test_what_a_killed_run_did_not_bring_into_the_tables_is_there_after_the_next(tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("KẾ HOẠCH\nVệ sinh\nI. MỤC ĐÍCH\nGiữ sạch đường làng.\nII. KINH PHÍ\nXã chi.\n", "utf-8")
    out = tmp_path / "out"
    list(ocr_kh.convert(source, out, settings=Settings(jobs=1)))
    before = (out / "index.csv").read_bytes(), (out / "sections.csv").read_bytes()
    write_table(out / "index.csv", index.COLUMNS, [])
    (out / "sections.csv").write_text("of an older run")
    assert [outcome.status for outcome in ocr_kh.convert(source, out, settings=Settings(jobs=1))] == ["unchanged"]
    assert ((out / "index.csv").read_bytes(), (out / "sections.csv").read_bytes()) == before


BLANKS = Plan(
    blank_pages=(2, 3),
    quality=Quality(
        pages=(
            PageQuality(page=1, words=90, ink=0.04),
            PageQuality(page=2, ink=0.00125, blank_reason="no letters"),
            PageQuality(page=3, blank_reason="too small"),
        )
    ),
)


def test_blank_pages_are_listed_and_shown(tmp_path):
    put(tmp_path, "a.pdf", BLANKS)
    with pikepdf.new() as pdf:
        for _ in range(3):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(tmp_path / "a.pdf" / "searchable.pdf")
    write_overviews(tmp_path)
    rows = [tuple(row.values()) for row in table(tmp_path / "blank_pages.csv")]
    assert rows == [
        ("1", "a.pdf", "a.pdf", "2", "0.00125", "no letters"),
        ("2", "a.pdf", "a.pdf", "3", "", "too small"),
    ]
    with pikepdf.open(tmp_path / "blank_pages.pdf") as sheet:
        assert len(sheet.pages) == 1


def test_blank_pages_without_a_searchable_pdf_have_empty_frames(tmp_path):
    many = BLANKS.model_copy(update={"blank_pages": tuple(range(1, 32))})
    put(tmp_path, "a.pdf", many)
    write_overviews(tmp_path)
    with pikepdf.open(tmp_path / "blank_pages.pdf") as sheets:
        assert len(sheets.pages) == 2


def test_no_list_of_blank_pages_where_there_are_none(tmp_path):
    put(tmp_path, "a.pdf", BLANKS)
    write_overviews(tmp_path)
    assert (tmp_path / "blank_pages.csv").exists()
    put(tmp_path, "a.pdf", PLAN)
    write_overviews(tmp_path)
    assert not (tmp_path / "blank_pages.csv").exists()
    assert not (tmp_path / "blank_pages.pdf").exists()


def test_overviews_never_leave_out_a_document_whose_plan_the_system_refuses(tmp_path, monkeypatch):
    put(tmp_path, "a.pdf")
    put(tmp_path, "b.pdf")
    with monkeypatch.context() as refusing:
        refusing.setattr(Path, "read_bytes", lambda _: (_ for _ in ()).throw(OSError(errno.EIO, "Input/output error")))
        with pytest.raises(OutputError, match="Input/output error"):
            write_overviews(tmp_path)
    assert {row["folder"] for row in sections(tmp_path)} == {"a.pdf", "b.pdf"}


def test_review_without_room_to_sort_is_the_machines_fault(tmp_path, monkeypatch):
    put(tmp_path, "a.pdf")

    def connect(_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(sqlite3, "connect", connect)
    with pytest.raises(RefusedError, match="disk is full"):
        write_overviews(tmp_path)
    assert not (tmp_path / "needs_review.csv").exists()
