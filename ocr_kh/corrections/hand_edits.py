# SPDX-License-Identifier: Apache-2.0
"""What a person changed in text.txt and record.xml, as decisions.

A line of text.txt that reads otherwise tells of words; a line that came, went or was cut tells of no words of a page,
and is left to be kept beside. A field of record.xml tells of the value of the plan that it is made from, or of one that
stands nowhere else (`maintenance`, `mode`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ocr_kh.corrections.anchoring import Token, context, find_place, line_tokens
from ocr_kh.corrections.correction import Anchor, Correction
from ocr_kh.genre.document_types import archive_codes
from ocr_kh.writing.document.record import FIELDS
from ocr_kh.writing.document.record_pointers import OF_PLAN, record_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.document import Document

_WORD = re.compile(r"\S+")
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")


def text_lines(text: str) -> list[str]:
    """The lines of a text.txt as they are compared: NFC, single spaces, none that is empty."""
    return list(filter(None, (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines())))


def is_text_told(before: str, after: str, written: str) -> bool:
    """Whether `written` has every line that an edit of `before` into `after` brought, and none that it took away."""
    old, new, made = (Counter(text_lines(text)) for text in (before, after, written))
    return all(
        made[line] >= new[line] if new[line] > old[line] else made[line] <= new[line]
        for line in old.keys() | new.keys()
        if old[line] != new[line]
    )


def text_corrections(before: str, after: str, document: Document) -> Iterator[Correction]:
    """The decisions that an edit of text.txt tells of; `document` is what it was written from."""
    old, new = text_lines(before), text_lines(after)
    tokens = _tokens(old)
    starts = [sum(len(line.split()) for line in old[:index]) for index in range(len(old))]
    printed = [token for index, line in enumerate(document.lines) for token in line_tokens(index, line)]
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace" and last - first == end - start:
            for index, line in zip(range(first, last), new[start:end], strict=True):
                for each in _line_corrections(tokens, starts[index], old[index], line):
                    yield _placed(each, printed)


def _tokens(lines: Sequence[str]) -> list[Token]:
    return [
        Token(index, match.start(), match.end(), match.group(), None, None)
        for index, line in enumerate(lines)
        for match in _WORD.finditer(line)
    ]


def _line_corrections(tokens: Sequence[Token], start: int, old: str, new: str) -> Iterator[Correction]:
    """A correction for each run of words that reads otherwise; what came in goes with the word before it, or behind."""
    before, after = old.split(), new.split()
    for tag, first, last, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if last - first == end - begin:
            for shift in range(last - first):
                yield _correction(tokens, start + first + shift, before[first + shift], after[begin + shift])
        else:
            left = int(first == last and first > 0)
            right = int(first == last == 0)
            read, right_words = before[first - left : last + right], after[begin - left : end + right]
            yield _correction(tokens, start + first - left, " ".join(read), " ".join(right_words))


def _correction(tokens: Sequence[Token], first: int, read: str, right: str) -> Correction:
    before, after = context(tokens, first, first + len(read.split()) - 1)
    return Correction("word", read, right, Anchor(before=before, after=after))


def _placed(correction: Correction, printed: Sequence[Token]) -> Correction:
    """With page and box, where its words are found in what was read."""
    place = find_place(printed, correction)
    if place is None:
        return correction
    return replace(correction, anchor=replace(correction.anchor, page=place.page, box=place.box))


def record_fields_of(text: str) -> dict[str, str] | None:
    """The fields of a record.xml; None for what is none."""
    try:
        root = ET.fromstring(text)  # noqa: S314 - a file of ours; expat since 2.4 bounds what entities may become
    except (ET.ParseError, ValueError):
        return None
    return {child.tag: " ".join((child.text or "").split()) for child in root}


def is_record_told(before: Mapping[str, str], after: Mapping[str, str], written: Mapping[str, str]) -> bool:
    """Whether `written` has every field as an edit of `before` into `after` left it."""
    return all(written.get(name, "") == value for name, value in after.items() if value != before.get(name, ""))


def record_corrections(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Correction]:
    """The decisions that an edit of record.xml tells of; a field taken out says nothing."""
    for name in FIELDS:
        old, new = before.get(name, ""), after.get(name, before.get(name, ""))
        if old != new:
            yield _field(name, old, new)


def _field(name: str, old: str, new: str) -> Correction:
    """The decision about the plan's value where the field tells it whole, else about the field itself."""
    pointer, values = OF_PLAN.get(name), [_plan_value(name, value) for value in (old, new)]
    if pointer is None or values[1] is None:
        return Correction("field", old, new, pointer=record_pointer(name))
    return Correction("field", values[0] or "", values[1], pointer=str(pointer))


def _plan_value(name: str, value: str) -> str | None:
    """A field's value as plan.json has it; None where it cannot say so."""
    if not value:
        return ""
    if name == "typeName":
        return next((kind for kind, code in archive_codes().items() if code == value), None)
    if name == "issuedDate":
        day = _DAY.fullmatch(value)
        return "-".join(reversed(day.groups())) if day and _is_day(value) else None
    return value


def _is_day(value: str) -> bool:
    from datetime import datetime

    try:
        datetime.strptime(value, "%d/%m/%Y")  # noqa: DTZ007 - a day, without an hour
    except ValueError:
        return False
    return True
