# SPDX-License-Identifier: Apache-2.0
"""Of changes on pages that our own engine read, said to be p, how many are right; and repair's share of a page's time.

    python -m bench.repair.engine_read DATA ... --cache DIR [--damaged N] [--time N]

DATA, DIR and N as in `bench.triage`. A change is right if the page would lack more words of its truth without it, and
wrong if fewer; one of signs, or of one wrong word to another, tells nothing. Offices (what a file's name begins with)
are taken in turn, in the order of the SHA-256 of their names, and the third is kept aside: nothing is fitted on it.
With `--time` so many pages are read without the cache, and CPU seconds of reading and repair are told.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import defaultdict
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench.condition_pages import text_of
from bench.repair.calibration import BINS, Judged, Said
from bench.repair.scans import bag, verdict
from bench.triage_pages import damaged_prints, transcribed
from bench.whole import find_cases, find_scans
from ocr_kh.document import Document
from ocr_kh.pipeline import read_page
from ocr_kh.reading.source import open_source
from ocr_kh.repair import repair_document
from ocr_kh.repair.resources import load_tools
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bench.triage_pages import Known

THIRDS, ASIDE = 3, 2
"""Parts of the offices, and which of them is kept aside."""


def aside(offices: Iterable[str]) -> frozenset[str]:
    """The offices that are kept aside.

    >>> sorted(aside(["a", "b", "c", "d"]))
    ['b']
    """
    order = sorted(set(offices), key=lambda name: sha256(name.encode()).hexdigest())
    return frozenset(name for at, name in enumerate(order) if at % THIRDS == ASIDE)


def said_of(known: Known) -> list[Said]:
    """The changes on the pages that the truth tells of."""
    true, result = bag(known.truth), bag(text_of(known.document.lines))
    made = [r for r in known.document.repairs if r.before != r.after and r.source in {"channel", "phrase"}]
    found = [(each, verdict(true, result, (each.before, each.after))) for each in made]
    return [Said(each.probability, told == "right", each.doubtful) for each, told in found if told != "neither"]


def table(pages: Sequence[Known]) -> Iterator[str]:
    """The changes of scans and of damaged prints, of the offices used and of those kept aside."""
    kept = aside(_office(known) for known in pages)
    groups: dict[str, list[Said]] = defaultdict(list)
    for known in pages:
        kind = "print" if "#" in known.label else "scan"
        groups[f"{kind}s, {'kept aside' if _office(known) in kept else 'used'}"] += said_of(known)
        groups["all"] += said_of(known)
    heads = [f"{low:g}-{min(1, high):g}" for low, high in zip(BINS, islice(BINS, 1, None), strict=False)]
    yield f"| changes said to be | {' | '.join(heads)} | error | right of 0.95+ | silent/wrong |"
    yield "|---|" + "---|" * (len(heads) + 3)
    for name in sorted(groups):
        yield Judged(groups[name]).row(name)


def _office(known: Known) -> str:
    return known.name.partition("_")[0]


def shares(folders: Sequence[Path], pages: int) -> Iterator[str]:
    """CPU seconds of reading and of repair, document by document; what is loaded once does not count."""
    load_tools()
    read = mended = 0.0
    for scan in (scan for data in folders for scan in find_scans(data) if find_cases(data, scan)):
        source = open_source(scan, Settings())
        begun = _cpu()
        found = tuple(read_page(source, number, Settings()) for number in range(1, source.page_count + 1))
        between = _cpu()
        repair_document(Document(scan.name, "", found), Settings())
        read, mended = read + between - begun, mended + _cpu() - between
        yield f"{scan.stem[:12]}, {len(found)} pages: read {between - begun:.2f} CPU s, repair {_cpu() - between:.2f}"
        pages -= len(found)
        if pages <= 0:
            break
    yield f"repair: {mended:.2f} of {read + mended:.2f} CPU s ({mended / (read + mended):.1%})"


def _cpu() -> float:
    """Seconds of this process and of what it started."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def main() -> None:
    """Print the table, or the shares of time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--damaged", type=int, default=0)
    parser.add_argument("--without", nargs="*", default=())
    parser.add_argument("--time", type=int, default=0, help="so many pages, without the table")
    arguments = parser.parse_args()
    folders, cache = arguments.data, arguments.cache
    scans = (transcribed(folder, cache, arguments.without) for folder in folders)
    prints = (damaged_prints(folder / "digital", cache, arguments.damaged) for folder in folders)
    lines = (
        shares(folders, arguments.time)
        if arguments.time
        else table(list(chain(*scans, *prints if arguments.damaged else ())))
    )
    for line in lines:
        print(line, flush=True)  # noqa: T201 - a command


if __name__ == "__main__":
    main()
