# SPDX-License-Identifier: Apache-2.0
"""How many stamps are read: marks of secrecy and urgency on first pages, names on last ones.

    python -m bench.stamps DIR FACE ... [--colour colour grey bilevel] [--seed 1] [--tilt 0 7]

DIR holds born-digital PDFs. Each gets a stamp in red, set in one of the faces, askew to either side by as many degrees
as `--tilt` says, where the page is free; then it is scanned (`bench.scans.degrade`) and read. Marks stand in frames.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.scans.degrade import bilevel, blurred, grey, jpegged, noisy, skewed
from ocr_kh.batch.reading import read
from ocr_kh.genre.office_marks import office_marks
from ocr_kh.reading.source import open_source, read_raster
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

MARKS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT", "HỎA TỐC", "KHẨN", "THƯỢNG KHẨN")
NAMES = ("Trần Văn Hữu", "Nguyễn Thị Ánh Tuyết", "Lò Văn Páo", "Phạm Quốc Dũng", "Đỗ Thị Bích", "Vũ Đình Khôi")
_SIZES = (13, 16)
"""Points."""
_TILT = (0.0, 7.0)
"""Degrees by which a stamp lies askew to either side, at least and at most."""
_WHERE = {"mark": (0.03, 0.28), "name": (0.1, 0.95)}
"""Part of the page's height in which a stamp is set."""
_SIDES = (0.07, 0.93)
_STEP = 8
"""Pixels between two places that are tried."""


def stamp(  # noqa: PLR0913 - what is set, how it is set, and by which chance
    text: str, face: Path, dpi: float, rng: Generator, *, framed: bool, tilt: tuple[float, float] = _TILT
) -> NDArray[np.float64]:
    """How much ink (0 to 1) a stamp leaves on each pixel; rubber takes it up unevenly."""
    size = round(rng.uniform(*_SIZES) * dpi / 72)
    font = ImageFont.truetype(str(face), size)
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (round(right - left) + size, round(bottom - top) + size))
    draw = ImageDraw.Draw(image)
    draw.text((size / 2 - left, size / 2 - top), text, 255, font=font)
    if framed:
        draw.rectangle((2, 2, image.width - 3, image.height - 3), outline=255, width=max(2, size // 12))
    askew = image.rotate(_askew(tilt, rng), expand=True, resample=Image.Resampling.BICUBIC)
    ink = np.asarray(askew) / 255
    uneven = cv2.GaussianBlur(rng.random(ink.shape), (0, 0), 2)
    uneven = (uneven - uneven.mean()) / uneven.std()
    result: NDArray[np.float64] = cv2.GaussianBlur(ink * np.clip(0.85 + 0.12 * uneven, 0, 1), (0, 0), 0.7)
    return result


def _askew(tilt: tuple[float, float], rng: Generator) -> float:
    """Degrees from -most to -least, or from least to most."""
    least, most = tilt
    drawn = rng.uniform(least - most, most - least)
    return float(drawn + (least if drawn >= 0 else -least))


def stamped(
    page: NDArray[np.uint8], ink: NDArray[np.float64], rows: tuple[float, float], rng: Generator
) -> NDArray[np.uint8] | None:
    """The page, RGB, with the stamp in red at a free place between two parts of its height; None without room."""
    height, width = ink.shape
    covered = cv2.integral((page.min(axis=2) < 160).astype(np.uint8))
    places = [
        (x, y)
        for y in range(int(rows[0] * len(page)), int(rows[1] * len(page)) - height, _STEP)
        for x in range(int(_SIDES[0] * page.shape[1]), int(_SIDES[1] * page.shape[1]) - width, _STEP)
        if covered[y + height, x + width] - covered[y, x + width] - covered[y + height, x] + covered[y, x] == 0
    ]
    if not places:
        return None
    x, y = places[rng.integers(len(places))]
    red = np.array((205, rng.integers(20, 70), rng.integers(30, 90))) / 255
    result = page.copy()
    part = result[y : y + height, x : x + width]
    part[:] = part * (1 - ink[..., None] * (1 - red))
    return result


def scanned(page: NDArray[np.uint8], colour: str, rng: Generator) -> NDArray[np.uint8]:
    """The page as a scanner gives it."""
    image = noisy(blurred(skewed(page, rng.uniform(-1, 1)), 0.6), 4, rng)
    if colour == "bilevel":
        return bilevel(grey(image), 190)
    return jpegged(grey(image) if colour == "grey" else image, 70)


def _coloured(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB).astype(np.uint8) if pixels.ndim == 2 else pixels


def outcome(text: str, lines: Sequence[str], kind: str) -> str:
    """`read` to the letter as a line of its own, `known` as the mark it is, or `missed`."""
    if text in (line.strip(".:;, ") for line in lines):
        return "read"
    meant = office_marks(text) if kind == "mark" else None
    return "known" if meant and any(office_marks(line) == meant for line in lines) else "missed"


def measure(  # noqa: PLR0913, PLR0917 - what is set on what, and how
    folder: Path, faces: Sequence[Path], kind: str, colour: str, seed: int, tilt: tuple[float, float] = _TILT
) -> Counter[str]:
    """How many stamps came to what."""
    rng = np.random.default_rng(seed)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        for path in sorted(folder.glob("*.pdf")):
            source = open_source(path, Settings())
            raster = read_raster(source, 1 if kind == "mark" else source.page_count, Settings())
            text = str(rng.choice(MARKS if kind == "mark" else NAMES))
            ink = stamp(text, faces[int(rng.integers(len(faces)))], raster.dpi, rng, framed=kind == "mark", tilt=tilt)
            page = stamped(_coloured(raster.pixels), ink, _WHERE[kind], rng)
            if page is None:
                continue
            scan = Path(place) / f"{path.stem}.png"
            Image.fromarray(scanned(page, colour, rng)).save(scan, dpi=(raster.dpi, raster.dpi))
            found[outcome(text, [line.text for line in read(scan).pages[0].lines], kind)] += 1
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each kind of stamp and of scan."""
    parser = argparse.ArgumentParser(prog="stamp_bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("faces", type=Path, nargs="+", metavar="FACE", help="TrueType files of bold faces")
    parser.add_argument("--colour", nargs="+", default=["colour", "grey", "bilevel"])
    parser.add_argument("--kind", nargs="+", default=[*_WHERE], choices=[*_WHERE])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tilt", nargs=2, type=float, default=_TILT, metavar="DEGREES", help="least and most")
    options = parser.parse_args(arguments)
    for colour in options.colour:
        for kind in options.kind:
            found = measure(options.folder, options.faces, kind, colour, options.seed, tuple(options.tilt))
            sys.stdout.write(f"{colour:8} {kind:5} {found.total():3}  {dict(found)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
