# SPDX-License-Identifier: Apache-2.0
"""The engine of the tests (tests/remembering_engine.py) answers as the real one, and reads nothing twice."""

from __future__ import annotations

import os
import time
from multiprocessing.forkserver import _forkserver
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr_kh.batch.workers.pool import Workers
from ocr_kh.recognition import kept_engine, tesseract
from ocr_kh.recognition.kept_engine import EngineLateError, NoEngineError
from tests.remembering_engine import MEMORY, read_images_once


@pytest.fixture
def images():
    """A page that nobody has read."""
    image = Image.new("L", (900, 200), 255)
    ImageDraw.Draw(image).text((60, 60), f"KE HOACH SO {time.time_ns()}", fill=0, font_size=44)
    return [np.asarray(image)]


@pytest.fixture
def memory(tmp_path, monkeypatch):
    """One of our own: other test processes write into that of the session."""
    monkeypatch.setenv(MEMORY, str(tmp_path))
    return tmp_path


def request(language="vie", mode=6):
    """With all that ever differs: an engine goes on with what it was told for others."""
    variables = {**tesseract._PAGE_VARIABLES, "user_defined_dpi": "150"}
    return {"language": language, "data": None, "mode": mode, "variables": variables}


def test_the_answer_is_that_of_the_real_engine_and_given_again(images, memory):
    expected = kept_engine.read_images(request(), images, 60)
    before = {*memory.iterdir()}
    assert tesseract.read_images(request(), images, 60) == expected
    (kept,) = {*memory.iterdir()} - before
    kept.write_text(expected.replace("HOACH", "KEPT!"), encoding="utf-8")  # what is kept is what is given
    assert tesseract.read_images(request(), images, 60) == expected.replace("HOACH", "KEPT!")
    for another in ((request(mode=7), images), (request(), [images[0][:, ::-1]])):
        assert tesseract.read_images(*another, 60) == kept_engine.read_images(*another, 60)


def test_engines_that_workers_share_answer_and_fail_as_ones_own(images):
    memory = Path(os.environ[MEMORY])
    with Workers(1, isolated=True) as workers:

        def ask(given, pages, seconds):
            return workers.submit(read_images_once, given, pages, seconds).result()

        assert ask(request(mode=7), images, 60) == kept_engine.read_images(request(mode=7), images, 60)
        assert (memory / f"engines-{_forkserver._forkserver_pid}").is_socket()
        with pytest.raises(NoEngineError):
            ask(request("none"), images, 60)
        with pytest.raises(EngineLateError):
            ask(request(), images * 50, 0.01)


def test_what_fails_is_not_kept(images, memory):
    before = {*memory.iterdir()}
    with pytest.raises(NoEngineError):
        tesseract.read_images(request("none"), images, 60)
    assert {*memory.iterdir()} == before


def test_another_program_on_the_path_is_another_engine(images, tmp_path, monkeypatch):
    tesseract.read_images(request(), images, 60)
    script = tmp_path / "tesseract"
    script.write_text("#!/bin/sh\nexit 1\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(NoEngineError):
        tesseract.read_images(request(), images, 60)
