# SPDX-License-Identifier: Apache-2.0
"""The workers of several machines, through Dask distributed: the same tasks, on storage that all of them share.

What to do where, and again when a worker is lost, is Dask's to know; which documents there are, and what became of
them, is known here alone.
"""

from __future__ import annotations

import logging
import queue
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, TypeVar

from ocr_kh import messages
from ocr_kh.batch.workers.pool import MAX_TRIES, Order, Pending, WorkerLostError, answer
from ocr_kh.batch.workers.process import Task
from ocr_kh.errors import DistributedMissingError, SchedulerError, WorkerUnfitError
from ocr_kh.messages import translate
from ocr_kh.writing.atomic import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import TracebackType

    from distributed import Client, Future

    Remote = Future[Any]

    from ocr_kh.settings import Settings

T = TypeVar("T")

_log = logging.getLogger("ocr_kh")

_CONNECT_SECONDS = 10.0
"""A scheduler that does not answer so long is not there, and ..."""
_WORKERS_SECONDS = 30.0
"""... one that has no worker so long will have none."""
_NO_WARNING = {"distributed.admin.large-graph-warning-threshold": "1GB"}
"""Dask warns of tasks above 10 MB; the pages of a document are handed to its last task, 40 KB each."""
_LOOK_SECONDS = 1.0
"""How often is looked whether the scheduler is still there, and how many workers it has."""


@dataclass(slots=True)
class Cluster:
    """The workers of a Dask scheduler. What is submitted is done at once; `wait` hands over what has come of it.

    Entering raises DistributedMissingError, SchedulerError, and WorkerUnfitError for a worker with other models,
    dictionaries or versions than here, or one that does not see `out` and `paths`.
    """

    address: str
    settings: Settings
    out: Path
    paths: Sequence[Path] = ()
    """Absolute paths that the workers must see, beside `out`."""
    count: int = 1
    _client: Client | None = None
    _run: str = field(default_factory=lambda: f"run-{uuid.uuid4().hex[:12]}")
    _orders: dict[str, tuple[Order, Remote]] = field(default_factory=dict)
    _ended: queue.SimpleQueue[Remote] = field(default_factory=queue.SimpleQueue)
    _due: float = 0.0
    _is_alone: bool = False

    def __enter__(self) -> Self:
        try:
            self._client = _connected(self.address)
        except ImportError as error:
            raise DistributedMissingError from error
        except (OSError, ValueError, TypeError) as error:
            raise self._unusable(error) from error
        try:
            self._prepare(self._client)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing of this run goes on anywhere: the workers end the processes they have for it."""
        client, self._client = self._client, None
        if client is None:
            return
        if client.status == "running":
            with suppress(Exception):  # a scheduler that goes meanwhile has nothing to end
                client.cancel([remote for _, remote in self._orders.values()])
                client.unregister_worker_plugin(self._run)
        self._orders.clear()
        with suppress(OSError):
            self._token.unlink()
        with suppress(Exception):
            client.close(timeout=_CONNECT_SECONDS)

    @property
    def _token(self) -> Path:
        """A file by which workers know the output folder, of a name that no network file system remembers."""
        return self.out / f"{UNFINISHED}{self._run}"

    def _prepare(self, client: Client) -> None:
        """Every worker that is there can do the tasks; those that come later are looked at by their first one."""
        from ocr_kh.batch.workers.cluster_process import Isolation, fitness

        try:
            client.wait_for_workers(1, timeout=_WORKERS_SECONDS)
        except TimeoutError as error:
            raise self._unusable(translate("it has no workers")) from error
        self._token.touch()
        plugin = Isolation(self._run, self.settings, messages.current_language(), self._token, self.paths)
        try:
            client.register_plugin(plugin)
            answers = client.run(fitness, self._run, on_error="return")
        except Exception as error:  # whatever a machine without our code makes of it
            raise self._unusable(f"{type(error).__name__}: {error}") from error
        for worker, fault in answers.items():
            if isinstance(fault, WorkerUnfitError):
                raise fault
            if fault:
                raise WorkerUnfitError(worker=worker, reason=f"{type(fault).__name__}: {fault}") from fault
        self._look(client)

    def submit(
        self, function: Callable[..., T], *arguments: Any, seconds: float | None = None, first: bool = False
    ) -> Pending[T]:
        """Hand a task to the scheduler. As `Workers.submit`; an unfit worker's task ends in WorkerUnfitError."""
        order = Order(Task(function, arguments), Pending(self), seconds, first=first)
        self._send(order)
        return order.future

    def _send(self, order: Order) -> None:
        import dask

        from ocr_kh.batch.workers.cluster_process import perform

        if self._client is None:
            raise self._unusable(translate("the connection is closed"))
        order.tries += 1
        key = f"{order.task.function.__name__}-{uuid.uuid4().hex}"
        with dask.config.set(_NO_WARNING):
            remote = self._client.submit(
                perform, self._run, order.task, order.seconds, key=key, pure=False, priority=int(order.first)
            )
        self._orders[key] = order, remote
        order.future.add_done_callback(lambda _: self._drop(key))
        remote.add_done_callback(self._ended.put)

    def _drop(self, key: str) -> None:
        """Its future has the result, or was cancelled: then nobody wants it any more."""
        if found := self._orders.pop(key, None):
            found[1].cancel()

    def wait(self) -> None:
        """Until a task ends, or for a while; at once when none is under way. Raises SchedulerError."""
        if not self._orders:
            return
        if self._client and time.monotonic() >= self._due:
            self._look(self._client)
        with suppress(queue.Empty):
            self._take(self._ended.get(timeout=_LOOK_SECONDS))
            while True:
                self._take(self._ended.get_nowait())

    def _look(self, client: Client) -> None:
        """Whether the scheduler is there, and how many tasks can be done at once."""
        if client.status != "running":
            raise self._unusable(translate("the connection is lost"))
        try:
            threads = sum(client.nthreads().values())
        except OSError as error:
            raise self._unusable(error) from error
        if not threads and not self._is_alone:
            _log.warning(translate("The Dask scheduler %s has no workers now; waiting for some."), self.address)
        self.count, self._is_alone = max(threads, 1), not threads
        self._due = time.monotonic() + _LOOK_SECONDS

    def _take(self, remote: Remote) -> None:
        """What a task has come to. One whose process ended is tried once more, on whatever machine."""
        found = self._orders.pop(str(remote.key), None)
        if found is None:
            return
        order = found[0]
        if remote.status not in {"finished", "error"}:
            raise self._unusable(translate("it has lost a task"))
        try:
            value, error = remote.result(), None
        except Exception as raised:  # noqa: BLE001 - every exception of a task is its owner's to handle
            value, error = None, _ours(raised)
        if isinstance(error, WorkerLostError) and order.tries < MAX_TRIES:
            self._send(order)
        else:
            answer(order.future, value, error)

    def _unusable(self, reason: object) -> SchedulerError:
        return SchedulerError(address=self.address, reason=reason)


def _connected(address: str) -> Client:
    """A client of the scheduler at `address`; OSError, ValueError or TypeError where there is none."""
    from distributed import Client

    class Closing(Client):
        """One that fails to start is closed at once: collected later, it may stop its loop as another starts one."""

        def start(self, **options: Any) -> None:
            try:
                super().start(**options)  # type: ignore[no-untyped-call]
            except BaseException:
                self.close()  # type: ignore[no-untyped-call]
                raise

    _silence("distributed")
    options: dict[str, Any] = {"timeout": _CONNECT_SECONDS, "set_as_default": False, "name": "ocr-kh"}
    return Closing(address, **options)  # type: ignore[no-untyped-call]


def _silence(library: str) -> None:
    """What it tells of lost workers and broken connections comes as errors too, where it matters."""
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == library]:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _ours(error: Exception) -> Exception:
    """Dask gives a task up when worker after worker dies of it."""
    from distributed.scheduler import KilledWorker

    return WorkerLostError() if isinstance(error, KilledWorker) else error
