# SPDX-License-Identifier: Apache-2.0
"""Headers and closings of many offices (tests/cases/blocks): the share of fields that plain text alone gives right.

And headers with what scans add and take: stamps, specks, strokes, lost marks, gaps.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ocr_kh.language.letters import bare
from ocr_kh.language.syllables import place_tones
from ocr_kh.plan import parse_text

CASES = Path(__file__).parents[2] / "cases" / "blocks"
FIELDS_RIGHT = {"headers": 0.97, "closings": 0.97, "both": 0.97}
"""Least share of fields right, the aim of the set."""
HEADER = (
    "parent_issuer", "issuer", "number", "symbol", "place", "date", "urgency", "secrecy", "copy", "received",
    "document_type", "subject", "addressees", "authority_line",
)  # fmt: skip
CLOSING = ("recipients", "authority", "signer")
SUBJECT_WORDS = re.compile(r"^(v/v|về việc)\s*:?\s*", re.IGNORECASE)


def loaded(name):
    return tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))


FILES = {name: loaded(name) for name in ("headers", "closings")}
ALL = [(name, case) for name, file in FILES.items() for case in file["case"]]


def document(name, case):
    """The printed lines of a case with the body behind its header, or the document before its closing."""
    around, own = FILES[name], case["text"].lstrip("\n")
    return own + around["behind"][case["behind"]] if name == "headers" else around["before"][case["before"]] + own


def header_fields(plan):
    found = {**plan.model_dump(by_alias=True), **plan.header.model_dump(by_alias=True)}
    return {field: found.get(field) for field in HEADER}


def closing_fields(plan):
    return {
        "recipients": [each.name + (f" | {each.purpose}" if each.purpose else "") for each in plan.recipients],
        "authority": [" / ".join(each.authority) for each in plan.signatures if each.authority],
        "signer": [each.signer for each in plan.signatures if each.signer],
    }


def stated(name, case):
    if name == "headers":
        return {field: case.get(field) for field in HEADER}
    parted = [signature.rpartition(" / ") for signature in case.get("signatures", [])]
    return {
        "recipients": case.get("recipients", []),
        "authority": [authority for authority, _, _ in parted if authority],
        "signer": [signer for _, _, signer in parted if signer != "-"],
    }


def folded(field, value):
    """What is compared: spaces, tone placement and the words before a subject do not count, letters and case do."""
    if isinstance(value, dict):
        return {key: each for key, each in value.items() if each}
    if isinstance(value, list | tuple):
        return [folded(field, each) for each in value]
    text = place_tones(" ".join((value or "").split()))
    return SUBJECT_WORDS.sub("", text) if field == "subject" else text


@cache
def judged(name):
    """(kind, field, right, found, stated) of every field of a file that is printed or was found."""
    rows = []
    for case in FILES[name]["case"]:
        plan = parse_text(document(name, case))
        found, wanted = (header_fields if name == "headers" else closing_fields)(plan), stated(name, case)
        pairs = [(field, folded(field, found[field]), folded(field, wanted[field])) for field in wanted]
        rows += [(case["kind"], field, got == want, got, want) for field, got, want in pairs if got or want]
    return rows


def table(rows):
    """Figures of each field, then every field that is wrong: what pytest prints where the share is too small."""
    fields = Counter((field, right) for _, field, right, _, _ in rows)
    of_each = [
        f"{field:15} {fields[field, True]}/{fields[field, True] + fields[field, False]}"
        for field in dict.fromkeys(field for field, _ in fields)
    ]
    wrong = [f"{kind}: {field} {got!r}, not {want!r}" for kind, field, right, got, want in rows if not right]
    return "\n".join([*of_each, *wrong])


def share(rows):
    return sum(right for _, _, right, _, _ in rows) / len(rows)


@pytest.mark.parametrize("name", FILES)
def test_share_of_fields_right_in_each_file(name):
    assert share(judged(name)) >= FIELDS_RIGHT[name], table(judged(name))


def test_share_of_fields_right_in_all():
    rows = [row for name in FILES for row in judged(name)]
    assert share(rows) >= FIELDS_RIGHT["both"], table(rows)


NOT_AS_PRINTED = {"date", "received"}
NEVER_PRINTED = "CÔNG VĂN"
"""The type of a letter, which carries none."""


@pytest.mark.parametrize(("name", "case"), ALL, ids=lambda value: value["kind"] if isinstance(value, dict) else value)
def test_a_case_states_only_what_it_prints(name, case):
    printed = letters(document(name, case))
    for field, value in stated(name, case).items():
        if value and value != NEVER_PRINTED and field not in NOT_AS_PRINTED:
            words = " ".join(value) if isinstance(value, list) else value
            assert [word for word in words.replace("|", " ").split() if letters(word) not in printed] == []


def letters(text):
    return "".join(filter(str.isalnum, bare(text).casefold()))


@pytest.mark.parametrize("name", FILES)
def test_a_file_holds_a_hundred_different_cases(name):
    kinds = [case["kind"] for case in FILES[name]["case"]]
    assert len(set(kinds)) == len(kinds) >= 100
    assert len({kind.partition(":")[0] for kind in kinds}) >= 25


STAMPS = [
    ["ĐẾN", "Số: 1234", "Ngày: 12/3/2026", "Chuyển:"],
    ["CÔNG VĂN ĐẾN", "Số: 87", "Ngày 3 tháng 4 năm 2026"],
    ["UBND XÃ TÂN PHÚ", "ĐẾN Số: 455", "Ngày: 5/6/2026"],
    ["SỞ NỘI VỤ TỈNH QUẢNG HẢI", "CÔNG VĂN ĐẾN", "Ngày ...../...../.....", "Chuyển: ............"],
]
STROKES = ["¬ — ÔNG ^ 7", "i U rn", "ˆ ` .", "(| 4 LÔ", "TRỤÊNG NGƯƠI Ọ0 HÒA", "~N -", "S"]
SPECKS = [".", "|", "'", "_", "`"]
LOST_MARKS = str.maketrans("ÔỘẾẤệốỰẠĨỦƯ", "ÒỌÉÁẹóƯAỈUU")
NEAR_THE_TOP = 8


def stamped(lines, chance):
    at = chance.randrange(1, max(2, min(len(lines), NEAR_THE_TOP)))
    return [*lines[:at], *chance.choice(STAMPS), *lines[at:]]


def with_a_stroke(lines, chance):
    at = chance.randrange(len(lines))
    return [*lines[:at], chance.choice(STROKES), *lines[at:]]


def with_specks(lines, chance):
    return [
        chance.choice([f"{chance.choice(SPECKS)} {line}", f"{line} {chance.choice(SPECKS)}"])
        if chance.random() < 0.3
        else line
        for line in lines
    ]


def with_marks_misread(lines, chance):
    return [
        "".join(letter.translate(LOST_MARKS) if chance.random() < 0.3 else letter for letter in line) for line in lines
    ]


def with_blank_lines(lines, chance):
    return [each for line in lines for each in ([line, ""] if chance.random() < 0.5 else [line])]


LEAST_RIGHT = {
    stamped: 0.975, with_a_stroke: 0.965, with_specks: 0.98, with_marks_misread: 0.98, with_blank_lines: 0.99,
}  # fmt: skip
"""Least share of fields right; what is left of the right ones above them is what damage costs."""


@pytest.mark.parametrize("damaged", LEAST_RIGHT, ids=lambda damaged: damaged.__name__)
def test_damage_costs_few_fields(damaged):
    right = Counter()
    for case in FILES["headers"]["case"]:
        lines = damaged(case["text"].strip("\n").split("\n"), random.Random(f"{case['kind']} {damaged.__name__}"))
        behind = FILES["headers"]["behind"][case["behind"]]
        found = header_fields(parse_text("\n".join(lines) + "\n" + behind))
        for field, wanted in stated("headers", case).items():
            one, two = folded(field, found[field]), folded(field, wanted)
            if field != "received" and (one or two):
                right[bare(str(one)).lower() == bare(str(two)).lower()] += 1
    assert right[True] / right.total() >= LEAST_RIGHT[damaged]


SEAL = ["ST HN TRƯỜNG: —", "=1", "(6 SY SẮN", "é t là 22", "ố X ta", "{ Tà}", "NHÂN D", "À `", "ly", "ÁN HUY"]


def capitals_of(lines):
    return [at for at, line in enumerate(lines) if line.isupper() and sum(map(str.isalpha, line)) > 4]


def sealed(lines, chance):
    at = max(capitals_of(lines), default=0) + 1
    return [*lines[:at], *(chance.choice(SEAL) for _ in range(chance.randrange(1, 4))), *lines[at:]]


def torn(lines, chance):
    """A line in capitals without its first or last letter."""
    if found := capitals_of(lines):
        at = chance.choice(found)
        line = lines[at][:-1] if chance.random() < 0.5 else lines[at][1:]
        return [*lines[:at], line, *lines[at + 1 :]]
    return lines


LEAST_RIGHT_BELOW = {
    sealed: {True: 0.855, False: 0.77},
    torn: {True: 0.89, False: 0.67},
    with_specks: {True: 0.99, False: 0.97},
    with_marks_misread: {True: 0.99, False: 0.95},
}
"""The same of closings with recipients, and of those without, where nothing but the lines of who signs tells them."""


@pytest.mark.parametrize("damaged", LEAST_RIGHT_BELOW, ids=lambda damaged: damaged.__name__)
def test_damage_costs_few_fields_of_the_closing(damaged):
    right = {True: Counter(), False: Counter()}
    for case in FILES["closings"]["case"]:
        lines = damaged(case["text"].strip("\n").split("\n"), random.Random(f"{case['text']} {damaged.__name__}"))
        before = FILES["closings"]["before"][case["before"]]
        found = closing_fields(parse_text(before + "\n".join(lines) + "\n"))
        for field, wanted in stated("closings", case).items():
            one, two = folded(field, found[field]), folded(field, wanted)
            if one or two:
                listed = any(head in case["text"] for head in ("Nơi nhận", "Nơi gửi"))
                right[listed][bare(str(one)).lower() == bare(str(two)).lower()] += 1
    for with_recipients, found in right.items():
        assert found[True] / found.total() >= LEAST_RIGHT_BELOW[damaged][with_recipients]
