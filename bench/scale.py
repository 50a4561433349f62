# SPDX-License-Identifier: Apache-2.0
"""What a second worker of Dask brings, and what pages cost.

    python -m bench.scale SCANS [--pages 116] [--workers 1 2]

A scheduler and workers are started as programs of their own on this machine, once for each count, and convert the
same files: those of SCANS, repeated until there are so many pages, every page read (`--mode ocr`). Each worker has
loaded what it needs, by a conversion that is not counted. Seconds run from the connection to the last table; the CPU
time is that of scheduler, workers, and all they started. Other work on the machine spoils the figures.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from ocr_kh.batch.inputs import find_jobs
from ocr_kh.batch.run import convert
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PATIENCE = 60.0
"""Seconds for the scheduler to start."""
_END_SECONDS = 20.0
_MANY = 10_000_000
"""Pages whose cost is told too."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One conversion of all pages."""

    workers: int
    pages: int
    seconds: float
    cpu: float
    """Seconds of all programs of the cluster."""

    @property
    def pace(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds

    @property
    def cost(self) -> float:
        """CPU seconds a page."""
        return self.cpu / self.pages


def repeated(scans: Path, pages: int, folder: Path) -> int:
    """Copies of the documents of `scans` in `folder`, whole, until they have `pages`; how many they have."""
    found = 0
    jobs = [job for job in find_jobs([scans], folder / "out", Settings()) if not job.skipped]
    for number, job in enumerate(cycle(jobs)):
        if found >= pages:
            break
        copy = folder / f"{number:04}{job.paths[0].suffix}"
        shutil.copyfile(job.paths[0], copy)
        with copy.open("ab") as file:  # readers pass over what stands behind the end; equal files would be read once
            file.write(b"\n%%%d" % number)
        found += open_source(copy, Settings()).page_count
    return found


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler on a free port with so many workers of one thread: its address, and the programs."""
    file = folder / "scheduler.json"
    programs = [_start(folder, "scheduler", "--port", "0", "--scheduler-file", str(file))]
    try:
        address = _address(file)
        programs += [_start(folder, "worker", address, "--nthreads", "1") for _ in range(workers)]
        yield address, programs
    finally:
        for program in reversed(programs):
            _end(program)


def _start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", arguments[0], "--host", "127.0.0.1", "--no-dashboard", *arguments[1:]]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _end(program: subprocess.Popen[bytes]) -> None:
    """A worker that is told to end while its scheduler ends too may hang (distributed 2026.8)."""
    program.terminate()
    try:
        program.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


def _address(file: Path) -> str:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if file.exists() and (text := file.read_text(encoding="utf-8")):
            return str(json.loads(text)["address"])
        time.sleep(0.1)
    raise TimeoutError


def _wait_for(workers: int, address: str) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=_PATIENCE)


def _cpu_seconds(programs: Sequence[subprocess.Popen[bytes]]) -> float:
    """Of the programs and their children, those that have ended included."""
    total = 0.0
    for program in programs:
        parent = psutil.Process(program.pid)
        for process in (parent, *parent.children(recursive=True)):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def measure(scans: Path, pages: int, workers: int, folder: Path) -> Measured:
    """Convert with so many workers, into a folder that is thrown away."""
    folder.mkdir()
    with cluster(workers, folder) as (address, programs):
        _wait_for(workers, address)
        _convert(first_of(scans, workers), folder / "warm", address)
        before, began = _cpu_seconds(programs), time.perf_counter()
        _convert([scans], folder / "out", address)
        seconds = time.perf_counter() - began
        cpu = _cpu_seconds(programs) - before
    return Measured(workers, pages, seconds, cpu)


def first_of(scans: Path, count: int) -> list[Path]:
    """So many of the files."""
    return sorted(scans.iterdir())[:count]


def _convert(paths: list[Path], out: Path, address: str) -> None:
    outcomes = list(convert(paths, out, settings=Settings(mode="ocr", scheduler=address)))
    failed = [outcome for outcome in outcomes if outcome.status != "done"]
    if failed:
        raise RuntimeError(*failed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scans", type=Path, metavar="SCANS")
    parser.add_argument("--pages", type=int, default=116)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ocr-kh-scale-") as name:
        folder = Path(name)
        (folder / "in").mkdir()
        pages = repeated(options.scans, options.pages, folder / "in")
        sys.stdout.write("workers  pages  seconds  pages/s  times the first  CPU s/page\n")
        first: Measured | None = None
        for count in options.workers:
            run = measure(folder / "in", pages, count, folder / str(count))
            first = first or run
            times = run.pace / first.pace
            sys.stdout.write(
                f"{count:7}  {pages:5}  {run.seconds:7.1f}  {run.pace:7.3f}  {times:15.2f}  {run.cost:10.2f}\n"
            )
            sys.stdout.flush()
        hours = first.cost * _MANY / 3600 if first else 0.0
        sys.stdout.write(f"{_MANY:,} pages like these: {hours:,.0f} core-hours\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
