# SPDX-License-Identifier: Apache-2.0
"""Page `number` of any source as pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.reading import images, pdf

if TYPE_CHECKING:
    from ocr_kh.reading.raster import Raster
    from ocr_kh.reading.source import Source


def read_raster(source: Source, number: int, max_pixels: int) -> Raster:
    """Page `number` (from 1). Raises PageError, PageTooLargeError, TooLargeError or DamagedError."""
    path, index = source.locate(number)
    if source.kind == "pdf":
        return pdf.read_page(path, index, max_pixels)
    return images.read_frame(path, index, max_pixels)
