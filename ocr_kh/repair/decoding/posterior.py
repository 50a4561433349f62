# SPDX-License-Identifier: Apache-2.0
"""How sure is each choice? Every option of a slot against the others, with the words around it as chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.language.ngrams import ORDER
from ocr_kh.repair.decoding.decoder import LM_WEIGHT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ocr_kh.language.model import LanguageModel
    from ocr_kh.repair.decoding.decoder import Floats, Ids, Indices, Lattice


class Rivals(NamedTuple):
    """The candidates that compete within their slots, and how well each fits with the words around it as chosen."""

    candidates: Indices
    slots: Indices
    scores: Floats
    own: Floats
    """Log probability of each word after those before it."""
    following: Floats
    """Log probability of the word after it; 0 at the end of a sentence."""
    stream: Ids
    """The chosen words with START around sentences."""
    position: Indices
    """Where each candidate's slot lies in it."""
    documents: Indices
    """The number of the document that each word of the stream is of."""


def rivals(lattice: Lattice, chosen: Indices, model: LanguageModel) -> Rivals:
    """All candidates of slots with a choice, but for splits and joins."""
    counts = np.diff(lattice.slots)
    linked = (lattice.enter > 0) | (lattice.leave > 0) | lattice.silent
    simple = (counts > 1) & ~linked[chosen]
    candidates = np.flatnonzero(np.repeat(simple, counts) & ~linked)
    slots = np.repeat(np.arange(len(counts)), counts)[candidates]
    stream, position = stream_of(lattice, chosen, np.uint64(model.start))
    own, following, context = _in_context(stream, position[slots], lattice.words[candidates], model)
    scores = lattice.costs[candidates] + LM_WEIGHT * context
    first_slots = lattice.sentences[lattice.documents[1:-1]]
    documents = np.searchsorted(position[first_slots], np.arange(len(stream)), side="right")
    return Rivals(candidates, slots, scores, own, following, stream, position[slots], documents)


def probabilities(lattice: Lattice, chosen: Indices, found: Rivals) -> Floats:
    """Probability of every candidate; those chosen in slots without rivals have 1."""
    result = np.zeros(len(lattice.words), np.float32)
    result[chosen] = 1
    result[found.candidates] = _softmax(found.scores, found.slots)
    return result


def stream_probability(lattice: Lattice, chosen: Indices, probability: Floats, found: Rivals) -> Floats:
    """Of each word of the stream, how probable its choice is; START is not counted as seen."""
    result = np.zeros(len(found.stream), np.float32)
    _, position = stream_of(lattice, chosen, found.stream[0])
    loud = ~lattice.silent[chosen]
    result[position[loud]] = probability[chosen[loud]]
    return result


def best(chosen: Indices, found: Rivals) -> Indices:
    """`chosen` with the best rival of each slot in its place."""
    order = np.lexsort((found.scores, found.slots))
    better = chosen.copy()
    better[found.slots[order]] = found.candidates[order]
    return better


def stream_of(
    lattice: Lattice, chosen: Indices, start: np.uint64, *, between: int = ORDER - 1, around: int = ORDER - 1
) -> tuple[Ids, Indices]:
    """The chosen words and the place of each slot's word in them; START `between` sentences and `around` documents."""
    sentence = np.repeat(np.arange(len(lattice.sentences) - 1), np.diff(lattice.sentences))
    starts = np.full(len(lattice.sentences) - 1, between)
    starts[lattice.documents[:-1]] = around
    loud = ~lattice.silent[chosen]
    position = np.cumsum(loud) - loud + np.cumsum(starts)[sentence]
    stream = np.full(int(loud.sum() + starts.sum()) + around, start, np.uint64)
    stream[position[loud]] = lattice.words[chosen[loud]]
    return stream, position


def _in_context(stream: Ids, position: Indices, words: Ids, model: LanguageModel) -> tuple[Floats, Floats, Floats]:
    """Log probability of each word in its place, of the word after it, and of it with the ORDER - 1 words after it."""
    start = np.uint64(model.start)
    identity = np.arange(len(words))
    scores = []
    for ahead in range(ORDER):
        window = [stream[position + ahead - back] for back in (3, 2, 1, 0)]
        window[3 - ahead] = words
        third, second, last, target = window
        likely = model.log_probability(model.contexts(third, second, last), identity, target)
        # Behind a sentence stands START, which the model does not predict.
        scores.append(np.where(target == start, np.float32(0), likely))
    return scores[0], scores[1], np.sum(scores, axis=0)


def _softmax(scores: Floats, groups: Indices) -> NDArray[np.float32]:
    """Probabilities within each run of equal groups."""
    if not len(scores):
        return scores
    starts = np.flatnonzero(np.append(True, groups[1:] != groups[:-1]))
    sizes = np.diff(np.append(starts, len(groups)))
    weights = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    return np.asarray(weights / np.repeat(np.add.reduceat(weights, starts), sizes))
