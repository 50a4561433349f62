# SPDX-License-Identifier: Apache-2.0
"""Lines that are right or nearly right: what surprises the language model is looked at, nothing else.

All words are scored at once; a word is opened when it, or what follows it, is improbable, or when an
engine read it. What is opened competes with what stands there, which has the channel on its side.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.language.letters import fold, skeleton
from ocr_kh.language.syllables import is_syllable, place_tones
from ocr_kh.repair.alternatives import shift_alternatives, words_seen
from ocr_kh.repair.decoding.lattice import Option, Place
from ocr_kh.repair.decoding.pieces import CHUNK, Piece, cut
from ocr_kh.repair.decoding.stories import HowLikely

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ocr_kh.document import Alternative
    from ocr_kh.language.model import Ids, LanguageModel
    from ocr_kh.repair.decoding.candidate_source import Source
    from ocr_kh.repair.decoding.lattice import Builder
    from ocr_kh.repair.decoding.stories import Story
    from ocr_kh.repair.nearly_right.weights import Weights
    from ocr_kh.repair.readings import Reading

OPEN_ALWAYS_BELOW = -6.5
"""Natural log below which a word is opened whatever follows."""
OPEN_IF_FOLLOWED_BELOW = -3.0
FOLLOWING_BELOW = -6.0
"""A word below OPEN_IF_FOLLOWED_BELOW is opened when one of the two after it is below FOLLOWING_BELOW."""
NEXT_BELOW = -9.0
"""Any word is opened when the one after it is below this."""
RELIEVED_TOKENS = 2
"""Tokens behind a word whose unlikeliness is laid at its door."""
CONTEXT_TOKENS = 3
"""Tokens before and after an opened one that the language model looks at."""
CAPITAL_VOWEL = re.compile("[AEIOUY]")
"""Capitals without any are a short form; only its marks may be wrong."""
_UNIT = re.compile(r"[a-z]{1,2}[A-Z]{1,2}[a-z]?")
"""Units of measure, which begin small and go on with a capital (`kVA`, `kWh`, `pH`); no Vietnamese word does."""
UNSEEN_OWN_COST = -9.0
"""Log probability of a word that the channel never saw, read right."""
SHORT_FORM_COST = -1.5
"""Added log probability of a short form of the dictionaries that lacks its marks."""
ENGINE_ONLY_COST = -9.0
"""The same of a word that the channel does not know as a reading, and the engine saw."""
ALTERNATIVE_FLOOR = -12.0
"""Natural log above which an engine's alternative speaks for a word: those of right letters are below -16 three times
in four, true letters that were misread above -10 two times in three."""
COST_FLOOR = -12.0
"""Candidates whose cost is below this are not tried."""
_STOPS = ".:;-+"
"""What ends a word after which a sentence, or what is like one, may begin."""
MAX_CHUNKS = 50_000
MAX_OPTIONS = 20_000
"""Entries kept, to bound the memory: 94,000 words of the gazette have 4,500 different chunks, junk has nothing else."""


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
        self.made: dict[tuple[str, float, tuple[Alternative, ...], Weights], list[Option]] = {}
        """Options made already."""

    def options(self, spot: Spot, own_id: int, weights: Weights) -> list[Option]:
        """The options of a word of token number `own_id`."""
        text, price, alternatives = spot.piece.text, _price(spot, weights), spot.alternatives
        key = (text, price, alternatives, weights)
        if key not in self.made:
            if len(self.made) > MAX_OPTIONS:
                self.made.clear()
            self.made[key] = list(_options(text, own_id, price, alternatives, self.source, weights))
        return self.made[key]

    def __missing__(self, chunk: str) -> Entry:
        pieces = cut(chunk, garbled=False)
        tokens: list[int] = []
        flags = bytearray()
        for piece in pieces:
            ids = self.source.stock.model.ids(piece.tokens)
            tokens += ids
            flags += bytes([self._may_change(piece, chunk)]) + bytes(max(0, len(ids) - 1))
        entry = Entry(tuple(pieces), tuple(tokens), bytes(flags))
        if len(self) >= MAX_CHUNKS:
            self.clear()
        self[chunk] = entry
        return entry

    def _may_change(self, piece: Piece, chunk: str) -> bool:
        """Short forms, known foreign words, letters and words cut off by dots are left alone (and names: see Spot)."""
        text = piece.text
        if not piece.open or len(text) < 2 or not text.isalpha() or len(piece.tokens) != 1:
            return False
        if _UNIT.fullmatch(text):
            return False
        if (
            text.isupper()
            and not CAPITAL_VOWEL.search(skeleton(text))
            and fold(text) not in self.source.stock.known_skeletons
        ):
            return False
        is_foreign = text.lower() in self.source.known and not is_syllable(text)
        return not is_foreign and not chunk[piece.end :].startswith(("...", "…"))


class Stream(NamedTuple):
    """The tokens of a sheet, one after another."""

    tokens: Ids
    may_change: NDArray[np.bool_]
    """Whether a piece begins here that may change."""
    firsts: NDArray[np.int64]
    """Index of each chunk's first token."""


class Spot(NamedTuple):
    """A piece on the sheet."""

    line: int
    """Number of its line, as given to the sheet."""
    start: int
    """Of its chunk, in the line."""
    piece: Piece
    confidence: float
    alternatives: tuple[Alternative, ...]
    """What else the engine saw, offsets within the piece."""
    within: bool
    """Whether a word stands before it in the same sentence and line."""
    followed: str
    """The letter or sign at which the line goes on behind it and a space, "" at its end."""

    def may_change(self, known: Container[str]) -> bool:
        """Whether it is no name: what is spelled as a family name is one, but where a small letter follows.

        `Bồ trí lực lượng` is Bố trí; `Bồ Văn Lợi` is a man. Of capitals alone (`KT. CHU TỊCH`) nobody can tell yet.
        """
        text = self.piece.text
        return not text[0].isupper() or text.lower() not in known or self.followed.islower() or text.isupper()


@dataclass(slots=True)
class Sheet:
    """The chunks of clean lines, one after another; START between sentences."""

    chunks: Chunks
    entries: list[Entry] = field(default_factory=list)
    confidences: list[float] = field(default_factory=list)
    """One an entry."""
    alternatives: list[tuple[Alternative, ...]] = field(default_factory=list)
    """One an entry."""
    lines: list[tuple[int, str]] = field(default_factory=list)
    """Number and text of each line."""
    firsts: list[int] = field(default_factory=list)
    """Index of each line's first entry."""

    def begin_sentence(self) -> None:
        """What follows has nothing to do with what came before."""
        self.entries.append(Entry((), (self.chunks.source.stock.model.start,), b"\0"))
        self.confidences.append(1.0)
        self.alternatives.append(())

    def add(self, number: int, line: Reading) -> None:
        """The chunks of a line."""
        text, confidences, alternatives = line.text, line.confidences, line.alternatives
        found = text.split()
        self.lines.append((number, text))
        self.firsts.append(len(self.entries))
        self.entries += map(self.chunks.__getitem__, found)
        self.confidences += confidences if len(confidences) == len(found) else [1.0] * len(found)
        self.alternatives += alternatives if len(alternatives) == len(found) else [()] * len(found)

    def stream(self) -> Stream:
        """All tokens."""
        tokens = np.fromiter(chain.from_iterable(entry.tokens for entry in self.entries), np.uint64)
        flags = np.frombuffer(b"".join([entry.flags for entry in self.entries]), np.uint8)
        sizes = np.fromiter((len(entry.flags) for entry in self.entries), np.int64, len(self.entries))
        return Stream(tokens, flags.astype(bool), np.cumsum(sizes) - sizes)

    def located(self, tokens: Sequence[int], stream: Stream) -> Iterator[Spot]:
        """The piece that each of these tokens begins."""
        at = np.searchsorted(stream.firsts, tokens, "right") - 1
        begun = stream.firsts[at].tolist()
        number, spans = -1, list[tuple[int, int]]()
        for token, chunk, first in zip(tokens, at.tolist(), begun, strict=True):
            row = bisect_right(self.firsts, chunk) - 1
            line, text = self.lines[row]
            if row != number:
                number, spans = row, [match.span() for match in CHUNK.finditer(text)]
            place = chunk - self.firsts[row]
            piece = _piece_at(self.entries[chunk].pieces, token - first)
            before = text[spans[place - 1][1] - 1] if place else "."
            within = piece.start > 1 if piece.start else before not in _STOPS
            alternatives = (
                shift_alternatives(self.alternatives[chunk], piece.start, piece.end) if self.alternatives[chunk] else ()
            )
            start, end = spans[place]
            behind = start + piece.end
            followed = text[end + 1 : end + 2] if behind == end else ""
            yield Spot(line, start, piece, self.confidences[chunk], alternatives, within, followed)


def _piece_at(pieces: Sequence[Piece], token: int) -> Piece:
    """The piece that begins with the chunk's token of this number."""
    for piece in pieces:
        if token == 0:
            return piece
        token -= len(piece.tokens)
    message = "no piece begins with this token"
    raise LookupError(message)


@lru_cache(maxsize=4)
def chunks_of(source: Source) -> Chunks:
    """The chunks met so far with this source; they are shared by all documents."""
    return Chunks(source)


def surprising(stream: Stream, scores: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which tokens begin words that surprise the model, or that the words after them make surprising."""
    padded = np.append(scores, np.zeros(2, np.float32))
    following = np.minimum(padded[1:-1], padded[2:])
    strange = (
        (scores < OPEN_ALWAYS_BELOW)
        | ((scores < OPEN_IF_FOLLOWED_BELOW) & (following < FOLLOWING_BELOW))
        | (padded[1:-1] < NEXT_BELOW)
    )
    return stream.may_change & strange


class OpenSheet(NamedTuple):
    """A sheet with the words that are opened on it."""

    sheet: Sheet
    stream: Stream
    scores: NDArray[np.float32]
    """Log probability of each token as it stands."""
    where: list[int]
    """The tokens that begin opened words ..."""
    spots: list[Spot]
    """... and these."""


def open_sheet(sheet: Sheet, *, everything: bool) -> Story[OpenSheet]:
    """The sheet with what surprises the model opened, or `everything` that may change."""
    stream = sheet.stream()
    asked = HowLikely(stream.tokens)
    yield asked
    source = sheet.chunks.source
    found = np.flatnonzero(stream.may_change if everything else surprising(stream, asked.scores)).tolist()
    opened = [
        (token, spot)
        for token, spot in zip(found, sheet.located(found, stream), strict=True)
        if spot.may_change(source.known)
    ]
    source.prefetch_clean([place_tones(spot.piece.text) for _, spot in opened])
    return OpenSheet(sheet, stream, asked.scores, [token for token, _ in opened], [spot for _, spot in opened])


def lay_sheet(builder: Builder, found: OpenSheet, weights: Weights) -> None:
    """One small lattice for each run of opened words, with CONTEXT_TOKENS fixed tokens before and after.

    None reaches over the beginning of a sentence: the model does not predict START, and what it says of it is worst
    behind the words that it knows best.
    """
    sheet, stream = found.sheet, found.stream
    model = sheet.chunks.source.stock.model
    reliefs = _reliefs(stream, found.scores, model, weights).tolist()
    tokens = stream.tokens.tolist()
    rest = iter(found.spots)
    for run, first, end in _runs(found.where, _sentences(stream, model.start)):
        spots = [next(rest) for _ in run]
        ways = [
            sheet.chunks.options(spot, tokens[token], weights)
            if found.scores[token : token + 2].sum() < weights.opened_below
            else [Option(tokens[token], 0.0, None)]
            for spot, token in zip(spots, run, strict=True)
        ]
        if all(len(options) == 1 for options in ways):
            continue
        cursor = max(first, run[0] - CONTEXT_TOKENS)
        for token, spot, (itself, *others) in zip(run, spots, ways, strict=True):
            builder.fixed(tokens[cursor:token])
            place = Place(spot.line, spot.start + spot.piece.start, spot.start + spot.piece.end, spot.piece.text)
            builder.slot(place, [itself._replace(cost=itself.cost + reliefs[token]), *others])
            cursor = token + 1
        builder.fixed(tokens[cursor : min(end, cursor + CONTEXT_TOKENS)])
        builder.end_sentence()


def _reliefs(
    stream: Stream, scores: NDArray[np.float32], model: LanguageModel, weights: Weights
) -> NDArray[np.float32]:
    """What is added to each token as it stands, for itself and for what it makes unlikely behind it."""
    if weights.rare_field is None:
        return np.zeros(len(scores), np.float32)
    lacking = np.maximum(model.unigrams[stream.tokens] + weights.rare_field - scores, 0)
    lacking[stream.tokens == model.start] = 0
    behind = np.append(lacking, np.zeros(RELIEVED_TOKENS, np.float32))
    laid: NDArray[np.float32] = sum(
        (behind[ahead : ahead + len(lacking)] for ahead in range(1, RELIEVED_TOKENS + 1)), lacking
    )
    return laid


def _sentences(stream: Stream, start: int) -> list[int]:
    """Where the sentences begin, behind their START, and where the last one ends (as if another START stood there)."""
    return [*(np.flatnonzero(stream.tokens == start) + 1).tolist(), len(stream.tokens) + 1]


def _runs(where: Sequence[int], sentences: Sequence[int]) -> Iterator[tuple[list[int], int, int]]:
    """Opened tokens so near to one another that the model sees them together; where their sentence begins and ends."""
    run: list[int] = []
    first = end = 0
    for token in where:
        if run and (token - run[-1] > 2 * CONTEXT_TOKENS or token >= end):
            yield run, first, end
            run = []
        if token >= end:
            at = bisect_right(sentences, token)
            first, end = sentences[at - 1], sentences[at] - 1
        run.append(token)
    if run:
        yield run, first, end


def _price(spot: Spot, weights: Weights) -> float:
    """Log probability added to what would change the word."""
    text = spot.piece.text
    is_name = text[0].isupper() and not text.isupper() and spot.within
    return round(weights.change + weights.doubt * 10 * (1 - spot.confidence) + weights.name * is_name, 1)


def _options(  # noqa: PLR0913, PLR0917 - the word, what is known of it, and what it is judged by
    text: str, own_id: int, price: float, alternatives: Sequence[Alternative], source: Source, weights: Weights
) -> Iterator[Option]:
    found = source.clean(place_tones(text))
    costs: Mapping[str, float] = dict(zip(found.words, found.costs.tolist(), strict=True))
    itself = place_tones(text.lower())
    own = costs.get(itself, UNSEEN_OWN_COST)
    seen = words_seen(text, alternatives) if alternatives else {}
    is_upper = text.isupper()
    is_right_form = is_upper or is_syllable(itself)
    yield Option(own_id, 0.0, None)
    index = source.stock.model.index
    for word in dict.fromkeys((*found.words, *seen)):
        if is_upper and word in index and _is_short_form(word, text, source):
            yield Option(index[word], SHORT_FORM_COST, word)
            continue
        heard = costs.get(word, ENGINE_ONLY_COST)
        if is_right_form and heard < weights.unseen and word not in seen:
            continue
        cost = price + weights.channel * (max(heard, ENGINE_ONLY_COST) - own)
        if word in seen:
            cost += min(weights.most_seen, max(0.0, weights.seen * (seen[word] - ALTERNATIVE_FLOOR)))
        # Where the tone mark stands is no matter of reading: a `khoẻ` stays.
        if cost > COST_FLOOR and len(word) > 1 and word in index and is_syllable(word) and _placed(word) != itself:
            yield Option(index[word], cost, word)


_placed = lru_cache(maxsize=MAX_OPTIONS)(place_tones)
"""Of words of the model, which are some 15,000."""


def _is_short_form(word: str, text: str, source: Source) -> bool:
    """Whether `text`, capitals that no dictionary knows, is a short form but for its marks (`CDS` for CĐS)."""
    return word in source.known and word != text.lower() and skeleton(word) == skeleton(text.lower())
