# SPDX-License-Identifier: Apache-2.0
"""Which texts of an outline give units tasks: the readings that together cost least.

Each text costs something as none, and something in each reading, by its marks (costs.toml). What stands around it
counts too: whether a heading above names the unit already (`under`), and whether what stands side by side with it hands
out tasks (`listed`). The last is told by no text alone. It is chosen with the readings, so that a list in which most
lines are a unit's makes the others so, and a heading that hands out tasks is outweighed by lines which do not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.plan.values.assignments.costs import COSTS
from ocr_kh.plan.values.assignments.naming import is_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ocr_kh.plan.findings import Assignment
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.texts import Found
    from ocr_kh.plan.values.assignments.readings import Reading


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A text with its readings, and its later clauses."""

    text: str
    where: Pointer
    path: str
    readings: Sequence[Reading]
    marks: tuple[str, ...]
    """Of where it stands."""
    later: Sequence[Clause] = ()
    is_heading: bool = False
    """Whether it is that of a section, all of which is its task."""


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """A clause behind the first of a text."""

    start: int
    text: str
    readings: Sequence[Reading]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Knot:
    """A heading, or a line that stands for one, with what is below it."""

    head: Line | None
    lines: Sequence[Line | Knot]
    marks: tuple[str, ...]
    """What speaks for that those below are handed out tasks."""
    tasks: tuple[str, ...] = ()
    """All that stands below, for the unit of the head."""
    given: tuple[tuple[Assignment, Found], ...] = ()
    """What labels below give already."""


class Around(NamedTuple):
    """What stands around a text."""

    under: Reading | None = None
    """The unit of the nearest heading that names one."""
    listed: bool = False


class Chosen(NamedTuple):
    """What was chosen for a text: its reading, and those of its later clauses."""

    line: Line | None
    """None for a knot without a head."""
    reading: Reading | None
    later: tuple[tuple[Clause, Reading], ...]
    knot: Knot | None
    """Whose head it is."""
    around: Around


@dataclass(slots=True)
class _Search:
    """The cheapest choice for each knot and line, by what stands around."""

    costs: Mapping[str, float]
    knots: dict[tuple[int, int, bool], tuple[float, list[Chosen]]] = field(default_factory=dict)

    def knot(self, knot: Knot, around: Around) -> tuple[float, list[Chosen]]:
        key = (id(knot), id(around.under), around.listed)
        if key not in self.knots:
            self.knots[key] = self._knot(knot, around)
        return self.knots[key]

    def _knot(self, knot: Knot, around: Around) -> tuple[float, list[Chosen]]:
        best: tuple[float, list[Chosen]] | None = None
        readings = (None, *knot.head.readings) if knot.head else (None,)
        for reading in readings:
            cost = self.reading(knot.head, reading, around) if knot.head and reading else 0.0
            head = [Chosen(None, None, (), knot, around)] if knot.given else []
            later = 0.0
            if knot.head:
                later, clauses = self.later(knot.head.later, reading, around)
                head = [Chosen(knot.head, reading, clauses, knot, around)]
            below, chosen = self.below(knot, reading or around.under, around)
            whole = cost + later + below
            if best is None or whole < best[0]:
                best = whole, head + chosen
        return best or (0.0, [])

    def below(self, knot: Knot, under: Reading | None, around: Around) -> tuple[float, list[Chosen]]:
        """What is below a knot, read as tasks handed out or not."""
        if not knot.lines:
            return 0.0, []
        marks = group_marks(knot, under, around)
        asked = self.weigh(marks)
        options = []
        for listed in (False, True):
            each = [self.one(line, Around(under, listed)) for line in knot.lines]
            cost = sum(each_cost for each_cost, _ in each) + (asked if listed else 0.0)
            options.append((cost, [choice for _, chosen in each for choice in chosen]))
        return min(options, key=lambda option: option[0])

    def one(self, line: Line | Knot, around: Around) -> tuple[float, list[Chosen]]:
        if isinstance(line, Knot):
            return self.knot(line, around)
        costs = [(self.reading(line, each, around), each) for each in line.readings]
        cost, reading = min([(0.0, None), *costs], key=lambda option: option[0])
        later, clauses = self.later(line.later, reading, around)
        return cost + later, [Chosen(line, reading, clauses, None, around)]

    def later(
        self, clauses: Sequence[Clause], first: Reading | None, around: Around
    ) -> tuple[float, tuple[tuple[Clause, Reading], ...]]:
        """The readings of later clauses, each by itself."""
        whole, chosen = 0.0, []
        for clause in clauses:
            costs = [
                (self.weigh(clause_marks(clause, each, first, around)), each) for each in clause.readings
            ]
            cost, reading = min(costs, key=lambda option: option[0], default=(0.0, None))
            if cost < 0 and reading is not None:
                whole += cost
                chosen.append((clause, reading))
        return whole, tuple(chosen)

    def reading(self, line: Line, reading: Reading, around: Around) -> float:
        return self.weigh(reading_marks(line, reading, around))

    def weigh(self, marks: Iterable[str]) -> float:
        costs = self.costs
        return sum(costs.get(mark, 0.0) for mark in marks)


def _around(marks: Sequence[str], reading: Reading, around: Around) -> Iterator[str]:
    """The marks of a reading, by themselves and with what stands around."""
    where = "listed" if around.listed else "apart"
    if around.under is not None:
        where = f"under {where}"
        if is_same(reading.unit, around.under.unit):
            yield "same as above"
    yield where
    for mark in marks:
        yield mark
        yield f"{where}: {mark}"


def reading_marks(line: Line, reading: Reading, around: Around) -> Iterator[str]:
    """All that speaks for or against a reading of a line."""
    yield "reading"
    yield reading.form
    yield from _around((*reading.marks, *line.marks, f"form {reading.form}"), reading, around)
    kind = reading.marks[0]
    yield f"{reading.form} {kind}"
    does = next((mark for mark in reading.marks if mark.startswith(("does ", "below "))), "")
    yield f"{kind} {does}"
    for mark in line.marks:
        yield f"{reading.form}, {mark}"
        yield f"{kind}, {mark}"


def clause_marks(clause: Clause, reading: Reading, first: Reading | None, around: Around) -> Iterator[str]:
    """All that speaks for or against a reading of a later clause."""
    yield "later"
    before = "behind a task" if first else "behind none"
    for mark in (*reading.marks, *clause.marks, reading.form):
        yield f"later {mark}"
        yield f"later {before}: {mark}"
    where = ("under " if around.under else "") + ("listed" if around.listed else "apart")
    yield f"later {where}: {reading.marks[0]}"
    for mark in clause.marks:
        yield f"later {mark}, {reading.marks[0]}"
    unit = first or around.under
    if unit and is_same(reading.unit, unit.unit):
        yield "later same"


def group_marks(knot: Knot, under: Reading | None, around: Around) -> Iterator[str]:
    """All that speaks for or against that what is below a knot is handed out."""
    yield "group"
    where = ("under " if under else "") + ("listed" if around.listed else "apart")
    yield f"group {where}"
    for mark in knot.marks:
        yield f"group {mark}"
        yield f"group {where}: {mark}"


def choose(knots: Sequence[Knot], marks: tuple[str, ...] = (), costs: Mapping[str, float] | None = None) -> list[Chosen]:
    """What is chosen for each text of an outline, in reading order."""
    search = _Search(COSTS if costs is None else costs)
    _, chosen = search.knot(Knot(None, knots, ("top", *marks)), Around())
    return chosen
