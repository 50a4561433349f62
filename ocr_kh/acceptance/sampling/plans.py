# SPDX-License-Identifier: Apache-2.0
"""Rules by which a lot is judged from a sample: how many units are drawn, and when it passes.

A unit is a document, or a single field of one.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ocr_kh.acceptance.sampling.aql import AQLS, Step, aql_step
from ocr_kh.errors import UsageError
from ocr_kh.messages import N_, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.acceptance.sampling.aql import Severity

Kind = Literal["lq5", "aql", "random", "percent", "weighted"]
LQ: Kind = "lq5"
"""The plan where none is chosen: one hand-over is an isolated lot."""
LIMIT_PERCENT = 5.0
"""Of wrong units that a contract allows, unless it says otherwise: what state contractors' projects start with."""
_FORM = re.compile(r"(?:(?P<lq>lq5)|(?P<kind>aql|random|weighted|percent):(?P<size>\d+(?:\.\d+)?))")
_WRONG_PLAN = N_("'{text}' is no plan; there are lq5, aql:N, random:N, percent:N and weighted:N, such as random:200")
LQ5 = (
    Step(25, 25, 0, 1),
    Step(50, 28, 0, 1),
    Step(90, 34, 0, 1),
    Step(150, 38, 0, 1),
    Step(280, 42, 0, 1),
    Step(500, 50, 0, 1),
    Step(1_200, 80, 1, 2),
    Step(3_200, 125, 3, 4),
    Step(10_000, 200, 5, 6),
    Step(35_000, 315, 10, 11),
    Step(math.inf, 500, 18, 19),
)
"""Limiting quality 5 % of TCVN 7790-2:2015 (ISO 2859-2), for isolated lots: one of which 5 % are wrong passes with a
probability of about one in ten. Taken from a published copy of the table; check it against the standard before a
dispute. Lots below 16, and others no larger than the sample, are checked whole."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a lot is judged."""

    kind: Kind
    size: float = 0.0
    """Units to draw; of `percent` the share in percent, of `aql` the AQL; of `lq5` nothing, its table says it."""
    limit_percent: float = LIMIT_PERCENT
    """The share of wrong units that passes; `lq5` and `aql` have numbers of their own."""
    severity: Severity = "normal"
    """Of `aql`: which of its tables holds."""

    @property
    def name(self) -> str:
        """As it is typed."""
        return self.kind if self.kind == "lq5" else f"{self.kind}:{self.size:g}"

    def drawn(self, units: int) -> int:
        """How many of a lot are drawn.

        >>> Plan("lq5").drawn(700), Plan("percent", 30).drawn(11), Plan("random", 200).drawn(50)
        (80, 4, 50)
        """
        if step := self.step(units):
            wanted = step.drawn
        elif self.kind == "percent":
            wanted = math.ceil(units * self.size / 100)
        else:
            wanted = round(self.size)
        return min(wanted, units)

    def accept(self, units: int) -> int | None:
        """Wrong units with which the lot passes, where a table says so; None where the limit decides."""
        step = self.step(units)
        return step.reject - 1 if step else None

    def step(self, units: int) -> Step | None:
        """The plan of a table; None where there is none."""
        if self.kind == "lq5":
            return next(step for step in LQ5 if units <= step.most)
        return aql_step(units, self.size, self.severity) if self.kind == "aql" else None


def plan_of(text: str, limit_percent: float = LIMIT_PERCENT) -> Plan:
    """The plan that is typed. Raises UsageError.

    >>> plan_of("percent:30")
    Plan(kind='percent', size=30.0, limit_percent=5.0, severity='normal')
    """
    found = _FORM.fullmatch(text.strip().lower())
    if not found:
        raise UsageError(reason=translate(_WRONG_PLAN).format(text=text))
    if found["lq"]:
        return Plan("lq5", limit_percent=limit_percent)
    size, kind = float(found["size"]), found["kind"]
    if not _is_size(kind, size):
        raise UsageError(reason=translate(_WRONG_PLAN).format(text=text))
    return Plan(kind, size, limit_percent)  # type: ignore[arg-type]


def _is_size(kind: str, size: float) -> bool:
    if kind == "aql":
        return size in AQLS
    return 0 < size <= 100 if kind == "percent" else size > 0 and size == int(size)


def allotted(drawn: int, units: Sequence[int], risks: Sequence[float]) -> list[int]:
    """How a sample is spread over strata: by their sizes and the spread of their risk (Neyman 1934).

    Each that has units gets two at least, of those with the likeliest faults relatively more; what is more than a
    stratum has goes to the others.

    >>> allotted(100, [9_000, 900, 100], [0.01, 0.1, 0.5])
    [72, 23, 5]
    """
    shares = [
        count * math.sqrt(max(risk * (1 - risk), _LEAST_SPREAD)) for count, risk in zip(units, risks, strict=True)
    ]
    found = [min(count, _FEWEST) for count in units]
    while (left := drawn - sum(found)) > 0:
        open_ = [at for at, count in enumerate(units) if found[at] < count]
        whole = sum(shares[at] for at in open_)
        if not open_:
            break
        for at in sorted(open_, key=lambda at: -shares[at]):
            more = min(max(1, math.floor(left * shares[at] / whole)), units[at] - found[at], drawn - sum(found))
            found[at] += more
    return found


_FEWEST = 2
"""Units that are drawn of every stratum: one alone says nothing of it."""
_LEAST_SPREAD = 0.01
"""Variance that a stratum is given at least: that of a risk of one in a hundred. No probability is so sure that nobody
need look."""
