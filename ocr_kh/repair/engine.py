# SPDX-License-Identifier: Apache-2.0
"""The lines of a document in, the edits of each line out.

The story: judge each line, let the rules settle codes, cut the rest into pieces, gather candidates for
the open ones, lay the lattice, find the best path, ask the document's memory, and turn what differs
from the page into edits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.repair.candidates import inventory
from ocr_kh.repair.channel import load_channel
from ocr_kh.repair.damage import Damage, judge
from ocr_kh.repair.decoder import decode
from ocr_kh.repair.dictionaries import load_lexicon
from ocr_kh.repair.lattice import Builder
from ocr_kh.repair.lm import load_model
from ocr_kh.repair.memory import memory
from ocr_kh.repair.options import Row, Source, lay_line
from ocr_kh.repair.pieces import cut
from ocr_kh.repair.posterior import best, probabilities, rivals
from ocr_kh.repair.records import Edit
from ocr_kh.repair.rules import canonical_symbols, has_romans, numbers_of, rule_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.repair.decoder import Floats, Indices, Lattice
    from ocr_kh.repair.lm import LanguageModel
    from ocr_kh.repair.pieces import Piece
    from ocr_kh.settings import Settings

MODELS = Path(__file__).parent / "model"
DOUBTFUL = 0.7
"""A choice less probable than this is marked for review."""
_SENTENCE_END = re.compile(r"[.;:!?][\"”’)]*\s*$")
_BULLET = re.compile(r"\s*(?:[-+*•]|[\dIVXivx|]{1,4}[.)]|[a-zđ]\))")


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as it was read."""

    text: str
    """NFC."""
    confidences: tuple[float, ...] = ()
    """One a token (run without white space), 0 to 1; empty where nothing is known."""
    alternatives: tuple[tuple[str, ...], ...] = ()
    """What else the engine saw, one tuple a token; empty where nothing is known."""


@dataclass(frozen=True, slots=True)
class Tools:
    """All that repair looks things up in."""

    model: LanguageModel
    english: Source
    symbols: Mapping[str, str]

    @classmethod
    def load(cls, settings: Settings) -> Tools:
        """Raises DictionaryError, MachineError."""
        model = load_model()
        lexicon = load_lexicon(settings.dictionaries)
        known = frozenset(word.lower() for word in (*lexicon.short_forms, *lexicon.words))
        stock = inventory(model, known)
        return cls(
            model, Source(load_channel(MODELS / "english.npz"), stock, known), canonical_symbols(lexicon.symbols)
        )


def repair_lines(readings: Sequence[Reading], settings: Settings) -> list[list[Edit]]:
    """The edits of each line, in order and without overlaps. Raises DictionaryError, MachineError."""
    tools = Tools.load(settings)
    lines = [reading.text for reading in readings]
    damages = judge(lines, tools.english.stock.syllables)
    edits: list[list[Edit]] = [[] for _ in lines]
    if any(damage is not Damage.NONE for damage in damages):
        settled = _settled(lines, damages, tools)
        for line, found in enumerate(settled):
            edits[line] += found
        for line, edit in _decoded(lines, damages, settled, tools):
            edits[line].append(edit)
    return [sorted(found, key=lambda edit: edit.start) for found in edits]


def _settled(lines: Sequence[str], damages: Sequence[Damage], tools: Tools) -> list[list[Edit]]:
    """What the rules decide, line by line."""
    numbers, romans = numbers_of(lines), has_romans(lines)
    return [
        rule_edits(line, tools.symbols, numbers, romans=romans) if damage is Damage.GARBLED else []
        for line, damage in zip(lines, damages, strict=True)
    ]


def _decoded(
    lines: Sequence[str], damages: Sequence[Damage], settled: Sequence[list[Edit]], tools: Tools
) -> Iterator[tuple[int, Edit]]:
    cuts = [
        cut(line, garbled=damage is Damage.GARBLED, settled=rules)
        for line, damage, rules in zip(lines, damages, settled, strict=True)
    ]
    builder = _laid_out(lines, damages, cuts, tools)
    lattice = builder.lattice()
    chosen, probability = _chosen(lattice, tools.model)
    for slot, place in enumerate(builder.places):
        output = builder.options[chosen[slot]].output
        if place is None or output is None or output == lines[place.line][place.start : place.end]:
            continue
        p = float(probability[chosen[slot]])
        second = _second(builder, lattice, slot, chosen[slot], probability)
        yield place.line, Edit(place.start, place.end, output, "channel", p, second, p < DOUBTFUL)


def _chosen(lattice: Lattice, model: LanguageModel) -> tuple[Indices, Floats]:
    """The best path, put right by the document's memory, and the probability of every candidate."""
    chosen = decode(lattice, model)
    found = rivals(lattice, chosen, model)
    first = probabilities(lattice, chosen, found)
    bonus = memory(lattice.words[chosen], first[chosen], model)
    found = found._replace(scores=found.scores + bonus[lattice.words[found.candidates]])
    chosen = best(chosen, found)
    return chosen, probabilities(lattice, chosen, found)


def _second(builder: Builder, lattice: Lattice, slot: int, winner: int, probability: Floats) -> str | None:
    """What the runner-up would have written."""
    others = [at for at in range(lattice.slots[slot], lattice.slots[slot + 1]) if at != winner]
    if not others:
        return None
    return builder.options[max(others, key=lambda at: float(probability[at]))].output


def _laid_out(lines: Sequence[str], damages: Sequence[Damage], cuts: Sequence[list[Piece]], tools: Tools) -> Builder:
    for kind in (Damage.GARBLED, Damage.STRIPPED):
        tools.english.prefetch([pieces for pieces, damage in zip(cuts, damages, strict=True) if damage is kind], kind)
    builder = Builder()
    previous = ""
    for number, (line, damage, pieces) in enumerate(zip(lines, damages, cuts, strict=True)):
        capitals = line.isupper()
        if not line.strip() or _SENTENCE_END.search(previous) or _BULLET.match(line) or capitals != previous.isupper():
            builder.end_sentence()
        previous = line or previous
        if damage is Damage.NONE:
            builder.fixed([word for piece in pieces for word in tools.model.ids(piece.tokens)])
        else:
            lay_line(builder, Row(number, pieces, damage, capitals), tools.english)
    return builder
