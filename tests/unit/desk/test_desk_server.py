# SPDX-License-Identifier: Apache-2.0
"""A desk as it is opened and closed: the command itself, a real socket, signals."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest

from bench.desk_browser import desk
from bench.review import Reader
from ocr_kh.cli import main
from ocr_kh.corrections.journal import NAME, read_journal
from ocr_kh.errors import ExitCode
from ocr_kh.writing import write_index

MOST_SECONDS = 30


def _waited_for(condition):
    end = time.monotonic() + MOST_SECONDS
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_desk_ends_well_and_leaves_everything_whole(out, end):
    with desk(out) as (process, address):
        assert urlsplit(address).hostname == "127.0.0.1"
        reader = Reader(address)
        decision = reader.ask("/document/a.pdf")["fields"][0]["decision"]
        reader.decide("fields", "a.pdf", decision, decision["to"])
        process.send_signal(end)
        assert process.wait(MOST_SECONDS) == 0
    assert len(read_journal(out / "a.pdf" / NAME).corrections) == 1
    assert [path.name for path in out.rglob(".ocr-kh-*")] == []


def test_files_follow_when_a_document_is_left(out):
    record = out / "a.pdf" / "record.xml"
    with desk(out) as (_, address):
        reader = Reader(address)
        for each in reader.ask("/document/a.pdf?way=fields")["fields"]:
            if each["decision"]["field"] == "/header/number":
                reader.decide("fields", "a.pdf", each["decision"], "15")
        assert "<codeNumber>05</codeNumber>" in record.read_text(encoding="utf-8")
        reader.ask("/finish/fields/a.pdf", {})
        reader.ask("/document/b.pdf?way=fields")  # a document that somebody has before them is left alone
        reader.ask("/finish/words/a.pdf", {})
        assert _waited_for(lambda: "<codeNumber>15</codeNumber>" in record.read_text(encoding="utf-8"))
    assert ",15,KH-UBND" in (out / "index.csv").read_text(encoding="utf-8-sig")


def test_a_name_that_looks_like_an_option_is_none(out, written):
    write_index(out, [written("--help.pdf")])
    record = out / "--help.pdf" / "record.xml"
    with desk(out) as (_, address):
        reader = Reader(address)
        for each in reader.ask("/document/--help.pdf?way=fields")["fields"]:
            if each["decision"]["field"] == "/header/number":
                reader.decide("fields", "--help.pdf", each["decision"], "15")
        reader.ask("/document/b.pdf?way=fields")
        reader.ask("/finish/fields/b.pdf", {})
        assert _waited_for(lambda: "<codeNumber>15</codeNumber>" in record.read_text(encoding="utf-8"))


def test_what_one_desk_left_behind_the_next_one_makes(out):
    record = out / "a.pdf" / "record.xml"
    with desk(out) as (process, address):
        reader = Reader(address)
        for each in reader.ask("/document/a.pdf?way=fields")["fields"]:
            if each["decision"]["field"] == "/header/number":
                reader.decide("fields", "a.pdf", each["decision"], "15")
        reader.ask("/document/b.pdf?way=fields")
        process.kill()
    with desk(out):
        assert _waited_for(lambda: "<codeNumber>15</codeNumber>" in record.read_text(encoding="utf-8"))


def test_a_desk_for_reading_writes_nothing(out):
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    with desk(out, "--read-only") as (_, address):
        reader = Reader(address)
        reader.ask("/document/a.pdf?way=fields")
        reader.ask("/picture/150/1/a.pdf")
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("password", [None, "kurz"])
def test_no_network_without_a_password(out, monkeypatch, capsys, password):
    monkeypatch.delenv("OCR_KH_PASSWORD", raising=False)
    if password:
        monkeypatch.setenv("OCR_KH_PASSWORD", password)
    assert main(["review", str(out), "--listen", "127.0.0.1"]) == ExitCode.USAGE
    assert "OCR_KH_PASSWORD" in capsys.readouterr().err


def test_an_address_that_is_not_ours_is_told(out, monkeypatch, capsys):
    monkeypatch.setenv("OCR_KH_PASSWORD", "mật khẩu dài")
    assert main(["review", str(out), "--listen", "192.0.2.1"]) == ExitCode.MACHINE
    said = capsys.readouterr().err
    assert "[E313]" in said
    assert "not encrypted" in said


def test_a_folder_without_results_is_told(tmp_path, capsys):
    assert main(["review", str(tmp_path)]) == ExitCode.USAGE
    assert "[E201]" in capsys.readouterr().err


def test_a_desk_opens_without_what_only_documents_need():
    check = (
        "import sys, ocr_kh.desk.server; print([name for name in ('numpy', 'cv2', 'pydantic') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", check], check=True, capture_output=True, text=True)
    assert shown.stdout == "[]\n"
