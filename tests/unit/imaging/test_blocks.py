# SPDX-License-Identifier: Apache-2.0
"""Blocks side by side whose lines stand at different heights, on drawn pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from ocr_kh.imaging.blobs import find_blobs
from ocr_kh.imaging.blocks import find_blocks
from ocr_kh.imaging.tables import Rect

if TYPE_CHECKING:
    from numpy.typing import NDArray

PITCH = 30
"""Pixels from line to line; letters are 19 high (an x-height of 13)."""


def page(*blocks: tuple[int, int, int]) -> NDArray[np.uint8]:
    """Running text above and below; between them blocks of (left, first base line, lines)."""
    image = np.full((700, 1100), 255, np.uint8)
    for y in (*range(60, 200, PITCH), *range(500, 650, PITCH)):
        write(image, "Can cu Luat To chuc chinh quyen dia phuong ngay 19 thang 6", 60, y)
    for left, base, lines in blocks:
        for line in range(lines):
            write(image, "dong bao hiem", left, base + line * PITCH)
    return image


def write(image: NDArray[np.uint8], text: str, left: int, base: int) -> None:
    cv2.putText(image, text, (left, base), cv2.FONT_HERSHEY_COMPLEX, 0.9, (0,), 2, cv2.LINE_AA)


def test_blocks_with_lines_at_different_heights_are_told_apart() -> None:
    image = page((60, 290, 3), (420, 305, 2), (780, 275, 4))
    (band,) = find_blocks(find_blobs(image))
    assert [(box.left // 100, box.top // 100, box.height // PITCH) for box in band] == [(0, 2, 3), (4, 2, 2), (7, 2, 4)]


@pytest.mark.parametrize(
    "blocks",
    [(), ((60, 290, 3), (420, 290, 3), (780, 290, 3)), ((60, 290, 3), (780, 305, 3)), ((60, 290, 3), (420, 305, 1))],
    ids=["running text", "rows of a table", "two columns", "a mark beside lines"],
)
def test_what_the_engine_tells_apart_is_left_to_it(blocks: tuple[tuple[int, int, int], ...]) -> None:
    assert find_blocks(find_blobs(page(*blocks))) == []


def test_ruled_tables_are_left_out() -> None:
    image = page((60, 290, 3), (420, 305, 2), (780, 275, 4))
    assert find_blocks(find_blobs(image), [[Rect(50, 240, 1000, 200)]]) == []
