# SPDX-License-Identifier: Apache-2.0
"""A desk in a process of the fork server, which has loaded what a document needs (`warm_workers`).

`ocr-kh review` loads that for more than two seconds of CPU when it is asked for its first document. The command itself,
as a program of its own, is what tests/unit/desk/test_desk_server.py shows.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING

from ocr_kh.batch.workers import pool
from ocr_kh.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path


@contextmanager
def warm_desk(out: Path, *arguments: str, language: str = "en") -> Iterator[tuple[BaseProcess, str]]:
    """A desk over an output folder, and its address, as from `bench.desk_browser.desk`."""
    context = pool._context()
    heard, said = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=([str(out), "--lang", language, *arguments], said))
    process.start()
    said.close()
    with open(heard.fileno(), encoding="utf-8", closefd=False) as lines:
        address = lines.readline().strip()
    try:
        yield process, address
    finally:
        process.terminate()
        process.join()
        heard.close()


def _serve(arguments: list[str], said: Connection) -> None:
    with open(said.fileno(), "w", encoding="utf-8", closefd=False) as heard, redirect_stdout(heard):
        sys.exit(main(["review", *arguments]))
