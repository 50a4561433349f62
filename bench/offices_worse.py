# SPDX-License-Identifier: Apache-2.0
"""Real scans as poorer scanners would have made them, with the same truth: which rules hold only on the copies at hand.

    python -m bench.offices_worse DATA OUT [--seed N]
    python -m bench.offices OUT --cache DIR

DATA is as `bench.offices` has it. Every file is scanned again in one of three ways, in turn: in colour at 144 dpi and
with a strong JPEG, bilevel with grain, in grey with blur and a shadow; all a little askew. What was right before and
is wrong then shows a rule that leaned on one reading. Text layers and signatures of the files are not kept.
"""

from __future__ import annotations

import argparse
import csv
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Picture

from bench.offices import rows
from bench.scans.degrade import Damage, damaged
from bench.scans.render import page_images, scanned_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.random import Generator

    from bench.scans.drawn_ink import Image

SCAN_DPI = 200
"""Of the files as they are rendered, and of pictures that do not say it."""
WAYS = (
    Damage(dpi=144, jpeg=45),
    Damage(dpi=200, colour="bilevel", noise=12.0, blur=0.25, level=170),
    Damage(dpi=200, colour="grey", blur=0.4, shade=0.3, noise=5.0, jpeg=80),
)
SKEW = 0.8
"""Degrees by which a page lies askew, at most."""


def worse(scan: Path, way: Damage, rng: Generator) -> bytes:
    """A PDF of the pages of `scan`, a PDF or a picture, scanned again. Raises OSError for one that cannot be read."""
    pages = [damaged(page, replace(way, skew=rng.uniform(-SKEW, SKEW)), rng, dpi=dpi) for page, dpi in _pages(scan)]
    return scanned_pdf(pages, way.dpi)


def _pages(scan: Path) -> list[tuple[Image, float]]:
    if scan.suffix.lower() == ".pdf":
        return [(page, SCAN_DPI) for page in page_images(scan, SCAN_DPI)]
    with Picture.open(scan) as picture:
        dpi = float(picture.info.get("dpi", (SCAN_DPI, SCAN_DPI))[0]) or SCAN_DPI
        return [(np.asarray(picture.convert("RGB")), dpi)]


def copied(data: Path, out: Path, seed: int) -> None:
    """The set `data` with its truth, scanned again, in the folder `out`."""
    rng = np.random.default_rng(seed)
    shutil.copytree(data / "truth", out / "truth")
    found = rows(data)
    for at, row in enumerate(found):
        (out / f"{row['id']}.pdf").write_bytes(worse(data / row["file"], WAYS[at % len(WAYS)], rng))
    _write_index(out / "truth" / "index.tsv", [row | {"file": f"{row['id']}.pdf"} for row in found])


def _write_index(path: Path, found: list[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writeheader()
        writer.writerows(found)


def main() -> None:
    """Copy a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    copied(arguments.data, arguments.out, arguments.seed)


if __name__ == "__main__":
    main()
