# SPDX-License-Identifier: Apache-2.0
"""Which texts of an outline give units tasks: the readings that together cost least.

Each text costs something as none, and something in each reading, by its marks (costs.toml). What stands around it
counts too: whether a heading above names the unit already (`under`), and whether what stands side by side with it hands
out tasks (`listed`). The last is told by no text alone. It is chosen with the readings, so that a list in which most
lines are a unit's makes the others so, and a heading that hands out tasks is outweighed by lines which do not.

What marks cost stands in `costs.toml` beside this module, fitted by `python -m bench.assignments`:

    ["reading"]        what a mark of a reading costs, or of where its text stands
    "must in name" = 1.2
    ["reading listed"] what it costs besides among texts that are handed out; `apart`: elsewhere, `under`: below a unit
    ["later"]          the same of later clauses
    ["group"]          of a heading: what speaks against (above 0) that what is below it is handed out

Below 0 a mark speaks for a reading, above 0 against it; a text is read so where the whole is cheapest. What is not
written counts nothing.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ocr_kh.plan.values.assignments.naming import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ocr_kh.plan.findings import Assignment
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.texts import Found
    from ocr_kh.plan.values.assignments.readings.reading import Reading

    Choice = tuple[float, list["Chosen"]]

Costs: TypeAlias = "Mapping[str, Mapping[str, float]]"
"""By table and mark."""
WHERE = Path(__file__).parent / "costs.toml"


@cache
def costs() -> Costs:
    """The costs that the package comes with."""
    return tomllib.loads(WHERE.read_text("utf-8"))


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
    """Whether it is that of a section, all of which is its task; `where` is the section."""

    @property
    def first_block(self) -> Pointer:
        """Where the text itself stands, if it is no title."""
        return self.where / "blocks" / 0 if self.is_heading else self.where


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


class Asked(NamedTuple):
    """The marks of something that may be chosen, by the tables that tell what they cost."""

    marks: Sequence[str]
    """Whatever stands around."""
    around: Sequence[str]
    """Those that count more, or less, with what stands around."""


def asked_of(line: Line, reading: Reading) -> Asked:
    """The marks of a reading of a line, one by one and two by two."""
    around = (*reading.marks, *line.marks, f"form {reading.form}", "reading")
    kind = reading.marks[0]
    does = next((mark for mark in reading.marks if mark.startswith(("does ", "below "))), "")
    both = [f"{reading.form}, {mark}" for mark in (kind, *line.marks)]
    both += [f"{kind}, {mark}" for mark in (does, *line.marks)]
    return Asked((*around, *both, *reading.acts), around)


def asked_of_clause(clause: Clause, reading: Reading) -> Asked:
    """The marks of a reading of a later clause."""
    around = (*reading.marks, *clause.marks, f"form {reading.form}", "reading")
    both = [f"{reading.marks[0]}, {mark}" for mark in clause.marks]
    return Asked((*around, *both, *reading.acts), around)


def place_of(around: Around) -> str:
    """What stands around, as the tables call it."""
    return ("under " if around.under else "") + ("listed" if around.listed else "apart")


def tables_of_clause(first: Reading | None, around: Around) -> tuple[str, str]:
    """The tables besides `later` that tell what a reading of a later clause costs."""
    return f"later {place_of(around)}", "later behind a task" if first else "later behind none"


def marks_of_group(knot: Knot) -> tuple[str, ...]:
    """What speaks for or against that what is below a knot is handed out."""
    return ("group", *knot.marks)


class Search:
    """The cheapest choice for each knot and line, by what stands around."""

    def __init__(self, costs: Costs) -> None:
        self.costs = costs
        self.knots: dict[tuple[int, int, bool], Choice] = {}
        """By a knot or line, the unit above it, and whether what it stands among is handed out."""
        self.rests: dict[tuple[int, int, bool], Choice] = {}
        """The same of what is below a knot."""
        self.known: dict[tuple[int, str, bool], float] = {}
        self.alone: dict[int, float] = {}
        """What readings cost whatever stands around."""
        self.asked: dict[int, Asked] = {}
        self.same: dict[tuple[str, str], bool] = {}
        self.names: dict[str, Names] = {}

    def knot(self, text: Knot | Line, around: Around) -> Choice:
        """The cheapest choice of a knot and all below it, or of a line."""
        key = (id(text), id(around.under), around.listed)
        if key not in self.knots:
            self.knots[key] = self._knot(text, around) if isinstance(text, Knot) else self.line(text, around)
        return self.knots[key]

    def _knot(self, knot: Knot, around: Around) -> Choice:
        if knot.head is None:
            cost, below = self.below(knot, around.under, around)
            return cost, [Chosen(None, None, (), knot, around), *below]
        options = []
        for reading in self.options(knot.head):
            cost = self.of_line(knot.head, reading, around)
            later, clauses = self.later(knot.head, reading, around)
            rest, below = self.below(knot, reading or around.under, around)
            options.append((cost + later + rest, Chosen(knot.head, reading, clauses, knot, around), below))
        cost, chosen, below = min(options, key=itemgetter(0))
        return cost, [chosen, *below]

    def below(self, knot: Knot, under: Reading | None, around: Around) -> Choice:
        """What is below a knot, read as tasks handed out or not."""
        if not knot.lines:
            return 0.0, []
        key = (id(knot), id(under), around.listed)
        if key not in self.rests:
            apart, handed = (
                [self.knot(line, inside) for line in knot.lines]
                for inside in (Around(under, listed=False), Around(under, listed=True))
            )
            cost, other = sum([cost for cost, _ in apart]), sum([cost for cost, _ in handed])
            other += self.of_group(knot, Around(under, around.listed))
            cost, each = (other, handed) if other < cost else (cost, apart)
            self.rests[key] = cost, [choice for _, chosen in each for choice in chosen]
        return self.rests[key]

    def line(self, line: Line, around: Around) -> Choice:
        """The cheapest reading of a line, or none."""
        costs = [(self.of_line(line, each, around), each) for each in self.options(line)]
        cost, reading = min(costs, key=itemgetter(0))
        later, clauses = self.later(line, reading, around)
        return cost + later, [Chosen(line, reading, clauses, None, around)]

    def options(self, line: Line) -> Sequence[Reading | None]:
        """What a line may be read as; None for nothing."""
        return (None, *line.readings)

    def later(
        self, line: Line, first: Reading | None, around: Around
    ) -> tuple[float, tuple[tuple[Clause, Reading], ...]]:
        """The readings of later clauses, each by itself."""
        if not line.later:
            return 0.0, ()
        whole, chosen = 0.0, []
        for clause in line.later:
            options = self.clause_options(clause)
            cost, reading = min(
                [(self.of_clause(clause, each, first, around), each) for each in options], key=itemgetter(0)
            )
            whole += cost
            if reading is not None:
                chosen.append((clause, reading))
        return whole, tuple(chosen)

    def clause_options(self, clause: Clause) -> Sequence[Reading | None]:
        """What a later clause may be read as."""
        return (None, *clause.readings)

    def of_reading(self, line: Line, reading: Reading, around: Around) -> float:
        """What a reading of a line costs."""
        place = place_of(around)
        same = around.under is not None and self.are_same(reading, around.under)
        key = (id(reading), place, same)
        if key not in self.known:
            asked = self.asked_for(line, reading)
            if id(reading) not in self.alone:
                self.alone[id(reading)] = self.weigh("reading", asked.marks)
            cost = self.alone[id(reading)] + self.weigh(f"reading {place}", asked.around)
            self.known[key] = cost + (self.weigh("reading same", asked.around) if same else 0.0)
        return self.known[key]

    def asked_for(self, text: Line | Clause, reading: Reading) -> Asked:
        """The marks of a reading, put together once."""
        if id(reading) not in self.asked:
            made = asked_of(text, reading) if isinstance(text, Line) else asked_of_clause(text, reading)
            self.asked[id(reading)] = made
        return self.asked[id(reading)]

    def of_line(self, line: Line, reading: Reading | None, around: Around) -> float:
        """What it costs to read a line so; nothing to read nothing in it."""
        return self.of_reading(line, reading, around) if reading is not None else 0.0

    def of_clause(self, clause: Clause, reading: Reading | None, first: Reading | None, around: Around) -> float:
        """What it costs to read a later clause so."""
        if reading is None:
            return 0.0
        key = (id(reading), f"{place_of(around)} {first is None}", False)
        if key not in self.known:
            asked = self.asked_for(clause, reading)
            tables = tables_of_clause(first, around)
            self.known[key] = self.weigh("later", asked.marks) + sum(
                self.weigh(table, asked.around) for table in tables
            )
        cost = self.known[key]
        unit = first or around.under
        if unit and self.are_same(reading, unit):
            cost += self.weigh("later same", self.asked_for(clause, reading).around)
        return cost

    def of_group(self, knot: Knot, around: Around) -> float:
        """What it costs that what is below a knot is handed out."""
        marks = marks_of_group(knot)
        return self.weigh("group", marks) + self.weigh(f"group {place_of(around)}", marks)

    def are_same(self, reading: Reading, other: Reading) -> bool:
        """Whether two readings name one unit, or one the person whose post the other is.

        `Trưởng Đoàn: Ông Nguyễn Văn An - Chủ tịch HĐND xã - phụ trách chung.`
        """
        if "person" in reading.marks and "post" in other.marks and "heading place" not in reading.marks:
            return True
        key = (reading.unit, other.unit)
        if key not in self.same:
            name, heading = map(self.names_of, key)
            self.same[key] = not name.words.isdisjoint(heading.words) and heading.have(name)
        return self.same[key]

    def names_of(self, unit: str) -> Names:
        """What the name of a unit says, looked up once."""
        if unit not in self.names:
            self.names[unit] = Names(unit)
        return self.names[unit]

    def weigh(self, table: str, marks: Iterable[str]) -> float:
        """What marks cost by a table."""
        costs = self.costs.get(table)
        return sum([costs[mark] for mark in marks if mark in costs]) if costs else 0.0


def choose(outline: Knot) -> list[Chosen]:
    """What is chosen for each text of an outline, in reading order."""
    return Search(costs()).knot(outline, Around())[1]
