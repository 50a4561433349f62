# SPDX-License-Identifier: Apache-2.0
"""What the drill needs: engines that misbehave, pages, and a way to run the program. `make drill` runs all of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

_ANSWERS = """#!/bin/sh
case "$*" in
  *--version*) echo "tesseract 5.3.0"; exit 0 ;;
  *--list-langs*) echo 'List of available languages in "/usr/share" (2):'; echo vie; echo osd; exit 0 ;;
esac
"""

ENGINES = {
    "crash": "kill -SEGV $$",
    "hang": "sleep 600",
    "garbage": 'head -c 100000 /dev/urandom > "$2.hocr"; head -c 1000 /dev/urandom >&2; exit 0',
    "memory": f"exec {sys.executable} -c 'x = [bytearray(1 << 24) for _ in range(4096)]' 2>/dev/null",
    "silent": "exit 0",
    "refuses": "echo 'no reason' >&2; exit 7",
}
"""What a fake `tesseract` does instead of reading."""


def pytest_configure(config):
    config.addinivalue_line("markers", "drill: part of the long fault drill; run by `make drill`")


def pytest_collection_modifyitems(items):
    if os.environ.get("OCR_KH_DRILL"):
        return
    for item in items:
        if item.get_closest_marker("drill"):
            item.add_marker(pytest.mark.skip(reason="part of `make drill`"))


def page_image(text="KE HOACH", size=(900, 500)):
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(("UBND XA AN BINH", text, "Tuyen truyen nam 2026")):
        draw.text((60, 60 + 90 * row), line, fill=0, font_size=44)
    return image


def scans_in(folder, count):
    """So many TIFF files of one to three pages, each of its own."""
    folder.mkdir()
    for number in range(count):
        pages = [page_image(f"KE HOACH SO {number} TRANG {page}") for page in range(1 + number % 3)]
        pages[0].save(folder / f"{number}.tif", save_all=True, append_images=pages[1:], dpi=(120, 120))
    return folder


@pytest.fixture
def engine(tmp_path):
    """Puts an engine that misbehaves before the real one; `once` lets it read after its first fault."""

    def make(name, *, once=False):
        folder = tmp_path / f"engine-{name}"
        folder.mkdir()
        program = folder / "tesseract"
        real = f'mkdir "{folder}/faulted" 2>/dev/null || exec "{shutil.which("tesseract")}" "$@"\n'
        program.write_text(_ANSWERS + (real if once else "") + ENGINES[name] + "\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}

    return make


@pytest.fixture
def convert():
    """Runs `ocr-kh convert` as a program; gives exit code, stdout lines, stderr."""

    def run(paths, out, *options, environment=None, timeout=300):
        command = [sys.executable, "-m", "ocr_kh", "--lang", "en", "convert", "--out", str(out), "--jobs", "2"]
        command += [*options, "--", *map(str, paths)]
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, timeout=timeout, check=False, errors="replace"
        )
        return done.returncode, done.stdout.splitlines(), done.stderr

    return run


_TIMES = re.compile(rb'"(?:started|ended|seconds)": [^,\n]*')


def results(out):
    """Every file under `out` by name, the times in provenance and in records of the archive aside."""
    found = {}
    for path in sorted(Path(out).rglob("*")):
        if path.is_file() and not path.name.startswith(".ocr-kh."):
            found[path.relative_to(out).as_posix()] = without_times(path)
    return found


def without_times(path):
    data = path.read_bytes()
    if path.name != "provenance.json":
        return data
    record = json.loads(data)
    record["settings"] = {}
    return _TIMES.sub(b"", json.dumps(record, indent=1).encode())


@pytest.fixture
def drill():
    """The helpers of this folder, for tests (which are no package)."""
    from types import SimpleNamespace

    return SimpleNamespace(page_image=page_image, scans_in=scans_in, results=results, engines=ENGINES)
