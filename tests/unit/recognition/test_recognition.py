# SPDX-License-Identifier: Apache-2.0
"""Recognition without an engine: the strokes of numerals, and what Tesseract's hOCR says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ocr_kh.document import Alternative
from ocr_kh.recognition.hocr import EngineWord, parse_hocr
from ocr_kh.recognition.second_look.numerals import count_strokes, second_look

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEIGHT = 18


def numeral(strokes: int, *, head: str = "", gap: int = 4, dot: int = 2) -> NDArray[np.uint8]:
    """Serif capitals of 18 pixels: upright strokes whose serifs touch, after a V or X, with a full stop of `dot`."""
    image = np.full((HEIGHT + 2, 60), 255, np.uint8)
    left = 2
    if head:
        for row in range(HEIGHT):
            part = row / (HEIGHT - 1)
            offset = 6 * (1 - part) if head == "V" else 6 * abs(1 - 2 * part)
            for x in (left + 7 - offset, left + 7 + offset):
                image[1 + row, round(x) : round(x) + 2] = 0
        left += 18
    for _ in range(strokes):
        image[1 : HEIGHT + 1, left : left + 3] = 0
        for row in (1, HEIGHT):
            image[row, left - 2 : left + 5] = 0
        left += 3 + gap
    left += dot > 2  # what is drawn bold has its serifs apart from the full stop
    image[HEIGHT + 1 - dot : HEIGHT + 1, left : left + dot] = 0
    return image


@pytest.mark.parametrize("head", ["", "V", "X"])
@pytest.mark.parametrize("strokes", [1, 2, 3])
@pytest.mark.parametrize("gap", [3, 5])
def test_count_strokes_between_the_serifs(strokes: int, head: str, gap: int) -> None:
    assert count_strokes(numeral(strokes, head=head, gap=gap), head) == strokes


@pytest.mark.parametrize("head", ["", "V", "X"])
@pytest.mark.parametrize("strokes", [1, 2, 3])
def test_count_strokes_does_not_count_a_bold_full_stop(strokes: int, head: str) -> None:
    assert count_strokes(numeral(strokes, head=head, dot=5), head) == strokes


def test_count_strokes_gives_up_on_other_shapes() -> None:
    blot = np.full((20, 40), 255, np.uint8)
    blot[2:18, 4:30] = 0
    assert count_strokes(blot) == 0
    assert count_strokes(np.full((20, 40), 255, np.uint8)) == 0
    assert count_strokes(np.zeros((2, 2), np.uint8)) == 0


def heading(*texts: str) -> list[EngineWord]:
    return [EngineWord(text, 2, 0, 40, HEIGHT + 2, 0.9, (1, 1, 1)) for text in texts]


@pytest.mark.parametrize("read", ["II.", "HI.", "III.", "IIII."])
def test_second_look_reads_the_numeral_from_the_image(read: str) -> None:
    words = second_look(heading(read, "TỔ", "CHỨC"), numeral(3))
    assert [word.text for word in words] == ["III.", "TỔ", "CHỨC"]


@pytest.mark.parametrize("read", ["11.", "1.", "IX.", "IV.", "Hội", "H1"])
def test_second_look_leaves_other_words_alone(read: str) -> None:
    assert second_look(heading(read, "TỔ"), numeral(3))[0].text == read


def lone_stroke(*, serif: bool) -> NDArray[np.uint8]:
    """`I.` with serifs to both sides, or `1.` with a flag to the left."""
    image = np.full((HEIGHT + 2, 24), 255, np.uint8)
    image[1 : HEIGHT + 1, 8:11] = 0
    image[HEIGHT, 6:13] = 0
    image[1:3, 5 : 13 if serif else 11] = 0
    image[HEIGHT - 1 : HEIGHT + 1, 16:18] = 0
    return image


@pytest.mark.parametrize(
    ("read", "title", "serif", "right"),
    [
        ("1.", "MỤC", True, "I."),
        ("l.", "MỤC", True, "I."),
        ("1.", "MỤC", False, "1."),
        ("1.", "Mục", False, "1."),
        ("I.", "Mục", False, "1."),
        ("l.", "Mục", False, "1."),
        ("I.", "Mục", True, "I."),
    ],
)
def test_second_look_tells_one_from_i_by_its_serif(read: str, title: str, serif: bool, right: str) -> None:  # noqa: FBT001
    assert second_look(heading(read, title), lone_stroke(serif=serif))[0].text == right


def test_second_look_leaves_a_lone_numeral_alone() -> None:
    assert second_look(heading("II."), numeral(3))[0].text == "II."


HOCR = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en"><body><div class='ocr_page'>
 <span class='ocr_line' id='line_1_1' title="bbox 10 5 65 17">
  <span class='ocrx_word' id='word_1_1' title='bbox 10 5 30 17; x_wconf 96'>Ke\u0302\u0301
   <span class='ocrx_cinfo'><span class='ocrx_cinfo' title='x_confs 99.0'> </span></span>
   <span class='ocrx_cinfo'><span class='ocrx_cinfo' title='x_confs 98.5'>K</span></span>
   <span class='ocrx_cinfo'><span class='ocrx_cinfo' title='x_confs 99.0'>ế</span><span class='ocrx_cinfo'
     title='x_confs 95.5'>ê</span><span class='ocrx_cinfo' title='x_confs 40.0'>6</span></span>
  </span>
  <span class='ocrx_word' id='word_1_2' title='bbox 35 5 65 17; x_wconf 0'>&quot;hoạch\ufffe</span>
 </span>
 <span class='ocr_header' id='line_1_2' title="bbox 10 25 65 37">
  <span class='ocrx_word' id='word_1_3' title='bbox 10 25 30 37; x_wconf 91'> </span>
  <span class='ocrx_word' id='word_1_4' title='bbox 35 25 65 37; x_wconf 91'>II.
   <span class='ocrx_cinfo'><span class='ocrx_cinfo' title='x_confs 98.5'>H</span></span>
  </span>
 </span></div></body></html>
"""


def test_parse_hocr_takes_words_in_nfc_with_what_else_the_engine_saw() -> None:
    assert parse_hocr(HOCR) == [
        EngineWord("Kế", 10, 5, 20, 12, 0.96, (1, 0, 0), (Alternative(1, "ế", "ê", -3.5),)),
        EngineWord('"hoạch', 35, 5, 30, 12, 0.0, (1, 0, 0)),
        EngineWord("II.", 35, 25, 30, 12, 0.91, (2, 0, 0)),
    ]


@pytest.mark.parametrize("hocr", ["", "level\tpage_num", "<html><span class='ocrx_word' title='bbox'>a</span></html>"])
def test_parse_hocr_raises_for_other_things(hocr: str) -> None:
    with pytest.raises(ValueError):
        parse_hocr(hocr)


def test_second_look_forgets_the_alternatives_of_a_numeral_it_changes() -> None:
    first, *rest = heading("II.", "TỔ")
    first = replace(first, alternatives=(Alternative(0, "I", "1", -2.0),))
    assert second_look([first, *rest], numeral(3))[0].alternatives == ()
    assert second_look([first, *rest], numeral(2))[0].alternatives == first.alternatives
