# SPDX-License-Identifier: Apache-2.0
"""The story of one document, one line a stage.

    reading -> imaging -> recognition -> layout      page by page, side by side   `read_page`
    splitting                                        over the whole file          `documents`
    repair -> plan                                   a document each              `repair_document`, `plan.parse`
    writing                                          a document each              `writing.write_document`

No stage reaches back. `batch` hands this to the workers and keeps account of many files.
"""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.document import Condition, Document, Line, Page, Word
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
from ocr_kh.genre.papers.judging import judge
from ocr_kh.genre.vocabulary import using
from ocr_kh.imaging.blobs import find_letters, ink_mask
from ocr_kh.imaging.layer_cover import cover, pictures_alone
from ocr_kh.imaging.mirror import both_ways
from ocr_kh.imaging.negative import positive
from ocr_kh.imaging.prepare import SURE_ORIENTATION, Prepared, examine, prepare_sheets
from ocr_kh.imaging.tables import drawn_tables
from ocr_kh.layout.fragments import group_words
from ocr_kh.layout.left_out import all_left_out, words_left_out
from ocr_kh.layout.lines import is_noise, lay_out
from ocr_kh.layout.typed import with_typed
from ocr_kh.reading.layer import Layer, read_layer
from ocr_kh.reading.source import Source, glance_at, open_source, read_raster
from ocr_kh.reading.textfile import text_document
from ocr_kh.recognition.other_side import is_other_side
from ocr_kh.recognition.page import glance, recognize
from ocr_kh.recognition.tesseract import EngineFaultError, EngineStoppedError
from ocr_kh.recognition.way_up import is_read
from ocr_kh.repair import repair_document
from ocr_kh.settings import Settings
from ocr_kh.splitting import split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ocr_kh.document import BlankReason, Box, LeftOut, Order
    from ocr_kh.reading.raster import Raster

_log = logging.getLogger("ocr_kh")

_LEAST_SIDE = 32
"""Pixels; what is narrower or lower holds no line of text, and stands in the PDF for something else."""

_SURE_LINE_WORDS = 6
"""Words of a line that strokes and specks are never read as."""
_MANY_WORDS = 40
"""Of a page of print: pictures and seals make fewer."""
_LEAST_PRINT = 100
"""Letters, some two lines of them, from which a page of which the engine makes no words is unreadable and not blank."""


def read_page(
    source: Source, number: int, settings: Settings, rotation: int | None = None, order: Order = "found"
) -> Page:
    """One page, from the file to its lines in reading order; what stops it is told in `Page.error`.

    With `rotation`, degrees clockwise, its image is read as one that is print when it is turned so; its lines are put
    in `order`. Raises MachineError: without the engine, with a full disk, or with a dictionary that cannot be
    understood, no page can be read.
    """
    began = time.monotonic()
    try:
        with using(settings.dictionaries):
            page = _read_page(source, Page(number, order=order), settings, rotation)
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


def _read_page(source: Source, page: Page, settings: Settings, rotation: int | None) -> Page:
    """`page`, of which nothing is known but its number and the order wanted, with all that is read of it."""
    number = page.number
    layer, raster = _look_at(source, number, settings)
    try:
        if rotation is not None and raster is not None:
            return _turned_page(page, layer, raster, settings, rotation)
        if layer.usable or (settings.mode == "text" and layer.words):
            return _text_page(page, layer, raster, source, settings)
        if raster is None:
            raise NoTextLayerError(path=source.name, page=number)
        return _ocr_page(page, layer, raster, settings)
    except EngineStoppedError as error:
        raise PageTimeoutError(path=source.name, page=number, **error.details) from error
    except EngineFaultError as error:
        raise EngineFailedError(path=source.name, page=number, **error.details) from error


def _look_at(source: Source, number: int, settings: Settings) -> tuple[Layer, Raster | None]:
    """The layer of a page, and what the page looks like where something must be read from that.

    A layer over a page image is held against its print; the pictures of one that draws its text itself are kept in
    `Layer.pictures` where there is print in them that the layer has not.
    """
    layer = read_layer(source, number)
    if settings.mode == "text":
        return replace(layer, pictures=()), None
    if settings.mode == "ocr":
        layer = Layer(typed=layer.typed)
    over_image = layer.verdict.over_image
    if layer.usable and not over_image and not _has_print_in_pictures(source, number, layer):
        return replace(layer, pictures=()), None
    try:
        raster = positive(read_raster(source, number, settings))
    except PageError:
        if layer.usable:  # what the layer says is known, though nothing can be held against it
            return replace(layer, pictures=()), None
        raise
    if layer.usable and over_image and (fault := cover(raster, layer.words).fault):
        layer = replace(layer, usable=False, verdict=replace(layer.verdict, verdict="wrong", reason=fault))
    return replace(layer, pictures=layer.pictures if layer.usable and not over_image else ()), raster


def _has_print_in_pictures(source: Source, number: int, layer: Layer) -> bool:
    """Whether there are lines of print in the pictures of a page that its layer has no words for."""
    if not layer.pictures:
        return False
    return cover(glance_at(source, number), layer.words, layer.pictures).missed_lines > 0


def _text_page(page: Page, layer: Layer, raster: Raster | None, source: Source, settings: Settings) -> Page:
    words = with_typed(group_words(layer.words), layer.typed)
    if raster is not None and layer.pictures:
        words += _picture_lines(layer, raster, settings)
    lines = lay_out(words, page=page.number, size=layer.size, order=page.order)
    if cells := _drawn_cells(lines, source, page.number, settings):
        lines = lay_out(words, page=page.number, size=layer.size, tables=cells, order=page.order)
    read = [word for line in words for word in line]
    width, height = layer.size
    page = replace(page, width=width, height=height, lines=lines, source="text", layer=layer.verdict)
    return replace(page, words_read=len(read), left_out=words_left_out(read, lines))


def _drawn_cells(lines: Sequence[Line], source: Source, number: int, settings: Settings) -> list[tuple[Box, ...]]:
    """The cells of a contents list, as its rules make them: where they hold several lines, no gap tells them apart.

    None of any other page: none is drawn for it.
    """
    if settings.mode == "text" or judge([line.text for line in lines]).paper != "contents":
        return []
    try:
        return drawn_tables(read_raster(source, number, settings))
    except PageError:
        return []


def _picture_lines(layer: Layer, raster: Raster, settings: Settings) -> list[list[Word]]:
    """The lines in the pictures of a page whose layer is right, where they stand on it.

    A picture whose print lies on its side is left: its words do not stand between the lines of the page.
    """
    sheets = prepare_sheets(pictures_alone(raster, layer.pictures, (*layer.words, *layer.typed)))
    upright = [sheet for sheet in sheets if not (sheet.condition.blank or sheet.condition.rotation)]
    read = ((sheet, recognize(sheet, language=settings.language, timeout=settings.page_timeout)) for sheet in upright)
    return [[_word_on_page(word, sheet) for word in line] for sheet, lines in read for line in lines]


def _ocr_page(start: Page, layer: Layer, raster: Raster, settings: Settings) -> Page:
    """The page as it lies; where neither its letters nor the words read tell that, as a glance at it finds words.

    One that is read in the mirror alone is blank: what shines through is the other side's.
    """
    if min(raster.pixels.shape[:2]) < _LEAST_SIDE:
        return _seen(start, raster.size, Condition(blank_reason="too small"), layer)
    sheets = prepare_sheets(raster)
    page = _seen(start, sheets[0].size, sheets[0].condition, layer)
    if page.condition.blank and not layer.typed:
        return page
    page = _read_sheets(page, sheets, layer.typed, settings)
    if is_read(page.words) or sheets[0].condition.blank:
        return page
    for quarter in _other_ways_up(page):
        turned = prepare_sheets(raster, (page.condition.rotation + quarter) % 360)
        if is_read([word for sheet in turned for word in _glance(sheet, settings)]):
            page = _seen(start, turned[0].size, turned[0].condition, layer)
            return _read_sheets(page, turned, layer.typed, settings)
    if page.condition.blank or layer.typed:
        return page
    behind = is_other_side(*both_ways(raster), language=settings.language, timeout=settings.page_timeout)
    return _as_blank(page, "other side") if behind else page


def _other_ways_up(page: Page) -> tuple[int, ...]:
    """Degrees by which a page that makes no words may lie otherwise: half round where its letters tell its lines.

    A pale page in the face of a typewriter, whose letters said that they stood on their heads, read so has as many
    words as the page, and none that there is.
    """
    if page.condition.rotation_confidence < SURE_ORIENTATION or not page.words:
        return 180, 90, 270
    return (180,) if len(page.words) >= _MANY_WORDS else ()


def _turned_page(page: Page, layer: Layer, raster: Raster, settings: Settings, rotation: int) -> Page:
    """The page as a person says it lies, whatever is seen of it."""
    seen = prepare_sheets(raster, rotation)
    sheets = [replace(sheet, condition=replace(sheet.condition, blank_reason=None)) for sheet in seen]
    page = _seen(page, sheets[0].size, sheets[0].condition, layer)
    return _read_sheets(page, sheets, layer.typed, settings)


def as_blank(page: Page) -> Page:
    """A page of which a person says that it is blank: what was read of it is left out."""
    return replace(
        page,
        lines=(),
        source="none",
        error=None,
        condition=replace(page.condition, blank_reason="person"),
        left_out=(*page.left_out, *all_left_out(page.words, "blank page")),
    )


def _seen(page: Page, size: tuple[float, float], condition: Condition, layer: Layer) -> Page:
    """The page with what is seen of it before it is read."""
    return replace(page, width=size[0], height=size[1], condition=condition, layer=layer.verdict)


def _glance(sheet: Prepared, settings: Settings) -> list[Word]:
    return glance(sheet, language=settings.language, timeout=settings.page_timeout)


def _read_sheets(page: Page, sheets: Sequence[Prepared], typed: Sequence[Word], settings: Settings) -> Page:
    """The page with its lines; without any where they are no words: it is unreadable then, or blank."""
    read = [_read_sheet(sheet, typed, page, settings) for sheet in sheets]
    page = replace(
        page,
        lines=tuple(line for each in read for line in each.lines),
        source="ocr",
        words_read=sum(each.words_read for each in read),
        left_out=tuple(left for each in read for left in each.left_out),
    )
    if not is_noise(Line.of_words(page.words, page=page.number)) or any(map(_is_print, page.lines)):
        return replace(page, condition=replace(page.condition, blank_reason=None))
    if sum(len(find_letters(ink_mask(sheet.image))) for sheet in sheets) >= _LEAST_PRINT:
        return replace(page, lines=(), left_out=(*page.left_out, *all_left_out(page.words, "unreadable page")))
    return _as_blank(page, page.condition.blank_reason or "no words")


def _as_blank(page: Page, reason: BlankReason) -> Page:
    """The page without its words, which are none: those of a seal's back, of the print of the other side."""
    told = (replace(each, reason="blank page") if each.reason == "unreadable page" else each for each in page.left_out)
    left = (*told, *all_left_out(page.words, "blank page"))
    return replace(page, lines=(), source="none", condition=replace(page.condition, blank_reason=reason), left_out=left)


def _is_print(line: Line) -> bool:
    """Whether a line was read as print beyond doubt: a page of handwriting may hold the end of a letter."""
    return len(line.words) >= _SURE_LINE_WORDS and is_read(line.words)


class _SheetRead(NamedTuple):
    """What was read of a page, or of one of two facing ones."""

    lines: list[Line]
    words_read: int
    left_out: list[LeftOut]


def _read_sheet(sheet: Prepared, typed: Sequence[Word], page: Page, settings: Settings) -> _SheetRead:
    """The lines of a sheet, read where it lies level and placed where it stands; and what is in none of them."""
    tables = sheet.tables()
    blank = sheet.condition.blank
    words = (
        []
        if blank
        else recognize(
            sheet, tables, language=settings.language, timeout=settings.page_timeout, careful=settings.careful
        )
    )
    placed = (replace(word, box=sheet.on_sheet(word.box)) for word in typed if word.box)
    words = with_typed(words, [word for word in placed if word.box])
    cells = [tuple(sheet.level_box(*cell) for cell in table) for table in tables]
    lines = lay_out(words, page=page.number, size=sheet.level_size, tables=cells, order=page.order)
    read = [word for line in words for word in line]
    left = [replace(each, box=each.box and sheet.box_on_page(each.box)) for each in words_left_out(read, lines)]
    return _SheetRead([_on_page(line, sheet) for line in lines], len(read), left)


def _on_page(line: Line, prepared: Prepared) -> Line:
    """A line of the level sheet where it stands on the page as it is."""
    return replace(line, words=tuple(_word_on_page(word, prepared) for word in line.words))


def _word_on_page(word: Word, prepared: Prepared) -> Word:
    return replace(word, box=word.box and prepared.box_on_page(word.box))


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
    return repair_document(_whole(source, pages), settings)


def _whole(source: Source, pages: Sequence[Page]) -> Document:
    """All that the file holds as one document, as it was read."""
    return text_document(source) if source.kind == "text" else Document(source.name, source.sha256, tuple(pages))


def documents(
    source: Source, pages: Sequence[Page], settings: Settings, begins: Mapping[int, bool] = MappingProxyType({})
) -> tuple[Document, ...]:
    """The documents that the file holds, as they were read: each is to be repaired on its own.

    `begins` is what a person says of pages.
    """
    whole = _whole(source, pages)
    if source.kind == "text" or not settings.split:
        return (whole,)
    with using(settings.dictionaries):
        return tuple(split(whole, begins))


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
        layer, raster = _look_at(source, number, settings)
        if layer.usable or raster is None:
            return Page(number, *layer.size, source="text", layer=layer.verdict)
        condition = examine(raster).condition
    except OcrKhError as error:
        return _failed_page(source, number, error)
    size = raster.size if condition.rotation % 180 == 0 else raster.size[::-1]
    return Page(number, *size, condition=condition, layer=layer.verdict)
