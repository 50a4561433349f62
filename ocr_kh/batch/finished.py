# SPDX-License-Identifier: Apache-2.0
"""Which documents an earlier run has dealt with, so that this one need not."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import ocr_kh
from ocr_kh.batch.ledger import Entry, recipe_of
from ocr_kh.errors import EncryptedError, PasswordError
from ocr_kh.reading.source import content_hash
from ocr_kh.writing.index import read_index
from ocr_kh.writing.provenance import ingredients

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ocr_kh.batch.inputs import Job
    from ocr_kh.settings import Settings


class Finished:
    """The entries of the ledger that hold for these settings, checked against what lies in the output folder."""

    def __init__(self, known: Mapping[str, Entry], settings: Settings) -> None:
        self._known = known
        self._settings = settings
        self._limits = settings.limits
        self.recipe = recipe_of(ocr_kh.__version__, settings.fingerprint, ingredients(settings))

    def entry(self, job: Job) -> Entry | None:
        """What holds of the document; None when it is to be done. Hashes the input only if need be."""
        entry = self._known.get(job.name)
        if entry is None or entry.recipe != self.recipe or not self._rests(entry):
            return None
        if entry.files != files_in(job.folder, entry.files):
            return None
        try:
            return entry if content_hash(job.paths) == entry.sha256 else None
        except OSError:
            return None

    def _rests(self, entry: Entry) -> bool:
        """Whether these settings would not change what became of it."""
        settings = self._settings
        if entry.secrecy and settings.allow_secret == (entry.state == "held"):
            return False
        if isinstance(entry.error, (EncryptedError, PasswordError)) and settings.password:
            return False
        if entry.state in {"partly", "failed"}:
            return entry.limits == self._limits and not settings.retry_failed
        return entry.state in {"done", "held"}


def files_in(folder: Path, names: Mapping[str, int] | None = None) -> dict[str, int]:
    """The files of a document's folder (those of `names` that are there), with their bytes."""
    try:
        paths = list(folder.iterdir()) if names is None else [folder / name for name in names]
        return {path.name: path.stat().st_size for path in paths if path.is_file()}
    except OSError:
        return {}


def adopted(out: Path, settings: Settings) -> Iterator[Entry]:
    """Entries for the rows of index.csv where there is no ledger yet, from the provenance of each folder."""
    keys = ingredients(settings)
    for row in read_index(out):
        folder = out / row["folder"]
        entry = Entry(row["folder"], row["path"], "done", row["sha256"], pages=int(row["pages"] or 0), row=row)
        try:
            record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
            parts = {key: record[key] for key in keys}
            recipe = recipe_of(record["tool"]["version"], record["settings_fingerprint"], parts)
            sha256 = record["input"]["sha256"]
        except (OSError, ValueError, KeyError, TypeError):
            yield replace(entry, state="waiting")
            continue
        if row["status"] == "done":
            yield replace(entry, recipe=recipe, sha256=sha256, files=files_in(folder))
        else:
            yield replace(entry, state="waiting")
