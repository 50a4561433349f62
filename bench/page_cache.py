# SPDX-License-Identifier: Apache-2.0
"""Pages of scans kept as they were read, so that what comes after recognition can be measured again in seconds."""

from __future__ import annotations

import pickle
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ocr_kh import document
from ocr_kh.pipeline import assemble, read_page
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocr_kh.document import Document, Page
    from ocr_kh.reading.source import Source

Kept = TypeVar("Kept")


def cached_document(scan: Path, cache: Path, settings: Settings = Settings()) -> Document:
    """`scan` read and repaired; its pages come from `cache` when they were read before.

    The cache is for one's own measurements on one machine: empty it after a change to reading, imaging, recognition
    or layout. It is a pickle and must not come from others. Raises InputError or MachineError.
    """
    source = open_source(scan, settings)
    return assemble(source, cached_pages(source, cache, settings), settings)


def cached_pages(source: Source, cache: Path, settings: Settings = Settings()) -> list[Page]:
    """The pages of `source` as they were read, not repaired; see `cached_document`."""
    numbers = range(1, source.page_count + 1)
    return kept(cache, source.sha256[:16], lambda: [read_page(source, number, settings) for number in numbers])


def kept(cache: Path, name: str, make: Callable[[], Kept]) -> Kept:
    """What `make` gave when it was last asked for under that name, as long as pages have the same shape."""
    shape = sha256(Path(document.__file__).read_bytes()).hexdigest()  # pages of another shape are read again
    path = cache / f"{name}-{shape[:16]}.pages"
    if path.exists():
        return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]  # noqa: S301 - written below
    made = make()
    cache.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(made))
    return made
