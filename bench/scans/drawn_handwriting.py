# SPDX-License-Identifier: Apache-2.0
"""Numbers as people write them: digits of a data set, of faces that imitate a hand, and drawn here stroke by stroke.

The digits of MNIST were written by Americans. In Vietnam, as in much of Europe, `1` begins with a long upstroke, `7` is
crossed, `4` may be closed like an `A`, `2` may begin and end in a loop; those are among the strokes.
Ink is coverage, 0 for bare paper to 1, in arrays of floats; lengths are pixels.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bench.scans.drawn_ink import smooth
from bench.scans.written_traces import penned, thinned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.random import Generator

    from bench.scans.written_traces import Trace

Ink = NDArray[np.float32]

_WAYS = """
0  55,2 15,25 10,70 40,98 75,75 80,30 50,2
0  60,8 20,15 5,60 35,100 80,70 75,20 40,0 75,10
0  35,12 10,45 25,95 65,85 78,35 55,5 42,25
1  0,60 30,30 60,0 60,0 50,50 40,100
1  -20,85 20,45 55,0 55,0 50,50 45,100
1  20,30 50,0 50,0 47,50 45,100
1  50,0 47,50 44,100
1  15,30 50,0 50,0 48,50 46,100; 5,100 50,100 95,98
1  -45,95 10,45 55,0 55,0 48,50 40,100
1  -30,70 15,35 50,0 50,0 50,50 48,100
1  -15,60 20,35 52,0 52,0 50,60 48,98; 0,98 60,96 120,92
1  -25,100 20,50 50,5 50,5 60,0 58,50 52,100
1  5,90 30,40 50,0 50,0 58,50 62,100
1  -10,100 20,45 42,0 42,0 44,60 46,104
2  28,50 20,30 55,0 80,12 55,60 5,100 -25,88 -10,66 25,80 55,98 75,92
2  15,40 12,15 50,0 78,20 50,65 0,98 -14,84 8,72 40,90 90,96
2  10,25 40,0 75,25 40,65 5,98 5,98 40,95 85,97
2  30,30 12,38 10,15 45,0 75,22 45,65 12,95 2,85 20,80 50,95 105,90
2  10,20 45,0 72,25 30,75 5,95 15,80 45,95 95,85
2  10,10 45,0 80,10 80,10 10,95 10,95 85,95
2  28,32 14,38 5,22 30,2 68,6 76,32 40,75 5,98 -5,84 14,74 50,92 108,86
2  32,22 24,40 6,34 12,8 50,0 78,24 52,68 12,96 12,96 45,88 100,94
2  0,45 -5,25 25,2 65,8 72,40 40,85 5,100 -15,82 5,66 40,80 70,98 115,88
2  38,28 28,40 40,46 46,22 60,0 80,8 78,35 50,75 10,100 -35,95 -40,72 -10,65 30,85 70,98 110,92
2  30,30 40,5 70,0 80,25 55,65 15,95 -20,100 -25,80 5,75 40,92 95,98
2  48,30 36,14 60,0 78,18 60,55 20,95 5,95 15,75 45,95 125,90
2  5,22 35,0 70,12 62,48 15,88 -5,100 -12,82 15,72 55,92 130,98
3  15,8 55,0 70,25 35,45 75,65 55,97 5,90
3  10,5 80,0 80,0 35,40 35,40 78,62 50,100 0,92
3  20,10 50,0 65,20 35,42 35,42 65,60 40,90 -10,100
4  50,0 5,62 5,62 85,58; 62,35 58,70 55,100
4  20,0 10,50 10,50 85,48; 75,5 68,50 62,100
4  60,0 0,70 0,70 95,66; 60,0 62,50 60,100
4  60,0 5,95 60,0 60,0 62,100; -5,65 90,60
4  50,0 0,98; 50,0 80,100; -8,64 98,58
4  55,3 5,68 5,68 92,64; 55,3 76,102
4  45,0 22,55 -8,100; 45,0 62,50 72,100; 2,62 88,60
4  10,2 4,52 4,52 78,54; 80,0 74,50 70,100
4  28,0 0,52 25,62 88,48; 66,18 60,60 44,106
4  15,0 12,48 85,40; 82,8 76,60 70,102
4  45,0 0,80 0,80 95,76; 60,10 55,60 52,104
4  48,2 -5,86 -5,86 98,82; 50,-6 50,50 48,106
4  40,0 15,45 -12,88 -12,88 40,84 85,86; 72,2 66,60 60,104
4  42,0 10,55 -15,98; -15,72 30,66 90,70; 70,-5 64,60 58,102
4  38,5 0,62 0,62 40,58 80,64; 62,-8 58,40 52,100
5  30,5 20,42 60,42 72,75 40,100 5,88; 30,5 80,0
5  30,2 20,40 55,40 70,70 40,100 -5,90; 30,2 120,-8
5  35,12 22,44 62,42 74,75 40,100 0,90; 45,2 110,-14
5  85,0 30,3 30,3 20,40 60,42 75,72 40,100 0,88
6  65,0 25,40 12,80 45,100 72,75 45,55 15,72
6  50,0 15,50 15,90 50,100 70,75 50,58 20,75 20,90
7  10,8 50,8 80,3 80,3 55,50 35,100; 20,52 80,48
7  0,20 25,0 55,10 90,0 55,50 30,100; 10,60 95,40
7  5,22 8,5 85,3 85,3 50,50 35,100; 25,50 80,50
7  10,5 80,3 80,3 50,50 35,100
7  0,18 12,10 50,12 100,0 100,0 62,50 40,100; 30,62 90,45
7  0,8 75,0 75,0 50,45 40,100; 5,58 95,46
7  10,22 5,2 88,6 60,48 52,100; 28,55 92,44
8  70,15 40,0 20,22 50,48 70,78 40,100 10,80 40,50 68,30 70,15
8  80,8 35,5 20,30 65,65 55,98 15,95 20,65 70,30 95,0
8  45,0 20,22 45,45 70,22 45,0; 45,45 10,72 45,100 80,72 45,45
9  70,20 40,0 15,25 40,50 70,20 70,20 65,60 50,100
9  70,15 35,0 12,30 40,50 72,15 70,60 50,98 5,90
9  68,12 30,2 15,30 40,46 70,14 70,14 62,60 30,105 -15,112
9  70,18 45,2 15,22 35,48 70,20 66,65 40,104 0,92 20,84
9  75,10 30,5 15,35 45,48 75,10 75,10 74,60 72,100
"""
"""Ways to write a digit, one a line: strokes parted by semicolons, through points `x,y` in hundredths of the height."""
_LOCAL = "1247"
"""Digits whose local shapes MNIST lacks; they are drawn among its digits too."""
_THINNEST, _BROADEST = 0.025, 0.26
"""Breadths of the pens that go the way of a trace, over the height of a digit: a pencil, a wide nib."""
_LETTERS = "aAbBcCdDeEhHkKLmnNPTvxXy"
_HOLDS_PIXELS = 96
"""Height at which a glyph of a face is drawn before it is brought to size."""


def _strokes(table: str) -> dict[str, list[list[Ink]]]:
    """By digit the ways to write it, each of strokes: arrays of points (n, 2), in heights."""
    ways: dict[str, list[list[Ink]]] = {}
    for line in table.split("\n"):
        digit, _, strokes = line.partition("  ")
        points = [np.array([point.split(",") for point in stroke.split()], np.float32) for stroke in strokes.split(";")]
        ways.setdefault(digit, []).append([stroke / np.float32(100) for stroke in points])
    return ways


STROKES = _strokes(_WAYS.strip())


@dataclass(frozen=True, slots=True, eq=False)
class Hands:
    """Where written digits come from."""

    pictures: Mapping[str, NDArray[np.uint8]]
    """By digit its pictures, (n, 28, 28), ink 255."""
    faces: Sequence[Path]
    mix: tuple[float, float, float, float] = (0.37, 0.27, 0.25, 0.11)
    """Shares of numbers out of pictures, faces, strokes, and all of them mixed."""
    local: float = 0.4
    """Share of _LOCAL digits among pictures that are drawn by strokes, and half of that among traces; 0: none are."""
    traces: Sequence[Mapping[str, Sequence[Trace]]] = ()
    """Sets of traces by digit (`written_traces`); with none, pens are of one kind and digits as they were found."""
    traced: float = 0.55
    """Share of the numbers that a pen of any kind writes, where there are traces."""

    def written(self, text: str, height: float, rng: Generator) -> Ink:
        """`text` (digits; letters only from faces) in one hand, tightly around its ink."""
        if self.traces and rng.random() < self.traced:
            glyphs = self._by_any_pen(text, rng)
        else:
            glyphs = self._as_found(text, rng)
        squeeze, gap = rng.uniform(0.75, 1.15), rng.normal(0.12, 0.1)
        sized = [_sized(glyph, height * rng.normal(1, 0.07), squeeze * rng.normal(1, 0.06)) for glyph in glyphs]
        line = _in_line(sized, height, gap, rng)
        return cropped(_warped(line, rng.normal(0.1, 0.19), rng))

    def _as_found(self, text: str, rng: Generator) -> list[Ink]:
        source = rng.choice(4, p=self.mix)
        face = self.faces[int(rng.integers(len(self.faces)))]
        pen = rng.uniform(0.045, 0.14)
        return [self._glyph(char, int(source), face, pen, rng) for char in text]

    def _by_any_pen(self, text: str, rng: Generator) -> list[Ink]:
        """Digits of one set of traces, some of them drawn by strokes, or all of a face, or all drawn by strokes."""
        pen = math.exp(rng.uniform(math.log(_THINNEST), math.log(_BROADEST)))
        face = self.faces[int(rng.integers(len(self.faces)))]
        of_face = len(self.traces)
        source = int(rng.integers(of_face + (2 if self.local else 1)))
        drawn = rng.random() * self.local if source < of_face else float(source > of_face)
        known = self.traces[source] if source < of_face else {}
        glyphs = []
        for char in text:
            if char in STROKES and rng.random() < drawn:
                ways = STROKES[char]
                glyphs.append(_of_strokes(ways[rng.integers(len(ways))], pen, rng))
            else:
                traces = known.get(char) or [_trace_of_face(char, face)]
                glyphs.append(cropped(penned(traces[int(rng.integers(len(traces)))], pen, rng)))
        return glyphs

    def _glyph(self, char: str, source: int, face: Path, pen: float, rng: Generator) -> Ink:
        if not char.isdigit():
            return _of_face(char, face)
        source = int(rng.integers(3)) if source == 3 else source
        if source == 2 or (source == 0 and char in _LOCAL and rng.random() < self.local):
            ways = STROKES[char]
            return _of_strokes(ways[rng.integers(len(ways))], pen, rng)
        if source == 1:
            return _of_face(char, face)
        known = self.pictures[char]
        return _of_picture(known[rng.integers(len(known))], rng.uniform(0.3, 0.55))


def random_letters(count: int, rng: Generator) -> str:
    """Letters such as follow a number, or stand where none should."""
    return "".join(_LETTERS[at] for at in rng.integers(len(_LETTERS), size=count))


def mnist(folder: Path, part: str) -> dict[str, NDArray[np.uint8]]:
    """The digits of the `train` or `t10k` part of MNIST, whose four IDX files lie in `folder`."""
    pictures = _idx(folder / f"{part}-images-idx3-ubyte")
    labels = _idx(folder / f"{part}-labels-idx1-ubyte")
    return {str(digit): pictures[labels == digit] for digit in range(10)}


def _idx(path: Path) -> NDArray[np.uint8]:
    data = path.read_bytes()
    shape = struct.unpack(f">{data[3]}I", data[4 : 4 + 4 * data[3]])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(shape)


def _of_picture(picture: NDArray[np.uint8], level: float) -> Ink:
    """A digit of a data set; the higher `level`, the thinner the pen."""
    large = cv2.resize(picture, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC).astype(np.float32) / 255
    return cropped(np.clip((large - level) * 4 + 0.5, 0, 1).astype(np.float32))


@lru_cache(maxsize=4096)
def _of_face(char: str, face: Path) -> Ink:
    font = ImageFont.truetype(str(face), _HOLDS_PIXELS)
    left, top, right, bottom = map(round, font.getbbox(char))
    image = Image.new("L", (max(1, right - left) + 8, max(1, bottom - top) + 8), 0)
    ImageDraw.Draw(image).text((4 - left, 4 - top), char, fill=255, font=font)
    return cropped(np.asarray(image, np.float32) / np.float32(255))


@lru_cache(maxsize=4096)
def _trace_of_face(char: str, face: Path) -> Trace:
    return thinned(_of_face(char, face))


def _of_strokes(strokes: Sequence[Ink], pen: float, rng: Generator) -> Ink:
    """Strokes of which each point lies a little beside its place; `pen`: its breadth over the height."""
    size, margin = 80, 40
    image = np.zeros((size + 2 * margin, 2 * size + 2 * margin), np.uint8)
    for stroke in strokes:
        points = stroke * (rng.uniform(0.75, 1.1), 1.0)
        points += np.repeat(rng.normal(0, 0.03, (1, 2)), len(points), 0) + rng.normal(0, 0.025, points.shape)
        path = np.round(smooth((points * size + margin).astype(np.float32))).astype(np.int32)
        cv2.polylines(image, [path.reshape(-1, 1, 2)], False, 255, max(2, round(pen * size)), cv2.LINE_AA)
    return cropped(image.astype(np.float32) / np.float32(255))


def _sized(glyph: Ink, height: float, squeeze: float) -> Ink:
    factor = height / len(glyph)
    width = max(2, round(glyph.shape[1] * factor * squeeze))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.clip(cv2.resize(glyph, (width, max(3, round(height))), interpolation=how), 0, 1).astype(np.float32)


def _in_line(glyphs: Sequence[Ink], height: float, gap: float, rng: Generator) -> Ink:
    """The glyphs side by side on a base line that wavers; they may touch."""
    margin = round(height * 0.4)
    width = sum(glyph.shape[1] for glyph in glyphs) + round((len(glyphs) + 1) * height * 0.6) + 2 * margin
    line = np.zeros((round(height * 1.4) + 2 * margin, width), np.float32)
    x, slope = float(margin), rng.normal(0, 0.04)
    for glyph in glyphs:
        y = margin + round(height * 1.2) - len(glyph) + round(rng.normal(0, 0.04) * height + slope * (x - margin))
        y, at = max(0, y), round(x)
        place = line[y : y + len(glyph), at : at + glyph.shape[1]]
        np.maximum(place, glyph[: place.shape[0], : place.shape[1]], out=place)
        x += glyph.shape[1] + height * float(np.clip(rng.normal(gap, 0.06), -0.05, 0.5))
    return line


def _warped(line: Ink, slant: float, rng: Generator) -> Ink:
    """Leaning to the right by `slant`, its strokes bent by smooth chance."""
    height, width = line.shape
    margin = int(abs(slant) * height) + 2
    coarse = rng.normal(0, height * 0.028, (2, 4, max(2, width * 4 // height))).astype(np.float32)
    bend_x, bend_y = (cv2.resize(part, (width + 2 * margin, height), interpolation=cv2.INTER_CUBIC) for part in coarse)
    y, x = np.mgrid[:height, : width + 2 * margin].astype(np.float32)
    source_x = x - margin + slant * (y - height / 2) + bend_x
    return np.clip(cv2.remap(line, source_x, y + bend_y, cv2.INTER_LINEAR), 0, 1).astype(np.float32)


def cropped(ink: Ink) -> Ink:
    """The part with ink in it."""
    rows, columns = np.flatnonzero((ink > 0.2).any(axis=1)), np.flatnonzero((ink > 0.2).any(axis=0))
    if not len(rows):
        return np.zeros((3, 3), np.float32)
    return np.ascontiguousarray(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
