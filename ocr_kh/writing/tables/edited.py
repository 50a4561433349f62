# SPDX-License-Identifier: Apache-2.0
"""Tables over all documents that a person edited: they are made anew by every run, so an edited one is kept beside.

A hidden file has the hashes of the tables as they were written. A run that is killed between writing a table and noting
it leaves one that looks edited: a copy too many, and nothing lost.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from ocr_kh.writing.atomic import write_text
from ocr_kh.writing.document.provenance import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NOTE = ".ocr-kh.tables.json"
"""In the output folder: the tables by name, each with its SHA-256."""
INDEX = ("index.csv",)
OTHERS = ("sections.csv", "needs_review.csv", "index.xlsx", "sections.parquet")


def note_written(out: Path, names: Iterable[str]) -> None:
    """Note how those of the tables that there are were written. Raises OutputError."""
    hashes = {name: sha256(out / name) for name in names if (out / name).is_file()}
    known = _noted(out)
    if known | hashes != known:
        write_text(out / NOTE, json.dumps(known | hashes, indent=2, sort_keys=True) + "\n")


def keep_edited(out: Path) -> dict[str, str]:
    """Copy the tables that are not as they were written; the names of the copies (`index.edited.csv`) by table."""
    kept = {}
    for name, digest in _noted(out).items():
        path = out / name
        if path.is_file() and sha256(path) != digest:
            copy = _free_path(path)
            shutil.copy2(path, copy)
            kept[name] = copy.name
    return kept


def _noted(out: Path) -> dict[str, str]:
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
