# SPDX-License-Identifier: Apache-2.0
"""An input whose pages are read: its documents told apart, repaired, parsed, and their files written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ocr_kh.errors import (
    InputError,
)
from ocr_kh.genre.vocabulary import using
from ocr_kh.outcome import Outcome, Outcomes, Status
from ocr_kh.pipeline import documents
from ocr_kh.plan import parse
from ocr_kh.splitting import secrecy_mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ocr_kh.batch.inputs import Job
    from ocr_kh.document import Document, Page
    from ocr_kh.plan.model import DigitalSignature, Plan
    from ocr_kh.reading.source import Source
    from ocr_kh.settings import Settings


def finish(job: Job, source: Source, pages: Sequence[Page], settings: Settings, started: datetime) -> Outcomes:
    """Splitting, repair, plans and files of an input whose pages are read.

    Its folder is written whole or not at all, also where it holds several documents. One that is marked secret is
    left out, unless settings allow it. Raises InputError when not one page could be read, MachineError when the files
    cannot be written.
    """
    with using(settings.dictionaries):
        return _finish(job, source, pages, settings, started)


def _finish(job: Job, source: Source, pages: Sequence[Page], settings: Settings, started: datetime) -> Outcomes:
    from ocr_kh.writing.atomic import remove_folder
    from ocr_kh.writing.bundle import bundle_folder

    if pages and all(page.error for page in pages):
        raise InputError(path=job.path, reason=str(pages[0].error).rstrip("."))
    found = [(each, parse(each, file_signatures(source, each))) for each in documents(source, pages, settings)]
    whole = _Input(job, source, settings, started)
    if all(whole.is_held(document, plan) for document, plan in found):
        remove_folder(job.folder)
        return tuple(whole.held(document, plan) for document, plan in found)
    if len(found) == 1:
        return (whole.written(*found[0], job.folder),)
    with bundle_folder(job.folder, source, pages, settings) as bundle:
        return tuple(
            whole.held(document, plan)
            if whole.is_held(document, plan)
            else whole.written(document, plan, bundle.place(document), bundle.scan)
            for document, plan in found
        )


@dataclass(frozen=True, slots=True)
class _Input:
    """What the documents of one input have in common, for their files and outcomes."""

    job: Job
    source: Source
    settings: Settings
    started: datetime

    def is_held(self, document: Document, plan: Plan) -> bool:
        return not self.settings.allow_secret and secrecy(document, plan) is not None

    def held(self, document: Document, plan: Plan) -> Outcome:
        part = document.part.name if document.part else None
        return Outcome(self.job.path, None, "held", len(document.pages), secrecy=secrecy(document, plan), part=part)

    def written(self, document: Document, plan: Plan, folder: Path, scan: Path | None = None) -> Outcome:
        """The document's files are written into `folder`."""
        from ocr_kh.writing import index_row, write_document

        plan = write_document(document, plan, self.source.paths, folder, self.settings, started=self.started, scan=scan)
        part = document.part.name if document.part else None
        status: Status = "partly" if document.failed_pages else "done"
        row = index_row(
            path=self.job.path,
            folder=self.job.name_of(part),
            status=status,
            document=document,
            plan=plan,
            error="; ".join(page.error for page in document.pages if page.error),
        )
        return Outcome(
            self.job.path,
            self.job.folder_of(part),
            status,
            pages=len(document.pages),
            failed_pages=document.failed_pages,
            blank_pages=sum(page.condition.blank for page in document.pages),
            seconds=(datetime.now(UTC) - self.started).total_seconds(),
            row=row,
            secrecy=secrecy(document, plan),
            part=part,
        )


def secrecy(document: Document, plan: Plan) -> str | None:
    """The degree of secrecy it is marked with: its own, or that of a document on later pages that was not cut off."""
    return plan.header.secrecy or next(filter(None, map(secrecy_mark, document.pages)), None)


def file_signatures(source: Source, document: Document | None = None) -> tuple[DigitalSignature, ...]:
    """The digital signatures of the file, or of the pages of one document in it; none for images and text."""
    if source.kind != "pdf":
        return ()
    from ocr_kh.plan.review.pdf_signatures import digital_signatures

    return digital_signatures(source.paths[0], document.page_range if document and document.part else None)
