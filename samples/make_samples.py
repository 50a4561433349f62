# SPDX-License-Identifier: Apache-2.0
"""Make the sample documents and their truth from `sources/` and `manifest.toml`.

    .venv/bin/python samples/make_samples.py [--only NAME ...] [--out DIR]

Needs the PyPI package typst, Tesseract with `eng`, Poppler, and the Debian packages of the faces:
fonts-croscore (Tinos), fonts-texgyre (TeX Gyre Termes), fonts-noto-core (Noto Serif), fonts-crosextra-carlito.
The same versions of these give the same bytes again.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pikepdf
import typst
from source import Json, Source, layout_data, load, true_plan, true_text

from bench.scans import render
from bench.scans.degrade import POINTS_PER_INCH, SEAL_RADIUS, Damage, damaged, shown_through, turned
from bench.scans.drawn_ink import BLACK, BLUE, handwritten, sealed, signed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.scans.drawn_ink import Image

HERE = Path(__file__).parent
PRINT_DPI = 300
"""Pages are drawn at this before anything happens to them."""
SIGNATURE_CENTRE = 425.0
"""Points from the left edge to the middle of the signature's column in layout.typ."""


@dataclass(frozen=True, slots=True)
class Style:
    """How layout.typ sets a source."""

    face: str = "Tinos"
    size: float = 14
    leading: float = 0.62
    page_number: Literal["top", "bottom right"] = "top"
    columns: tuple[float, ...] = (1, 6, 4, 3)
    """Widths of a table's columns, as shares."""
    handwritten: bool = False
    """The number is left out of the print and written by hand."""
    number_gap: float = 30
    """Points left for it."""
    caption: str = ""
    """Of a digital signature, top right."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One entry of manifest.toml."""

    file: str
    source: str
    clean: bool
    """Counts for the acceptance: CER, outline and header."""
    shows: str
    kind: Literal["scan", "born-digital", "text"] = "scan"
    seed: int = 0
    style: Style = field(default_factory=Style)
    damage: Damage = field(default_factory=Damage)
    sealed: bool = False
    """A seal and a signature stand over the signer's name."""
    turned: Mapping[int, int] = field(default_factory=dict)
    """Quarter turns clockwise, by printed page."""
    blank_after: tuple[int, ...] = ()
    """Printed pages whose blank back was scanned too."""
    quality: int = 70
    """Of JPEG pages."""
    english_layer: bool = False
    """The words of the English model lie invisibly behind the pages."""

    @property
    def name(self) -> str:
        return Path(self.file).stem


def samples(manifest: Path) -> list[Sample]:
    """All entries of the manifest."""
    return [_sample(entry) for entry in tomllib.loads(manifest.read_text(encoding="utf-8"))["sample"]]


def _sample(entry: dict[str, Any]) -> Sample:
    made = entry | {
        "style": Style(**entry.get("style", {})),
        "damage": Damage(**entry.get("damage", {})),
        "turned": {int(page): quarters for page, quarters in entry.get("turned", {}).items()},
    }
    return Sample(**made)


@dataclass(frozen=True, slots=True)
class Typeset:
    """A source as printed: the PDF, and where its parts came to stand."""

    pdf: bytes
    marks: Mapping[str, Json]
    """By name: page from 1, x and y in points from the top left corner."""


def typeset(source: Source, style: Style) -> Typeset:
    """Set `source` with Typst."""
    inputs = {"doc": json.dumps(layout_data(source)), "style": json.dumps(_as_json(style))}
    layout = HERE / "layout.typ"
    # PDF 1.4 has no structure tree; Poppler complains about the one Typst writes.
    pdf = typst.compile(layout, format="pdf", sys_inputs=inputs, pdf_standards=["1.4"], timestamp=0)
    found = json.loads(typst.query(layout, "<mark>", field="value", sys_inputs=inputs))
    return Typeset(bytes(pdf), {mark["name"]: mark for mark in found})


def _as_json(style: Style) -> Json:
    return {name: getattr(style, name) for name in Style.__slots__}


def scanned(sample: Sample, source: Source, printed: Typeset) -> list[Image]:
    """The page images as the file shows them, blank backs among them."""
    pages = [_with_ink(page, n, sample, source, printed) for n, page in enumerate(_drawn(printed), 1)]
    images = []
    for number, page in enumerate(pages, 1):
        images.append(turned(_scan(page, sample, number), sample.turned.get(number, 0)))
        if number in sample.blank_after:
            back = shown_through(np.full_like(page, 255), page, 0.06)
            images.append(_scan(back, sample, 1000 + number))
    return images


def _drawn(printed: Typeset) -> list[Image]:
    return render.page_images(printed.pdf, PRINT_DPI)


def _scan(page: Image, sample: Sample, number: int) -> Image:
    """One pass over the glass; every sheet lies a little differently."""
    rng = np.random.default_rng([sample.seed, number])
    skew = sample.damage.skew * float(rng.uniform(0.5, 1.0)) * (-1 if number % 3 == 0 else 1)
    return damaged(page, replace(sample.damage, skew=skew), rng, dpi=PRINT_DPI)


def _with_ink(page: Image, number: int, sample: Sample, source: Source, printed: Typeset) -> Image:
    rng = np.random.default_rng([sample.seed, 500, number])
    scale = PRINT_DPI / POINTS_PER_INCH
    gap, signer = printed.marks["number"], printed.marks["signer"]
    if sample.style.handwritten and number == gap["page"]:
        page = handwritten(page, source.number, ((gap["x"] + 3) * scale, gap["y"] * scale), 13 * scale, rng)
    if sample.sealed and number == signer["page"]:
        middle = signer["y"] - 40
        page = signed(page, (SIGNATURE_CENTRE * scale, middle * scale), 80 * scale, rng, colour=_pen(sample))
        centre = ((SIGNATURE_CENTRE - 0.8 * SEAL_RADIUS) * scale, middle * scale)
        page = sealed(page, centre, SEAL_RADIUS * scale, rng)
    return page


def _pen(sample: Sample) -> tuple[int, int, int]:
    return BLACK if sample.damage.colour == "bilevel" else BLUE


def file_of(sample: Sample, images: list[Image]) -> bytes:
    """The bytes of the sample's file, after the kind its name says."""
    dpi = sample.damage.dpi
    match Path(sample.file).suffix:
        case ".pdf" if sample.english_layer:
            return _with_english_layer(images, dpi, sample.quality)
        case ".pdf":
            return render.scanned_pdf(images, dpi, quality=sample.quality)
        case ".tiff":
            return render.scanned_tiff(images, dpi)
        case ".png":
            return render.scanned_png(_only(images), dpi)
        case ".jpg":
            return render.encoded(_only(images), dpi, quality=sample.quality)
        case ".txt":
            pages = [_tesseract(render.scanned_png(image, dpi), "txt") for image in images]
            return b"\n".join(page.replace(b"\f", b"") for page in pages)
        case other:
            message = f"no samples are made as {other!r}"
            raise ValueError(message)


def _only(images: list[Image]) -> Image:
    """The one page. Raises ValueError when there are more: a PNG or JPEG would lose them."""
    (image,) = images
    return image


def _tesseract(image: bytes, output: str) -> bytes:
    """What Tesseract's English model makes of a Vietnamese page; `output` is txt or pdf."""
    with tempfile.TemporaryDirectory() as folder:
        page, result = Path(folder, "page"), Path(folder, "result")
        page.write_bytes(image)
        command = ["tesseract", str(page), str(result), "-l", "eng", "--psm", "4", output]
        subprocess.run(command, check=True, capture_output=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"})
        return result.with_suffix(f".{output}").read_bytes()


def _with_english_layer(images: list[Image], dpi: int, quality: int) -> bytes:
    with pikepdf.new() as whole, tempfile.TemporaryDirectory() as folder:
        for image in images:
            page = Path(folder, "page.pdf")
            page.write_bytes(_tesseract(render.encoded(image, dpi, quality=quality), "pdf"))
            with pikepdf.open(page) as one:
                whole.pages.extend(one.pages)
        file = Path(folder, "whole.pdf")
        whole.save(file, deterministic_id=True)
        return file.read_bytes()


def file_pages(sample: Sample, printed: Typeset) -> dict[int, int | None]:
    """The page of the file on which each piece stands, by the piece's number."""
    marks = {name.removeprefix("block "): mark["page"] for name, mark in printed.marks.items()}
    if sample.kind == "text":
        return {int(name): None for name in marks if name.isdigit()}
    blanks = sample.blank_after
    return {int(n): page + sum(blank < page for blank in blanks) for n, page in marks.items() if n.isdigit()}


def make(sample: Sample, out: Path) -> int:
    """Write one sample and its truth; gives the size of its file in bytes."""
    source = load(HERE / "sources" / f"{sample.source}.toml")
    printed = typeset(source, sample.style)
    scan = sample.kind != "born-digital"
    data = file_of(sample, scanned(sample, source, printed)) if scan else printed.pdf
    plan = true_plan(source, file_pages(sample, printed))
    (out / "truth").mkdir(parents=True, exist_ok=True)
    (out / sample.file).write_bytes(data)
    (out / "truth" / f"{sample.name}.txt").write_text(true_text(source), encoding="utf-8")
    (out / "truth" / f"{sample.name}.plan.json").write_text(
        json.dumps(plan, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return len(data)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the sample documents and their truth.")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="samples to make, by file name without extension")
    parser.add_argument("--out", type=Path, default=HERE, help="where to write (default: beside this script)")
    options = parser.parse_args()
    for sample in samples(HERE / "manifest.toml"):
        if not options.only or sample.name in options.only:
            print(f"{make(sample, options.out):>9,}  {sample.file}")


if __name__ == "__main__":
    main()
