# SPDX-License-Identifier: Apache-2.0
"""A system that refuses: the n-th thing it is asked for fails, over all processes of a run.

`install(record)` puts itself between ocr_kh and the system; nothing fails until `Faults.arm` is called. What is asked
for is counted in a file that processes append to, so that a worker's and the parent's requests have one order.

    open     a file of the run (scans, output, temporary files, models and dictionaries), for reading or writing
    write    bytes to a file, the ledger's included
    sync     fsync
    name     a new name: rename, mkdir, chmod
    remove   unlink, rmdir
    engine   a call of Tesseract; its answer is one recorded in peace
    start    another program
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import sqlite3
import sys
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import pytesseract

from ocr_kh.recognition import tesseract
from ocr_kh.recognition.kept_engine import NoEngineError

REFUSALS = {
    "read": (errno.EIO, errno.EACCES, errno.EMFILE),
    "open": (errno.ENOSPC, errno.EACCES, errno.EROFS),
    "write": (errno.ENOSPC, errno.EIO, errno.EDQUOT),
    "sync": (errno.EIO, errno.ENOSPC),
    "name": (errno.EIO, errno.EACCES, errno.ENOSPC),
    "remove": (errno.EIO, errno.EACCES),
    "start": (errno.EAGAIN, errno.ENOMEM),
}
"""What the system may answer to each."""
_NEEDS_ROOM = {"open", "write", "sync", "name"}
"""What goes on failing where a disk is full."""
_EVENTS = {"os.rename": "name", "os.mkdir": "name", "os.chmod": "name", "os.remove": "remove", "os.rmdir": "remove",
           "subprocess.Popen": "start"}  # fmt: skip
"""Audit events of the interpreter (docs.python.org/3/library/audit_events.html), and what they ask for."""


@dataclass(slots=True)
class Faults:
    """Which request fails, and the count of them. A number of 0 fails none."""

    places: tuple[str, ...]
    """Paths under these are counted; what Python itself opens is not."""
    number: int = 0
    lasting: bool = False
    """The disk is full: from that request on every one that needs room fails."""
    counter: int = -1
    listed: int = -1
    """Files, as the system numbers them: a byte a request, and a line a request."""
    answers: dict[tuple[object, ...], object] = field(default_factory=dict)
    """The engine's, by what it was asked."""

    def arm(self, folder: Path, number: int, *, lasting: bool) -> None:
        """Count anew, in this process and those it forks."""
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
        self.number, self.lasting = number, lasting
        self.listed, counter = (os.open(folder / name, flags) for name in ("requests.txt", "counter"))
        self.counter = counter

    def ask(self, kind: str, what: object) -> int | None:
        """Count a request; the error number with which it fails, or None."""
        if self.counter < 0 or not self._is_counted(what):
            return None
        at = self._next()
        _real_write(self.listed, f"{at}\t{kind}\t{what}\n".encode("utf-8", "surrogateescape"))
        if at != self.number and not (self.lasting and 0 < self.number < at and kind in _NEEDS_ROOM):
            return None
        if self.lasting and kind in _NEEDS_ROOM:
            return errno.ENOSPC
        refusals = REFUSALS.get(kind, (errno.EIO,))
        return refusals[at % len(refusals)]

    def refuse(self, kind: str, what: object) -> None:
        """The same, raised."""
        if number := self.ask(kind, what):
            raise OSError(number, os.strerror(number), what if isinstance(what, str) else None)

    def _is_counted(self, what: object) -> bool:
        return not isinstance(what, str) or (what.startswith(self.places) and not what.endswith((".py", ".pyc")))

    def _next(self) -> int:
        """The number of this request: appending is one step for the system, and tells where it ended."""
        _real_write(self.counter, b".")
        return os.lseek(self.counter, 0, os.SEEK_CUR)


_real_write, _real_fsync = os.write, os.fsync
_real_io_open, _real_connect = io.open, sqlite3.connect
_real_imwrite, _real_engine = cv2.imwrite, pytesseract.run_and_get_output


def install(faults: Faults) -> None:
    """Stand between this process and the system, for good."""
    sys.addaudithook(_listener(faults))
    builtins.open = io.open = _opener(faults)
    os.fsync = _before(faults, "sync", _real_fsync)
    sqlite3.connect = lambda *arguments, **options: _real_connect(*arguments, factory=_connection(faults), **options)
    cv2.imwrite = lambda path, image, *rest: (
        False if faults.ask("write", str(path)) else _real_imwrite(path, image, *rest)
    )
    pytesseract.run_and_get_output = _recorded_engine(faults)
    tesseract.read_images = _no_kept_engine


def _no_kept_engine(*_):
    """Each reading is a start of the program: what it answers can be recorded."""
    raise NoEngineError


def _listener(faults: Faults):
    def listen(event, arguments):
        if faults.counter < 0:
            return
        if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
            writes = isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
            writes = writes or bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
            faults.refuse("open" if writes else "read", os.fsdecode(arguments[0]))
        elif event == "subprocess.Popen":
            faults.refuse("start", None)
        elif event in _EVENTS and isinstance(arguments[0], (str, bytes, os.PathLike)):
            faults.refuse(_EVENTS[event], os.fsdecode(arguments[0]))

    return listen


def _before(faults: Faults, kind: str, real):
    def asked(*arguments):
        faults.refuse(kind, None)
        return real(*arguments)

    return asked


def _opener(faults: Faults):
    class File(io.FileIO):
        """A file whose bytes are counted as they leave Python's buffer."""

        def write(self, data):
            faults.refuse("write", os.fsdecode(self.name) if isinstance(self.name, (str, bytes, Path)) else None)
            return super().write(data)

    def opened(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):  # noqa: FBT002
        if faults.counter < 0 or isinstance(file, int) or not set(mode) & set("wax+"):
            return _real_io_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        raw = File(file, mode.replace("b", "").replace("t", ""), closefd, opener)
        if buffering == 0:
            return raw
        kind = io.BufferedRandom if "+" in mode else io.BufferedWriter
        buffered = kind(raw, buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)

    return opened


def _connection(faults: Faults):
    def may(statement):
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "ROLLBACK")) and faults.ask("write", None):
            raise sqlite3.OperationalError("database or disk is full")

    class Connection(sqlite3.Connection):
        """A ledger on a disk that may be full."""

        def execute(self, statement, *arguments):
            may(statement)
            return super().execute(statement, *arguments)

        def executemany(self, statement, *arguments):
            may(statement)
            return super().executemany(statement, *arguments)

        def executescript(self, statements):
            may(statements)
            return super().executescript(statements)

    return Connection


def _recorded_engine(faults: Faults):
    def read(path, *arguments, **options):
        counter, faults.counter = faults.counter, -1  # what is read here is the recorder's
        key = (Path(path).read_bytes(), arguments, options["config"])
        faults.counter = counter
        if key not in faults.answers:
            faults.answers[key] = _real_engine(path, *arguments, **options)
        if faults.ask("engine", None):
            raise pytesseract.TesseractError(-11, "Segmentation fault")
        return faults.answers[key]

    return read
