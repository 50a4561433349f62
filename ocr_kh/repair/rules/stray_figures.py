# SPDX-License-Identifier: Apache-2.0
"""Page numbers that fell into sentences: they stay in the text, and it is told that `parse` takes them for such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.layout.stray_numbers import strays
from ocr_kh.repair.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROBABILITY = 0.1
"""That the number is part of the sentence."""


def stray_doubts(lines: Sequence[str]) -> list[list[Edit]]:
    """The doubts in each line: `hệ thống 3 huấn luyện`, with what stands there without it as the runner-up."""
    doubts: list[list[Edit]] = [[] for _ in lines]
    for number, start, end in strays(lines):
        text = lines[number][start:end]
        doubts[number].append(Edit(start, end, text, "layout", _PROBABILITY, "", doubtful=True))
    return doubts
