# SPDX-License-Identifier: Apache-2.0
"""The engine of the tests (tests/conftest.py) answers as the real one, and reads nothing twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

pytestmark = pytest.mark.skipif("OCR_KH_TESTS_PATH" not in os.environ, reason="no setpriv or no sha256sum here")

HOCR = ("-l", "vie", "-c", "tessedit_create_hocr=1", "--psm", "6", "hocr")


@pytest.fixture
def page(tmp_path):
    image = Image.new("L", (900, 200), 255)
    ImageDraw.Draw(image).text((60, 60), f"KE HOACH SO {time.time_ns()}", fill=0, font_size=44)
    image.save(tmp_path / "page.pgm")
    return tmp_path / "page.pgm"


def read(page, out, *arguments, program="tesseract"):
    done = subprocess.run([program, str(page), str(out), *arguments], capture_output=True, check=False)
    made = out.with_name(f"{out.name}.hocr")
    return done.returncode, made.read_bytes() if made.exists() else None


def test_the_answer_is_that_of_the_real_engine_and_given_again(page, tmp_path):
    folder = Path(shutil.which("tesseract")).parents[1]
    real = shutil.which("tesseract", path=os.environ["OCR_KH_TESTS_PATH"])
    assert Path(real).parents[1] != folder
    code, expected = read(page, tmp_path / "real", *HOCR, program=real)
    before = {*folder.iterdir()}
    assert read(page, tmp_path / "first", *HOCR) == (code, expected) == (0, expected)
    (kept,) = {*folder.iterdir()} - before
    kept.write_bytes(expected.replace(b"HOACH", b"KEPT!"))  # what is kept is what is given
    again = tmp_path / "again.pgm"
    page.rename(again)
    assert read(again, tmp_path / "second", *HOCR) == (0, expected.replace(b"HOACH", b"KEPT!"))
    assert read(again, tmp_path / "third", *HOCR[:-2], "7", "hocr")[1] not in {None, kept.read_bytes()}


def test_what_fails_is_not_kept(page, tmp_path):
    folder = Path(shutil.which("tesseract")).parents[1]
    before = {*folder.iterdir()}
    code, made = read(page, tmp_path / "out", "-l", "none", *HOCR[2:])
    assert code != 0
    assert made is None
    assert {*folder.iterdir()} == before
