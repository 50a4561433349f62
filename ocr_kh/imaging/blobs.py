# SPDX-License-Identifier: Apache-2.0
"""Letters as connected blobs of ink: how many, how high, where."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


X_HEIGHT = 12.5
"""Pixels of an `x` that Debian's `vie` model (5.3) reads best. Words missed on 19 transcribed pages at
9.5, 10.5, 11.5, 12.5, 13.5, 15 pixels: 6.5, 6.5, 6.8, 6.1, 7.9, 7.0 %."""
LETTER_HEIGHT = (0.002, 0.03)
"""Height of a letter as a share of the page's longer side: 0.6 mm (7-point lower case) to 9 mm (a title) on A4."""
_LETTER_WIDTH = (0.25, 4.0)
"""Width of a blob over its height: from `l` to letters run together by a scanner."""
_LETTER_FILL = 0.15
"""Share of its box that a letter blackens; frames and rules blacken less."""
_PEAK_SHARE = 0.4
"""Of two heights this close in weight the lower is the x-height, the higher that of capitals and digits
(tables full of capitals: 0.51; marks against letters: below 0.25; on the six hardest of 76
real pages)."""
_LEAST_HEIGHTS = 1.3
"""Times the least height that counts up to which a peak is that of specks: of a pen's broken strokes the small
ones are the most, whatever counts as small."""
_OTHER_HEIGHT = 2.2
"""Times such a peak from which another one is the print's; capitals have 1.5 times the x-height, with marks 2.1."""
LINE_LETTERS = 12
"""Letters side by side at one height that make a line of print; the words around a seal's rim are no such row."""
_NEXT_LETTER = 1.5
"""Letter heights to the right within which the next letter of a line begins, also over a space."""
_MIN_CONTRAST = 40
"""Grey levels between ink and paper below which a mark is no print (show-through, a faint seal on a back)."""
_MIN_DARKNESS = 0.27
"""Share of the light of the paper that print takes away at least. The ink of letters on 32 real pages: 0.67 (a pale
copy) to 1.0 in the median; print that shines through: up to 0.25."""
_EVEN_WINDOW = 1 / 16
"""Side of the window, as a share of the page's width, whose brightness is taken as that of the paper."""


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """The blobs that may be letters: boxes in pixels, one row (x, y, width, height) a blob."""

    boxes: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.boxes)

    @property
    def x_height(self) -> int:
        """The height that covers most of the page, in pixels: that of lower-case letters; 0 without letters.

        On a page that is written by hand for the most part, or strewn with specks, that of the print between them.
        """
        if not len(self):
            return 0
        heights = self.boxes[:, 3]
        covered = np.bincount(heights, weights=heights)  # so that marks and dots weigh little
        smooth = np.convolve(covered, (1, 2, 1), "same")
        padded = np.pad(smooth, 1)
        peak = (smooth >= padded[:-2]) & (smooth >= padded[2:]) & (smooth >= _PEAK_SHARE * smooth.max())
        first, *others = map(int, np.flatnonzero(peak))
        if first > _LEAST_HEIGHTS * heights.min():
            return first
        return next((other for other in others if other >= _OTHER_HEIGHT * first), first)


class Blobs(NamedTuple):
    """Connected ink of an image; number 0 is the paper."""

    labels: NDArray[np.int32]
    """Of each pixel the number of its blob."""
    stats: NDArray[np.int32]
    """Of each blob left, top, width, height and area, in pixels."""


def find_blobs(image: NDArray[np.uint8]) -> Blobs:
    """The blobs of ink of a grey image."""
    return blobs_of(ink_mask(image))


def blobs_of(mask: NDArray[np.uint8]) -> Blobs:
    """The blobs of an ink mask: what is not 0 in it."""
    labels, stats = _components(mask)
    return Blobs(labels.astype(np.int32, copy=False), stats.astype(np.int32, copy=False))


def _components(mask: NDArray[np.uint8]) -> tuple[cv2.typing.MatLike, cv2.typing.MatLike]:
    """Labels and stats of the connected parts of a mask, in 16 bits where these are enough: a third of the time.

    The noise of a desk has more parts. OpenCV refuses to count those; its older versions go on with 0, the paper.
    """
    with suppress(cv2.error):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_16U)
        if stats[0, cv2.CC_STAT_AREA] == mask.size - cv2.countNonZero(mask):
            return labels, stats
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return labels, stats


def ink_mask(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """255 where there is ink, 0 where there is paper, under even or uneven light."""
    if is_bilevel(grey):
        return cv2.bitwise_not(grey).astype(np.uint8)
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    side = max(3, int(small.shape[1] * _EVEN_WINDOW)) | 1
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((side, side), np.uint8)), 5)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    darkness = cv2.subtract(paper, grey)
    threshold, _ = cv2.threshold(darkness, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    ink = cv2.threshold(darkness, max(threshold, _MIN_CONTRAST), 255, cv2.THRESH_BINARY)[1]
    dark = cv2.compare(grey, cv2.convertScaleAbs(paper, alpha=1 - _MIN_DARKNESS), cv2.CMP_LT)
    return cv2.bitwise_and(ink, dark).astype(np.uint8)


def is_bilevel(grey: NDArray[np.uint8]) -> bool:
    """Whether the image has only black and white (a sample of the pixels is looked at)."""
    sample = grey[::7, ::7]
    return bool(((sample == 0) | (sample == 255)).all())


def find_letters(mask: NDArray[np.uint8]) -> Letters:
    """The blobs of an ink mask that are as large and as dense as letters."""
    stats = _components(mask)[1][1:]
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    side = max(mask.shape)
    ok = (height >= LETTER_HEIGHT[0] * side) & (height <= LETTER_HEIGHT[1] * side)
    ok &= (width >= _LETTER_WIDTH[0] * height) & (width <= _LETTER_WIDTH[1] * height)
    ok &= area >= _LETTER_FILL * width * height
    return Letters(stats[ok][:, :4].astype(np.int32))


def count_lines(letters: NDArray[np.int32], shape: tuple[int, ...]) -> int:
    """How many lines the letters (boxes, a row each) of an image of `shape` make: level ones, or steep ones if more.

    A line is LINE_LETTERS and more side by side.
    """
    if not len(letters):
        return 0
    height, width = shape[:2]
    sideways = letters[:, [1, 0, 3, 2]]
    return max(_count_level_lines(letters, (height, width)), _count_level_lines(sideways, (width, height)))


def _count_level_lines(letters: NDArray[np.int32], shape: tuple[int, int]) -> int:
    picture = np.zeros(shape, np.uint8)
    reach = round(_NEXT_LETTER * float(np.median(letters[:, 3])))
    for left, top, width, height in letters.tolist():
        picture[top + height // 2 : top + height, left : left + width + reach] = 255
    _, labels = cv2.connectedComponents(picture)
    found = labels[letters[:, 1] + letters[:, 3] - 1, letters[:, 0]]
    return int((np.bincount(found)[1:] >= LINE_LETTERS).sum())


def runs(true: ArrayLike) -> list[tuple[int, int]]:
    """Begin and end (one further) of each run that is true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], np.asarray(true, np.int8), [0]))))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
