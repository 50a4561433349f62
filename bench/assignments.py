# SPDX-License-Identifier: Apache-2.0
"""Fits what the readings of texts cost (`plan/values/assignments/costs.toml`) to plans whose units are known.

    python -m bench.assignments BATCH ... [--without [NAME ...]] [--errors NAME ...] [--write] [--weight N]

A BATCH is a folder of plans with their truth as `bench.values` wants them, in them, beside them or in `<folder>.json`,
or a TOML file of cases of the tests; several joined by commas are one batch, and one named several times counts so
often: the costs that come with the package were fitted with tests/cases/plan/units.toml six times. `--without` leaves
each batch out in turn (those with a NAME in theirs, if any is given), and counts what is right in it with costs fitted
on the others: that is what to expect of plans never seen. `--write` fits on all of them and writes the table.

A text is right in the reading whose units the truth has; of more such texts than the truth has units those count that
cost least so far. The costs are those of a structured perceptron (Collins 2002) with a margin, averaged, and with what
is below each heading handed out or not as is cheapest (latent): a document is searched, and what its cheapest choice
has too much or too little of becomes dearer or cheaper.
"""

from __future__ import annotations

import argparse
import random
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

from bench.values import Truth, folded, truths, values_of
from ocr_kh.plan import parse_text
from ocr_kh.plan.values.assignments import choosing
from ocr_kh.plan.values.assignments.choosing import (
    WHERE,
    Around,
    Chosen,
    Knot,
    Search,
    asked_of,
    asked_of_clause,
    marks_of_group,
    place_of,
    tables_of_clause,
)
from ocr_kh.plan.values.assignments.sections import assigned, outlines
from ocr_kh.plan.values.assignments.tasks import tasks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ocr_kh.plan.model import Appendix, Plan, Section
    from ocr_kh.plan.values.assignments.choosing import Clause, Costs, Line
    from ocr_kh.plan.values.assignments.readings.reading import Reading

HEAD = """# SPDX-License-Identifier: Apache-2.0
# What the readings of texts cost; `choosing.py` tells the form. Fitted by `python -m bench.assignments --write` on
# some 100 real plans, which are no part of the repository, and on the invented ones of tests and samples."""
Weights = dict[tuple[str, str], float]
EPOCHS = 20
REPICKED = (0, 3, 6, 9)
"""Epochs before which the right readings are chosen anew, by the costs so far."""
RATE, MARGIN = 0.05, 1.0
MISSED = 1.5
"""Times the margin by which a right reading is cheaper than none: units are missed more often than made up."""
SEEDS = (17, 18, 19)
"""Orders in which the plans are seen; the costs of all are averaged. Of plans that were left out of the fit, but whose
grammar had been looked at, one order alone has 239 of 271 units and the mean 225; of plans that nobody had looked at
(32, by a writer who did not know the tool) it has 292 of 370 and the mean 300."""
LEAST_WRITTEN = 0.01
"""Of a weight, to be written."""


@dataclass(slots=True)
class Document:
    """A plan, its knots, and what is right in it."""

    truth: Truth
    plan: Plan
    outlines: list[Knot]
    units: Counter[str]
    """True, and not given by tables or labels."""
    above: dict[int, Knot] = field(default_factory=dict)
    """By line or knot, the knot that it is below."""
    names: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By reading, what it would give."""
    marks: dict[tuple[int, str, bool], tuple[int, ...]] = field(default_factory=dict)
    same: dict[tuple[str, str], bool] = field(default_factory=dict)
    """Whether two names are one unit's."""


class Slot(NamedTuple):
    """A text that may be read, with the readings, and the head of each group that it lies in."""

    line: Line
    clause: Clause | None
    readings: Sequence[Reading]
    knot: Knot | None


def document(truth: Truth) -> Document:
    """The plan of a truth, read."""
    plan = parse_text(truth.text, truth.name)
    outlined = [outline for _, outline in outlines(plan)]
    knots = list(_knots(outlined))
    fixed: Counter[str] = Counter()
    for knot in knots:
        fixed.update(folded(each.unit) for each, _ in knot.given)
    made = Document(truth, plan, outlined, truth.values["units"] - fixed - _of_tables(plan))
    made.above.update((id(line), knot) for knot in knots for line in knot.lines)
    for slot in _slots(outlined):
        for reading in slot.readings:
            chosen = _choice(slot, reading)
            given = assigned([chosen], plan.header.issuer)
            made.names[id(reading)] = tuple(folded(each.unit) for each, _ in given)
    return made


def _choice(slot: Slot, reading: Reading) -> Chosen:
    if slot.clause is None:
        return Chosen(slot.line, reading, (), slot.knot, Around())
    return Chosen(slot.line, None, ((slot.clause, reading),), slot.knot, Around())


def _of_tables(plan: Plan) -> Counter[str]:
    found: Counter[str] = Counter()

    def walk(sections: Iterable[Section | Appendix]) -> None:
        for section in sections:
            for block in section.blocks:
                for task in tasks_of(block.rows) if block.rows else ():
                    found.update(map(folded, (*task.leads, *task.supporters)))
            walk(section.sections)

    walk(plan.sections)
    walk(plan.appendices)
    return found


def _knots(knots: Iterable[Knot | Line]) -> Iterator[Knot]:
    for knot in knots:
        if isinstance(knot, Knot):
            yield knot
            yield from _knots(knot.lines)


def _slots(knots: Iterable[Knot | Line]) -> Iterator[Slot]:
    for each in knots:
        line = each.head if isinstance(each, Knot) else each
        knot = each if isinstance(each, Knot) else None
        if line is not None:
            yield Slot(line, None, line.readings, knot)
            for clause in line.later:
                yield Slot(line, clause, clause.readings, knot)
        if knot:
            yield from _slots(knot.lines)


class _Option(NamedTuple):
    """A reading that may be right."""

    wrong: int
    """Of its names, those that the truth has not."""
    cost: float
    number: int
    slot: Slot
    reading: Reading


def right_readings(made: Document, likely: Callable[[Slot, Reading], float] | None) -> dict[int, Reading]:
    """By line or clause (their ids) the reading that is right."""
    left = Counter(made.units)
    options: list[_Option] = []
    for slot in _slots(made.outlines):
        for reading in slot.readings:
            names = made.names[id(reading)]
            hits = sum((Counter(names) & made.units).values())
            if hits and 2 * hits >= len(names):
                cost = likely(slot, reading) if likely else _form_order(reading)
                options.append(_Option(len(names) - hits, cost, len(options), slot, reading))
    found: dict[int, Reading] = {}
    for _, _, _, slot, reading in sorted(options, key=itemgetter(0, 1, 2)):
        key, names = id(slot.clause or slot.line), made.names[id(reading)]
        granted = Counter(names) & left
        if key not in found and 2 * granted.total() >= len(names):
            found[key] = reading
            left -= granted
    return found


FIRST: Weights = {
    ("group", "group"): 1.0,
    ("group", "title hands out"): -2.0,
    ("reading listed", "reading"): -1.0,
    ("reading apart", "reading"): 0.5,
}
"""Costs before anything is learned: what is handed out makes readings cheaper."""


class Fitted(Search):
    """A search over one document by weights that change, which may be held to what is right."""

    def __init__(self, made: Document, weights: list[float], index: dict[tuple[str, str], int]) -> None:
        super().__init__({})
        self.made, self.weights, self.index = made, weights, index
        self.right: Mapping[int, Reading] = {}
        self.held, self.margin = False, 0.0
        self.marks: dict[tuple[int, str, bool], tuple[int, ...]] = made.marks
        self.same = made.same

    def search(self, *, held: bool, margin: float) -> list[Chosen]:
        """What is cheapest: of all, or of what is right; others are cheaper by a margin."""
        self.held, self.margin = held, margin
        for kept in (self.knots, self.rests, self.known):
            kept.clear()
        return [choice for outline in self.made.outlines for choice in self.knot(outline, Around())[1]]

    def options(self, line: Line) -> Sequence[Reading | None]:
        return (self.right.get(id(line)),) if self.held else (None, *line.readings)

    def clause_options(self, clause: Clause) -> Sequence[Reading | None]:
        return (self.right.get(id(clause)),) if self.held else (None, *clause.readings)

    def of_line(self, line: Line, reading: Reading | None, around: Around) -> float:
        return super().of_line(line, reading, around) - self._wrong(line, reading)

    def _wrong(self, text: Line | Clause, reading: Reading | None) -> float:
        if not self.margin or self.right.get(id(text)) is reading:
            return 0.0
        return self.margin * (MISSED if reading is None else 1.0)

    def of_reading(self, line: Line, reading: Reading, around: Around) -> float:
        key = (id(reading), place_of(around), around.under is not None and self.are_same(reading, around.under))
        if key not in self.known:
            self.known[key] = self._sum(self.of_marks(line, reading, around))
        return self.known[key]

    def of_clause(self, clause: Clause, reading: Reading | None, first: Reading | None, around: Around) -> float:
        cost = self._sum(self.of_clause_marks(clause, reading, first, around)) if reading else 0.0
        return cost - self._wrong(clause, reading)

    def of_group(self, knot: Knot, around: Around) -> float:
        return self._sum(self.of_group_marks(knot, around))

    def _sum(self, marks: tuple[int, ...]) -> float:
        return sum(map(self.weights.__getitem__, marks))

    def of_marks(self, line: Line, reading: Reading, around: Around) -> tuple[int, ...]:
        same = around.under is not None and self.are_same(reading, around.under)
        place = place_of(around)
        key = (id(reading), place, same)
        if key not in self.marks:
            asked = asked_of(line, reading)
            tables = [("reading", asked.marks), (f"reading {place}", asked.around)]
            if same:
                tables.append(("reading same", asked.around))
            self.marks[key] = self._numbers(tables)
        return self.marks[key]

    def of_clause_marks(
        self, clause: Clause, reading: Reading, first: Reading | None, around: Around
    ) -> tuple[int, ...]:
        unit = first or around.under
        same = unit is not None and self.are_same(reading, unit)
        tables = (*tables_of_clause(first, around), *(("later same",) if same else ()))
        key = (id(reading), "".join(tables), False)
        if key not in self.marks:
            asked = asked_of_clause(clause, reading)
            self.marks[key] = self._numbers([("later", asked.marks), *((table, asked.around) for table in tables)])
        return self.marks[key]

    def of_group_marks(self, knot: Knot, around: Around) -> tuple[int, ...]:
        key = (id(knot), place_of(around), False)
        if key not in self.marks:
            marks = marks_of_group(knot)
            self.marks[key] = self._numbers([("group", marks), (f"group {place_of(around)}", marks)])
        return self.marks[key]

    def _numbers(self, tables: Iterable[tuple[str, Sequence[str]]]) -> tuple[int, ...]:
        found = []
        for table, marks in tables:
            for mark in marks:
                number = self.index.setdefault((table, mark), len(self.index))
                if number == len(self.weights):
                    self.weights.append(FIRST.get((table, mark), 0.0))
                found.append(number)
        return tuple(found)

    def marks_of(self, chosen: Sequence[Chosen]) -> Counter[int]:
        """All that a choice costs, each as often as it counts."""
        counts: Counter[int] = Counter()
        listed = {id(each.knot): each.around.listed for each in chosen if each.knot}
        asked: set[int] = set()
        for each in chosen:
            if each.line is not None:
                if each.reading is not None:
                    counts.update(self.of_marks(each.line, each.reading, each.around))
                for clause, later in each.later:
                    counts.update(self.of_clause_marks(clause, later, each.reading, each.around))
            above = self.made.above.get(id(each.knot or each.line))
            if each.around.listed and above is not None and id(above) not in asked:
                asked.add(id(above))
                counts.update(self.of_group_marks(above, Around(each.around.under, listed[id(above)])))
        return counts


def learn(documents: Sequence[Document], weight: float, epochs: int = EPOCHS) -> dict[str, dict[str, float]]:
    """Costs under which what is right is the cheapest by a margin."""
    sums: Counter[tuple[str, str]] = Counter()
    for seed in SEEDS:
        sums.update(_learned(documents, weight, epochs, seed))
    found: dict[str, dict[str, float]] = {}
    for (table, mark), cost in sums.items():
        if abs(cost / len(SEEDS)) >= LEAST_WRITTEN:
            found.setdefault(table, {})[mark] = round(cost / len(SEEDS), 2)
    return found


def _learned(documents: Sequence[Document], weight: float, epochs: int, seed: int) -> dict[tuple[str, str], float]:
    """The costs of a structured perceptron with latent groups, averaged over the later epochs."""
    weights: list[float] = []
    index: dict[tuple[str, str], int] = {}
    searches = [Fitted(made, weights, index) for made in documents]
    for each in searches:
        each.made.marks.clear()
    sums: list[float] = []
    seen = 0
    shuffled = random.Random(seed)
    for epoch in range(epochs):
        if epoch in REPICKED:
            for each in searches:
                each.right = right_readings(each.made, _likely(each) if epoch else None)
        shuffled.shuffle(searches)
        rate = RATE / (1 + epoch / 4)
        for each in searches:
            best = each.search(held=False, margin=MARGIN)
            right = each.search(held=True, margin=0.0)
            change = each.marks_of(best)
            change.subtract(each.marks_of(right))
            for number, count in change.items():
                if count:
                    weights[number] += rate * count
        shrink = 1 - rate * weight
        for number, cost in enumerate(weights):
            weights[number] = cost * shrink
        if epoch >= epochs // 2:
            seen += 1
            sums += [0.0] * (len(weights) - len(sums))
            for number, cost in enumerate(weights):
                sums[number] += cost
    return {mark: sums[number] / seen for mark, number in index.items()}


def _likely(search: Fitted) -> Callable[[Slot, Reading], float]:
    """What each reading costs where the search stands."""
    chosen = search.search(held=False, margin=0.0)
    around = {id(each.line): each for each in chosen if each.line is not None}

    def likely(slot: Slot, reading: Reading) -> float:
        each = around[id(slot.line)]
        if slot.clause is None:
            return search.of_reading(slot.line, reading, each.around)
        return search.of_clause(slot.clause, reading, each.reading, each.around)

    return likely


def _form_order(reading: Reading) -> float:
    headings = ("several", "heading", "title", "line", "headed", "bare")
    order = (*headings, "colon", "act", "asked", "led", "behind", "any", "first cut", "cut")
    return order.index(reading.form)


def score(documents: Iterable[Document], fitted: Costs, *, errors: bool = False) -> tuple[int, int, int]:
    """Units right, found and true with costs."""
    right = found = true = 0
    for made in documents:
        with patch.object(choosing, "costs", lambda: fitted):
            drawn = values_of(parse_text(made.truth.text, made.truth.name), made.truth.longer)["units"]
        told = made.truth.values["units"]
        right, found, true = right + (drawn & told).total(), found + drawn.total(), true + told.total()
        if errors:
            sys.stdout.writelines(f"   {made.truth.name}: - {name}\n" for name in sorted((told - drawn).elements()))
            sys.stdout.writelines(f"   {made.truth.name}: + {name}\n" for name in sorted((drawn - told).elements()))
    return right, found, true


def main() -> int:
    """Fit, and say how good it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("batches", nargs="+")
    parser.add_argument("--without", nargs="*")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--errors", nargs="*", default=())
    parser.add_argument("--weight", type=float, default=0.7)
    chosen = parser.parse_args()
    batches: dict[str, list[Document]] = {}
    for batch in chosen.batches:
        for name in batch.split(","):
            folder = Path(name)
            elsewhere = folder.with_suffix(".json")
            told = (
                _cases(folder)
                if folder.suffix == ".toml"
                else truths(folder, elsewhere if elsewhere.exists() else None)
            )
            for truth in told:
                if "units" in truth.values:
                    batches.setdefault(batch, []).append(document(truth))
    documents = [each for those in batches.values() for each in those]
    every = {} if chosen.without is not None and not chosen.write else learn(documents, chosen.weight)
    whole: Counter[int] = Counter()
    whole_left: Counter[int] = Counter()
    for batch, those in batches.items():
        row = [f"{batch[-30:]:30}"]
        if every:
            fitted = score(those, every)
            whole.update(dict(enumerate(fitted)))
            row.append(_told(*fitted))
        if chosen.without is not None and (not chosen.without or any(each in batch for each in chosen.without)):
            others = [each for each in documents if not any(each is this for this in those)]
            left = score(those, learn(others, chosen.weight), errors=any(e in batch for e in chosen.errors))
            whole_left.update(dict(enumerate(left)))
            row.append(_told(*left))
        sys.stdout.write(f"{'  '.join(row)}\n")
        sys.stdout.flush()
    for name, counts in (("all, fitted", whole), ("all, left out", whole_left)):
        sys.stdout.write(f"{name:30}  {_told(*(counts[at] for at in range(3)))}\n")
    if chosen.write:
        lines = [HEAD, ""]
        for table, marks in sorted(every.items()):
            lines += [f'["{table}"]', *(f'"{mark}" = {cost:.2f}' for mark, cost in sorted(marks.items())), ""]
        WHERE.write_text("\n".join(lines), "utf-8")
    return 0


def _cases(path: Path) -> Iterator[Truth]:
    """Invented cases of the tests."""
    for case in tomllib.loads(path.read_text("utf-8"))["case"]:
        units = case.get("units") or [line.split(" | ")[1] for line in case.get("assignments", ())]
        if ("units" in case or "assignments" in case) and not case.get("scanned"):
            yield Truth(case["label"], case["text"], {"units": Counter(map(folded, units))})


def _told(right: int, found: int, true: int) -> str:
    return f"{right / (found or 1):6.1%} {right / (true or 1):6.1%} ({right} {found} {true})"


if __name__ == "__main__":
    raise SystemExit(main())
