# SPDX-License-Identifier: Apache-2.0
"""A line cut into pieces: words that may be repaired, and what stands fixed between them.

Two ways to cut. In right or nearly right text symbols are punctuation. In text of an English model they
may be letters (`B¢` is Bộ, `v€` is về, `B)` is Bộ), so only marks that stand where marks stand are cut off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ocr_kh.language.inventory import MAX_WORD_LENGTH
from ocr_kh.language.token_kinds import Kind, kind_of, split_edges
from ocr_kh.language.tokens import chunk_tokens, mark_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.repair.edits import Edit

CHUNK = re.compile(r"\S+")
"""A run without white space."""
_MARKS_BEFORE = '([{"“”«-–—+*•.,:;_=~'
_MARKS_AFTER = '.,;:!"“”»]}…'
_STOPS = ".,;:…"
_TRAIL = re.compile(r"\d+|\D")
_END = re.compile(r"[./]*[./]$")
"""`./.` ends a document."""
_QUOTES = re.compile(r"[\"”][’']$")
_ENUMERATOR = re.compile(r"[a-zđ]\d{0,2}\)")
_SHOUTED_ENUMERATOR = re.compile(r"[A-ZĐ]\)")
_NOTE = re.compile(r"(?<=[^\W\d_]{3})\d{2,3}$|(?<=[^\W\d_])\[\d{1,3}\]$|(?<=[^\W\d_][.,;:])\[\d{1,3}\]$")
"""The number of a footnote behind a word: of 27,000 words read with the English model none ends so by a misreading."""
_LETTERED = re.compile(r"[^\W\d_].*[^\W_].*\)$")
"""A bracket behind two letters and more closes: of 27,000 words read none had one that was a letter."""
_UNITS = frozenset({"m2", "m3", "km2", "cm2", "mm2", "m²", "m³", "km²"})
_SETTLED_KINDS = {Kind.CODE, Kind.DATE, Kind.ADDRESS}
_JOINT = re.compile(r"[-–/.:,;()[\]“”…?!\"]")
_JOINT_GARBLED = re.compile(r"[-–/.:,;](?=[\w(])|[-–/]|(?<=[.:,;])\(")
"""Other symbols may be letters there."""
_SYLLABIC_ROMANS = frozenset({"VI", "XI"})
"""Roman numerals that are skeletons of syllables."""
_WORD_CHARS = re.compile(r"[^\W_]")
CONTEXT_CHARACTERS = 8
"""Characters looked at before or after a chunk: a line may be millions long."""
MAX_DIGITS = 3
"""Longest run of digits that an English model may have made of a word (`16` for rõ, `1a` for là, `50` for số)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line; `text` is `line[start:end]`."""

    start: int
    end: int
    text: str
    tokens: tuple[str, ...]
    """What it is as it stands, for the language model."""
    open: bool
    """Whether the channel may look at it."""


def cut(line: str, *, garbled: bool, settled: Sequence[Edit] = ()) -> list[Piece]:
    """The pieces of the line, in order. `garbled`: symbols may be letters. `settled`: what rules have decided."""
    pieces: list[Piece] = []
    cursor = 0
    for edit in settled:
        pieces += _cut_part(line, cursor, edit.start, garbled=garbled)
        pieces.append(Piece(edit.start, edit.end, line[edit.start : edit.end], _tokens(edit.after), open=False))
        cursor = edit.end
    return pieces + _cut_part(line, cursor, len(line), garbled=garbled)


def with_romans_open(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a stripped line: what looks like a Roman numeral may be a syllable in capitals (`VI TRI`)."""
    return [replace(piece, open=True) if piece.text in _SYLLABIC_ROMANS else piece for piece in pieces]


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(token for chunk in text.split() for token in chunk_tokens(chunk))


def _cut_part(line: str, start: int, end: int, *, garbled: bool) -> list[Piece]:
    pieces: list[Piece] = []
    begin, depth = start, 0
    for match in CHUNK.finditer(line, start, end):
        chunk, start = match.group(), match.start()
        if start == begin and start and not line[start - 1].isspace():
            # What follows hard upon something settled are its marks.
            marks = len(chunk) - len(chunk.lstrip(_MARKS_AFTER + ")"))
            pieces += [_mark(char, start + at) for at, char in enumerate(chunk[:marks])]
            chunk, start = chunk[marks:], start + marks
        depth += chunk.count("(")
        if garbled and not (_is_sure(chunk) or _enumerates(chunk, start, line)):
            following = line[match.end() : match.end() + CONTEXT_CHARACTERS].lstrip()[:1]
            asking = not (following.islower() or following.isdecimal())
            pieces += _cut_garbled(chunk, start, inside=depth > 0, asking=asking)
        else:
            pieces += _cut_clean(chunk, start)
        depth = max(0, depth - match.group().count(")"))
    return pieces


def _enumerates(chunk: str, start: int, line: str) -> bool:
    """Whether the chunk is the mark of a point: `a)` at the start of a line, `A)` at that of one in capitals."""
    if start >= CONTEXT_CHARACTERS or line[:start].strip():
        return False
    return bool(_ENUMERATOR.fullmatch(chunk) or (_SHOUTED_ENUMERATOR.fullmatch(chunk) and line.isupper()))


def _mark(char: str, at: int) -> Piece:
    return Piece(at, at + 1, char, (mark_token(char),), open=False)


def _cut_clean(chunk: str, start: int) -> Iterator[Piece]:
    lead, core, trail = split_edges(chunk)
    yield from (_mark(char, start + at) for at, char in enumerate(lead))
    if core:
        yield from _cut_core(core, start + len(lead), garbled=False)
    after = start + len(lead) + len(core)
    yield from (_mark(char, after + at) for at, char in enumerate(trail))


def _is_sure(chunk: str) -> bool:
    """Whether a chunk is certainly no garbled word: `B6` may be Bộ, `57-NQ/TW` may not."""
    core = split_edges(chunk)[1]
    return core in _UNITS or (kind_of(core) in _SETTLED_KINDS and (len(core) > 4 or not core.isalnum()))


def _cut_garbled(chunk: str, start: int, *, inside: bool, asking: bool) -> Iterator[Piece]:
    """Only quotes, brackets, stops and numbers of notes are cut off; `?` only where a sentence may end.

    `)` after one letter may be part of it (`B)`), unless a bracket is open.
    """
    core = chunk.lstrip(_MARKS_BEFORE)
    lead = len(chunk) - len(core)
    core = _QUOTES.sub("", _END.sub("", core))
    closing = inside or _LETTERED.search(core.rstrip(_MARKS_AFTER))
    core = _NOTE.sub("", core.rstrip(_STOPS)).rstrip(_MARKS_AFTER + ")" * bool(closing) + "?" * asking + "-–")
    if not core:
        yield from (_mark(char, start + at) for at, char in enumerate(chunk))
        return
    yield from (_mark(char, start + at) for at, char in enumerate(chunk[:lead]))
    yield from _cut_core(core, start + lead, garbled=True)
    after = lead + len(core)
    for match in _TRAIL.finditer(chunk, after):
        number = match.group().isdecimal()
        tokens = chunk_tokens(match.group()) if number else (mark_token(match.group()),)
        yield Piece(start + match.start(), start + match.end(), match.group(), tokens, open=False)


def _cut_core(core: str, start: int, *, garbled: bool) -> Iterator[Piece]:
    cursor = 0
    if kind_of(core) is not Kind.WORD and not (garbled and _may_be_word(core)):
        yield Piece(start, start + len(core), core, chunk_tokens(core) or ("<mark>",), open=False)
        return
    for joint in (_JOINT_GARBLED if garbled else _JOINT).finditer(core):
        yield from _word(core[cursor : joint.start()], start + cursor, garbled=garbled)
        yield _mark(joint.group(), start + joint.start())
        cursor = joint.end()
    yield from _word(core[cursor:], start + cursor, garbled=garbled)


def _may_be_word(core: str) -> bool:
    """Few digits, letters with digits, or lone symbols, that may be letters."""
    if core.isdecimal():
        return len(core) <= MAX_DIGITS
    return len(core) <= 4 if core.isalnum() else not any(char.isdecimal() for char in core)


def _word(text: str, start: int, *, garbled: bool) -> Iterator[Piece]:
    if not text:
        return
    lettered = any(char.isalpha() for char in text)
    odd = (text.isdecimal() and len(text) <= MAX_DIGITS) or not _WORD_CHARS.search(text)
    is_open = len(text) <= MAX_WORD_LENGTH + 8 and (lettered or (garbled and odd))
    yield Piece(start, start + len(text), text, chunk_tokens(text) or ("<mark>",), open=is_open)
