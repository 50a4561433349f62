# SPDX-License-Identifier: Apache-2.0
"""OCRmyPDF as installed, with our plugin, on samples."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from ocr_kh.metrics import compare

pytest.importorskip("ocrmypdf")

SAMPLES = Path(__file__).parents[2] / "samples"
SAMPLE = SAMPLES / "chi-thi-hoa-don-dien-tu.png"
TRUTH = (SAMPLES / "truth/chi-thi-hoa-don-dien-tu.txt").read_text(encoding="utf-8")


@pytest.fixture
def ocr(tmp_path):
    """Runs OCRmyPDF where there is no program but Tesseract; the text of the PDF by Poppler, and the sidecar."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "tesseract").symlink_to(shutil.which("tesseract"))
    pdf, sidecar = tmp_path / "out.pdf", tmp_path / "out.txt"

    def run(path, *options, code=0):
        command = [sys.executable, "-m", "ocrmypdf", "--plugin", "ocr_kh.ocrmypdf_plugin", "-l", "vie"]
        done = subprocess.run(
            [*command, *options, "--sidecar", str(sidecar), str(path), str(pdf)],
            env={"PATH": str(programs)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        if code:
            return done.stderr, ""
        text = subprocess.run(["pdftotext", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, check=True).stdout
        return text.decode("utf-8"), sidecar.read_text(encoding="utf-8")

    return run


def words(text):
    return Counter(re.findall(r"\w+", text))


def test_ocrmypdf_gives_our_text(ocr):
    layer, text = ocr(SAMPLE, "--output-type", "pdf", "--jobs", "2")
    assert compare(text, TRUTH).cer <= 0.01
    assert words(layer) == words(text)


def test_ocrmypdf_turns_and_levels_pages_with_our_eyes(ocr, tmp_path):
    pages = []
    for degrees in (180, 92):
        with Image.open(SAMPLE) as image:
            turned = image.convert("L").rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
            pages.append(turned.resize((turned.width * 3 // 4, turned.height * 3 // 4), Image.Resampling.LANCZOS))
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:], dpi=(150, 150))
    ways = ("--rotate-pages", "--deskew", "--use-threads", "--jobs", "2")
    layer, text = ocr(tmp_path / "a.tif", *ways)
    assert words(layer) == words(text)
    assert [compare(page, TRUTH).missed_words <= 0.03 for page in text.split("\f")] == [True, True]


def test_ocrmypdf_is_told_what_cannot_be(ocr):
    errors, _ = ocr(SAMPLE, "--pdf-renderer", "sandwich", code=1)
    assert "fpdf2" in errors
