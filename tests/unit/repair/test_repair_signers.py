# SPDX-License-Identifier: Apache-2.0
"""Names under a title: family names are mended by one mark where the engine was not sure, and else nothing is."""

from __future__ import annotations

import pytest

from ocr_kh.repair.edits import apply_edits
from ocr_kh.repair.passes import repair_lines
from ocr_kh.repair.readings import Reading
from ocr_kh.repair.rules.family_names import meant_family_name
from ocr_kh.repair.rules.signers import signer_edits, signer_spans
from ocr_kh.settings import Settings

TITLES = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def readings(*lines: str, confidence: float = 0.8) -> list[Reading]:
    return [Reading(line, (confidence,) * len(line.split())) for line in lines]


def mended(*lines: str, confidence: float = 0.8) -> str:
    """The last line after its edits."""
    return apply_edits(lines[-1], signer_edits(readings(*lines, confidence=confidence))[-1])


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("Trinh Công Ba", "Trịnh Công Ba"),
        ("Pỗ Thị Lệ Ba", "Đỗ Thị Lệ Ba"),
        ("Lò Vàn Ba", "Lò Văn Ba"),
        ("Bài Văn Ba", "Bùi Văn Ba"),
        ("Lạm Văn Ba", "Lạm Văn Ba"),
        ("Đại tá Nguyên Văn Ba", "Đại tá Nguyễn Văn Ba"),
        ("Lê Vân Ba", "Lê Vân Ba"),
        ("Ama Công Ba", "Ama Công Ba"),
        ("Lượng Công Ba", "Lượng Công Ba"),
        ("La Công Ba", "La Công Ba"),
        ("Thiêu tá Lò Văn Ba", "Thiếu tá Lò Văn Ba"),
        ("Thương uy Lò Văn Ba", "Thượng úy Lò Văn Ba"),
        ("Trung Uy Ba", "Trung Uy Ba"),
    ],
)
def test_name_under_a_title(read, right):
    assert mended(*TITLES, read) == right


@pytest.mark.parametrize("above", [[], ["Căn cứ Luật Giá"], [*TITLES, "a", "b", "c", "d"]])
def test_name_that_stands_under_no_title_is_left(above):
    assert mended(*above, "Trinh Công Ba") == "Trinh Công Ba"


def test_word_of_which_the_engine_was_sure_is_left():
    assert mended(*TITLES, "Trinh Công Ba", confidence=0.95) == "Trinh Công Ba"


@pytest.mark.parametrize(
    ("read", "right"), [("Lò Vẫn Ba", "Lò Văn Ba"), ("Lò Vấn Ba", "Lò Vấn Ba"), ("Lò Ba Vẫn", "Lò Ba Vẫn")]
)
def test_middle_name_that_nobody_has_is_mended_however_sure_the_engine_was(read, right):
    assert mended(*TITLES, read, confidence=0.96) == right


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("Thiêu tá Lê Văn Ba", "Thiếu tá Lê Văn Ba"),
        ("Đại ta Lê Văn Ba", "Đại tá Lê Văn Ba"),
        ("Thượng uý Lê Văn Ba", "Thượng uý Lê Văn Ba"),
        ("Thượng Úy Lê Văn Ba", "Thượng Úy Lê Văn Ba"),
    ],
)
def test_marks_of_a_rank_are_mended_and_either_place_of_a_tone_is_right(read, right):
    assert mended(*TITLES, read, confidence=0.9) == right


def test_a_rank_that_was_typed_stays():
    assert mended(*TITLES, "Thiêu tá Lê Văn Ba", confidence=1.0) == "Thiêu tá Lê Văn Ba"


def test_edit_tells_what_was_read_and_how_sure_it_is():
    (edit,) = signer_edits(readings(*TITLES, "Trinh Công Ba"))[-1]
    assert (edit.runner_up, edit.source, edit.after) == ("Trinh", "lexicon", "Trịnh")
    assert 0 < edit.probability < 1


def test_language_model_changes_no_name_of_a_signer():
    lines = readings(*TITLES, "Đỗ Thị Lệ Hảo", confidence=0.5)
    assert signer_spans([line.text for line in lines])[-1] == [(0, 13)]
    assert repair_lines(lines, Settings())[-1] == []


@pytest.mark.parametrize("read", ["Ngà", "X", "", "Đỗ", "1234"])
def test_syllable_that_means_no_family_name(read):
    assert meant_family_name(read) is None
