# SPDX-License-Identifier: Apache-2.0
"""Files made again in the background, of documents that nobody works on any more.

`ocr-kh export` does it, in a process of its own: it takes the output folder for itself, writes whole folders or none,
and keeps no answer of the desk waiting. Where another run has the folder, it is tried again later.
"""

from __future__ import annotations

import subprocess
import sys
import time
from threading import Event, Thread
from typing import TYPE_CHECKING

from ocr_kh.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ocr_kh.desk.register import Register

MOST_AT_ONCE = 50
"""Documents that one export is given: their names have to fit a command line."""
_SHARE = 0.1
"""Of the time that making files again may take: it makes the tables over all documents too, in an archive of 10,000 for
half a minute."""
_TRIED = frozenset({ExitCode.DONE, ExitCode.PARTLY, ExitCode.UNREADABLE})
"""Ends of an export behind which nothing is to be tried again: what failed by itself fails the next time too."""
_AGAIN_SECONDS = 20.0
"""After which it is tried again where the folder was not ours."""
_END_SECONDS = 30.0
"""That an export gets to end a document when the desk closes."""


class Remaking:
    """A thread that brings files up to date with decisions."""

    def __init__(self, out: Path, ledger: Path | None, register: Register) -> None:
        self._command = [sys.executable, "-m", "ocr_kh", "export", str(out)]
        self._command += ["--ledger", str(ledger)] if ledger else []
        self._register = register
        self._asked, self._over = Event(), Event()
        self._thread = Thread(target=self._run, name="remaking", daemon=True)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin with what an earlier desk left behind."""
        self._asked.set()
        self._thread.start()

    def ask(self) -> None:
        """A document was left: its files may be made again."""
        self._asked.set()

    def close(self) -> None:
        """End what is under way: a document is made whole or stays as it was."""
        self._over.set()
        self._asked.set()
        if self._process and self._process.poll() is None:
            self._process.terminate()
        self._thread.join(_END_SECONDS)

    def _run(self) -> None:
        while True:
            self._asked.wait()
            self._asked.clear()
            if self._over.is_set():
                return
            began = time.monotonic()
            made = self._make(self._register.left()[:MOST_AT_ONCE])
            if not made:
                self._asked.set()
            self._over.wait((time.monotonic() - began) / _SHARE if made else _AGAIN_SECONDS)

    def _make(self, folders: Sequence[str]) -> bool:
        """Whether there is nothing to try again."""
        if not folders:
            return True
        self._register.made(folders)
        names = [f"./{folder}" for folder in folders]  # one that begins with a hyphen is no option
        self._process = subprocess.Popen(
            [*self._command, "--only", *names], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if self._process.wait() in _TRIED:
            return True
        self._register.behind(folders)
        return False
