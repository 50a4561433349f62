# SPDX-License-Identifier: Apache-2.0
"""Pages shown small beside one another, some dozens on a sheet of A4, as PDF."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from ocr_kh.writing.atomic import atomic_write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_SHEET = (1240, 1754)
"""Pixels of A4 at 150 dpi."""
_DPI = 150
_COLUMNS, _ROWS = 6, 5
_MARGIN = 30
_LABEL = 22
"""Pixels above a page for its label."""
_FRAME = 8
"""Pixels of paper around a page."""


class Thumbnail(NamedTuple):
    """A page and what is written above it."""

    label: str
    picture: Image.Image | None
    """None leaves an empty frame."""


def write_contact_sheet(path: Path, thumbnails: Iterable[Thumbnail]) -> None:
    """Write the sheets, in the order given, whole or not at all; one sheet is in memory. Raises OutputError."""
    sheets = _sheets(thumbnails)
    with atomic_write(path) as unfinished:
        next(sheets).save(unfinished, "PDF", save_all=True, append_images=sheets, resolution=_DPI, quality=60)


def _sheets(thumbnails: Iterable[Thumbnail]) -> Iterator[Image.Image]:
    waiting = iter(thumbnails)
    while shown := list(islice(waiting, _COLUMNS * _ROWS)):
        yield _sheet(shown)


def _sheet(shown: Sequence[Thumbnail]) -> Image.Image:
    sheet = Image.new("L", _SHEET, 255)
    pen, face = ImageDraw.Draw(sheet), ImageFont.load_default(_LABEL - 4)
    width, height = (_SHEET[0] - 2 * _MARGIN) // _COLUMNS, (_SHEET[1] - 2 * _MARGIN) // _ROWS
    room = (width - 2 * _FRAME, height - _LABEL - 2 * _FRAME)
    for at, (label, picture) in enumerate(shown):
        left, top = _MARGIN + at % _COLUMNS * width + _FRAME, _MARGIN + at // _COLUMNS * height + _FRAME
        pen.text((left, top), label, fill=0, font=face)
        small = picture.convert("L") if picture else Image.new("L", room, 255)
        small.thumbnail(room)
        sheet.paste(small, (left, top + _LABEL))
        pen.rectangle((left - 1, top + _LABEL - 1, left + small.width, top + _LABEL + small.height), outline=128)
    return sheet
