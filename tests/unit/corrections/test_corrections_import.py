# SPDX-License-Identifier: Apache-2.0
"""A table that an archivist corrected comes in whole, or not at all; here edited as openpyxl writes it."""

from __future__ import annotations

import csv
import sqlite3
import tomllib
from datetime import datetime, time
from pathlib import Path
from shutil import copytree

import pytest
from openpyxl import load_workbook

import ocr_kh
from ocr_kh.batch.results.export import export
from ocr_kh.batch.results.importing import importing
from ocr_kh.cli import main
from ocr_kh.corrections import journal
from ocr_kh.errors import ExitCode, PathMissingError, TableError
from ocr_kh.settings import Settings
from ocr_kh.writing.tables.index import read_index

CASES = tomllib.loads((Path(__file__).parents[2] / "cases/corrections/tables.toml").read_text(encoding="utf-8"))
TEXT = """ỦY BAN NHÂN DÂN
XÃ BẢO HÒA
Số: 05/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bảo Hòa, ngày 04 tháng 3 năm 2026
KẾ HOẠCH
Tuyên truyền vệ sinh môi trường năm 2026
I. MỤC ĐÍCH
Vệ sinh môi trường./.
Nơi nhận:
- Lưu: VT.
CHỦ TỊCH
Lê Văn Mẫu
"""
FORMATS = ("text", "json", "md", "record", "xlsx")


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    (folder / "in").mkdir()
    for name, text in (("a", TEXT), ("b", TEXT.replace("05", "06")), ("copy", TEXT)):
        (folder / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    settings = Settings(formats=FORMATS, jobs=1, include_text=True)
    list(ocr_kh.convert(folder / "in", folder / "out", settings=settings))
    return folder


@pytest.fixture
def out(converted, tmp_path):
    copytree(converted / "in", tmp_path / "in")
    return copytree(converted / "out", tmp_path / "out")


def edited(out, *cases, row=2, change=None):
    """index.xlsx with the cells of the cases changed, saved elsewhere."""
    book = load_workbook(out / "index.xlsx")
    sheet = book["Danh mục"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for case in cases:
        cell = sheet.cell(row, columns[case["column"]])
        if "day" in case:
            cell.value = datetime.combine(case["day"], time())
        elif "formula" in case:
            cell.value = case["formula"]
        elif "error" in case:
            cell.value, cell.data_type = case["error"], "e"
        else:
            cell.value = case["value"] * case.get("times", 1)
            cell.data_type = "s" if isinstance(case["value"], str) else "n"
        cell.number_format = case.get("format", cell.number_format)
    if change:
        change(book, sheet)
    book.properties.lastModifiedBy = "Lê Thị Lan"
    book.save(out.parent / "checked.xlsx")
    return out.parent / "checked.xlsx"


def said(out, table):
    with importing(out, table) as found:
        return [(folder, each.pointer, each.read, each.right) for folder, each in found.corrections]


def taken(out, table):
    with importing(out, table) as found:
        return [outcome.status for outcome in found.take()]


def contents(out):
    return {path: path.read_bytes() for path in out.rglob("*") if path.is_file() and ".sqlite" not in path.name}


def by_what(kind):
    return pytest.mark.parametrize("case", CASES[kind], ids=[case["what"] for case in CASES[kind]])


@by_what("right")
def test_a_changed_cell_becomes_a_correction(out, case):
    ((folder, pointer, _, right),) = said(out, edited(out, case))
    assert (folder, pointer, right) == ("a.txt", case["field"], case["to"])


@by_what("same")
def test_a_cell_that_says_the_same_is_none(out, case):
    assert said(out, edited(out, case)) == []


@by_what("wrong")
def test_a_wrong_cell_is_told_and_nothing_is_changed(out, case, capsys):
    table = edited(out, case, {"column": "Ghi chú", "value": "bản chính"})
    before = contents(out)
    assert main(["import", str(out), str(table)]) == ExitCode.USAGE
    told = capsys.readouterr().err
    assert case["says"] in told
    assert "[E207]" in told
    assert contents(out) == before


def test_every_wrong_cell_is_told_at_once(out):
    cases = [case for case in CASES["wrong"] if case["column"] not in {"Thư mục", "Trích yếu", "Số"}]
    with pytest.raises(TableError) as error:
        said(out, edited(out, *cases))
    assert all(case["says"] in str(error.value) for case in cases)
    assert f"{len(cases)} cells are wrong" in str(error.value)


def test_everything_follows_and_is_undone_by_correcting_back(out):
    before = {name: (out / "a.txt" / name).read_bytes() for name in ("text.txt", "record.xml", "plan.md")}
    changes = [CASES["right"][0], {"column": "Số", "value": "15"}, {"column": "Trích yếu", "value": "Phòng cháy"}]
    assert taken(out, edited(out, *changes)) == ["done"]
    record = (out / "a.txt" / "record.xml").read_text(encoding="utf-8")
    assert "<maintenance>01</maintenance>" in record
    assert "<codeNumber>15</codeNumber>" in record
    row = next(row for row in read_index(out) if row["folder"] == "a.txt")
    assert (row["number"], row["subject"]) == ("15", "Phòng cháy")
    (first, *_) = journal.read_journal(out / "a.txt" / journal.NAME).corrections
    assert (first.kind, first.who, first.scan) == ("field", "Lê Thị Lan", row["sha256"])
    assert said(out, out / "index.xlsx") == []  # the table that was made anew

    back = [{"column": name, "value": value} for name, value in (("Thời hạn lưu trữ", ""), ("Số", "05"))]
    back.append({"column": "Trích yếu", "value": "Tuyên truyền vệ sinh môi trường năm 2026"})
    assert taken(out, edited(out, *back)) == ["done"]
    assert before == {name: (out / "a.txt" / name).read_bytes() for name in before}
    assert [outcome.status for outcome in export(out)] == ["unchanged", "unchanged"]


def test_a_dry_run_tells_the_changes_and_makes_none(out, capsys):
    table = edited(out, CASES["right"][0], CASES["right"][2])
    before = contents(out)
    assert main(["import", str(out), str(table), "--dry-run"]) == ExitCode.DONE
    assert capsys.readouterr().out.splitlines() == [
        "a.txt\t/record/maintenance\t\t01",
        "a.txt\t/document_type\tKẾ HOẠCH\tQUYẾT ĐỊNH",
    ]
    assert contents(out) == before


def _rearranged(_, sheet):
    """Sorted the other way round, a title above, a column moved, one taken out, one added, one hidden, a filter on."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    rows = [[*row[::-1], "x"] for row in (rows[0], *rows[:0:-1])]
    sheet.delete_rows(1, sheet.max_row)
    for row in ([""], ["DANH MỤC"], *rows):
        sheet.append(row)
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[4].hidden = True


def test_rows_and_columns_may_stand_anywhere(out):
    table = edited(out, CASES["right"][0], change=_rearranged)
    with importing(out, table) as found:
        assert [(folder, each.right) for folder, each in found.corrections] == [("a.txt", "01")]
        assert found.notes == ("the column x is not known",)


def test_rows_that_are_gone_say_nothing(out):
    assert said(out, edited(out, change=lambda _, sheet: sheet.delete_rows(2))) == []


def test_a_row_of_a_document_that_is_gone_may_stay(out):
    table = edited(out, CASES["right"][0], row=3)
    with sqlite3.connect(out / ".ocr-kh.sqlite") as ledger:
        ledger.execute("DELETE FROM document WHERE folder = 'a.txt'")
    assert [folder for folder, *_ in said(out, table)] == ["b.txt"]
    with pytest.raises(TableError, match=r"no document of its own stands behind this row \(folder 'a\.txt'\)"):
        said(out, edited(out, CASES["right"][0]))


def test_a_row_of_a_copy_says_nothing_of_the_first_one(out):
    ((folder, *_),) = said(
        out, edited(out, CASES["right"][0], change=lambda _, sheet: sheet.move_range("A2:AE2", rows=3))
    )
    assert folder == "a.txt"


def test_merged_cells_are_refused(out):
    with pytest.raises(TableError, match=r"merged \(E2:E3\)"):
        said(out, edited(out, change=lambda _, sheet: sheet.merge_cells("E2:E3")))


def test_a_decision_made_since_the_table_was_written_is_not_overwritten(out):
    table = edited(out, {"column": "Số", "value": "15"}, {"column": "Ký hiệu", "value": "QĐ-UBND"})
    journal.append(out / "a.txt" / journal.NAME, [journal.Correction("field", "05", "25", pointer="/header/number")])
    list(export(out))
    with pytest.raises(TableError, match="someone decided '25' since the table was written"):
        said(out, table)
    # what the table does not say stays: it is no change back
    assert said(out, edited(out, {"column": "Ký hiệu", "value": "QĐ-UBND"})) == [
        ("a.txt", "/header/symbol", "KH-UBND", "QĐ-UBND")
    ]


def test_an_old_table_takes_nothing_back(out):
    table = edited(out)
    journal.append(out / "a.txt" / journal.NAME, [journal.Correction("field", "05", "25", pointer="/header/number")])
    list(export(out))
    assert said(out, table) == []


def _by_hand(out, old, new):
    record = out / "a.txt" / "record.xml"
    text = record.read_text(encoding="utf-8")
    assert old in text
    record.write_text(text.replace(old, new), encoding="utf-8")


def test_what_was_edited_in_the_record_meanwhile_is_kept_with_it(out):
    table = edited(out, CASES["right"][0])
    _by_hand(out, "<mode />", "<mode>02</mode>")
    assert taken(out, table) == ["done"]
    record = (out / "a.txt" / "record.xml").read_text(encoding="utf-8")
    assert "<mode>02</mode>" in record
    assert "<maintenance>01</maintenance>" in record


def test_what_was_edited_otherwise_in_the_record_is_a_conflict(out):
    table = edited(out, CASES["right"][0])
    _by_hand(out, "<maintenance />", "<maintenance>03</maintenance>")
    with pytest.raises(TableError, match="someone decided '03'"):
        said(out, table)


def test_an_index_that_was_edited_in_the_folder_stays_beside_the_new_one(out, caplog):
    edited(out, CASES["right"][0]).replace(out / "index.xlsx")
    assert [outcome.status for outcome in export(out)] == ["unchanged", "unchanged"]
    assert "`ocr-kh import` takes in what was edited" in caplog.text
    assert taken(out, out / "index.edited.xlsx") == ["done"]
    assert "<maintenance>01</maintenance>" in (out / "a.txt" / "record.xml").read_text(encoding="utf-8")


def test_an_index_that_is_taken_in_is_told_of_no_more(out, caplog):
    edited(out, CASES["right"][0]).replace(out / "index.xlsx")
    assert taken(out, out / "index.xlsx") == ["done"]
    assert "edited by hand" not in caplog.text
    assert (out / "index.edited.xlsx").is_file()


def saved(out, encoding="utf-8-sig", delimiter=",", **changes):
    """index.csv with changes in the first row, as a spreadsheet saves it."""
    with (out / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for name, value in changes.items():
        rows[0][name] = value
    names = list(rows[0])
    with (out.parent / "checked.csv").open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(names)
        writer.writerows([row.get(name, "") for name in names] for row in rows)
    return out.parent / "checked.csv"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_of_any_kind_is_taken(out, encoding, delimiter):
    assert said(out, saved(out, encoding, delimiter, maintenance="1", number="15", needs_review="TRUE")) == [
        ("a.txt", "/header/number", "05", "15"),
        ("a.txt", "/record/maintenance", "", "01"),
    ]


def test_a_csv_without_changes_has_none(out):
    assert said(out, out / "index.csv") == []
    assert said(out, saved(out, number="5", date="4/3/2026")) == []


@pytest.mark.parametrize(
    ("encoding", "says"), [("cp1252", "not UTF-8 text"), ("ascii", "letters were lost")], ids=["cp1252", "ascii"]
)
def test_a_csv_that_lost_its_letters_is_refused(out, encoding, says):
    with pytest.raises(TableError, match=says):
        said(out, saved(out, encoding))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.ods", b"PK", "only .xlsx and .csv"),
        ("a.xlsx", b"PK", "no workbook, or one with a password"),
        ("a.csv", b"name,number\nx,1\n", "no column is called folder"),
        ("a.csv", b"folder,number,number\na.txt,1,2\n", "the column number stands twice"),
    ],
)
def test_what_is_no_index_is_refused(out, name, content, says):
    (out.parent / name).write_bytes(content)
    with pytest.raises(TableError, match=says):
        said(out, out.parent / name)


def test_a_file_that_is_missing_is_told(out):
    with pytest.raises(PathMissingError):
        said(out, out.parent / "none.xlsx")
