# SPDX-License-Identifier: Apache-2.0
"""Engines that are kept: Tesseract's library, loaded once in a process of its own, and asked for image after image.

A start of `tesseract` with the Vietnamese model takes 0.2 to 0.35 CPU seconds before it reads anything (most of it to
sort the model's table of ambiguities), and a page asks for three or four readings. An engine that is kept takes them
without. It is a process beside ours (`engine_service`), so that it can be killed when it takes too long, and takes
nobody with it when it falls. It dies with the process that started it: its stdin closes.

The library is that of the program on the PATH, known by its name in the program; where that cannot be had (the program
is a script, or linked otherwise, or of another version than the library that the system finds), there is no kept
engine, and the program itself is to be started.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import selectors
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from ocr_kh.programs import TESSERACT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

SERVICE = Path(__file__).with_name("engine_service.py")
READINGS_EACH = 500
"""After so many an engine is replaced: what it may have lost of its memory comes back."""
MEMORY_EACH = 400 << 20
"""Bytes; an engine that holds more is replaced. Pages of 2 megapixels take it to 71 MB."""
_START_SECONDS = 20.0
"""What the library may take to load; 0.06 s where nothing hinders it."""
_LIBRARY = re.compile(rb"libtesseract\.so\.\d+")
_PROGRAM_BYTES = 1 << 20
"""`tesseract` itself is 43 kB: what is larger has the library inside."""
_CHUNK_BYTES = 1 << 20
_CAN_WAIT = os.name == "posix"
"""Whether a pipe can be waited for: not on Windows."""


class EngineLateError(Exception):
    """It did not answer in its time, and was killed."""


class EngineFellError(Exception):
    """It ended, or could not read; its last words are the reason."""


class NoEngineError(Exception):
    """No engine can be kept here, or not for this language: the program is to be started."""


class KeptEngine:
    """One process, for one reading at a time. Raises NoEngineError where the library cannot be had."""

    def __init__(self, library: str) -> None:
        self.owner = os.getpid()
        self.readings = 0
        self.memory = 0
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - the engine's stderr, for as long as it lives
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        self._process = subprocess.Popen(
            (sys.executable, "-I", "-S", str(SERVICE), library),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            bufsize=0,
            env=environment,
        )
        os.set_blocking(self._pipe(self._process.stdin), False)
        try:
            self.version = self._reply(time.monotonic() + _START_SECONDS).decode()
        except (EngineLateError, EngineFellError) as error:
            self.close()
            raise NoEngineError(str(error)) from error

    @property
    def is_worn(self) -> bool:
        """Whether another should take its place."""
        return self.readings >= READINGS_EACH or self.memory > MEMORY_EACH

    def read(self, request: Mapping[str, Any], images: Sequence[NDArray[np.uint8]], timeout: float) -> str:
        """HOCR of the images, a page each. Raises EngineLateError, EngineFellError, NoEngineError.

        An engine that raised the first or the second is gone.
        """
        deadline = time.monotonic() + timeout
        head = json.dumps({**request, "sizes": [image.shape for image in images]}).encode()
        self.readings += 1
        try:
            self._send([len(head).to_bytes(4, "little") + head, *(image.tobytes() for image in images)], deadline)
            return self._reply(deadline).decode("utf-8")
        except NoEngineError:
            raise
        except BaseException:  # also when the caller is interrupted: half an answer is of no use to the next
            self.close()
            raise

    def close(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for file in (self._process.stdin, self._process.stdout, self._said):
            with suppress(OSError):
                file.close()  # type: ignore[union-attr]

    def _send(self, parts: Sequence[bytes], deadline: float) -> None:
        pipe = self._pipe(self._process.stdin)
        for part in parts:
            left = memoryview(part)
            while left:
                self._wait(pipe, selectors.EVENT_WRITE, deadline)
                try:
                    left = left[os.write(pipe, left[:_CHUNK_BYTES]) :]
                except BlockingIOError:
                    continue
                except BrokenPipeError as error:
                    raise EngineFellError(self._last_words()) from error

    def _reply(self, deadline: float) -> bytes:
        """What it answers, its head aside."""
        head = json.loads(self._receive(int.from_bytes(self._receive(4, deadline), "little"), deadline))
        self.memory = head["memory"]
        if head["fault"]:
            raise NoEngineError(head["fault"])
        return self._receive(head["size"], deadline)

    def _receive(self, size: int, deadline: float) -> bytes:
        pipe = self._pipe(self._process.stdout)
        found = bytearray()
        while len(found) < size:
            self._wait(pipe, selectors.EVENT_READ, deadline)
            part = os.read(pipe, min(size - len(found), _CHUNK_BYTES))
            if not part:
                raise EngineFellError(self._last_words())
            found += part
        return bytes(found)

    def _wait(self, pipe: int, event: int, deadline: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise EngineLateError

    def _last_words(self) -> str:
        """Its last line, or the signal that ended it."""
        self._process.kill()  # its pipes are closed: there is nothing left to hear
        code = self._process.wait()
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"it ended with {code}"

    @staticmethod
    def _pipe(file: Any) -> int:
        return int(file.fileno())


class _Shelf:
    """The engines that wait, of this process: a thread takes one, or starts one, and puts it back."""

    def __init__(self) -> None:
        self._waiting: list[KeptEngine] = []
        self._lock = Lock()
        self._useless: set[str] = set()
        """Libraries that do not load, or are another version than the program."""

    def take(self, library: str) -> KeptEngine:
        """Raises NoEngineError."""
        with self._lock:
            self._waiting = self._own()
            if self._waiting:
                return self._waiting.pop()
        if library in self._useless:
            raise NoEngineError(library)
        try:
            engine = KeptEngine(library)
        except NoEngineError:
            self._useless.add(library)
            raise
        if engine.version != TESSERACT.version():
            engine.close()
            self._useless.add(library)
            raise NoEngineError(engine.version)
        return engine

    def put_back(self, engine: KeptEngine) -> None:
        if engine.is_worn:
            engine.close()
            return
        with self._lock:
            self._waiting.append(engine)

    def close(self) -> None:
        with self._lock:
            for engine in self._own():
                engine.close()
            self._waiting.clear()

    def _own(self) -> list[KeptEngine]:
        """Without those that a parent had when it forked."""
        return [engine for engine in self._waiting if engine.owner == os.getpid()]


_SHELF = _Shelf()
atexit.register(_SHELF.close)


def read_images(request: Mapping[str, Any], images: Sequence[NDArray[np.uint8]], timeout: float) -> str:
    """HOCR of the grey images, a page each, by an engine that is kept.

    `request` are `language` (as `vie+eng`), `data` (the folder of its model, None for the engine's own), `mode` (page
    segmentation) and `variables` of Tesseract by name: all that ever differ must be there each time, since an engine
    that is kept goes on with what it was told. `timeout` in seconds. Raises EngineLateError, EngineFellError, and
    NoEngineError where the program is to be started instead.
    """
    engine = _SHELF.take(_library())
    try:
        found = engine.read(request, images, timeout)
    except NoEngineError:  # it lives, and can read what it has data for
        _SHELF.put_back(engine)
        raise
    _SHELF.put_back(engine)
    return found


def close_engines() -> None:
    """End those of this process that wait: what they used is counted to the children of this process then."""
    _SHELF.close()


def _library() -> str:
    """The name under which the system knows the library of the program on the PATH. Raises NoEngineError."""
    path = TESSERACT.path()
    name = _library_of(path) if path and _CAN_WAIT else ""
    if not name:
        raise NoEngineError
    return name


@cache
def _library_of(program: str) -> str:
    """As `libtesseract.so.5`; empty for a script, and for a program that has the library inside."""
    with suppress(OSError):
        file = Path(program)
        if file.stat().st_size <= _PROGRAM_BYTES and (data := file.read_bytes()).startswith(b"\x7fELF"):
            found = _LIBRARY.search(data)
            return found[0].decode() if found else ""
    return ""
