# SPDX-License-Identifier: Apache-2.0
"""One home of warnings: what is emitted has a row, what has a row is emitted, worded, weighed and documented."""

from __future__ import annotations

import ast
from dataclasses import replace
from string import Formatter
from typing import NamedTuple

import pytest

from ocr_kh.messages import translate, use_language
from ocr_kh.plan.fields import Evidence
from ocr_kh.plan.model import Plan
from ocr_kh.plan.review.triage import looks
from ocr_kh.plan.review.warnings import WARNINGS, Slip, in_words, warn

KIND = WARNINGS["header.number_blank"]
WHERE = {"plan", "at", "page"}
"""Arguments of `warn` that say where, not what."""


class Call(NamedTuple):
    codes: frozenset[str]
    values: frozenset[str]
    place: str


def calls_of_warn(tree, place):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "warn":
            first = ast.walk(node.args[0])
            codes = {each.value for each in first if isinstance(each, ast.Constant) and isinstance(each.value, str)}
            yield Call(
                frozenset(codes), frozenset(str(each.arg) for each in node.keywords) - WHERE, f"{place}:{node.lineno}"
            )


def made_by_hand(tree):
    """Calls of the class Warning of the plan's model, under whatever name it was imported."""
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "ocr_kh.plan.model"
        for alias in node.names
        if alias.name == "Warning"
    }
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [each.id for each in called if isinstance(each, ast.Name) and each.id in names] + [
        each.attr for each in called if isinstance(each, ast.Attribute) and each.attr == "Warning"
    ]


@pytest.fixture(scope="module")
def trees(root):
    paths = sorted((root / "ocr_kh").rglob("*.py"))
    return {path.relative_to(root).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


@pytest.fixture(scope="module")
def calls(trees):
    return [call for place, tree in trees.items() for call in calls_of_warn(tree, place)]


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs/formats.md").read_text("utf-8")


def lacking(kind, emitted, page):
    """What a warning has not got of all that it needs."""
    use_language("vi")
    translated = translate(kind.words)
    use_language("en")
    return [
        what
        for what, there in (
            ("message", bool(kind.message)),
            ("words", bool(kind.words)),
            ("Vietnamese", translated != kind.words),
            ("weight", kind.faults > 0 or kind.slip is Slip.SCAN),
            ("minutes", kind.minutes > 0),
            ("docs", f"| `{kind.code}` |" in page),
            ("call", kind.code in emitted),
        )
        if not there
    ]


@pytest.mark.parametrize("code", WARNINGS)
def test_a_warning_has_words_in_both_languages_a_weight_a_line_in_docs_and_a_place_that_makes_it(code, calls, page):
    assert lacking(WARNINGS[code], {each for call in calls for each in call.codes}, page) == []


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"message": ""}, ["message"]),
        ({"words": ""}, ["words", "Vietnamese"]),
        ({"words": "no one has put this into Vietnamese"}, ["Vietnamese"]),
        ({"faults": 0.0}, ["weight"]),
        ({"minutes": 0.0}, ["minutes"]),
        ({"code": "header.number_green"}, ["docs", "call"]),
    ],
)
def test_a_warning_that_lacks_one_of_these_is_told(change, lacks, page):
    assert lacking(replace(KIND, **change), {KIND.code}, page) == lacks


def test_what_is_emitted_has_a_row(calls):
    assert len(calls) > 30
    assert {call.place: call.codes - set(WARNINGS) for call in calls if not call.codes <= set(WARNINGS)} == {}


def test_every_call_names_its_code_and_fills_the_message(calls):
    for call in calls:
        assert call.codes, call.place
        for code in call.codes:
            places = {name for _, name, _, _ in Formatter().parse(WARNINGS[code].message) if name}
            assert call.values == places, call.place


def test_warnings_are_made_in_one_place(trees):
    assert {place: found for place, tree in trees.items() if (found := made_by_hand(tree))} == {
        "ocr_kh/plan/review/warnings.py": ["Warning"]
    }


@pytest.mark.parametrize(
    "source",
    [
        "from ocr_kh.plan.model import Warning\nWarning(code='a.b', message='')",
        "from ocr_kh.plan.model import Warning as Told\nTold(code='a.b', message='')",
        "from ocr_kh.plan import model\nmodel.Warning(code='a.b', message='')",
    ],
)
def test_a_warning_made_by_hand_is_told(source):
    assert len(made_by_hand(ast.parse(source))) == 1


def test_an_unknown_code_is_refused():
    with pytest.raises(KeyError, match=r"header\.green.*give it a row"):
        warn("header.green")


def test_a_value_that_the_message_lacks_is_refused():
    with pytest.raises(KeyError, match="marker"):
        warn("outline.repeat", page=1)


def test_the_page_is_the_one_given_or_that_of_the_evidence():
    plan = Plan(evidence={"/header/number": Evidence(source="page", page=2)})
    assert warn("header.number", plan, at="/header/number").page == 2
    assert warn("header.number", plan, at="/header/number", page=3).page == 3
    assert warn("header.number", plan, at="/header/date").page is None
    assert warn("header.number").page is None


def test_words_are_those_of_the_code_in_the_language_in_use_and_else_the_message():
    use_language("vi")
    assert in_words("header.number_handwritten", "the number was written by hand (342)") == "số viết tay"
    assert in_words("header.green", "the header is green") == "the header is green"


def test_what_only_another_scan_mends_is_no_look():
    kept = [code for code, kind in WARNINGS.items() if kind.slip is Slip.SCAN]
    assert len(kept) == 4
    assert looks(Plan(warnings=tuple(warn(code, page=1, dpi=150, demanded=200, pages="page 1") for code in kept))) == []
