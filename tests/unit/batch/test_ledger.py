# SPDX-License-Identifier: Apache-2.0
"""The ledger: where it lies, and what it tells of a run that others come to."""

from __future__ import annotations

import sqlite3

import pytest

from ocr_kh.batch.ledger import Entry, Ledger
from ocr_kh.batch.output_folder import claimed
from ocr_kh.batch.status import state_of


@pytest.mark.parametrize(("on_network", "mode"), [(False, "wal"), (True, "delete")])
def test_ledger_has_no_write_ahead_log_on_a_network(tmp_path, monkeypatch, on_network, mode):
    monkeypatch.setattr("ocr_kh.batch.ledger.is_on_network", lambda _: on_network)
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        ledger.begin([("a.pdf", "in/a.pdf")])
    reader = sqlite3.connect(path)
    assert reader.execute("PRAGMA journal_mode").fetchone() == (mode,)
    reader.close()


def test_ledger_counts_what_comes_while_a_run_goes_on(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        ledger.begin([("a.pdf", "in/a.pdf")])
        ledger.expect([("b.pdf", "in/b.pdf"), ("c.pdf", "in/c.pdf")])
        ledger.start("a.pdf")
        ledger.put([Entry("a.pdf", "a.pdf", "in/a.pdf", "done", pages=3)])
        state = state_of(tmp_path, path)
        assert (state.documents["done"], state.documents["waiting"], state.pages) == (1, 2, 3)
        assert state.seconds_left is not None
        run = ledger.last_run()
        assert run is not None
        assert (run["documents"], run["ended"]) == (3, None)
        ledger.end()
        ended = ledger.last_run()["ended"]
        ledger.end()
        assert ledger.last_run()["ended"] == ended, "a run ends once"


def test_ledger_left_by_a_kill_waits(tmp_path):
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    ledger.begin([("a.pdf", "in/a.pdf")])
    ledger.start("a.pdf")
    ledger.close()
    with claimed(tmp_path):
        assert state_of(tmp_path, path).documents["running"] == 1
    assert state_of(tmp_path, path).documents["running"] == 0
    with Ledger(path) as ledger:
        ledger.begin([])
        assert [entry.state for entry in ledger.entries_of("a.pdf")] == ["waiting"]
