# SPDX-License-Identifier: Apache-2.0
"""Dossiers come out whole or not at all, with numbers that do not move, and nothing is made up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from lxml import etree

from bench.handover import invent, invented_pdf, record_of, write_converted, write_list
from ocr_kh.batch.output_folder import claimed
from ocr_kh.corrections.correction import Correction
from ocr_kh.corrections.journal import append
from ocr_kh.delivery.handing_over import LEFT_COLUMNS, NAME_COLUMNS
from ocr_kh.delivery.packages.variants import VARIANTS
from ocr_kh.delivery.verification import verify
from ocr_kh.errors import (
    BusyError,
    NoDossiersError,
    OutputIsInputError,
    PathMissingError,
    ProfileError,
    RecordListError,
)
from ocr_kh.writing.document.record import read_record, record_text
from ocr_kh.writing.tables.csv_file import read_table
from ocr_kh.writing.tables.index import COLUMNS, RECORD_COLUMNS, read_index, replace_index

FIRST, SECOND = "H99.01.2008.01", "H99.01.2008.02"


def statuses(handed):
    return {each.code: each.status for each in handed}


def names(to):
    return {row["folder"]: row for row in read_table(to / "names.csv", NAME_COLUMNS)}


def left_out(to):
    return [(row["folder"], row["field"], row["code"]) for row in read_table(to / "left-out.csv", LEFT_COLUMNS)]


def change_record(job, folder, **fields):
    """What a person wrote into a record, and convert or export took in: file and hash are one."""
    path = job / "result" / folder / "record.xml"
    record = read_record(path)[0] | fields
    for each in path.parent.iterdir():
        each.unlink()
    path.parent.rmdir()
    write_converted(path.parent, record, invented_pdf())
    assert path.read_text(encoding="utf-8") == record_text(record)


def add_document(job, folder, code="", ordinal="", status="done", name=None):
    number = 7
    write_converted(job / "result" / folder, record_of(number), invented_pdf())
    row = dict.fromkeys((*COLUMNS, *RECORD_COLUMNS), "") | {"path": name or f"scans/{folder}", "folder": folder}
    row |= {"status": status, "file_code": code, "ordinal": ordinal}
    replace_index(job / "result", [*read_index(job / "result"), row], (*COLUMNS, *RECORD_COLUMNS))


def ead(to, code):
    for path in (to / "packages").glob("*/metadata/descriptive/EAD.xml"):
        root = etree.fromstring(path.read_bytes())
        if root.findtext("fileCode") == code:
            return {child.tag: child.text or "" for child in root}
    return None


def packages(to):
    return {path.name: path.stat().st_ino for path in (to / "packages").iterdir()}


def test_all_fields_are_filled_by_record_list_project_and_count(handed, tmp_path):
    assert statuses(handed()) == {FIRST: "done", SECOND: "done"}
    assert ead(tmp_path / "delivery", FIRST) == {
        "fileCode": FIRST,
        "title": "Hồ sơ mẫu số 1",
        "maintenance": "01",
        "mode": "01",
        "language": "01",
        "startDate": "02/02/2008",
        "endDate": "04/04/2008",
        "keyword": "",
        "totalDoc": "3",
        "numberOfPaper": "15",
        "numberOfPage": "6",
        "format": "02",
        "inforSign": "",
        "confidenceLevel": "02",
        "paperFileCode": "H99.01.01",
        "riskRecovery": "0",
        "riskRecoveryStatus": "",
        "description": "",
    }
    described = next((tmp_path / "delivery").rglob(f"EAD_DOC_{FIRST}.1.xml"))
    fields = {child.tag: child.text for child in etree.fromstring(described.read_bytes())}
    assert fields["docCode"] == f"{FIRST}.0000001"
    assert fields["maintenance"] == "01"  # of its dossier
    assert fields["organName"] == "ỦY BAN NHÂN DÂN XÃ MẪU"
    assert fields["subject"] == "Kế hoạch mẫu số 1 năm 2008 & các năm sau"
    assert left_out(tmp_path / "delivery") == []


@pytest.mark.parametrize("variant", [name for name, each in VARIANTS.items() if each.kind == "SIP"])
def test_packages_of_every_form_are_valid_by_the_verifier(handed, tmp_path, variant):
    handed(variant=VARIANTS[variant])
    found = list(verify(tmp_path / "delivery"))
    assert len(found) == 3  # two packages, and the names
    assert [each.findings for each in found] == [()] * 3


def test_what_has_not_changed_is_not_written_again(handed, tmp_path, job):
    handed()
    before = packages(tmp_path / "delivery")
    assert statuses(handed()) == {FIRST: "unchanged", SECOND: "unchanged"}
    assert packages(tmp_path / "delivery") == before
    change_record(job, "ho-so-000001/2.pdf", subject="Kế hoạch khác")
    assert statuses(handed()) == {FIRST: "done", SECOND: "unchanged"}
    after = packages(tmp_path / "delivery")
    assert after.keys() == before.keys()
    assert sum(after[name] != before[name] for name in after) == 1


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"issuedDate": ""}, ("issuedDate", "field.missing")),
        ({"organName": ""}, ("organName", "field.missing")),
        ({"typeName": ""}, ("typeName", "field.missing")),
        ({"subject": ""}, ("subject", "field.missing")),
        ({"numberOfPage": ""}, ("numberOfPage", "field.missing")),
        ({"maintenance": "99"}, ("maintenance", "field.code")),
        ({"confidenceLevel": "01"}, ("process", "field.condition")),
    ],
)
def test_a_dossier_that_lacks_something_is_left_out_and_the_others_go_on(handed, job, tmp_path, fields, missing):
    change_record(job, "ho-so-000001/2.pdf", **fields)
    assert statuses(handed()) == {FIRST: "left out", SECOND: "done"}
    assert ("ho-so-000001/2.pdf", *missing) in left_out(tmp_path / "delivery")
    assert ead(tmp_path / "delivery", FIRST) is None


@pytest.mark.parametrize(
    ("column", "field"), [(2, "title"), (3, "maintenance"), (4, "numberOfPaper"), (5, "paperFileCode")]
)
def test_what_only_the_list_can_say_is_not_made_up(handed, job, tmp_path, column, field):
    path = job / "ho-so.csv"
    lines = [line.split(";") for line in path.read_text(encoding="utf-8").splitlines()]
    lines[1][column] = ""
    path.write_text("\n".join(map(";".join, lines)), encoding="utf-8")
    assert statuses(handed())[FIRST] == "left out"
    assert [name for _, name, _ in left_out(tmp_path / "delivery")] == [field]


def test_a_code_that_leads_elsewhere_is_none(handed, job, tmp_path):
    path = job / "ho-so.csv"
    text = path.read_text(encoding="utf-8").replace(FIRST, "../../2008.01")
    path.write_text(text, encoding="utf-8")
    replace_index(job / "result", [row | dict.fromkeys(RECORD_COLUMNS, "") for row in read_index(job / "result")])
    assert statuses(handed("flat-46")) == {"../../2008.01": "left out", SECOND: "done"}
    assert ("", "fileCode", "dossier.code") in left_out(tmp_path / "delivery")


def test_what_stands_in_the_list_alone_is_told(handed, job, tmp_path):
    write_list(job / "ho-so.csv", range(1, 4))
    assert statuses(handed())["H99.01.2008.03"] == "left out"
    assert ("", "totalDoc", "dossier.empty") in left_out(tmp_path / "delivery")


def test_a_document_that_failed_holds_its_dossier_back(handed, job, tmp_path):
    add_document(job, "ho-so-000001/9.pdf", FIRST, "4", status="failed")
    assert statuses(handed()) == {FIRST: "left out", SECOND: "done"}
    assert left_out(tmp_path / "delivery") == [("ho-so-000001/9.pdf", "", "document.failed")]


def test_what_speaks_against_a_document_does_not_hold_it_back(handed, job, tmp_path):
    rows = read_index(job / "result")
    rows[0] |= {"status": "partly"}
    rows[1] |= {"pdfa": "a font is not embedded"}
    replace_index(job / "result", rows, (*COLUMNS, *RECORD_COLUMNS))
    assert statuses(handed()) == {FIRST: "done", SECOND: "done"}
    assert [code for *_, code in left_out(tmp_path / "delivery")] == ["document.partly", "document.pdfa"]


def test_decisions_that_are_not_in_the_files_yet_hold_a_dossier_back(handed, job, tmp_path):
    decision = Correction("field", "Kế hoạch", "Kế hoạch khác", pointer="/subject", who="Lan")
    append(job / "result/ho-so-000001/1.pdf/corrections.jsonl", [decision])
    assert statuses(handed())[FIRST] == "left out"
    assert left_out(tmp_path / "delivery") == [("ho-so-000001/1.pdf", "", "document.pending")]


def test_numbers_that_were_handed_over_do_not_move(handed, job, tmp_path):
    handed("flat-46")
    add_document(job, "ho-so-000001/0.pdf", FIRST)  # first by name, without a number of convert's
    handed("flat-46")
    found = names(tmp_path / "delivery")
    assert found["ho-so-000001/1.pdf"]["docCode"] == f"{FIRST}.0000001"
    assert found["ho-so-000001/0.pdf"]["docCode"] == f"{FIRST}.0000004"


def test_renumber_moves_them_and_says_from_where(handed, job, tmp_path):
    handed("flat-46")
    rows = [row for row in read_index(job / "result") if row["folder"] != "ho-so-000001/1.pdf"]
    replace_index(job / "result", rows, (*COLUMNS, *RECORD_COLUMNS))
    handed("flat-46")
    to = tmp_path / "delivery"
    second = names(to)["ho-so-000001/2.pdf"]
    assert second["docCode"].endswith(".0000002")
    own = (to / second["new"]).with_name("ghi-chu.txt")
    own.write_text("của tôi", encoding="utf-8")
    handed("flat-46", renumber=True)
    moved = names(to)["ho-so-000001/2.pdf"]
    assert moved["docCode"].endswith(".0000001")
    assert moved["before"] == second["new"] != moved["new"]
    assert sorted(path.name for path in own.parent.iterdir()) == [
        f"{FIRST}.0000001.pdf",
        f"{FIRST}.0000002.pdf",
        own.name,
    ]
    assert [each.findings for each in verify(to)] == [()]


def test_a_cover_goes_along_without_a_number(handed, job, tmp_path):
    add_document(job, "ho-so-000001/BIA.pdf", FIRST, "4", name="scans/ho-so-000001/BIA.pdf")
    handed("flat-46")
    row = names(tmp_path / "delivery")["ho-so-000001/BIA.pdf"]
    assert (row["status"], row["docCode"], row["new"].rpartition("/")[2]) == ("cover", "", "BIA.pdf")
    assert (tmp_path / "delivery" / row["new"]).is_file()


def test_a_monument_is_no_cover(handed, job, tmp_path):
    add_document(job, "ho-so-000001/4.pdf", FIRST, "4", name="scans/Xây nhà bia tưởng niệm.pdf")
    handed()
    assert names(tmp_path / "delivery")["ho-so-000001/4.pdf"]["docCode"] == f"{FIRST}.0000004"


def test_a_signed_copy_is_what_is_handed_over(handed, job, tmp_path):
    signed = job / "result/ho-so-000001/1.pdf/searchable_signed.pdf"
    signed.write_bytes(invented_pdf() + b"\n% /ByteRange")
    handed("state-xlsx")
    row = names(tmp_path / "delivery")["ho-so-000001/1.pdf"]
    assert row["new"].endswith(f"{FIRST}.0000001_signed.pdf")
    assert (tmp_path / "delivery" / row["new"]).read_bytes() == signed.read_bytes()
    assert all(each.is_valid for each in verify(tmp_path / "delivery"))
    assert left_out(tmp_path / "delivery") == []


@pytest.mark.parametrize("signed", [invented_pdf(1) + b"\n% /ByteRange", invented_pdf() + b"\n% unsigned"])
def test_a_signed_copy_that_is_another_file_is_told(handed, job, tmp_path, signed):
    (job / "result/ho-so-000001/1.pdf/searchable_signed.pdf").write_bytes(signed)
    handed("flat-46")
    assert left_out(tmp_path / "delivery")[0] == ("ho-so-000001/1.pdf", "", "document.signed")


def test_dossiers_by_the_folders_of_the_list(job, handed):
    rows = [row | dict.fromkeys(RECORD_COLUMNS, "") for row in read_index(job / "result")]
    replace_index(job / "result", rows)
    assert statuses(handed()) == {FIRST: "done", SECOND: "done"}


def test_dossiers_by_a_level_of_folders(job, handed):
    replace_index(job / "result", [row | dict.fromkeys(RECORD_COLUMNS, "") for row in read_index(job / "result")])
    text = (job / "ocr-kh.toml").read_text(encoding="utf-8").replace('list = "ho-so.csv"', "level = 1")
    (job / "ocr-kh.toml").write_text(text, encoding="utf-8")
    assert statuses(handed()) == {
        "ho-so-000001": "left out",
        "ho-so-000002": "left out",
    }  # of no title is anything known


@pytest.mark.parametrize(("column", "of_second"), [(0, "ho-so-000001"), (1, FIRST)])
def test_a_list_that_names_a_dossier_or_folder_twice_is_refused(job, handed, column, of_second):
    path = job / "ho-so.csv"
    lines = [line.split(";") for line in path.read_text(encoding="utf-8").splitlines()]
    lines[2][column] = of_second
    path.write_text("\n".join(map(";".join, lines)), encoding="utf-8")
    with pytest.raises(RecordListError, match="line 3"):
        handed()


def test_rows_of_which_no_code_is_known_are_all_told(job, handed):
    path = job / "ho-so.csv"
    path.write_text(path.read_text(encoding="utf-8") + ";;Hồ sơ lạ;;;;\n;;Hồ sơ lạ khác;;;;\n", encoding="utf-8")
    assert statuses(handed()) == {FIRST: "done", SECOND: "done", "Hồ sơ lạ": "left out", "Hồ sơ lạ khác": "left out"}


def test_a_code_of_number_and_year_by_the_pattern(job, handed):
    replace_index(job / "result", [row | dict.fromkeys(RECORD_COLUMNS, "") for row in read_index(job / "result")])
    path = job / "ho-so.csv"
    text = path.read_text(encoding="utf-8").replace("Mã hồ sơ", "Năm").replace(FIRST, "2008").replace(SECOND, "2008")
    path.write_text(text, encoding="utf-8")
    assert statuses(handed()) == {FIRST: "done", SECOND: "done"}


def test_paths_that_are_none(job, handed, tmp_path):
    with pytest.raises(OutputIsInputError):
        handed(to=job / "result")
    with pytest.raises(PathMissingError):
        handed(out=tmp_path / "none")
    with claimed(job / "result"), pytest.raises(BusyError):
        handed()
    with pytest.raises(PathMissingError):
        handed(records=tmp_path / "none.csv")


def test_a_result_without_dossiers_is_told(job, handed):
    replace_index(job / "result", [row | dict.fromkeys(RECORD_COLUMNS, "") for row in read_index(job / "result")])
    (job / "ho-so.csv").write_text("Thư mục;Mã hồ sơ\n", encoding="utf-8")
    with pytest.raises(NoDossiersError):
        handed()


def test_a_dossier_of_which_a_part_of_its_place_is_not_known_is_left_out(job, handed, tmp_path):
    text = (job / "ocr-kh.toml").read_text(encoding="utf-8").replace('fonds_code = "P_MAU"', "")
    (job / "ocr-kh.toml").write_text(text, encoding="utf-8")
    assert set(statuses(handed("flat-46")).values()) == {"left out"}
    assert left_out(tmp_path / "delivery") == [("", "fonds", "tree.part")] * 2
    (job / "ocr-kh.toml").write_text(text + 'path = "{colour}/{file_code}"\n', encoding="utf-8")
    with pytest.raises(ProfileError, match="colour"):
        handed("flat-46")


def test_a_bag_is_one_and_a_changed_file_is_found(handed, tmp_path):
    handed("flat-46", as_bag=True)
    to = tmp_path / "delivery"
    assert {each.kind: each.findings for each in verify(to)} == {"bag": (), "names": ()}
    pdf = next((to / "data").rglob("*.0000001.pdf"))
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    (to / "data/extra.txt").write_text("x", encoding="utf-8")
    found = {(each.kind, finding.code) for each in verify(to) for finding in each.findings}
    assert found == {("bag", "file.checksum"), ("bag", "file.orphan"), ("names", "file.checksum")}


def test_no_engine_and_no_other_program_is_started(handed, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError

    for module, name in ((subprocess, "Popen"), (os, "posix_spawn"), (os, "fork")):
        monkeypatch.setattr(module, name, refuse)
    assert set(statuses(handed("state-xlsx")).values()) == {"done"}


def test_nothing_that_reads_pages_is_loaded(job, tmp_path):
    code = (
        "import sys; from ocr_kh.cli import main;"
        "assert main(sys.argv[1:]) == 0;"
        "engine = ('ocr_kh.recognition', 'ocr_kh.pipeline', 'pytesseract');"
        "assert not [name for name in sys.modules if name.startswith(engine)]"
    )
    arguments = ["deliver", job / "result", "--to", tmp_path / "d", "--profile", "state-xlsx"]
    subprocess.run([sys.executable, "-c", code, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def test_after_a_kill_the_same_command_goes_on_with_the_rest(tmp_path):
    invent(tmp_path / "result", 60, of_a_dossier=3)
    command = [sys.executable, "-m", "ocr_kh", "deliver", "result", "--to", "d", "--profile", "state-xlsx"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not (tmp_path / "d/packages").is_dir() or len(list((tmp_path / "d/packages").glob("uuid-*"))) < 5:
            time.sleep(0.002)
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    before = {path.name: path.stat().st_ino for path in (tmp_path / "d/packages").glob("uuid-*")}
    assert 5 <= len(before) < 20
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    lines = [line.partition("\t")[0] for line in done.stdout.splitlines()]
    assert len(before) - 1 <= lines.count("unchanged") <= len(before)
    after = {path.name: path.stat().st_ino for path in (tmp_path / "d/packages").iterdir()}
    assert len(after) == len(lines) == 20
    assert sum(after.get(name) != inode for name, inode in before.items()) <= 1  # the one that was under way
    assert all(each.findings == () for each in verify(tmp_path / "d"))
