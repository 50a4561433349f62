# SPDX-License-Identifier: Apache-2.0
"""What a person says of pages: kept with the document, done when its file is read again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ocr_kh.batch.finishing import _as_said
from ocr_kh.corrections.correction import Anchor, Correction
from ocr_kh.corrections.journal import NAME, append
from ocr_kh.corrections.page_decisions import Said, meaning, said_of_pages
from ocr_kh.corrections.written import PROVENANCE
from ocr_kh.document import Box, Condition, Line, Page, Word
from ocr_kh.settings import Settings


def say(page, name, value, kind="page", read=""):
    return Correction(kind, read, value, Anchor(page), pointer=f"/page/{name}")


def folder_of(path, pages=None, decisions=()):
    path.mkdir(parents=True)
    (path / PROVENANCE).write_text(json.dumps({"input": {"page_range": pages}, "outputs": {}}), encoding="utf-8")
    append(path / NAME, decisions)


def test_what_is_said_of_a_page_by_its_place_in_the_file(tmp_path):
    """The documents of a bundle count their pages from 1."""
    folder_of(
        tmp_path / "a.pdf" / "01", [1, 3], [say(2, "turned", "90"), say(2, "blank", "no"), say(2, "turned", "180")]
    )
    folder_of(tmp_path / "a.pdf" / "02", [4, 5], [say(1, "begins", "no")])
    assert said_of_pages(tmp_path / "a.pdf") == {2: Said(blank=False, turned=180), 4: Said(begins=False)}


def test_what_was_taken_back_is_not_said(tmp_path):
    decisions = [say(1, "blank", "yes"), say(1, "turned", "90"), say(1, "blank", "yes", "undone")]
    folder_of(tmp_path / "a.pdf", [1, 1], decisions)
    assert said_of_pages(tmp_path / "a.pdf") == {1: Said(turned=90)}
    assert said_of_pages(tmp_path / "none") == {}


@pytest.mark.parametrize(
    "decision",
    [
        say(1, "turned", "45"),
        say(1, "blank", "perhaps"),
        say(1, "columns", "yes"),
        say(1, "order", "rows"),
        say(1, "blank", "yes", "field"),
        Correction("word", "a", "yes"),
    ],
)
def test_what_says_nothing_of_pages(decision):
    assert meaning(decision) == {}


@pytest.mark.parametrize("order", ["found", "columns", "rows"])
def test_the_order_of_its_lines_may_be_said(order):
    assert meaning(say(1, "columns", order)) == {"columns": order}


PAGE = Page(
    2,
    595,
    842,
    (Line.of_words([Word("bóng", Box(1, 2, 3, 4)), Word("chữ", Box(4, 2, 6, 4))], page=2),),
    source="ocr",
    condition=Condition(100, 200, rotation=90),
    words_read=2,
)


@pytest.fixture
def asked(monkeypatch):
    """What pages are read again: number, degrees, order."""
    found = []
    monkeypatch.setattr("ocr_kh.batch.finishing.read_page", lambda *given: found.append(given[1:2] + given[3:]))
    return found


def test_a_page_that_is_blank_keeps_account_of_its_words():
    blank = _as_said(None, PAGE, Said(blank=True), Settings())
    assert (blank.lines, blank.source, blank.condition.blank_reason) == ((), "none", "person")
    assert [(each.text, each.reason) for each in blank.left_out] == [("bóng chữ", "blank page")] or [
        each.text for each in blank.left_out
    ] == ["bóng", "chữ"]
    assert blank.words_read == 2


@pytest.mark.parametrize(
    ("said", "how"),
    [
        (Said(), None),
        (Said(begins=True), None),
        (Said(turned=90), None),  # as it was read
        (Said(blank=False), None),
        (Said(columns="found"), None),
        (Said(turned=0), (0, "found")),
        (Said(blank=False, turned=270), (270, "found")),
        (Said(columns="columns"), (None, "columns")),
        (Said(turned=90, columns="rows"), (None, "rows")),
        (Said(turned=180, columns="rows"), (180, "rows")),
    ],
)
def test_a_page_is_read_again_where_it_lies_otherwise_or_in_another_order(asked, said, how):
    _as_said(None, PAGE, said, Settings())
    assert asked == ([] if how is None else [(2, *how)])


def test_a_text_layer_lies_as_it_does_and_has_its_lines_in_another_order(asked):
    text = replace(PAGE, source="text")
    _as_said(None, text, Said(turned=180), Settings())
    _as_said(None, text, Said(turned=180, columns="rows"), Settings())
    assert asked == [(2, None, "rows")]


def test_a_page_that_was_called_blank_is_read_as_print(asked):
    blank = replace(PAGE, lines=(), source="none", condition=replace(PAGE.condition, blank_reason="no letters"))
    _as_said(None, blank, Said(blank=False), Settings())
    assert asked == [(2, 90, "found")]
