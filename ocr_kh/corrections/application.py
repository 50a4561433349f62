# SPDX-License-Identifier: Apache-2.0
"""A repaired document with the decisions of a person made, one after the other as they were taken.

A corrected word is right by definition: it stands with confidence 1, its record in `repairs` has the source `person`
and the probability 1, and what repair changed or doubted there is no more. Its line in original.txt stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ocr_kh.corrections.anchoring import find_place, line_tokens
from ocr_kh.document import Repair
from ocr_kh.repair.edits import Edit, compose_edits, repaired_line, word_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.corrections.anchoring import Place, Token
    from ocr_kh.corrections.correction import Correction
    from ocr_kh.document import Document, Line

_SPACE_BEFORE = re.compile(r"\s+$")
_SPACE_AFTER = re.compile(r"^\s+")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A document with decisions made."""

    document: Document
    unplaced: tuple[Correction, ...] = ()
    """Decisions about words that have no place in this reading, or several alike: a person must look again."""


def correct(document: Document, corrections: Sequence[Correction]) -> Corrected:
    """`document` with the decisions about its words made; those about fields are for the plan (`decided_fields`)."""
    about_words = [each for each in corrections if not each.pointer]
    if not about_words:
        return Corrected(document)
    lines = _Lines(document)
    unplaced = tuple(each for each in about_words if not lines.take(each))
    return Corrected(lines.document(), unplaced)


class _Lines:
    """The lines of a document while decisions are made."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.lines = list(document.lines)
        self._tokens = [line_tokens(index, line) for index, line in enumerate(self.lines)]
        self._repairs: dict[int, list[Repair]] = {}
        for repair in document.repairs:
            self._repairs.setdefault(repair.line - 1, []).append(repair)

    def take(self, correction: Correction) -> bool:
        """Make one decision; whether it has a place."""
        place = find_place(self._flat(), correction)
        if place is None:
            return False
        line = self.lines[place.line]
        edit = _edit(line, place, correction.right)
        self._repairs[place.line] = _records(line, place, edit, self._repairs.get(place.line, []))
        self.lines[place.line] = _corrected_line(line, edit)
        self._tokens[place.line] = line_tokens(place.line, self.lines[place.line])
        return True

    def _flat(self) -> list[Token]:
        return [token for tokens in self._tokens for token in tokens]

    def document(self) -> Document:
        """The document as it is now."""
        rest = iter(self.lines)
        pages = tuple(replace(page, lines=tuple(next(rest) for _ in page.lines)) for page in self._document.pages)
        repairs = tuple(repair for index in sorted(self._repairs) for repair in self._repairs[index])
        return replace(self._document, pages=pages, repairs=repairs)


def _edit(line: Line, place: Place, right: str) -> Edit:
    """The change of the line as it stands; words taken out take the white space beside them along."""
    start, end = place.start, place.end
    if not right and (space := _SPACE_BEFORE.search(line.text[:start]) or _SPACE_AFTER.search(line.text[end:])):
        start, end = (space.start(), end) if space.end() == start else (start, end + space.end())
    return Edit(start, end, right, "person")


def _corrected_line(line: Line, edit: Edit) -> Line:
    """The line with the edit made, its words sure where it was."""
    changed = replace(repaired_line(line.with_text_as_read(), [edit]), original=line.original)
    spans = word_spans(changed.with_text_as_read())
    if spans is None:
        return changed
    last = edit.start + len(edit.after)
    words = tuple(
        replace(word, confidence=1.0, alternatives=(), by_hand=False) if start < last and edit.start < end else word
        for word, (start, end) in zip(changed.words, spans, strict=True)
    )
    return replace(changed, words=words)


def _records(line: Line, place: Place, edit: Edit, known: Sequence[Repair]) -> list[Repair]:
    """The repairs of a line, with those that the edit touches replaced by one of a person."""
    changes = {
        (each.start, each.end, each.after, each.source): each
        for each in known
        if each.after != each.before or each.source == "person"
    }
    composed = compose_edits(line.original, [Edit(*key) for key in changes], [edit])
    records = [
        changes.get((each.start, each.end, each.after, each.source)) or _record(place, line, each) for each in composed
    ]
    doubts = [repair for repair in known if repair not in changes.values() and not _touches(repair, records)]
    return sorted([*records, *doubts], key=lambda repair: repair.start)


def _record(place: Place, line: Line, edit: Edit) -> Repair:
    return Repair(
        line=place.line + 1,
        start=edit.start,
        end=edit.end,
        before=line.original[edit.start : edit.end],
        after=edit.after,
        source="person",
        page=place.page,
        box=place.box,
    )


def _touches(doubt: Repair, records: Sequence[Repair]) -> bool:
    return any(doubt.start < each.end and each.start < doubt.end for each in records if each.source == "person")
