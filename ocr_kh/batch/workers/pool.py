# SPDX-License-Identifier: Apache-2.0
"""The processes that read pages: one a core, one engine thread each, each with one task at a time.

Pools of libraries were not taken: when a process of `ProcessPoolExecutor` dies, every task under way is lost with it,
and nothing can be stopped; `pebble` stops a task by its time, but does not replace a worker by its memory.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import tempfile
import time
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from ocr_kh import messages
from ocr_kh.batch.workers.process import Setup, Task, kill_group, serve
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess
    from types import TracebackType

_log = logging.getLogger("ocr_kh")

T = TypeVar("T")

TASKS_EACH = 500
"""After so many tasks a worker is replaced: what libraries leak does not add up over a night. A start costs 0.1 s."""
MEMORY_EACH = 1 << 30
"""A worker that holds more bytes after a task is replaced; ordinary pages leave it at 250 to 450 MB."""
_MIN_WORKER_BYTES, _MAX_WORKER_BYTES = 1 << 30, 4 << 30
"""Bounds of a worker's share of the machine's memory: the largest page allowed (250 megapixels) takes 3 GB."""
_TEMPORARY = "ocr-kh-run-"
MAX_TRIES = 2
"""A task whose worker dies is tried once more: the reason may have been another's (the system short of memory)."""


class TaskTimeoutError(Exception):
    """A task was stopped at the end of its time."""


class WorkerLostError(Exception):
    """The worker of a task ended while it was at it, twice."""


def cpu_count() -> int:
    """The CPUs this process may use (cgroup and affinity limits count where the system tells them)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory_share(count: int) -> int:
    """Bytes of the machine's memory for each of `count` workers, within bounds; 0 where the system does not tell."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0
    return min(max(total // count, _MIN_WORKER_BYTES), _MAX_WORKER_BYTES)


class Pool(Protocol):
    """Who does tasks: processes of this machine (`Workers`), or others' (`cluster.Cluster`)."""

    @property
    def count(self) -> int:
        """Tasks done at the same time."""

    def submit(
        self, function: Callable[..., T], *arguments: Any, seconds: float | None = None, first: bool = False
    ) -> Pending[T]:
        """See `Workers.submit`."""

    def wait(self) -> None:
        """Until a task ends, or for a while; at once when none is under way."""


class Pending(Future[T]):
    """A future whose `result` lets the workers work until it is there."""

    def __init__(self, workers: Pool) -> None:
        super().__init__()
        self._workers = workers

    def result(self, timeout: float | None = None) -> T:
        """As of any future; `timeout` is not used, since tasks have limits of their own."""
        while not self.done():
            self._workers.wait()
        return super().result(timeout)


@dataclass(slots=True, eq=False)
class Order:
    """A task in the queue or under way."""

    task: Task
    future: Pending[Any]
    seconds: float | None
    tries: int = 0
    first: bool = False


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    order: Order | None = None
    deadline: float | None = None
    tasks: int = 0
    known: set[Callable[..., Any]] = field(default_factory=set)
    """What it has done before, and has loaded what that takes."""

    def knows(self, order: Order) -> bool:
        return order.task.function in self.known

    def give(self, order: Order) -> None:
        """Raises OSError when the process is gone."""
        self.order = order
        self.deadline = time.monotonic() + order.seconds if order.seconds else None
        order.tries += 1
        self.pipe.send(order.task)

    def end(self) -> None:
        kill_group(self.process.pid or 0)
        self.process.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()


@dataclass(slots=True)
class Workers:
    """`count` processes. What is submitted is done while `wait` runs.

    Documents are finished by workers that have finished one, while others have pages to read: what the first takes, its
    models, dictionaries and patterns, is three seconds of CPU.

    A worker that dies, or whose task takes longer than it may, costs that task and no other. Where `count` is 1 and
    `isolated` is not asked for, or no process can be started, tasks are done in this process.
    """

    count: int
    isolated: bool = False
    memory: int = 0
    """Bytes of data a worker may take; 0 for any number."""
    nice: bool = False
    tries: int = MAX_TRIES
    language: str | None = None
    """Of messages in the processes; None for the one in use here."""
    _queue: deque[Order] = field(default_factory=deque)
    _workers: list[_Worker] = field(default_factory=list)
    _lifeline: tuple[Connection, Connection] | None = None
    _temporary: str | None = None

    def __enter__(self) -> Self:
        _clear_temporary()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        self.cut()
        self._lifeline = None
        if self._temporary:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def cut(self) -> None:
        """Have the processes end at once, with their engines; may be called from any thread."""
        for end in self._lifeline or ():
            end.close()

    def submit(
        self,
        function: Callable[..., T],
        *arguments: Any,
        seconds: float | None = None,
        first: bool = False,
    ) -> Pending[T]:
        """Queue a call, before all others if it is to be `first`; the future gets its result or its exception.

        After `seconds` it is killed: TaskTimeoutError. WorkerLostError when its process ended.
        """
        order = Order(Task(function, arguments), Pending(self), seconds)
        if self.count == 1 and not self.isolated:
            _do_here(order)
        else:
            (self._queue.appendleft if first else self._queue.append)(order)
            self._hand_out()
        return order.future

    def wait(self) -> None:
        """Until a task ends, or at once when none is under way."""
        self._hand_out()
        busy = {worker.pipe: worker for worker in self._workers if worker.order}
        if not busy:
            return
        for pipe in connection.wait(list(busy), self._patience()):
            self._take(busy[pipe])  # type: ignore[index]
        now = time.monotonic()
        for worker in [worker for worker in self._workers if worker.deadline and worker.deadline <= now]:
            self._stop(worker)
        self._hand_out()

    def _patience(self) -> float | None:
        """Seconds until the first task under way is to be stopped."""
        deadlines = [worker.deadline for worker in self._workers if worker.deadline]
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def _hand_out(self) -> None:
        """Give waiting tasks to idle workers, and start those that are missing."""
        while self._queue:
            if self._queue[0].future.cancelled():
                self._queue.popleft()
                continue
            idle = [worker for worker in self._workers if not worker.order]
            if not idle and len(self._workers) >= self.count:
                return
            try:
                worker = next((each for each in idle if each.knows(self._queue[0])), None) or (
                    idle[0] if idle else self._started()
                )
            except OSError as error:  # no shared memory, no processes (a locked-down container)
                self._go_on_here(error)
                return
            order = self._order_for(worker)
            self._queue.remove(order)
            try:
                worker.give(order)
            except OSError:
                self._bury(worker)

    def _order_for(self, worker: _Worker) -> Order:
        """The first of the queue, or the next one where it knows that, and another, busy now, knows the first."""
        first = self._queue[0]
        if worker.knows(first) or len(self._queue) == 1 or not any(each.knows(first) for each in self._workers):
            return first
        second = self._queue[1]
        return second if worker.knows(second) and not second.future.cancelled() else first

    def _go_on_here(self, error: OSError) -> None:
        _log.warning(translate("No worker processes can be started here (%s); one page is read at a time."), error)
        self.count, self.isolated = 1, False
        while self._queue:
            _do_here(self._queue.popleft())

    def _take(self, worker: _Worker) -> None:
        """A worker's reply, or the news of its end."""
        try:
            reply = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        order, worker.order, worker.deadline = worker.order, None, None
        worker.tasks += 1
        if order:
            worker.known.add(order.task.function)
        if worker.tasks >= TASKS_EACH or reply.memory > MEMORY_EACH:
            self._remove(worker)
        if order:
            answer(order.future, reply.value, reply.error)

    def _bury(self, worker: _Worker) -> None:
        """A worker ended in the middle of a task, which is tried once more."""
        order = worker.order
        self._remove(worker)
        if order and order.tries < self.tries:
            self._queue.appendleft(order)
        elif order:
            answer(order.future, None, WorkerLostError())

    def _stop(self, worker: _Worker) -> None:
        order = worker.order
        self._remove(worker)
        if order:
            answer(order.future, None, TaskTimeoutError())

    def _remove(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.end()

    def _started(self) -> _Worker:
        context = _context()
        if self._lifeline is None:
            self._lifeline = context.Pipe(duplex=False)
            self._temporary = tempfile.mkdtemp(prefix=f"{_TEMPORARY}{os.getpid()}-")
        ours, theirs = context.Pipe()
        setup = Setup(self.language or messages.current_language(), self.memory, self.nice, self._temporary)
        process = context.Process(target=serve, args=(theirs, self._lifeline[0], setup), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker


def _clear_temporary() -> None:
    """Remove the temporary folders of processes that were killed, or that could not remove theirs."""
    for left in Path(tempfile.gettempdir()).glob(f"{_TEMPORARY}*-*"):
        pid = left.name.removeprefix(_TEMPORARY).partition("-")[0]
        if pid.isdecimal() and not left.is_symlink() and not _is_alive(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    """Whether the process may still be there; always where asking would end it (Windows)."""
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's
        return True
    return True


def begin_server() -> None:
    """Have the fork server load what workers are to have, beside what the caller does; nothing where there is none."""
    if _context().get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        ensure_running()


def _context() -> BaseContext:
    """A fork server starts clean children in a millisecond; a plain fork would copy the parent's threads."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["ocr_kh.batch.workers.preload", "ocr_kh.batch.workers.process"])
    return context


def answer(future: Pending[Any], value: Any, error: Exception | None = None) -> None:
    """Hand over what a task came to, if anybody still wants it."""
    if future.cancelled():
        return
    if error:
        future.set_exception(error)
    else:
        future.set_result(value)


def _do_here(order: Order) -> None:
    try:
        answer(order.future, order.task.run())
    except Exception as error:  # noqa: BLE001 - a worker hands over every exception too
        answer(order.future, None, error)
