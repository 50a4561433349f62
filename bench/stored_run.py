# SPDX-License-Identifier: Apache-2.0
"""What one state of the code makes of the samples and the test cases, kept to be compared with another's.

    PYTHONPATH=CODE:. python -P -m bench.stored_run OUT [PATH ...] [--code NAME] [--cache DIR]

`ocr_kh` is taken from CODE, so that both states are run by the same script over the same inputs. OUT then holds what
`convert --jobs 1` writes of them, and manifest.json: which code, with what, from what, and the hash of each file.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tomllib
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.page_cache import cached_page
from ocr_kh import __version__
from ocr_kh.batch import document_task
from ocr_kh.batch.run import convert
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMPARED = frozenset({"text.txt", "original.txt", "repairs.jsonl", "plan.json"})
"""Files of a document that are compared; of those over all documents the CSVs. None of them holds a time stamp."""
CASES = Path("out/changes/cases")
"""Where the texts of the test cases are laid as files: one place, since index.csv names it."""
MANIFEST = "manifest.json"
_SAMPLES = frozenset({".pdf", ".png", ".jpg", ".tiff", ".txt"})
_RECIPE = ("tool", "python", "platform", "tesseract", "poppler", "libraries", "models", "dictionaries")
"""What provenance.json says that outputs depend on."""
_TEXTS = ("text", "shown", "original")
_RIGHT = ("right", "fixed")
"""Keys of a test case: what goes in, and what must come out as text."""


def store(out: Path, paths: Sequence[Path], *, code: str, cache: Path | None = None) -> dict[str, Any]:
    """Convert `paths` into `out`, which is made anew, and return its manifest. Raises what `convert` raises."""
    shutil.rmtree(out, ignore_errors=True)
    known = _pages_in(cache)
    if cache:
        vars(document_task)["read_page"] = partial(cached_page, cache=cache)  # what the workers are asked for
    settings = Settings(jobs=1, include_text=True, allow_secret=True, nice=False)
    states = [outcome.status for outcome in convert(list(paths), out, settings=settings)]
    records = [json.loads(path.read_text("utf-8")) for path in sorted(out.rglob("provenance.json"))]
    manifest = {
        "code": code,
        "version": __version__,
        "recipe": {key: records[0][key] for key in _RECIPE} if records else {},
        "documents": {state: states.count(state) for state in sorted(set(states))},
        "pages": sum(len(record["pages"]) for record in records if record["input"]["page_range"]),
        "pages_read": _pages_in(cache) - known if cache else None,
        "inputs": {record["input"]["name"]: record["input"]["sha256"] for record in records},
        "outputs": {name: sha256((out / name).read_bytes()).hexdigest() for name in compared(out)},
    }
    (out / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return manifest


def compared(run: Path) -> list[str]:
    """Names, relative to the run's folder, of the files in it that are compared."""
    files = (path for path in run.rglob("*") if path.name in COMPARED or path.suffix == ".csv")
    return sorted(path.relative_to(run).as_posix() for path in files)


def default_paths() -> list[Path]:
    """The samples, and the texts of the test cases, which are laid out as files."""
    samples = sorted(path for path in Path("samples").iterdir() if path.suffix in _SAMPLES)
    return [*samples, write_cases(CASES, Path("tests/cases"))]


def write_cases(folder: Path, cases: Path) -> Path:
    """Each case that begins with a text as a file in `folder`/texts, what must come of it in `folder`/truth."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("texts", "truth"):
        (folder / name).mkdir(parents=True)
    for path in sorted(path for path in cases.rglob("*") if path.suffix in {".toml", ".json"}):
        for number, case in enumerate(_cases(path), 1):
            name = f"{path.parent.name}-{path.stem}-{number:03}.txt"
            for kind, keys in (("texts", _TEXTS), ("truth", _RIGHT)):
                for key in set(keys) & case.keys():
                    (folder / kind / name).write_text(str(case[key]).strip("\n") + "\n", encoding="utf-8")
    return folder / "texts"


def _cases(path: Path) -> Iterator[dict[str, Any]]:
    text = path.read_text("utf-8")
    told = tomllib.loads(text).get("case", []) if path.suffix == ".toml" else json.loads(text)
    yield from (case for case in told if isinstance(case, dict)) if isinstance(told, list) else ()


def _pages_in(cache: Path | None) -> int:
    return len(list(cache.glob("*.pages"))) if cache else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Store a run; 0 when it is there."""
    parser = argparse.ArgumentParser(prog="stored_run", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("paths", type=Path, nargs="*")
    parser.add_argument("--code", default="working tree")
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args(arguments)
    store(options.out, options.paths or default_paths(), code=options.code, cache=options.cache)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
