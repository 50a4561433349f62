# SPDX-License-Identifier: Apache-2.0
"""How often the upper bound of a sample holds: lots are made up, sampled, checked without a slip, and judged.

    python -m bench.acceptance [--lots 10000] [--seed 1]

For each kind of lot a row: the share of lots whose true rate is not above the bound (0.95 is claimed), and how far the
bound lies above the true rate on average. Weighted samples are drawn with risks that tell the truth, and with risks
that do not: the bound must hold for both, as only the draw is random.

Where fields are what counts, documents are made up whose fields tend to be wrong together. Single fields that are drawn
at random have the exact bound all the same. Where whole documents are drawn, two bounds of the rate of wrong fields are
counted: the one of the minutes, and Clopper and Pearson's as if each field had been drawn by itself.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.acceptance.sampling.bounds import (
    CONFIDENCE,
    Shares,
    Stratum,
    clopper_pearson,
    most_wrong,
    most_wrong_of_strata,
    most_wrong_shares,
)
from ocr_kh.acceptance.sampling.plans import allotted, plan_of

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Setting:
    """A kind of lot, and how it is sampled."""

    name: str
    plan: str
    units: tuple[int, ...]
    """Of each stratum: documents, or single fields."""
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


FIELDS = 8
"""Of a document, as the minutes count them."""


@dataclass(frozen=True, slots=True)
class Together:
    """A kind of lot whose documents have wrong fields that come together, sampled by whole documents or by fields."""

    name: str
    documents: tuple[int, ...]
    """Of each stratum."""
    drawn: tuple[int, ...]
    """Documents of each stratum; or single fields, where it is a sample of these."""
    wrong: tuple[float, ...]
    """Share of the documents of each stratum that have wrong fields."""
    more: float
    """Share of the other seven fields of such a document that is wrong too: 0 for one alone, 1 for all or none."""
    of_fields: bool = False


TOGETHER = (
    Together("fields one by one, one wrong at a time", (700,), (640,), (0.08,), 0.0, of_fields=True),
    Together("fields one by one, wrong together", (700,), (640,), (0.03,), 0.6, of_fields=True),
    Together("fields one by one, all or none", (5_000,), (200,), (0.05,), 1.0, of_fields=True),
    Together("documents, one wrong field at a time", (5_000,), (200,), (0.1,), 0.0),
    Together("documents, fields wrong together", (5_000,), (200,), (0.05,), 0.6),
    Together("documents, all or none", (5_000,), (200,), (0.03,), 1.0),
    Together("documents, all or none, few wrong", (5_000,), (200,), (0.01,), 1.0),
    Together("documents of a box, wrong together", (400,), (50,), (0.1,), 0.4),
    Together("documents, weighted, wrong together", (8_000, 1_500, 500), (100, 60, 40), (0.01, 0.1, 0.4), 0.4),
    Together("documents, weighted, all or none", (8_000, 1_500, 500), (100, 60, 40), (0.05, 0.03, 0.02), 1.0),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What came out for one setting."""

    holds: float
    """Share of lots whose true rate is not above the bound."""
    above: float
    """Mean of bound less true rate."""
    naive: float | None = None
    """Share of lots for which the bound holds that takes all fields for independent."""


def coverage(setting: Setting, lots: int, seed: int, confidence: float = CONFIDENCE) -> Coverage:
    """Draw `lots` lots and judge each by its sample."""
    chance = np.random.default_rng(seed)
    drawn = _drawn(setting)
    holds, above = 0, 0.0
    whole = sum(setting.units)
    for _ in range(lots):
        wrong = [chance.binomial(count, rate) for count, rate in zip(setting.units, setting.rates, strict=True)]
        strata = [
            Stratum(count, size, int(chance.hypergeometric(bad, count - bad, size)))
            for count, bad, size in zip(setting.units, wrong, drawn, strict=True)
        ]
        bound = most_wrong_of_strata(strata, confidence)
        holds += sum(wrong) <= bound + 1e-9
        above += (bound - sum(wrong)) / whole
    return Coverage(holds / lots, above / lots)


def _drawn(setting: Setting) -> Sequence[int]:
    plan = plan_of(setting.plan)
    size = plan.drawn(sum(setting.units))
    if plan.kind != "weighted":
        return [size]
    return allotted(size, setting.units, setting.risks or setting.rates)


def coverage_together(setting: Together, lots: int, seed: int, confidence: float = CONFIDENCE) -> Coverage:
    """The same for the rate of wrong fields."""
    chance = np.random.default_rng(seed)
    fields = FIELDS * sum(setting.documents)
    holds, naive, above = 0, 0, 0.0
    for _ in range(lots):
        wrong = [
            _wrong_fields(chance, *each, setting.more) for each in zip(setting.documents, setting.wrong, strict=True)
        ]
        truth = sum(int(each.sum()) for each in wrong)
        if setting.of_fields:
            found = int(chance.hypergeometric(truth, fields - truth, setting.drawn[0]))
            bound = float(most_wrong(Stratum(fields, setting.drawn[0], found), confidence))
        else:
            drawn = [chance.choice(each, size, replace=False) for each, size in zip(wrong, setting.drawn, strict=True)]
            bound = FIELDS * most_wrong_shares(list(map(_shares, setting.documents, drawn)), confidence)
            seen = FIELDS * sum(setting.drawn)
            naive += truth <= fields * clopper_pearson(sum(int(each.sum()) for each in drawn), seen, confidence) + 1e-9
        holds += truth <= bound + 1e-9
        above += (bound - truth) / fields
    is_one = not setting.of_fields and len(setting.documents) == 1
    return Coverage(holds / lots, above / lots, naive / lots if is_one else None)


def _wrong_fields(chance: np.random.Generator, documents: int, wrong: float, more: float) -> np.ndarray:
    """How many fields of each document are wrong."""
    counts = np.zeros(documents, dtype=int)
    bad = chance.random(documents) < wrong
    counts[bad] = 1 + chance.binomial(FIELDS - 1, more, int(bad.sum()))
    return counts


def _shares(documents: int, drawn: np.ndarray) -> Shares:
    return Shares(documents, len(drawn), tuple(float(each) / FIELDS for each in drawn[drawn > 0]))


def main() -> None:
    """A row a setting."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lots", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for setting in SETTINGS:
        found = coverage(setting, options.lots, options.seed)
        _tell(setting.name, "+".join(map(str, _drawn(setting))), found)
    for together in TOGETHER:
        found = coverage_together(together, options.lots, options.seed)
        _tell(together.name, "+".join(map(str, together.drawn)), found)


def _tell(name: str, drawn: str, found: Coverage) -> None:
    naive = "" if found.naive is None else f"  taken as independent {found.naive:6.1%}"
    print(f"{name:42}{drawn:>12}  holds {found.holds:6.1%}  above by {found.above:5.1%}{naive}", flush=True)  # noqa: T201 - the result


if __name__ == "__main__":
    main()
