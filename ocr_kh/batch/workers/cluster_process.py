# SPDX-License-Identifier: Apache-2.0
"""What runs inside a worker of Dask: each of its threads has a process of ours do the tasks, one after the other.

So the limits of time and memory hold as on one machine, and what a page does to its process is no harm to Dask's.
"""

from __future__ import annotations

import multiprocessing
import threading
from contextlib import suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, cast

from distributed import WorkerPlugin, get_worker

import ocr_kh
from ocr_kh.batch.workers.pool import Workers, cpu_count, memory_share
from ocr_kh.errors import WorkerUnfitError
from ocr_kh.programs import TESSERACT
from ocr_kh.writing.document.provenance import ingredients

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from distributed import Worker

    from ocr_kh.batch.workers.process import Task
    from ocr_kh.settings import Settings


def equipment(settings: Settings) -> dict[str, str]:
    """What results depend on beside input and settings, as found on this machine: versions, hashes of files by name."""
    found = ingredients(settings)
    files = {name: digest for part in found.values() for name, digest in part.items()}  # type: ignore[attr-defined]
    return {"ocr_kh": ocr_kh.__version__, "Tesseract": TESSERACT.version() or "-", **files}


@dataclass(slots=True)
class _Place:
    """A thread's process; whoever ends it waits until its task has."""

    workers: Workers
    lock: threading.Lock


class Isolation(WorkerPlugin):
    """The processes of one run in a worker of Dask, which ends them when the run ends."""

    def __init__(self, run: str, settings: Settings, language: str, token: Path, paths: Sequence[Path] = ()) -> None:
        self.name = run
        self._token = token
        self._paths = paths
        self._settings = settings
        self._language = language
        self._expected = equipment(settings)

    def setup(self, worker: Worker) -> None:
        """Dask forbids its workers to have children, which might outlive them; ours end with their parent."""
        multiprocessing.current_process().daemon = False
        self._address = worker.address
        self._places: dict[int, _Place] = {}
        self._guard = threading.Lock()
        self._is_over = False
        self._fitness: WorkerUnfitError | bool | None = None
        for other in worker.plugins.values():
            if isinstance(other, Isolation):
                other.release()

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - Dask gives it
        """End the processes, whatever they are at."""
        self._is_over = True
        for place in self._places.values():
            place.workers.cut()
        for place in self._places.values():
            with place.lock, suppress(OSError, ValueError):
                place.workers.__exit__(None, None, None)

    def release(self) -> None:
        """End the processes that do nothing: their client may have been killed. Those that are wanted start anew."""
        for place in self._places.values():
            if place.lock.acquire(blocking=False):
                try:
                    place.workers.__exit__(None, None, None)
                finally:
                    place.lock.release()

    def do(self, task: Task, seconds: float | None) -> Any:
        """As `Workers.submit`, but at once and only once. Raises WorkerUnfitError."""
        self.check()
        place = self._place()
        with place.lock:
            return place.workers.submit(task.function, *task.arguments, seconds=seconds).result()

    def _place(self) -> _Place:
        with self._guard:
            thread = threading.get_ident()
            if self._is_over:
                message = "the run is over"
                raise RuntimeError(message)
            if thread not in self._places:
                memory = self._settings.memory_limit << 20 or memory_share(cpu_count())
                workers = Workers(
                    1, isolated=True, memory=memory, nice=self._settings.nice, tries=1, language=self._language
                )
                self._places[thread] = _Place(workers, threading.Lock())
            return self._places[thread]

    def check(self) -> None:
        """Raises WorkerUnfitError where this machine would give other results, or cannot reach the files."""
        with self._guard:
            if self._fitness is None:
                reason = self._difference() or self._separation()
                self._fitness = WorkerUnfitError(worker=self._address, reason=reason) if reason else True
        if isinstance(self._fitness, WorkerUnfitError):
            raise self._fitness

    def _difference(self) -> str:
        here = equipment(self._settings)
        names = [name for name in {**self._expected, **here} if self._expected.get(name) != here.get(name)]
        return "; ".join(f"{name}: {_brief(here.get(name))} ≠ {_brief(self._expected.get(name))}" for name in names)

    def _separation(self) -> str:
        """Why the files are not the client's: the token or an input is missing, or nothing can be written."""
        try:
            for path in (self._token, *self._paths):
                path.stat()
            with TemporaryFile(dir=self._token.parent):
                return ""
        except OSError as error:
            return f"{error.filename}: {error.strerror}"


def _brief(value: str | None) -> str:
    return (value or "-")[:12]


def perform(run: str, task: Task, seconds: float | None) -> Any:
    """Do a task of a run in this worker of Dask."""
    return _isolation(get_worker(), run).do(task, seconds)


def fitness(run: str, dask_worker: Worker) -> WorkerUnfitError | None:
    """Why this worker of Dask may not do the tasks of the run, if so."""
    try:
        _isolation(dask_worker, run).check()
    except WorkerUnfitError as error:
        return error
    return None


def _isolation(worker: Worker, run: str) -> Isolation:
    return cast("Isolation", worker.plugins[run])
