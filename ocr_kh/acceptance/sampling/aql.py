# SPDX-License-Identifier: Apache-2.0
"""Plans of TCVN 7790-1 (ISO 2859-1): single sampling, general inspection level II, normal, tightened and reduced.

The tables (2-A, 2-B, 2-C) run in diagonals: sample times AQL says what is accepted, so a row of numbers is a table.
Normal inspection is from notes of the trade, which agree with what published copies have in common. All three were
held against MIL-STD-105E, Tables II-A to II-C, for each letter and AQL here. The edition of 1999 is said to have the
first two, and others for reduced inspection, which were not to be seen: those here are MIL-STD-105E's. Check a plan
against the standard before a dispute.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

Severity = Literal["normal", "tightened", "reduced"]
SEVERITIES: tuple[Severity, ...] = ("normal", "tightened", "reduced")
AQLS = (0.65, 1.0, 1.5, 2.5, 4.0, 6.5)
"""Acceptance quality limits in percent wrong, those of the standard that documents are judged by."""
_LOTS = (8, 15, 25, 50, 90, 150, 280, 500, 1_200, 3_200, 10_000, 35_000, 150_000, 500_000, math.inf)
"""Largest lot of the code letters A to H, J to N, P and Q (Table 1)."""
_SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1_250)
_SMALL_SIZES = (2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500)
_UNIT_DIAGONAL = 12.5
"""Sample times AQL of the diagonal 0."""


class Step(NamedTuple):
    """A row of a table of plans."""

    most: float
    """Units of the lot, up to and with so many."""
    drawn: int
    accept: int
    """Wrong units among those drawn with which the lot still passes."""
    reject: int
    """Wrong units with which it fails. Of reduced inspection there may be a gap: such a lot passes, the next one is
    inspected normally."""
    tighter: int | None = None
    """What the next lower AQL accepts; None where the table has none."""


class _Table(NamedTuple):
    """A table by its diagonals: the whole numbers nearest to 5 log10(sample x AQL / 12.5).

    Where a diagonal has no plan there is an arrow, up to the letter before or down to the next.
    """

    sizes: tuple[int, ...]
    plans: dict[int, tuple[int, int]]
    """What is accepted, and what is rejected."""
    up: frozenset[int]
    """Arrows that lead up; so do all beyond the last plan, and all others lead down."""
    zeros: int = 0
    """The first letters that have the first plan wherever an arrow led up or down behind it: no sample is smaller."""

    def plan(self, letter: int, aql: float) -> tuple[int, tuple[int, int] | None]:
        """The diagonal of a letter, and its plan; None for an arrow."""
        diagonal = round(5 * math.log10(self.sizes[letter] * aql / _UNIT_DIAGONAL))
        first = min(self.plans)
        if letter < self.zeros and first < diagonal:
            return diagonal, self.plans[first]
        return diagonal, self.plans.get(diagonal)


_TABLES: dict[Severity, _Table] = {
    "normal": _Table(
        _SIZES,
        {0: (0, 1), 3: (1, 2), 4: (2, 3), 5: (3, 4), 6: (5, 6), 7: (7, 8), 8: (10, 11), 9: (14, 15), 10: (21, 22)},
        frozenset({1}),
    ),
    "tightened": _Table(
        _SIZES,
        {1: (0, 1), 4: (1, 2), 5: (2, 3), 6: (3, 4), 7: (5, 6), 8: (8, 9), 9: (12, 13), 10: (18, 19)},
        frozenset(),
    ),
    "reduced": _Table(
        _SMALL_SIZES,
        {-2: (0, 1), 1: (0, 2), 2: (1, 3), 3: (1, 4), 4: (2, 5), 5: (3, 6), 6: (5, 8), 7: (7, 10), 8: (10, 13)},
        frozenset({-1}),
        zeros=2,
    ),
}


def aql_step(units: int, aql: float, severity: Severity = "normal") -> Step:
    """The plan of a lot; where the table has an arrow, that of the letter it points to.

    >>> aql_step(1_000, 2.5), aql_step(60, 1.5).drawn
    (Step(most=1200, drawn=80, accept=5, reject=6, tighter=3), 8)
    >>> aql_step(1_000, 2.5, "tightened")[1:4], aql_step(1_000, 2.5, "reduced")[1:4]
    ((80, 3, 4), (32, 2, 5))
    """
    table = _TABLES[severity]
    letter = next(at for at, most in enumerate(_LOTS) if units <= most)
    most, last = _LOTS[letter], max(table.plans)
    diagonal, plan = table.plan(letter, aql)
    while plan is None:
        letter += -1 if diagonal in table.up or diagonal > last else 1
        diagonal, plan = table.plan(letter, aql)
    tighter = table.plans.get(diagonal - 1)
    return Step(most, table.sizes[letter], *plan, tighter[0] if tighter else None)
