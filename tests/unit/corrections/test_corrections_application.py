# SPDX-License-Identifier: Apache-2.0
"""Decisions find their place again, and what they say holds in text, words and records."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ocr_kh.corrections.anchoring import context, find_place, line_tokens
from ocr_kh.corrections.application import correct
from ocr_kh.corrections.correction import Anchor, Correction
from ocr_kh.document import Box, Document, Line, Page, Repair, Role, Word
from ocr_kh.repair import apply

TEXTS = (
    "ỦY BAN NHÂN DÂN XÃ BẢO HÒA",
    "KẾ HOẠCH",
    "Tuyên truyền phòng cháy trên địa bàn xã năm 2026",
    "1. Sở Nội vụ chủ trì, phối hợp với các thôn tổ chức thực hiện;",
    "2. Công an xã chủ trì, phối hợp với các thôn tổ chức kiểm tra;",
    "Các thôn tổ chức thực hiện và báo cáo trước ngày 05 hằng tháng.",
)


def printed(texts=TEXTS, *, shift=0.0, page=1, with_boxes=True):
    """A page with a line each 20 points, 6 points a letter, moved by `shift`."""
    lines = []
    for row, text in enumerate(texts):
        words, x = [], 70.0
        for part in text.split():
            width = 6.0 * len(part)
            y = 70.0 + 20 * row
            box = Box(x + shift, y + shift, x + shift + width, y + shift + 12) if with_boxes else None
            words.append(Word(part, box, 0.8))
            x += width + 6
        lines.append(Line.of_words(words, page=page))
    return Page(page, 595, 842, tuple(lines), source="ocr")


def document(*pages):
    return Document("a.pdf", "0" * 64, pages or (printed(),))


def decided(read, right, *, row, at=None, of=None):
    """A decision about words of line `row`, from word `at`, with the anchor that it would have."""
    given_document = of or document()
    at = TEXTS[row].split().index(read.split()[0]) if at is None else at
    tokens = [token for index, line in enumerate(given_document.lines) for token in line_tokens(index, line)]
    first = next(n for n, token in enumerate(tokens) if token.line == row) + at
    assert tokens[first].text == read.split()[0]
    before, after = context(tokens, first, first + len(read.split()) - 1)
    return Correction("word", read, right, Anchor(tokens[first].page, tokens[first].box, before, after))


def texts_of(corrected):
    return [line.text for line in corrected.document.lines]


@pytest.mark.parametrize(
    ("read", "right", "row", "text"),
    [
        ("thôn", "thôn,", 3, "1. Sở Nội vụ chủ trì, phối hợp với các thôn, tổ chức thực hiện;"),
        ("tổ", "tồ", 4, "2. Công an xã chủ trì, phối hợp với các thôn tồ chức kiểm tra;"),
        ("chủ trì,", "chủtrì,", 4, "2. Công an xã chủtrì, phối hợp với các thôn tổ chức kiểm tra;"),
        ("thôn", "thôn bản", 5, "Các thôn bản tổ chức thực hiện và báo cáo trước ngày 05 hằng tháng."),
        ("1.", "", 3, "Sở Nội vụ chủ trì, phối hợp với các thôn tổ chức thực hiện;"),
        ("tháng.", "", 5, "Các thôn tổ chức thực hiện và báo cáo trước ngày 05 hằng"),
    ],
)
def test_correct_changes_the_words_meant_and_no_other(read, right, row, text):
    corrected = correct(document(), [decided(read, right, row=row)])
    assert corrected.unplaced == ()
    assert texts_of(corrected) == [*TEXTS[:row], text, *TEXTS[row + 1 :]]
    line = corrected.document.lines[row]
    assert line.original == TEXTS[row]
    assert [word.text for word in line.words] == text.split()
    assert all(word.box for word in line.words)
    assert {word.confidence for word in line.words if word.text in right.split()} <= {1.0}


def test_correct_record_is_a_persons_and_replays():
    corrected = correct(document(), [decided("tổ", "tồ", row=4)])
    (repair,) = corrected.document.repairs
    assert (repair.source, repair.probability, repair.doubtful, repair.page) == ("person", 1.0, False, 1)
    assert apply("\n".join(TEXTS), corrected.document.repairs).split("\n") == texts_of(corrected)


def repaired():
    """Line 2 was repaired: `Tuyen` to `Tuyên`, and `phòng` is doubted."""
    whole = document()
    line = whole.lines[2]
    lines = [*whole.lines]
    lines[2] = replace(line, original=line.text.replace("Tuyên", "Tuyen", 1))
    repairs = (
        Repair(3, 0, 5, "Tuyen", "Tuyên", "channel", probability=0.7, doubtful=True, page=1),
        Repair(3, 13, 18, "phòng", "phòng", "channel", probability=0.6, runner_up="phong", doubtful=True, page=1),
    )
    return replace(whole, pages=(replace(whole.pages[0], lines=tuple(lines)),), repairs=repairs)


@pytest.mark.parametrize(
    ("read", "right", "sources"),
    [
        ("Tuyên", "Truyền", [("Tuyen", "Truyền", "person"), ("phòng", "phòng", "channel")]),
        ("Tuyên", "Tuyen", [("Tuyen", "Tuyen", "person"), ("phòng", "phòng", "channel")]),
        ("Tuyên", "Tuyên", [("Tuyen", "Tuyên", "person"), ("phòng", "phòng", "channel")]),
        ("phòng", "phòng", [("Tuyen", "Tuyên", "channel"), ("phòng", "phòng", "person")]),
        ("năm", "Năm", [("Tuyen", "Tuyên", "channel"), ("phòng", "phòng", "channel"), ("năm", "Năm", "person")]),
    ],
)
def test_correct_takes_the_place_of_what_repair_did_or_doubted(read, right, sources):
    source = repaired()
    corrected = correct(source, [decided(read, right, row=2, of=source)]).document
    assert [(each.before, each.after, each.source) for each in corrected.repairs] == sources
    assert all(not each.doubtful for each in corrected.repairs if each.source == "person")
    assert apply("\n".join(line.original for line in corrected.lines), corrected.repairs).split("\n") == [
        line.text for line in corrected.lines
    ]


def test_correct_the_last_word_on_a_place_holds():
    first, second = decided("tổ", "tồ", row=4), replace(decided("tổ", "tổng", row=4), read="tồ")
    corrected = correct(document(), [first, second])
    assert "thôn tổng chức kiểm" in texts_of(corrected)[4]
    assert len(corrected.document.repairs) == 1


def test_correct_without_decisions_gives_the_document_itself():
    source = document()
    assert correct(source, []).document is source


def test_correct_twice_the_same_changes_nothing_more():
    each = decided("tổ", "tồ", row=4)
    once = correct(document(), [each]).document
    assert [line.text for line in correct(once, [each]).document.lines] == [line.text for line in once.lines]


def test_anchor_tells_repeated_words_apart_without_boxes():
    source = document(printed(with_boxes=False))
    each = decided("chức", "CHỨC", row=5, of=source)
    assert [("CHỨC" in text) for text in texts_of(correct(source, [each]))] == [False] * 5 + [True]


def test_anchor_with_nothing_to_tell_places_apart_is_unplaced():
    """The same line again and again, without boxes: a wrong guess would harm right text."""
    source = document(printed(("Ký tên",) * 9, with_boxes=False))
    around = Anchor(1, None, "tên Ký tên Ký tên", "tên Ký tên Ký tên")
    each = Correction("word", "Ký", "Kí", around)
    corrected = correct(source, [each])
    assert corrected.unplaced == (each,)
    assert corrected.document == source


def test_anchor_is_unplaced_where_the_words_are_gone():
    each = decided("Công", "Cong", row=4)
    gone = document(printed(("Nơi nhận:", "- Như trên;", "- Lưu: VT.")))
    assert correct(gone, [each]).unplaced == (each,)


def test_anchor_does_not_touch_page_numbers_and_seals():
    page = printed(("Trang 12", "Nội dung"))
    page = replace(page, lines=(replace(page.lines[0], role=Role.NOISE), page.lines[1]))
    each = Correction("word", "12", "13", Anchor(page=1, before="Trang"))
    assert correct(document(page), [each]).unplaced == (each,)


def test_anchor_finds_the_word_on_another_page():
    """A blank page was put before it: the scan was made again."""
    each = decided("tổ", "tồ", row=4)
    moved = document(Page(1, 595, 842), printed(page=2))
    assert "tồ" in texts_of(correct(moved, [each]))[4]


def test_anchor_of_a_repeated_line_is_not_drawn_to_its_twin():
    """The corrected one of two like lines is now read otherwise: the other, which reads as it did, stays."""
    before = ("Nơi nhận", *("Các thôn tổ chức thực hiện trong năm nay;",) * 6)
    source = document(printed(before))
    tokens = [token for index, line in enumerate(source.lines) for token in line_tokens(index, line)]
    at = next(n for n, token in enumerate(tokens) if token.line == 3 and token.text == "chức")
    each = Correction("word", "chức", "chúc", Anchor(1, tokens[at].box, *context(tokens, at, at)))
    other = [*before]
    other[3] = other[3].replace("chức", "chừc")
    corrected = correct(document(printed(other)), [each])
    assert texts_of(corrected) == [*other[:3], other[3].replace("chừc", "chúc"), *other[4:]]


words = st.sampled_from([(row, at) for row, text in enumerate(TEXTS) for at in range(len(text.split()))])


@given(words, st.floats(-4, 4), st.sampled_from(["", "x", "ii"]))
def test_anchor_finds_its_word_in_another_reading(where, shift, garble):
    """The page lies a little otherwise, and the word was read otherwise: it is found all the same."""
    row, at = where
    word = TEXTS[row].split()[at]
    each = decided(word, word.upper() + "!", row=row, at=at)
    other = [text.split() for text in TEXTS]
    other[row][at] = (word[:-1] + garble) or "x"
    source = document(printed([" ".join(parts) for parts in other], shift=shift))
    corrected = correct(source, [each])
    assert corrected.unplaced == ()
    other[row][at] = word.upper() + "!"
    assert texts_of(corrected) == [" ".join(parts) for parts in other]


@given(words, words)
def test_correct_decisions_on_two_words_do_not_meet(one, other):
    assume(one != other)
    each = [decided(TEXTS[row].split()[at], "ĐÚNG", row=row, at=at) for row, at in (one, other)]
    found = texts_of(correct(document(), each))
    expected = [text.split() for text in TEXTS]
    for row, at in (one, other):
        expected[row][at] = "ĐÚNG"
    assert found == [" ".join(parts) for parts in expected]


def test_find_place_of_an_empty_document_is_none():
    assert find_place([], Correction("word", "a", "b")) is None
