# SPDX-License-Identifier: Apache-2.0
"""Rules by which a lot is judged from a sample: how many documents are drawn, and when it passes."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from ocr_kh.errors import UsageError
from ocr_kh.messages import N_, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["lq5", "random", "percent", "weighted"]
LIMIT_PERCENT = 5.0
"""Of wrong documents that a contract allows, unless it says otherwise: what state contractors' projects start with."""
_FORM = re.compile(r"(?:(?P<lq>lq5)|(?P<kind>random|weighted|percent):(?P<size>\d+(?:\.\d+)?))")
_WRONG_PLAN = N_("'{text}' is no plan; there are lq5, random:N, percent:N and weighted:N, such as random:200")


class Step(NamedTuple):
    """A row of the table of plans."""

    most: float
    """Documents of the lot, up to and with so many."""
    drawn: int
    accept: int
    """Wrong documents among those drawn with which the lot still passes."""


LQ5 = (
    Step(25, 25, 0),
    Step(50, 28, 0),
    Step(90, 34, 0),
    Step(150, 38, 0),
    Step(280, 42, 0),
    Step(500, 50, 0),
    Step(1_200, 80, 1),
    Step(3_200, 125, 3),
    Step(10_000, 200, 5),
    Step(35_000, 315, 10),
    Step(math.inf, 500, 18),
)
"""Limiting quality 5 % of TCVN 7790-2:2015 (ISO 2859-2), for isolated lots: one of which 5 % are wrong passes with a
probability of about one in ten. Taken from a published copy of the table; check it against the standard before a
dispute. Lots below 16, and others no larger than the sample, are checked whole."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a lot is judged."""

    kind: Kind
    size: float = 0.0
    """Documents to draw; of `percent` the share in percent; of `lq5` nothing, its table says it."""
    limit_percent: float = LIMIT_PERCENT
    """The share of wrong documents that passes; `lq5` has a number of its own."""

    @property
    def name(self) -> str:
        """As it is typed."""
        return self.kind if self.kind == "lq5" else f"{self.kind}:{self.size:g}"

    def drawn(self, documents: int) -> int:
        """How many of a lot are drawn.

        >>> Plan("lq5").drawn(700), Plan("percent", 30).drawn(11), Plan("random", 200).drawn(50)
        (80, 4, 50)
        """
        if self.kind == "lq5":
            wanted = _step(documents).drawn
        elif self.kind == "percent":
            wanted = math.ceil(documents * self.size / 100)
        else:
            wanted = round(self.size)
        return min(wanted, documents)

    def accept(self, documents: int) -> int | None:
        """Wrong documents with which the lot passes, where a table says so; None where the limit decides."""
        return _step(documents).accept if self.kind == "lq5" else None


def plan_of(text: str, limit_percent: float = LIMIT_PERCENT) -> Plan:
    """The plan that is typed. Raises UsageError.

    >>> plan_of("percent:30")
    Plan(kind='percent', size=30.0, limit_percent=5.0)
    """
    found = _FORM.fullmatch(text.strip().lower())
    if not found:
        raise UsageError(reason=translate(_WRONG_PLAN).format(text=text))
    if found["lq"]:
        return Plan("lq5", limit_percent=limit_percent)
    size, kind = float(found["size"]), found["kind"]
    if size <= 0 or (kind == "percent" and size > 100) or (kind != "percent" and size != int(size)):
        raise UsageError(reason=translate(_WRONG_PLAN).format(text=text))
    return Plan(kind, size, limit_percent)  # type: ignore[arg-type]


def allotted(drawn: int, documents: Sequence[int], risks: Sequence[float]) -> list[int]:
    """How a sample is spread over strata: by their sizes and the spread of their risk (Neyman 1934).

    Each that has documents gets two at least, of those with the likeliest faults relatively more; what is more than a
    stratum has goes to the others.

    >>> allotted(100, [9_000, 900, 100], [0.01, 0.1, 0.5])
    [72, 23, 5]
    """
    shares = [
        count * math.sqrt(max(risk * (1 - risk), _LEAST_SPREAD)) for count, risk in zip(documents, risks, strict=True)
    ]
    found = [min(count, _FEWEST) for count in documents]
    while (left := drawn - sum(found)) > 0:
        open_ = [at for at, count in enumerate(documents) if found[at] < count]
        whole = sum(shares[at] for at in open_)
        if not open_:
            break
        for at in sorted(open_, key=lambda at: -shares[at]):
            more = min(max(1, math.floor(left * shares[at] / whole)), documents[at] - found[at], drawn - sum(found))
            found[at] += more
    return found


_FEWEST = 2
"""Documents that are drawn of every stratum: one alone says nothing of it."""
_LEAST_SPREAD = 0.01
"""Variance that a stratum is given at least: that of a risk of one in a hundred. No probability is so sure that nobody
need look."""


def _step(documents: int) -> Step:
    return next(step for step in LQ5 if documents <= step.most)
