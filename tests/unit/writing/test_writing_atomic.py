# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import errno
import subprocess
import sys

import pytest

from ocr_kh.batch.output_folder import LOCK, claimed
from ocr_kh.errors import OutputError
from ocr_kh.writing import atomic
from ocr_kh.writing.atomic import atomic_folder, atomic_write, atomic_writes, write_text


class StoppedError(Exception):
    pass


def names(folder):
    return [path.name for path in folder.iterdir()]


def stop_while_writing(path):
    path.write_text("half")
    raise StoppedError


def test_atomic_file_is_there_at_the_end_only(tmp_path):
    path = tmp_path / "new" / "a.txt"
    with atomic_write(path) as unfinished:
        unfinished.write_text("kế")
        assert not path.exists()

    assert path.read_text() == "kế"
    assert names(path.parent) == ["a.txt"]


def test_atomic_file_that_fails_leaves_the_old_one(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(StoppedError), atomic_write(path) as unfinished:
        stop_while_writing(unfinished)

    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def test_atomic_file_may_be_read_by_whom_other_files_may(tmp_path):
    (tmp_path / "plain").write_text("")
    write_text(tmp_path / "ours", "")

    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_atomic_files_are_all_on_the_disk_before_the_first_has_its_name(tmp_path, monkeypatch):
    done = []
    flushed = atomic._flush
    monkeypatch.setattr(atomic, "_flush", lambda path: (done.append(names(tmp_path / "to")), flushed(path)))
    paths = [tmp_path / "to" / f"{number}.txt" for number in range(20)]
    with atomic_writes(paths) as unfinished:
        for number, path in enumerate(unfinished):
            path.write_text(str(number))
    assert len(done) == 20
    assert not any(name[0] != "." for seen in done for name in seen)
    assert {path.name: path.read_text() for path in paths} == {f"{number}.txt": str(number) for number in range(20)}
    assert len(names(tmp_path / "to")) == 20


def test_atomic_files_of_which_one_fails_leave_the_old_ones(tmp_path):
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    paths[0].write_text("old")
    with pytest.raises(StoppedError), atomic_writes(paths) as (_, second):
        stop_while_writing(second)
    assert (names(tmp_path), paths[0].read_text()) == (["a.txt"], "old")


def test_a_file_that_the_disk_refuses_keeps_the_others_from_their_names(tmp_path, monkeypatch):
    def refuse(path):
        if path.suffix == ".7":
            raise OSError(errno.EIO, "refused")

    monkeypatch.setattr(atomic, "_flush", refuse)
    with pytest.raises(OutputError, match="refused"), atomic_writes([tmp_path / f"a.{number}" for number in range(9)]):
        pass
    assert names(tmp_path) == []


def test_no_file_is_nothing_to_write(tmp_path):
    with atomic_writes([]) as unfinished:
        assert unfinished == ()


def test_atomic_write_text_is_utf8_with_unix_line_ends(tmp_path):
    write_text(tmp_path / "a.txt", "xã\nphường\n")

    assert (tmp_path / "a.txt").read_bytes() == "xã\nphường\n".encode()


def test_atomic_folder_takes_the_place_of_an_older_one(tmp_path):
    folder = tmp_path / "a.pdf"
    folder.mkdir()
    (folder / "old.txt").write_text("old")
    with atomic_folder(folder) as unfinished:
        (unfinished / "new.txt").write_text("new")
        assert names(folder) == ["old.txt"]

    assert names(folder) == ["new.txt"]
    assert names(tmp_path) == ["a.pdf"]


def test_atomic_folder_that_fails_leaves_the_old_one(tmp_path):
    folder = tmp_path / "a.pdf"
    folder.mkdir()
    with pytest.raises(StoppedError), atomic_folder(folder) as unfinished:
        stop_while_writing(unfinished / "new.txt")

    assert names(folder) == []
    assert names(tmp_path) == ["a.pdf"]


def test_atomic_folder_unfinished_is_hidden(tmp_path):
    with atomic_folder(tmp_path / "a.pdf") as unfinished:
        assert unfinished.name.startswith(".")


@pytest.mark.parametrize("atomic", [atomic_write, atomic_folder])
def test_atomic_refusal_of_the_system_names_the_place(tmp_path, atomic):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"file/a\.pdf"), atomic(tmp_path / "file" / "a.pdf"):
        pass


def test_atomic_folder_names_itself_when_a_file_in_it_is_refused(tmp_path):
    with pytest.raises(OutputError) as caught, atomic_folder(tmp_path / "a.pdf") as made, atomic_write(made / "x"):
        raise OSError(errno.ENOSPC, "No space left on device")

    assert caught.value.details == {"path": str(tmp_path / "a.pdf"), "reason": "No space left on device"}


_EXCHANGE = """
import os, signal, sys
from pathlib import Path
from ocr_kh.writing.atomic import atomic_folder
renames, replace, kill_at = 0, Path.replace, int(sys.argv[2])
def counted(self, target):
    global renames
    renames += 1
    if renames > kill_at:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(self, target)
Path.replace = counted
with atomic_folder(Path(sys.argv[1])) as unfinished:
    (unfinished / "a.txt").write_text("new")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
@pytest.mark.parametrize(("renames", "left"), [(0, "old"), (1, "old"), (2, "new")])
def test_atomic_folder_killed_between_its_renames_loses_neither(tmp_path, renames, left):
    folder = tmp_path / "a.pdf"
    folder.mkdir()
    (folder / "a.txt").write_text("old")
    subprocess.run([sys.executable, "-c", _EXCHANGE, str(folder), str(renames)], check=False)
    with claimed(tmp_path):
        assert (folder / "a.txt").read_text() == left
    assert [path.name for path in tmp_path.iterdir() if path.name != LOCK] == ["a.pdf"]
