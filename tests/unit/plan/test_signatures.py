# SPDX-License-Identifier: Apache-2.0
"""Lines of authority of which a seal has eaten a part, as stacks have them."""

from __future__ import annotations

import pytest

from ocr_kh.document import Box, Word
from ocr_kh.plan import parse_text
from ocr_kh.plan.blocks.lines import BlockLine, cell_rows
from ocr_kh.plan.blocks.signatures import stacks


def stack_of(*texts: str, signer: str = "Lê Văn Lâm", left: float = 350, confidence: float = 0.93):
    """The labelled lines of a stack, printed one below the other."""
    labelled = [(text, "office") for text in texts] + [(signer, "name")]
    return [
        (BlockLine(text, at, 1, box=Box(left, 500 + 20 * at, left + 150, 514 + 20 * at), confidence=confidence), label)
        for at, (text, label) in enumerate(labelled)
    ]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (["THANH TRA"], ["CHÁNH THANH TRA"]),
        (["TL. CHỦ TỊCH", "VĂN PHÒNG"], ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]),
        (["KT. HIỆU TRƯỞNG", "PIIÓ HIỆU TRƯỞNG"], ["KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"]),
        (["KT. HIỆU TRƯỞNG", "P. HIỆU TRƯỞNG"], ["KT. HIỆU TRƯỞNG", "P. HIỆU TRƯỞNG"]),
        (["GIÁM ĐỐC"], ["GIÁM ĐỐC"]),  # of `TỔNG GIÁM ĐỐC` as well, and a title by itself
        (["NGƯỜI LẬP BIỂU"], ["NGƯỜI LẬP BIỂU"]),
        (["TM. ỦY BAN NHÂN", "KT. CHỦ nên", "PHÓ CHỦ TỊ"], ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        (["TM. ỦY BAN", "KT. TRƯỞNG BAN", "PHÓ CHỦ TỊCH"], ["TM. ỦY BAN", "KT. TRƯỞNG BAN", "PHÓ CHỦ TỊCH"]),
        (["GIÁM ĐỐC IW"], ["GIÁM ĐỐC"]),
        (["GIÁM ĐỐC SỞ"], ["GIÁM ĐỐC SỞ"]),
        (["TUQ. BỘ TRƯỞNG", "Q. CỤC TRƯỞNG"], ["TUQ. BỘ TRƯỞNG", "Q. CỤC TRƯỞNG"]),
        (["KT. CHỦ TỊCH PHÓ CHỦ TỊCH"], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        (["TL. HIỆU TRƯỞNG", "TRƯỞNG PHÒNG"], ["TL. HIỆU TRƯỞNG", "TRƯỞNG PHÒNG"]),
        (["KT. CHÁNH VĂN PHÒNG", "VĂN PHÒNG"], ["KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]),
        (["KT. BỘ TRƯỞNG", "BỘ RỪNG BIỂN", "BỘ TRƯỞNG"], ["KT. BỘ TRƯỞNG", "BỘ RỪNG BIỂN", "THỨ TRƯỞNG"]),
        (["TRƯỞNG BAN", "CHỦ TỊCH UBND XÃ"], ["TRƯỞNG BAN", "CHỦ TỊCH UBND XÃ"]),
        (["TM. HỘI SINH VIÊN TRƯỜNG", "CHỦ TỊCH"], ["TM. HỘI SINH VIÊN TRƯỜNG", "CHỦ TỊCH"]),
    ],
)
def test_a_title_without_its_first_word_is_the_one_that_it_may_be(read, meant):
    [stack] = stacks(stack_of(*read))
    assert (stack.lines, stack.signer) == (meant, "Lê Văn Lâm")


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("CHỦ TỊCH HỘl Đ#NG LAU SẬY", "CHỦ TỊCH HỘI ĐỒNG LAU SẬY"),
        ("CHỦ TỊCH HỘI ĐỒNG LAU TRÚC", "CHỦ TỊCH HỘI ĐỒNG LAU TRÚC"),
        ("CHỦ TỊCH UBND XÃ SẬY", "CHỦ TỊCH UBND XÃ SẬY"),
    ],
)
def test_words_of_an_office_that_were_misread_are_those_of_who_issues(read, meant):
    [stack] = stacks(stack_of(read), ["HỘI ĐỒNG LAU SẬY"])
    assert stack.lines == [meant]


def test_text_that_no_engine_read_stays_as_it_is():
    [stack] = stacks(stack_of("THANH TRA", confidence=1.0))
    assert stack.lines == ["THANH TRA"]


def test_parties_side_by_side_stay_as_they_are():
    left, right = stack_of("VĂN PHÒNG", left=80), stack_of("CÔNG AN", signer="Hồ Thị Mai", left=350)
    paired = [piece for pair in zip(left, right, strict=True) for piece in pair]
    assert [stack.lines for stack in stacks(paired)] == [["VĂN PHÒNG"], ["CÔNG AN"]]


def centred(*lines: tuple[str, float, float], signer: tuple[str, float, float] = ("Lê Văn Lâm", 430, 80)):
    """The labelled lines of a stack, each with its middle and its width in points."""
    labelled = [(*line, "office") for line in lines] + [(*signer, "name")]
    return [
        (
            BlockLine(
                text,
                at,
                1,
                box=Box(middle - width / 2, 500 + 20 * at, middle + width / 2, 514 + 20 * at),
                confidence=0.9,
            ),
            label,
        )
        for at, (text, middle, width, label) in enumerate(labelled)
    ]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ([("THƯỜNG TRỰC HĐND", 446, 138), ("PHÓ CHỦ TỊCH", 430, 105)], ["TM. THƯỜNG TRỰC HĐND", "PHÓ CHỦ TỊCH"]),
        ([("THƯỜNG TRỰC HĐND", 431, 138), ("PHÓ CHỦ TỊCH", 430, 105)], ["THƯỜNG TRỰC HĐND", "PHÓ CHỦ TỊCH"]),
        ([("TM. BAN THƯỜNG VỤ", 430, 150), ("BÍ THƯ", 447, 52)], ["TM. BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"]),
        ([("TM. BAN THƯỜNG VỤ", 430, 150), ("BÍ THƯ", 431, 52)], ["TM. BAN THƯỜNG VỤ", "BÍ THƯ"]),
        ([("CHỦ TỊCH", 445, 70), ("PHÓ CHỦ TỊCH", 430, 105)], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ([("GIÁM ĐỐC", 470, 80)], ["GIÁM ĐỐC"]),  # no other line tells what it lost
    ],
)
def test_a_line_that_stands_aside_lost_its_first_word_under_the_seal(printed, meant):
    [stack] = stacks(centred(*printed))
    assert stack.lines == meant


MINUTES = """UBND XÃ CẨM LÃNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Cẩm Lãng, ngày 05 tháng 10 năm 2025
BIÊN BẢN
Họp bình xét năm 2025
1. Thành phần: có mặt 12 người.
2. Nội dung: thống nhất danh sách.
"""


@pytest.mark.parametrize(
    ("table", "signed"),
    [
        ("| THƯ KÝ Lò Thị Bông |  | CHỦ TỌA Trần Đại Kỳ |", [["THƯ KÝ", "Lò Thị Bông"], ["CHỦ TỌA", "Trần Đại Kỳ"]]),
        (
            "| THƯ KÝ | CHỦ TỌA |\n| Lò Thị Bông | Trần Đại Kỳ |",
            [["THƯ KÝ", "Lò Thị Bông"], ["CHỦ TỌA", "Trần Đại Kỳ"]],
        ),
        ("| STT | HỌ VÀ TÊN | CHỨC VỤ |\n| 1 | Lò Thị Bông | CHỦ TỊCH |\n| 2 | Trần Đại Sậy | PHÓ CHỦ TỊCH |", []),
        ("| Lò Thị Bông | CHỦ TỊCH |\n| Trần Đại Sậy | PHÓ CHỦ TỊCH |", []),
    ],
    ids=["in one row", "in two rows", "a numbered list of persons", "a list of persons"],
)
@pytest.mark.parametrize("closing", ["", "\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nCà Văn Mía\n"], ids=["alone", "closed"])
def test_who_signs_in_a_table_signs_and_who_is_listed_does_not(table, signed, closing):
    if signed and closing:
        pytest.skip("nobody signs twice")
    found = parse_text(MINUTES + table + "\n" + closing).signatures
    wanted = signed or ([["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Cà Văn Mía"]] if closing else [])
    assert [[*each.authority, each.signer] for each in found] == wanted


def test_the_lines_of_a_cell_are_told_by_their_places():
    words = [
        Word(text, Box(left, top, left + 40, top + 12))
        for text, left, top in (
            ("THƯ", 100, 500),
            ("KÝ", 145, 501),
            ("Lò", 90, 560),
            ("Thị", 135, 558),
            ("Bông", 180, 560),
        )
    ]
    assert [" ".join(word.text for word in row) for row in cell_rows(words)] == ["THƯ KÝ", "Lò Thị Bông"]
    assert len(list(cell_rows(words[:2]))) == 1


def test_initials_behind_a_bullet_receive_and_sign_nothing():
    text = "TRƯỜNG ĐẠI HỌC SÔNG LẠNG\nSố: 12/TB-ĐHSL\n\nTHÔNG BÁO\nVề việc dọn vệ sinh\n\n1. Việc chung.\n\n"
    plan = parse_text(
        text + "HIỆU TRƯỞNG\nNơi nhận:\n- HĐT,BGH;\n- Hiệu trưởng (bíc):\n- Sinh viên (ứh);\n- Lưu: VT.\n"
    )
    assert [each.name for each in plan.recipients] == ["HĐT,BGH", "Hiệu trưởng", "Sinh viên", "Lưu: VT"]
    assert [each.purpose for each in plan.recipients] == [None, "b/c", "t/h", None]
    assert [each.authority for each in plan.signatures] == [("HIỆU TRƯỞNG",)]
