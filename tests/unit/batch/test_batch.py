# SPDX-License-Identifier: Apache-2.0
"""Which documents there are and where their results go; who reads the pages."""

from __future__ import annotations

import errno
import os
import sys
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ocr_kh.batch.inputs import find_jobs, natural_key
from ocr_kh.batch.opening import open_job
from ocr_kh.batch.workers.pool import Order, Pending, TaskTimeoutError, WorkerLostError, Workers, _Worker
from ocr_kh.batch.workers.process import Task
from ocr_kh.errors import InputError, NothingToDoError, OutputIsInputError, PathMissingError
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def tree(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return root


def places(*paths: Path, out: Path, **settings: object) -> list[str]:
    jobs = find_jobs(paths, out, Settings(**settings))  # type: ignore[arg-type]
    return [job.folder.relative_to(out).as_posix() for job in jobs if not job.skipped]


def skipped(*paths: Path, out: Path, **settings: object) -> dict[str, str]:
    jobs = find_jobs(paths, out, Settings(**settings))  # type: ignore[arg-type]
    return {job.name: job.skipped for job in jobs if job.skipped}


def test_folders_are_searched_and_hidden_files_skipped(tmp_path: Path) -> None:
    scans = tree(tmp_path / "in", "b.PDF", "a.pdf", "x/c.tif", ".d.pdf", ".h/e.pdf", "f.docx", "g.txt")
    assert places(scans, out=tmp_path / "out") == ["a.pdf", "b.PDF", "x/c.tif"]


def test_files_of_other_kinds_are_named_with_the_reason(tmp_path: Path) -> None:
    names = ("a.pdf", "f.docx", "g.txt", "x/h.XLS", "k", ".hidden", "Thumbs.db", "~$f.docx", "list.csv")
    scans = tree(tmp_path / "in", *names)
    found = skipped(scans, out=tmp_path / "out", records=scans / "list.csv")
    assert set(found) == {"f.docx", "g.txt", "x/h.XLS", "k"}, "what is hidden, and the list itself, are no inputs"
    assert "save it as PDF" in found["f.docx"]
    assert "--include-text" in found["g.txt"]
    assert "g.txt" not in skipped(scans, out=tmp_path / "out", include_text=True)


def test_text_is_taken_when_named_or_asked_for(tmp_path: Path) -> None:
    scans = tree(tmp_path / "in", "a.pdf", "g.txt")
    assert places(scans / "g.txt", out=tmp_path / "out") == ["g.txt"]
    assert places(scans, out=tmp_path / "out", include_text=True) == ["a.pdf", "g.txt"]


def test_text_named_outright_is_taken_though_its_folder_is_given_too(tmp_path: Path) -> None:
    scans = tree(tmp_path / "in", "a.pdf", "g.txt", "h.txt")
    assert skipped(scans, scans / "g.txt", out=tmp_path / "out").keys() == {"h.txt"}


def test_folder_that_may_not_be_looked_into_fails_for_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans = tree(tmp_path / "in", "a.pdf", "x/b.pdf")
    listed = Path.iterdir

    def refused(path: Path) -> Iterator[Path]:
        if path.name == "x":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    _, job = find_jobs([scans], tmp_path / "out", Settings())
    with pytest.raises(InputError, match=os.strerror(errno.EACCES)):
        open_job(job, Settings(), tmp_path / "out")


def test_output_inside_input_is_not_read_again(tmp_path: Path) -> None:
    scans = tree(tmp_path / "in", "a.pdf", "out/a.pdf/searchable.pdf")
    assert places(scans, out=scans / "out") == ["a.pdf"]


def test_collision_gets_the_content_hash(tmp_path: Path) -> None:
    first, second = tree(tmp_path / "1", "a.pdf"), tree(tmp_path / "2", "a.pdf", "A.pdf")
    found = places(first, second / "a.pdf", second / "A.pdf", out=tmp_path / "out")
    assert found[0] == "a.pdf"
    assert all(name.lower().startswith("a.pdf~") and len(name) == len("a.pdf~01234567") for name in found[1:])
    assert len(set(found)) == 3


def test_a_folder_named_like_a_document_lies_beside_it(tmp_path: Path) -> None:
    first, second = tree(tmp_path / "1", "a.pdf"), tree(tmp_path / "2", "a.pdf/b.pdf")
    one, other = places(first, second, out=tmp_path / "out")
    assert one == "a.pdf"
    assert other.startswith("a.pdf~")
    assert other.endswith("/b.pdf")


def test_composed_and_decomposed_names_are_one_name(tmp_path: Path) -> None:
    names = [unicodedata.normalize(form, "kế hoạch.pdf") for form in ("NFC", "NFD")]
    first, second = tree(tmp_path / "1", names[0]), tree(tmp_path / "2", names[1])
    found = places(first, second, out=tmp_path / "out")
    assert found[0] == names[0]
    assert found[1].startswith(f"{names[1]}~")


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    scans = tree(tmp_path, "in/a.pdf", "out/a.pdf")
    (found,) = places(scans / "in", out=tmp_path / "out")
    assert found.startswith("a.pdf~")


def test_the_scans_own_folder_is_no_place_for_results(tmp_path: Path) -> None:
    scans = tree(tmp_path / "in", "a.pdf")
    with pytest.raises(OutputIsInputError):
        places(scans, out=scans)


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_links_out_of_the_folder_are_left_out(tmp_path: Path) -> None:
    scans = tree(tmp_path, "in/a.pdf", "other/b.pdf") / "in"
    (scans / "b.pdf").symlink_to(tmp_path / "other/b.pdf")
    (scans / "other").symlink_to(tmp_path / "other")
    (scans / "loop").symlink_to(scans)
    assert places(scans, out=tmp_path / "out") == ["a.pdf"]


def test_same_file_named_twice_is_done_once(tmp_path: Path) -> None:
    scans = tree(tmp_path / "in", "a.pdf")
    assert places(scans, scans / "a.pdf", out=tmp_path / "out") == ["a.pdf"]


def test_join_makes_the_images_of_a_folder_one_document(tmp_path: Path) -> None:
    scans = tree(tmp_path / "in", "x/p10.png", "x/p2.png", "x/b.pdf", "y.jpg")
    jobs = find_jobs([scans], tmp_path / "out", Settings(join=True))
    joined = {job.folder.relative_to(tmp_path / "out").as_posix(): [path.name for path in job.paths] for job in jobs}
    (beside,) = set(joined) - {"x/b.pdf", "in"}
    assert beside.startswith("x~"), "a document's folder never holds another's"
    assert joined == {"x/b.pdf": ["b.pdf"], beside: ["p2.png", "p10.png"], "in": ["y.jpg"]}


def test_missing_path_and_empty_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(PathMissingError):
        places(tmp_path / "none.pdf", out=tmp_path / "out")
    with pytest.raises(NothingToDoError):
        places(tmp_path, out=tmp_path / "out")


def test_natural_order() -> None:
    names = ["trang 10.png", "trang 9.png", "Trang 1.png"]
    assert sorted(map(Path, names), key=natural_key) == [Path(name) for name in reversed(names)]


@pytest.mark.parametrize("count", [1, 2])
def test_workers_give_results_and_errors(count: int) -> None:
    with Workers(count) as workers:
        assert workers.submit(divmod, 7, 2).result() == (3, 1)
        with pytest.raises(ZeroDivisionError):
            workers.submit(divmod, 7, 0).result()


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process the POSIX way")
def test_workers_a_process_that_dies_costs_its_own_task_only() -> None:
    with Workers(2) as workers:
        lost, slow = workers.submit(os._exit, 1), workers.submit(time.sleep, 1)
        with pytest.raises(WorkerLostError):
            lost.result()
        assert slow.result() is None
        assert workers.submit(divmod, 7, 2).result() == (3, 1)


def test_workers_stop_what_takes_too_long() -> None:
    with Workers(1, isolated=True) as workers:
        began = time.monotonic()
        with pytest.raises(TaskTimeoutError):
            workers.submit(time.sleep, 60, seconds=0.3).result()
        assert time.monotonic() - began < 30
        assert workers.submit(divmod, 7, 2).result() == (3, 1)


def test_workers_are_replaced_after_so_many_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocr_kh.batch.workers.pool.TASKS_EACH", 2)
    with Workers(1, isolated=True) as workers:
        processes = [workers.submit(os.getpid).result() for _ in range(4)]
    assert processes[0] == processes[1] != processes[2] == processes[3]


@pytest.mark.parametrize(
    ("knows", "waiting", "taken"),
    [
        ({divmod}, [pow, divmod], 1),
        ({divmod}, [pow, pow, divmod], 0),
        ({divmod}, [pow], 0),
        (set(), [pow, divmod], 0),
        ({divmod, pow}, [pow, divmod], 0),
        ({divmod}, [sum, divmod], 0),
    ],
    ids=["left to the other", "two wait", "nothing else", "both new", "both known", "nobody knows it"],
)
def test_workers_leave_a_task_to_a_busy_one_that_knows_it(
    knows: set[Callable[..., Any]], waiting: list[Callable[..., Any]], taken: int
) -> None:
    """A worker that is idle, and another one that knows `pow` and is at work."""
    workers = Workers(2)
    idle, busy = (_Worker(None, None, known=known) for known in (knows, {divmod, pow}))  # type: ignore[arg-type]
    workers._workers = [idle, busy]
    workers._queue.extend(Order(Task(function, ()), Pending(workers), None) for function in waiting)
    assert workers._order_for(idle) is workers._queue[taken]


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_DATA counts all private memory on Linux only")
def test_workers_refuse_memory_beyond_their_share() -> None:
    with Workers(1, isolated=True, memory=1 << 30) as workers:
        with pytest.raises(MemoryError):
            workers.submit(bytearray, 2 << 30).result()
        assert workers.submit(divmod, 7, 2).result() == (3, 1)
