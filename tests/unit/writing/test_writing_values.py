# SPDX-License-Identifier: Apache-2.0
"""The tables of what was drawn from the documents: a row a value, with the place it stands at."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from ocr_kh.plan.fields import Evidence, FieldProbability
from ocr_kh.plan.findings import Assignment, Citation, Deadline, Target
from ocr_kh.plan.model import Block, Header, Plan, Recipient, Section
from ocr_kh.writing.database.build import up_to_date
from ocr_kh.writing.document.text_files import plan_json
from ocr_kh.writing.tables.csv_file import read_table
from ocr_kh.writing.tables.index import index_row, write_index
from ocr_kh.writing.tables.overview import write_overviews
from ocr_kh.writing.tables.values import PLACE, TABLES

SHA256 = "ab" * 32
PLAN = Plan(
    header=Header(number="05", symbol="KH-UBND", issuer="ỦY BAN NHÂN DÂN XÃ BẢO HÒA"),
    subject="Tuyên truyền theo Kế hoạch số 01/KH-UBND",
    sections=(
        Section(
            marker="II",
            level=1,
            path="II",
            title="CĂN CỨ",
            blocks=(Block(kind="paragraph", text="Thực hiện Nghị quyết số 57-NQ/TW."),),
        ),
    ),
    assignments=(
        Assignment(unit="Phòng Kinh tế", role="chủ trì", tasks=("=1+1", "Họp."), path="III.1"),
        Assignment(unit="Công an xã", path="III.2"),
    ),
    deadlines=(
        Deadline(text="trong tháng 4/2026", start="2026-04", end="2026-04", path="III.1", assignment="/assignments/0"),
    ),
    targets=(Target(text="Đạt 95,5% hộ dân", value=95.5, unit="%", deadline="2026-06", path="II.2"),),
    citations=(Citation(code="57-NQ/TW", text="Nghị quyết số 57-NQ/TW", mentions=3), Citation(text="01/KH-UBND")),
    recipients=(Recipient(name="Như trên"), Recipient(name="Sở Nội vụ", purpose="b/c")),
    evidence={
        "/assignments/0": Evidence(source="page", page=2, box=(72.0, 90.5, 500.0, 120.0)),
        "/recipients": Evidence(source="page", page=3),
    },
    fields={"/header/number": FieldProbability(probability=0.75, runner_up="06")},
)


@pytest.fixture
def out(tmp_path):
    (tmp_path / "a.pdf").mkdir()
    (tmp_path / "a.pdf/plan.json").write_text(plan_json(PLAN), encoding="utf-8")
    write_index(tmp_path, [index_row(path="a.pdf", folder="a.pdf", status="done", plan=PLAN) | {"sha256": SHA256}])
    write_overviews(tmp_path)
    return tmp_path


def rows(out, name):
    columns = next(table.columns for table in TABLES if table.name == name)
    return list(read_table(out / f"{name}.csv", tuple(columns)))


def test_values_stand_with_document_pointer_page_and_box(out):
    first, second, third = rows(out, "assignments")
    assert [first[key] for key in PLACE] == [
        "a.pdf",
        SHA256,
        "/assignments/0/tasks/0",
        "III.1",
        "2",
        "[72.0, 90.5, 500.0, 120.0]",
    ]
    assert (first["unit"], first["role"], first["task"]) == ("Phòng Kinh tế", "chủ trì", "=1+1")
    assert second["task"] == "Họp."
    assert (third["pointer"], third["task"], third["page"], third["box"]) == ("/assignments/1", "", "", "")


def test_values_of_a_list_without_evidence_of_their_own_have_that_of_the_list(out):
    assert [(row["name"], row["purpose"], row["page"]) for row in rows(out, "recipients")] == [
        ("Như trên", "", "3"),
        ("Sở Nội vụ", "b/c", "3"),
    ]


def test_values_numbers_are_written_as_short_as_they_are(out):
    (target,) = rows(out, "targets")
    assert (target["value"], target["deadline"]) == ("95.5", "2026-06")


def test_values_deadlines_have_the_keys_of_the_plan(out):
    (deadline,) = rows(out, "deadlines")
    assert (deadline["from"], deadline["to"], deadline["recurrence"]) == ("2026-04", "2026-04", "")
    assert rows(out, "assignments")[1]["pointer"].startswith(f"{deadline['assignment']}/")


def test_values_citations_name_the_section_of_their_first_mention(out):
    assert [(row["path"], row["mentions"]) for row in rows(out, "citations")] == [("II", "3"), ("", "1")]


def test_values_fields_have_their_value_and_what_they_would_be_else(out):
    (field,) = rows(out, "fields")
    assert (field["pointer"], field["value"], field["probability"], field["runner_up"]) == (
        "/header/number",
        "05",
        "0.75",
        "06",
    )


def test_values_formulas_are_harmless_in_the_file(out):
    assert ",'=1+1," in (out / "assignments.csv").read_text(encoding="utf-8-sig")


def test_values_in_the_database_have_their_kinds(out):
    with closing(sqlite3.connect(up_to_date(out))) as database:
        joined = database.execute(
            "SELECT documents.number, unit, page, box FROM assignments JOIN documents USING (folder)"
            " WHERE task = '=1+1'"
        ).fetchone()
        targets = database.execute("SELECT value, typeof(value), page FROM targets").fetchall()
    assert (joined[0], joined[1], joined[2], json.loads(joined[3])) == (
        "05",
        "Phòng Kinh tế",
        2,
        [72.0, 90.5, 500.0, 120.0],
    )
    assert targets == [(95.5, "real", None)]


@pytest.mark.parametrize("table", TABLES[1:], ids=lambda table: table.name)
def test_values_tables_are_keys_of_the_plan(table):
    assert table.name in Plan.model_fields
