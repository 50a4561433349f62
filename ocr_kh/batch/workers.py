# SPDX-License-Identifier: Apache-2.0
"""The processes that read pages: one a core, one engine thread each."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar

from ocr_kh import messages
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_log = logging.getLogger("ocr_kh")

P = ParamSpec("P")
T = TypeVar("T")


def cpu_count() -> int:
    """The CPUs this process may use (cgroup and affinity limits count where the system tells them)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """A pool of `count` processes, or this process itself when `count` is 1.

    A process that dies takes down only what was submitted to the pool it was in: the next `submit` starts afresh.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: Executor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def submit(self, task: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> Future[T]:
        """Run `task`; its result or its exception is the future's."""
        if self.count == 1:
            return _done_here(task, *arguments, **named)
        try:
            return self._started().submit(task, *arguments, **named)
        except BrokenProcessPool:
            self._pool = None
            return self._started().submit(task, *arguments, **named)
        except OSError as error:  # no shared memory for the locks of a pool (a locked-down container)
            _log.warning(translate("No worker processes can be started here (%s); one page is read at a time."), error)
            self.count = 1
            return _done_here(task, *arguments, **named)

    def _started(self) -> Executor:
        if self._pool is None:
            # A fork server starts clean children in a millisecond; a plain fork would copy the parent's threads.
            method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
            context = multiprocessing.get_context(method)
            if method == "forkserver":
                context.set_forkserver_preload(["ocr_kh.pipeline"])
            self._pool = ProcessPoolExecutor(
                self.count, mp_context=context, initializer=_begin, initargs=(messages.current_language(),)
            )
        return self._pool


def _begin(language: str) -> None:
    """In each worker: Ctrl-C is the parent's to handle, messages are in its language, OpenCV has one thread."""
    import cv2

    cv2.setNumThreads(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    messages.use_language(language)


def _done_here(task: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> Future[T]:
    future: Future[T] = Future()
    try:
        future.set_result(task(*arguments, **named))
    except Exception as error:  # noqa: BLE001 - a pool hands over every exception too
        future.set_exception(error)
    return future
