# SPDX-License-Identifier: Apache-2.0
"""record.xml holds what the page proves, in the codes of Thông tư 05/2025/TT-BNV."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from ocr_kh.document import Condition, Document, LayerVerdict, Line, Page
from ocr_kh.genre.vocabulary import in_force
from ocr_kh.plan.fields import Note
from ocr_kh.plan.model import Header, Plan
from ocr_kh.writing.document.record import (
    FIELDS,
    LENGTHS,
    keyword,
    missing_fields,
    record_fields,
    record_xml,
    type_code,
)

PLAN = Plan(
    header=Header(issuer="ỦY BAN NHÂN DÂN XÃ BẢO HÒA", number="05", symbol="KH-UBND", date="2026-03-04"),
    document_type="KẾ HOẠCH",
    subject="Triển khai công tác vệ sinh môi trường & trồng cây năm 2026",
)
SCAN = Page(1, condition=Condition(width=1654, height=2339), lines=(Line("Kế hoạch", "Kế hoạch"),))
BACK = Page(2, condition=Condition(width=1654, height=2339, blank_reason="no letters"))
DRAWN = Page(1, source="text", lines=(Line("Kế hoạch", "Kế hoạch"),))
LAID_OVER = Page(1, source="text", layer=LayerVerdict("right", over_image=True), lines=(Line("Kế hoạch", "Kế hoạch"),))


def document(*pages, **changes):
    return Document(**{"name": "a.pdf", "sha256": "ab", "pages": pages} | changes)


def fields(plan=PLAN, *pages):
    return record_fields(document(*(pages or (SCAN, BACK))), plan)


def test_record_holds_what_the_page_proves():
    assert {name: value for name, value in fields().items() if value} == {
        "typeName": "10",
        "codeNumber": "05",
        "codeNotation": "KH-UBND",
        "issuedDate": "04/03/2026",
        "organName": "ỦY BAN NHÂN DÂN XÃ BẢO HÒA",
        "subject": "Triển khai công tác vệ sinh môi trường & trồng cây năm 2026",
        "language": "01",
        "numberOfPage": "1",
        "keyword": "vệ sinh môi trường & trồng cây",
        "confidenceLevel": "02",
    }


def test_record_is_xml_with_all_fields_in_order_and_lists_what_is_missing():
    text = record_xml(document(SCAN), PLAN)
    root = ET.fromstring(text)  # noqa: S314 - our own
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<simpledc>')
    assert root.tag == "simpledc"
    assert tuple(child.tag for child in root) == FIELDS
    assert root.findtext("subject") == PLAN.subject
    assert re.search(r'<\?ocr-kh missing="(.*)"\?>', text)[1] == "docId docCode maintenance mode"


def test_record_of_a_form_left_blank_lacks_number_and_date_and_says_so():
    header = PLAN.header.model_copy(update={"number": None, "date": "2026-03"})
    found = fields(PLAN.model_copy(update={"header": header}))
    assert found["issuedDate"] == found["codeNumber"] == ""
    assert {"issuedDate", "codeNumber"} <= set(missing_fields(found))


def test_record_of_a_document_without_number_and_symbol_does_not_ask_for_them():
    found = fields(PLAN.model_copy(update={"header": Header()}))
    assert missing_fields(found) == ["docId", "docCode", "maintenance", "issuedDate", "organName", "mode"]


@pytest.mark.parametrize(
    ("pages", "level"),
    [
        ((SCAN, BACK), "02"),
        ((DRAWN,), "01"),
        ((LAID_OVER,), "02"),
        ((DRAWN, SCAN), "03"),
        ((DRAWN, Page(2, error="[E502] stopped")), "01"),
        ((BACK,), ""),
    ],
)
def test_record_tells_scans_from_born_digital_documents(pages, level):
    assert fields(PLAN, *pages)["confidenceLevel"] == level


def test_record_of_plain_text_has_no_pages_and_no_confidence_level():
    found = record_fields(document(DRAWN, has_pages=False), PLAN)
    assert found["numberOfPage"] == found["confidenceLevel"] == ""


def test_record_types_are_those_of_the_decree():
    codes = [type_code(each.capitals) for each in in_force().types if each.family == "state"]
    assert sorted(codes) == [f"{code:02d}" for code in range(1, 30)]
    assert [type_code(name) for name in ("NGHỊ QUYẾT", "BÁO CÁO", "TỜ TRÌNH", "THƯ CÔNG")] == ["01", "14", "15", "29"]


def test_record_fields_keep_their_lengths_and_what_xml_may_hold():
    plan = Plan(subject="dài " * 200, notes=(Note(text="Chuyển\x0b văn phòng\ncho ý kiến"),))
    found = fields(plan)
    assert len(found["subject"]) <= LENGTHS["subject"]
    assert found["subject"].endswith("dài")
    assert found["autograph"] == "Chuyển văn phòng cho ý kiến"
    ET.fromstring(record_xml(document(SCAN), plan))  # noqa: S314 - our own


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Về việc tăng cường quản lý hóa đơn điện tử trên địa bàn phường", "quản lý hóa đơn điện tử"),
        ("Chuyển đổi số xã Phú Thuận Đông giai đoạn 2026 - 2030", "Chuyển đổi số xã Phú Thuận Đông"),
        ("Thực hiện công tác bình đẳng giới năm 2026", "bình đẳng giới"),
        ("Triển khai", ""),
        ("", ""),
    ],
)
def test_record_keyword_is_what_the_subject_is_about(subject, expected):
    assert keyword(subject) == expected
