# SPDX-License-Identifier: Apache-2.0
"""Words on a page, put by hand, into lines in reading order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.document import Box, Line, Role, Word
from ocr_kh.genre.likeness import Form, landmark
from ocr_kh.layout.fragments import group_words
from ocr_kh.layout.lines import is_noise, lay_out

SIZE = (595.0, 842.0)
WIDE = "Căn cứ Luật Tổ chức chính quyền địa phương và các văn bản hướng dẫn thi hành của Chính phủ;"


def printed(text: str, x: float, y: float, *, confidence: float = 0.95) -> list[Word]:
    """A line of 12-point words from (x, y) on; 6 points a letter."""
    words, at = [], x
    for word in text.split():
        words.append(Word(word, Box(at, y, at + 6 * len(word), y + 12), confidence))
        at += 6 * len(word) + 4
    return words


def texts(lines: tuple[Line, ...], *roles: Role) -> list[str]:
    return [line.text for line in lines if not roles or line.role in roles]


HEADER = [
    printed("ỦY BAN NHÂN DÂN", 85, 60) + printed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 290, 60),
    printed("XÃ ĐÔNG BÌNH", 95, 76),
    printed("Độc lập - Tự do - Hạnh phúc", 320, 76),
    printed("Số: 12/KH-UBND", 95, 104) + printed("Đông Bình, ngày 04 tháng 3 năm 2026", 300, 104),
    printed("KẾ HOẠCH", 280, 140),
    printed(WIDE, 60, 170),
]


def test_header_is_read_column_by_column() -> None:
    lines = lay_out(HEADER, page=1, size=SIZE)
    assert texts(lines, Role.ISSUER) == ["ỦY BAN NHÂN DÂN", "XÃ ĐÔNG BÌNH", "Số: 12/KH-UBND"]
    assert texts(lines, Role.MOTTO) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Đông Bình, ngày 04 tháng 3 năm 2026",
    ]
    assert texts(lines, Role.BODY) == ["KẾ HOẠCH", WIDE]
    assert texts(lines)[:3] == texts(lines, Role.ISSUER)


def test_two_rows_that_the_engine_took_for_one_line_are_read_one_after_the_other() -> None:
    upper, lower = printed("TL. CHỦ TỊCH", 400, 700), printed("KT. CHÁNH VĂN PHÒNG", 394, 714)
    mixed = sorted([*upper, *lower], key=lambda word: word.box.x0 if word.box else 0.0)
    assert texts(lay_out([*HEADER, mixed], page=1, size=SIZE))[-2:] == ["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG"]


def test_dashes_one_above_the_other_are_no_rows() -> None:
    dashes = [Word("-", Box(90, y, 93, y + 2)) for y in (700, 712)]
    line = [*dashes, *printed("Như kính gửi;", 97, 695)]
    assert texts(lay_out([*HEADER, line], page=1, size=SIZE))[-1:] == ["- - Như kính gửi;"]


def test_words_that_stand_in_one_another_s_heights_stay_one_row() -> None:
    """Boxes of tilted words and of narrow ones reach into their neighbours'."""
    line = [Word(text, Box(x0, y, x1, y + 12)) for text, x0, x1, y in (("động", 60, 96, 700), ("ở", 88, 97, 706))]
    assert texts(lay_out([*HEADER, line], page=1, size=SIZE))[-1:] == ["động ở"]


def test_stamp_of_receipt_is_a_line_of_its_own_row_by_row() -> None:
    """Its words stand in rows beside the header; in whatever order they come, figures follow theirs."""
    stamp = [
        word
        for text, x, y in (("Chuyển:", 5, 92), ("ĐẾN", 5, 70), ("Số:", 30, 62), ("512", 50, 63), ("Ngày:", 30, 77))
        for word in printed(text, x, y)
    ]
    lines = lay_out([stamp, *HEADER], page=1, size=SIZE)
    assert "ĐẾN Số: 512 Ngày: Chuyển:" in texts(lines, Role.BODY)
    others = [text for text in texts(lines) if not text.startswith("ĐẾN")]
    assert others == texts(lay_out(HEADER, page=1, size=SIZE))
    form = printed("Ngày: 12/3/2026 Chuyển: Phòng Kinh tế", 60, 200)
    assert "Ngày: 12/3/2026 Chuyển: Phòng Kinh tế" in texts(lay_out([*HEADER, form], page=1, size=SIZE))
    until = printed("ĐẾN NGÀY 31/12/2026", 230, 156)
    assert "ĐẾN NGÀY 31/12/2026" in texts(lay_out([*HEADER[:-1], until, HEADER[-1]], page=1, size=SIZE))


LEFT = [f"{number}. Thôn Đông Bình báo cáo" for number in range(1, 5)]
RIGHT = [f"{number}. Thôn Tây An làm sạch" for number in range(5, 9)]
HEADING = "Danh sách các thôn của xã Đông Bình báo cáo trong năm học"
PAIRS = [
    printed(left, 60, 200 + 16 * at) + printed(right, 310, 200 + 16 * at)
    for at, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True))
]
TWO_COLUMNS = [printed(HEADING, 60, 180), *PAIRS, printed(HEADING, 60, 270)]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("columns", [HEADING, *LEFT, *RIGHT, HEADING]),
        ("rows", [HEADING, *(f"{left} | {right}" for left, right in zip(LEFT, RIGHT, strict=True)), HEADING]),
    ],
)
def test_lines_come_in_the_order_that_a_person_wants(order, expected) -> None:
    assert texts(lay_out(TWO_COLUMNS, page=2, size=SIZE, order=order)) == expected


def test_what_runs_across_and_a_table_part_the_columns_above_from_those_below() -> None:
    cells = (Box(60, 232, 290, 248), Box(300, 232, 540, 248))
    lines = lay_out(TWO_COLUMNS, page=2, size=SIZE, order="columns", tables=[cells])
    middle = [*LEFT[:2], *RIGHT[:2], f"{LEFT[2]} | {RIGHT[2]}", LEFT[3], RIGHT[3]]
    assert texts(lines) == [HEADING, *middle, HEADING]


@pytest.mark.parametrize("order", ["found", "columns", "rows"])
def test_a_header_has_two_columns_in_every_order(order) -> None:
    assert lay_out(HEADER, page=1, size=SIZE, order=order) == lay_out(HEADER, page=1, size=SIZE)


def test_a_closing_is_read_across_where_a_person_says_so() -> None:
    page = [printed(WIDE, 60, 260), printed("Nơi nhận:", 60, 300) + printed("TM. ỦY BAN NHÂN DÂN", 320, 300)]
    assert texts(lay_out(page, page=2, size=SIZE, order="columns")) == texts(lay_out(page, page=2, size=SIZE))
    assert not texts(lay_out(page, page=2, size=SIZE, order="rows"), Role.SIGNATURE, Role.RECIPIENTS)


@pytest.mark.parametrize("y", [40, 104, 140])
def test_mark_of_secrecy_belongs_to_no_line_beside_it(y: float) -> None:
    lines = lay_out([*HEADER, printed("TỐI MẬT", 205, y)], page=1, size=SIZE)
    assert "TỐI MẬT" in texts(lines, Role.BODY)
    assert [text for text in texts(lines) if text != "TỐI MẬT"] == texts(lay_out(HEADER, page=1, size=SIZE))


def test_motto_close_beside_a_long_issuer_is_parted_from_it() -> None:
    issuer = printed("BỘ ĐƯỜNG SẮT VÀ CẢNG", 126, 60)  # to x = 238: the gap is as wide as the letters are high
    motto = printed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 250, 60)
    lines = lay_out([issuer + motto, *HEADER[1:]], page=1, size=SIZE)
    assert texts(lines, Role.ISSUER)[0] == "BỘ ĐƯỜNG SẮT VÀ CẢNG"
    assert texts(lines, Role.MOTTO)[0] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


RECIPIENTS = ["Nơi nhận:", "- Như trên;", "- Đảng ủy xã;", "- Lưu: VT."]


def closing(heading: str = "Nơi nhận:", signer_y: float = 400) -> list[list[Word]]:
    left = [printed(text, 60, 300 + 14 * i) for i, text in enumerate([heading, *RECIPIENTS[1:]])]
    right = [
        printed("TM. ỦY BAN NHÂN DÂN", 330, 300),
        printed("CHỦ TỊCH", 370, 316),
        printed("Vũ Thị Hòa", 370, signer_y),
    ]
    return [printed(WIDE, 60, 260), *left, *right]


@pytest.mark.parametrize("heading", ["Nơi nhận:", ";Voi nhận:", "ơi nhận:"])
def test_closing_is_read_column_by_column_even_misread(heading: str) -> None:
    lines = lay_out(closing(heading), page=2, size=SIZE)
    assert texts(lines) == [WIDE, heading, *RECIPIENTS[1:], "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Vũ Thị Hòa"]
    assert texts(lines, Role.SIGNATURE) == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Vũ Thị Hòa"]
    assert texts(lines, Role.RECIPIENTS) == [heading, *RECIPIENTS[1:]]


@pytest.mark.parametrize(
    ("word", "confidence", "kept"), [("TÒA", 0.95, True), ("TÒA", 0.6, False), ("JÒ/", 0.95, False)]
)
def test_a_sure_word_below_a_title_is_its_rest(word: str, confidence: float, *, kept: bool) -> None:
    lines = lay_out([*closing(), printed(word, 380, 332, confidence=confidence)], page=2, size=SIZE)
    assert (word in texts(lines, Role.SIGNATURE)) == kept
    assert (word in texts(lines, Role.NOISE)) != kept


def test_two_signers_above_the_recipients_come_first() -> None:
    page = [
        printed(WIDE, 60, 200),
        printed("CHỦ TỊCH", 110, 240) + printed("GIÁM ĐỐC", 380, 240),
        printed("Vũ Thị Hòa", 110, 320) + printed("Đỗ Văn Minh", 375, 320),
        *[printed(text, 60, 360 + 14 * i) for i, text in enumerate(RECIPIENTS)],
    ]
    lines = lay_out(page, page=3, size=SIZE)
    assert texts(lines) == [WIDE, "CHỦ TỊCH", "Vũ Thị Hòa", "GIÁM ĐỐC", "Đỗ Văn Minh", *RECIPIENTS]


def test_three_who_sign_abreast_are_read_one_by_one() -> None:
    page = [
        printed(WIDE, 60, 200),
        printed("CÁ NHÂN VI PHẠM", 70, 240) + printed("NGƯỜI CHỨNG", 240, 240) + printed("NGƯỜI LẬP BIÊN", 400, 240),
        printed("KIẾN", 262, 254) + printed("BẢN", 430, 254),
        printed("Lù Seo Páo", 85, 320) + printed("Giàng Thị Sua", 238, 320) + printed("Lục Văn Thành", 402, 320),
    ]
    lines = lay_out(page, page=3, size=SIZE)
    assert texts(lines, Role.SIGNATURE) == [
        *("CÁ NHÂN VI PHẠM", "Lù Seo Páo", "NGƯỜI CHỨNG", "KIẾN", "Giàng Thị Sua"),
        *("NGƯỜI LẬP BIÊN", "BẢN", "Lục Văn Thành"),
    ]


@pytest.mark.parametrize("beside", ["Lưu Văn", "ỦY BAN"])
def test_a_word_beside_a_title_makes_no_block_where_a_line_reaches_across(beside: str) -> None:
    page = closing()
    page[5] = printed(beside, 270, 300) + printed("CHỦ TỊCH", 370, 300)
    page[6] = printed("Nguyễn Vũ Thị Hoa Hòa", 280, 316)
    lines = lay_out(page, page=2, size=SIZE)
    assert texts(lines, Role.SIGNATURE)[:2] == [f"{beside} CHỦ TỊCH", "Nguyễn Vũ Thị Hoa Hòa"]


def test_specks_beside_the_last_word_of_an_issuer_are_none_of_it() -> None:
    page = [*HEADER[:1], printed("- NAM -", 110, 76), *HEADER[2:]]
    assert texts(lay_out(page, page=1, size=SIZE), Role.ISSUER)[:2] == ["ỦY BAN NHÂN DÂN", "NAM"]
    page[1] = printed("Phòng - Ban", 100, 76)
    assert "Phòng - Ban" in texts(lay_out(page, page=1, size=SIZE), Role.ISSUER)


@pytest.mark.parametrize(
    ("text", "x", "y"), [("2", 295, 40), ("- 2 -", 290, 40), ("2", 520, 800), ("Trang 2/5", 480, 800)]
)
def test_page_number_in_the_margin_is_marked(text: str, x: float, y: float) -> None:
    lines = lay_out([printed(text, x, y), printed(WIDE, 60, 300)], page=2, size=SIZE)
    assert texts(lines, Role.PAGE_NUMBER) == [text]


def test_number_within_the_page_is_text() -> None:
    lines = lay_out([printed(WIDE, 60, 300), printed("2026", 60, 330), printed(WIDE, 60, 360)], page=2, size=SIZE)
    assert not texts(lines, Role.PAGE_NUMBER)


def test_row_of_cells_is_a_table_line() -> None:
    first = printed("1", 70, 300) + printed("Tuyên truyền", 110, 300) + printed("Phòng Văn hóa", 300, 300)
    second = printed("2", 70, 316) + printed("Tập huấn", 110, 316) + printed("Công an xã", 300, 316)
    lines = lay_out([first, second], page=2, size=SIZE)
    assert texts(lines, Role.TABLE) == ["1 | Tuyên truyền | Phòng Văn hóa", "2 | Tập huấn | Công an xã"]


def test_line_with_a_gap_alone_is_no_table() -> None:
    gap = printed("Dự toán năm 2019", 60, 316) + printed("2020 trình Ủy ban nhân dân tỉnh gồm:", 300, 316)
    lines = lay_out([printed(WIDE, 60, 300), gap, printed(WIDE, 60, 332)], page=2, size=SIZE)
    assert texts(lines, Role.BODY) == [WIDE, "Dự toán năm 2019 2020 trình Ủy ban nhân dân tỉnh gồm:", WIDE]


def test_speck_beside_a_line_is_dropped() -> None:
    line = printed("thực hiện Kế hoạch này.", 60, 300) + printed(":", 500, 300)
    assert texts(lay_out([line, printed(WIDE, 60, 320)], page=2, size=SIZE))[0] == "thực hiện Kế hoạch này."


def test_recipients_below_the_signatures_are_known() -> None:
    page = [
        printed("CHỦ TỊCH", 110, 240) + printed("GIÁM ĐỐC", 380, 240),
        printed("Vũ Thị Hòa", 110, 320) + printed("Đỗ Văn Minh", 375, 320),
        printed(WIDE, 60, 340),
        *[printed(text, 60, 360 + 14 * i) for i, text in enumerate([";Với nhận:", *RECIPIENTS[1:]])],
    ]
    assert texts(lay_out(page, page=3, size=SIZE), Role.RECIPIENTS) == [";Với nhận:", *RECIPIENTS[1:]]


def test_number_misread_by_hand_is_no_noise() -> None:
    page = [
        [
            *printed("Số: )01//KH-SYT", 95, 104, confidence=0.2),
            *printed("Đông Bình, ngày 04 tháng 3 năm 2026", 300, 104),
        ],
        *HEADER[:1],
    ]
    assert "Số: )01//KH-SYT" in texts(lay_out(page, page=1, size=SIZE), Role.ISSUER)


@pytest.mark.parametrize(
    ("text", "confidence", "is_noise"),
    [("Ki", 0.0, True), ("VẢ.)", 0.18, True), ("SỞ", 0.6, False), ("Số:", 0.1, False), ("12", 0.1, False)],
)
def test_a_stroke_above_the_issuer_is_noise(text: str, confidence: float, *, is_noise: bool) -> None:
    page = [printed(text, 50, 40, confidence=confidence), *HEADER]
    assert (text in texts(lay_out(page, page=1, size=SIZE), Role.NOISE)) is is_noise


def test_ruled_cells_are_read_cell_by_cell() -> None:
    page = [
        printed(WIDE, 60, 200),
        printed("1", 65, 300) + printed("Tuyên truyền", 90, 300) + printed("Phòng Văn hóa", 260, 300),
        printed("lưu động", 90, 315) + printed("- Xã hội", 260, 315),
        printed("2", 65, 340) + printed("Tập huấn", 90, 340),
        printed("Ghi chú thêm.", 60, 400),
    ]
    edges = (60, 80, 250, 400)
    heights = ((295, 332), (334, 360))
    cells = tuple(Box(x0, y0, x1, y1) for y0, y1 in heights for x0, x1 in pairwise(edges))
    lines = lay_out(page, page=1, size=SIZE, tables=[cells])
    assert texts(lines) == [
        WIDE,
        "1 | Tuyên truyền lưu động | Phòng Văn hóa - Xã hội",
        "2 | Tập huấn |",
        "Ghi chú thêm.",
    ]


def test_rules_and_specks_leave_no_words() -> None:
    lines = lay_out([printed("__- Bố trí đủ 'nhân lực |", 60, 300), printed("_ ~ '", 60, 330)], page=1, size=SIZE)
    assert texts(lines) == ["- Bố trí đủ nhân lực"]


def test_misread_dash_at_the_head_of_a_line_is_kept_for_repair() -> None:
    assert texts(lay_out([printed("~ Như trên;", 60, 300)], page=1, size=SIZE)) == ["~ Như trên;"]


def test_caption_of_a_digital_signature_is_noise() -> None:
    caption = ["Người ký: UBND xã Đông Bình", "Email: x@dongbinh.gov.vn", "Thời gian ký: 08.04.2026 15:42:10 +07:00"]
    page = [printed(text, 330, 20 + 14 * place) for place, text in enumerate(caption)]
    lines = lay_out([*page, printed("Email: liên hệ Văn phòng", 60, 300)], page=1, size=SIZE)
    assert texts(lines, Role.NOISE) == caption
    assert texts(lines, Role.BODY) == ["Email: liên hệ Văn phòng"]


def test_seal_read_as_words_is_noise() -> None:
    assert is_noise(Line.of_words(printed("ÁNH. Ñ§ x#Ø", 0, 0, confidence=0.2), page=1))
    assert not is_noise(Line.of_words(printed("xã Đông Bình", 0, 0, confidence=0.2), page=1))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("TM. UY BAN NHAN DAN", Form.AUTHORITY),
        ("KT,GIÁM ĐÓC", Form.AUTHORITY),
        (": KẺ HOẠCH", Form.TYPE),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA YIỆT NAM", Form.MOTTO),
        ("Chủ trì, phối hợp với các đơn vị", None),
        ("KINH PHÍ THỰC HIỆN", None),
        ("CHỦ TRÌ", None),
        ("KẾ HOẠCH NĂM", None),
    ],
)
def test_landmark_is_known_when_misread(text: str, form: Form | None) -> None:
    assert landmark(text) == form


def test_noise_beside_a_line_is_no_cell_and_an_address_is_text() -> None:
    line = printed("Trực tuyến theo đường dẫn", 60, 300)
    address = printed("https://hop.example.vn/abc-xyz", 60, 320, confidence=0.1)
    code = [printed("IHm]", 420, y, confidence=0.2) for y in (300, 320)]
    lines = lay_out([line + code[0], address + code[1], printed(WIDE, 60, 340)], page=1, size=SIZE)
    assert texts(lines, Role.BODY) == ["Trực tuyến theo đường dẫn", "https://hop.example.vn/abc-xyz", WIDE]
    assert texts(lines, Role.NOISE) == ["IHm]", "IHm]"]


def test_group_words_follows_the_layer() -> None:
    words = printed("một hai ba", 60, 100) + printed("bốn năm", 60, 120)
    assert [[word.text for word in line] for line in group_words(words)] == [["một", "hai", "ba"], ["bốn", "năm"]]


boxes = st.builds(
    lambda x, y, width, height: Box(x, y, x + width, y + height),
    st.floats(0, 500), st.floats(0, 800), st.floats(0, 90), st.floats(0, 40),
)  # fmt: skip
words = st.builds(Word, st.from_regex(r"[A-Za-zđơư0-9]{1,8}", fullmatch=True), boxes, st.floats(0, 1))


@given(st.lists(st.lists(words, min_size=1, max_size=6), max_size=12))
def test_no_word_is_lost_or_doubled(page: list[list[Word]]) -> None:
    lines = lay_out(page, page=1, size=SIZE)
    given_words = sorted(word.text for line in page for word in line)
    assert sorted(word.text for line in lines for word in line.words) == given_words
