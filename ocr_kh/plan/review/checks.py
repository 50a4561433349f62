# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a document as far as its own rules tell, without a truth to compare with.

The rules are those of Nghị định 30/2020/NĐ-CP (Phụ lục I), as real documents keep them; each breach is a warning with a
code, in English: plan.json is the same wherever it is made. Nothing is changed here.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.codes import is_party_symbol, is_usual_symbol
from ocr_kh.genre.document_types import is_brief
from ocr_kh.language.letters import bare
from ocr_kh.plan.model import PLAN
from ocr_kh.plan.review.probabilities import doubtful_fields, missing_fields
from ocr_kh.plan.review.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.document import Document, Page
    from ocr_kh.plan.model import Plan, Warning  # noqa: A004 - the contract's word

_SIGNED_FOR = re.compile(r"(?:KT|K/T)\W+(?P<head>.+)")
_FULL_DATE_LENGTH = 10
"""Length of a date with its day (`2026-03-04`)."""


def missing(plan: Plan) -> list[Warning]:
    """What every document of the genre has and this one lacks."""
    lacking = missing_fields(plan)
    found = (
        ("/header/issuer" in lacking, warn("header.issuer")),
        (plan.header.issuer_inferred, warn("header.issuer_inferred")),
        ("/header/symbol" in lacking, warn("header.symbol")),
        (plan.header.date is None and not _is_warned(plan, "header.date"), warn("header.date_missing")),
        ("/document_type" in lacking, warn("header.type")),
        ("/subject" in lacking, warn("header.subject")),
        (not plan.sections and not is_brief(plan.document_type), warn("outline.empty")),
        (not plan.recipients, warn("closing.recipients")),
        (not plan.signatures, warn("closing.signature")),
        (any(not each.signer for each in plan.signatures), warn("closing.signer")),
    )
    return [warning for is_missing, warning in found if is_missing]


def _is_warned(plan: Plan, code: str) -> bool:
    return any(warning.code == code for warning in plan.warnings)


def checks(plan: Plan, document: Document) -> list[Warning]:
    """The breaches of rules that `plan` shows."""
    return [*_doubtful(plan), *_header(plan), *_bases(plan), *_closing(plan), *_page_numbers(document)]


def _doubtful(plan: Plan) -> Iterator[Warning]:
    """Fields that the record requires and that are there, but improbable."""
    for pointer in doubtful_fields(plan):
        found = plan.fields[pointer]
        said = f"; else {found.runner_up}" if found.runner_up else ""
        yield warn("header.doubtful", plan, at=pointer, field=pointer, probability=found.probability, otherwise=said)


def _header(plan: Plan) -> Iterator[Warning]:
    header = plan.header
    if header.number and len(header.number) == 1 and not _is_party(plan):
        yield warn("header.number_zero", plan, at=PLAN / "header" / "number", number=header.number)
    if header.symbol and not is_usual_symbol(header.symbol, header.number):
        yield warn("header.symbol_form", plan, at=PLAN / "header" / "symbol", symbol=header.symbol)
    if header.date and len(header.date) == _FULL_DATE_LENGTH and date.fromisoformat(header.date) > date.today():  # noqa: DTZ011 - a day, on this machine
        yield warn("header.date_future", plan, at=PLAN / "header" / "date", date=header.date)
    yield from _dates(plan)
    yield from _place(plan)


def _is_party(plan: Plan) -> bool:
    return is_party_symbol(plan.header.symbol)


def _dates(plan: Plan) -> Iterator[Warning]:
    """A document cannot cite one that is issued after it."""
    issued = plan.header.date or ""
    if len(issued) < _FULL_DATE_LENGTH:
        return
    for at, citation in enumerate(plan.citations):
        if citation.code and citation.date and len(citation.date) == _FULL_DATE_LENGTH and citation.date > issued:
            cited, day = citation.code, citation.date
            yield warn("citation.date", plan, at=PLAN / "citations" / at, cited=cited, day=day, issued=issued)


def _place(plan: Plan) -> Iterator[Warning]:
    """The place of issue of a commune or a province bears its name (ô 4)."""
    place, issuer = plan.header.place, plan.header.issuer
    found = re.match(
        r"(?:UY BAN NHAN DAN|UBND) (?:XA|PHUONG|DAC KHU|TINH|THANH PHO|TP\.?)\s(?P<name>.+)", bare(issuer or "")
    )
    if found and place and not plan.header.issuer_inferred:
        name, stated = found["name"].strip(), bare(place).upper()
        if stated not in name and name not in stated:
            yield warn("header.place", plan, at=PLAN / "header" / "place", place=place, issuer=issuer)


def _bases(plan: Plan) -> Iterator[Warning]:
    """Each basis ends in a semicolon, the last in a full stop, or a comma before the lead-in (ô 6)."""
    for at, text in enumerate(plan.bases):
        last = at == len(plan.bases) - 1
        if not text.rstrip().endswith((";", ".", ",", ":") if last else (";",)):
            yield warn("bases.end", plan, at=PLAN / "bases" / at, mark="a full stop" if last else "a semicolon")


def _closing(plan: Plan) -> Iterator[Warning]:
    if plan.closing and not _is_party(plan) and not re.search(r"\./\.?\W*$", plan.closing):
        yield warn("closing.end", plan, at=PLAN / "closing")
    if plan.recipients and not bare(plan.recipients[-1].name).startswith("Luu"):
        yield warn("closing.file_copy", plan, at=PLAN / "recipients" / (len(plan.recipients) - 1))
    for at, signature in enumerate(plan.signatures):
        lines = [bare(line) for line in signature.authority]
        for line, below in pairwise([*lines, ""]):
            found = _SIGNED_FOR.match(line)
            if found and not below.upper().startswith(("PHO", "THU TRUONG", "HIEU PHO", "CHI HUY PHO")):
                yield warn("closing.authority", plan, at=PLAN / "signatures" / at / "authority", line=line)


def _page_numbers(document: Document) -> Iterator[Warning]:
    """Page numbers rise by one and are not printed on the first page; annexes begin anew.

    A number that only its own page bears out is a misreading, not a page out of order.
    """
    if not document.has_pages:
        return
    numbered = [(page.number, number) for page in document.pages if (number := _printed_number(page)) is not None]
    shift: int | None = None
    for at, (page, number) in enumerate(numbered):
        following = [after - on for on, after in numbered[at + 1 : at + 2]]
        if shift is None or number - page == shift:
            shift = number - page
        elif following != [shift]:
            on_before, before = numbered[at - 1]
            if not _begins_anew(number, follows_number=on_before == page - 1):
                yield warn("pages.order", page=page, number=number, before=before)
            shift = number - page


def _begins_anew(number: int, *, follows_number: bool) -> bool:
    """Whether the pages of an annex may begin with a number: with 1, or with 2 behind a first page that bears none.

    >>> _begins_anew(2, follows_number=False), _begins_anew(2, follows_number=True)
    (True, False)
    """
    return number == 1 or (number == 2 and not follows_number)


def _printed_number(page: Page) -> int | None:
    """The one page number that a page bears."""
    printed = [line.text.strip(" -–.") for line in page.lines if line.role is Role.PAGE_NUMBER]
    numbers = [int(text) for text in printed if text.isdecimal() and len(text) < 4]
    return numbers[0] if len(numbers) == 1 else None
