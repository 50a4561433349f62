# SPDX-License-Identifier: Apache-2.0
"""A number by hand of which no reader is sure, told by another document of its file or by what the file is named."""

from __future__ import annotations

from dataclasses import replace

import pikepdf
import pytest

from ocr_kh.document import Document, Line, Page, Part, Role, Word
from ocr_kh.plan import parse
from ocr_kh.plan.review.known_numbers import with_known_numbers
from ocr_kh.reading.source import open_source
from ocr_kh.repair import repair_document
from ocr_kh.settings import Settings

MAY_BE = (("146", 0.5), ("196", 0.3), ("46", 0.1), ("140", 0.02))
OPEN = Word("4#/QĐ-SYT", confidence=0.3, by_hand=True, likely="146", may_be=MAY_BE)
DAY = "ngày 12 tháng 5 năm 2026"


def printed(text: str, role: Role = Role.BODY) -> Line:
    return Line.of_words([Word(each, confidence=0.96) for each in text.split()], page=1, role=role)


def paper(number: Word | str, *body: str, day: str = DAY, name: str = "scan.pdf", part: int = 0) -> Document:
    """A paper of a health office; `number` is what stands behind `Số:`."""
    words = [Word("Số:", confidence=0.96), Word(number, confidence=0.96) if isinstance(number, str) else number]
    lines = [
        *(printed("UBND TỈNH AN THỊNH", Role.ISSUER), printed("SỞ Y TẾ", Role.ISSUER)),
        Line.of_words(words, page=1, role=Role.ISSUER),
        printed(f"An Thịnh, {day}", Role.MOTTO),
        *map(printed, ("QUYẾT ĐỊNH", "Về việc thành lập Tổ thẩm định", "GIÁM ĐỐC SỞ Y TẾ", *body)),
        printed("Điều 1. Thành lập Tổ thẩm định gồm các ông, bà có tên sau:"),
    ]
    pages = (Page(1, 595, 842, tuple(lines), "ocr"),)
    return Document(name, "0" * 64, pages, part=Part(part, 2, part) if part else None)


def numbers(*read: Document, source=None) -> list[str | None]:
    return [parse(repair_document(each, Settings())).header.number for each in with_known_numbers(read, source)]


def citing(text: str) -> Document:
    return paper("61/GM-SYT", f"Căn cứ {text};", day="ngày 20 tháng 5 năm 2026", part=2)


CITED = "Quyết định số 146/QĐ-SYT ngày 12/5/2026"


@pytest.mark.parametrize(
    "text",
    [
        *(CITED, f"{CITED} của Sở Y tế", "Quyết định số 146/QĐ-SYT, ngày 12 tháng 5 năm 2026 của Giám đốc Sở Y tế"),
        f"{CITED} và Quyết định số 147/QĐ-SYT ngày 12/5/2026",  # that is no number that may stand there
        f"{CITED} và Quyết định số 196/QĐ-SYT ngày 13/5/2026",
        f"{CITED} và Quyết định số 196/QĐ-UBND ngày 12/5/2026",
    ],
)
def test_number_that_another_document_of_the_file_cites_is_known(text):
    assert numbers(paper(OPEN, part=1), citing(text))[0] == "146"


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 146/QĐ-SYT ngày 11/5/2026",
        "Quyết định số 146/QĐ-SYT",
        "Quyết định số 146/QĐ-UBND ngày 12/5/2026",
        "Quyết định số 147/QĐ-SYT ngày 12/5/2026",
        f"{CITED} và Quyết định số 196/QĐ-SYT ngày 12/5/2026",  # which of them?
        "Quyết định số 140/QĐ-SYT ngày 12/5/2026",  # hardly that
    ],
)
def test_what_may_be_another_document_tells_no_number(text):
    assert numbers(paper(OPEN, part=1), citing(text)) == [None, "61"]


@pytest.mark.parametrize(("unit", "number"), [("tỉnh An Thịnh", None), ("xã Phú Trung", "146"), ("", "146")])
def test_a_citation_of_a_body_of_another_unit_tells_no_number(unit, number):
    own = paper(replace(OPEN, text="4#/QĐ-UBND"), part=1)
    [page] = own.pages
    lines = (printed("ỦY BAN NHÂN DÂN XÃ PHÚ TRUNG", Role.ISSUER), *page.lines[2:])
    own = replace(own, pages=(replace(page, lines=lines),))
    cited = f"Quyết định số 146/QĐ-UBND ngày 12/5/2026 của UBND {unit}".removesuffix(" của UBND ")
    assert numbers(own, citing(cited))[0] == number


def test_number_that_another_document_of_the_file_bears_is_not_taken():
    other = paper("146/QĐ-SYT", part=2)
    assert numbers(paper(OPEN, part=1), other, citing(CITED)) == [None, "146", "61"]


def test_what_two_documents_may_be_is_told_of_neither():
    assert numbers(paper(OPEN, part=1), paper(OPEN, part=2), citing(CITED)) == [None, None, "61"]


def test_open_day_of_the_header_may_be_that_of_the_citation():
    assert numbers(paper(OPEN, day="ngày ... tháng 5 năm 2026", part=1), citing(CITED))[0] == "146"
    assert numbers(paper(OPEN, day="ngày ... tháng ... năm 2026", part=1), citing(CITED))[0] is None


SERIES = [
    ("the only one between", ["140", "150"], "146"),
    ("two between", ["140", "200"], None),
    ("none between", ["150", "180"], None),
    ("one between, hardly that", ["139", "141"], None),
    ("numbers that do not rise", ["150", "140"], None),
]


@pytest.mark.parametrize(("around", "number"), [case[1:] for case in SERIES], ids=[case[0] for case in SERIES])
def test_number_stands_in_its_turn_between_those_of_older_and_younger_documents(around, number):
    older, younger = (
        paper(f"{each}/QĐ-SYT", day=f"ngày {day} tháng 5 năm 2026", part=at)
        for at, (each, day) in enumerate(zip(around, (11, 14), strict=True), 1)
    )
    assert numbers(paper(OPEN, part=3), older, younger)[0] == number
    assert numbers(paper(OPEN, part=3), older)[0] is None


@pytest.mark.parametrize(
    ("symbol", "day"),
    [("GM-SYT", "ngày 14 tháng 5 năm 2026"), ("QĐ-SYT", "ngày 14 tháng 5 năm 2027"), ("QĐ-SYT", DAY)],
)
def test_numbers_of_another_row_year_or_of_the_same_day_bound_none(symbol, day):
    older = paper("140/QĐ-SYT", day="ngày 11 tháng 5 năm 2026", part=1)
    assert numbers(paper(OPEN, part=3), older, paper(f"150/{symbol}", day=day, part=2))[0] is None


def titled(folder, title: str):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = title
    pdf.save(folder / "scan.pdf")
    return open_source(folder / "scan.pdf", Settings())


@pytest.mark.parametrize(
    ("title", "number"),
    [
        *(("146 qd syt", "146"), ("QĐ 46-SYT", "46"), ("46/QĐ-SYT", "46"), ("146 qd ubnd 196 qd", None)),
        *(("145 qd syt", None), ("146 gm syt", None), ("Microsoft Word - 146.doc", None), ("", None)),
    ],
)
def test_title_of_the_pdf_tells_a_number_that_may_stand_there(tmp_path, title, number):
    assert numbers(paper(OPEN), source=titled(tmp_path, title)) == [number]


def test_a_file_is_named_after_one_document_of_several(tmp_path):
    source = titled(tmp_path, "146 qd syt")
    assert numbers(paper(OPEN, part=1), citing("Luật Khám bệnh"), source=source)[0] == "146"
    assert numbers(paper(OPEN, part=1), paper("147/QĐ-SYT", part=2), source=source) == [None, "147"]
    named = paper(OPEN, name="146-qd-syt.pdf", part=1)
    assert numbers(named, citing("Luật Khám bệnh"))[0] == "146"


def test_name_and_citation_that_contradict_each_other_tell_nothing(tmp_path):
    assert numbers(paper(OPEN, part=1), citing(CITED), source=titled(tmp_path, "196 qd syt"))[0] is None


def test_a_number_known_so_is_to_be_looked_at():
    [known, _] = with_known_numbers([paper(OPEN, part=1), citing(CITED)])
    codes = {each.code for each in parse(known).warnings}
    assert "header.number_handwritten" in codes
    assert not codes & {"header.number", "header.number_blank"}


def test_where_no_number_is_open_nothing_is_looked_at():
    read = (paper("146/QĐ-SYT"),)
    assert with_known_numbers(read) == read
