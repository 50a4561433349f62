# SPDX-License-Identifier: Apache-2.0
"""All documents, page by page over the workers: the pages of the next document start before the last one ends."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from ocr_kh.batch.document_task import Underway
from ocr_kh.batch.earlier_results import Finished, adopted, files_in, repeated
from ocr_kh.batch.filing import Filing
from ocr_kh.batch.index import Index
from ocr_kh.batch.inputs import Job, find_jobs, members_of
from ocr_kh.batch.intake.copies import Copies
from ocr_kh.batch.intake.gone import book_gone
from ocr_kh.batch.ledger import NAME, Entry, Ledger
from ocr_kh.batch.output_folder import check_room, claimed
from ocr_kh.batch.page_account import Account
from ocr_kh.batch.records import Records, read_records
from ocr_kh.batch.workers.cluster import Cluster
from ocr_kh.batch.workers.pool import Pool, Workers, cpu_count, memory_share
from ocr_kh.errors import OcrKhError, StoppedError
from ocr_kh.messages import translate
from ocr_kh.outcome import Outcome, Outcomes, Progress
from ocr_kh.reading.source import content_hash, plain
from ocr_kh.settings import Settings
from ocr_kh.writing.libraries import check_libraries
from ocr_kh.writing.tables.index import index_row, read_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path


_log = logging.getLogger("ocr_kh")

More = Callable[[Collection[str]], Sequence[Job]]
"""Gives documents that have come since, but none of those names."""

_ASKED_FOR = 100
"""Paths that workers on other machines are asked for: enough to know whether they have the folders."""
_AHEAD = 3
"""Pages under way for each worker: enough that none idles while a document is finished."""


def convert(
    paths: Sequence[Path],
    out: Path,
    *,
    settings: Settings = Settings(),
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[Outcome]:
    """Outcomes in the order of the documents; ledger and index.csv are written as they come. See `ocr_kh.convert`."""
    check_libraries(settings.formats)
    out, settings = for_all_machines(out, settings)
    jobs = find_jobs(paths, out, settings)
    records = read_records(settings.records, paths) if settings.records else None
    with session(paths, out, settings, records) as opened:
        yield from opened.run(jobs, progress=progress)
        opened.tell_of_gone(paths)


@dataclass(slots=True)
class Session:
    """An output folder in hand, for one run over its documents or several."""

    out: Path
    settings: Settings
    workers: Pool
    ledger: Ledger
    index: Index
    filing: Filing
    copies: Copies = field(default_factory=Copies)
    failures: int = 0
    """Documents that failed so far, over all runs."""
    packages: set[str] = field(default_factory=set)
    """Packages that were opened, by path."""

    def run(
        self,
        jobs: Sequence[Job],
        *,
        more: More | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Iterator[Outcome]:
        """The outcomes of `jobs`, and of what `more` gives while they are under way, each told when it is due."""
        finished = Finished(self.ledger, self.settings)
        batch = _Batch(
            list(jobs), self.out, self.settings, self.workers, self.ledger, finished, self.index, self.filing,
            self.copies, self.packages, progress, more, failures=self.failures,
        )  # fmt: skip
        self.ledger.begin((job.name, job.path) for job in jobs)
        batch.account.expect(job.name for job in jobs)
        try:
            yield from batch.outcomes()
        except BaseException:
            self.ledger.stop()
            raise
        finally:
            self.failures = batch.failures
            self.ledger.end()
        self.filing.tell()
        batch.account.check(self.ledger.states_of_run())
        batch.account.tell()

    def tell_of_gone(self, paths: Sequence[Path]) -> None:
        """Enter which sources under `paths` are gone, and say how many."""
        if count := book_gone(self.ledger, paths, self.packages):
            self.index.changed()
            template = translate("Sources that are gone: %d. Their results stay, and index.csv calls them so.")
            _log.warning(template, count)


@contextmanager
def session(paths: Sequence[Path], out: Path, settings: Settings, records: Records | None = None) -> Iterator[Session]:
    """The output folder locked, its ledger and index open, and workers that see the paths. Raises MachineError."""
    with ExitStack() as stack:
        stack.enter_context(claimed(out))
        ledger = stack.enter_context(open_ledger(out, settings))
        index = stack.enter_context(Index(out, ledger, settings))
        filing = Filing(ledger, records, split=settings.split, left=index.left)
        workers = stack.enter_context(_workers(paths, out, settings))
        yield Session(out, settings, workers, ledger, index, filing)


def for_all_machines(out: Path, settings: Settings) -> tuple[Path, Settings]:
    """The same with absolute paths, where other machines are to find them."""
    if not settings.scheduler:
        return out, settings
    return out.absolute(), replace(settings, dictionaries=tuple(path.absolute() for path in settings.dictionaries))


def ledger_path(out: Path, settings: Settings = Settings()) -> Path:
    """Where the ledger of an output folder lies."""
    return settings.ledger or out / NAME


def open_ledger(out: Path, settings: Settings) -> Ledger:
    """The ledger; a new one knows what index.csv and the folders tell of. Raises LedgerError."""
    ledger = Ledger(ledger_path(out, settings))
    if ledger.is_new:
        for entries in adopted(out, settings):
            ledger.put(entries)
        numbered = [row for row in read_index(out) if row.get("ordinal")]
        ledger.give_ordinals((row["file_code"], row["folder"], int(row["ordinal"])) for row in numbered)
    return ledger


def _workers(paths: Sequence[Path], out: Path, settings: Settings) -> AbstractContextManager[Pool]:
    if settings.scheduler:
        return Cluster(settings.scheduler, settings, out, [path.absolute() for path in paths[:_ASKED_FOR]])
    count = settings.jobs or cpu_count()
    memory = settings.memory_limit << 20 or memory_share(count)
    return Workers(count, isolated=True, memory=memory, nice=settings.nice)


@dataclass(slots=True)
class _Batch:
    """The documents of one call, and how far they are."""

    jobs: list[Job]
    out: Path
    settings: Settings
    workers: Pool
    ledger: Ledger
    finished: Finished
    index: Index
    filing: Filing
    copies: Copies
    packages: set[str]
    progress: Callable[[Progress], None] | None
    more: More | None = None
    account: Account = field(default_factory=Account)
    documents_done: int = 0
    documents_opened: int = 0
    pages_opened: int = 0
    pages_finished: int = 0
    failures: int = 0

    def outcomes(self) -> Iterator[Outcome]:
        waiting, running = deque(self.jobs), deque[Underway | Outcomes]()
        while waiting or running:
            waiting += self._came(waiting, running)
            while waiting and _unread(running) < _AHEAD * self.workers.count:
                running.append(self._start(self._next(waiting)))
            self._advance(running)
            waiting.extendleft(reversed(self._unpacked(running)))
            for outcomes in self._told(running):
                self.documents_done += 1
                yield from outcomes
            if 0 < self.settings.max_failures <= self.failures:
                yield from chain.from_iterable(outcomes for outcomes in running if isinstance(outcomes, tuple))
                raise StoppedError(failures=self.failures)

    def _next(self, waiting: deque[Job]) -> Job:
        """The next input; where it comes again, what was a copy of it is looked at again too."""
        job = waiting.popleft()
        if copies := self.copies.leave(job):
            self._expect(copies)
            waiting.extend(copies)
        return job

    def _expect(self, jobs: Sequence[Job]) -> None:
        """More inputs of this run."""
        self.ledger.expect((job.name, job.path) for job in jobs)
        self.account.expect(job.name for job in jobs)
        self.jobs += jobs

    def _unpacked(self, running: deque[Underway | Outcomes]) -> list[Job]:
        """What lies in the packages that were opened: inputs in their place, which come next."""
        members: list[Job] = []
        for run in [run for run in running if isinstance(run, Underway) and run.members is not None]:
            running.remove(run)
            found = members_of(run.job, run.members or (), self.settings)
            self.packages.add(run.job.path)
            self.ledger.drop(run.job.name)
            self.account.unpack(run.job.name)
            self.jobs.remove(run.job)
            self._expect(found)
            members += found
        return members

    def _told(self, running: deque[Underway | Outcomes]) -> list[Outcomes]:
        """What has ended, taken out: in the order of the inputs, or as it ended where inputs keep coming."""
        told: list[Outcomes] = []
        for run in tuple(running):
            if isinstance(run, tuple):
                told.append(run)
                running.remove(run)
            elif not self.more:
                break
        return told

    def _came(self, waiting: Iterable[Job], running: Iterable[Underway | Outcomes]) -> Sequence[Job]:
        """Inputs that have come since, entered in the ledger; none that is still to be dealt with comes again."""
        if not self.more:
            return ()
        busy = {job.name for job in waiting} | {run.job.name for run in running if isinstance(run, Underway)}
        jobs = self.more(busy)
        if jobs:
            self._expect(jobs)
        return jobs

    def _start(self, job: Job) -> Underway | Outcomes:
        """The input, being opened; or its outcomes where there is nothing to open, or an earlier run's hold."""
        if job.skipped:
            return self._skip(job)
        if self.filing.enter(job):
            self.index.changed()
        if job.error:
            return self._record(job, (self._failure(job, job.error),))
        copy = self.copies.enter(job, self.filing.code_of(job))
        if entries := self.finished.entries(job):
            return self._rest(job, entries)
        if copy:
            return self._record(job, (copy.outcome(job),), copy.sha256)
        check_room(self.out)
        run = Underway(job, self.settings, self.workers, self.out, edited=self.finished.edited(job))
        self.ledger.start(job.name)
        run.start()
        return run

    def _skip(self, job: Job) -> Outcomes:
        """A file of another kind; what an earlier run made of it, asked otherwise, stays."""
        row = index_row(path=job.path, folder="", status="skipped", error=job.skipped)
        outcomes = (Outcome(job.path, None, "skipped", row=row),)
        if any(entry.files for entry in self.ledger.entries_of(job.name)):
            self.account.leave(job.name, outcomes)
            return outcomes
        return self._record(job, outcomes)

    def _rest(self, job: Job, entries: Sequence[Entry]) -> Outcomes:
        """The outcomes of an earlier run."""
        self.ledger.rest(entries)
        outcomes = tuple(repeated(entry, job) for entry in entries)
        self.account.enter(sum(entry.pages for entry in entries))
        self.account.leave(job.name, outcomes)
        self.account.archive(entry.row for entry in entries)
        _let_go(job)
        return outcomes

    def _advance(self, running: deque[Underway | Outcomes]) -> None:
        """Move every document on as far as it goes; if none ends by that, wait until a task does."""
        if not self._settle(running):
            self.workers.wait()
            self._settle(running)
        self._report(running)

    def _settle(self, running: deque[Underway | Outcomes]) -> bool:
        """Put the outcomes of inputs that have ended in their places; whether there were any."""
        ended = False
        for place, run in enumerate(running):
            if not isinstance(run, Underway):
                continue
            opened = run.source is not None
            run.advance()
            if run.source and not opened:
                self.documents_opened += 1
                self.pages_opened += run.page_count
                self.account.enter(run.page_count)
            ended |= run.members is not None
            if run.result is not None:
                self.account.enter(
                    0 if run.source or isinstance(run.result, OcrKhError) else sum(each.pages for each in run.result)
                )
                running[place] = self._recorded(run, run.result)
                ended = True
        return ended

    def _recorded(self, run: Underway, result: Outcomes | OcrKhError) -> Outcomes:
        """What became of an input that was under way."""
        outcomes = (self._failure(run.job, result, run.page_count),) if isinstance(result, OcrKhError) else result
        return self._record(run.job, outcomes, run.source.sha256 if run.source else _hash(run.job))

    def _record(self, job: Job, outcomes: Outcomes, sha256: str = "") -> Outcomes:
        """The outcomes, entered in the ledger and the index."""
        self.ledger.put([self._entry(job, outcome, sha256) for outcome in outcomes])
        self.index.changed()
        self.account.leave(job.name, outcomes)
        self.account.archive(outcome.row for outcome in outcomes)
        self.pages_finished += sum(outcome.pages for outcome in outcomes)
        self.failures += sum(outcome.status == "failed" for outcome in outcomes)
        _let_go(job)
        return outcomes

    def _entry(self, job: Job, outcome: Outcome, sha256: str) -> Entry:
        written = outcome.folder and outcome.status != "duplicate"
        return Entry(
            folder=job.name_of(outcome.part),
            input=job.name,
            path=job.path,
            state="done" if outcome.status == "unchanged" else outcome.status,
            sha256=sha256,
            recipe=self.finished.recipe,
            limits=self.settings.limits,
            pages=outcome.pages,
            failed_pages=outcome.failed_pages,
            secrecy=outcome.secrecy,
            files=files_in(outcome.folder) if outcome.folder and written else {},
            row=outcome.row,
            error=outcome.error,
            seconds=outcome.seconds,
        )

    def _failure(self, job: Job, error: OcrKhError, pages: int = 0) -> Outcome:
        row = index_row(path=job.path, folder=job.name, status="failed", error=plain(str(error)))
        return Outcome(job.path, None, "failed", pages, error=error, row=row)

    def _report(self, running: Sequence[Underway | Outcomes]) -> None:
        if not self.progress:
            return
        runs = [run for run in running if isinstance(run, Underway)]
        read = sum(run.page_count - run.unread for run in runs if run.source)
        unopened = len(self.jobs) - self.documents_done - sum(run.source is not None for run in runs)
        unopened -= len(running) - len(runs)
        expected = round(unopened * self.pages_opened / self.documents_opened) if self.documents_opened else 0
        current = runs[0].job.path if runs else ""
        pages_done, pages = self.pages_finished + read, self.pages_opened + max(expected, 0)
        self.progress(Progress(self.documents_done, len(self.jobs), pages_done, pages, current))


def _unread(running: Sequence[Underway | Outcomes]) -> int:
    return sum(run.unread for run in running if isinstance(run, Underway))


def _let_go(job: Job) -> None:
    """What was unpacked for it takes no more room."""
    if job.is_unpacked:
        for path in job.paths:
            path.unlink(missing_ok=True)


def _hash(job: Job) -> str:
    """The hash of a document that could not be opened; empty when it cannot be read at all."""
    try:
        return content_hash(job.paths)
    except OSError:
        return ""
