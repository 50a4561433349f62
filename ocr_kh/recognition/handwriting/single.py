# SPDX-License-Identifier: Apache-2.0
"""A second opinion on a number written by hand: each of its digits cut out and looked at alone.

The network of `digits` sees a strip as a whole and tells where each sign ends. Between two such places the ink is
parted where a cut from top to bottom crosses least of it, so that leaning digits are parted too, and touching ones. A
small network of its own says of each piece which digit it is, or that it is none: half of one, or two.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_kh.models import FOLDER
from ocr_kh.recognition.handwriting.digits import END_SIGN, NETWORK_SIGNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

PIECE = 24
"""Height and width of a piece, as the network takes it, in pixels."""
NO_DIGIT = 10
"""The class of a piece that is no digit; those before are the digits."""
_INNER = 20
"""Pixels of the longer side of the ink in a piece."""
_COLUMN = 2
"""Pixels of a strip that one column of what the network of strips says stands for."""
_BEFORE = 26
"""Pixels of a strip before the end of the first digit in which it begins."""
_LEAN = 0.08
"""What a step of a cut to the side costs, in pixels of full ink."""
_FAR = 0.012
"""What a pixel between a cut and the middle of its room costs."""
_INK = 64
"""From this on a pixel is ink."""
_SPECK = 0.12
"""A part of the ink with less than this of the pixels of the largest one is a speck."""
MODEL_FILE = FOLDER / "single_digits.onnx"


def ends_of(columns: NDArray[np.float64], text: str) -> list[int]:
    """The likeliest columns of the signs of `text`, of what is seen in one look, (columns, blank and NETWORK_SIGNS)."""
    states = [0]
    for sign in text:
        states += [NETWORK_SIGNS.index(sign) + 1, 0]
    score = np.full((len(columns), len(states)), -np.inf)
    came = np.zeros(score.shape, np.intp)
    score[0, :2] = columns[0, states[:2]]
    for at in range(1, len(columns)):
        before = score[at - 1]
        for state, shown in enumerate(states):
            ways = [state] + ([state - 1] if state else [])
            if state > 1 and shown and shown != states[state - 2]:
                ways.append(state - 2)
            best = max(ways, key=before.__getitem__)
            score[at, state], came[at, state] = before[best] + columns[at, shown], best
    state = len(states) - 1 if score[-1, -1] >= score[-1, -2] else len(states) - 2
    strongest: dict[int, int] = {}
    for at in range(len(columns) - 1, -1, -1):
        known = strongest.get(state)
        if states[state] and (known is None or columns[at, states[state]] > columns[known, states[state]]):
            strongest[state] = at
        state = came[at, state]
    return [strongest.get(2 * at + 1, 0) for at in range(len(text))]


def pieces(strip: NDArray[np.uint8], columns: NDArray[np.float64], digits: str) -> list[NDArray[np.bool_]]:
    """For each of `digits` the pixels of the strip that are its own, if that is what stands there."""
    ends = [_COLUMN * at for at in ends_of(columns, digits + END_SIGN)]
    rooms = [(max(0, ends[0] - _BEFORE), ends[0]), *pairwise(ends)]
    cuts = [_cut(strip, left, right, first=not at) for at, (left, right) in enumerate(rooms)]
    x = np.arange(strip.shape[1])
    return [(x >= left[:, None]) & (x < right[:, None]) for left, right in pairwise(cuts)]


def _cut(strip: NDArray[np.uint8], left: int, right: int, *, first: bool) -> NDArray[np.intp]:
    """For each row the column of the cut from top to bottom that crosses least ink between two columns.

    Of two as good the one nearer to their middle; `first`, before the first digit, the one further to the left.
    """
    right = min(max(right, left + 2), strip.shape[1])
    x = np.arange(left, right)
    middle = left if first else (left + right) / 2
    cost = strip[:, left:right].astype(np.float64) / 255 + _FAR * np.abs(x - middle) / len(strip)
    total, came = cost.copy(), np.zeros(cost.shape, np.intp)
    for row in range(1, len(cost)):
        above = total[row - 1]
        ways = np.stack([np.r_[np.inf, above[:-1]] + _LEAN, above, np.r_[above[1:], np.inf] + _LEAN])
        came[row] = ways.argmin(axis=0) - 1
        total[row] += ways.min(axis=0)
    path = np.zeros(len(cost), np.intp)
    path[-1] = total[-1].argmin()
    for row in range(len(cost) - 1, 0, -1):
        path[row - 1] = path[row] + came[row, path[row]]
    found: NDArray[np.intp] = path + left
    return found


def piece_of(strip: NDArray[np.uint8], own: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The ink of a piece in the middle of a square, PIECE high and wide, its longer side _INNER; bare where none is."""
    ink = _without_specks(np.where(own, strip, 0).astype(np.uint8))
    rows, columns = np.flatnonzero((ink > _INK).any(axis=1)), np.flatnonzero((ink > _INK).any(axis=0))
    square = np.zeros((PIECE, PIECE), np.uint8)
    if not len(rows):
        return square
    part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = _INNER / max(part.shape)
    size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    part = cv2.resize(part, size, interpolation=cv2.INTER_LINEAR).astype(np.uint8)
    top, left = (PIECE - part.shape[0]) // 2, (PIECE - part.shape[1]) // 2
    square[top : top + part.shape[0], left : left + part.shape[1]] = part
    return square


def _without_specks(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The ink without what is small beside its largest part: stops, leaders, ends of other digits."""
    count, parts = cv2.connectedComponents((ink > _INK).astype(np.uint8))
    sizes = np.bincount(parts.ravel(), minlength=count)[1:]
    small = np.flatnonzero(sizes < _SPECK * sizes.max(initial=0)) + 1
    found: NDArray[np.uint8] = np.where(np.isin(parts, small), 0, ink).astype(np.uint8) if len(small) else ink
    return found


def chances(squares: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How likely each of `squares` is each digit, and none, (n, 11)."""
    with _NETWORK_LOCK:
        net = _network()
        net.setInput(squares[:, None].astype(np.float32) / 255)
        scores = net.forward().astype(np.float64)
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: NDArray[np.float64] = likely / likely.sum(axis=1, keepdims=True)
    return found


def digit_chances(strips: NDArray[np.uint8], looks: NDArray[np.float64], digits: str) -> NDArray[np.float64]:
    """How likely each of `digits` is by itself, the mean of several looks; `looks` are what is seen in `strips`."""
    squares = [
        piece_of(strip, own)
        for strip, columns in zip(strips, looks, strict=True)
        for own in pieces(strip, columns, digits)
    ]
    likely = chances(np.stack(squares)).reshape(len(strips), len(digits), -1)
    mean: NDArray[np.float64] = likely.mean(axis=0)[np.arange(len(digits)), [int(digit) for digit in digits]]
    return mean


_NETWORK_LOCK = Lock()


@lru_cache(maxsize=1)
def _network() -> cv2.dnn.Net:
    return cv2.dnn.readNetFromONNX(str(MODEL_FILE))
