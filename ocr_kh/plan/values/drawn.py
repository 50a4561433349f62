# SPDX-License-Identifier: Apache-2.0
"""What is drawn from a plan's texts, put beside them: citations, assignments, targets, budget, period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.plan.model import PLAN, units
from ocr_kh.plan.values.assignments import assignments
from ocr_kh.plan.values.budget import budget
from ocr_kh.plan.values.citations import citations
from ocr_kh.plan.values.targets import targets
from ocr_kh.plan.values.times import period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.model import Plan
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.texts import Found


def with_values(plan: Plan) -> tuple[Plan, dict[Pointer, tuple[Found, str]]]:
    """`plan` with its drawn values, and where each was found: pointer to the passage and the text it stands in."""
    lists: dict[str, Sequence[tuple[object, Found]]] = {
        "citations": citations(plan),
        "assignments": assignments(plan),
        "targets": targets(plan),
    }
    drawn = {PLAN / name / at: found for name, values in lists.items() for at, (_, found) in enumerate(values)}
    money, time = budget(plan), period(plan)
    drawn.update({PLAN / name: value[1] for name, value in (("budget", money), ("period", time)) if value})
    texts = {unit.pointer: unit.text for unit in units(plan)}
    update = {name: tuple(value for value, _ in values) for name, values in lists.items()}
    filled = plan.replaced(**update, budget=money[0] if money else None, period=time[0] if time else None)
    return filled, {pointer: (found, texts.get(found.pointer, "")) for pointer, found in drawn.items()}
