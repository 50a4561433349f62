# SPDX-License-Identifier: Apache-2.0
"""Programs beside Python: there or not, which version, too old. No engine is needed."""

from __future__ import annotations

import sys

import pytest

from ocr_kh.errors import EngineMissingError, MachineError, PopplerMissingError
from ocr_kh.programs import POPPLER, TESSERACT, VERAPDF

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs are shell scripts")


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A PATH on which nothing lies but what is put there: name of a command, and what it prints."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def put(command, told, *, stream=1):
        program = tmp_path / command
        program.write_text(f"#!/bin/sh\necho '{told}' >&{stream}\n", encoding="utf-8")
        program.chmod(0o755)

    return put


@pytest.mark.parametrize(
    ("program", "told", "version"),
    [
        (TESSERACT, "tesseract 5.3.0\n leptonica-1.82.0", "5.3.0"),
        (TESSERACT, "tesseract v5.4.1.20250315", "5.4.1.20250315"),
        (POPPLER, "pdftoppm version 22.12.0\nCopyright 2005-2022", "22.12.0"),
        (VERAPDF, "veraPDF 1.26.2", "1.26.2"),
        (VERAPDF, "no figure here\n1.2.3", None),
    ],
)
def test_programs_tell_their_version(path, program, told, version):
    for command in program.commands:
        path(command, told, stream=2 if program is POPPLER else 1)
    assert program.version() == version


@pytest.mark.parametrize(
    ("program", "error"), [(TESSERACT, EngineMissingError), (POPPLER, PopplerMissingError), (VERAPDF, MachineError)]
)
def test_programs_that_are_missing_say_so(path, program, error):
    assert program.path() is program.version() is None
    with pytest.raises(error):
        program.require()


def test_programs_half_a_poppler_is_none(path):
    path("pdftoppm", "pdftoppm version 22.12.0")
    with pytest.raises(PopplerMissingError):
        POPPLER.require()


def test_programs_too_old_an_engine_is_refused(path):
    path("tesseract", "tesseract 4.1.1")
    assert TESSERACT.version() == "4.1.1"
    with pytest.raises(MachineError, match=r"Tesseract 4\.1\.1 is too old"):
        TESSERACT.require()


def test_programs_one_that_cannot_be_started_is_asked_again(path, tmp_path):
    path("tesseract", "tesseract 5.3.0")
    (tmp_path / "tesseract").write_bytes(b"\x7fELF")
    assert TESSERACT.version() is None
    path("tesseract", "tesseract 5.3.0")
    assert TESSERACT.version() == "5.3.0"
