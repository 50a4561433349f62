# SPDX-License-Identifier: Apache-2.0
"""Failure by counter: a fixed sample of what `make faults` does for every request to the system."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.drill, pytest.mark.skipif(not hasattr(os, "fork"), reason="runs are forks")]

_EVERY = 16
"""A sixteenth of the requests, other ones where the disk stays full."""


@pytest.mark.parametrize("options", [("--offset", "3"), ("--offset", "11", "--lasting")], ids=["once", "lasting"])
def test_drill_a_request_that_fails_costs_nothing_but_a_run(options):
    program = Path(__file__).with_name("failure_by_counter.py")
    command = [sys.executable, str(program), "--every", str(_EVERY), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
