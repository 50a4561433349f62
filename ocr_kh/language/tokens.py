# SPDX-License-Identifier: Apache-2.0
"""Text as the language model sees it: syllables in small letters, marks, and classes for what varies.

A run without white space (a chunk) becomes one or more tokens: `(57-NQ/TW),` gives `( <code> ) ,`;
`Kinh-tế` gives `kinh - tế`. Tone marks are placed the old way (`hòa`), numbers, dates, codes,
addresses and Roman numerals are classes.
"""

from __future__ import annotations

import re

from ocr_kh.language.syllables import place_tones
from ocr_kh.language.token_kinds import Kind, kind_of, split_edges

START = "<s>"
UNKNOWN = "<unk>"
NUMBER, YEAR, DATE, CODE, ADDRESS, ROMAN = "<num>", "<year>", "<date>", "<code>", "<url>", "<roman>"
CLASSES = (START, UNKNOWN, NUMBER, YEAR, DATE, CODE, ADDRESS, ROMAN)
MARKS = (",", ".", ";", ":", "(", ")", "-", "/", '"', "?", "!", "+", "|", "…", "%", "&", "*", "=", "[", "]", "<mark>")
_SAME = {"“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‘": '"', "’": '"', "'": '"'}
_CLASS = {
    Kind.NUMBER: NUMBER,
    Kind.DATE: DATE,
    Kind.CODE: CODE,
    Kind.ADDRESS: ADDRESS,
    Kind.ROMAN: ROMAN,
}
_YEAR = re.compile(r"(?:19|20)\d\d")
_PIECE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]|_")


def mark_token(mark: str) -> str:
    """The token of one punctuation character."""
    mark = _SAME.get(mark, mark)
    return mark if mark in MARKS else "<mark>"


def core_tokens(core: str) -> list[str]:
    """The tokens of a chunk without its edges."""
    kind = kind_of(core)
    if kind is Kind.WORD:
        return [_piece(piece) for piece in _PIECE.findall(core)]
    if kind is Kind.NUMBER and _YEAR.fullmatch(core):
        return [YEAR]
    if kind is Kind.ROMAN and len(core) == 1:
        return [core.lower()]
    return [_CLASS[kind]] if kind in _CLASS else [mark_token(mark) for mark in core]


def _piece(piece: str) -> str:
    if piece.isdecimal():
        return NUMBER
    return place_tones(piece.lower()) if piece[0].isalpha() else mark_token(piece)


def chunk_tokens(chunk: str) -> tuple[str, ...]:
    """The tokens of a run without white space.

    >>> chunk_tokens("(57-NQ/TW),"), chunk_tokens("Uỷ"), chunk_tokens("2026.")
    (('(', '<code>', ')', ','), ('ủy',), ('<year>', '.'))
    """
    lead, core, trail = split_edges(chunk)
    return (*map(mark_token, lead), *core_tokens(core), *map(mark_token, trail))
