# SPDX-License-Identifier: Apache-2.0
"""Sides without print of their own: what shines through from the other side is no text, and no unreadable page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.accounts import unexplained_words
from bench.scans import degrade, render
from bench.scans.drawn_ink import sealed
from ocr_kh.pipeline import read_page
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings

SAMPLE = Path(__file__).parents[2] / "samples" / "ke-hoach-hoc-tap-suot-doi.pdf"
DPI = 200
PAPER = np.full((1000, 1654, 3), 250, np.uint8)


@pytest.fixture(scope="module")
def printed():
    """The upper half of a page, at half the resolution of the scan."""
    return render.page_images(SAMPLE, 100)[0][:500]


def read(image, folder):
    path = folder / "page.png"
    path.write_bytes(render.scanned_png(np.ascontiguousarray(image), DPI))
    return read_page(open_source(path, Settings()), 1, Settings())


def seen_through(printed, strength):
    """In black and white, as copiers save what they see."""
    return degrade.bilevel(degrade.shown_through(PAPER, printed, strength), 215)


@pytest.mark.parametrize("strength", [0.25, 0.4])
def test_print_that_is_read_in_the_mirror_alone_is_the_other_sides(printed, tmp_path, strength):
    page = read(seen_through(printed, strength), tmp_path)
    assert page.condition.blank_reason == "other side"
    assert (page.lines, page.unreadable) == ((), False)
    assert list(unexplained_words(page)) == []


def test_print_too_pale_to_be_read_is_no_blank_page(printed, tmp_path):
    page = read(seen_through(printed, 0.25)[:, ::-1], tmp_path)
    assert not page.condition.blank
    assert page.unreadable or page.words


def test_the_back_of_a_seal_is_blank(tmp_path):
    front = sealed(PAPER, (700.0, 500.0), degrade.SEAL_RADIUS * DPI / 72, np.random.default_rng(3))
    assert read(degrade.bilevel(front[:, ::-1], 215), tmp_path).condition.blank
