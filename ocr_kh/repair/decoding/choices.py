# SPDX-License-Identifier: Apache-2.0
"""From lattices to decisions: the best path, the document's memory, and how sure each choice is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.repair.decoding.case import carry_case
from ocr_kh.repair.decoding.context import with_context
from ocr_kh.repair.decoding.decoder import decode
from ocr_kh.repair.decoding.lattice import side_by_side
from ocr_kh.repair.decoding.memory import Memory
from ocr_kh.repair.decoding.posterior import best, probabilities, rivals, stream_probability
from ocr_kh.repair.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.language.context import ContextModel
    from ocr_kh.language.model import LanguageModel
    from ocr_kh.repair.decoding.decoder import Floats, Indices, Lattice
    from ocr_kh.repair.decoding.lattice import Builder, Place

DOUBT_PROBABILITY = 0.7
"""A choice less probable than this is marked for review."""
MEMORY_PASSES = 2
"""How often the document's memory is asked: what it puts right helps the words beside. A third time adds nothing."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was chosen in a slot; outputs in the case of the page, None for what stands there."""

    place: Place
    output: str | None
    probability: float
    """Of `output`."""
    runner_up: str | None
    second: float = 0.0
    """Probability of the runner-up."""
    kept: float = 0.0
    """Probability of what stands there."""

    def edit(self, after: str | None, runner_up: str | None, *, doubtful: bool | None = None) -> Edit:
        """What was chosen, as an edit of the line."""
        if doubtful is None:
            doubtful = self.probability < DOUBT_PROBABILITY
        place = self.place
        return Edit(place.start, place.end, after or "", "channel", self.probability, runner_up, doubtful)

    def doubt(self, before: str, rival: str | None) -> Edit:
        """What stands there, in doubt: its own probability is told, whatever was chosen."""
        return Edit(self.place.start, self.place.end, before, "channel", self.kept, rival, doubtful=True)


def decide(
    builders: Sequence[Builder], model: LanguageModel, *, with_memory: bool, context: ContextModel | None = None
) -> list[list[Decision]]:
    """What the decoder chose in each document, slot by slot; the context model has a say where it is given."""
    lattices = [builder.lattice() for builder in builders]
    if not any(builder.places for builder in builders):
        return [[] for _ in builders]
    lattice = side_by_side(lattices)
    if context:
        lattice = with_context(lattice, lattice.slots[:-1], context, model.start)
    chosen, probability = _chosen(lattice, model, with_memory=with_memory)
    found = []
    slot = candidate = 0
    for builder, own in zip(builders, lattices, strict=True):
        slots, candidates = slice(slot, slot + len(builder.places)), slice(candidate, candidate + len(own.words))
        found.append(list(_decisions(builder, own, chosen[slots] - candidate, probability[candidates])))
        slot, candidate = slots.stop, candidates.stop
    return found


def _decisions(builder: Builder, lattice: Lattice, chosen: Indices, probability: Floats) -> Iterator[Decision]:
    """What was chosen in the slots of one document."""
    for slot, (place, winner) in enumerate(zip(builder.places, chosen.tolist(), strict=True)):
        if place is not None:
            yield _decision(builder, range(lattice.slots[slot], lattice.slots[slot + 1]), place, winner, probability)


def _decision(builder: Builder, ways: range, place: Place, winner: int, probability: Floats) -> Decision:
    """What was chosen of the candidates of a slot."""
    output = _output_text(builder.options[winner].output, place)
    itself = next((at for at in ways if builder.options[at].output is None), None)
    kept = 0.0 if itself is None else float(probability[itself])
    others = [at for at in ways if at != winner]
    if not others:
        return Decision(place, output, float(probability[winner]), None, kept=kept)
    second = max(others, key=probability.__getitem__)
    runner_up = _output_text(builder.options[second].output, place)
    return Decision(place, output, float(probability[winner]), runner_up, float(probability[second]), kept)


def _output_text(output: str | None, place: Place) -> str | None:
    return output if output is None else carry_case(place.shape, output)


def _chosen(lattice: Lattice, model: LanguageModel, *, with_memory: bool) -> tuple[Indices, Floats]:
    """The best path, put right by the document's memory, and the probability of every candidate."""
    chosen = decode(lattice, model)
    found = rivals(lattice, chosen, model)
    probability = probabilities(lattice, chosen, found)
    for again in range(MEMORY_PASSES if with_memory else 0):
        if again:
            found = rivals(lattice, chosen, model)
        memory = Memory(found.stream, stream_probability(lattice, chosen, probability, found), found.documents, model)
        found = found._replace(scores=found.scores + memory.bonus(lattice.words[found.candidates], found))
        chosen = best(chosen, found)
        probability = probabilities(lattice, chosen, found)
    return chosen, probability
