# SPDX-License-Identifier: Apache-2.0
"""The tables, and text from one of these encodings to NFC and back.

tables.tsv beside this module: comments after `#`, a heading, then a letter a line with its codes in each encoding,
bytes in hexadecimal, `-` for none, columns parted by tabs. Windows-1258 comes with Python.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ocr_kh.language.syllables import TONES

if TYPE_CHECKING:
    from collections.abc import Mapping

UTF8 = "utf-8"
"""UTF-8 whose bytes were taken for Windows-1252: `Káº¿ hoáº¡ch`."""


def _windows() -> dict[int, str]:
    """The characters that Windows-1252 has for the bytes of C1, which Latin-1 leaves to controls."""
    return {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in {129, 141, 143, 144, 157}}


SHOWN_CHARACTERS = _windows()
_BYTES = str.maketrans(
    {character: chr(code) for code, character in SHOWN_CHARACTERS.items()}
    # Glyph names that the Adobe Glyph List gives to two characters each: hyphen, periodcentered, mu, macron.
    # PDF writers choose the second for the codes of ư, ã, à and ¯.
    | {"\u2212": "\xad", "\u2010": "\xad", "\u2219": "\xb7", "\u03bc": "\xb5", "\u02c9": "\xaf"},
)

_SYMBOLS = {0xF000 + code: code for code in range(0x20, 0x100)}
"""Symbol fonts, as which old fonts were often marked, have their codes in the private use area."""


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """One encoding: what each code, or pair of codes, stands for."""

    name: str
    letters: Mapping[str, str]
    """From codes, as characters below U+0100, to letters."""
    has_capitals: bool = True
    """False where capitals with tone marks have no codes of their own."""
    _pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        longest_first = sorted(self.letters, key=len, reverse=True)
        object.__setattr__(self, "_pattern", re.compile("|".join(map(re.escape, longest_first))))

    def decode(self, text: str) -> str:
        """`text`, a character a byte, as NFC; what is no code stays.

        >>> encodings()["tcvn3"].decode("C¨n cø LuËt Tæ chøc"), encodings()["vni"].decode("Uûy ban nhaân daân")
        ('Căn cứ Luật Tổ chức', 'Ủy ban nhân dân')
        """
        text = text.translate(_SYMBOLS)
        codes = text.translate(_BYTES)
        pieces, end = [], 0
        for match in self._pattern.finditer(codes):
            pieces += [text[end : match.start()].translate(SHOWN_CHARACTERS), self.letters[match.group()]]
            end = match.end()
        pieces.append(text[end:].translate(SHOWN_CHARACTERS))
        return unicodedata.normalize("NFC", "".join(pieces))

    def encode(self, text: str) -> str:
        """NFC `text` in this encoding, a character a byte (Latin-1); capitals without codes become small letters."""
        codes = {letter: code for code, letter in reversed(list(self.letters.items()))}
        small = {letter: codes.get(letter.lower(), letter) for letter in text if letter not in codes}
        return "".join(codes.get(letter) or small[letter] for letter in text)


class _Utf8(Encoding):
    """UTF-8 whose bytes are shown one by one."""

    def decode(self, text: str) -> str:
        try:
            return unicodedata.normalize("NFC", text.translate(_BYTES).encode("latin-1").decode("utf-8"))
        except UnicodeError:
            return text

    def encode(self, text: str) -> str:
        return text.encode().decode("latin-1")


@cache
def encodings() -> Mapping[str, Encoding]:
    """All encodings by name: tcvn3, vni, viscii, vps, cp1258, utf-8."""
    table = _table()
    found = {name: Encoding(name, letters, has_capitals=name != "tcvn3") for name, letters in table.items()}
    found["vni"] = Encoding("vni", _with_mixed_case(table["vni"]))
    found["cp1258"] = Encoding("cp1258", _windows_1258())
    found[UTF8] = _Utf8(UTF8, {})
    return found


def _table() -> dict[str, dict[str, str]]:
    text = files(__package__).joinpath("tables.tsv").read_text(encoding="utf-8")
    heading, *rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    columns: dict[str, dict[str, str]] = {name: {} for name in heading[1:]}
    for letter, *codes in rows:
        for name, code in zip(heading[1:], codes, strict=True):
            if code != "-":
                columns[name][bytes.fromhex(code).decode("latin-1")] = letter
    return columns


def _with_mixed_case(letters: Mapping[str, str]) -> dict[str, str]:
    """VNI with small marks after capitals as well: `Uûy` is typed more often than `UÛy`."""
    pairs = {code[0] + code[1].lower(): letter for code, letter in letters.items() if len(code) == 2}
    return {**letters, **pairs}


def _windows_1258() -> dict[str, str]:
    """Letters with codes of their own first, then all letters as a vowel's code and a tone mark's."""
    codes = {bytes([code]).decode("cp1258"): chr(code) for code in (*range(0x20, 0x7F), *range(0xC0, 0x100))}
    whole, parted = {}, {}
    for letter in _table()["vni"].values():
        marks = [mark for mark in unicodedata.normalize("NFD", letter) if mark in TONES]
        vowel = unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", letter) if c not in TONES))
        if letter in codes:
            whole[codes[letter]] = letter
        if marks:
            parted[codes[vowel] + codes[marks[0]]] = letter
    return whole | parted
