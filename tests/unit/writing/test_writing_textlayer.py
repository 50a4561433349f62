# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import itertools
import re
import zlib

import pytest

from ocr_kh.document import Box, Condition, Line, Page, Word
from ocr_kh.writing.pdf.glyphless import codes_of
from ocr_kh.writing.pdf.searchable import deflate
from ocr_kh.writing.pdf.textlayer import View, place, printed_lines, text_layer

A4 = View((0, 0, 595, 842), 0)


def line(*heights, y=100.0, text="xã"):
    words = (Word(text, Box(60 + 30 * n, y, 80 + 30 * n, y + height)) for n, height in enumerate(heights))
    return Line.of_words(words, page=1)


def layer(*lines, view=A4, **changes):
    page = Page(1, **{"width": 595.0, "height": 842.0, "lines": lines} | changes)
    return text_layer(page, view, codes_of(["xã Đề ra"])).decode()


def sizes(content):
    return {float(size) for size in re.findall(r"(\S+) Tf", content)}


def test_textlayer_lines_of_ordinary_height_share_one_size():
    """Poppler keeps lines of one size together."""
    assert sizes(layer(line(9), line(9, y=120), line(7, y=140), line(12, y=160))) == {10.0}


def test_textlayer_headlines_keep_their_own_size():
    assert sizes(layer(line(9), line(9, y=120), line(27, y=160))) == {10.0, 30.0}


def test_textlayer_a_speck_is_no_measure():
    assert min(sizes(layer(line(9), line(9, y=120), line(0.5, y=160)))) == 5.0


@pytest.mark.parametrize("changes", [{"width": 0.0}, {"lines": ()}, {"lines": (Line("a", "a", (Word("a"),), 1),)}])
def test_textlayer_is_empty_without_a_place_for_a_word(changes):
    assert layer(line(9), **changes) == ""


def test_textlayer_words_of_a_line_stand_on_one_baseline():
    """`quả` reaches below it, `xã` does not."""
    words = [
        Word("xã", Box(60, 100, 80, 109)),
        Word("quả", Box(90, 100, 110, 111)),
        Word("xã", Box(120, 100, 140, 109)),
    ]

    assert {placed.baseline for placed in place(words, 10.0, 0.0)} == {109.0}


def test_textlayer_baseline_falls_with_the_skew_but_not_too_far():
    words = [Word("xã", Box(60, 100, 80, 109)), Word("xã", Box(160, 101, 180, 110))]

    slight = [placed.baseline for placed in place(words, 10.0, 0.01)]
    steep = [placed.baseline for placed in place(words, 10.0, 0.1)]

    assert slight[1] - slight[0] == pytest.approx(1.0)
    assert steep[1] - steep[0] == pytest.approx(3.5)


def test_textlayer_words_are_kept_apart():
    words = [Word("xã", Box(60, 100, 82, 109)), Word("xã", Box(80, 100, 100, 109)), Word("x", Box(80, 100, 90, 109))]

    placed = place(words, 10.0, 0.0)

    for left, right in itertools.pairwise(placed):
        assert right.x - (left.x + left.width) >= 2.5


def test_textlayer_skew_is_the_pages(monkeypatch):
    skewed = layer(line(9, 9, 9), condition=Condition(skew=1.0))
    heights = [float(y) for y in re.findall(r"1 0 0 1 \S+ (\S+) Tm", skewed)]

    assert heights[0] > heights[1] > heights[2]


@pytest.mark.parametrize(
    ("rotation", "corner"),
    [(0, (10, 20)), (90, (110, 20)), (180, (110, 220)), (270, (10, 220))],
)
def test_textlayer_view_puts_the_upright_bottom_left_corner_where_it_is(rotation, corner):
    view = View((10, 20, 110, 220), rotation)
    a, b, c, d, e, f = view.matrix(*view.size)

    assert (e, f) == corner
    assert a * d - b * c == pytest.approx(1)


def test_textlayer_cells_of_a_table_row_are_lines_of_their_own():
    boxes = [(60, 100), (90, 101), (60, 114), (200, 107)]
    words = [Word(f"w{n}", Box(x, y, x + 20, y + 9)) for n, (x, y) in enumerate(boxes)]
    assert [[word.text for word in run] for run in printed_lines(words)] == [["w0", "w1"], ["w2"], ["w3"]]


def test_textlayer_a_dash_stays_in_its_line():
    words = [Word("xã", Box(60, 100, 80, 109)), Word("-", Box(82, 110, 86, 111)), Word("xã", Box(90, 100, 110, 109))]
    assert len(printed_lines(words)) == 1


def test_textlayer_packed_never_ends_like_a_line():
    contents = [b"q" + b" 0 Tz" * number + b" Q" for number in range(600)]
    assert any(zlib.compress(content).endswith(b"\r") for content in contents)
    for content in contents:
        assert not deflate(content).endswith(b"\r")
        assert zlib.decompress(deflate(content)).rstrip() == content
