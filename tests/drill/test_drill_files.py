# SPDX-License-Identifier: Apache-2.0
"""Forty kinds of bad file in one folder: each comes out as it may, the good one among them whole."""

from __future__ import annotations

import csv
import importlib.util
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
    (scans / "ra-ngoai.png").symlink_to("/etc/hostname")
    (scans / "ra-ngoai").symlink_to("/etc")
    os.mkfifo(scans / "ong.png")
    before = {path.name: path.read_bytes() for path in scans.iterdir() if path.is_file() and not path.is_symlink()}
    out = scans / "out"
    code, lines, errors = convert([scans], out, "--page-timeout", "20", timeout=540)
    assert code == ExitCode.PARTLY, errors
    assert "Traceback" not in errors
    assert "E100" not in errors, errors
    assert len(lines) == len(bad_files.KINDS) + 1
    assert (out / "tot.png/text.txt").read_text()
    found = statuses(out)
    for name, (_, allowed) in bad_files.KINDS.items():
        key = unicodedata.normalize("NFC", " ".join(plain(name).split()))
        assert found[key] in allowed, (name, found[key])
    after = {path.name: path.read_bytes() for path in scans.iterdir() if path.is_file() and not path.is_symlink()}
    assert after == before, "an input was touched"
    assert not list(tmp_path.rglob("da-chay"))
    assert not list(tmp_path.rglob("evil.sh"))


def statuses(out):
    from ocr_kh.writing.index import read_index

    assert list(csv.reader((out / "index.csv").open(encoding="utf-8-sig", newline="")))
    return {unicodedata.normalize("NFC", row["folder"]): row["status"] for row in read_index(out)}


def plain(name):
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
