# SPDX-License-Identifier: Apache-2.0
"""Print in pictures on a page whose text layer is right: a scanned table in a born-digital report, a pasted notice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.imaging.prepare import prepare_sheets
from ocr_kh.reading.raster import POINTS_PER_INCH
from ocr_kh.recognition.page import recognize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocr_kh.document import Box, Word
    from ocr_kh.imaging.prepare import Prepared
    from ocr_kh.reading.raster import Raster

_WHITE = 255


def read_pictures(
    raster: Raster, pictures: Sequence[Box], words: Sequence[Word], *, language: str, timeout: float
) -> list[list[Word]]:
    """The lines read in `pictures`, in points of the page as shown; `words`, which are known, are not read again.

    A picture whose print lies on its side is not read: its words would not fit between the lines of the page. Raises
    what `recognize` raises.
    """
    sheets = prepare_sheets(replace(raster, pixels=_only(raster, pictures, words)))
    level = [sheet for sheet in sheets if not sheet.condition.blank and not sheet.condition.rotation]
    return [_on_page(line, sheet) for sheet in level for line in recognize(sheet, language=language, timeout=timeout)]


def _only(raster: Raster, pictures: Sequence[Box], words: Sequence[Word]) -> NDArray[np.uint8]:
    """The page white but for its pictures, and there where `words` stand."""
    pixels = np.full_like(raster.pixels, _WHITE)
    for place in (_pixels(box, raster) for box in pictures):
        pixels[place] = raster.pixels[place]
    for place in (_pixels(word.box, raster) for word in words if word.box):
        pixels[place] = _WHITE
    return pixels


def _pixels(box: Box, raster: Raster) -> tuple[slice, slice]:
    scale = raster.dpi / POINTS_PER_INCH
    left, top, right, bottom = (max(round(side * scale), 0) for side in (box.x0, box.y0, box.x1, box.y1))
    return slice(top, bottom), slice(left, right)


def _on_page(line: Sequence[Word], sheet: Prepared) -> list[Word]:
    return [replace(word, box=word.box and sheet.box_on_page(word.box)) for word in line]
