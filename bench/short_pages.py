# SPDX-License-Identifier: Apache-2.0
"""Whether short pages are read whichever way they lie: covers, dividers, short tables, forms, signatures.

    python -m bench.short_pages [--kind KIND ...] [--look]

The pages of short_pages.typ are printed, scanned in black and white or in grey with a little noise and tilt, and laid
into the scanner upright, on either side and upside down; each is read through `pipeline.read_page`. A page is right
when it is turned back, is not called blank, and few of its words are missed. `--look` stops before the
engine: it prints what imaging alone says of each.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import typst

from bench.scans import degrade, render
from bench.typesetting import typeset
from ocr_kh import pipeline
from ocr_kh.imaging.prepare import examine
from ocr_kh.metrics import compare
from ocr_kh.reading.raster import Raster
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.scans.drawn_ink import Image
    from ocr_kh.document import Page

LAYOUT = Path(__file__).with_suffix(".typ")
QUARTERS = (0, 1, 2, 3)
MOST_MISSED = 0.15
"""Share of a page's words: of the 31 of `table-figures` up to four lone figures in cells are missed however it lies."""
_DPI = 200
_TILT = 0.8
"""Degrees, at most."""


class Finding(NamedTuple):
    """One page, laid into the scanner one way."""

    kind: str
    quarter: int
    rotation: int
    blank: bool
    missed: float

    @property
    def good(self) -> bool:
        return (self.rotation + 90 * self.quarter) % 360 == 0 and not self.blank and self.missed <= MOST_MISSED


def kinds() -> list[str]:
    """The pages that short_pages.typ can set."""
    found = json.loads(typst.query(LAYOUT, "<kinds>", field="value", sys_inputs={"kind": "?"}))
    return [str(kind) for kind in found[0]]


def printed(kind: str) -> tuple[Image, str]:
    """A page drawn at 200 dpi, and its text."""
    pdf = typeset(LAYOUT, {"kind": kind})
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        path = Path(folder) / "page.pdf"
        path.write_bytes(pdf)
        page = pipeline.read_page(open_source(path, Settings()), 1, Settings(mode="text"))
    return render.page_images(pdf, _DPI)[0], "\n".join(line.text for line in page.lines)


def scanned(image: Image, quarter: int, seed: int) -> Image:
    """The page laid into the scanner turned by `quarter` clockwise; every other one in black and white."""
    rng = np.random.default_rng(seed)
    damage = degrade.Damage(
        dpi=_DPI, colour="bilevel" if seed % 2 else "grey", skew=float(rng.uniform(-_TILT, _TILT)), noise=6.0
    )
    return degrade.turned(degrade.damaged(image, damage, rng, dpi=_DPI), quarter)


def read(image: Image) -> Page:
    """The page through the whole way to its lines."""
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        path = Path(folder) / "scan.png"
        path.write_bytes(render.scanned_png(image, _DPI))
        return pipeline.read_page(open_source(path, Settings()), 1, Settings(mode="ocr"))


def find(kind: str, quarter: int, seed: int) -> Finding:
    """Print, scan and read one page."""
    image, truth = printed(kind)
    page = read(scanned(image, quarter, seed))
    text = "\n".join(line.text for line in page.lines).replace("|", " ")
    missed = compare(text, truth.replace("|", " ").replace(".", " ")).missed_words
    return Finding(kind, quarter, page.condition.rotation, page.condition.blank, missed)


def look(kind: str, quarter: int, seed: int) -> Finding:
    """What imaging says of the page, without the engine."""
    image = scanned(printed(kind)[0], quarter, seed)
    seen = examine(Raster(image, _DPI, "bilevel" if render.is_bilevel(image) else "grey")).condition
    return Finding(kind, quarter, seen.rotation, seen.blank, 0.0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when a page is not read."""
    parser = argparse.ArgumentParser(prog="python -m bench.short_pages", description=__doc__.partition("\n")[0])
    parser.add_argument("--kind", nargs="+", help="only these")
    parser.add_argument("--look", action="store_true", help="without the engine")
    options = parser.parse_args(arguments)
    ways = [(kind, quarter) for kind in options.kind or kinds() for quarter in QUARTERS]
    see = look if options.look else find
    findings: list[Finding] = []
    for seed, (kind, quarter) in enumerate(ways):
        findings.append(each := see(kind, quarter, seed))
        fault, blank = "" if each.good else "! ", ", called blank" if each.blank else ""
        told = f"turned back by {each.rotation}{blank}, missed {each.missed:.0%}"
        sys.stdout.write(f"  {fault}{kind} at {90 * quarter}: {told}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{sum(each.good for each in findings)} of {len(findings)} short pages read\n")
    return 0 if all(each.good for each in findings) else 1


if __name__ == "__main__":
    raise SystemExit(main())
