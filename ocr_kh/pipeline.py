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
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.document import Condition, Document, LayerVerdict, Line, Page
from ocr_kh.errors import (
    EngineFailedError,
    MachineError,
    NoTextLayerError,
    OcrKhError,
    PageMemoryError,
    PageTimeoutError,
)
from ocr_kh.genre.vocabulary import using
from ocr_kh.imaging.blobs import find_letters, ink_mask
from ocr_kh.imaging.prepare import SURE_ORIENTATION, Prepared, examine, prepare_sheets
from ocr_kh.layout.fragments import group_words
from ocr_kh.layout.left_out import all_left_out, words_left_out
from ocr_kh.layout.lines import is_noise, lay_out
from ocr_kh.reading.layer import Layer, read_layer
from ocr_kh.reading.source import Source, open_source, read_raster
from ocr_kh.reading.textfile import text_document
from ocr_kh.recognition.page import glance, recognize
from ocr_kh.recognition.tesseract import EngineFaultError, EngineStoppedError
from ocr_kh.recognition.way_up import is_read
from ocr_kh.repair import repair_document
from ocr_kh.settings import Settings
from ocr_kh.splitting import split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ocr_kh.document import LeftOut, Word
    from ocr_kh.reading.raster import Raster

_log = logging.getLogger("ocr_kh")

_LEAST_SIDE = 32
"""Pixels; what is narrower or lower holds no line of text, and stands in the PDF for something else."""

_LEAST_PRINT = 100
"""Letters, some two lines of them, from which a page of which the engine makes no words is unreadable and not blank."""


def read_page(source: Source, number: int, settings: Settings) -> Page:
    """One page, from the file to its lines in reading order; what stops it is told in `Page.error`.

    Raises MachineError: without the engine, or with a dictionary that cannot be understood, no page can be read.
    """
    began = time.monotonic()
    try:
        with using(settings.dictionaries):
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
    return Page(
        number,
        *layer.size,
        lines,
        source="text",
        layer=layer.verdict,
        words_read=len(layer.words),
        left_out=words_left_out(layer.words, lines),
    )


def _ocr_page(source: Source, number: int, verdict: LayerVerdict, settings: Settings) -> Page:
    raster = read_raster(source, number, settings.max_pixels)
    if min(raster.pixels.shape[:2]) < _LEAST_SIDE:
        return Page(number, *raster.size, condition=Condition(blank_reason="too small"), layer=verdict)
    try:
        page = _read_upright(raster, number, settings)
    except EngineStoppedError as error:
        raise PageTimeoutError(path=source.name, page=number, **error.details) from error
    except EngineFaultError as error:
        raise EngineFailedError(path=source.name, page=number, **error.details) from error
    return replace(page, layer=verdict)


def _read_upright(raster: Raster, number: int, settings: Settings) -> Page:
    """The page as it lies; where neither its letters nor the words read tell that, as a glance at it finds words."""
    sheets = prepare_sheets(raster)
    page = Page(number, *sheets[0].size, condition=sheets[0].condition)
    if page.condition.blank:
        return page
    page = _read_sheets(page, sheets, settings)
    if is_read(page.words) or (page.words and page.condition.rotation_confidence >= SURE_ORIENTATION):
        return page
    for quarter in (180, 90, 270):
        turned = prepare_sheets(raster, (page.condition.rotation + quarter) % 360)
        if is_read([word for sheet in turned for word in _glance(sheet, settings)]):
            width, height = turned[0].size
            page = Page(number, width, height, condition=turned[0].condition)
            return _read_sheets(page, turned, settings)
    return page


def _glance(sheet: Prepared, settings: Settings) -> list[Word]:
    return glance(sheet, language=settings.language, timeout=settings.page_timeout)


def _read_sheets(page: Page, sheets: Sequence[Prepared], settings: Settings) -> Page:
    """The page with its lines; without any where they are no words: it is unreadable then, or blank."""
    read = [_read_sheet(sheet, page.number, settings) for sheet in sheets]
    lines = tuple(line for each in read for line in each.lines)
    page = replace(
        page,
        lines=lines,
        source="ocr",
        words_read=sum(each.words_read for each in read),
        left_out=tuple(left for each in read for left in each.left_out),
    )
    if not is_noise(Line.of_words(page.words, page=page.number)):
        return page
    if sum(len(find_letters(ink_mask(sheet.image))) for sheet in sheets) >= _LEAST_PRINT:
        return replace(page, lines=(), left_out=(*page.left_out, *all_left_out(page.words, "unreadable page")))
    return replace(  # a seal's back, the print of the other side
        page,
        lines=(),
        source="none",
        condition=replace(page.condition, blank_reason="no words"),
        left_out=(*page.left_out, *all_left_out(page.words, "blank page")),
    )


class _SheetRead(NamedTuple):
    """What was read of a page, or of one of two facing ones."""

    lines: list[Line]
    words_read: int
    left_out: list[LeftOut]


def _read_sheet(sheet: Prepared, number: int, settings: Settings) -> _SheetRead:
    """The lines of a sheet, read where it lies level and placed where it stands; and what is in none of them."""
    tables = sheet.tables()
    words = recognize(sheet, tables, language=settings.language, timeout=settings.page_timeout)
    cells = [tuple(sheet.level_box(*cell) for cell in table) for table in tables]
    lines = lay_out(words, page=number, size=sheet.level_size, tables=cells)
    read = [word for line in words for word in line]
    left = [replace(each, box=each.box and sheet.box_on_page(each.box)) for each in words_left_out(read, lines)]
    return _SheetRead([_on_page(line, sheet) for line in lines], len(read), left)


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
    with using(settings.dictionaries):
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
