# SPDX-License-Identifier: Apache-2.0
"""A layer against the print under it; negatives; pictures alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ocr_kh.document import Box, Word
from ocr_kh.imaging.layer_cover import cover, pictures_alone
from ocr_kh.imaging.negative import positive
from ocr_kh.reading.raster import Raster

DPI = 144.0
"""Two pixels a point."""
LINES, LETTERS = 20, 60


def printed() -> tuple[Raster, list[Word]]:
    """Lines of words of two to seven letters, and the words as they stand."""
    random = np.random.default_rng(3)
    pixels = np.full((1684, 1190), 240, np.uint8)
    words = []
    for line in range(LINES):
        left, top = 120, 160 + 60 * line
        while left < 1000:
            length = int(random.integers(2, 8))
            for place in range(length):
                x = left + 16 * place
                pixels[top : top + 20, x : x + 12] = 20
                if place % 3 == 0:
                    pixels[top + 6 : top + 14, x + 4 : x + 8] = 240
            right = left + 16 * length
            words.append(Word("a" * length, Box(left / 2, top / 2, right / 2 - 2, top / 2 + 10)))
            left = right + 14
    return Raster(pixels, DPI, "grey"), words


def test_layer_over_its_own_print_has_no_fault() -> None:
    raster, words = printed()
    found = cover(raster, words)
    assert found.letters > LINES * LETTERS / 2
    assert (found.missed_lines, found.crossed, found.fault) == (0, 0.0, None)


@pytest.mark.parametrize("turned", [False, True])
def test_lines_without_words_are_counted(*, turned: bool) -> None:
    raster, words = printed()
    kept = [word for word in words if word.box and word.box.y0 < 400]
    missed = len({word.box.y0 for word in words if word.box and word.box.y0 >= 400})
    if turned:
        height = raster.size[1]
        boxes = ((word, word.box) for word in kept if word.box)
        kept = [replace(word, box=Box(height - box.y1, box.x0, height - box.y0, box.x1)) for word, box in boxes]
        raster = replace(raster, pixels=np.ascontiguousarray(np.rot90(raster.pixels, -1)))
    found = cover(raster, kept)
    assert found.missed_lines == missed
    assert found.fault


def test_words_of_another_page_are_crossed_by_letters() -> None:
    raster, words = printed()
    boxes = ((word, word.box) for word in words if word.box)
    aside = [replace(word, box=Box(box.x0 + 21, box.y0, box.x1 + 21, box.y1)) for word, box in boxes]
    found = cover(raster, aside)
    assert found.missed_lines == 0
    assert found.crossed > 0.5
    assert found.fault


def test_only_the_parts_asked_for_are_looked_at() -> None:
    raster, _ = printed()
    assert cover(raster, [], [Box(0, 0, 595, 60)]).missed_lines == 0
    assert cover(raster, [], [Box(0, 70, 595, 125)]).missed_lines == 2


def test_pictures_alone_leave_the_rest_of_the_page_white() -> None:
    raster, words = printed()
    part = Box(0, 70, 595, 125)
    alone = pictures_alone(raster, [part], [word for word in words if word.box and word.box.y0 < 100])
    assert cover(alone, []).missed_lines == 1
    assert alone.pixels[300:].min() == 255


def test_negatives_are_turned_and_dark_photographs_are_not() -> None:
    raster, _ = printed()
    negative = replace(raster, pixels=255 - raster.pixels)
    assert np.array_equal(positive(negative).pixels, raster.pixels)
    shadow = replace(raster, pixels=(raster.pixels * 0.45).astype(np.uint8))
    assert positive(shadow) is shadow
    assert positive(raster) is raster
