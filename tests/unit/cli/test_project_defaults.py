# SPDX-License-Identifier: Apache-2.0
"""sample and count go by what the project file agreed; their options hold before it."""

from __future__ import annotations

import pytest

from bench.handover import invented_pdf
from ocr_kh.acceptance.counting import Rule
from ocr_kh.cli import main

AGREED = '[sampling]\nplan = "percent:30"\nlimit = 3\nseed = 7\n[counting]\nfactor = 1.2\nnear = 0.01\n'


@pytest.fixture
def place(tmp_path):
    (tmp_path / "result").mkdir()
    (tmp_path / "ocr-kh.toml").write_text(AGREED, encoding="utf-8")
    return tmp_path / "result"


def test_count_goes_by_the_project_file(place, monkeypatch):
    rules = []
    monkeypatch.setattr("ocr_kh.acceptance.counting.count_files", lambda _, rule: rules.append(rule) or iter(()))
    (place / "a.pdf").write_bytes(invented_pdf())
    main(["count", str(place)])
    main(["count", str(place), "--factor", "1.3", "--near", "0"])
    assert rules == [Rule(1.2, 0.01), Rule(1.3, 0.0)]


def test_sample_goes_by_the_project_file(place, monkeypatch):
    asked = []

    class EnoughError(Exception):
        pass

    def draw(_, wanted, *__):
        asked.append((wanted.plan, wanted.seed))
        raise EnoughError

    monkeypatch.setattr("ocr_kh.acceptance.sampling.sample.draw", draw)
    from ocr_kh.acceptance.sampling.plans import plan_of

    main(["sample", str(place)])
    main(["sample", str(place), "--plan", "lq5", "--limit", "5", "--seed", "9"])
    assert asked == [(plan_of("percent:30", 3.0), 7), (plan_of("lq5", 5.0), 9)]
