# SPDX-License-Identifier: Apache-2.0
"""One input on its way through the workers: opened, its pages read, finished.

What a worker is asked for is imported where it runs, and what it gives goes on packed to the next: the process that
hands out the work reads no page.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ocr_kh.batch.workers.pool import TaskTimeoutError, WorkerLostError
from ocr_kh.batch.workers.process import Packed
from ocr_kh.document import Apart, Page
from ocr_kh.errors import (
    DocumentDiedError,
    DocumentTimeoutError,
    InputError,
    MachineError,
    OcrKhError,
    PageTimeoutError,
    WorkerDiedError,
    refused,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from ocr_kh.batch.inputs import Job
    from ocr_kh.batch.ledger import Entry
    from ocr_kh.batch.opening import Members
    from ocr_kh.batch.workers.pool import Pool
    from ocr_kh.document import Document
    from ocr_kh.outcome import Outcomes
    from ocr_kh.reading.source import Source
    from ocr_kh.settings import Settings

_log = logging.getLogger("ocr_kh")

T = TypeVar("T")

_GRACE_SECONDS = 5.0
"""Seconds a page may take beyond its engine's time before its worker is killed: the engine's end is told first."""


class PageRead(NamedTuple):
    """A page from the worker that read it."""

    page: Packed[Page]
    error: str | None
    seconds: float

    @classmethod
    def of(cls, page: Page) -> PageRead:
        return cls(Packed.of(page), page.error, page.seconds)


class _Apart(NamedTuple):
    """See `document.Apart`."""

    pages: Packed[tuple[Page, ...]]
    documents: list[Packed[Document]]


@dataclass(slots=True)
class Underway:
    """A document and its tasks. `advance` moves it on; `result` is there in the end."""

    job: Job
    settings: Settings
    workers: Pool
    out: Path
    source: Source | None = None
    pages: list[Future[PageRead]] = field(default_factory=list)
    result: Outcomes | OcrKhError | None = None
    """What became of it, or why there is nothing."""
    members: Members | None = None
    """What it holds, where it turned out to be a package and no document."""
    edited: Sequence[Entry] = ()
    """Its documents, where only their files were edited: they are made again of what was read, if that can be."""
    _remaking: Future[Outcomes | None] | None = None
    _opening: Future[Source | Members] | None = None
    _finishing: Future[Outcomes | _Apart] | None = None
    _repairing: list[Future[Packed[Document]]] = field(default_factory=list)
    """The documents of one that holds several."""
    _started: datetime = field(default_factory=lambda: datetime.now(UTC))
    _deadline: float | None = None
    """From when its first page was handed out."""
    _logged: set[int] = field(default_factory=set)

    def start(self) -> None:
        """Have it opened, before pages of others: what follows it is to be known in time."""
        if self.edited:
            self._remaking = self._hurry(_remade, self.out, self.edited)
        else:
            self._opening = self._hurry(_open, self.job, self.settings, self.out)

    @property
    def unread(self) -> int:
        """Pages still to be read; 1 for a document that is not yet open."""
        if self.result is not None or self.members is not None:
            return 0
        return sum(not page.done() for page in self.pages) if self.source else 1

    @property
    def pages_remade(self) -> int:
        """Pages of documents that were made again without being opened."""
        if self.source or not isinstance(self.result, tuple):
            return 0
        return sum(outcome.pages for outcome in self.result)

    @property
    def page_count(self) -> int:
        return self.source.page_count if self.source else 0

    def advance(self) -> None:
        """Take the next step where the last one is done. Raises MachineError: then no document can be done."""
        try:
            self._step()
        except MachineError:
            raise
        except OcrKhError as error:
            self._end(error)
        except TaskTimeoutError:
            self._end(DocumentTimeoutError(path=self.job.path, seconds=round(self.settings.document_timeout)))
        except WorkerLostError:
            self._end(DocumentDiedError(path=self.job.path))
        except Exception as error:
            _log.debug("%s", self.job.path, exc_info=True)
            fault = self._fault(error)
            if isinstance(fault, MachineError):
                raise fault from error
            self._end(fault)

    def _fault(self, error: Exception) -> OcrKhError:
        """The system refused the input, or something else; or the fault is ours."""
        if isinstance(error, OSError) and (refusal := refused(error)):
            if error.filename in map(str, self.job.paths):
                return InputError(path=self.job.path, reason=error.strerror)
            return refusal
        return OcrKhError(reason=f"{type(error).__name__}: {error}")

    def _step(self) -> None:
        if self._remaking and self._remaking.done():
            outcomes, self._remaking, self.edited = self._remaking.result(), None, ()
            if outcomes is None:
                self.start()
            else:
                self._end(outcomes)
        if self.source is None and self.members is None and self._opening and self._opening.done():
            found = self._opening.result()
            if isinstance(found, tuple):
                self.members = found
            else:
                self._read(found)
        self._log_pages()
        if self.source and not self._finishing:
            self._check_time()
            if not self.unread:
                self._finish(self.source)
        if self.source and self._finishing and self._finishing.done():
            self._finish_apart(self.source, self._finishing.result())

    def _read(self, source: Source) -> None:
        self.source = source
        self._deadline = time.monotonic() + self.settings.document_timeout
        numbers = range(1, source.page_count + 1) if source.kind != "text" else ()
        seconds = self.settings.page_timeout + _GRACE_SECONDS
        self.pages = [
            self.workers.submit(_read, read_page, source, number, self.settings, seconds=seconds) for number in numbers
        ]

    def _finish(self, source: Source) -> None:
        pages = [self._page(future, source, number).page for number, future in enumerate(self.pages, 1)]
        self._finishing = self._hurry(_finish_alone, self.job, source, pages, self.settings, self._started)

    def _finish_apart(self, source: Source, found: Outcomes | _Apart) -> None:
        """Take the end of the input; of one that holds several documents have these repaired, and then finished."""
        if not isinstance(found, _Apart):
            self._end(found)
        elif not self._repairing:
            self._repairing = [self._hurry(_repair, each, self.settings) for each in found.documents]
        elif all(each.done() for each in self._repairing):
            repaired = found._replace(documents=[each.result() for each in self._repairing])
            self._finishing = self._hurry(_finish, self.job, source, repaired, self.settings, self._started)

    def _hurry(self, function: Callable[..., T], *arguments: Any) -> Future[T]:
        """What is to be done before the pages of other inputs are read."""
        return self.workers.submit(function, *arguments, seconds=self.settings.document_timeout, first=True)

    def _page(self, future: Future[PageRead], source: Source, number: int) -> PageRead:
        """The page read; one without words when it had to be stopped. Raises MachineError."""
        try:
            return future.result()
        except TaskTimeoutError:
            seconds = round(self.settings.page_timeout)
            stopped: OcrKhError = PageTimeoutError(path=source.name, page=number, seconds=seconds)
        except WorkerLostError:
            stopped = WorkerDiedError(path=source.name, page=number)
        return PageRead.of(Page(number, error=str(stopped)))

    def _check_time(self) -> None:
        if self._deadline and time.monotonic() > self._deadline:
            raise TaskTimeoutError

    def _log_pages(self) -> None:
        """A record for each page that has been read, for machines."""
        if not self.source or not _log.isEnabledFor(logging.INFO):
            return
        for number, future in enumerate(self.pages, 1):
            if number not in self._logged and future.done() and not future.cancelled():
                self._logged.add(number)
                self._log_page(future, self.source, number)

    def _log_page(self, future: Future[PageRead], source: Source, number: int) -> None:
        if isinstance(future.exception(), MachineError):
            return
        page = self._page(future, source, number)
        facts: dict[str, Any] = {
            "document": self.job.path,
            "page": number,
            "status": "failed" if page.error else "read",
            "seconds": page.seconds,
        }
        _log.info("%s", page.error or f"{self.job.path}, {number}", extra={"data": facts})

    def _end(self, result: Outcomes | OcrKhError) -> None:
        """Nothing more is to be done for it; what waits in the queue for it is dropped, and its pages let go."""
        self.result = result
        for page in self.pages:
            page.cancel()
        for document in self._repairing:
            document.cancel()
        self.pages, self._repairing = [], []


def read_page(source: Source, number: int, settings: Settings) -> Page:
    """See `pipeline.read_page`."""
    from ocr_kh import pipeline

    return pipeline.read_page(source, number, settings)


def _read(read: Callable[..., Page], *asked: Any) -> PageRead:
    return PageRead.of(read(*asked))


def _open(job: Job, settings: Settings, out: Path) -> Source | Members:
    from ocr_kh.batch.opening import open_job

    return open_job(job, settings, out)


def _repair(document: Packed[Document], settings: Settings) -> Packed[Document]:
    from ocr_kh.repair import repair_document

    return Packed.of(repair_document(document.open(), settings))


def _finish_alone(
    job: Job, source: Source, pages: Sequence[Packed[Page]], settings: Settings, started: datetime
) -> Outcomes | _Apart:
    from ocr_kh.batch.finishing import finish_alone

    found = finish_alone(job, source, [page.open() for page in pages], settings, started)
    return _Apart(Packed.of(found.pages), list(map(Packed.of, found.documents))) if isinstance(found, Apart) else found


def _finish(job: Job, source: Source, apart: _Apart, settings: Settings, started: datetime) -> Outcomes:
    from ocr_kh.batch.finishing import finish

    repaired = Apart(apart.pages.open(), tuple(document.open() for document in apart.documents))
    return finish(job, source, repaired, settings, started)


def _remade(out: Path, entries: Sequence[Entry]) -> Outcomes | None:
    from ocr_kh.batch.results.remaking import remade

    return remade(out, entries)
