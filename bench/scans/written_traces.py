# SPDX-License-Identifier: Apache-2.0
"""Written digits as the way of the pen alone, so that any pen can go that way again: a thin pencil or a wide nib.

The digits of MNIST were written by Americans with one kind of pen. Those of two sets of the UCI repository (CC BY 4.0)
were written in Italy (Semeion, 1593 digits of some 80 people) and Turkey (Alpaydin and Kaynak's optical digits), with
the flagged `1`, the crossed `7` and the open `4` of Europe and Vietnam; they are stretched to a square each.
A trace is an array of booleans, TRACE pixels high, true where the middle of the pen went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.random import Generator
    from numpy.typing import NDArray

    from bench.scans.drawn_handwriting import Ink

    Trace = NDArray[np.bool_]
    Labelled = tuple[str, NDArray[np.uint8]]

TRACE = 64
"""Pixels that a trace is high."""
_UNSTRETCHED = {"1": (0.25, 0.7)}
"""Width over height of digits that a set has stretched to a square, from and to; of others _WIDTHS."""
_WIDTHS = (0.5, 0.85)
_SMOOTHED = 1.6
"""Pixels of a trace by which the steps of a coarse picture are smoothed."""
_UNEVEN = 0.18
"""By which share the breadth of a pen varies on its way."""
_SQUARE = 32
"""Pixels that a digit of the optical digits is high and wide."""


def thinned(ink: Ink) -> Trace:
    """The middle lines of `ink` (coverage), brought to a height of TRACE, after Zhang and Suen (1984)."""
    width = max(3, round(ink.shape[1] * TRACE / len(ink)))
    large = cv2.GaussianBlur(cv2.resize(ink, (width, TRACE), interpolation=cv2.INTER_CUBIC), (0, 0), _SMOOTHED)
    left = np.pad(large > 0.5, 1)
    went = True
    while went:
        went = False
        for side in (0, 1):
            taken = _border(left, side)
            left[1:-1, 1:-1] &= ~taken
            went |= bool(taken.any())
    return np.ascontiguousarray(left[1:-1, 1:-1])


def _border(left: Trace, side: int) -> Trace:
    """What may be taken off: at the south-east in one turn, at the north-west in the other."""
    n, s, w, e = left[:-2, 1:-1], left[2:, 1:-1], left[1:-1, :-2], left[1:-1, 2:]
    round_it = [n, left[:-2, 2:], e, left[2:, 2:], s, left[2:, :-2], w, left[:-2, :-2]]
    count = sum(each.astype(np.uint8) for each in round_it)
    steps = sum((~a & b).astype(np.uint8) for a, b in zip(round_it, [*round_it[1:], n], strict=True))
    free = ~(n & e & s) & ~(e & s & w) if side == 0 else ~(n & e & w) & ~(n & s & w)
    found: Trace = left[1:-1, 1:-1] & (count >= 2) & (count <= 6) & (steps == 1) & free
    return found


def penned(trace: Trace, pen: float, rng: Generator) -> Ink:
    """The ink of a pen that goes the way of `trace`, `pen` heights broad, not everywhere the same."""
    radius = max(0.6, pen * TRACE / 2)
    margin = int(radius * (1 + 2 * _UNEVEN)) + 2
    away = cv2.distanceTransform(np.pad(~trace, margin, constant_values=True).astype(np.uint8), cv2.DIST_L2, 5)
    coarse = rng.normal(1, _UNEVEN, (4, 4)).astype(np.float32)
    broad = radius * np.clip(cv2.resize(coarse, away.shape[::-1], interpolation=cv2.INTER_CUBIC), 0.5, 1.6)
    return np.asarray(np.clip(broad - away + 0.5, 0, 1), np.float32)


def semeion(path: Path) -> Iterator[Labelled]:
    """The digits of `semeion.data`, 16 x 16 zeros and ones and ten more that tell which it is."""
    for line in path.read_text("ascii").splitlines():
        numbers = np.array(line.split()[:266], float).astype(np.uint8)
        yield str(numbers[256:].argmax()), numbers[:256].reshape(16, 16) * np.uint8(255)


def optical(path: Path) -> Iterator[Labelled]:
    """The digits of a file `optdigits-orig.*`, each 32 rows of zeros and ones and a row that tells which it is."""
    rows: list[list[int]] = []
    for line in path.read_text("ascii").splitlines():
        text = line.strip()
        if len(text) == _SQUARE and not text.strip("01"):
            rows.append([int(each) for each in text])
        elif len(rows) == _SQUARE and text.isdecimal():
            yield text, np.array(rows, np.uint8) * np.uint8(255)
            rows = []


def unstretched(pictures: Iterable[Labelled], rng: Generator) -> Iterator[Labelled]:
    """Digits that fill a square, as wide as such digits are."""
    for digit, picture in pictures:
        rows, columns = np.flatnonzero(picture.any(axis=1)), np.flatnonzero(picture.any(axis=0))
        tight = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        width = round(TRACE * rng.uniform(*_UNSTRETCHED.get(digit, _WIDTHS)))
        yield digit, cv2.resize(tight, (width, TRACE), interpolation=cv2.INTER_LINEAR).astype(np.uint8)


def traces_of(pictures: Iterable[Labelled]) -> dict[str, list[Trace]]:
    """By digit the traces of labelled pictures, ink 255."""
    found: dict[str, list[Trace]] = {}
    for digit, picture in pictures:
        rows, columns = np.flatnonzero((picture > 50).any(axis=1)), np.flatnonzero((picture > 50).any(axis=0))
        tight = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        trace = thinned(tight.astype(np.float32) / np.float32(255))
        if trace.any():
            found.setdefault(digit, []).append(trace)
    return found
