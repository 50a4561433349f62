# SPDX-License-Identifier: Apache-2.0
"""`ocr-kh watch` as a program: a scan that comes slowly, one that is replaced, a polite end."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
import time

import pytest
from PIL import Image, ImageDraw

from ocr_kh.cli import main
from ocr_kh.errors import ExitCode
from ocr_kh.writing.tables.values import TABLES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends it the POSIX way")

_PATIENCE = 120
"""Seconds; a machine under load is slow without being wrong."""


class Watching:
    """The program at work, and the lines it has printed."""

    def __init__(self, scans, out):
        options = ["--out", str(out), "--jobs", "2", "--interval", "0.2", "--settle", "1", "--include-text"]
        command = [sys.executable, "-m", "ocr_kh", "watch", str(scans), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self._lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        deadline = time.monotonic() + _PATIENCE
        while not (out / "index.csv").exists() and time.monotonic() < deadline:  # until it is at work
            time.sleep(0.05)

    def _read(self):
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n").split("\t"))

    def line(self):
        return self._lines.get(timeout=_PATIENCE)

    def silent(self):
        return self._lines.empty()

    def end(self, number):
        began = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(timeout=_PATIENCE), time.monotonic() - began


@pytest.fixture
def watching():
    started = []

    def start(scans, out):
        started.append(Watching(scans, out))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()
        one.process.stdout.close()


def scan(path, text):
    image = Image.new("L", (1000, 700), 255)
    for row, line in enumerate(("UBND XA AN BINH", text, "Tuyen truyen nam 2026")):
        ImageDraw.Draw(image).text((80, 80 + 90 * row), line, fill=0, font_size=44)
    image.save(path, dpi=(120, 120))
    return path.read_bytes()


def test_cli_watch_converts_what_is_complete_and_again_what_is_replaced(watching, tmp_path):
    scans, out = tmp_path / "in", tmp_path / "out"
    scans.mkdir()
    first, second = scan(tmp_path / "1.png", "SO 1234"), scan(tmp_path / "2.png", "SO 6789")
    watch = watching(scans, out)
    with (scans / "a.png").open("wb") as file:
        file.write(first[: len(first) // 2])
        file.flush()
        time.sleep(3)
        assert watch.silent(), "half a scan is none"
        file.write(first[len(first) // 2 :])
    assert watch.line() == ["done", str(out / "a.png")]
    assert "1234" in (out / "a.png/text.txt").read_text(encoding="utf-8")
    (tmp_path / "2.png").replace(scans / "a.png")
    assert watch.line() == ["done", str(out / "a.png")]
    assert "6789" in (out / "a.png/text.txt").read_text(encoding="utf-8")
    assert len(second) == (scans / "a.png").stat().st_size
    (scans / "b.png").write_bytes(b"\x89PNG damaged IEND")
    assert watch.line()[0] == "failed"
    code, seconds = watch.end(signal.SIGTERM)
    assert (code, watch.silent()) == (ExitCode.DONE, True)
    assert seconds < 30
    left = sorted(path.name for path in out.iterdir())
    tables = ["index.csv", "needs_review.csv", *(f"{table.name}.csv" for table in TABLES)]
    assert left == sorted([".ocr-kh.lock", ".ocr-kh.sqlite", ".ocr-kh.tables.json", "a.png", *tables])


def test_cli_watch_broken_off_in_a_page_leaves_nothing_half_done(watching, tmp_path):
    scans, out = tmp_path / "in", tmp_path / "out"
    scans.mkdir()
    Image.effect_noise((1600, 2200), 90).save(scans / "a.tif", dpi=(200, 200))  # takes the engine minutes
    (scans / "b.txt").write_text("Kế hoạch tuyên truyền năm 2026\n", encoding="utf-8")
    watch = watching(scans, out)
    assert watch.line() == ["done", str(out / "b.txt")], "it does not wait for the pages of the other"
    assert watch.end(signal.SIGTERM)[0] == ExitCode.DONE
    assert watch.silent()
    assert not (out / "a.tif").exists()
    assert not list(out.rglob(".ocr-kh-*"))


def test_cli_watch_once_ends_with_what_is_there(capsys, tmp_path):
    scans, out = tmp_path / "in", tmp_path / "out"
    scans.mkdir()
    options = ["--out", str(out), "--once", "--interval", "0.1", "--settle", "0.1", "--include-text", "--jobs", "1"]
    assert main(["watch", str(scans), *options]) == ExitCode.DONE, "an empty folder is nothing wrong"
    (scans / "a.txt").write_text("Kế hoạch tuyên truyền năm 2026\n", encoding="utf-8")
    (scans / "b.pdf").write_bytes(b"%PDF-1.7 damaged %%EOF")
    assert main(["watch", str(scans), *options]) == ExitCode.PARTLY
    lines = sorted(line.split("\t")[0] for line in capsys.readouterr().out.splitlines())
    assert lines == ["done", "failed"]
    assert "a.txt" in (out / "index.csv").read_text(encoding="utf-8-sig")
    assert main(["watch", str(scans / "none"), *options]) == ExitCode.USAGE


def test_cli_watch_ends_by_ctrl_c_as_interrupted(monkeypatch, tmp_path):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("ocr_kh.batch.watch.time.sleep", interrupt)
    assert main(["watch", str(tmp_path), "--out", str(tmp_path / "out")]) == ExitCode.INTERRUPTED


def test_cli_watch_waits_for_room_on_a_full_disk(monkeypatch, tmp_path, capsys):
    scans, out = tmp_path / "in", tmp_path / "out"
    scans.mkdir()
    (scans / "a.txt").write_text("Kế hoạch tuyên truyền năm 2026\n", encoding="utf-8")
    monkeypatch.setattr("ocr_kh.batch.output_folder.ROOM", 1 << 60)
    waited = []

    def sleep(seconds, sleep=time.sleep):
        if seconds == 7.25:  # somebody makes room
            waited.append(seconds)
            monkeypatch.setattr("ocr_kh.batch.output_folder.ROOM", 0)
        sleep(min(seconds, 0.1))

    monkeypatch.setattr("ocr_kh.batch.watch._ROOM_SECONDS", 7.25)
    monkeypatch.setattr("ocr_kh.batch.watch.time.sleep", sleep)
    options = ["--out", str(out), "--interval", "0.1", "--settle", "0.1", "--include-text", "--jobs", "1"]
    monkeypatch.setattr("ocr_kh.cli.commands._tell", lambda _: signal.raise_signal(signal.SIGTERM))
    assert main(["watch", str(scans), *options]) == ExitCode.DONE
    assert waited == [7.25]
    assert "[E308]" in capsys.readouterr().err
    assert (out / "a.txt").is_dir()
