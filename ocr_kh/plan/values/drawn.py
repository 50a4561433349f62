# SPDX-License-Identifier: Apache-2.0
"""What is drawn from a plan's texts, put beside them: citations, assignments, deadlines, targets, budget, period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.plan.model import PLAN, units
from ocr_kh.plan.values.assignments.sections import assignments
from ocr_kh.plan.values.assignments.tasks import with_heads
from ocr_kh.plan.values.budget import budget
from ocr_kh.plan.values.citations import citations
from ocr_kh.plan.values.targets import targets
from ocr_kh.plan.values.times.deadlines import deadlines
from ocr_kh.plan.values.times.period import period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.findings import Assignment, Deadline
    from ocr_kh.plan.model import Plan
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.texts import Found


def with_values(plan: Plan) -> tuple[Plan, dict[Pointer, tuple[Found, str]]]:
    """`plan` with its drawn values, and where each was found: pointer to the passage and the text it stands in."""
    texts = tuple(with_heads(units(plan)))
    money, time = budget(texts), period(plan, texts)
    given = assignments(plan, texts)
    due = deadlines(plan, texts, given, time[0] if time else None)
    lists: dict[str, Sequence[tuple[object, Found]]] = {
        "citations": citations(plan, texts),
        "assignments": _dated(given, due),
        "deadlines": due,
        "targets": targets(plan, texts),
    }
    drawn = {PLAN / name / at: found for name, values in lists.items() for at, (_, found) in enumerate(values)}
    drawn.update({PLAN / name: value[1] for name, value in (("budget", money), ("period", time)) if value})
    said = {unit.pointer: unit.text for unit in texts}
    update = {name: tuple(value for value, _ in values) for name, values in lists.items()}
    filled = plan.replaced(**update, budget=money[0] if money else None, period=time[0] if time else None)
    return filled, {pointer: (found, said.get(found.pointer, "")) for pointer, found in drawn.items()}


def _dated(
    given: Sequence[tuple[Assignment, Found]], due: Sequence[tuple[Deadline, Found]]
) -> list[tuple[Assignment, Found]]:
    """The assignments, each with the end of the last of its deadlines."""
    ends: dict[str | None, str] = {}
    for deadline, _ in due:
        if deadline.end:
            ends[deadline.assignment] = max(ends.get(deadline.assignment, ""), deadline.end)
    dated = (
        (each.replaced(deadline=ends.get(PLAN / "assignments" / at)), where) for at, (each, where) in enumerate(given)
    )
    return list(dated)
