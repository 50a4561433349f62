# SPDX-License-Identifier: Apache-2.0
"""A number by hand that no reader is sure of, where something else in the file tells which it is.

A hồ sơ holds the decision and what was written because of it: the invitation cites `Quyết định số 146/QĐ-SYT ngày
12/5/2026` in print, whose own number is written by hand. Numbers of one symbol rise with their days, so that those of
older and younger documents bound it. And who scans a paper names it, in the name of the file or in the title of the PDF
(`146 qd syt`), which stays when the file is called something else. None of that is believed by itself: only a number
that the reader of writing says may stand there, of the same symbol, and of the same day where it is cited.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.codes import codes, whole_code
from ocr_kh.genre.dates import date_behind
from ocr_kh.plan.parsing import parse
from ocr_kh.plan.review.handwriting import words_of_number
from ocr_kh.plan.review.outside_evidence import number_in_name
from ocr_kh.plan.structure.own_mentions import is_of_another, may_be_same
from ocr_kh.reading.pdf import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.document import Document, Line, Word
    from ocr_kh.plan.model import Header, Plan
    from ocr_kh.reading.source import Source

_YEAR = len("2026")
_MONTH = len("2026-05")
"""Characters of a date that a header has at least for another document to cite it."""
_DAY = len("2026-05-12")
_BEHIND = 60
"""Characters behind a citation among which the body is named."""
_TOLD_SHARE = 0.1
"""Share of the probability of the likeliest number that one has at least to be told. Of 274 drawn numbers that stayed
open 71 % are told so where two others within 20 of theirs are cited beside them, 0.4 % wrongly; where only two others
are cited, 5 % would be taken for one of them."""
_TURN_SHARE = 0.5
"""The same of one that is told by its turn: with bounds up to 20 beside, 35 % of those are told, 0.6 % wrongly."""


class _Open(NamedTuple):
    """A document whose number is open, and what it may be."""

    document: Document
    header: Header
    may_be: Mapping[str, float]
    """Without zeros before them, and how probable each is."""
    word: Word
    """The one that holds them."""


def with_known_numbers(read: Sequence[Document], source: Source | None = None) -> tuple[Document, ...]:
    """The documents of a file, as they were read, with `Word.known` where a number by hand is known so.

    `source` is the file, whose title is asked. Nothing is looked at where no number is open, as in most files.
    """
    if not any(word.may_be for document in read for line in document.lines for word in line.words):
        return tuple(read)
    title = title_of(source.paths[0]) if source and source.kind == "pdf" else ""
    if len(read) == 1 and not any(map(str.isdigit, title)):
        return tuple(read)
    plans = list(map(parse, read))
    told: dict[int, tuple[_Open, str]] = {}
    for at, (document, plan) in enumerate(zip(read, plans, strict=True)):
        others = [other.header for place, other in enumerate(plans) if place != at]
        around = [other for place, other in enumerate(read) if place != at]
        own = _open(document, plan)
        if own and (number := _told(own, around, others, title)):
            told[at] = own, number
    count = Counter((own.header.symbol, number) for own, number in told.values())
    alone = {at: _with_known(*each) for at, each in told.items() if count[each[0].header.symbol, each[1]] == 1}
    return tuple(alone.get(at, document) for at, document in enumerate(read))


def _open(document: Document, plan: Plan) -> _Open | None:
    """The document, if its number is by hand and open."""
    word = next((each for each in words_of_number(plan, document) if each.may_be), None)
    if word is None or plan.header.number or not plan.header.symbol:
        return None
    may_be: dict[str, float] = {}
    for number, chance in word.may_be:
        may_be[_bare(number)] = max(chance, may_be.get(_bare(number), 0.0))
    return _Open(document, plan.header, may_be, word)


def _bare(number: str) -> str:
    return number.lstrip("0")


def _told(own: _Open, around: Sequence[Document], others: Sequence[Header], title: str) -> str | None:
    """The one number that citations and names give, or the only one that stands in its turn among the others."""
    best = max(own.may_be.values())
    given = {*_cited(own, around, others), *_named(own, title, others)}
    if given:
        return given.pop() if len(given) == 1 and own.may_be[min(given)] >= _TOLD_SHARE * best else None
    in_turn = set(_in_turn(own, others))
    return in_turn.pop() if len(in_turn) == 1 and own.may_be[min(in_turn)] >= _TURN_SHARE * best else None


def _in_turn(own: _Open, others: Sequence[Header]) -> Iterator[str]:
    """What it may be between the numbers of older and younger documents of the same symbol and year."""
    date = own.header.date or ""
    row = [
        (str(each.date), int(str(each.number)))
        for each in others
        if each.symbol == own.header.symbol and (each.number or "").isdecimal() and len(each.date or "") == _DAY
    ]
    before = [number for day, number in row if day[:_YEAR] == date[:_YEAR] and day < date]
    behind = [number for day, number in row if day[:_YEAR] == date[:_YEAR] and day > date]
    if len(date) == _DAY and before and behind and max(before) < min(behind):
        yield from (each for each in own.may_be if max(before) < int(each) < min(behind))


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
            if cited.groups != code.groups or number not in own.may_be or number in borne:
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
        number = _bare(number_in_name(name.replace("/", "-") + ".", symbol) or "")
        if number in own.may_be:
            yield number


def _with_known(own: _Open, number: str) -> Document:
    """The document with the number, as it is written, in its place."""
    text = next(each for each, _ in own.word.may_be if _bare(each) == number)

    def marked(line: Line) -> Line:
        if all(word is not own.word for word in line.words):
            return line
        return replace(
            line, words=tuple(replace(each, known=text) if each is own.word else each for each in line.words)
        )

    pages = (replace(page, lines=tuple(map(marked, page.lines))) for page in own.document.pages)
    return replace(own.document, pages=tuple(pages))
