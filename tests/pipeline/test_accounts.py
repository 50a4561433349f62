# SPDX-License-Identifier: Apache-2.0
"""Nothing vanishes on the way of a page: numbers of lists, short pages laid in sideways, words and lines."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bench import short_pages
from bench.accounts import account
from bench.scans import render
from ocr_kh.batch.run import convert
from ocr_kh.pipeline import assemble, read_page
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings

SAMPLES = Path(__file__).parents[2] / "samples"
LISTS = Path(__file__).parents[1] / "cases" / "lists" / "numbers-lost"


def lines_of(path):
    page = read_page(open_source(path, Settings()), 1, Settings(mode="ocr"))
    return [line.text for line in page.lines]


@pytest.mark.parametrize("name", ["names8.png", "names8-deg.jpg"])
def test_items_of_a_list_keep_their_numbers(name):
    assert lines_of(LISTS / name) == (LISTS / "expected.txt").read_text(encoding="utf-8").splitlines()


def test_short_items_of_a_list_keep_their_numbers():
    heads = [line.split()[0] for line in lines_of(LISTS / "sent10.png")]
    assert heads == ["KẾ", "Kiểm", *(f"{number}." for number in range(1, 11))]


@pytest.mark.parametrize("name", ["ke-hoach-cai-cach-hanh-chinh-2018.pdf", "cong-van-phong-chay-chua-chay.jpg"])
def test_words_and_lines_of_a_sample_are_accounted_for(name):
    source = open_source(SAMPLES / name, Settings())
    pages = [read_page(source, number, Settings()) for number in range(1, source.page_count + 1)]
    found = account(pages, assemble(source, pages, Settings()))
    assert found.unexplained == []
    assert found.read > found.written
    assert found.left_out


@pytest.mark.parametrize("quarter", [1, 3])
@pytest.mark.parametrize("kind", ["divider", "annex"])
def test_a_short_page_laid_in_sideways_is_read(kind, quarter):
    assert short_pages.find(kind, quarter, seed=2).good


def test_a_blank_page_is_listed_and_shown(tmp_path):
    cover = short_pages.scanned(short_pages.printed("cover")[0], 1, seed=2)
    pages = [cover, np.full_like(cover, 250)]
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(render.scanned_pdf(pages, 200))
    assert [each.status for each in convert([scan], tmp_path / "out", settings=Settings(jobs=1))] == ["done"]
    plan = json.loads((tmp_path / "out" / "scan.pdf" / "plan.json").read_text(encoding="utf-8"))
    assert plan["blank_pages"] == [2]
    assert plan["quality"]["pages"][1]["blank_reason"] == "no letters"
    assert (tmp_path / "out" / "blank_pages.csv").is_file()
    assert (tmp_path / "out" / "blank_pages.pdf").is_file()
