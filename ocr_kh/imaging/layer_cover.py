# SPDX-License-Identifier: Apache-2.0
"""Whether the words of a text layer lie over the print that the page shows: over all of it, and over that print.

Zonal recognition leaves a layer over the head of a page only, an interrupted one over half of it; a slip of some tool
leaves the layer of another page. The words of such layers are spelled right, so only the ink tells.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.imaging.blobs import count_lines, find_letters, ink_mask
from ocr_kh.imaging.coloured import engine_grey
from ocr_kh.messages import N_, translate
from ocr_kh.reading.raster import POINTS_PER_INCH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocr_kh.document import Box, Word
    from ocr_kh.reading.raster import Raster

_MOST_MISSED_LINES = 2
"""Lines of print that a right layer may miss: a stamp of the mail room, what is in a seal. Our own layers over 15 pages
of the samples miss none, one page with a seal two; laid over other pages 5 to 30."""
_MOST_CROSSED = 0.2
"""Share of the gaps between words that letters may lie across. Our own layers over 15 pages of the samples: at most
0.025, over other pages, few of whose letters they cover: up to 0.36."""
_WHITE = 255


class Cover(NamedTuple):
    """How a layer and the print lie over one another."""

    letters: int
    """How many there are on the page."""
    missed_lines: int
    """Lines of print that no word lies over."""
    crossed: float
    """Share of the gaps between two words of a line that a letter lies across; 0 without gaps."""

    @property
    def fault(self) -> str | None:
        """What speaks against the layer, in words; None where nothing does."""
        if self.missed_lines > _MOST_MISSED_LINES:
            return translate(N_("{lines} lines of print have no words")).format(lines=self.missed_lines)
        if self.crossed > _MOST_CROSSED:
            return translate(N_("the words are not those that are printed in their place"))
        return None


def cover(raster: Raster, words: Sequence[Word], within: Sequence[Box] | None = None) -> Cover:
    """Compare the print of a page with `words`; boxes are in points of the page as shown.

    `within`: the parts of the page that are looked at; None for all of it.
    """
    pixels = find_letters(ink_mask(engine_grey(raster.pixels))).boxes
    letters = pixels.astype(np.float64) * (POINTS_PER_INCH / raster.dpi)
    x, y = letters[:, 0] + letters[:, 2] / 2, letters[:, 1] + letters[:, 3] / 2
    boxes = _array([word.box for word in words if word.box])
    missed = ~_lie_in(boxes, x, y)
    if within is not None:
        missed &= _lie_in(_array(within), x, y)
    return Cover(len(letters), count_lines(pixels[missed], raster.pixels.shape), _crossed(boxes, letters))


def pictures_alone(raster: Raster, pictures: Sequence[Box], words: Sequence[Word]) -> Raster:
    """The page white but for its pictures, and where `words`, which are known, stand in them."""
    pixels = np.full_like(raster.pixels, _WHITE)
    for place in (_pixels(box, raster) for box in pictures):
        pixels[place] = raster.pixels[place]
    for place in (_pixels(word.box, raster) for word in words if word.box):
        pixels[place] = _WHITE
    return replace(raster, pixels=pixels)


def _pixels(box: Box, raster: Raster) -> tuple[slice, slice]:
    scale = raster.dpi / POINTS_PER_INCH
    left, top, right, bottom = (max(round(side * scale), 0) for side in (box.x0, box.y0, box.x1, box.y1))
    return slice(top, bottom), slice(left, right)


def _array(boxes: Sequence[Box]) -> NDArray[np.float64]:
    return np.array([box.as_list() for box in boxes], np.float64).reshape(-1, 4)


def _lie_in(boxes: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each point lies in one of the boxes."""
    left, top, right, bottom = (side[:, None] for side in boxes.T)
    inside: NDArray[np.bool_] = ((left <= x) & (x <= right) & (top <= y) & (y <= bottom)).any(axis=0)
    return inside


def _crossed(boxes: NDArray[np.float64], letters: NDArray[np.float64]) -> float:
    """The share of gaps between neighbouring words across which a letter lies."""
    before, after = boxes[:-1], boxes[1:]
    gap, height = after[:, 0] - before[:, 2], before[:, 3] - before[:, 1]
    is_gap = (gap > 0) & (gap < height) & (np.abs(before[:, 1] - after[:, 1]) < height / 2)
    if not is_gap.any() or not len(letters):
        return 0.0
    middle = ((before[:, 2] + after[:, 0]) / 2)[is_gap, None]
    level = ((before[:, 1] + before[:, 3]) / 2)[is_gap, None]
    left, top, width, tall = letters.T
    across = (left < middle) & (middle < left + width) & (top < level) & (level < top + tall)
    return float(across.any(axis=1).mean())
