# SPDX-License-Identifier: Apache-2.0
"""The shipped model of lines under ink, through the engine: a name of a sample that is in doubt is read."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from ocr_kh.imaging.prepare import prepare_sheets
from ocr_kh.reading.source import open_source, read_raster
from ocr_kh.recognition.second_look.under_ink import INK_MODEL, bands, lines_of
from ocr_kh.recognition.tesseract import read_raw_lines, read_words
from ocr_kh.settings import Settings

PAGE = "chi-thi-hoa-don-dien-tu.png"
SIGNER = "Trương Bảo Ngọc"


def test_name_in_doubt_is_read_by_the_shipped_model(root):
    (page,) = prepare_sheets(read_raster(open_source(root / "samples" / PAGE, Settings()), 1, Settings()))
    words = read_words(page.image, language="vie", dpi=page.dpi, timeout=60)
    doubted = [replace(word, confidence=0.5) if word.text in SIGNER.split() else word for word in words]
    found = bands(page.image, [list(line) for _, line in groupby(doubted, key=lambda word: word.line)])
    read = read_raw_lines([band.cut.pixels for band in found], INK_MODEL, dpi=page.dpi, timeout=60)
    assert SIGNER in [" ".join(word.text for word in alike[0]) for alike in lines_of(found, read)]
