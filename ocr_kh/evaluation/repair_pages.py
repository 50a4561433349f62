# SPDX-License-Identifier: Apache-2.0
"""Pages for the channel models: text of a corpus, drawn, degraded as scanners do, and read by Tesseract.

    python -m ocr_kh.evaluation.repair_pages --corpus DIR --out DIR --pages 100 [--held-out] [--languages eng vie]

Writes for page N `N.truth.txt` (one drawn line a line) and, for each language, `N.LANG.tsv` (Tesseract's
words with line numbers and confidences). `repair_align` turns these into pairs (true word, read word).
Fonts are whatever Times-like and other faces with full Vietnamese this machine has.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ocr_kh.evaluation.degrade import Damage, damaged, random_damage
from ocr_kh.repair.corpora import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.random import Generator

DPI = 300
PAGE = (2480, 3508)
"""A4 at 300 dpi, pixels."""
MARGIN = (340, 250, 210, 250)
"""Left, top, right, bottom, pixels: Nghị định 30/2020 asks for 30-35, 20-25, 15-20, 20-25 mm."""
FACES = ("Tinos", "texgyretermes", "NotoSerif", "Arimo", "Carlito")
FACE_SHARES = (0.55, 0.24, 0.07, 0.1, 0.04)
"""Nearly all documents are in Times New Roman (the decree); Tinos and TeX Gyre Termes are drawn after it."""
WORD = re.compile(r"\S+")


def font_files() -> dict[str, list[Path]]:
    """The installed font files of each face in `FACES`, upright and slanted, light and bold."""
    listed = subprocess.run(["fc-list", ":", "file"], capture_output=True, text=True, check=True).stdout
    files = sorted(Path(line.rstrip(": ")) for line in listed.splitlines() if line.strip())
    styles = re.compile(r"-(Regular|Bold|Italic|BoldItalic)$", re.IGNORECASE)
    return {face: [f for f in files if f.stem.startswith(f"{face}-") and styles.search(f.stem)] for face in FACES}


def paragraphs(corpus: Sequence[Path], *, held_out: bool, rng: Generator) -> Iterator[list[str]]:
    """Blocks of the corpora in random order, without end: only those kept out of training, or none of them."""
    chosen = [block for path in corpus for block in blocks(path) if block.held_out == held_out and rng.random() < 0.2]
    while chosen:
        for index in rng.permutation(len(chosen)):
            block = chosen[index]
            start = int(rng.integers(0, max(1, len(block.lines) - 40)))
            yield [line for line in block.lines[start:] if line.strip()]


def draw_page(lines: Sequence[str], rng: Generator, fonts: dict[str, list[Path]]) -> tuple[Image.Image, list[str]]:
    """A page with as much of `lines` as fits, justified; returns it and the lines as drawn."""
    faces = [face for face in FACES if fonts[face]]
    shares = np.array([FACE_SHARES[FACES.index(face)] for face in faces])
    face = str(rng.choice(faces, p=shares / shares.sum()))
    size = round(float(rng.uniform(11.5, 14)) * DPI / 72)
    styles = {file.stem.split("-")[-1].lower(): ImageFont.truetype(str(file), size) for file in fonts[face]}
    page = Image.new("L", PAGE, 255)
    pen = ImageDraw.Draw(page)
    y = float(MARGIN[1])
    drawn: list[str] = []
    leading = size * float(rng.uniform(1.2, 1.6))
    for paragraph in lines:
        font = styles[str(rng.choice(["regular", "bold", "italic"], p=[0.8, 0.12, 0.08]))]
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


def make_page(lines: Sequence[str], stem: Path, languages: Sequence[str], rng: Generator, *, harsh: bool) -> None:
    """Draw, degrade and read one page; writes `stem`.truth.txt and `stem`.LANG.tsv."""
    page, drawn = draw_page(lines, rng, font_files())
    damage = harsh_damage(rng) if harsh else random_damage(rng)
    image = damaged(np.asarray(page.convert("RGB")), damage, rng, dpi=DPI)
    Path(f"{stem}.truth.txt").write_text("\n".join(drawn) + "\n", encoding="utf-8")
    for language in languages:
        Path(f"{stem}.{language}.tsv").write_text(read(image, language, damage.dpi), encoding="utf-8")


def make_pages(  # noqa: PLR0913 - all named at the call
    corpora: Sequence[Path],
    out: Path,
    count: int,
    languages: Sequence[str],
    *,
    seed: int,
    held_out: bool,
    harsh: bool = False,
) -> None:
    """Make `count` pages of the corpora's text in the folder `out`. Raises OSError, CalledProcessError."""
    rng = np.random.default_rng(seed)
    out.mkdir(parents=True, exist_ok=True)
    texts = paragraphs(corpora, held_out=held_out, rng=rng)
    for number in range(1, count + 1):
        make_page(next(texts), out / f"{number:04d}", languages, rng, harsh=harsh)


def main() -> None:
    """Make the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True, help="corpus files (.txt, .txt.xz)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--held-out", action="store_true", help="from the blocks kept out of training")
    parser.add_argument("--harsh", action="store_true", help="as poor scans are")
    parser.add_argument("--languages", nargs="+", default=["eng", "vie"])
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    make_pages(
        arguments.corpus,
        arguments.out,
        arguments.pages,
        arguments.languages,
        seed=arguments.seed,
        held_out=arguments.held_out,
        harsh=arguments.harsh,
    )


if __name__ == "__main__":
    main()
