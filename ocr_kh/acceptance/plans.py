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

Kind = Literal["lq5", "aql", "random", "percent", "weighted"]
LQ: Kind = "lq5"
"""The plan where none is chosen: one hand-over is an isolated lot."""
LIMIT_PERCENT = 5.0
"""Of wrong documents that a contract allows, unless it says otherwise: what state contractors' projects start with."""
_FORM = re.compile(r"(?:(?P<lq>lq5)|(?P<kind>aql|random|weighted|percent):(?P<size>\d+(?:\.\d+)?))")
_WRONG_PLAN = N_("'{text}' is no plan; there are lq5, aql:N, random:N, percent:N and weighted:N, such as random:200")
_TABLE_ENDS = N_("the table of AQL plans ends at {most} documents; narrow the lot with --only")


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


AQLS = (0.65, 1.0, 1.5, 2.5, 4.0, 6.5)
"""Acceptance quality limits in percent wrong, those of the standard that documents are judged by."""
_LOTS = (8, 15, 25, 50, 90, 150, 280, 500, 1_200, 3_200, 10_000, 35_000, 150_000)
_SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500)
"""Largest lot and sample of the code letters A to N, general inspection level II (TCVN 7790-1, ISO 2859-1, Table 1)."""
_ACCEPT = {0: 0, 3: 1, 4: 2, 5: 3, 6: 5, 7: 7, 8: 10, 9: 14, 10: 21}
"""Numbers to accept along the diagonals of Table 2-A (normal inspection), by the whole number nearest to
5 log10(sample x AQL / 12.5). The diagonals 1 and 2, and those beyond the ends, have an arrow: the plan of another
letter holds. From notes of the trade, which agree with what published copies have in common; check it against the
standard before a dispute."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a lot is judged."""

    kind: Kind
    size: float = 0.0
    """Documents to draw; of `percent` the share in percent, of `aql` the AQL; of `lq5` nothing, its table says it."""
    limit_percent: float = LIMIT_PERCENT
    """The share of wrong documents that passes; `lq5` and `aql` have numbers of their own."""

    @property
    def name(self) -> str:
        """As it is typed."""
        return self.kind if self.kind == "lq5" else f"{self.kind}:{self.size:g}"

    def drawn(self, documents: int) -> int:
        """How many of a lot are drawn.

        >>> Plan("lq5").drawn(700), Plan("percent", 30).drawn(11), Plan("random", 200).drawn(50)
        (80, 4, 50)
        """
        if step := self._step(documents):
            wanted = step.drawn
        elif self.kind == "percent":
            wanted = math.ceil(documents * self.size / 100)
        else:
            wanted = round(self.size)
        return min(wanted, documents)

    def accept(self, documents: int) -> int | None:
        """Wrong documents with which the lot passes, where a table says so; None where the limit decides."""
        step = self._step(documents)
        return step.accept if step else None

    def _step(self, documents: int) -> Step | None:
        """The plan of a table; None where there is none. Raises UsageError where the table ends."""
        if self.kind == "lq5":
            return next(step for step in LQ5 if documents <= step.most)
        return _aql_step(documents, self.size) if self.kind == "aql" else None


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
    if not _is_size(kind, size):
        raise UsageError(reason=translate(_WRONG_PLAN).format(text=text))
    return Plan(kind, size, limit_percent)  # type: ignore[arg-type]


def _is_size(kind: str, size: float) -> bool:
    if kind == "aql":
        return size in AQLS
    return 0 < size <= 100 if kind == "percent" else size > 0 and size == int(size)


def _aql_step(documents: int, aql: float) -> Step:
    """The single plan of normal inspection, level II; where the table has an arrow, that of the letter it points to.

    >>> _aql_step(1_000, 2.5), _aql_step(60, 1.5)
    (Step(most=1200, drawn=80, accept=5), Step(most=90, drawn=8, accept=0))
    """
    if documents > _LOTS[-1]:
        raise UsageError(reason=translate(_TABLE_ENDS).format(most=f"{_LOTS[-1]:,}"))
    letter = next(at for at, most in enumerate(_LOTS) if documents <= most)
    most = _LOTS[letter]
    while (diagonal := round(5 * math.log10(_SIZES[letter] * aql / 12.5))) not in _ACCEPT:
        letter += -1 if diagonal == 1 or diagonal > max(_ACCEPT) else 1
    return Step(most, _SIZES[letter], _ACCEPT[diagonal])


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
