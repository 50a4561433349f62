# SPDX-License-Identifier: Apache-2.0
"""What the system refuses while a page is read: of the file it is the page's fault, of anything else the machine's."""

from __future__ import annotations

import errno
import os

import cv2
import numpy as np
import pytest

from bench.scans.render import scanned_pdf
from ocr_kh import pipeline
from ocr_kh.errors import MachineError, OutputError, RefusedError
from ocr_kh.reading.source import open_source
from ocr_kh.recognition.kept_engine import NoEngineError
from ocr_kh.recognition.tesseract import read_words
from ocr_kh.settings import Settings

WHITE = np.full((200, 300), 255, np.uint8)


def refusing(number, path):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number), str(path))

    return refuse


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(scanned_pdf([WHITE], 100))
    return path


def test_refusals_of_the_file_fail_its_page(scan, monkeypatch):
    source = open_source(scan, Settings())
    monkeypatch.setattr(pipeline, "read_layer", refusing(errno.EIO, scan))
    page = pipeline.read_page(source, 1, Settings())
    assert page.error == "[E500] Page 1 of scan.pdf cannot be read: Input/output error."


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, OutputError), (errno.EMFILE, RefusedError)])
def test_refusals_of_anything_else_end_the_run(scan, monkeypatch, number, kind):
    source = open_source(scan, Settings())
    monkeypatch.setattr(pipeline, "read_raster", refusing(number, "/tmp/page.pgm"))  # noqa: S108
    with pytest.raises(kind, match=os.strerror(number)):
        pipeline.read_page(source, 1, Settings())


def test_refusals_no_room_for_the_engines_image_is_the_machines(monkeypatch):
    def none_kept(*_):
        raise NoEngineError

    monkeypatch.setattr("ocr_kh.recognition.tesseract.read_images", none_kept)
    monkeypatch.setattr(cv2, "imwrite", lambda *_: False)
    monkeypatch.setattr("pytesseract.run_and_get_output", lambda *_, **__: pytest.fail("the engine was called"))
    with pytest.raises(MachineError, match=r"\[E313\].*no room"):
        read_words(WHITE, language="vie", dpi=300, timeout=10)
