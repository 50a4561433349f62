# SPDX-License-Identifier: Apache-2.0
"""A worker process has loaded what a page needs, and no more."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

from ocr_kh.batch.workers.pool import Workers
from ocr_kh.pipeline import read_page
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings

HEAVY = "sorted({'ocr_kh.pipeline', 'pandas', 'underthesea', 'huggingface_hub'} & __import__('sys').modules.keys())"


def test_workers_read_a_page_without_pandas(root):
    assert importlib.util.find_spec("pandas"), "where pandas is not installed this would show nothing"
    source = open_source(root / "samples" / "cong-van-phong-chay-chua-chay.jpg", Settings())
    with Workers(1, isolated=True) as workers:
        page = workers.submit(read_page, source, 1, Settings()).result()
        loaded = workers.submit(eval, HEAVY).result()
    assert page.lines
    assert loaded == ["ocr_kh.pipeline"]


def test_workers_of_tests_have_models_and_dictionaries_loaded():
    """By the fork server of tests/warm_workers.py; a worker that loads them does so for more than a second."""
    loaded = "__import__('sys').modules['ocr_kh.repair.resources'].load_tools.cache_info().currsize"
    with Workers(1, isolated=True) as workers:
        assert workers.submit(eval, loaded).result() > 0


def test_a_command_converts_without_pandas(root, tmp_path):
    """In a process of its own, with workers and without."""
    program = "import sys; from ocr_kh.cli import main; code = main(); print(code, 'pandas' in sys.modules)"
    for command in (["inspect"], ["convert", "--out", str(tmp_path / "out"), "--jobs", "1", "--include-text"]):
        sample = root / "samples" / "ke-hoach-ve-sinh-moi-truong.txt"
        done = subprocess.run(
            [sys.executable, "-c", program, *command, str(sample)], capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines()[-1] == "0 False"


def test_the_process_that_hands_out_the_work_loads_nothing_that_reads(root, tmp_path):
    """Its workers load that side by side with it: it would only take their time."""
    heavy = "sorted({'cv2', 'numpy', 'pikepdf', 'ocr_kh.plan.parsing', 'ocr_kh.pipeline', 'ocr_kh.plan.model'}"
    program = f"import sys; from ocr_kh.cli import main; main(); print({heavy} & sys.modules.keys()))"
    command = ["convert", str(root / "samples" / "ke-hoach-ve-sinh-moi-truong.txt"), "--out", str(tmp_path / "out")]
    done = subprocess.run([sys.executable, "-c", program, *command], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "['ocr_kh.plan.model']", "the tables over all documents are made here"
