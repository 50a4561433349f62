# SPDX-License-Identifier: Apache-2.0
"""What is no Vietnamese, or no text at all: nothing crashes, and offsets, lines and NFC hold."""

from __future__ import annotations

import random
import unicodedata

import pytest

from ocr_kh.repair import apply, repair_text
from ocr_kh.repair.readings import MAX_LINE_CHARACTERS

RANDOM = random.Random(20260304)
JUNK = {
    "bytes": RANDOM.randbytes(4000).decode("latin-1"),
    "bytes that are no UTF-8": RANDOM.randbytes(4000).decode("utf-8", "surrogateescape"),
    "any code point": "".join(map(chr, RANDOM.choices(range(0x110000), k=2000))),
    "NUL": "a\0b \0 kế\0hoạch " * 200,
    "lone surrogates": "xin \ud800 chào \udfff" * 200,
    "right to left": "مرحبا \u202ekế hoạch\u202c שלום " * 100,
    "a flood of marks": "a" + "\u0301" * 3000 + " kế" + "\u0323" * 3000,
    "zalgo": "".join(char + "".join(map(chr, RANDOM.choices(range(0x300, 0x36F), k=8))) for char in "tổ chức " * 40),
    "separators": "".join(RANDOM.choices("\x1c\x1d\x85\u2028\u00a0\u3000\x0b\x0cab", k=2000)),
    "a run without spaces": "đa/1-" * 2000,
    "a line longer than is worked on at once": "thực hiện kế hoạch " * (MAX_LINE_CHARACTERS // 10),
    "brackets": "(" * 1000 + "để b/c" + ")" * 1000,
    "codes cut short": "57 - NQ 57-" * 300,
    "figures": "1O l6 " * 150,
    "rows": "1 | a\n" * 300,
    "line feeds": "\n" * 2000,
    "emoji": "😀👨‍👩‍👧 kế hoạch 🏳️‍🌈 " * 50,
}


@pytest.mark.parametrize("text", JUNK.values(), ids=JUNK.keys())
def test_junk_is_survived(text):
    original = unicodedata.normalize("NFC", text)
    repaired = repair_text(text)
    assert apply(original, repaired.repairs) == repaired.text
    assert unicodedata.is_normalized("NFC", repaired.text)
    assert repaired.text.count("\n") == original.count("\n")
    assert repair_text(repaired.text).text == repaired.text
