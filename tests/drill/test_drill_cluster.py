# SPDX-License-Identifier: Apache-2.0
"""A Dask scheduler and its workers, started as programs of their own: the same results, whoever is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from ocr_kh.errors import ExitCode

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(sys.platform == "win32", reason="kills the POSIX way"),
]

_PATIENCE = 120
"""Seconds."""


class Cluster:
    """Programs in groups of their own, which can be killed whole."""

    def __init__(self, folder):
        self._file = folder / "scheduler.json"
        self.programs = [self._start("scheduler", "--port", "0", "--scheduler-file", str(self._file))]
        wait_until(lambda: self._file.exists() and self._file.read_text())
        self.address = json.loads(self._file.read_text())["address"]

    def _start(self, *arguments):
        command = [sys.executable, "-m", "dask", arguments[0], "--host", "127.0.0.1", "--no-dashboard", *arguments[1:]]
        return subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self._file.parent, start_new_session=True
        )

    def add_worker(self, *options):
        self.programs.append(self._start("worker", self.address, "--nthreads", "1", *options))
        return self.programs[-1]

    @staticmethod
    def kill(program):
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()


@pytest.fixture
def cluster(tmp_path):
    made = Cluster(tmp_path)
    yield made
    for program in made.programs:
        made.kill(program)


def wait_until(condition):
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def scans_in(folder, drill, count):
    """Beside good scans one that fails."""
    drill.scans_in(folder, count)
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    return folder


def engines_under(folder):
    """Programs that have something open, or are at something, below the folder."""
    listed = subprocess.run(["ps", "-eo", "args="], capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines() if str(folder) in line and " -eo " not in line]


def test_drill_cluster_with_a_worker_killed_equals_one_machine(cluster, convert, drill, tmp_path):
    scans, out = scans_in(tmp_path / "scans", drill, 12), tmp_path / "out"
    first, _ = cluster.add_worker(), cluster.add_worker()
    command = [sys.executable, "-m", "ocr_kh", "convert", str(scans), "--out", str(out)]
    run = subprocess.Popen([*command, "--scheduler", cluster.address], stdout=subprocess.PIPE, text=True)
    lines = [next(run.stdout) for _ in range(3)]
    cluster.kill(first)
    lines += list(run.stdout)
    assert (run.wait(_PATIENCE), len(lines)) == (ExitCode.PARTLY, 13)
    assert len({line.split("\t")[1] for line in lines}) == 13
    code, _, _ = convert([scans], tmp_path / "here")
    assert code == ExitCode.PARTLY
    found, expected = drill.results(out), drill.results(tmp_path / "here")
    found = {name: data for name, data in found.items() if not name.startswith(".ocr-kh-")}
    assert found == expected
    # What the killed worker was writing is cleared away by the next run, which has nothing else to do.
    again = subprocess.run([*command, "--scheduler", cluster.address], capture_output=True, text=True, check=False)
    assert sorted({line.split("\t")[0] for line in again.stdout.splitlines()}) == ["failed", "unchanged"]
    assert drill.results(out) == expected
    assert not engines_under(tmp_path / "out")


def test_drill_cluster_ends_what_an_interrupted_run_had_under_way(cluster, drill, tmp_path):
    scans, out = scans_in(tmp_path / "scans", drill, 12), tmp_path / "out"
    cluster.add_worker()
    command = [sys.executable, "-m", "ocr_kh", "convert", str(scans), "--out", str(out)]
    run = subprocess.Popen([*command, "--scheduler", cluster.address], stdout=subprocess.PIPE, text=True)
    next(run.stdout)
    run.send_signal(signal.SIGTERM)
    assert run.wait(_PATIENCE) == ExitCode.INTERRUPTED
    run.stdout.close()
    before = drill.results(out)
    assert not list(out.rglob(".ocr-kh-*"))
    time.sleep(3)
    assert drill.results(out) == before


def test_drill_cluster_goes_on_after_its_client_was_killed(cluster, convert, drill, tmp_path):
    scans, out = scans_in(tmp_path / "scans", drill, 8), tmp_path / "out"
    cluster.add_worker()
    command = [sys.executable, "-m", "ocr_kh", "convert", str(scans), "--out", str(out)]
    run = subprocess.Popen([*command, "--scheduler", cluster.address], stdout=subprocess.PIPE, text=True)
    next(run.stdout)
    run.kill()
    run.wait()
    run.stdout.close()
    again = subprocess.run([*command, "--scheduler", cluster.address], capture_output=True, text=True, check=False)
    assert (again.returncode, len(again.stdout.splitlines())) == (ExitCode.PARTLY, 9)
    assert any(line.startswith("unchanged\t") for line in again.stdout.splitlines())
    convert([scans], tmp_path / "here")
    assert drill.results(out) == drill.results(tmp_path / "here")


def test_drill_cluster_without_its_scheduler_ends_and_says_so(cluster, drill, tmp_path):
    scans, out = scans_in(tmp_path / "scans", drill, 8), tmp_path / "out"
    cluster.add_worker()
    command = [sys.executable, "-m", "ocr_kh", "--lang", "en", "convert", str(scans), "--out", str(out)]
    run = subprocess.Popen(
        [*command, "--scheduler", cluster.address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    next(run.stdout)
    cluster.kill(cluster.programs[0])
    _, errors = run.communicate(timeout=_PATIENCE)
    assert run.returncode == ExitCode.MACHINE
    assert "[E311]" in errors
    assert "Traceback" not in errors
    assert not list(out.rglob(".ocr-kh-*"))


def test_drill_cluster_refuses_a_worker_of_another_version(cluster, drill, tmp_path):
    scans = scans_in(tmp_path / "scans", drill, 1)
    other = tmp_path / "other.py"
    other.write_text('import ocr_kh\nocr_kh.__version__ = "0.0.9"\n', encoding="utf-8")
    cluster.add_worker("--preload", str(other))
    command = [sys.executable, "-m", "ocr_kh", "--lang", "en", "convert", str(scans), "--out", str(tmp_path / "out")]
    done = subprocess.run([*command, "--scheduler", cluster.address], capture_output=True, text=True, check=False)
    assert done.returncode == ExitCode.MACHINE
    assert "[E312]" in done.stderr
    assert "0.0.9" in done.stderr
