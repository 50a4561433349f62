# SPDX-License-Identifier: Apache-2.0
"""The steps of the parser, and the pointers by which a draft says what each value was read from."""

from __future__ import annotations

import pickle
from functools import reduce
from itertools import accumulate
from operator import truediv
from pathlib import Path

import pytest

from ocr_kh.document import Document, Page
from ocr_kh.plan import Plan, parse
from ocr_kh.plan.draft import Draft
from ocr_kh.plan.model import PLAN, Header
from ocr_kh.plan.parsing import STEPS
from ocr_kh.reading.textfile import text_lines

SAMPLE = Path(__file__).parents[3] / "samples" / "truth" / "ke-hoach-chuyen-doi-so.txt"


@pytest.fixture(scope="module")
def document():
    page = Page(number=1, lines=text_lines(SAMPLE.read_text("utf-8")), source="text")
    return Document(name="", sha256="", pages=(page,), has_pages=False)


@pytest.fixture(scope="module")
def drafts(document):
    """What is known behind each step, by its name."""
    found = accumulate(STEPS, lambda draft, step: step(draft), initial=Draft(document))
    return dict(zip(["", *(step.__name__ for step in STEPS)], found, strict=True))


def test_steps_give_the_plan(document, drafts):
    assert drafts["judge_quality"].plan == parse(document)


def test_a_step_adds_what_it_is_named_for(drafts):
    after = drafts["read_blocks"]
    assert after.plan.header != Header()
    assert after.places[PLAN / "header" / "number"][0].text.startswith("Số")
    assert not after.plan.sections
    assert drafts["read_outline"].plan.sections
    assert after.plan.recipients
    assert drafts["judge_fields"].plan.fields


def test_a_step_leaves_the_draft_it_was_given(drafts):
    draft = drafts["read_items"]
    known = dict(draft.places)
    STEPS[2](draft)
    assert (draft.places, draft.plan.sections) == (known, ())


def test_a_value_from_nothing_has_no_evidence(document):
    draft = Draft(document).set("closing", None)
    assert not draft.places


@pytest.mark.parametrize(
    "steps", [("nummer",), ("header", "nummer"), ("header", 0), ("bases", "text"), ("sections", 0, "block"), (0,)]
)
def test_a_pointer_to_what_the_plan_has_not_is_refused(steps):
    *known, last = steps
    pointer = reduce(truediv, known, PLAN)
    with pytest.raises(AttributeError, match=r"in plan\.json"):
        pointer / last


def test_a_pointer_says_what_stands_there():
    number = PLAN / "sections" / 3 / "sections" / 1 / "blocks" / 0 / "text"
    assert (number, number.kind, number.first) == ("/sections/3/sections/1/blocks/0/text", str, "sections")
    assert (PLAN / "header" / "copy").kind is str


def test_a_pointer_goes_to_other_processes():
    pointer = PLAN / "header"
    again = pickle.loads(pickle.dumps(pointer))  # noqa: S301 - written on the same line
    assert (again, again / "date") == (pointer, "/header/date")


def test_a_plan_is_not_given_a_value_it_has_no_place_for():
    assert Plan().replaced(subject="x").subject == "x"
    with pytest.raises(AttributeError, match="Plan has no subjet"):
        Plan().replaced(subjet="x")
