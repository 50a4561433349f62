# SPDX-License-Identifier: Apache-2.0
"""How a model of the engine reads lines under ink that it was not trained on: other faces, other seals, other hands.

    python -m bench.ink_lines.measure FACE MODEL ... [--seed 2] [--count 150] [--wrong]

FACE is bold; a MODEL is a .traineddata. Lines are names and titles, sealed and signed as `bench.closings` does, scanned
in colour, grey and bilevel in turn, cut out where they stand and read as raw lines; one of four has no ink on it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from bench.ink_lines.lines import authority, name
from bench.scans.drawn_ink import BLACK, BLUE, sealed, signed
from bench.stamps import scanned
from ocr_kh.imaging.coloured import engine_grey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

_COLOURS = ("colour", "grey", "bilevel")
_EM = 58
"""Pixels: 14 points at 300 dpi."""
_SEAL_RADII = (3.24, 3.65)
"""In em: 16 to 18 mm."""
_SCALE = 27.5 / _EM


def _drawn(face: Path, rng: Generator, colour: str, *, clean: bool) -> tuple[NDArray[np.uint8], str]:
    """A line cut out of its scan at the engine's scale, and what it says."""
    text = (name if rng.random() < 0.6 else authority)(rng).text
    font = ImageFont.truetype(str(face), _EM)
    width = round(font.getlength(text)) + 12 * _EM
    page = Image.new("RGB", (width, 14 * _EM), "white")
    base, middle = 7 * _EM, width / 2
    ImageDraw.Draw(page).text((middle, base), text, "black", font, anchor="ms")
    pixels = np.array(page)
    if not clean:
        radius = rng.uniform(*_SEAL_RADII) * _EM
        seal = (middle - rng.uniform(0.5, 1.25) * radius, base + rng.uniform(-1.1, 1.1) * radius)
        pixels = sealed(pixels, seal, radius, rng)
        across = (middle + rng.uniform(-60, 60), base + rng.uniform(-90, 60))
        pixels = signed(pixels, across, rng.uniform(450, 800), rng, colour=BLUE if rng.random() < 0.6 else BLACK)
    grey = engine_grey(scanned(pixels, colour, rng))
    beside = font.getlength(text) / 2 + rng.uniform(0.3, 1.2) * _EM
    top, bottom = round(base - rng.uniform(1.0, 1.2) * _EM), round(base + rng.uniform(0.3, 0.42) * _EM)
    part = grey[top:bottom, round(middle - beside) : round(middle + beside)]
    return cv2.resize(part, None, fx=_SCALE, fy=_SCALE, interpolation=cv2.INTER_AREA).astype(np.uint8), text


def read_raw(model: Path, pictures: Sequence[NDArray[np.uint8]]) -> list[str]:
    """What the engine makes of pictures of lines."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.pgm" for number in range(len(pictures))]
        for path, pixels in zip(paths, pictures, strict=True):
            cv2.imwrite(str(path), pixels)
        listed = Path(folder) / "lines.txt"
        listed.write_text("\n".join(map(str, paths)), "utf-8")
        command = ["tesseract", str(listed), "-", "--tessdata-dir", str(model.parent), "-l", model.stem]
        found = subprocess.run(
            [*command, "--psm", "13"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    return [" ".join(page.split()) for page in found.stdout.split("\f")[: len(pictures)]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print, for each model and kind of scan, how many lines are right, and the share of letters that are not."""
    parser = argparse.ArgumentParser(prog="measure", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("face", type=Path, metavar="FACE")
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args(arguments)
    kinds = [_COLOURS[at % 3] if at % 4 else "clean" for at in range(options.count)]
    drawn = [
        _drawn(options.face, np.random.default_rng([options.seed, at]), _COLOURS[at % 3], clean=kind == "clean")
        for at, kind in enumerate(kinds)
    ]
    for model in options.models:
        count: Counter[str] = Counter()
        for (_, right), kind, found in zip(drawn, kinds, read_raw(model, [each[0] for each in drawn]), strict=True):
            faults = Levenshtein.distance(found, right)
            count.update({f"{kind} lines": 1, f"{kind} right": found == right})
            count.update({f"{kind} letters": len(right), f"{kind} faults": faults})
            if options.wrong and faults:
                sys.stdout.write(f"{kind:8} {right!r} read {found!r}\n")
        shares = (
            f"{kind} {count[f'{kind} right']}/{count[f'{kind} lines']} "
            f"({count[f'{kind} faults'] / max(1, count[f'{kind} letters']):.1%})"
            for kind in (*_COLOURS, "clean")
        )
        sys.stdout.write(f"{model.stem:12} {'  '.join(shares)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
