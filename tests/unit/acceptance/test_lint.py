# SPDX-License-Identifier: Apache-2.0
"""Every seeded error among invented documents is found, and what only looks like one is not."""

from __future__ import annotations

import importlib.util
import tomllib
from copy import deepcopy
from pathlib import Path

import pytest

from ocr_kh.acceptance.lint.contents import Listed, read_contents
from ocr_kh.acceptance.lint.kinds import COLUMNS, KINDS, OF_PLAN, finding
from ocr_kh.acceptance.lint.periods import Period, read_periods
from ocr_kh.acceptance.lint.report import Lists, lint
from ocr_kh.cli import main
from ocr_kh.errors import PathMissingError, TableError
from ocr_kh.messages import use_language
from ocr_kh.plan.review.warnings import WARNINGS
from ocr_kh.writing.tables.csv_file import read_table

CASES = tomllib.loads((Path(__file__).parents[2] / "cases/acceptance/lint.toml").read_text(encoding="utf-8"))
TODAY = "2026-11-29"
SPEC = importlib.util.spec_from_file_location("made_up", Path(__file__).with_name("made_up.py"))
made_up = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(made_up)


def clean():
    """72 documents in 6 hồ sơ, one a month of 2008; the sixth was filed by a list."""
    made = {}
    for dossier in range(1, 7):
        for month in range(1, 13):
            folder = f"hs-{dossier}/{month:02}.pdf"
            made[folder] = {
                "folder": folder,
                "number": f"{dossier}{month:02}" if dossier > 1 else f"{month:02}",
                "symbol": "KH-UBND",
                "type": "KẾ HOẠCH",
                "date": f"2008-{month:02}-14",
                "subject": f"phòng cháy, chữa cháy đợt {month} của khu {dossier}",
            }
            made[folder] |= {"file_code": f"H99.2008.0{dossier}" if dossier == 6 else "", "ordinal": month}
            if dossier < 6:
                made[folder] |= {"ordinal": ""}
    return made


def lay_over(documents, folder, change):
    documents[folder] |= deepcopy(change)
    if number := change.get("same_page"):
        documents[folder] |= {"page": 2, "body": [made_up.PAGE_WORDS.format(n=number * 7) * 3]}


def found_in(tmp_path, documents):
    out = made_up.write_archive(tmp_path / "out", documents.values())
    periods = {"H99.2008.06": Period("2008-01-14", "2008-12-31")}
    return [(each, f"{each.code} {each.folder}") for each in lint(out, Lists(periods), TODAY)]


def test_every_seeded_error_is_found_and_nothing_else(tmp_path):
    documents = clean()
    assert len(documents) == 72
    for case in (*CASES["seed"], *CASES["right"]):
        lay_over(documents, case["document"], case["change"])
        for folder, change in case.get("also", {}).items():
            lay_over(documents, folder, change)
    expected = [each for case in CASES["seed"] for each in case["expect"]]
    expected += [each for case in CASES["right"] for each in case.get("may", ())]
    found = [told for _, told in found_in(tmp_path, documents)]
    assert sorted(found) == sorted(expected)


def test_clean_documents_have_no_finding(tmp_path):
    assert found_in(tmp_path, clean()) == []


def test_each_finding_has_a_place_and_words_in_both_languages(tmp_path):
    documents = {folder: each for folder, each in clean().items() if folder.startswith("hs-2")}
    lay_over(documents, "hs-2/05.pdf", CASES["seed"][6]["change"])
    ((found, _),) = found_in(tmp_path, documents)
    assert (found.dossier, found.pointer) == ("hs-2", "/sections/0/sections/3/blocks/0")
    assert found.words == "the text names annex 2, and it is not there"
    use_language("vi")
    assert found.words == "văn bản nhắc đến phụ lục 2 nhưng không có phụ lục đó"


def test_kinds_that_a_plan_warns_of_have_its_codes():
    assert set(OF_PLAN) <= set(KINDS) & set(WARNINGS)
    with pytest.raises(KeyError):
        finding("no.such", "hs-1")


def test_the_command_writes_the_table_and_tells_faults_by_its_exit_code(tmp_path, capsys):
    documents = {folder: each for folder, each in clean().items() if folder.startswith("hs-1")}
    out = made_up.write_archive(tmp_path / "clean", documents.values())
    assert main(["lint", str(out)]) == 0
    lay_over(documents, "hs-1/06.pdf", CASES["seed"][2]["change"])
    out = made_up.write_archive(tmp_path / "out", documents.values())
    assert main(["lint", str(out)]) == 5
    assert "fault\tdate.impossible\ths-1/06.pdf\t/header/date\t" in capsys.readouterr().out
    assert [row["code"] for row in read_table(out / "lint.csv", COLUMNS)] == ["date.impossible", "date.far"]


def test_a_list_gives_the_periods(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        "MỤC LỤC HỒ SƠ\nMã hồ sơ;Tiêu đề;Ngày bắt đầu;Ngày kết thúc\nH99.2008.06;A;14/01/2008;00/00/2008\n", "utf-8"
    )
    assert read_periods(path) == {"H99.2008.06": Period("2008-01-14", "2008")}
    path.write_text("Mã hồ sơ;Ngày bắt đầu;Ngày kết thúc\nH99;31/02/2008;\n", "utf-8")
    with pytest.raises(TableError, match="31/02/2008"):
        read_periods(path)
    path.write_text("Mã hồ sơ;Tiêu đề\nH99;A\n", "utf-8")
    with pytest.raises(TableError, match="no column"):
        read_periods(path)


def test_a_folder_without_results_is_told(tmp_path):
    with pytest.raises(PathMissingError):
        list(lint(tmp_path))


HEAD = "Số, ký hiệu hồ sơ: hs-2\nSTT;Số, ký hiệu văn bản;Ngày tháng năm văn bản;Trích yếu;Tờ số\n(1);(2);(3);(4);(5)\n"


def contents(tmp_path, change=lambda rows: rows):
    """The list of hs-2, one sheet a document, with a change; read back."""
    rows = change([[at, f"2{at:02}/KH-UBND", f"14/{at:02}/2008", "A", at] for at in range(1, 13)])
    path = tmp_path / "any name.csv"
    path.write_text(HEAD + "".join(";".join(map(str, row)) + "\n" for row in rows), "utf-8")
    return read_contents([path])


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """The documents of hs-2."""
    documents = (each for folder, each in clean().items() if folder.startswith("hs-2"))
    return made_up.write_archive(tmp_path_factory.mktemp("hs-2") / "out", documents)


def reconciled(out, listed):
    return [f"{each.code} {each.folder}" for each in lint(out, Lists(contents=listed), TODAY)]


def put(row, column, value):
    """A change of one cell."""

    def change(rows):
        rows[row - 1][column] = value
        return rows

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda rows: rows, []),
        (lambda rows: rows[:4] + rows[5:], ["contents.extra hs-2/05.pdf"]),
        (lambda rows: [*rows, [13, "299/KH-UBND", "30/12/2008", "A", 13]], ["contents.missing "]),
        (put(3, 1, "333/KH-UBND"), ["contents.number hs-2/03.pdf"]),
        (put(3, 1, "203 /KH- UBND"), []),
        (put(4, 2, "15/4/2008"), ["contents.date hs-2/04.pdf"]),
        (put(4, 2, "00/04/2008"), []),
        (put(7, 4, "9"), ["contents.sheet hs-2/07.pdf"]),
        (put(7, 4, "7-8"), []),
    ],
)
def test_a_list_is_reconciled_with_what_was_found(out, tmp_path, change, expected):
    assert reconciled(out, contents(tmp_path, change)) == expected


def test_cover_and_contents_list_have_numbers_and_are_no_documents(tmp_path):
    documents = [each | {"file_code": "hs-2"} for folder, each in clean().items() if folder.startswith("hs-2")]
    papers = [
        {**documents[0], "folder": f"hs-2/{name}.pdf", "ordinal": at, "date": "2019-01-01"}
        for at, name in enumerate(("BIA", "H99_02_muc-luc"), 1)
    ]
    moved = [each | {"ordinal": at} for at, each in enumerate(documents, len(papers) + 1)]
    out = made_up.write_archive(tmp_path / "out", [*papers, *moved])
    assert reconciled(out, contents(tmp_path)) == []
    out = made_up.write_archive(tmp_path / "other", [papers[0] | {"folder": "hs-2/Xây nhà bia.pdf"}, *moved])
    assert "contents.extra hs-2/Xây nhà bia.pdf" in reconciled(out, contents(tmp_path))


def test_a_dossier_that_is_listed_and_not_there_is_missing(out):
    listed = {"hs-9": [Listed("hs-9", 2, "05/KH-UBND", "2008-03-14", 1)]}
    assert reconciled(out, listed) == ["contents.missing "]


def test_what_is_no_list_of_documents_is_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("STT;Nội dung\n1;A\n", "utf-8")
    with pytest.raises(TableError, match="Số, ký hiệu văn bản"):
        read_contents([path])
    with pytest.raises(TableError, match="row 5: '31/02/2008'"):
        contents(tmp_path, put(2, 2, "31/02/2008"))


COVER = """HỒ SƠ
Về việc phòng cháy, chữa cháy
Từ ngày {start} đến ngày {end}
Gồm: {sheets} tờ
Phông số: 12
Mục lục số: 01
"""
CONTENTS = """MỤC LỤC VĂN BẢN, TÀI LIỆU
STT | Số, ký hiệu văn bản | Ngày tháng năm văn bản | Trích yếu | Tờ số
{rows}
"""


def row(month, *, number=0, day=14, sheet=0):
    return f"{month} | {number or f'{month:02}'}/KH-UBND | {day}/{month:02}/2008 | Kế hoạch | {sheet or month}"


def rows(**seventh):
    """A list of the whole year, its seventh row otherwise."""
    return [row(month, **(seventh if month == 7 else {})) for month in range(1, 13)]


def with_papers(tmp_path, months=range(1, 13), *, listed=(), start="14/01/2008", end="14/12/2008", sheets=12):
    """The documents of hs-1 with a cover and a list between them, under names that say nothing."""
    documents = [each for folder, each in clean().items() if folder[:5] == "hs-1/" and int(folder[5:7]) in months]
    out = made_up.write_archive(tmp_path / "out", documents)
    texts = {
        "hs-1/20.pdf": COVER.format(start=start, end=end, sheets=sheets),
        "hs-1/21.pdf": CONTENTS.format(rows="\n".join(listed or rows())),
    }
    made_up.add_papers(out, texts)
    return [f"{each.code} {each.folder} {each.pointer}".strip() for each in lint(out, today=TODAY)]


def test_papers_that_lie_in_a_dossier_are_reconciled(tmp_path):
    assert with_papers(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"months": (*range(1, 5), *range(6, 13))}, ["contents.missing hs-1/21.pdf /dossier_paper/documents/4/code"]),
        ({"listed": rows()[:11]}, ["contents.extra hs-1/12.pdf"]),
        ({"listed": rows(number=507)}, ["contents.number hs-1/07.pdf /header/number"]),
        ({"listed": rows(day=15)}, ["contents.date hs-1/07.pdf /header/date"]),
        ({"listed": rows(sheet=27)}, ["contents.sheet hs-1/07.pdf"]),
        ({"sheets": 40}, ["cover.sheets hs-1/20.pdf /dossier_paper/sheets"]),
        ({"sheets": 13}, []),  # the list is counted in
        ({"start": "01/01/2008"}, ["cover.start hs-1/20.pdf /dossier_paper/start"]),
        ({"end": "2008"}, []),  # the year alone says the same
        ({"end": "31/12/2008"}, ["cover.end hs-1/20.pdf /dossier_paper/end"]),
        ({"end": "30/11/2008"}, ["date.outside_period hs-1/12.pdf /header/date",
                                 "cover.end hs-1/20.pdf /dossier_paper/end"]),
        ({"start": "14/01/2018", "end": "14/12/2018"}, ["cover.period hs-1/20.pdf /dossier_paper/start"]),
    ],
)  # fmt: skip
def test_each_difference_from_cover_and_list_is_told(tmp_path, change, found):
    assert sorted(with_papers(tmp_path, **change)) == sorted(found)


def test_a_second_cover_is_told(tmp_path):
    out = made_up.write_archive(tmp_path / "out", [])
    text = COVER.format(start="2008", end="2008", sheets=1)
    made_up.add_papers(out, {"hs-1/1.pdf": text, "hs-1/2.pdf": text})
    assert [(each.code, each.folder) for each in lint(out, today=TODAY)] == [("cover.second", "hs-1/2.pdf")]


ENGLISH = (
    "The committee reports that every village planted trees along the main road and that children attended school "
    "during the whole year without any interruption although several storms damaged houses near the river bank. " * 3,
)


@pytest.mark.parametrize(
    ("body", "language", "found"),
    [
        (ENGLISH, "01", ["language.other"]),
        (ENGLISH, "02", []),
        (ENGLISH, "06", []),
        (made_up.BODY * 3, "01", []),
        (made_up.BODY * 3, "02", ["language.other"]),
        (("Short text.",), "01", []),
    ],
)
def test_the_language_of_a_text_is_held_against_its_field(tmp_path, body, language, found):
    documents = {folder: each for folder, each in clean().items() if folder == "hs-1/01.pdf"}
    lay_over(documents, "hs-1/01.pdf", {"body": body, "record": {"language": language}})
    out = made_up.write_archive(tmp_path / "out", documents.values())
    assert [each.code for each in lint(out, today=TODAY)] == found


def test_the_project_file_sets_what_is_far(tmp_path, capsys):
    documents = {folder: each for folder, each in clean().items() if folder.startswith("hs-1")}
    lay_over(documents, "hs-1/03.pdf", {"date": "2014-03-14"})
    out = made_up.write_archive(tmp_path / "out", documents.values())
    assert main(["lint", str(out)]) == 0
    assert "date.far" in capsys.readouterr().out
    (tmp_path / "ocr-kh.toml").write_text("[lint]\nfar_years = 7\n", encoding="utf-8")
    assert main(["lint", str(out)]) == 0
    assert capsys.readouterr().out == ""
