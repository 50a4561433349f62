# SPDX-License-Identifier: Apache-2.0
"""What is given beside documents of its own: copies, packages, sources that are gone; and the account of it all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ocr_kh.batch.earlier_results import Finished
from ocr_kh.batch.inputs import Job, find_jobs, members_of
from ocr_kh.batch.intake.copies import Copies
from ocr_kh.batch.intake.gone import book_gone
from ocr_kh.batch.intake.packages import Member
from ocr_kh.batch.ledger import Entry, Ledger
from ocr_kh.batch.output_folder import claimed, is_under_way
from ocr_kh.batch.page_account import Account
from ocr_kh.batch.status import state_of
from ocr_kh.errors import DamagedError, OcrKhError
from ocr_kh.outcome import Outcome
from ocr_kh.reading.source import content_hash
from ocr_kh.settings import Settings
from ocr_kh.writing.tables.index import index_row


def written(folder, **files):
    for name, text in files.items():
        path = folder / f"{name}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def jobs_of(folder, out="out", **settings):
    return find_jobs([folder], folder.parent / out, Settings(**settings))


def test_copies_are_known_by_their_bytes(tmp_path):
    a, b, c, d = jobs_of(written(tmp_path / "in", a="one", b="two", c="one", d=""))
    copies = Copies()
    assert copies.enter(a) is None
    assert copies.enter(b) is None
    assert copies.enter(c).first == a
    assert copies.enter(d) is None, "empty files are faults, each of its own"


def test_copies_of_another_record_are_none(tmp_path):
    a, b = jobs_of(written(tmp_path / "in", a="one", b="one"))
    copies = Copies()
    assert copies.enter(a, "H1") is None
    assert copies.enter(b, "H2") is None


def test_copies_are_looked_at_again_when_their_first_one_changes(tmp_path):
    a, b = jobs_of(written(tmp_path / "in", a="one", b="one"))
    copies = Copies()
    copies.enter(a)
    assert copies.enter(b).first == a
    written(tmp_path / "in", a="new")
    assert copies.leave(a) == [b]
    assert copies.enter(a) is None
    assert copies.leave(b) == []
    assert copies.enter(b) is None


def test_members_are_inputs_below_their_package(tmp_path):
    (tmp_path / "0").mkdir()
    file = tmp_path / "0" / "a.pdf"
    file.write_text("a")
    package = Job((tmp_path / "x.zip",), "in/x.zip", tmp_path / "out/x.zip", "x.zip")
    members = [
        Member("b/.hidden.pdf", file),
        Member("b/a.pdf", file),
        Member("B/A.pdf", error=DamagedError(path="x", reason="y")),
    ]
    found = members_of(package, members, Settings())
    assert [(job.path, job.depth) for job in found] == [("in/x.zip/b/a.pdf", 1), ("in/x.zip/B/A.pdf", 1)]
    assert found[0].name == "x.zip/b/a.pdf"
    assert found[0].folder == tmp_path / "out/x.zip/b/a.pdf"
    assert found[1].name.startswith("x.zip/B/A.pdf~"), (
        "names that a file system may take for the same have folders apart"
    )
    assert found[1].error.details["path"] == "in/x.zip/B/A.pdf", "not where it was unpacked to"


def entry(name, state="done", path=None, **facts):
    row = index_row(path=path or name, folder=name, status=state)
    return Entry(name, name, path or name, state, row=row, **facts)


def states(ledger):
    return {each.folder: each.state for each in ledger.entries()}


def test_gone_is_what_lay_under_the_folder_and_is_not_there(tmp_path):
    scans = written(tmp_path / "in", here="a")
    (scans / "x.zip").touch()
    around = scans.as_posix()
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.begin([])
        ledger.put([entry("away.pdf", path=f"{around}/away.pdf", files={"text.txt": 1})])
        ledger.put([entry("failed.pdf", "failed", path=f"{around}/failed.pdf")])
        ledger.put([entry("here.pdf", path=f"{around}/here.pdf", files={"text.txt": 1})])
        ledger.put([entry("other.pdf", path="elsewhere/other.pdf", files={"text.txt": 1})])
        ledger.put([entry("x.zip/a.pdf", path=f"{around}/x.zip/a.pdf", files={"text.txt": 1})])
        ledger.begin([])
        assert book_gone(ledger, [scans], set()) == 1
        assert states(ledger) == {
            "away.pdf": "gone", "here.pdf": "done", "other.pdf": "done", "x.zip/a.pdf": "done",
        }  # fmt: skip
        assert [row["status"] for row in ledger.rows()] == ["gone", "done", "done", "done"]
        assert book_gone(ledger, [scans], {f"{around}/x.zip"}) == 1
        assert states(ledger)["x.zip/a.pdf"] == "gone"


def test_what_was_read_of_a_package_stays_when_it_cannot_be_opened_again(tmp_path):
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.put([entry("x.zip/a.pdf", files={"text.txt": 1})])
        ledger.put([entry("x.zip", "failed")])
        assert states(ledger) == {"x.zip/a.pdf": "done", "x.zip": "failed"}


def test_what_comes_back_as_it_was_holds_again(tmp_path):
    scans, out = written(tmp_path / "in", a="one"), tmp_path / "out"
    (out / "a.pdf").mkdir(parents=True)
    (job,) = jobs_of(scans)
    with Ledger(tmp_path / "ledger") as ledger:
        finished = Finished(ledger, Settings())
        known = entry("a.pdf", path=job.path, recipe=finished.recipe, files={"text.txt": 1})
        (out / "a.pdf/text.txt").write_text("x")
        ledger.begin([])
        ledger.put([replace(known, sha256=content_hash(job.paths))])
        (scans / "a.pdf").unlink()
        ledger.begin([])
        assert book_gone(ledger, [scans], set()) == 1
        assert finished.entries(job) == []
        written(scans, a="one")
        entries = finished.entries(job)
        assert [each.state for each in entries] == ["done"]
        ledger.rest(entries)
        assert [row["status"] for row in ledger.rows()] == ["done"]
        assert states(ledger) == {"a.pdf": "done"}


def test_a_copy_of_what_is_held_back_is_not_in_the_index(tmp_path):
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.put([Entry("a.pdf", "a.pdf", "a.pdf", "held")])
        row = index_row(path="b.pdf", folder="a.pdf", status="duplicate")
        ledger.put([Entry("b.pdf", "b.pdf", "b.pdf", "duplicate", row=row)])
        assert list(ledger.rows()) == []


def test_status_after_an_interruption_has_nothing_running(tmp_path):
    path = tmp_path / ".ocr-kh.sqlite"
    with Ledger(path) as ledger:
        ledger.begin([("a.pdf", "a.pdf"), ("b.pdf", "b.pdf")])
        ledger.start("a.pdf")
        with claimed(tmp_path):
            assert state_of(tmp_path).documents["running"] == 1
        ledger.stop()
        assert state_of(tmp_path).documents["running"] == 0
        assert state_of(tmp_path).documents["waiting"] == 2


def test_status_after_a_kill_has_nothing_running(tmp_path):
    with Ledger(tmp_path / ".ocr-kh.sqlite") as ledger:
        ledger.begin([("a.pdf", "a.pdf"), ("b.pdf", "b.pdf")])
        ledger.put([Entry("b.pdf", "b.pdf", "b.pdf", "done", pages=2)])
        ledger.start("a.pdf")
        with claimed(tmp_path):
            assert is_under_way(tmp_path)
        state = state_of(tmp_path)
        assert (state.documents["running"], state.documents["waiting"]) == (0, 1)
        assert state_of(tmp_path).pages_per_minute == state.pages_per_minute, "the clock of the run has stopped"


def test_a_folder_is_under_way_where_the_system_does_not_tell(tmp_path, monkeypatch):
    assert not is_under_way(tmp_path)
    with claimed(tmp_path):
        monkeypatch.setattr("ocr_kh.batch.output_folder._locked", lambda _: None)
        assert is_under_way(tmp_path)


def test_status_counts_what_was_skipped_by_reason(tmp_path):
    with Ledger(tmp_path / ".ocr-kh.sqlite") as ledger:
        for name in ("a.xls", "b.xls"):
            row = index_row(path=name, folder="", status="skipped", error="a spreadsheet")
            ledger.put([Entry(name, name, name, "skipped", row=row)])
        assert state_of(tmp_path).skipped == {"a spreadsheet": 2}


DONE = Outcome("a.pdf", Path("a"), "done", pages=3, failed_pages=(2,), blank_pages=1)


def account(**became):
    made = Account()
    made.expect(became)
    for name, outcomes in became.items():
        made.leave(name, outcomes)
    return made


def test_account_adds_up():
    made = account(a=(DONE,), b=(Outcome("b", None, "skipped"),), c=(Outcome("c", None, "duplicate"),))
    made.enter(3)
    made.check({"a": {"done"}, "b": {"skipped"}, "c": {"duplicate"}})
    assert (made.read, made.blank, made.failed) == (1, 1, 1)


def test_account_tells_in_one_line_how_many_are_not_pdfa(caplog):
    made = account()
    made.archive([{"pdfa": "2b"}, {"pdfa": "a font is not embedded"}, {"pdfa": ""}, None, {}, {"pdfa": "2b"}])
    made.tell()
    assert [record.getMessage() for record in caplog.records] == [
        "1 of 3 are not PDF/A. index.csv says why; --pdfa says what may be done."
    ]


@pytest.mark.parametrize(
    "booked",
    [{}, {"a": {"waiting"}}, {"a": {"done"}, "x": {"done"}}, {"a": {"failed"}}],
    ids=["not in the index", "not done", "never given", "otherwise"],
)
def test_account_names_an_input_that_is_lost(booked):
    made = account(a=(DONE,))
    made.enter(3)
    with pytest.raises(OcrKhError, match="x" if "x" in booked else "a"):
        made.check(booked)


def test_account_names_an_input_that_nothing_became_of():
    made = account()
    made.expect(["scan 7.pdf"])
    with pytest.raises(OcrKhError, match="scan 7"):
        made.check({})


def test_account_tells_pages_that_are_lost():
    made = account(a=(DONE,))
    made.enter(4)
    with pytest.raises(OcrKhError, match="4 pages in, 1 read"):
        made.check({"a": {"done"}})
