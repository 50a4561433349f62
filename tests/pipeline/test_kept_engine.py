# SPDX-License-Identifier: Apache-2.0
"""An engine that is kept reads what the program reads, whatever it read before."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from ocr_kh.models import FOLDER
from ocr_kh.recognition import tesseract
from ocr_kh.recognition.kept_engine import NoEngineError
from ocr_kh.recognition.tesseract import BLOCK_MODE, COLUMN_MODE, LAYOUT_MODE, read_raw_lines, read_words

SAMPLE = Path(__file__).parents[2] / "samples" / "cong-van-phong-chay-chua-chay.jpg"
INK_MODEL = FOLDER / "ink.traineddata"


@pytest.fixture(autouse=True)
def _engine_itself(forgetful_engine):
    """The engine that the other tests have is a script, and cannot be kept."""


@pytest.fixture(scope="module")
def page():
    """The upper half of a page of some 100 dpi, grey."""
    image = cv2.imread(str(SAMPLE), cv2.IMREAD_GRAYSCALE)
    small = cv2.resize(image, None, fx=850 / image.shape[1], fy=850 / image.shape[1], interpolation=cv2.INTER_AREA)
    return small[: len(small) // 2]


@pytest.fixture
def by_program(monkeypatch):
    """Reads as where no engine can be kept."""

    def call(read, *arguments, **options):
        with monkeypatch.context() as patch:
            patch.setattr(tesseract, "read_images", no_engine)
            return read(*arguments, **options)

    def no_engine(*_):
        raise NoEngineError

    return call


def test_what_was_read_before_changes_nothing(page, by_program):
    lines = [page[top : top + 60] for top in (100, 200)]
    asked = [
        (read_words, page, {"language": "vie", "mode": BLOCK_MODE, "dpi": 100}),
        (read_raw_lines, lines, {"model": INK_MODEL, "dpi": 150}),
        (read_words, page, {"language": "vie", "mode": LAYOUT_MODE, "dpi": 150}),
        (read_words, np.full_like(page, 255), {"language": "vie", "mode": LAYOUT_MODE, "dpi": 70}),
        (read_words, 255 - page[:300], {"language": "vie", "mode": COLUMN_MODE, "dpi": 150}),
    ]
    expected = [by_program(read, image, timeout=60, **options) for read, image, options in asked]
    assert expected[0]
    for order in ([0, 1, 2, 3, 4], [4, 2, 1, 0, 3]):
        for at in order:
            read, image, options = asked[at]
            assert read(image, timeout=60, **options) == expected[at]


def test_language_that_is_not_there_is_named_as_by_the_program(page):
    with pytest.raises(tesseract.LanguageMissingError):
        read_words(page, language="xyz", dpi=100, timeout=60)


def test_document_is_the_same_whether_engines_are_kept_or_started(tmp_path):
    script = tmp_path / "bin" / "tesseract"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec {shutil.which("tesseract")} "$@"\n')
    script.chmod(0o755)
    for name, path in (("kept", os.environ["PATH"]), ("started", f"{script.parent}{os.pathsep}{os.environ['PATH']}")):
        command = [sys.executable, "-m", "ocr_kh", "convert", str(SAMPLE), "--out", str(tmp_path / name)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PATH": path})
    for file in ("text.txt", "original.txt", "plan.json", "repairs.jsonl"):
        kept, started = ((tmp_path / name / SAMPLE.name / file).read_bytes() for name in ("kept", "started"))
        assert kept == started, file
