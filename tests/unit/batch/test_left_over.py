# SPDX-License-Identifier: Apache-2.0
"""Temporary folders of runs that are gone: the next run removes them, whether it starts workers or not."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from ocr_kh.batch.workers.pool import Workers


def test_left_over_temporary_folders_go_with_the_next_run(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone, alive, foreign = (tmp_path / f"ocr-kh-run-{each}-a1" for each in (ended.pid, os.getpid(), "x"))
    for folder in (gone, alive, foreign):
        folder.mkdir()
    with Workers(2, isolated=True):
        pass
    assert sorted(tmp_path.iterdir()) == sorted((alive, foreign))
