# SPDX-License-Identifier: Apache-2.0
"""The stage of the pipeline: documents and plain text to the engine, edits back into lines and records."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.repair import RepairedText
from ocr_kh.repair.edits import apply, records, repaired_line, word_spans
from ocr_kh.repair.passes import repair_documents, repair_lines
from ocr_kh.repair.readings import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.document import Document, Line, Repair
    from ocr_kh.repair.edits import Edit
    from ocr_kh.settings import Settings

BATCH_CHARACTERS = 40_000
"""Characters (some 8,000 words) of texts worked on side by side, to bound the memory used."""
_LEFT_ALONE = frozenset({Role.PAGE_NUMBER, Role.NOISE})


def repair_text(text: str, settings: Settings) -> RepairedText:
    """See `ocr_kh.repair.repair_text`."""
    return next(repair_texts([text], settings))


def repair_texts(texts: Iterable[str], settings: Settings) -> Iterator[RepairedText]:
    """See `ocr_kh.repair.repair_texts`."""
    for batch in _batches(unicodedata.normalize("NFC", text) for text in texts):
        if not settings.repair:
            yield from (RepairedText(text, ()) for text in batch)
            continue
        documents = [[Reading(line) for line in text.split("\n")] for text in batch]
        for text, edits in zip(batch, repair_documents(documents, settings), strict=True):
            yield _repaired(text, edits)


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in order, so many at once that there are BATCH_CHARACTERS of them, or one that is longer."""
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += max(1, len(text))
    if batch:
        yield batch


def _repaired(original: str, edits: Sequence[Sequence[Edit]]) -> RepairedText:
    lines = original.split("\n")
    repairs = tuple(
        repair
        for number, (line, changes) in enumerate(zip(lines, edits, strict=True), 1)
        for repair in records(number, line, changes)
    )
    return RepairedText(apply(original, repairs), repairs)


def repair_document(document: Document, settings: Settings) -> Document:
    """See `ocr_kh.repair.repair_document`."""
    if not settings.repair:
        return document
    lines = document.lines
    open_lines = [line for line in lines if line.role not in _LEFT_ALONE]
    edits = iter(repair_lines([_reading(line) for line in open_lines], settings))
    repaired: list[Line] = []
    repairs: list[Repair] = []
    for number, line in enumerate(lines, 1):
        changes = [] if line.role in _LEFT_ALONE else next(edits)
        repairs += records(number, line.original, changes, line)
        repaired.append(repaired_line(line, changes))
    return _with_lines(document, repaired, repairs)


def _reading(line: Line) -> Reading:
    spans = word_spans(line)
    if not spans:
        return Reading(line.original)
    placed = [(start, word) for word, (start, _) in zip(line.words, spans, strict=True)]
    cursor, confidences, alternatives = 0, [], []
    for token in line.original.split():
        cursor = line.original.index(token, cursor)
        inside = [(start - cursor, word) for start, word in placed if cursor <= start < cursor + len(token)]
        confidences.append(min((word.confidence for _, word in inside), default=1.0))
        alternatives.append(tuple(a._replace(at=a.at + start) for start, word in inside for a in word.alternatives))
        cursor += len(token)
    return Reading(line.original, tuple(confidences), tuple(alternatives))


def _with_lines(document: Document, lines: list[Line], repairs: list[Repair]) -> Document:
    rest = iter(lines)
    pages = tuple(replace(page, lines=tuple(next(rest) for _ in page.lines)) for page in document.pages)
    return replace(document, pages=pages, repairs=(*document.repairs, *repairs))
