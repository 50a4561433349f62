# SPDX-License-Identifier: Apache-2.0
"""Places of personal data are found, sums of money are none, and no value comes out."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import tomllib
from pathlib import Path

import pytest

from ocr_kh.acceptance.privacy import COLUMNS, personal_data, private_places
from ocr_kh.batch.ledger import Entry, Ledger
from ocr_kh.cli import main
from ocr_kh.errors import PathMissingError
from ocr_kh.writing.tables.csv_file import read_table

CASES = tomllib.loads((Path(__file__).parents[2] / "cases/acceptance/personal_data.toml").read_text(encoding="utf-8"))
SPEC = importlib.util.spec_from_file_location("made_up", Path(__file__).with_name("made_up.py"))
made_up = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(made_up)
DOCUMENT = {"number": "05", "symbol": "KH-UBND", "type": "KẾ HOẠCH", "date": "2008-03-14", "subject": "trồng cây"}


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["text"][:40])
def test_what_is_personal_data(case):
    assert list(personal_data(case["text"], is_table=case.get("table", False))) == case["kinds"]


@pytest.fixture
def out(tmp_path):
    says = ["Liên hệ ông Lê Văn Mẫu, số điện thoại 0912 345 678."]
    documents = [{**DOCUMENT, "folder": "a.pdf", "says": says}, {**DOCUMENT, "folder": "b.pdf", "number": "06"}]
    return made_up.write_archive(tmp_path / "out", documents)


def test_a_place_has_its_document_pointer_and_lines_but_no_value(out):
    (place,) = private_places(out)
    assert (place.kind, place.folder, place.pointer) == ("mobile_phone", "a.pdf", "/sections/0/sections/3/blocks/0")
    assert place.lines == (15, 15)
    assert "345" not in str(place)


def test_the_command_writes_the_table_and_lists_what_is_held_back(out, capsys):
    with Ledger(out / ".ocr-kh.sqlite") as ledger:
        ledger.put([Entry("c.pdf", "c.pdf", "in/c.pdf", "held", secrecy="MẬT")])
    assert main(["privacy", str(out)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "held_back\tc.pdf\t\t",
        "mobile_phone\ta.pdf\t\t/sections/0/sections/3/blocks/0",
    ]
    rows = list(read_table(out / "privacy.csv", COLUMNS))
    assert [(row["kind"], row["path"], row["first_line"]) for row in rows] == [
        ("held_back", "in/c.pdf", ""),
        ("mobile_phone", "in/a.pdf", "15"),
    ]
    assert "345" not in (out / "privacy.csv").read_text(encoding="utf-8")


def test_no_command_starts_a_program(out, monkeypatch):
    """Nothing is read again: neither the engine nor a renderer is called."""

    def refuse(*_arguments, **_options):
        raise AssertionError("a program was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.setattr(os, "posix_spawn", refuse)
    for command in ("count", "lint", "privacy", "sample", "minutes"):
        assert main([command, str(out)]) == 0, command


def test_a_folder_without_results_is_told(tmp_path):
    with pytest.raises(PathMissingError):
        list(private_places(tmp_path))
