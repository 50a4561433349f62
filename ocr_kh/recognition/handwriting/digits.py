# SPDX-License-Identifier: Apache-2.0
"""Digits written by hand, read off a strip of the page by a small convolutional network.

The network sees the strip as it is, the print beside the blank included, and says for each of its columns which sign
ends there, if any (connectionist temporal classification): nothing has to be cut into digits, and those that touch are
no special case. What it says of every column gives the probability of any string.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_kh.models import FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

PIXELS_ABOVE, PIXELS_BELOW = 31, 13
"""Pixels that a strip has above and below the base line, of the page image, whose `x` is X_HEIGHT high."""
STRIP_HEIGHT, STRIP_WIDTH = 32, 112
"""Pixels of a strip, as the network takes it."""
MAX_STRIP_PIXELS = STRIP_WIDTH * (PIXELS_ABOVE + PIXELS_BELOW) // STRIP_HEIGHT
"""Pixels of the page image that a strip holds."""
END_SIGN, OTHER_SIGN = "/", "?"
NETWORK_SIGNS = "0123456789" + END_SIGN + OTHER_SIGN
"""What the network tells apart, after the blank: the sign that ends a number, and what is no digit."""
_MAX_OVERSHOOT = 18
"""Pixels of a strip that may be blacker than its ink is taken to be."""
_MIN_INK_CONTRAST = 40.0
"""Grey levels below the paper that ink is taken to have at least: a blank strip stays white."""
_NEVER = -60.0
"""Log probability of a sign that does not stand there."""
MODEL_FILE = FOLDER / "digits.onnx"
ANY_PEN_FILE = FOLDER / "digits_any_pen.onnx"
"""The network that learned last from pens of any breadth and from hands of Europe."""
NETWORKS = (MODEL_FILE, ANY_PEN_FILE)
"""All networks that read a number, in the order in which their odds are weighed."""


def strip_of(page: NDArray[np.uint8], left: int, base: int, right: int) -> NDArray[np.uint8]:
    """The part of a line from `left` to `right`, the base line at row `base`: ink 255, paper 0, STRIP_WIDTH wide."""
    part = page[max(0, base - PIXELS_ABOVE) : base + PIXELS_BELOW, max(0, left) : min(right, left + MAX_STRIP_PIXELS)]
    paper = float(np.quantile(part[::2, ::2], 0.8)) if part.size else 255.0
    strip = np.full((PIXELS_ABOVE + PIXELS_BELOW, MAX_STRIP_PIXELS), paper, np.float32)
    top = max(0, PIXELS_ABOVE - base)
    strip[top : top + part.shape[0], : part.shape[1]] = part
    small = cv2.resize(strip, (STRIP_WIDTH, STRIP_HEIGHT), interpolation=cv2.INTER_AREA)
    dark = np.clip(paper - small, 0, None)
    blackest = float(np.partition(dark, -_MAX_OVERSHOOT, axis=None)[-_MAX_OVERSHOOT])
    return np.asarray(np.clip(dark * (255 / max(blackest, _MIN_INK_CONTRAST)), 0, 255), np.uint8)


def network_scores(strips: NDArray[np.uint8], model: Path = MODEL_FILE) -> NDArray[np.float64]:
    """What a network sees in each of `strips`: log probabilities, (n, columns, blank and NETWORK_SIGNS)."""
    with _NETWORK_LOCK:
        net = _network(model)
        net.setInput(strips[:, None].astype(np.float32) / 255)
        seen = net.forward()[:, :, 0]
    scores = seen.transpose(0, 2, 1).astype(np.float64)
    top = scores.max(axis=2, keepdims=True)
    likely: NDArray[np.float64] = scores - top - np.log(np.exp(scores - top).sum(axis=2, keepdims=True))
    return likely


_NETWORK_LOCK = Lock()
"""A network holds its input between two calls; OCRmyPDF reads pages in threads of one process."""


@lru_cache(maxsize=len(NETWORKS))
def _network(model: Path) -> cv2.dnn.Net:
    return cv2.dnn.readNetFromONNX(str(model))


def best(columns: NDArray[np.float64]) -> str:
    """The string of the likeliest sign in each column, (columns, signs): runs are one sign, blanks none."""
    signs = columns.argmax(axis=1)
    changes = np.concatenate(([True], signs[1:] != signs[:-1]))
    return "".join(NETWORK_SIGNS[sign - 1] for sign in signs[changes] if sign)


def without_sign(looks: NDArray[np.float64], sign: str) -> NDArray[np.float64]:
    """What is seen in `looks`, as `network_scores` gives them, if `sign` stands nowhere."""
    left = looks.copy()
    left[:, :, 1 + NETWORK_SIGNS.index(sign)] = _NEVER
    scaled: NDArray[np.float64] = left - np.log(np.exp(left).sum(axis=2, keepdims=True))
    return scaled


def probabilities(looks: NDArray[np.float64], texts: Sequence[str]) -> NDArray[np.float64]:
    """Of each of `texts` being what stands there, over all the ways in which the columns of a look may show it.

    What is seen behind END_SIGN is the print of a symbol and may be anything. `looks` are as `network_scores` gives
    them, (looks, columns, blank and NETWORK_SIGNS); the mean over them is taken.
    """
    longest = max(map(len, texts))
    states = np.zeros((len(texts), 2 * longest + 1), np.intp)
    for row, text in enumerate(texts):
        states[row, 1 : 2 * len(text) : 2] = [NETWORK_SIGNS.index(sign) + 1 for sign in text]
    skips = np.zeros(states.shape, bool)
    skips[:, 2:] = (states[:, 2:] != 0) & (states[:, 2:] != states[:, :-2])
    emitted = np.exp(looks)[:, :, states]  # (looks, columns, texts, states)
    reached = np.zeros((len(looks), *states.shape))
    reached[:, :, :2] = emitted[:, 0, :, :2]
    last = np.array([2 * len(text) for text in texts])
    rows = np.arange(len(texts))
    ended = np.flatnonzero([text.endswith(END_SIGN) for text in texts])
    behind = last[ended]
    no_end = 1 - np.exp(looks)[:, :, 1 + NETWORK_SIGNS.index(END_SIGN)]
    for column in range(1, looks.shape[1]):
        step = reached.copy()
        step[:, :, 1:] += reached[:, :, :-1]
        step[:, :, 2:] += reached[:, :, :-2] * skips[:, 2:]
        step *= emitted[:, column]
        step[:, ended, behind] = reached[:, ended, behind] + reached[:, ended, behind - 1] * no_end[:, column, None]
        reached = step
    found = reached[:, rows, last] + np.where(last > 0, reached[:, rows, np.maximum(last - 1, 0)], 0)
    mean: NDArray[np.float64] = found.mean(axis=0)
    return mean
