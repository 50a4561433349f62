# SPDX-License-Identifier: Apache-2.0
"""How many units of a lot may be wrong, given what was found in a sample: one-sided upper bounds.

The bound is what the true rate is not above, with the confidence asked for, whatever that rate is: of 100 lots judged
so, the bound holds for 95 at least. `python -m bench.acceptance` counts it. All are worked out here, from the exact
tails of the distributions, by bisection; no table and no normal approximation.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import exp, inf, lgamma, log
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CONFIDENCE = 0.95
"""One-sided: what minutes of acceptance usually claim."""
_STEPS = 60
"""Halvings of an interval: what is left of it is less than a float can tell."""
_TERMS = 10_000
"""Of a series, at most; a few hundred are used."""


class Stratum(NamedTuple):
    """A part of a lot that was sampled by itself."""

    units: int
    drawn: int
    wrong: int
    """Of those drawn."""


@lru_cache(maxsize=100_000)
def most_wrong(stratum: Stratum, confidence: float = CONFIDENCE) -> int:
    """How many units of a finite lot may be wrong, exactly: by the hypergeometric distribution.

    The largest number under which so few wrong ones as were found are still more likely than 1 - confidence. Holds for
    a simple random sample.

    >>> most_wrong(Stratum(500, 80, 2)), most_wrong(Stratum(100, 60, 0)), most_wrong(Stratum(30, 30, 2))
    (36, 3, 2)
    """
    units, drawn, wrong = stratum
    least, most = wrong, units - (drawn - wrong)
    while least < most:
        middle = (least + most + 1) // 2
        if _few_of(units, middle, drawn, wrong) > 1 - confidence:
            least = middle
        else:
            most = middle - 1
    return least


@lru_cache(maxsize=100_000)
def clopper_pearson(wrong: int, drawn: int, confidence: float = CONFIDENCE) -> float:
    """The largest rate that `wrong` of `drawn` agree with, where the lot is endless (Clopper and Pearson 1934).

    >>> round(clopper_pearson(0, 59), 4), round(clopper_pearson(3, 125), 4), clopper_pearson(5, 5)
    (0.0495, 0.0609, 1.0)
    """
    if wrong >= drawn:
        return 1.0
    return _crossing(lambda rate: _few(wrong, drawn, rate) - (1 - confidence), wrong / drawn, 1.0)


def most_wrong_of_strata(strata: Sequence[Stratum], confidence: float = CONFIDENCE) -> float:
    """How many units of a lot may be wrong whose strata were sampled each by itself.

    Strata of which all was checked are known. Where one is left, its exact bound; of several the gamma bound for a
    weighted sum of Poisson counts (Fay and Feuer 1997), which in finite lots is on the safe side.

    >>> round(most_wrong_of_strata([Stratum(900, 60, 0), Stratum(100, 100, 7)]))
    49
    """
    known = sum(each.wrong for each in strata if each.drawn == each.units)
    open_ = [each for each in strata if each.drawn < each.units]
    units = sum(each.units for each in open_)
    if not open_:
        return known
    if any(not each.drawn for each in open_):  # nothing was looked at there: all of it may be wrong
        return known + units
    bound = most_wrong(open_[0], confidence) if len(open_) == 1 else _gamma_bound(open_, confidence)
    return known + min(bound, units)


def _gamma_bound(strata: Sequence[Stratum], confidence: float) -> float:
    weights = [each.units / each.drawn for each in strata]
    found = [weight for weight, each in zip(weights, strata, strict=True) for _ in range(each.wrong)]
    return _gamma_of(found, max(weights), confidence)


def _gamma_of(found: Sequence[float], heaviest: float, confidence: float) -> float:
    """The gamma bound where each of `found` stands for so much, and the next one for `heaviest` at most."""
    mean = sum(found) + heaviest
    variance = sum(each**2 for each in found) + heaviest**2
    shape, scale = mean**2 / variance, variance / mean
    return scale * _gamma_quantile(shape, confidence)


class Shares(NamedTuple):
    """A part of a lot of which whole units were drawn that may be wrong in part: documents with some wrong fields."""

    units: int
    drawn: int
    wrong: tuple[float, ...]
    """What share of each wrong one is wrong, above 0 and at most 1."""


def most_wrong_shares(strata: Sequence[Shares], confidence: float = CONFIDENCE) -> float:
    """How much of a lot may be wrong, in whole units, where the parts of a unit tend to be wrong together.

    To count each field as drawn by itself would say too little. Instead each document is one draw that is wrong by a
    share: of one stratum the bound of Stringer (1963), made of the exact bounds of `most_wrong`; of several the gamma
    bound with these shares as weights. Neither is proved for every lot; Stringer's has held in all that were tried, and
    in the limit (Pap and van Zuijlen 1996). `python -m bench.acceptance` counts both.

    >>> one_in_eight = most_wrong_shares([Shares(500, 80, (0.125, 0.125))])
    >>> round(one_in_eight, 1), most_wrong(Stratum(500, 80, 0)), most_wrong(Stratum(500, 80, 2))
    (18.5, 16, 36)
    """
    known = sum(sum(each.wrong) for each in strata if each.drawn == each.units)
    open_ = [each for each in strata if each.drawn < each.units]
    units = sum(each.units for each in open_)
    if not open_:
        return known
    if any(not each.drawn for each in open_):
        return known + units
    if len(open_) == 1:
        return known + _stringer(open_[0], confidence)
    weights = [each.units / each.drawn for each in open_]
    found = [weight * share for weight, each in zip(weights, open_, strict=True) for share in each.wrong]
    return known + min(_gamma_of(found, max(weights), confidence), units)


def _stringer(part: Shares, confidence: float) -> float:
    most = [most_wrong(Stratum(part.units, part.drawn, wrong), confidence) for wrong in range(len(part.wrong) + 1)]
    shares = sorted(part.wrong, reverse=True)
    return most[0] + sum((more - less) * share for (less, more), share in zip(pairwise(most), shares, strict=True))


def accept_probability(units: int, drawn: int, accept: int, wrong: int) -> float:
    """The probability that a lot with `wrong` wrong units passes: at most `accept` of them among those drawn."""
    return _few_of(units, wrong, drawn, accept)


def _few_of(units: int, wrong: int, drawn: int, found: int) -> float:
    """P(X <= found) where `drawn` of `units` are drawn, of which `wrong` are wrong."""
    first = max(0, drawn - (units - wrong))
    whole = _log_choose(units, drawn)
    logs = (
        _log_choose(wrong, count) + _log_choose(units - wrong, drawn - count) - whole
        for count in range(first, min(found, wrong, drawn) + 1)
    )
    return min(1.0, sum(map(exp, logs)))


def _few(found: int, drawn: int, rate: float) -> float:
    """P(X <= found) of `drawn` where each is wrong with the probability `rate`."""
    if rate <= 0 or rate >= 1:
        return float(rate <= 0)
    logs = (
        _log_choose(drawn, count) + count * log(rate) + (drawn - count) * log(1 - rate) for count in range(found + 1)
    )
    return min(1.0, sum(map(exp, logs)))


def _log_choose(of: int, chosen: int) -> float:
    return lgamma(of + 1) - lgamma(chosen + 1) - lgamma(of - chosen + 1)


def _crossing(falling: Callable[[float], float], low: float, high: float) -> float:
    """Where a falling function goes through zero."""
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if falling(middle) > 0:
            low = middle
        else:
            high = middle
    return high


@lru_cache(maxsize=100_000)
def _gamma_quantile(shape: float, confidence: float) -> float:
    """The quantile of a gamma distribution of scale 1."""
    high = shape + 1
    while _gamma_below(shape, high) < confidence:
        high *= 2
    return _crossing(lambda at: confidence - _gamma_below(shape, at), 0.0, high)


def _gamma_below(shape: float, at: float) -> float:
    """P(X <= at) of a gamma distribution of scale 1, by its power series (Abramowitz and Stegun 6.5.29)."""
    if at <= 0:
        return 0.0
    term = total = 1 / shape
    for step in range(1, _TERMS):
        term *= at / (shape + step)
        total += term
        if term < total * 1e-15:
            break
    return min(1.0, total * exp(shape * log(at) - at - lgamma(shape))) if total < inf else 1.0
