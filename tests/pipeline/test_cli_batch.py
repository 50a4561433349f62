# SPDX-License-Identifier: Apache-2.0
"""Ledger, resume, status, passwords and secrets, through the command line."""

from __future__ import annotations

import json
import shutil

import pikepdf
import pytest

from ocr_kh.cli import main
from ocr_kh.errors import ExitCode

PLAN = """ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ AN BÌNH               Độc lập - Tự do - Hạnh phúc
Số: 05/KH-UBND           An Bình, ngày 04 tháng 3 năm 2026
{mark}
KẾ HOẠCH
Tuyên truyền năm 2026
I. MỤC ĐÍCH
1. Nâng cao nhận thức của cán bộ.
"""


def text(folder, name, mark=""):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(PLAN.format(mark=mark), encoding="utf-8")


@pytest.fixture
def scans(tmp_path):
    for number in range(3):
        text(tmp_path / "in", f"{number}.txt")
        (tmp_path / "in" / f"{number}.txt").open("a", encoding="utf-8").write(f"{number + 2}. Việc thứ {number}.\n")
    return tmp_path / "in"


@pytest.fixture
def run(capsys, tmp_path):
    """Converts the folder; gives the exit code and the statuses by name."""

    def convert(scans, *options):
        code = main(["convert", str(scans), "--out", str(tmp_path / "out"), "--include-text", "--jobs", "1", *options])
        lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
        return code, {place.rsplit("/", 1)[-1]: status for status, place in lines}

    return convert


def test_cli_convert_redoes_only_what_changed_or_is_missing(run, scans, tmp_path):
    assert run(scans) == (ExitCode.DONE, dict.fromkeys(("0.txt", "1.txt", "2.txt"), "done"))
    text(scans, "0.txt")
    (tmp_path / "out/1.txt/plan.json").unlink()
    assert run(scans) == (ExitCode.DONE, {"0.txt": "done", "1.txt": "done", "2.txt": "unchanged"})
    assert run(scans, "--page-timeout", "99")[1]["0.txt"] == "unchanged", "a limit changes no result"
    assert set(run(scans, "--tone", "old")[1].values()) == {"done"}


def test_cli_convert_knows_folders_without_their_ledger(run, scans, tmp_path):
    run(scans)
    for path in (tmp_path / "out").glob(".ocr-kh.sqlite*"):
        path.unlink()
    assert set(run(scans)[1].values()) == {"unchanged"}


def test_cli_convert_keeps_its_ledger_elsewhere(run, scans, tmp_path):
    ledger = tmp_path / "ledger.sqlite"
    run(scans, "--ledger", str(ledger))
    assert ledger.is_file()
    assert not (tmp_path / "out/.ocr-kh.sqlite").exists()
    shutil.rmtree(tmp_path / "out")
    assert set(run(scans, "--ledger", str(ledger))[1].values()) == {"done"}, "what is not there is not done"


def test_cli_convert_a_failure_is_told_again_and_retried_when_asked(run, scans):
    (scans / "9.pdf").write_bytes(b"%PDF-1.7 nothing")
    for options in ((), (), ("--retry-failed",)):
        code, statuses = run(scans, *options)
        assert (code, statuses["9.pdf"]) == (ExitCode.PARTLY, "failed")
    assert statuses["0.txt"] == "unchanged"


def test_cli_convert_with_a_ledger_that_is_none(run, scans, capsys, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/.ocr-kh.sqlite").write_bytes(b"nothing of the kind" * 100)
    assert main(["convert", str(scans), "--out", str(tmp_path / "out"), "--include-text"]) == ExitCode.MACHINE
    assert "[E306]" in capsys.readouterr().err


def test_cli_convert_holds_secret_documents_back(run, scans, tmp_path):
    text(scans, "mat.txt", "MẬT")
    code, statuses = run(scans)
    assert (code, statuses["mat.txt"]) == (ExitCode.DONE, "held")
    out = tmp_path / "out"
    assert not (out / "mat.txt").exists()
    assert "mat.txt" not in (out / "index.csv").read_text(encoding="utf-8-sig")
    assert run(scans)[1]["mat.txt"] == "held"
    assert run(scans, "--allow-secret")[1] == dict.fromkeys(("0.txt", "1.txt", "2.txt"), "unchanged") | {
        "mat.txt": "done"
    }
    assert (out / "mat.txt").is_dir()
    assert run(scans)[1]["mat.txt"] == "held"
    assert not (out / "mat.txt").exists()


def test_cli_convert_opens_what_the_password_opens(run, scans, tmp_path):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(scans / "khoa.pdf", encryption=pikepdf.Encryption(owner="o", user="mở"))
    assert run(scans)[1]["khoa.pdf"] == "failed"
    assert run(scans, "--password", "sai")[1]["khoa.pdf"] == "failed"
    assert run(scans, "--password", "mở")[1]["khoa.pdf"] == "done"
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert "mở".encode() not in everything
    assert not list((tmp_path / "out").rglob(".ocr-kh-*"))


def test_cli_status_counts_and_lists(run, scans, capsys, tmp_path):
    (scans / "9.pdf").write_bytes(b"%PDF-1.7 nothing")
    run(scans)
    assert main(["status", str(tmp_path / "out"), "--json"]) == ExitCode.DONE
    state = json.loads(capsys.readouterr().out)
    assert {name: count for name, count in state["documents"].items() if count} == {"done": 3, "failed": 1}
    assert {"partly", "held", "running", "waiting", "skipped", "duplicate", "gone"} <= state["documents"].keys()
    assert [trouble["path"].rsplit("/", 1)[-1] for trouble in state["troubles"]] == ["9.pdf"]
    assert main(["status", str(tmp_path / "out")]) == ExitCode.DONE
    assert "9.pdf" in capsys.readouterr().out
    assert main(["status", str(tmp_path)]) == ExitCode.USAGE


def test_cli_convert_stops_before_the_disk_is_full(run, scans, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("ocr_kh.batch.output_folder.ROOM", 1 << 60)
    assert main(["convert", str(scans), "--out", str(tmp_path / "out"), "--include-text"]) == ExitCode.MACHINE
    assert "[E308]" in capsys.readouterr().err


def test_cli_convert_lets_no_second_run_in(scans, capsys, tmp_path):
    from ocr_kh.batch.output_folder import claimed

    with claimed(tmp_path / "out"):
        assert main(["convert", str(scans), "--out", str(tmp_path / "out"), "--include-text"]) == ExitCode.MACHINE
    assert "[E307]" in capsys.readouterr().err


def test_cli_convert_names_by_the_archive_rule(run, scans, tmp_path):
    out = tmp_path / "out"
    assert run(scans)[0] == ExitCode.DONE
    plain = (out / "index.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    (tmp_path / "list.csv").write_text("thư mục;mã hồ sơ\nin;H49.64.33.2001.160\nin/2.txt;H49.65\n", encoding="utf-8")
    options = ("--records", str(tmp_path / "list.csv"), "--name-by", "record")
    assert set(run(scans, *options)[1].values()) == {"unchanged"}, "the documents themselves stay"
    named = sorted(path.name for path in (out / "by-record").rglob("*.xml"))
    assert named == ["H49.64.33.2001.160.1.xml", "H49.64.33.2001.160.2.xml", "H49.65.1.xml"]
    head, *rows = (out / "index.csv").read_text(encoding="utf-8-sig").splitlines()
    assert head == f"{plain},file_code,ordinal"
    assert [row.rsplit(",", 2)[1:] for row in rows] == [
        ["H49.64.33.2001.160", "1"], ["H49.64.33.2001.160", "2"], ["H49.65", "1"],
    ]  # fmt: skip
    run(scans)
    assert (out / "index.csv").read_text(encoding="utf-8-sig").splitlines()[0] == head, "what was filed stays so"
    (tmp_path / "list.csv").write_text("thư mục;mã hồ sơ\nin;H50\n", encoding="utf-8")
    run(scans, *options)
    assert [path.name for path in (out / "by-record").iterdir()] == ["H50"]
    (tmp_path / "list.csv").write_text("thư mục;mã hồ sơ\nđâu;H50\n", encoding="utf-8")
    assert run(scans, *options)[0] == ExitCode.USAGE
