# SPDX-License-Identifier: Apache-2.0
"""Engines that are kept, with a service of our own in place of Tesseract's library."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from ocr_kh.errors import EngineMissingError
from ocr_kh.recognition import kept_engine
from ocr_kh.recognition.kept_engine import EngineFellError, EngineLateError, NoEngineError, read_images
from ocr_kh.recognition.tesseract import EngineFaultError, EngineStoppedError, read_words

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no engine is kept where pipes cannot be waited for")

_SERVICE = """
import json, os, sys, time

def tell(fault, hocr=b""):
    head = json.dumps({"fault": fault, "size": len(hocr), "memory": int(os.environ.get("HELD", 0))}).encode()
    sys.stdout.buffer.write(len(head).to_bytes(4, "little") + head + hocr)
    sys.stdout.buffer.flush()

tell("", b"5.3.0")
while length := sys.stdin.buffer.read(4):
    asked = json.loads(sys.stdin.buffer.read(int.from_bytes(length, "little")))
    if asked["language"] == "deaf":
        time.sleep(60)
    pixels = sys.stdin.buffer.read(sum(height * width for height, width in asked["sizes"]))
    if asked["language"] == "slow":
        time.sleep(60)
    if asked["language"] == "falls":
        print("contains_unichar_id(unichar_id):Error", file=sys.stderr)
        sys.exit(3)
    if asked["language"] == "dies":
        os.kill(os.getpid(), 11)
    if asked["language"] == "unknown":
        tell("no data of the language")
        continue
    tell("", f"{os.getpid()} {len(pixels)} {asked['mode']} {sorted(asked['variables'])}".encode())
"""


@pytest.fixture(autouse=True)
def program(tmp_path, monkeypatch):
    """A program on the PATH that is linked with the library, of the version that the service tells."""
    path = tmp_path / "tesseract"
    path.write_bytes(b"\x7fELF ... libtesseract.so.5\0liblept.so.5")
    service = tmp_path / "service.py"
    service.write_text(_SERVICE)
    found = SimpleNamespace(path=lambda: str(path), version=lambda: "5.3.0", file=path)
    monkeypatch.setattr(kept_engine, "TESSERACT", found)
    monkeypatch.setattr(kept_engine, "SERVICE", service)
    shelf = kept_engine._Shelf()
    monkeypatch.setattr(kept_engine, "_SHELF", shelf)
    yield found
    shelf.close()


def ask(language="vie", images=1, timeout=10.0):
    page = np.full((30, 50), 255, np.uint8)
    return read_images(
        {"language": language, "data": None, "mode": 3, "variables": {"a": "1"}}, [page] * images, timeout
    )


def test_one_engine_reads_one_image_after_the_other():
    first, second = ask().split(" ", 1), ask(images=2).split(" ", 1)
    assert first[0] == second[0]
    assert (first[1], second[1]) == ("1500 3 ['a']", "3000 3 ['a']")


def test_image_larger_than_a_pipe_arrives_whole():
    page = np.full((3000, 2000), 7, np.uint8)
    assert " 6000000 " in read_images({"language": "vie", "data": None, "mode": 3, "variables": {}}, [page], 20)


@pytest.mark.parametrize("language", ["slow", "deaf"])
def test_late_engine_is_killed_and_another_takes_its_place(language):
    before = ask().split()[0]
    page = np.full((1000, 1000), 255, np.uint8)  # more than a pipe holds: one that does not listen is seen to be late
    with pytest.raises(EngineLateError):
        read_images({"language": language, "data": None, "mode": 3, "variables": {}}, [page], 0.3)
    with pytest.raises(ProcessLookupError):
        os.kill(int(before), 0)
    assert ask().split()[0] != before


@pytest.mark.parametrize(
    ("language", "reason"), [("falls", "contains_unichar_id(unichar_id):Error"), ("dies", "it ended with -11")]
)
def test_engine_that_falls_tells_why_and_takes_nobody_with_it(language, reason):
    with pytest.raises(EngineFellError, match=reason.replace("(", r"\(").replace(")", r"\)")):
        ask(language)
    assert ask()


def test_engine_without_a_language_stays_for_others():
    before = ask().split()[0]
    with pytest.raises(NoEngineError):
        ask("unknown")
    assert ask().split()[0] == before


@pytest.mark.parametrize(("limit", "value"), [("READINGS_EACH", 2), ("MEMORY_EACH", 100)])
def test_worn_engine_is_replaced(limit, value, monkeypatch):
    monkeypatch.setenv("HELD", "101")
    monkeypatch.setattr(kept_engine, limit, value)
    assert len({ask().split()[0] for _ in range(4)}) > 1


def test_interrupted_reading_leaves_no_half_answer(monkeypatch):
    before = ask().split()[0]
    monkeypatch.setattr(kept_engine.KeptEngine, "_reply", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        ask()
    monkeypatch.undo()
    with pytest.raises(ProcessLookupError):
        os.kill(int(before), 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is inherited where nothing forks")
@pytest.mark.filterwarnings("ignore:This process")
def test_child_that_was_forked_leaves_the_engines_of_its_parent_alone():
    before = ask().split()[0]
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writer, ask().split()[0].encode())
        kept_engine._SHELF.close()
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 20).decode() != before
    assert ask().split()[0] == before
    os.close(reader)
    os.close(writer)


@pytest.mark.parametrize(
    "contents",
    [b"#!/bin/sh\nexec libtesseract.so.5", b"\x7fELF all inside", b"\x7fELF libtesseract.so.5" + bytes(1 << 21)],
)
def test_program_that_is_a_script_or_has_all_inside_is_started_itself(contents, program):
    kept_engine._library_of.cache_clear()
    program.file.write_bytes(contents)
    with pytest.raises(NoEngineError):
        ask()
    kept_engine._library_of.cache_clear()


def test_library_of_another_version_is_not_asked_twice(program, monkeypatch):
    program.version = lambda: "5.4.1"
    with pytest.raises(NoEngineError):
        ask()
    monkeypatch.setattr(kept_engine, "KeptEngine", lambda _: pytest.fail("started again"))
    with pytest.raises(NoEngineError):
        ask()


def test_library_that_does_not_load_is_none(monkeypatch, tmp_path):
    broken = tmp_path / "broken.py"
    broken.write_text("raise OSError('libtesseract.so.5: cannot open shared object file')")
    monkeypatch.setattr(kept_engine, "SERVICE", broken)
    with pytest.raises(NoEngineError, match="cannot open"):
        ask()


def test_reading_raises_what_becomes_of_the_engine(monkeypatch):
    page = np.full((30, 50), 255, np.uint8)
    with pytest.raises(EngineStoppedError):
        read_words(page, language="slow", dpi=200, timeout=0.3)
    with pytest.raises(EngineFaultError, match="Error"):
        read_words(page, language="falls", dpi=200, timeout=10)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineMissingError):  # the program is asked, and there is none
        read_words(page, language="unknown", dpi=200, timeout=10)


def test_service_loads_nothing_of_ours():
    listed = kept_engine.Path(kept_engine.__file__).with_name("engine_service.py").read_text("utf-8")
    taken = {line.split()[1] for line in listed.splitlines() if line.startswith(("import ", "from "))}
    assert taken <= sys.stdlib_module_names
