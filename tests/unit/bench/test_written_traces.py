# SPDX-License-Identifier: Apache-2.0
"""Digits as the way of the pen: one line is left of a stroke, and any pen can go that way again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from bench.scans.drawn_handwriting import Hands
from bench.scans.written_traces import TRACE, optical, penned, semeion, thinned, traces_of, unstretched

if TYPE_CHECKING:
    from numpy.typing import NDArray

FACE = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")


def stroke(breadth: int) -> NDArray[np.float32]:
    """An upright stroke with a bar across it, `breadth` pixels broad."""
    image = np.zeros((128, 96), np.uint8)
    cv2.line(image, (48, 10), (48, 118), 255, breadth)
    cv2.line(image, (12, 60), (84, 60), 255, breadth)
    return image.astype(np.float32) / np.float32(255)


@pytest.mark.parametrize("breadth", [5, 20])
def test_of_a_stroke_its_middle_is_left(breadth: int) -> None:
    trace = thinned(stroke(breadth))
    assert trace.shape == (TRACE, 48)
    assert all(row.sum() == 1 for row in trace[[15, 45]])
    assert cv2.connectedComponents(trace.astype(np.uint8))[0] == 2  # the paper and one line


def test_a_broad_pen_covers_more_than_a_thin_one_on_the_same_way() -> None:
    trace = thinned(stroke(8))
    thin, broad = (penned(trace, pen, np.random.default_rng(1)).sum() for pen in (0.03, 0.24))
    assert 4 < broad / thin < 10


def test_the_files_of_both_sets_are_read(tmp_path: Path) -> None:
    square = ["0" * 32, *["0" * 14 + "1111" + "0" * 14] * 30, "0" * 32]
    (tmp_path / "optical").write_text("\n".join(["a header", "entwidth = 32", *square, " 1", *square, " 7"]), "ascii")
    assert [(digit, picture.shape, picture.max()) for digit, picture in optical(tmp_path / "optical")] == [
        ("1", (32, 32), 255),
        ("7", (32, 32), 255),
    ]
    row = " ".join(["0.0000"] * 40 + ["1.0000"] * 16 + ["0.0000"] * 200 + ["0", "0", "0", "1"] + ["0"] * 6)
    (tmp_path / "semeion").write_text(f"{row} \n", "ascii")
    ((digit, picture),) = semeion(tmp_path / "semeion")
    assert (digit, picture.shape, int((picture == 255).sum())) == ("3", (16, 16), 16)


def test_a_digit_stretched_to_a_square_is_as_wide_as_it_was_written() -> None:
    square = np.zeros((32, 32), np.uint8)
    square[2:30, 2:30] = 255
    ((_, one), (_, eight)) = unstretched([("1", square), ("8", square)], np.random.default_rng(1))
    assert len(one) == len(eight) == TRACE
    assert 16 <= one.shape[1] <= 45
    assert 32 <= eight.shape[1] <= 55


def test_traces_are_written_with_pens_of_any_kind() -> None:
    traces = traces_of([("7", (stroke(9) * 255).astype(np.uint8))])
    hands = Hands({}, [FACE], (0, 0, 1, 0), local=0.4, traces=[traces], traced=1.0)
    shares = [float(hands.written("77", 40, np.random.default_rng(seed)).mean()) for seed in range(40)]
    assert max(shares) > 3 * min(shares)
