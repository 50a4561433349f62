# SPDX-License-Identifier: Apache-2.0
"""What of a document the rules look at: little enough that a hồ sơ of many documents fits in memory."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.acceptance.counting import dossier_of
from ocr_kh.acceptance.lint.annexes import Named, marks_there, named_annexes
from ocr_kh.acceptance.lint.contents import listed_on_paper
from ocr_kh.acceptance.lint.kinds import OF_PLAN
from ocr_kh.acceptance.lint.languages import VIETNAMESE, share_of_vietnamese
from ocr_kh.acceptance.lint.limits import USUAL
from ocr_kh.genre.codes import codes, whole_code
from ocr_kh.language.letters import bare
from ocr_kh.writing.dossier_papers import dossier_paper
from ocr_kh.writing.tables.values import place_of

if TYPE_CHECKING:
    from ocr_kh.acceptance.lint.contents import Listed
    from ocr_kh.acceptance.lint.limits import Limits
    from ocr_kh.plan.model import Plan
    from ocr_kh.writing.tables.csv_file import Row


class Cited(NamedTuple):
    """A document that is cited with its day."""

    key: str
    """As `key_of` has it."""
    code: str
    date: str
    pointer: str


class PageRead(NamedTuple):
    """A page by what it reads as."""

    number: int
    words: str
    """A hash of its words, without case and marks."""


class Cover(NamedTuple):
    """What the cover of a hồ sơ says of all of it."""

    start: str
    end: str
    """ISO 8601, as precise as printed; empty for nothing."""
    sheets: int | None


class Told(NamedTuple):
    """A warning of the plan."""

    code: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A document."""

    dossier: str
    folder: str
    ordinal: int | None = None
    """In its hồ sơ; None where it was not filed."""
    file: str = ""
    """What tells its pages: the hash of its scan, and which pages of it they are."""
    code: str = ""
    """Number and symbol as printed."""
    date: str = ""
    issuer: str = ""
    cited: tuple[Cited, ...] = ()
    named_annexes: tuple[Named, ...] = ()
    annexes: tuple[str, ...] = ()
    """Marks of those that are there."""
    pages: tuple[PageRead, ...] = ()
    warnings: tuple[Told, ...] = ()
    page_count: int = 0
    error: str = ""
    """Why it could not be read."""
    is_paper: bool = False
    """It is the cover or the contents list of its hồ sơ: it has a number there, and is no document."""
    cover: Cover | None = None
    """What it says, where it is a cover that was read."""
    listed: tuple[Listed, ...] = ()
    """Its rows, where it is a contents list that was read."""
    language: str = ""
    """Code of the field, where a person or the record says it."""
    vietnamese: float | None = None
    """Share of Vietnamese words in its text; None for a text of few words."""

    @property
    def key(self) -> str:
        """What all printed forms of its code have in common; empty without a number."""
        return key_of(self.code)

    @property
    def identity(self) -> str:
        """Number, issuer and date as one; empty where one of them is missing: then nothing can be the same."""
        whole = self.key and self.issuer and len(self.date) == len("2026-03-04")
        return f"{self.key}|{bare(self.issuer).casefold()}|{self.date}" if whole else ""


def seen_of(row: Row, plan: Plan | None, limits: Limits = USUAL) -> Seen:
    """A document from its row of index.csv and its plan; without one, what the row says."""
    ordinal = int(row["ordinal"]) if row.get("ordinal") else None
    if plan is None:
        return Seen(dossier_of(row), row["folder"], ordinal, error=row["error"] or row["status"])
    if plan.dossier_paper or dossier_paper(row["path"]):
        return _paper(row, plan, ordinal)
    header = plan.header
    return Seen(
        dossier_of(row),
        row["folder"],
        ordinal,
        f"{row['sha256']} {plan.source.page_range or ''}" if row["sha256"] else "",
        whole_code(header.number, header.symbol) if header.number else "",
        header.date or "",
        header.issuer or "",
        tuple(_cited(plan)),
        tuple(named_annexes(plan)),
        marks_there(plan),
        tuple(_pages(plan, limits)),
        _told(plan),
        int(row["pages"] or 0),
        language=plan.record.get("language", VIETNAMESE),
        vietnamese=share_of_vietnamese([unit.text for unit in plan.texts()], limits),
    )


def _paper(row: Row, plan: Plan, ordinal: int | None) -> Seen:
    """A cover or contents list."""
    dossier, paper = dossier_of(row), plan.dossier_paper
    seen = Seen(dossier, row["folder"], ordinal, warnings=_told(plan), page_count=int(row["pages"] or 0), is_paper=True)
    if paper is None:
        return seen
    if paper.kind == "cover":
        return replace(seen, cover=Cover(paper.start or "", paper.end or "", paper.sheets))
    return replace(seen, listed=listed_on_paper(row["folder"], paper.documents, dossier))


def _told(plan: Plan) -> tuple[Told, ...]:
    return tuple(Told(each.code, each.page) for each in plan.warnings if each.code in OF_PLAN)


def key_of(code: str) -> str:
    """What the printed forms of a code have in common: `5/KH-UBND` is `05/KH-UBND`; empty for what is no code.

    >>> key_of("05/KH-UBND") == key_of("5/KH- UBND"), key_of("UBND")
    (True, '')
    """
    found = next(codes(code), None)
    return "|".join((found.key[0], found.key[1] or "", *found.key[2])) if found else ""


def year_in(code: str) -> str:
    """The year in a code; empty for one without.

    >>> year_in("12/2008/QĐ-UBND"), year_in("12/QĐ-UBND")
    ('2008', '')
    """
    found = next(codes(code), None)
    return (found.year or "") if found else ""


def _cited(plan: Plan) -> list[Cited]:
    return [
        Cited(key_of(each.code), each.code, each.date, f"/citations/{at}")
        for at, each in enumerate(plan.citations)
        if each.code and each.date
    ]


def _pages(plan: Plan, limits: Limits) -> list[PageRead]:
    """The pages that have enough words, by the texts that begin on them."""
    words = defaultdict[int, list[str]](list)
    for unit in plan.texts():
        place = place_of(str(unit.pointer), plan.evidence)
        if place and place.page:
            words[place.page] += bare(unit.text).casefold().split()
    return [
        PageRead(number, hashlib.sha256(" ".join(found).encode()).hexdigest())
        for number, found in sorted(words.items())
        if len(found) >= limits.page_words
    ]
