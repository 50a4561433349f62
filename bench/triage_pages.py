# SPDX-License-Identifier: Apache-2.0
"""Documents whose truth is known, read as `convert` reads them: scans, samples, damaged prints; good ones and bad."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.condition_pages import printed_pages, random_condition, scan
from bench.page_cache import cached_document, kept
from bench.whole import find_cases, find_scans
from ocr_kh.document import Document, Page
from ocr_kh.pipeline import read_page
from ocr_kh.reading.source import open_source
from ocr_kh.repair import repair_document
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.random import Generator

    from bench.condition_pages import Printed
    from bench.scans.degrade import Damage

FIRST_SEED = 20_000
"""Neither the seeds of development nor those of the report of `condition_bench`."""


@dataclass(frozen=True, slots=True)
class Known:
    """Pages of a document, repaired, and what they say."""

    name: str
    """The document they are of: what is fitted on one of its pages is not tested on another."""
    label: str
    document: Document
    """With these pages only, and the repairs of these."""
    truth: str
    ordinary: bool = True
    """In a condition as offices scan."""


def any_condition(rng: Generator) -> tuple[Damage, bool]:
    """A damage, and whether offices scan so; the other half is worse, until hardly a word is right."""
    damage = random_condition(rng)
    if rng.random() < 0.5:
        return damage, True
    harm = float(rng.uniform())
    worse = replace(
        damage,
        dpi=int(rng.choice([90, 110, 130, 150, 200])),
        blur=damage.blur + 0.35 * harm,
        noise=damage.noise + 25 * harm,
        specks=damage.specks + 60 * harm,
        level=int(np.clip(damage.level + rng.normal(0, 40 * harm), 80, 230)),
        jpeg=None if damage.colour == "bilevel" else int(rng.integers(15, 60)),
    )
    return worse, False


def transcribed(data: Path, cache: Path, without: Sequence[str] = ()) -> Iterator[Known]:
    """The scans of `data` that have a truth, page by page where the truth is; none that begin with one of `without`."""
    for path in find_scans(data):
        cases = find_cases(data, path)
        if cases and not path.name.startswith(tuple(without)):
            document = cached_document(path, cache)
            for case in cases:
                yield Known(case.name, case.label, _only(document, case.page), case.truth)


def damaged_prints(folder: Path, cache: Path, count: int) -> Iterator[Known]:
    """`count` damaged prints of the born-digital pages in `folder`, first pages first."""
    printed = kept(cache, "printed", lambda: sorted(printed_pages(folder), key=lambda page: (page.number, page.pdf)))
    for seed, page in enumerate(islice(cycle(printed), count), FIRST_SEED):
        read = kept(cache, f"{page.label}-{seed}", lambda page=page, seed=seed: _read(page, seed))  # type: ignore[misc]
        document = repair_document(Document(page.label, "", (read,)), Settings())
        _, ordinary = any_condition(np.random.default_rng(seed))
        yield Known(page.pdf.stem, f"{page.label} #{seed}", document, page.truth, ordinary)


def _only(document: Document, number: int | None) -> Document:
    """The document with no page but that one; with all where it is None."""
    if number is None:
        return document
    pages = tuple(page for page in document.pages if page.number == number)
    return replace(document, pages=pages, repairs=tuple(each for each in document.repairs if each.page == number))


def _read(page: Printed, seed: int) -> Page:
    rng = np.random.default_rng(seed)
    damage, _ = any_condition(rng)
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        path = Path(folder) / "scan.pdf"
        path.write_bytes(scan(page, damage, rng))
        return read_page(open_source(path, Settings()), 1, Settings(mode="ocr"))
