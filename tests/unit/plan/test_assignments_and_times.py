# SPDX-License-Identifier: Apache-2.0
"""Who does what by when, in the ways of plans of many offices; all invented."""

from __future__ import annotations

import pytest

from ocr_kh.plan import parse_text

HEAD = "UBND XÃ BẢO HÒA\nSố: 05/KH-UBND\nBảo Hòa, ngày 05 tháng 01 năm 2026\nKẾ HOẠCH\nVệ sinh năm 2026\n"


def plan_of(text):
    return parse_text(f"{HEAD}{text}")


def times_of(plan):
    return [(each.text, each.start, each.end, each.recurrence) for each in plan.deadlines]


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        (
            (
                "II. NỘI DUNG\n1. Thể chế\na) Nhiệm vụ: Rà soát văn bản.\nb) Đơn vị chủ trì: Phòng Kinh tế.\n"
                "c) Đơn vị phối hợp: Công an xã; các thôn.\nd) Thời gian thực hiện: Quý II/2026.\n"
            ),
            [("Phòng Kinh tế", "Rà soát văn bản"), ("Công an xã", "Rà soát văn bản"), ("các thôn", "Rà soát văn bản")],
        ),
        (
            (
                "II. NỘI DUNG\n1. Thủ tục\na) Nhiệm vụ\n- Số hóa hồ sơ.\n- Công khai thủ tục.\nb) Đơn vị chủ trì\n"
                "Phòng Kinh tế.\nc) Thời gian thực hiện\nQuý II/2026.\n"
            ),
            [("Phòng Kinh tế", "Số hóa hồ sơ | Công khai thủ tục")],
        ),
        # headings right below a Roman one: the time is that of the task, not of the plan
        (
            (
                "II. LẬP DANH SÁCH\n1. Nhiệm vụ: Lập danh sách hộ.\n2. Đơn vị chủ trì: Công an xã.\n"
                "3. Thời gian thực hiện: Quý II/2026.\n"
            ),
            [("Công an xã", "Lập danh sách hộ")],
        ),
        # a heading that is a label, with label lines of its own
        (
            (
                "II. NỘI DUNG\n1. Tuyên truyền\na) Nội dung: Biên soạn tài liệu.\nĐơn vị thực hiện: Phòng Kinh tế.\n"
                "Thời gian thực hiện: Quý II/2026.\n"
            ),
            [("Phòng Kinh tế", "Biên soạn tài liệu.")],
        ),
        (
            "II. NỘI DUNG\n1. Tập huấn\n- Nội dung: Mở 02 lớp.\n- Chủ trì: Phòng Kinh tế. Thời gian: Quý II/2026.\n",
            [("Phòng Kinh tế", "Mở 02 lớp")],
        ),
    ],
)
def test_labels_give_task_and_time_to_their_units(text, tasks):
    plan = plan_of(text)
    assert [(each.unit, " | ".join(each.tasks)) for each in plan.assignments] == tasks
    assert [(each.end, each.assignment) for each in plan.deadlines] == [("2026-06", "/assignments/0")]
    assert plan.assignments[0].deadline == "2026-06"


def test_a_high_section_on_time_without_labels_beside_it_is_of_the_whole_plan():
    plan = plan_of("II. NỘI DUNG\n1. Đối tượng: các hộ.\n2. Thời gian thực hiện: Quý II/2026.\n")
    assert plan.deadlines == ()


@pytest.mark.parametrize(
    ("subject", "said", "read"),
    [
        # the plan is of two years, or of none that it names: what was half a year before it is of the year after
        ("Công tác năm học 2026 - 2027", "Tổng kết trước ngày 30/5.", "2027-05-30"),
        ("Công tác năm học 2026 - 2027", "Khai giảng trước ngày 05/9.", "2026-09-05"),
        ("Bầu cử trưởng thôn", "Niêm yết danh sách chậm nhất ngày 15/02.", "2027-02-15"),
        ("Bầu cử trưởng thôn", "Niêm yết danh sách chậm nhất ngày 15/6.", "2026-06-15"),
        ("Công tác năm 2026", "Giao chỉ tiêu trước ngày 15/02.", "2026-02-15"),
        ("Bầu cử trưởng thôn", "Trong năm 2026, lập danh sách trước ngày 15/02.", "2026-02-15"),
    ],
)
def test_a_time_without_a_year_lies_ahead(subject, said, read):
    head = HEAD.replace("05 tháng 01", "05 tháng 9").replace("Vệ sinh năm 2026", subject)
    plan = parse_text(f"{head}I. NHIỆM VỤ\n1. Công tác chung\n- {said}\n")
    assert read in [each.end for each in plan.deadlines]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Khám vào tháng 3 và tháng 9.", [("2026-03", "2026-03", None), ("2026-09", "2026-09", None)]),
        (
            "Đo vào tháng 4, 6, 8 năm 2027.",
            [("2027-04", "2027-04", None), ("2027-06", "2027-06", None), ("2027-08", "2027-08", None)],
        ),
        ("Tập huấn trong tháng 11-12/2026.", [("2026-11", "2026-12", None)]),
        ("Thi quý III, IV năm 2027.", [("2027-07", "2027-09", None), ("2027-10", "2027-12", None)]),
        ("Cấp cho 12 xã trong tháng 5, 12 xã còn lại sau.", [("2026-05", "2026-05", None)]),
        ("Theo Quyết định ngày 10 tháng 3, 15 tháng 4.", []),
        ("Báo cáo trước ngày 15/6 và ngày 15/12.", [(None, "2026-06-15", None), (None, "2026-12-15", None)]),
        ("Họp vào tháng 3 và tháng 9 hằng năm.", [(None, None, "P1Y")]),
        ("Họp mỗi quý một lần, kiểm tra 6 tháng một lần.", [(None, None, "P3M"), (None, None, "P6M")]),
        ("Kiểm tra một năm hai lần, phát tin 02 buổi mỗi tuần.", [(None, None, "P6M"), (None, None, "P1W")]),
        ("Mỗi năm tổ chức một hội thi.", [(None, None, "P1Y")]),
        ("Mỗi năm giảm 2% số hộ nghèo.", []),
        ("Báo cáo 6 tháng (trước ngày 15/6) và năm (trước ngày 15/12).", [(None, None, "P6M")]),
        # how thickly the work falls within a time that is stated
        ("Lấy mẫu với tần suất 2 lần/tháng, từ tháng 3 đến tháng 10 năm 2026.", [("2026-03", "2026-10", None)]),
        ("Lấy mẫu với tần suất 2 lần/tháng.", [(None, None, "P1M")]),
        ("Phun thuốc trong 24-48 giờ sau khi nước rút.", [(None, None, None)]),
        ("Ngay sau khi có hướng dẫn, mở lớp.", [(None, None, None)]),
        ("Đóng cổng trước 16 giờ.", []),
        ("Chào mừng ngày truyền thống (06/01/1946 - 06/01/2026).", []),
        ("Bố trí trong dự toán được cấp có thẩm quyền giao hằng năm.", []),
        ("Lập dự toán trung hạn, hằng năm được đầu tư từ ngân sách.", []),
        ("Xác định chỉ tiêu hằng năm và cả giai đoạn của Chương trình.", []),
        ("Theo Quyết định về điều chỉnh chỉ tiêu sử dụng đất đến năm 2030.", []),
        ("Phát triển mạng lưới trạm đến năm 2030, tầm nhìn đến năm 2045.", []),
        ("Thực hiện Nghị quyết về phát triển kinh tế biển đến năm 2030 tầm nhìn đến năm 2045.", []),
        ("Triển khai Kế hoạch số 31/KH-UBND về nuôi cá trên biển đến năm 2030.", []),
        ("Số hóa hồ sơ (2026 - 2027).", [("2026", "2027", None)]),
        ("Kết nối với tỉnh (2027 trở đi).", [("2027", None, None)]),
        ("Thực hiện Chương trình làng xã (2021 - 2025).", []),
        ("Định kỳ hằng năm báo cáo về Trạm Y tế chậm nhất ngày 17 tháng 12.", [(None, None, "P1Y")]),
        (
            "Báo cáo hằng tháng (trước ngày 16 hằng tháng), 6 tháng (trước ngày 16/6), tổng kết năm (trước 20/11).",
            [(None, None, "P1M"), (None, None, "P6M"), (None, None, "P1Y")],
        ),
        ("Xây dựng bộ tiêu chí trong quí IV năm 2026.", [("2026-10", "2026-12", None)]),
        ("Thu gom từ nay đến hết tháng 11/2026.", [("2026-01-05", "2026-11", None)]),
        # the time a line begins with, before what is done then
        ("Cuối tháng 4 năm 2026: họp giao ban.", [("2026-04", "2026-04", None)]),
        ("Trong tuần đầu tháng 9: mở hội thi.", [("2026-09", "2026-09", None)]),
        ("Ngày 15/7/2026: khai mạc.", [("2026-07-15", "2026-07-15", None)]),
        ("Tháng 11/2025: đã mở 02 lớp.", []),
        ("Tháng 4/2026: 95%.", []),
        ("Năm 2026: hoàn thành chỉ tiêu.", []),
    ],
)
def test_times_in_running_text(said, read):
    plan = plan_of(f"I. NHIỆM VỤ\n1. Công tác chung\n- {said}\n")
    assert [each[1:] for each in times_of(plan)] == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Sau khi có Luật Việc làm năm 2025.", [("Sau khi có Luật Việc làm năm 2025", None, None, None)]),
        ("2027", [("2027", "2027", "2027", None)]),
        ("01 ngày/lớp", []),
        ("Liên tục trong năm", [("Liên tục trong năm", None, None, None)]),
        ("Từ tháng 10/2026 đến khi xong Đại hội", [("Từ tháng 10/2026 đến khi xong Đại hội", "2026-10", None, None)]),
        ("Quý I, II, III/2026", [("Quý I, II, III/2026", "2026-01", "2026-09", None)]),
        (
            "Quý I và Quý III/2026",
            [("Quý I", "2026-01", "2026-03", None), ("Quý III/2026", "2026-07", "2026-09", None)],
        ),
        ("Tháng 3 và tháng 9 hằng năm", [("Tháng 3 và tháng 9 hằng năm", None, None, "P1Y")]),
    ],
)
def test_times_of_a_label(said, read):
    plan = plan_of(f"I. NHIỆM VỤ\n1. Tập huấn\n- Chủ trì: Trạm Y tế.\n- Thời gian: {said}\n")
    assert times_of(plan) == read


@pytest.mark.parametrize(
    ("tasks", "role"),
    [
        ("- Phối hợp các thôn kiểm tra.\n- Báo cáo kết quả.", "phối hợp"),
        ("- Báo cáo kết quả.\n- Phối hợp các thôn kiểm tra.", None),
        ("- Phối hợp các thôn kiểm tra.\n- Chủ trì tập huấn.", "chủ trì"),
        ("- Căn cứ chức năng, nhiệm vụ, phối hợp với các thôn kiểm tra.", "phối hợp"),
        ("- Chủ động phối hợp với các thôn kiểm tra.", "phối hợp"),
        ("- Theo chức năng, nhiệm vụ được giao chủ động phối hợp với các thôn kiểm tra.", "phối hợp"),
        ("- Theo Quy chế phối hợp, báo cáo kết quả.", None),
        ("- Gửi kết quả cho cơ quan chủ trì dự án.\n- Lập sổ do Công an xã chủ trì.", None),
        ("- Là đơn vị đầu mối, giúp UBND xã theo dõi.", "chủ trì"),
        ("- Trạm Y tế chủ trì khám bệnh.", "chủ trì"),
        ("- Có trách nhiệm chủ trì khám bệnh.", "chủ trì"),
    ],
)
def test_the_role_is_what_a_unit_does_itself(tasks, role):
    plan = plan_of(f"I. TỔ CHỨC THỰC HIỆN\n1. Trạm Y tế\n{tasks}\n2. Các thôn\n- Dọn rác.\n")
    assert next((each.unit, each.role) for each in plan.assignments) == ("Trạm Y tế", role)


LAST = "II. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n- Bố trí kinh phí.\n2. Trạm Y tế\n- Cung cấp số liệu.\n"


@pytest.mark.parametrize(
    "words",
    [
        "Các thôn trên địa bàn xã nghiêm túc triển khai thực hiện./.\nNơi nhận:\n- Các thôn;\n- Lưu: VT.",
        (
            "Yêu cầu các thôn thực hiện nghiêm./.\nNơi nhận: - UBND tỉnh (để báo cáo); - Đảng ủy xã; - Các thôn; "
            "- Các cơ quan, đơn vị, doanh nghiệp đóng trên địa bàn xã; - Trường Tiểu học Bảo Hòa; - Lưu: VT."
        ),
    ],
)
def test_last_words_without_their_formula_are_no_task(words):
    plan = plan_of(f"{LAST}{words}\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Bình\n")
    assert [(each.unit, each.tasks) for each in plan.assignments] == [
        ("Phòng Kinh tế", ("Bố trí kinh phí.",)),
        ("Trạm Y tế", ("Cung cấp số liệu.",)),
    ]
    assert plan.closing.startswith(words.split("./.")[0])


def test_a_last_task_that_is_no_list_item_stays_a_task():
    plan = plan_of("II. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\nBố trí kinh phí.\n2. Trạm Y tế\nPhòng Khám trực đêm./.\n")
    assert [each.unit for each in plan.assignments] == ["Phòng Kinh tế", "Trạm Y tế"]


def test_whom_the_issuer_gives_tasks_in_its_last_words():
    plan = plan_of(
        f"{LAST}UBND xã giao Trưởng các thôn, Hiệu trưởng các trường học và Trưởng Công an xã theo chức năng, nhiệm vụ "
        "được giao triển khai thực hiện đúng quy định./.\n"
    )
    assert [each.unit for each in plan.assignments][2:] == [
        "Trưởng các thôn",
        "Hiệu trưởng các trường học",
        "Trưởng Công an xã",
    ]


def test_the_name_of_an_annex_sets_no_time():
    plan = plan_of(
        f"{LAST}TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Bình\nPHỤ LỤC\nNHIỆM VỤ CHỦ YẾU VỀ IoT ĐẾN NĂM 2030\n"
        "TT | Nhiệm vụ | Chủ trì | Thời gian\n1 | Lập bản đồ | Trạm Y tế | Quí II-2027\n"
    )
    assert [(each.start, each.end) for each in plan.deadlines] == [("2027-04", "2027-06")]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        # what a unit is in the matter, and what it was given before, are no part of its name
        ("1. Phòng Kinh tế - Cơ quan thường trực Ban Chỉ đạo\n- Dọn rác.\n", [("Phòng Kinh tế", None)]),
        (
            "1. UBND các thôn được phân công chủ trì nhiệm vụ tại Kế hoạch này có trách nhiệm báo cáo kết quả.\n",
            [("UBND các thôn", None)],
        ),
        # those below it are whom the unit works with
        (
            (
                "1. Công an xã\na) Chủ trì tuần tra.\nb) Chủ trì, phối hợp\n- Phòng Kinh tế và các đơn vị tham "
                "mưu bố trí kinh phí.\n- Phòng Văn hóa tham mưu quy định về trật tự.\n"
            ),
            [("Công an xã", "chủ trì")],
        ),
        # the same unit again, in other words
        (
            "1. UBND xã, phường\na) Dọn rác.\nb) UBND các xã, phường phân công cán bộ trực.\n",
            [("UBND xã, phường", None)],
        ),
    ],
)
def test_no_more_units_than_are_told(text, units):
    plan = plan_of(f"I. TỔ CHỨC THỰC HIỆN\n{text}2. Trạm Y tế\n- Cung cấp số liệu.\n")
    assert [(each.unit, each.role) for each in plan.assignments] == [*units, ("Trạm Y tế", None)]


def test_a_phase_of_years_that_is_a_heading_is_the_time_of_what_stands_below():
    plan = plan_of("II. LỘ TRÌNH\n1. Giai đoạn 2026 - 2028\n- Lắp cụm loa.\n2. Giai đoạn 2029 - 2030\n- Thay loa.\n")
    assert [(each.start, each.end) for each in plan.deadlines] == [("2026", "2028"), ("2029", "2030")]


def test_the_part_of_each_unit_of_a_heading():
    plan = plan_of(
        "I. TỔ CHỨC THỰC HIỆN\n1. Công An xã, Trạm Y tế\nCông an xã chủ trì, phối hợp với Trạm Y tế kiểm tra.\n"
        "2. Báo và Phát thanh, truyền hình tỉnh\nĐưa tin.\n"
        "3. Hội Phụ nữ xã và các đoàn thể bằng nhiều hình thức tổ chức vận động hội viên.\n"
    )
    assert [(each.unit, each.role) for each in plan.assignments] == [
        ("Công An xã", "chủ trì"),
        ("Trạm Y tế", "phối hợp"),
        ("Báo và Phát thanh, truyền hình tỉnh", None),
        ("Hội Phụ nữ xã", None),
        ("các đoàn thể", None),
    ]


def test_sections_that_are_all_of_units_hand_out_tasks_whatever_stands_above():
    units = (
        "1. Các thôn, các đoàn thể và các đơn vị liên quan: Gửi báo cáo.\n2. Phòng Kinh tế tổng hợp báo cáo UBND xã.\n"
    )
    other = "2. Hình thức: bằng văn bản.\n"
    assert len(plan_of(f"V. CHẾ ĐỘ BÁO CÁO\n{units}").assignments) == 4
    assert plan_of(f"V. CHẾ ĐỘ BÁO CÁO\n{units.splitlines()[0]}\n{other}").assignments == ()


def test_a_table_of_targets_with_those_who_lead_them():
    plan = plan_of(
        "II. PHỤ LỤC\nTT | Chỉ tiêu | Chủ trì\n1 | Số hộ có tài khoản đạt 80% | Phòng Kinh tế thúc đẩy, theo dõi\n"
        "2 | Tỷ lệ phủ sóng đạt 100% | Các doanh nghiệp đầu tư hạ tầng; Công an xã thực hiện rà soát số liệu\n"
    )
    assert [each.unit for each in plan.assignments] == [
        "Phòng Kinh tế",
        "Các doanh nghiệp đầu tư hạ tầng",
        "Công an xã",
    ]


def test_whom_a_plan_encourages_is_a_unit_where_it_has_a_name():
    plan = plan_of(
        "I. TỔ CHỨC THỰC HIỆN\n1. Khuyến khích Hội Nông dân xã vận động hội viên tham gia.\n2. Trạm Y tế phun thuốc "
        "khử khuẩn.\n"
    )
    assert [each.unit for each in plan.assignments] == ["Hội Nông dân xã", "Trạm Y tế"]


def test_a_unit_of_measure_is_no_unit():
    assert plan_of("II. BIỂU MẪU\nĐơn vị: Triệu đồng.\n").assignments == ()


def test_lines_below_the_label_of_a_time_with_labels_of_their_own_are_no_times():
    plan = plan_of(
        "II. NỘI DUNG\n1. Đo nước\n1.1. Vùng nuôi\na) Thời gian thực hiện\nTừ tháng 3 đến tháng 11 hằng năm.\n"
        "- Số điểm đo: 08 điểm.\n"
    )
    assert [each.recurrence for each in plan.deadlines] == ["P1Y"]


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("Phòng Kinh tế và cơ quan, địa phương liên quan", ["Phòng Kinh tế", "cơ quan, địa phương liên quan"]),
        ("Các phòng và cơ quan liên quan", ["Các phòng và cơ quan liên quan"]),
        ("Phòng Văn hóa và Xã hội", ["Phòng Văn hóa và Xã hội"]),
    ],
)
def test_units_without_a_name_behind_one_in_a_cell(cell, units):
    plan = plan_of(f"II. PHỤ LỤC\nTT | Nội dung | Chủ trì\n1 | Họp thôn | {cell}\n")
    assert [each.unit for each in plan.assignments] == units


def test_urgently_is_no_part_of_a_unit():
    plan = plan_of("I. NỘI DUNG\n- Công an xã khẩn trương triển khai, bảo đảm tiến độ.\n")
    assert [each.unit for each in plan.assignments] == ["Công an xã"]
