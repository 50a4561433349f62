# SPDX-License-Identifier: Apache-2.0
"""The files of every document made again, from what was read and what a person decided; no page is read."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ocr_kh.batch.earlier_results import files_in
from ocr_kh.batch.index import Index
from ocr_kh.batch.output_folder import claimed
from ocr_kh.batch.results.remaking import made_again
from ocr_kh.batch.run import ledger_path, open_ledger
from ocr_kh.errors import OcrKhError, PathMissingError
from ocr_kh.outcome import Outcome
from ocr_kh.settings import Settings
from ocr_kh.writing.database.build import NAME as DATABASE
from ocr_kh.writing.tables.by_record import FOLDER as BY_RECORD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from ocr_kh.batch.ledger import Entry, Ledger


def export(out: Path, ledger: Path | None = None, only: Collection[str] = ()) -> Iterator[Outcome]:
    """Bring the files of all documents under `out`, and the tables over them, up to date with decisions and edits.

    `only` names the folders of some documents as index.csv has them, where not all are meant. A document of which
    nothing is to be changed is `unchanged`, byte for byte. Raises PathMissingError where nothing was converted,
    MachineError where files cannot be written.
    """
    with opened(out, ledger) as results:
        yield from results.export(only or None)


@contextmanager
def opened(out: Path, ledger: Path | None = None) -> Iterator[Results]:
    """The results of a conversion, kept from other runs meanwhile. Raises PathMissingError, MachineError."""
    settings = _overall_settings(out, ledger)
    if not (ledger_path(out, settings).is_file() or (out / "index.csv").is_file()):
        raise PathMissingError(path=str(out / "index.csv"))
    with claimed(out), open_ledger(out, settings) as known:
        yield Results(out, known, settings)


@dataclass(frozen=True, slots=True)
class Results:
    """An output folder in hand."""

    out: Path
    known: Ledger
    settings: Settings

    def export(self, folders: Collection[str] | None = None, *, taken: str = "") -> Iterator[Outcome]:
        """The files of the documents in `folders`, else of all, made again; and the tables, that `taken` in already."""
        inputs = {
            entry.input
            for entry in self.known.entries()
            if _has_files(entry) and (folders is None or entry.folder in folders)
        }
        with Index(self.out, self.known, self.settings, taken=taken) as index:
            for name in sorted(inputs):
                entries, outcomes = self.known.entries_of(name), []
                for at, entry in enumerate(entries):
                    if _has_files(entry) and (folders is None or entry.folder in folders):
                        outcomes.append(outcome := _exported(self.out, entry))
                        entries[at] = _updated(entry, outcome)
                if any(outcome.row for outcome in outcomes):
                    self.known.put(entries)
                    index.changed()
                yield from outcomes


def _overall_settings(out: Path, ledger: Path | None) -> Settings:
    """Those that say which tables there are: the ones that lie there."""
    formats = ["json"] + ["xlsx"] * (out / "index.xlsx").is_file()
    if (out / "sections.parquet").is_file():
        from pyarrow.parquet import read_schema

        formats.append("words" if "words" in read_schema(out / "sections.parquet").names else "parquet")
    formats += ["db"] * (out / DATABASE).is_file()
    settings = Settings(formats=tuple(formats), ledger=ledger)
    if (out / BY_RECORD).is_dir():  # which document is of which hồ sơ the ledger knows; its list is not read again
        settings = replace(settings, name_by="record", records=ledger_path(out, settings))
    return settings


def _has_files(entry: Entry) -> bool:
    """Whether there is a document of its own: a copy names the folder of another, whose scan is gone keeps its own."""
    return entry.state in {"done", "partly", "gone"} and bool(entry.files)


def _updated(entry: Entry, outcome: Outcome) -> Entry:
    """The ledger's entry of a document whose files were made again; as it was for one that failed or stayed."""
    if not (outcome.row and outcome.folder):
        return entry
    status = {"status": entry.row["status"]} if entry.row else {}
    return replace(entry, row=outcome.row | status, files=files_in(outcome.folder))


def _exported(out: Path, entry: Entry) -> Outcome:
    try:
        return made_again(out, entry)
    except OcrKhError as error:
        return Outcome(entry.path, None, "failed", entry.pages, error=error, part=entry.part)
