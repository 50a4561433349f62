# SPDX-License-Identifier: Apache-2.0
"""Pages of image files by their pixels and their resolution; what states none, or one no scanner has, has no size.

Only the heads of the files are read, not their pixels: of a file that breaks off later the pages are counted all the
same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.acceptance.paper import PageSize
from ocr_kh.reading.images import is_turned, opened, page_frames, resolution

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

_POINTS_AN_INCH = 72


def image_sizes(path: Path) -> tuple[PageSize | None, ...]:
    """The pages of an image file as they are shown, in points; None for one without resolution. Raises DamagedError."""
    with opened(path) as image:
        sizes = []
        for frame in page_frames(image):
            image.seek(frame)
            sizes.append(_size(image))
    return tuple(sizes)


def _size(image: Image) -> PageSize | None:
    dpi = resolution(image)
    if dpi is None:
        return None
    width, height = (image.height, image.width) if is_turned(image) else image.size
    return PageSize(width * _POINTS_AN_INCH / dpi[0], height * _POINTS_AN_INCH / dpi[1])
