# SPDX-License-Identifier: Apache-2.0
"""All documents, page by page over the workers: the pages of the next document start before the last one ends."""

from __future__ import annotations

import logging
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ocr_kh.batch.finished import Finished
from ocr_kh.batch.inputs import Job, find_jobs
from ocr_kh.batch.workers import Workers, cpu_count
from ocr_kh.document import Page
from ocr_kh.errors import InputError, MachineError, OcrKhError, OutputError, WorkerDiedError
from ocr_kh.pipeline import Outcome, Progress, finish, read_page
from ocr_kh.reading.source import Source, open_source
from ocr_kh.settings import Settings
from ocr_kh.writing.index import Row, index_row, read_index, write_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path


_log = logging.getLogger("ocr_kh")

_AHEAD = 3
"""Pages under way for each worker: enough that none idles while a document is finished."""
_INDEX_SECONDS = 5.0
"""How often index.csv is brought up to date; what a killed run had not yet put there is done again."""


@dataclass(slots=True)
class _Run:
    """A document under way."""

    job: Job
    source: Source
    pages: list[Future[Page]]
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    finishing: Future[Outcome] | None = None

    @property
    def unread(self) -> int:
        return sum(not page.done() for page in self.pages)


def convert(
    paths: Sequence[Path],
    out: Path,
    *,
    settings: Settings = Settings(),
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[Outcome]:
    """Outcomes in the order of the documents; index.csv is written as they come. See `ocr_kh.convert`."""
    jobs = find_jobs(paths, out, settings)
    _make_folder(out)
    index = _Index(out)
    count = settings.jobs or cpu_count()
    with Workers(count) as workers, index:
        batch = _Batch(jobs, out, settings, workers, Finished(index.known, settings), progress)
        for outcome in batch.outcomes():
            index.add(outcome.row)
            yield outcome


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        (probe := out / ".ocr-kh-writable").touch()
        probe.unlink()
    except OSError as error:
        raise OutputError(path=str(out), reason=error.strerror or str(error)) from error


class _Index:
    """index.csv as it grows; written now and then, and when the run ends in whatever way."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.known = {row["folder"]: row for row in read_index(out)}
        self._new: list[Row] = []
        self._written = time.monotonic()

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        self._write()

    def add(self, row: Row | None) -> None:
        if row:
            self._new.append(row)
        if self._new and time.monotonic() - self._written > _INDEX_SECONDS:
            self._write()

    def _write(self) -> None:
        if self._new or not (self.out / "index.csv").exists():
            write_index(self.out, self._new)
            self._new.clear()
        self._written = time.monotonic()


@dataclass(slots=True)
class _Batch:
    """The documents of one call, and how far they are."""

    jobs: Sequence[Job]
    out: Path
    settings: Settings
    workers: Workers
    finished: Finished
    progress: Callable[[Progress], None] | None
    documents_done: int = 0
    pages_opened: int = 0
    pages_finished: int = 0

    def outcomes(self) -> Iterator[Outcome]:
        waiting, running = deque(self.jobs), deque[_Run | Outcome]()
        while waiting or running:
            while waiting and self._has_room(running):
                running.append(self._start(waiting.popleft()))
            self._advance(running)
            while running and (outcome := self._outcome(running[0])):
                running.popleft()
                self._count(outcome)
                yield outcome

    def _has_room(self, running: Sequence[_Run | Outcome]) -> bool:
        return sum(run.unread for run in running if isinstance(run, _Run)) < _AHEAD * self.workers.count

    def _start(self, job: Job) -> _Run | Outcome:
        """The document with its pages submitted, or its outcome when there is nothing to do or it cannot be opened."""
        try:
            source = open_source(job.paths if len(job.paths) > 1 else job.paths[0], self.settings)
        except InputError as error:
            return self._failure(job, error)
        if self.finished.has(self._name(job), job.folder, source.sha256):
            return Outcome(job.path, job.folder, "unchanged", source.page_count)
        self.pages_opened += source.page_count
        numbers = range(1, source.page_count + 1) if source.kind != "text" else ()
        return _Run(job, source, [self.workers.submit(read_page, source, number, self.settings) for number in numbers])

    def _advance(self, running: Sequence[_Run | Outcome]) -> None:
        """Wait until something is done, and finish the documents whose pages are all read."""
        runs = [run for run in running if isinstance(run, _Run)]
        under_way: list[Future[Any]] = [future for run in runs for future in (*run.pages, run.finishing) if future]
        open_futures = [future for future in under_way if not future.done()]
        if open_futures and not any(run.finishing is None and not run.unread for run in runs):
            wait(open_futures, return_when=FIRST_COMPLETED)
        for run in runs:
            if run.finishing is None and not run.unread:
                pages = [_page_of(future, run.source, number) for number, future in enumerate(run.pages, 1)]
                run.finishing = self.workers.submit(
                    finish, run.job, run.source, pages, self.settings, self.out, run.started
                )
        self._report(running)

    def _outcome(self, run: _Run | Outcome) -> Outcome | None:
        if isinstance(run, Outcome):
            return run
        if run.finishing is None or not run.finishing.done():
            return None
        try:
            return run.finishing.result()
        except MachineError:
            raise
        except OcrKhError as error:
            return self._failure(run.job, error, pages=run.source.page_count)
        except BrokenProcessPool:
            return self._failure(run.job, WorkerDiedError(path=run.job.path, page="-"), pages=run.source.page_count)
        except Exception as error:  # noqa: BLE001 - our own fault ends this document, not the batch
            _log.debug("%s", run.job.path, exc_info=True)
            fault = OcrKhError(reason=f"{type(error).__name__}: {error}")
            return self._failure(run.job, fault, pages=run.source.page_count)

    def _failure(self, job: Job, error: OcrKhError, pages: int = 0) -> Outcome:
        row = index_row(path=job.path, folder=self._name(job), status="failed", error=str(error))
        return Outcome(job.path, None, "failed", pages, error=error, row=row)

    def _name(self, job: Job) -> str:
        """The document's folder as the index names it."""
        return job.folder.relative_to(self.out).as_posix()

    def _count(self, outcome: Outcome) -> None:
        self.documents_done += 1
        self.pages_finished += outcome.pages if outcome.status in {"done", "partly"} else 0

    def _report(self, running: Sequence[_Run | Outcome]) -> None:
        if self.progress:
            runs = [run for run in running if isinstance(run, _Run)]
            read = sum(len(run.pages) - run.unread for run in runs)
            current = runs[0].job.path if runs else ""
            pages_done = self.pages_finished + read
            self.progress(Progress(self.documents_done, len(self.jobs), pages_done, self.pages_opened, current))


def _page_of(future: Future[Page], source: Source, number: int) -> Page:
    """The page read; one without words when its process died. Raises MachineError."""
    try:
        return future.result()
    except BrokenProcessPool:
        return Page(number, error=str(WorkerDiedError(path=source.name, page=number)))
