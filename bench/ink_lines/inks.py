# SPDX-License-Identifier: Apache-2.0
"""What stands over a line when it is signed and sealed: round seals, pens, frames, stamps of those who received it.

Coverage is 0 for paper, 1 for ink. Lengths are in em of the line (14 points, 4.9 mm). Seals and hands are others than
those of `bench.scans.drawn_ink`, which measure what was learnt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.random import Generator

Ink = NDArray[np.float32]

_MILLIMETRE = 1 / 4.94
"""In em."""
_RADII = (14.0, 19.0)
"""Millimetres: seals of the State have 16 to 18 (Thông tư 21/2012/TT-BCA), those of firms and schools others."""


def seal(words: tuple[str, str], face: Path, em: float, rng: Generator) -> Ink:
    """A round seal: rings, `words` bent along them above and below, a star or an emblem, pressed unevenly."""
    radius = float(rng.uniform(*_RADII)) * _MILLIMETRE * em
    size = 2 * round(1.08 * radius)
    middle = size / 2
    mask = np.zeros((size, size), np.uint8)
    rings = [(1.0, rng.uniform(0.025, 0.06)), (rng.uniform(0.88, 0.95), rng.uniform(0.008, 0.025))]
    rings += [(rng.uniform(0.55, 0.7), rng.uniform(0.01, 0.025))] if rng.random() < 0.8 else []
    for share, thick in rings:
        width = max(1, round(radius * thick))
        axes = (round(radius * share), round(radius * share * rng.uniform(0.985, 1.0)))
        cv2.ellipse(mask, (round(middle), round(middle)), axes, 0, 0, 360, 255, width, cv2.LINE_AA)
    _bend(mask, words, face, radius, rng)
    _emblem(mask, radius, rng)
    turn = cv2.getRotationMatrix2D((middle, middle), float(rng.uniform(-25, 25)), 1.0)
    pressed = cv2.warpAffine(mask, turn, (size, size)).astype(np.float32) / 255
    return (pressed * _uneven(size, size, rng)).astype(np.float32)


def _bend(mask: NDArray[np.uint8], words: tuple[str, str], face: Path, radius: float, rng: Generator) -> None:
    """Set the words straight, then wrapped along the ring: above from left to right, below as read from the middle."""
    size = len(mask)
    font = ImageFont.truetype(str(face), max(5, round(radius * rng.uniform(0.17, 0.24))))
    length, deep = round(1.5 * np.pi * radius), round(0.3 * radius)
    y, x = np.mgrid[:size, :size].astype(np.float32) - size / 2
    reach = np.hypot(x, y)
    for text, below in zip(words, (False, True), strict=True):
        strip = Image.new("L", (length, deep))
        ImageDraw.Draw(strip).text((length / 2, deep * 0.78), text, 255, font, anchor="ms")
        # From the top of the ring clockwise, or from its bottom anticlockwise, in pixels of the strip:
        along = (np.arctan2(x, y if below else -y) * 0.78 * radius + length / 2).astype(np.float32)
        up = (reach - 0.66 * radius if below else 0.92 * radius - reach).astype(np.float32)
        wrapped = cv2.remap(np.asarray(strip), along, up, cv2.INTER_LINEAR, borderValue=(0.0,))
        np.maximum(mask, wrapped, out=mask)


def _emblem(mask: NDArray[np.uint8], radius: float, rng: Generator) -> None:
    """A star, an emblem of rings and leaves, or nothing, in the middle."""
    middle, chance = len(mask) / 2, rng.random()
    if chance < 0.55:
        turns = -np.pi / 2 + np.arange(10) * np.pi / 5
        outer = radius * rng.uniform(0.2, 0.42)
        reach = np.where(np.arange(10) % 2, outer * rng.uniform(0.36, 0.48), outer)
        corners = np.column_stack([reach * np.cos(turns), reach * np.sin(turns)]) + middle
        if rng.random() < 0.75:
            cv2.fillPoly(mask, [np.round(corners).astype(np.int32)], 255, cv2.LINE_AA)
        else:
            cv2.polylines(mask, [np.round(corners).astype(np.int32)], True, 255, max(1, round(radius / 40)))
    elif chance < 0.85:
        for _ in range(int(rng.integers(8, 40))):
            at = middle + rng.normal(0, radius * 0.2, 2)
            axes = tuple(int(each) for each in rng.uniform(1, radius * 0.12, 2))
            cv2.ellipse(mask, np.round(at).astype(int).tolist(), axes, rng.uniform(0, 180), 0, 360, 255, -1)


def _uneven(height: int, width: int, rng: Generator) -> Ink:
    """How much of the ink rubber leaves where: patches, and a grain."""
    low = rng.uniform(0.1, 0.9)
    coarse = rng.uniform(low, 1.1, (int(rng.integers(3, 12)), int(rng.integers(3, 12)))).astype(np.float32)
    grain = cv2.GaussianBlur(rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), rng.uniform(0.6, 1.6))
    patches = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(patches + grain * rng.uniform(0, 0.6), 0, 1).astype(np.float32)


def pen(shape: tuple[int, int], middle: tuple[float, float], em: float, rng: Generator) -> Ink:
    """A signature around `middle` (pixels): loops, zigzags, long strokes, as thick as ball pens and soft pens make."""
    mask = np.zeros(shape, np.uint8)
    thick = rng.uniform(0.035, 0.17) * em
    for _ in range(int(rng.choice((1, 1, 1, 2, 2, 3)))):
        points = _stroke(em, rng) + np.array(middle) + rng.normal(0, 0.6 * em, 2)
        widths = thick * np.clip(1 + 0.35 * np.sin(np.linspace(0, rng.uniform(3, 20), len(points))), 0.4, 2)
        whole = np.round(points * 8).astype(np.int32)
        for a, b, width in zip(whole, whole[1:], widths, strict=False):
            cv2.line(mask, a.tolist(), b.tolist(), 255, max(1, round(float(width))), cv2.LINE_AA, 3)
    return (mask / 255).astype(np.float32)


def _stroke(em: float, rng: Generator) -> NDArray[np.float64]:
    """The points of one stroke around (0, 0)."""
    along = np.linspace(0, 1, 120)
    length, height = rng.uniform(2, 11) * em, rng.uniform(0.3, 2.5) * em
    kind = rng.random()
    turns = rng.uniform(1.5, 6)
    if kind < 0.45:  # loops
        phase = along * turns * 2 * np.pi + rng.uniform(0, 6)
        grows = np.interp(along, np.linspace(0, 1, 5), rng.uniform(0.2, 1.2, 5))
        x = length * (along - 0.5) + grows * height * rng.uniform(0.1, 0.9) * np.cos(phase)
        y = grows * height * np.sin(phase + rng.uniform(-0.6, 0.6))
    elif kind < 0.7:  # zigzag
        corners = np.sort(rng.uniform(0, 1, int(turns) + 2))
        y = np.interp(along, corners, rng.uniform(-1, 1, len(corners)) * height)
        x = length * (along - 0.5) + rng.normal(0, 0.1 * em)
        y = np.convolve(np.pad(y, 3, "edge"), np.ones(7) / 7, "valid")
    else:  # one long stroke
        knots = int(rng.integers(3, 6))
        x = np.interp(along, np.linspace(0, 1, knots), np.cumsum(rng.uniform(-0.3, 1, knots)) / knots * 1.6 * length)
        y = np.interp(along, np.linspace(0, 1, knots), rng.uniform(-1, 1, knots) * height * 1.2)
        x, y = (np.convolve(np.pad(each, 10, "edge"), np.ones(21) / 21, "valid") for each in (x - x.mean(), y))
    slant = np.radians(rng.uniform(-35, 15))
    turned = np.array([[np.cos(slant), -np.sin(slant)], [np.sin(slant), np.cos(slant)]])
    result: NDArray[np.float64] = np.column_stack([x, y]) @ turned.T
    return result


def frame(shape: tuple[int, int], em: float, rng: Generator) -> Ink:
    """A side or a corner of a stamp's frame, or a rule of a table."""
    mask = np.zeros(shape, np.uint8)
    height, width = shape
    x, y = rng.uniform(0, width), height / 2 + rng.uniform(-1.5, 1.5) * em
    far = (x + rng.choice((-1, 1)) * rng.uniform(2, 8) * em, y + rng.choice((-1, 1)) * rng.uniform(1, 4) * em)
    corners = tuple(round(float(each)) for each in (x, y)), tuple(round(float(each)) for each in far)
    cv2.rectangle(mask, *corners, 255, max(1, round(rng.uniform(0.02, 0.08) * em)), cv2.LINE_AA)
    return (mask.astype(np.float32) / 255 * _uneven(height, width, rng)).astype(np.float32)


def received(words: Sequence[str], face: Path, em: float, rng: Generator) -> Ink:
    """A stamp of those who received a paper: a frame, `words` in rows, dots or rules behind them, a little askew."""
    font = ImageFont.truetype(str(face), max(7, round(em * rng.uniform(0.55, 1.0))))
    row = round(font.size * rng.uniform(1.2, 1.7))
    beside = round(rng.uniform(0.3, 1.2) * em)
    width = round(max(map(font.getlength, words)) + rng.uniform(0, 5) * em) + 2 * beside
    height = row * len(words) + round(0.6 * em)
    image = Image.new("L", (width, height))
    draw = ImageDraw.Draw(image)
    line = max(1, round(rng.uniform(0.02, 0.09) * em))
    if rng.random() < 0.85:
        draw.rectangle((0, 0, width - 1, height - 1), outline=255, width=line)
    ruled = rng.random() < 0.3
    for number, text in enumerate(words):
        base = round(0.3 * em) + number * row + round(0.75 * row)
        draw.text((beside, base), text, 255, font, anchor="ls")
        if ruled and number:
            draw.line((0, base - row, width, base - row), 255, line)
        elif rng.random() < 0.5:
            behind = beside + font.getlength(text)
            dots = "." * max(0, int((width - beside - behind) / font.getlength(".")))
            draw.text((behind, base), dots, 255, font, anchor="ls")
    tilt = float(rng.normal(0, 4) if rng.random() < 0.85 else rng.uniform(-45, 45))
    turned = np.asarray(image.rotate(tilt, Image.Resampling.BILINEAR, expand=True), np.float32) / 255
    return (turned * _uneven(len(turned), turned.shape[1], rng)).astype(np.float32)


def paste(ground: Ink, piece: Ink, corner: tuple[float, float]) -> None:
    """Lay `piece` over `ground` with its top left at `corner` (x, y), cut at the edges."""
    x, y = round(corner[0]), round(corner[1])
    top, left = max(0, y), max(0, x)
    bottom, right = min(ground.shape[0], y + piece.shape[0]), min(ground.shape[1], x + piece.shape[1])
    if top < bottom and left < right:
        part = ground[top:bottom, left:right]
        np.maximum(part, piece[top - y : bottom - y, left - x : right - x], out=part)
