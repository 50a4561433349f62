# SPDX-License-Identifier: Apache-2.0
"""Edits into text, words and boxes."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.document import Box, Line, Word
from ocr_kh.repair.edits import Edit, apply_edits, compose_edits, repaired_line


def _line(*words: tuple[str, float, float]) -> Line:
    return Line.of_words([Word(text, Box(x0, 0, x1, 10), 0.5) for text, x0, x1 in words], page=1)


def test_edited_makes_all_edits():
    assert apply_edits("a bb ccc", [Edit(0, 1, "xyz", "channel"), Edit(5, 8, "", "rule")]) == "xyz bb "


def test_repaired_line_splits_a_box_by_length():
    line = repaired_line(_line(("giatrong", 0, 80), ("x", 90, 100)), [Edit(0, 8, "gia trong", "channel")])
    assert [word.text for word in line.words] == ["gia", "trong", "x"]
    first, second, third = (word.box for word in line.words)
    assert first.x0 == 0
    assert second.x1 == 80
    assert 20 < first.x1 <= second.x0 < 40
    assert third == Box(90, 0, 100, 10)


def test_repaired_line_joins_boxes():
    line = repaired_line(_line(("to", 0, 20), ("chie", 30, 70), ("y", 90, 95)), [Edit(0, 7, "tochức", "channel")])
    assert [(word.text, word.box) for word in line.words] == [("tochức", Box(0, 0, 70, 10)), ("y", Box(90, 0, 95, 10))]


def test_repaired_line_keeps_words_it_cannot_place():
    line = Line(text="a | b", original="a | b", words=(Word("z"),), page=1)
    assert repaired_line(line, [Edit(0, 1, "c", "rule")]).words == (Word("z"),)


@given(st.data())
def test_composed_edits_do_what_both_do(data):
    text = data.draw(st.text("abc ", max_size=12))
    first = _draw_edits(data, text)
    middle = apply_edits(text, first)
    second = _draw_edits(data, middle)
    both = compose_edits(text, first, second)
    assert apply_edits(text, both) == apply_edits(middle, second)
    assert all(a.end <= b.start for a, b in itertools.pairwise(both))


def test_composed_edits_stay_in_place_far_from_an_earlier_one():
    text = "1 " + "a" * 48  # 27 of the 49 letters after the first edit: 26.999... in floating point
    for start in range(2, len(text)):
        later = Edit(start, start + 1, "x", "channel")
        assert compose_edits(text, [Edit(0, 1, "I", "rule")], [later])[-1] == later


def _draw_edits(data, text):
    edits, cursor = [], 0
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(cursor, len(text)))
        end = data.draw(st.integers(start, len(text)))
        if start == end:
            continue
        edits.append(Edit(start, end, data.draw(st.text("xyz ", max_size=3)), "channel"))
        cursor = end
    return edits
