# SPDX-License-Identifier: Apache-2.0
"""How sure a change is, put so that of changes said to be p, p are right.

The decoder weighs each choice against its rivals with its neighbours fixed, and knows nothing of the words that are
not among them, so that it is too sure of itself. Each channel has its scale (Platt 1999), fitted on blocks that are
neither trained on nor measured: `python -m bench.repair.calibration --fit`. What is changed is decided before this.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.language.damage import Damage
from ocr_kh.repair.decoding.choices import DOUBT_PROBABILITY

if TYPE_CHECKING:
    from ocr_kh.repair.edits import Edit


class Scale(NamedTuple):
    """p' = 1 / (1 + exp(-(slope * logit p + offset)))."""

    slope: float
    offset: float


SCALES = {"stripped": Scale(0.557, -0.222), "garbled": Scale(0.48, -0.207), "typed": Scale(0.1, 3.056)}
"""By channel; what our own engine read is not scaled."""
_CHANNELS = {Damage.STRIPPED: "stripped", Damage.GARBLED: "garbled", Damage.NONE: "typed"}
MAX_LOGIT = 10.0
"""Of a probability of 0.99995: nearer to 1 nothing is told apart."""


def logit(p: float) -> float:
    """The log odds, within MAX_LOGIT."""
    if p <= 0 or p >= 1:
        return MAX_LOGIT if p >= 1 else -MAX_LOGIT
    return max(-MAX_LOGIT, min(MAX_LOGIT, log(p / (1 - p))))


def calibrated(p: float, scale: Scale) -> float:
    """What is to be said of a choice of probability `p`.

    >>> round(calibrated(0.99, Scale(0.5, 0.0)), 3)
    0.909
    """
    return 1 / (1 + exp(-(scale.slope * logit(p) + scale.offset)))


def as_said(edit: Edit, damage: Damage, *, was_read: bool) -> Edit:
    """A change as it is told: its probability scaled, and a doubt where that is small. Rules and doubts stay."""
    if edit.source not in {"channel", "phrase"} or (was_read and damage is Damage.NONE):
        return edit
    p = calibrated(edit.probability, SCALES[_CHANNELS[damage]])
    return replace(edit, probability=p, doubtful=edit.doubtful or p < DOUBT_PROBABILITY)
