# SPDX-License-Identifier: Apache-2.0
"""Cases as data: what is mended, what must be left alone, and where repair is known to fail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ocr_kh.repair import apply, repair_text

CASES = json.loads((Path(__file__).parents[2] / "cases" / "repair" / "cases.json").read_text(encoding="utf-8"))


def _marked(case):
    known = [pytest.mark.xfail(strict=True, reason="known failure")] if case["kind"] == "known failures" else []
    return pytest.param(case["original"], case["fixed"], id=f"{case['kind']}: {case['label']}", marks=known)


@pytest.mark.parametrize(("original", "fixed"), [_marked(case) for case in CASES])
def test_repair_case(original, fixed):
    repaired = repair_text(original)
    assert repaired.text == fixed
    assert apply(original, repaired.repairs) == fixed
    assert repair_text(fixed).text == fixed
