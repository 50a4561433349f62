# SPDX-License-Identifier: Apache-2.0
"""Kinds of units, times, targets and periods of real plans, each beside one that it must not catch; all invented."""

from __future__ import annotations

import pytest

from ocr_kh.plan import parse_text
from ocr_kh.plan.values.assignments.joints import units_in
from ocr_kh.plan.values.assignments.tasks import tasks_of

HEAD = "UBND XÃ BẢO HÒA\nSố: 05/KH-UBND\nBảo Hòa, ngày 05 tháng 01 năm 2026\nKẾ HOẠCH\n"


def plan_of(text, subject="Vệ sinh năm 2026"):
    return parse_text(f"{HEAD}{subject}\n{text}")


def units_of(text):
    return [each.unit for each in plan_of(text).assignments]


def times_of(text):
    found = plan_of(f"I. NHIỆM VỤ\n1. Công tác chung\n{text}\n").deadlines
    return [each.recurrence or f"{each.start or ''}/{each.end or ''}" for each in found]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (  # a line that only names together who stands below it one by one
            (
                "II. PHÂN CÔNG\n1. Các chi bộ, tổ đảng chủ động thực hiện các nhiệm vụ sau:\n"
                "a) Tổ đảng ở Thường trực Hội đồng\n- Chủ trì thẩm tra.\nb) Chi bộ Công an\n- Tham gia ý kiến.\n"
            ),
            ["Tổ đảng ở Thường trực Hội đồng", "Chi bộ Công an"],
        ),
        (  # one unit, whose tasks stand below it
            "II. PHÂN CÔNG\n1. Công an xã thực hiện các nhiệm vụ sau:\na) Tuần tra\n- Mỗi đêm.\nb) Trực\n- Cả tuần.\n",
            ["Công an xã"],
        ),
        (  # behind a colon a task begins with a capital, whatever heading stands above
            "II. NỘI DUNG\n1. Công việc\n- Đối với Phòng Kinh tế: Xây dựng dự toán.\n- Công an xã: Bố trí lực lượng.\n",
            ["Phòng Kinh tế", "Công an xã"],
        ),
        (  # headings that run on into their tasks
            (
                "III. TỔ CHỨC THỰC HIỆN\n1. Trách nhiệm của Phòng Thông tin và Truyền thông a) Hướng dẫn các thôn.\n"
                "b) Báo cáo kết quả.\n2. Trách nhiệm Phòng Nội vụ Chủ trì, phối hợp với các thôn lập danh sách.\n"
            ),
            ["Phòng Thông tin và Truyền thông", "Phòng Nội vụ"],
        ),
        (
            "III. TỔ CHỨC THỰC HIỆN\n1. Thanh tra xã: Thanh tra, kiểm tra các khâu.\n2. Công an xã: Tuần tra.\n",
            ["Thanh tra xã", "Công an xã"],
        ),
        (  # bodies of several places at once
            (
                "III. TỔ CHỨC THỰC HIỆN\n1. UBND các xã: Hòa An, Tân Lập\n- Tổ chức ra quân.\n"
                "2. UBND các phường: Bình Minh và Đông Hải chủ trì thu gom rác.\n"
            ),
            ["UBND xã Hòa An", "UBND xã Tân Lập", "UBND phường Bình Minh", "UBND phường Đông Hải"],
        ),
        (
            "III. TỔ CHỨC THỰC HIỆN\n1. UBND các xã: Tổ chức ra quân.\n2. Phòng Kinh tế: Lập dự toán.\n",
            ["UBND các xã", "Phòng Kinh tế"],
        ),
        (
            "II. NỘI DUNG\n1. Số lượng\n- Phòng Kinh tế: 02 người.\n- Công an xã: 05 người.\n",
            [],
        ),
        (
            (
                "II. NỘI DUNG\n1. Tham luận về dạy chữ - Trường Tiểu học Hòa An hỗ trợ thực hiện.\n"
                "2. Tham luận về đọc sách - các đơn vị cho ý kiến.\n"
            ),
            ["Trường Tiểu học Hòa An"],
        ),
        (
            (
                "III. TỔ CHỨC THỰC HIỆN\n1. Định kỳ, Thường trực Ban Chỉ đạo xã chủ trì tổng hợp, báo cáo.\n"
                "2. Phòng Kinh tế tổng hợp dự toán của các đơn vị.\n"
            ),
            ["Thường trực Ban Chỉ đạo xã", "Phòng Kinh tế"],
        ),
        (
            (
                "III. TỔ CHỨC THỰC HIỆN\n1. Đảng ủy xã\n- Phổ biến Đề án.\n- Lãnh đạo việc tổ chức thực hiện.\n"
                "2. Trưởng đoàn thẩm định phân công nhiệm vụ cho thành viên.\n"
            ),
            ["Đảng ủy xã", "Trưởng đoàn thẩm định"],
        ),
    ],
)
def test_units(text, units):
    assert units_of(text) == units


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("Thủ trưởng các phòng, các đơn vị trực thuộc", ("Thủ trưởng các phòng, các đơn vị trực thuộc",)),
        ("Lãnh đạo các phòng, Chủ tịch UBND xã", ("Lãnh đạo các phòng", "Chủ tịch UBND xã")),
        ("Phòng Kinh tế, các thôn", ("Phòng Kinh tế", "các thôn")),
    ],
)
def test_one_who_speaks_for_all_of_several_kinds_is_one_unit(cell, units):
    assert units_in(cell) == units


def test_a_cell_names_those_by_what_they_do_or_tells_what_they_do():
    rows = [
        ["TT", "Nội dung", "Đơn vị thực hiện"],
        ["1", "Lập hồ sơ", "Tổ xây dựng kế hoạch lựa chọn nhà thầu"],
        ["2", "Báo cáo", "Sở Nội vụ tổng hợp số liệu của các xã; các thôn thực hiện công bố số liệu"],
    ]
    assert [task.leads for task in tasks_of(rows)] == [
        ("Tổ xây dựng kế hoạch lựa chọn nhà thầu",),
        ("Sở Nội vụ", "các thôn"),
    ]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("- Mở thầu từ 05/3/2026 — 09/3/2026.", ["2026-03-05/2026-03-09"]),
        ("- Tổng hợp giá đã sử dụng trong năm 2024.", []),
        ("- Tổng hợp trong năm 2026.", ["2026/2026"]),
        ("- Thu hồi vốn đến ngày 30 tháng 6 hằng năm chưa phân bổ.", []),
        ("- Trường hợp phát sinh trước ngày 15/12 hằng năm thì bổ sung danh sách.", []),
        ("- Báo cáo trước ngày 15/12 hằng năm.", ["P1Y"]),
        ("- Giảm số vụ hằng năm 1% - 1,5%.", []),
        ("- Kiểm tra hằng năm, 100% cơ sở.", ["P1Y"]),
        ("Thời gian thực hiện sau khi Chiến lược được ban hành.", ["/"]),
        ("Thời gian thực hiện được báo cáo sau khi họp.", []),
    ],
)
def test_times(text, times):
    assert times_of(text) == times


@pytest.mark.parametrize(
    ("cell", "times"),
    [
        ("< 20 ngày làm việc", []),
        ("18 tháng", []),
        ("Thời gian theo Quyết định phê duyệt năm 2025", ["/"]),
        ("Sau 18 tháng", ["/"]),
        ("05/3/2026 — 09/3/2026", ["2026-03-05/2026-03-09"]),
    ],
)
def test_times_of_a_label(cell, times):
    assert times_of(f"- Chủ trì: Trạm Y tế.\n- Thời gian: {cell}") == times


def test_a_table_of_indicators_has_a_target_a_year():
    table = (
        "II. CHỈ TIÊU\n1. Kinh tế\n"
        "| TT | Chỉ tiêu | ĐVT | Thực hiện 2025 | Năm 2026 | Năm 2027 |\n|---|---|---|---|---|---|\n"
        "| 1 | Tỷ lệ hộ nghèo | % | 3,5 | ≤ 2,5 | 1-1,5 |\n"
        "| 2 | Cà phê | | | | |\n| - | Diện tích | ha | 1.200 | 1.250 | |\n"
    )
    found = [
        (each.text, each.value, each.upper, each.unit, each.comparison, each.deadline)
        for each in plan_of(table).targets
    ]
    assert found == [
        ("Tỷ lệ hộ nghèo", 2.5, None, "%", "<=", "2026"),
        ("Tỷ lệ hộ nghèo", 1, 1.5, "%", None, "2027"),
        ("Cà phê: Diện tích", 1250, None, "ha", None, "2026"),
    ]


def test_a_table_without_a_column_of_measures_is_none_of_indicators():
    table = "II. LỊCH\n1. Họp\n"
    table += "| TT | Nội dung | Địa điểm | Năm 2026 |\n|---|---|---|---|\n| 1 | Họp thôn | Nhà văn hóa | 12 |\n"
    assert plan_of(table).targets == ()


@pytest.mark.parametrize(
    ("clause", "targets"),
    [
        ("Duy trì mô hình bảo vệ 04 lớp.", []),
        ("Tiếp nhận hồ sơ tại 01 trụ sở ấp.", []),
        ("Xây dựng 01 trụ sở ấp.", [1]),
        ("Đề xuất số lượng tăng không quá 20% so với năm trước.", []),
        ("Tăng ít nhất 20% số giờ phát thanh.", [20]),
    ],
)
def test_targets(clause, targets):
    assert [each.value for each in plan_of(f"II. NỘI DUNG\n1. Công việc\n- {clause}\n").targets] == targets


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("1. Dự trù kinh phí: Phụ lục kèm theo.", "Phụ lục kèm theo."),
        ("1. Việc chung\nCác sở, ngành chủ động bố trí kinh phí từ ngân sách xã cho việc này.", None),
        ("1. Việc chung\nKinh phí được bố trí từ ngân sách xã.", "Kinh phí được bố trí từ ngân sách xã"),
    ],
)
def test_where_the_money_comes_from_is_no_task_of_a_unit(text, money):
    assert plan_of(f"III. THỰC HIỆN\n{text}\n2. Việc khác\nBáo cáo.\n").budget == money


@pytest.mark.parametrize(
    ("subject", "time", "period"),
    [
        ("Sinh hoạt chuyên môn năm học 2025 - 2026", "Lúc 14 giờ, ngày 28 tháng 4 năm 2026.", "2026-04-28"),
        ("Sinh hoạt chuyên môn năm học 2025 - 2026", "Vào các buổi chiều.", "2025/2026"),
        ("Trồng rừng giai đoạn 2026 - 2030", "Ngày 28 tháng 4 năm 2026.", "2026/2030"),
    ],
)
def test_the_day_of_an_event_goes_before_the_school_year_of_its_subject(subject, time, period):
    plan = plan_of(f"I. THỜI GIAN, ĐỊA ĐIỂM\n1. Thời gian\n{time}\n2. Địa điểm\nHội trường xã.\n", subject)
    assert plan.period == period
