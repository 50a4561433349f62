# SPDX-License-Identifier: Apache-2.0
"""Number and date that were written by hand: what the reader was not sure of is left out, the rest warned of.

Not warned of is what evidence outside the page bears out: a number in the file name, a day of a digital signature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.language.letters import bare
from ocr_kh.plan.model import PLAN
from ocr_kh.plan.review.outside_evidence import number_in_name
from ocr_kh.plan.review.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.document import Document, Word
    from ocr_kh.plan.model import Plan, Warning  # noqa: A004 - the contract's word

_SURE_CONFIDENCE = 0.5
"""Confidence below which recognition was not sure of a written number; it gives 0.3 then, else 0.9 and more."""
_NO_NUMBER = {"header.number", "header.number_blank"}
"""Codes of warnings that a header has no number."""
_YEAR, _MONTH = "2025", "2025-06"
"""How much of a date in ISO 8601 is a year, a month."""
_FIRST_DAY = "-01"


def without_unsure(plan: Plan, document: Document) -> Plan:
    """`plan` without a number, a day or a month of which neither reader was sure, nor anything else told it."""
    header, warnings = plan.header, list(plan.warnings)
    words = words_of_number(plan, document)
    if known := next((word.known for word in words if word.known), None):
        header = header.replaced(number=known)
        warnings = [each for each in warnings if each.code not in _NO_NUMBER]
    elif header.number and any(word.confidence < _SURE_CONFIDENCE for word in words):
        header = header.replaced(number=None)
        warnings.append(warn("header.number", plan, at=PLAN / "header" / "number"))
    kept = _certain(plan, document)
    if header.date and kept < len(header.date):
        header = header.replaced(date=header.date[:kept])
        if all(each.code != "header.date" for each in warnings):
            warnings.append(warn("header.date", plan, at=PLAN / "header" / "date"))
    return plan.replaced(header=header, warnings=tuple(warnings))


def within_signatures(plan: Plan, document: Document) -> Plan:
    """`plan` with a date by hand that no digital signature precedes, for none is older than what it signs.

    A later day was misread and is left out. In the month of the last signature an open day is one up to that; on the
    first of the month there is no other.
    """
    signed = max((each.time[:10] for each in plan.digital_signatures if each.time), default=None)
    date = plan.header.date
    if not signed or not date or not _of_date(plan, document):
        return plan
    warnings = list(plan.warnings)
    if date == signed[: len(_MONTH)] and signed.endswith(_FIRST_DAY):
        date = signed
        warnings = [each for each in warnings if each.code != "header.date"]
    elif date > signed:
        date = date[: len(_MONTH)] if date[: len(_MONTH)] <= signed else date[: len(_YEAR)]
        if all(each.code != "header.date" for each in warnings):
            warnings.append(warn("header.date", plan, at=PLAN / "header" / "date"))
    return plan.replaced(header=plan.header.replaced(date=date), warnings=tuple(warnings))


def _certain(plan: Plan, document: Document) -> int:
    """How much of the date, in characters of ISO 8601, is not in doubt."""
    words = _words(plan, document, "date", in_date=True)
    month = next((at for at, word in enumerate(words) if bare(word.text).lower().startswith("thang")), len(words))
    doubted = [at > month for at, word in enumerate(words) if word.by_hand and word.confidence < _SURE_CONFIDENCE]
    return len(_YEAR) if any(doubted) else len(_MONTH) if doubted else len(f"{_MONTH}-15")


def by_hand(plan: Plan, document: Document) -> Iterator[Warning]:
    """What was read of handwriting, for a person to look at."""
    header = plan.header
    words = words_of_number(plan, document)
    if header.number and (_sure(words) or any(word.known for word in words)):
        named = number_in_name(document.name, header.symbol) if header.symbol else None
        if (named or "").lstrip("0") != header.number.lstrip("0"):
            other = f"; the file name has {named}" if named else ""
            at = PLAN / "header" / "number"
            yield warn("header.number_handwritten", plan, at=at, number=header.number, elsewhere=other)
    signed = {(each.time or "")[:10] for each in plan.digital_signatures}
    if header.date and header.date not in signed and _sure(_of_date(plan, document)):
        yield warn("header.date_handwritten", plan, at=PLAN / "header" / "date", date=header.date)


def _sure(words: list[Word]) -> bool:
    return any(word.confidence >= _SURE_CONFIDENCE for word in words)


def words_of_number(plan: Plan, document: Document) -> list[Word]:
    """The words of the number that were written by hand, or may have been."""
    return [word for word in _words(plan, document, "number", in_date=False) if word.by_hand]


def _of_date(plan: Plan, document: Document) -> list[Word]:
    return [word for word in _words(plan, document, "date", in_date=True) if word.by_hand]


def _words(plan: Plan, document: Document, name: str, *, in_date: bool) -> list[Word]:
    """The words of the line that a key of the header was read from; number and date may share one."""
    found = plan.evidence.get(PLAN / "header" / name)
    if found is None or found.lines is None or found.source != "page":
        return []
    words = document.lines[found.lines[0] - 1].words
    begins = [at for at, word in enumerate(words) if bare(word.text).lower().startswith("ngay")]
    cut = begins[0] if begins else (0 if in_date else len(words))
    return list(words[cut:] if in_date else words[:cut])
