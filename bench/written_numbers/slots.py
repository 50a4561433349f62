# SPDX-License-Identifier: Apache-2.0
"""How well written numbers and dates are read: invented heads of documents, printed, filled in, scanned, read.

    python -m bench.written_numbers.slots --mnist DIR --hands FACE ... --print UPRIGHT ITALIC [--pages N]

The digits are those of the test part of MNIST and of faces that should be others than those learned from. Printed are,
by kind of slot, how many are filled in rightly, wrongly, left open, and not found, as `written_numbers` decides.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.scans.degrade import damaged, random_damage
from bench.scans.drawn_ink import BLACK, BLUE, inked
from bench.written_numbers.material import add_hands, hands_of
from bench.written_numbers.strips import X_OF_TIMES
from ocr_kh.imaging.prepare import prepare
from ocr_kh.language.confusions import TYPED_FIGURES, translation
from ocr_kh.reading.raster import Raster
from ocr_kh.recognition.handwriting.numbers import written_numbers
from ocr_kh.recognition.handwriting.slots import slots
from ocr_kh.recognition.tesseract import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from bench.scans.drawn_handwriting import Hands
    from ocr_kh.recognition.handwriting.slots import Slot
    from ocr_kh.recognition.hocr import EngineWord

DPI = 300
_PAGE = (2480, 3508)
_ROWS = range(200, 3300, 240)
_POINT = DPI / 72
_COLUMNS = (260, 1180)
_PLACES = ("Phú Trung", "Hà Nội", "Kiên Giang", "An Thịnh", "Tân Lập")
_SYMBOLS = ("/KH-UBND", "/QĐ-SYT", "/CT-UBND", "/BC-VP", "/TB-TrTHCS", "-NQ/TW", "/TTr-SNV")
_TEXT = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025 của Quốc hội;"


class Written(NamedTuple):
    """A number on the page: where its row is, in shares of the page's height, and what it is."""

    row: float
    kind: str
    text: str


@dataclass(slots=True)
class _Sheet:
    """A page while it is printed and written on."""

    image: NDArray[np.uint8]
    hands: Hands
    rng: Generator

    def printed(self, text: str, x: float, base: float, font: ImageFont.FreeTypeFont) -> float:
        """Print `text` from `x` on; where it ends."""
        page = Image.fromarray(self.image)
        ImageDraw.Draw(page).text((x, base), text, fill=(20, 20, 24), font=font, anchor="ls")
        self.image = np.array(page)
        return x + font.getlength(text)

    def written(self, text: str, x: float, base: float, font: ImageFont.FreeTypeFont) -> float:
        """Write `text` into a blank that begins at `x`; where the print goes on."""
        height = font.size * X_OF_TIMES * float(np.clip(self.rng.normal(1.9, 0.25), 1.3, 2.6))
        ink = self.hands.written(text, height, self.rng)
        width = self.rng.uniform(0.8, 2.5) * font.size
        left = round(x + self.rng.uniform(0.0, 0.3) * font.size)
        top = round(base - len(ink) - self.rng.normal(0, 0.06) * font.size)
        part = self.image[top : top + len(ink), left : left + ink.shape[1]]
        colour = BLUE if self.rng.random() < 0.6 else BLACK
        self.image[top : top + len(ink), left : left + ink.shape[1]] = inked(part, ink, colour)
        return float(max(x + width, left + ink.shape[1] + self.rng.uniform(-0.1, 0.3) * font.size))


def page(
    hands: Hands, faces: Sequence[Path], rng: Generator, by_hand: float
) -> tuple[NDArray[np.uint8], list[Written]]:
    """A sheet of heads, each with a line of text below, and the numbers on it."""
    sheet = _Sheet(np.full((_PAGE[1], _PAGE[0], 3), 255, np.uint8), hands, rng)
    written = []
    upright, italic = (ImageFont.truetype(str(face), round(13 * _POINT)) for face in faces)
    text = ImageFont.truetype(str(faces[0]), round(14 * _POINT))
    for row in _ROWS:
        number = str(rng.integers(1, 10 ** int(rng.choice((2, 3, 4)))))
        number = number.zfill(2) if rng.random() < 0.8 else number
        day, month = rng.integers(1, 32), rng.integers(1, 13)
        days, months = (f"{each:02}" if rng.random() < 0.8 else str(each) for each in (day, month))
        hand = [bool(rng.random() < share) for share in (by_hand, by_hand, by_hand / 2)]
        fill = [sheet.written if each else sheet.printed for each in hand]
        x = sheet.printed("Số:", _COLUMNS[0], row, upright) + rng.uniform(0, 0.4) * upright.size
        x = fill[0](number, x, row, upright)
        sheet.printed(str(rng.choice(_SYMBOLS)), x, row, upright)
        x = sheet.printed(f"{rng.choice(_PLACES)}, ngày", _COLUMNS[1], row, italic) + 0.25 * italic.size
        x = fill[1](days, x, row, italic) + 0.25 * italic.size
        x = sheet.printed("tháng", x, row, italic) + 0.25 * italic.size
        x = fill[2](months, x, row, italic) + 0.25 * italic.size
        sheet.printed(f"năm {rng.integers(2015, 2027)}", x, row, italic)
        sheet.printed(_TEXT, _COLUMNS[0], row + 110, text)
        texts = zip(("number", "day", "month"), (number, days, months), hand, strict=True)
        written += [
            Written(row / _PAGE[1], f"{kind} {'hand' if each else 'print'}", value) for kind, value, each in texts
        ]
    return sheet.image, written


class Outcome(NamedTuple):
    """What became of a number."""

    kind: str
    true: str
    before: str | None
    """As the engine read it; None where no slot was found."""
    after: str | None
    """None where it is left open."""


def outcomes(image: NDArray[np.uint8], written: Sequence[Written], rng: Generator) -> Iterator[Outcome]:
    """A page scanned and read."""
    damage = random_damage(rng)
    scan = damaged(image, damage, rng, dpi=DPI)
    sheet = prepare(Raster(scan, float(damage.dpi), damage.colour))
    words = read_words(sheet.image, language="vie", dpi=sheet.dpi, timeout=300)
    found: dict[tuple[float, str], tuple[str, str | None]] = {}
    rows = sorted({each.row for each in written})
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        after = written_numbers(line, sheet.image)
        again = {slot.kind: slot for slot in slots(after)}
        for slot in slots(line):
            share = sheet.level_box(0, slot.base, 1, 1).y0 / sheet.level_size[1]
            row = min(rows, key=lambda each: abs(each - share))
            if abs(row - share) < 0.012:
                found[row, slot.kind] = slot.read, _value(after, again.get(slot.kind))
    for each in written:
        before, after_it = found.get((each.row, each.kind.split()[0]), (None, None))
        yield Outcome(each.kind, each.text, before, after_it)


def _value(line: Sequence[EngineWord], slot: Slot | None) -> str | None:
    """The number that the line has now; None where it cannot be relied on."""
    if slot is None:
        return None
    words = line[slot.first : slot.last]
    doubted = any(word.by_hand and word.confidence < 0.5 for word in words)
    text = slot.read.strip(":. ").translate(translation("figure", TYPED_FIGURES))
    return None if doubted or not text.isdecimal() else text


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_hands(parser)
    parser.add_argument("--print", type=Path, nargs=2, required=True, metavar=("UPRIGHT", "ITALIC"))
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--by-hand", type=float, default=0.8)
    parser.add_argument("--wrong", action="store_true", help="list what is wrong")
    options = parser.parse_args(arguments)
    hands = hands_of(options, "t10k")
    counts: dict[str, Counter[str]] = {}
    for at in range(options.pages):
        rng = np.random.default_rng([options.seed, at])
        image, written = page(hands, options.print, rng, options.by_hand)
        for outcome in outcomes(image, written, rng):
            verdict = _verdict(outcome)
            counts.setdefault(outcome.kind, Counter())[verdict] += 1
            if options.wrong and verdict == "wrong":
                print(at, outcome)  # noqa: T201 - a script
    for kind, count in sorted(counts.items()):
        told = "  ".join(f"{verdict} {count[verdict]:4}" for verdict in ("right", "wrong", "open", "not found"))
        precision = count["right"] / max(1, count["right"] + count["wrong"])
        print(f"{kind:14} {told}  precision {precision:.1%}")  # noqa: T201 - a script


def _verdict(outcome: Outcome) -> str:
    if outcome.before is None:
        return "not found"
    if outcome.after is None:
        return "open"
    return "right" if outcome.after.lstrip("0") == outcome.true.lstrip("0") else "wrong"


if __name__ == "__main__":
    main()
