# SPDX-License-Identifier: Apache-2.0
"""A cover as fields, a contents list as rows, each value with its place."""

from __future__ import annotations

import pytest

from ocr_kh.corrections.checks import check
from ocr_kh.document import Box, Document, Line, Page, Role, Word
from ocr_kh.errors import FieldError
from ocr_kh.plan import parse, parse_text
from ocr_kh.plan.papers.fields import paper_fields
from ocr_kh.plan.review.decisions import Decided, value_at

COVER = """ỦY BAN NHÂN DÂN HUYỆN AN LỘC
VĂN PHÒNG
HỒ SƠ
Về việc phòng, chống lụt bão, tìm kiếm
cứu nạn năm 2008 tại các xã
Từ ngày 08 tháng 01 năm 2008 đến ngày 31 tháng 12 năm 2008
Gồm: 38 tờ
Phông số: 12 | Mục lục số: 01 | Hồ sơ số: 15
Ký hiệu thông tin: .........
Thời hạn bảo quản: Vĩnh viễn
"""
HEADS = "STT | Số, ký hiệu văn bản | Ngày tháng năm văn bản | Tên loại và trích yếu | Tác giả văn bản | Tờ số | Ghi chú"
CONTENTS = f"""MỤC LỤC VĂN BẢN, TÀI LIỆU
Số, ký hiệu hồ sơ: H99.01.2008.15
Năm 2008
{HEADS}
(1) | (2) | (3) | (4) | (5) | (6) | (7)
1 | 12/KH-UBND | 08/01/2008 | Kế hoạch phòng, chống lụt bão | UBND xã | 1 |
2 | 13/ BC-UBND | 09/ 02/2008 | Báo cáo kết quả | UBND xã | 4-6 | bản sao
 | | | về việc trồng cây | | |
3 | | 00/03/2008 | Biên bản họp thôn | Thôn Đông | 7 |
"""


def rows_of(plan):
    return [(each.ordinal, each.code, each.date, each.sheet) for each in plan.dossier_paper.documents]


def test_a_cover_is_read_as_fields():
    paper = parse_text(COVER).dossier_paper
    assert (paper.kind, paper.agency) == ("cover", "ỦY BAN NHÂN DÂN HUYỆN AN LỘC VĂN PHÒNG")
    assert paper.title == "Về việc phòng, chống lụt bão, tìm kiếm cứu nạn năm 2008 tại các xã"
    assert (paper.start, paper.end, paper.sheets) == ("2008-01-08", "2008-12-31", 38)
    assert (paper.fonds, paper.catalogue, paper.dossier) == ("12", "01", "15")
    assert (paper.retention, paper.sign, paper.mode) == ("Vĩnh viễn", None, None)


def test_a_paper_has_no_header_and_is_not_asked_for_one():
    for text in (COVER, CONTENTS):
        plan = parse_text(text)
        assert (plan.document_type, plan.header.number, plan.header.date, plan.signatures) == (None, None, None, ())
        assert (plan.citations, plan.warnings, plan.quality.needs_review) == ((), (), False)
    assert parse_text("KẾ HOẠCH\nChỉnh lý hồ sơ số 15\nI. NỘI DUNG\n").dossier_paper is None


def test_a_contents_list_is_read_as_a_table():
    plan = parse_text(CONTENTS)
    assert plan.dossier_paper.dossier == "H99.01.2008.15"
    assert rows_of(plan) == [
        (1, "12/KH-UBND", "2008-01-08", "1"),
        (2, "13/BC-UBND", "2008-02-09", "4-6"),
        (3, None, "2008-03", "7"),
    ]
    second = plan.dossier_paper.documents[1]
    assert (second.subject, second.author, second.note) == ("Báo cáo kết quả về việc trồng cây", "UBND xã", "bản sao")
    assert plan.evidence["/dossier_paper/documents/1"].lines == (7, 8)


def test_columns_may_stand_otherwise_and_the_type_apart():
    text = CONTENTS.split("STT", maxsplit=1)[0] + (
        "TT | Ngày tháng | Số và ký hiệu | Tên loại | Trích yếu nội dung | Tờ số\n"
        "1 | 08/01/2008 | 12/KH-UBND | Kế hoạch | phòng, chống lụt bão | 1\n"
    )
    (row,) = parse_text(text).dossier_paper.documents
    assert (row.code, row.date, row.subject) == ("12/KH-UBND", "2008-01-08", "Kế hoạch phòng, chống lụt bão")


@pytest.mark.parametrize("row", ["(1) | (2) | (3) | (4) | (5) | (6) | (7)", "q) | (2) | @) | (4 | 5) | (6) | (7)"])
def test_the_row_that_counts_the_columns_is_no_document(row):
    assert len(parse_text(CONTENTS.replace(CONTENTS.splitlines()[4], row)).dossier_paper.documents) == 3


def test_a_title_that_begins_as_a_label_does_is_a_title():
    text = COVER.replace("Về việc phòng", "Hồ sơ về việc phòng")
    assert parse_text(text).dossier_paper.title.startswith("Hồ sơ về việc phòng, chống lụt bão")
    assert parse_text(text).dossier_paper.box is None


def test_rows_whose_cells_were_not_seen_are_read_by_number_and_day():
    text = "MỤC LỤC VĂN BẢN, TÀI LIỆU\n1 12/KH-UBND 08/01/2008 Kế hoạch phòng, chống lụt bão 4\n"
    (row,) = parse_text(text).dossier_paper.documents
    assert (row.ordinal, row.code, row.date, row.sheet) == (1, "12/KH-UBND", "2008-01-08", "4")
    assert row.subject == "Kế hoạch phòng, chống lụt bão"


def test_a_list_of_which_nothing_can_be_read_is_to_be_reviewed():
    plan = parse_text("MỤC LỤC VĂN BẢN, TÀI LIỆU\nSố, ký hiệu hồ sơ: 15\n")
    assert [each.code for each in plan.warnings] == ["paper.unread"]
    assert plan.quality.needs_review


def page(number, *texts):
    lines = []
    for at, text in enumerate(texts):
        words = [
            Word(word, Box(40 + 70 * column, 60 + 20 * at, 100 + 70 * column, 72 + 20 * at))
            for column, cell in enumerate(text.split(" | "))
            for word in cell.split()
        ]
        role = Role.TABLE if " | " in text else Role.BODY
        lines.append(Line(text, text, tuple(words), number, role))
    return Page(number, 595.0, 842.0, tuple(lines), source="ocr")


def document(*pages):
    return Document("a.pdf", "ab" * 32, tuple(pages))


def test_a_list_runs_over_pages_whether_its_heads_are_repeated_or_not():
    first = page(1, *CONTENTS.splitlines()[:4], "1 | 12/KH-UBND | 08/01/2008 | Kế hoạch | UBND xã | 1 | x")
    second = page(2, "2 | 13/BC-UBND | 09/02/2008 | Báo cáo | UBND xã | 4 | x")
    third = page(3, HEADS, "3 | 14/TB-UBND | 10/02/2008 | Thông báo | UBND xã | 5 | x")
    plan = parse(document(first, second, third))
    assert [row[0] for row in rows_of(plan)] == [1, 2, 3]
    assert [each.page for each in plan.dossier_paper.documents] == [1, 2, 3]
    place = plan.evidence["/dossier_paper/documents/2/date"]
    assert (place.page, place.box) == (3, (180, 80, 240, 92))


def test_a_cover_with_documents_behind_it_in_one_file_is_no_cover():
    cover = page(1, *COVER.splitlines())
    assert parse(document(cover)).dossier_paper.kind == "cover"
    assert parse(document(cover, page(2, "KẾ HOẠCH", "Về việc phòng, chống lụt bão"))).dossier_paper is None


def test_a_person_decides_values_of_papers():
    lines = document(page(1, *COVER.splitlines()))
    plan = parse(
        lines, decided={"/dossier_paper/sheets": Decided("38", "39"), "/dossier_paper/mode": Decided("", "mật")}
    )
    assert (plan.dossier_paper.sheets, plan.dossier_paper.mode) == (39, "mật")
    assert plan.evidence["/dossier_paper/sheets"].source == "person"
    assert value_at(plan, "/dossier_paper/sheets") == "39"
    listed = document(page(1, *CONTENTS.splitlines()[:6]))
    plan = parse(listed, decided={"/dossier_paper/documents/0/date": Decided("2008-01-08", "2008-01-09")})
    assert plan.dossier_paper.documents[0].date == "2008-01-09"
    assert str(paper_fields(plan)[1]) == "/dossier_paper/documents/0/code"


def test_what_is_typed_for_a_paper_is_checked():
    assert check("/dossier_paper/documents/0/date", "4/3/2008").value == "2008-03-04"
    assert check("/dossier_paper/title", " Về việc  A ").value == "Về việc A"
    with pytest.raises(FieldError):
        check("/dossier_paper/sheets", "nhiều")
