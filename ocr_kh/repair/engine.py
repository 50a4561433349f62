# SPDX-License-Identifier: Apache-2.0
"""The lines of a document in, the edits of each line out.

The story: judge each line, let the rules settle codes, cut the rest into pieces, gather candidates for
the open ones, lay the lattice, find the best path, ask the document's memory, and turn what differs
from the page into edits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.repair.candidates import inventory
from ocr_kh.repair.case import carry_case
from ocr_kh.repair.channel import load_channel
from ocr_kh.repair.clean import READ, TYPED, Chunks, Sheet, lay_sheet
from ocr_kh.repair.damage import FILE_NAME, Damage, is_unmarked, judge
from ocr_kh.repair.decoder import decode
from ocr_kh.repair.dictionaries import load_lexicon
from ocr_kh.repair.lattice import Builder, Place
from ocr_kh.repair.lm import load_model
from ocr_kh.repair.memory import Memory
from ocr_kh.repair.names import name_edits, proven_names
from ocr_kh.repair.options import Row, Source, lay_line
from ocr_kh.repair.pieces import cut
from ocr_kh.repair.posterior import best, probabilities, rivals, stream_probability
from ocr_kh.repair.records import Edit, composed, edited
from ocr_kh.repair.rules import (
    canonical_symbols,
    has_romans,
    letter_edits,
    numbers_of,
    rule_edits,
    symbols_of,
    tone_edits,
)
from ocr_kh.repair.signs import merged, numbering_edits, sign_edits
from ocr_kh.repair.syllables import is_spelling_variant, place_tones, tone_votes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.repair.decoder import Floats, Indices, Lattice
    from ocr_kh.repair.lm import LanguageModel
    from ocr_kh.repair.syllables import TonePlacement
    from ocr_kh.settings import Settings

MODELS = Path(__file__).parent / "model"
DOUBTFUL = 0.7
"""A choice less probable than this is marked for review."""
MOST_PASSES = 5
LONGEST_LINE = 20_000
"""Characters of a line worked on at once."""
BATCH = 40_000
"""Characters (some 8,000 words) worked on at once; the document's memory reaches as far."""
_SPACE = re.compile(r"\s")
DOUBT = 0.3
"""A rival at least this probable makes a word doubtful that stays."""
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
    source: Source
    chunks: Chunks
    symbols: Mapping[str, str]


@lru_cache(maxsize=4)
def load_tools(dictionaries: tuple[Path, ...] = ()) -> Tools:
    """Models and dictionaries. Raises DictionaryError, MachineError."""
    model = load_model()
    lexicon = load_lexicon(dictionaries)
    known = frozenset(
        part for word in (*lexicon.short_forms, *lexicon.words) for part in (word.lower(), *word.lower().split("-"))
    )
    english, vietnamese = (load_channel(MODELS / f"{name}.npz") for name in ("english", "vietnamese"))
    source = Source(english, vietnamese, inventory(model, known), known, lexicon.phrases)
    return Tools(model, source, Chunks(source), canonical_symbols(lexicon.symbols))


def repair_lines(readings: Sequence[Reading], settings: Settings) -> list[list[Edit]]:
    """The edits of each line, in order and without overlaps. Raises DictionaryError, MachineError.

    Text without confidences is repaired again until nothing changes, so that repairing it later changes nothing.
    """
    tools = load_tools(settings.dictionaries)
    parts = [(number, start, part) for number, line in enumerate(readings) for start, part in _parts(line)]
    found = _settled_edits([part for _, _, part in parts], tools, settings)
    edits: list[list[Edit]] = [[] for _ in readings]
    for (number, start, _), changes in zip(parts, found, strict=True):
        edits[number] += [replace(edit, start=edit.start + start, end=edit.end + start) for edit in changes]
    return edits


def _parts(reading: Reading) -> Iterator[tuple[int, Reading]]:
    """A line in parts of at most LONGEST_LINE characters, cut before white space, with the offset of each."""
    text, start = reading.text, 0
    while len(text) - start > LONGEST_LINE:
        spaces = [match.start() for match in _SPACE.finditer(text, start + 1, start + LONGEST_LINE)]
        end = spaces[-1] if spaces else start + LONGEST_LINE
        yield start, Reading(text[start:end])
        start = end
    yield start, replace(reading, text=text[start:]) if start else reading


def _settled_edits(readings: Sequence[Reading], tools: Tools, settings: Settings) -> list[list[Edit]]:
    found = _once(readings, tools, settings)
    if any(reading.confidences for reading in readings):
        return found
    for _ in range(MOST_PASSES):
        changes = [_changes(reading.text, edits) for reading, edits in zip(readings, found, strict=True)]
        if not any(changes):
            return found
        after = [Reading(edited(reading.text, edits)) for reading, edits in zip(readings, changes, strict=True)]
        again = _once(after, tools, settings)
        found = [
            composed(reading.text, edits, more) for reading, edits, more in zip(readings, changes, again, strict=True)
        ]
        if not any(_changes(reading.text, more) for reading, more in zip(after, again, strict=True)):
            return found
    return found


def _changes(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits that are more than doubts."""
    return [edit for edit in edits if edit.after != text[edit.start : edit.end]]


def _once(readings: Sequence[Reading], tools: Tools, settings: Settings) -> list[list[Edit]]:
    was_read = any(reading.confidences for reading in readings)
    letters = _before_decoding([reading.text for reading in readings], tools, settings, was_read=was_read)
    mended = [
        replace(reading, text=edited(reading.text, edits)) if edits else reading
        for reading, edits in zip(readings, letters, strict=True)
    ]
    lines = [reading.text for reading in mended]
    damages = _judged(lines, tools, settings.channel)
    style = _tone_style(lines, settings.tone)
    found: list[list[Edit]] = [[] for _ in lines]
    decoded = () if settings.channel == "none" else _in_batches(mended, damages, tools)
    proven = proven_names(lines)
    for line, edit in decoded:
        if damages[line] is Damage.NONE and any(edit.start < end and start < edit.end for start, end in proven[line]):
            continue
        is_change = edit.after != lines[line][edit.start : edit.end]
        found[line].append(replace(edit, after=place_tones(edit.after, style)) if is_change else edit)
    return [
        composed(reading.text, first, sorted(second, key=lambda edit: edit.start))
        for reading, first, second in zip(readings, letters, found, strict=True)
    ]


def _before_decoding(lines: Sequence[str], tools: Tools, settings: Settings, *, was_read: bool) -> list[list[Edit]]:
    """What rules mend before the decoder sees the lines: letters, tones; where an engine read them, signs and names."""
    found = [letter_edits(line, tools.symbols, was_read=was_read) or tone_edits(line, settings.tone) for line in lines]
    if not was_read:
        return found
    document = zip(numbering_edits(lines), name_edits(lines), strict=True)
    return [
        merged(edits, numbers, names, sign_edits(line))
        for line, edits, (numbers, names) in zip(lines, found, document, strict=True)
    ]


def _in_batches(readings: Sequence[Reading], damages: Sequence[Damage], tools: Tools) -> Iterator[tuple[int, Edit]]:
    """The edits of all lines; BATCH characters at a time, so that memory stays bounded."""
    first = size = 0
    for number, reading in enumerate(readings):
        size += len(reading.text)
        if size > BATCH or number + 1 == len(readings):
            part, judged = readings[first : number + 1], damages[first : number + 1]
            lines = [line.text for line in part]
            for line, edit in (*_restored(lines, judged, tools), *_looked_over(part, judged, tools)):
                yield first + line, edit
            first, size = number + 1, 0


def _judged(lines: Sequence[str], tools: Tools, channel: str) -> list[Damage]:
    """The damage of each line, or what the user says it is."""
    if channel in {"vietnamese", "none"}:
        return [Damage.NONE] * len(lines)
    damages = judge(lines, tools.source.stock.skeletons)
    if channel == "english":
        kind = Damage.STRIPPED if Damage.STRIPPED in damages and Damage.GARBLED not in damages else Damage.GARBLED
        return [kind if is_unmarked(line, tools.source.stock.skeletons) else Damage.NONE for line in lines]
    return damages


def _tone_style(lines: Sequence[str], wanted: str) -> TonePlacement:
    """Where the document places its tones; the old way unless it mostly does otherwise."""
    if wanted != "document":
        return "new" if wanted == "new" else "old"
    old, new = (sum(votes) for votes in zip(*(tone_votes(line) for line in lines), strict=True)) if lines else (0, 0)
    return "new" if new > old else "old"


def _looked_over(readings: Sequence[Reading], damages: Sequence[Damage], tools: Tools) -> Iterator[tuple[int, Edit]]:
    """The edits of the lines that are nearly right."""
    sheet = Sheet(tools.chunks)
    previous = ""
    for number, (reading, damage) in enumerate(zip(readings, damages, strict=True)):
        if damage is Damage.NONE:
            if begins_sentence(previous, reading.text):
                sheet.begin_sentence()
            if not FILE_NAME.search(reading.text):
                sheet.add(number, reading.text, reading.confidences)
        previous = reading.text or previous
    was_read = any(reading.confidences for reading in readings)
    weights = READ if was_read else TYPED
    builder = Builder()
    lay_sheet(builder, sheet, weights, everything=was_read)
    for slot in _decided(builder, tools.model, with_memory=was_read):
        before = readings[slot.place.line].text[slot.place.start : slot.place.end]
        if slot.output and is_spelling_variant(before, slot.output):
            continue
        if slot.output not in {None, before} and slot.probability >= weights.least:
            yield slot.place.line, slot.edit(slot.output, slot.runner_up or before)
        elif slot.output not in {None, before}:
            yield slot.place.line, slot.edit(before, slot.output, doubtful=True)
        elif slot.probability < 1 - DOUBT:
            yield slot.place.line, slot.edit(before, slot.runner_up, doubtful=True)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was chosen in a slot; outputs in the case of the page, None for what stands there."""

    place: Place
    output: str | None
    probability: float
    runner_up: str | None

    def edit(self, after: str | None, runner_up: str | None, *, doubtful: bool | None = None) -> Edit:
        """As an edit of the line."""
        if doubtful is None:
            doubtful = self.probability < DOUBTFUL
        place = self.place
        return Edit(place.start, place.end, after or "", "channel", self.probability, runner_up, doubtful)


def begins_sentence(previous: str, line: str) -> bool:
    """Whether a line has nothing to do with the one before it."""
    if not line.strip() or _SENTENCE_END.search(previous[-20:]) or _BULLET.match(line):
        return True
    return line.isupper() != previous.isupper()


def _settled(lines: Sequence[str], damages: Sequence[Damage], tools: Tools) -> list[list[Edit]]:
    """What the rules decide, line by line."""
    numbers, romans = numbers_of(lines), has_romans(lines)
    symbols = {**symbols_of(lines), **tools.symbols}
    return [
        rule_edits(line, symbols, numbers, romans=romans) if damage is not Damage.NONE else []
        for line, damage in zip(lines, damages, strict=True)
    ]


def _restored(lines: Sequence[str], damages: Sequence[Damage], tools: Tools) -> Iterator[tuple[int, Edit]]:
    """The edits of the damaged lines."""
    if all(damage is Damage.NONE for damage in damages):
        return
    settled = _settled(lines, damages, tools)
    for number, edits in enumerate(settled):
        yield from ((number, edit) for edit in edits)
    builder = _laid_out(lines, damages, settled, tools)
    for slot in _decided(builder, tools.model, with_memory=True):
        before = lines[slot.place.line][slot.place.start : slot.place.end]
        if slot.output == "":
            # The second half of a joined word goes, and the space before it.
            place = slot.place._replace(start=slot.place.start - 1)
            yield slot.place.line, replace(slot, place=place).edit("", None, doubtful=True)
        elif slot.output is not None and slot.output != before:
            yield slot.place.line, slot.edit(slot.output, slot.runner_up)


def _decided(builder: Builder, model: LanguageModel, *, with_memory: bool) -> Iterator[Decision]:
    """What the decoder chose, slot by slot."""
    lattice = builder.lattice()
    chosen, probability = _chosen(lattice, model, with_memory=with_memory)
    for slot, (place, winner) in enumerate(zip(builder.places, chosen.tolist(), strict=True)):
        if place is not None:
            output = _written(builder.options[winner].output, place)
            p = float(probability[winner])
            yield Decision(place, output, p, _second(builder, lattice, slot, winner, probability))


def _written(output: str | None, place: Place) -> str | None:
    return output if output is None else carry_case(place.shape, output)


def _chosen(lattice: Lattice, model: LanguageModel, *, with_memory: bool) -> tuple[Indices, Floats]:
    """The best path, put right by the document's memory, and the probability of every candidate."""
    chosen = decode(lattice, model)
    found = rivals(lattice, chosen, model)
    first = probabilities(lattice, chosen, found)
    if not with_memory:
        return chosen, first
    memory = Memory(found.stream, stream_probability(lattice, chosen, first, found), model)
    bonus = memory.bonus(lattice.words[found.candidates], found.stream[found.position - 1], found.own)
    found = found._replace(scores=found.scores + bonus)
    chosen = best(chosen, found)
    return chosen, probabilities(lattice, chosen, found)


def _second(builder: Builder, lattice: Lattice, slot: int, winner: int, probability: Floats) -> str | None:
    """What the runner-up would have written."""
    others = [at for at in range(lattice.slots[slot], lattice.slots[slot + 1]) if at != winner]
    place = builder.places[slot]
    if not others or place is None:
        return None
    return _written(builder.options[max(others, key=probability.__getitem__)].output, place)


def _laid_out(lines: Sequence[str], damages: Sequence[Damage], settled: Sequence[list[Edit]], tools: Tools) -> Builder:
    """The lattices of the damaged lines; a right line before one is context."""
    wanted = {number + ahead for number, damage in enumerate(damages) if damage is not Damage.NONE for ahead in (-1, 0)}
    rows = [
        Row(number, cut(line, garbled=damage is Damage.GARBLED, settled=rules), damage, line.isupper())
        for number, (line, damage, rules) in enumerate(zip(lines, damages, settled, strict=True))
        if number in wanted
    ]
    for kind in (Damage.GARBLED, Damage.STRIPPED):
        tools.source.prefetch([row.pieces for row in rows if row.damage is kind], kind)
    builder = Builder()
    previous = ""
    for row in rows:
        line = lines[row.number]
        if begins_sentence(previous, line) or row.number - 1 not in wanted:
            builder.end_sentence()
        previous = line or previous
        if row.damage is Damage.NONE:
            builder.fixed([word for piece in row.pieces for word in tools.model.ids(piece.tokens)])
        else:
            lay_line(builder, row, tools.source)
    return builder
