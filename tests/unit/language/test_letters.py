# SPDX-License-Identifier: Apache-2.0
"""Letters of patterns: a class of capitals has no small letter in it, nor the other way round."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

import ocr_kh
from ocr_kh.language.letters import CAPITALS, SMALL_LETTERS
from ocr_kh.repair.rules.own_initials import initials_doubts

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE = "bcdđghklmnpqrstvx" + "".join(
    unicodedata.normalize("NFC", f"{vowel}{tone}") for vowel in "aăâeêioôơuưy" for tone in TONES
)


@pytest.mark.parametrize(
    ("letters", "inside", "outside"),
    [(CAPITALS, VIETNAMESE.upper(), VIETNAMESE), (SMALL_LETTERS, VIETNAMESE, VIETNAMESE.upper())],
)
def test_a_class_has_every_letter_of_its_case_and_none_of_the_other(letters, inside, outside):
    assert re.fullmatch(f"[{letters}]+", inside)
    assert not re.search(f"[{letters}]", outside)


def test_no_pattern_has_a_range_with_letters_of_both_cases():
    sources = Path(ocr_kh.__file__).parent.rglob("*.py")
    found = [path.name for path in sources if re.search(r"\[[^\]\n]*[À-ỹ]-[À-ỹ]", path.read_text("utf-8"))]
    assert found == []


def test_initials_of_words_that_begin_with_a_marked_capital_are_doubted():
    lines = ["Giao phòng Địa chính - Đô thị chủ trì.", "- Lưu: VT, ĐCĐI."]
    assert [(edit.after, edit.runner_up) for edit in initials_doubts(lines, ())[1]] == [("ĐCĐI", "ĐCĐT")]
