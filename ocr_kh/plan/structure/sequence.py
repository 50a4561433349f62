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
from ocr_kh.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.genre.enumerators import Reading

_LETTER_D = LETTERS.index("d") + 1
_RANK = {
    "part": 0, "chapter": 1, "section": 2, "subsection": 3, "article": 4, "upper": 5, "roman": 5, "decimal": 6,
    "decimal2": 7, "decimal3": 8, "decimal4": 9, "decimal5": 10, "bracket": 8, "lower": 9, "lowerdot": 9, "paren": 10,
    "parenroman": 11, "parenletter": 11,
}  # fmt: skip
"""How high a style usually stands (Nghị định 30/2020, Phụ lục I, II.6; below that, real plans)."""
_LABEL_RANK = 6


def _cost(value: float, origin: str = "set by hand on the samples") -> float:
    return parameter(value, "cost", origin)


@dataclass(frozen=True, slots=True)
class OutlineCosts:
    """What speaks against a place in the outline; the sum over a document is made least. Only differences count."""

    text: float = _cost(3.0)
    """A numbered line taken for running text."""
    text_worded: float = _cost(5.0)
    """The same of `Chương I`, `Điều 1`."""
    text_capitals: float = _cost(5.0)
    """The same of a line in capitals."""
    text_short_capitals: float = _cost(2.0)
    """The same with no more than three characters behind the number."""
    text_number: float = _cost(0.8)
    """The same of a number alone."""
    text_lower: float = _cost(1.0)
    """The same of a line that goes on in lower case."""
    text_lower_item: float = _cost(2.2)
    """The same behind `a)`, `(1)`, `1)`, whose items do go on so."""
    text_letter: float = _cost(1.6)
    """The same of a letter with a stop (`A.`, `a.`)."""
    text_marked: float = _cost(2.0)
    """Added where Markdown marks the line as a heading."""
    text_speck: float = _cost(1.4)
    """A number behind a bullet taken for text of the bullet."""
    behind_specks: float = _cost(0.3)
    """Added to a number behind specks (`. b)`)."""
    behind_bullet: float = _cost(1.0)
    """Added to a number behind a bullet that may be a speck (`- 6.`)."""
    gap: float = _cost(0.8)
    """The next number but one."""
    gap_more: float = _cost(0.3)
    """Each further number that is left out."""
    most_gap: float = _cost(3.5)
    """A gap, however wide."""
    repeat: float = _cost(1.2)
    """The same number again."""
    back: float = _cost(2.3)
    """A lower number, but for 1."""
    restart: float = _cost(1.8)
    """1 once more in an open level."""
    restart_title: float = _cost(1.0, "less than `restart`: a line that explains it is its heading")
    """A plain line taken for the heading of a numbering that begins again behind it."""
    restart_below: float = _cost(0.5, "less than `later_start`, which a number that runs on behind it would cost")
    """A bold heading, or one in capitals, that stands among the items of the numbering that begins again."""
    without_stroked_d: float = _cost(0.2, "many writers leave `đ)` out, none `d)`; set by hand")
    """`d)` and then `e)`."""
    other_prefix: float = _cost(0.4)
    """`3.1` behind `2.4` in one level."""
    other_prefix_later: float = _cost(1.0)
    """Added where it does not begin at 1."""
    odd_prefix: float = _cost(0.8)
    """`2.1` that stands below no open 2."""
    later_start: float = _cost(1.2)
    """A level that begins with 2."""
    later_start_more: float = _cost(0.2)
    """Each number further on."""
    most_later_start: float = _cost(4.0)
    """A level that begins anywhere."""
    capitals: float = _cost(1.2)
    """A heading in capitals among others that are not, or the other way round."""
    capitals_below: float = _cost(1.5)
    """A heading in capitals below one that is not."""
    same_style_below: float = _cost(2.0)
    """A numbering below one of the same style."""
    higher_below: float = _cost(1.2)
    """A style below one that it usually stands above."""
    worse: float = _cost(5.0, "no single decision costs more")
    """Ways dearer than the best by more than this are dropped."""
    beam: int = parameter(6, "ways", "set by hand on the samples")
    """Ways that are kept."""
    max_depth: int = parameter(9, "levels", "part, chapter, section, subsection, article, clause, point and two below")
    """Nobody nests deeper."""


COSTS = OutlineCosts()


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
    begins: frozenset[str] = frozenset()
    """For a line without a number: styles in which the next line may be the first of its numbering."""


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


def decide(candidates: Sequence[Candidate], costs: OutlineCosts = COSTS) -> list[Decision | None]:
    """A place, or None for running text, for every candidate: the cheapest over the whole document."""
    beam = [_State(0.0, (), None, None, {})]
    for candidate in candidates:
        beam = _advanced(beam, candidate, costs)
    decisions: list[Decision | None] = []
    state: _State | None = beam[0]
    while state is not None and state.before is not None:
        decisions.append(state.decision)
        state = state.before
    return decisions[::-1]


def _advanced(beam: Sequence[_State], candidate: Candidate, costs: OutlineCosts) -> list[_State]:
    best: dict[tuple[Level, ...], tuple[float, _State, Decision | None]] = {}
    read = [
        (reading, Level(reading.style, reading.ordinal, candidate.capitals, candidate.weight))
        for reading in candidate.readings
    ]
    for state in beam:
        for cost, stack, decision in _moves(state, candidate, read, costs):
            total = state.cost + cost
            known = best.get(stack)
            if known is None or total < known[0]:
                best[stack] = total, state, decision
    ordered = sorted(best.items(), key=lambda way: way[1][0])[: costs.beam]
    most = ordered[0][1][0] + costs.worse
    return [
        _State(total, stack, state, decision, _taken(state.last, decision))
        for stack, (total, state, decision) in ordered
        if total <= most
    ]


def _taken(last: dict[str, int], decision: Decision | None) -> dict[str, int]:
    """The last places taken, that of a decision among them."""
    reading = decision.reading if decision else None
    return {**last, reading.style: reading.ordinal[-1]} if reading else last


_Move = tuple[float, tuple[Level, ...], Decision | None]


def _moves(
    state: _State, candidate: Candidate, read: Sequence[tuple[Reading, Level]], costs: OutlineCosts
) -> Iterator[_Move]:
    """What may become of a candidate behind a state; `read` are its readings, and the level that each would be."""
    stack = state.stack
    if not candidate.readings:
        yield _unnumbered(stack, candidate, costs.max_depth) if candidate.weight else (0.0, stack, None)
        yield from _before_restart(stack, candidate, costs)
        yield from _with_lost_number(state, candidate, costs)
        return
    yield candidate.refusal, stack, None
    for reading, level in read:
        yield from _continued(stack, level, reading, costs)
        if opened := _opened(state, level, reading, costs):
            yield opened


def _with_lost_number(state: _State, candidate: Candidate, costs: OutlineCosts) -> Iterator[_Move]:
    """A heading in capitals as the first, or the next, of those with Roman numbers."""
    if not candidate.unread:
        return
    known = next((level for level in state.stack if level.style == "roman"), None)
    reading = lost_roman(candidate.unread, known.ordinal[-1] + 1 if known else 1)
    if reading:
        level = Level(reading.style, reading.ordinal, candidate.capitals, 0)
        if known:
            yield from _continued(state.stack, level, reading, costs)
        elif opened := _opened(state, level, reading, costs):
            yield opened


def _unnumbered(stack: tuple[Level, ...], candidate: Candidate, max_depth: int) -> _Move:
    """A heading without a number: beside its like, else below the headings that outrank it."""
    level = Level(f"plain{candidate.weight}", (), candidate.capitals, candidate.weight)
    depth = next((at for at, known in enumerate(stack) if known.style == level.style), None)
    if depth is None:
        depth = len(stack)
        while depth and not _outranks(stack[depth - 1], level):
            depth -= 1
    depth = min(depth, max_depth - 1)
    return 0.0, (*stack[:depth], level), Decision(depth, None)


def _before_restart(stack: tuple[Level, ...], candidate: Candidate, costs: OutlineCosts) -> Iterator[_Move]:
    """A heading without a number among the items of a numbering that begins again below it."""
    level = Level(f"plain{candidate.weight}", (), candidate.capitals, candidate.weight)
    for depth, known in enumerate(stack):
        if known.style in candidate.begins:
            beside = depth - 1 if depth and stack[depth - 1].style == level.style else depth
            cost = costs.restart_below if candidate.weight else costs.restart_title
            yield cost, (*stack[:beside], level), Decision(beside, None)


def _outranks(open_level: Level, heading: Level) -> bool:
    if heading.weight <= 6:
        return 0 < open_level.weight < heading.weight
    return open_level.capitals or (heading.weight == 7 and open_level.weight > 0)


def _continued(stack: tuple[Level, ...], level: Level, reading: Reading, costs: OutlineCosts) -> Iterator[_Move]:
    for depth, known in enumerate(stack):
        if known.style == level.style:
            mixed = costs.capitals if known.capitals != level.capitals else 0.0
            cost = reading.cost + _step_cost(known, level, costs) + mixed
            if len(level.ordinal) > 1:
                cost += _prefix_cost(stack[:depth], level, costs)
            yield cost, (*stack[:depth], level), Decision(depth, reading)


def _step_cost(known: Level, level: Level, costs: OutlineCosts) -> float:
    if len(level.ordinal) > 1 and known.ordinal[:-1] != level.ordinal[:-1]:
        return costs.other_prefix + (0.0 if level.ordinal[-1] == 1 else costs.other_prefix_later)
    distance = step(level.style, known.ordinal[-1], level.ordinal[-1])
    if distance == 1:
        return 0.0
    if distance == 2 and level.style == "lower" and known.ordinal[-1] == _LETTER_D:
        return costs.without_stroked_d
    if distance > 1:
        return min(costs.gap + costs.gap_more * (distance - 2), costs.most_gap)
    if distance == 0:
        return costs.repeat
    return costs.restart if level.ordinal[-1] == 1 else costs.back


def _opened(state: _State, level: Level, reading: Reading, costs: OutlineCosts) -> _Move | None:
    depth = _parent_depth(state.stack, level)
    if depth >= costs.max_depth:
        return None
    above = state.stack[:depth]
    cost = reading.cost + _first_cost(level, state.last, costs)
    for known in above:
        if known.style == level.style:
            cost += costs.same_style_below - (costs.capitals if known.capitals and not level.capitals else 0.0)
    if above:
        cost += costs.capitals_below if level.capitals and not above[-1].capitals else 0.0
        cost += costs.higher_below if _rank(level.style) < _rank(above[-1].style) else 0.0
    if len(level.ordinal) > 1:
        cost += _prefix_cost(above, level, costs)
    return cost, (*above, level), Decision(depth, reading)


def _first_cost(level: Level, last: dict[str, int], costs: OutlineCosts) -> float:
    """What it costs to open a level at its number: nothing at 1, or where articles and chapters run on."""
    first = level.ordinal[-1]
    if first == 1 or (_rank(level.style) <= _RANK["article"] and first == last.get(level.style, 0) + 1):
        return 0.0
    return min(costs.later_start + costs.later_start_more * (first - 1), costs.most_later_start)


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


def _prefix_cost(above: tuple[Level, ...], level: Level, costs: OutlineCosts) -> float:
    return 0.0 if above and _is_prefix(above[-1], level) else costs.odd_prefix
