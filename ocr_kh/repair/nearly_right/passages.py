# SPDX-License-Identifier: Apache-2.0
"""Lines that are right or nearly right: what is changed in them, and what is only doubted.

Lines that run on make a passage. Where no engine says how sure it was, what happens to a passage depends on its
words alone: it is worked out once, however often the passage is met, in this pass or a later one.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp
from typing import TYPE_CHECKING

from ocr_kh.language.damage import FILE_NAME, Damage
from ocr_kh.language.syllables import is_spelling_variant
from ocr_kh.repair.decoding.lattice import Builder
from ocr_kh.repair.decoding.phrases import PHRASE_GAIN, makes_phrase
from ocr_kh.repair.decoding.stories import WhichWords
from ocr_kh.repair.edits import Edit
from ocr_kh.repair.nearly_right.noise import is_noisy
from ocr_kh.repair.nearly_right.printed_faults import is_far_fetched, is_printed, is_unseen
from ocr_kh.repair.nearly_right.surprises import Sheet, chunks_of, lay_sheet, open_sheet
from ocr_kh.repair.nearly_right.weights import CAREFUL_WEIGHTS, LEFT_ALONE_WEIGHTS, READ_WEIGHTS, TYPED_WEIGHTS
from ocr_kh.repair.readings import begins_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.repair.decoding.candidate_source import Source
    from ocr_kh.repair.decoding.choices import Decision
    from ocr_kh.repair.decoding.stories import Story
    from ocr_kh.repair.nearly_right.weights import Weights
    from ocr_kh.repair.readings import Reading
    from ocr_kh.repair.resources import Tools

    Passage = tuple[str, ...]
    Known = dict[Passage, list[tuple[int, Edit]]]
    """What a passage came to: edits, each with the number of its line in the passage."""

BATCH_CHARACTERS = 40_000
"""Characters (some 8,000 words) worked on at once, so that memory stays bounded."""
SETTLED_PROBABILITY = 0.97
"""A choice more probable than this is not asked of the phrases."""
LONG_PHRASE = 4
"""Words of a phrase that is no chance, with all of them but one as they are."""
LONG_PHRASE_PROBABILITY = 0.97
"""Of the mark that lacks in the one; set by hand."""
LEFT_ALONE_PROBABILITY = 0.9
"""A rival that probable makes a word doubtful that stays because most rare words are right."""
RIVAL_PROBABILITY = 0.3
"""A rival at least this probable makes a word doubtful that stays."""
TINY = 1e-9
"""Probability that stands for none."""


def mend_passages(  # noqa: PLR0913 - the lines, what is known of them, how they are to be judged
    readings: Sequence[Reading], damages: Sequence[Damage], tools: Tools, known: Known, *, mend_print: bool, noisy: bool
) -> Story[list[tuple[int, Edit]]]:
    """The edits of the lines that are nearly right, each with the number of its line. Adds to `known`.

    `noisy`: the text is known to be full of faults; otherwise its own lines tell.
    """
    passages = list(_passages(readings, damages))
    if any(reading.confidences for reading in readings):
        read: list[tuple[int, Edit]] = []
        for batch in _batches(passages, readings):
            read += (yield from _looked_over(batch, readings, tools, [READ_WEIGHTS]))[0]
        return [(line, _as_printed(edit, readings[line], mend=mend_print)) for line, edit in read]
    texts = [tuple(readings[line].text for line in passage) for passage in passages]
    new = {text: passage for text, passage in zip(texts, passages, strict=True) if text not in known}
    if not noisy:
        careful, others = yield from _settled(new, readings, tools, [CAREFUL_WEIGHTS, LEFT_ALONE_WEIGHTS])
        noisy = is_noisy(_by_line(careful))
        known.update({text: [*edits, *_left_alone(text, others[text], edits)] for text, edits in careful.items()})
    if noisy:
        known.update((yield from _settled(new, readings, tools, [TYPED_WEIGHTS]))[0])
    return [(passage[at], edit) for text, passage in zip(texts, passages, strict=True) for at, edit in known[text]]


def _by_line(found: Known) -> Iterator[tuple[str, list[Edit]]]:
    """The lines of passages, each with its edits."""
    for passage, edits in found.items():
        yield from ((line, [edit for where, edit in edits if where == at]) for at, line in enumerate(passage))


def _left_alone(
    passage: Passage, edits: Sequence[tuple[int, Edit]], careful: Sequence[tuple[int, Edit]]
) -> Iterator[tuple[int, Edit]]:
    """What would be changed, or nearly, if the text were full of faults: doubts where the careful have nothing to say.

    A word that is left alone only because most rare words are right is one that a person should look at.
    """
    settled = {(at, edit.start) for at, edit in careful}
    for at, edit in edits:
        before = passage[at][edit.start : edit.end]
        doubt = edit if edit.after == before else _kept(edit, before)
        if doubt.probability <= 1 - LEFT_ALONE_PROBABILITY and (at, edit.start) not in settled:
            yield at, doubt


def _kept(edit: Edit, before: str) -> Edit:
    """A change as a doubt of what stands there: the probability is that of `after`, which is `before` now."""
    return replace(edit, after=before, probability=1 - edit.probability, runner_up=edit.after, doubtful=True)


def _settled(
    passages: Mapping[Passage, list[int]], readings: Sequence[Reading], tools: Tools, weights: Sequence[Weights]
) -> Story[list[Known]]:
    """What each passage, with the numbers of its lines, comes to with each of the weights."""
    place = {line: (text, at) for text, passage in passages.items() for at, line in enumerate(passage)}
    found: list[Known] = [{text: [] for text in passages} for _ in weights]
    for batch in _batches(list(passages.values()), readings):
        for known, edits in zip(found, (yield from _looked_over(batch, readings, tools, weights)), strict=True):
            for line, edit in edits:
                text, at = place[line]
                known[text].append((at, edit))
    return found


def _passages(readings: Sequence[Reading], damages: Sequence[Damage]) -> Iterator[list[int]]:
    """Numbers of nearly right lines that run on, at most BATCH_CHARACTERS characters of them."""
    passage: list[int] = []
    size = 0
    previous = ""
    for number, (reading, damage) in enumerate(zip(readings, damages, strict=True)):
        text = reading.text
        if damage is Damage.NONE and text and not FILE_NAME.search(text):
            if passage and (size > BATCH_CHARACTERS or begins_sentence(previous, text)):
                yield passage
                passage, size = [], 0
            passage.append(number)
            size += len(text)
        previous = text or previous
    if passage:
        yield passage


def _batches(passages: Sequence[list[int]], readings: Sequence[Reading]) -> Iterator[list[list[int]]]:
    batch: list[list[int]] = []
    size = 0
    for passage in passages:
        batch.append(passage)
        size += sum(len(readings[line].text) for line in passage)
        if size > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _looked_over(
    passages: Sequence[list[int]], readings: Sequence[Reading], tools: Tools, weights: Sequence[Weights]
) -> Story[list[list[tuple[int, Edit]]]]:
    """The edits of the passages with each of the weights."""
    sheet = Sheet(chunks_of(tools.source))
    for passage in passages:
        sheet.begin_sentence()
        for line in passage:
            sheet.add(line, readings[line])
    opened = yield from open_sheet(sheet, everything=READ_WEIGHTS in weights)
    asked = WhichWords(Builder(), with_memory=READ_WEIGHTS in weights, with_context=False)
    ends = [0]
    for each in weights:
        # Side by side they take hardly longer: without memory no sentence knows of another.
        lay_sheet(asked.builder, opened, each)
        ends.append(len(asked.builder.places) - asked.builder.places.count(None))
    yield asked
    return [
        list(_decided_edits(asked.decisions[first:end], readings, tools, each))
        for each, first, end in zip(weights, ends, ends[1:], strict=False)
    ]


def _decided_edits(
    decisions: Sequence[Decision], readings: Sequence[Reading], tools: Tools, weights: Weights
) -> Iterator[tuple[int, Edit]]:
    """What the decisions come to, each with the number of its line."""
    for slot in decisions:
        text = readings[slot.place.line].text
        if _breaks_phrase(slot, text, tools.source.phrases) or _may_be_name(slot, text, tools.source):
            continue
        edit = phrase_edit(slot, text, tools.source.phrases) if weights is READ_WEIGHTS else None
        if edit := edit or decided_edit(slot, text[slot.place.start : slot.place.end], weights):
            yield slot.place.line, edit


def decided_edit(slot: Decision, before: str, weights: Weights) -> Edit | None:
    """A change, where it is probable enough; else a doubt, where there is one."""
    if slot.output and is_spelling_variant(before, slot.output):
        return None
    if slot.output not in {None, before}:
        if slot.probability >= weights.least:
            return slot.edit(slot.output, slot.runner_up or before)
        return slot.doubt(before, slot.output)
    return slot.doubt(before, slot.runner_up) if slot.probability < 1 - RIVAL_PROBABILITY else None


def _breaks_phrase(slot: Decision, line: str, phrases: tuple[str, ...]) -> bool:
    """Whether a change would part a phrase of the dictionaries (`câu mắc điện`), and make none in its place."""
    start, end = slot.place.start, slot.place.end
    before = line[start:end]
    if slot.output in {None, before} or not makes_phrase(line, start, end, before, phrases):
        return False
    return not makes_phrase(line, start, end, str(slot.output), phrases)


def _may_be_name(slot: Decision, line: str, source: Source) -> bool:
    """Whether capitals are spelled as a family name, and nothing else makes a phrase of them (`CHU TỊCH`: CHỦ TỊCH)."""
    start, end = slot.place.start, slot.place.end
    before = line[start:end]
    if not before.isupper() or before.lower() not in source.known:
        return False
    return slot.output in {None, before} or not makes_phrase(line, start, end, str(slot.output), source.phrases)


def phrase_edit(slot: Decision, line: str, phrases: tuple[str, ...]) -> Edit | None:
    """A change in place of a doubt, where a phrase of the dictionaries settles it.

    Of a name, for which the decoder keeps what was read, a long phrase of which nothing but a mark is missing does so
    however sure that is (`Công dịch vụ công`, in a text that names Công Thương again and again).
    """
    start, end = slot.place.start, slot.place.end
    before = line[start:end]
    rival = slot.runner_up if slot.output in {None, before} else slot.output
    if not rival or rival == before or makes_phrase(line, start, end, before, phrases):
        return None
    is_kept_name = before[:1].isupper() and slot.output in {None, before} and not is_unseen(before, rival, ())
    if is_kept_name and makes_phrase(line, start, end, rival, phrases) >= LONG_PHRASE:
        return Edit(start, end, rival, "phrase", LONG_PHRASE_PROBABILITY, before)
    if slot.probability > SETTLED_PROBABILITY or not makes_phrase(line, start, end, rival, phrases):
        return None
    p = _probability_of(rival, slot)
    return Edit(start, end, rival, "phrase", 1 / (1 + (1 - p) / max(p, TINY) * exp(-PHRASE_GAIN)), before)


def _probability_of(rival: str, slot: Decision) -> float:
    return slot.probability if slot.output == rival else slot.second


def _as_printed(edit: Edit, reading: Reading, *, mend: bool) -> Edit:
    """The edit, where it is far-fetched a doubt; where the page itself has the fault: told so, and made with `mend`."""
    before = reading.text[edit.start : edit.end]
    if edit.after == before:
        return edit
    alternatives, confidence = reading.seen(edit.start, edit.end)
    if not is_printed(before, edit.after, alternatives, confidence):
        far_fetched = is_far_fetched(before, edit.after, alternatives, confidence)
        return _kept(edit, before) if far_fetched else edit
    return replace(edit if mend else _kept(edit, before), kind="printed_fault")
