# SPDX-License-Identifier: Apache-2.0
"""Documents as data (tests/cases/plan/*.toml): each must give the outline and the fields it states."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ocr_kh.plan import parse_text

CASES = Path(__file__).parents[1] / "cases" / "plan"


def cases(name):
    return tomllib.loads((CASES / name).read_text("utf-8"))["case"]


def outline(sections):
    for section in sections:
        yield f"{section.path} | {section.title or '-'}"
        yield from outline(section.sections)


def recipients(plan):
    return [each.name + (f" | {each.purpose}" if each.purpose else "") for each in plan.recipients]


def signatures(plan):
    return [" / ".join([*each.authority, each.signer or "-"]) for each in plan.signatures]


def appendices(plan):
    return [f"{each.marker} | {each.title} | {len(each.sections)}" for each in plan.appendices]


def rows(sections, found):
    for section in sections:
        if tables := [block for block in section.blocks if block.kind == "table"]:
            found[section.path] = sum(len(table.rows) for table in tables)
        rows(section.sections, found)
    return found


def citations(plan):
    """`type code | date | issuer | mentions`, and behind it the variants."""
    return [
        " | ".join(
            [f"{each.type or '-'} {each.code or each.title}", each.date or "-", each.issuer or "-", str(each.mentions)]
        )
        + "".join(f" | {variant}" for variant in each.variants)
        for each in plan.citations
    ]


def assignments(plan):
    return [f"{each.path} | {each.unit} | {each.role or '-'} | {len(each.tasks)}" for each in plan.assignments]


def targets(plan):
    return [f"{each.path} | {each.value:g} {each.unit} | {each.deadline or '-'}" for each in plan.targets]


READERS = {
    "outline": lambda plan: list(outline(plan.sections)),
    "bases": lambda plan: len(plan.bases),
    "preamble": lambda plan: len(plan.preamble),
    "closing": lambda plan: plan.closing or "",
    "authority_line": lambda plan: plan.authority_line or "",
    "addressees": lambda plan: list(plan.addressees),
    "recipients": recipients,
    "signatures": signatures,
    "appendices": appendices,
    "rows": lambda plan: rows(plan.sections, {}),
    "document_type": lambda plan: plan.document_type,
    "subject": lambda plan: plan.subject,
    "citations": citations,
    "assignments": assignments,
    "targets": targets,
    "budget": lambda plan: plan.budget or "",
    "period": lambda plan: plan.period or "",
    "notes": lambda plan: [note.text for note in plan.notes],
    "issuers": lambda plan: list(plan.header.issuers),
    "copy": lambda plan: plan.header.copy_mark or "",
}
STATED = ("plans.toml", "outlines.toml", "genres.toml", "faults.toml", "values.toml")
BODY_WARNINGS = (
    "header.issuer",
    "header.symbol",
    "header.type",
    "header.subject",
    "closing.recipients",
    "closing.signature",
)
"""What a case without header and closing lacks by its nature."""


def check(case):
    plan = parse_text(case["text"])
    stated = {key: value for key, value in case.items() if key not in {"label", "text", "warnings"}}
    found = {key: READERS[key](plan) if key in READERS else getattr(plan.header, key) or "" for key in stated}
    if "issuer_inferred" in stated:
        found["issuer_inferred"] = plan.header.issuer_inferred
    assert found == stated
    if "warnings" in case:
        codes = [warning.code for warning in plan.warnings]
        assert [code for code in codes if case.get("issuer") or code not in BODY_WARNINGS] == case["warnings"]


@pytest.mark.parametrize("case", [case for name in STATED for case in cases(name)], ids=lambda case: case["label"])
def test_case_gives_what_it_states(case):
    check(case)


@pytest.mark.xfail(strict=True, raises=AssertionError)
@pytest.mark.parametrize("case", cases("known_failures.toml"), ids=lambda case: case["label"])
def test_known_failure(case):
    check(case)
