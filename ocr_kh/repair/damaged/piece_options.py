# SPDX-License-Identifier: Apache-2.0
"""The options of each open piece: its candidates, itself, its halves, and itself with its neighbour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.language.confusions import glyphs, translation
from ocr_kh.language.damage import Damage
from ocr_kh.language.syllables import is_syllable
from ocr_kh.language.token_kinds import Kind, kind_of
from ocr_kh.language.tokens import ROMAN as ROMAN_TOKEN
from ocr_kh.repair.decoding.candidate_source import POOR_CANDIDATE, Source, halves, is_poor
from ocr_kh.repair.decoding.capitals import case_at
from ocr_kh.repair.decoding.case import pattern_of
from ocr_kh.repair.decoding.lattice import Option, Place
from ocr_kh.repair.decoding.phrases import PHRASE_GAIN, find_phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.language.inventory import Choices
    from ocr_kh.repair.decoding.capitals import Case
    from ocr_kh.repair.decoding.lattice import Builder
    from ocr_kh.repair.decoding.pieces import Piece

CHANNEL_WEIGHT = 1.15
"""Of the channel against the language model, tuned on pages kept out of both (0.8: a tenth more wrong words)."""
UNKNOWN_WORD_COST = -9.0
"""Log probability that a garbled line holds a word unknown to the model, read right."""
UNKNOWN_ODD_WORD_COST = -11.0
"""The same of one with figures, symbols or é in it, which come of letters misread."""
UNKNOWN_STRIPPED_COST = -13.0
"""The same in a stripped line, where the words of its skeleton are at hand (`gac` is gạc): 23 of 2,532 wrong syllables
of tuning blocks fewer."""
UNKNOWN_CAPITALS_COST = -8.0
"""The same in capitals: short forms are many."""
UNKNOWN_NUMBER_COST = -1.0
FOREIGN_WORD_COST = -3.0
"""Of a known word that follows no Vietnamese orthography, in a garbled line."""
LONE_CAPITALS_COST = -4.0
"""Of a syllable in capitals outside of lines in capitals: there capitals are short forms."""
SPLIT_COST = -6.0
JOIN_COST = -7.0
MAX_OPTIONS = 20_000
"""Pieces whose options are kept, to bound the memory."""
MAX_PHRASE_LINE_WORDS = 9
"""Words of the longest line that is compared with the phrases."""
MAX_PART_CANDIDATES = 4
"""Candidates of a half or of a joined word that are looked at."""
ROMAN_COST = (-1.0, -4.0)
"""Log probability that what looks like a Roman numeral is one, outside of lines in capitals and within (`VI` is VỊ)."""
ROMAN_MISREAD_COST = -3.0
"""The same of one that needs mending: `VIL`."""
_ROMANS_MEANT = translation("roman", "l1|")
_ROMAN_LIKE = re.compile(rf"[IVX][VXL{glyphs('slash')}]{{1,4}}")
_OPENS_WITH_VOWEL = re.compile(r"[AEOUY][^\W\dA-Z]*")
NEVER_CAPITALISED = frozenset({"án", "áp", "ứng", "ước", "ủng"})
"""Words that no name begins with; their first letters are read as capitals (`An` for án, `Ung` for ứng)."""
MAX_SMALL_CANDIDATES = 6
"""Candidates among which such a word is looked for."""
_SAME_SHAPE = "CGKOSUVWXZ"
"""Letters whose capitals look like small ones, with marks too: `BO` and `BG` may be bộ, Bộ or BỘ."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line cut into pieces."""

    number: int
    """From 0."""
    pieces: Sequence[Piece]
    damage: Damage
    capitals: bool
    """It is written in capitals."""


def lay_line(builder: Builder, row: Row, source: Source) -> None:
    """The slots of a damaged line."""
    pieces, damage = row.pieces, row.damage
    index = source.stock.model.ids
    join = 0
    expected = _phrase_words(pieces, source.phrases)
    for at, piece in enumerate(pieces):
        if not piece.open:
            builder.fixed(index(piece.tokens))
            join = 0
            continue
        found = source.of(piece.text, damage)
        capitals = row.capitals or any(map(_is_shouted, (*pieces[max(0, at - 1) : at], *pieces[at + 1 : at + 2])))
        shape = _shape(piece.text, source, capitals=capitals)
        if _within_sentence(pieces, at) and any(
            word in NEVER_CAPITALISED for word in found.words[:MAX_SMALL_CANDIDATES]
        ):
            shape = shape.lower()
        case: Case = case_at(pieces, at) if damage is Damage.STRIPPED and not row.capitals else "any"
        options = _options_of(source, piece, shape, found, damage, case, capitals=capitals)
        if piece.start in expected:
            word = expected[piece.start]
            options = [o._replace(cost=o.cost + PHRASE_GAIN) if _says(o, word, piece) else o for o in options]
        if join:
            options.append(Option(source.stock.model.unknown, 0.0, "", silent=True, enter=join))
        ghosts: list[Option] = []
        joined, join = _join(builder, piece, pieces[at + 1 : at + 2], source) if damage is Damage.GARBLED else ([], 0)
        if damage is Damage.GARBLED and is_poor(found):
            firsts, ghosts = _split(builder, piece, source)
            options += firsts
        builder.slot(Place(row.number, piece.start, piece.end, shape), options + joined)
        if ghosts:
            # After a word that was not split this slot says nothing; a join passes through it.
            silent = Option(source.stock.model.unknown, 0.0, None, silent=True)
            builder.slot(None, [silent, *ghosts, *([silent._replace(enter=join, leave=join)] if join else [])])


def _phrase_words(pieces: Sequence[Piece], phrases: tuple[str, ...]) -> dict[int, str]:
    """What a phrase of the dictionaries says at the start of each piece; asked of short lines, which lack context."""
    words = [piece for piece in pieces if piece.open]
    if len(words) > MAX_PHRASE_LINE_WORDS:
        return {}
    return {
        piece.start: word.lower()
        for found in find_phrases([piece.text for piece in words], phrases)
        for piece, word in zip(words[found.first : found.last], found.words, strict=True)
    }


def _says(option: Option, word: str, piece: Piece) -> bool:
    return (option.output or piece.text.lower()) == word


def _is_shouted(piece: Piece) -> bool:
    return len(piece.text) > 2 and piece.text.isupper()


def _within_sentence(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a word with a capital vowel stands between small letters."""
    before, after = pieces[max(0, at - 1) : at], pieces[at + 1 : at + 2]
    return (
        bool(_OPENS_WITH_VOWEL.fullmatch(pieces[at].text))
        and all(piece.text[-1].islower() for piece in before)
        and bool(before)
        and bool(after)
        and not any(piece.text[0].isupper() for piece in after)
    )


def _shape(text: str, source: Source, *, capitals: bool) -> str:
    """The piece with its case made sure: outside of headings `BO` and `TO` are Bộ and Tổ, but for short forms."""
    doubtful = len(text) == 2 and text.isupper() and text[1] in _SAME_SHAPE
    return text.capitalize() if doubtful and not capitals and text.lower() not in source.known else text


def _options_of(  # noqa: PLR0913, PLR0917 - the word, how it is written, and what it is judged by
    source: Source, piece: Piece, shape: str, found: Choices, damage: Damage, case: Case, *, capitals: bool
) -> list[Option]:
    """The options of a piece of a damaged line, by itself."""
    key = (piece.text, shape, capitals, damage, case)
    if key not in source.made:
        if len(source.made) > MAX_OPTIONS:
            source.made.clear()
        made = list(_options(piece, shape, found, source, damage, capitals=capitals))
        source.made[key] = source.capitals.weighed(made, case)
    return list(source.made[key])


def _options(  # noqa: PLR0913 - as above
    piece: Piece, shape: str, found: Choices, source: Source, damage: Damage, *, capitals: bool
) -> Iterator[Option]:
    upper = pattern_of(shape) == "upper"
    shouted = LONE_CAPITALS_COST if not capitals and len(shape) > 1 and upper else 0.0
    for text, word, cost in zip(found.words, found.ids, found.costs, strict=True):
        is_short_form = upper and len(shape) > 2 and not is_syllable(text)
        strange = 0.0 if text in source.known or is_short_form else shouted if is_syllable(text) else FOREIGN_WORD_COST
        yield Option(int(word), CHANNEL_WEIGHT * float(cost) + strange, text if text != piece.text.lower() else None)
    yield from _romans(piece.text, source, capitals=capitals)
    if piece.text.lower() not in found.words:
        itself = source.stock.model.ids(piece.tokens[:1])[0]
        yield Option(itself, _pass(piece.text, is_stripped=damage is Damage.STRIPPED), None)


def _romans(text: str, source: Source, *, capitals: bool) -> Iterator[Option]:
    """A Roman numeral as it stands, or with its I read as l, L, 1 or |."""
    if not _ROMAN_LIKE.fullmatch(text):
        return
    number = text.translate(_ROMANS_MEANT)
    right = next((n for n in (number, number.replace("L", "I")) if kind_of(n) is Kind.ROMAN), None)
    if right:
        cost = ROMAN_COST[capitals] + (0.0 if right == text else ROMAN_MISREAD_COST)
        yield Option(source.stock.model.ids([ROMAN_TOKEN])[0], cost, right.lower() if right != text else None)


def _pass(text: str, *, is_stripped: bool) -> float:
    if text.isdecimal():
        return UNKNOWN_NUMBER_COST
    if pattern_of(text) == "upper":
        return UNKNOWN_CAPITALS_COST
    if not (text.isascii() and text.isalpha()):
        return UNKNOWN_ODD_WORD_COST
    return UNKNOWN_STRIPPED_COST if is_stripped else UNKNOWN_WORD_COST


def _split(builder: Builder, piece: Piece, source: Source) -> tuple[list[Option], list[Option]]:
    """Options that say the first half, and for the slot after it those that say the second."""
    firsts, seconds = [], []
    for left, right in halves(piece.text):
        for a, a_id, a_cost in _few(source.of(left)):
            for b, b_id, b_cost in _few(source.of(right)):
                if a_cost + b_cost < 2 * POOR_CANDIDATE or not (is_syllable(a) and is_syllable(b)):
                    continue
                link = builder.link()
                cost = SPLIT_COST + CHANNEL_WEIGHT * (a_cost + b_cost)
                firsts.append(Option(a_id, cost, f"{a} {b}", leave=link))
                seconds.append(Option(b_id, 0.0, None, enter=link))
    return firsts, seconds


def _join(builder: Builder, piece: Piece, following: Sequence[Piece], source: Source) -> tuple[list[Option], int]:
    """Options that say the piece and the next one as one word, and their link; the next slot is silent then."""
    if not following or not following[0].open or following[0].start != piece.end + 1:
        return [], 0
    if not (is_poor(source.of(piece.text)) or is_poor(source.of(following[0].text))):
        return [], 0
    link = builder.link()
    options = [
        Option(word, JOIN_COST + CHANNEL_WEIGHT * cost, text, leave=link)
        for text, word, cost in _few(source.of(piece.text + following[0].text))
        if is_syllable(text)
    ]
    return options, link if options else 0


def _few(found: Choices) -> list[tuple[str, int, float]]:
    rows = zip(
        found.words[:MAX_PART_CANDIDATES],
        found.ids[:MAX_PART_CANDIDATES],
        found.costs[:MAX_PART_CANDIDATES],
        strict=True,
    )
    return [(text, int(word), float(cost)) for text, word, cost in rows]
