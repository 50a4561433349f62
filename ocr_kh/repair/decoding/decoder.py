# SPDX-License-Identifier: Apache-2.0
"""Beam search over lattices, all of a document's sentences at once.

A lattice is a row of slots; a slot holds candidates; a path takes one of each slot. A candidate may
be silent (it says nothing: the second half of a joined word), and carries two link numbers: a
candidate with `enter` k follows only one with `leave` k, so that halves of splits and joins stay together.
The score of a path is the sum of its candidates' costs and of the language model's log probabilities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ocr_kh.language.model import LanguageModel

    Indices = NDArray[np.int64]
    Ids = NDArray[np.uint64]
    Floats = NDArray[np.float32]

BEAM_HISTORIES = 12
"""Histories kept a sentence."""
BEAM_LOG_LOSS = 11.0
"""Histories worse than the best by more than this (natural log) are dropped."""
LM_WEIGHT = np.float32(1.0)


class Lattice(NamedTuple):
    """Slots one after the other; sentences one after the other. All candidates of all slots lie in flat arrays."""

    words: Ids
    costs: Floats
    """Weighted log probabilities of the readings."""
    silent: NDArray[np.bool_]
    enter: NDArray[np.int32]
    leave: NDArray[np.int32]
    slots: Indices
    """Index of each slot's first candidate, and at the end the number of candidates."""
    sentences: Indices
    """Index of each sentence's first slot, and at the end the number of slots."""
    documents: Indices
    """Index of each document's first sentence (a document has one at least), and at the end the number of sentences."""


class _States(NamedTuple):
    """The histories alive, those of a sentence together."""

    sentence: Indices
    third: Ids
    second: Ids
    last: Ids
    score: Floats
    link: NDArray[np.int32]

    def at(self, index: Indices) -> _States:
        """Those of the index."""
        return _States(
            self.sentence[index],
            self.third[index],
            self.second[index],
            self.last[index],
            self.score[index],
            self.link[index],
        )


def decode(lattice: Lattice, model: LanguageModel) -> Indices:
    """The candidate chosen in each slot."""
    first, ends = lattice.sentences[:-1], lattice.sentences[1:]
    states = _begin(np.flatnonzero(ends > first), model.start)
    trail: list[_Step] = []
    while len(states.sentence):
        states, parents, candidates = _advance(lattice, states, len(trail), model)
        done = first[states.sentence] + len(trail) + 1 >= ends[states.sentence]
        going_on = np.flatnonzero(~done)
        trail.append(_Step(parents, candidates, going_on, _best_of_each(states, done)))
        states = states.at(going_on)
    return _trace(lattice, trail)


class _Step(NamedTuple):
    """What a step leaves behind. Arrays index this step's histories, `parents` those that went on before it."""

    parents: Indices
    candidates: Indices
    going_on: Indices
    finished: Indices
    """The best history of each sentence that ended here."""


def _begin(sentences: Indices, start: int) -> _States:
    starts = np.full(len(sentences), start, np.uint64)
    zeros = np.zeros(len(sentences), np.float32)
    return _States(sentences, starts, starts, starts, zeros, zeros.astype(np.int32))


def _advance(lattice: Lattice, states: _States, step: int, model: LanguageModel) -> tuple[_States, Indices, Indices]:
    """All histories continued by all candidates of their next slots, and the best of them kept."""
    slot = lattice.sentences[states.sentence] + step
    begin, counts = lattice.slots[slot], lattice.slots[slot + 1] - lattice.slots[slot]
    parent = np.repeat(np.arange(len(slot)), counts)
    within = np.arange(len(parent)) - np.repeat(np.cumsum(counts) - counts, counts)
    candidate = begin[parent] + within
    fits = states.link[parent] == lattice.enter[candidate]
    if not fits.all():
        parent, candidate = parent[fits], candidate[fits]
    words, silent = lattice.words[candidate], lattice.silent[candidate]
    score = states.score[parent] + lattice.costs[candidate]
    score += LM_WEIGHT * _heard(states, parent, words, silent, model)
    near = _near_the_best(states.sentence[parent], score)
    parent, candidate, score, words, silent = parent[near], candidate[near], score[near], words[near], silent[near]
    continued = _States(
        states.sentence[parent],
        np.where(silent, states.third[parent], states.second[parent]),
        np.where(silent, states.second[parent], states.last[parent]),
        np.where(silent, states.last[parent], words),
        score,
        lattice.leave[candidate],
    )
    kept = _beam(continued)
    return continued.at(kept), parent[kept], candidate[kept]


def _heard(states: _States, parent: Indices, words: Ids, silent: NDArray[np.bool_], model: LanguageModel) -> Floats:
    contexts = model.contexts(states.third, states.second, states.last)
    if not silent.any():
        return model.log_probability(contexts, parent, words)
    scores = np.zeros(len(words), np.float32)
    loud = np.flatnonzero(~silent)
    scores[loud] = model.log_probability(contexts, parent[loud], words[loud])
    return scores


def _near_the_best(sentence: Indices, score: Floats) -> Indices:
    """Without those far worse than the best of their sentence; the sentences come in runs."""
    starts = _starts(sentence)
    if not len(starts):
        return starts
    sizes = np.diff(np.append(starts, len(sentence)))
    return np.flatnonzero(score >= np.repeat(np.maximum.reduceat(score, starts), sizes) - BEAM_LOG_LOSS)


def _starts(groups: Indices) -> Indices:
    """Where each run of equal values begins."""
    if not len(groups):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.append(True, groups[1:] != groups[:-1]))


def _beam(states: _States) -> Indices:
    """Of equal histories the best, and of each sentence the best BEAM_HISTORIES histories, sentence by sentence."""
    order = np.lexsort((-states.score, states.link, states.third, states.second, states.last, states.sentence))
    same = np.ones(len(order), bool)
    same[:1] = False
    for column in (states.sentence, states.last, states.second, states.third, states.link):
        ordered = column[order]
        same[1:] &= ordered[1:] == ordered[:-1]
    order = order[~same]
    order = order[np.lexsort((-states.score[order], states.sentence[order]))]
    sentence = states.sentence[order]
    starts = _starts(sentence)
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return order[rank < BEAM_HISTORIES]


def _best_of_each(states: _States, done: NDArray[np.bool_]) -> Indices:
    """The first state (the best) of every sentence that has come to its end."""
    if not done.any():
        return np.zeros(0, np.int64)
    starts = _starts(states.sentence)
    return starts[done[starts]]


def _trace(lattice: Lattice, trail: list[_Step]) -> Indices:
    """Follow the best histories back to their beginnings."""
    chosen = lattice.slots[:-1].copy()
    following: Indices = np.zeros(0, np.int64)
    for step in reversed(trail):
        histories = np.concatenate([step.going_on[following], step.finished])
        candidates = step.candidates[histories]
        chosen[np.searchsorted(lattice.slots, candidates, side="right") - 1] = candidates
        following = step.parents[histories]
    return chosen
