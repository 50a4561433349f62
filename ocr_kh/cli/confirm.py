# SPDX-License-Identifier: Apache-2.0
"""Questions that are asked before something is lost."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ocr_kh.cli.terminal import one_line
from ocr_kh.errors import EditsError
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = 3
"""Files that the question names."""


def discarding_edits(out: Path) -> None:
    """Ask, at a terminal, whether edits of files under `out` are to be discarded; no question where there are none.

    Raises EditsError where that is not answered with yes, and where nobody can be asked.
    """
    from ocr_kh.corrections.folder import PROVENANCE, edited_files

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
