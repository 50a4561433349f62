# SPDX-License-Identifier: Apache-2.0
"""Signs, figures and names that an engine misread: what is mended, and what must stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.document import Alternative
from ocr_kh.repair import repair_text
from ocr_kh.repair.edits import apply_edits
from ocr_kh.repair.readings import Reading
from ocr_kh.repair.rules.document_names import name_edits, proven_names
from ocr_kh.repair.rules.misread_figures import merge_edits, numbering_edits, sign_edits
from ocr_kh.repair.rules.recipients import body_edits, head_edits, purpose_edits


def read_edits(line):
    return merge_edits(sign_edits(line), purpose_edits(line, was_read=True))


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("~ Trưởng các thôn (th);", "- Trưởng các thôn (t/h);"),
        ("« Sở Nội vụ (b/©);", "- Sở Nội vụ (b/c);"),
        ("- UBND tỉnh (để b/€);", "- UBND tỉnh (để b/c);"),
        ("- Thành viên Ban Chỉ huy (/h);", "- Thành viên Ban Chỉ huy (t/h);"),
        ("trước ngày 1O/5, có O2 đợt, l6 hộ", "trước ngày 10/5, có 02 đợt, 16 hộ"),
        ("danh mục 1Í thủ tục", "danh mục 11 thủ tục"),
        ("1Š ngày, [0 ngày, (1Ø ngày)", "15 ngày, 10 ngày, (10 ngày)"),
        ("ngày 3] tháng 0L năm 2024", "ngày 31 tháng 01 năm 2024"),
        ("trong Š ngày làm việc", "trong 5 ngày làm việc"),
        ("theo khoản I Điều 9; có tên tại Điều I chịu", "theo khoản 1 Điều 9; có tên tại Điều 1 chịu"),
        ("QUYẾT NĂM (KHÓA XD", "QUYẾT NĂM (KHÓA XI)"),
        ("Nghị quyết năm (khoá X]) và (khóa V])", "Nghị quyết năm (khoá XI) và (khóa VI)"),
        ("1V. TỔ CHỨC THỰC HIỆN", "IV. TỔ CHỨC THỰC HIỆN"),
        ("I.012261.00 0.00.00.HS3 | 1.012257.000.00.00.HS3", "1.012261.00 0.00.00.H53 | 1.012257.000.00.00.H53"),
        ("Thông tư số 11⁄2016/TT-BYT", "Thông tư số 11/2016/TT-BYT"),
        ("từ ngày 28/1 1/2023 đến 05/0 7/2026", "từ ngày 28/11/2023 đến 05/07/2026"),
        ("ngày 1 2/5/2026, trước 12/5/2 026 và 30/6/202 6", "ngày 12/5/2026, trước 12/5/2026 và 30/6/2026"),
    ],
)
def test_sign_edits_mend_what_has_one_right_form(read, right):
    assert apply_edits(read, read_edits(read)) == right


@pytest.mark.parametrize(
    "line",
    [
        "- Ban Chỉ đạo (để t/h);",
        "ĐỢT MỘT (GIAI ĐOẠN XD)",
        "theo đề nghị của hai sở (Sở Y tế, Sở XD",
        "tài liệu [mục X], (mục [X])",
        "giảm ~ 5 % so với năm trước",
        "Khu phố I, đường Lô L10, khí CO2, IO, số 77/KH-UBND ngày 01/10/2025",
        "I. MỤC ĐÍCH",
        "Quốc lộ 1A, tờ A0, H2O",
        "xem [1], [12] và [0; 5]",
        "Điều I. Phạm vi",
        "ngày Š tháng § năm 2026",
        "lớp 1V, khoản chi",
        "thành viên th",
        "theo khoản 2 8/11/2023, ngày 28/11/20 23 người",
        "ngày 3 9/5/2026, ngày 31/1 4/2026, tỷ lệ 28/1 11/2023",
    ],
)
def test_sign_edits_leave_the_rest_alone(line):
    assert read_edits(line) == []


@given(st.text(alphabet="~-(){}/ thbcOoIl0123456789;.a", max_size=40))
def test_sign_edits_are_idempotent(line):
    once = apply_edits(line, read_edits(line))
    assert apply_edits(once, read_edits(once)) == once


def mended(lines, edits):
    return [apply_edits(line, changes) for line, changes in zip(lines, edits, strict=True)]


def test_numbering_edits_follow_the_count_of_the_table():
    rows = [
        "STT | Nội dung",
        "l | Tuyên truyền",
        "3 | Tập huấn",
        "3 | Kiểm tra",
        "4 | Hội thi",
        "ta | Tổng kết",
        "6 | Khác",
    ]
    assert mended(rows, numbering_edits(rows)) == [
        "STT | Nội dung", "1 | Tuyên truyền", "2 | Tập huấn", "3 | Kiểm tra", "4 | Hội thi", "5 | Tổng kết", "6 | Khác",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        ["01 | a", "02 | b", "03 | c"],
        ["I | TUYÊN TRUYỀN", "1 | a", "2 | b", "II | TẬP HUẤN", "1 | c", "2 | d"],
        ["12 | 7", "40 | 3", "5 | 9"],
        ["1 | a", "3 | b"],
        ["1 | a", "2 | b", "3 | c", "| c, continued", "4 | d"],
        ["TT | Nội dung", "A | TUYÊN TRUYỀN", "2 | a", "3 | b", "4 | c"],
        ["TT | Nội dung", "1 | a", "2 | b", "3 | c", "4 | d", "B | TẬP HUẤN"],
    ],
)
def test_numbering_edits_leave_other_columns_alone(rows):
    assert mended(rows, numbering_edits(rows)) == rows


def test_numbering_edits_go_on_over_pages_and_full_stops():
    rows = ["1. | a", "2. | b", "| b, continued", "I", "§. | c", "4. | d", "1T. | e"]
    assert mended(rows, numbering_edits(rows))[4] == "3. | c"
    rows[5] = "4. | d, and so on"
    assert mended([*rows, "6. | f"], numbering_edits([*rows, "6. | f"]))[6] == "5. | e"


def test_numbering_edits_take_letters_that_the_rows_count_over_for_figures():
    rows = ["9 | a", "10 | b", "II | c", "12 | d"]
    assert mended(rows, numbering_edits(rows))[2] == "11 | c"


def test_numbering_edits_begin_below_the_heads_of_the_columns():
    rows = ["TT | Nội dung", "Ï | a", "2 | b", "3 | c", "4 | d"]
    assert mended(rows, numbering_edits(rows))[1] == "1 | a"


def test_numbering_edits_keep_leading_zeros():
    rows = ["04 | a", "05 | b", "0ó | c", "07 | d"]
    assert mended(rows, numbering_edits(rows))[2] == "06 | c"


def test_numbering_edits_leave_what_is_misnumbered():
    rows = ["1 | a", "2 | b", "3 | c", "4 | d", "6 | e", "7 | f", "8 | g"]
    assert mended(rows, numbering_edits(rows)) == rows


def test_both_spellings_of_final_i_stay():
    line = "theo qui định hiện hành và quy chế của công ti, kỹ thuật, kĩ năng, quản lí, quản lý"
    assert repair_text(line).text == line


BODY = ["trên địa bàn xã Khe Lẫm", "UBND xã Khe Lẫm yêu cầu", "Công an xã Khe Lẫm"]


def test_name_edits_mend_what_the_document_proves():
    lines = ["XÃ KHE LÃM", "Khe Lâm, ngày 24 tháng 3 năm 2026", "của xã Khe Lẫãm", *BODY]
    assert mended(lines, name_edits(lines))[:3] == [
        "XÃ KHE LẪM",
        "Khe Lẫm, ngày 24 tháng 3 năm 2026",
        "của xã Khe Lẫm",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "xã Khe Lạnh",
        "ông Khe Lâm",
        "xã khe lãm",
        "xã Khe Lẫm",
    ],
)
def test_name_edits_leave_other_names_alone(line):
    assert name_edits([line, *BODY])[0] == []


def test_name_edits_keep_two_names_that_are_both_common():
    lines = ["xã Tân Hòa", "xã Tân Hoa", "xã Tân Hòa", "xã Tân Hoa", "xã Tân Hòa"]
    assert not any(name_edits(lines))


def test_proven_names_are_those_the_document_has_often():
    assert proven_names([*BODY, "xã Khe Lạnh", "UBND XÃ KHE LẪM"]) == [[(16, 23)], [(8, 15)], [(11, 18)], [], [(8, 15)]]


LISTED = ["- Như trên;", "- UBND các thôn;", "- Lưu: VT."]
UNSIGNED = ["- Đơn xin học;", "- Bản sao giấy khai sinh."]


@pytest.mark.parametrize(
    ("lines", "right"),
    [
        (["Mới nhận:", *LISTED], "Nơi nhận:"),
        (["Aới nhận :", *LISTED], "Nơi nhận :"),
        (["@Wơi nhận:", "~ Như trên;", "KT. GIÁM ĐỐC"], "Nơi nhận:"),
        (["ơi nhân:", *UNSIGNED, "CHỦ TỊCH"], "Nơi nhận:"),
        (["Mới nhận:", *UNSIGNED], "Mới nhận:"),
        (["Người nhận:", *LISTED], "Người nhận:"),
        (["Khi nhận:", *LISTED], "Khi nhận:"),
        (["Mới nhận việc:", *LISTED], "Mới nhận việc:"),
        (["Mới nhận:", "Ông An là người mới.", *LISTED], "Mới nhận:"),
        (["nơi nhận:", *LISTED], "nơi nhận:"),
    ],
)
def test_head_of_recipients_is_known_by_its_place(lines, right):
    assert apply_edits(lines[0], head_edits(lines)[0]) == right


@pytest.mark.parametrize(
    ("entry", "seen", "right"),
    [
        ("- Bạn Kinh tế huyện;", [(1, "ạ", "a", -3.0)], "- Ban Kinh tế huyện;"),
        ("- Bạn Kinh tế huyện;", [], "- Ban Kinh tế huyện;"),
        ("- Sờ Nội vụ;", [(1, "ờ", "ở", -4.0)], "- Sở Nội vụ;"),
        ("- Sở Nội vụ;", [(1, "ở", "ờ", -4.0)], "- Sở Nội vụ;"),
        ("- Bàn hành chính;", [(1, "à", "ả", -4.0)], "- Bàn hành chính;"),
        ("- Như Điều 3;", [(1, "h", "n", -4.0)], "- Như Điều 3;"),
    ],
)
def test_an_entry_of_the_recipients_begins_with_a_body_that_the_engine_saw(entry, seen, right):
    def read(confidence):
        words = entry.split()
        alternatives = ((), tuple(Alternative(*each) for each in seen), *[()] * (len(words) - 2))
        return Reading(entry, (0.9, confidence, *[0.96] * (len(words) - 2)), alternatives)

    head = Reading("Nơi nhận:", (0.9, 0.9))
    assert apply_edits(entry, body_edits([head, read(0.8)])[1]) == right
    assert body_edits([head, read(0.95)])[1] == []
    assert body_edits([Reading("Kế hoạch:", (0.9, 0.9)), read(0.8)])[1] == []
