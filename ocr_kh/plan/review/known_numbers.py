# SPDX-License-Identifier: Apache-2.0
"""A number by hand that no reader is sure of, where something else in the file tells which it is.

A hồ sơ holds the decision and what was written because of it: the invitation cites `Quyết định số 146/QĐ-SYT ngày
12/5/2026` in print, whose own number is written by hand. And who scans a paper names it, in the name of the file or in
the title of the PDF (`146 qd syt`), which it keeps under another name. Neither is believed by itself: only a number
that the reader of writing says may stand there, of the same symbol, and of the same day where it is cited.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.codes import codes, whole_code
from ocr_kh.genre.dates import date_behind
from ocr_kh.plan.blocks.header import head
from ocr_kh.plan.parsing import parse
from ocr_kh.plan.review.handwriting import words_of_number
from ocr_kh.plan.review.outside_evidence import number_in_name
from ocr_kh.plan.structure.own_mentions import is_of_another, may_be_same
from ocr_kh.reading.pdf import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.document import Document, Line, Word
    from ocr_kh.plan.model import Header
    from ocr_kh.reading.source import Source

_MONTH = len("2026-05")
"""Characters of a date that a header has at least for another document to cite it."""
_DAY = len("2026-05-12")
_BEHIND = 60
"""Characters behind a citation among which the body is named."""


class _Open(NamedTuple):
    """A document whose number is open, and what it may be."""

    document: Document
    header: Header
    may_be: frozenset[str]
    """Without zeros before them."""
    word: Word
    """The one that holds them."""


def with_known_numbers(read: Sequence[Document], source: Source | None = None) -> tuple[Document, ...]:
    """The documents of a file, as they were read, with `Word.known` where a number by hand is known so.

    `source` is the file, whose title is asked. Nothing is looked at where no number is open, as in most files.
    """
    found = list(map(_open, read))
    if not any(found):
        return tuple(read)
    title = title_of(source.paths[0]) if source and source.kind == "pdf" else ""
    headers = [each.header if each else _header(document) for each, document in zip(found, read, strict=True)]
    known = []
    for at, each in enumerate(found):
        others = [other for place, other in enumerate(headers) if place != at]
        around = [other for place, other in enumerate(read) if place != at]
        told = {*_cited(each, around, others), *_named(each, title, others)} if each else set()
        known.append(_with_known(each, told.pop()) if each and len(told) == 1 else read[at])
    return tuple(known)


def _open(document: Document) -> _Open | None:
    """The document, if its number is by hand and open; asked of its words first, since parsing takes a while."""
    if not any(word.may_be for line in document.lines for word in line.words):
        return None
    plan = parse(document)
    word = next((each for each in words_of_number(plan, document) if each.may_be), None)
    if word is None or plan.header.number or not plan.header.symbol:
        return None
    return _Open(document, plan.header, frozenset(map(_bare, word.may_be)), word)


def _header(document: Document) -> Header:
    return head(document.lines, document.widths).header


def _bare(number: str) -> str:
    return number.lstrip("0")


def _cited(own: _Open, around: Sequence[Document], others: Sequence[Header]) -> Iterator[str]:
    """What other documents of the file cite that may be this one; no number that one of them bears itself."""
    code = next(codes(whole_code("1", own.header.symbol)), None)
    date = own.header.date or ""
    if code is None or len(date) < _MONTH:
        return
    borne = {_bare(each.number) for each in others if each.number and each.symbol == own.header.symbol}
    for document in around:
        text = " ".join(line.text for line in document.lines)
        for cited in codes(text):
            number = _bare(cited.number)
            if cited.groups != code.groups or number not in own.may_be - borne:
                continue
            day, end = date_behind(text, cited.end)
            is_same = day is not None and len(day) == _DAY and may_be_same(day, date)
            if is_same and may_be_same(cited.year, date) and not is_of_another(text[end : end + _BEHIND], own.header):
                yield number


def _named(own: _Open, title: str, others: Sequence[Header]) -> Iterator[str]:
    """What the file is named after, where none of its other documents has the same symbol.

    A file that holds this document alone gives its number anyway (`outside_evidence`).
    """
    symbol = str(own.header.symbol)
    if any(each.symbol == symbol for each in others):
        return
    for name in (title, own.document.name if own.document.part else ""):
        number = _bare(number_in_name(f"{name}.", symbol) or "")
        if number in own.may_be:
            yield number


def _with_known(own: _Open, number: str) -> Document:
    """The document with the number, as it is written, in its place."""
    text = next(each for each in own.word.may_be if _bare(each) == number)

    def marked(line: Line) -> Line:
        if all(word is not own.word for word in line.words):
            return line
        return replace(
            line, words=tuple(replace(each, known=text) if each is own.word else each for each in line.words)
        )

    pages = (replace(page, lines=tuple(map(marked, page.lines))) for page in own.document.pages)
    return replace(own.document, pages=tuple(pages))
