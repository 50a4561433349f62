# SPDX-License-Identifier: Apache-2.0
"""corrections.jsonl: decisions are on the disk, or are none; nothing that stands there is taken away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.corrections.correction import Anchor, Correction, correction_of, standing
from ocr_kh.corrections.journal import NAME, alone_in, append, journal_of, lines_of, read_journal
from ocr_kh.document import Box
from ocr_kh.errors import OutputError

WORD = Correction("word", "kê", "kế", Anchor(2, Box(1, 2, 3.25, 4), "Ban hành", "hoạch này"), who="Lan", when="2026")
FIELD = Correction("field", "", "Vĩnh viễn", pointer="/record/maintenance", who="Lan")

texts = st.text(max_size=12)
corrections = st.builds(
    Correction,
    kind=st.sampled_from(["word", "line", "field", "accepted", "undone"]),
    read=texts,
    right=texts,
    anchor=st.builds(Anchor, page=st.none() | st.integers(1, 99), before=texts, after=texts),
    pointer=texts,
    who=texts,
    scan=texts,
)


@given(st.lists(corrections))
def test_journal_gives_back_what_was_written(given_ones):
    assert journal_of(lines_of(given_ones)).corrections == tuple(given_ones)


@given(st.lists(corrections, min_size=1), st.data())
def test_journal_torn_anywhere_loses_the_last_line_only(given_ones, data):
    """Whatever of the last line is on the disk, the decisions before it stand."""
    content = lines_of(given_ones)
    before = lines_of(given_ones[:-1])
    cut = data.draw(st.integers(len(before), len(content) - 2))
    found = journal_of(content[:cut])
    assert found.corrections == tuple(given_ones[:-1])
    assert found.unread_lines == ((len(given_ones),) if cut > len(before) else ())


def test_journal_append_begins_a_new_line_after_a_torn_one(tmp_path):
    path = tmp_path / NAME
    path.write_bytes(lines_of([WORD])[:-20])
    append(path, [FIELD])
    assert read_journal(path).corrections == (FIELD,)
    assert read_journal(path).unread_lines == (1,)


def test_journal_append_keeps_what_it_does_not_know(tmp_path):
    path = tmp_path / NAME
    later = b'{"kind": "page_turned", "page": 3, "degrees": 90}\n'
    path.write_bytes(later)
    append(path, [WORD])
    assert path.read_bytes() == later + lines_of([WORD])
    assert read_journal(path).unread_lines == (1,)


def test_journal_that_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(OutputError):
        append(tmp_path / "missing" / NAME, [WORD])


@pytest.mark.parametrize("record", [{}, {"kind": "word", "from": 3}, {"kind": "word", "box": [1, 2]}, {"kind": "odd"}])
def test_correction_of_what_is_none_is_an_error(record):
    with pytest.raises((ValueError, TypeError)):
        correction_of(record)


_WRITER = """
import sys
from pathlib import Path
from ocr_kh.corrections.correction import Correction
from ocr_kh.corrections.journal import append
for number in range(10_000):
    append(Path(sys.argv[1]), [Correction("word", str(number), "x" * 200)])
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("told", [1, 7, 23])
def test_journal_a_writer_killed_loses_no_decision_that_it_told_of(tmp_path, told):
    path = tmp_path / NAME
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        for _ in range(told):
            last = int(writer.stdout.readline())
        os.kill(writer.pid, signal.SIGKILL)
    found = read_journal(path)
    assert [each.read for each in found.corrections[: last + 1]] == [str(number) for number in range(last + 1)]
    assert len(found.unread_lines) <= 1


UNDONE = replace(WORD, kind="undone", who="Minh", when="2027")


@pytest.mark.parametrize(
    ("made", "held"),
    [
        ([WORD, FIELD, UNDONE], [FIELD]),
        ([WORD, WORD, UNDONE], [WORD]),  # said twice, taken back once
        ([WORD, UNDONE, UNDONE], []),
        ([UNDONE, WORD], [WORD]),  # nothing was there to take back
        ([FIELD, replace(UNDONE, anchor=Anchor(3))], [FIELD]),
    ],
)
def test_what_is_taken_back_holds_no_more(made, held):
    assert standing(made) == tuple(held)


def test_a_decision_made_while_its_folder_is_replaced_is_in_the_new_one(tmp_path):
    folder, new = tmp_path / "a.pdf", tmp_path / "new"
    folder.mkdir()
    new.mkdir()
    with alone_in(folder):
        writer = threading.Thread(target=append, args=(folder / NAME, [WORD]))
        writer.start()
        writer.join(0.2)
        assert writer.is_alive()
        assert not (folder / NAME).exists()
        folder.rename(tmp_path / "old")
        new.rename(folder)
    writer.join()
    assert read_journal(folder / NAME).corrections == (WORD,)
    assert not (tmp_path / "old" / NAME).exists()
