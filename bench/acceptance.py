# SPDX-License-Identifier: Apache-2.0
"""How often the upper bound of a sample holds: lots are made up, sampled, checked without a slip, and judged.

    python -m bench.acceptance [--lots 10000] [--seed 1]

For each kind of lot a row: the share of lots whose true rate is not above the bound (0.95 is claimed), and how far the
bound lies above the true rate on average. Weighted samples are drawn with risks that tell the truth, and with risks
that do not: the bound must hold for both, as only the draw is random.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.acceptance.bounds import CONFIDENCE, Stratum, most_wrong_of_strata
from ocr_kh.acceptance.plans import allotted, plan_of

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Setting:
    """A kind of lot, and how it is sampled."""

    name: str
    plan: str
    documents: tuple[int, ...]
    """Of each stratum."""
    rates: tuple[float, ...]
    """Share of each that is truly wrong."""
    risks: tuple[float, ...] = ()
    """What the machine says of each; the truth where nothing is said."""


SETTINGS = (
    Setting("box of 100, 30 %", "percent:30", (100,), (0.05,)),
    Setting("box of 400, 30 %, good", "percent:30", (400,), (0.01,)),
    Setting("lot of 700, lq5", "lq5", (700,), (0.05,)),
    Setting("lot of 5,000, lq5", "lq5", (5_000,), (0.03,)),
    Setting("lot of 20,000, 200 at random", "random:200", (20_000,), (0.02,)),
    Setting("lot of 20,000, 59 at random", "random:59", (20_000,), (0.05,)),
    Setting("weighted, the risks are right", "weighted:200", (8_000, 1_500, 500), (0.01, 0.1, 0.4)),
    Setting("weighted, few wrong ones", "weighted:200", (8_000, 1_500, 500), (0.002, 0.01, 0.05)),
    Setting("weighted, the risks mislead", "weighted:200", (8_000, 1_500, 500), (0.08, 0.03, 0.01), (0.01, 0.1, 0.4)),
    Setting("weighted, a small lot", "weighted:80", (300, 60, 40), (0.02, 0.1, 0.3)),
    Setting("weighted, all of the worst", "weighted:200", (4_000, 200, 12), (0.01, 0.1, 0.5)),
    Setting("weighted, a fifth is wrong", "weighted:120", (2_000, 600, 300), (0.1, 0.3, 0.6)),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What came out for one setting."""

    holds: float
    """Share of lots whose true rate is not above the bound."""
    above: float
    """Mean of bound less true rate."""


def coverage(setting: Setting, lots: int, seed: int, confidence: float = CONFIDENCE) -> Coverage:
    """Draw `lots` lots and judge each by its sample."""
    chance = np.random.default_rng(seed)
    drawn = _drawn(setting)
    holds, above = 0, 0.0
    whole = sum(setting.documents)
    for _ in range(lots):
        wrong = [chance.binomial(count, rate) for count, rate in zip(setting.documents, setting.rates, strict=True)]
        strata = [
            Stratum(count, size, int(chance.hypergeometric(bad, count - bad, size)))
            for count, bad, size in zip(setting.documents, wrong, drawn, strict=True)
        ]
        bound = most_wrong_of_strata(strata, confidence)
        holds += sum(wrong) <= bound + 1e-9
        above += (bound - sum(wrong)) / whole
    return Coverage(holds / lots, above / lots)


def _drawn(setting: Setting) -> Sequence[int]:
    plan = plan_of(setting.plan)
    size = plan.drawn(sum(setting.documents))
    if plan.kind != "weighted":
        return [size]
    return allotted(size, setting.documents, setting.risks or setting.rates)


def main() -> None:
    """A row a setting."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lots", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for setting in SETTINGS:
        coverage(setting, options.lots, options.seed)
        "+".join(map(str, _drawn(setting)))


if __name__ == "__main__":
    main()
