# SPDX-License-Identifier: Apache-2.0
"""A cover and a contents list are reviewed by their own fields, each beside its place."""

from __future__ import annotations

from pathlib import Path

from ocr_kh.acceptance.lint.contents import listed_on_paper
from ocr_kh.desk.fields import fields, fields_unseen
from ocr_kh.desk.opened import Opened
from ocr_kh.document import Box, Document, Line, Page, Word
from ocr_kh.plan import parse

COVER = ("HỒ SƠ", "Về việc phòng cháy", "Từ ngày 08/01/2008 đến ngày 31/12/2008", "Phông số: 12", "Mục lục số: 01")
CONTENTS = (
    "MỤC LỤC VĂN BẢN, TÀI LIỆU",
    "STT | Số, ký hiệu văn bản | Ngày tháng năm văn bản | Trích yếu | Tờ số",
    "1 | 12/KH-UBND | 08/01/2008 | Kế hoạch | 1",
    "2 | 13/BC-UBND | | Báo cáo | 4",
)


def opened(texts):
    lines = []
    for at, text in enumerate(texts):
        words = tuple(
            Word(part, Box(60 + 40 * place, 60 + 20 * at, 95 + 40 * place, 72 + 20 * at))
            for place, part in enumerate(text.replace("|", " ").split())
        )
        lines.append(Line(text, text, words, 1))
    document = Document("01.pdf", "ab" * 32, (Page(1, 595.0, 842.0, tuple(lines), source="ocr"),))
    return Opened(Path("out/01.pdf"), document, parse(document), (), ())


def shown(each):
    return each["decision"]["field"], each["name"], each["decision"]["from"]


def test_a_cover_has_its_own_fields():
    found = {field: (name, read) for field, name, read in map(shown, fields(opened(COVER)))}
    assert found["/dossier_paper/title"] == ("title of the hồ sơ", "Về việc phòng cháy")
    assert found["/dossier_paper/end"] == ("last day", "2008-12-31")
    assert found["/dossier_paper/sheets"] == ("sheets", "")
    assert not any(field.startswith(("/header", "/record")) for field in found)


def test_each_row_of_a_list_stands_beside_its_place():
    found = {each["decision"]["field"]: each for each in fields(opened(CONTENTS))}
    code = found["/dossier_paper/documents/1/code"]
    assert (code["name"], code["decision"]["from"]) == ("2. number and symbol", "13/BC-UBND")
    assert (code["decision"]["page"], code["on_page"]) == (1, True)
    lacking = found["/dossier_paper/documents/1/date"]  # stands where its row does
    assert (lacking["decision"]["from"], lacking["decision"]["page"]) == ("", 1)
    assert lacking["decision"]["box"]


def test_the_place_of_a_finding_is_a_field():
    paper = opened(CONTENTS)
    pointers = {each["decision"]["field"] for each in fields(paper)}
    listed = listed_on_paper("01.pdf", paper.plan.dossier_paper.documents, "hs-1")
    assert {each.pointer for each in listed} <= pointers


def test_a_second_person_sees_the_same_fields():
    unseen = fields_unseen(opened(CONTENTS), {"/dossier_paper/documents/0/code"})
    decided = {each["decision"]["field"]: each["decided"] for each in unseen}
    assert decided["/dossier_paper/documents/0/code"]
    assert not decided["/dossier_paper/documents/1/code"]
