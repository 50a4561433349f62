# SPDX-License-Identifier: Apache-2.0
"""Words that were read with two lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.document import Box, Word
from ocr_kh.recognition.doubled import without_doubles, without_ghosts


def _line(*words):
    """Words, each with where it begins and the middle of its height; six points a letter."""
    return [Word(text, Box(x0, y - 5, x0 + 6 * len(text), y + 5), 0.9) for text, x0, y in words]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (
            [[("Nơi", 60, 100), ("Như", 70, 112), ("nhận:", 82, 100), ("trên;", 100, 112)],
             [("-", 60, 112), ("Như", 70, 112), ("trên;", 100, 112)]],
            ["Nơi nhận:", "- Như trên;"],
        ),
        ([[("TRÌNH", 60, 100)], [("TRÌNH", 60, 101), ("HỖ", 95, 100)]], ["TRÌNH HỖ"]),
        ([[("của", 60, 100), ("xã", 85, 100), ("Sậy", 100, 112)], [("Bãi", 76, 112), ("Sậy", 100, 112)]],
         ["của xã", "Bãi Sậy"]),
        ([[("của", 60, 100), ("xã", 85, 100)], [("của", 60, 112), ("xã", 85, 112)]], ["của xã", "của xã"]),
        ([[("xã", 60, 100), ("xã", 80, 100)]], ["xã xã"]),
    ],
)  # fmt: skip
def test_a_word_stays_in_the_line_that_it_is_level_with(lines, kept):
    found = without_doubles([_line(*line) for line in lines])
    assert [" ".join(word.text for word in line) for line in found] == kept


def test_the_surer_of_two_readings_of_a_word_is_kept():
    unsure, sure = (Word(text, Box(60, 95, 84, 105), sure) for text, sure in (("Sày", 0.5), ("Sậy", 0.8)))
    (line,) = without_doubles([[sure], [unsure, *_line(("Sơn", 90, 100))]])
    assert [word.text for word in line] == ["Sậy", "Sơn"]


@given(st.lists(st.lists(st.tuples(st.integers(0, 3), st.floats(0.1, 1.0)), min_size=1, max_size=3), max_size=5))
def test_of_each_word_one_reading_is_left(lines):
    read = [
        [Word("Sậy", Box(60, 95 + y, 84, 105 + y), sure), *_line(*[("Sơn", 90 + 24 * at, 100 + y)])]
        for line in lines
        for at, (y, sure) in enumerate(line)
    ]
    found = [word for line in without_doubles(read) for word in line]
    places = {(word.text, round(word.box.x0)) for line in read for word in line}
    assert {(word.text, round(word.box.x0)) for word in found} == places


def test_a_word_of_three_lines_is_left_in_one_of_them_whichever_each_two_would_keep():
    one = _line(("Sậy", 60, 100), ("Sơn", 80, 128))
    two = _line(("Tân", 20, 100), ("Sậy", 60, 100), ("Sơn", 80, 130), ("Yên", 120, 130))
    three = _line(("Sậy", 60, 100), ("Cao", 80, 129))
    found = [word.text for line in without_doubles([one, two, three]) for word in line]
    assert sorted(found) == ["Cao", "Sơn", "Sậy", "Tân", "Yên"]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ([("thuộc", 385, 416, 0.96), ("thuộc", 385, 492, 0.96), ("thẩm", 421, 446, 0.8)], "thuộc thẩm"),
        ([("rào", 164, 177, 0.93), ("rao", 165, 177, 0.83)], "rào"),
        ([("cấp", 394, 413, 0.96), ("Ấp", 402, 409, 0.9)], "cấp"),
        ([("thủ", 338, 357, 0.96), ("š", 353, 357, 0.0), ("tục", 362, 380, 0.96)], "thủ tục"),
        ([("CHỦ", 420, 448, 0.92), ("j¡", 444, 449, 0.27), ("TỊCH", 456, 486, 0.96)], "CHỦ TỊCH"),
        ([("động", 253, 289, 0.96), ("ở", 283, 291, 0.96)], "động ở"),  # a narrow word, whose box reaches too far
        ([("động", 226, 263, 0.93), ("-", 258, 265, 0.93)], "động -"),
        ([("dần", 60, 78, 0.96), ("dần", 82, 100, 0.96)], "dần dần"),
        ([("Điều", 135, 175, 0.78), ("21", 165, 176, 0.92)], "Điều 21"),
        ([("-", 60, 63, 0.9), ("–", 60, 63, 0.8)], "- –"),  # signs have no letters to be told by
    ],
)
def test_what_is_read_once_more_in_the_place_of_a_word_goes(words, kept):
    line = [Word(text, Box(x0, 95, x1, 107), sure) for text, x0, x1, sure in words]
    assert " ".join(word.text for word in without_ghosts(line)) == kept


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ([("về", 422, 327, 433, 334), ("ê", 430, 321, 433, 326), ("phân", 437, 324, 460, 337)], "về phân"),
        ([("hiện", 482, 273, 505, 293), ("h", 489, 293, 490, 295)], "hiện"),
        ([("ủ", 127, 326, 130, 329), ("ủy", 125, 329, 138, 344)], "ủy"),
        ([("cáo", 74, 529, 93, 539), ("cho", 74, 547, 94, 558)], "cáo cho"),  # another row
        ([("số", 60, 95, 70, 107), ("ô", 74, 95, 80, 107)], "số ô"),
    ],
)
def test_a_mark_that_was_read_as_a_letter_of_its_own_goes(words, kept):
    line = [Word(text, Box(*box), 0.9) for text, *box in words]
    assert " ".join(word.text for word in without_ghosts(line)) == kept


def test_what_was_written_by_hand_is_no_ghost():
    line = [Word("ngày", Box(421, 95, 468, 107), 0.9), Word("3", Box(452, 95, 464, 107), 0.3, by_hand=True)]
    assert without_ghosts(line) == line
