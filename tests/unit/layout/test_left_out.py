# SPDX-License-Identifier: Apache-2.0
"""No word and no line vanishes: what went into the layout came out of it, or is left out with a reason."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.document import Box, Line, Role, Word
from ocr_kh.layout.left_out import count_words, lines_left_out, words_left_out
from ocr_kh.layout.lines import lay_out
from ocr_kh.layout.paragraphs import paragraphs

SIZE = (595.0, 842.0)
TEXTS = (
    *("Ủy", "ban", "nhân", "dân", "KẾ", "HOẠCH", "Nơi", "nhận:", "CHỦ", "TỊCH", "12", "/KH-UBND", "1.", "a)", "-", "x"),
    *("|", "~", "|Phòng", "xã_", "'", "°", "__", "Ký", "bởi:", "CỘNG", "HÒA", "Độc", "lập", "Số:", ".", "=«"),
)

words = st.builds(
    lambda text, x, y, width, confidence: Word(text, Box(x, y, x + width, y + 12), confidence),
    st.sampled_from(TEXTS),
    st.integers(40, 500).map(float),
    st.integers(20, 60).map(lambda row: 13.0 * row),
    st.integers(4, 80).map(float),
    st.sampled_from((0.1, 0.4, 0.6, 0.95)),
)
pages = st.lists(st.lists(words, max_size=6), max_size=14)
cells = st.lists(st.integers(0, 5), unique=True, max_size=6).map(
    lambda places: [
        tuple(
            Box(60.0 + 90 * (at % 3), 300.0 + 60 * (at // 3), 150.0 + 90 * (at % 3), 360.0 + 60 * (at // 3))
            for at in places
        )
    ]
)


@given(pages, cells, st.sampled_from(("found", "columns", "rows")))
def test_every_word_is_in_a_line_or_left_out(read, tables, order):
    lines = lay_out(read, page=1, size=SIZE, tables=[table for table in tables if table], order=order)
    flat = [word for line in read for word in line]
    left = words_left_out(flat, lines)
    written = [word for line in lines for word in line.words]
    assert len(flat) == len(written) + count_words(left)
    signs = Counter("".join(word.text for word in written) + "".join(each.text for each in left))
    assert signs == Counter("".join(word.text for word in flat))


def test_a_word_of_which_nothing_is_left_in_its_line_is_left_out_whole():
    box = Box(60, 60, 70, 72)
    lines = [Line.of_words([Word("", box, 0.4), Word("Nơi", Box(80, 60, 100, 72), 0.9)], page=1)]
    assert [(each.text, each.reason) for each in words_left_out([Word("|", box, 0.4)], lines)] == [("|", "edge")]


@given(pages)
def test_every_line_is_in_a_paragraph_or_left_out(read):
    lines = lay_out(read, page=2, size=SIZE)
    text = "".join("".join(paragraph.text.split()) for paragraph in paragraphs(lines, {2: SIZE[0]}))
    gone = {each.line: each for each in lines_left_out(lines)}
    for number, line in enumerate(lines, 1):
        assert number in gone or "".join(line.text.split()) in text
        assert number not in gone or gone[number].text == line.original


def line(text: str, role: Role = Role.BODY, top: float = 100.0) -> Line:
    placed = [Word(word, Box(80.0 + 50 * at, top, 120.0 + 50 * at, top + 12)) for at, word in enumerate(text.split())]
    return Line.of_words(placed, page=1, role=role)


def test_lines_say_why_they_are_left_out():
    lines = [
        line("Các thôn phối hợp thực hiện."),
        line("2", Role.PAGE_NUMBER),
        line("Ký bởi: Văn phòng", Role.NOISE),
        line("vW ˆ ~i", Role.NOISE),
        line("j"),
    ]
    found = [(each.line, each.text, each.reason, each.page) for each in lines_left_out(lines)]
    assert found == [
        (2, "2", "page number", 1),
        (3, "Ký bởi: Văn phòng", "caption", 1),
        (4, "vW ˆ ~i", "noise", 1),
        (5, "j", "speck", 1),
    ]


def test_words_say_why_they_are_left_out():
    read = [
        Word("|Phòng", Box(80, 100, 120, 112)),
        Word("¦", Box(130, 100, 132, 112)),
        Word("họp", Box(140, 100, 160, 112)),
    ]
    left = words_left_out(read, lay_out([read], page=1, size=SIZE))
    assert [(each.text, each.reason) for each in left] == [("|", "edge"), ("¦", "sign")]
    assert count_words(left) == 1


def test_ink_that_was_read_twice_is_left_out_once():
    cell = (Box(50, 90, 300, 130),)
    sure, unsure = Word("Phòng", Box(80, 100, 120, 112), 0.9), Word("Phong", Box(82, 99, 121, 111), 0.3)
    left = words_left_out([sure, unsure], lay_out([[sure], [unsure]], page=1, size=SIZE, tables=[cell]))
    assert [(each.text, each.reason) for each in left] == [("Phong", "twice")]


def test_a_number_line_keeps_its_printed_part_beside_a_number_by_hand():
    read = [
        Word("Số:", Box(80, 100, 100, 112), 0.9),
        Word("ˆ2ÿ", Box(130, 98, 150, 116), 0.1),
        Word("/QĐ-UBND", Box(180, 100, 240, 112), 0.4),
    ]
    texts = [(each.text, each.role) for each in lay_out([read], page=2, size=SIZE)]
    assert ("Số: /QĐ-UBND", Role.BODY) in texts
    assert ("ˆ2ÿ", Role.NOISE) in texts


def test_page_numbers_taken_out_of_sentences_are_told():
    before, after = (
        "Các thôn rà soát, nạo vét kênh mương và gia cố bờ bao. " * 30,
        "để bảo đảm an toàn cho người dân. " * 40,
    )
    texts = [
        before + "Xã phối hợp lực lượng 2 huấn luyện " + after,
        after + before + "Xã có hệ thống 3 huấn luyện " + after,
    ]
    lines = [Line(text, text) for text in texts]
    assert [(each.text, each.line) for each in lines_left_out(lines)] == [("2", 1), ("3", 2)]
