# SPDX-License-Identifier: Apache-2.0
"""No pattern takes long over a line that repeats itself, as garbled leaders, rulings and capitals do.

A group of words within a repeated group, with what parts them optional, tries every way of cutting one word: of 80
capitals 10**9 of them (`PCCC...` took hours). `*+` lets a run of letters be taken in one way only.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time

import pytest

import ocr_kh

REPEATED = (
    "C", "c", "1", " ", ".", "-", "…", "_", "/", ", ", "a ", "A ", "1 ", "1.", "C.", "C-", "a, ", "A1", "(", "A(", "|",
    " | ", "số ", "I", "Lò Thị ", "a)",
)  # fmt: skip
BEGINNINGS = ("", "P", "Số: ", "1. ", "Điều 1 ", "ngày ", "KT. ")
ENDS = ("", "!", "x")
LENGTH = 120
SECONDS = 0.5
"""The slowest takes 0.05 s; what is hit by the fault above does not end."""


def patterns():
    """Every pattern that a module has by name, alone or in a table."""
    found = {}
    for module in pkgutil.walk_packages(ocr_kh.__path__, "ocr_kh."):
        if "__main__" in module.name or "cluster" in module.name or "ocrmypdf" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            values = (
                value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else (value,)
            )
            for each in values:
                if isinstance(each, re.Pattern) and isinstance(each.pattern, str):
                    found.setdefault(each, f"{module.name}.{name}")
    return found


@pytest.mark.timeout(120)
def test_patterns_are_quick_over_what_repeats():
    found = patterns()
    assert len(found) > 250
    slow = {}
    for pattern, name in found.items():
        for text in (
            f"{first}{(unit * LENGTH)[:LENGTH]}{last}" for first in BEGINNINGS for unit in REPEATED for last in ENDS
        ):
            began = time.process_time()
            pattern.search(text)
            if time.process_time() - began > SECONDS:
                slow[name] = text
                break
    assert not slow
