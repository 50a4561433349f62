# SPDX-License-Identifier: Apache-2.0
"""The sheet of paper in the picture: what is dark around it, and how it lies under a camera.

A scanner with its lid open leaves black edges; a camera sees the desk, and the sheet as a quadrilateral. Both are found
on a small image from which the print has been taken by closing: what is then dark and touches the edge is no paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PICTURE_SIDE = 600
"""Pixels to which the longer side is brought: 2 pixels a millimetre of A4."""
_CLOSING_PIXELS = 13
"""Pixels of the closing that takes print and rules away: 6 mm, wider than the strokes of a title."""
_MAX_EDGE_BRIGHTNESS = 0.5
"""Brightness over that of the paper beside it, below which a region at the edge is no paper; shadows of the shade that
pages were read in left more (issue 4: uneven light)."""
_MIN_OUTSIDE = 0.004
"""Share of the picture that is dark at its edge, below which there is nothing to do."""
_MIN_SHEET = 0.12
"""Share of the picture that the sheet must fill."""
_MIN_SHEET_FILL = 0.95
"""Share of the quadrilateral that is paper, and of the paper that lies in it, from which it is a straight sheet."""
_KEPT_SHARE = 0.994
"""The part of a sheet that is kept, so that no rim of what it lies on is: 0.6 mm at each side of A4."""
_MIN_LEAN = 0.4
"""Degrees by which a corner of the sheet differs from a right angle when it is worth straightening."""
_EDGE_GROWTH = 4
"""Pixels (of the small image) by which the dark edge is widened when it is painted over: its own blur."""
_MIN_EVEN_LIGHT = 0.9
"""Brightness of the darkest twentieth of the paper over that of the lightest, from which light is even enough: pages on
the glass have 0.96 and more (43 pages of 13 scans), pictures of a camera 0.5 to 0.8."""
_MIN_SHADOW_BRIGHTNESS = 0.4
"""Brightness over that of the lightest paper below which nothing is paper in a shadow: a black edge stays black, its
noise is not made print."""
_WHITE_LEVEL = 245
_A4_RATIO = 297 / 210
_MAX_RATIO_OFFSET = 0.12
"""Share by which the sides of a sheet in perspective may be off those of A4 and still be taken for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What is around the paper: nothing, dark edges to paint over, perhaps a camera's view to straighten."""

    outside: NDArray[np.uint8] | None = None
    """255 on what is no paper, in a small image; None where all is paper."""
    paper: NDArray[np.uint8] | None = None
    """What to paint there, in the same small image."""
    corners: NDArray[np.float32] | None = None
    """4 x 2: the sheet's corners in pixels of the picture, clockwise from the top left; None where it lies flat."""

    def painted(self, grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The picture with the brightness of the paper beside it where there is none."""
        if self.outside is None or self.paper is None:
            return grey
        size = (grey.shape[1], grey.shape[0])
        mask = cv2.resize(self.outside, size, interpolation=cv2.INTER_NEAREST)
        return np.where(mask > 0, cv2.resize(self.paper, size, interpolation=cv2.INTER_LINEAR), grey).astype(np.uint8)


def find_sheet(grey: NDArray[np.uint8]) -> Sheet:
    """Where the paper is in a grey picture."""
    factor = min(_PICTURE_SIDE / max(grey.shape), 1.0)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    plain = _without_print(small.astype(np.uint8))
    outside = _dark_edges(plain)
    share = np.count_nonzero(outside) / outside.size
    if not _MIN_OUTSIDE <= share <= 1 - _MIN_SHEET:
        return Sheet()
    corners = _corners(cv2.bitwise_not(outside).astype(np.uint8))
    outside = cv2.dilate(outside, np.ones((2 * _EDGE_GROWTH + 1, 2 * _EDGE_GROWTH + 1), np.uint8)).astype(np.uint8)
    paper = cv2.inpaint(plain, outside, 3, cv2.INPAINT_TELEA).astype(np.uint8)
    return Sheet(outside, paper, None if corners is None else (corners / factor).astype(np.float32))


def is_uneven(grey: NDArray[np.uint8]) -> bool:
    """Whether the paper is much darker in one place than in another, as a camera sees it."""
    dark, light = np.percentile(_paper_light(grey), (5, 95))
    return bool(dark <= _MIN_EVEN_LIGHT * light)


def even_light(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture as under even light, where its paper is much darker in one place than in another; else as it is.

    The engine parts ink from paper by one threshold for all of the page.
    """
    if not is_uneven(grey):
        return grey
    light = _paper_light(grey)
    light = np.maximum(light, _MIN_SHADOW_BRIGHTNESS * np.percentile(light, 95)).astype(np.uint8)
    wide = cv2.resize(light, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, wide, scale=float(_WHITE_LEVEL)).astype(np.uint8)


def _paper_light(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """How bright the paper is where the print stands on it, in a small image."""
    factor = min(_PICTURE_SIDE / max(grey.shape), 1.0)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_CLOSING_PIXELS, _CLOSING_PIXELS), np.uint8))
    return cv2.GaussianBlur(closed, (0, 0), _CLOSING_PIXELS / 2).astype(np.uint8)


def _without_print(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Paper alone; the frame of black keeps narrow dark edges from being closed like print."""
    framed = cv2.copyMakeBorder(
        small, _CLOSING_PIXELS, _CLOSING_PIXELS, _CLOSING_PIXELS, _CLOSING_PIXELS, cv2.BORDER_CONSTANT, value=(0,)
    )
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((_CLOSING_PIXELS, _CLOSING_PIXELS), np.uint8))
    return closed[_CLOSING_PIXELS:-_CLOSING_PIXELS, _CLOSING_PIXELS:-_CLOSING_PIXELS].astype(np.uint8)


def _dark_edges(plain: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """255 on dark regions that touch the edge of a picture without print."""
    paper = float(np.percentile(plain, 90))
    split, _ = cv2.threshold(plain, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    dark = (plain < min(split, _MAX_EDGE_BRIGHTNESS * paper)).astype(np.uint8)
    framed = cv2.copyMakeBorder(dark, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    _, labels = cv2.connectedComponents(framed, connectivity=4)
    rim = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    touching = np.setdiff1d(rim, [0])
    return np.isin(labels[1:-1, 1:-1], touching).astype(np.uint8) * 255


def _corners(paper: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """The corners of the sheet, if it is a quadrilateral that no flat scan would show."""
    paper = cv2.morphologyEx(paper, cv2.MORPH_OPEN, np.ones((_CLOSING_PIXELS, _CLOSING_PIXELS), np.uint8)).astype(
        np.uint8
    )
    contours, _ = cv2.findContours(paper, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    quad = _as_quadrilateral(hull.astype(np.int32))
    if quad is None or _lean(quad) < _MIN_LEAN:
        return None
    inside = cv2.fillConvexPoly(np.zeros_like(paper), np.round(quad).astype(np.int32), 255)
    both = np.count_nonzero(cv2.bitwise_and(inside, paper))
    if both < _MIN_SHEET_FILL * np.count_nonzero(inside) or both < _MIN_SHEET_FILL * np.count_nonzero(paper):
        return None
    middle = quad.mean(axis=0)
    kept: NDArray[np.float32] = (middle + (quad - middle) * _KEPT_SHARE).astype(np.float32)
    return kept


def _as_quadrilateral(hull: NDArray[np.int32]) -> NDArray[np.float32] | None:
    """Four corners clockwise from the top left, by leaving out the vertices of a hull that matter least."""
    length = cv2.arcLength(hull, closed=True)
    for share in np.arange(0.005, 0.06, 0.005):
        points = cv2.approxPolyDP(hull, float(share * length), closed=True)[:, 0, :]
        if len(points) == 4:
            return _in_order(points.astype(np.float32))
    return None


def _in_order(points: NDArray[np.float32]) -> NDArray[np.float32]:
    middle = points.mean(axis=0)
    around = np.argsort(np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0]))
    ordered = points[around]
    ordered = np.roll(ordered, -int(np.argmin(ordered.sum(axis=1))), axis=0)
    return ordered.astype(np.float32)


def _lean(quad: NDArray[np.float32]) -> float:
    """The most by which a corner differs from a right angle, in degrees."""
    sides = np.roll(quad, -1, axis=0) - quad
    headings = np.degrees(np.arctan2(sides[:, 1], sides[:, 0]))
    turns = (np.roll(headings, -1) - headings) % 360
    return float(np.abs(turns - 90).max())


def sheet_size(quad: NDArray[np.float32]) -> tuple[int, int]:
    """Width and height of the sheet of these corners, as large as in the picture at its widest and highest."""
    width, height = _extent(quad)
    for ratio in (_A4_RATIO, 1 / _A4_RATIO):  # a camera shortens the side that leans away
        if abs(height / width / ratio - 1) < _MAX_RATIO_OFFSET:
            width, height = max(width, height / ratio), max(height, width * ratio)
    return int(width) + 1, int(height) + 1


def _extent(quad: NDArray[np.float32]) -> tuple[float, float]:
    """The longer of the upper and lower sides, and of the others."""
    lengths = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    return float(max(lengths[0], lengths[2])), float(max(lengths[1], lengths[3]))


def straightened(
    grey: NDArray[np.uint8], quad: NDArray[np.float32], size: tuple[int, int]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """What lies between these corners (4 x 2, clockwise from the top left) as a flat scan of this width and height.

    With it the 3 x 3 way from its pixels back to those of the picture.
    """
    width, height = size[0] - 1, size[1] - 1
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    forth = cv2.getPerspectiveTransform(quad, flat)
    straight = cv2.warpPerspective(grey, forth, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return straight.astype(np.uint8), np.linalg.inv(forth).astype(np.float64)
