# SPDX-License-Identifier: Apache-2.0
"""The values of a paper that a person may decide, by JSON Pointer: those of a cover, and of each row of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.plan.model import PLAN

if TYPE_CHECKING:
    from ocr_kh.plan.model import Plan
    from ocr_kh.plan.pointers import Pointer

PAPER = PLAN / "dossier_paper"
_OF_COVER = (
    "agency", "title", "start", "end", "sheets", "retention", "mode", "fonds", "catalogue", "dossier", "box", "sign",
)  # fmt: skip
_OF_ROW = ("code", "date", "sheet", "author", "subject")
COUNTS = frozenset({"sheets"})
"""Keys whose value is a whole number."""
DAYS = frozenset({"start", "end", "date"})


def paper_fields(plan: Plan) -> list[Pointer]:
    """Pointers to the values, in the order of the paper; none for a document."""
    paper = plan.dossier_paper
    if paper is None:
        return []
    if paper.kind == "cover":
        return [PAPER / key for key in _OF_COVER]
    rows = range(len(paper.documents))
    return [PAPER / "dossier", *(PAPER / "documents" / at / key for at in rows for key in _OF_ROW)]


def is_of_paper(pointer: str) -> bool:
    """Whether a pointer leads into a paper.

    >>> is_of_paper("/dossier_paper/documents/3/date"), is_of_paper("/header/date")
    (True, False)
    """
    return pointer.startswith(f"{PAPER}/")


def paper_value(plan: Plan, pointer: str) -> str:
    """The value at a pointer of `paper_fields`; empty for none, and for a row that is not there."""
    paper = plan.dossier_paper
    *row, key = pointer.removeprefix(f"{PAPER}/").split("/")
    if paper is None or (row and int(row[1]) >= len(paper.documents)):
        return ""
    value = getattr(paper.documents[int(row[1])] if row else paper, key)
    return "" if value is None else str(value)


def with_paper_value(plan: Plan, pointer: str, right: str) -> Plan:
    """The plan with another value at a pointer of `paper_fields`."""
    paper = plan.dossier_paper
    if paper is None:
        return plan
    *row, key = pointer.removeprefix(f"{PAPER}/").split("/")
    value = (int(right) if key in COUNTS else right) if right else None
    if not row:
        return plan.replaced(dossier_paper=paper.replaced(**{key: value}))
    documents = list(paper.documents)
    documents[int(row[1])] = documents[int(row[1])].replaced(**{key: value})
    return plan.replaced(dossier_paper=paper.replaced(documents=tuple(documents)))
