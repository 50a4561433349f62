# SPDX-License-Identifier: Apache-2.0
"""Print in red: found beside seals and frames, made level, told from the rest of the page."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_kh.genre.office_marks import is_grade
from ocr_kh.imaging.laid_over.red_print import red_print
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look.stamps import bold, framed_lines, stamp, stamped_lines

RED, BLACK = (205, 40, 60), (20, 20, 20)
DPI = 150.0


@pytest.fixture
def page():
    return np.full((900, 700, 3), 255, np.uint8)


def letters(page, left, top, *, count=6, colour=RED, tilt=0.0):
    """Blocks as large as capitals, in a line that falls to the right by `tilt` degrees."""
    for at in range(count):
        y = round(top + at * 20 * np.tan(np.radians(tilt)))
        page[y : y + 20, left + 20 * at : left + 20 * at + 12] = colour


def turned(page, tilt):
    matrix = cv2.getRotationMatrix2D((296, 450), tilt, 1.0)
    return cv2.warpAffine(page, matrix, page.shape[1::-1], borderValue=(255, 255, 255))


def found(page, words=()):
    red = red_print(page, np.eye(3), page.shape[:2])
    return [] if red is None else stamped_lines(red, DPI, words)


def word(text, confidence=0.9, left=0):
    return EngineWord(text, left, 100, 60, 20, confidence, (1, 0, 0))


def test_red_print_is_all_that_there_is_of_a_page(page):
    letters(page, 100, 300)
    letters(page, 100, 500, colour=BLACK)
    red = red_print(page, np.eye(3), page.shape[:2])
    assert red[310, 105] == 0
    assert (red[450:600] == 255).all()


def test_red_print_follows_the_page_as_it_is_prepared(page):
    letters(page, 100, 300)
    half = np.diag([2.0, 2.0, 1.0])
    assert red_print(page, half, (450, 350))[155, 53] == 0


@pytest.mark.parametrize("colour", [BLACK, (230, 215, 210)])
def test_red_print_of_a_page_without_any(page, colour):
    letters(page, 100, 300, colour=colour)
    assert red_print(page, np.eye(3), page.shape[:2]) is None
    assert red_print(page[:, :, 0], np.eye(3), page.shape[:2]) is None


@pytest.mark.parametrize("tilt", [-9.0, 0.0, 6.0])
def test_stamped_line_is_made_level(page, tilt):
    letters(page, 100, 300, count=10, tilt=tilt)
    (cut,) = found(page)
    rows = np.flatnonzero((cut.pixels < 128).any(axis=1))
    assert len(rows) <= 23, "no higher than its letters"
    assert abs(cut.left + cut.pixels.shape[1] / 2 - 196) < 8


@pytest.mark.parametrize("tilt", [-40.0, 25.0, 44.0])
def test_stamped_line_far_askew_is_made_level(page, tilt):
    letters(page, 200, 440, count=10)
    (cut,) = found(turned(page, tilt))
    rows = np.flatnonzero((cut.pixels < 128).any(axis=1))
    assert len(rows) <= 25, "no higher than its letters"


def test_stamped_line_without_its_frame(page):
    letters(page, 100, 300, count=4)
    cv2.rectangle(page, (85, 285), (188, 335), RED, 2)
    cuts = found(page)
    assert len(cuts) == 2, "within the frame, and as the other lines are"
    for cut in cuts:
        assert not (cut.pixels[:, :4] < 200).any()
        assert (cut.pixels < 128).any()


def test_stamped_lines_are_none_of_a_seal(page):
    cv2.circle(page, (300, 450), 102, RED, 5)
    cv2.circle(page, (300, 450), 72, RED, 2)
    letters(page, 250, 440, count=5)
    assert found(page) == []
    letters(page, 420, 600, count=8)
    assert len(found(page)) == 1


def test_stamped_line_that_was_read_is_not_read_again(page):
    letters(page, 100, 300)
    assert found(page, [EngineWord("MẬT", 95, 295, 130, 30, 0.9, (1, 0, 0))]) == []
    assert len(found(page, [EngineWord("..", 95, 295, 130, 30, 0.6, (1, 0, 0))])) == 1


def test_stamped_lines_of_a_page_printed_in_red_are_not_all_taken(page):
    for row in range(20):
        letters(page, 40, 20 + 42 * row, count=30)
    assert len(found(page)) == 8


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["MẬT"], ["MẬT"]),
        (["|", "TỐI", "MẬT", "'"], ["TỐI", "MẬT"]),
        (["HỎA", "TỐC"], ["HỎA", "TỐC"]),
        (["Lê", "Văn", "Mật"], []),
        (["MẬT", "ĐỘ"], []),
        (["|"], []),
        ([], []),
    ],
)
def test_stamp_is_a_mark_however_unsure(texts, expected):
    assert [each.text for each in stamp([word(text, 0.2) for text in texts])] == expected


@pytest.mark.parametrize(("text", "expected"), [("KHẨN", True), ("SAO Y", False), ("Mật ong rừng", False), ("", False)])
def test_is_grade(text, expected):
    assert is_grade(text) is expected


@pytest.mark.parametrize(("tilt", "height", "lines"), [(0.0, 25, 1), (35.0, 25, 1), (0.0, 120, 0)])
def test_a_frame_is_that_of_a_stamp_unless_it_is_level_and_high(page, tilt, height, lines):
    """A level box as high as the one around a frame far askew is a box of a form: its lines are those of the page."""
    letters(page, 200, 440, count=10, colour=(60, 60, 60))
    cv2.rectangle(page, (185, 450 - height), (407, 450 + height), (60, 60, 60), 3)
    assert len(framed_lines(turned(page, tilt)[:, :, 0])) == lines


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("HöA röCc", ["HỎA", "TỐC"]),
        ("HÖA TÓC", ["HỎA", "TỐC"]),
        ("HÓA TỐC", ["HỎA", "TỐC"]),
        ("KHÂN", ["KHẨN"]),
        ("MẮT", ["MẮT"]),
        (">HÖATö©", ["HỎA", "TỐC"]),
        ("„zHỎATân", ["HỎA", "TỐC"]),
        ("THƯƠNS KHẦN", ["THƯỢNG", "KHẨN"]),
        ("ĐÃ NHẬN", []),
        ("NHẬN", []),
        ("HộI ĐÖNG", []),
        ("MÃ1", []),
        ("745/GN", []),
        ("", []),
    ],
)
def test_misread_mark_is_the_nearest_of_all_where_the_others_are_farther(read, expected):
    words = [word(text, left=70 * at) for at, text in enumerate(read.split())]
    assert [each.text for each in stamp(words)] == expected


def test_words_of_a_misread_mark_stand_where_it_was_read_as_sure_as_the_margin():
    first, second = stamp([word("HöA", left=100), word("röCc", left=180)])
    assert first.left == 100
    assert second.left + second.width <= 240
    assert first.left + first.width <= second.left
    assert 0 < first.confidence < 0.9


def test_mark_in_an_arrow_is_read_without_the_text_beside_it(page):
    letters(page, 230, 440, colour=BLACK)
    outline = np.array([(190, 420), (210, 450), (190, 480), (370, 475), (400, 450), (370, 425)])
    cv2.polylines(page, [outline], True, BLACK, 3)
    askew = turned(page, 30.0)
    letters(askew, 335, 490, colour=BLACK)
    (cut,) = framed_lines(askew[:, :, 0])
    assert cut.left + cut.pixels.shape[1] < 400


def test_frame_in_pieces_near_a_rule_is_one(page):
    cv2.line(page, (160, 345), (500, 345), BLACK, 2)
    letters(page, 230, 440, colour=BLACK)
    cv2.rectangle(page, (210, 425), (362, 475), BLACK, 4)
    page[424:478, 280:288] = 255
    assert len(framed_lines(turned(page, 20.0)[:, :, 0])) == 1


def test_letter_that_touches_the_frame_is_parted_from_it(page):
    letters(page, 230, 440, colour=BLACK)
    cv2.rectangle(page, (210, 425), (362, 475), BLACK, 4)
    page[460:472, 232:236] = BLACK
    (cut,) = framed_lines(page[:, :, 0])
    assert cut.pixels.shape[1] > 110


def test_red_frame_in_pieces_is_none_of_the_line(page):
    """Rubber leaves sides of a frame out, and what is left of one stands as near as a letter."""
    letters(page, 230, 440)
    cv2.rectangle(page, (215, 428), (360, 472), RED, 2)
    page[424:432, 300:364] = page[440:476, 356:364] = 255
    cut = found(turned(page, 20.0))[0]
    rows = np.flatnonzero((cut.pixels < 128).any(axis=1))
    assert len(rows) <= 25, "no higher than its letters"


def test_letters_askew_that_touch_are_no_frame(page):
    letters(page, 230, 440, colour=BLACK)
    cv2.line(page, (230, 450), (340, 450), BLACK, 2)
    cv2.rectangle(page, (210, 425), (362, 475), BLACK, 2)
    (cut,) = framed_lines(turned(page, 44.0)[:, :, 0])
    assert (cut.pixels < 128).sum() > 6 * 12 * 20 * 0.8


def test_inner_line_of_a_doubled_frame_askew_is_none_of_its_letters(page):
    letters(page, 230, 440, colour=BLACK)
    cv2.rectangle(page, (200, 410), (372, 490), BLACK, 2)
    cv2.rectangle(page, (212, 422), (360, 478), BLACK, 2)
    (cut,) = framed_lines(turned(page, 30.0)[:, :, 0])
    rows = np.flatnonzero((cut.pixels < 128).any(axis=1))
    assert len(rows) <= 25, "no higher than its letters"


def test_bold_line_has_ink_and_paper_alone_and_is_read_larger(page):
    letters(page, 100, 300, tilt=20.0)
    (cut,) = found(page)
    again = bold(cut)
    assert set(np.unique(again.pixels)) == {0, 255}
    assert again.pixels.shape[0] * again.scale > cut.pixels.shape[0] * cut.scale
    assert (again.left, again.top) == (cut.left, cut.top)
