# SPDX-License-Identifier: Apache-2.0
"""Decisions about values: those of plan.json, and those of record.xml that stand nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.plan.review.decisions import Decided
from ocr_kh.writing.document.record_pointers import OF_PLAN, record_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocr_kh.corrections.correction import Correction

_FIELD_OF = {str(pointer): name for name, pointer in OF_PLAN.items()}


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
