# SPDX-License-Identifier: Apache-2.0
"""The programs that are started beside Python: whether they are there, and in which version."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from ocr_kh.errors import EngineMissingError, MachineError, PopplerMissingError
from ocr_kh.messages import translate

_PROBE_SECONDS = 20.0
"""What a program may take to tell its version; veraPDF starts Java in 2 s, on a busy machine in 8 s."""
_VERSION = re.compile(r"\d+(?:\.\d+)+\S*")
"""As in `tesseract 5.3.0`, `pdftoppm version 22.12.0`, `veraPDF 1.26.2`."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program, and how it is asked what it is."""

    name: str
    """As people call it."""
    commands: tuple[str, ...]
    """What must be on the PATH; the first is asked for the version."""
    version_option: str
    missing: type[MachineError] = MachineError
    """Raised where a command is not there."""
    lowest_major: int = 0
    """The first major version that serves; 0 where any does."""

    def path(self) -> str | None:
        """Where the first command is; None unless all are there."""
        paths = [shutil.which(command) for command in self.commands]
        return paths[0] if all(paths) else None

    def output(self, *options: str) -> str:
        """What the first command prints with `options`, to stdout and stderr; nothing when it cannot be run."""
        path = self.path()
        try:
            return _output(path, *options) if path else ""
        except (OSError, subprocess.TimeoutExpired):
            return ""

    def version(self) -> str | None:
        """As `5.3.0`; None when the program is not there or tells none."""
        found = _VERSION.search(self.output(self.version_option).partition("\n")[0])
        return found[0] if found else None

    def require(self) -> str:
        """The version. Raises `missing`, or MachineError when it is older than `lowest_major`."""
        version = self.version()
        if version is None:
            raise self.missing(reason=self.name)
        if int(version.partition(".")[0]) < self.lowest_major:
            reason = translate("{program} {version} is too old").format(program=self.name, version=version)
            raise MachineError(reason=reason)
        return version


TESSERACT = Program("Tesseract", ("tesseract",), "--version", EngineMissingError, lowest_major=5)
"""Tesseract 4 lacks the Vietnamese model's present accuracy and the choices the repair stage looks at."""
POPPLER = Program("Poppler", ("pdftoppm", "pdfinfo"), "-v", PopplerMissingError)
"""Both are called by pdf2image."""
VERAPDF = Program("veraPDF", ("verapdf",), "--version")
"""Asked about PDF/A where it is installed; nothing needs it."""


@cache
def _output(path: str, *options: str) -> str:
    """Asked once a process; a failure is not kept. Raises OSError, TimeoutExpired."""
    done = subprocess.run(
        (path, *options), capture_output=True, timeout=_PROBE_SECONDS, check=False, encoding="utf-8", errors="replace"
    )
    return done.stdout + done.stderr
