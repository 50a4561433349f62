# SPDX-License-Identifier: Apache-2.0
"""What the whole document says of its words: short forms, the same words, initials, page numbers in sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_kh.repair import repair_text
from ocr_kh.repair.decoding.choices import Decision
from ocr_kh.repair.decoding.lattice import Place
from ocr_kh.repair.edits import Edit
from ocr_kh.repair.nearly_right.passages import decided_edit, phrase_edit
from ocr_kh.repair.nearly_right.same_words import same_word_edits
from ocr_kh.repair.nearly_right.weights import TYPED_WEIGHTS
from ocr_kh.repair.rules.own_initials import initials_doubts

SENTENCE = (
    "Cán bộ, công chức và người dân trên địa bàn xã tích cực tham gia các hoạt động tuyên truyền của địa phương. "
)


def changed(lines, *edits):
    """What changes in each line when some edits (line, before, after, doubtful) are told to the others."""
    found = [[] for _ in lines]
    for number, before, after, doubtful in edits:
        start = lines[number].index(before)
        made, rival = (before, after) if doubtful else (after, before)
        found[number].append(Edit(start, start + len(before), made, "channel", 0.99, rival, doubtful))
    return [
        [(line[edit.start : edit.end], edit.after) for edit in edits if edit.after != line[edit.start : edit.end]]
        for line, edits in zip(lines, same_word_edits(lines, found), strict=True)
    ]


def test_a_short_form_is_decided_once_for_the_document():
    lines = ["Thúc đẩy CDS toàn diện", "Tổ CDS cộng đồng", "ỨNG DỤNG CDS", "mã CDSX"]
    made = changed(lines, (0, "CDS", "CĐS", False), (1, "CDS", "CĐS", True))
    assert made == [[("CDS", "CĐS")], [("CDS", "CĐS")], [("CDS", "CĐS")], []]


def test_a_short_form_that_is_doubted_oftener_than_changed_stays_where_it_was():
    lines = ["Thúc đẩy CDS toàn diện", "Tổ CDS cộng đồng", "ứng dụng CDS", "về CDS"]
    edits = [(0, "CDS", "CĐS", False), (1, "CDS", "CĐS", True), (2, "CDS", "CĐS", True)]
    assert changed(lines, *edits) == [[("CDS", "CĐS")], [], [], []]


@pytest.mark.parametrize(
    ("other", "also"),
    [
        ("hệ thống các công thông tin điện tử", [("công", "cổng")]),
        ("Công Thông tin xã", [("Công", "Cổng")]),
        ("các công trình thông tin", []),
        ("sân công thông ra đường", []),
        ("các công, thông tin, điện tử", []),
    ],
)
def test_a_word_is_the_same_among_the_same_words_only(other, also):
    made = changed(["trên Trang/công Thông tin điện tử", other], (0, "công", "cổng", False))
    assert made[1] == also


def test_words_that_were_changed_in_two_ways_teach_nothing():
    lines = ["bản ghi chép", "bản ghi chép", "bản ghi chép"]
    assert changed(lines, (0, "bản", "bán", False), (1, "bản", "bàn", False))[2] == []


def test_a_doubt_teaches_nothing():
    assert changed(["bản ghi chép", "bản ghi chép"], (0, "bản", "bán", True)) == [[], []]


@pytest.mark.parametrize(
    ("filed", "rival"),
    [("VHXX", "VHXH"), ("VHXXH", "VHXH"), ("VHXH", None), ("TCKH", None), ("KTHT", None), ("VT", None), ("VHX", None)],
)
def test_initials_of_what_is_filed_are_those_of_a_unit_named(filed, rival):
    lines = ["1. Phòng Văn hóa – Xã hội chủ trì.", "2. Giao phòng Kinh tế - Hạ tầng phối hợp.", f"- Lưu: VT, {filed}."]
    found = initials_doubts(lines, {"vt"})[2]
    assert [(edit.after, edit.runner_up, edit.doubtful) for edit in found] == ([(filed, rival, True)] if rival else [])


def test_initials_elsewhere_are_not_doubted():
    assert initials_doubts(["Phòng Văn hóa - Xã hội", "Gửi VHXX theo dõi"], ()) == [[], []]


def test_page_numbers_in_sentences_are_told_and_stay():
    text = "\n".join(
        [SENTENCE * 14, "hệ thống 2 huấn luyện thông minh", SENTENCE * 14, "truyền tải thông 3 điệp này tới"]
    )
    repaired = repair_text(text)
    told = [(r.line, r.before, r.after, r.source, r.doubtful) for r in repaired.repairs if r.source == "layout"]
    assert told == [(2, "2", "2", "layout", True), (4, "3", "3", "layout", True)]
    assert repaired.text == text


def test_numbers_that_count_are_not_told():
    text = "\n".join([SENTENCE * 14, "trong đó có 2 huyện miền núi", SENTENCE * 14, "thành lập 3 tổ công tác"])
    assert [r for r in repair_text(text).repairs if r.source == "layout"] == []


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("Căn cứ Nghị quyết 50 57-NQ/TW ngày 22/12/2024;", "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024;"),
        ("Căn cứ Quyết định 5O 12/QĐ-UBND ngày 02/3/2026;", "Căn cứ Quyết định số 12/QĐ-UBND ngày 02/3/2026;"),
        ("Căn cứ Nghị quyết 50 người đã ký ban hành;", "Căn cứ Nghị quyết 50 người đã ký ban hành;"),
        ("Giao cho tổ 50 12/QĐ-UBND ngày 02/3/2026;", "Giao cho tổ 50 12/QĐ-UBND ngày 02/3/2026;"),
    ],
)
def test_a_number_between_a_type_and_a_code_is_the_word_for_number(line, right):
    assert repair_text(line).text == right


def test_the_word_for_number_in_a_garbled_line():
    garbled = "Thyc hién Nghi quyét 50 57-NQ/TW va Quyét dinh 5O 12/QD-UBND cua UBND xa vé chuyén d6i s6"
    assert "Nghị quyết số 57-NQ/TW và Quyết định số 12/QĐ-UBND" in repair_text(garbled).text


def test_a_rare_word_of_right_text_that_is_left_alone_is_told():
    line = "Xây dựng thư viện số, bài giảng điện tử, tài liệu số để tang cường khả năng tiếp cận của người học."
    repaired = repair_text(SENTENCE * 20 + "\n" + line)
    assert repaired.text.endswith(line)
    assert [(r.before, r.after, r.runner_up, r.doubtful) for r in repaired.repairs] == [("tang", "tang", "tăng", True)]


def test_a_doubt_tells_the_probability_of_what_it_keeps():
    place = Place(0, 0, 4, "công")
    rival_chosen = Decision(place, "cổng", 0.9, "công", second=0.08, kept=0.08)
    itself_chosen = Decision(place, None, 0.6, "cổng", second=0.4, kept=0.6)
    for decision, probability in ((rival_chosen, 0.08), (itself_chosen, 0.6)):
        doubt = decided_edit(decision, "công", TYPED_WEIGHTS)
        assert (doubt.after, doubt.runner_up, doubt.probability) == ("công", "cổng", probability)


def test_a_phrase_makes_its_word_likelier_than_the_words_alone():
    line = "Công thông tin điện tử của xã"
    decision = Decision(Place(0, 0, 4, "Công"), None, 0.7, "Cổng", second=0.3, kept=0.7)
    edit = phrase_edit(decision, line, ("Cổng thông tin điện tử",))
    assert edit.after == "Cổng"
    assert 0.3 < edit.probability < 1


def test_a_name_that_lacks_a_mark_of_a_long_phrase_is_mended_however_sure_the_decoder_is():
    line = "trên Công dịch vụ công của tỉnh"
    kept = Decision(Place(0, 5, 9, "Công"), None, 0.9999, "Cổng", 1e-5, 0.9999)
    edit = phrase_edit(kept, line, ("Cổng dịch vụ công",))
    assert edit is not None
    assert edit.after == "Cổng"
    assert phrase_edit(kept, line, ("Cổng dịch vụ",)) is None
    assert phrase_edit(kept, line.replace("Công", "công"), ("Cổng dịch vụ công",)) is None
    assert phrase_edit(replace(kept, runner_up="Cống"), line, ("Cổng dịch vụ công",)) is None
