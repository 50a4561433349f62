# SPDX-License-Identifier: Apache-2.0
"""Which outputs a change alters, word by word and field by field; gains and losses apart where the truth is known.

    python -m bench.changes since [BASE] [--data DATA] [--no-cache]      what the working tree changes since BASE
    python -m bench.changes store OUT [PATH ...] [--cache DIR]           keep what the working tree makes of PATHs
    python -m bench.changes compare OLD NEW [--exact] [--truth DIR ...]  two kept runs; --exact: 1 on any difference

PATHs are the samples and the texts of the test cases unless others are given; all is converted with --jobs 1. `since`
(`make changes`) keeps the run of BASE, by default where this branch left origin/main, under out/changes. Reading takes
nearly all the time, so pages are kept as they were read, by their content and the code that reads: a change behind
recognition is compared in seconds. DATA is a folder with `scans/scanned` and `scans/offices`, or of scans, and truth
in `truth` beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from bench.differences import ABSENT, Change, parsed, text_changes, value_changes
from bench.known_truth import Truth, truth_of
from bench.stored_run import CASES, MANIFEST, compared, default_paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
_KEPT = Path("out/changes")
_TITLES = {"loss": "Losses", "gain": "Gains", "not judged": "Not judged: no truth, or as right as before"}
_MOST = 200
"""Changes of a kind that are shown; the others are counted."""


def differences(old: Path, new: Path, truths: Sequence[Path] = ()) -> Iterator[tuple[str, Change]]:
    """Each change with the name of its file, from the stored run `old` to `new`."""
    for name in different_files(old, new):
        document = Path(name).parent.as_posix()
        truth = truth_of(document, truths) if document != "." else Truth()
        if not (old / name).exists() or not (new / name).exists():
            yield name, Change("", _presence(old / name), _presence(new / name))
            continue
        before, after = ((run / name).read_text("utf-8") for run in (old, new))
        if name.endswith(".txt"):
            found = text_changes(before, after, truth.text)
        else:
            known = truth.plan if name.endswith("plan.json") else ABSENT
            found = value_changes(parsed(name, before), parsed(name, after), known)
        yield from ((name, change) for change in found)


def _presence(path: Path) -> str:
    return "there" if path.exists() else "not there"


def different_files(old: Path, new: Path) -> list[str]:
    """Names of compared files that differ in a byte, or are in one run only."""
    hashes = [_manifest(run)["outputs"] for run in (old, new)]
    return sorted(name for name in hashes[0] | hashes[1] if hashes[0].get(name) != hashes[1].get(name))


def _manifest(run: Path) -> dict[str, Any]:
    return json.loads((run / MANIFEST).read_text("utf-8"))  # type: ignore[no-any-return]


def report(old: Path, new: Path, truths: Sequence[Path] = ()) -> Iterator[str]:
    """The lines that are printed."""
    manifests = [_manifest(run) for run in (old, new)]
    yield from (f"{mark} {_run_line(manifest)}" for mark, manifest in zip("-+", manifests, strict=True))
    if manifests[0]["inputs"] != manifests[1]["inputs"]:
        yield "! the inputs of the two runs are not the same"
    yield from _other_recipe(*(manifest["recipe"] for manifest in manifests))
    changes = list(differences(old, new, truths))
    for verdict, title in _TITLES.items():
        found = [(name, change) for name, change in changes if change.verdict == verdict]
        yield f"\n{title}: {len(found)}"
        yield from (
            f"  {name} {change.where}\n    - {change.old}\n    + {change.new}" for name, change in found[:_MOST]
        )
        if len(found) > _MOST:
            yield f"  ... and {len(found) - _MOST} more"
    yield f"\n{len(different_files(old, new))} of {len(compared(new))} files differ"


def _run_line(manifest: dict[str, Any]) -> str:
    pages, read = manifest["pages"], manifest["pages_read"]
    cached = "" if read is None else f", {pages - read} of them kept from an earlier reading by the same code"
    states = ", ".join(f"{count} {state}" for state, count in manifest["documents"].items())
    return f"{manifest['code']} ({manifest['version']}): {states}; {pages} pages{cached}"


def _other_recipe(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    for change in value_changes(old, new):
        yield f"! other {change.where.strip('/')}: {change.old} -> {change.new}"


def since(base: str, data: Path | None, *, cached: bool = True) -> tuple[Path, Path]:
    """Store the runs of the working tree and of `base`, that only when its inputs are others; their folders."""
    base = base or _git("merge-base", "HEAD", _main())
    name = _git("rev-parse", "--short=12", base)
    old = _KEPT / (f"{name}-{data.resolve().name}" if data else name)
    cache = ("--cache", str(_KEPT / "pages")) if cached else ()
    inputs = [*default_paths(), *(data_paths(data) if data else ())]
    new = _KEPT / "new"
    _convert(ROOT, new, inputs, "working tree", cache)
    if not (old / MANIFEST).exists() or _manifest(old)["inputs"] != _manifest(new)["inputs"]:
        _convert(_code_of(name), old, inputs, f"commit {name}", cache)
    return old, new


def data_paths(data: Path) -> list[Path]:
    """The folders of scans under DATA; DATA itself where it has none."""
    found = [folder for name in ("scanned", "offices") if (folder := data / "scans" / name).is_dir()]
    return found or [data]


def truth_folders(data: Path | None = None) -> list[Path]:
    """Where truth lies: of samples, of test cases, of DATA."""
    folders = [Path("samples/truth"), CASES / "truth"]
    if data:
        folders += [data / "truth", data / "scans/truth", data / "scans/offices/truth"]
    return [folder for folder in folders if folder.is_dir()]


def _code_of(commit: str) -> Path:
    """The package and the dictionaries of a commit, unpacked."""
    folder = _KEPT / "code" / commit
    if not folder.is_dir():
        command = ("git", "archive", "--format=zip", commit, "ocr_kh", "dictionaries")
        packed = BytesIO(subprocess.run(command, capture_output=True, check=True).stdout)
        part = folder.with_suffix(".part")
        with ZipFile(packed) as archive:
            archive.extractall(part)
        part.rename(folder)
    return folder


def _convert(code: Path, out: Path, inputs: Sequence[Path], name: str, cache: Sequence[str]) -> None:
    """In a process of its own, which imports `ocr_kh` from `code`."""
    sys.stderr.write(f"converting with the code of {name} ...\n")
    paths = os.pathsep.join(map(str, (code.resolve(), ROOT)))
    command = (sys.executable, "-P", "-m", "bench.stored_run", str(out), *map(str, inputs), "--code", name, *cache)
    subprocess.run(command, env=os.environ | {"PYTHONPATH": paths}, check=True)


def _main() -> str:
    """The main branch as the origin has it, or as it is here."""
    return "origin/main" if _git("branch", "--remotes", "--list", "origin/main") else "main"


def _git(*arguments: str) -> str:
    return subprocess.run(("git", *arguments), capture_output=True, check=True, text=True).stdout.strip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what changed; with --exact 1 when anything did."""
    options = _options(arguments)
    if options.command == "store":
        cache = ("--cache", str(options.cache)) if options.cache else ()
        name = f"commit {_git('describe', '--always', '--dirty', '--abbrev=12')}"
        _convert(ROOT, options.out, options.paths, name, cache)
        return 0
    if options.command == "since":
        old, new = since(options.base, options.data, cached=not options.no_cache)
        truths = truth_folders(options.data)
    else:
        old, new, truths = options.old, options.new, options.truth or truth_folders()
    for line in report(old, new, truths):
        sys.stdout.write(f"{line}\n")
    return 1 if options.exact and different_files(old, new) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench.changes", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    stored = commands.add_parser("store")
    stored.add_argument("out", type=Path)
    stored.add_argument("paths", type=Path, nargs="*")
    stored.add_argument("--cache", type=Path, help="keep pages as they were read here")
    compare = commands.add_parser("compare")
    compare.add_argument("old", type=Path)
    compare.add_argument("new", type=Path)
    compare.add_argument("--truth", type=Path, nargs="*")
    both = commands.add_parser("since")
    both.add_argument("base", nargs="?", default="")
    both.add_argument("--data", type=Path)
    both.add_argument("--no-cache", action="store_true")
    for each in (compare, both):
        each.add_argument("--exact", action="store_true", help="end with 1 when a byte differs")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
