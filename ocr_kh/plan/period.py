# SPDX-License-Identifier: Apache-2.0
"""The time a plan is for: named in its subject, else in its section on time, else in its lead-in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.codes import codes
from ocr_kh.language.letters import bare
from ocr_kh.plan.spans import period_in
from ocr_kh.plan.units import Found, units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.plan.model import Plan
    from ocr_kh.plan.units import Unit

_TIME = re.compile(r"(?:\w+ )?THOI GIAN|TIEN DO|LO TRINH|THOI HAN")
"""Titles (capitals, no marks) of sections on time."""


def period(plan: Plan) -> tuple[str, Found] | None:
    """The period as ISO 8601 (`2026`, `2026/2030`), and where it is named; None when it is not."""
    for unit in _places(plan):
        found = period_in(unit.text, plan.header.date)
        if found:
            return found.iso, Found(unit.pointer, found.at, found.stop)
    return None


def _places(plan: Plan) -> Iterator[Unit]:
    every = list(units(plan))
    yield from (unit for unit in every if unit.kind == "subject")
    for unit in every:
        inside = [unit.text] if unit.kind == "title" else [unit.above[-1]] if unit.above and unit.path else []
        if unit.kind != "basis" and any(_TIME.match(bare(title).upper()) for title in inside):
            yield unit
    yield from (unit for unit in every if unit.kind == "preamble" and not any(codes(unit.text)))
