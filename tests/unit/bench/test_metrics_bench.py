# SPDX-License-Identifier: Apache-2.0
"""The benchmark around the readers: which truth belongs to which scan, sums, groups, the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import whole as bench
from bench.peers import cached
from bench.whole import Reading, find_cases, find_scans, tally
from bench.whole_table import Case, Conversion, Report, Tally, read_groups, table, total

TRUTH = "một hai ba bốn năm sáu bảy tám chín mười"


@pytest.fixture
def data(tmp_path):
    for name in ("scanned/aaa_1_long-name.pdf", "scanned/bbb_2.png", "scanned/notes.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "truth").mkdir()
    for name in ("aaa_1_p01", "aaa_1_p02", "aaa_1.facts", "bbb_2", "bbb_20_p01"):
        (tmp_path / "truth" / f"{name}.txt").write_text(name)
    return tmp_path


def case(name, page=1):
    return Case(Path(f"{name}.pdf"), name, page, TRUTH)


def test_bench_takes_scans_and_nothing_else(data):
    assert [scan.name for scan in find_scans(data)] == ["aaa_1_long-name.pdf", "bbb_2.png"]
    assert [scan.name for scan in find_scans(data, ["bbb"])] == ["bbb_2.png"]


def test_bench_finds_the_truth_of_pages_and_of_whole_documents(data):
    first, second = find_scans(data)

    assert [(c.label, c.truth) for c in find_cases(data, first)] == [
        ("aaa_1 p1", "aaa_1_p01"),
        ("aaa_1 p2", "aaa_1_p02"),
    ]
    assert [(c.label, c.page) for c in find_cases(data, second)] == [("bbb_2", None)]


def test_bench_reads_the_page_or_the_whole():
    reading = Reading(["một", "hai"], "một hai")

    assert (reading.text(2), reading.text(None), reading.text(3)) == ("hai", "một hai", "")


def test_bench_counts_words_and_characters():
    counted = tally("một hai ba bốn năm sáu bảy tám chìn mười", TRUTH)

    assert counted == Tally(words=10, missed=1, extra=1, characters=40, edits=1)


def test_bench_sums_counts_not_shares():
    rows = [{"x": Tally(10, 1, 0, 50, 5)}, {"x": Tally(30, 1, 2, 150, 5)}, {}]

    assert total(rows, "x").shares == (2 / 40, 2 / 40, 10 / 200)


def test_bench_table_has_pages_groups_sums_and_what_is_worse(tmp_path):
    (tmp_path / "groups.toml").write_text('"running text" = ["aaa 1 2"]\n')
    good, bad = Tally(10, 0, 0, 40, 0), Tally(10, 3, 0, 40, 4)
    report = Report(
        ["ocr_kh", "tesseract"],
        [(case("aaa"), {"ocr_kh": good, "tesseract": bad}), (case("bbb"), {"ocr_kh": bad, "tesseract": good})],
        [Conversion(Path("aaa.pdf"), 1, 1, 0, 2.0), Conversion(Path("bbb.pdf"), 2, 1, 0, 3.0)],
        ["tesseract failed on ccc.pdf"],
    )

    lines = table(report, read_groups(tmp_path / "groups.toml")).splitlines()

    starts = [" ".join(line.split()[:2]) for line in lines[2:7]]
    assert starts == ["aaa p1", "bbb p1", "running text", "other pages", "all (2)"]
    assert lines[6].split()[2:6] == ["20", "|", "15.00%", "0.00%"]
    assert lines[8:] == [
        "bbb p1: 3 words more missed than by plain Tesseract",
        "bbb.pdf: 2 pages in, 1 out, 0 failed",
        "1 of 2 files converted, 3 pages in, 2 out, 5 s",
        "tesseract failed on ccc.pdf",
    ]


def test_bench_table_leaves_a_gap_for_a_reader_that_failed():
    report = Report(["ocr_kh", "tesseract"], [(case("aaa"), {"ocr_kh": Tally(10, 0, 0, 40, 0)})])

    assert table(report, {}).splitlines()[2].split("|")[-1].split() == ["-", "-", "-"]


def test_bench_shipped_groups_can_be_read():
    groups = read_groups(bench._GROUPS)

    assert ("kgu_211c30", 2) in groups["running text"]


def test_bench_cache_reads_a_file_once(tmp_path):
    calls = []

    def read(pdf):
        calls.append(pdf)
        return ["trang một"]

    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"one")
    once = cached(read, "peer", tmp_path / "cache")

    assert once(pdf) == once(pdf) == ["trang một"]
    pdf.write_bytes(b"two")
    once(pdf)
    assert len(calls) == 2
