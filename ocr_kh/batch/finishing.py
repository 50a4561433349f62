# SPDX-License-Identifier: Apache-2.0
"""An input whose pages are read: its documents told apart, repaired, parsed, and their files written.

What holds one document goes this way in one task; the documents of what holds several are repaired side by side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ocr_kh.batch.results.making import Made, make, write
from ocr_kh.corrections.folder import carry, document_folders, share, works_below
from ocr_kh.corrections.journal import alone_in
from ocr_kh.corrections.page_decisions import Said, said_of_pages
from ocr_kh.corrections.written import PROVENANCE
from ocr_kh.document import Apart
from ocr_kh.errors import InputError
from ocr_kh.genre.vocabulary import using
from ocr_kh.outcome import Outcome, Outcomes
from ocr_kh.pipeline import as_blank, documents, read_page
from ocr_kh.plan.review.known_numbers import with_known_numbers
from ocr_kh.repair import repair_document
from ocr_kh.splitting import secrecy_mark
from ocr_kh.writing.atomic import remove_folder
from ocr_kh.writing.bundle import Bundle, bundle_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from ocr_kh.batch.inputs import Job
    from ocr_kh.corrections.folder import Work
    from ocr_kh.document import Document, Page
    from ocr_kh.plan.fields import DigitalSignature
    from ocr_kh.plan.model import Plan
    from ocr_kh.reading.source import Source
    from ocr_kh.settings import Settings


def finish_alone(
    job: Job, source: Source, pages: Sequence[Page], settings: Settings, started: datetime
) -> Outcomes | Apart:
    """Everything to the files of an input that is one document; of one that holds several only these, told apart.

    Each of those is to be repaired, which they can be side by side, before `finish` takes them. Raises what that
    raises, and InputError when not one page could be read.
    """
    apart = tell_apart(job, source, pages, settings)
    if len(apart.documents) > 1:
        return apart
    repaired = repair_document(apart.documents[0], settings)
    return finish(job, source, replace(apart, documents=(repaired,)), settings, started)


def tell_apart(job: Job, source: Source, pages: Sequence[Page], settings: Settings) -> Apart:
    """The documents of an input whose pages are read, where a person says that they begin and as they lie.

    Raises InputError when not one page could be read.
    """
    if pages and all(page.error for page in pages):
        raise InputError(path=job.path, reason=str(pages[0].error).rstrip("."))
    said = said_of_pages(job.folder)
    with using(settings.dictionaries):
        pages = tuple(_as_said(source, page, said.get(page.number, Said()), settings) for page in pages)
        begins = {number: each.begins for number, each in said.items() if each.begins is not None}
        return Apart(pages, with_known_numbers(documents(source, pages, settings, begins), source))


def finish(job: Job, source: Source, apart: Apart, settings: Settings, started: datetime) -> Outcomes:
    """Plans and files of an input whose documents are repaired.

    Its folder is written whole or not at all, also where it holds several documents; what a person did in the folder
    that stood there comes along. One that is marked secret is left out, unless settings allow it. Raises MachineError
    when the files cannot be written.
    """
    with using(settings.dictionaries), alone_in(*document_folders(job.folder)):
        return _replaced(job, source, apart.pages, apart.documents, settings, started)


def _as_said(source: Source, page: Page, said: Said, settings: Settings) -> Page:
    """The page as a person says it is; read again where it lies otherwise, in another order, or is not blank."""
    if said.blank:
        return as_blank(page)
    turned = page.condition.rotation if said.turned is None else said.turned
    is_other = turned != page.condition.rotation or (said.blank is False and page.condition.blank)
    lies = turned if is_other and page.source != "text" else None
    order = said.columns or page.order
    if page.error or (lies is None and order == page.order):
        return page
    return read_page(source, page.number, settings, lies, order)


def _replaced(  # noqa: PLR0913, PLR0917 - what was read, and how
    job: Job,
    source: Source,
    pages: Sequence[Page],
    read: Sequence[Document],
    settings: Settings,
    started: datetime,
) -> Outcomes:
    """The documents in the place of what stood there, with what a person did."""
    around, below = _parted(works_below(job.folder, discard_edits=settings.overwrite), job.folder, len(read))
    works = share(below, [each.page_range for each in read])
    found = [make(each, file_signatures(source, each), work) for each, work in zip(read, works, strict=True)]
    whole = _Input(job, source, settings, started)
    if all(map(whole.is_held, found)):
        if not around and not any(each.works for each in found):
            remove_folder(job.folder)
        return tuple(map(whole.held, found))
    if len(found) == 1:
        return (whole.written(found[0], job.folder),)
    with bundle_folder(job.folder, source, pages, settings) as bundle:
        for work in around:
            carry(work, bundle.folder)
        return tuple(whole.placed(each, bundle) for each in found)


def _parted(works: list[Work], folder: Path, count: int) -> tuple[list[Work], list[Work]]:
    """What a person put beside the documents of a bundle, which stays there while it is one; and the rest."""
    around = [work for work in works if work and work.folder == folder and not (folder / PROVENANCE).is_file()]
    return (around, [work for work in works if work not in around]) if count > 1 else ([], works)


@dataclass(frozen=True, slots=True)
class _Input:
    """What the documents of one input have in common, for their files and outcomes."""

    job: Job
    source: Source
    settings: Settings
    started: datetime

    def is_held(self, made: Made) -> bool:
        return not self.settings.allow_secret and secrecy(made.document, made.plan) is not None

    def held(self, made: Made) -> Outcome:
        document = made.document
        part = document.part.name if document.part else None
        degree = secrecy(document, made.plan)
        return Outcome(self.job.path, None, "held", len(document.pages), secrecy=degree, part=part)

    def placed(self, made: Made, bundle: Bundle) -> Outcome:
        """One document of several in its folder; of one that is held only what a person did there."""
        folder = bundle.place(made.document)
        if not self.is_held(made):
            return self.written(made, folder, bundle.scan)
        if made.works:
            folder.mkdir()
        for work in made.works:
            carry(work, folder)
        return self.held(made)

    def written(self, made: Made, folder: Path, scan: Path | None = None) -> Outcome:
        """The document's files are written into `folder`."""
        outcome = write(made, self.job, self.source.paths, folder, self.settings, started=self.started, scan=scan)
        return replace(outcome, secrecy=secrecy(made.document, made.plan))


def secrecy(document: Document, plan: Plan) -> str | None:
    """The degree of secrecy it is marked with: its own, or that of a document on later pages that was not cut off."""
    return plan.header.secrecy or next(filter(None, map(secrecy_mark, document.pages)), None)


def file_signatures(source: Source, document: Document | None = None) -> tuple[DigitalSignature, ...]:
    """The digital signatures of the file, or of the pages of one document in it; none for images and text."""
    if source.kind != "pdf":
        return ()
    from ocr_kh.plan.review.pdf_signatures import digital_signatures

    return digital_signatures(source.paths[0], document.page_range if document and document.part else None)
