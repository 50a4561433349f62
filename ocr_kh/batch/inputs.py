# SPDX-License-Identifier: Apache-2.0
"""From the paths on the command line to the documents to convert, each with its place under `--out`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.errors import NothingToDoError, PathMissingError
from ocr_kh.reading.source import IMAGE_SUFFIXES, PDF_SUFFIXES, TEXT_SUFFIXES, content_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.settings import Settings


@dataclass(frozen=True, slots=True)
class Job:
    """One document: the file, or the images joined into one, and its folder."""

    paths: tuple[Path, ...]
    path: str
    """As the index names it: the path that was given, and from there on."""
    folder: Path


def find_jobs(paths: Sequence[Path], out: Path, settings: Settings) -> list[Job]:
    """All documents under `paths`, in the order given, folders in natural order of names.

    A document keeps its path relative to the folder argument; the second one of the same place gets `~` and eight
    hex digits of its content hash. Raises PathMissingError before anything is done, NothingToDoError for none.
    """
    for path in paths:
        if not path.exists():
            raise PathMissingError(path=str(path))
    found = [document for path in paths for document in _documents(path, out, settings)]
    if not found:
        raise NothingToDoError(path=", ".join(str(path) for path in paths))
    return list(_placed(found, out))


def _documents(path: Path, out: Path, settings: Settings) -> Iterator[tuple[tuple[Path, ...], Path]]:
    """Files of each document, and its path relative to the folder argument."""
    if not path.is_dir():
        yield (path,), Path(path.name)
        return
    images: dict[Path, list[Path]] = {}
    for file in _files(path, out, settings):
        if settings.join and file.suffix.lower() in IMAGE_SUFFIXES:
            images.setdefault(file.parent, []).append(file)
        else:
            yield (file,), file.relative_to(path)
    for folder, members in images.items():
        relative = folder.relative_to(path)
        yield tuple(members), relative if relative.parts else Path(path.resolve().name)


def _files(folder: Path, out: Path, settings: Settings) -> Iterator[Path]:
    """Documents under `folder`: hidden ones and those under `out` left out."""
    wanted = PDF_SUFFIXES | IMAGE_SUFFIXES | (TEXT_SUFFIXES if settings.include_text else frozenset())
    for entry in sorted(folder.iterdir(), key=natural_key):
        if entry.name.startswith(".") or entry.resolve() == out.resolve():
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry, out, settings)
        elif entry.is_file() and entry.suffix.lower() in wanted:
            yield entry


def plain(name: str) -> str:
    """A name that UTF-8 can hold: bytes in it that are not UTF-8 are written out."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def natural_key(path: Path) -> list[tuple[int, int, str]]:
    """Sorts `page2` before `page10`."""
    parts = re.findall(r"\d+|\D+", path.name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _placed(found: Iterable[tuple[tuple[Path, ...], Path]], out: Path) -> Iterator[Job]:
    """Jobs with folders of their own, on file systems that ignore case too; the same file named twice is one job."""
    taken: set[str] = set()
    seen: set[tuple[Path, ...]] = set()
    for paths, relative in found:
        files = tuple(path.resolve() for path in paths)
        if files in seen:
            continue
        seen.add(files)
        folder = out / relative
        if str(folder).casefold() in taken:
            folder = folder.with_name(f"{folder.name}~{content_hash(paths)[:8]}")
        taken.add(str(folder).casefold())
        yield Job(paths, (paths[0] if len(paths) == 1 else paths[0].parent).as_posix(), folder)
