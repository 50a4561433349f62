# SPDX-License-Identifier: Apache-2.0
"""Pages for the channel models: text of a corpus, drawn, degraded as scanners do, and read by Tesseract.

    python -m bench.repair.pages --corpus FILE... --out DIR --pages 100 [--part test] [--languages eng vie]

Writes for page N `N.truth.txt` (one drawn line a line), `N.recipe.txt` (typeface and damage) and, for each language,
`N.LANG.tsv` (Tesseract's words with line numbers and confidences). `repair_align` turns these into pairs (true
word, read word). Fonts are whatever Times-like and other faces with full Vietnamese this machine has.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.scans.degrade import Damage, damaged, random_damage
from ocr_kh.training.corpora import blocks
from ocr_kh.training.counting import is_prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.random import Generator

    from ocr_kh.training.corpora import Block

Part = Literal["training", "tuning", "held-out", "development", "test"]
"""What is trained on, what constants are chosen on, what is kept out of both, and the two halves (odd and even blocks)
of what is kept out."""
DPI = 300
PAGE = (2480, 3508)
"""A4 at 300 dpi, pixels."""
MARGIN = (340, 250, 210, 250)
"""Left, top, right, bottom, pixels: Nghị định 30/2020 asks for 30-35, 20-25, 15-20, 20-25 mm."""
FACES = {
    "Tinos": 0.45, "texgyretermes": 0.2, "NotoSerif": 0.07, "Arimo": 0.1, "Carlito": 0.05,
    "DejaVuSerif": 0.06, "DejaVuSans": 0.04, "NotoSans": 0.03,
}  # fmt: skip
"""Shares of the typefaces. Nearly all documents are in Times New Roman (the decree); Tinos and TeX Gyre Termes are
drawn after it. The others keep the channel from taking one printer's misreadings for all."""
STYLES = {"": "regular", "book": "regular", "oblique": "italic", "boldoblique": "bolditalic"}
"""Other names of the four styles."""
LEAST_WORDS = 8
LEAST_LETTERED = 0.75
"""Words of a paragraph of running text, and the share of them that are letters: the rest are cells, prices, forms."""
_LETTERED = re.compile(r"[^\W\d_]+")
_BLANKS = re.compile(r"[.…_]{4}|…{2}|https?:|\.jpg|template")
"""Forms to be filled in, and what is left of web pages."""
WORD = re.compile(r"\S+")
EDGES = ".,;:!?()\"“”'-–"


def font_files() -> dict[str, dict[str, Path]]:
    """The installed font files of each face in `FACES` by style: regular, bold, italic, bolditalic."""
    listed = subprocess.run(["fc-list", ":", "file"], capture_output=True, text=True, check=True).stdout
    found: dict[str, dict[str, Path]] = {face: {} for face in FACES}
    for file in sorted(Path(line.rstrip(": ")) for line in listed.splitlines() if line.strip()):
        face, _, style = file.stem.partition("-")
        if face in found:
            found[face][STYLES.get(style.lower(), style.lower())] = file
    return {face: files for face, files in found.items() if {"regular", "bold", "italic"} <= files.keys()}


def is_running_text(line: str) -> bool:
    """Whether a paragraph is Vietnamese prose: no cell of a table, no form, no list of prices.

    >>> is_running_text("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6;")
    True
    >>> is_running_text("2 Nhà tạm vách cót, mái lá m2 518.000 1 Tường gạch 250 2.371.800")
    False
    """
    words = line.split()
    lettered = sum(bool(_LETTERED.fullmatch(word.strip(EDGES))) for word in words)
    return (
        len(words) >= LEAST_WORDS
        and is_prose(words)
        and lettered >= LEAST_LETTERED * len(words)
        and not _BLANKS.search(line)
    )


def belongs(block: Block, part: Part) -> bool:
    """Whether the block is in that part of the corpora."""
    if part == "tuning":
        return block.for_tuning
    if part in {"training", "held-out"}:
        return block.held_out == (part == "held-out")
    return block.held_out and bool(block.index % 2) == (part == "development")


def paragraphs(corpus: Sequence[Path], *, part: Part, prose: bool, rng: Generator) -> Iterator[list[str]]:
    """Blocks of the corpora in random order, without end; with `prose` only their running text."""
    share = 0.2 if part in {"training", "held-out"} else 1.0
    chosen = [block for path in corpus for block in blocks(path) if belongs(block, part) and rng.random() < share]
    while chosen:
        for index in rng.permutation(len(chosen)):
            lines = [line for line in chosen[index].lines if line.strip() and (not prose or is_running_text(line))]
            start = int(rng.integers(0, max(1, len(lines) - 40)))
            if lines:
                yield lines[start:]


def draw_page(lines: Sequence[str], rng: Generator, styles: dict[str, Path]) -> tuple[Image.Image, list[str]]:
    """A page with as much of `lines` as fits, justified, in one face; returns it and the lines as drawn."""
    size = round(float(rng.uniform(11.5, 14)) * DPI / 72)
    faces = {style: ImageFont.truetype(str(file), size) for style, file in styles.items()}
    page = Image.new("L", PAGE, 255)
    pen = ImageDraw.Draw(page)
    y = float(MARGIN[1])
    drawn: list[str] = []
    leading = size * float(rng.uniform(1.2, 1.6))
    for paragraph in lines:
        font = faces[str(rng.choice(["regular", "bold", "italic"], p=[0.8, 0.12, 0.08]))]
        text = paragraph.upper() if rng.random() < 0.06 and len(paragraph) < 150 else paragraph
        for line, last in wrapped(text, font, PAGE[0] - MARGIN[0] - MARGIN[2]):
            if y + leading > PAGE[1] - MARGIN[3]:
                return page, drawn
            _draw_line(pen, line, font, y, justify=not last)
            drawn.append(" ".join(line))
            y += leading
        y += size * 0.4
    return page, drawn


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[tuple[list[str], bool]]:
    """The words of each line of the paragraph, and whether it is the last."""
    line: list[str] = []
    for word in WORD.findall(text):
        if line and font.getlength(" ".join([*line, word])) > width:
            yield line, False
            line = []
        line.append(word)
    if line:
        yield line, True


def _draw_line(
    pen: ImageDraw.ImageDraw, words: list[str], font: ImageFont.FreeTypeFont, y: float, *, justify: bool
) -> None:
    widths = [font.getlength(word) for word in words]
    space = font.getlength(" ")
    if justify and len(words) > 1:
        space = (PAGE[0] - MARGIN[0] - MARGIN[2] - sum(widths)) / (len(words) - 1)
    x = float(MARGIN[0])
    for word, width in zip(words, widths, strict=True):
        pen.text((x, y), word, font=font, fill=20)
        x += width + space


def read(image: np.ndarray, language: str, dpi: int) -> str:
    """Tesseract's TSV for the page. Raises CalledProcessError."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        cv2.imwrite(file.name, image)
        command = ["tesseract", file.name, "-", "-l", language, "--psm", "4", "--dpi", str(dpi), "tsv"]
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def harsh_damage(rng: Generator) -> Damage:
    """A recipe of a poor scan: 100 to 170 dpi, strong JPEG or a bad threshold."""
    mild = random_damage(rng)
    return replace(
        mild,
        dpi=int(rng.integers(100, 170)),
        jpeg=None if mild.colour == "bilevel" else int(rng.integers(20, 50)),
        blur=float(rng.uniform(0.2, 0.4)),
    )


def prose_damage(rng: Generator) -> Damage:
    """A recipe for running text: no seal, which stands over signatures, and the sheet lay flat."""
    return replace(random_damage(rng), seal=None, perspective=0.0, fold=0.0)


RECIPES = {"usual": random_damage, "harsh": harsh_damage, "prose": prose_damage}


@dataclass(frozen=True, slots=True)
class Order:
    """What pages to make."""

    corpora: Sequence[Path]
    count: int
    languages: Sequence[str]
    seed: int
    part: Part = "training"
    recipe: str = "usual"
    """One of RECIPES; `prose` draws running text only."""


def make_page(lines: Sequence[str], stem: Path, order: Order, rng: Generator) -> None:
    """Draw, degrade and read one page; writes `stem`.truth.txt, `stem`.recipe.txt and `stem`.LANG.tsv."""
    fonts = font_files()
    shares = np.array([FACES[face] for face in fonts])
    face = str(rng.choice(list(fonts), p=shares / shares.sum()))
    page, drawn = draw_page(lines, rng, fonts[face])
    damage = RECIPES[order.recipe](rng)
    image = damaged(np.asarray(page.convert("RGB")), damage, rng, dpi=DPI)
    Path(f"{stem}.truth.txt").write_text("\n".join(drawn) + "\n", encoding="utf-8")
    Path(f"{stem}.recipe.txt").write_text(f"{face} {damage}\n", encoding="utf-8")
    for language in order.languages:
        Path(f"{stem}.{language}.tsv").write_text(read(image, language, damage.dpi), encoding="utf-8")


def make_pages(order: Order, out: Path) -> None:
    """Make the pages in the folder `out`; running text comes from the corpora by turns.

    Raises OSError, CalledProcessError.
    """
    rng = np.random.default_rng(order.seed)
    out.mkdir(parents=True, exist_ok=True)
    prose = order.recipe == "prose"
    groups = [[corpus] for corpus in order.corpora] if prose else [list(order.corpora)]
    texts = [paragraphs(group, part=order.part, prose=prose, rng=rng) for group in groups]
    for number in range(1, order.count + 1):
        make_page(next(texts[number % len(texts)]), out / f"{number:04d}", order, rng)


def main() -> None:
    """Make the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True, help="corpus files (.txt, .txt.xz)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--part", choices=get_args(Part), default="training")
    parser.add_argument("--recipe", choices=sorted(RECIPES), default="usual")
    parser.add_argument("--languages", nargs="+", default=["eng", "vie"])
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    order = Order(
        arguments.corpus, arguments.pages, arguments.languages, arguments.seed, arguments.part, arguments.recipe
    )
    make_pages(order, arguments.out)


if __name__ == "__main__":
    main()
