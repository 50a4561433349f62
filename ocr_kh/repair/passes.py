# SPDX-License-Identifier: Apache-2.0
"""The lines of a document in, the edits of each line out.

The story: characters are put as what they stand for, rules mend single letters and signs, each line is judged, the
damaged are restored and the others looked over, names that the document proves are kept, and what was found becomes
edits of the line as it was read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocr_kh.language.damage import Damage, is_unmarked, judge
from ocr_kh.language.syllables import place_tones, tone_votes
from ocr_kh.repair.calibration import as_said
from ocr_kh.repair.damaged.restoration import restore_lines
from ocr_kh.repair.decoding.stories import tell
from ocr_kh.repair.edits import apply_edits, compose_edits
from ocr_kh.repair.nearly_right.noise import is_noisy
from ocr_kh.repair.nearly_right.passages import mend_passages
from ocr_kh.repair.nearly_right.same_words import same_word_edits
from ocr_kh.repair.readings import Reading, parts
from ocr_kh.repair.resources import load_tools
from ocr_kh.repair.rules.characters import character_edits
from ocr_kh.repair.rules.codes_and_enumerators import figure_edits, number_head_edits
from ocr_kh.repair.rules.damaged_codes import letter_edits, tone_edits
from ocr_kh.repair.rules.document_names import name_edits, proven_names
from ocr_kh.repair.rules.misread_figures import merge_edits, numbering_edits, sign_edits
from ocr_kh.repair.rules.own_initials import initials_doubts
from ocr_kh.repair.rules.proven import proven_edits
from ocr_kh.repair.rules.recipients import body_edits, head_edits, purpose_edits
from ocr_kh.repair.rules.signers import signer_edits, signer_spans
from ocr_kh.repair.rules.stray_figures import stray_doubts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.language.syllables import TonePlacement
    from ocr_kh.repair.decoding.stories import Story
    from ocr_kh.repair.edits import Edit
    from ocr_kh.repair.nearly_right.passages import Known
    from ocr_kh.repair.resources import Tools
    from ocr_kh.settings import Settings

MAX_PASSES = 5


def repair_lines(readings: Sequence[Reading], settings: Settings) -> list[list[Edit]]:
    """The edits of each line of a document, in order and without overlaps. Raises DictionaryError, MachineError.

    Text without confidences is repaired again until nothing changes, so that repairing it later changes nothing.
    """
    return repair_documents([readings], settings)[0]


def repair_documents(documents: Sequence[Sequence[Reading]], settings: Settings) -> list[list[list[Edit]]]:
    """The same of several documents, worked on side by side; each comes to what it alone would come to."""
    tools = load_tools(settings.dictionaries)
    return tell([_document_edits(readings, tools, settings) for readings in documents], tools.model, tools.context)


def _document_edits(readings: Sequence[Reading], tools: Tools, settings: Settings) -> Story[list[list[Edit]]]:
    first = [[] if reading.confidences else character_edits(reading.text) for reading in readings]
    after = [
        replace(reading, text=apply_edits(reading.text, edits)) if edits else reading
        for reading, edits in zip(readings, first, strict=True)
    ]
    second = yield from _part_edits(after, tools, settings)
    return [compose_edits(reading.text, *edits) for reading, *edits in zip(readings, first, second, strict=True)]


def _part_edits(readings: Sequence[Reading], tools: Tools, settings: Settings) -> Story[list[list[Edit]]]:
    """The edits of each line, found part by part where it is long."""
    cut = [(number, start, part) for number, line in enumerate(readings) for start, part in parts(line)]
    found = yield from _settled_edits([part for _, _, part in cut], tools, settings)
    edits: list[list[Edit]] = [[] for _ in readings]
    for (number, start, _), changes in zip(cut, found, strict=True):
        edits[number] += [replace(edit, start=edit.start + start, end=edit.end + start) for edit in changes]
    return edits


def _settled_edits(readings: Sequence[Reading], tools: Tools, settings: Settings) -> Story[list[list[Edit]]]:
    known: Known = {}
    found = yield from _once(readings, tools, settings, known, noisy=False)
    if any(reading.confidences for reading in readings):
        return found
    noisy = is_noisy((reading.text, edits) for reading, edits in zip(readings, found, strict=True))
    for _ in range(MAX_PASSES):
        changes = [_changes(reading.text, edits) for reading, edits in zip(readings, found, strict=True)]
        if not any(changes):
            return found
        after = [Reading(apply_edits(reading.text, edits)) for reading, edits in zip(readings, changes, strict=True)]
        again = yield from _once(after, tools, settings, known, noisy=noisy)
        found = [
            compose_edits(reading.text, edits, more)
            for reading, edits, more in zip(readings, changes, again, strict=True)
        ]
        if not any(_changes(reading.text, more) for reading, more in zip(after, again, strict=True)):
            return found
    return found


def _changes(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits that are more than doubts."""
    return [edit for edit in edits if edit.after != text[edit.start : edit.end]]


def _once(
    readings: Sequence[Reading], tools: Tools, settings: Settings, known: Known, *, noisy: bool
) -> Story[list[list[Edit]]]:
    was_read = any(reading.confidences for reading in readings)
    first = _before_decoding(readings, tools, settings, was_read=was_read)
    after = [
        replace(reading, text=apply_edits(reading.text, edits)) if edits else reading
        for reading, edits in zip(readings, first, strict=True)
    ]
    second = yield from _decode_lines(after, tools, settings, known, noisy=noisy)
    return [
        compose_edits(reading.text, earlier, later)
        for reading, earlier, later in zip(readings, first, second, strict=True)
    ]


def _before_decoding(
    readings: Sequence[Reading], tools: Tools, settings: Settings, *, was_read: bool
) -> list[list[Edit]]:
    """What rules mend before the decoder sees the lines: letters, tones; where an engine read them, more.

    That is signs, names, codes and enumerators.
    """
    lines = [reading.text for reading in readings]
    found = [
        merge_edits(
            letter_edits(line, tools.symbols, was_read=was_read),
            tone_edits(line, settings.tone),
            purpose_edits(line, was_read=was_read),
        )
        for line in lines
    ]
    if not was_read:
        return found
    figures = figure_edits(readings, tools.symbols.parts)
    recipients = [[*head, *body] for head, body in zip(head_edits(lines), body_edits(readings), strict=True)]
    document = zip(numbering_edits(lines), name_edits(lines), figures, signer_edits(readings), recipients, strict=True)
    return [
        merge_edits(edits, *others, sign_edits(line))
        for line, edits, others in zip(lines, found, document, strict=True)
    ]


def _decode_lines(
    readings: Sequence[Reading], tools: Tools, settings: Settings, known: Known, *, noisy: bool
) -> Story[list[list[Edit]]]:
    """What the decoder changes or doubts in each line, in order."""
    found: list[list[Edit]] = [[] for _ in readings]
    if settings.channel == "none":
        return found
    lines = [reading.text for reading in readings]
    damages = _judge_lines(lines, tools, settings.channel)
    style = _tone_style(lines, settings.tone)
    certain = [
        merge_edits(proven, number_head_edits(line) if damage is Damage.NONE else ())
        for line, damage, proven in zip(
            lines, damages, proven_edits(lines, damages, settings.dictionaries), strict=True
        )
    ]
    names = [[*proven, *signers] for proven, signers in zip(proven_names(lines), signer_spans(lines), strict=True)]
    for number, damage in enumerate(damages):
        if damage is Damage.NONE:
            found[number] = _changes(lines[number], certain[number])
    noisy = noisy or any(damage is not Damage.NONE for damage in damages)
    restored = yield from restore_lines(lines, damages, tools, certain)
    mending = yield from mend_passages(readings, damages, tools, known, mend_print=settings.mend_print, noisy=noisy)
    free = ((line, edit) for line, edit in mending if not _overlaps(edit, certain[line], names[line]))
    was_read = any(reading.confidences for reading in readings)
    for line, edit in (*restored, *free):
        is_change = edit.after != lines[line][edit.start : edit.end]
        said = as_said(edit, damages[line], was_read=was_read) if is_change else edit
        found[line].append(replace(said, after=place_tones(edit.after, style)) if is_change else edit)
    in_order = [sorted(edits, key=lambda edit: edit.start) for edits in found]
    return _with_document(lines, in_order, damages, tools, was_read=was_read)


def _with_document(
    lines: Sequence[str], found: Sequence[Sequence[Edit]], damages: Sequence[Damage], tools: Tools, *, was_read: bool
) -> list[list[Edit]]:
    """What is found in each line, and what the whole document says of the nearly right ones.

    Where an engine read them, what it saw in each place counts for more than what another place was changed to.
    """
    right = [line if damage is Damage.NONE else "" for line, damage in zip(lines, damages, strict=True)]
    doubts = zip(initials_doubts(right, tools.source.known), stray_doubts(lines), strict=True)
    told = found if was_read else same_word_edits(right, found)
    return [merge_edits(edits, *more) for edits, more in zip(told, doubts, strict=True)]


def _overlaps(edit: Edit, certain: Sequence[Edit], names: Sequence[tuple[int, int]]) -> bool:
    """Whether an edit touches what the dictionaries or the document prove."""
    spans = (*((other.start, other.end) for other in certain), *names)
    return any(edit.start < end and start < edit.end for start, end in spans)


def _judge_lines(lines: Sequence[str], tools: Tools, channel: str) -> list[Damage]:
    """The damage of each line, or what the user says it is."""
    if channel == "vietnamese":
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
