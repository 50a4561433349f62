# SPDX-License-Identifier: Apache-2.0
"""The rules of one hồ sơ: each a function from its documents to what does not fit among them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ocr_kh.acceptance.lint.annexes import missing_marks
from ocr_kh.acceptance.lint.covers import covers, period_told
from ocr_kh.acceptance.lint.kinds import finding
from ocr_kh.acceptance.lint.languages import is_other
from ocr_kh.acceptance.lint.limits import USUAL
from ocr_kh.acceptance.lint.seen import year_in
from ocr_kh.genre.dates import FIRST_YEAR, years_in
from ocr_kh.plan.model import PLAN
from ocr_kh.writing.document.record_codes import choices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.acceptance.lint.kinds import Finding
    from ocr_kh.acceptance.lint.limits import Limits
    from ocr_kh.acceptance.lint.periods import Period
    from ocr_kh.acceptance.lint.seen import Seen

_NUMBER, _DATE = PLAN / "header" / "number", PLAN / "header" / "date"


def lint_dossier(
    documents: Sequence[Seen], period: Period | None = None, today: str = "", limits: Limits = USUAL
) -> Iterator[Finding]:
    """All findings of a hồ sơ, by the rules below. `today` is ISO 8601, of this day where it is not given.

    Where no list says the `period`, the cover does.
    """
    today = today or datetime.now(UTC).astimezone().date().isoformat()  # of the place: at dawn UTC has the day before
    told = period_told(documents)
    yield from covers(documents, told)
    period = period or told.period
    for document in documents:
        yield from _of_document(document)
        yield from _language(document, limits)
        yield from _dates(document, period, today)
        yield from _annexes(document, documents)
    if not period:
        yield from _far_dates(documents, limits)
    yield from _codes(documents)
    yield from _pages(documents)
    yield from _cited_otherwise(documents)
    yield from _ordinals(documents)
    yield from _dossier_year(documents)


def _of_document(document: Seen) -> Iterator[Finding]:
    """What the plan warns of, and a document that could not be read."""
    if document.error:
        yield finding("document.failed", document.dossier, document.folder, error=document.error)
    for told in document.warnings:
        yield finding(told.code, document.dossier, document.folder, page=told.page)


def _language(document: Seen, limits: Limits) -> Iterator[Finding]:
    """A text in another language than its record says."""
    share = document.vietnamese
    if share is not None and is_other(document.language, share, limits):
        name = choices("language")[document.language]
        where = (document.dossier, document.folder, "/record/language")
        yield finding("language.other", *where, language=name, share=f"{share:.0%}")


def _dates(document: Seen, period: Period | None, today: str) -> Iterator[Finding]:
    """A date outside the period, or none at all, or another than the year in the number."""
    date, where = document.date, (document.dossier, document.folder, _DATE)
    if not date:
        return
    if int(date[:4]) < FIRST_YEAR or date > today:
        yield finding("date.impossible", *where, date=date)
    elif period and not period.holds(date):
        yield finding("date.outside_period", *where, date=date, start=period.start, end=period.end)
    year = year_in(document.code)
    if year and year != date[:4]:
        yield finding("date.code_year", *where, date=date, code=document.code)
    for each in document.cited:
        if each.date > date[: len(each.date)]:
            yield finding(
                "citation.later", document.dossier, document.folder, each.pointer,
                code=each.code, cited=each.date, date=date,
            )  # fmt: skip


def _far_dates(documents: Sequence[Seen], limits: Limits) -> Iterator[Finding]:
    """A date far from all others of a hồ sơ of which no list says the period."""
    dated = sorted((each for each in documents if each.date), key=lambda each: each.date)
    if len(dated) < limits.fewest_dated:
        return
    years = [int(each.date[:4]) for each in dated]
    for at, each in enumerate(dated):
        beside = years[max(at - 1, 0) : at] + years[at + 1 : at + 2]
        if min(abs(year - years[at]) for year in beside) >= limits.far_years:
            yield finding("date.far", each.dossier, each.folder, _DATE, date=each.date)


def _annexes(document: Seen, documents: Sequence[Seen]) -> Iterator[Finding]:
    """Annexes that the text names and that are neither in the document nor by themselves in its hồ sơ."""
    apart = tuple(mark for each in documents if each is not document and not each.code for mark in each.annexes)
    for named in missing_marks(document.named_annexes, (*document.annexes, *apart)):
        yield finding("annex.missing", document.dossier, document.folder, named.pointer, annex=named.mark or "-")


def _codes(documents: Sequence[Seen]) -> Iterator[Finding]:
    """The second of two documents with the same number, issuer and date."""
    first: dict[str, Seen] = {}
    for each in documents:
        other = first.setdefault(each.identity, each) if each.identity else each
        if other is not each and (other.file != each.file or not each.file):
            yield finding("document.same_code", each.dossier, each.folder, _NUMBER, other=other.folder, code=each.code)


def _pages(documents: Sequence[Seen]) -> Iterator[Finding]:
    """A page that reads as an earlier one of the hồ sơ; not told again where the documents are the same."""
    first: dict[str, tuple[Seen, int]] = {}
    for each in documents:
        for page in each.pages:
            other, number = first.setdefault(page.words, (each, page.number))
            same = other.file == each.file or (each.identity and other.identity == each.identity)
            if (other is each and number != page.number) or (other is not each and not same):
                yield finding(
                    "document.same_page", each.dossier, each.folder, page=page.number, on=number, other=other.folder
                )


def _cited_otherwise(documents: Sequence[Seen]) -> Iterator[Finding]:
    """A document that another one of the hồ sơ cites with another date."""
    by_key = {each.key: each for each in documents if each.key and each.date}
    for each in documents:
        for cited in each.cited:
            own = by_key.get(cited.key)
            if own and own is not each and cited.key and not _agree(own.date, cited.date) and _is_near(own, cited.date):
                yield finding(
                    "date.cited_otherwise", own.dossier, own.folder, _DATE,
                    date=own.date, other=each.folder, cited=cited.date,
                )  # fmt: skip


def _agree(one: str, other: str) -> bool:
    """Whether two dates may be the same, as far as the less precise one goes."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _is_near(document: Seen, cited: str) -> bool:
    """Whether the cited document can be this one: a number is given again each year."""
    return document.date[:4] == cited[:4]


def _ordinals(documents: Sequence[Seen]) -> Iterator[Finding]:
    """Numbers of the hồ sơ up to the last one that no document has."""
    given = {each.ordinal for each in documents if each.ordinal}
    for ordinal in range(1, max(given, default=0)):
        if ordinal not in given:
            yield finding("ordinal.gap", documents[0].dossier, ordinal=ordinal)


def _dossier_year(documents: Sequence[Seen]) -> Iterator[Finding]:
    """The year in the code of the hồ sơ is that of its first document."""
    dated = [each for each in documents if each.date and each.ordinal]
    years = years_in(dated[0].dossier) if dated else ()
    if years:
        first = min(dated, key=lambda each: each.date)
        if first.date[:4] not in years:
            yield finding("date.dossier_year", first.dossier, first.folder, _DATE, date=first.date)
