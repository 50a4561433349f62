# SPDX-License-Identifier: Apache-2.0
"""From the paths on the command line to the documents to convert, each with its place under `--out`."""

from __future__ import annotations

import logging
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from itertools import chain
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.batch.intake.skipping import is_hidden, reason_to_skip
from ocr_kh.errors import NothingToDoError, OutputIsInputError, PathMissingError
from ocr_kh.messages import translate
from ocr_kh.reading.source import IMAGE_SUFFIXES, content_hash, plain
from ocr_kh.writing.tables.by_record import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.batch.intake.packages import Member
    from ocr_kh.errors import InputError
    from ocr_kh.settings import Settings

_log = logging.getLogger("ocr_kh")


class Found(NamedTuple):
    """What lies in the folders given, or in a package: a document, or a file that is none."""

    files: tuple[Path, ...]
    relative: Path
    """To the folder given, or in the package."""
    path: str
    """As the index is to name it."""
    skipped: str = ""
    error: InputError | None = None


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
    skipped: str = ""
    """Why it is not converted, where it is a file of another kind."""
    error: InputError | None = None
    """Why it could not be unpacked."""
    depth: int = 0
    """Packages that it lay in; their files are ours, and go when they are read."""

    @property
    def is_unpacked(self) -> bool:
        return self.depth > 0

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files as people know them: of what was unpacked, where it would lie if its package were a folder."""
        return (Path(self.path),) if self.is_unpacked else self.paths

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
    if all(each.skipped for each in found):
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
    """All that is under `paths` in order, documents and not; one that comes twice among them twice.

    What is named outright is a document, in whatever folder given it lies too.
    """
    listed = list(paths)
    named = {path.resolve() for path in listed if not path.is_dir()}
    for found in chain.from_iterable(_documents(path, out, settings) for path in listed):
        is_named = found.skipped and found.files[0].resolve() in named
        yield found._replace(skipped="") if is_named else found


def _documents(path: Path, out: Path, settings: Settings) -> Iterator[Found]:
    if not path.is_dir():
        yield Found((path,), Path(path.name), plain(path.as_posix()))
        return
    own_list = settings.records.resolve() if settings.records else None
    files = [file for file in _files(path, out) if file.resolve() != own_list]
    yield from _sorted_out(((file, file.relative_to(path)) for file in files), path.as_posix(), settings)


def _sorted_out(files: Iterable[tuple[Path, Path]], around: str, settings: Settings) -> Iterator[Found]:
    """Documents, images joined where they are to be, and files of other kinds; `around` is the folder or package."""
    images: dict[Path, list[Path]] = {}
    for file, relative in files:
        if settings.join and file.suffix.lower() in IMAGE_SUFFIXES:
            images.setdefault(relative.parent, []).append(file)
            continue
        # what could not be listed or is no ordinary file is tried, and fails with its reason
        skipped = reason_to_skip(file, include_text=settings.include_text) if file.is_file() else ""
        yield Found((file,), relative, _label(around, relative), skipped)
    for folder, members in images.items():
        relative = folder if folder.parts else Path(Path(around).resolve().name)
        yield Found(tuple(members), relative, _label(around, folder))


def _label(around: str, relative: Path) -> str:
    return plain((PurePosixPath(around) / relative.as_posix()).as_posix())


def members_of(package: Job, members: Iterable[Member], settings: Settings) -> list[Job]:
    """The inputs that lie in a package, as if it were a folder: each has its place below the package's own."""
    shown = [each for each in members if not any(map(is_hidden, each.name.split("/")))]
    shown.sort(key=lambda each: [natural_key(PurePosixPath(part)) for part in each.name.split("/")])
    broken = []
    for each in shown:
        label = _label(package.path, Path(each.name))
        if each.error:
            broken.append(Found((), Path(each.name), label, error=each.error.at(label)))
    files = ((each.path, Path(each.name)) for each in shown if each.path)
    found = [*_sorted_out(files, package.path, settings), *broken]
    return [
        replace(job, name=f"{package.name}/{job.name}", depth=package.depth + 1)
        for job in placed(found, package.folder, settings)
    ]


def _files(folder: Path, out: Path) -> Iterator[Path]:
    """Files under `folder`: hidden ones, those under `out`, and links out of `folder` left out.

    A folder that cannot be listed comes as a document, which then fails: nothing is passed over without a word.
    """
    tree, own = folder.resolve(), out.resolve()
    waiting: list[tuple[Path, int]] = [(folder, 0)]
    while waiting:
        path, depth = waiting.pop()
        if depth > 0 and (depth > _DEPTH or not path.is_dir()):
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
    if is_hidden(entry.name) or entry.resolve() == out:
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
    for paths, relative, label, skipped, error in found:
        files = tuple(path.resolve() for path in paths)
        if files and files in seen:
            continue
        seen.add(files)
        folder = out / _free(relative, paths, taken, parents)
        if folder.exists() and not folder.is_dir():  # a file of somebody's: never in its place
            folder = folder.with_name(f"{folder.name}~{_digits(paths)}")
        place = folder.relative_to(out)
        taken.add(_alike(place))
        parents.update(map(_alike, place.parents))
        files = tuple(path.absolute() for path in paths)
        yield Job(files, label, folder, plain(place.as_posix()), skipped, error)


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
