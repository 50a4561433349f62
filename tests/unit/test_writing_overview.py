# SPDX-License-Identifier: Apache-2.0
"""sections.csv and needs_review.csv: over all runs, from what lies in the folders."""

from __future__ import annotations

import csv
import json
import os

import ocr_kh
from ocr_kh.plan.model import Appendix, Block, Plan, Quality, Section, Warning  # noqa: A004 - the contract's word
from ocr_kh.settings import Settings
from ocr_kh.writing import index
from ocr_kh.writing.index import index_row, write_index
from ocr_kh.writing.overview import write_overviews
from ocr_kh.writing.plan_json import plan_json
from ocr_kh.writing.sections import COLUMNS
from ocr_kh.writing.tables import write_table

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
    put(tmp_path, "a.pdf", Plan(warnings=(Warning(code="bases.end", message="no semicolon", page=1),)))
    put(tmp_path, "b.pdf", Plan(failed_pages=(2,)), status="partly")
    put(tmp_path, "c.pdf", Plan(warnings=(Warning(code="header.date", message="the date is incomplete"),)))
    put(tmp_path, "d.pdf", status="failed", error="[E401] damaged")
    put(tmp_path, "e.pdf", Plan())
    rows = review(tmp_path)
    assert [(row["folder"], row["page"], row["reasons"]) for row in rows] == [
        ("d.pdf", "", "document.failed"),
        ("b.pdf", "2", "page.failed"),
        ("c.pdf", "", "header.date"),
        ("a.pdf", "1", "bases.end"),
    ]
    assert rows[0]["details"] == "[E401] damaged"
    assert sorted((float(row["gain"]) for row in rows), reverse=True) == [float(row["gain"]) for row in rows]


def test_review_places_doubtful_words_and_low_confidence_on_their_pages(tmp_path):
    put(tmp_path, "a.pdf", Plan(quality=Quality(doubtful_words=2)))
    places = ((1, True), (1, False), (3, True))
    repairs = [{"page": page, "doubtful": doubtful, "probability": 0.6} for page, doubtful in places]
    (tmp_path / "a.pdf" / "repairs.jsonl").write_text("".join(json.dumps(repair) + "\n" for repair in repairs))
    pages = [{"page": 1, "words": 300, "mean_confidence": 0.95}, {"page": 2, "words": 100, "mean_confidence": 0.5}]
    (tmp_path / "a.pdf" / "provenance.json").write_text(json.dumps({"pages": pages}))
    assert [(row["page"], row["reasons"]) for row in review(tmp_path)] == [
        ("2", "confidence.low"),
        ("1", "words.doubtful"),
        ("3", "words.doubtful"),
    ]


def test_convert_writes_the_overviews_and_keeps_rows_of_earlier_runs(tmp_path):
    for name in ("a.txt", "b.txt"):
        path = tmp_path / name
        path.write_text("KẾ HOẠCH\nVệ sinh\nI. MỤC ĐÍCH\nGiữ sạch đường làng.\nII. KINH PHÍ\nXã chi.\n", "utf-8")
        list(ocr_kh.convert(path, tmp_path / "out", settings=Settings(jobs=1)))
    rows = table(tmp_path / "out" / "sections.csv")
    assert [(row["folder"], row["path"], row["text"]) for row in rows] == [
        (name, *rest)
        for name in ("a.txt", "b.txt")
        for rest in (("I", "Giữ sạch đường làng."), ("II", "Xã chi."))
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
