# SPDX-License-Identifier: Apache-2.0
"""The decoder and its parts on small, hand-made input."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.language.compact_table import build
from ocr_kh.language.damage import Damage, judge
from ocr_kh.repair import repair_text
from ocr_kh.repair.decoding.pieces import cut
from ocr_kh.repair.edits import apply_edits
from ocr_kh.repair.passes import repair_lines
from ocr_kh.repair.readings import Reading
from ocr_kh.repair.resources import load_tools
from ocr_kh.repair.rules.damaged_codes import rule_edits, with_own
from ocr_kh.repair.rules.known_symbols import attested
from ocr_kh.settings import Settings
from ocr_kh.training.language_model import train


@given(st.dictionaries(st.integers(0, 2**60), st.integers(0, 63), max_size=300))
def test_xortable_gives_back_what_was_put_in(entries):
    keys = np.array(sorted(entries), np.uint64)
    values = np.array([entries[int(key)] for key in keys], np.uint8)
    assert build(keys, values).get(keys).tolist() == values.tolist()


def test_xortable_seldom_knows_what_was_not_put_in():
    table = build(np.arange(5000, dtype=np.uint64), np.zeros(5000, np.uint8))
    assert (table.get(np.arange(10**6, 10**6 + 100_000, dtype=np.uint64)) >= 0).sum() < 150  # 2 ** -10 of them


@given(st.text(max_size=60), st.booleans())
def test_pieces_lie_in_order_and_are_what_stands_there(line, garbled):
    pieces = cut(line, garbled=garbled)
    assert all(line[piece.start : piece.end] == piece.text for piece in pieces)
    assert all(a.end <= b.start for a, b in itertools.pairwise(pieces))
    assert "".join(piece.text for piece in pieces) == "".join(line.split())


SKELETONS = load_tools().source.stock.skeletons


@pytest.mark.parametrize(
    ("lines", "damage"),
    [
        (["Tuyén truyén thue hién Nghi quyét s6 57", "cta Bo Chinh tri vé dot pha"], Damage.GARBLED),
        (["Tuyen truyen thuc hien Nghi quyet so 57", "cua Bo Chinh tri ve dot pha"], Damage.STRIPPED),
        (["Tuyên truyền thực hiện Nghị quyết số 57", "của Bộ Chính trị về đột phá"], Damage.NONE),
        (["The quick brown fox jumps over", "a lazy dog in English prose"], Damage.NONE),
    ],
)
def test_judge_tells_what_happened(lines, damage):
    assert judge(lines, SKELETONS) == [damage] * len(lines)


def test_judge_leaves_a_lone_unmarked_line_in_right_text():
    right = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"
    assert judge([right, "Mau bao cao ket qua thuc hien", right], SKELETONS) == [Damage.NONE] * 3


SYMBOLS = attested({"NQ/TW", "KH-UBND", "NĐ-CP"})


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("Nghi quyét s6 57- -NQ/TW ngay", "Nghi quyét s6 57-NQ/TW ngay"),
        ("Nghi quyét 57 - NQ/TW", "Nghi quyét 57 - NQ/TW"),
        ("dinh 30/2020/ND-CP ngay", "dinh 30/2020/NĐ-CP ngay"),
        ("S6:77 IKH-UBND", "S6:77 /KH-UBND"),
        ("11. NOI DUNG", "II. NOI DUNG"),
        ("|.MUC PICH", "I. MUC PICH"),
        ("1. KINH PHI", "1. KINH PHI"),
        ("11. Nguoi dan", "11. Nguoi dan"),
        ("kinh té — xa hoi", "kinh té – xa hoi"),
        ("phuong (dé blc);", "phuong (dé b/c);"),
    ],
)
def test_rules_mend_codes_and_enumerators(line, right):
    assert apply_edits(line, rule_edits(line, SYMBOLS, {}, romans=True)) == right


def test_a_number_known_elsewhere_loses_its_stray_letter():
    assert apply_edits("57T/NQ-TW", rule_edits("57T/NQ-TW", attested({"NQ-TW"}), {"57": 3}, romans=False)) == "57/NQ-TW"


@pytest.mark.parametrize(
    ("lines", "read", "right"),
    [
        (["Số: 214/QĐ-ĐXH"], "QD-ĐXH", "QĐ-ĐXH"),
        (["Số: 214/QD-UBND"], "QD-UBND", "QĐ-UBND"),
        ([], "QĐ-DCT", None),
        ([], "QP-BCT", "QĐ-BCT"),
        ([], "HD-BCT", "HD-BCT"),
    ],
)
def test_symbols_are_those_attested(lines, read, right):
    known = attested({"QĐ-BCT", "QĐ-UBND", "HĐ-BCT", "HD-SYT"})
    assert with_own(known, lines, [True] * len(lines)).right(read) == right


def test_confidences_open_what_text_alone_would_not():
    line = "Sở Y tê chủ trì thẩm định hồ sơ"
    tokens = tuple(0.9 for _ in line.split())
    assert apply_edits(line, repair_lines([Reading(line, tokens)], Settings())[0]) == "Sở Y tế chủ trì thẩm định hồ sơ"


@pytest.mark.parametrize(
    ("tone", "right"),
    [
        ("old", "ủy ban hòa giải hòa bình"),
        ("new", "uỷ ban hoà giải hoà bình"),
        ("document", "uỷ ban hoà giải hòa bình"),
    ],
)
def test_tone_marks_go_where_the_user_wants_them(tone, right):
    assert repair_text("uỷ ban hoà giải hòa bình", Settings(tone=tone)).text == right


def test_repairs_follow_the_tone_placement_of_the_document():
    text = "Uỷ ban nhân dân tỉnh Hoà Bình, Uỷ ban nhân dân xã\n" + "CONG HOA XA HOI CHU NGHIA VIET NAM\n" * 3
    assert "CỘNG HOÀ XÃ HỘI" in repair_text(text).text


def test_channel_none_repairs_nothing():
    text = "Tuyén truyén thue hién Nghi quyét"
    assert repair_text(text, Settings(channel="none")).text == text


def test_channel_english_is_believed():
    assert repair_text("Ké hoach", Settings(channel="english")).text == "Kế hoạch"


def test_train_makes_a_model_that_knows_its_text(tmp_path):
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("Ủy ban nhân dân xã ban hành kế hoạch số 5.\n" * 400, encoding="utf-8")
    report = train([corpus], tmp_path / "model.bin", megabytes=1)
    assert report.tokens == 400 * 13
    assert report.bytes == (tmp_path / "model.bin").stat().st_size
    assert report.perplexity is None


def test_a_tone_mark_placed_otherwise_than_the_document_does_is_no_misreading():
    lines = ["Ủy ban nhân dân xã Hòa Bình hòa giải, ủy quyền"] * 3 + ["sức khoẻ, xoá đói, hoá chất, toà án, uỷ viên"]
    readings = [Reading(line, tuple(0.7 for _ in line.split())) for line in lines]
    assert repair_lines(readings, Settings()) == [[]] * 4


def test_tone_marks_go_where_the_user_wants_them_beside_mended_letters():
    reading = Reading("ðược hoà giải ở xã", (0.9,) * 5)
    assert apply_edits(reading.text, repair_lines([reading], Settings(tone="old"))[0]) == "được hòa giải ở xã"


@pytest.mark.parametrize(("right", "style"), [("uỷ quyền, ủy ban, hoà giải", "HOÀ"), ("ủy ban, hoà giải", "HÒA")])
def test_repairs_follow_the_placement_the_document_has_oftener(right, style):
    text = f"Ban hành kế hoạch này và giao {right}\n" + "CONG HOA XA HOI CHU NGHIA VIET NAM\n" * 3
    assert repair_text(text).text.count(style) == 3
