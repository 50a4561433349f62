# SPDX-License-Identifier: Apache-2.0
"""Pages under a camera whose edges cannot be seen, on pages drawn here: rows of bars in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from ocr_kh.imaging.blobs import ink_mask
from ocr_kh.imaging.orientation import turn
from ocr_kh.imaging.perspective import quad_of_lines
from ocr_kh.imaging.prepare import examine, prepare
from ocr_kh.imaging.sheet import straightened
from ocr_kh.imaging.skew import find_skew
from ocr_kh.reading.raster import Raster

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = (1654, 2339)
BENT = [(150, 40), (1480, 160), (1640, 2180), (30, 2310)]
LIGHT = np.linspace(1, 0.6, SIZE[0])[None, :]


def drawn_page(lines: int = 30) -> NDArray[np.uint8]:
    """Grey A4 at 200 dpi: rows of words of seven bars, every fourth row shorter."""
    page = np.full(SIZE[::-1], 230, np.uint8)
    for line in range(lines):
        foot = 300 + line * 62
        for letter in range(24 if line % 4 == 3 else 48):
            if letter % 8:
                page[foot - 18 : foot, 200 + letter * 26 : 217 + letter * 26] = 20
    return page


def seen(page: NDArray[np.uint8], corners: list[tuple[int, int]], desk: int) -> NDArray[np.uint8]:
    """The page with its corners (clockwise from the top left) at these pixels, in uneven light."""
    width, height = SIZE
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, np.array(corners, np.float32))
    picture = cv2.warpPerspective(page, matrix, SIZE, flags=cv2.INTER_AREA, borderValue=(desk,))
    return (picture * LIGHT).astype(np.uint8)


def slopes(prepared: NDArray[np.uint8]) -> list[float]:
    """The tilt of the upper and of the lower half, in degrees."""
    half = len(prepared) // 2
    return [find_skew(ink_mask(np.ascontiguousarray(part))) for part in (prepared[:half], prepared[half:])]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_lines_straighten_whichever_way_the_page_lies(rotation: int) -> None:
    lying = np.ascontiguousarray(turn(seen(drawn_page(), BENT, 190), rotation))
    quad = quad_of_lines(lying)
    assert quad is not None
    straight, _ = straightened(lying, quad, lying.shape[::-1])
    assert np.abs(slopes(turn(straight, (360 - rotation) % 360))).max() < 0.3


@pytest.mark.parametrize("desk", [230, 190])
def test_a_page_whose_edges_are_not_seen_is_straightened(desk: int) -> None:
    picture = seen(drawn_page(), BENT, desk)
    assert abs(np.subtract(*slopes(picture))) > 2
    assert np.abs(slopes(prepare(Raster(picture, 200, "grey")).image)).max() < 0.3


def test_the_skew_of_a_straightened_page_is_that_of_the_picture() -> None:
    corners = [(330, 60), (1600, 330), (1330, 2280), (60, 1990)]
    picture = seen(drawn_page(), corners, 190)
    assert quad_of_lines(picture) is not None
    above, below = slopes(picture)
    found = examine(Raster(picture, 200, "grey"))
    assert min(above, below) - 0.3 < found.condition.skew < max(above, below) + 0.3
    assert found.condition.skew > 8
    assert abs(found.lean) < 1


def test_a_sheet_half_in_shadow_on_a_dark_desk_is_straightened() -> None:
    shadow = np.clip(np.hypot(*np.ogrid[-2339:0, :1654]) / 900, 0.3, 1)  # dark in the lower left corner
    picture = (seen(drawn_page(), BENT, 90) * shadow).astype(np.uint8)
    assert np.abs(slopes(prepare(Raster(picture, 200, "grey")).image)).max() < 0.3


def test_the_corners_hold_all_of_the_picture() -> None:
    quad = quad_of_lines(seen(drawn_page(), BENT, 230))
    assert quad is not None
    for corner in [(0, 0), (SIZE[0], 0), SIZE, (0, SIZE[1])]:
        assert cv2.pointPolygonTest(quad, tuple(map(float, corner)), measureDist=True) > -1


@pytest.mark.parametrize(
    "corners",
    [
        [(0, 0), (1654, 0), (1654, 2339), (0, 2339)],
        [(80, 0), (1654, 60), (1574, 2339), (0, 2279)],
    ],
)
def test_a_page_that_lies_flat_is_left_alone_however_tilted(corners: list[tuple[int, int]]) -> None:
    assert quad_of_lines(seen(drawn_page(), corners, 230)) is None


def test_few_lines_tell_nothing() -> None:
    assert quad_of_lines(seen(drawn_page(4), BENT, 230)) is None
    assert quad_of_lines(np.full((800, 600), 255, np.uint8)) is None
