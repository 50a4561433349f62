# SPDX-License-Identifier: Apache-2.0
"""What is put on a printed page by hand: the red seal, the signature, a number in blue ink.

Images as in `degrade`: 8-bit samples, RGB or grey, white 255, origin top left. Ink darkens what lies
beneath it (the print stays visible through a seal). Lengths are pixels.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from numpy.random import Generator

Image = NDArray[np.uint8]
Points = NDArray[np.float32]

RED = (214, 38, 46)
BLUE = (28, 52, 150)
VIOLET = (96, 48, 160)
BLACK = (30, 30, 34)

DIGITS: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "0": (((0.55, 0.02), (0.15, 0.25), (0.1, 0.7), (0.4, 0.98), (0.75, 0.75), (0.8, 0.3), (0.5, 0.02)),),
    "1": (((0.2, 0.3), (0.5, 0.02), (0.45, 0.5), (0.38, 1.0)),),
    "2": (((0.1, 0.25), (0.4, 0.0), (0.75, 0.25), (0.4, 0.65), (0.05, 0.98), (0.4, 0.92), (0.85, 0.97)),),
    "3": (((0.15, 0.08), (0.55, 0.0), (0.7, 0.25), (0.35, 0.45), (0.75, 0.65), (0.55, 0.97), (0.05, 0.9)),),
    "4": (((0.5, 0.0), (0.05, 0.62), (0.85, 0.58)), ((0.62, 0.35), (0.55, 1.0))),
    "5": (((0.3, 0.05), (0.2, 0.42), (0.6, 0.42), (0.72, 0.75), (0.4, 1.0), (0.05, 0.88)), ((0.3, 0.05), (0.8, 0.0))),
    "6": (((0.65, 0.0), (0.25, 0.4), (0.12, 0.8), (0.45, 1.0), (0.72, 0.75), (0.45, 0.55), (0.15, 0.72)),),
    "7": (((0.1, 0.08), (0.5, 0.08), (0.8, 0.03), (0.55, 0.5), (0.35, 1.0)), ((0.25, 0.52), (0.75, 0.48))),
    "8": (
        ((0.7, 0.15), (0.4, 0.0), (0.2, 0.22), (0.5, 0.48), (0.7, 0.78), (0.4, 1.0)),
        ((0.4, 1.0), (0.1, 0.8), (0.4, 0.5), (0.68, 0.3), (0.7, 0.15)),
    ),
    "9": (((0.7, 0.2), (0.4, 0.0), (0.15, 0.25), (0.4, 0.5), (0.7, 0.2), (0.65, 0.6), (0.5, 1.0)),),
}
"""Strokes of a quick hand, in a box of width and height 1 (origin top left), drawn for this project."""


def sealed(
    image: Image,
    centre: tuple[float, float],
    radius: float,
    rng: Generator,
    *,
    colour: tuple[int, int, int] = RED,
) -> Image:
    """The page with a round seal: rings, letters between them, a star, pressed unevenly."""
    size = 2 * round(1.06 * radius)
    mask = np.maximum(_rings(size, radius), _legend(size, radius))
    cv2.fillPoly(mask, [_star((size / 2, size / 2), radius * 0.3)], 255, cv2.LINE_AA)
    tilt = cv2.getRotationMatrix2D((size / 2, size / 2), float(rng.uniform(-12, 12)), 1.0)
    mask = cv2.warpAffine(mask, tilt, (size, size))
    # Rubber inks unevenly: patches of a tenth of the seal, more or less covered.
    coarse = rng.uniform(0.45, 1.0, (10, 10)).astype(np.float32)
    patches = np.clip(cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC), 0, 1)
    coverage = np.zeros(image.shape[:2], np.float32)
    _paste(coverage, (mask / 255 * patches).astype(np.float32), (centre[0] - size / 2, centre[1] - size / 2))
    return inked(image, coverage, colour)


def handwritten(image: Image, digits: str, origin: tuple[float, float], height: float, rng: Generator) -> Image:
    """The page with `digits` in blue ink, written from `origin` (the left end of their base line).

    Raises KeyError for anything but digits.
    """
    strokes: list[Points] = []
    x = origin[0]
    for digit in digits:
        box = np.array([height * rng.uniform(0.5, 0.6), height * rng.uniform(0.9, 1.05)])
        corner = np.array([x, origin[1] - box[1] + rng.normal(0, height * 0.03)])
        for stroke in DIGITS[digit]:
            points = np.array(stroke) + rng.normal(0, 0.025, (len(stroke), 2))
            strokes.append((corner + points * box).astype(np.float32))
        x += box[0] * rng.uniform(1.05, 1.25)
    return _penned(image, strokes, max(1.5, height / 15), BLUE)


def signed(
    image: Image, centre: tuple[float, float], width: float, rng: Generator, *, colour: tuple[int, int, int] = BLUE
) -> Image:
    """The page with a scribbled signature of about `width` around `centre`."""
    turns = np.arange(11)
    across = np.linspace(-0.45, 0.2, 11) + 0.08 * np.sin(turns * 2.2) + rng.normal(0, 0.03, 11)
    up = np.where(turns % 2, 0.1, -0.16) * rng.uniform(0.3, 1.4, 11)
    flourish = np.array([[0.3, 0.08], [0.45, -0.05], [0.85, -0.3]])
    points = np.vstack([np.column_stack([across, up]), flourish])
    return _penned(image, [(np.array(centre) + points * width).astype(np.float32)], max(1.5, width / 90), colour)


def inked(image: Image, coverage: NDArray[np.float32], colour: tuple[int, int, int]) -> Image:
    """`image` under ink of `colour`; `coverage` (height, width) is 0 for bare paper and 1 for full ink."""
    if image.ndim == 2:
        absorbed = coverage * (1 - np.dot(colour, (0.299, 0.587, 0.114)) / 255)
        return np.asarray(image * (1 - absorbed), dtype=np.uint8)
    absorbed = coverage[..., np.newaxis] * (1 - np.array(colour, np.float32) / 255)
    return np.asarray(image * (1 - absorbed), dtype=np.uint8)


def _penned(image: Image, strokes: list[Points], thickness: float, colour: tuple[int, int, int]) -> Image:
    mask = np.zeros(image.shape[:2], np.uint8)
    paths = [np.round(smooth(stroke)).astype(np.int32).reshape(-1, 1, 2) for stroke in strokes]
    cv2.polylines(mask, paths, isClosed=False, color=255, thickness=round(thickness), lineType=cv2.LINE_AA)
    return inked(image, (mask / 255).astype(np.float32), colour)


def smooth(points: Points, steps: int = 12) -> Points:
    """A Catmull-Rom curve through all `points`."""
    padded = np.vstack([points[0], points, points[-1]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, np.newaxis]
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        pieces.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack([*pieces, points[-1:]]).astype(np.float32)


def _rings(size: int, radius: float) -> NDArray[np.uint8]:
    mask = np.zeros((size, size), np.uint8)
    middle = (size // 2, size // 2)
    for share, thickness in ((1.0, 0.035), (0.92, 0.015), (0.62, 0.02)):
        cv2.circle(mask, middle, round(radius * share), 255, max(1, round(radius * thickness)), cv2.LINE_AA)
    return mask


def _legend(size: int, radius: float, legend: str = "UY BAN NHAN DAN") -> NDArray[np.uint8]:
    """`legend` bent around the ring between the circles: written straight, then wrapped by polar coordinates."""
    letter = radius * 0.17
    length = round(2 * math.pi * radius)
    strip = np.zeros((length, size // 2), np.uint8)
    straight = np.zeros((size // 2, length), np.uint8)
    scale = letter / 21  # Hershey capitals are 21 units high at scale 1
    (width, _), _ = cv2.getTextSize(legend, cv2.FONT_HERSHEY_DUPLEX, scale, 1)
    # Centred on the top of the ring: polar angles start at the right and run clockwise, so the top is at 3/4.
    start = (round(length * 0.75 - width / 2), round(size // 2 - radius * 0.70))
    cv2.putText(straight, legend, start, cv2.FONT_HERSHEY_DUPLEX, scale, 255, max(1, round(letter / 9)), cv2.LINE_AA)
    strip[:] = cv2.rotate(straight, cv2.ROTATE_90_CLOCKWISE)
    centre = (size / 2, size / 2)
    flags = cv2.WARP_INVERSE_MAP | cv2.WARP_POLAR_LINEAR | cv2.WARP_FILL_OUTLIERS | cv2.INTER_LINEAR
    return np.asarray(cv2.warpPolar(strip, (size, size), centre, size / 2, flags), dtype=np.uint8)


def _star(centre: tuple[float, float], radius: float) -> NDArray[np.int32]:
    turns = -math.pi / 2 + np.arange(10) * math.pi / 5
    reach = np.where(np.arange(10) % 2, radius * 0.38, radius)
    corners = np.column_stack([reach * np.cos(turns), reach * np.sin(turns)])
    return np.round(corners + centre).astype(np.int32)


def _paste(ground: NDArray[np.float32], piece: NDArray[np.float32], corner: tuple[float, float]) -> None:
    """Lay `piece` onto `ground` with its top left at `corner`, cut at the edges."""
    x, y = round(corner[0]), round(corner[1])
    top, left = max(0, y), max(0, x)
    bottom, right = min(ground.shape[0], y + piece.shape[0]), min(ground.shape[1], x + piece.shape[1])
    if top < bottom and left < right:
        ground[top:bottom, left:right] = piece[top - y : bottom - y, left - x : right - x]
