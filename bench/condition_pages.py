# SPDX-License-Identifier: Apache-2.0
"""Pages in every condition, with their truth: damaged prints of born-digital pages, and blank ones.

A born-digital page's truth is its own text layer, laid out by the same code, with the same ruled tables, that lays
out what the engine reads: what differs is then the reading, not an opinion on whether a header goes left or right
first. Annotations are not printed: the caption of a digital signature is in no text layer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from bench.scans import degrade, render
from bench.scans.degrade import POINTS_PER_INCH, SEAL_RADIUS, Damage, damaged, random_damage
from bench.scans.drawn_ink import Image, sealed
from ocr_kh.document import Role
from ocr_kh.imaging.prepare import prepare
from ocr_kh.layout.fragments import group_words
from ocr_kh.layout.lines import lay_out
from ocr_kh.reading.layer import read_layer
from ocr_kh.reading.pdf import opened_page
from ocr_kh.reading.raster import Raster
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.random import Generator

    from ocr_kh.document import Box, Line

CLEAN_DPI = 300
_TABLE_DPI = 200
LEFT_OUT = frozenset({Role.PAGE_NUMBER, Role.NOISE})
_LEAST_WORDS = 60
"""Words of a page that is worth a share of errors."""
_HOLE_RADIUS = 8.5
"""Points: punched holes are 6 mm wide (ISO 838)."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A born-digital page and what it says."""

    pdf: Path
    number: int
    """From 1."""
    truth: str = ""

    @property
    def label(self) -> str:
        return f"{self.pdf.stem[:16]} p{self.number}"

    def image(self, dpi: float = CLEAN_DPI) -> Image:
        """As a printer would put it on paper: RGB."""
        with opened_page(self.pdf, self.number - 1) as page:
            scale = dpi / POINTS_PER_INCH
            drawn = page.render(scale=scale, may_draw_forms=False, draw_annots=False, rev_byteorder=True)
            return np.ascontiguousarray(drawn.to_numpy()[:, :, :3])


def printed_pages(folder: Path) -> Iterator[Printed]:
    """The pages of the PDFs in `folder` whose text layer is right, those with little text left out."""
    for pdf in sorted(folder.glob("*.pdf")):
        source = open_source(pdf, Settings())
        for number in range(1, source.page_count + 1):
            layer = read_layer(source, number)
            if layer.verdict.verdict == "right" and len(layer.words) >= _LEAST_WORDS:
                page = Printed(pdf, number)
                tables = _tables(page.image(_TABLE_DPI))
                lines = lay_out(group_words(layer.words), page=number, size=layer.size, tables=tables)
                yield replace(page, truth=text_of(lines))


def _tables(image: Image) -> list[tuple[Box, ...]]:
    prepared = prepare(Raster(image, _TABLE_DPI, "colour"))
    return [tuple(prepared.level_box(*cell) for cell in table) for table in prepared.tables()]


def text_of(lines: Iterable[Line]) -> str:
    """The lines that are text of the document."""
    return "\n".join(line.text for line in lines if line.role not in LEFT_OUT)


def random_condition(rng: Generator) -> Damage:
    """A scan as offices make them, one in five with black edges, one in seven a picture taken by hand."""
    damage = random_damage(rng)
    border = float(rng.uniform(0.01, 0.06)) if rng.random() < 0.2 else 0.0
    if rng.random() > 1 / 7:
        return replace(damage, border=border)
    return replace(
        damage,
        colour="colour",
        skew=0.0,  # a camera's lean is in the perspective; tilting the picture would frame the desk in white
        perspective=float(rng.uniform(0.02, 0.1)),
        ground=int(rng.integers(20, 130)),
        shade=float(rng.uniform(0.2, 0.6)),
        jpeg=int(rng.integers(60, 90)),
    )


def scan(page: Printed, damage: Damage, rng: Generator) -> bytes:
    """A PDF with the page as one damaged image."""
    image = damaged(page.image(), damage, rng, dpi=CLEAN_DPI)
    return render.scanned_pdf([image], damage.dpi, quality=damage.jpeg or 90)


def blank_page(rng: Generator, behind: Image, dpi: int = 200) -> Image:
    """A side without print, as a scanner sees it; `behind` is what its other side bears. RGB or bilevel."""
    width, height = round(8.27 * dpi), round(11.69 * dpi)
    image = np.full((height, width, 3), int(rng.integers(225, 256)), np.uint8)
    if rng.random() < 0.5:
        image = degrade.shown_through(image, behind, float(rng.uniform(0.03, 0.25)))
    if rng.random() < 0.3:
        image = _sealed_behind(image, dpi, rng)
    if rng.random() < 0.4:
        _punch(image, dpi, rng)
    damage = replace(random_condition(rng), dpi=dpi, seal=None, perspective=0.0)
    return damaged(image, damage, rng, dpi=dpi)


def tilted(image: Image, degrees: float) -> Image:
    """Its lines falling to the right by `degrees`, on a sheet that holds all of it."""
    margin = int(max(image.shape[:2]) * abs(np.sin(np.radians(degrees))) / 2)
    paper = [int(level) for level in np.atleast_1d(np.percentile(image[::9, ::9], 90, axis=(0, 1)))]
    wide = cv2.copyMakeBorder(image, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=paper)
    return degrade.skewed(wide.astype(np.uint8), degrees)


def _sealed_behind(image: Image, dpi: int, rng: Generator) -> Image:
    """A seal that shines through: mirrored and pale."""
    height, width = image.shape[:2]
    centre = (float(rng.uniform(0.2, 0.8)) * width, float(rng.uniform(0.2, 0.8)) * height)
    front = sealed(np.full_like(image, 255), centre, SEAL_RADIUS * dpi / POINTS_PER_INCH, rng)
    ink = (255 - front[:, ::-1].astype(np.float32)) * rng.uniform(0.1, 0.4)
    return np.clip(image - ink, 0, 255).astype(np.uint8)


def _punch(image: Image, dpi: int, rng: Generator) -> None:
    """Two dark holes at the left edge, 80 mm apart (ISO 838); drawn into `image`."""
    height = image.shape[0]
    apart = 80 / 25.4 * dpi
    for side in (-0.5, 0.5):
        centre = (round(12 / 25.4 * dpi), round(height / 2 + side * apart))
        cv2.circle(image, centre, round(_HOLE_RADIUS * dpi / POINTS_PER_INCH), (int(rng.integers(0, 90)),) * 3, -1)
