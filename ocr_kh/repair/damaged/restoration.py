# SPDX-License-Identifier: Apache-2.0
"""Damaged lines: rules settle codes, every other word is laid out with all its candidates and decoded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocr_kh.language.damage import Damage
from ocr_kh.repair.damaged.line_starts import lower_line_starts
from ocr_kh.repair.damaged.piece_options import Row, lay_line
from ocr_kh.repair.decoding.lattice import Builder
from ocr_kh.repair.decoding.pieces import cut, with_romans_open
from ocr_kh.repair.decoding.stories import WhichWords
from ocr_kh.repair.readings import begins_sentence
from ocr_kh.repair.rules.damaged_codes import has_romans, numbers_of, rule_edits, with_own
from ocr_kh.repair.rules.list_letters import letter_edits
from ocr_kh.repair.rules.misread_figures import merge_edits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.repair.decoding.choices import Decision
    from ocr_kh.repair.decoding.pieces import Piece
    from ocr_kh.repair.decoding.stories import Story
    from ocr_kh.repair.edits import Edit
    from ocr_kh.repair.resources import Tools

BATCH_CHARACTERS = 40_000
"""Characters (some 8,000 words) worked on at once, to bound the memory used; that of the document reaches as far."""


def restore_lines(
    lines: Sequence[str], damages: Sequence[Damage], tools: Tools, proven: Sequence[Sequence[Edit]]
) -> Story[list[tuple[int, Edit]]]:
    """The edits of the damaged lines, each with the number of its line. `proven`: what is certain in each line."""
    first = size = 0
    found: list[tuple[int, Edit]] = []
    for number, line in enumerate(lines):
        size += len(line)
        if size > BATCH_CHARACTERS or number + 1 == len(lines):
            batch = slice(first, number + 1)
            edits = yield from _batch(lines[batch], damages[batch], tools, proven[batch])
            found += [(first + at, edit) for at, edit in edits]
            first, size = number + 1, 0
    return found


def _batch(
    lines: Sequence[str], damages: Sequence[Damage], tools: Tools, proven: Sequence[Sequence[Edit]]
) -> Story[list[tuple[int, Edit]]]:
    if all(damage is Damage.NONE for damage in damages):
        return []
    rules = _rule_edits(lines, damages, tools)
    settled = [merge_edits(edits, certain) for edits, certain in zip(rules, proven, strict=True)]
    certain = [
        (number, edit)
        for number, (line, edits) in enumerate(zip(lines, settled, strict=True))
        for edit in edits
        if edit.after != line[edit.start : edit.end]
    ]
    garbled = [damage is Damage.GARBLED for damage in damages]
    # The context model goes by the skeletons around a word, which a garbled line has wrong.
    asked = WhichWords(_laid_out(lines, damages, settled, tools), with_memory=True, with_context=not any(garbled))
    yield asked
    return [*certain, *_decided_edits(lines, lower_line_starts(lines, garbled, asked.decisions, tools.model))]


def _decided_edits(lines: Sequence[str], decisions: Iterable[Decision]) -> Iterator[tuple[int, Edit]]:
    """The edits that the decisions come to, each with the number of its line."""
    for slot in decisions:
        before = lines[slot.place.line][slot.place.start : slot.place.end]
        if slot.output == "":
            # The second half of a joined word goes, and the space before it.
            place = slot.place._replace(start=slot.place.start - 1)
            yield slot.place.line, replace(slot, place=place).edit("", None, doubtful=True)
        elif slot.output is not None and slot.output != before:
            yield slot.place.line, slot.edit(slot.output, slot.runner_up)


def _rule_edits(lines: Sequence[str], damages: Sequence[Damage], tools: Tools) -> list[list[Edit]]:
    """What the rules decide, line by line."""
    numbers, romans = numbers_of(lines), has_romans(lines)
    symbols = with_own(tools.symbols, lines, [damage is Damage.NONE for damage in damages])
    return [
        merge_edits(rule_edits(line, symbols, numbers, romans=romans), letters) if damage is not Damage.NONE else []
        for line, damage, letters in zip(lines, damages, letter_edits(lines, damages), strict=True)
    ]


def _pieces(line: str, damage: Damage, settled: Sequence[Edit]) -> list[Piece]:
    pieces = cut(line, garbled=damage is Damage.GARBLED, settled=settled)
    return with_romans_open(pieces) if damage is Damage.STRIPPED else pieces


def _laid_out(lines: Sequence[str], damages: Sequence[Damage], settled: Sequence[list[Edit]], tools: Tools) -> Builder:
    """The lattices of the damaged lines; a right line before one is context."""
    wanted = {number + ahead for number, damage in enumerate(damages) if damage is not Damage.NONE for ahead in (-1, 0)}
    rows = [
        Row(number, _pieces(line, damage, rules), damage, line.isupper())
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
