# SPDX-License-Identifier: Apache-2.0
"""A hand-over from end to end: invented dossiers converted, checked against their lists, delivered and verified.

    python -m bench.handover_whole /tmp/handover-whole [--dossiers 20] [--scans 12] [--clean]

Most documents are born-digital, so that what is wrong in them is known (bench.handover_pages); the scanned samples
are a dossier of their own. Covers and lists are known by what stands on them, and reconciled without any other list
(bench.handover_job). It prints whether each seeded error was found, what was found besides, whether documents were
cut and papers known as they are, and whether the packages verify.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.handover_job import PRINTED, SCANNED_PAPERS, job_of, write_job
from bench.handover_pages import DOSSIERS, SAMPLES, code_of, corpus, key_of
from bench.handover_samples import samples
from ocr_kh.acceptance.lint.kinds import COLUMNS
from ocr_kh.delivery.handing_over import LEFT_COLUMNS
from ocr_kh.writing.tables.csv_file import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.handover_job import Job

OF_SCANS = frozenset({"scan.resolution", "scan.colour"})
"""True of many of the samples: no error that was seeded, and no false finding."""


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


def is_of(told: Told, key: str, job: Job) -> bool:
    """Whether a finding is about a document or paper: its folder, its row in the list, or its dossier alone."""
    dossier = int(key[6:8])
    if told.folder in job.folders.get(key, ()):
        return True
    if told.code == "cover.sheets":  # what is not there, or twice, changes how many sheets there can be
        return told.folder in job.folders[key_of(dossier, "cover")]
    if told.code == "contents.missing":
        return told.dossier == code_of(dossier) and f" {codes_of(job)[key]} " in told.words
    return not told.folder and told.dossier == code_of(dossier)


def codes_of(job: Job) -> dict[str, str]:
    """The number and symbol of each document, as its list has it."""
    own = {each.key: each.listed_code or each.code for each in job.documents}
    others = {key_of(SAMPLES, at): each.code for at, each in enumerate(samples(job.scans), 1)}
    return {**dict.fromkeys(job.seeds, "-"), **own, **others}


def score(job: Job, found: Sequence[Told]) -> Iterator[str]:
    """Each seeded error found or not, then what was found besides."""
    of_scans = [each for each in found if each.code in OF_SCANS and not _is_digital(each.folder)]
    found = [each for each in found if each not in of_scans]
    explained: set[Told] = set()
    missed = 0
    for key, seed in job.seeds.items():
        own = [each for each in found if is_of(each, key, job)]
        is_found = any(each.code in seed.found_by for each in own)
        explained |= {each for each in own if each.code in (*seed.found_by, *seed.also)}
        missed += not is_found
        yield f"{'found ' if is_found else 'MISSED'} {seed.name}: {key}"
    false = [each for each in found if each not in explained]
    for each in false:
        yield f"FALSE  {each.code} {each.folder or each.dossier}: {each.words}"
    share = len(false) / max(len(found), 1)
    yield f"{len(job.seeds) - missed} of {len(job.seeds)} seeded errors found"
    yield f"{len(found)} findings, {len(false)} false ({share:.1%}); besides {len(of_scans)} on the quality of scans"


def _is_digital(folder: str) -> bool:
    return folder.startswith("ho-so-") and int(folder[6:8]) not in (*SCANNED_PAPERS, SAMPLES)


def known(folder: Path, job: Job) -> Iterator[str]:
    """Whether every part is there as it should, and covers and lists, and they alone, are known as such."""
    table = read_table(folder / "result" / "index.csv", ("folder", "paper"))
    rows = {row["folder"]: row["paper"] for row in table}
    wanted = {place: key.rpartition("/")[2] for key, places in job.folders.items() for place in places}
    papers = {place: name for place, name in wanted.items() if name in {"cover", "contents"}}
    right = sum(rows.get(place) == name for place, name in papers.items())
    taken = [place for place, paper in rows.items() if paper and place not in papers]
    yield f"{right} of {len(papers)} covers and lists known; {len(taken)} documents taken for one"
    for place, name in papers.items():
        if rows.get(place) != name:
            yield f"  {place} is a {name}, and known as {rows.get(place) or 'none'}"
    yield from (f"  {place} was taken for a {rows[place]}" for place in taken)
    yield from values(folder)


def values(folder: Path) -> Iterator[str]:
    """How many values of covers and lists are read as they are printed, those of scans apart."""
    printed = json.loads((folder / PRINTED).read_text(encoding="utf-8"))
    for name, wanted in (("born-digital", True), ("scanned", False)):
        told = [
            pair
            for place, said in printed.items()
            if _is_digital(place) == wanted
            for pair in _pairs(folder, place, said)
        ]
        wrong = [(place, one, other) for place, one, other in told if one != other]
        yield f"{len(told) - len(wrong)} of {len(told)} values of {name} covers and lists right"
        yield from (f"  {place}: {other or 'nothing'} for {one}" for place, one, other in wrong)


def _pairs(folder: Path, place: str, said: object) -> Iterator[tuple[str, str, str]]:
    """Each printed value with what was read; rows of a list by their place."""
    path = folder / "result" / place / "plan.json"
    paper = (json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}).get("dossier_paper") or {}
    if isinstance(said, dict):
        yield from ((place, value, str(paper.get(key) or "")) for key, value in said.items())
    elif isinstance(said, list):
        rows = paper.get("documents", [])
        for at, row in enumerate(said):
            read = rows[at] if at < len(rows) else {}
            keys = ("code", "date", "subject", "author", "sheet")
            yield from ((place, one, str(read.get(key) or "")) for key, one in zip(keys, row, strict=True))


def checked(job: Path) -> list[Told]:
    """What lint says, with no list but those in the dossiers."""
    ran(job, "lint", "result")
    rows = read_table(job / "result" / "lint.csv", COLUMNS)
    return [Told(row["code"], row["dossier"], row["folder"], row["words"]) for row in rows]


def report(folder: Path, job: Job) -> None:
    """The whole way; what is there already is not made again."""
    if not folder.exists():
        write_job(folder, job)
    convert = ran(folder, "convert", "scans", "--out", "result", "--records", "ho-so.xlsx", "--jobs", "1")
    _print(_counted(convert.stdout))
    for line in (*known(folder, job), *score(job, checked(folder))):
        _print(line)
    for arguments in (
        ("dossier", "result"),
        ("deliver", "result", "--to", "delivery", "--profile", "state-xlsx"),
        ("verify", "delivery"),
    ):
        _print(_counted(ran(folder, *arguments).stdout))
        if arguments[0] == "deliver":
            _print("\n".join(left_out(folder, job)))


def left_out(folder: Path, job: Job) -> Iterator[str]:
    """Why dossiers are in no package, each reason with the error that was seeded there."""
    seeds = {place: job.seeds[key] for key, places in job.folders.items() for place in places if key in job.seeds}
    for row in read_table(folder / "delivery" / "left-out.csv", LEFT_COLUMNS):
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
    parser.add_argument("--scans", type=int, default=12, help="samples, and with any of them scanned papers; 0: none")
    parser.add_argument("--clean", action="store_true", help="without errors: nothing may be found, all is delivered")
    options = parser.parse_args()
    documents, seeds = corpus(options.dossiers, clean=options.clean)
    report(options.folder, job_of(documents, seeds, options.scans, clean=options.clean))


if __name__ == "__main__":
    main()
