# SPDX-License-Identifier: Apache-2.0
"""Counts of a made-up package."""

from __future__ import annotations

from bench.counts import counts, main

ONE = '''
import re
MARK = re.compile("x")
_MOST_LINES = -3 * 2
_BODIES = ("Sở", "Ủy ban", re.compile(r"Kho\\s+bạc"))
CITY = "Sở Nội vụ"
def bare(text):
    """Two
    lines."""
    return re.sub(" ", "", text)
'''
TWO = "from ocr_kh.plan.lines import bare\nLIST: str = 'kế hoạch, quyết định, công văn'\nX = bare(bare('a'))\n"


def package(tmp_path):
    for name, text in {"plan/lines.py": ONE, "genre/lines.py": TWO, "evaluation/own.py": ONE}.items():
        path = tmp_path / "ocr_kh" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_counts_of_a_small_package(tmp_path):
    assert counts(package(tmp_path)) == {
        "modules, lines": "2, 13",
        "compiled patterns": "2",
        "patterns used inline": "1",
        "modules with patterns": "1",
        "constants that list bodies": "1 in 1 modules",
        "constants that list document types": "1 in 1 modules",
        "numeric constants": "1",
        "constants of one word": "5 of 6",
        "calls of bare()": "2",
        "modules of the fullest folder": "1 (genre)",
        "lines of the longest module": "10 (plan/lines.py)",
        "file names in several folders": "1 (2 files)",
        "lines of a function, median and most": "1, 1",
    }


def test_counts_are_a_column_a_tree(tmp_path, capsys):
    assert main([str(package(tmp_path)), str(tmp_path)]) == 0
    assert "| compiled patterns | 2 | 2 |" in capsys.readouterr().out
