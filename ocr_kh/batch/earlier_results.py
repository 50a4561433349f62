# SPDX-License-Identifier: Apache-2.0
"""Which inputs an earlier run has dealt with, so that this one need not."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ocr_kh
from ocr_kh.batch.ledger import Entry, recipe_of
from ocr_kh.corrections.written import edited_files, made_files
from ocr_kh.errors import EncryptedError, PasswordError
from ocr_kh.outcome import Outcome
from ocr_kh.reading.source import content_hash
from ocr_kh.writing.document.provenance import ingredients
from ocr_kh.writing.tables.index import COLUMNS, read_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ocr_kh.batch.inputs import Job
    from ocr_kh.batch.ledger import Ledger, State
    from ocr_kh.settings import Settings
    from ocr_kh.writing.tables.csv_file import Row


class Finished:
    """The entries of the ledger that hold for these settings, checked against what lies in the output folder."""

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        self._ledger = ledger
        self._settings = settings
        self._limits = settings.limits
        self.recipe = recipe_of(ocr_kh.__version__, settings.fingerprint, ingredients(settings))

    def entries(self, job: Job) -> list[Entry]:
        """What holds of its documents; none when it is to be done. Hashes the input only if need be."""
        entries = self._told(job)
        whole = all(entry.files == files_in(job.folder_of(entry.part), entry.files) for entry in entries)
        return self._of_this_content(job, entries) if whole else []

    def edited(self, job: Job) -> list[Entry]:
        """The same of an input whose files only are not as they were written: its pages need not be read again."""
        entries = [] if self._settings.overwrite else self._told(job)
        return self._of_this_content(job, entries) if all(map(_has_files, entries)) else []

    def _told(self, job: Job) -> list[Entry]:
        """What the ledger has, where these settings would not change it."""
        entries = [_returned(entry) for entry in self._ledger.entries_of(job.name)]
        for entry in entries:
            if entry.recipe != self.recipe or not self._rests(entry):
                return []
            if self._settings.overwrite and edited_files(job.folder_of(entry.part)):
                return []
        return entries

    def _of_this_content(self, job: Job, entries: list[Entry]) -> list[Entry]:
        """The entries, where the input is the one that they were made of."""
        try:
            digest = content_hash(job.paths) if entries else ""
        except OSError:
            return []
        return entries if all(entry.sha256 == digest for entry in entries) else []

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


def _has_files(entry: Entry) -> bool:
    return entry.state in {"done", "partly"} and bool(entry.files)


def _returned(entry: Entry) -> Entry:
    """An entry as it was before its source was gone."""
    if entry.state != "gone" or not entry.row:
        return entry
    state: State = "partly" if entry.failed_pages else "done"
    return replace(entry, state=state, row=entry.row | {"status": state})


def repeated(entry: Entry, job: Job) -> Outcome:
    """The outcome of a document that stays as it is: what is wrong with it is said again."""
    folder = job.folder_of(entry.part) if entry.files else None
    outcome = Outcome(
        job.path, folder, "unchanged", entry.pages, entry.failed_pages, error=entry.error, secrecy=entry.secrecy,
        part=entry.part,
    )  # fmt: skip
    return outcome if entry.state == "done" else replace(outcome, status=entry.state)  # type: ignore[arg-type]


def files_in(folder: Path, names: Iterable[str] | None = None) -> dict[str, int]:
    """The files of a document's folder that a conversion made (those of `names` that are there), with their bytes.

    What a person put there, corrections.jsonl too, may come and grow without the document being read again.
    """
    try:
        paths = [folder / name for name in (made_files(folder) if names is None else names)]
        return {path.name: path.stat().st_size for path in paths if path.is_file()}
    except OSError:
        return {}


def adopted(out: Path, settings: Settings) -> Iterator[list[Entry]]:
    """Entries, an input at a time, for the rows of index.csv where there is no ledger yet, from their provenance.

    An input waits where one of its documents is missing, is not whole, or was held back.
    """
    keys = ingredients(settings)
    inputs: dict[str, list[_Adopted]] = defaultdict(list)
    for row in read_index(out):
        if row["status"] in {"skipped", "duplicate"}:  # found again by the run
            continue
        one = _adopted(row, out / row["folder"], keys)
        inputs[one.entry.input].append(one)
    for found in inputs.values():
        entries = [one.entry for one in found]
        whole = all(one.count == len(found) and one.entry.state in {"done", "gone"} for one in found)
        yield entries if whole else [replace(entry, state="waiting") for entry in entries]


@dataclass(frozen=True, slots=True)
class _Adopted:
    """The entry of a row of index.csv, and how many documents its input holds."""

    entry: Entry
    count: int = 1


def _adopted(row: Row, folder: Path, keys: Iterable[str]) -> _Adopted:
    name, row = row["folder"], {column: row[column] for column in COLUMNS}
    entry = Entry(name, name, row["path"], "waiting", row["sha256"], pages=int(row["pages"] or 0), row=row)
    try:
        record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
        parts = {key: record[key] for key in keys}
        recipe = recipe_of(record["tool"]["version"], record["settings_fingerprint"], parts)
        sha256, count = record["input"]["sha256"], record["input"]["documents"]
    except (OSError, ValueError, KeyError, TypeError):
        return _Adopted(entry)
    if count > 1:
        entry = replace(entry, input=name.rpartition("/")[0])
    if row["status"] in {"done", "gone"}:
        state: State = "done" if row["status"] == "done" else "gone"
        entry = replace(entry, state=state, recipe=recipe, sha256=sha256, files=files_in(folder))
    return _Adopted(entry, count)
