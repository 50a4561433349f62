# SPDX-License-Identifier: Apache-2.0
"""Invented strips as the reader of digits sees them: a blank of the form filled in, between the print around it.

`Số: ___/KH-UBND`, `ngày ___ tháng`, `tháng ___ năm`, drawn at the size of a scan, spoilt as scans are, and brought to
the size of a strip. What is written is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.scans.degrade import blurred, jpegged, rescaled
from bench.scans.drawn_handwriting import cropped, random_letters
from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.recognition.handwriting.digits import END_SIGN, OTHER_SIGN, strip_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.random import Generator
    from numpy.typing import NDArray

    from bench.scans.drawn_handwriting import Hands, Ink

X_OF_TIMES = 0.448
"""Height of `x` over the size of Times."""
_X_HEIGHTS = (9.0, 11.0, 13.0, 15.0, 17.0, 17.0, 20.0, 25.0)
"""Pixels: 14 points at 100 to 300 dpi, most at 150 to 240; few, so that print is drawn once."""
_HIGHEST = 2.4
"""Reach of writing above the base line, in x-heights; what is higher is cut off in a strip."""
_PALE, _PALE_BILEVEL = 0.45, 0.35
"""Shares of strips with pale writing."""
_STAMPED = 0.08
"""Share with a line of a stamp or of the border of a table across them."""
_TYPES = ("KH", "QĐ", "CT", "BC", "TB", "CV", "TTr", "NQ", "HD", "UBND", "SGDĐT", "CTr", "BB", "GM", "PA", "ĐA", "KL")
_ABOVE_IT = ("SỞ Y TẾ", "XÃ PHÚ TRUNG", "TỈNH QUẢNG NGÃI", "Độc lập - Tự do - Hạnh phúc", "ỦY BAN NHÂN DÂN")
_BELOW_IT = ("V/v tăng cường công tác", "KẾ HOẠCH", "Về việc thực hiện", "trên địa bàn xã")


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """Faces of print: upright, italic; each of a pair is of one family."""

    families: Sequence[tuple[Path, Path]]


@dataclass(frozen=True, slots=True)
class _Form:
    """The print on both sides of a blank."""

    left: str
    right: str
    italic: bool
    ends: bool
    """The right side begins with the sign that ends a number."""


class Scanned(NamedTuple):
    """A line as it was scanned, at the size of page images, and where a strip of it is cut."""

    image: NDArray[np.uint8]
    left: int
    base: int
    right: int
    text: str
    """What is to be read of it: digits, END_SIGN behind a number, OTHER_SIGN for a letter."""
    by_hand: bool


def strip(hands: Hands, faces: Print, rng: Generator) -> tuple[NDArray[np.uint8], str]:
    """A strip and what is to be read of it, as `Scanned.text` says."""
    line = scanned(hands, faces, rng)
    return strip_of(line.image, line.left, line.base, line.right), line.text


def scanned(hands: Hands, faces: Print, rng: Generator) -> Scanned:
    """A line with a blank, filled in or not."""
    form = _form(rng)
    x_height = float(rng.choice(_X_HEIGHTS))
    upright, italic = faces.families[int(rng.integers(len(faces.families)))]
    face = italic if form.italic else upright
    text, ink, by_hand = _filling(form, hands, face, x_height, rng)
    bilevel = bool(rng.random() < 0.4)
    if ink is not None and rng.random() < (_PALE_BILEVEL if bilevel else _PALE):
        ink = _pale(ink, rng, least=0.6 if bilevel else 0.35)
    page, origin, base = _drawn(form, ink, face, x_height, rng)
    scale = X_HEIGHT / x_height * float(rng.normal(1, 0.04))
    grey = _scanned(page, rng, bilevel=bilevel)
    grey = rescaled(grey, scale)
    box = round(origin * scale), round(base * scale + rng.normal(0, 1.2)), grey.shape[1]
    return Scanned(grey, *box, text, by_hand)


def _form(rng: Generator) -> _Form:
    kind = rng.random()
    if kind < 0.55:
        symbol = str(rng.choice(_TYPES))
        sign = "-" if rng.random() < 0.06 else "/"
        left = str(rng.choice(("Số:", "Số :", "Số", "SỐ:", "Số: "), p=(0.8, 0.08, 0.05, 0.03, 0.04)))
        return _Form(left, sign + symbol, rng.random() < 0.08, ends=True)
    italic = rng.random() < 0.85
    if kind < 0.85:
        return _Form("ngày", "tháng", italic, ends=False)
    return _Form("tháng", "năm", italic, ends=False)


def _filling(form: _Form, hands: Hands, face: Path, x_height: float, rng: Generator) -> tuple[str, Ink | None, bool]:
    """What stands in the blank, its ink (None for nothing), and whether it is written by hand."""
    end = END_SIGN if form.ends else ""
    lot = rng.random()
    if lot < 0.06:
        return end, None, False
    if lot < 0.1:
        letters = random_letters(int(rng.integers(1, 3)), rng)
        return OTHER_SIGN * len(letters) + end, hands.written(letters, x_height * rng.uniform(1.3, 2.3), rng), True
    count = 1 + int(rng.choice(5, p=(0.08, 0.26, 0.31, 0.31, 0.04) if form.ends else (0.1, 0.9, 0, 0, 0)))
    digits = "".join(map(str, rng.integers(10, size=count)))
    if count > 1 and rng.random() < 0.15:
        digits = "0" + digits[1:]
    if lot < 0.22:
        return digits + end, _print(digits, face, x_height), False
    suffix = random_letters(1, rng) if form.ends and rng.random() < 0.07 else ""
    height = x_height * float(np.clip(rng.normal(1.9, 0.28), 1.2, 2.4))
    return digits + OTHER_SIGN * len(suffix) + end, hands.written(digits + suffix, height, rng), True


@lru_cache(maxsize=2048)
def _print(text: str, face: Path, x_height: float) -> Ink:
    """Print as coverage, tightly around its ink: digits stand on the base line."""
    return cropped(_set(text, face, x_height)[0])


@lru_cache(maxsize=4096)
def _set(text: str, face: Path, x_height: float) -> tuple[Ink, int]:
    """The text's coverage and the row of its base line."""
    font = ImageFont.truetype(str(face), max(6.0, x_height / X_OF_TIMES))
    ascent, descent = font.getmetrics()
    width = int(font.getlength(text)) + 4
    image = Image.new("L", (width, ascent + descent + 4), 0)
    ImageDraw.Draw(image).text((1, 2), text, fill=255, font=font)
    return np.asarray(image, np.float32) / np.float32(255), ascent + 2


@dataclass(slots=True, eq=False)
class _Line:
    """A line while it is drawn, as ink."""

    page: Ink
    base: int
    face: Path
    x_height: float
    rng: Generator

    def print(self, text: str, x: float, shift: float = 0) -> None:
        """Print `text` from `x` on, its base line `shift` x-heights below that of the line."""
        ink, base = _set(text, self.face, self.x_height)
        _lay(self.page, ink, round(x), round(self.base + shift * self.x_height - base))

    def spoil(self, start: float, stop: float) -> None:
        """Leaders from `start` to `stop`; a rule, the lines above and below, specks."""
        rng, x_height = self.rng, self.x_height
        if rng.random() < 0.18:
            dot = _print(".", self.face, x_height)
            for x in np.arange(start, stop, x_height * rng.uniform(0.35, 0.7)):
                _lay(self.page, dot, round(x), self.base - len(dot))
        if rng.random() < 0.3:
            y = round(self.base - x_height * rng.uniform(2.3, 3.4))
            self.page[y : y + max(1, round(x_height / 10)), int(rng.integers(self.page.shape[1])) :] = 1
        for texts, shift in ((_ABOVE_IT, -rng.uniform(2.6, 3.6)), (_BELOW_IT, rng.uniform(2.3, 3.2))):
            if rng.random() < 0.25:
                self.print(str(rng.choice(texts)), -rng.uniform(0, 8) * x_height, shift)
        if rng.random() < _STAMPED:
            self._stamped()
        for _ in range(rng.poisson(0.35)):
            top, left, size = (int(rng.integers(each)) for each in (*self.page.shape, 4))
            self.page[top : top + size, left : left + size] = 1

    def _stamped(self) -> None:
        """A line across the strip that is not level: of the frame of a stamp, or of its arc."""
        rng, (height, width) = self.rng, self.page.shape
        ends = [(rng.uniform(-0.3, 1.3) * width, 0.0), (rng.uniform(-0.3, 1.3) * width, float(height))]
        if rng.random() < 0.6:
            ends = [(0.0, rng.uniform(0, 1) * height), (float(width), rng.uniform(0, 1) * height)]
        layer = np.zeros(self.page.shape, np.uint8)
        first, last = (tuple(round(each) for each in end) for end in ends)
        cv2.line(layer, first, last, int(rng.integers(90, 256)), max(1, round(self.x_height * rng.uniform(0.05, 0.16))))
        np.maximum(self.page, layer.astype(np.float32) / np.float32(255), out=self.page)


def _drawn(form: _Form, ink: Ink | None, face: Path, x_height: float, rng: Generator) -> tuple[Ink, float, float]:
    """The line as ink; where the strip begins, and its base line."""
    left = _set(form.left, face, x_height)[0].shape[1]
    width = ink.shape[1] if ink is not None else 0
    before, after = rng.uniform(-0.5, 1.3) * x_height, rng.uniform(-0.3, 2.5) * x_height
    gap = rng.uniform(0.3, 7) * x_height if ink is None else max(0.0, before + width + after)
    shown = x_height * rng.uniform(0.6, 3.6)  # of the print on the right
    page = np.zeros((round(x_height * 5.4), round(left + gap + shown) + 1), np.float32)
    line = _Line(page, round(x_height * 3.6), face, x_height, rng)
    line.print(form.left, 0)
    line.print(form.right, left + gap)
    if ink is not None:
        lift = min(rng.normal(0.05, 0.16) * x_height, _HIGHEST * x_height - len(ink))
        _lay(page, ink, round(left + before), round(line.base - lift - len(ink)))
    line.spoil(left, left + gap)
    return page, max(0.0, left - x_height * rng.uniform(0.3, 2.0)), line.base


def _lay(page: Ink, piece: Ink, x: int, y: int) -> None:
    """The darker of both wins; what lies outside is cut off."""
    top, left = max(0, y), max(0, x)
    bottom, right = min(page.shape[0], y + piece.shape[0]), min(page.shape[1], x + piece.shape[1])
    if top < bottom and left < right:
        part = page[top:bottom, left:right]
        np.maximum(part, piece[top - y : bottom - y, left - x : right - x], out=part)


def _pale(ink: Ink, rng: Generator, least: float) -> Ink:
    """Writing fainter than the print: of a light colour, or of a pen that does not give enough everywhere.

    A pencil on rough paper leaves grains bare. `least`: the share of ink that is there at least.
    """
    height, width = ink.shape
    coarse = rng.uniform(rng.uniform(0.3, 1), 1, (4, max(2, width * 4 // height))).astype(np.float32)
    given = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.3:
        given *= np.clip(rng.normal(1, rng.uniform(0.1, 0.5), ink.shape), 0.2, 1).astype(np.float32)
    return np.asarray(ink * given * np.float32(rng.uniform(least, 1)), np.float32)


def _scanned(ink: Ink, rng: Generator, *, bilevel: bool) -> NDArray[np.uint8]:
    """Ink on paper as a scanner saves it: grey or bilevel."""
    paper, dark = rng.uniform(205, 255), rng.choice((rng.uniform(0, 60), rng.uniform(60, 150)), p=(0.75, 0.25))
    grey = blurred(np.asarray(paper - ink * (paper - dark), np.uint8), rng.uniform(0.2, 1.1))
    grain = rng.standard_normal(grey.shape, np.float32) * np.float32(rng.uniform(0, 9))
    grey = np.clip(grey + grain, 0, 255).astype(np.uint8)
    if bilevel:
        level = dark + (paper - dark) * rng.uniform(0.5, 0.8)
        return np.where(grey > level, 255, 0).astype(np.uint8)
    return jpegged(grey, int(rng.integers(30, 90))) if rng.random() < 0.6 else grey
