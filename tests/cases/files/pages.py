# SPDX-License-Identifier: Apache-2.0
"""The printed page that cases are made of (200 dpi, black and white; its text is printed_page.txt)."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

PRINTED = Path(__file__).parent / "printed_page.png"
DPI = (200, 200)


def printed_page(mode="L", size=None):
    """The page as an image of that mode; with `size`, smoothly brought to it."""
    with Image.open(PRINTED) as image:
        page = image.convert("L")
    if size:
        page = page.resize(size, Image.Resampling.LANCZOS)
    return page.convert(mode) if mode != "1" else page.point(lambda value: 255 * (value > 128)).convert("1")
