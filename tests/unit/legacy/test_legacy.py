# SPDX-License-Identifier: Apache-2.0
"""Legacy encodings: the tables, the names of fonts, and text that mixes them."""

from __future__ import annotations

import itertools
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.legacy.codec import encodings
from ocr_kh.legacy.fonts import FontEncoding, font_encoding
from ocr_kh.legacy.runs import Run, decode_words
from ocr_kh.legacy.spans import decode_mixed

CASES = tomllib.loads((Path(__file__).parents[2] / "cases/legacy/cases.toml").read_text("utf-8"))["case"]
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
SMALL = ["đ", *(unicodedata.normalize("NFC", a + b) for a, b in itertools.product("aăâeêioôơuưy", TONES))]
LETTERS = [letter for letter in (*SMALL, *map(str.upper, SMALL)) if not letter.isascii()]
NAMES = ("tcvn3", "vni", "viscii", "vps", "cp1258", "utf-8")


def test_there_are_134_letters() -> None:
    assert len(set(LETTERS)) == 134


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_survives_the_way_there_and_back(name: str, letter: str) -> None:
    codec = encodings()[name]
    right = letter if codec.has_capitals or letter in "ĂÂĐÊÔƠƯ" else letter.lower()
    assert codec.decode(codec.encode(letter)) == right


@pytest.mark.parametrize("name", NAMES)
@given(text=st.text(alphabet=[*SMALL, *"bcdghklmnpqrstvx 0123456789.,"]))
def test_text_of_small_letters_survives(name: str, text: str) -> None:
    codec = encodings()[name]
    assert codec.decode(codec.encode(text)) == text


def test_codes_stand_for_one_letter_each() -> None:
    for name in ("tcvn3", "viscii", "vps"):
        letters = encodings()[name].letters
        assert len(set(letters.values())) == len(letters)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".VnTime", FontEncoding("tcvn3")),
        (".VnTimeH,Bold", FontEncoding("tcvn3", capitals=True)),
        ("FBHPFN+VnTimeHBold", FontEncoding("tcvn3", capitals=True)),
        (".VnArialH", FontEncoding("tcvn3", capitals=True)),
        ("VnTeknical", FontEncoding("tcvn3")),
        ("VNI-Times", FontEncoding("vni")),
        ("ABCDEF+VNI-Helve-Condense", FontEncoding("vni")),
        ("VPS Times", FontEncoding("vps")),
        ("TimesNewRomanPSMT", None),
        ("Verdana", None),
        ("", None),
    ],
)
def test_font_names(name: str, expected: FontEncoding | None) -> None:
    assert font_encoding(name) == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_mixed_text(case: dict[str, object]) -> None:
    found = decode_mixed(str(case["shown"]))
    assert found.text == case.get("right", case["shown"])
    assert list(found.encodings) == case.get("encodings", [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_decoded_text_is_left_alone(case: dict[str, object]) -> None:
    right = str(case.get("right", case["shown"]))
    assert decode_mixed(right).text == right


def test_names_that_pdf_writers_give_to_codes_are_known() -> None:
    words, found = decode_words([[Run("ch−¬ng", "VnTime")], [Run("x", "VnTimeH"), Run("∙", "ABCDEF+VnTimeH")]])
    assert (words, found) == (["chương", "XÃ"], ("tcvn3",))


def test_codes_of_symbol_fonts_are_known() -> None:
    shown = "".join(chr(0xF000 + ord(code)) for code in "KÕ ho¹ch")
    assert encodings()["tcvn3"].decode(shown) == "Kế hoạch"


def test_unicode_in_a_font_of_an_old_name_is_left_alone() -> None:
    words, found = decode_words([[Run(word, ".VnTime")] for word in ("Kế", "hoạch", "năm", "nhà", "nước")])
    assert (words, found) == (["Kế", "hoạch", "năm", "nhà", "nước"], ())


def test_hyphen_at_the_end_of_a_line_is_a_letter_where_that_makes_a_word() -> None:
    words, _ = decode_words([[Run("nh\x02", ".VnTime")], [Run("§iÖn\x02", ".VnTime")], [Run("x·", ".VnTime")]])
    assert words == ["như", "Điện-", "xã"]


def test_hyphen_at_the_end_of_a_line_is_kept_in_unicode() -> None:
    words, found = decode_words([[Run("30/2025/TT\x02", "Arial")], [Run("BTC", "Arial")], [Run("NĐ\ufffe", "Arial")]])
    assert (words, found) == (["30/2025/TT-", "BTC", "NĐ-"], ())


def test_words_in_an_unknown_font_are_told_by_what_they_say() -> None:
    shown = "CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM c¨n cø LuËt Tæ chøc"
    words, found = decode_words([[Run(word, "F1")] for word in shown.split()])
    assert (" ".join(words), found) == ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM căn cứ Luật Tổ chức", ("tcvn3",))
