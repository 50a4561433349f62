# SPDX-License-Identifier: Apache-2.0
"""Files and folders that are there whole or not at all: written beside their place and renamed into it."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.errors import OutputError
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

UNFINISHED = ".ocr-kh-"
"""How the names of unfinished files and folders begin: hidden, and so never taken for a document."""

_FLUSHES = 8
"""Files that are flushed side by side; 4 took half as long again, more gained nothing."""
_OLDER = f"{UNFINISHED}older-"
"""How the name of a folder begins that holds an older one while the new one takes its place."""


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """A new path beside `path` to write to; renamed onto `path` when the block ends without an error.

    Raises OutputError when the system refuses (full disk, no permission, read-only place).
    """
    with atomic_writes([path]) as (unfinished,):
        yield unfinished


@contextmanager
def atomic_writes(paths: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """As `atomic_write` for many paths: all are on the disk before the first of them has its name.

    Raises OutputError about the only path, or about the folder of the first.
    """
    if not paths:
        yield ()
        return
    about = paths[0] if len(paths) == 1 else paths[0].parent
    unfinished: list[Path] = []
    try:
        with _refusals(about):
            unfinished.extend(map(_unfinished, paths))
            yield tuple(unfinished)
            flush(unfinished)
            mode = 0o666 & ~_umask()
            for each, path in zip(unfinished, paths, strict=True):
                each.chmod(mode)
                each.replace(path)
    finally:
        for each in unfinished:
            each.unlink(missing_ok=True)


def _unfinished(path: Path) -> Path:
    """A new file beside `path`, in a folder that is made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, suffix=path.suffix, dir=path.parent)
    os.close(handle)
    return Path(name)


@contextmanager
def atomic_folder(folder: Path) -> Iterator[Path]:
    """A new folder beside `folder` to fill; takes its place when the block ends without an error.

    What stood at `folder` before is replaced as a whole. Raises OutputError as `atomic_write` does.
    """
    with _refusals(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder.parent))
    try:
        with _refusals(folder):
            yield unfinished
            for path in filter(Path.is_file, unfinished.iterdir()):  # folders in it were flushed when they were made
                _flush(path)
            unfinished.chmod(0o777 & ~_umask())
            _exchange(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def remove_folder(folder: Path) -> None:
    """Take away a document's folder, whole or not at all. Raises OutputError."""
    with _refusals(folder):
        if folder.is_dir():
            aside = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder.parent))
            folder.replace(aside / folder.name)
            shutil.rmtree(aside, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with `\\n` line ends, whole or not at all. Raises OutputError."""
    with atomic_write(path) as unfinished:
        unfinished.write_bytes(text.encode())


def sha256(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _exchange(unfinished: Path, folder: Path) -> None:
    """Rename `unfinished` to `folder`; an older `folder` is moved aside first, and back if that fails."""
    if not folder.exists():
        unfinished.replace(folder)
        return
    if not folder.is_dir():
        raise FileExistsError(errno.EEXIST, translate("a file of that name is there"))
    aside = Path(tempfile.mkdtemp(prefix=_OLDER, dir=folder.parent))
    older = folder.replace(aside / folder.name)
    try:
        unfinished.replace(folder)
    except OSError:
        older.replace(folder)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def put_back(unfinished: Path) -> None:
    """Put an older folder back into its place, which a process killed between two renames left empty.

    `unfinished` is what a killed process left; where the new folder is in its place, nothing is done.
    """
    if not unfinished.name.startswith(_OLDER):
        return
    for older in unfinished.iterdir():
        if not (place := unfinished.parent / older.name).exists():
            older.replace(place)


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """Turn the system's refusals, and those about what is being made for `path`, into OutputError about `path`."""
    try:
        yield
    except OutputError as error:
        raise OutputError(path=str(path), reason=error.details["reason"]) from error
    except OSError as error:
        raise OutputError(path=str(path), reason=error.strerror or str(error)) from error


def flush(paths: Iterable[Path]) -> None:
    """Have the bytes of these files on the disk. Raises OSError.

    Asked for side by side, a journal takes them in together: 40 files of 2 KB took 132 ms one by one, 15 ms so (ext4).
    Not for workers of a batch: the stacks of threads would count against their memory limit.
    """
    if len(files := list(paths)) == 1:
        _flush(files[0])
    elif files:
        with ThreadPoolExecutor(_FLUSHES) as pool:
            for _ in pool.map(_flush, files):
                pass


def _flush(path: Path) -> None:
    """Have the bytes on the disk before the name points to them: a power cut leaves the old file or the new."""
    with path.open("r+b") as file:  # Windows flushes only what may be written
        os.fsync(file.fileno())


def _umask() -> int:
    """The process's umask; temporary files are made private, finished ones are as any other file."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
