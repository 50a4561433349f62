# SPDX-License-Identifier: Apache-2.0
"""From the paths on the command line to the documents to convert, each with its place under `--out`."""

from __future__ import annotations

import logging
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ocr_kh.errors import NothingToDoError, OutputIsInputError, PathMissingError
from ocr_kh.messages import translate
from ocr_kh.reading.source import IMAGE_SUFFIXES, PDF_SUFFIXES, TEXT_SUFFIXES, content_hash, plain
from ocr_kh.writing.tables.by_record import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.settings import Settings

_log = logging.getLogger("ocr_kh")

Found = tuple[tuple[Path, ...], Path]
"""The files of a document, and its path relative to the folder argument."""

_DEPTH = 64
"""Folders within folders that are searched; deeper trees are somebody's mistake, or trap."""


@dataclass(frozen=True, slots=True)
class Job:
    """One input: the file, or the images joined into one, and its folder."""

    paths: tuple[Path, ...]
    path: str
    """As the index names it: the path that was given, and from there on."""
    folder: Path
    name: str
    """The folder as index and ledger name it: under the output folder, `/` between parts."""

    def folder_of(self, part: str | None) -> Path:
        """The folder of the document itself, or of that part of a bundle."""
        return self.folder / part if part else self.folder

    def name_of(self, part: str | None) -> str:
        """The same as index and ledger name it."""
        return f"{self.name}/{part}" if part else self.name


def find_jobs(paths: Sequence[Path], out: Path, settings: Settings) -> list[Job]:
    """All documents under `paths`, in the order given, folders in natural order of names.

    A document keeps its path relative to the folder argument; the second one of the same place gets `~` and eight
    hex digits of its content hash. Raises PathMissingError before anything is done, OutputIsInputError, and
    NothingToDoError for none.
    """
    check_paths(paths, out)
    found = list(find_documents(paths, out, settings))
    if not found:
        raise NothingToDoError(path=", ".join(str(path) for path in paths))
    return list(placed(found, out, settings))


def check_paths(paths: Sequence[Path], out: Path) -> None:
    """Raises PathMissingError, and OutputIsInputError where results would lie among the scans."""
    for path in paths:
        if not path.exists():
            raise PathMissingError(path=str(path))
        if path.is_dir() and path.resolve() == out.resolve():
            raise OutputIsInputError(path=str(path))


def find_documents(paths: Iterable[Path], out: Path, settings: Settings) -> Iterator[Found]:
    """All documents under `paths` in order, one that comes twice among them twice."""
    for path in paths:
        yield from _documents(path, out, settings)


def _documents(path: Path, out: Path, settings: Settings) -> Iterator[Found]:
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
    """Documents under `folder`: hidden ones, those under `out`, and links out of `folder` left out.

    A folder that cannot be listed comes as a document, which then fails: nothing is passed over without a word.
    """
    wanted = PDF_SUFFIXES | IMAGE_SUFFIXES | (TEXT_SUFFIXES if settings.include_text else frozenset())
    tree, own = folder.resolve(), out.resolve()
    waiting: list[tuple[Path, int]] = [(folder, 0)]
    while waiting:
        path, depth = waiting.pop()
        if depth > 0 and (depth > _DEPTH or not path.is_dir()):
            if path.is_dir() or path.suffix.lower() in wanted:
                yield path
            continue
        try:
            entries = sorted(path.iterdir(), key=natural_key, reverse=True)
        except OSError:
            yield path
            continue
        waiting += [(entry, depth + 1) for entry in entries if _is_ours(entry, tree, own)]


def _is_ours(entry: Path, tree: Path, out: Path) -> bool:
    """Whether what lies in a folder is to be looked at: no hidden thing, no result, no link to folders or outside."""
    if entry.name.startswith(".") or entry.resolve() == out:
        return False
    if entry.is_symlink() and (entry.is_dir() or tree not in entry.resolve().parents):
        _tell_of_link(entry)
        return False
    return entry.is_dir() or entry.is_file()


@cache
def _tell_of_link(entry: Path) -> None:
    """Once, however often a folder is looked at."""
    _log.warning(translate("%s is a link to a folder, or out of the folder given; it is left out."), entry)


def natural_key(path: PurePath) -> list[tuple[int, int, str]]:
    """Sorts `page2` before `page10`."""
    parts = re.findall(r"\d+|\D+", path.name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def placed(found: Iterable[Found], out: Path, settings: Settings) -> Iterator[Job]:
    """Jobs with folders of their own, on file systems that ignore case too; the same file named twice is one job."""
    taken = {FOLDER} if settings.name_by == "record" else set()
    parents: set[str] = set()
    seen: set[tuple[Path, ...]] = set()
    for paths, relative in found:
        files = tuple(path.resolve() for path in paths)
        if files in seen:
            continue
        seen.add(files)
        folder = out / _free(relative, paths, taken, parents)
        if folder.exists() and not folder.is_dir():  # a file of somebody's: never in its place
            folder = folder.with_name(f"{folder.name}~{_digits(paths)}")
        place = folder.relative_to(out)
        taken.add(_alike(place))
        parents.update(map(_alike, place.parents))
        given = paths[0] if len(paths) == 1 else paths[0].parent
        files = tuple(path.absolute() for path in paths)
        yield Job(files, plain(given.as_posix()), folder, plain(place.as_posix()))


def _free(relative: Path, paths: tuple[Path, ...], taken: set[str], parents: set[str]) -> Path:
    """`relative`, with the content hash where a document has that folder already, lies in it or around it."""
    if _alike(relative) in taken or _alike(relative) in parents:
        return relative.with_name(f"{relative.name}~{_digits(paths)}")
    for ancestor in relative.parents:
        if _alike(ancestor) in taken:
            moved = ancestor.with_name(f"{ancestor.name}~{_digits(paths)}")
            return moved / relative.relative_to(ancestor)
    return relative


def _alike(path: Path) -> str:
    """The same for names that a file system may take for the same: by case, or composed and decomposed letters."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def _digits(paths: tuple[Path, ...]) -> str:
    """Eight digits of the content hash; of the name where the content cannot be read."""
    try:
        return content_hash(paths)[:8]
    except OSError:
        return sha256(str(paths).encode("utf-8", "surrogateescape")).hexdigest()[:8]
