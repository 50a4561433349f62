# SPDX-License-Identifier: Apache-2.0
"""Who is given a task, by kinds of places and sentences in which offices say so; beside each, what gives nobody one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ocr_kh.plan import parse_text
from ocr_kh.plan.values.assignments.clauses import unit_and_any_task, unit_and_task
from ocr_kh.plan.values.assignments.several import written_out

HEAD = "ỦY BAN NHÂN DÂN\nXÃ HÒA AN\nSố: 12/KH-UBND\nKẾ HOẠCH\nVệ sinh môi trường năm 2027\n"
CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "plan" / "units.toml").read_text("utf-8"))["case"]


def units(text):
    return [each.unit for each in parse_text(HEAD + text).assignments]


def check(case):
    assert [each.unit for each in parse_text(case["text"]).assignments] == case["units"]


@pytest.mark.parametrize(
    "case", [case for case in CASES if "known_failure" not in case], ids=lambda case: case["label"]
)
def test_units_of_a_plan(case):
    check(case)


@pytest.mark.xfail(strict=True, raises=AssertionError)
@pytest.mark.parametrize("case", [case for case in CASES if "known_failure" in case], ids=lambda case: case["label"])
def test_units_not_right_yet(case):
    check(case)


def test_plan_that_a_decision_issues():
    """The annex `KẾ HOẠCH` hands out tasks, and so does one of rules; a list of prices does not."""
    decision = (
        "ỦY BAN NHÂN DÂN\nTỈNH HÒA SƠN\nSố: 15/QĐ-UBND\nQUYẾT ĐỊNH\nBan hành {} vệ sinh môi trường\n"
        "Điều 1. Ban hành kèm theo Quyết định này {}.\nNơi nhận:\n- Như trên;\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n"
        "Nguyễn Văn An\n{}\nVỆ SINH MÔI TRƯỜNG\n(Kèm theo Quyết định số 15/QĐ-UBND ngày 05/3/2027)\n"
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Xây dựng\n- Chủ trì, đôn đốc thực hiện.\n2. Công an tỉnh\n- Xử lý vi phạm.\n"
    )
    plan = parse_text(decision.format("Kế hoạch", "Kế hoạch", "KẾ HOẠCH"))
    assert [(each.unit, each.path) for each in plan.assignments] == [
        ("Sở Xây dựng", "KẾ HOẠCH.I.1"),
        ("Công an tỉnh", "KẾ HOẠCH.I.2"),
    ]
    rules = parse_text(decision.format("Quy chế", "Quy chế", "QUY CHẾ"))
    assert [each.unit for each in rules.assignments] == ["Sở Xây dựng", "Công an tỉnh"]
    assert parse_text(decision.format("Bảng giá", "Bảng giá", "BẢNG GIÁ")).assignments == ()


@pytest.mark.parametrize(
    ("closing", "given"),
    [
        (
            "Căn cứ Kế hoạch này, Thủ trưởng các phòng; Trưởng các thôn xây dựng kế hoạch của đơn vị./.",
            ["Thủ trưởng các phòng", "Trưởng các thôn"],
        ),
        ("Yêu cầu Hiệu trưởng các trường học tổ chức thực hiện nghiêm túc./.", ["Hiệu trưởng các trường học"]),
        ("UBND xã yêu cầu Trưởng các thôn tổ chức thực hiện nghiêm túc./.", ["Trưởng các thôn"]),
        ("Trên đây là Kế hoạch vệ sinh, yêu cầu Trưởng các thôn thực hiện nghiêm túc./.", []),
        ("Đề nghị các cơ quan, đơn vị nghiêm túc triển khai thực hiện./.", []),
    ],
)
def test_units_of_a_closing(closing, given):
    text = "I. NHIỆM VỤ\n1. Thu gom rác.\nNơi nhận:\n- Như trên;\n"
    assert units(text.replace("Nơi nhận", f"{closing}\nNơi nhận")) == given


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("Vườn ươm Hòa An chủ trì, phối hợp với các thôn trồng cây.", "Vườn ươm Hòa An"),
        ("Sân bóng Tân Lập có trách nhiệm giữ gìn vệ sinh chung.", "Sân bóng Tân Lập"),
        ("Việc trồng cây chịu trách nhiệm trước dân.", None),
        ("Tăng cường công tác chủ trì, phối hợp giữa các thôn.", None),
        ("Nội dung trên có trách nhiệm của nhiều ngành.", None),
        ("Chánh Thanh tra Sở trưng tập cán bộ tham gia đoàn kiểm tra.", "Chánh Thanh tra Sở"),
        ("Với vai trò chủ đầu tư, Công ty Cấp nước Hòa An chủ động làm việc với các thôn.", "Công ty Cấp nước Hòa An"),
        ("UBND các xã có nông sản xuất khẩu thường xuyên cập nhật tin.", "UBND các xã có nông sản xuất khẩu"),
        ("Các bệnh viện cấp cơ bản tập trung khám, chữa bệnh.", "Các bệnh viện cấp cơ bản"),
        ("Chủ đầu tư các công trình đang thi công rà soát biển báo.", "Chủ đầu tư các công trình đang thi công"),
    ],
)
def test_unit_of_a_sentence(sentence, unit):
    told = unit_and_task(sentence)
    assert (told and told.unit) == unit


def test_act_that_no_table_has_ends_a_whole_name_alone():
    assert unit_and_any_task("Phòng Kinh tế gieo sạ đúng lịch thời vụ.").task == "gieo sạ đúng lịch thời vụ."
    assert unit_and_any_task("Phòng Kinh tế được sáp nhập từ hai phòng cũ.") is None
    assert unit_and_any_task("Phòng, chống dịch bệnh trong mùa hè này.") is None


@pytest.mark.parametrize(
    ("listed", "out"),
    [
        (
            "Bộ trưởng các Bộ: Quốc phòng, Công an, Y tế; Văn phòng Chính phủ",
            "Bộ trưởng Bộ Quốc phòng; Bộ trưởng Bộ Công an; Bộ trưởng Bộ Y tế; Văn phòng Chính phủ",
        ),
        ("Các phòng: Kinh tế, Công an xã và Trạm Y tế", "Phòng Kinh tế; Công an xã và Trạm Y tế"),
        ("Các sở, ban, ngành", "Các sở, ban, ngành"),
    ],
)
def test_bodies_of_one_kind_written_out(listed, out):
    assert written_out(listed) == out


@pytest.mark.parametrize(
    "label", ["Phân công", "Cơ quan soạn thảo", "Lãnh đạo phụ trách", "Chịu trách nhiệm chính", "Đơn vị được giao"]
)
def test_label_of_units(label):
    """A label that may say other things says who does it where units stand behind it."""
    text = "II. NHIỆM VỤ\n1. Thu gom rác thải\n- {}: {}.\n- Thời gian: trước ngày 15/3/2027.\n"
    assert units(text.format(label, "Phòng Kinh tế, Công an xã")) == ["Phòng Kinh tế", "Công an xã"]
    assert units(text.format(label, "Theo quy chế của cơ quan")) == []


@pytest.mark.parametrize(
    ("head", "given"),
    [
        ("TT | Nội dung | Trách nhiệm | Thời gian", ["Phòng Kinh tế", "Công an xã"]),
        ("TT | Tên công việc | Nơi làm | Thời gian", ["Phòng Kinh tế", "Công an xã"]),
        ("TT | Nội dung | Đơn vị tính | Thời gian", []),
        ("TT | Họ và tên | Đơn vị công tác | Nhiệm vụ", []),
    ],
)
def test_column_of_units(head, given):
    """A column tells who does the tasks by what stands in it, but for one that names units which do nothing."""
    rows = (
        "| 1 | Thu gom rác thải | Phòng Kinh tế | Tháng 3 |\n| 2 | Trồng cây xanh ven đường | Công an xã | Tháng 4 |\n"
    )
    assert units(f"II. NHIỆM VỤ\n| {head} |\n|---|---|---|---|\n{rows}") == given


def test_head_of_two_rows_and_tasks_of_an_unknown_head():
    head = "| STT | Tên thủ tục | Cơ quan rà soát | | Thời gian | |\n|---|---|---|---|---|---|\n"
    below = "| | | Chủ trì | Phối hợp | Bắt đầu | Hoàn thành |\n"
    row = "| 1 | Cấp giấy phép khai thác nước | Sở Xây dựng | Các sở | Tháng 3/2027 | Tháng 6/2027 |\n"
    plan = parse_text(f"{HEAD}I. NỘI DUNG\n{head}{below}{row}{row.replace('| 1 |', '| 2 |').replace('nước', 'cát')}")
    assert [(each.unit, each.role, each.deadline) for each in plan.assignments] == 2 * [
        ("Sở Xây dựng", "chủ trì", "2027-06"),
        ("Các sở", "phối hợp", None),
    ]


def test_what_a_unit_is_to_do_is_no_source_of_money():
    text = (
        "I. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\nƯu tiên cân đối, bố trí nguồn lực từ ngân sách xã cho thu gom rác.\n"
        "2. Công an xã\nXử phạt vi phạm.\n"
    )
    assert parse_text(HEAD + text).budget is None
    stated = parse_text(f"{HEAD}{text}Kinh phí thực hiện được bố trí từ ngân sách xã.\n").budget
    assert stated is not None
    assert stated.startswith("Kinh phí")


def test_times_across_a_year_and_of_a_matter():
    text = (
        "I. NHIỆM VỤ\n1. Các phòng hoàn thiện hồ sơ trong cuối năm 2027 và đầu năm 2028.\n"
        "2. Về số vốn đầu tư không có khả năng giải ngân hết trong năm 2027 của các công trình thu gom rác, xử lý nước "
        "thải trên địa bàn các thôn: Phòng Kinh tế báo cáo trước ngày 15/3/2027.\n"
        "3. Công an xã quản lý các hộ trước 01/7/2027 là hộ tạm trú.\n"
    )
    plan = parse_text(HEAD + text)
    assert [(each.start, each.end) for each in plan.deadlines] == [("2027", "2028"), (None, "2027-03-15")]
