# SPDX-License-Identifier: Apache-2.0
"""The files of one document made again, from what was read and what a person decided."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import ocr_kh
from ocr_kh.batch.inputs import Job
from ocr_kh.batch.output_folder import check_room
from ocr_kh.batch.results.making import decisions_digest, make, settings_of, write
from ocr_kh.corrections.folder import work_in
from ocr_kh.corrections.journal import alone_in
from ocr_kh.corrections.written import PROVENANCE
from ocr_kh.errors import NoReadingError
from ocr_kh.genre.vocabulary import using
from ocr_kh.messages import translate
from ocr_kh.outcome import Outcome
from ocr_kh.reading.source import content_hash
from ocr_kh.writing import Again
from ocr_kh.writing.document.reading_file import read_reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.batch.ledger import Entry
    from ocr_kh.batch.results.making import Made
    from ocr_kh.corrections.folder import Work
    from ocr_kh.writing.document.reading_file import Reading

_log = logging.getLogger("ocr_kh")


def remade(out: Path, entries: Sequence[Entry]) -> tuple[Outcome, ...] | None:
    """The documents of one input made again without reading it; None where its pages are needed.

    Raises OutputError, and what is wrong with the scan.
    """
    for entry in entries:
        folder = out / entry.folder
        reading = read_reading(folder)
        if reading is None or not (folder / PROVENANCE).is_file() or reading.made_by != ocr_kh.__version__:
            return None
        if not _is_at_hand(_job(out, entry, folder, reading), reading):
            return None
    outcomes = tuple(made_again(out, entry) for entry in entries)
    return outcomes if all(outcome.row for outcome in outcomes) else None


def _job(out: Path, entry: Entry, folder: Path, reading: Reading) -> Job:
    return Job(_sources(folder, reading), entry.path, out / entry.input, entry.input)


def made_again(out: Path, entry: Entry) -> Outcome:
    """One document. Raises NoReadingError, OutputError, and what is wrong with the scan."""
    with alone_in(out / entry.folder):
        return _made_again(out, entry)


def _made_again(out: Path, entry: Entry) -> Outcome:
    folder = out / entry.folder
    reading = read_reading(folder)
    if reading is None or not (folder / PROVENANCE).is_file():
        raise NoReadingError(path=entry.path)
    provenance = (folder / PROVENANCE).read_text(encoding="utf-8")
    settings = settings_of(provenance)
    with using(settings.dictionaries):
        work = work_in(folder)
        if _is_up_to_date(folder, provenance, reading, work):
            return Outcome(entry.path, folder, "unchanged", entry.pages, entry.failed_pages, part=entry.part)
        made = make(reading.document, reading.signatures, (work,) if work else ())
    check_room(out)
    job = _job(out, entry, folder, reading)
    again = Again(provenance, None if _is_at_hand(job, reading) else _kept_pdf(folder, entry))
    if again.pdf:
        made = _with_pdf_warnings(made, folder)
    outcome = write(made, job, job.paths, folder, settings, started=datetime.now(UTC), again=again)
    return replace(outcome, secrecy=entry.secrecy)


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
