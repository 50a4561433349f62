# SPDX-License-Identifier: Apache-2.0
"""Which line heads are places in the outline: decided over the whole document.

Every candidate line has one or more readings (`genre.enumerators`). A beam search keeps the cheapest
stacks of open levels; a reading may continue an open level (free when it is the next number, dear when
it jumps or goes back), open a new level below (free at 1, a, I), or be refused as running text. So
`11.` is II where the levels ask for II, and a lone `57.` at a line start is no heading at all.
Time is linear in the number of candidates: the beam and the depth are bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.enumerators import LETTERS, lost_roman, step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.genre.enumerators import Reading

BEAM = 6
_WORSE = 5.0
"""Stacks dearer than the best by more than this are dropped; no single decision costs more."""
MAX_DEPTH = 9
"""Phần, chương, mục, tiểu mục, điều, khoản, điểm and two below: nobody nests deeper."""
_REPEAT = 1.2
_BACK = 2.3
_RESTART = 1.8
_CAPITALS = 1.2
"""A heading in capitals among others that are not, or the other way round."""
_CAPITALS_BELOW = 1.5
"""A heading in capitals below one that is not."""
_SAME_STYLE_BELOW = 2.0
_HIGHER_BELOW = 1.2
_ODD_PREFIX = 0.8
_LETTER_D = LETTERS.index("d") + 1
_WITHOUT_STROKED_D = 0.2
"""`d)` and then `e)`: many writers leave `đ)` out, none `d)`."""

_RANK = {
    "part": 0, "chapter": 1, "section": 2, "subsection": 3, "article": 4, "upper": 5, "roman": 5, "decimal": 6,
    "decimal2": 7, "decimal3": 8, "decimal4": 9, "decimal5": 10, "bracket": 8, "lower": 9, "lowerdot": 9, "paren": 10,
    "parenroman": 11, "parenletter": 11,
}  # fmt: skip
"""How high a style usually stands (Nghị định 30/2020, Phụ lục I, II.6; below that, real plans)."""
_LABEL_RANK = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may open a section."""

    readings: tuple[Reading, ...]
    """Empty for a heading without a number."""
    refusal: float
    """What it costs to take it for running text."""
    capitals: bool
    weight: int = 0
    """Level of its Markdown heading; 7 for a bold line; 8 for one in capitals; 0 for plain text."""
    unread: str = ""
    """A heading in capitals without a number, as an engine read it: it may have lost one."""


class Level(NamedTuple):
    """An open level: the last place reached in it."""

    style: str
    ordinal: tuple[int, ...]
    capitals: bool
    weight: int


class Decision(NamedTuple):
    """A candidate's place in the outline."""

    depth: int
    """From 0."""
    reading: Reading | None
    """None for a heading without a number."""


class _State(NamedTuple):
    cost: float
    stack: tuple[Level, ...]
    before: _State | None
    decision: Decision | None
    last: dict[str, int]
    """The last place taken in each style, open or not: articles run on through chapters."""


def decide(candidates: Sequence[Candidate]) -> list[Decision | None]:
    """A place, or None for running text, for every candidate: the cheapest over the whole document."""
    beam = [_State(0.0, (), None, None, {})]
    for candidate in candidates:
        beam = _advanced(beam, candidate)
    decisions: list[Decision | None] = []
    state: _State | None = beam[0]
    while state is not None and state.before is not None:
        decisions.append(state.decision)
        state = state.before
    return decisions[::-1]


def _advanced(beam: Sequence[_State], candidate: Candidate) -> list[_State]:
    best: dict[tuple[Level, ...], _State] = {}
    for state in beam:
        for cost, stack, decision in _moves(state, candidate):
            total = state.cost + cost
            known = best.get(stack)
            if known is None or total < known.cost:
                best[stack] = _State(total, stack, state, decision, state.last)
    ordered = sorted(best.values(), key=lambda state: state.cost)
    return [_remembered(state) for state in ordered[:BEAM] if state.cost <= ordered[0].cost + _WORSE]


def _remembered(state: _State) -> _State:
    reading = state.decision.reading if state.decision else None
    return state._replace(last={**state.last, reading.style: reading.ordinal[-1]}) if reading else state


_Move = tuple[float, tuple[Level, ...], Decision | None]


def _moves(state: _State, candidate: Candidate) -> Iterator[_Move]:
    stack = state.stack
    if not candidate.readings:
        yield _unnumbered(stack, candidate)
        yield from _with_lost_number(state, candidate)
        return
    yield candidate.refusal, stack, None
    for reading in candidate.readings:
        level = Level(reading.style, reading.ordinal, candidate.capitals, candidate.weight)
        yield from _continued(stack, level, reading)
        yield from _opened(stack, level, reading, state.last)


def _with_lost_number(state: _State, candidate: Candidate) -> Iterator[_Move]:
    """A heading in capitals as the first, or the next, of those with Roman numbers."""
    if not candidate.unread:
        return
    known = next((level for level in state.stack if level.style == "roman"), None)
    reading = lost_roman(candidate.unread, known.ordinal[-1] + 1 if known else 1)
    if reading:
        level = Level(reading.style, reading.ordinal, candidate.capitals, 0)
        move = _continued(state.stack, level, reading) if known else _opened(state.stack, level, reading, state.last)
        yield from move


def _unnumbered(stack: tuple[Level, ...], candidate: Candidate) -> _Move:
    """A heading without a number: beside its like, else below the headings that outrank it."""
    level = Level(f"plain{candidate.weight}", (), candidate.capitals, candidate.weight)
    depth = next((at for at, known in enumerate(stack) if known.style == level.style), None)
    if depth is None:
        depth = len(stack)
        while depth and not _outranks(stack[depth - 1], level):
            depth -= 1
    depth = min(depth, MAX_DEPTH - 1)
    return 0.0, (*stack[:depth], level), Decision(depth, None)


def _outranks(open_level: Level, heading: Level) -> bool:
    if heading.weight <= 6:
        return 0 < open_level.weight < heading.weight
    return open_level.capitals or (heading.weight == 7 and open_level.weight > 0)


def _continued(stack: tuple[Level, ...], level: Level, reading: Reading) -> Iterator[_Move]:
    for depth, known in enumerate(stack):
        if known.style == level.style:
            cost = reading.cost + _step_cost(known, level) + (_CAPITALS if known.capitals != level.capitals else 0.0)
            if len(level.ordinal) > 1:
                cost += _prefix_cost(stack[:depth], level)
            yield cost, (*stack[:depth], level), Decision(depth, reading)


def _step_cost(known: Level, level: Level) -> float:
    if len(level.ordinal) > 1 and known.ordinal[:-1] != level.ordinal[:-1]:
        return 0.4 + (0.0 if level.ordinal[-1] == 1 else 1.0)
    distance = step(level.style, known.ordinal[-1], level.ordinal[-1])
    if distance == 1:
        return 0.0
    if distance == 2 and level.style == "lower" and known.ordinal[-1] == _LETTER_D:
        return _WITHOUT_STROKED_D
    if distance > 1:
        return min(0.8 + 0.3 * (distance - 2), 3.5)
    if distance == 0:
        return _REPEAT
    return _RESTART if level.ordinal[-1] == 1 else _BACK


def _opened(stack: tuple[Level, ...], level: Level, reading: Reading, last: dict[str, int]) -> Iterator[_Move]:
    depth = _parent_depth(stack, level)
    if depth >= MAX_DEPTH:
        return
    above = stack[:depth]
    cost = reading.cost + _first_cost(level, last)
    for known in above:
        if known.style == level.style:
            cost += _SAME_STYLE_BELOW - (_CAPITALS if known.capitals and not level.capitals else 0.0)
    if above:
        cost += _CAPITALS_BELOW if level.capitals and not above[-1].capitals else 0.0
        cost += _HIGHER_BELOW if _rank(level.style) < _rank(above[-1].style) else 0.0
    if len(level.ordinal) > 1:
        cost += _prefix_cost(above, level)
    yield cost, (*above, level), Decision(depth, reading)


def _first_cost(level: Level, last: dict[str, int]) -> float:
    """What it costs to open a level at its number: nothing at 1, or where articles and chapters run on."""
    first = level.ordinal[-1]
    if first == 1 or (_rank(level.style) <= _RANK["article"] and first == last.get(level.style, 0) + 1):
        return 0.0
    return min(1.2 + 0.2 * (first - 1), 4.0)


def _rank(style: str) -> int:
    return _RANK.get(style, _LABEL_RANK)


def _parent_depth(stack: tuple[Level, ...], level: Level) -> int:
    """Where a new level goes: `2.1` below an open `2`, anything else below what is open."""
    if len(level.ordinal) > 1:
        for depth in range(len(stack), 0, -1):
            if _is_prefix(stack[depth - 1], level):
                return depth
    return len(stack)


def _is_prefix(known: Level, level: Level) -> bool:
    return known.ordinal == level.ordinal[:-1] and not known.style.startswith(("paren", "lower", "bracket"))


def _prefix_cost(above: tuple[Level, ...], level: Level) -> float:
    return 0.0 if above and _is_prefix(above[-1], level) else _ODD_PREFIX
