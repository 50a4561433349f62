# SPDX-License-Identifier: Apache-2.0
"""What a person said is right as it was read: a value, or words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_kh.corrections.application import correct
from ocr_kh.corrections.correction import Anchor, Correction
from ocr_kh.corrections.field_decisions import decided_fields
from ocr_kh.document import Document, Line, Page, Repair, Word
from ocr_kh.plan import parse

TEXTS = (
    "ỦY BAN NHÂN DÂN XÃ BẢO HÒA",
    "Số: 5/KH-UBND Bảo Hòa, ngày 04 tháng 3 năm 2026",
    "KẾ HOẠCH",
    "Phòng cháy năm 2026",
    "1. Các thôn báo cáo.",
)


def document(texts=TEXTS, confidence=0.4):
    lines = tuple(
        replace(Line(text, text, page=1), words=tuple(Word(word, None, confidence) for word in text.split()))
        for text in texts
    )
    return Document("a.pdf", "0" * 64, (Page(1, 595, 842, lines, source="ocr"),))


def accepted(pointer, value, who="Lan"):
    return Correction("accepted", value, value, pointer=pointer, who=who)


def plan_with(*corrections, texts=TEXTS):
    made = correct(document(texts), corrections).document
    return parse(made, decided=decided_fields(corrections))


def codes(plan):
    return {warning.code for warning in plan.warnings}


def test_an_accepted_value_is_what_was_read_and_no_longer_doubted():
    assert "header.number_zero" in codes(plan_with())
    plan = plan_with(accepted("/header/number", "5"))
    assert "header.number_zero" not in codes(plan)
    found = plan.evidence["/header/number"]
    assert (found.source, found.confirmed_by, found.lines) == ("page", "Lan", (2, 2))
    assert plan.evidence["/header/date"].confirmed_by is None


def test_an_accepted_value_holds_when_something_else_is_read():
    plan = plan_with(accepted("/header/number", "5"), texts=[text.replace("5/KH", "8/KH") for text in TEXTS])
    assert plan.header.number == "5"
    assert plan.evidence["/header/number"].source == "person"
    assert "corrections.read_anew" in codes(plan)


def test_a_value_that_lacks_can_be_accepted():
    blank = [text.replace("5/KH", "/KH") for text in TEXTS]
    assert "header.number_blank" in codes(plan_with(texts=blank))
    plan = plan_with(accepted("/header/number", ""), texts=blank)
    assert not {"header.number", "header.number_blank"} & codes(plan)
    assert plan.header.number is None
    assert plan.evidence["/header/number"].confirmed_by == "Lan"


def test_a_corrected_value_that_another_accepts_is_a_corrected_one():
    field = Correction("field", "5", "05", pointer="/header/number", who="Lan")
    found = plan_with(field, accepted("/header/number", "05", who="Minh")).evidence["/header/number"]
    assert (found.source, found.confirmed_by) == ("person", "Minh")


@pytest.mark.parametrize("pointer", ["/subject", "/document_type", "/sections/0"])
def test_whatever_has_evidence_can_be_accepted(pointer):
    assert plan_with(accepted(pointer, "KẾ HOẠCH")).evidence[pointer].confirmed_by == "Lan"


def test_an_accepted_field_of_the_record_alone_is_kept_as_it_is():
    plan = plan_with(accepted("/record/keyword", "phòng cháy"))
    assert plan.record == {"keyword": "phòng cháy"}
    assert plan.evidence["/record/keyword"].source == "inferred"


WORD = Correction(
    "accepted", "cháy", "cháy", Anchor(1, None, "năm 2026 KẾ HOẠCH Phòng", "năm 2026 1. Các thôn"), who="Lan"
)


def test_an_accepted_word_is_sure_and_its_doubt_is_gone():
    doubt = Repair(
        line=4, start=6, end=10, before="cháy", after="cháy", source="channel", doubtful=True, runner_up="chảy"
    )
    made = correct(replace(document(), repairs=(doubt,)), [WORD]).document
    assert [line.text for line in made.lines] == list(TEXTS)
    assert [(each.source, each.before, each.after, each.doubtful) for each in made.repairs] == [
        ("person", "cháy", "cháy", False)
    ]
    assert [word.confidence for word in made.lines[3].words] == [0.4, 1.0, 0.4, 0.4]


def test_an_accepted_word_holds_where_it_is_read_otherwise():
    read = document([text.replace("cháy", "chảy") for text in TEXTS])
    assert correct(read, [WORD]).document.lines[3].text == "Phòng cháy năm 2026"


def test_a_line_is_put_right_as_a_whole():
    line = Correction(
        "line",
        "Phòng cháy năm 2026",
        "Phòng chống lụt bão năm 2027",
        Anchor(1, None, "3 năm 2026 KẾ HOẠCH", "1. Các thôn báo cáo."),
    )
    assert correct(document(), [line]).document.lines[3].text == line.right
