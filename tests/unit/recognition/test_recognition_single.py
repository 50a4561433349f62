# SPDX-License-Identifier: Apache-2.0
"""Digits of a number written by hand, cut out and looked at one by one. No engine needed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from bench.scans.drawn_ink import handwritten
from ocr_kh.recognition.handwriting.digits import network_scores, strip_of
from ocr_kh.recognition.handwriting.single import PIECE, digit_chances, ends_of, piece_of, pieces

BASE = 100


def strip_with(digits: str, seed: int = 1) -> np.ndarray:
    paper = np.full((160, 420), 250, np.uint8)
    page = handwritten(paper, digits, (64, BASE), 24, np.random.default_rng(seed))
    page[BASE - 24 : BASE, 200:204] = 30  # the sign behind the number
    return strip_of(page, 50, BASE, 210)


def looks_at(digits: str, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    strips = strip_with(digits, seed)[None]
    return strips, network_scores(strips)


def test_digits_are_parted_where_least_ink_is_crossed():
    strips, looks = looks_at("840")
    own = pieces(strips[0], looks[0], "840")
    inked = strips[0] > 64
    shares = [(inked & each).sum() / inked.sum() for each in own]
    assert sum(shares) > 0.8  # all but the sign behind them
    assert min(shares) > 0.15
    assert not any((one & other).any() for one, other in pairwise(own))


def test_signs_end_from_left_to_right():
    _, looks = looks_at("2863")
    ends = ends_of(looks[0], "2863/")
    assert ends == sorted(set(ends))


def test_a_piece_is_centred_and_without_specks():
    strip = np.zeros((32, 112), np.uint8)
    strip[4:24, 30:36] = 255
    strip[26:28, 40:42] = 255  # a stop
    square = piece_of(strip, np.ones(strip.shape, bool))
    assert square.shape == (PIECE, PIECE)
    assert square[:, PIECE // 2].max() > 200
    assert not square[:, : PIECE // 2 - 4].any()
    assert not square[:, PIECE // 2 + 4 :].any()
    assert not piece_of(np.zeros((32, 112), np.uint8), np.ones((32, 112), bool)).any()


@pytest.mark.parametrize("seed", range(4))
def test_digits_alone_tell_the_number_that_is_written_from_others(seed):
    strips, looks = looks_at("846", seed)
    right = digit_chances(strips, looks, "846")
    assert right.shape == (3,)
    assert right.min() > 0.3
    for wrong in ("826", "86", "8466"):
        assert digit_chances(strips, looks, wrong).min() < min(0.3, right.min())
