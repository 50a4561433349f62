# SPDX-License-Identifier: Apache-2.0
"""A folder converted again and again while people add, move and take away files; packages and copies among them."""

from __future__ import annotations

import csv
import os
import sys
import zipfile
from pathlib import Path

import pytest

from ocr_kh.batch import run
from ocr_kh.batch.status import state_of
from ocr_kh.cli import main
from ocr_kh.errors import ExitCode
from ocr_kh.settings import Settings

TEXT = "KẾ HOẠCH\nTuyên truyền phòng cháy năm 2026\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức của Nhân dân.\n"


@pytest.fixture
def scans(tmp_path, monkeypatch):
    """The folder `in`, seen from its parent, as people give it."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.fixture
def convert(capfd, scans):
    """Convert `in` into `out`; what was shown: exit code, lines, the rest."""

    def convert_again(*options):
        code = main(["convert", "in", "--out", "out", "--jobs", "1", "--include-text", "--formats", "text", *options])
        shown = capfd.readouterr()
        return code, sorted(shown.out.splitlines()), shown.err

    return convert_again


def statuses():
    with Path("out/index.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["path"]: (row["folder"], row["status"]) for row in csv.DictReader(file)}


def packed(path, **members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.txt", text)


def test_members_of_a_package_rest_like_files(scans, convert):
    packed(scans / "p.zip", a=TEXT, b=TEXT + "- B")
    first = ["done\tout/p.zip/a.txt", "done\tout/p.zip/b.txt"]
    assert convert() == (ExitCode.DONE, first, "")
    assert convert() == (ExitCode.DONE, [line.replace("done", "unchanged") for line in first], "")
    packed(scans / "p.zip", a=TEXT, c=TEXT + "- C")
    code, lines, said = convert()
    assert (code, lines) == (ExitCode.DONE, ["done\tout/p.zip/c.txt", "unchanged\tout/p.zip/a.txt"])
    assert "gone: 1" in said
    assert statuses()["in/p.zip/b.txt"] == ("p.zip/b.txt", "gone")
    assert not [path for path in (scans.parent / "out").iterdir() if path.name.startswith(".ocr-kh-")]


def test_a_source_that_was_moved_is_gone_and_one_that_comes_back_is_not(scans, convert):
    (scans / "a.txt").write_text(TEXT, encoding="utf-8")
    (scans / "b.txt").write_text(TEXT + "- B", encoding="utf-8")
    convert()
    (scans / "sub").mkdir()
    (scans / "a.txt").rename(scans / "sub/a.txt")
    code, lines, said = convert()
    assert (code, lines) == (ExitCode.DONE, ["done\tout/sub/a.txt", "unchanged\tout/b.txt"])
    assert "gone: 1" in said
    assert {path: status for path, (_, status) in statuses().items()} == {
        "in/a.txt": "gone", "in/b.txt": "done", "in/sub/a.txt": "done",
    }  # fmt: skip
    assert (scans.parent / "out/a.txt/text.txt").is_file(), "its results stay"
    assert convert()[2] == "", "it is told once"
    (scans / "sub/a.txt").rename(scans / "a.txt")
    assert convert()[1] == ["unchanged\tout/a.txt", "unchanged\tout/b.txt"]
    assert statuses()["in/a.txt"] == ("a.txt", "done")
    assert statuses()["in/sub/a.txt"] == ("sub/a.txt", "gone")


def test_copies_and_other_kinds_are_named_and_cost_no_exit_code(scans, convert):
    for name in ("a.txt", "copy.txt"):
        (scans / name).write_text(TEXT, encoding="utf-8")
    (scans / "film.mp4").write_bytes(b"film")
    code, lines, said = convert()
    assert (code, lines) == (ExitCode.DONE, ["done\tout/a.txt", "duplicate\tout/a.txt"])
    assert (
        said
        == "ocr-kh: skipped, since they are no documents: 1 (mp4 1); copies of other files: 1. index.csv names them.\n"
    )
    assert statuses()["in/copy.txt"] == ("a.txt", "duplicate")
    assert statuses()["in/film.mp4"] == ("", "skipped")
    (scans / "a.txt").unlink()
    assert convert()[1] == ["done\tout/copy.txt"]
    assert statuses()["in/copy.txt"] == ("copy.txt", "done")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_not_called_damaged(scans, convert):
    (scans / "a.pdf").write_bytes(b"%PDF-1.7")
    (scans / "a.pdf").chmod(0)
    code, _, said = convert()
    assert code == ExitCode.UNREADABLE
    assert "[E400]" in said
    assert "Permission denied" in said


def test_help_shows_the_pages_of_the_documentation(capfd):
    assert main(["help"]) == ExitCode.DONE
    assert "formats" in capfd.readouterr().out
    assert main(["help", "formats"]) == ExitCode.DONE
    assert capfd.readouterr().out.startswith("# Output files")
    assert main(["help", "nothing"]) == ExitCode.USAGE
    assert "formats" in capfd.readouterr().err


def test_a_run_that_is_broken_off_leaves_nothing_running(scans):
    for number in range(30):
        (scans / f"{number}.txt").write_text(f"{TEXT}- {number}", encoding="utf-8")
    outcomes = run.convert([scans], Path("out"), settings=Settings(jobs=2, include_text=True, formats=("text",)))
    next(outcomes)
    with pytest.raises(KeyboardInterrupt):
        outcomes.throw(KeyboardInterrupt())
    counts = state_of(Path("out")).documents
    assert counts["running"] == 0
    assert counts["waiting"] > 0


def test_watch_opens_packages_and_knows_copies(scans, capfd):
    packed(scans / "p.zip", a=TEXT)
    (scans / "b.txt").write_text(TEXT, encoding="utf-8")
    options = ["--once", "--settle", "0.1", "--interval", "0.1", "--jobs", "1", "--include-text", "--formats", "text"]
    assert main(["watch", "in", "--out", "out", *options]) == ExitCode.DONE
    assert sorted(capfd.readouterr().out.splitlines()) == ["done\tout/b.txt", "duplicate\tout/b.txt"]
    assert statuses() == {"in/b.txt": ("b.txt", "done"), "in/p.zip/a.txt": ("b.txt", "duplicate")}
