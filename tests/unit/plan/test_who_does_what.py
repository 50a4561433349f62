# SPDX-License-Identifier: Apache-2.0
"""Who is given a task, by kinds of places and sentences in which offices say so; beside each, what gives nobody one."""

from __future__ import annotations

import pytest

from ocr_kh.plan import parse_text
from ocr_kh.plan.values.assignments.clauses import unit_and_any_task, unit_and_task
from ocr_kh.plan.values.assignments.several import written_out

HEAD = "ỦY BAN NHÂN DÂN\nXÃ HÒA AN\nSố: 12/KH-UBND\nKẾ HOẠCH\nVệ sinh môi trường năm 2027\n"


def units(text):
    return [each.unit for each in parse_text(HEAD + text).assignments]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        pytest.param(
            "I. TỔ CHỨC THỰC HIỆN\n1. Giám đốc các Sở: Tài chính, Xây dựng; Chủ tịch UBND các xã:\n"
            "- Rà soát các công trình.\n- Bố trí lực lượng.\n2. Công an tỉnh\n- Bảo đảm trật tự.\n",
            ["Giám đốc Sở Tài chính", "Giám đốc Sở Xây dựng", "Chủ tịch UBND các xã", "Công an tỉnh"],
            id="posts of one kind at once, parted by semicolons, above their tasks",
        ),
        pytest.param(
            "I. TỔ CHỨC THỰC HIỆN\n1. Các Sở: Tài chính, Nông nghiệp và Môi trường: Ưu tiên bố trí vốn.\n"
            "2. Công an tỉnh: Bảo đảm trật tự.\n",
            ["Sở Tài chính", "Sở Nông nghiệp và Môi trường", "Công an tỉnh"],
            id="bodies of one kind, of which one has two names",
        ),
        pytest.param(
            "I. NHIỆM VỤ\n1. Ưu tiên nguồn lực cho thu gom rác. Các sở, ngành chủ động bố trí vốn hằng năm.\n",
            ["Các sở, ngành"],
            id="a later sentence, where the first names nobody",
        ),
        pytest.param(
            "I. YÊU CẦU\n- Các phòng chủ trì, phối hợp với Trạm Y tế trong từng việc.\n- Các thôn bảo đảm an toàn.\n"
            "II. KẾT QUẢ\n- Công an xã chủ trì xử lý 12 vụ.\n",
            ["Các phòng"],
            id="who leads, by what a plan asks for; nobody in a report",
        ),
        pytest.param(
            "I. NHIỆM VỤ\n1. Về mở rộng bãi rác: giao Sở Xây dựng rà soát quy hoạch, báo cáo UBND tỉnh.\n"
            "2. Về vốn của bãi rác: Sở Tài chính chủ trì cân đối.\n3. Về thời gian: Các hộ đã đồng ý.\n",
            ["Sở Xây dựng", "Sở Tài chính"],
            id="behind the colon of a matter",
        ),
        pytest.param(
            "I. NHIỆM VỤ\n- Các cơ quan được phân công chủ trì nhiệm vụ có trách nhiệm lập dự toán.\n"
            "- Các hộ khai thác nước giếng trên địa bàn có trách nhiệm kê khai.\n",
            [
                "Các cơ quan được phân công chủ trì nhiệm vụ",
                "Các hộ khai thác nước giếng trên địa bàn",
            ],
            id="many that are told apart by what they do, and must do something",
        ),
        pytest.param(
            "I. TỔ CHỨC THỰC HIỆN\n1. Ban Chỉ huy xã\n- Các thành viên Ban Chỉ huy xã phụ trách từng thôn.\n"
            "- Các thành viên họp mỗi tháng.\n2. Trạm Y tế\n- Khám bệnh cho người dân.\n",
            ["Ban Chỉ huy xã", "Các thành viên Ban Chỉ huy xã", "Trạm Y tế"],
            id="members of a body below its name; members alone are nobody else",
        ),
        pytest.param(
            "I. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\na) Tham mưu kế hoạch.\n"
            "b) Giao Hạt Kiểm lâm khu vực 2 tuần tra rừng, báo cáo các nội dung sau\n- Diện tích.\n"
            "2. Công an xã\na) Xử phạt vi phạm.\n",
            ["Phòng Kinh tế", "Hạt Kiểm lâm khu vực 2", "Công an xã"],
            id="a request below another unit's heading",
        ),
        pytest.param(
            "I. TỔ CHỨC THỰC HIỆN\n1. Sở Tài chính và Kho bạc Nhà nước Hòa Sơn\na) Sở Tài chính cân đối vốn.\n"
            "b) Kho bạc Nhà nước tỉnh giải ngân theo tiến độ.\n2. Các phòng, UBND các xã\n"
            "- Tuyên truyền. UBND cấp xã chú trọng các thôn ven suối.\n",
            ["Sở Tài chính", "Kho bạc Nhà nước Hòa Sơn", "Các phòng", "UBND các xã"],
            id="the unit of the heading again, by its level",
        ),
        pytest.param(
            "I. NHIỆM VỤ\n1. Quản lý rác thải\n- Phòng Kinh tế\n+ Ban hành hướng dẫn.\n+ Rà soát bãi rác.\n"
            "- Công an xã\n+ Tuần tra ban đêm.\n- Trạm Y tế lồng ghép nội dung vào sinh hoạt.\n"
            "2. Các loại rác\n- Rác của các trường\n+ Giấy.\n+ Nhựa.\n",
            ["Phòng Kinh tế", "Công an xã", "Trạm Y tế"],
            id="bullets that name a unit alone, above bullets of another sign",
        ),
        pytest.param(
            "I. NHIỆM VỤ\n1. Giao Phòng Văn hóa - Xã hội\n- Theo dõi, tổng hợp.\n2. Đối với Công an xã\n- Có 02 xe.\n",
            ["Phòng Văn hóa - Xã hội"],
            id="a heading that asks one unit; one that concerns one asks it nothing",
        ),
        pytest.param(
            "I. NHIỆM VỤ\n1. Giao người đứng đầu các phòng, ban; Chủ tịch UBND các xã:\n- Rà soát hồ sơ.\n"
            "- Nhập dữ liệu.\n2. Việc đã làm:\n- Nhập dữ liệu.\n",
            ["người đứng đầu các phòng, ban", "Chủ tịch UBND các xã"],
            id="a first line that asks several at once",
        ),
        pytest.param(
            "I. YÊU CẦU CHUNG\n1. Công tác chọn thầu\n1.1. Đề nghị UBND các xã\na) Lập hồ sơ\nTheo quy định.\n"
            "b) Mở thầu\nĐúng hạn.\n2. Đối với các thôn\n- Đoàn kết, giữ gìn vệ sinh.\n",
            ["UBND các xã"],
            id="asked below a heading that asks nobody; what a kind is to be like is no task",
        ),
        pytest.param(
            "I. BÁO CÁO\n- Báo cáo tháng: Phòng Kinh tế tổng hợp trước ngày 25.\n- Nơi nhận báo cáo: Phòng Nội vụ.\n",
            ["Phòng Kinh tế"],
            id="who does it, behind the colon of what is done",
        ),
        pytest.param(
            "I. NHIỆM VỤ\n- Các đơn vị được giao làm Bên mời thầu có trách nhiệm lập hồ sơ.\n"
            "- Các cơ quan truyền thông tiếp tục bám sát địa bàn.\n- Công an xã tuần tra ban đêm.\n",
            ["Các đơn vị được giao làm Bên mời thầu", "Các cơ quan truyền thông", "Công an xã"],
            id="acts in names: what was given before, who invites tenders, whose field is the news",
        ),
        pytest.param(
            "I. TỔ CHỨC THỰC HIỆN\n1. Cán bộ, giáo viên được điều động\n- Có mặt đúng giờ.\n"
            "2. Các tập đoàn, tổng công ty nhà nước\n- Xây dựng phương án.\n",
            ["Cán bộ, giáo viên được điều động", "Các tập đoàn, tổng công ty nhà nước"],
            id="kinds beside kinds are one unit",
        ),
    ],
)
def test_units_of_a_plan(text, given):
    assert units(text) == given


def test_plan_that_a_decision_issues():
    """The annex `KẾ HOẠCH` hands out tasks; a list of rules that a decision issues does not."""
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
    assert parse_text(decision.format("Quy chế", "Quy chế", "QUY CHẾ")).assignments == ()


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


def test_headings_among_units():
    """One of a kind that no table has is a unit too; a heading that tells what is done is none."""
    text = (
        "III. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n- Tham mưu kế hoạch.\n2. Công an xã\n- Xử phạt vi phạm.\n"
        "3. Mạng lưới nước sạch\n- Họp hằng tháng.\n4. Chế độ báo cáo\n- Báo cáo hằng quý.\n5. Trạm Y tế\n- Khám.\n"
        "6. Đ/c Lê Thị Lan (Nhân viên thư viện): Chuẩn bị sách.\n7. Đồng chí Lê Văn Nam phụ trách an ninh.\n"
    )
    given = ["Phòng Kinh tế", "Công an xã", "Mạng lưới nước sạch", "Trạm Y tế", "Nhân viên thư viện", "Lê Văn Nam"]
    assert units(text) == given


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
