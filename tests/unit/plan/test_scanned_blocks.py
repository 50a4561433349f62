# SPDX-License-Identifier: Apache-2.0
"""Lines as an engine read them, to their labels; names that it misread, to what the document calls them elsewhere."""

import tomllib
from pathlib import Path

import pytest

from ocr_kh.document import Box, Document, Line, Page, Word
from ocr_kh.plan import parse, parse_text
from ocr_kh.plan.blocks.captions import caption_lines
from ocr_kh.plan.blocks.header_lines import line_features
from ocr_kh.plan.blocks.lines import BlockLine, Zone, _without_strokes, block_lines
from ocr_kh.plan.blocks.search.costs import costs_of
from ocr_kh.plan.blocks.search.labelling import label_lines
from ocr_kh.plan.blocks.stamps import without_unsure_words, words_of_stamp
from ocr_kh.plan.structure.attested import attested_name

CASES = Path(__file__).parents[2] / "cases" / "blocks"


def loaded(name):
    return tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", loaded("scanned"), ids=lambda case: case["kind"])
def test_a_line_that_was_read_gets_its_label(case):
    pieces = [
        BlockLine(_without_strokes(text), at, zone=Zone(zone) if zone else None, confidence=0.95)
        for at, (zone, text, _) in enumerate(case["lines"])
    ]
    labels = label_lines(line_features(pieces), costs_of("header")).labels
    assert list(labels) == [label for _, _, label in case["lines"]]


@pytest.mark.parametrize("case", loaded("attested"), ids=lambda case: case["kind"])
def test_a_misread_name_is_that_which_the_document_says(case):
    assert attested_name(case["name"], case["texts"]) == case["means"]


@pytest.mark.parametrize("case", loaded("heads"), ids=lambda case: case["kind"])
def test_what_a_header_says(case):
    plan = parse_text(case["text"].lstrip("\n")).model_dump(mode="json")
    told = {"parent_issuer": None} | {name: value for name, value in case.items() if name not in ("kind", "text")}
    assert {name: (plan | plan["header"])[name] for name in told} == told


def test_what_was_read_of_a_changed_name_stays_beside_it():
    texts = ("ỦY BAN NHÂN DÂN", "XÃ CẦM LÃNG", "Số: 12/KH-UBND", "KẾ HOẠCH", "Dọn vệ sinh xã Cẩm Lãng năm 2026",
             "I. MỤC ĐÍCH", "1. Xã Cẩm Lãng sạch đẹp.", "2. Người dân xã Cẩm Lãng cùng làm.")  # fmt: skip
    lines = tuple(
        Line.of_words([Word(word, Box(80, 50 + 20 * at, 160, 62 + 20 * at), 0.93) for word in text.split()], page=1)
        for at, text in enumerate(texts)
    )
    plan = parse(Document("a.pdf", "0" * 64, (Page(1, 595, 842, lines, "ocr"),)))
    assert plan.header.issuer == "ỦY BAN NHÂN DÂN XÃ CẨM LÃNG"
    assert plan.fields["/header/issuer"].runner_up == "ỦY BAN NHÂN DÂN XÃ CẦM LÃNG"


def _printed(*parts):
    """A line of words 6 points a letter, in parts that begin where they say."""
    words = []
    for left, text in parts:
        at = left
        for word in text.split():
            words.append((word, at, at + 6 * len(word)))
            at += 6 * len(word) + 4
    return words


@pytest.mark.parametrize(
    ("parts", "kind", "received"),
    [
        ([(60, "Ngày: 28/11/2026"), (260, "BÁO CÁO")], "BÁO CÁO", "2026-11-28"),
        ([(260, "BÁO CÁO")], "BÁO CÁO", None),
    ],
)
def test_a_line_of_a_stamp_of_receipt_beside_the_type_is_none_of_it(parts, kind, received):
    rows = [
        _printed((60, "UBND XÃ HÒA SẬY")),
        _printed((60, "Số: 12/BC-UBND")),
        *([_printed((60, "ĐẾN")), _printed((60, "Số: 256"))] if received else []),
        _printed(*parts),
        *([_printed((60, "Chuyến,"))] if received else []),
        _printed((180, "Kết quả tiếp nhận hồ sơ tháng 11 năm 2026")),
        _printed((80, "I. MỤC ĐÍCH")),
        _printed((80, "1. Nâng cao nhận thức của cán bộ.")),
    ]
    lines = tuple(
        Line.of_words([Word(word, Box(x0, 50 + 20 * at, x1, 62 + 20 * at), 0.93) for word, x0, x1 in row], page=1)
        for at, row in enumerate(rows)
    )
    plan = parse(Document("a.pdf", "0" * 64, (Page(1, 595, 842, lines, "ocr"),)))
    assert (plan.document_type, plan.subject) == (kind, "Kết quả tiếp nhận hồ sơ tháng 11 năm 2026")
    assert (plan.header.received.date if plan.header.received else None) == received


def test_a_number_with_room_before_its_symbol_is_one_line():
    rows = [
        _printed((60, "UBND XÃ HÒA SẬY")),
        _printed((60, "Số: 26"), (140, "/BC-UBND")),
        _printed((260, "BÁO CÁO")),
        _printed((180, "Kết quả tiếp nhận hồ sơ tháng 11 năm 2026")),
        _printed((80, "I. MỤC ĐÍCH")),
    ]
    lines = tuple(
        Line.of_words([Word(word, Box(x0, 50 + 20 * at, x1, 62 + 20 * at), 0.93) for word, x0, x1 in row], page=1)
        for at, row in enumerate(rows)
    )
    plan = parse(Document("a.pdf", "0" * 64, (Page(1, 595, 842, lines, "ocr"),)))
    assert (plan.header.number, plan.header.symbol) == ("26", "BC-UBND")


def _plan(*rows):
    """What is read of printed rows, each of parts that begin where they say."""
    lines = tuple(
        Line.of_words([Word(word, Box(x0, 50 + 20 * at, x1, 62 + 20 * at), 0.93) for word, x0, x1 in row], page=1)
        for at, row in enumerate(_printed(*parts) for parts in rows)
    )
    return parse(Document("a.pdf", "0" * 64, (Page(1, 595, 842, lines, "ocr"),)))


@pytest.mark.parametrize(
    ("left", "issuer"),
    [(240, "BAN TỔ CHỨC HỘI THI"), (60, "BAN TỔ CHỨC HỘI THI XÂY DỰNG NẾP SỐNG VĂN MINH")],
)
def test_no_body_is_named_below_the_day_but_on_the_left(left, issuer):
    plan = _plan(
        ((60, "BAN TỔ CHỨC HỘI THI"), (330, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
        ((350, "Bãi Sậy, ngày 19 tháng 01 năm 2026"),),
        ((left, "XÂY DỰNG NẾP SỐNG VĂN MINH"),),
        ((80, "- Căn cứ Kế hoạch số 12/KH-UBND ngày 05 tháng 01 năm 2026 của xã;"),),
        ((80, "1. Nâng cao nhận thức của cán bộ."),),
    )
    assert plan.header.issuer == issuer


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("Kính gửi: Sở Y tế các tỉnh", "Các trường học ở Sơn Lạc"), ("Sở Y tế các tỉnh", "Các trường học ở Sơn Lạc")),
        (("Kính gửi: Thủ trưởng các phòng và", "Các trường học ở Sơn Lạc"),
         ("Thủ trưởng các phòng và Các trường học ở Sơn Lạc",)),
        (("Kính gửi: Ủy ban nhân dân các xã, phường trên địa bàn tỉnh", "Sở Y tế và các trường"),
         ("Ủy ban nhân dân các xã, phường trên địa bàn tỉnh Sở Y tế và các trường",)),
        (("Kính gửi: Công ty Điện lực", "Sơn Lạc"), ("Công ty Điện lực Sơn Lạc",)),
    ],
)  # fmt: skip
def test_addressees_on_lines_that_were_broken_with_room_left(lines, names):
    full = "Sở Y tế hướng dẫn các đơn vị lập hồ sơ theo mẫu gửi kèm văn bản này:"
    plan = _plan(
        [(60, "SỞ Y TẾ SƠN LẠC")], [(60, "Số: 12/SYT-NVY")], [(60, "V/v lập hồ sơ")],
        [(150, lines[0])], [(200, lines[1])], [(80, full)], [(80, "1. Lập hồ sơ theo mẫu.")],
    )  # fmt: skip
    assert plan.addressees == names


@pytest.mark.parametrize(
    ("left", "text", "words"),
    [
        (10, "SỞ TÀI CHÍNH BR-V giá hàng hóa trên địa bàn xã", 4),
        (80, "SỞ TÀI CHÍNH BR-V giá hàng hóa trên địa bàn xã", 0),
        (10, "danh sách các tổ chức kê khai giá hàng hóa", 0),
    ],
)
def test_an_office_left_of_the_text_is_a_stamp_over_it(left, text, words):
    boxed = [Word(word, Box(x0, 50, x1, 62), 0.93) for word, x0, x1 in _printed((left, text))]
    assert words_of_stamp(Line.of_words(boxed, page=1), 80) == words


@pytest.mark.parametrize(
    ("left", "text", "words"),
    [
        (10, "tuy Số: 26/BC-UBND", 1),
        (10, "M ¡ Kính gửi: Sở Y tế", 2),
        (80, "theo Số: 26/BC-UBND", 0),
        (10, "theo công văn trên thì Số: 26/BC-UBND", 0),
    ],
)
def test_strokes_left_of_the_text_are_no_part_of_number_or_addressee(left, text, words):
    boxed = [
        Word(word, Box(x0, 50, x1, 62), 0.93 if x0 > left + 20 else 0.1) for word, x0, x1 in _printed((left, text))
    ]
    assert words_of_stamp(Line.of_words(boxed, page=1), 80) == words


@pytest.mark.parametrize(
    ("lefts", "labels", "lines"),
    [
        ((440, 440, 440, 440), (True, False, True, False), [0, 1, 2, 3]),
        ((440, 440, 440, 300), (True, False, True, False), [0, 1, 2]),
        ((440, 440, 440, 440), (True, False, False, False), []),
    ],
)
def test_lines_flush_with_the_labels_of_a_caption_are_of_it(lefts, labels, lines):
    texts = ("Ký bởi: Ủy ban nhân dân", "xã Bãi Sậy", "Thời gian ký:", "05.10.2026")
    pieces = [
        BlockLine(text, at, page=1, box=Box(left, 50 + 8 * at, left + 80, 57 + 8 * at))
        for at, (text, left) in enumerate(zip(texts, lefts, strict=True))
    ]
    assert caption_lines(pieces, labels) == lines


@pytest.mark.parametrize(("left", "names"), [(230, ("Các đồng chí bí thư chi bộ", "Ban quản lý chợ")), (95, ())])
def test_a_list_far_inside_the_text_is_of_addressees_though_a_stamp_hides_the_words_before_it(left, names):
    full = "Thực hiện kế hoạch của Đảng ủy về việc trồng cây, chi bộ đề nghị các đơn vị sau đây:"
    plan = _plan(
        [(60, "ĐẢNG BỘ XÃ BÃI SẬY")], [(60, "Số 12-CV/ĐU")], [(60, "V/v trồng cây năm 2026")],
        [(left, "- Các đồng chí bí thư chi bộ;")], [(left, "- Ban quản lý chợ.")],
        [(80, full)], [(80, full)], [(80, "1. Trồng cây theo kế hoạch.")],
    )  # fmt: skip
    assert plan.addressees == names


@pytest.mark.parametrize(("left", "blank", "begins"), [(110, True, True), (80, True, False), (110, False, False)])
def test_a_full_line_set_in_and_apart_begins_a_paragraph(left, blank, begins):
    texts = (
        "ngày 09 tháng 3 năm 2026 tại trụ sở xã",
        "đã họp phiên thường kỳ và nghe",
        "báo cáo của các thôn, giao việc",
    )
    pieces = [
        BlockLine(
            text, at, page=1, zone=Zone.WIDE, box=Box(x0, 50 + 20 * at, 540, 62 + 20 * at), blank=blank and not at
        )
        for at, (text, x0) in enumerate(zip(texts, (left, 80, 80), strict=True))
    ]
    assert ("paragraph" in line_features(pieces)[0]) == begins


@pytest.mark.parametrize(("full", "zone"), [(3, Zone.CENTRE), (0, Zone.LEFT)])
def test_what_is_in_the_middle_is_told_by_where_the_text_stands(full, zone):
    boxes = [Box(170, 50, 230, 62), *(Box(10, 70 + 20 * at, 390, 82 + 20 * at) for at in range(full))]
    lines = [Line.of_words([Word("BÁO CÁO", box, 0.93)], page=1) for box in boxes]
    assert block_lines(lines, range(len(lines)), {1: 595}, cut=lambda text: [text])[0].zone is zone


@pytest.mark.parametrize(("sure", "text"), [(0.5, "UBND XÃ BÃI SẬY"), (0.95, "cao UBND XÃ BÃI SẬY")])
def test_an_unsure_word_in_small_letters_before_a_name_in_capitals_is_left_out(sure, text):
    name = [Word(word, Box(x0, 50, x1, 62), 0.95) for word, x0, x1 in _printed((110, "UBND XÃ BÃI SẬY"))]
    line = Line.of_words([Word("cao", Box(80, 50, 100, 62), sure), *name], page=1)
    assert without_unsure_words(line).text == text


@pytest.mark.parametrize(("first", "kept"), [("#97", ""), ("1.", "1. "), ("-", "- ")])
def test_figures_behind_a_sign_before_a_name_in_capitals_are_of_a_stamp(first, kept):
    name = [Word(word, Box(x0, 50, x1, 62), 0.95) for word, x0, x1 in _printed((110, "BỘ TRƯỞNG BỘ Y TẾ"))]
    line = Line.of_words([Word(first, Box(80, 50, 100, 62), 0.5), *name], page=1)
    assert without_unsure_words(line).text == f"{kept}BỘ TRƯỞNG BỘ Y TẾ"


@pytest.mark.parametrize(
    ("subject", "mended"),
    [
        ("Quy định quyền hạn và ơ cấu tổ chức", "Quy định quyền hạn và cơ cấu tổ chức"),
        ("Quy định an toàn thực phẩm", "Quy định an toàn thực phẩm"),
    ],
)
def test_a_letter_that_a_stamp_ate_is_that_which_the_text_has(subject, mended):
    plan = _plan(
        [(60, "UBND XÃ BÃI SẬY")], [(60, "Số: 12/QĐ-UBND")], [(250, "QUYẾT ĐỊNH")], [(180, subject)],
        [(80, "Điều 1. Ban hành quy định về quyền hạn và cơ cấu tổ chức, ban toàn thực hiện.")],
    )  # fmt: skip
    assert plan.subject == mended


def test_a_place_with_a_hyphen_is_the_end_of_a_name_that_sets_it_apart():
    plan = _plan(
        [(60, "ỦY BAN NHÂN DÂN")], [(60, "TỈNH SƠN LẠC - TRẦM HẢI")], [(60, "Số: 12/QĐ-UBND")],
        [(300, "Sơn Lạc-Trầm Hải, ngày 16 tháng 6 năm 2015")], [(250, "QUYẾT ĐỊNH")],
        [(180, "Về việc thành lập tổ công tác")], [(80, "Điều 1. Thành lập tổ công tác.")],
    )  # fmt: skip
    assert plan.header.place == "Sơn Lạc-Trầm Hải"


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ([("Hà", 0.5), ("Nội,", 0.5), ("ngày4†", 0.2), ("tháng", 0.6), ("10", 0.95), ("năm", 0.96), ("2017", 0.95)], 1),
        ([("ĐẾN", 0.5), ("Số", 0.5), ("12;", 0.2), ("Hà", 0.95), ("Nội,", 0.96), ("ngày", 0.9), ("4", 0.9),
          ("tháng", 0.95), ("10", 0.9), ("năm", 0.96), ("2017", 0.95)], 2),
    ],
)  # fmt: skip
def test_a_day_written_by_hand_is_not_cut_as_a_stamp_beside_print(words, parts):
    at = [Word(word, Box(80 + 40 * place, 50, 115 + 40 * place, 62), sure) for place, (word, sure) in enumerate(words)]
    assert len(block_lines([Line.of_words(at, page=1)], [0], {1: 595.0}, cut=lambda text: [text])) == parts


@pytest.mark.parametrize(("confidence", "labels"), [(0.1, ("superior", "issuer", "issuer")),
                                                    (0.95, ("superior", "superior", "issuer"))])  # fmt: skip
def test_what_a_stamp_left_is_no_name_below_a_first_word(confidence, labels):
    """`TRƯỜNG` ends the name above it; where capitals go on below it, it is a school."""
    lines = (("left", "UBND HUYỆN BÃI SẬY", 0.95), ("left", "PHÒNG TÀI NGUYÊN VÀ MÔI", 0.95), ("left", "TRƯỜNG", 0.95),
             ("left", "TIỂU HỌC HÒA SẬY", confidence),
             ("right", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0.95), ("right", "Độc lập - Tự do - Hạnh phúc", 0.95),
             ("right", "Bãi Sậy, ngày 05 tháng 10 năm 2026", 0.95), ("centre", "GIẤY MỜI", 0.95),
             ("centre", "Họp giải quyết tranh chấp đất đai", 0.95), ("left", "1. Thời gian", 0.95))  # fmt: skip
    pieces = [BlockLine(text, at, zone=Zone(zone), confidence=sure) for at, (zone, text, sure) in enumerate(lines)]
    assert label_lines(line_features(pieces), costs_of("header")).labels[:3] == labels


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([("11/1", 0.0), ("†.", 0.1), ("QUYẾT", 0.95), ("ĐỊNH", 0.96)], "QUYẾT ĐỊNH"),
        ([("1569", 0.31), ("Phòng", 0.95), ("chống", 0.96), ("dịch", 0.96)], "Phòng chống dịch"),
        ([("SƠN", 0.95), ("LẠC", 0.9), ("F", 0.2)], "SƠN LẠC"),
        ([("Phòng", 0.95), ("dịch", 0.96), ("năm", 0.95), ("2026", 0.3)], "Phòng dịch năm 2026"),
        ([("12", 0.95), ("thôn", 0.96)], "12 thôn"),
        ([("I.", 0.3), ("MỤC", 0.96), ("ĐÍCH", 0.96)], "I. MỤC ĐÍCH"),
        ([("Tổ", 0.2), ("chức", 0.96), ("hội", 0.96), ("nghị", 0.96)], "Tổ chức hội nghị"),
        ([("Số:", 0.2), ("12", 0.3), ("/KH-UBND", 0.96)], "Số: 12 /KH-UBND"),
        ([("bổ", 0.95), ("sung", 0.96), ("í", 0.21), ("trong", 0.96)], "bổ sung trong"),
        ([("dân", 0.95), ("sống", 0.96), ("ở", 0.21), ("thôn", 0.96)], "dân sống ở thôn"),
        ([("phòng", 0.95), ("bệnh", 0.96), ("y", 0.21), ("tế", 0.96)], "phòng bệnh y tế"),
        ([("theo", 0.95), ("điểm", 0.96), ("đ", 0.21), ("khoản", 0.96)], "theo điểm đ khoản"),
        ([("dập", 0.95), ("tắt", 0.96), ("ổ", 0.21), ("dịch", 0.96)], "dập tắt ổ dịch"),
        ([("1", 0.2), ("mờ", 0.5), ("nhòe", 0.4)], "1 mờ nhòe"),
    ],
)
def test_strokes_at_the_ends_of_a_line_are_left_out(words, text):
    at = [Word(word, Box(80 + 30 * place, 50, 105 + 30 * place, 62), sure) for place, (word, sure) in enumerate(words)]
    assert without_unsure_words(Line.of_words(at, page=1)).text == text


BODY = (
    "UBND XÃ HÒA SẬY",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Hòa Sậy, ngày 05 tháng 10 năm 2026",
    "BÁO CÁO",
    "Kết quả trồng cây năm 2026",
    "1. Các thôn đã vận động nhân dân tham gia trồng cây, vượt kế hoạch giao đầu năm./.",
)


def _row(case, left, text):
    """Words of a printed line; what stands behind `@` begins at the next of the columns."""
    parts = [part.strip() for part in text.split("@")]
    return _printed(*zip(case.get("columns", [])[: len(parts)] if len(parts) > 1 else [left], parts, strict=True))


@pytest.mark.parametrize("case", loaded("scanned_closings"), ids=lambda case: case["kind"])
def test_a_closing_that_was_read_is_told_by_its_places(case):
    rows = [(60 + 30 * at, _printed((80, text))) for at, text in enumerate(BODY)]
    rows += [(top, _row(case, left, text)) for left, top, text in case["lines"]]
    lines = tuple(
        Line.of_words([Word(word, Box(left, top, right, top + 12), 0.93) for word, left, right in row], page=1)
        for top, row in rows
    )
    plan = parse(Document("a.pdf", "0" * 64, (Page(1, 595, 842, lines, "ocr"),)))
    assert [each.name for each in plan.recipients] == case.get("recipients", [])
    signed = [" / ".join([*each.authority, each.signer or "-"]) for each in plan.signatures]
    assert sorted(signed) == sorted(case["signatures"])


def test_a_word_of_which_nothing_is_left_is_no_stamp():
    at = [
        Word(text, Box(80 + 30 * place, 50, 105 + 30 * place, 62), 0.9)
        for place, text in enumerate(("", "SỞ", "Y", "tế"))
    ]
    assert words_of_stamp(Line.of_words(at, page=1), left=200) == 0


def _page_of(rows):
    """A scanned page with a line a row: where it begins and ends, in points, and its words, equally wide."""
    lines = []
    for row, (x0, x1, text) in enumerate(rows):
        words = text.split()
        step = (x1 - x0) / (len(words) - 0.1)
        boxes = (Box(x0 + step * at, 50 + 20 * row, x0 + step * (at + 0.9), 62 + 20 * row) for at in range(len(words)))
        lines.append(Line.of_words([Word(word, box, 0.95) for word, box in zip(words, boxes, strict=True)], page=1))
    return Document("a.pdf", "0" * 64, (Page(1, 595, 842, tuple(lines), "ocr"),))


@pytest.mark.parametrize(
    ("left", "right", "subject"),
    [
        (84, 532, "Tình hình thực hiện phong trào sạch làng tốt ruộng Quản lý nguồn nước tại các thôn trong xã"),
        (112, 540, "Tình hình thực hiện phong trào sạch làng tốt ruộng"),  # the first line of a paragraph
    ],
)
def test_a_wide_line_that_stands_in_at_both_ends_is_of_the_subject(left, right, subject):
    rows = [
        (76, 236, "UBND XÃ HÒA SẬY"), (253, 525, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (110, 211, "Số: 12/BC-UBND"),
        (275, 340, "BÁO CÁO"), (157, 459, "Tình hình thực hiện phong trào sạch làng tốt ruộng"),
        (left, right, "Quản lý nguồn nước tại các thôn trong xã"),
        (112, 540, "Nhằm giữ sạch nguồn nước của các thôn, Ủy ban nhân dân xã"),
        *[(76, 540, "báo cáo kết quả thực hiện phong trào trong thời gian qua như")] * 3,
    ]  # fmt: skip
    assert parse(_page_of(rows)).subject == subject


@pytest.mark.parametrize(("motto_at", "issuer"), [(280, "TRƯỜNG ĐẠI HỌC SÔNG LẠNG"), (170, "TRUNG TÂM TIN HỌC")])
def test_a_line_below_a_motto_on_the_right_names_no_issuer(motto_at, issuer):
    rows = [
        (60, 230, "TRƯỜNG ĐẠI HỌC SÔNG LẠNG"), (motto_at, motto_at + 255, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (motto_at + 60, motto_at + 200, "Độc lập - Tự do - Hạnh phúc"), (220, 390, "TRUNG TÂM TIN HỌC"),
        (76, 240, "I. THÔNG TIN CHUNG"), (76, 400, "1. Tên cơ sở đào tạo: Trường Đại học Sông Lạng"),
    ]  # fmt: skip
    assert parse(_page_of(rows)).header.issuer == issuer
