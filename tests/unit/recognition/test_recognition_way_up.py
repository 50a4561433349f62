# SPDX-License-Identifier: Apache-2.0
"""A page that was read upside down, though its letters seemed to tell which way it lies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ocr_kh import pipeline
from ocr_kh.document import Box, Condition, Line, Page, Word
from ocr_kh.reading.raster import Raster
from ocr_kh.settings import Settings

READ, NONSENSE = "Căn cứ kế hoạch của xã về việc rà soát", "9N0fML ñ3TH uẻud óq NÿT19 Bueu3 ÁeBu uuep äs ọu"


def words(text: str, times: int) -> list[Word]:
    return [Word(word, Box(0, 0, 9, 9), 0.9) for word in text.split() * times]


def page_of(text: str, times: int, confidence: float = 0.95) -> Page:
    lines = (Line.of_words(words(text, times), page=1),) if times else ()
    return Page(1, 595, 842, lines, "ocr", condition=Condition(rotation_confidence=confidence))


@pytest.mark.parametrize(
    ("page", "quarters"),
    [
        (page_of(NONSENSE, 10), (180,)),
        (page_of(NONSENSE, 1), ()),  # a picture, a seal
        (page_of(NONSENSE, 10, confidence=0.1), (180, 90, 270)),
        (page_of("", 0), (180, 90, 270)),
    ],
)
def test_ways_up_that_are_tried_where_a_page_makes_no_words(page, quarters):
    assert pipeline._other_ways_up(page) == quarters


@pytest.mark.parametrize(("glanced", "turned"), [(READ, True), (NONSENSE, False)])
def test_a_page_of_nonsense_is_turned_where_a_glance_from_the_other_side_finds_words(monkeypatch, glanced, turned):
    """What the engine sees is given; the pages that are prepared are those of a blank sheet with strokes."""
    raster = Raster(np.full((900, 640), 255, np.uint8), 72.0, "grey")
    raster.pixels[100:800:14, 60:580:3] = 0
    prepared = pipeline.prepare_sheets
    seen = []

    def prepare(raster, rotation=None):
        seen.append(rotation or 0)
        condition = Condition(rotation=rotation or 0, rotation_confidence=0.95)
        return tuple(replace(sheet, condition=condition) for sheet in prepared(raster, 0))

    monkeypatch.setattr(pipeline, "prepare_sheets", prepare)
    monkeypatch.setattr(pipeline, "recognize", lambda *_, **__: [words(READ if seen[-1] else NONSENSE, 10)])
    monkeypatch.setattr(pipeline, "glance", lambda *_, **__: words(glanced, 10))
    monkeypatch.setattr(pipeline, "is_other_side", lambda *_, **__: False)
    page = pipeline._ocr_page(Page(1), pipeline.Layer(), raster, Settings())
    assert page.condition.rotation == (180 if turned else 0)
    assert (READ in page.lines[0].text) is turned
