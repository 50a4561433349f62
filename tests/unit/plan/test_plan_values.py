# SPDX-License-Identifier: Apache-2.0
"""Units, deadlines, targets, period and budget of plans whose values are marked in their text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ocr_kh
from bench.values import WRITTEN, scores
from ocr_kh.errors import DictionaryError
from ocr_kh.genre.vocabulary import in_force, using
from ocr_kh.plan import parse_text

PRECISION_AND_RECALL = {
    "units": (0.97, 0.95),
    "deadlines": (0.95, 0.93),
    "targets": (0.97, 0.95),
    "comparisons": (0.97, 0.95),
    "period": (1, 1),
    "budget": (1, 1),
}


@pytest.fixture(scope="module")
def measured():
    return scores(WRITTEN)


@pytest.mark.parametrize("kind", PRECISION_AND_RECALL)
def test_values_of_written_plans(measured, kind):
    precision, recall = PRECISION_AND_RECALL[kind]
    score = measured[kind]
    assert score.right >= precision * score.found, score.errors
    assert score.right >= recall * score.true, score.errors


def test_a_label_line_gives_its_deadline_to_the_assignment_above():
    plan = parse_text("I. NỘI DUNG\n1. Lập danh sách\n- Chủ trì: Công an xã.\n- Thời gian: trước ngày 03/02/2026.\n")
    assert (plan.assignments[0].tasks, plan.assignments[0].deadline) == (("Lập danh sách",), "2026-02-03")
    assert plan.deadlines[0].assignment == "/assignments/0"
    assert "/deadlines/0" in plan.evidence


def test_a_row_gives_its_deadline_to_its_own_units():
    plan = parse_text(
        "I. NỘI DUNG\nTT | Nhiệm vụ | Chủ trì | Thời gian\n1 | Họp thôn | Trạm Y tế | Tháng 4/2026\n2 |"
        " Treo biển | Công an xã | Quý III/2026\n"
    )
    assert [(each.unit, each.deadline) for each in plan.assignments] == [
        ("Trạm Y tế", "2026-04"),
        ("Công an xã", "2026-09"),
    ]
    assert [each.assignment for each in plan.deadlines] == ["/assignments/0", "/assignments/1"]


def test_a_term_of_office_is_neither_period_nor_deadline():
    plan = parse_text(
        "KẾ HOẠCH\nBầu cử đại biểu nhiệm kỳ 2026 - 2031\nI. NỘI DUNG\n"
        "1. Công an xã rà soát danh sách cử tri nhiệm kỳ 2026 - 2031.\n"
    )
    assert plan.period is None
    assert plan.deadlines == ()


def test_a_head_alone_is_no_unit_where_its_name_sounds_like_a_task():
    plan = parse_text(
        "I. TỔ CHỨC THỰC HIỆN\n1. Công an xã và các Ban điều hành thôn.\na) Tuyên truyền.\n"
        "2. Văn phòng Sở tham mưu kế hoạch.\n"
    )
    assert [each.unit for each in plan.assignments] == ["Công an xã", "các Ban điều hành thôn", "Văn phòng Sở"]


def test_verbs_of_a_dictionary_of_ones_own(tmp_path):
    (tmp_path / "acts.tsv").write_text("gieo sạ\n", encoding="utf-8")
    text = "I. TỔ CHỨC THỰC HIỆN\n1. Tổ Thủy nông gieo sạ đúng lịch thời vụ.\n"
    with using((tmp_path,)):
        own = parse_text(text)
    assert [each.unit for each in own.assignments] == ["Tổ Thủy nông"]
    assert [each.unit for each in parse_text(text).assignments] != ["Tổ Thủy nông"]


def test_units_of_later_clauses_have_their_own_part():
    plan = parse_text(
        "I. NỘI DUNG\n1. Sơ tuyển\n- Trạm Y tế xã chủ trì khám, Công an xã phối hợp lập danh sách; Trường học có trách "
        "nhiệm bố trí phòng, các thôn chủ động đưa người dân đến.\n"
    )
    assert [(each.unit, each.role) for each in plan.assignments] == [
        ("Trạm Y tế xã", "chủ trì"),
        ("Công an xã", "phối hợp"),
        ("Trường học", None),
    ]


def test_things_and_labels_of_a_dictionary_of_ones_own(tmp_path):
    (tmp_path / "counted.tsv").write_text("lồng nuôi cá\n", encoding="utf-8")
    (tmp_path / "labels.tsv").write_text("lead\tnơi làm\n", encoding="utf-8")
    text = "I. NỘI DUNG\n1. Nuôi cá\n- Phấn đấu có 40 lồng nuôi cá.\n- Nơi làm: Hội Nông dân xã.\n"
    with using((tmp_path,)):
        own = parse_text(text)
    assert ([each.unit for each in own.targets], [each.unit for each in own.assignments]) == (
        ["lồng nuôi cá"],
        ["Hội Nông dân xã"],
    )
    assert [each.unit for each in parse_text(text).targets] == ["lồng"]


def test_the_code_of_a_form_is_no_document():
    assert parse_text("I. NỘI DUNG\n- Biên bản theo Mẫu số 06/BBKP.\n").citations == ()


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Báo cáo trước khi họp 03 ngày.", [(None, None, None)]),
        ("Trả kết quả trong 30 ngày kể từ ngày nhận hồ sơ.", [(None, None, None)]),
        ("Họp 02 tuần/lần, kiểm tra 01 lần/tháng.", [(None, None, "P2W"), (None, None, "P1M")]),
        ("Kiểm tra hằng quý, năm.", [(None, None, "P3M"), (None, None, "P1Y")]),
        ("Triển khai từ ngày 01/7/2026.", [("2026-07-01", None, None)]),
        ("Tổ chức thi trong quý II và quý IV.", [("2026-04", "2026-06", None), ("2026-10", "2026-12", None)]),
        ("Thực hiện Chiến lược dữ liệu đến năm 2030.", []),
        ("Bố trí ngân sách hằng năm của đơn vị.", []),
        ("Đưa vào kế hoạch kinh tế - xã hội, đào tạo hằng năm và dài hạn.", []),
        ("Báo cáo kết quả cho Hội đồng hằng năm.", [(None, None, "P1Y")]),
        ("Đưa vào kế hoạch, định kỳ hằng năm báo cáo.", [(None, None, "P1Y")]),
        ("Báo cáo kết quả thực hiện kế hoạch hằng năm (trước ngày 15/11).", [(None, None, "P1Y")]),
        ("Chi trả trợ cấp hằng tháng qua tài khoản.", []),
        ("Họp trong 1/2 ngày.", []),
        ("Gửi tài liệu trước 05 ngày tổ chức hội nghị.", [(None, None, None)]),
        ("Phấn đấu tới năm 2027 hoàn thành.", [(None, "2027", None)]),
        ("Sinh hoạt định kỳ tháng 6/2026.", []),
        ("Tiếp dân ít nhất 01 ngày/tháng.", [(None, None, "P1M")]),
    ],
)
def test_times_of_a_task(said, read):
    plan = parse_text(f"KẾ HOẠCH\nVệ sinh năm 2026\nI. NHIỆM VỤ\n1. Công tác chung\n- {said}\n")
    assert [(each.start, each.end, each.recurrence) for each in plan.deadlines] == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Giảm ít nhất 20% số vụ cháy.", [(20, "%", ">=", "giảm")]),
        ("Đạt từ 65% trở lên.", [(65, "%", ">=", None)]),
        ("Tỷ lệ bỏ học giảm còn dưới 0,5%.", [(0.5, "%", "<", "giảm")]),
        (
            "Kiểm tra 07 hồ chứa, lắp 1.500 chuông báo cháy.",
            [(7, "hồ chứa", None, None), (1500, "chuông báo cháy", None, None)],
        ),
        ("Tập huấn cho 350 cán bộ.", [(350, "cán bộ", None, None)]),
        ("Mỗi thôn phát 8 tin/tháng trở lên.", [(8, "tin/tháng", ">=", None)]),
        ("Mở lớp khi có từ 10 học viên trở lên.", []),
        ("Hộ nuôi từ 50 con lợn trở lên phải kê khai.", []),
        ("Tổng tỷ suất sinh đạt 2,1 con/phụ nữ.", [(2.1, "con/phụ nữ", None, None)]),
        ("Tỷ số giới tính khi sinh dưới 109 bé trai/100 bé gái.", [(109, "bé trai/100 bé gái", "<", None)]),
        ("Khi sinh dưới 02 con thì được hỗ trợ.", []),
        ("Mỗi đoàn không quá 07 người.", []),
        ("Nhà từ 5 tầng trở lên phải có lối thoát thứ hai.", []),
        ("Hồ sơ quá 15 ngày phải xin lỗi bằng văn bản.", []),
        ("Công trình từ 50 triệu đồng trở lên phải thẩm định.", []),
    ],
)
def test_what_is_wanted_of_how_many(said, read):
    plan = parse_text(f"I. NHIỆM VỤ\n1. Công tác chung\n- {said}\n")
    assert [(each.value, each.unit, each.comparison, each.change) for each in plan.targets] == read


def test_closing_words_set_times_of_reports_alone():
    plan = parse_text(
        "KẾ HOẠCH\nVệ sinh năm 2026\nI. NHIỆM VỤ\n1. Dọn rác.\n"
        "Trên đây là Kế hoạch vệ sinh trong năm 2026; các thôn báo cáo trước ngày 15/12/2026, định kỳ 6 tháng./.\n"
    )
    assert [(each.end, each.recurrence, each.path) for each in plan.deadlines] == [
        ("2026-12-15", None, ""),
        (None, "P6M", ""),
    ]


def test_the_issuer_speaks_and_is_given_nothing():
    plan = parse_text(
        "UBND XÃ BẢO HÒA\nSố: 05/KH-UBND\nKẾ HOẠCH\nVệ sinh\nI. TỔ CHỨC THỰC HIỆN\n"
        "1. UBND xã giao Phòng Kinh tế lập kế hoạch ra quân.\n2. Trạm Y tế hướng dẫn phun thuốc khử khuẩn.\n"
    )
    assert sorted(each.unit for each in plan.assignments) == ["Phòng Kinh tế", "Trạm Y tế"]


def test_whom_the_issuer_speaks_to_gets_the_task():
    plan = parse_text(
        "UBND XÃ BẢO HÒA\nSố: 05/KH-UBND\nKẾ HOẠCH\nVệ sinh\nI. TỔ CHỨC THỰC HIỆN\n"
        "1. UBND xã trân trọng đề nghị Ban Tuyên giáo Đảng ủy, Hội Phụ nữ xã phối hợp tuyên truyền.\n"
        "2. Trạm Y tế đề nghị Sở Y tế cấp thuốc khử khuẩn.\n"
    )
    assert [(each.unit, each.role) for each in plan.assignments] == [
        ("Ban Tuyên giáo Đảng ủy", "phối hợp"),
        ("Hội Phụ nữ xã", "phối hợp"),
        ("Trạm Y tế", None),
    ]


def test_units_that_points_below_a_heading_name():
    plan = parse_text(
        "KẾ HOẠCH\nVệ sinh\nI. TỔ CHỨC THỰC HIỆN\n1. UBND các thôn\na) Dọn rác hằng tuần.\n"
        "b) Trưởng thôn chịu trách nhiệm về kết quả.\n2. Trạm Y tế phun thuốc khử khuẩn.\n"
    )
    assert [each.unit for each in plan.assignments] == ["UBND các thôn", "Trưởng thôn", "Trạm Y tế"]


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("Thời gian: 01 buổi, thứ Sáu, ngày 31/7/2026.", "2026-07-31"),
        ("Thời gian: đợt 1 ngày 05/8/2026, đợt 2 ngày 20/8/2026.", "2026-08-05/2026-08-20"),
        ("Thành phần: như giấy mời ngày 31/7/2026.", None),
    ],
)
def test_the_days_of_a_section_on_time_are_the_period(said, period):
    plan = parse_text(f"KẾ HOẠCH\nTập huấn\nII. THÀNH PHẦN\n1. {said}\n2. Địa điểm: hội trường.\n")
    assert plan.period == period


def test_words_of_plans_of_a_dictionary_of_ones_own(tmp_path):
    (tmp_path / "plan_words.tsv").write_text("Ai làm gì\thands out\nhương ước\tregular\n", encoding="utf-8")
    text = (
        "I. AI LÀM GÌ\n- Các thôn: cờ, hoa trước cổng.\n"
        "II. NỘI DUNG\n1. Việc chung\n- Sửa hương ước của thôn hằng năm.\n"
    )
    with using((tmp_path,)):
        own = parse_text(text)
    shipped = parse_text(text)
    assert [each.unit for each in own.assignments] == ["Các thôn"]
    assert shipped.assignments == ()
    assert [each.recurrence for each in shipped.deadlines] == ["P1Y"]


def test_phases_of_the_time_of_a_plan_are_deadlines():
    plan = parse_text(
        "KẾ HOẠCH\nThi đua\nI. ĐỐI TƯỢNG\n1. Thời gian thi đua\n- Đợt 1: từ ngày 20/11/2026 đến ngày 03/12/2026.\n"
        "- Tổng kết ngày 31/12/2026.\n"
    )
    assert [(each.start, each.end) for each in plan.deadlines] == [("2026-11-20", "2026-12-03")]


@pytest.mark.parametrize(
    ("title", "said"),
    [("NGUỒN LỰC", "Ngân sách xã."), ("TÀI CHÍNH", "Ngân sách xã."), ("NGUỒN LỰC CON NGƯỜI", None)],
)
def test_whole_titles_of_sections_on_money(title, said):
    assert parse_text(f"KẾ HOẠCH\nThi đua\nI. NỘI DUNG\n1. Treo cờ.\nII. {title}\nNgân sách xã.\n").budget == said


def test_criteria_of_judgement_are_no_results():
    plan = parse_text(
        "KẾ HOẠCH\nThi đua\nI. NỘI DUNG, TIÊU CHÍ ĐÁNH GIÁ\n- Ít nhất 85% số hộ mở tài khoản.\n"
        "II. KẾT QUẢ, ĐÁNH GIÁ\n- Đã có 70% số hộ mở tài khoản.\n"
    )
    assert [each.value for each in plan.targets] == [85]


def test_what_words_of_plans_tell_is_asked_for_somewhere():
    code = "".join(path.read_text("utf-8") for path in Path(ocr_kh.__file__).parent.rglob("*.py"))
    asked = set(re.findall(r"(?:words\.(?:said|saying)|telling)\([\"']([^\"']+)[\"']", code))
    asked |= {says for each in re.findall(r"for each in \(([^)]*)\)", code) for says in re.findall(r'"([^"]+)"', each)}
    asked |= {f"{name} column" for name in ("task", "lead", "support", "person", "deadline", "product")}
    known = {word.says for word in in_force().plan_words}
    assert known <= asked
    assert set(re.findall(r"(?:words\.(?:said|saying)|telling)\([\"']([^\"']+)[\"']", code)) <= known


def test_what_words_of_plans_cannot_tell_is_told(tmp_path):
    (tmp_path / "plan_words.tsv").write_text("Ai làm gì\thand out\n", encoding="utf-8")
    with pytest.raises(DictionaryError, match="hands out"), using((tmp_path,)):
        pass
