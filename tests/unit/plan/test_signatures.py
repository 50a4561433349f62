# SPDX-License-Identifier: Apache-2.0
"""Lines of authority of which a seal has eaten a part, as stacks have them."""

from __future__ import annotations

import pytest

from ocr_kh.document import Box
from ocr_kh.plan.blocks.lines import BlockLine
from ocr_kh.plan.blocks.signatures import stacks


def stack_of(*texts: str, signer: str = "Lê Văn Lâm", left: float = 350, confidence: float = 0.93):
    """The labelled lines of a stack, printed one below the other."""
    labelled = [(text, "office") for text in texts] + [(signer, "name")]
    return [
        (BlockLine(text, at, 1, box=Box(left, 500 + 20 * at, left + 150, 514 + 20 * at), confidence=confidence), label)
        for at, (text, label) in enumerate(labelled)
    ]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (["THANH TRA"], ["CHÁNH THANH TRA"]),
        (["TL. CHỦ TỊCH", "VĂN PHÒNG"], ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]),
        (["KT. HIỆU TRƯỞNG", "PIIÓ HIỆU TRƯỞNG"], ["KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"]),
        (["GIÁM ĐỐC"], ["GIÁM ĐỐC"]),  # of `TỔNG GIÁM ĐỐC` as well, and a title by itself
        (["NGƯỜI LẬP BIỂU"], ["NGƯỜI LẬP BIỂU"]),
        (["KT. CHỦ TỊCH PHÓ CHỦ TỊCH"], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    ],
)
def test_a_title_without_its_first_word_is_the_one_that_it_may_be(read, meant):
    [stack] = stacks(stack_of(*read))
    assert (stack.lines, stack.signer) == (meant, "Lê Văn Lâm")


def test_text_that_no_engine_read_stays_as_it_is():
    [stack] = stacks(stack_of("THANH TRA", confidence=1.0))
    assert stack.lines == ["THANH TRA"]


def test_parties_side_by_side_stay_as_they_are():
    left, right = stack_of("VĂN PHÒNG", left=80), stack_of("CÔNG AN", signer="Hồ Thị Mai", left=350)
    paired = [piece for pair in zip(left, right, strict=True) for piece in pair]
    assert [stack.lines for stack in stacks(paired)] == [["VĂN PHÒNG"], ["CÔNG AN"]]
