# SPDX-License-Identifier: Apache-2.0
"""Pages of scans kept as they were read, so that what comes after recognition can be measured again in seconds."""

from __future__ import annotations

import pickle
from functools import cache as once
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytesseract

import ocr_kh
from ocr_kh.language.dictionary_files import dictionary_folder
from ocr_kh.pipeline import assemble, read_page
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ocr_kh.document import Document, Page
    from ocr_kh.reading.source import Source

Kept = TypeVar("Kept")

_READING = (
    *("reading", "imaging", "recognition", "layout", "legacy", "language", "genre", "models"),
    *("document.py", "settings.py", "pipeline.py"),
)
"""Parts of the package that a page as it was read depends on: what `read_page` imports, see .ci/layers.py."""
_LIBRARIES = ("numpy", "opencv-python", "pdf2image", "pikepdf", "pillow", "pypdfium2", "pytesseract", "rapidfuzz")


def cached_document(scan: Path, cache: Path, settings: Settings = Settings()) -> Document:
    """`scan` read and repaired; its pages come from `cache` when they were read before by the same code.

    The cache is a pickle for one's own measurements on one machine and must not come from others. Raises InputError
    or MachineError.
    """
    source = open_source(scan, settings)
    return assemble(source, cached_pages(source, cache, settings), settings)


def cached_pages(source: Source, cache: Path, settings: Settings = Settings()) -> list[Page]:
    """The pages of `source` as they were read, not repaired; see `cached_document`."""
    return [cached_page(source, number, settings, cache) for number in range(1, source.page_count + 1)]


def cached_page(source: Source, number: int, settings: Settings, cache: Path) -> Page:
    """One page of `source` as it was read; see `cached_document`."""
    name = f"{source.sha256[:16]}-{number}-{settings.fingerprint}"
    return kept(cache, name, lambda: read_page(source, number, settings))


def kept(cache: Path, name: str, make: Callable[[], Kept]) -> Kept:
    """What `make` gave when the same code that reads was last asked for it under that name."""
    path = cache / f"{name}-{reading_code()[:16]}.pages"
    if path.exists():
        return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]  # noqa: S301 - written below
    made = make()
    cache.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(made))
    return made


@once
def reading_code() -> str:
    """SHA-256 over all that a page as it was read depends on, its file and the settings aside."""
    digest = sha256(str(pytesseract.get_tesseract_version()).encode())
    for library in _LIBRARIES:
        digest.update(version(library).encode())
    for path in _code():
        digest.update(path.name.encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _code() -> Iterator[Path]:
    """The files of the parts that read, models and dictionaries among them."""
    package = Path(ocr_kh.__file__).parent
    for place in (*(package / part for part in _READING), dictionary_folder()):
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (path for path in found if path.is_file() and path.suffix != ".pyc")
