# SPDX-License-Identifier: Apache-2.0
"""Pages of which the engine makes no words: blank where there is little print on them, else unreadable."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bench.scans.render import scanned_pdf
from ocr_kh import pipeline
from ocr_kh.document import Box, Word
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings


def read(tmp_path, monkeypatch, rows, confidence=0.25):
    """A page with so many rows of letters, of which the engine, unsure, makes no Vietnamese word."""
    image = np.full((2339, 1654), 255, np.uint8)
    for row in range(rows):
        cv2.putText(image, "ke hoach va dau tu cua bo", (150, 300 + 60 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (0,), 3)
    words = [Word(text, Box(50, 100, 90, 110), confidence) for text in ("zx%", "rrq", "t1t")]
    monkeypatch.setattr(pipeline, "recognize", lambda *_, **__: [words])
    path = tmp_path / "scan.pdf"
    path.write_bytes(scanned_pdf([image], 200))
    return pipeline.read_page(open_source(path, Settings()), 1, Settings(mode="ocr"))


@pytest.mark.parametrize(("rows", "blank"), [(0, True), (2, True), (25, False)])
def test_a_page_full_of_print_is_not_blank_though_nothing_can_be_read(tmp_path, monkeypatch, rows, blank):
    page = read(tmp_path, monkeypatch, rows)
    assert (page.condition.blank, page.unreadable, page.lines, page.error) == (blank, not blank, (), None)
