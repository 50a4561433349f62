# SPDX-License-Identifier: Apache-2.0
"""More than forty kinds of bad file in one folder: each comes out as it may, the good one among them whole."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import sys
import unicodedata
from pathlib import Path

import pytest

from ocr_kh.errors import ExitCode

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names that only POSIX systems allow")


@pytest.fixture(scope="module")
def bad_files():
    spec = importlib.util.spec_from_file_location("bad_files", Path(__file__).with_name("bad_files.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_drill_there_are_forty_kinds(bad_files):
    assert len(bad_files.KINDS) >= 40


@pytest.mark.drill
def test_drill_bad_files_cost_nothing_but_themselves(bad_files, convert, drill, tmp_path):
    scans = tmp_path / "scans"
    bad_files.make_all(scans)
    drill.page_image().save(scans / "tot.png", dpi=(120, 120))
    drill.page_image().save(tmp_path / "ngoai.png", dpi=(120, 120))
    (scans / "ra-ngoai.png").symlink_to(tmp_path / "ngoai.png")
    (scans / "ra-ngoai").symlink_to("/etc")
    os.mkfifo(scans / "ong.png")
    before = contents(scans)
    out = scans / "out"
    options = ("--include-text", "--page-timeout", "20")
    code, lines, errors = convert([scans], out, *options, timeout=540)
    assert code == ExitCode.PARTLY, errors
    assert "Traceback" not in errors
    assert "E100" not in errors, errors
    assert len(lines) == len(bad_files.KINDS) + 1
    assert (out / "tot.png/text.txt").read_text()
    found = statuses(out)
    for name, (_, allowed) in bad_files.KINDS.items():
        key = unicodedata.normalize("NFC", " ".join(plain(name).split()))
        assert found.get(key, "held") in allowed, (name, found.get(key))

    assert f"held\t{scans / 'mat.txt'}" in lines
    assert "mat.txt" not in found
    assert not (out / "mat.txt").exists()
    made = json.loads((out / "da-ky.pdf/provenance.json").read_text())["searchable_pdf"]
    assert made["signatures_removed"] == 1
    assert not list(tmp_path.rglob("da-chay"))
    assert not list(tmp_path.rglob("evil.sh"))

    code, lines, errors = convert([scans], out, *options, "--password", bad_files.PASSWORD, timeout=540)
    assert [line for line in lines if line.startswith("done\t")] == [f"done\t{out / 'mat-khau.pdf'}"], errors
    assert contents(scans) == before, "an input was touched"


def contents(folder):
    """Of the files given; not of links, pipes and what was made."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and not path.is_symlink()}


def statuses(out):
    from ocr_kh.writing.tables.index import read_index

    assert list(csv.reader((out / "index.csv").open(encoding="utf-8-sig", newline="")))
    return {unicodedata.normalize("NFC", row["folder"]): row["status"] for row in read_index(out)}


def plain(name):
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
