# SPDX-License-Identifier: Apache-2.0
"""What the engine's alternatives decide: words, codes and enumerators, and whether a slip is the page's own."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ocr_kh.document import Alternative, Document, Line, Page, Word
from ocr_kh.repair import repair_document
from ocr_kh.repair.alternatives import texts_seen, words_seen
from ocr_kh.repair.edits import Edit, apply_edits
from ocr_kh.repair.nearly_right.printed_faults import is_printed
from ocr_kh.repair.readings import Reading
from ocr_kh.repair.rules.codes_and_enumerators import figure_edits
from ocr_kh.settings import Settings

CASES = json.loads((Path(__file__).parents[2] / "cases" / "repair" / "seen.json").read_text(encoding="utf-8"))
SYMBOLS = frozenset({"QĐ", "TTg", "UB", "UBND", "KH", "CT"})


def line_of(words: list[list]) -> Line:
    """Words as in the cases: text, confidence, and alternatives as [offset, read, other, loss]."""
    return Line.of_words(
        [Word(text, None, confidence, tuple(Alternative(*a) for a in rest)) for text, confidence, *rest in words],
        page=1,
    )


def document_of(line: Line) -> Document:
    return Document("a.pdf", "0" * 64, (Page(1, lines=(line,), source="ocr"),))


@pytest.mark.parametrize("case", CASES["lines"], ids=lambda case: case["label"])
def test_line_with_alternatives(case):
    document = repair_document(document_of(line_of(case["words"])), Settings())
    assert document.lines[0].text == case["text"]
    faults = [[r.before, r.runner_up] for r in document.repairs if r.kind == "printed_fault"]
    assert faults == case.get("printed_faults", [])


def test_printed_fault_is_reported_and_mended_only_on_request():
    case = next(case for case in CASES["lines"] if case.get("printed_faults"))
    document = document_of(line_of(case["words"]))
    reported = next(r for r in repair_document(document, Settings()).repairs if r.kind == "printed_fault")
    assert (reported.before, reported.doubtful) == (reported.after, True)
    mended = repair_document(document, Settings(mend_print=True))
    made = next(r for r in mended.repairs if r.kind == "printed_fault")
    assert made.after == reported.runner_up
    assert reported.probability == pytest.approx(1 - made.probability, abs=2e-4)
    assert mended.lines[0].text == case["text"].replace(made.before, made.after)


@pytest.mark.parametrize("case", CASES["enumerators"], ids=lambda case: case["label"])
def test_enumerators_by_the_one_before(case):
    readings = [
        Reading(
            line, (0.9,) * len(line.split()), (tuple(Alternative(*a) for a in seen), *[()] * (len(line.split()) - 1))
        )
        for line, seen in case["read"]
    ]
    edits = figure_edits(readings, SYMBOLS)
    right = [apply_edits(reading.text, found) for reading, found in zip(readings, edits, strict=True)]
    assert right == case["right"]


@pytest.mark.parametrize(
    ("read", "seen", "right"),
    [
        ("304/0Đ-UB", [(4, "0", "Q", -2.9)], "304/QĐ-UB"),
        ("12/2021/2Đ-TTg,", [(8, "2", "Q", -3.4)], "12/2021/QĐ-TTg,"),
        ("11/CT-TTE", [(8, "E", "g", -1.9)], "11/CT-TTg"),
        ("304/QĐ-UB", [(4, "Q", "O", -0.1)], "304/QĐ-UB"),
        ("304/0Đ-UB", [(4, "0", "Q", -14.0)], "304/0Đ-UB"),
        ("304/0Đ-UB", [(4, "0", "Q", -8.0)], "304/QĐ-UB"),
        ("214/QĐ-UE", [(8, "E", "B", -8.0)], "214/QĐ-UE"),
        ("28/1", [(3, "1", "U", -0.1)], "28/1"),
        ("LI0", [(1, "I", "1", -2.2)], "L10"),
        ("F7-I9", [(3, "I", "1", -5.5)], "F7-19"),
        ("LI0", [(1, "I", "1", -14.0)], "LI0"),
        ("II.1", [(0, "I", "1", -0.5)], "II.1"),
    ],
)
def test_codes_by_the_symbols_that_are_known(read, seen, right):
    reading = Reading(read, (0.9,), (tuple(Alternative(*a) for a in seen),))
    assert apply_edits(read, figure_edits([reading], SYMBOLS)[0]) == right


def test_a_body_that_the_document_writes_twice_is_no_slip():
    seen = (Alternative(8, "E", "B", -1.9),)
    codes = [Reading("214/QĐ-UE", (0.9,), (seen,)), Reading("215/QĐ-UE", (0.9,), (seen,))]
    assert figure_edits(codes, SYMBOLS) == [[], []]
    assert figure_edits(codes[:1], SYMBOLS) == [[Edit(7, 9, "UB", "rule")]]


@pytest.mark.parametrize(
    ("before", "after", "printed"),
    [
        ("đỉnh", "đính", True),
        ("làm", "là", True),
        ("tòa", "tọa", True),
        ("tô", "tổ", False),
        ("TÓ", "TỔ", False),
        ("dịnh", "định", False),
    ],
)
def test_is_printed_where_the_engine_saw_nothing_else(before, after, printed):
    assert is_printed(before, after, (), 0.95) is printed
    assert not is_printed(before, after, (), 0.6)


def test_is_printed_not_where_the_engine_saw_it():
    assert not is_printed("Thị", "Thi", (Alternative(2, "ị", "i", -9.0),), 0.95)


def test_texts_seen_passes_over_what_no_longer_fits():
    assert texts_seen("ban", (Alternative(1, "ả", "a", -1.0),)) == {"ban": 0.0}
    assert words_seen("SỚ", (Alternative(1, "Ớ", "Ở", -1.0),)) == {"sớ": 0.0, "sở": -1.0}


@pytest.mark.parametrize(
    ("lines", "right"),
    [
        (["Theo Tờ trình số 12/TTr-", "SNŒV ngày 3/4/2026."], "SNV ngày 3/4/2026."),
        (["Theo Tờ trình số 12/TTr-", "SNOV ngày 3/4/2026."], "SNOV ngày 3/4/2026."),
        (["Theo Tờ trình của đơn vị -", "SNŒV ngày 3/4/2026."], "SNŒV ngày 3/4/2026."),
    ],
    ids=["no letter of ours", "a letter of ours", "no code"],
)
def test_a_code_broken_at_its_hyphen_goes_on_with_a_body(lines, right):
    readings = [Reading(line, (0.9,) * len(line.split())) for line in lines]
    assert apply_edits(lines[1], figure_edits(readings, {"TTr", "SNV"})[1]) == right


@pytest.mark.parametrize(
    ("line", "right"), [("Sở: 12 /KH-SYT", "Số: 12 /KH-SYT"), ("Số: 12 /KH-SYT", "Số: 12 /KH-SYT")]
)
def test_the_word_before_the_number_of_the_document_is_no_other(line, right):
    words = [[word, 0.3 if word.startswith("S") else 0.9] for word in line.split()]
    lines = (line_of([["SỞ", 0.95], ["Y", 0.95], ["TẾ", 0.95]]), line_of(words))
    document = replace(document_of(lines[1]), pages=(Page(1, lines=lines, source="ocr"),))
    assert repair_document(document, Settings()).lines[1].text == right
