# SPDX-License-Identifier: Apache-2.0
"""When a file in a watched folder is taken to be complete, and when it is handed on again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ocr_kh.batch.arrival import ends_well
from ocr_kh.batch.watch import Watcher
from ocr_kh.settings import Settings

PDF = b"%PDF-1.7\n" + b"x" * 5000 + b"\n%%EOF\n"


class Clock:
    """Time that passes when told; files stand in the same time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr("ocr_kh.batch.watch.time.monotonic", lambda: self.now)
        monkeypatch.setattr("ocr_kh.batch.watch.time.time", lambda: 0.0)

    def passes(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def scans(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
def names(scans, tmp_path, clock):
    """The places of the documents that are handed on after so many seconds."""
    watcher = Watcher([scans], tmp_path / "out", Settings(), interval=1, settle=10)

    def handed_on(after=0.0, busy=()):
        clock.passes(after)
        return [job.name for job in watcher.arrived(busy)]

    return handed_on


def test_watch_takes_a_file_once_it_rests(names, scans):
    (scans / "a.pdf").write_bytes(PDF)
    assert names() == []
    assert names(9) == []
    (scans / "a.pdf").write_bytes(PDF + PDF)
    assert names(2) == []
    assert names(9) == []
    assert names(1) == ["a.pdf"]
    assert names(100) == []


def test_watch_takes_again_what_was_replaced_even_with_its_old_time(names, scans, tmp_path):
    (scans / "a.pdf").write_bytes(PDF)
    names()
    assert names(10) == ["a.pdf"]
    before = (scans / "a.pdf").stat()
    (tmp_path / "other.pdf").write_bytes(PDF.replace(b"x", b"y"))
    os.utime(tmp_path / "other.pdf", ns=(before.st_atime_ns, before.st_mtime_ns))
    (tmp_path / "other.pdf").replace(scans / "a.pdf")
    assert names(10) == []
    assert names(10) == ["a.pdf"]


def test_watch_waits_longer_for_an_end_that_is_missing(names, scans):
    (scans / "a.pdf").write_bytes(PDF[:3000])
    (scans / "b.pdf").write_bytes(b"")
    names()
    assert names(11) == []
    assert names(88) == []
    assert names(2) == ["a.pdf", "b.pdf"]


def test_watch_hands_nothing_on_that_is_still_being_converted(names, scans):
    (scans / "a.pdf").write_bytes(PDF)
    names()
    assert names(10, busy=["a.pdf"]) == []
    assert names(10) == ["a.pdf"]


def test_watch_passes_over_what_others_have_not_finished(names, scans):
    for name in (".a.pdf", "~a.pdf", "~$a.pdf", "a.pdf.part", "a.part.pdf", "a.tmp.pdf"):
        (scans / name).write_bytes(PDF)
    names()
    assert names(1000) == []


def test_watch_outlives_a_folder_that_goes_and_comes(names, scans, tmp_path, caplog):
    (scans / "a.pdf").write_bytes(PDF)
    names()
    assert names(10) == ["a.pdf"]
    scans.rename(tmp_path / "away")
    for _ in range(3):
        assert names(10) == []
    assert sum("waiting for it" in record.getMessage() for record in caplog.records) == 1
    (tmp_path / "away").rename(scans)
    names(10)
    assert names(10) == [], "it is as it was"
    (scans / "b.pdf").write_bytes(PDF)
    names(10)
    assert names(10) == ["b.pdf"]


def test_watch_forgets_files_that_were_taken_away(names, scans):
    for _ in range(2):
        (scans / "a.pdf").write_bytes(PDF)
        names(10)
        assert names(10) == ["a.pdf"]
        (scans / "a.pdf").unlink()
        assert names(10) == []


def test_watch_joins_a_folder_when_all_its_images_rest(scans, tmp_path, clock):
    watcher = Watcher([scans], tmp_path / "out", Settings(join=True), interval=1, settle=10)
    for name in ("1.tif", "2.tif"):
        (scans / name).write_bytes(b"II*\0")
        watcher.arrived()
        clock.passes(6)
    assert watcher.arrived() == []
    clock.passes(6)
    (job,) = watcher.arrived()
    assert [path.name for path in job.paths] == ["1.tif", "2.tif"]


def test_watch_looks_less_often_where_looking_takes_long(names, scans, clock, monkeypatch):
    looks = []

    def slow(*_):
        looks.append(clock.now)
        clock.passes(6)
        return iter(())

    monkeypatch.setattr("ocr_kh.batch.watch.find_documents", slow)
    for _ in range(200):
        names(1)
    assert len(looks) <= 5


@pytest.mark.parametrize("name", ["ke-hoach-giam-ngheo.pdf", "chi-thi-hoa-don-dien-tu.png", "ke-hoach-tiem-chung.tiff"])
def test_complete_files_end_well_and_cut_ones_do_not(name, root, tmp_path):
    whole, cut = root / "samples" / name, tmp_path / name
    assert ends_well(whole)
    shutil.copyfile(whole, cut)
    os.truncate(cut, whole.stat().st_size // 2)
    assert ends_well(cut) == (Path(name).suffix == ".tiff")
