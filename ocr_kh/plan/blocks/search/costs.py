# SPDX-License-Identifier: Apache-2.0
"""What labels cost, as data: `header.toml` and `closing.toml` beside this module.

    [tracks]                 labels of a track, in the order of the page; what belongs to no track says nothing of
    left = ["superior", ...]  what follows
    [line.number]            what a label asks of a line: `base`, and a weight for each feature, times its strength
    base = 5.0
    [step.left.number]       what a label of the track asks of the last one of that track (`none` before the first):
    none = 1.0               a number, or a table with a `base` and weights of features of the line; else `other`
    [across.left]            what a label of the track `left` asks of the last label of another track
    [end.left]               what it costs that the block ends with this as the last label of the track

All are natural logarithms of odds: 2.3 is ten to one. Those of no influence are not written.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


Features: TypeAlias = "Mapping[str, float]"
"""What a line shows, each with its strength from 0 to 1; what it does not show is not in it."""
_START = "none"
_BASE = "base"
_UNKNOWN_STEP = 6.0
"""Cost of a step that the table has not: four hundred to one against."""


@dataclass(frozen=True, eq=False, slots=True)
class State:
    """What stands before a line. There is one of each (`Costs.state`), so that they are told apart by identity."""

    lasts: tuple[str, ...]
    """The last label of each track, in the order of `Costs.tracks`; empty before the first."""


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """The label of a line, and the state behind it; one of each too."""

    label: str
    state: State


class Move(NamedTuple):
    """A label behind others."""

    node: Node
    cost: float
    """Whatever the line shows."""
    weights: tuple[tuple[str, float], ...]
    """Of features of the line, times their strength."""


def _at_least(move: Move) -> float:
    """What a move costs where the line shows to the full all that makes it cheaper."""
    return move.cost + sum(min(weight, 0.0) for _, weight in move.weights)


class Moves(NamedTuple):
    """What may follow a state."""

    behind: tuple[Move, ...]
    """In the order of `Costs.labels`."""
    least: float
    """What any of them costs, at the very least."""


@dataclass(frozen=True, slots=True)
class Costs:
    """The costs of one kind of block."""

    tracks: tuple[str, ...]
    labels: tuple[str, ...]
    bases: tuple[float, ...]
    """What each label asks of any line."""
    weights: Mapping[str, tuple[tuple[int, float], ...]]
    """Feature of a line to what it weighs for labels, each by its place in `labels`."""
    step: Mapping[tuple[str, str], Mapping[str, float]]
    """(last label of the track, label) to `base` and weights of features."""
    across: Mapping[tuple[str, str], float]
    """(last label of another track, label) to cost."""
    ends: Mapping[str, float]
    """Last label of a track to cost; `<track>:none` for a track that never began."""
    track_of: Mapping[str, int]
    """Label to the index of its track; -1 for those of none."""
    _states: dict[tuple[str, ...], State] = field(default_factory=dict, repr=False, compare=False)
    _nodes: dict[tuple[str, State], Node] = field(default_factory=dict, repr=False, compare=False)
    _moves: dict[State, Moves] = field(default_factory=dict, repr=False, compare=False)
    """What `moves` gave: a block asks the same of each line."""

    @property
    def start(self) -> State:
        """Before the first line."""
        return self.state(("",) * len(self.tracks))

    def state(self, lasts: tuple[str, ...]) -> State:
        """The state of these last labels."""
        return self._states.setdefault(lasts, State(lasts))

    def of_line(self, features: Features) -> list[float]:
        """What each label asks of a line with these features, in the order of `labels`."""
        asked = list(self.bases)
        for name, strength in features.items():
            for label, weight in self.weights.get(name, ()):
                asked[label] += weight * strength
        return asked

    def moves(self, state: State) -> Moves:
        """What each label asks of the labels before it."""
        if state not in self._moves:
            behind = tuple(self._move(state, label) for label in self.labels)
            self._moves[state] = Moves(behind, min(map(_at_least, behind)))
        return self._moves[state]

    def _move(self, state: State, label: str) -> Move:
        track, lasts = self.track_of[label], state.lasts
        if track < 0:
            return Move(self._node(label, state), 0.0, ())
        cost = sum(self.across.get((last, label), 0.0) for at, last in enumerate(lasts) if at != track and last)
        asked = self.step.get((lasts[track], label), {_BASE: _UNKNOWN_STEP})
        weights = tuple((name, weight) for name, weight in asked.items() if name != _BASE)
        after = self.state((*lasts[:track], label, *lasts[track + 1 :]))
        return Move(self._node(label, after), cost + asked.get(_BASE, 0.0), weights)

    def _node(self, label: str, state: State) -> Node:
        return self._nodes.setdefault((label, state), Node(label, state))

    def end(self, state: State) -> float:
        """What it costs that the block ends in this state."""
        return sum(
            self.ends.get(last or f"{track}:{_START}", 0.0)
            for track, last in zip(self.tracks, state.lasts, strict=True)
        )


@cache
def costs_of(block: str) -> Costs:
    """The costs of the block of that name (`header`, `closing`)."""
    return read_costs(tomllib.loads((Path(__file__).parent / f"{block}.toml").read_text("utf-8")))


def read_costs(table: Mapping[str, Any]) -> Costs:
    """The costs in a table of the form that this module describes."""
    tracks = tuple(table["tracks"])
    labels = tuple(table["line"])
    track_of = {label: at for at, track in enumerate(tracks) for label in table["tracks"][track]}
    step: dict[tuple[str, str], Mapping[str, float]] = {}
    for track, of_label in table["step"].items():
        for label, before in of_label.items():
            for last in ("", *table["tracks"][track]):
                weights = before.get(last or _START, before.get("other"))
                if weights is not None:
                    step[last, label] = weights if isinstance(weights, dict) else {_BASE: weights}
    across = {
        (last, label): cost
        for track, of_last in table.get("across", {}).items()
        for last, cost in of_last.items()
        for label in ([track] if track in track_of else table["tracks"][track])
    }
    ends = {
        (f"{track}:{_START}" if last == _START else last): cost
        for track, of_last in table.get("end", {}).items()
        for last, cost in of_last.items()
    }
    line = table["line"]
    features = sorted({name for of in line.values() for name in of} - {_BASE})
    return Costs(
        tracks=tracks,
        labels=labels,
        bases=tuple(line[label].get(_BASE, 0.0) for label in labels),
        weights={
            name: tuple((at, line[label][name]) for at, label in enumerate(labels) if name in line[label])
            for name in features
        },
        step=step,
        across=across,
        ends=ends,
        track_of={label: track_of.get(label, -1) for label in labels},
    )
