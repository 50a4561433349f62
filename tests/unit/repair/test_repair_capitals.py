# SPDX-License-Identifier: Apache-2.0
"""What the case of a stripped word says of the words it may be."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_kh.errors import MachineError
from ocr_kh.repair import repair_text
from ocr_kh.repair.decoding.capitals import case_at, load_capitals
from ocr_kh.repair.decoding.lattice import Option
from ocr_kh.repair.decoding.pieces import cut
from ocr_kh.training.capitals import train

VOCABULARY = ("trần", "tràn", "ông")


@pytest.fixture
def table(tmp_path):
    lines = ["ông Trần nói nước tràn bờ", "gặp ông Trần ở chợ", "lũ tràn về, nước tràn đồng", "BÀ TRÀN LAN"] * 30
    (tmp_path / "corpus.txt").write_text("\n".join(lines), encoding="utf-8")
    train([tmp_path / "corpus.txt"], tmp_path / "capitals.npz", VOCABULARY)
    return load_capitals(VOCABULARY, tmp_path / "capitals.npz")


@pytest.mark.parametrize(
    ("line", "at", "dearer"),
    [
        ("ong Tran noi", 1, 1),
        ("nuoc tran bo", 1, 0),
        ("Tran noi", 0, None),
        ("ong, Tran noi", 2, None),
        ("A 1 b", 1, None),
    ],
)
def test_the_case_of_a_word_speaks_for_words_written_so(table, line, at, dearer):
    pieces = cut(line, garbled=False)
    assert pieces[at].text.lower() == "tran" or not pieces[at].text.isalpha()
    options = [Option(0, -1.0, "trần"), Option(1, -1.0, "tràn")]
    costs = [option.cost for option in table.weighed(options, case_at(pieces, at))]
    if dearer is None:
        assert costs == [-1.0, -1.0]
    else:
        assert costs[1 - dearer] == -1.0
        assert costs[dearer] < -2.0


def test_a_word_never_seen_is_like_all(table, tmp_path):
    more = load_capitals((*VOCABULARY, "quả"), tmp_path / "capitals.npz")
    assert more.capital[1] < more.capital[3] < more.capital[0]
    assert np.allclose(np.exp(more.capital) + np.exp(more.small), 1)


def test_a_damaged_table_is_told(tmp_path):
    (tmp_path / "capitals.npz").write_bytes(b"PK")
    with pytest.raises(MachineError, match=r"capitals\.npz"):
        load_capitals(VOCABULARY, tmp_path / "capitals.npz")


@pytest.mark.parametrize(
    ("stripped", "right"),
    [
        ("Cong dan hoi co duoc nop ho so qua mang khong?Xin cam on co quan.", "mạng không?Xin cảm ơn"),
        ("Thu tuc nay lam the nao?Nguoi dan can giay to gi?", "làm thế nào?Người dân cần giấy tờ gì?"),
    ],
)
def test_words_run_together_at_a_question_mark_are_two(stripped, right):
    assert right in repair_text(stripped).text
