# SPDX-License-Identifier: Apache-2.0
"""The story of one document, one line a stage.

    reading -> imaging -> recognition -> layout      page by page, side by side   `read_page`
    splitting -> repair -> plan -> writing           over the whole document      `finish`

No stage reaches back. `batch.run.convert` hands both to the workers; `read` and `inspect` are for those who want a
document in memory and no files.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from ocr_kh.document import Condition, Document, LayerVerdict, Line, Page
from ocr_kh.errors import (
    EngineFailedError,
    InputError,
    MachineError,
    NoTextLayerError,
    OcrKhError,
    PageMemoryError,
    PageTimeoutError,
)
from ocr_kh.imaging.ink import find_letters, ink_mask
from ocr_kh.imaging.prepare import Prepared, examine, prepare_sheets
from ocr_kh.layout.fragments import group_words
from ocr_kh.layout.lines import is_noise, lay_out
from ocr_kh.plan import parse
from ocr_kh.reading.layer import Layer, read_layer
from ocr_kh.reading.pages import read_raster
from ocr_kh.reading.source import Source, open_source
from ocr_kh.reading.textfile import text_document
from ocr_kh.recognition.page import recognize
from ocr_kh.recognition.tesseract import EngineFaultError, EngineStoppedError
from ocr_kh.repair import repair_document
from ocr_kh.settings import Settings
from ocr_kh.splitting import secrecy_mark, split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ocr_kh.batch.inputs import Job
    from ocr_kh.plan.model import DigitalSignature, Plan

_log = logging.getLogger("ocr_kh")

_LEAST_SIDE = 32
"""Pixels; what is narrower or lower holds no line of text, and stands in the PDF for something else."""

_LEAST_PRINT = 100
"""Letters, some two lines of them, from which a page of which the engine makes no words is unreadable and not blank."""

Status = Literal["done", "partly", "failed", "held", "unchanged"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document; a file that holds several has as many outcomes."""

    path: str
    """As the index names it."""
    folder: Path | None
    """Where its files lie; None when there are none."""
    status: Status
    """`partly`: some pages failed; `held`: marked secret, and so nothing of it was written; `unchanged`: it was done
    before, with the same content and settings."""
    pages: int = 0
    failed_pages: tuple[int, ...] = ()
    error: OcrKhError | None = None
    seconds: float = 0.0
    row: dict[str, str] | None = None
    """Its row of index.csv; None when the one of an earlier run holds, and for what is held back."""
    secrecy: str | None = None
    """The degree of secrecy it is marked with."""
    part: str | None = None
    """Which of the documents of its file it is: `01`, `02`, ...; None where it is the only one."""

    @property
    def label(self) -> str:
        """The path, with the part, for people."""
        return label(self.path, self.part)


Outcomes = tuple[Outcome, ...]
"""Of the documents of one input, in their order."""


def label(path: str, part: str | None) -> str:
    """How a document is called that has no folder.

    >>> label("scans/a.pdf", None), label("scans/a.pdf", "02")
    ('scans/a.pdf', 'scans/a.pdf/02')
    """
    return f"{path}/{part}" if part else path


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a conversion is; `pages` counts those of the documents opened so far."""

    documents_done: int
    documents: int
    pages_done: int
    pages: int
    current: str


def read_page(source: Source, number: int, settings: Settings) -> Page:
    """One page, from the file to its lines in reading order; what stops it is told in `Page.error`.

    Raises MachineError: without the engine no page can be read.
    """
    began = time.monotonic()
    try:
        page = _read_page(source, number, settings)
    except MachineError:
        raise
    except OcrKhError as error:
        page = _failed_page(source, number, error)
    except Exception as error:  # noqa: BLE001 - our own fault ends this page, not the batch
        _log.debug("%s, page %d", source.name, number, exc_info=True)
        page = _failed_page(source, number, _fault(error, source, number))
    return replace(page, seconds=round(time.monotonic() - began, 3))


def _read_page(source: Source, number: int, settings: Settings) -> Page:
    layer = Layer() if settings.mode == "ocr" else read_layer(source, number)
    if layer.usable or (settings.mode == "text" and layer.words):
        return _text_page(layer, number)
    if settings.mode == "text":
        raise NoTextLayerError(path=source.name, page=number)
    return _ocr_page(source, number, layer.verdict, settings)


def _text_page(layer: Layer, number: int) -> Page:
    lines = lay_out(group_words(layer.words), page=number, size=layer.size)
    return Page(number, *layer.size, lines, source="text", layer=layer.verdict)


def _ocr_page(source: Source, number: int, verdict: LayerVerdict, settings: Settings) -> Page:
    raster = read_raster(source, number, settings.max_pixels)
    if min(raster.pixels.shape[:2]) < _LEAST_SIDE:
        return Page(number, *raster.size, condition=Condition(blank=True), layer=verdict)
    sheets = prepare_sheets(raster)
    condition = sheets[0].condition
    page = Page(number, *sheets[0].size, condition=condition, layer=verdict)
    if condition.blank:
        return page
    try:
        lines = [line for sheet in sheets for line in _sheet_lines(sheet, number, settings)]
    except EngineStoppedError as error:
        raise PageTimeoutError(path=source.name, page=number, **error.details) from error
    except EngineFaultError as error:
        raise EngineFailedError(path=source.name, page=number, **error.details) from error
    if is_noise(Line.of_words((word for line in lines for word in line.words), page=number)):
        if sum(len(find_letters(ink_mask(sheet.image))) for sheet in sheets) >= _LEAST_PRINT:
            return replace(page, source="ocr")
        return replace(page, condition=replace(condition, blank=True))  # the print of the other side, a seal's back
    return replace(page, lines=tuple(lines), source="ocr")


def _sheet_lines(sheet: Prepared, number: int, settings: Settings) -> list[Line]:
    """The lines of a page, or of one of two facing ones, read where it lies level and placed where it stands."""
    tables = sheet.tables()
    words = recognize(sheet, tables, language=settings.language, timeout=settings.page_timeout)
    cells = [tuple(sheet.level_box(*cell) for cell in table) for table in tables]
    lines = lay_out(words, page=number, size=sheet.level_size, tables=cells)
    return [_on_page(line, sheet) for line in lines]


def _on_page(line: Line, prepared: Prepared) -> Line:
    """A line of the level sheet where it stands on the page as it is."""
    placed = (replace(word, box=word.box and prepared.box_on_page(word.box)) for word in line.words)
    return replace(line, words=tuple(placed))


def _fault(error: Exception, source: Source, number: int) -> OcrKhError:
    """What is no error of ours: memory refused (OpenCV has a word of its own for it), or a fault of ours."""
    if isinstance(error, MemoryError) or "Insufficient memory" in str(error):
        return PageMemoryError(path=source.name, page=number)
    return OcrKhError(reason=f"{type(error).__name__}: {error}")


def _failed_page(source: Source, number: int, error: OcrKhError) -> Page:
    """A page without words; its size, where it can still be told, keeps it in searchable.pdf."""
    try:
        width, height = read_layer(source, number).size
    except OcrKhError:
        width = height = 0.0
    return Page(number, width, height, error=str(error))


def assemble(source: Source, pages: Sequence[Page], settings: Settings) -> Document:
    """The document of its pages, repaired."""
    document = text_document(source) if source.kind == "text" else Document(source.name, source.sha256, tuple(pages))
    return repair_document(document, settings)


def documents(source: Source, pages: Sequence[Page], settings: Settings) -> tuple[Document, ...]:
    """The documents that the file holds, each repaired on its own."""
    if source.kind == "text" or not settings.split:
        return (assemble(source, pages, settings),)
    whole = Document(source.name, source.sha256, tuple(pages))
    return tuple(repair_document(document, settings) for document in split(whole))


def finish(job: Job, source: Source, pages: Sequence[Page], settings: Settings, started: datetime) -> Outcomes:
    """Splitting, repair, plans and files of an input whose pages are read.

    Its folder is written whole or not at all, also where it holds several documents. One that is marked secret is
    left out, unless settings allow it. Raises InputError when not one page could be read, MachineError when the files
    cannot be written.
    """
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
    from ocr_kh.plan.pdf_signatures import digital_signatures

    return digital_signatures(source.paths[0], document.page_range if document and document.part else None)


def read(path: Path | tuple[Path, ...], settings: Settings = Settings()) -> Document:
    """One document read and repaired, nothing written. Raises InputError or MachineError."""
    from ocr_kh.batch.workers import Workers, cpu_count

    source = open_source(path, settings)
    if source.kind == "text":
        return assemble(source, (), settings)
    with Workers(1 if source.page_count == 1 else settings.jobs or cpu_count()) as workers:
        pages = [workers.submit(read_page, source, number, settings) for number in range(1, source.page_count + 1)]
        return assemble(source, [page.result() for page in pages], settings)


def inspect(path: Path, settings: Settings = Settings()) -> Document:
    """What each page is, without recognition: condition and verdict, no lines. Raises InputError."""
    source = open_source(path, settings)
    if source.kind == "text":
        text = text_document(source)
        return replace(text, pages=tuple(replace(page, lines=()) for page in text.pages))
    pages = tuple(_inspected(source, number, settings) for number in range(1, source.page_count + 1))
    return Document(source.name, source.sha256, pages)


def _inspected(source: Source, number: int, settings: Settings) -> Page:
    try:
        layer = read_layer(source, number)
        if layer.usable:
            return Page(number, *layer.size, source="text", layer=layer.verdict)
        raster = read_raster(source, number, settings.max_pixels)
        condition = examine(raster).condition
    except OcrKhError as error:
        return _failed_page(source, number, error)
    size = raster.size if condition.rotation % 180 == 0 else raster.size[::-1]
    return Page(number, *size, condition=condition, layer=layer.verdict)
