# SPDX-License-Identifier: Apache-2.0
"""`ocr-kh convert` and `inspect` on good and bad input, with the real engine."""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
import sys
import zlib
from functools import cache

import pikepdf
import pytest
from PIL import Image, ImageDraw

import ocr_kh
from ocr_kh.cli import main
from ocr_kh.errors import ExitCode
from ocr_kh.writing.tables.values import TABLES

CYRILLIC_BYTES = b"\xcf\xf0\xe8\xea\xe0\xe7\n"


def page_image(size=(1000, 700)):
    """A page with a few words in it, as a phone or a scanner would give it."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    for row, text in enumerate(("UBND XA AN BINH", "KE HOACH", "Tuyen truyen nam 2026")):
        draw.text((80, 80 + 90 * row), text, fill=0, font_size=44)
    return image


def damaged(path):
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ngarbage" * 3)


def encrypted(path):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))


def empty(path):
    path.write_bytes(b"")


def text_named_pdf(path):
    path.write_text("Kế hoạch tuyên truyền\n", encoding="utf-8")


def without_pages(path):
    pikepdf.new().save(path)


def huge_png(path):
    path.write_bytes(_huge_png())


@cache
def _huge_png():
    """40,000 x 40,000 white pixels in 200 KB."""
    side = 40_000
    row = b"\0" + b"\xff" * (side // 8)
    compressor = zlib.compressobj(9)
    data = b"".join(compressor.compress(row * 100) for _ in range(side // 100)) + compressor.flush()

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def truncated_png(path):
    page_image().save(path)
    path.write_bytes(path.read_bytes()[:400])


def text_of_another_script(path):
    path.write_bytes(CYRILLIC_BYTES)


BAD = [
    (damaged, "a.pdf", "E401"),
    (encrypted, "a.pdf", "E402"),
    (empty, "a.pdf", "E405"),
    (empty, "a.txt", "E405"),
    (text_named_pdf, "a.pdf", "E404"),
    (without_pages, "a.pdf", "E406"),
    (huge_png, "a.png", "E403"),
    (truncated_png, "a.png", "E401"),
    (text_of_another_script, "a.txt", "E404"),
]


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "scans" / "ke-hoach.png"
    path.parent.mkdir()
    page_image().save(path, dpi=(120, 120))
    return path


def left_behind(out):
    """Files under `out` that are no overview, nor the ledger and lock that stay for the next run."""
    overviews = {
        "index.csv",
        "needs_review.csv",
        *(f"{table.name}.csv" for table in TABLES),
        ".ocr-kh.sqlite",
        ".ocr-kh.tables.json",
        ".ocr-kh.lock",
    }
    return [path for path in out.rglob("*") if path.is_file() and path.name not in overviews] if out.exists() else []


@pytest.mark.parametrize(("make", "name", "code"), BAD, ids=lambda value: getattr(value, "__name__", value))
def test_cli_convert_says_what_is_wrong_with_a_bad_input(capsys, tmp_path, make, name, code):
    make(tmp_path / name)
    assert main(["convert", str(tmp_path / name), "--out", str(tmp_path / "out")]) == ExitCode.UNREADABLE
    shown = capsys.readouterr()
    assert shown.out == f"failed\t{tmp_path / name}\n"
    assert f"[{code}]" in shown.err
    assert name in shown.err
    assert "Traceback" not in shown.err
    assert left_behind(tmp_path / "out") == []


@pytest.mark.parametrize(("make", "name", "code"), BAD, ids=lambda value: getattr(value, "__name__", value))
def test_cli_inspect_says_what_is_wrong_with_a_bad_input(capsys, tmp_path, make, name, code):
    make(tmp_path / name)
    assert main(["inspect", str(tmp_path / name)]) == ExitCode.UNREADABLE
    assert f"[{code}]" in capsys.readouterr().err


def test_cli_convert_goes_on_past_a_bad_input(capsys, tmp_path, scan):
    damaged(scan.parent / "b.pdf")
    out = tmp_path / "out"
    assert main(["convert", str(scan.parent), "--out", str(out), "--jobs", "1"]) == ExitCode.PARTLY
    shown = capsys.readouterr()
    assert {line.split("\t")[0] for line in shown.out.splitlines()} == {"done", "failed"}
    assert shown.err.count("\n") == 1
    assert (out / "ke-hoach.png" / "text.txt").is_file()
    assert not (out / "b.pdf").exists()
    rows = (out / "index.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 3


def test_cli_convert_writes_what_the_contract_names_and_then_rests(capsys, tmp_path, scan):
    out = tmp_path / "out"
    command = ["convert", str(scan), "--out", str(out), "--jobs", "1"]
    assert main(command) == ExitCode.DONE
    folder = out / "ke-hoach.png"
    assert capsys.readouterr().out == f"done\t{folder}\n"
    assert {path.name for path in folder.iterdir()} == {
        "text.txt",
        "original.txt",
        "repairs.jsonl",
        "plan.json",
        "plan.md",
        "searchable.pdf",
        "record.xml",
        "provenance.json",
        ".reading.json.gz",
    }
    assert main(command) == ExitCode.DONE
    assert capsys.readouterr().out == f"unchanged\t{folder}\n"


def test_cli_convert_writes_only_the_formats_asked_for(tmp_path, scan):
    out = tmp_path / "out"
    main(["convert", str(scan), "--out", str(out), "--jobs", "1", "--formats", "text"])
    assert {path.name for path in (out / "ke-hoach.png").iterdir()} == {
        "text.txt",
        "original.txt",
        "repairs.jsonl",
        "provenance.json",
        ".reading.json.gz",
    }


def test_cli_convert_nothing_found_is_wrong_usage(capsys, tmp_path):
    (tmp_path / "empty").mkdir()
    assert main(["convert", str(tmp_path / "empty"), "--out", str(tmp_path / "out")]) == ExitCode.USAGE
    assert "[E202]" in capsys.readouterr().err


def test_cli_convert_one_missing_path_stops_before_any_work(capsys, tmp_path, scan):
    out = tmp_path / "out"
    assert main(["convert", str(scan), str(tmp_path / "missing"), "--out", str(out)]) == ExitCode.USAGE
    assert "[E201]" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(("variable", "code"), [("PATH", "E301"), ("TESSDATA_PREFIX", "E302")])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_cli_convert_without_the_engine_or_its_vietnamese_data(tmp_path, scan, variable, code, jobs):
    """In a process of its own: workers take their environment from where they were first started."""
    environment = {**os.environ, variable: str(tmp_path)}
    command = [sys.executable, "-m", "ocr_kh", "convert", str(scan), "--out", str(tmp_path / "out"), "--jobs", jobs]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert result.returncode == ExitCode.MACHINE
    assert result.stdout == ""
    assert result.stderr.startswith(f"ocr-kh: [{code}]")
    assert result.stderr.count("\n") == 1
    assert left_behind(tmp_path / "out") == []


def test_cli_convert_into_a_place_that_is_a_file(capsys, tmp_path, scan):
    blocked = tmp_path / "file"
    blocked.write_text("mine")
    assert main(["convert", str(scan), "--out", str(blocked)]) == ExitCode.MACHINE
    assert "[E304]" in capsys.readouterr().err
    assert blocked.read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_cli_convert_into_a_read_only_folder(capsys, tmp_path, scan):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert main(["convert", str(scan), "--out", str(locked / "out")]) == ExitCode.MACHINE
    assert "[E304]" in capsys.readouterr().err


def test_cli_convert_opens_no_network_connection(monkeypatch, tmp_path, scan):
    def refuse(*_: object, **__: object) -> None:
        message = "a connection was opened"
        raise AssertionError(message)

    def no_process(_: object) -> None:
        raise OSError

    monkeypatch.setattr("ocr_kh.batch.workers.pool.Workers._started", no_process)  # so that all is done in this process
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert main(["convert", str(scan), "--out", str(tmp_path / "out"), "--jobs", "1"]) == ExitCode.DONE


def test_cli_inspect_describes_each_page(capsys, scan):
    assert main(["inspect", str(scan), "--json"]) == ExitCode.DONE
    facts = json.loads(capsys.readouterr().out)
    assert facts["name"] == "ke-hoach.png"
    (page,) = facts["pages"]
    assert (page["image"]["width"], page["image"]["height"]) == (1000, 700)
    assert page["image"]["dpi"] == pytest.approx(120, abs=1)
    assert page["text_layer"]["verdict"] == "none"


def test_cli_inspect_prints_a_table(capsys, scan):
    assert main(["inspect", str(scan)]) == ExitCode.DONE
    assert "1000×700 grey" in capsys.readouterr().out


def test_cli_convert_interrupted_leaves_no_half_and_resumes(tmp_path, scan):
    """SIGINT to the whole group, as Ctrl-C at a terminal sends it."""
    import signal
    import time

    for number in range(9):
        page_image((1600 + number, 1200)).save(scan.parent / f"{number}.png", dpi=(120, 120))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "ocr_kh", "convert", str(scan.parent), "--out", str(out), "--jobs", "2"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        started = time.monotonic()
        _, errors = process.communicate(timeout=60)
    if process.returncode == ExitCode.DONE:
        pytest.skip("it was done before the interruption arrived")
    assert process.returncode == ExitCode.INTERRUPTED
    assert time.monotonic() - started < 10
    assert "Traceback" not in errors
    assert "the same command goes on" in errors
    assert all((folder / "provenance.json").is_file() for folder in out.iterdir() if folder.is_dir())
    resumed = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "unchanged" in resumed.stdout
    assert len(resumed.stdout.splitlines()) == 10


@pytest.mark.parametrize("give", [str, lambda path: path, lambda path: [str(path)]], ids=["text", "path", "list"])
def test_api_convert_takes_paths_in_any_form(tmp_path, scan, give):
    (outcome,) = ocr_kh.convert(give(scan), str(tmp_path / "out"), settings=ocr_kh.Settings(jobs=1))
    assert outcome.status == "done"
    assert ocr_kh.inspect(str(scan)).name == scan.name
