# SPDX-License-Identifier: Apache-2.0
"""Text in which programs left other characters than people see: parsed and repaired as what they stand for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

from ocr_kh.plan import parse_text
from ocr_kh.reading.textfile import decode
from ocr_kh.repair import apply, repair_text

FOLDER = Path(__file__).parents[2] / "cases" / "characters"
DOCUMENT = (FOLDER / "document.txt").read_text(encoding="utf-8")
CASES = [
    pytest.param(case, id=case["label"])
    for case in tomllib.loads((FOLDER / "cases.toml").read_text(encoding="utf-8"))["case"]
]
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def written(case):
    """document.txt as the program of the case writes it."""
    if case.get("full_width"):
        return re.sub(case["pattern"], lambda match: match.group().translate(FULL_WIDTH), DOCUMENT)
    return re.sub(case["pattern"], case["written"], DOCUMENT)


def as_seen(case):
    return re.sub(case["pattern"], case["stands_for"], DOCUMENT) if "stands_for" in case else DOCUMENT


def facts(text, case):
    """Everything in the plan; the marks of bullets aside where the case says so."""
    found = parse_text(decode(text.encode(), "a.txt")).to_json()
    return re.sub(r'"marker": ?"[·•]"', '"marker": "•"', found) if case.get("markers_differ") else found


@pytest.mark.parametrize("case", CASES)
def test_plan_is_that_of_ordinary_characters(case):
    assert written(case) != DOCUMENT
    assert facts(written(case), case) == facts(as_seen(case), case)


@pytest.mark.parametrize("case", CASES)
def test_repair_leaves_only_what_is_right_as_it_stands_and_replays(case):
    original = unicodedata.normalize("NFC", decode(written(case).encode(), "a.txt"))
    repaired = repair_text(original)
    assert apply(original, repaired.repairs) == repaired.text
    assert repaired.text.count("\n") == original.count("\n")
    assert repair_text(repaired.text).text == repaired.text
    assert facts(repaired.text, case) == facts(as_seen(case), case)
