# SPDX-License-Identifier: Apache-2.0
"""Every kind of finding: its code, how grave it is, and its words. To add one: a row, and a rule that makes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ocr_kh.messages import N_, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocr_kh.writing.tables.csv_file import Row


class Severity(StrEnum):
    """How grave a finding is."""

    FAULT = "fault"
    """An archive would send it back."""
    LOOK = "look"
    """Often right as it is; a look tells."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of all findings with one code."""

    code: str
    severity: Severity
    words: str
    """Names in braces are filled in."""


_KINDS = (
    Kind("document.same_file", Severity.FAULT, N_("the same pages of the same file as {other}")),
    Kind("document.copied", Severity.FAULT, N_("{path} is a copy of {other}")),
    Kind("document.same_code", Severity.FAULT, N_("number, issuer and date are those of {other}: {code}")),
    Kind("document.same_page", Severity.LOOK, N_("the page reads as page {on} of {other}")),
    Kind("document.failed", Severity.FAULT, N_("the document could not be read: {error}")),
    Kind("date.outside_period", Severity.FAULT, N_("{date} lies outside the period of the hồ sơ ({start} - {end})")),
    Kind("date.impossible", Severity.FAULT, N_("{date} is before 1945 or in the future")),
    Kind("date.far", Severity.LOOK, N_("{date} is far from all other dates of the hồ sơ")),
    Kind("date.code_year", Severity.FAULT, N_("the date is {date}, the year in the number {code} is another")),
    Kind("date.dossier_year", Severity.LOOK, N_("the hồ sơ begins with {date}, its code has another year")),
    Kind("date.cited_otherwise", Severity.LOOK, N_("the date is {date}; {other} cites it as of {cited}")),
    Kind("citation.later", Severity.LOOK, N_("cites {code} of {cited}, and is itself of {date}")),
    Kind("ordinal.gap", Severity.FAULT, N_("the hồ sơ has no document number {ordinal}")),
    Kind("annex.missing", Severity.FAULT, N_("the text names annex {annex}, and it is not there")),
    Kind("contents.missing", Severity.FAULT, N_("row {row} of the list, {code} of {date}, was not found")),
    Kind("contents.extra", Severity.FAULT, N_("the list does not have this document")),
    Kind("contents.number", Severity.FAULT, N_("the number is {code}, in the list {listed}")),
    Kind("contents.date", Severity.FAULT, N_("the date is {date}, in the list {listed}")),
    Kind(
        "contents.sheet",
        Severity.LOOK,
        N_("begins with sheet {listed} in the list, and can only with {least} to {most}"),
    ),
    Kind(
        "cover.sheets",
        Severity.FAULT,
        N_("the cover has {sheets} sheets; the documents found lie on {least} to {most}"),
    ),
    Kind("cover.start", Severity.FAULT, N_("the cover begins with {date}, the first document is of {found}")),
    Kind("cover.end", Severity.FAULT, N_("the cover ends with {date}, the last document is of {found}")),
    Kind("cover.period", Severity.FAULT, N_("most documents lie outside the period of the cover ({start} - {end})")),
    Kind("cover.second", Severity.FAULT, N_("another cover of the same hồ sơ: {other}")),
    Kind("language.other", Severity.LOOK, N_("the field says {language}, and {share} of the words are Vietnamese")),
    Kind("pages.order", Severity.FAULT, N_("page numbers do not follow one another")),
    Kind("scan.incomplete", Severity.FAULT, N_("a part of the page is lost: scan or copy it again")),
    Kind("scan.unreadable", Severity.FAULT, N_("no word of the print can be read: scan it again")),
    Kind("scan.resolution", Severity.LOOK, N_("the scan is coarser than the archive rule asks for")),
    Kind("scan.colour", Severity.LOOK, N_("the scan has no colour")),
)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _KINDS}
OF_PLAN = ("pages.order", "scan.incomplete", "scan.unreadable", "scan.resolution", "scan.colour")
"""Kinds that a plan warns of already, under the same code."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit, and where to look."""

    code: str
    dossier: str
    folder: str = ""
    """Of the document, as `ocr-kh review` opens it; empty where none is there."""
    pointer: str = ""
    """JSON Pointer of the field or text in its plan.json; empty for the document as a whole."""
    page: int | None = None
    details: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        return KINDS[self.code].severity

    @property
    def words(self) -> str:
        """In the user's language."""
        return translate(KINDS[self.code].words).format(**dict(self.details))

    def as_row(self) -> Row:
        """A row of lint.csv."""
        return {
            "severity": self.severity,
            "code": self.code,
            "dossier": self.dossier,
            "folder": self.folder,
            "pointer": self.pointer,
            "page": str(self.page or ""),
            "words": self.words,
            "review": self.place,
        }

    @property
    def place(self) -> str:
        """What leads to it, behind the address of `ocr-kh review`; empty without a document.

        >>> Finding("date.far", "hs-1", "hs-1/03.pdf", "/header/date").place
        '#document=hs-1%2F03.pdf&field=%2Fheader%2Fdate'
        """
        where = {"document": self.folder} | ({"field": self.pointer} if self.pointer else {})
        return f"#{urlencode(where)}" if self.folder else ""


COLUMNS = ("severity", "code", "dossier", "folder", "pointer", "page", "words", "review")


def finding(
    code: str, dossier: str, folder: str = "", pointer: str = "", /, *, page: int | None = None, **details: object
) -> Finding:
    """A finding; raises KeyError for a kind that is not in the table."""
    told = tuple((name, str(value)) for name, value in details.items())
    return Finding(KINDS[code].code, dossier, folder, str(pointer), page, told)
