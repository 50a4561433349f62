# SPDX-License-Identifier: Apache-2.0
"""Papers of a hồ sơ are known by what stands on them, and nothing else is taken for one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ocr_kh.genre.papers.judging import judge
from ocr_kh.genre.papers.matching import labels, spoken, whole_matches
from ocr_kh.genre.vocabulary import load_vocabulary, using

PAGES = tomllib.loads((Path(__file__).parents[2] / "cases/genre/papers.toml").read_text("utf-8"))["page"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_a_page_is_the_paper_that_it_is(page):
    assert judge(page["lines"]).paper == page["paper"]


def test_a_title_begins_a_paper():
    titled = {page["name"]: judge(page["lines"]).titled for page in PAGES}
    assert titled["a contents list in the form of the decree"]
    assert not titled["a further page of one, its heads repeated"]


def test_labels_end_where_their_values_begin():
    text = "Phông số: 12 Mục lục số ..... Hồ sơ số 15"
    found = [match for match in labels(text) if match.item.paper == "cover"]
    assert [(match.item.item, text[match.end :][:2]) for match in found] == [
        ("fonds", "12"),
        ("catalogue", "Hồ"),
        ("dossier", "15"),
    ]


@pytest.mark.parametrize("text", ["Nội dung hồ sơ số: 15", "Văn phòng số: liệu", "Đề nghị gồm: cán bộ"])
def test_what_stands_inside_a_line_is_no_label(text):
    assert [match for match in labels(text) if match.start > 0] == []


def test_every_word_of_the_table_finds_its_own_item():
    for item in load_vocabulary(()).papers:
        for words in item.words:
            found = list(whole_matches(words, item.place)) if item.place != "label" else labels(f"{words}: 1")
            likest = [match for match in found if match.item.paper == item.paper and match.likeness == 1.0]
            assert item in [match.item for match in likest], (item.paper, words, spoken(words))


def test_papers_of_ones_own_count(tmp_path):
    lines = ["BÌA CẶP", "Tập lưu số: 15", "Năm lưu: 2008", "Kho số: 3"]
    assert judge(lines).paper == ""
    items = (("title", "whole", "bìa cặp"), ("dossier", "label", "tập lưu số"), ("period", "label", "năm lưu"))
    own = [f"cover\t{item}\t{place}\town\t{words}\n" for item, place, words in items]
    (tmp_path / "dossier_papers.tsv").write_text("".join(own), encoding="utf-8")
    with using((tmp_path,)):
        assert judge(lines).paper == "cover"
