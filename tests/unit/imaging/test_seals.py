# SPDX-License-Identifier: Apache-2.0
"""Seals and signatures over text, put on drawn pages, found and taken out of what the engine sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from bench.scans.degrade import SEAL_RADIUS, bilevel, grey, jpegged
from bench.scans.drawn_ink import BLUE, RED, VIOLET, handwritten, sealed, signed
from ocr_kh.imaging.coloured import engine_grey
from ocr_kh.imaging.laid_over.seals import find_seals, without_seals

if TYPE_CHECKING:
    from numpy.typing import NDArray

DPI = 144.0
CENTRE = (640, 700)


@pytest.fixture(scope="module")
def plain() -> NDArray[np.uint8]:
    """Lines of letters on an A4 page, RGB."""
    page = np.full((1684, 1190, 3), 245, np.uint8)
    for y in range(200, 1500, 36):
        text = "Can cu Luat To chuc chinh quyen dia phuong nam 2025 va cac van ban"
        cv2.putText(page, text, (110, y), cv2.FONT_HERSHEY_COMPLEX, 0.75, (15, 15, 15), 1, cv2.LINE_AA)
    return page


@pytest.fixture(scope="module")
def stamped(plain: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return sealed(plain, CENTRE, SEAL_RADIUS * DPI / 72, np.random.default_rng(3))


def around_seal(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return image[590:810, 530:750]


@pytest.mark.parametrize("black_and_white", [False, True])
def test_seal_is_found_and_text_is_none(
    plain: NDArray[np.uint8], stamped: NDArray[np.uint8], *, black_and_white: bool
) -> None:
    scanned = bilevel if black_and_white else grey
    assert find_seals(scanned(plain), DPI) == []
    (seal,) = find_seals(scanned(stamped), DPI)
    assert (seal.x, seal.y) == pytest.approx(CENTRE, abs=4)
    assert seal.radius == pytest.approx(SEAL_RADIUS * DPI / 72, abs=5)


def test_pale_seal_goes_and_letters_stay(plain: NDArray[np.uint8], stamped: NDArray[np.uint8]) -> None:
    before, under, after = map(
        around_seal, (grey(plain), grey(stamped), without_seals(grey(stamped), DPI, bilevel=False)[0])
    )
    letters, paper = before < 80, before > 220
    assert (under[paper] < 180).mean() > 0.1
    assert (after[paper] < 180).mean() < 0.03
    assert (after[letters] < 130).mean() > 0.9


def test_black_seal_loses_its_rings_and_star(plain: NDArray[np.uint8], stamped: NDArray[np.uint8]) -> None:
    scanned = bilevel(stamped, 200)
    before, under, after = map(
        around_seal, (bilevel(plain, 200), scanned, without_seals(scanned, DPI, bilevel=True)[0])
    )
    letters, paper = before == 0, before == 255
    assert (after[paper] < 128).mean() < 0.5 * (under[paper] < 128).mean()
    assert (after[letters] < 128).mean() > 0.75


def test_page_without_a_seal_is_left_alone(plain: NDArray[np.uint8]) -> None:
    page = grey(plain)
    assert without_seals(page, DPI, bilevel=False)[0] is page


@pytest.mark.parametrize("colour", [RED, BLUE, VIOLET], ids=["red", "blue", "violet"])
def test_coloured_seal_goes_and_black_letters_under_it_stay(
    plain: NDArray[np.uint8], colour: tuple[int, int, int]
) -> None:
    page = jpegged(sealed(plain, CENTRE, SEAL_RADIUS * DPI / 72, np.random.default_rng(3), colour=colour), 70)
    kept = page.copy()
    before, after = around_seal(grey(plain)), around_seal(engine_grey(page))
    assert (page == kept).all()
    assert (after[before > 220] < 170).mean() < 0.01
    assert (after[before < 80] < 130).mean() > 0.9


@pytest.mark.parametrize("colour", [BLUE, VIOLET], ids=["blue", "violet"])
def test_signature_goes_and_black_letters_under_it_stay(plain: NDArray[np.uint8], colour: tuple[int, int, int]) -> None:
    page = jpegged(signed(plain, CENTRE, 300, np.random.default_rng(4), colour=colour), 70)
    strokes = np.abs(page.astype(int) - plain).max(axis=2) > 60
    after = engine_grey(page)
    assert (after[strokes & (grey(plain) > 220)] < 150).mean() < 0.05
    assert (after[grey(plain) < 80] < 130).mean() > 0.95


def test_figures_written_by_hand_and_print_in_blue_stay() -> None:
    page = handwritten(np.full((1684, 1190, 3), 250, np.uint8), "2047", (300, 300), 30, np.random.default_rng(5))
    for y in range(500, 800, 36):
        cv2.putText(page, "Uy ban nhan dan tinh", (110, y), cv2.FONT_HERSHEY_COMPLEX, 0.75, BLUE, 1, cv2.LINE_AA)
    assert (engine_grey(page) == page[:, :, 0]).all()
