# SPDX-License-Identifier: Apache-2.0
"""Every input that once broke a target of `fuzz/`, and the first inputs of each, hold. No Atheris is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.targets import TARGETS

ROOT = Path(__file__).parents[3]
FOLDERS = (ROOT / "tests" / "cases" / "fuzz", ROOT / "fuzz" / "corpus")
INPUTS = sorted(path for folder in FOLDERS for path in folder.rglob("*") if path.is_file())


@pytest.mark.timeout(60)
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_fuzz_input_holds(path):
    TARGETS[path.parent.name](path.read_bytes())


def test_fuzz_targets_all_have_first_inputs():
    assert {path.name for path in FOLDERS[1].iterdir()} == set(TARGETS)
