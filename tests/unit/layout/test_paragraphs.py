# SPDX-License-Identifier: Apache-2.0
"""Printed lines into paragraphs: with boxes, and from plain text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.document import Box, Line, Role, Word
from ocr_kh.layout.paragraphs import paragraphs
from ocr_kh.reading.textfile import text_lines

LEFT, RIGHT, CHARACTER, PITCH = 85.0, 540.0, 5.6, 18.0
INDENT = 36.0


def texts(text):
    return [paragraph.text for paragraph in paragraphs(text_lines(text))]


def printed(*rows, page=1, top=100.0, pitch=PITCH):
    """Lines with boxes; a row is (text, x0) or (text, x0, role)."""
    lines = []
    for number, (text, x0, *rest) in enumerate(rows):
        y, x, words = top + number * pitch, x0, []
        for word in text.split():
            words.append(Word(word, Box(x, y, x + CHARACTER * len(word), y + 12), 0.95))
            x += CHARACTER * (len(word) + 1)
        lines.append(Line.of_words(words, page=page, role=rest[0] if rest else Role.BODY))
    return lines


FULL = "nội dung của dòng này được viết cho đầy đủ bề ngang của trang giấy tới mép phải"
"""A line that fills the column between LEFT and RIGHT."""


def test_indented_first_line_begins_a_paragraph():
    lines = printed(
        (f"Một {FULL[:66]}", LEFT + INDENT),
        (FULL, LEFT),
        ("dòng cuối ngắn.", LEFT),
        (f"Hai {FULL[:66]}", LEFT + INDENT),
        (FULL, LEFT),
    )
    made = paragraphs(lines)
    assert [(each.first, each.last) for each in made] == [(0, 2), (3, 4)]


def test_sentence_that_ends_at_the_margin_goes_on_without_an_indent():
    lines = printed(
        ("Một câu mở đầu.", LEFT + INDENT),
        (f"Đoạn {FULL[:68]}", LEFT + INDENT),
        (f"{FULL[:-4]} hết.", LEFT),
        (f"Câu sau {FULL[:60]}", LEFT),
        (FULL, LEFT),
    )
    assert [(each.first, each.last) for each in paragraphs(lines)] == [(0, 0), (1, 4)]


def test_paragraph_runs_on_over_a_page_and_its_number():
    lines = [
        *printed((FULL, LEFT), (FULL, LEFT), (FULL, LEFT)),
        *printed(("2", 300.0, Role.PAGE_NUMBER), ("và phần còn lại.", LEFT), page=2),
    ]
    made = paragraphs(lines)
    assert [(each.first, each.last, each.page) for each in made] == [(0, 4, 1)]
    assert "2" not in made[0].text.split()


def test_noise_is_left_out_and_columns_stay_lines():
    lines = printed(
        ("ỦY BAN NHÂN DÂN", 110, Role.ISSUER),
        ("XÃ TÂN AN", 130, Role.ISSUER),
        ("Ký bởi: cơ quan", 300, Role.NOISE),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 280, Role.MOTTO),
    )
    assert [each.text for each in paragraphs(lines)] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ TÂN AN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]


def test_centred_subject_is_one_paragraph_and_flagged():
    lines = printed(
        ("KẾ HOẠCH", 285),
        ("Kiểm tra công tác cải cách hành chính", 210),
        ("Năm 2026 trên địa bàn xã", 245),
        (f"Thực hiện Kế hoạch số 12/KH-UBND {FULL[:40]}", LEFT + INDENT),
        (FULL, LEFT),
        (FULL, LEFT),
        (FULL, LEFT),
    )
    made = paragraphs(lines)
    assert [(each.text[:8], each.centred) for each in made] == [
        ("KẾ HOẠCH", True),
        ("Kiểm tra", True),
        ("Thực hiệ", False),
    ]


def test_recipient_over_two_lines_is_one_paragraph():
    lines = printed(
        ("Nơi nhận:", LEFT, Role.RECIPIENTS),
        ("- Các cơ quan, đơn vị", LEFT, Role.RECIPIENTS),
        ("đóng trên địa bàn;", LEFT, Role.RECIPIENTS),
        ("- Lưu: VT.", LEFT, Role.RECIPIENTS),
    )
    assert [each.text for each in paragraphs(lines)] == [
        "Nơi nhận:",
        "- Các cơ quan, đơn vị đóng trên địa bàn;",
        "- Lưu: VT.",
    ]


WRAPPED = """
Ủy ban nhân dân xã yêu cầu các phòng, cơ quan, đơn vị, trưởng các thôn khẩn trương tổ
chức thực hiện Kế hoạch này theo chức năng, nhiệm vụ được giao, trong đó tập trung vào
việc nâng cao nhận thức của người dân và doanh nghiệp trên địa bàn.
- Phòng Kinh tế - Hạ tầng chủ trì, phối hợp với các đơn vị liên quan theo dõi, đôn đốc
việc thực hiện và tổng hợp báo cáo Chủ tịch Ủy ban nhân dân xã theo Nghị quyết số 57-
NQ/TW của Bộ Chính trị.
- Các thôn vận động Nhân dân tham gia xây dựng đời sống văn hóa, phát triển kinh tế
- xã hội của địa phương.
"""


def test_wrapped_text_is_joined():
    made = texts(WRAPPED)
    assert [each.split()[0] for each in made] == ["Ủy", "-", "-"]
    assert "số 57-NQ/TW của" in made[1]
    assert made[2].endswith("phát triển kinh tế - xã hội của địa phương.")


def test_stream_keeps_a_paragraph_a_line_but_mends_a_torn_sentence():
    long = "Công tác tuyên truyền được thực hiện thường xuyên trên các phương tiện thông tin " * 4
    made = texts(
        f"{long}\n{long.strip()}.\n\nTập trung vào các nội dung của\n\n"
        "Nghị quyết mà cấp ủy đã ban hành.\n2. Yêu cầu\nThiết thực."
    )
    assert made[0].count("Công tác") == 4
    assert made[2] == "Tập trung vào các nội dung của Nghị quyết mà cấp ủy đã ban hành."
    assert made[3:] == ["2. Yêu cầu", "Thiết thực."]


def pages_of_text(marks):
    """A stream of six pages with what `marks` puts into the text of each."""
    sentence = "Các cơ quan, đơn vị chủ động phối hợp thực hiện nhiệm vụ được giao theo đúng quy định. "
    return "\n".join(sentence * 14 + mark + " " + sentence * 12 for mark in marks)


def test_page_numbers_that_fell_into_sentences_are_taken_out():
    text = pages_of_text([f"ứng dụng hệ thống {number} huấn luyện thông minh." for number in (2, 3, 4)])
    assert all("hệ thống huấn luyện" in each for each in texts(text))


@pytest.mark.parametrize(
    "marks",
    [
        ["Theo khoản 2 Điều này.", "Theo khoản 3 Điều này.", "Theo khoản 4 Điều này."],
        ["Tổ chức 2 buổi họp.", "Tổ chức 3 buổi họp.", "Tổ chức 4 buổi họp."],
        ["Thực hiện phương châm 4 tại chỗ.", "Gia đình 5 không, 3 sạch.", "Sản phẩm 6 sao vàng."],
        ["ứng dụng hệ thống 9 huấn luyện.", "Không có số.", "ứng dụng hệ thống 2 huấn luyện."],
    ],
)
def test_numbers_that_make_sense_stay(marks):
    text = pages_of_text(marks)
    assert "\n".join(texts(text)) == "\n".join(" ".join(line.split()) for line in text.split("\n"))


def test_page_numbers_alone_on_a_line_go_other_numbers_stay():
    page = "\n".join(["Nội dung của trang được viết trên nhiều dòng liên tiếp cho đến hết trang giấy này."] * 30)
    made = " ".join(texts(f"{page}\n2\n{page}\n- 3 -\n{page}\n4\n{page}"))
    assert not {"2", "3", "4"} & set(made.split())
    assert "1975" in " ".join(texts(f"{page}\n1975\n{page}")).split()


def test_table_rows_stay_rows():
    assert texts("TT | Nội dung | Chủ trì\n1 | Tập huấn | Phòng Kinh tế\n2 | Mua sắm | Văn phòng") == [
        "TT | Nội dung | Chủ trì",
        "1 | Tập huấn | Phòng Kinh tế",
        "2 | Mua sắm | Văn phòng",
    ]


@given(st.lists(st.text(alphabet="abc ĐÀ1.-;:|#*\t", max_size=40), max_size=30))
def test_no_line_is_lost_or_taken_twice(rows):
    lines = text_lines("\n".join(rows))
    made = paragraphs(lines)
    spans = [(each.first, each.last) for each in made]
    assert all(first <= last for first, last in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    letters = "".join(each.text for each in made)
    assert sorted(filter(str.isalpha, letters)) == sorted(filter(str.isalpha, "".join(rows)))
