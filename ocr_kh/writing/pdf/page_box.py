# SPDX-License-Identifier: Apache-2.0
"""Which part of a PDF page viewers show, and how they turn it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pikepdf import Name

if TYPE_CHECKING:
    import pikepdf

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top in user space."""


def rotation_of(page: pikepdf.Page) -> int:
    """The page's own /Rotate as 0, 90, 180 or 270."""
    return round(int(page.get(Name.Rotate, 0)) / 90) * 90 % 360


def visible_box(page: pikepdf.Page) -> Box:
    """The crop box within the media box, with its corners in order."""
    media, crop = (_ordered(box) for box in (page.mediabox, page.cropbox))
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if right > left and top > bottom else media


def _ordered(box: pikepdf.Object) -> Box:
    x0, y0, x1, y1 = (float(value) for value in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
