# SPDX-License-Identifier: Apache-2.0
"""The files of every document made again, from what was read and what a person decided; no page is read."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import ocr_kh
from ocr_kh.batch.earlier_results import files_in
from ocr_kh.batch.index import Index
from ocr_kh.batch.inputs import Job
from ocr_kh.batch.output_folder import check_room, claimed
from ocr_kh.batch.results.making import decisions_digest, make, write
from ocr_kh.batch.run import ledger_path, open_ledger
from ocr_kh.corrections.folder import PROVENANCE, work_in
from ocr_kh.errors import NoReadingError, OcrKhError, PathMissingError
from ocr_kh.genre.vocabulary import using
from ocr_kh.messages import translate
from ocr_kh.outcome import Outcome
from ocr_kh.reading.source import content_hash
from ocr_kh.settings import Settings
from ocr_kh.writing import Again
from ocr_kh.writing.document.reading_file import read_reading
from ocr_kh.writing.tables.by_record import FOLDER as BY_RECORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.batch.ledger import Entry
    from ocr_kh.batch.results.making import Made
    from ocr_kh.corrections.folder import Work
    from ocr_kh.writing.document.reading_file import Reading

_log = logging.getLogger("ocr_kh")


def export(out: Path, ledger: Path | None = None) -> Iterator[Outcome]:
    """Bring the files of all documents under `out`, and the tables over them, up to date with decisions and edits.

    A document of which nothing is to be changed is `unchanged`, byte for byte. Raises PathMissingError where nothing
    was converted, MachineError where files cannot be written.
    """
    settings = _overall_settings(out, ledger)
    if not (ledger_path(out, settings).is_file() or (out / "index.csv").is_file()):
        raise PathMissingError(path=str(out / "index.csv"))
    with claimed(out), open_ledger(out, settings) as known, Index(out, known, settings) as index:
        for name in sorted({entry.input for entry in known.entries() if _has_files(entry)}):
            entries, outcomes = known.entries_of(name), []
            for at, entry in enumerate(entries):
                if _has_files(entry):
                    outcomes.append(outcome := _exported(out, entry))
                    entries[at] = _updated(entry, outcome)
            if any(outcome.row for outcome in outcomes):
                known.put(entries)
                index.changed()
            yield from outcomes


def _overall_settings(out: Path, ledger: Path | None) -> Settings:
    """Those that say which tables there are: the ones that lie there."""
    formats = ["json"] + ["xlsx"] * (out / "index.xlsx").is_file()
    if (out / "sections.parquet").is_file():
        from pyarrow.parquet import read_schema

        formats.append("words" if "words" in read_schema(out / "sections.parquet").names else "parquet")
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
        return _made_again(out, entry)
    except OcrKhError as error:
        return Outcome(entry.path, None, "failed", entry.pages, error=error, part=entry.part)


def _made_again(out: Path, entry: Entry) -> Outcome:
    """One document. Raises NoReadingError, OutputError, and what is wrong with the scan."""
    folder = out / entry.folder
    reading = read_reading(folder)
    if reading is None or not (folder / PROVENANCE).is_file():
        raise NoReadingError(path=entry.path)
    provenance = (folder / PROVENANCE).read_text(encoding="utf-8")
    settings = _settings(provenance)
    with using(settings.dictionaries):
        work = work_in(folder)
        if _is_up_to_date(folder, provenance, reading, work):
            return Outcome(entry.path, folder, "unchanged", entry.pages, entry.failed_pages, part=entry.part)
        made = make(reading.document, reading.signatures, (work,) if work else ())
    check_room(out)
    job = Job(_sources(folder, reading), entry.path, out / entry.input, entry.input)
    again = Again(provenance, None if _is_at_hand(job, reading) else _kept_pdf(folder, entry))
    if again.pdf:
        made = _with_pdf_warnings(made, folder)
    outcome = write(made, job, job.paths, folder, settings, started=datetime.now(UTC), again=again)
    return replace(outcome, secrecy=entry.secrecy)


def _settings(provenance: str) -> Settings:
    """Those of the conversion that decide what is made of a reading; a folder of dictionaries that is gone is none."""
    given = json.loads(provenance)["settings"]
    folders = filter(Path.is_dir, map(Path, given["dictionaries"]))
    pdfa = given.get("pdfa", Settings().pdfa)
    return Settings(formats=tuple(given["formats"]), dictionaries=tuple(folders), pdfa=pdfa)


def _is_up_to_date(folder: Path, provenance: str, reading: Reading, work: Work) -> bool:
    """Whether all files are there as they were made, by this version and with the decisions there are."""
    outputs = json.loads(provenance)["outputs"]
    return (
        not work.told
        and not work.aside
        and reading.decisions == decisions_digest((work,))
        and reading.made_by == ocr_kh.__version__
        and all((folder / name).is_file() for name in outputs)
    )


def _sources(folder: Path, reading: Reading) -> tuple[Path, ...]:
    """Where the files of the input lay, seen from the document's folder."""
    return tuple(Path(os.path.normpath(folder.absolute() / name)) for name in reading.sources)


def _is_at_hand(job: Job, reading: Reading) -> bool:
    """Whether the scan is where it was and the same, and the PDF can be made of it alone.

    Of images that hold several documents, the pages of the others would be needed too.
    """
    if not reading.document.has_pages:
        return True
    if reading.document.part and (len(job.paths) > 1 or job.paths[0].suffix.lower() != ".pdf"):
        return False
    try:
        return content_hash(job.paths) == reading.document.sha256
    except OSError:
        return False


def _kept_pdf(folder: Path, entry: Entry) -> Path | None:
    """searchable.pdf as it is, if there is one."""
    pdf = folder / "searchable.pdf"
    if not pdf.is_file():
        return None
    template = translate("{path}: the scan is not at hand as it was; searchable.pdf stays without new corrections.")
    _log.warning("%s", template.format(path=entry.path))
    return pdf


def _with_pdf_warnings(made: Made, folder: Path) -> Made:
    """With what the plan said of a searchable.pdf that stays."""
    from ocr_kh.plan.model import Plan
    from ocr_kh.plan.review.triage import with_warnings

    try:
        earlier = Plan.model_validate_json((folder / "plan.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return made
    about = tuple(warning for warning in earlier.warnings if warning.code.startswith("pdf."))
    return replace(made, plan=with_warnings(made.plan, about))
