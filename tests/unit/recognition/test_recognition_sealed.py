# SPDX-License-Identifier: Apache-2.0
"""A closing under a black seal: its rings go before it is read again, and only surer titles and names are taken."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bench.scans.degrade import SEAL_RADIUS, bilevel
from bench.scans.drawn_ink import sealed
from ocr_kh.imaging.seals import find_seals
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look.sealed import closing_lines, sealed_closings, surer_lines

DPI = 144.0
RADIUS = SEAL_RADIUS * DPI / 72


def line_of(text: str, confidence: float, left: int = 600, top: int = 700) -> list[EngineWord]:
    return [
        EngineWord(word, left + 60 * at, top, 55, 20, confidence, (1, 0, top)) for at, word in enumerate(text.split())
    ]


@pytest.fixture(scope="module")
def closing() -> np.ndarray:
    """A drawn closing, bilevel, a seal over the left of its title and name."""
    page = np.full((1684, 1190, 3), 255, np.uint8)
    for y, text in ((560, "CHU TICH"), (700, "Tran Van Ba")):
        cv2.putText(page, text, (700, y), cv2.FONT_HERSHEY_COMPLEX, 0.75, (0, 0, 0), 2, cv2.LINE_AA)
    return bilevel(sealed(page, (680, 630), RADIUS, np.random.default_rng(3), colour=(0, 0, 0)))


def test_rings_are_gone_from_the_copy_and_print_beside_them_stays(closing):
    before = closing.copy()
    (seal,) = find_seals(closing, DPI)
    (cut,) = sealed_closings(closing, DPI, [line_of("TICH", 0.9, 760, 545)])
    assert not find_seals(cut.pixels, DPI)
    beside = np.s_[680:710, round(seal.x + 1.2 * seal.radius) : 1000]
    assert (
        cut.pixels[680 - cut.top : 710 - cut.top, beside[1].start - cut.left : 1000 - cut.left] == closing[beside]
    ).all()
    assert (closing == before).all()


@pytest.mark.parametrize("above", ["", "và các văn bản"])
def test_seal_without_a_title_above_is_not_read_again(closing, above):
    assert not sealed_closings(closing, DPI, [line_of(above, 0.9, 760, 545)])


def test_only_titles_and_names_are_taken():
    lines = [line_of("CHỦ TỊCH", 0.9), line_of("Trần Văn Ba", 0.9), line_of("thi hành quyết định", 0.9)]
    assert [" ".join(w.text for w in line) for line in closing_lines(lines)] == ["CHỦ TỊCH", "Trần Văn Ba"]


@pytest.mark.parametrize(
    ("read", "again", "kept"),
    [
        ("--KjÈ Văn Ba", "Trần Văn Ba", "Trần Văn Ba"),
        ("Trần Văn Ba", "Trân Văn Ba", "Trần Văn Ba"),
    ],
)
def test_what_costs_less_is_kept(read, again, kept):
    lines = surer_lines([line_of(read, 0.9)], line_of(again, 0.8))
    assert [" ".join(w.text for w in line) for line in lines] == [kept]
