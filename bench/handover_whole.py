# SPDX-License-Identifier: Apache-2.0
"""A hand-over from end to end: invented dossiers converted, checked against their lists, delivered and verified.

    python -m bench.handover_whole /tmp/handover-whole [--dossiers 20] [--clean]

The documents are born-digital, so that no engine reads and what is wrong in them is known (bench.handover_pages). It
prints whether each seeded error was found, what was found besides, and whether the packages verify.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.handover_pages import DOSSIERS, code_of, corpus, write_job
from ocr_kh.acceptance.lint.kinds import COLUMNS
from ocr_kh.delivery.handing_over import LEFT_COLUMNS
from ocr_kh.writing.tables.csv_file import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.handover_pages import Seed


class Told(NamedTuple):
    """A finding of lint."""

    code: str
    dossier: str
    folder: str
    words: str


def ran(job: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of ours in the folder of the job, its time printed."""
    began = time.monotonic()
    command = [sys.executable, "-m", "ocr_kh", "--lang", "en", *arguments]
    done = subprocess.run(command, cwd=job, text=True, capture_output=True, check=False)
    _print(f"{arguments[0]}: {time.monotonic() - began:.1f} s, exit code {done.returncode}")
    return done


def is_of(told: Told, path: str, dossier: str) -> bool:
    """Whether a finding is about a document: its folder, that of its second copy, or no folder but its dossier."""
    second = path.replace(".pdf", "-a.pdf")
    return told.folder in {path, second} or (not told.folder and told.dossier == dossier)


def score(seeds: Mapping[str, Seed], found: Sequence[Told]) -> Iterator[str]:
    """Each seeded error found or not, then what was found besides."""
    explained: set[Told] = set()
    missed = 0
    for path, seed in seeds.items():
        dossier = code_of(int(path[6:8]))
        own = [each for each in found if is_of(each, path, dossier)]
        is_found = any(each.code in seed.found_by for each in own)
        explained |= {each for each in own if each.code in (*seed.found_by, *seed.also)}
        missed += not is_found
        yield f"{'found ' if is_found else 'MISSED'} {seed.name}: {path}"
    false = [each for each in found if each not in explained]
    for each in false:
        yield f"FALSE  {each.code} {each.folder or each.dossier}: {each.words}"
    share = len(false) / max(len(found), 1)
    yield f"{len(seeds) - missed} of {len(seeds)} seeded errors found"
    yield f"{len(found)} findings, {len(false)} false ({share:.1%})"


def checked(job: Path) -> list[Told]:
    """What lint says, with all lists."""
    lists = sorted(str(path.relative_to(job)) for path in (job / "muc-luc").glob("*.xlsx"))
    ran(job, "lint", "result", "--dossiers", "ho-so.xlsx", "--contents", *lists)
    rows = read_table(job / "result" / "lint.csv", COLUMNS)
    return [Told(row["code"], row["dossier"], row["folder"], row["words"]) for row in rows]


def report(job: Path, dossiers: int, *, clean: bool = False) -> None:
    """The whole way; what is there already is not made again."""
    documents, seeds = corpus(dossiers, clean=clean)
    if not job.exists():
        write_job(job, documents)
    convert = ran(job, "convert", "scans", "--out", "result", "--records", "ho-so.xlsx", "--jobs", "1")
    _print(_counted(convert.stdout))
    found = checked(job)
    for line in score(seeds, found):
        _print(line)
    for arguments in (
        ("dossier", "result"),
        ("deliver", "result", "--to", "delivery", "--profile", "state-xlsx"),
        ("verify", "delivery"),
    ):
        _print(_counted(ran(job, *arguments).stdout))
        if arguments[0] == "deliver":
            _print("\n".join(left_out(job, seeds)))


def left_out(job: Path, seeds: Mapping[str, Seed]) -> Iterator[str]:
    """Why dossiers are in no package, each reason with the error that was seeded there."""
    for row in read_table(job / "delivery" / "left-out.csv", LEFT_COLUMNS):
        if row["leaves_out"] == "true":
            seed = seeds.get(row["folder"])
            yield f"  left out {row['file_code']} {row['code']} {row['field']}: {seed.name if seed else 'NOT SEEDED'}"


def _counted(lines: str) -> str:
    """How often each first word stands at the beginning of a line."""
    counts = Counter(line.partition("\t")[0] for line in lines.splitlines())
    return "  " + ", ".join(f"{count} {word or 'findings'}" for word, count in counts.items())


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="new, or of an earlier run")
    parser.add_argument("--dossiers", type=int, default=DOSSIERS, help="the first so many")
    parser.add_argument("--clean", action="store_true", help="without errors: nothing may be found, all is delivered")
    options = parser.parse_args()
    report(options.folder, options.dossiers, clean=options.clean)


if __name__ == "__main__":
    main()
