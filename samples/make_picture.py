# SPDX-License-Identifier: Apache-2.0
"""Make docs/before-after.png: a sample's page, its bad text layer, and what ocr_kh makes of it.

.venv/bin/python samples/make_picture.py
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import typst

import ocr_kh
from bench.scans import render

HERE = Path(__file__).parent
SAMPLE = HERE / "ke-hoach-giam-ngheo.pdf"
DPI = 150
SHOWN = (0.035, 0.315)
"""Shares of the page's height between which it is in the picture: header, subject and lead-in."""
LEAD_IN = "sau:"
"""The end of the last line shown."""
MARGINS = (0.09, 0.05)
"""Shares of the page's width cut off left and right."""


def crop() -> bytes:
    """The upper part of the first page, without its margins: PNG."""
    page = render.page_images(SAMPLE, DPI)[0]
    height, width = page.shape[:2]
    top, bottom = (round(share * height) for share in SHOWN)
    left, right = (round(margin * width) for margin in MARGINS)
    return render.scanned_png(page[top:bottom, left : width - right], DPI)


def shown(lines: list[str]) -> list[str]:
    """The lines up to the end of the lead-in."""
    return lines[: next(number for number, line in enumerate(lines, 1) if line.endswith(LEAD_IN))]


def before() -> list[str]:
    """The lines of the hidden text layer."""
    command = ["pdftotext", "-l", "1", "-layout", str(SAMPLE), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def after(folder: Path) -> list[str]:
    """The lines of text.txt."""
    for outcome in ocr_kh.convert([SAMPLE], folder):
        if outcome.error:
            raise outcome.error
    return (folder / SAMPLE.name / "text.txt").read_text(encoding="utf-8").splitlines()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(HERE / "picture.typ", folder)
        (folder / "scan.png").write_bytes(crop())
        texts = {"before": shown(before()), "after": shown(after(folder / "out"))}
        (folder / "picture.json").write_text(json.dumps(texts))
        picture = HERE.parent / "docs" / "before-after.png"
        typst.compile(folder / "picture.typ", output=picture, format="png", ppi=110)
    print(picture.relative_to(HERE.parent))


if __name__ == "__main__":
    main()
