# SPDX-License-Identifier: Apache-2.0
"""Questions that are asked before something is lost, or opened to others."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from ocr_kh.cli.terminal import one_line
from ocr_kh.errors import EditsError, UsageError
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD_VARIABLE = "OCR_KH_PASSWORD"  # noqa: S105 - the name of a variable
LEAST_PASSWORD = 8
"""Characters of a password."""
_EXAMPLES = 3
"""Files that the question names."""


def discarding_edits(out: Path) -> None:
    """Ask, at a terminal, whether edits of files under `out` are to be discarded; no question where there are none.

    Raises EditsError where that is not answered with yes, and where nobody can be asked.
    """
    from ocr_kh.corrections.written import PROVENANCE, edited_files

    folders = sorted(path.parent for path in out.rglob(PROVENANCE)) if out.is_dir() else []
    edited = [folder.relative_to(out) / name for folder in folders for name in edited_files(folder)]
    if not edited:
        return
    examples = ", ".join(one_line(path.as_posix()) for path in edited[:_EXAMPLES])
    if not (sys.stdin.isatty() and sys.stderr.isatty() and _is_yes(len(edited), examples)):
        raise EditsError(count=len(edited), examples=examples)


def _is_yes(count: int, examples: str) -> bool:
    """The answer; anything but y, yes or the Vietnamese for it is no."""
    template = translate("{count} files were edited by hand ({examples}). Discard the edits? [y/N] ")
    sys.stderr.write(template.format(count=count, examples=examples))
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in {"y", "yes", "c", "có"}


def desk_password() -> str:
    """The password of a desk that is open to a network, from the environment or the keyboard; never an argument.

    Raises UsageError for one that is too short, and where nobody can be asked.
    """
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if not password and sys.stdin.isatty():
        from getpass import getpass

        password = getpass(translate("Password for those who come in: "))
    if len(password) < LEAST_PASSWORD:
        template = translate("--listen needs a password of {count} characters, typed or in {variable}")
        raise UsageError(reason=template.format(count=LEAST_PASSWORD, variable=PASSWORD_VARIABLE))
    return password
