# SPDX-License-Identifier: Apache-2.0
"""Contents list, cover and labels say what is known of a dossier, leave the rest blank and tell it."""

from __future__ import annotations

import shutil
from dataclasses import replace

import docx
import pikepdf
import pytest

from bench.handover import invented_pdf, record_of, write_converted, write_list
from ocr_kh.cli import main
from ocr_kh.delivery.dossier_papers.contents import first_sheets
from ocr_kh.delivery.dossier_papers.making import BLANK_COLUMNS, Order, make_papers
from ocr_kh.errors import LibraryMissingError, PathMissingError
from ocr_kh.project_file import read_project
from ocr_kh.writing.tables.csv_file import read_table
from ocr_kh.writing.tables.index import COLUMNS, RECORD_COLUMNS, read_index, replace_index

FIRST, SECOND = "H99.01.2008.01", "H99.01.2008.02"


@pytest.fixture
def order(job, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # layouts lie in the package, wherever the command is called
    return Order(
        job / "result", tmp_path / "papers", read_project(job / "ocr-kh.toml"), job / "ho-so.csv", with_pdf=False
    )


def lines(path):
    return [paragraph.text for paragraph in docx.Document(path).paragraphs if paragraph.text]


def rows(path):
    return [[cell.text for cell in row.cells] for row in docx.Document(path).tables[0].rows]


def blanks(to):
    return {(row["file_code"], row["folder"], row["field"]) for row in read_table(to / "blanks.csv", BLANK_COLUMNS)}


def test_the_contents_list_has_a_row_a_document_in_the_form_of_the_decree(order):
    assert [(made.code, made.status) for made in make_papers(order)] == [(FIRST, "done"), (SECOND, "done")]
    path = order.to / FIRST / "MUCLUC.docx"
    assert lines(path) == ["MỤC LỤC VĂN BẢN, TÀI LIỆU", f"Số, ký hiệu hồ sơ: {FIRST}", "Năm 2008"]
    headings, numbers, *documents = rows(path)
    assert headings[:2] == ["STT", "Số, ký hiệu văn bản"]
    assert numbers == [f"({at})" for at in range(1, 8)]
    agency = "ỦY BAN NHÂN DÂN XÃ MẪU"
    assert documents[1] == [
        "2", "02/KH-UBND", "03/03/2008", "Kế hoạch mẫu số 2 năm 2008 & các năm sau", agency, "", "",
    ]  # fmt: skip
    assert [row[5] for row in documents] == ["1", "", ""]  # the first begins with sheet 1; two pages may be one sheet


def test_the_cover_counts_what_the_list_does_not_say(order):
    list(make_papers(order))
    said = lines(order.to / FIRST / "BIA.docx")
    assert said[:3] == ["ỦY BAN NHÂN DÂN XÃ MẪU", "HỒ SƠ", "Hồ sơ mẫu số 1"]
    assert "Từ ngày 02 tháng 02 năm 2008 đến ngày 04 tháng 04 năm 2008" in said
    assert {"Gồm: 15 tờ", "Phông số: P_MAU", "Hồ sơ số: 1", "Thời hạn bảo quản: Vĩnh viễn"} <= set(said)
    assert "Mục lục số: ........................" in said
    assert (FIRST, "", "catalogue") in blanks(order.to)


def test_a_box_has_one_label_for_all_its_dossiers(order):
    list(make_papers(order))
    said = lines(order.to / "NHANHOP.docx")
    assert {"HỘP SỐ: 01", "Từ hồ sơ số 1 đến hồ sơ số 2", "Gồm 2 hồ sơ", "Năm 2008"} <= set(said)


def test_what_nothing_says_is_blank_and_told(order):
    folder = "ho-so-000001/2.pdf"
    record = record_of(2) | {"issuedDate": "", "organName": ""}
    shutil.rmtree(order.out / folder)
    write_converted(order.out / folder, record, invented_pdf())
    unlisted = replace(order.project, dossiers=replace(order.project.dossiers, list=""))
    list(make_papers(replace(order, records=None, project=unlisted)))
    assert rows(order.to / FIRST / "MUCLUC.docx")[3][2] == ""
    wanted = {(FIRST, folder, "issuedDate"), (FIRST, folder, "organName"), (FIRST, "", "title"), (FIRST, "", "sheet")}
    assert wanted <= blanks(order.to)
    assert not (order.to / "NHANHOP.docx").exists()  # no list, no box


def test_a_dossier_that_would_be_short_of_a_document_has_no_papers(order):
    index = read_index(order.out)
    index[0]["status"] = "failed"
    replace_index(order.out, index, (*COLUMNS, *RECORD_COLUMNS))
    assert {made.code: made.status for made in make_papers(order)} == {FIRST: "left out", SECOND: "done"}
    assert not (order.to / FIRST).exists()
    assert (FIRST, index[0]["folder"], "") in blanks(order.to)


def test_numbers_of_an_earlier_delivery_hold(order, handed, tmp_path):
    handed()
    index = [row for row in read_index(order.out) if row["folder"] != "ho-so-000001/1.pdf"]
    for row in index:
        row["ordinal"] = ""
    replace_index(order.out, index, (*COLUMNS, *RECORD_COLUMNS))
    list(make_papers(order))
    assert [row[0] for row in rows(order.to / FIRST / "MUCLUC.docx")[2:]] == ["1", "2"]
    list(make_papers(replace(order, delivery=tmp_path / "delivery")))
    assert [row[0] for row in rows(order.to / FIRST / "MUCLUC.docx")[2:]] == ["2", "3"]
    with pytest.raises(PathMissingError):
        list(make_papers(replace(order, delivery=tmp_path)))


def test_a_list_that_was_edited_by_hand_is_kept_beside(order):
    list(make_papers(order))
    path = order.to / FIRST / "MUCLUC.docx"
    path.write_bytes(b"by hand")
    list(make_papers(order))
    assert path.with_name("MUCLUC.edited.docx").read_bytes() == b"by hand"
    assert rows(path)[2][1] == "01/KH-UBND"


def test_the_command_writes_pdfs_and_tells_of_dossiers(order, capsys):
    write_list(order.out.parent / "ho-so.csv", range(1, 2))
    assert main(["dossier", str(order.out)]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [f"done\t{code}\t{code}" for code in (FIRST, SECOND)]
    assert f"{SECOND}: blank are title" in told.err
    with pikepdf.open(order.out / "dossier-papers" / FIRST / "BIA.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_nothing_is_begun_without_typst_or_a_conversion(order, monkeypatch):
    with pytest.raises(PathMissingError):
        list(make_papers(replace(order, out=order.out / "nowhere")))
    monkeypatch.setattr("ocr_kh.writing.pdf.laid_out.find_spec", lambda _name: None)
    with pytest.raises(LibraryMissingError, match="typst"):
        list(make_papers(replace(order, with_pdf=True)))
    assert not order.to.exists()


@pytest.mark.parametrize(
    ("pages", "sheets", "firsts"),
    [
        ([], 0, []),
        ([1, 1, 2, 1], 0, [1, 2, 3, None]),
        ([2, 3], 5, [1, 3]),  # one page a sheet
        ([2, 3], 3, [1, 2]),  # two pages a sheet
        ([2, 3], 4, [1, None]),
        ([2, 3], 9, [1, None]),  # more sheets than pages: the list counts something else
    ],
)
def test_first_sheets_are_told_where_they_can_be_only_one(pages, sheets, firsts):
    assert first_sheets(pages, sheets) == firsts
