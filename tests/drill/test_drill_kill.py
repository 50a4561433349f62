# SPDX-License-Identifier: Apache-2.0
"""SIGKILL at random moments, then the same command: as if nothing had been."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from ocr_kh.errors import ExitCode

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills the POSIX way")

_SEED = 2026


def start(scans, out):
    command = [sys.executable, "-m", "ocr_kh", "convert", str(scans), "--out", str(out), "--jobs", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def done_folders(out):
    """Finished documents with the bytes of their provenance: redone ones would differ in their times."""
    return {path.parent.name: path.read_bytes() for path in out.glob("*/provenance.json")}


@pytest.mark.parametrize(("documents", "kills"), [(4, 2), pytest.param(24, 20, marks=pytest.mark.drill)])
def test_drill_killed_and_resumed_equals_undisturbed(documents, kills, convert, drill, tmp_path):
    scans = drill.scans_in(tmp_path / "scans", documents)
    whole = undisturbed(scans, tmp_path / "whole", convert)
    chance = random.Random(_SEED)
    out, killed, earlier, redone = tmp_path / "out", 0, {}, 0
    while killed < kills:
        process = start(scans, out)
        time.sleep(chance.uniform(0.1, whole / kills + 2.5))
        if process.poll() is None:
            killed += 1
            process.send_signal(signal.SIGKILL)
        process.wait()
        now = done_folders(out)
        assert earlier.keys() <= now.keys(), "a finished document was lost"
        redone += sum(now[name] != data for name, data in earlier.items())
        earlier = now
    code, lines, _ = convert([scans], out)
    assert (code, len(lines)) == (ExitCode.DONE, documents)
    # A document whose folder stood, but whose entry in the ledger was not yet written, was still running.
    assert redone + sum(done_folders(out)[name] != data for name, data in earlier.items()) <= killed
    assert_undisturbed(scans, out, tmp_path / "whole", convert, drill)


@pytest.mark.drill
def test_drill_killed_workers_lose_nothing(convert, drill, tmp_path):
    documents, kills = 12, 20
    scans = drill.scans_in(tmp_path / "scans", documents)
    whole = undisturbed(scans, tmp_path / "whole", convert)
    chance = random.Random(_SEED)
    killed = 0
    for run in range(kills):
        out = tmp_path / f"out{run}"
        process = start(scans, out)
        while process.poll() is None:
            time.sleep(chance.uniform(0.1, whole / 5))
            killed += strike(process, chance)
        # A page that was struck twice counts as one that kills its worker, and is not tried a third time.
        assert process.returncode in {ExitCode.DONE, ExitCode.PARTLY}
        code, lines, _ = convert([scans], out, "--retry-failed")
        assert (code, len(lines)) == (ExitCode.DONE, documents)
        assert_undisturbed(scans, out, tmp_path / "whole", convert, drill)
        if killed >= kills:
            break


@pytest.mark.drill
def test_drill_killed_engines_cost_a_page_each(convert, drill, tmp_path):
    scans = drill.scans_in(tmp_path / "scans", 12)
    undisturbed(scans, tmp_path / "whole", convert)
    out, killed = tmp_path / "out", 0
    process = start(scans, out)
    while process.poll() is None:
        time.sleep(0.2)
        for pid in [pid for pid in descendants(process.pid) if name_of(pid) == "ocr-kh-engine"][: killed < 5]:
            os.kill(pid, signal.SIGKILL)
            killed += 1
    assert killed == 5
    assert process.returncode in {ExitCode.DONE, ExitCode.PARTLY}  # one that waits is struck at no cost
    code, lines, _ = convert([scans], out, "--retry-failed")
    assert (code, len(lines)) == (ExitCode.DONE, 12)
    assert_undisturbed(scans, out, tmp_path / "whole", convert, drill)


def name_of(pid):
    listed = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, check=False, text=True)
    return listed.stdout.strip()


def undisturbed(scans, out, convert):
    """Convert in peace; the seconds it takes."""
    began = time.monotonic()
    code, lines, _ = convert([scans], out)
    assert (code, len(lines)) == (ExitCode.DONE, len(list(scans.iterdir())))
    return time.monotonic() - began


def assert_undisturbed(scans, out, whole, convert, drill):
    """What lies in `out` is as in `whole`, known to be finished, and nothing beside it."""
    assert drill.results(out) == drill.results(whole)
    _, lines, _ = convert([scans], out)
    assert all(line.startswith("unchanged\t") for line in lines)
    assert not list(out.rglob(".ocr-kh-*"))


def strike(process, chance):
    """Kill one of the program's workers while it goes on; whether there was one."""
    workers = [pid for pid in descendants(process.pid) if leads_a_session(pid)]
    if workers:
        os.kill(chance.choice(workers), signal.SIGKILL)
    return bool(workers)


def leads_a_session(pid):
    try:
        return os.getsid(pid) == pid
    except ProcessLookupError:
        return False


def descendants(pid):
    found, unseen = [], [pid]
    while unseen:
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(unseen.pop())], capture_output=True, check=False)
        children = [int(word) for word in listed.stdout.split()]
        found += children
        unseen += children
    return found
