# SPDX-License-Identifier: Apache-2.0
"""Before edits are discarded somebody is asked; where nobody can be, nothing is."""

from __future__ import annotations

import io
import json
import sys

import pytest

from ocr_kh.cli.confirm import discarding_edits
from ocr_kh.errors import EditsError


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def edited(tmp_path):
    """An output folder with one file that is not as it was written."""
    folder = tmp_path / "a.pdf"
    folder.mkdir()
    (folder / "text.txt").write_text("mine")
    (folder / "provenance.json").write_text(json.dumps({"outputs": {"text.txt": "0" * 64, "gone.md": "0" * 64}}))
    return tmp_path


def _at_terminal(monkeypatch, answer):
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    monkeypatch.setattr(sys, "stderr", Terminal())


@pytest.mark.parametrize("answer", ["y\n", "YES\n", "c\n", "có\n"])
def test_confirm_goes_on_after_a_yes(monkeypatch, edited, answer):
    _at_terminal(monkeypatch, answer)
    discarding_edits(edited)
    assert "1 files were edited by hand (a.pdf/text.txt)" in sys.stderr.getvalue()


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "yesterday\n"])
def test_confirm_stops_after_anything_else(monkeypatch, edited, answer):
    _at_terminal(monkeypatch, answer)
    with pytest.raises(EditsError):
        discarding_edits(edited)


def test_confirm_in_a_pipe_stops_and_names_the_option(monkeypatch, edited):
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    with pytest.raises(EditsError, match="--yes"):
        discarding_edits(edited)


def test_confirm_asks_nothing_where_nothing_was_edited(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "stdin", None)
    discarding_edits(tmp_path / "missing")
    discarding_edits(tmp_path)
