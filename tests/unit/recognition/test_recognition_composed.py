# SPDX-License-Identifier: Apache-2.0
"""Names put together from readings of which none has them whole."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_kh.recognition.closings import EM
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look.composed import composed_names, placed_view, views_of
from ocr_kh.recognition.second_look.cuts import Cut
from ocr_kh.recognition.second_look.under_ink import Band

BASE = 700.0
LEFTS = (20, 100, 190, 270)
"""Pixels from the left of a band to the words of a name of four words."""


def band(below: float = 0.0) -> Band:
    return Band(Cut(np.full((60, 400), 255, np.uint8), 600, 660), BASE + below * EM)


def reading(*words: tuple[int, str, float]) -> list[EngineWord]:
    """Words at the places of LEFTS, as an engine gives them for the picture of a band."""
    return [EngineWord(text, LEFTS[at], 10, 70, 40, sure, (0, 0, 0)) for at, text, sure in words]


def composed(*readings: list[EngineWord]) -> list[str]:
    views = [(band(), placed_view(words, band())) for words in readings]
    return [" ".join(word.text for word in name) for name in composed_names(views)]


def test_each_word_is_the_one_that_most_views_have():
    whole = composed(
        reading((0, "Bs", 0.2), (1, "Pham", 0.7), (2, "Bông", 0.9)),
        reading((1, "Pham", 0.6), (2, "Bông", 0.8)),
        reading((1, "hạm", 0.3), (2, "Bóng", 0.7)),
        reading((1, "Phạm", 0.5), (2, "Bông", 0.4)),
    )
    assert whole == ["Phạm Bông"]


def test_a_given_name_is_made_no_family_name():
    views = [reading((1, "Phạm", 0.9), (2, "Lam", 0.9)), reading((1, "Phạm", 0.9), (2, "Lam", 0.8))]
    assert composed(*views, reading((1, "Phạm", 0.9), (2, "Lâm", 0.7))) == ["Phạm Lam"]


@pytest.mark.parametrize(
    "readings",
    [
        [reading((1, "Phạm", 0.96), (2, "Bông", 0.96))],  # one view is no vote
        [reading((1, "Phạm", 0.4), (2, "Bông", 0.9)), reading((1, "Phạm", 0.4), (2, "Bông", 0.9))],
        [reading((1, "Trang", 0.9), (2, "Bông", 0.9)), reading((1, "Trang", 0.9), (2, "Bông", 0.9))],
        [reading((0, "Phạm", 0.9), (3, "Bông", 0.9)), reading((0, "Phạm", 0.9), (3, "Bông", 0.9))],  # far apart
        [reading((2, "Bông", 0.9)), reading((2, "Bông", 0.9))],
        [[], []],
        [
            reading((0, "Phạm", 0.9), (1, "Văn", 0.6), (2, "Bông", 0.9)),
            reading((0, "Phạm", 0.9), (1, "Vân", 0.6), (2, "Bông", 0.9)),
        ],
    ],
    ids=["once", "unsure", "no family name", "gap", "one word", "nothing", "middle in doubt"],
)
def test_what_views_do_not_have_alike_is_no_name(readings):
    assert composed(*readings) == []


def test_lines_apart_are_not_put_together():
    views = [
        (place, placed_view(reading((1, "Phạm", 0.9), (2, "Bông", 0.9)), place)) for place in (band(), band(below=3))
    ]
    assert composed_names(views) == []


def test_only_bands_with_a_syllable_of_a_name_are_read_again():
    found = [band(), band(below=1), band(below=2)]
    read = [reading((0, "phạm", 0.9)), reading((1, "Bông", 0.8)), reading((1, "Bông", 0.5))]
    views = views_of(found, read)
    assert {view.base for view, _ in views} == {found[1].base}
    assert {narrower for _, narrower in views} == {1.0, 0.8}
    assert min(view.cut.pixels.shape[1] for view, _ in views) == 320


def test_words_of_a_narrowed_view_stand_where_those_of_the_others_do():
    one, other = reading((1, "Phạm", 0.9), (2, "Bông", 0.9)), reading((1, "Phạm", 0.9), (2, "Bông", 0.9))
    narrow = [EngineWord(word.text, round(word.left * 0.8), 10, 56, 40, 0.9, (0, 0, 0)) for word in other]
    assert [word.left for word in placed_view(narrow, band(), 0.8)] == [word.left for word in placed_view(one, band())]
