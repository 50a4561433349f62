# SPDX-License-Identifier: Apache-2.0
"""Files that hold several documents, as data (tests/cases/splitting/*.toml) and as hand-built pages."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ocr_kh.document import Box, Condition, Document, Line, Page, Role, Word
from ocr_kh.splitting import split
from ocr_kh.splitting.parts import boundaries

CASES = tomllib.loads((Path(__file__).parents[2] / "cases/splitting/cases.toml").read_text("utf-8"))["case"]
WIDTH, HEIGHT = 595.0, 842.0
PARTS = {
    "HEADER": "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH\nSố: {}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "An Bình, ngày 04 tháng 3 năm 2026",
    "PARTY": "ĐẢNG BỘ XÃ AN BÌNH\nĐẢNG ỦY\n*\nSố {}\nĐẢNG CỘNG SẢN VIỆT NAM\nAn Bình, ngày 04 tháng 3 năm 2026",
    "CLOSING": "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn An",
}


def page(text, number):
    if text in ("", "FAILED"):
        return Page(
            number,
            WIDTH,
            HEIGHT,
            condition=Condition(blank_reason=None if text else "no letters"),
            error="[E502] ..." if text else None,
        )
    printed = []
    for line in text.split("\n"):
        head, _, rest = line.partition(" ")
        printed += PARTS[head].format(rest).split("\n") if head in PARTS else [line]
    lines = [placed(line, number, 60 + 17 * at) for at, line in enumerate(printed)]
    return Page(number, WIDTH, HEIGHT, tuple(lines), source="ocr")


def placed(text, number, top):
    is_number = text.startswith("[")
    words = [Word(word, Box(80, top, 500, top + 12)) for word in text.strip("[]").split()]
    return Line.of_words(words, page=number, role=Role.PAGE_NUMBER if is_number else Role.BODY)


def pages(case):
    return tuple(page(text, number) for number, text in enumerate(case["pages"], 1))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_splitting_finds_where_documents_begin(case):
    assert boundaries(pages(case)).first == case["starts"]


def test_splitting_numbers_the_pages_of_each_document_anew():
    whole = Document("a.pdf", "ab" * 32, pages(CASES[1]))
    first, second = split(whole)
    assert [each.page_range for each in (first, second)] == [(1, 3), (4, 5)]
    assert [each.number for each in second.pages] == [1, 2]
    assert {line.page for line in second.lines} == {1}
    assert [each.part.name for each in (first, second)] == ["01", "02"]
    assert (second.name, second.sha256) == (whole.name, whole.sha256)


@pytest.mark.parametrize(
    ("case", "said", "ranges"),
    [
        (0, {}, [(1, 2), (3, 3)]),
        (0, {3: False}, [(1, 3)]),
        (0, {2: True}, [(1, 1), (2, 2), (3, 3)]),
        (0, {2: True, 3: False}, [(1, 1), (2, 3)]),
        (0, {9: True}, [(1, 2), (3, 3)]),
        (1, {3: True}, [(1, 3), (4, 5)]),  # a blank page begins none
    ],
)
def test_splitting_follows_what_a_person_says(case, said, ranges):
    found = split(Document("a.pdf", "ab" * 32, pages(CASES[case])), said)
    assert [each.page_range for each in found] == ranges


def test_splitting_leaves_one_document_as_it_is():
    whole = Document("a.pdf", "ab" * 32, pages(CASES[2]))
    assert split(whole) == (whole,)
    assert split(Document("a.pdf", "ab" * 32, ())) == (Document("a.pdf", "ab" * 32, ()),)


def test_splitting_takes_time_in_step_with_the_pages():
    """A file of thousands of pages is cut in seconds."""
    case = pages(CASES[0])
    assert len(boundaries([Page(at, WIDTH, HEIGHT, case[at % 3].lines) for at in range(3, 3003)]).first) == 2000


def test_bundle_bench_counts_what_is_missed_and_what_is_false(tmp_path, monkeypatch, capsys):
    from bench import bundles as bundle_bench

    files = {f"{at}.pdf": [page(text, number) for number, text in enumerate(CASES[0]["pages"][:2], 1)] for at in "abc"}
    files["lost.pdf"] = [page("Chỉ là một trang.", 1)]
    monkeypatch.setattr(bundle_bench, "read_files", lambda *_: files)
    cuts = list(bundle_bench.bundle_cuts(files, range(20), 0.0))
    assert not any(cut.false for cut in cuts)
    missed = [cut for cut in cuts if cut.missed]
    assert missed
    assert all("lost.pdf" in cut.name.split(" + ")[1:] and len(cut.missed) == 1 for cut in missed)
    assert [cut.name for cut in bundle_bench.bundle_cuts(files, range(20), 0.0)] == [cut.name for cut in cuts]
    assert bundle_bench.main([str(tmp_path), "--cache", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("alone: 4 files, 0 boundaries, 0 missed, 0 false")


def test_splitting_tells_where_it_is_not_sure():
    """Minutes without number and date behind an annex: just too little for a document of their own."""
    from ocr_kh.plan import parse

    header = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nBIÊN BẢN\nHọp giao ban"
    case = {"pages": [CASES[0]["pages"][0], CASES[2]["pages"][1], header]}
    (whole,) = split(Document("a.pdf", "ab" * 32, pages(case)))
    assert whole.doubtful_starts == (3,)
    assert [(each.code, each.page) for each in parse(whole).warnings if each.code == "pages.boundary"] == [
        ("pages.boundary", 3)
    ]
