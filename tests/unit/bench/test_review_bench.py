# SPDX-License-Identifier: Apache-2.0
"""The person that `bench.review` plays mends what was misread, and nothing else."""

from __future__ import annotations

import pytest

from bench.review import true_words


@pytest.mark.parametrize(
    ("read", "truth", "mended"),
    [
        ("kê hoạch năm", "kế hoạch năm", {0: "kế"}),
        ("số 27 /KH-UBND ngày", "số 27/KH-UBND ngày", {1: "27/KH-UBND", 2: ""}),
        ("phần I.MỤC ĐÍCH", "phần I. MỤC ĐÍCH", {1: "I. MỤC"}),
        ("năm 2026", "năm 2026", {}),
        ("một hai ba bốn năm", "sáu bảy tám chín mười", {}),  # another text
        ("một", "một hai", {}),  # what was not read is not seen at the desk
    ],
)
def test_what_the_person_mends(read, truth, mended):
    assert true_words(read.split(), truth.split()) == mended
