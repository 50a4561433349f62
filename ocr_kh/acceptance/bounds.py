# SPDX-License-Identifier: Apache-2.0
"""How many documents of a lot may be wrong, given what was found in a sample: one-sided upper bounds.

The bound is what the true rate is not above, with the confidence asked for, whatever that rate is: of 100 lots judged
so, the bound holds for 95 at least. `python -m bench.acceptance` counts it. All are worked out here, from the exact
tails of the distributions, by bisection; no table and no normal approximation.
"""

from __future__ import annotations

from functools import lru_cache
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

    documents: int
    drawn: int
    wrong: int
    """Of those drawn."""


@lru_cache(maxsize=100_000)
def most_wrong(stratum: Stratum, confidence: float = CONFIDENCE) -> int:
    """How many documents of a finite lot may be wrong, exactly: by the hypergeometric distribution.

    The largest number under which so few wrong ones as were found are still more likely than 1 - confidence. Holds for
    a simple random sample.

    >>> most_wrong(Stratum(500, 80, 2)), most_wrong(Stratum(100, 60, 0)), most_wrong(Stratum(30, 30, 2))
    (36, 3, 2)
    """
    documents, drawn, wrong = stratum
    least, most = wrong, documents - (drawn - wrong)
    while least < most:
        middle = (least + most + 1) // 2
        if _few_of(documents, middle, drawn, wrong) > 1 - confidence:
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
    """How many documents of a lot may be wrong whose strata were sampled each by itself.

    Strata of which all was checked are known. Where one is left, its exact bound; of several the gamma bound for a
    weighted sum of Poisson counts (Fay and Feuer 1997), which in finite lots is on the safe side.

    >>> round(most_wrong_of_strata([Stratum(900, 60, 0), Stratum(100, 100, 7)]))
    49
    """
    known = sum(each.wrong for each in strata if each.drawn == each.documents)
    open_ = [each for each in strata if each.drawn < each.documents]
    documents = sum(each.documents for each in open_)
    if not open_:
        return known
    if any(not each.drawn for each in open_):  # nothing was looked at there: all of it may be wrong
        return known + documents
    bound = most_wrong(open_[0], confidence) if len(open_) == 1 else _gamma_bound(open_, confidence)
    return known + min(bound, documents)


def _gamma_bound(strata: Sequence[Stratum], confidence: float) -> float:
    weights = [each.documents / each.drawn for each in strata]
    mean = sum(weight * each.wrong for weight, each in zip(weights, strata, strict=True)) + max(weights)
    variance = sum(weight**2 * each.wrong for weight, each in zip(weights, strata, strict=True)) + max(weights) ** 2
    shape, scale = mean**2 / variance, variance / mean
    return scale * _gamma_quantile(shape, confidence)


def accept_probability(documents: int, drawn: int, accept: int, wrong: int) -> float:
    """The probability that a lot with `wrong` wrong documents passes: at most `accept` of them among those drawn."""
    return _few_of(documents, wrong, drawn, accept)


def _few_of(documents: int, wrong: int, drawn: int, found: int) -> float:
    """P(X <= found) where `drawn` of `documents` are drawn, of which `wrong` are wrong."""
    first = max(0, drawn - (documents - wrong))
    whole = _log_choose(documents, drawn)
    logs = (
        _log_choose(wrong, count) + _log_choose(documents - wrong, drawn - count) - whole
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
