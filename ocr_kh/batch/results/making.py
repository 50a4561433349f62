# SPDX-License-Identifier: Apache-2.0
"""A document of which everything is read, with a person's decisions made: its plan, its files, its outcome."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import ocr_kh
from ocr_kh.corrections import journal
from ocr_kh.corrections.application import correct
from ocr_kh.corrections.field_decisions import decided_fields
from ocr_kh.corrections.folder import RECORD, TEXT, carry
from ocr_kh.outcome import Outcome
from ocr_kh.plan import parse
from ocr_kh.plan.review.triage import with_warnings
from ocr_kh.plan.review.warnings import warn
from ocr_kh.settings import Settings
from ocr_kh.writing.document import reading_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.batch.inputs import Job
    from ocr_kh.corrections.application import Corrected
    from ocr_kh.corrections.folder import Work
    from ocr_kh.document import Document
    from ocr_kh.outcome import Status
    from ocr_kh.plan.fields import DigitalSignature
    from ocr_kh.plan.model import Plan, Warning  # noqa: A004 - the contract's word
    from ocr_kh.writing import Again


@dataclass(frozen=True, slots=True)
class Made:
    """A document with its plan, from what was read and what a person decided."""

    reading: reading_file.Reading
    document: Document
    """The reading's, corrected."""
    plan: Plan
    works: tuple[Work, ...]
    """What a person did, in the folders that this document takes the place of."""

    @property
    def decisions(self) -> str:
        """SHA-256 of the decisions that were made, as corrections.jsonl has them; empty for none."""
        return decisions_digest(self.works)


def decisions_digest(works: Sequence[Work]) -> str:
    """SHA-256 of all decisions as lines of corrections.jsonl; empty for none."""
    lines = b"".join(journal.lines_of(work.corrections) for work in works)
    return sha256(lines).hexdigest() if lines else ""


def make(document: Document, signatures: tuple[DigitalSignature, ...], works: tuple[Work, ...]) -> Made:
    """The document and its plan with the decisions made; what has no place, and what is kept beside, in warnings."""
    corrections = [correction for work in works for correction in work.corrections]
    corrected = correct(document, corrections)
    plan = parse(corrected.document, signatures, decided_fields(corrections))
    plan = with_warnings(plan, _warnings(corrected, works))
    return Made(reading_file.Reading(document, signatures), corrected.document, plan, works)


def _warnings(corrected: Corrected, works: tuple[Work, ...]) -> Iterator[Warning]:
    """What of a person's work does not go into the document as it is."""
    for each in corrected.unplaced:
        yield warn("corrections.unplaced", page=each.anchor.page, read=each.read, right=each.right)
    for work in works:
        if any(each.scan not in {"", corrected.document.sha256} for each in work.corrections):
            yield warn("corrections.other_scan")
        if unread := journal.journal_of(work.journal).unread_lines:
            yield warn("corrections.unread", lines=", ".join(map(str, unread)))
        for name, kept in work.aside.items():
            yield warn("corrections.kept_beside", name=name, kept=kept)


def settings_of(provenance: str) -> Settings:
    """Those of the conversion that decide what is made of a reading; a folder of dictionaries that is gone is none."""
    given = json.loads(provenance)["settings"]
    folders = filter(Path.is_dir, map(Path, given["dictionaries"]))
    pdfa = given.get("pdfa", Settings().pdfa)
    return Settings(formats=tuple(given["formats"]), dictionaries=tuple(folders), pdfa=pdfa)


def write(  # noqa: PLR0913 - what it is made of, where it goes, how, when
    made: Made,
    job: Job,
    sources: Sequence[Path],
    folder: Path,
    settings: Settings,
    *,
    started: datetime,
    scan: Path | None = None,
    again: Again | None = None,
) -> Outcome:
    """The document's files written into `folder`, with what a person did there. Raises OutputError."""
    from ocr_kh.writing import index_row, write_document
    from ocr_kh.writing.tables.index import pdfa_cell

    part = made.document.part.name if made.document.part else None
    home, kept = job.folder_of(part), dict[str, str]()

    def beside(unfinished: Path) -> None:
        for work in made.works:
            kept.update(carry(work, unfinished))
        _write_reading(made, job.paths, unfinished, home)

    plan = write_document(
        made.document, made.plan, sources, folder, settings, started=started, scan=scan, again=again, beside=beside
    )
    status: Status = "partly" if made.document.failed_pages else "done"
    errors = "; ".join(page.error for page in made.document.pages if page.error)
    pdfa = pdfa_cell(plan) if "pdf" in settings.formats and made.document.has_pages else ""
    row = index_row(
        path=job.path,
        folder=job.name_of(part),
        status=status,
        document=made.document,
        plan=plan,
        error=errors,
        pdfa=pdfa,
    )
    return Outcome(
        job.path,
        home,
        status,
        pages=len(made.document.pages),
        failed_pages=made.document.failed_pages,
        blank_pages=sum(page.condition.blank for page in made.document.pages),
        seconds=(datetime.now(UTC) - started).total_seconds(),
        row=row,
        kept=tuple(kept.items()),
        part=part,
    )


def _write_reading(made: Made, sources: Sequence[Path], folder: Path, home: Path) -> None:
    """The hidden file that export makes everything from again."""
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in (TEXT, RECORD) if (folder / name).exists()}
    reading = reading_file.Reading(
        made.reading.document,
        made.reading.signatures,
        tuple(_relative(path, home) for path in sources),
        texts,
        made.decisions,
        ocr_kh.__version__,
    )
    (folder / reading_file.NAME).write_bytes(reading_file.reading_bytes(reading))


def _relative(path: Path, folder: Path) -> str:
    """The way from the document's folder to a file, so that both can be moved together."""
    try:
        return os.path.relpath(path, folder.absolute()).replace(os.sep, "/")
    except ValueError:  # on another drive
        return path.as_posix()
