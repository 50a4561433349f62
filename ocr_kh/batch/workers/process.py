# SPDX-License-Identifier: Apache-2.0
"""One worker process: it does what comes through its pipe, one task after the other, within its limits."""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

T = TypeVar("T")

_IDLE_NICENESS = 10
"""As `nice` gives when it is told nothing: people who work on the machine come first."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker is to know of the run."""

    language: str = "en"
    memory: int = 0
    """Bytes of data that it, and each engine it starts, may take; 0 for any number."""
    nice: bool = False
    temporary: str | None = None
    """The folder for temporary files, which the parent clears away: a worker that is killed cannot."""


@dataclass(frozen=True, slots=True)
class Task:
    """A call."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]

    def run(self) -> Any:
        return self.function(*self.arguments)


@dataclass(frozen=True, slots=True)
class Packed(Generic[T]):
    """A value on its way from one worker to another, which the process between them has no need to open."""

    pickled: bytes

    @classmethod
    def of(cls, value: T) -> Packed[T]:
        return cls(pickle.dumps(value))

    def open(self) -> T:
        """The value."""
        return pickle.loads(self.pickled)  # type: ignore[no-any-return]  # noqa: S301 - our own bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What a task came to, and the bytes of memory that the worker holds since."""

    value: Any
    error: Exception | None
    memory: int


def serve(pipe: Connection, lifeline: Connection, setup: Setup) -> None:
    """Do tasks from `pipe` until it closes; end at once, the engine too, when the other end of `lifeline` is gone."""
    _settle(setup)
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()
    while True:
        try:
            task: Task = pipe.recv()
        except EOFError:
            return
        pipe.send_bytes(_done(task))
        give_back_memory()


def _done(task: Task) -> bytes:
    """The pickled reply to a task. Every exception is the parent's to handle; so is a result that cannot travel."""
    try:
        return pickle.dumps(Reply(task.run(), None, memory_held()))
    except Exception as error:  # noqa: BLE001
        return pickle.dumps(Reply(None, _portable(error), memory_held()))


def _portable(error: Exception) -> Exception:
    """The error itself where it survives the way to the parent, else its words."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:  # noqa: BLE001
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _settle(setup: Setup) -> None:
    """Ctrl-C is the parent's to handle; the worker leads a group of its own, which can be killed with its engine."""
    import cv2

    import ocr_kh.batch.workers.preload  # noqa: F401 - where no fork server has
    from ocr_kh import messages

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    cv2.setNumThreads(1)
    messages.use_language(setup.language)
    tempfile.tempdir = setup.temporary
    if hasattr(os, "setsid"):
        os.setsid()
    if setup.nice and hasattr(os, "nice"):
        os.nice(_IDLE_NICENESS)
    _limit_memory(setup.memory)


def _limit_memory(limit: int) -> None:
    """RLIMIT_DATA, which engines inherit: private memory only (Linux), so that mapped models do not count."""
    try:
        import resource
    except ImportError:  # Windows
        return
    if limit:
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def give_back_memory() -> None:
    """Return what was freed to the system, which glibc does by itself for large pieces only; elsewhere nothing.

    Page images and lattices of other sizes each time leave holes otherwise.
    """
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError, TypeError):  # another C library; Windows
        return


def memory_held() -> int:
    """Bytes of memory this process holds; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0


def _end_with_parent(lifeline: Connection) -> None:
    """Waits for the end of the parent, however it comes: its end of the pipe closes with it."""
    lifeline.poll(None)
    kill_group(os.getpid())
    os._exit(1)


def kill_group(pid: int) -> None:
    """Kill the worker `pid` and the engines it started."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # not yet the leader of a group, or gone
            return
