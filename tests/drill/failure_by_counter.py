# SPDX-License-Identifier: Apache-2.0
"""`make faults`: a small conversion is run again and again, and each time the next request to the system fails.

    python tests/drill/failure_by_counter.py [--every K] [--offset N] [--only N,...] [--lasting]

For each request: a run in which it fails, then the same command again, without failures (and with --retry-failed where
the first told of documents that failed). The first must end with a code that says whose matter it is and a message with
its code, and leave no document half-written; the second must give what an undisturbed run gives, byte for byte, and
leave nothing temporary. The program exits with 1 when one did not.

Runs are forks of one process that has read the pages once: nothing is imported, and no page recognized, twice. Models
and dictionaries are opened anew only where their opening is to fail.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gc
import gzip
import json
import multiprocessing
import os
import re
import shutil
import signal
import sys
import tempfile
import time
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cv2
import pikepdf
from failing_system import Faults, install
from PIL import Image, ImageDraw

from ocr_kh.batch import run as batch_run
from ocr_kh.batch.workers import pool
from ocr_kh.cli import main as ocr_kh_main
from ocr_kh.errors import ExitCode
from ocr_kh.writing.atomic import UNFINISHED

ROOT = Path(__file__).resolve().parents[2]
FORMATS = "text,json,md,pdf,record"
SECONDS = 60
"""What a run may take; one that takes longer hangs."""
_TIMES = re.compile(rb'"(?:started|ended|seconds)": [^,\n]*')
_EXPECTED = {ExitCode.DONE, ExitCode.MACHINE, ExitCode.UNREADABLE, ExitCode.PARTLY}
_OUR_FAULT = re.compile(r"Traceback|\[E1\d\d\].{,200}")
_ERROR = re.compile(r"\[E([2-6]\d\d)\]")


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended."""

    code: int
    errors: str
    """What it wrote to stderr."""


def main() -> int:
    """Run the numbers that are asked for; 1 when a run was not as it must be."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        place = Path(name).resolve()
        make_scans(place / "scans")
        watched = [place / name for name in ("scans", "whole", "out", "tmp")]
        faults = Faults(places=tuple(map(str, (*watched, ROOT / "ocr_kh", ROOT / "dictionaries"))))
        install(faults)
        _warm(place)
        trial = Trial(place, faults, lasting=options.lasting)
        turns = trial.turns[options.offset :: options.every]
        return _report(trial, [trial.turns[number] for number in options.only] if options.only else turns)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--every", type=int, default=1, metavar="K", help="only each K-th request")
    parser.add_argument("--offset", type=int, default=0, metavar="N", help="leave out the first N")
    parser.add_argument("--only", type=lambda text: [int(each) for each in text.split(",")], metavar="N,...")
    parser.add_argument("--lasting", action="store_true", help="the disk is full from that request on")
    return parser.parse_args()


def _report(trial: Trial, turns: list[Turn]) -> int:
    began, wrong = time.monotonic(), 0
    for turn in turns:
        if said := trial.verdict(turn):
            wrong += 1
            print(f"{trial.turns.index(turn)}\t{turn.request}\t{said}", flush=True)
    ends = ", ".join(f"{count} with {code}" for code, count in sorted(trial.ends.items()))
    print(
        f"{len(turns)} of {len(trial.turns)} requests failed in turn ({ends}), {wrong} of them not as they must; "
        f"{time.monotonic() - began:.0f} s"
    )
    return int(wrong > 0)


def make_scans(folder: Path) -> None:
    """A scan of two pages, and a PDF with text that holds two documents."""
    folder.mkdir()
    pages = [_page("UBND XA BAO HOA", f"KE HOACH SO {number}", "Ve sinh moi truong nam 2026") for number in (1, 2)]
    pages[0].save(folder / "scan.tif", save_all=True, append_images=pages[1:], dpi=(120, 120))
    with pikepdf.open(ROOT / "samples" / "ke-hoach-hoc-tap-suot-doi.pdf") as sample, pikepdf.new() as bundle:
        bundle.pages.extend([sample.pages[0], sample.pages[0]])
        bundle.save(folder / "bundle.pdf")


def _page(*lines: str) -> Image.Image:
    image = Image.new("L", (900, 500), 255)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        draw.text((60, 60 + 90 * row), line, fill=0, font_size=44)
    return image


def _warm(place: Path) -> None:
    """One conversion in this process, for the engine's answers; then processes of the run are forks of this one."""
    cv2.setNumThreads(0)  # a fork has none of its parent's threads, and would wait for them
    pool_class = pool.Workers
    batch_run.Workers = lambda *_, **__: pool_class(1)
    with contextlib.redirect_stdout(sys.stderr):
        code = ocr_kh_main(_command(place, place / "warm"))
    assert code == ExitCode.DONE, code
    batch_run.Workers = pool_class
    pool._context = lambda: multiprocessing.get_context("fork")


def _command(place: Path, out: Path, *more: str) -> list[str]:
    return [
        "--lang",
        "en",
        "convert",
        str(place / "scans"),
        "--out",
        str(out),
        "--jobs",
        "1",
        "--formats",
        FORMATS,
        *more,
    ]


@dataclass(frozen=True, slots=True)
class Turn:
    """A request that is to fail."""

    number: int
    request: str
    """Its kind and what it asked for, as in the undisturbed run."""
    fresh: bool
    """Models and dictionaries are opened in the run."""


class Trial:
    """Runs into fresh folders, each beside what an undisturbed one gave."""

    def __init__(self, place: Path, faults: Faults, *, lasting: bool) -> None:
        self._place, self._faults, self._lasting = place, faults, lasting
        package = (str(ROOT / "ocr_kh"), str(ROOT / "dictionaries"))
        opening = [
            turn for turn in self._undisturbed(fresh=True) if turn.request.partition("\t")[2].startswith(package)
        ]
        self.turns = opening + self._undisturbed(fresh=False)
        self._whole = results(place / "whole")
        self.ends: Counter[int] = Counter()
        """How the runs ended, by exit code."""

    def _undisturbed(self, *, fresh: bool) -> list[Turn]:
        """Convert in peace; what was asked of the system."""
        shutil.rmtree(self._place / "whole", ignore_errors=True)
        run = self._run(self._place / "whole", 0, fresh=fresh)
        if run.code != ExitCode.DONE:
            raise SystemExit(f"the undisturbed run ends with {run.code}: {run.errors}")
        lines = (self._place / "requests.txt").read_text(encoding="utf-8").splitlines()
        return [Turn(int(line.partition("\t")[0]), line.partition("\t")[2], fresh) for line in lines]

    def verdict(self, turn: Turn) -> str:
        """What is wrong with the run in which that request fails, or with the next one; nothing when all is right."""
        out, temporary = self._place / "out", self._place / "tmp"
        for folder in (out, temporary):
            shutil.rmtree(folder, ignore_errors=True)
        failed = self._run(out, turn.number, fresh=turn.fresh)
        self.ends[failed.code] += 1
        wrong = [*self._wrong_end(failed, out), *half_written(out, self._whole)]
        again = ["--retry-failed"] if failed.code in {ExitCode.UNREADABLE, ExitCode.PARTLY} else []
        resumed = self._run(out, 0, *again)
        if resumed.code != ExitCode.DONE:
            wrong.append(f"the next run ends with {resumed.code}: {resumed.errors[-400:]}")
        wrong += [f"the next run gives another {name}" for name in different(results(out), self._whole)]
        wrong += [f"left: {path}" for folder in (out, temporary) for path in left_over(folder)]
        return "; ".join(wrong)

    def _wrong_end(self, run: Run, out: Path):
        if run.code not in _EXPECTED:
            yield f"exit code {run.code}: {run.errors[-400:]}"
        elif fault := _OUR_FAULT.search(run.errors + _index(out)):
            yield f"a fault of ours: {fault[0]}"
        elif run.code == ExitCode.DONE:
            yield from (f"said done, but {name}" for name in different(results(out), self._whole))
        elif not _ERROR.search(run.errors):
            yield f"no error told: {run.errors[-400:]}"

    def _run(self, out: Path, number: int, *more: str, fresh: bool = False) -> Run:
        """Convert in a fork; what it leaves running is ended."""
        temporary, told = self._place / "tmp", self._place / "stderr.txt"
        temporary.mkdir(exist_ok=True)
        child = os.fork()
        if child == 0:
            os.setsid()
            if fresh:
                _forget()
            os._exit(self._child(temporary, told, out, number, *more))
        code = _code_of(child)
        return Run(code, told.read_text(encoding="utf-8", errors="replace"))

    def _child(self, temporary: Path, told: Path, out: Path, number: int, *more: str) -> int:
        handle = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        sys.stdout, sys.stderr = (open(each, "w", encoding="utf-8", closefd=False) for each in (1, 2))  # noqa: SIM115
        tempfile.tempdir = str(temporary)
        signal.alarm(SECONDS)
        try:
            self._faults.arm(self._place, number, lasting=self._lasting)
            return ocr_kh_main(_command(self._place, out, *more))
        except BaseException:  # noqa: BLE001
            import traceback

            traceback.print_exc()
            return 1
        finally:
            self._faults.counter = -1
            sys.stderr.flush()


def _code_of(child: int) -> int:
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(status)


def _forget() -> None:
    """Models and dictionaries are opened anew, as by a process of its own."""
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper) and (each.__module__ or "").startswith("ocr_kh"):
            each.cache_clear()


def results(out: Path) -> dict[str, bytes]:
    """Every file under `out` by name but the ledger; times in provenance.json aside."""
    found = {}
    for path in sorted(out.rglob("*")):
        if path.is_file() and not path.name.startswith(".ocr-kh."):
            data = path.read_bytes()
            found[path.relative_to(out).as_posix()] = _without_times(data) if path.suffix == ".json" else data
    return found


def _without_times(data: bytes) -> bytes:
    record = json.loads(data)
    record.get("settings", {}).pop("retry_failed", None)
    return _TIMES.sub(b"", json.dumps(record, indent=1).encode())


def different(found: dict[str, bytes], whole: dict[str, bytes]) -> list[str]:
    """Names of files that are missing, too many, or not the same."""
    return sorted(name for name in found.keys() | whole.keys() if found.get(name) != whole.get(name))


def half_written(out: Path, whole: dict[str, bytes]):
    """Documents of which some files are there and others not, and files that are cut."""
    found = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    folders = {name.rpartition("/")[0] for name in found if "/" in name and UNFINISHED not in name}
    for name in whole:
        if name.rpartition("/")[0] in folders and name not in found:
            yield f"half-written: {name} is missing"
    for name, path in found.items():
        if UNFINISHED not in name and not name.startswith(".") and not _is_whole(path):
            yield f"half-written: {name}"


def _is_whole(path: Path) -> bool:
    """Whether a file ends as its kind does; a document without a page that was read may have no text."""
    data = path.read_bytes()
    if path.suffix == ".json":
        with contextlib.suppress(ValueError):
            return isinstance(json.loads(data), dict)
        return False
    if path.suffix == ".gz":
        with contextlib.suppress(OSError, EOFError, zlib.error):
            return bool(gzip.decompress(data))
        return False
    return data.rstrip().endswith(b"%%EOF") if path.suffix == ".pdf" else data[-1:] in {b"\n", b""}


def _index(out: Path) -> str:
    with contextlib.suppress(OSError):
        return (out / "index.csv").read_text(encoding="utf-8")
    return ""


def left_over(folder: Path) -> list[str]:
    """Unfinished and temporary things."""
    return [str(path) for path in folder.rglob("*") if path.name.startswith((UNFINISHED, "ocr-kh-", "tmp", "tess_"))]


if __name__ == "__main__":
    sys.exit(main())
