# SPDX-License-Identifier: Apache-2.0
"""Word segmentation loses nothing and is loaded late."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_kh.segmentation import words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thực hiện kế hoạch", ["thực hiện", "kế hoạch"]),
        ("Uỷ ban ban hành\nKế hoạch số 05/KH-UBND", ["Uỷ ban", "ban hành", "Kế hoạch", "số", "05/KH-UBND"]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_words_are_of_several_syllables(text, found):
    assert words(text) == found


@given(st.text(st.characters(codec="utf-8"), max_size=80))
@settings(max_examples=60, deadline=None)
def test_nothing_but_white_space_is_lost(text):
    import unicodedata

    expected = "".join("".join(unicodedata.normalize("NFC", text).split()))
    assert "".join("".join(words(text)).split()) == expected


def test_a_long_line_is_cut_at_spaces():
    assert words("kế hoạch " * 5000) == ["kế hoạch"] * 5000


def test_the_package_does_not_load_the_segmenter():
    code = "import sys, ocr_kh, ocr_kh.segmentation; print('underthesea' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
