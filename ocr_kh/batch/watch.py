# SPDX-License-Identifier: Apache-2.0
"""Folders that scans come into: each document is converted when it is complete, and again when it was replaced.

They are looked at again and again instead of asking the system for news: inotify is silent about what another machine
writes to a network share, and whether a file is complete nobody but its own rest and its end can tell.
"""

from __future__ import annotations

import errno
import logging
import shutil
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ocr_kh.batch import output_folder as place
from ocr_kh.batch.arrival import INTERVAL, SETTLE, ends_well, is_temporary
from ocr_kh.batch.inputs import Found, Job, check_paths, find_documents, placed
from ocr_kh.batch.records import read_records
from ocr_kh.batch.run import Session, for_all_machines, session
from ocr_kh.errors import MachineError, NoRoomError
from ocr_kh.messages import translate
from ocr_kh.writing.libraries import check_libraries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from ocr_kh.outcome import Outcome
    from ocr_kh.settings import Settings

_log = logging.getLogger("ocr_kh")

_LOOK_SHARE = 0.1
"""Which share of the time looking may take, where the interval is too short for a large tree."""
_PATIENCE = 10
"""A file whose end is missing rests so many times longer: a copy may have stalled; then it is taken to be damaged."""
_ROOM_SECONDS = 30.0
"""How often is looked whether there is room again on a full disk."""

Files = tuple["Path", ...]
Sight = tuple[tuple[int, int, int], ...]
"""Of each file of a document its bytes, time of last writing and time of last change (ns)."""


def watch(  # noqa: PLR0913 - how often, how long and whether for ever
    paths: Sequence[Path],
    out: Path,
    *,
    settings: Settings,
    interval: float = INTERVAL,
    settle: float = SETTLE,
    once: bool = False,
) -> Iterator[Outcome]:
    """Outcomes of the documents under `paths` as they come, without end; with `once` of those that are complete.

    Raises as `convert` does; but a folder that vanishes is waited for, and so is room on a full disk.
    """
    check_libraries(settings.formats)
    out, settings = for_all_machines(out, settings)
    check_paths(paths, out)
    records = read_records(settings.records, paths) if settings.records else None
    watcher = Watcher(paths, out, settings, interval, settle)
    while True:
        try:
            with session(paths, out, settings, records) as opened:
                yield from _served(opened, watcher, once=once)
                return
        except MachineError as error:
            if once or not _is_full(out, error):
                raise
            _log.error("%s", error, extra={"data": {"code": error.code}})
            while _is_full(out):
                time.sleep(_ROOM_SECONDS)
            watcher.forget()


def _served(opened: Session, watcher: Watcher, *, once: bool) -> Iterator[Outcome]:
    """Without end, or until all that was there has been looked at long enough."""
    began = time.monotonic()
    while True:
        if jobs := watcher.arrived():
            yield from opened.run(jobs, more=watcher.arrived)
        elif once and time.monotonic() - began > watcher.settle + watcher.interval:
            return
        opened.index.rest()
        time.sleep(watcher.pause())


def _is_full(out: Path, error: MachineError | None = None) -> bool:
    """Whether the disk has no room, or `error` says so (a database does not say why it cannot be written)."""
    if isinstance(error, NoRoomError):
        return True
    try:
        return shutil.disk_usage(out).free < place.ROOM
    except OSError:
        return False


@dataclass(slots=True)
class Watcher:
    """What lies in the folders, since when it is as it is, and as what it was handed on."""

    paths: Sequence[Path]
    out: Path
    settings: Settings
    interval: float = INTERVAL
    settle: float = SETTLE
    _seen: dict[Files, tuple[Sight, float]] = field(default_factory=dict)
    """With the time of the monotonic clock when it was first seen so."""
    _handed: dict[Files, Sight] = field(default_factory=dict)
    _due: float = 0.0
    _folders: frozenset[Path] = frozenset()
    _away: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._folders = frozenset(path for path in self.paths if path.is_dir())

    def arrived(self, busy: Collection[str] = ()) -> list[Job]:
        """Documents that are complete and not handed on as they are now, none named in `busy`; none too soon."""
        began = time.monotonic()
        if began < self._due:
            return []
        try:
            jobs = self._look([path for path in self.paths if self._is_there(path)], busy)
        except OSError as error:  # a network share that fails in the middle
            _log.warning("%s", error)
            jobs = []
        now = time.monotonic()
        self._due = max(began + self.interval, now + (now - began) / _LOOK_SHARE)
        return jobs

    def pause(self) -> float:
        """Seconds until the next look."""
        return max(self._due - time.monotonic(), 0.0)

    def forget(self) -> None:
        """Hand everything on again: what is done the ledger knows."""
        self._handed.clear()

    def _is_there(self, path: Path) -> bool:
        """Whether a folder can be listed; told when that changes. A single file may go as it likes."""
        try:
            if path in self._folders:
                next(path.iterdir(), None)
        except OSError as error:
            if path not in self._away:
                template = translate("%s cannot be looked at (%s); waiting for it.")
                _log.warning(template, path, error.strerror or error)
            self._away.add(path)
            return False
        if path in self._away:
            _log.warning(translate("%s can be looked at again."), path)
            self._away.remove(path)
        return True

    def _look(self, paths: Sequence[Path], busy: Collection[str]) -> list[Job]:
        """Raises OSError."""
        now = time.monotonic()
        found = {_absolute(document): document for document in self._documents(paths)}
        sights = {files: sight for files in found if (sight := _sight(files))}
        self._seen = {files: self._since(files, sight, now) for files, sight in sights.items()}
        if not self._away:  # what went with its folder comes back with it
            self._handed = {files: sight for files, sight in self._handed.items() if files in sights}
        complete = [files for files in sights if self._is_complete(files, now)]
        fresh = {files for files in complete if self._handed.get(files) != sights[files]}
        if not fresh:
            return []
        jobs = placed([found[files] for files in complete], self.out, self.settings)
        new = [job for job in jobs if job.paths in fresh and job.name not in busy]
        self._handed |= {job.paths: sights[job.paths] for job in new}
        return new

    def _documents(self, paths: Sequence[Path]) -> Iterator[Found]:
        for found in find_documents(paths, self.out, self.settings):
            if not any(is_temporary(file.name) for file in found.files):
                yield found

    def _since(self, files: Files, sight: Sight, now: float) -> tuple[Sight, float]:
        before = self._seen.get(files)
        return before if before and before[0] == sight else (sight, now)

    def _is_complete(self, files: Files, now: float) -> bool:
        """Handed on as it is, or at rest long enough."""
        sight, since = self._seen[files]
        if self._handed.get(files) == sight:
            return True
        if now - since < self.settle:
            return False
        youngest = max(max(written, changed) for _, written, changed in sight) / 1e9
        rest = max(now - since, time.time() - youngest)
        return rest >= self.settle * _PATIENCE or all(map(ends_well, files))


def _absolute(document: Found) -> Files:
    return tuple(file.absolute() for file in document.files)


def _sight(files: Files) -> Sight | None:
    """None when one of them has vanished since the folder was listed."""
    try:
        found = [file.stat() for file in files]
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR}:
            return None
        raise
    return tuple((status.st_size, status.st_mtime_ns, status.st_ctime_ns) for status in found)
