# SPDX-License-Identifier: Apache-2.0
"""Cover and contents list say what was handed over."""

from __future__ import annotations

import docx
import pytest

from ocr_kh.cli import main

FIRST, SECOND = "H99.01.2008.01", "H99.01.2008.02"


@pytest.fixture
def papers(handed, tmp_path, capsys):
    """The folder of the papers, and what the command printed."""
    handed("flat-46")
    assert main(["dossier", str(tmp_path / "delivery"), "--to", str(tmp_path / "papers")]) == 0
    return tmp_path / "papers", capsys.readouterr().out


def test_a_contents_list_has_a_row_a_document_and_counts_pages_through(papers):
    folder, told = papers
    assert told.splitlines() == [f"{code}\t{folder / code}" for code in (FIRST, SECOND)]
    file = docx.Document(str(folder / FIRST / "muc-luc.docx"))
    lines = [paragraph.text for paragraph in file.paragraphs]
    assert lines[:3] == ["MỤC LỤC VĂN BẢN, TÀI LIỆU", f"Số, ký hiệu hồ sơ: {FIRST}", "Năm 2008"]
    rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert rows[1] == ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"]
    assert rows[2] == [
        "1",
        "01/KH-UBND",
        "02/02/2008",
        "Kế hoạch mẫu số 1 năm 2008 & các năm sau",
        "ỦY BAN NHÂN DÂN XÃ MẪU",
        "1-2",
        "",
    ]
    assert [row[5] for row in rows[2:]] == ["1-2", "3-4", "5-6"]


def test_a_cover_says_what_the_list_says_and_dots_for_what_nobody_does(papers):
    folder, _ = papers
    lines = [paragraph.text for paragraph in docx.Document(str(folder / FIRST / "bia.docx")).paragraphs]
    assert [line for line in lines if line] == [
        "ỦY BAN NHÂN DÂN XÃ MẪU",  # of the project file's copy in the delivery
        "HỒ SƠ",
        "Hồ sơ mẫu số 1",
        "Từ ngày 02/02/2008 đến ngày 04/04/2008",
        "Gồm: 15 tờ",
        "Thời hạn lưu trữ: Vĩnh viễn",
        "Phông số: P_MAU",
        "Mục lục số: ............",
        "Hồ sơ số: 1",
    ]


def test_of_some_dossiers_alone(handed, tmp_path, capsys):
    handed()
    assert main(["dossier", str(tmp_path / "delivery"), "--only", SECOND]) == 0
    assert capsys.readouterr().out.startswith(f"{SECOND}\t")
    assert [path.name for path in (tmp_path / "delivery/papers").iterdir()] == [SECOND]


def test_of_no_delivery_there_are_none(tmp_path):
    assert main(["dossier", str(tmp_path)]) == 2
