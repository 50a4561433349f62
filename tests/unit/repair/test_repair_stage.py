# SPDX-License-Identifier: Apache-2.0
"""The stage: text and documents in, repaired text, words and records out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocr_kh
from ocr_kh.document import Box, Document, Line, Page, Role, Word
from ocr_kh.errors import ArgumentTypeError
from ocr_kh.repair import apply, documents, repair_document, repair_text, repair_texts
from ocr_kh.repair.edits import apply_edits
from ocr_kh.repair.passes import repair_lines
from ocr_kh.repair.readings import Reading
from ocr_kh.settings import Settings

GARBLED = "CONG HOA XA HOI CHU NGHIA VIET NAM\nDéc 1ap - Tw do - Hanh phuc"
RIGHT = "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị;\n\n  Ủy ban nhân dân xã"


def test_repair_text_mends_the_motto():
    assert repair_text(GARBLED).text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def test_repair_text_leaves_right_text_alone():
    assert repair_text(RIGHT) == (RIGHT, ())


def test_repair_text_records_point_into_the_original():
    repaired = repair_text(GARBLED)
    lines = GARBLED.split("\n")
    assert all(lines[r.line - 1][r.start : r.end] == r.before for r in repaired.repairs)
    assert {r.line for r in repaired.repairs} == {1, 2}


def test_apply_without_a_repair_undoes_it():
    repaired = repair_text(GARBLED)
    without_first = apply(GARBLED, repaired.repairs[1:])
    assert without_first.startswith("CONG HÒA")


def test_apply_refuses_repairs_of_another_text():
    with pytest.raises(ValueError, match="does not read"):
        apply("another text", repair_text(GARBLED).repairs)


def test_repair_can_be_switched_off():
    assert repair_text(GARBLED, Settings(repair=False)) == (GARBLED, ())


ROWS = [
    GARBLED,
    RIGHT,
    "",
    "Bao cao ket qua thuc hien nhiem vu cua Uy ban nhan dan xa nam 2026",
    "Cơ quan tô chức hội nghị, lập danh sách và công trụ sở của xã Khe Lẫm",
    "Danh sach kem theo\nCong an xa, Tram Y te xa",
    "danh muc.pdf",
]


def test_many_texts_come_out_as_each_would_alone():
    assert list(repair_texts(ROWS)) == [repair_text(text) for text in ROWS]


def test_many_texts_are_parted_into_batches(monkeypatch):
    alone = [repair_text(text) for text in ROWS]
    monkeypatch.setattr(documents, "BATCH_CHARACTERS", 60)
    assert list(repair_texts(iter(ROWS))) == alone


def test_many_texts_are_read_as_they_are_asked_for():
    asked = []
    texts = (asked.append(number) or "Kế hoạch " * 100 for number in range(1000))
    next(iter(ocr_kh.repair_many(texts)))
    assert len(asked) < 100


def test_many_texts_must_be_texts():
    with pytest.raises(ArgumentTypeError, match="texts"):
        ocr_kh.repair_many("Kế hoạch")
    with pytest.raises(ArgumentTypeError, match=r"texts\[1\]"):
        list(ocr_kh.repair_many(["Kế hoạch", None]))


def test_many_texts_are_left_alone_without_repair():
    assert [each.text for each in repair_texts(ROWS, Settings(repair=False))] == ROWS


PIECES = st.sampled_from(
    [*"aàảbcđgh6ư 1.,-/|€¢\n\t\r\u0301\u00a0\u2028", "CONG HOA", "nghị quyết", "57-NQ/TW", "thyc hi¢n"]
)


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
def test_repair_keeps_lines_and_nfc_and_settles(text):
    original = unicodedata.normalize("NFC", text)
    repaired = repair_text(text)
    assert unicodedata.is_normalized("NFC", repaired.text)
    assert repaired.text.count("\n") == original.count("\n")
    assert apply(text, repaired.repairs) == repaired.text
    assert repair_text(repaired.text).text == repaired.text


def _document(*lines: Line) -> Document:
    return Document(name="a.pdf", sha256="0" * 64, pages=(Page(number=1, lines=lines, source="ocr"),))


def _line(text: str, role: Role = Role.BODY) -> Line:
    words = [Word(word, Box(10 * i, 0, 10 * i + 9, 10), 0.9) for i, word in enumerate(text.split())]
    return Line.of_words(words, page=1, role=role)


def test_repair_document_repairs_text_and_words_and_keeps_the_original():
    document = repair_document(_document(_line("CONG HOA XA HOI CHU NGHIA VIET NAM")), Settings())
    line = document.lines[0]
    assert line.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert line.original == "CONG HOA XA HOI CHU NGHIA VIET NAM"
    assert " ".join(word.text for word in line.words) == line.text
    assert [word.box.x0 for word in line.words] == [10 * i for i in range(8)]
    assert document.repairs[0].page == 1
    assert document.repairs[0].box == Box(0, 0, 9, 10)


@pytest.mark.parametrize("role", [Role.NOISE, Role.PAGE_NUMBER])
def test_repair_document_leaves_noise_alone(role):
    document = _document(_line("CONG HOA XA HOI CHU NGHIA VIET NAM", role))
    assert repair_document(document, Settings()) == document


def test_what_follows_a_sentence_does_not_weigh_in_it():
    heading = "NHIỆM VỤ, GIẢI PHÁP TẠO NÈN MÓNG CHUYÊN ĐỎI SÓ"
    alone = repaired_as_read(heading)
    assert alone == ["NHIỆM VỤ, GIẢI PHÁP TẠO NỀN MÓNG CHUYỂN ĐỔI SỐ"]
    assert repaired_as_read(heading, "Công tác tuyên truyền")[:1] == alone


def repaired_as_read(*lines):
    """The lines after repair, as if an engine had read them."""
    readings = [Reading(line, (0.9,) * len(line.split())) for line in lines]
    return [apply_edits(line, edits) for line, edits in zip(lines, repair_lines(readings, Settings()), strict=True)]
