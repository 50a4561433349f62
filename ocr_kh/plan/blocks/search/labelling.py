# SPDX-License-Identifier: Apache-2.0
"""One label a line: the cheapest path over a block, and how much dearer the best path is that says otherwise.

A cost is what a label asks of a line (its features weighed), and what it asks of the labels before it. Labels belong to
tracks, as the columns of a page do: what may follow is told by the last label of the same track, whatever stands
between, so that columns may be read one after the other or line by line. Costs are natural logarithms of odds, as data
(`costs.py`): what the Party, courts or typewriters do otherwise is another set, not another search.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from ocr_kh.plan.blocks.search.costs import Costs, Features, Node, State

_BEAM = 20
"""States kept after each line: the worst of them cost 10 and more than the best on all blocks measured."""
_REACH = 11.0
"""Cost above the best state from which a state is dropped."""

SURE_MARGIN = 8.0
"""Cost above the best path from which on the search was as sure as it gets: three thousand to one."""

_Step: TypeAlias = "tuple[float, Node | None]"
"""The cost of the cheapest way to a node, and the node before it on that way."""
_Arcs: TypeAlias = "dict[State, dict[Node, float]]"
"""State before a line to the nodes it leads to, and the cost of each."""


@dataclass(frozen=True, slots=True)
class Labelling:
    """The labels of a block, and by how much each is surer than any other."""

    labels: tuple[str, ...]
    """One a line, of the cheapest path."""
    cost: float
    others: tuple[Mapping[str, float], ...]
    """Of each line, label to the cost above the cheapest path of the best one that has it there; 0 for its own."""
    alternative: Callable[[int, str], tuple[str, ...]]
    """The labels of the best path that has a label at a line."""

    def rival(self, members: Collection[int], of: Collection[str]) -> tuple[float, tuple[str, ...]]:
        """Cost above the best path of the next in which another set of lines bears the labels `of`, and its labels.

        `members` are the lines that bear them now. No labels where all paths agree, or the next is beyond
        `SURE_MARGIN`: nobody asks what a sure field would be else.
        """
        best, where = inf, None
        for at, others in enumerate(self.others):
            for label, cost in others.items():
                if cost < best and (label in of) != (at in members):
                    best, where = cost, (at, label)
        return best, self.alternative(*where) if where and best < SURE_MARGIN else ()


@dataclass(frozen=True, slots=True)
class Margin:
    """How sure the search was of a field."""

    cost: float
    """By how much the best path in which the field differs is dearer; infinite where there is none."""
    runner_up: str | None
    """The field on that path."""
    torn: bool = False
    """Among or right below its lines stands one of which nothing was read: a stamp, a rule, or a part of the field."""


def label_lines(lines: Sequence[Features], costs: Costs) -> Labelling:
    """The cheapest labels for lines with these features."""
    arcs: list[_Arcs] = []
    steps: list[dict[Node, _Step]] = []
    ways_in: dict[State, _Step] = {costs.start: (0.0, None)}
    for features in lines:
        led, found = _forward(ways_in, features, costs)
        arcs.append(led)
        steps.append(found)
        ways_in = _cheapest(found)
    rests, ways = _backward(steps, arcs, costs)
    final = min(steps[-1], key=lambda node: steps[-1][node][0] + rests[-1][node.state])
    best = steps[-1][final][0] + rests[-1][final.state]
    others = tuple(_others(found, rest, best) for found, rest in zip(steps, rests, strict=True))

    def alternative(at: int, label: str) -> tuple[str, ...]:
        through = (node for node in steps[at] if node.label == label)
        node = min(through, key=lambda node: steps[at][node][0] + rests[at].get(node.state, inf))
        return (*_labels_to(steps, at, node), *_labels_from(ways, at, node.state))

    return Labelling(tuple(_labels_to(steps, len(lines) - 1, final)), best, others, alternative)


def _forward(ways_in: Mapping[State, _Step], features: Features, costs: Costs) -> tuple[_Arcs, dict[Node, _Step]]:
    """What each state leads to, and the cheapest way to each node that is kept.

    Left out are arcs behind which nothing would be within reach. Labels are tried from the likest on, so that those
    that the line is far from need not be tried.
    """
    asked = costs.of_line(features)
    likest = sorted(range(len(asked)), key=asked.__getitem__)
    arcs: _Arcs = {}
    found: dict[Node, _Step] = {}
    best = limit = inf
    for state, (so_far, before) in ways_in.items():
        arcs[state] = of_state = {}
        moves, least = costs.moves(state)
        for at in likest:
            of_line = asked[at]
            if so_far + least + of_line >= limit:
                break
            node, cost, weights = moves[at]
            asks = of_line + cost
            for name, weight in weights:
                asks += weight * features.get(name, 0.0)
            total = so_far + asks
            if total < limit:
                if total < best:
                    best, limit = total, total + _REACH
                of_state[node] = asks
                known = found.get(node)
                if known is None or total < known[0]:
                    found[node] = total, before
    kept = sorted([(step[0], at, node) for at, (node, step) in enumerate(found.items()) if step[0] < limit])
    return arcs, {node: found[node] for _, _, node in kept[:_BEAM]}


def _cheapest(steps: Mapping[Node, _Step]) -> dict[State, _Step]:
    """The cheapest way to each state; steps come with the cheapest first."""
    found: dict[State, _Step] = {}
    for node, (cost, _) in steps.items():
        found.setdefault(node.state, (cost, node))
    return found


def _backward(
    steps: Sequence[Mapping[Node, _Step]], arcs: Sequence[_Arcs], costs: Costs
) -> tuple[list[dict[State, float]], list[dict[State, Node]]]:
    """Behind each line, by state: the least cost of what follows, and the node that comes next on that way."""
    rests: list[dict[State, float]] = [{node.state: costs.end(node.state) for node in steps[-1]}]
    ways: list[dict[State, Node]] = [{}]
    for found, out_of in zip(reversed(steps[1:]), reversed(arcs[1:]), strict=True):
        behind, rest = rests[-1], {}
        way: dict[State, Node] = {}
        for state, nodes in out_of.items():
            least = inf
            for node, asks in nodes.items():
                if node in found and asks + behind.get(node.state, inf) < least:
                    least = asks + behind[node.state]
                    way[state] = node
            if least < inf:
                rest[state] = least
        rests.append(rest)
        ways.append(way)
    return rests[::-1], ways[::-1]


def _others(found: Mapping[Node, _Step], rest: Mapping[State, float], best: float) -> dict[str, float]:
    """Label to the cost above the best path of a path with that label here."""
    least: dict[str, float] = {}
    for node, (so_far, _) in found.items():
        cost = so_far + rest.get(node.state, inf) - best
        if cost < least.get(node.label, inf):
            least[node.label] = max(cost, 0.0)
    return least


def _labels_to(steps: Sequence[Mapping[Node, _Step]], at: int, node: Node | None) -> list[str]:
    labels: list[str] = []
    for place in range(at, -1, -1):
        if node is not None:
            labels.append(node.label)
            node = steps[place][node][1]
    return labels[::-1]


def _labels_from(ways: Sequence[Mapping[State, Node]], at: int, state: State) -> Iterable[str]:
    for way in ways[at:-1]:
        node = way[state]
        state = node.state
        yield node.label
