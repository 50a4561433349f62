# SPDX-License-Identifier: Apache-2.0
"""The story of one document, one line a stage.

    reading -> imaging -> recognition -> layout      page by page, side by side   `read_page`
    splitting -> repair                              over the whole file          `documents`
    plan -> writing                                  a document each              `plan.parse`, `writing.write_document`

No stage reaches back. `batch` hands this to the workers and keeps account of many files.
"""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from ocr_kh.document import Condition, Document, LayerVerdict, Line, Page
from ocr_kh.errors import (
    EngineFailedError,
    MachineError,
    NoTextLayerError,
    OcrKhError,
    PageError,
    PageMemoryError,
    PageTimeoutError,
    refused,
)
from ocr_kh.imaging.blobs import find_letters, ink_mask
from ocr_kh.imaging.prepare import Prepared, examine, prepare_sheets
from ocr_kh.layout.fragments import group_words
from ocr_kh.layout.lines import is_noise, lay_out
from ocr_kh.reading.layer import Layer, read_layer
from ocr_kh.reading.source import Source, open_source, read_raster
from ocr_kh.reading.textfile import text_document
from ocr_kh.recognition.page import recognize
from ocr_kh.recognition.tesseract import EngineFaultError, EngineStoppedError
from ocr_kh.repair import repair_document
from ocr_kh.settings import Settings
from ocr_kh.splitting import split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


_log = logging.getLogger("ocr_kh")

_LEAST_SIDE = 32
"""Pixels; what is narrower or lower holds no line of text, and stands in the PDF for something else."""

_LEAST_PRINT = 100
"""Letters, some two lines of them, from which a page of which the engine makes no words is unreadable and not blank."""


def read_page(source: Source, number: int, settings: Settings) -> Page:
    """One page, from the file to its lines in reading order; what stops it is told in `Page.error`.

    Raises MachineError: without the engine, or with a full disk, no page can be read.
    """
    began = time.monotonic()
    try:
        page = _read_page(source, number, settings)
    except MachineError:
        raise
    except OcrKhError as error:
        page = _failed_page(source, number, error)
    except Exception as error:
        _log.debug("%s, page %d", source.name, number, exc_info=True)
        fault = _fault(error, source, number)
        if isinstance(fault, MachineError):
            raise fault from error
        page = _failed_page(source, number, fault)
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
    """What is no error of ours: memory refused (OpenCV has a word of its own for it), the file, the system; or ours."""
    if isinstance(error, MemoryError) or "Insufficient memory" in str(error):
        return PageMemoryError(path=source.name, page=number)
    if isinstance(error, OSError) and (refusal := refused(error)):
        if error.filename in map(str, source.paths):
            return PageError(path=source.name, page=number, reason=error.strerror)
        return refusal
    return OcrKhError(reason=f"{type(error).__name__}: {error}")


def _failed_page(source: Source, number: int, error: OcrKhError) -> Page:
    """A page without words; its size, where it can still be told, keeps it in searchable.pdf."""
    try:
        width, height = read_layer(source, number).size
    except (OcrKhError, OSError):
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
