# SPDX-License-Identifier: Apache-2.0
"""Fits what the readings of texts cost (`plan/values/assignments/costs.toml`) to plans whose units are known.

    python -m bench.assignments DIR[,DIR...] ... [--without] [--write] [--weight N]

Each DIR holds plans with their truth as `bench.values` wants them, in them, beside them or in `DIR.json`; folders joined
by commas are one batch. `--without` leaves each batch out in turn, and counts what is right in it with costs fitted on the
others: that is what to expect of plans never seen. `--write` fits on all of them and writes the table.

A text is right in the reading whose units the truth has; of more such texts than the truth has units the likeliest
count, by the costs fitted so far. Weights are those of a conditional model: of the readings of a text, none among them,
given what stands around it, and of whether what stands below a heading is handed out.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bench.values import folded, truths, values_of
from ocr_kh.plan import parse_text
from ocr_kh.plan.values.assignments import choosing
from ocr_kh.plan.values.assignments.choosing import (
    Around,
    Chosen,
    Knot,
    clause_marks,
    group_marks,
    reading_marks,
)
from ocr_kh.plan.values.assignments.costs import COSTS, WHERE
from ocr_kh.plan.values.assignments.sections import assigned, outlines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bench.values import Truth
    from ocr_kh.plan.model import Plan
    from ocr_kh.plan.values.assignments.choosing import Clause, Line
    from ocr_kh.plan.values.assignments.readings import Reading

    Numbers = NDArray[np.generic]

ROUNDS = 3
"""Of choosing the right readings by the costs, and fitting the costs to them."""
STEPS = 120
LEAST_WRITTEN = 0.02
"""Of a weight, to be written."""


@dataclass(slots=True)
class Document:
    """A plan, its knots, and what is right in it."""

    truth: Truth
    plan: Plan
    knots: list[Knot]
    units: Counter[str]
    """True, and not given by tables or labels."""
    names: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By reading, what it would give."""


class Slot(NamedTuple):
    """A text that may be read, with the readings, and the head of each group that it lies in."""

    line: Line
    clause: Clause | None
    readings: Sequence[Reading]
    knot: Knot | None


def document(truth: Truth) -> Document:
    """The plan of a truth, read."""
    plan = parse_text(truth.text, truth.name)
    knots = [knot for outline in outlines(plan) for knot in outline]
    fixed: Counter[str] = Counter()
    for knot in _knots(knots):
        fixed.update(folded(each.unit) for each, _ in knot.given)
    made = Document(truth, plan, knots, truth.values["units"] - fixed - _of_tables(plan))
    for slot in _slots(knots):
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
    from ocr_kh.plan.values.assignments.tasks import tasks_of

    found: Counter[str] = Counter()

    def walk(sections: Iterable) -> None:
        for section in sections:
            for block in section.blocks:
                for task in tasks_of(block.rows) if block.rows else ():
                    found.update(map(folded, (*task.leads, *task.supporters)))
            walk(getattr(section, "sections", ()))

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


def right_readings(made: Document, likely: Callable[[Slot, Reading], float]) -> dict[int, Reading]:
    """By line or clause (their ids) the reading that is right."""
    left = Counter(made.units)
    options = []
    for slot in _slots(made.knots):
        for reading in slot.readings:
            names = made.names[id(reading)]
            hits = sum((Counter(names) & made.units).values())
            if hits and 2 * hits >= len(names):
                options.append((len(names) - hits, likely(slot, reading), len(options), slot, reading, names))
    found: dict[int, Reading] = {}
    for _, _, _, slot, reading, names in sorted(options, key=lambda option: option[:3]):
        key = id(slot.clause or slot.line)
        granted = Counter(names) & left
        if key not in found and 2 * granted.total() >= len(names):
            found[key] = reading
            left -= granted
    return found


Row = tuple[list[list[str]], int]
"""The marks of each reading of a text, and which is right; -1 for none."""


def rows(made: Document, right: Mapping[int, Reading], listed: Callable[[Knot], bool]) -> Iterator[Row]:
    """What is to be learned from a document."""

    def walk(knot: Knot, around: Around) -> Iterator[Row]:
        reading = None
        if knot.head:
            reading = right.get(id(knot.head))
            yield _row(knot.head, reading, around)
            yield from _clauses(knot.head, reading, around)
        under = reading or around.under
        if not knot.lines:
            return
        below = Around(under, listed(knot))
        yield [list(group_marks(knot, under, around))], 0 if below.listed else -1
        for line in knot.lines:
            if isinstance(line, Knot):
                yield from walk(line, below)
            else:
                first = right.get(id(line))
                yield _row(line, first, below)
                yield from _clauses(line, first, below)

    def _row(line: Line, reading: Reading | None, around: Around) -> Row:
        at = next((at for at, each in enumerate(line.readings) if each is reading), -1)
        return [list(reading_marks(line, each, around)) for each in line.readings], at

    def _clauses(line: Line, first: Reading | None, around: Around) -> Iterator[Row]:
        for clause in line.later:
            at = next((at for at, each in enumerate(clause.readings) if each is right.get(id(clause))), -1)
            yield [list(clause_marks(clause, each, first, around)) for each in clause.readings], at

    for row in walk(Knot(None, made.knots, ("top",)), Around()):
        if row[0]:
            yield row


def _listed(right: Mapping[int, Reading], costs: Mapping[str, float] | None) -> Callable[[Knot], bool]:
    """Whether what is below a knot is handed out: most of it has a right reading."""

    def listed(knot: Knot) -> bool:
        heads = [line.head if isinstance(line, Knot) else line for line in knot.lines]
        hits = sum(head is not None and id(head) in right for head in heads)
        return hits > 0 and 2 * hits >= len(heads)

    return listed


class Rows:
    """Rows of documents, as arrays."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}
        self.parts: dict[int, tuple[Numbers, Numbers, Numbers, Numbers]] = {}
        """By the number of a document: mark and reading of each pair; text and rightness of each reading."""

    def add(self, number: int, data: Iterable[Row]) -> None:
        """Take in a document."""
        columns, owners, groups, targets = [], [], [], []
        for at, (readings, right) in enumerate(data):
            for place, marks in enumerate(readings):
                for mark in set(marks):
                    columns.append(self.index.setdefault(mark, len(self.index)))
                    owners.append(len(groups))
                groups.append(at)
                targets.append(float(place == right))
        self.parts[number] = np.array(columns, int), np.array(owners, int), np.array(groups, int), np.array(targets)

    def fit(self, numbers: Iterable[int], weight: float, steps: int) -> dict[str, float]:
        """The costs under which the right readings are the likeliest, with a penalty of `weight` on their squares."""
        parts, reading, text = [], 0, 0
        for columns, owners, groups, targets in (self.parts[number] for number in numbers):
            if len(groups):
                parts.append((columns, owners + reading, groups + text, targets))
                reading, text = reading + len(groups), text + int(groups[-1]) + 1
        columns, owners, groups, targets = (np.concatenate(each) for each in zip(*parts, strict=True))
        weights = np.zeros(len(self.index))
        moment, square = np.zeros_like(weights), np.zeros_like(weights)
        for step in range(1, steps + 1):
            odds = np.exp(np.clip(np.bincount(owners, weights[columns], reading), -30, 30))
            chance = odds / (1 + np.bincount(groups, odds, text))[groups]
            slope = np.bincount(columns, (chance - targets)[owners], len(weights)) + weight * weights
            moment = 0.9 * moment + 0.1 * slope
            square = 0.99 * square + 0.01 * slope**2
            rate = 0.08 * (1 - step / (steps + 1))
            weights -= rate * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        return {mark: -float(weights[at]) for mark, at in self.index.items()}


def learn(documents: Sequence[Document], weight: float) -> tuple[Rows, dict[str, float]]:
    """Rows of documents, and costs fitted to all."""
    costs: dict[str, float] = {}
    for turn in range(ROUNDS):
        found = Rows()
        for number, made in enumerate(documents):
            chances = _chances(made, costs) if costs else {}
            right = right_readings(made, lambda slot, reading, c=chances: c.get(id(reading), _form_order(reading)))
            found.add(number, rows(made, right, _listed(right, costs)))
        costs = found.fit(range(len(documents)), weight, STEPS if turn == ROUNDS - 1 else STEPS // 2)
    return found, costs


def _form_order(reading: Reading) -> float:
    order = ("several", "heading", "title", "line", "headed", "colon", "act", "behind", "any", "first cut", "cut")
    return order.index(reading.form)


def _chances(made: Document, costs: Mapping[str, float]) -> dict[int, float]:
    """The cost of each reading where the search stands, by its id."""
    found: dict[int, float] = {}
    weigh = choosing._Search(costs).weigh  # noqa: SLF001
    for choice in choosing.choose(made.knots, costs=costs):
        if choice.line is None:
            continue
        for reading in choice.line.readings:
            found[id(reading)] = weigh(reading_marks(choice.line, reading, choice.around))
        for clause in choice.line.later:
            for reading in clause.readings:
                found[id(reading)] = weigh(clause_marks(clause, reading, choice.reading, choice.around))
    return found


def score(documents: Iterable[Document], costs: Mapping[str, float] | None, errors: bool = False) -> tuple[int, int, int]:
    """Units right, found and true with costs."""
    right = found = true = 0
    before = dict(COSTS)
    if costs is not None:
        COSTS.clear()
        COSTS.update(costs)
    for made in documents:
        drawn = values_of(parse_text(made.truth.text, made.truth.name), made.truth.longer)["units"]
        told = made.truth.values["units"]
        right, found, true = right + (drawn & told).total(), found + drawn.total(), true + told.total()
        if errors:
            for name in sorted((told - drawn).elements()):
                print(f"   {made.truth.name}: - {name}")
            for name in sorted((drawn - told).elements()):
                print(f"   {made.truth.name}: + {name}")
    COSTS.clear()
    COSTS.update(before)
    return right, found, true


def main() -> int:
    """Fit, and say how good it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("batches", nargs="+")
    parser.add_argument("--without", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--errors", nargs="*", default=())
    parser.add_argument("--weight", type=float, default=1.0)
    chosen = parser.parse_args()
    batches: dict[str, list[Document]] = {}
    for batch in chosen.batches:
        for name in batch.split(","):
            folder = Path(name)
            elsewhere = folder.with_suffix(".json")
            for truth in truths(folder, elsewhere if elsewhere.exists() else None):
                if "units" in truth.values:
                    batches.setdefault(batch, []).append(document(truth))
    documents = [each for those in batches.values() for each in those]
    found, every = learn(documents, chosen.weight)
    whole, whole_left = Counter(), Counter()
    for batch, those in batches.items():
        row = [f"{batch[-30:]:30}"]
        fitted = score(those, every)
        whole.update(dict(enumerate(fitted)))
        row.append(_told(*fitted))
        if chosen.without:
            others = [number for number, each in enumerate(documents) if not any(each is this for this in those)]
            costs = found.fit(others, chosen.weight, STEPS)
            left = score(those, costs, errors=any(e in batch for e in chosen.errors))
            whole_left.update(dict(enumerate(left)))
            row.append(_told(*left))
        print("  ".join(row), flush=True)
    print("all", _told(*(whole[at] for at in range(3))), _told(*(whole_left[at] for at in range(3))))
    if chosen.write:
        lines = [f'"{mark}" = {cost:.2f}' for mark, cost in sorted(every.items()) if abs(cost) >= LEAST_WRITTEN]
        WHERE.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


def _told(right: int, found: int, true: int) -> str:
    return f"{right / (found or 1):6.1%} {right / (true or 1):6.1%} ({right} {found} {true})"


if __name__ == "__main__":
    raise SystemExit(main())
