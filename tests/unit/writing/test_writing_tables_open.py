# SPDX-License-Identifier: Apache-2.0
"""pandas, DuckDB and readers of Excel files open what is written without help."""

from __future__ import annotations

from datetime import datetime

import pytest

import ocr_kh
from ocr_kh.errors import LibraryMissingError
from ocr_kh.settings import Settings
from ocr_kh.writing import libraries

TEXT = """ỦY BAN NHÂN DÂN
XÃ BẢO HÒA
Số: 05/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bảo Hòa, ngày 04 tháng 3 năm 2026
KẾ HOẠCH
Tuyên truyền vệ sinh môi trường năm 2026
I. MỤC ĐÍCH
1. Mục đích
- =1+1 là hai.
II. KINH PHÍ
Ngân sách xã bảo đảm./.
Nơi nhận:
- Như trên;
- Lưu: VT.
CHỦ TỊCH
Lê Văn Mẫu
"""
FORMATS = ("text", "json", "md", "record", "docx", "xlsx", "parquet", "words")


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    pytest.importorskip("pyarrow")
    folder = tmp_path_factory.mktemp("tables")
    for name, text in (("a.txt", TEXT), ("b.txt", TEXT.replace("Số: 05", "Số:   "))):
        (folder / name).write_text(text, encoding="utf-8")
        list(ocr_kh.convert(folder / name, folder / "out", settings=Settings(formats=FORMATS, jobs=1)))
    return folder / "out"


def test_pandas_opens_the_csv_tables(out):
    pandas = pytest.importorskip("pandas")
    sections = pandas.read_csv(out / "sections.csv")
    assert list(sections["folder"].unique()) == ["a.txt", "b.txt"]
    assert sections["level"].tolist() == [2, 1] * 2
    assert sections["text"].tolist()[:2] == ["'=1+1 là hai.", "Ngân sách xã bảo đảm./."]
    index = pandas.read_csv(out / "index.csv")
    assert index["issuer"].tolist() == ["ỦY BAN NHÂN DÂN XÃ BẢO HÒA"] * 2
    assert "gain" in pandas.read_csv(out / "needs_review.csv").columns


def test_pandas_opens_the_parquet_twin_with_bare_values_and_words(out):
    pandas = pytest.importorskip("pandas")
    twin = pandas.read_parquet(out / "sections.parquet")
    assert twin["text"].tolist()[0] == "=1+1 là hai."
    assert twin["path"].tolist() == ["I.1", "II"] * 2
    assert "bảo đảm" in twin["words"][1]
    assert "".join("".join(twin["words"][1]).split()) == "Ngânsáchxãbảođảm./."


def test_the_parquet_twin_has_the_rows_of_the_csv(out):
    from pyarrow import parquet

    from ocr_kh.writing.tables.csv_file import read_table
    from ocr_kh.writing.tables.sections import COLUMNS

    rows = parquet.read_table(out / "sections.parquet").to_pylist()
    plain = [{name: "" if row[name] is None else str(row[name]) for name in COLUMNS} for row in rows]
    assert plain == list(read_table(out / "sections.csv", COLUMNS))


def test_duckdb_opens_csv_parquet_and_json(out):
    duckdb = pytest.importorskip("duckdb")
    table = duckdb.read_csv(str(out / "sections.csv"))
    assert table.aggregate("count(*), max(level)").fetchall() == [(4, 2)]
    assert duckdb.read_parquet(str(out / "sections.parquet")).filter("page IS NULL").aggregate("count(*)").fetchall()
    plans = duckdb.read_json(str(out / "*" / "plan.json"))
    assert sorted(plans.project("header.number").fetchall(), key=str) == [("05",), (None,)]


def test_readers_of_excel_files_open_the_workbook(out):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(out / "index.xlsx")
    assert book.sheetnames == ["Danh mục", "Cần xem lại", "Mã", "Bản đã ghi"]
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "visible", "hidden"]
    heading, first, second = book["Danh mục"].values
    row = dict(zip(heading, first, strict=True))
    assert row["Tệp"].endswith("a.txt")
    assert row["Số"] == "05"
    assert row["Tên loại"] == "10"
    assert row["Ngày tháng năm"] == datetime(2026, 3, 4)  # noqa: DTZ001 - a day, without an hour
    assert row["Còn thiếu"].startswith("Mã định danh tài liệu, Mã lưu trữ của tài liệu, Thời hạn lưu trữ, Số trang")
    assert "Số" in dict(zip(heading, second, strict=True))["Còn thiếu"].split(", ")
    assert book["Cần xem lại"]["A2"].value == "b.txt"


def test_cells_of_the_workbook_are_never_formulas(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    from ocr_kh.writing.tables.index import index_row, write_index
    from ocr_kh.writing.tables.workbook import write_workbook

    write_index(tmp_path, [index_row(path="=1+1\x0b", folder="a", status="failed", error="+2")])
    write_workbook(tmp_path)
    cell = openpyxl.load_workbook(tmp_path / "index.xlsx")["Danh mục"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_library_that_is_missing_is_told_before_anything_is_done(tmp_path, monkeypatch):
    monkeypatch.setattr(libraries, "find_spec", lambda _: None)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(LibraryMissingError, match="pip install pyarrow"):
        list(ocr_kh.convert(tmp_path / "a.txt", tmp_path / "out", settings=Settings(formats=("parquet",), jobs=1)))
    assert not (tmp_path / "out").exists()
