# SPDX-License-Identifier: Apache-2.0
"""Tables over all documents that a person edited: they are made anew by every run, so an edited one is kept beside.

A hidden file has the hashes of the tables as they were written. A hash is noted before its table takes its place,
beside that of the one that stands there: wherever a run is broken off, no table looks edited that is not.
"""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ocr_kh.writing.atomic import atomic_write, sha256, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTE = ".ocr-kh.tables.json"
"""In the output folder: the tables by name, each with the SHA-256 hashes it may have."""


@contextmanager
def table_write(path: Path) -> Iterator[Path]:
    """`atomic_write` of a table that `keep_edited` knows then. Raises OutputError."""
    with atomic_write(path) as unfinished:
        yield unfinished
        _note(path, sha256(unfinished))


def keep_edited(out: Path) -> dict[str, str]:
    """Copy the tables that are not as they were written; the names of the copies (`index.edited.csv`) by table."""
    kept = {}
    for name, hashes in _noted(out).items():
        path = out / name
        if path.is_file() and sha256(path) not in hashes:
            copy = _free_path(path)
            shutil.copy2(path, copy)
            kept[name] = copy.name
    return kept


def _note(path: Path, coming: str) -> None:
    """Note the hash of what is to stand at `path`, and that of what stands there, if a run wrote it."""
    noted = _noted(path.parent)
    standing = {sha256(path)} if path.is_file() else set()
    hashes = sorted({coming} | standing.intersection(noted.get(path.name, ())))
    if noted.get(path.name) != hashes:
        write_text(path.parent / NOTE, json.dumps(noted | {path.name: hashes}, indent=2, sort_keys=True) + "\n")


def _noted(out: Path) -> dict[str, list[str]]:
    try:
        found = json.loads((out / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _free_path(path: Path) -> Path:
    """`index.edited.csv`, or `index.edited-2.csv` where another one lies there already."""
    number, free = 1, path.with_name(f"{path.stem}.edited{path.suffix}")
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}.edited-{number}{path.suffix}")
    return free
