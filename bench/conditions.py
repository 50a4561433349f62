# SPDX-License-Identifier: Apache-2.0
"""How pages in bad condition are read, and whether their condition is seen: figures 3 and 4 of issue 4.

    python -m bench.conditions DATA [--part PART ...] [--set development|report] [--pages N] [--jobs N]

DATA holds born-digital PDFs in `digital/`, and in `scanned/` scans. The parts:

reading      born-digital pages printed, damaged at random and read through the whole pipeline: CER in reading order
             against the page's own text layer as our layout orders it (tone placement and white space folded; page
             numbers left out on both sides); beside it, whatever the order, CER of the words, each that is not found
             paired with the most like of those left over, and missed words
orientation  scans and born-digital pages, clean and damaged, turned by 90, 180 and 270 degrees
skew         the same tilted by up to 15 degrees
blank        sides without print (noise, show-through, a seal's back, holes, folds, black edges), read where letters are
             seen on them, and all text pages

The seeds of `report` are others than those of `development`; what was tuned was tuned on the latter.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from bench.condition_pages import (
    CLEAN_DPI,
    Printed,
    blank_page,
    printed_pages,
    random_condition,
    scan,
    text_of,
    tilted,
)
from bench.scans import degrade, render
from bench.scans.degrade import Damage, damaged
from bench.whole import find_scans
from bench.whole_table import read_groups
from ocr_kh.imaging.prepare import examine
from ocr_kh.metrics import compare, fold_for_comparison
from ocr_kh.reading.raster import Raster
from ocr_kh.reading.source import open_source, read_raster
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ocr_kh.document import Condition, Page
    from ocr_kh.reading.raster import Colour

FIRST_SEED = {"development": 0, "report": 10_000}
GOOD_CER = 0.02
"""What nine pages in ten shall reach (issue 4, figure 3); the median page a quarter of it."""
SKEW_TOLERANCE = 0.2
"""Degrees (issue 4, figure 4)."""
MAX_SKEW = 15.0
_SCAN_DPI = 200
_BACK_DPI = 100
"""At which print that shines through is drawn."""


class Finding(NamedTuple):
    """One page in one condition."""

    label: str
    recipe: str
    good: bool
    cer: float = 0.0
    unordered: float = 0.0
    """CER of the words in any order."""
    missed: float = 0.0
    seconds: float = 0.0


def read_damaged(work: tuple[Printed, int]) -> Finding:
    """Damage, read and compare one page."""
    from ocr_kh import pipeline

    page, seed = work
    rng = np.random.default_rng(seed)
    damage = random_condition(rng)
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        path = Path(folder) / "scan.pdf"
        path.write_bytes(scan(page, damage, rng))
        began = time.process_time()
        source = open_source(path, Settings())
        read = pipeline.read_page(source, 1, Settings(mode="ocr"))
        document = pipeline.assemble(source, [read], Settings())
        seconds = time.process_time() - began
    truth = without_walls(page.truth)
    text = without_walls(text_of(document.lines))
    figures = compare(text, truth)
    shares = (figures.cer, unordered_cer(text, truth), figures.missed_words)
    return Finding(f"{page.label} #{seed}", _recipe(damage), figures.cer <= GOOD_CER, *shares, seconds)


def without_walls(text: str) -> str:
    """Without the signs between cells: whether a table has rules on paper is not in its text layer."""
    return text.replace("|", " ")


def unordered_cer(result: str, truth: str) -> float:
    """Edits of characters a character of the truth, words taken in any order."""
    got, want = Counter(fold_for_comparison(result).split()), Counter(fold_for_comparison(truth).split())
    left = list((got - want).elements())
    edits = 0
    for word in sorted((want - got).elements(), key=len, reverse=True):
        best = min(left, key=partial(Levenshtein.distance, word), default="")
        distance = Levenshtein.distance(word, best)
        if best and distance < len(word):
            left.remove(best)
        edits += min(distance, len(word))
    return (edits + sum(map(len, left))) / max(sum(len(word) * count for word, count in want.items()), 1)


def _recipe(damage: Damage) -> str:
    """What differs from a clean scan, shortly."""
    facts = [(name, value) for name, value in asdict(damage).items() if value]
    return " ".join(f"{name}={value:.3g}" if isinstance(value, float) else f"{name}={value}" for name, value in facts)


def see_orientation(raster: Raster, label: str, _seed: int) -> list[Finding]:
    """Turn an upright page, and see whether it is turned back."""
    return [_turned_back(raster, label, quarter) for quarter in (90, 180, 270)]


def _turned_back(upright: Raster, label: str, quarter: int) -> Finding:
    condition = _condition(degrade.turned(upright.pixels, quarter // 90), upright)
    recipe = f"turned {quarter}, confidence {condition.rotation_confidence}"
    return Finding(label, recipe, (condition.rotation + quarter) % 360 == 0)


def see_skew(raster: Raster, label: str, seed: int) -> list[Finding]:
    """Tilt a page by a random angle, and see whether it is found; a scan lies as it does before."""
    lies = _condition(raster.pixels, raster).skew if label.startswith("scan") else 0.0
    angle = float(np.random.default_rng(seed).uniform(-MAX_SKEW, MAX_SKEW))
    angle = -angle if abs(angle + lies) > MAX_SKEW else angle
    found = _condition(tilted(raster.pixels, angle), raster).skew
    good = abs(found - angle - lies) <= SKEW_TOLERANCE
    return [Finding(label, f"at {angle + lies:.2f}, found {found:.2f}", good)]


def see_text(raster: Raster, label: str, _seed: int) -> list[Finding]:
    """Whether a page of text is taken for a blank one."""
    return [Finding(label, "text", not _condition(raster.pixels, raster).blank)]


def see_blank(raster: Raster, label: str, _seed: int) -> list[Finding]:
    """Whether a side without print is taken for one of text: by imaging, or by the engine where that sees letters."""
    return [Finding(label, "blank", _condition(raster.pixels, raster).blank or _read(raster).condition.blank)]


See = Callable[[Raster, str, int], list[Finding]]


def _condition(pixels: NDArray[np.uint8], like: Raster) -> Condition:
    return examine(Raster(np.ascontiguousarray(pixels), like.dpi, like.colour)).condition


def _read(raster: Raster) -> Page:
    """The page as the whole way reads it."""
    from ocr_kh import pipeline

    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        path = Path(folder) / "page.png"
        path.write_bytes(render.scanned_png(raster.pixels, round(raster.dpi)))
        return pipeline.read_page(open_source(path, Settings()), 1, Settings(mode="ocr"))


def places(data: Path, *, blank: bool) -> list[tuple[Path, int, str]]:
    """The pages of scans with text, or the blank ones: file, number and label."""
    known = read_groups(Path(__file__).with_name("blank_sides.toml"))["blank"]
    found = []
    for path in find_scans(data):
        name = "_".join(path.stem.split("_")[:2])
        numbers = range(1, open_source(path, Settings()).page_count + 1)
        found += [(path, n, f"scan {name} p{n}") for n in numbers if ((name, n) in known) == blank]
    return found


def _see_file(see: See, work: tuple[Path, int, str, int]) -> list[Finding]:
    path, number, label, seed = work
    return see(read_raster(open_source(path, Settings()), number, Settings()), label, seed)


def _see_damaged(see: See, work: tuple[Printed, int]) -> list[Finding]:
    """A page damaged as for reading, but lying straight."""
    page, seed = work
    rng = np.random.default_rng(seed)
    damage = replace(random_condition(rng), skew=0.0, perspective=0.0)
    image = damaged(page.image(), damage, rng, dpi=CLEAN_DPI)
    colour: Colour = "colour" if damage.colour == "colour" else "grey"
    return see(Raster(image, damage.dpi, colour), f"damaged {page.label} #{seed} {_recipe(damage)}", seed)


def _see_back(work: tuple[Printed, int]) -> list[Finding]:
    page, seed = work
    image = blank_page(np.random.default_rng(seed), page.image(_BACK_DPI), _SCAN_DPI)
    return see_blank(Raster(image, _SCAN_DPI, "colour"), f"back of {page.label} #{seed}", seed)


def measure(data: Path, part: str, *, first: int, count: int, jobs: int) -> list[Finding]:
    """The findings of one part: `count` pages damaged (or blank), and for all but reading every page as it is."""
    printed = list(printed_pages(data / "digital"))
    seeded = [(page, first + at) for at, page in enumerate(islice(cycle(printed), count))]
    with ProcessPoolExecutor(jobs) as pool:
        if part == "reading":
            return list(pool.map(read_damaged, seeded))
        see: See = {"orientation": see_orientation, "skew": see_skew, "blank": see_text}[part]
        files = [(page.pdf, page.number, f"print {page.label}") for page in printed] + places(data, blank=False)
        as_they_are = [(*place, first + at) for at, place in enumerate(files)]
        found = _flat(pool.map(partial(_see_file, see), as_they_are))
        found += _flat(pool.map(partial(_see_damaged, see), seeded))
        if part == "blank":
            found += _flat(pool.map(partial(_see_file, see_blank), [(*p, 0) for p in places(data, blank=True)]))
            found += _flat(pool.map(_see_back, seeded))
    return found


def _flat(lists: Iterable[list[Finding]]) -> list[Finding]:
    return [finding for each in lists for finding in each]


def report(part: str, findings: Sequence[Finding], *, details: bool) -> str:
    """The figures of a part; what went wrong, or with `details` everything, a line each."""
    good = sum(finding.good for finding in findings)
    lines = [f"{part}: {good} of {len(findings)} right"]
    if part == "reading":
        cers = [finding.cer for finding in findings]
        missed = float(np.mean([finding.missed for finding in findings]))
        seconds = float(np.mean([finding.seconds for finding in findings]))
        ordered, unordered = _shares(cers), _shares([finding.unordered for finding in findings])
        lines = [
            f"reading: CER {ordered}; in any order {unordered}; missed words {missed:.2%}; our CPU {seconds:.2f} s"
        ]
    for finding in findings:
        if details or not finding.good:
            figures = f" CER {finding.cer:.2%} ({finding.unordered:.2%})," if part == "reading" else ""
            lines.append(f"  {'' if finding.good else '! '}{finding.label}:{figures} {finding.recipe}")
    return "\n".join(lines) + "\n"


def _shares(cers: Sequence[float]) -> str:
    return f"median {np.median(cers):.2%}, 90th {np.percentile(cers, 90):.2%}, mean {np.mean(cers):.2%}"


PARTS = ("reading", "orientation", "skew", "blank")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    about = __doc__.partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m bench.conditions", description=about)
    parser.add_argument("data", type=Path, help="folder with digital/ and scanned/")
    parser.add_argument("--part", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--set", choices=FIRST_SEED, default="development", help="which seeds")
    parser.add_argument("--pages", type=int, default=60, help="pages damaged, and blank ones (default: 60)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--details", action="store_true", help="show every page, not only those that went wrong")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    options = _options(arguments)
    if not (options.data / "digital").is_dir():
        sys.stderr.write(f"{options.data / 'digital'} is no folder\n")
        return 2
    for part in options.part:
        first = FIRST_SEED[options.set]
        findings = measure(options.data, part, first=first, count=options.pages, jobs=options.jobs)
        sys.stdout.write(report(part, findings, details=options.details))
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
