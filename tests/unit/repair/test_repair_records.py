# SPDX-License-Identifier: Apache-2.0
"""Edits into text, words and boxes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.document import Box, Document, Line, Page, Word
from ocr_kh.repair import repair_document
from ocr_kh.repair.edits import Edit, apply_edits, compose_edits, records, repaired_line
from ocr_kh.repair.rules.misread_figures import sign_edits
from ocr_kh.settings import Settings


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


def test_records_of_changes_and_doubts_alone():
    edits = [Edit(0, 2, "14", "rule"), Edit(3, 5, "15", "rule", doubtful=True), Edit(6, 8, "17", "rule")]
    assert [(each.before, each.after) for each in records(1, "14 15 16", edits)] == [("15", "15"), ("16", "17")]


@pytest.mark.parametrize("text", ["Mã: 1.012289.000.00.00.H14", "Phú Trung, ngày 14 tháng 12 năm 2026"])
def test_records_no_figure_that_was_right(text):
    line = Line.of_words([Word(word, None, 0.9) for word in text.split()], page=1)
    document = Document("a.pdf", "0" * 64, (Page(1, lines=(line,), source="ocr"),))
    assert repair_document(document, Settings()).repairs == ()
    assert sign_edits(text) == []


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
