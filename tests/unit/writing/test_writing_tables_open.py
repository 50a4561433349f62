# SPDX-License-Identifier: Apache-2.0
"""pandas, DuckDB and readers of Excel files open what is written without help."""

from __future__ import annotations

import csv
import shutil
import subprocess
import time
from datetime import datetime

import pytest

import ocr_kh
from ocr_kh.errors import LibraryMissingError
from ocr_kh.settings import Settings
from ocr_kh.writing import libraries
from ocr_kh.writing.tables.index import COLUMNS

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
- 100% thôn ra quân trước ngày 30/6/2026 theo Nghị quyết số 57-NQ/TW.
II. KINH PHÍ
Ngân sách xã bảo đảm.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế
- Chủ trì, phối hợp với các thôn ra quân.
Trên đây là Kế hoạch của xã./.
Nơi nhận:
- Như trên;
- Lưu: VT.
CHỦ TỊCH
Lê Văn Mẫu
"""
FORMATS = ("text", "json", "md", "record", "docx", "xlsx", "parquet", "words", "db")
SOFFICE = shutil.which("localc") and shutil.which("soffice")  # some have its Writer alone
TABLES = ("sections", "assignments", "deadlines", "targets", "citations", "recipients", "fields")


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
    assert sections["level"].tolist() == [2, 2, 1, 2] * 2
    assert sections["text"].tolist()[0] == "'=1+1 là hai."
    index = pandas.read_csv(out / "index.csv")
    assert index["issuer"].tolist() == ["ỦY BAN NHÂN DÂN XÃ BẢO HÒA"] * 2
    assert "gain" in pandas.read_csv(out / "needs_review.csv").columns


def test_pandas_opens_the_parquet_twin_with_bare_values_and_words(out):
    pandas = pytest.importorskip("pandas")
    twin = pandas.read_parquet(out / "sections.parquet")
    assert twin["text"].tolist()[0] == "=1+1 là hai."
    assert twin["path"].tolist() == ["I.1", "I.1", "II", "III.1"] * 2
    assert "bảo đảm" in twin["words"][2]
    assert "".join("".join(twin["words"][2]).split()) == "Ngânsáchxãbảođảm."


def test_the_parquet_twin_has_the_rows_of_the_csv(out):
    from pyarrow import parquet

    from ocr_kh.writing.tables import sections
    from ocr_kh.writing.tables.csv_file import read_table

    rows = parquet.read_table(out / "sections.parquet").to_pylist()
    plain = [{name: "" if row[name] is None else str(row[name]) for name in sections.COLUMNS} for row in rows]
    assert plain == list(read_table(out / "sections.csv", sections.COLUMNS))


def test_duckdb_opens_csv_parquet_and_json(out):
    duckdb = pytest.importorskip("duckdb")
    table = duckdb.read_csv(str(out / "sections.csv"))
    assert table.aggregate("count(*), max(level)").fetchall() == [(8, 2)]
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


@pytest.mark.parametrize("name", [*TABLES, "index", "chunks"])
def test_every_parquet_table_opens_in_pandas_polars_and_duckdb(out, name):
    pandas, polars, duckdb = (pytest.importorskip(module) for module in ("pandas", "polars", "duckdb"))
    path = str(out / f"{name}.parquet")
    counts = {
        len(pandas.read_parquet(path)),
        polars.read_parquet(path).height,
        duckdb.read_parquet(path).aggregate("count(*)").fetchall()[0][0],
    }
    csv_file = out / f"{name}.csv"
    if csv_file.is_file():
        with csv_file.open(encoding="utf-8-sig", newline="") as file:
            counts.add(sum(1 for _ in csv.DictReader(file)))
    assert len(counts) == 1, counts


@pytest.mark.parametrize("name", [*TABLES, "index", "needs_review"])
def test_every_csv_table_opens_in_pandas_polars_and_duckdb(out, name):
    pandas, polars, duckdb = (pytest.importorskip(module) for module in ("pandas", "polars", "duckdb"))
    path = str(out / f"{name}.csv")
    readers = {
        "pandas": list(pandas.read_csv(path).columns),
        "polars": polars.read_csv(path).columns,
        "duckdb": duckdb.read_csv(path, header=True).columns,
    }
    assert readers["pandas"] == readers["polars"] == readers["duckdb"]
    rows = {len(pandas.read_csv(path)), polars.read_csv(path).height, len(duckdb.read_csv(path).fetchall())}
    assert len(rows) == 1


def test_numbers_of_documents_stay_text_in_the_typed_index(out):
    pandas, polars, duckdb = (pytest.importorskip(module) for module in ("pandas", "polars", "duckdb"))
    path = str(out / "index.parquet")
    assert pandas.read_parquet(path)["number"][0] == "05"
    assert polars.read_parquet(path)["number"].to_list() == ["05", None]
    assert duckdb.read_parquet(path).project("number").fetchall() == [("05",), (None,)]
    typed = pandas.read_parquet(path)
    assert (typed["needs_review"].dtype, typed["mean_confidence"].dtype) == ("bool", "float64")


def test_numbers_of_documents_stay_text_in_the_csv_as_the_documentation_reads_it(tmp_path):
    pandas, polars, duckdb = (pytest.importorskip(module) for module in ("pandas", "polars", "duckdb"))
    from ocr_kh.writing.tables.index import index_row, write_index

    rows = (("a", "7"), ("b", "12"))
    write_index(tmp_path, [index_row(path=f, folder=f, status="done") | {"number": n} for f, n in rows])
    path = str(tmp_path / "index.csv")
    wanted = [number for _, number in rows]
    assert pandas.read_csv(path, dtype={"number": "str"})["number"].tolist() == wanted
    assert polars.read_csv(path, schema_overrides={"number": polars.String})["number"].to_list() == wanted
    assert [row[0] for row in duckdb.read_csv(path, dtype={"number": "VARCHAR"}).project("number").fetchall()] == wanted


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_libreoffice_opens_every_csv_table(out, tmp_path):
    """A column of numbers is text where the import is told so; by itself LibreOffice makes 5 of `05`, blank or not."""
    openpyxl = pytest.importorskip("openpyxl")
    home = (tmp_path / "profile").as_uri()
    number = COLUMNS.index("number") + 1
    filters = f"CSV:44,34,76,1,{number}/2"  # comma, quotes, UTF-8, from the first row; that column as text
    command = [SOFFICE, f"-env:UserInstallation={home}", "--headless", f"--infilter={filters}", "--convert-to", "xlsx"]
    files = [out / f"{name}.csv" for name in ("index", *TABLES)]
    subprocess.run([*command, "--outdir", tmp_path, *files], check=True, capture_output=True, timeout=180)
    for file in files:
        sheet = openpyxl.load_workbook(tmp_path / f"{file.stem}.xlsx").active
        rows = list(csv.reader(file.open(encoding="utf-8-sig", newline="")))
        assert sheet.max_row == len(rows), file.name
        assert [cell.value for cell in sheet[1]] == rows[0], file.name
    index = openpyxl.load_workbook(tmp_path / "index.xlsx").active
    assert index.cell(2, number).value == "05\u00a0"


def test_a_join_over_a_thousand_documents_takes_less_than_a_second(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    from ocr_kh.writing.tables.index import KINDS
    from ocr_kh.writing.tables.parquet import parquet_table
    from ocr_kh.writing.tables.values import TABLES as DECLARED

    columns = next(table.columns for table in DECLARED if table.name == "assignments")
    no_cells = dict.fromkeys((*KINDS, *columns), "")
    folders = [f"{number:04}.pdf" for number in range(1_000)]
    with parquet_table(tmp_path / "index.parquet", KINDS) as put:
        put(no_cells | {"folder": folder, "number": folder[:2]} for folder in folders)
    with parquet_table(tmp_path / "assignments.parquet", columns) as put:
        put(no_cells | {"folder": folder, "unit": f"Thôn {at}"} for folder in folders for at in range(20))
    began = time.perf_counter()
    assignments, index = (duckdb.read_parquet(str(tmp_path / f"{name}.parquet")) for name in ("assignments", "index"))
    found = assignments.join(index, "folder").aggregate("number, count(*)", "number").order("number").fetchall()
    assert time.perf_counter() - began < 1
    assert found[0] == ("00", 2_000)
    assert len(found) == 10
