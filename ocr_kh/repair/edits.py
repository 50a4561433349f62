# SPDX-License-Identifier: Apache-2.0
"""From edits of a line to its repaired text, its words with boxes, and the records that explain it.

Offsets count code points of the original line (NFC). Edits of a line do not overlap and come in order.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.document import Repair, Word, around

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.document import Box, Line, RepairKind, RepairSource

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change within a line; `after` equal to what stands there marks a doubt and changes nothing."""

    start: int
    end: int
    after: str
    source: RepairSource
    probability: float = 1.0
    runner_up: str | None = None
    doubtful: bool = False
    kind: RepairKind = "misread"


class RepairedText(NamedTuple):
    """Repaired text and what was done to it."""

    text: str
    repairs: tuple[Repair, ...]
    """Offsets count code points of the original in NFC; lines are parted by line feeds and count from 1."""

    def _repr_html_(self) -> str:
        """For notebooks: the text with its repairs marked."""
        from ocr_kh.repair.html import repaired_html

        return repaired_html(self.text, self.repairs)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """`text` with the edits made."""
    parts, cursor = [], 0
    for edit in edits:
        parts += [text[cursor : edit.start], edit.after]
        cursor = edit.end
    return unicodedata.normalize("NFC", "".join([*parts, text[cursor:]]))


def compose_edits(text: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """One list of edits of `text` that does what `first` and then `second` (on the edited text) do."""
    if not first:
        return list(second)
    middle, back = apply_edits(text, first), _Offsets(text, first)
    result = []
    for earlier, later in _groups(_place_outputs(first), second):
        if not later:
            result += [edit for _, _, edit in earlier]
            continue
        start = min([later[0].start, *(start for start, _, _ in earlier)])
        end = max([later[-1].end, *(end for _, end, _ in earlier)])
        moved = [replace(edit, start=edit.start - start, end=edit.end - start) for edit in later]
        after = apply_edits(middle[start:end], moved)
        old_start = min([int(back(start)), *(edit.start for _, _, edit in earlier)])
        old_end = max([int(back(end)), *(edit.end for _, _, edit in earlier)])
        result.append(replace(later[-1], start=old_start, end=old_end, after=after))
    return result


Placed = tuple[int, int, "Edit"]


def _groups(first: Sequence[Placed], second: Sequence[Edit]) -> Iterator[tuple[list[Placed], list[Edit]]]:
    """Outputs of earlier edits and later edits that overlap or touch, together, in order of place."""
    earlier: list[Placed] = []
    later: list[Edit] = []
    reach = -1
    entries = [*((start, end, False, edit) for start, end, edit in first), *((e.start, e.end, True, e) for e in second)]
    for start, end, is_later, edit in sorted(entries, key=lambda entry: entry[:3]):
        if start > reach and (earlier or later):
            yield earlier, later
            earlier, later = [], []
        if is_later:
            later.append(edit)
        else:
            earlier.append((start, end, edit))
        reach = max(reach, end)
    if earlier or later:
        yield earlier, later


def _place_outputs(edits: Sequence[Edit]) -> list[Placed]:
    """Where the outputs of edits stand in the edited text."""
    shift = 0
    places: list[Placed] = []
    for edit in edits:
        start = edit.start + shift
        places.append((start, start + len(edit.after), edit))
        shift += len(edit.after) - (edit.end - edit.start)
    return places


def apply(original: str, repairs: Iterable[Repair]) -> str:
    """`original` (lines parted by line feeds) with the repairs made; leave some out to undo them.

    Raises ValueError for a repair that does not fit the text.
    """
    lines = unicodedata.normalize("NFC", original).split("\n")
    by_line: dict[int, list[Edit]] = {}
    for repair in sorted(repairs, key=lambda r: (r.line, r.start, r.end)):
        line = lines[repair.line - 1] if 0 < repair.line <= len(lines) else ""
        if line[repair.start : repair.end] != repair.before:
            message = f"line {repair.line} does not read {repair.before!r} at {repair.start}"
            raise ValueError(message)
        by_line.setdefault(repair.line, []).append(Edit(repair.start, repair.end, repair.after, repair.source))
    for number, edits in by_line.items():
        lines[number - 1] = apply_edits(lines[number - 1], edits)
    return "\n".join(lines)


def records(line: int, original: str, edits: Iterable[Edit], place: Line | None = None) -> list[Repair]:
    """The edits of line `line` (from 1) as records, with page and box where `place` has them.

    An edit that changes nothing and doubts nothing (`14` to `14`) is none.
    """
    spans = word_spans(place) if place else None
    return [
        Repair(
            line=line,
            start=edit.start,
            end=edit.end,
            before=original[edit.start : edit.end],
            after=edit.after,
            source=edit.source,
            probability=round(edit.probability, 4),
            runner_up=edit.runner_up,
            doubtful=edit.doubtful,
            kind=edit.kind,
            page=place.page if place else None,
            box=_box(place, spans, edit.start, edit.end) if place and spans else None,
        )
        for edit in edits
        if edit.doubtful or edit.after != original[edit.start : edit.end]
    ]


_OF_NUMBERS = ("likely", "known")
"""What a word that was read says of a number by hand in it, and the repaired one too."""


def repaired_line(line: Line, edits: Sequence[Edit]) -> Line:
    """`line` with its text and words repaired; `original` stays. Words that split or join share the boxes by length."""
    text = apply_edits(line.original, edits)
    if text == line.original:
        return line
    spans = word_spans(line)
    words = _words(line, spans, text, edits) if spans is not None else line.words
    return replace(line, text=text, words=words)


def word_spans(line: Line) -> list[tuple[int, int]] | None:
    """Where each of the line's words stands in its original; None when they do not stand there in order."""
    spans, cursor = [], 0
    for word in line.words:
        start = line.original.find(word.text, cursor)
        if start < 0:
            return None
        cursor = start + len(word.text)
        spans.append((start, cursor))
    return spans


def _words(line: Line, spans: list[tuple[int, int]], text: str, edits: Sequence[Edit]) -> tuple[Word, ...]:
    """The words of the repaired `text`, each with the part of the old boxes it came from."""
    if not spans:
        return ()
    position = _Offsets(line.original, edits)
    words = []
    for match in _WORD.finditer(text):
        start, end = position(match.start()), position(match.end())
        touched = [word for word, (a, b) in zip(line.words, spans, strict=True) if a < end and start < b]
        confidence = min((word.confidence for word in touched), default=1.0)
        by_hand = any(word.by_hand for word in touched)
        likely, known = (next(filter(None, (getattr(word, name) for word in touched)), "") for name in _OF_NUMBERS)
        box = _box(line, spans, start, end)
        words.append(Word(match.group(), box, confidence, by_hand=by_hand, likely=likely, known=known))
    return tuple(words)


class _Offsets:
    """Maps an offset into the repaired text to one into the original; within an edit, in proportion."""

    def __init__(self, original: str, edits: Sequence[Edit]) -> None:
        self.knots: list[tuple[float, float]] = [(0.0, 0.0)]
        shift = 0
        for edit in edits:
            self.knots.append((edit.start + shift, edit.start))
            shift += len(edit.after) - (edit.end - edit.start)
            self.knots.append((edit.end + shift, edit.end))
        self.knots.append((len(original) + shift, len(original)))
        self.starts = [new for new, _ in self.knots]

    def __call__(self, offset: int) -> float:
        index = min(max(bisect_right(self.starts, offset) - 1, 0), len(self.knots) - 2)
        (new, old), (next_new, next_old) = self.knots[index], self.knots[index + 1]
        if next_new <= new:
            return next_old
        # Multiplied first: where the lengths are equal the offset comes out whole, not a hair before it.
        return old + (next_old - old) * (min(offset, next_new) - new) / (next_new - new)


def _box(line: Line, spans: list[tuple[int, int]], start: float, end: float) -> Box | None:
    """The part of the line's word boxes between two offsets into its original."""
    parts = [_part(word.box, (start - a) / (b - a), (end - a) / (b - a))
             for word, (a, b) in zip(line.words, spans, strict=True)
             if word.box and a < end and start < b]  # fmt: skip
    return around(parts)


def _part(box: Box, share0: float, share1: float) -> Box:
    """The slice of `box` between two shares of its width."""
    left, right = max(0.0, share0), min(1.0, share1)
    return replace(box, x0=box.x0 + left * box.width, x1=box.x0 + right * box.width)
