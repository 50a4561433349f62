# SPDX-License-Identifier: Apache-2.0
"""documents.db and the search in it."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing

import pytest

from ocr_kh.cli import main
from ocr_kh.errors import ExitCode, PathMissingError, UsageError
from ocr_kh.plan.fields import Evidence
from ocr_kh.plan.model import Block, Header, Plan, Recipient, Section, Signature
from ocr_kh.writing.database import find
from ocr_kh.writing.database.build import NAME
from ocr_kh.writing.document.text_files import plan_json
from ocr_kh.writing.tables import folders
from ocr_kh.writing.tables.index import index_row, write_index

TEXTS = (
    "Thành lập to cong tac.",
    "Công tác tổ chức cán bộ.",
    "Kiện toàn Tổ công tác Đề án 06 cấp xã.",
    "Hoà giải ở cơ sở.",
)


def plan(*texts):
    blocks = tuple(Block(kind="paragraph", text=text, page=2) for text in texts)
    evidence = {f"/sections/0/blocks/{at}": Evidence(source="page", page=2) for at in range(len(texts))}
    return Plan(
        header=Header(number="05", symbol="KH-UBND", issuer="ỦY BAN NHÂN DÂN XÃ BẢO HÒA"),
        sections=(Section(marker="I", level=1, path="I", title="NỘI DUNG", page=2, blocks=blocks),),
        recipients=(Recipient(name="Sở Nội vụ"),),
        signatures=(Signature(signer="Lê Văn Mẫu"),),
        evidence=evidence,
    )


def put(out, name, value):
    (out / name).mkdir(exist_ok=True)
    (out / name / "plan.json").write_text(plan_json(value), encoding="utf-8")
    write_index(out, [index_row(path=name, folder=name, status="done", plan=value)])


@pytest.fixture
def out(tmp_path):
    put(tmp_path, "a.pdf", plan(*TEXTS))
    return tmp_path


def texts(out, query, **options):
    return [(hit.text, hit.exact) for hit in find(out, query, **options).hits]


def test_find_puts_the_marks_as_typed_first_and_words_together_before_scattered_ones(out):
    assert texts(out, "tổ công tác") == [
        (TEXTS[2], True),
        (TEXTS[1], True),
        (TEXTS[0], False),
    ]
    assert texts(out, "to cong tac") == [(TEXTS[0], True), (TEXTS[2], False), (TEXTS[1], False)]


def test_find_in_quotes_wants_the_words_side_by_side(out):
    assert texts(out, '"tổ công tác"') == [(TEXTS[2], True), (TEXTS[0], False)]


@pytest.mark.parametrize("query", ["hòa giải", "HOÀ  GIẢI", "hoa giai"])
def test_find_takes_any_case_and_place_of_the_tone(out, query):
    assert [text for text, _ in texts(out, query)] == [TEXTS[3]]


def test_find_tells_page_section_and_pointer(out):
    (hit,) = find(out, "đề án 06").hits
    assert (hit.folder, hit.page, hit.path, hit.kind, hit.pointer) == (
        "a.pdf",
        2,
        "I",
        "paragraph",
        "/sections/0/blocks/2",
    )


@pytest.mark.parametrize(
    ("query", "kind"),
    [("05/KH-UBND", "number"), ("lê văn mẫu", "signer"), ("so noi vu", "recipient"), ("xã bảo hoà", "issuer")],
)
def test_find_looks_into_header_and_closing_too(out, query, kind):
    assert find(out, query).hits[0].kind == kind


def test_find_counts_what_it_does_not_show(out):
    found = find(out, "tổ công tác", limit=1)
    assert (len(found.hits), found.total) == (1, 3)
    assert texts(out, "không có gì") == []


def test_find_snippets_show_the_words_around(tmp_path):
    long = "mở đầu " * 60 + "Tổ công tác " + "kết thúc " * 60
    put(tmp_path, "a.pdf", plan(long.strip()))
    (hit,) = find(tmp_path, "to cong tac").hits
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert "Tổ công tác" in hit.snippet
    assert len(hit.snippet) < 160


def test_find_makes_the_database_anew_when_the_results_are_newer(out):
    assert texts(out, "vắc xin") == []
    put(out, "b.pdf", plan("Tiêm vắc xin."))
    os.utime(out / NAME, ns=(1, 1))
    assert [text for text, _ in texts(out, "vắc xin")] == ["Tiêm vắc xin."]


def test_find_makes_the_database_anew_when_results_came_while_it_was_made(out, monkeypatch):
    def fill_meanwhile(folder, sinks):
        fill(folder, sinks)
        put(out, "b.pdf", plan("Tiêm vắc xin."))

    fill = folders.fill
    monkeypatch.setattr(folders, "fill", fill_meanwhile)
    assert texts(out, "vắc xin") == []
    monkeypatch.undo()
    assert len(texts(out, "vắc xin")) == 1


def test_find_makes_a_database_of_another_version_anew(out):
    with closing(sqlite3.connect(out / NAME)) as other:
        other.execute("CREATE TABLE other (a)")
        other.commit()
    assert len(texts(out, "hòa giải")) == 1


@pytest.mark.parametrize("query", ["", "  ", "...", '""'])
def test_find_wants_a_word(out, query):
    with pytest.raises(UsageError, match="no word"):
        find(out, query)


@pytest.mark.parametrize("query", ['a" OR "b', "exact : x", "NEAR(a b)", "a*", "-a", "(a"])
def test_find_takes_the_signs_of_the_index_for_what_they_are(out, query):
    assert find(out, query).hits == ()


def test_find_wants_results(tmp_path):
    with pytest.raises(PathMissingError):
        find(tmp_path, "tổ")


def test_find_on_the_command_line(out, capsys):
    assert main(["find", str(out), "tổ công tác", "--limit", "2"]) == ExitCode.DONE
    told = capsys.readouterr()
    assert told.out.splitlines() == [f"a.pdf\t2\tI\t{TEXTS[2]}", f"a.pdf\t2\tI\t{TEXTS[1]}"]
    assert "2 of 3" in told.err
    assert main(["find", str(out), "đề án 06", "--json"]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)[0]["pointer"] == "/sections/0/blocks/2"
    assert main(["find", str(out), "xyz"]) == ExitCode.DONE
    assert "Nothing found" in capsys.readouterr().err
