# SPDX-License-Identifier: Apache-2.0
"""Values of a plan that a person decided: right by definition, whatever was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.plan.fields import Evidence
from ocr_kh.plan.model import PLAN
from ocr_kh.plan.papers.fields import is_of_paper, paper_fields, paper_value, with_paper_value
from ocr_kh.plan.review.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.plan.model import Plan, Warning  # noqa: A004 - the contract's word


class Decided(NamedTuple):
    """What a person says of a value."""

    read: str
    """What was read when a person decided; empty for nothing."""
    right: str
    """What is right; empty for nothing."""
    accepted: bool = False
    """It was right as it was read."""
    who: str = ""
    """The last one who said so; empty where the name is not known."""


_HEADER = PLAN / "header"
DECIDABLE = (
    *(_HEADER / key for key in ("parent_issuer", "issuer", "number", "symbol", "place", "date")),
    PLAN / "document_type",
    PLAN / "subject",
)
"""Values of a document that a person may decide, beside those of `record`, which no page shows."""
_RECORD = str(PLAN / "record")
DOUBTS = {
    _HEADER / "issuer": ("header.issuer", "header.issuer_inferred"),
    _HEADER / "number": ("header.number", "header.number_blank", "header.number_file_name",
                         "header.number_annex", "header.number_differs", "header.number_handwritten",
                         "header.number_zero"),
    _HEADER / "symbol": ("header.symbol", "header.symbol_form"),
    _HEADER / "place": ("header.place",),
    _HEADER / "date": ("header.date", "header.date_missing", "header.date_annex", "header.date_handwritten",
                       "header.date_future"),
    PLAN / "document_type": ("header.type",),
    PLAN / "subject": ("header.subject",),
}  # fmt: skip
"""Warnings that say that a value is doubtful, which a decided one is not."""


def with_decisions(plan: Plan, decided: Mapping[str, Decided]) -> Plan:
    """`plan` with what a person decided in place of what was read; a pointer that it lacks changes nothing."""
    evidence, warnings = dict(plan.evidence), list(plan.warnings)
    for pointer in (*DECIDABLE, *paper_fields(plan)):
        if said := decided.get(pointer):
            read = value_at(plan, pointer)
            if read not in {said.read, said.right}:
                warnings.append(warn("corrections.read_anew", field=str(pointer), read=read, right=said.right))
            plan = _with_value(plan, pointer, said.right)
            stands = evidence.get(pointer, Evidence(source="person"))
            as_read = said.accepted and read == said.right
            evidence[str(pointer)] = stands if as_read else stands.replaced(source="person")
    of_record = {
        key.removeprefix(f"{_RECORD}/"): said for key, said in decided.items() if key.startswith(f"{_RECORD}/")
    }
    for name, said in of_record.items():
        evidence[f"{_RECORD}/{name}"] = Evidence(source="inferred" if said.accepted else "person")
    confirmed = {pointer: evidence[pointer].replaced(confirmed_by=said.who)
                 for pointer, said in decided.items() if pointer in evidence}  # fmt: skip
    record = plan.record | {name: said.right for name, said in of_record.items()}
    return plan.replaced(evidence=evidence | confirmed, warnings=tuple(warnings), record=record)


def without_settled(warnings: Sequence[Warning], decided: Mapping[str, Decided]) -> tuple[Warning, ...]:
    """The warnings but those that doubt a value which a person decided."""
    settled = {code for pointer, codes in DOUBTS.items() if pointer in decided for code in codes}
    return tuple(warning for warning in warnings if warning.code not in settled)


def value_at(plan: Plan, pointer: str) -> str:
    """The value of one of DECIDABLE, or of a paper of a hồ sơ; empty for none."""
    if is_of_paper(pointer):
        return paper_value(plan, pointer)
    keys = pointer.split("/")[1:]
    return getattr(plan.header if len(keys) == 2 else plan, keys[-1]) or ""


def _with_value(plan: Plan, pointer: str, right: str) -> Plan:
    if is_of_paper(pointer):
        return with_paper_value(plan, pointer, right)
    value = right or None
    keys = pointer.split("/")[1:]
    if len(keys) == 1:
        return plan.replaced(**{keys[0]: value})
    header = plan.header.replaced(**{keys[1]: value})
    if keys[1] == "issuer":
        header = header.replaced(issuer_inferred=False, issuers=(right,) if right else ())
    return plan.replaced(header=header)
