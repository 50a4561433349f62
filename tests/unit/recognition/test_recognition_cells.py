# SPDX-License-Identifier: Apache-2.0
"""Cells: which are read on which sheet, and where their words come back to."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_kh.imaging.tables import Rect
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look import cuts as sheets_module
from ocr_kh.recognition.second_look.cells import cell_cuts, sure_tables, unread_cells, without_cells
from ocr_kh.recognition.second_look.cuts import Cut, read_cuts
from ocr_kh.recognition.tesseract import BLOCK_MODE, COLUMN_MODE

CELLS = [Rect(100, 100 + 50 * row, 60, 48) for row in range(4)]


def word(text, left, top, *, width=12, height=16, line=(1, 1, 1)):
    return EngineWord(text, left, top, width, height, 0.9, line)


@pytest.fixture
def engine(monkeypatch):
    """An engine that sees each blot of a sheet as the word `x`; it keeps the sheets."""
    sheets = []

    def read(sheet, *, language, dpi, timeout, mode):
        assert mode in {BLOCK_MODE, COLUMN_MODE}
        sheets.append(sheet)
        dark = (sheet < 100).any(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], dark.astype(np.int8), [0]))))
        return [word("x", 36, top, height=end - top) for top, end in zip(edges[::2], edges[1::2], strict=True)]

    monkeypatch.setattr(sheets_module, "read_words", read)
    return sheets


def page(*rows):
    image = np.full((400, 300), 250, np.uint8)
    for row in rows:
        image[115 + 50 * row : 131 + 50 * row, 125:130] = 20
    return image


def read(image, words, tables):
    return read_cuts(unread_cells(image, words, tables), language="vie", dpi=150, timeout=5)


def test_read_unread_reads_cells_with_ink_and_without_words(engine):
    found = read(page(0, 1, 3), [word("2", 124, 165)], [CELLS])
    assert len(engine) == 1
    assert [len(words) for words in found] == [1, 1]
    for [got], row in zip(found, (0, 3), strict=True):
        assert CELLS[row].top < got.top < CELLS[row].top + CELLS[row].height
        assert abs(got.top - (115 + 50 * row)) <= 3
        assert abs(got.left - 125) <= 6


def test_read_cuts_brings_words_back_from_every_scale(engine):
    image = page(0, 2)
    cuts = [Cut(image[105:141, 110:150], 110, 105, 1.5), Cut(image[205:241, 110:150], 110, 205)]
    [[first], [second]] = read_cuts(cuts, language="vie", dpi=150, timeout=5)
    assert len(engine) == 1
    assert abs(first.top - 115) <= 2
    assert abs(first.height - 16) <= 2
    assert second.top == 215


@pytest.mark.parametrize("tables", [[], [CELLS]])
def test_read_unread_spares_the_engine_when_nothing_is_unread(engine, tables):
    assert read(page(), [], tables) == []
    assert engine == []


def test_cell_cuts_are_the_cells_with_more_than_a_figure():
    image = page(0, 1)
    image[165:181, 106:156] = 20
    [cut] = cell_cuts(image, [CELLS])
    assert (cut.left < 110, 150 < cut.top < 165) == (True, True)


def test_cell_words_come_back_from_the_cell_they_stand_in(engine):
    image = np.full((600, 300), 250, np.uint8)
    tall, low = Rect(20, 20, 260, 300), Rect(20, 330, 260, 40)
    for top in (30, 150, 295, 340):
        image[top : top + 16, 40:200] = 20
    found = read_cuts(cell_cuts(image, [[tall, low]]), language="vie", dpi=150, timeout=5, mode=COLUMN_MODE)
    assert [[word.top for word in words] for words in found] == [[30, 150, 295], [340]]


def test_without_cells_leaves_the_page_and_its_image_as_it_was():
    image = page(0, 3)
    image[20:30, 40:200] = 20
    blank = without_cells(image, [CELLS])
    assert (blank[20:30, 40:200] == 20).all()
    assert blank[100:].min() == 250
    assert image[115:131, 125:130].max() == 20
    assert without_cells(image, []) is image


def test_sure_tables_are_none_on_grainy_paper():
    noise = np.random.default_rng(1).normal(0, 11, (400, 300))
    assert sure_tables(page(0, 1), [CELLS]) == [CELLS]
    assert sure_tables(np.clip(page(0, 1) - 20 + noise, 0, 255).astype(np.uint8), [CELLS]) == []
