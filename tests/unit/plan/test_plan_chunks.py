# SPDX-License-Identifier: Apache-2.0
"""Chunks of a plan: every text once, none too long, headings with what follows them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.errors import UsageError
from ocr_kh.plan.fields import Evidence
from ocr_kh.plan.model import Appendix, Block, Plan, Section

LONG = "Một hai ba bốn năm. Sáu bảy tám chín mười! " * 6
PLAN = Plan(
    subject="Vệ sinh môi trường",
    sections=(
        Section(
            marker="I",
            level=1,
            path="I",
            title="MỤC ĐÍCH",
            page=1,
            sections=(
                Section(
                    marker="1",
                    level=2,
                    path="I.1",
                    title="Yêu cầu",
                    page=1,
                    blocks=(
                        Block(kind="paragraph", text="Thiết thực.", page=1),
                        Block(kind="bullet", text=LONG, page=2),
                    ),
                ),
                Section(marker="2", level=2, path="I.2", title="Mục tiêu", page=2),
            ),
        ),
        Section(
            marker="II", level=1, path="II", title="KINH PHÍ", blocks=(Block(kind="paragraph", text="Ngân sách."),)
        ),
    ),
    appendices=(Appendix(marker="Phụ lục", title="BIỂU", blocks=(Block(kind="table", text="STT | Việc\n1 | Họp"),)),),
    evidence={
        "/sections/0/sections/0/blocks/0": Evidence(source="page", page=1, box=(1.0, 2.0, 3.0, 4.0)),
        "/sections/0/sections/0/blocks/1": Evidence(source="page", page=2, box=(5.0, 6.0, 7.0, 8.0)),
    },
)


def words(texts):
    return " ".join(texts).split()


@pytest.fixture(scope="module")
def stored(root):
    """The plans that lie with the samples."""
    found = [Plan.model_validate_json(path.read_bytes()) for path in root.glob("samples/truth/*.plan.json")]
    assert len(found) > 10
    return (PLAN, *found)


@pytest.mark.parametrize("max_words", [1, 7, 40, 250, 100_000])
def test_chunks_hold_every_text_once_and_in_order(stored, max_words):
    for plan in stored:
        chunks = plan.chunks(max_words=max_words)
        assert words(chunk.text for chunk in chunks) == words(unit.text for unit in plan.texts())
        assert all(chunk.words <= max_words for chunk in chunks)
        pointers = [pointer for chunk in chunks for pointer in chunk.pointers]
        assert list(dict.fromkeys(pointers)) == [unit.pointer for unit in plan.texts()]


@given(st.lists(st.text(alphabet="aộ .;\n|", max_size=60), max_size=6), st.integers(1, 9))
def test_chunks_hold_every_word_of_any_texts(texts, max_words):
    plan = Plan(preamble=tuple(texts))
    assert words(chunk.text for chunk in plan.chunks(max_words=max_words)) == words(texts)


def test_chunks_repeat_the_end_of_the_one_before(stored):
    for plan in stored:
        chunks = plan.chunks(max_words=30, overlap=10)
        assert all(chunk.words <= 30 for chunk in chunks)
    first, second = PLAN.chunks(max_words=30, overlap=10)[2:4]
    assert second.text.split()[:10] == first.text.split()[-10:]


def test_chunks_stay_within_a_section_of_the_first_level_or_an_annex():
    groups = [{pointer.split("/")[2] for pointer in chunk.pointers if "sections" in pointer} for chunk in PLAN.chunks()]
    assert all(len(group) <= 1 for group in groups)
    assert [chunk.text.splitlines()[0] for chunk in PLAN.chunks()] == [
        "Vệ sinh môi trường",
        "MỤC ĐÍCH",
        "KINH PHÍ",
        "BIỂU",
    ]


def test_chunks_keep_a_heading_with_what_follows_it():
    titles = {unit.pointer: unit.text for unit in PLAN.texts() if unit.kind == "title"}
    for before, after in pairwise(PLAN.chunks(max_words=20)):
        same_group = before.pointers[0].split("/")[1:3] == after.pointers[0].split("/")[1:3]
        assert not (same_group and before.text.splitlines()[-1] in titles.values())


def test_chunks_know_headings_path_pages_and_boxes():
    second = PLAN.chunks(max_words=20)[2]
    assert (second.headings, second.path, second.pages) == (("MỤC ĐÍCH", "Yêu cầu"), "I.1", (2,))
    assert PLAN.chunks()[1].boxes == ((1, 1.0, 2.0, 3.0, 4.0), (2, 5.0, 6.0, 7.0, 8.0))
    assert PLAN.chunks()[0].boxes == ()


def test_chunks_are_cut_at_sentences():
    texts = [chunk.text for chunk in PLAN.chunks(max_words=20) if chunk.path == "I.1"]
    assert all(text[-1] in ".!" for text in texts[:-1])


def test_chunks_estimate_tokens():
    (chunk,) = Plan(preamble=("Tổ chức thực hiện kế hoạch " * 10,)).chunks()
    assert 60 < chunk.tokens < 180  # between 1 and 3 a syllable, whatever the model


@pytest.mark.parametrize(("max_words", "overlap"), [(0, 0), (5, 5), (5, -1)])
def test_chunks_that_cannot_be_are_refused(max_words, overlap):
    with pytest.raises(UsageError, match="cannot repeat"):
        PLAN.chunks(max_words=max_words, overlap=overlap)


def test_section_text_is_that_under_it_alone_or_all():
    section = PLAN.sections["I"]
    assert section.text() == ""
    assert section.text(deep=True).splitlines()[:2] == ["1. Yêu cầu", "Thiết thực."]
    assert section.text(deep=True).endswith("2. Mục tiêu")
