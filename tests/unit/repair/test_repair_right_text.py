# SPDX-License-Identifier: Apache-2.0
"""Right text of rarer words is left alone: fields the corpora hardly have (fields.txt), and English (english.txt)."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from ocr_kh.language.letters import skeleton
from ocr_kh.language.syllables import is_syllable
from ocr_kh.repair import repair_text

CASES = Path(__file__).parents[2] / "cases"
LINES = (CASES / "repair" / "english.txt").read_text(encoding="utf-8").splitlines()
FIELDS = (CASES / "repair" / "fields.txt").read_text(encoding="utf-8").splitlines()
"""Land, farming, health, courts, the highlands: invented, 1,039 words."""
PLAN = (CASES / "characters" / "document.txt").read_text(encoding="utf-8")
WORD = re.compile(r"[^\W\d_]+")
KNOWN_FAILURES = ("(Sort, Set in order", "test nhanh, que thử, kit")
"""`Set` is left of sét as well, `kit` of kít, as newspapers write it: nothing but its neighbours tells."""


def english(line):
    """Its words that are spelled as no Vietnamese is."""
    return [word for word in WORD.findall(line) if word.isascii() and not is_syllable(word)]


def stripped_case(line):
    known = any(part in line for part in KNOWN_FAILURES)
    return (
        pytest.param(line, marks=pytest.mark.xfail(reason="an English word that is a syllable", strict=True))
        if known
        else line
    )


def capitals(line):
    return [line.upper()]


def broken(line):
    """As printed in a narrow column."""
    return textwrap.wrap(line, 40)


def one_by_one(line):
    """As in the cells of a table."""
    return textwrap.wrap(line, 12)


IN_CAPITALS = pytest.param(capitals, marks=pytest.mark.xfail(reason="DÁ and CHÂM, two of 1,039 words", strict=True))


@pytest.mark.parametrize("shape", [lambda line: [line], IN_CAPITALS, broken, one_by_one])
def test_words_of_rarer_fields_are_left_alone(shape):
    text = "\n".join(part for line in FIELDS for part in shape(line))
    assert repair_text(text).text == text


@pytest.mark.parametrize("line", FIELDS)
def test_a_line_of_rarer_words_by_itself_is_left_alone(line):
    assert repair_text(line).text == line


def test_english_in_right_text_is_left_alone():
    text = PLAN + "\n".join(LINES)
    assert repair_text(text).text == text


@pytest.mark.parametrize("line", LINES)
def test_english_in_a_right_line_by_itself_is_left_alone(line):
    assert repair_text(line).text == line


@pytest.mark.parametrize("line", [stripped_case(line) for line in LINES])
def test_english_without_the_accents_around_it_is_left_alone(line):
    repaired = repair_text(skeleton(PLAN + line)).text.splitlines()[-1]
    assert english(repaired) == english(line)
    assert repaired != skeleton(line) or line.isascii()
