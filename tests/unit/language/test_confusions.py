# SPDX-License-Identifier: Apache-2.0
"""The one table of glyphs that are read for one another, and that no second one grows beside it."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from ocr_kh.genre.dates import stamp
from ocr_kh.genre.enumerators import bullet, readings
from ocr_kh.language.confusions import TABLE, Meaning, glyphs, meanings, translation
from ocr_kh.language.letters import fold

ELSEWHERE = {"legacy/codec.py", "genre/dates.py"}
"""Code pages of old founts; what fills a blank field."""


def test_confusions_one_row_a_glyph_and_none_empty():
    assert len({glyph.read for glyph in TABLE}) == len(TABLE)
    assert all(any(glyph[1:]) for glyph in TABLE)


@pytest.mark.parametrize("column", get_args(Meaning))
def test_confusions_columns_are_filled_and_fit_into_a_pattern(column):
    known = meanings(column)
    assert known
    assert all(re.fullmatch(f"[{glyphs(column)}]", read) for read in known)
    assert "".join(known).translate(translation(column)) == "".join(known.values())


def test_confusions_no_glyph_that_a_column_does_not_know():
    with pytest.raises(KeyError):
        meanings("figure", "OX")


def test_confusions_stand_in_no_other_module(root):
    package = root / "ocr_kh"
    having = {
        str(path.relative_to(package)) for path in package.rglob("*.py") if "maketrans(" in path.read_text("utf-8")
    }
    assert having - ELSEWHERE == {"language/confusions.py"}


def test_confusions_mean_what_the_place_says():
    assert fold("v€") == "ve"
    assert readings("€) Tập huấn")[0].marker == "c"
    assert bullet("¬ Tập huấn") == ("-", "Tập huấn")
    assert stamp("Phú Trung, ngày O5 tháng l2 năm 2025").date == "2025-12-05"
    assert stamp("Phú Trung, ngày S tháng 7 năm 2025").date == "2025-07"
