# SPDX-License-Identifier: Apache-2.0
"""Values of a plan that a person decided: right by definition, whatever was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.plan.model import PLAN, Evidence
from ocr_kh.plan.review.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.plan.model import Plan, Warning  # noqa: A004 - the contract's word

Decided = tuple[str, str]
"""What was read when a person decided, and what is right; empty for none."""

_HEADER = PLAN / "header"
DECIDABLE = (
    *(_HEADER / key for key in ("parent_issuer", "issuer", "number", "symbol", "place", "date")),
    PLAN / "document_type",
    PLAN / "subject",
)
"""Values that a person may decide, beside those of `record`, which no page shows."""
_RECORD = str(PLAN / "record")
_DOUBTS = {
    _HEADER / "issuer": ("header.issuer", "header.issuer_inferred"),
    _HEADER / "number": ("header.number", "header.number_blank", "header.number_file_name",
                         "header.number_handwritten"),
    _HEADER / "date": ("header.date", "header.date_missing", "header.date_signature", "header.date_handwritten"),
}  # fmt: skip
"""Warnings that say that a value is doubtful, which a decided one is not."""


def with_decisions(plan: Plan, decided: Mapping[str, Decided]) -> Plan:
    """`plan` with what a person decided in place of what was read; a pointer that it lacks changes nothing."""
    evidence, warnings = dict(plan.evidence), list(plan.warnings)
    for pointer in DECIDABLE:
        if pointer in decided:
            before, right = decided[pointer]
            read = _value(plan, pointer)
            if read not in {before, right}:
                warnings.append(warn("corrections.read_anew", field=str(pointer), read=read, right=right))
            plan = _with_value(plan, pointer, right)
            evidence[str(pointer)] = evidence.get(pointer, Evidence(source="person")).replaced(source="person")
    record = {pointer.removeprefix(f"{_RECORD}/"): right for pointer, (_, right) in decided.items()
              if pointer.startswith(f"{_RECORD}/")}  # fmt: skip
    evidence |= {f"{_RECORD}/{name}": Evidence(source="person") for name in record}
    return plan.replaced(evidence=evidence, warnings=tuple(warnings), record=plan.record | record)


def without_settled(warnings: Sequence[Warning], decided: Mapping[str, Decided]) -> tuple[Warning, ...]:
    """The warnings but those that doubt a value which a person decided."""
    settled = {code for pointer, codes in _DOUBTS.items() if pointer in decided for code in codes}
    return tuple(warning for warning in warnings if warning.code not in settled)


def _value(plan: Plan, pointer: str) -> str:
    keys = pointer.split("/")[1:]
    return getattr(plan.header if len(keys) == 2 else plan, keys[-1]) or ""


def _with_value(plan: Plan, pointer: str, right: str) -> Plan:
    value = right or None
    keys = pointer.split("/")[1:]
    if len(keys) == 1:
        return plan.replaced(**{keys[0]: value})
    header = plan.header.replaced(**{keys[1]: value})
    if keys[1] == "issuer":
        header = header.replaced(issuer_inferred=False, issuers=(right,) if right else ())
    return plan.replaced(header=header)
