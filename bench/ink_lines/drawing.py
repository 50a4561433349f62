# SPDX-License-Identifier: Apache-2.0
"""A line as the reader of lines under ink gets it: set, sealed, signed, scanned, scaled as pages are, and cut out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.ink_lines.inks import Ink, frame, paste, pen, received, seal
from bench.ink_lines.lines import Text, header, line
from bench.scans.drawn_handwriting import Hands

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.random import Generator
    from numpy.typing import NDArray

_EM = 27.5
"""Pixels of an em where letters are as high as the engine's model likes (`imaging.blobs.X_HEIGHT`)."""
_MARGIN = 2.2
"""Em of paper around a line on the sheet on which it is set."""

_RECEIVED = ("CÔNG VĂN ĐẾN", "ĐẾN", "Số:", "Ngày:", "Chuyển:", "Lưu hồ sơ số:")
"""Rows of stamps of those who received a paper."""


class Family(NamedTuple):
    """Faces of a family, and how often it is drawn."""

    faces: Mapping[str, Path]
    """`regular`, `bold`, `italic`."""
    weight: float


@dataclass(frozen=True)
class Shelf:
    """What lines are drawn with: faces, and seals and stamps made beforehand, for letters of an em of `em` pixels."""

    families: Sequence[Family]
    seals: Sequence[Ink]
    stamps: Sequence[Ink]
    hands: Hands
    em: float


def shelf(families: Sequence[Family], count: int, rng: Generator) -> Shelf:
    """A shelf with `count` seals and stamps, at a scale of its own: 150 to 300 dpi, letters of 13 or 14 points."""
    em = float(rng.choice((13, 14, 14))) / 72 * float(rng.choice((150, 200, 200, 240, 300, 300, 300, 300)))
    seals = []
    for _ in range(count):
        face = families[int(rng.integers(len(families)))].faces["bold" if rng.random() < 0.6 else "regular"]
        words = tuple(header(rng).text.strip("-; ").upper()[: int(rng.integers(6, 26))] for _ in range(2))
        seals.append(seal((words[0], words[1]), face, em, rng))
    stamps = []
    for _ in range(count):
        face = families[int(rng.integers(len(families)))].faces["bold" if rng.random() < 0.5 else "regular"]
        first = int(rng.integers(3))
        body = header(rng).text.upper()[: int(rng.integers(8, 30))]
        stamps.append(received((body, *_RECEIVED[first : int(rng.integers(first + 1, 6))]), face, em, rng))
    return Shelf(families, seals, stamps, Hands({}, [families[0].faces["regular"]], (0, 0, 1, 0)), em)


def drawn(shelf: Shelf, rng: Generator) -> tuple[NDArray[np.uint8], Text]:
    """The picture of a line, grey, and what stands in it."""
    text = line(rng)
    ink, box = _set(text, shelf, rng)
    inked = 1 - ink * rng.uniform(0.7, 1.0)
    for layer in _inks(ink.shape, box, shelf, rng):
        inked *= 1 - layer
    part = _cut((inked * 255).astype(np.float32), box, shelf.em, rng)
    return _scaled(_scanned(part, rng), shelf.em, rng), text


def _set(text: Text, shelf: Shelf, rng: Generator) -> tuple[Ink, tuple[float, float, float]]:
    """A sheet with the line and perhaps its neighbours; where it begins and ends, and its base line."""
    weights = np.array([family.weight for family in shelf.families])
    family = shelf.families[int(rng.choice(len(weights), p=weights / weights.sum()))]
    font = ImageFont.truetype(str(family.faces[text.face]), round(shelf.em), layout_engine=ImageFont.Layout.BASIC)
    hand = _by_hand(shelf, rng) if text.room is not None else np.zeros((0, 0), np.float32)
    room = hand.shape[1] * rng.uniform(0.8, 1.5) if hand.size else 0
    length = font.getlength(text.text) + room or rng.uniform(2, 9) * shelf.em
    margin = _MARGIN * shelf.em
    sheet = Image.new("L", (round(length + 2 * margin), round(2 * margin)))
    draw = ImageDraw.Draw(sheet)
    before, behind = text.text[: text.room], text.text[len(text.text) if text.room is None else text.room :]
    draw.text((margin, margin), before, 255, font, anchor="ls")
    draw.text((margin + font.getlength(before) + room, margin), behind, 255, font, anchor="ls")
    for side in (-1, 1):
        if rng.random() < 0.25:
            other = line(rng)
            at = (sheet.width / 2 + rng.uniform(-2, 2) * shelf.em, margin + side * rng.uniform(1.15, 1.6) * shelf.em)
            draw.text(at, other.text, 255, font, anchor="ms")
    ink: Ink = np.array(sheet, np.float32) / np.float32(255)
    if hand.size:
        left = margin + font.getlength(before) + rng.uniform(-0.1, 0.2) * shelf.em
        paste(ink, hand, (left, margin - len(hand) + rng.normal(0.05, 0.15) * shelf.em))
    return np.clip(ink, 0, 1), (margin, margin + length, margin)


def _by_hand(shelf: Shelf, rng: Generator) -> Ink:
    """A number as it is written into the room for one."""
    digits = str(rng.integers(1, 10 ** int(rng.integers(1, 5))))
    height = float(np.clip(rng.normal(0.9, 0.15), 0.6, 1.2)) * shelf.em
    return np.asarray(shelf.hands.written(digits, height, rng) * np.float32(rng.uniform(0.6, 1)), np.float32)


def _inks(shape: tuple[int, ...], box: tuple[float, float, float], shelf: Shelf, rng: Generator) -> list[Ink]:
    """What lies over the line; nothing over some."""
    height, width = shape[:2]
    first, last, base = box
    layers = []
    chance = rng.random()
    lot = rng.random()
    if chance > 0.15 and lot < 0.6:
        layer = np.zeros((height, width), np.float32)
        each = shelf.seals[int(rng.integers(len(shelf.seals)))]
        reach = len(each) / 2
        x = rng.uniform(first - 0.9 * reach, first + max(0.5 * (last - first), reach))
        y = base - 0.3 * shelf.em + rng.uniform(-1.05, 1.05) * reach
        paste(layer, each, (x - reach, y - reach))
        layers.append(layer * _tone(rng))
    if chance > 0.15 and lot > 0.5 and rng.random() < 0.7:
        layers.append(_stamped((height, width), box, shelf, rng) * _tone(rng))
    if chance > 0.15 and rng.random() < 0.5:
        at = (rng.uniform(first, last), base + rng.normal(0, 0.9) * shelf.em)
        layers.append(pen((height, width), at, shelf.em, rng) * _tone(rng))
    if chance > 0.9:
        layers.append(frame((height, width), shelf.em, rng) * _tone(rng))
    return layers


def _stamped(shape: tuple[int, int], box: tuple[float, float, float], shelf: Shelf, rng: Generator) -> Ink:
    """A stamp somewhere on the line: whether a row of it, its side or its corner is left to chance."""
    layer = np.zeros(shape, np.float32)
    each = shelf.stamps[int(rng.integers(len(shelf.stamps)))]
    tall, wide = each.shape
    first, last, base = box
    x = rng.uniform(first - 0.8 * wide, max(first, last - 0.2 * wide))
    paste(layer, each, (x, base - 0.3 * shelf.em - rng.uniform(0.02, 0.98) * tall))
    return layer


def _tone(rng: Generator) -> float:
    """How dark an ink is: as black as print as often as not."""
    return float(rng.uniform(0.85, 1.0) if rng.random() < 0.6 else rng.uniform(0.25, 0.85))


def _cut(page: NDArray[np.float32], box: tuple[float, float, float], em: float, rng: Generator) -> NDArray[np.float32]:
    """The line alone, a little askew, wider or narrower, as high as one with marks."""
    height, width = page.shape
    first, last, base = box
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.clip(rng.normal(0, 0.8), -2.5, 2.5)), 1.0)
    turn = np.diag([rng.uniform(0.9, 1.1), 1.0]) @ turn
    ends = np.array([[first, last], [base, base], [1, 1]])
    (first, last), (left_base, right_base) = turn @ ends
    top = min(left_base, right_base) - rng.uniform(0.92, 1.3) * em
    bottom = max(left_base, right_base) + rng.uniform(0.26, 0.45) * em
    left = first - rng.uniform(0.1, 1.0 if rng.random() < 0.7 else 2.5) * em
    right = last + rng.uniform(0.1, 1.0 if rng.random() < 0.7 else 2.5) * em
    turn[:, 2] -= (left, top)
    size = (round(right - left), round(bottom - top))
    part = cv2.warpAffine(page, turn, size, flags=cv2.INTER_LINEAR, borderValue=(255.0,))
    return part.astype(np.float32)


def _scanned(page: NDArray[np.float32], rng: Generator) -> NDArray[np.uint8]:
    """The sheet as a scanner gives it: blurred, with noise, grey or bilevel, with specks and bites."""
    page = cv2.GaussianBlur(page, (0, 0), float(rng.uniform(0.3, 1.1))).astype(np.float32)
    page += float(rng.uniform(1, 14)) * rng.standard_normal(page.shape, np.float32)
    if rng.random() < 0.6:
        page = np.where(page > rng.uniform(95, 215), 255, 0).astype(np.float32)
        _specks(page, rng)
    else:
        page = 255 - (255 - page) * rng.uniform(0.55, 1.0)
    return np.clip(page, 0, 255).astype(np.uint8)


def _specks(page: NDArray[np.float32], rng: Generator) -> None:
    """Specks of dust and of lost toner."""
    height, width = page.shape
    for colour, most in ((0.0, 25), (255.0, 40)):
        for _ in range(int(rng.integers(0, most)) if rng.random() < 0.4 else 0):
            at = (int(rng.integers(width)), int(rng.integers(height)))
            cv2.circle(page, at, int(rng.choice((0, 1, 1, 2))), colour, -1)


def _scaled(part: NDArray[np.uint8], em: float, rng: Generator) -> NDArray[np.uint8]:
    """The line at the engine's scale, as it may be stored."""
    scale = _EM * rng.uniform(0.92, 1.1) / em
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=how).astype(np.uint8)
    if rng.random() < 0.25:
        quality = int(rng.integers(40, 85))
        _, data = cv2.imencode(".jpg", part, [cv2.IMWRITE_JPEG_QUALITY, quality])
        part = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
    return part
