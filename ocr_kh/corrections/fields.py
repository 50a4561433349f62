# SPDX-License-Identifier: Apache-2.0
"""Decisions about values: those of plan.json, and those of record.xml that stand nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.plan.model import PLAN
from ocr_kh.plan.review.decisions import Decided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocr_kh.corrections.correction import Correction

OF_PLAN = {
    "codeNumber": PLAN / "header" / "number",
    "codeNotation": PLAN / "header" / "symbol",
    "organName": PLAN / "header" / "issuer",
    "subject": PLAN / "subject",
    "issuedDate": PLAN / "header" / "date",
    "typeName": PLAN / "document_type",
}
"""Fields of record.xml that are made from a value of the plan."""
_FIELD_OF = {str(pointer): name for name, pointer in OF_PLAN.items()}


def record_pointer(name: str) -> str:
    """The pointer of a field of record.xml that is decided as it stands there.

    >>> record_pointer("maintenance")
    '/record/maintenance'
    """
    return f"{PLAN / 'record'}/{name}"


def decided_fields(corrections: Iterable[Correction]) -> dict[str, Decided]:
    """What a person says of values, by JSON Pointer: what was read at first, and what is right; the last word holds.

    A value that was accepted after it was corrected is a corrected one.
    """
    found: dict[str, Decided] = {}
    for each in corrections:
        if not each.pointer:
            continue
        before = found.get(each.pointer, Decided(each.read, "", accepted=True))
        accepted = before.accepted and each.kind == "accepted"
        found[each.pointer] = Decided(before.read, each.right, accepted=accepted, who=each.who)
        if each.pointer in _FIELD_OF:  # what was said of the field itself before
            found.pop(record_pointer(_FIELD_OF[each.pointer]), None)
    return found
