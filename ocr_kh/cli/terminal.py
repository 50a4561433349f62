# SPDX-License-Identifier: Apache-2.0
"""Streams, log, progress and tables.

Results go to stdout as UTF-8, whatever the locale; everything else goes to stderr. A progress bar shows only
where stderr is a terminal.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import unicodedata
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.table import Table

    from ocr_kh.outcome import Progress

LogFormat = Literal["text", "json"]

_PIPE_WIDTH = 200
"""Columns of a table where there is no terminal to ask: a log viewer wraps or scrolls."""


def use_utf8() -> None:
    """Make stdout and stderr UTF-8; file names that are not come out byte for byte as they are on the disk."""
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors=errors, newline="\n")


def stdout_gone() -> None:
    """The reader of our output has had enough: let Python's last flush go nowhere, without a word."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def one_line(text: str, keep: str = "") -> str:
    """`text` with control characters written out (`\\n`, `\\x1b`): a file's name cannot forge lines or colours."""
    return "".join(
        char if char.isprintable() or char in keep or unicodedata.category(char) != "Cc" else repr(char)[1:-1]
        for char in text
    )


class _StderrHandler(logging.Handler):
    """Writes to what sys.stderr is at the time: a progress bar puts itself in its place to keep lines apart."""

    def emit(self, record: logging.LogRecord) -> None:
        print(one_line(self.format(record), keep="\n\t"), file=sys.stderr, flush=True)


class _TextFormatter(logging.Formatter):
    """`ocr-kh: message`, and below it the traceback that the record carries."""

    def __init__(self) -> None:
        super().__init__("ocr-kh: %(message)s")


class _JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, message, and the record's `data`."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "data", {}),
        }
        return json.dumps(entry, ensure_ascii=False, default=str)


def _without_traceback(record: logging.LogRecord) -> bool:
    """Faults inside a page or a document come a second time, as the error of its outcome."""
    return not record.exc_info


def configure_log(form: LogFormat = "text", *, quiet: bool = False, debug: bool = False) -> None:
    """Send the package's log to stderr: troubles only as text, every document as JSON, errors only when quiet."""
    handler = _StderrHandler()
    if not debug:
        handler.addFilter(_without_traceback)
    handler.setFormatter(_JsonFormatter() if form == "json" else _TextFormatter())
    shown = logging.INFO if form == "json" else logging.WARNING
    log = logging.getLogger("ocr_kh")
    log.handlers = [handler]
    log.setLevel(logging.ERROR if quiet else shown)
    log.propagate = False


def check_exists(path: Path) -> None:
    """Raises PathMissingError."""
    from ocr_kh.errors import PathMissingError

    if not path.exists():
        raise PathMissingError(path=path)


def check_file(path: Path) -> None:
    """Raises PathMissingError, and InputError for a folder."""
    from ocr_kh.errors import InputError

    check_exists(path)
    if path.is_dir():
        raise InputError(path=path, reason=translate("it is a folder"))


def read_bytes(path: Path | None) -> bytes:
    """The bytes of a file; of stdin for None or `-`. Raises PathMissingError, InputError."""
    from ocr_kh.errors import InputError

    if path is None or str(path) == "-":
        return sys.stdin.buffer.read()
    check_file(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(path=path, reason=error.strerror) from error


def decode(data: bytes, path: Path | None) -> str:
    """Bytes from `read_bytes` as NFC text with `\\n` line ends. Raises NotADocumentError for what is not text."""
    from ocr_kh.reading import textfile

    name = translate("The standard input") if path is None or str(path) == "-" else str(path)
    return textfile.decode(data, name)


def read_text(path: Path | None) -> str:
    """A text file, or stdin, decoded."""
    return decode(read_bytes(path), path)


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all; into a pipe or a device (`/dev/null`) as it is. Raises OutputError."""
    from ocr_kh.errors import OutputError
    from ocr_kh.writing.atomic import write_text

    if not path.exists() or path.is_file():
        write_text(path, text)
        return
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(path=path, reason=error.strerror) from error


def write_result(text: str) -> None:
    """Results on stdout, flushed: whoever reads the pipe sees each as it comes."""
    sys.stdout.write(text)
    sys.stdout.flush()


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Callable[[Progress], None] | None]:
    """What `convert` is to report its progress to: a bar on stderr, or None where it would only be noise."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    # Rich takes stdout over to print above the bar, which is right only where stdout is the terminal too.
    with Bar(*columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
        task = bar.add_task("", total=None, rate="")
        began = time.monotonic()

        def show(progress: Progress) -> None:
            documents = f"{progress.documents_done}/{progress.documents}"
            template = translate("{documents} documents · {current} · pages")
            label = template.format(documents=documents, current=one_line(Path(progress.current).name))
            speed = progress.pages_done * 60 / max(time.monotonic() - began, 1.0)
            rate = translate("{pages} a minute").format(pages=f"{speed:.0f}")
            bar.update(task, description=label, completed=progress.pages_done, total=progress.pages or None, rate=rate)

        yield show


class Column(NamedTuple):
    """A column of a table; where a terminal is narrow, those that `wraps` give way."""

    heading: str
    right: bool = False
    wraps: bool = False


def print_table(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, to_stderr: bool) -> None:
    """A table of plain cells, as wide as the terminal."""
    from rich.console import Console
    from rich.text import Text

    stream = sys.stderr if to_stderr else sys.stdout
    console = Console(file=stream, width=None if stream.isatty() else _PIPE_WIDTH, highlight=False)
    table = _plain_table()
    for heading, right, wraps in columns:
        table.add_column(heading, justify="right" if right else "left", no_wrap=not wraps, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _plain_table() -> Table:
    from rich import box
    from rich.table import Table

    return Table(box=box.SIMPLE_HEAD, pad_edge=False)
