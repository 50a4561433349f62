# SPDX-License-Identifier: Apache-2.0
"""Words set in several fonts as NFC: by the names of the fonts where those tell, by what the words say elsewhere.

A font's name is believed as long as its encoding does not make the words worse: some programs keep the name of
a font whose codes they have changed to Unicode.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.language.characters import plain
from ocr_kh.language.letters import composed
from ocr_kh.language.syllables import is_syllable
from ocr_kh.legacy.capitals import restore_capitals
from ocr_kh.legacy.fonts import FontEncoding, font_encoding
from ocr_kh.legacy.spans import assign, decode_token, is_right, likely_encodings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LINE_END_HYPHENS = ("\x02", "\ufffe")
"""What PDFium gives for hyphens at the end of a line, and for soft ones, whose code is that of ư in TCVN3."""

Part = tuple[str, FontEncoding | None]
"""Characters of a word whose fonts are in one encoding, by their names."""


class Run(NamedTuple):
    """Characters of a word in one font."""

    text: str
    font: str
    """Its name as the file has it; empty where there is none."""


def decode_words(words: Sequence[Sequence[Run]]) -> tuple[list[str], tuple[str, ...]]:
    """The words as NFC, and the legacy encodings found, those that fonts tell of first.

    >>> decode_words([[Run("céng", "ABCDEF+VnTimeH")], [Run("hoµ", ".VnTimeH")], [Run("số", "Arial")]])
    (['CỘNG', 'HOÀ', 'số'], ('tcvn3',))
    """
    parts = [_parts(word) for word in words]
    named = _named_encodings(part for word in parts for part in word)
    texts = [composed("".join(run.text for run in word)) for word in words]
    others = []
    for place, word in enumerate(parts):
        if any(font and font.encoding in named for _, font in word):
            texts[place] = "".join(_decode_run(text, font, named) for text, font in word)
        else:
            others.append(place)
    decoded, found = _by_content([texts[place] for place in others])
    for place, text in zip(others, decoded, strict=True):
        texts[place] = text
    legacy = tuple(dict.fromkeys([*named, *found]))
    return [composed(_printed_text(text)) for text in texts], legacy


def _printed_text(text: str) -> str:
    """Without what no reader sees; a hyphen at the end of a line is one on paper too (`TT-` before `BTC`)."""
    hyphen = "-" if text[1:].endswith(_LINE_END_HYPHENS) else ""
    return "".join(plain(text).split()) + hyphen


def _by_content(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Words of fonts whose names tell nothing, decoded, and the encodings found."""
    names = assign(texts, [not place for place in range(len(texts))], likely_encodings(texts))
    decoded = [decode_token(text, name) for text, name in zip(texts, names, strict=True)]
    if "tcvn3" in names:
        in_capitals = restore_capitals(" ".join(decoded)).split(" ")
        words = zip(names, decoded, in_capitals, strict=True)
        decoded = [capitals if name == "tcvn3" else word for name, word, capitals in words]
    return decoded, [name for name in names if name]


def _parts(word: Sequence[Run]) -> list[Part]:
    """A word's characters by the encodings of their fonts: one word may be set in two subsets of the same font."""
    groups = groupby(word, key=lambda run: font_encoding(run.font))
    return [("".join(run.text for run in runs), font) for font, runs in groups]


def _named_encodings(parts: Iterable[Part]) -> tuple[str, ...]:
    """The encodings that fonts are named for and that make at least as many words right as they find right."""
    balance: dict[str, int] = {}
    for text, font in parts:
        if font:
            gain = is_right(text, font.encoding) - is_right(text, None)
            balance[font.encoding] = balance.get(font.encoding, 0) + (0 if text.isascii() else gain)
    return tuple(encoding for encoding, gain in balance.items() if gain >= 0)


def _decode_run(text: str, font: FontEncoding | None, named: Sequence[str]) -> str:
    """Characters in a font of an encoding in `named` as Unicode, capitals as they are shown; others as they are."""
    if font is None or font.encoding not in named:
        return text
    if font.encoding == "tcvn3" and text.endswith(_LINE_END_HYPHENS):
        whole = decode_token(text[:-1] + "\xad", font.encoding)
        text = text[:-1] + ("\xad" if is_syllable(whole) else "-")
    result = decode_token(text, font.encoding)
    return result.upper() if font.capitals else result
