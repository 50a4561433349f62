# SPDX-License-Identifier: Apache-2.0
"""Lines that are right or nearly right: what surprises the language model is looked at, nothing else.

All words are scored at once; a word is opened when it, or what follows it, is improbable, or when an
engine read it. What is opened competes with what stands there, which has the channel on its side.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.repair.lattice import Builder, Option, Place
from ocr_kh.repair.phrases import fold
from ocr_kh.repair.pieces import CHUNK, Piece, cut
from ocr_kh.repair.syllables import is_syllable, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ocr_kh.repair.options import Source

IMPROBABLE = -6.5
"""Natural log below which a word is opened whatever follows."""
UNLIKELY = -3.0
SURPRISED = -6.0
"""A word below UNLIKELY is opened when one of the two after it is below SURPRISED."""
SHOCKED = -9.0
"""Any word is opened when the one after it is below this."""
AROUND = 3
"""Tokens before and after an opened one that the language model looks at."""
VOWEL = re.compile("[AEIOUY]")
"""Capitals without any are a short form; only its marks may be wrong."""
OWN = -9.0
"""Log probability of a word that the channel never saw, read right."""
SHORT_FORM = -1.5
"""Added log probability of a short form of the dictionaries that lacks its marks."""
HOPELESS = -12.0
"""Candidates whose cost is below this are not tried."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much the channel counts, and what must be paid for a change."""

    channel: float
    change: float
    """Log probability added to every candidate that changes something."""
    name: float
    """The same for a capitalised word within a sentence: names are left alone."""
    doubt: float
    """Added for each tenth of confidence that the engine lacks (makes changes cheaper)."""
    least: float
    """Probability below which a change is not made but marked for review."""


READ = Weights(channel=0.7, change=-1.0, name=-2.5, doubt=0.35, least=0.8)
"""For lines an engine read, with confidences."""
TYPED = Weights(channel=0.9, change=-2.5, name=-4.0, doubt=0.0, least=0.97)
"""For plain text and text layers."""


class Entry(NamedTuple):
    """A chunk's pieces, all its tokens, and for each token 1 where a piece begins that may change."""

    pieces: tuple[Piece, ...]
    tokens: tuple[int, ...]
    flags: bytes


class Chunks(dict[str, Entry]):
    """Chunk to entry; grows as chunks are met."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source

    def __missing__(self, chunk: str) -> Entry:
        pieces = cut(chunk, garbled=False)
        tokens: list[int] = []
        flags = bytearray()
        for piece in pieces:
            ids = self.source.stock.model.ids(piece.tokens)
            tokens += ids
            flags += bytes([self._may_change(piece, chunk)]) + bytes(max(0, len(ids) - 1))
        entry = Entry(tuple(pieces), tuple(tokens), bytes(flags))
        if len(self) < 200_000:
            self[chunk] = entry
        return entry

    def _may_change(self, piece: Piece, chunk: str) -> bool:
        """Short forms, known foreign words, names, letters and words cut off by dots are left alone."""
        text = piece.text
        if not piece.open or len(text) < 2 or not text.isalpha() or len(piece.tokens) != 1:
            return False
        if text.isupper() and not VOWEL.search(skeleton(text)) and fold(text) not in self.source.stock.known_skeletons:
            return False
        return not self._is_known(text) and not chunk[piece.end :].startswith(("...", "…"))

    def _is_known(self, text: str) -> bool:
        """Whether a dictionary has the word; a syllable among them (a family name, part of `ô-tô`) needs a capital."""
        return text.lower() in self.source.known and (text[0].isupper() or not is_syllable(text))


@dataclass(slots=True)
class Sheet:
    """The tokens of all clean lines, flat, and the chunks they come from."""

    chunks: Chunks
    tokens: array[int] = field(default_factory=lambda: array("q"))
    flags: bytearray = field(default_factory=bytearray)
    firsts: list[int] = field(default_factory=list)
    """Index of each chunk's first token."""
    places: list[tuple[int, int, str]] = field(default_factory=list)
    """Line, start and text of each chunk."""
    confidences: list[float] = field(default_factory=list)

    def begin_sentence(self) -> None:
        """What follows has nothing to do with what came before."""
        self.tokens.append(self.chunks.source.stock.model.start)
        self.flags.append(0)

    def add(self, line: int, text: str, confidences: Sequence[float]) -> None:
        """The chunks of a line; `confidences`, one a chunk, or none."""
        before = len(self.places)
        for match in CHUNK.finditer(text):
            chunk = match.group()
            entry = self.chunks[chunk]
            self.firsts.append(len(self.tokens))
            self.places.append((line, match.start(), chunk))
            self.tokens.extend(entry.tokens)
            self.flags += entry.flags
        count = len(self.places) - before
        self.confidences += confidences if len(confidences) == count else [1.0] * count

    def opened(self, *, everything: bool) -> NDArray[np.int64]:
        """The tokens to look at, in order."""
        may_change = np.frombuffer(bytes(self.flags), np.uint8).astype(bool)
        if everything or not len(may_change):
            return np.flatnonzero(may_change)
        scores = self.chunks.source.stock.model.score(np.array(self.tokens, np.uint64))
        padded = np.append(scores, np.zeros(2, np.float32))
        following = np.minimum(padded[1:-1], padded[2:])
        strange = (scores < IMPROBABLE) | ((scores < UNLIKELY) & (following < SURPRISED)) | (padded[1:-1] < SHOCKED)
        return np.flatnonzero(may_change & strange)

    def locate(self, token: int) -> tuple[int, Piece]:
        """The chunk and the piece that a flagged token begins."""
        chunk = bisect_right(self.firsts, token) - 1
        entry = self.chunks[self.places[chunk][2]]
        left = token - self.firsts[chunk]
        for piece in entry.pieces:
            if left == 0:
                return chunk, piece
            left -= len(piece.tokens)
        message = "no piece begins with this token"
        raise LookupError(message)


def lay_sheet(builder: Builder, sheet: Sheet, weights: Weights, *, everything: bool) -> None:
    """One small lattice for each run of opened words, with AROUND fixed tokens before and after."""
    where = sheet.opened(everything=everything).tolist()
    located = {token: sheet.locate(token) for token in where}
    source = sheet.chunks.source
    source.prefetch_clean([piece.text for _, piece in located.values()])
    priced: dict[tuple[str, float], list[Option]] = {}
    for run in _runs(where):
        first, last = max(0, run[0] - AROUND), min(len(sheet.tokens), run[-1] + AROUND + 1)
        builder_place = iter(run)
        following = next(builder_place)
        for token in range(first, last):
            if token != following:
                builder.fixed([sheet.tokens[token]])
                continue
            following = next(builder_place, -1)
            chunk, piece = located[token]
            price = _price(sheet, chunk, piece, weights)
            key = (piece.text, round(price, 1))
            if key not in priced:
                priced[key] = list(_options(piece.text, sheet.tokens[token], key[1], source, weights))
            line, start, _ = sheet.places[chunk]
            builder.slot(Place(line, start + piece.start, start + piece.end, piece.text), priced[key])
        builder.end_sentence()


def _runs(where: Sequence[int]) -> Iterator[list[int]]:
    """Opened tokens so near to one another that the model sees them together."""
    run: list[int] = []
    for token in where:
        if run and token - run[-1] > 2 * AROUND:
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _price(sheet: Sheet, chunk: int, piece: Piece, weights: Weights) -> float:
    """Log probability added to what would change the word."""
    price = weights.change + weights.doubt * 10 * (1 - sheet.confidences[chunk])
    text = piece.text
    if text[0].isupper() and not text.isupper() and _within_sentence(sheet, chunk, piece):
        price += weights.name
    return price


def _within_sentence(sheet: Sheet, chunk: int, piece: Piece) -> bool:
    """Whether the word before is on the same line and ends no sentence."""
    if piece.start or not chunk:
        return piece.start > 1
    line, _, before = sheet.places[chunk - 1]
    return line == sheet.places[chunk][0] and before[-1] not in ".:;-+"


def _options(text: str, own_id: int, price: float, source: Source, weights: Weights) -> Iterator[Option]:
    found = source.clean(text)
    costs: Mapping[str, float] = dict(zip(found.words, found.costs.tolist(), strict=True))
    own = costs.get(text.lower(), OWN)
    yield Option(own_id, 0.0, None)
    for word, number in zip(found.words, found.ids.tolist(), strict=True):
        if _is_short_form(word, text, source):
            yield Option(number, SHORT_FORM, word)
            continue
        cost = weights.channel * (costs[word] - own) + price
        if word != text.lower() and len(word) > 1 and cost > HOPELESS and is_syllable(word):
            yield Option(number, cost, word)


def _is_short_form(word: str, text: str, source: Source) -> bool:
    """Whether capitals that no dictionary knows are those of a short form but for its marks (`CDS` for CĐS)."""
    return text.isupper() and word in source.known and word != text.lower() and skeleton(word) == skeleton(text.lower())
