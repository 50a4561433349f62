# SPDX-License-Identifier: Apache-2.0
"""corrections.jsonl: one decision a line, in the order they were made; only ever appended.

A decision is on the disk when `append` returns (fsync). A process killed while it writes leaves at most a last line
without its end: that one is no decision, is told, and the next one begins on a line of its own.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.corrections.correction import Correction, correction_of
from ocr_kh.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NAME = "corrections.jsonl"
"""In each document's folder."""


@dataclass(frozen=True, slots=True)
class Journal:
    """What a corrections.jsonl holds."""

    corrections: tuple[Correction, ...] = ()
    unread_lines: tuple[int, ...] = ()
    """Lines, from 1, that are torn, damaged, or of a kind that this version does not know; they stay in the file."""


def read_journal(path: Path) -> Journal:
    """The decisions in a file, in order; none where there is no file."""
    try:
        content = path.read_bytes()
    except OSError:
        return Journal()
    return journal_of(content)


def journal_of(content: bytes) -> Journal:
    """The decisions in the content of such a file.

    >>> journal_of(b'{"kind": "word", "from": "ke", "to": "k').unread_lines
    (1,)
    """
    found: list[Correction] = []
    unread: list[int] = []
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            found.append(correction_of(record if isinstance(record, dict) else {}))
        except (ValueError, TypeError):
            unread.append(number)
    return Journal(tuple(found), tuple(unread))


def lines_of(corrections: Iterable[Correction]) -> bytes:
    """Decisions as lines of the file."""
    return b"".join(
        json.dumps(correction.as_record(), ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
        for correction in corrections
    )


def append(path: Path, corrections: Iterable[Correction]) -> None:
    """Add decisions to the file; they are on the disk when this returns. Raises OutputError."""
    append_lines(path, lines_of(corrections))


def append_lines(path: Path, lines: bytes) -> None:
    """Add whole lines to a file that is only ever appended to; on the disk when this returns. Raises OutputError."""
    if not lines:
        return
    try:
        with alone_in(path.parent), path.open("ab+") as file:
            file.write(_line_end(file.tell(), path) + lines)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputError(path=str(path), reason=error.strerror or str(error)) from error


def _line_end(size: int, path: Path) -> bytes:
    """What ends a last line that was torn; nothing where the file is whole."""
    if not size:
        return b""
    with path.open("rb") as file:
        file.seek(size - 1)
        return b"" if file.read(1) == b"\n" else b"\n"


@contextmanager
def alone_in(*folders: Path) -> Iterator[None]:
    """Until the block ends nobody else adds a decision there, or puts another folder into the place of one of these.

    So a decision that is made while a document's files are made again is in the folder that goes, before it is carried
    over, or in the new one. Where the system has no such locks, or a folder is not there, nothing is held.
    """
    with ExitStack() as stack:
        for handle in map(_held, folders):
            if handle is not None:
                stack.callback(os.close, handle)
        yield


def _held(folder: Path) -> int | None:
    """The folder itself, open and locked; the one that stands there once the lock is ours."""
    if sys.platform == "win32":
        return None
    import fcntl

    while folder.is_dir():
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if os.path.samestat(os.fstat(handle), folder.stat()):
                return handle
        except FileNotFoundError:
            pass
        except OSError:  # a file system without locks
            os.close(handle)
            return None
        os.close(handle)
    return None
