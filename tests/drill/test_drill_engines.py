# SPDX-License-Identifier: Apache-2.0
"""An engine that crashes, hangs, prints garbage, eats memory or says nothing costs a page, never the batch."""

from __future__ import annotations

import json
import sys

import pikepdf
import pytest

from ocr_kh.errors import ExitCode

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the engines are shell scripts")

_QUICK = ("crash", "silent")
_OPTIONS = ("--page-timeout", "4", "--memory-limit", "1500", "--jobs", "1")


ALL = ("crash", "hang", "garbage", "memory", "silent", "refuses")
SOME = [pytest.param(name, marks=() if name in _QUICK else pytest.mark.drill) for name in ALL]


def two_pages(drill, path):
    first, second = drill.page_image("TRANG MOT"), drill.page_image("TRANG HAI")
    first.save(path, save_all=True, append_images=[second], dpi=(120, 120))


@pytest.mark.parametrize("name", SOME)
def test_drill_a_page_lost_by_the_engine_is_named_and_stays_in_the_pdf(name, engine, convert, drill, tmp_path):
    scan = tmp_path / "scan.tif"
    two_pages(drill, scan)
    out = tmp_path / "out"
    code, lines, _ = convert([scan], out, *_OPTIONS, environment=engine(name, once=True))
    assert (code, lines) == (ExitCode.PARTLY, [f"partly\t{out / 'scan.tif'}"])
    assert json.loads((out / "scan.tif/plan.json").read_text())["failed_pages"] == [1]
    with pikepdf.open(out / "scan.tif/searchable.pdf") as pdf:
        assert len(pdf.pages) == 2
    assert "TRANG HAI" in (out / "scan.tif/original.txt").read_text()  # as it was read: repair has its say in text.txt


@pytest.mark.drill
@pytest.mark.parametrize("name", ALL)
def test_drill_an_engine_that_always_fails_ends_no_batch(name, engine, convert, drill, tmp_path):
    scans = tmp_path / "scans"
    scans.mkdir()
    for number in range(3):
        drill.page_image(f"TRANG {number}").save(scans / f"{number}.png", dpi=(120, 120))
    (scans / "right.txt").write_text("Kế hoạch tuyên truyền năm 2026\n", encoding="utf-8")
    out = tmp_path / "out"
    code, lines, errors = convert([scans], out, "--include-text", *_OPTIONS, environment=engine(name))
    assert code == ExitCode.PARTLY
    assert sorted(line.split("\t")[0] for line in lines) == ["done", "failed", "failed", "failed"]
    assert "Traceback" not in errors
    assert errors.count("[E50") >= 3
    code, lines, _ = convert([scans], out, "--include-text", *_OPTIONS, "--retry-failed")
    assert (code, len(lines)) == (ExitCode.DONE, 4)


@pytest.mark.drill
def test_drill_max_failures_stops_the_batch(engine, convert, drill, tmp_path):
    scans = tmp_path / "scans"
    scans.mkdir()
    for number in range(12):
        drill.page_image(f"TRANG {number}").save(scans / f"{number}.png", dpi=(120, 120))
    code, lines, errors = convert([scans], tmp_path / "out", "--max-failures", "2", environment=engine("crash"))
    assert code == ExitCode.PARTLY
    assert "[E600]" in errors
    assert 2 <= len(lines) < 12
