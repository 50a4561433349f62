# SPDX-License-Identifier: Apache-2.0
"""Names of signers that are seen in several views: which are, and what they then are. No engine needed."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_kh.document import Alternative
from ocr_kh.recognition.hocr import EngineWord
from ocr_kh.recognition.second_look.names import doubtful_names, name_views, voted_name


def words_of(text: str, confidence: float = 0.8, left: int = 600) -> list[EngineWord]:
    return [
        EngineWord(word, left + 60 * at, 700, 50, 24, confidence, (1, 1, 1)) for at, word in enumerate(text.split())
    ]


def test_a_name_is_seen_again_where_it_stands_alone_in_its_column():
    recipients = words_of("- Lưu: VT, TH.", 0.95, left=100)
    [place] = doubtful_names([[*recipients, *words_of("Trân Phước Lâm", 0.7, left=700)]])
    assert place == (0, 4, 7)


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("Trần Phước Lâm", 0.95), ("Ủy ban nhân dân", 0.5), ("TRẦN PHƯỚC LÂM", 0.5), ("CHỦ TỊCH", 0.5)],
)
def test_what_is_sure_or_no_name_is_not(text, confidence):
    assert not doubtful_names([words_of(text, confidence)])


def test_a_list_of_persons_is_not_seen_again_as_a_whole():
    lines = [words_of("Lê Văn Lâm", 0.5 + at / 100) for at in range(30)]
    assert [place.line for place in doubtful_names(lines)] == [0, 1, 2, 3]


def test_each_word_is_the_one_that_most_views_have():
    views = [words_of("Trần Phước Hiền", 0.9), words_of("“Trần Phước Hiền", 0.9), words_of("Trân Phước Hiệu", 0.6)]
    assert [word.text for word in voted_name(words_of("Tân Phước Hiên", 0.95), views)] == ["Tân", "Phước", "Hiên"]
    voted = voted_name(words_of("Trần Phước Hiên", 0.7), [*views, words_of("Phước Hiên", 0.9)])
    assert [word.text for word in voted] == ["Trần", "Phước", "Hiền"]
    assert {word.left for word in voted} == {600, 660, 720}
    assert voted[2].confidence == 0.9


def test_the_first_word_is_a_family_name_if_any_view_has_one():
    views = [words_of("Đã Thị Lệ", 0.9), words_of("Đỗ Thị Lê", 0.3), words_of("Đã Thị Lệ", 0.9)]
    assert [word.text for word in voted_name(words_of("Đã Thị Lệ"), views)] == ["Đỗ", "Thị", "Lệ"]
    ranked = voted_name(words_of("BS. Đã Thị Lệ"), [words_of("BS. Đỗ Thị Lệ", 0.3)])
    assert [word.text for word in ranked] == ["BS.", "Đỗ", "Thị", "Lệ"]


def test_else_one_that_the_engine_saw_in_its_strokes():
    first, *rest = words_of("Đã Thị Lệ")
    seen = [EngineWord("Đã", 600, 700, 50, 24, 0.6, (1, 1, 1), (Alternative(1, "ã", "ỗ", -3.0),)), *rest]
    assert voted_name([first, *rest], [seen])[0].text == "Đỗ"


@pytest.mark.parametrize("read", ["Bài", "Ấgô", "Về", "Ksor", "Nguyễn"])
def test_what_no_view_shows_is_left_to_repair(read):
    assert voted_name(words_of(f"{read} Văn Lâm"), [])[0].text == read


def test_a_first_word_that_is_sure_stays_though_it_is_no_family_name():
    assert voted_name(words_of("Bài Văn Lâm", 0.95), [])[0].text == "Bài"


def test_views_hold_the_whole_name_however_they_are_turned():
    image = np.full((1000, 1000), 255, np.uint8)
    image[700:724, 600:770] = 0
    for cut in name_views(image, words_of("Lê Văn Lâm")):
        assert (cut.left, cut.top) == (592, 692)
        assert abs(int((cut.pixels < 128).sum()) - 24 * 170) < 200
