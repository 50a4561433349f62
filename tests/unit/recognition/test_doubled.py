# SPDX-License-Identifier: Apache-2.0
"""Words that were read with two lines."""

import pytest

from ocr_kh.document import Box, Word
from ocr_kh.recognition.doubled import without_doubles


def _line(*words):
    """Words, each with where it begins and the middle of its height; six points a letter."""
    return [Word(text, Box(x0, y - 5, x0 + 6 * len(text), y + 5), 0.9) for text, x0, y in words]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (
            [[("Nơi", 60, 100), ("Như", 70, 112), ("nhận:", 82, 100), ("trên;", 100, 112)],
             [("-", 60, 112), ("Như", 70, 112), ("trên;", 100, 112)]],
            ["Nơi nhận:", "- Như trên;"],
        ),
        ([[("TRÌNH", 60, 100)], [("TRÌNH", 60, 101), ("HỖ", 95, 100)]], ["TRÌNH HỖ"]),
        ([[("của", 60, 100), ("xã", 85, 100), ("Sậy", 100, 112)], [("Bãi", 76, 112), ("Sậy", 100, 112)]],
         ["của xã", "Bãi Sậy"]),
        ([[("của", 60, 100), ("xã", 85, 100)], [("của", 60, 112), ("xã", 85, 112)]], ["của xã", "của xã"]),
        ([[("xã", 60, 100), ("xã", 80, 100)]], ["xã xã"]),
    ],
)  # fmt: skip
def test_a_word_stays_in_the_line_that_it_is_level_with(lines, kept):
    found = without_doubles([_line(*line) for line in lines])
    assert [" ".join(word.text for word in line) for line in found] == kept


def test_the_surer_of_two_readings_of_a_word_is_kept():
    unsure, sure = (Word(text, Box(60, 95, 84, 105), sure) for text, sure in (("Sày", 0.5), ("Sậy", 0.8)))
    (line,) = without_doubles([[sure], [unsure, *_line(("Sơn", 90, 100))]])
    assert [word.text for word in line] == ["Sậy", "Sơn"]
