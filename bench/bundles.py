# SPDX-License-Identifier: Apache-2.0
"""How well files that hold several documents are cut: boundaries found, missed and false.

    python -m bench.bundles DATA --cache CACHE [--bundles 30] [--seed 0] [--lost 0.1]

DATA holds files of one document each, in it or in folders `scanned`, `digital` and `legacy`. Each is read once (CACHE
keeps its pages, see `page_cache`) and must stay whole; then bundles are made of them, in random order and with blank
backs in between, and cut again: bundles of `scanned` and `--samples`, and, where there is more, bundles of all files.
`--lost` drops that share of the lines of every page at random: what is left of headers under seals and stains.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.page_cache import cached_pages
from ocr_kh.document import Condition, Page
from ocr_kh.reading.source import IMAGE_SUFFIXES, PDF_SUFFIXES, open_source
from ocr_kh.settings import Settings
from ocr_kh.splitting.parts import boundaries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FOLDERS = ("scanned", "digital", "legacy")
_DOCUMENTS = (2, 8)
"""Fewest and most documents of a bundle."""
_BACK_INSIDE, _BACK_BETWEEN, _BACK_FIRST = 0.15, 0.5, 0.1
"""How often a blank page follows a page, the last page of a document, or begins the file."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The boundaries of one file: first pages of its documents, from 1, but for the first."""

    name: str
    truth: frozenset[int]
    found: frozenset[int] = frozenset()
    doubtful: int = 0
    """Pages of which the cutter was not sure."""

    @property
    def missed(self) -> list[int]:
        return sorted(self.truth - self.found)

    @property
    def false(self) -> list[int]:
        return sorted(self.found - self.truth)


def read_files(folder: Path, cache: Path) -> dict[str, list[Page]]:
    """The pages of each document in `folder`, by name."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in PDF_SUFFIXES | IMAGE_SUFFIXES)
    return {path.name: cached_pages(open_source(path, Settings()), cache) for path in paths}


def bundle(documents: Sequence[tuple[str, Sequence[Page]]], chance: random.Random) -> tuple[list[Page], Cut]:
    """Documents one after the other with blank backs, and where they begin; nothing is found yet."""
    pages: list[Page] = []
    begun: list[int] = []
    if chance.random() < _BACK_FIRST:
        pages.append(_back(documents[0][1][0]))
    for _, own in documents:
        begun.append(len(pages) + 1)
        for at, page in enumerate(own, 1):
            pages.append(page)
            if chance.random() < (_BACK_BETWEEN if at == len(own) else _BACK_INSIDE):
                pages.append(_back(page))
    name = " + ".join(name for name, _ in documents)
    return [replace(page, number=at) for at, page in enumerate(pages, 1)], Cut(name, frozenset(begun[1:]))


def _back(page: Page) -> Page:
    return Page(page.number, page.width, page.height, condition=Condition(blank_reason="no letters"))


def damaged(page: Page, share: float, chance: random.Random) -> Page:
    """The page without that share of its lines."""
    return replace(page, lines=tuple(line for line in page.lines if chance.random() >= share))


def bundle_cuts(documents: Mapping[str, Sequence[Page]], seeds: Iterable[int], lost: float) -> Iterator[Cut]:
    """A bundle for each seed, cut."""
    for seed in seeds:
        chance = random.Random(seed)
        count = min(chance.randint(*_DOCUMENTS), len(documents))
        pages, cut = bundle(chance.sample(sorted(documents.items()), count), chance)
        yield _cut(cut, pages, lost, chance)


def alone(documents: Mapping[str, Sequence[Page]], lost: float) -> Iterator[Cut]:
    """Each document as a file of its own."""
    for name, pages in documents.items():
        chance = random.Random(name)
        yield _cut(Cut(name, frozenset()), pages, lost, chance)


def _cut(whole: Cut, pages: Sequence[Page], lost: float, chance: random.Random) -> Cut:
    found = boundaries([damaged(page, lost, chance) for page in pages])
    return replace(whole, found=frozenset(found.first[1:]), doubtful=len(found.doubtful))


def report(title: str, cuts: Sequence[Cut]) -> Iterator[str]:
    """Lines for people: the figures, then what was cut wrong."""
    true, missed, false = (
        sum(map(len, (each.truth for each in cuts))),
        sum(len(each.missed) for each in cuts),
        sum(len(each.false) for each in cuts),
    )
    right = true - missed
    line = f"{title}: {len(cuts)} files, {true} boundaries, {missed} missed, {false} false"
    if true:
        line += f"; recall {right / true:.1%}, precision {right / max(right + false, 1):.1%}"
    whole, doubtful = sum(each.truth == each.found for each in cuts), sum(each.doubtful for each in cuts)
    yield f"{line}; files wholly right {whole}; pages in doubt {doubtful}"
    for each in cuts:
        if each.missed or each.false:
            yield f"    missed {each.missed}, false {each.false}: {each.name}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 0 when there was something to cut."""
    options = _options(arguments)
    folders = {name: options.data / name for name in FOLDERS if (options.data / name).is_dir()}
    folders = folders or {"scanned": options.data}
    groups = {name: read_files(folder, options.cache) for name, folder in folders.items()}
    if options.samples:
        groups["samples"] = read_files(options.samples, options.cache)
    seeds = range(options.seed, options.seed + options.bundles)
    everything = {name: pages for group in groups.values() for name, pages in group.items()}
    scans = groups["scanned"] | groups.get("samples", {})
    lines = [*report("alone", list(alone(everything, options.lost)))]
    lines += report("bundles of scans", list(bundle_cuts(scans, seeds, options.lost)))
    if len(everything) > len(scans):
        lines += report("bundles of all", list(bundle_cuts(everything, seeds, options.lost)))
    print("\n".join(lines))  # noqa: T201 - a script
    return 0 if everything else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bundle_bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--bundles", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--lost", type=float, default=0.0)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
