# SPDX-License-Identifier: Apache-2.0
"""Whether a long run stays as small as it began: memory, open files, processes, temporary files.

    python -m bench.soak SCANS [--pages 500] [--jobs 2] [--samples FILE]

Converts the documents of SCANS again and again, under other names, until so many pages are read, as a program of its
own, and looks at its processes every second (Linux: /proc). The first hundred pages are held against the last. Ends
with 1 when something grew, or was left behind.

Memory is what processes hold for themselves (anonymous pages, those that they share counted once). Pages of files that
are mapped, models and libraries, are not in it: they do not leak, and which part of them counts as ours depends on who
else on the machine has them open. Engines are counted by themselves: what they hold depends on the page they are at,
and they are new for every page. Of processes and files the median is held against the median: the most depends on
whether a look met one between its fork and its start.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING

from bench.whole import count_pages
from ocr_kh.batch.inputs import find_jobs
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WINDOW = 100
"""Pages at the beginning and at the end that are held against each other."""
MOST_GROWTH = 0.05
_EVERY = 1.0
"""Seconds between two looks."""
_GRACE = 10.0
"""Seconds that processes have to end when the program has ended."""
_ENGINES = ("tesseract", "ocr-kh-engine")
"""Names of processes: started for one page, and kept."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at the run."""

    seconds: float
    pages: int
    """Read so far."""
    parent: int
    """Bytes."""
    workers: int
    """Bytes of all workers and of the server that starts them."""
    engines: int
    """Bytes of the engines at work."""
    processes: int
    """Without engines."""
    files: int
    """Open in parent and workers."""
    temporary: int
    """Files and folders in the folder for temporary ones."""


@dataclass(frozen=True, slots=True)
class Soak:
    """What the run came to."""

    documents: int
    exit_code: int
    statuses: Counter[str]
    samples: tuple[Sample, ...]
    left_processes: int
    left_files: tuple[str, ...]

    @property
    def pages(self) -> int:
        return self.samples[-1].pages if self.samples else 0

    def window(self, *, last: bool) -> list[Sample]:
        """The looks taken while the first, or the last, hundred pages were read."""
        low = self.pages - WINDOW if last else 0
        return [sample for sample in self.samples if low < sample.pages <= low + WINDOW]

    def faults(self) -> Iterator[str]:
        """What is not as it should be."""
        if self.exit_code or self.statuses != Counter(done=self.documents):
            yield f"exit code {self.exit_code}, {self.documents} documents: {dict(self.statuses)}"
        if self.left_processes:
            yield f"{self.left_processes} processes left behind"
        if self.left_files:
            yield "left behind: " + ", ".join(self.left_files)
        if self.pages < 2 * WINDOW:
            yield f"only {self.pages} pages: too few to compare"
            return
        first, last = self.window(last=False), self.window(last=True)
        before, after = (fmean(sample.parent + sample.workers for sample in window) for window in (first, last))
        if after > before * (1 + MOST_GROWTH):
            yield f"memory grew by {after / before - 1:.1%}"
        for what in ("processes", "files", "temporary"):
            if median(getattr(s, what) for s in last) > median(getattr(s, what) for s in first):
                yield f"{what}: more at the end than at the beginning"


def soak(scans: Path, *, pages: int, jobs: int, folder: Path) -> Soak:
    """Convert the documents of `scans`, over and over, in `folder`. Raises OSError where there is no /proc."""
    inputs, temporary, out = folder / "in", folder / "tmp", folder / "out"
    temporary.mkdir()
    documents = repeat(scans, inputs, pages)
    command = [sys.executable, "-m", "ocr_kh", "--log-format", "json", "convert", str(inputs), "--out", str(out)]
    process = subprocess.Popen(
        [*command, "--jobs", str(jobs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    watch = _Watch(process, temporary)
    with process:
        samples = tuple(watch.samples())
    left = (*temporary.rglob("*"), *out.rglob(".ocr-kh-*"))
    return Soak(
        documents,
        process.returncode,
        watch.statuses,
        samples,
        len(still_there(watch.seen)),
        tuple(path.relative_to(folder).as_posix() for path in left),
    )


def repeat(scans: Path, folder: Path, pages: int) -> int:
    """Fill `folder` with the documents of `scans`, round after round, until they have `pages`; how many they are."""
    sources = [job.paths[0] for job in find_jobs([scans], folder.parent / "out", Settings()) if not job.skipped]
    lengths = [count_pages(source) for source in sources]
    found, number = 0, 0
    while found < pages:
        source, length = sources[number % len(sources)], lengths[number % len(sources)]
        target = folder / f"{number // len(sources):04d}" / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
        with target.open("ab") as file:  # readers pass over what stands behind the end; equal files would be read once
            file.write(b"\n%%%d" % number)
        found, number = found + length, number + 1
    return number


class _Watch:
    """Looks at a running conversion."""

    def __init__(self, process: subprocess.Popen[str], temporary: Path) -> None:
        self.statuses: Counter[str] = Counter()
        self.seen: set[int] = set()
        self._process = process
        self._temporary = temporary
        self._pages = 0
        self._readers = [threading.Thread(target=read, daemon=True) for read in (self._read_log, self._read_outcomes)]

    def samples(self) -> Iterator[Sample]:
        """A sample every second, until the conversion ends."""
        began = time.monotonic()
        for reader in self._readers:
            reader.start()
        while self._process.poll() is None:
            if self._pages:
                yield self._sample(time.monotonic() - began)
            time.sleep(_EVERY)
        for reader in self._readers:
            reader.join()

    def _read_log(self) -> None:
        for line in self._process.stderr or ():
            self._pages += json.loads(line).get("status") == "read"

    def _read_outcomes(self) -> None:
        for line in self._process.stdout or ():
            self.statuses[line.partition("\t")[0]] += 1

    def _sample(self, seconds: float) -> Sample:
        parent = self._process.pid
        tree = list(descendants(parent))
        self.seen.update(pid for pid, _ in tree)
        workers = [pid for pid, name in tree if name not in _ENGINES]
        engines = [pid for pid, name in tree if name in _ENGINES]
        return Sample(
            seconds=round(seconds, 1),
            pages=self._pages,
            parent=memory(parent),
            workers=sum(map(memory, workers)),
            engines=sum(map(memory, engines)),
            processes=1 + len(workers),
            files=sum(map(open_files, (parent, *workers))),
            temporary=entries_below(self._temporary),
        )


def descendants(pid: int) -> Iterator[tuple[int, str]]:
    """The processes that `pid` started, and those they started, with their names."""
    children: dict[int, list[tuple[int, str]]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text("utf-8", "replace").partition("(")[2].rpartition(")")
        except OSError:
            continue
        children.setdefault(int(rest.split()[1]), []).append((int(stat.parent.name), name))
    unseen = [pid]
    while unseen:
        found = children.get(unseen.pop(), [])
        yield from found
        unseen += [child for child, _ in found]


def still_there(pids: Iterable[int]) -> set[int]:
    """Those of `pids` that have not ended some seconds later: the server of workers sees its parent go, then ends."""
    left, deadline = set(pids), time.monotonic() + _GRACE
    while left and time.monotonic() < deadline:
        left = {pid for pid in left if Path(f"/proc/{pid}").exists()}
        time.sleep(_EVERY / 10)
    return left


def memory(pid: int) -> int:
    """Its share of anonymous memory in bytes; 0 for a process that is gone. Linux 5.4 or newer."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in rollup.splitlines() if line.startswith("Pss_Anon:")), 0)


def open_files(pid: int) -> int:
    """Open file descriptors; 0 for a process that is gone."""
    try:
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return 0


def entries_below(folder: Path) -> int:
    """Files and folders below `folder`; those that vanish meanwhile are passed over, as `rglob` does not (3.11)."""
    return sum(len(folders) + len(names) for _, folders, names in os.walk(folder))


def table(run: Soak) -> str:
    """What the run came to, as a table in Markdown."""
    first, last = run.window(last=False), run.window(last=True)
    lines = [
        f"{run.pages} pages, {run.documents} documents, {run.samples[-1].seconds:.0f} s\n",
        f"| | first {WINDOW} pages | last {WINDOW} pages |",
        "|---|---|---|",
    ]
    for name, what in (("parent", "parent"), ("workers", "workers"), ("engines", "engines")):
        means = " | ".join(f"{fmean(getattr(s, what) for s in window) / 2**20:.1f}" for window in (first, last))
        lines.append(f"| memory of {name}, MB, mean | {means} |")
    for name, what in (("open files", "files"), ("processes", "processes"), ("temporary files", "temporary")):
        usual = " | ".join(f"{median(getattr(s, what) for s in window):.0f}" for window in (first, last))
        lines.append(f"| {name}, median | {usual} |")
    lines += ["", f"Left behind: {run.left_processes} processes, {len(run.left_files)} temporary files."]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and report; 0 when nothing grew and nothing was left behind."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__.partition("\n")[0])
    parser.add_argument("scans", type=Path, help="folder with documents")
    parser.add_argument("--pages", type=int, default=500, help="pages to read (default: 500)")
    parser.add_argument("--jobs", type=int, default=2, help="page workers (default: 2)")
    parser.add_argument("--samples", type=Path, help="CSV file for all that was seen")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ocr-kh-soak-") as folder:
        run = soak(options.scans, pages=options.pages, jobs=options.jobs, folder=Path(folder))
    if options.samples:
        with options.samples.open("w", encoding="utf-8", newline="") as file:
            names = [field.name for field in fields(Sample)]
            csv.writer(file).writerows([names, *([getattr(s, name) for name in names] for s in run.samples)])
    faults = list(run.faults())
    if run.pages >= 2 * WINDOW:
        sys.stdout.write(table(run))
    sys.stdout.writelines(f"FAULT: {fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
