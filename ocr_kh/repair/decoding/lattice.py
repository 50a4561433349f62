# SPDX-License-Identifier: Apache-2.0
"""From pieces and their candidates to the arrays that the decoder works on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.repair.decoding.decoder import Lattice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.repair.decoding.decoder import Indices

LONGEST_SENTENCE = 160
"""Slots after which a sentence is cut: bounds the decoder's steps, and few sentences are longer."""


class Option(NamedTuple):
    """One way to understand a slot."""

    word: int
    """Its number in the language model."""
    cost: float
    """Weighted log probability of the reading."""
    output: str | None
    """What to write, in small letters; None for what stands there."""
    silent: bool = False
    enter: int = 0
    leave: int = 0


class Place(NamedTuple):
    """Where a slot stands."""

    line: int
    start: int
    end: int
    shape: str
    """Whose case the output takes: what stands there, or that with its case made sure."""


@dataclass(slots=True)
class Builder:
    """Slots are added one by one; `lattice` makes the arrays."""

    places: list[Place | None] = field(default_factory=list)
    """None for a slot that cannot change."""
    options: list[Option] = field(default_factory=list)
    slots: list[int] = field(default_factory=lambda: [0])
    sentences: list[int] = field(default_factory=lambda: [0])
    links: int = 0

    def fixed(self, words: list[int]) -> None:
        """Tokens that stand as they are."""
        for word in words:
            self.slot(None, [Option(word, 0.0, None)])

    def slot(self, place: Place | None, options: list[Option]) -> None:
        """A slot with its options (at least one that enters with link 0)."""
        if len(self.places) - self.sentences[-1] >= LONGEST_SENTENCE and not any(option.enter for option in options):
            self.end_sentence()
        self.places.append(place)
        self.options += options
        self.slots.append(len(self.options))

    def link(self) -> int:
        """A new link number."""
        self.links += 1
        return self.links

    def end_sentence(self) -> None:
        """What comes next has nothing to do with what came before."""
        if self.sentences[-1] != len(self.places):
            self.sentences.append(len(self.places))

    def lattice(self) -> Lattice:
        """The arrays, of one document; of none where there is no slot."""
        self.end_sentence()
        return Lattice(
            words=np.array([option.word for option in self.options], np.uint64),
            costs=np.array([option.cost for option in self.options], np.float32),
            silent=np.array([option.silent for option in self.options], bool),
            enter=np.array([option.enter for option in self.options], np.int32),
            leave=np.array([option.leave for option in self.options], np.int32),
            slots=np.array(self.slots, np.int64),
            sentences=np.array(self.sentences, np.int64),
            documents=np.array([0, len(self.sentences) - 1][: len(self.sentences)], np.int64),
        )


def side_by_side(lattices: Sequence[Lattice]) -> Lattice:
    """The documents of all lattices in one; their candidates and slots keep their order."""
    if len(lattices) == 1:
        return lattices[0]
    words, costs, silent, enter, leave, slots, sentences, documents = zip(*lattices, strict=True)
    return Lattice(
        words=np.concatenate(words),
        costs=np.concatenate(costs),
        silent=np.concatenate(silent),
        enter=np.concatenate(enter),
        leave=np.concatenate(leave),
        slots=_counted_on(slots),
        sentences=_counted_on(sentences),
        documents=_counted_on(documents),
    )


def _counted_on(firsts: Sequence[Indices]) -> Indices:
    """Rows of first indices, each with its end, as one row with one end."""
    return np.concatenate([[0], np.cumsum(np.concatenate([np.diff(row) for row in firsts]))]).astype(np.int64)
