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
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


Features: TypeAlias = "Mapping[str, float]"
"""What a line shows, each with its strength from 0 to 1; what it does not show is not in it."""
State: TypeAlias = "tuple[str, ...]"
"""The last label of each track, in the order of `Costs.tracks`; empty before the first."""
_START = "none"
_BASE = "base"
_UNKNOWN_STEP = 6.0
"""Cost of a step that the table has not: four hundred to one against."""


@dataclass(frozen=True, slots=True)
class Costs:
    """The costs of one kind of block."""

    tracks: tuple[str, ...]
    labels: tuple[str, ...]
    line: Mapping[str, Mapping[str, float]]
    step: Mapping[tuple[str, str], Mapping[str, float]]
    """(last label of the track, label) to `base` and weights of features."""
    across: Mapping[tuple[str, str], float]
    """(last label of another track, label) to cost."""
    ends: Mapping[str, float]
    """Last label of a track to cost; `<track>:none` for a track that never began."""
    track_of: Mapping[str, int]
    """Label to the index of its track; -1 for those of none."""

    def of_line(self, label: str, features: Features) -> float:
        """What the label asks of a line with these features."""
        return _weighed(self.line[label], features)

    def of_step(self, state: State, label: str, features: Features) -> float:
        """What the label asks of the labels before it."""
        track = self.track_of[label]
        if track < 0:
            return 0.0
        cost = sum(self.across.get((last, label), 0.0) for at, last in enumerate(state) if at != track and last)
        weights = self.step.get((state[track], label))
        return cost + (_UNKNOWN_STEP if weights is None else _weighed(weights, features))

    def after(self, state: State, label: str) -> State:
        """The last labels of the tracks when `label` follows."""
        track = self.track_of[label]
        return state if track < 0 else (*state[:track], label, *state[track + 1 :])

    def end(self, state: State) -> float:
        """What it costs that the block ends in this state."""
        return sum(
            self.ends.get(last or f"{track}:{_START}", 0.0) for track, last in zip(self.tracks, state, strict=True)
        )


def _weighed(weights: Mapping[str, float], features: Features) -> float:
    cost = weights.get(_BASE, 0.0)
    for name, strength in features.items():
        if name in weights:
            cost += weights[name] * strength
    return cost


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
    return Costs(
        tracks, labels, table["line"], step, across, ends, {label: track_of.get(label, -1) for label in labels}
    )
