# SPDX-License-Identifier: Apache-2.0
"""The documents of a hồ sơ against its list: missing, more than listed, or with another number, date or sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.acceptance.lint.kinds import finding
from ocr_kh.acceptance.lint.seen import key_of
from ocr_kh.plan.model import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ocr_kh.acceptance.lint.contents import Listed
    from ocr_kh.acceptance.lint.kinds import Finding
    from ocr_kh.acceptance.lint.seen import Seen

_NUMBER, _DATE = PLAN / "header" / "number", PLAN / "header" / "date"


def reconcile(dossier: str, documents: Sequence[Seen], listed: Sequence[Listed]) -> Iterator[Finding]:
    """What differs between the documents found and the list.

    Pairs are made from the surest down: number and date agree, then the number alone, then the date alone. A document
    that could not be read is told of elsewhere, and may be any that is listed and not found.
    """
    readable = [each for each in documents if not each.error]
    pairs = _pairs(readable, listed)
    for entry in listed:
        if (document := pairs.get(entry.row)) is None:
            where = (dossier, entry.folder, entry.pointer)
            yield finding(
                "contents.missing",
                *where,
                page=entry.page,
                row=entry.row,
                code=entry.code or "-",
                date=entry.date or "-",
            )
        else:
            yield from _differences(dossier, document, entry)
    paired = {document.folder for document in pairs.values()}
    for document in readable:
        if document.folder not in paired:
            yield finding("contents.extra", dossier, document.folder)
    if len(pairs) == len(listed) == len(documents):
        yield from _sheets(dossier, [pairs[entry.row] for entry in listed], listed)


def _pairs(documents: Sequence[Seen], listed: Sequence[Listed]) -> dict[int, Seen]:
    """The document of each row of the list that has one."""
    found: dict[int, Seen] = {}
    left = list(documents)
    ways: tuple[Callable[[Seen, Listed], bool], ...] = (
        lambda document, entry: _same_code(document, entry) and _same_date(document, entry),
        _same_code,
        _same_date,
    )
    for agree in ways:
        for entry in listed:
            document = next((each for each in left if entry.row not in found and agree(each, entry)), None)
            if document:
                found[entry.row] = document
                left.remove(document)
    return found


def _same_code(document: Seen, entry: Listed) -> bool:
    return bool(document.key) and document.key == key_of(entry.code)


def _same_date(document: Seen, entry: Listed) -> bool:
    """Whether the dates agree, as far as the less precise one goes."""
    length = min(len(document.date), len(entry.date))
    return length > 0 and document.date[:length] == entry.date[:length]


def _differences(dossier: str, document: Seen, entry: Listed) -> Iterator[Finding]:
    if entry.code and not _same_code(document, entry):
        yield finding(
            "contents.number", dossier, document.folder, _NUMBER, code=document.code or "-", listed=entry.code
        )
    if entry.date and not _same_date(document, entry):
        yield finding("contents.date", dossier, document.folder, _DATE, date=document.date or "-", listed=entry.date)


def _sheets(dossier: str, documents: Sequence[Seen], listed: Sequence[Listed]) -> Iterator[Finding]:
    """First sheets that cannot be: before a document lie at least half as many sheets as pages, and at most as many."""
    least = most = 1
    for document, entry in zip(documents, listed, strict=True):
        if entry.sheet is not None and not least <= entry.sheet <= most:
            yield finding("contents.sheet", dossier, document.folder, listed=entry.sheet, least=least, most=most)
            return  # all behind it are shifted with it
        least, most = least + (document.page_count + 1) // 2, most + document.page_count
