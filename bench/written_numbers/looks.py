# SPDX-License-Identifier: Apache-2.0
"""How well written numbers are read where their places are known: invented lines, without an engine, in seconds.

    python -m bench.written_numbers.looks --mnist DIR --hands FACE ... --optical optdigits-orig.windep \\
        --print UPRIGHT ITALIC [--slots 600] [--seed 26] [--fit]

Hands and pens should be others than those learned from. Printed is what is taken: right, wrong, left open. `--fit` fits
how much each network is trusted (`readings.TRUST`) to the lines instead, by logistic regression.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.written_numbers.material import add_hands, hands_of
from bench.written_numbers.strips import Print, scanned
from ocr_kh.recognition.handwriting.digits import END_SIGN, NETWORKS, network_scores, strip_of
from ocr_kh.recognition.handwriting.numbers import LOOK_OFFSETS
from ocr_kh.recognition.handwriting.readings import MAX_DIGITS, MIN_PROBABILITY, odds_among_digits, read_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from bench.scans.drawn_handwriting import Hands
    from ocr_kh.recognition.handwriting.readings import Reading

_SHRUNK, _STEPS = 1.0, 40
"""What a squared weight costs, and the steps of Newton's way to the least cost."""


def drawn(hands: Hands, faces: Print, rng: Generator) -> Iterator[tuple[NDArray[np.uint8], str]]:
    """Looks at lines with a number of one to four digits by hand, and the number, without end."""
    while True:
        line = scanned(hands, faces, rng)
        number = line.text.rstrip(END_SIGN)
        if line.by_hand and line.text != number and number.isdecimal() and len(number) <= MAX_DIGITS and int(number):
            yield (
                np.stack([strip_of(line.image, line.left + x, line.base + y, line.right + x) for x, y in LOOK_OFFSETS]),
                number,
            )


def _verdict(reading: Reading, number: str) -> str:
    if reading.probability < MIN_PROBABILITY["number"] or not reading.text.isdecimal():
        return "open"
    return "right" if _is_same(reading.text, number) else "wrong"


def _is_same(text: str, number: str) -> bool:
    return text.lstrip("0") == number.lstrip("0")


def fitted(lines: Iterable[tuple[Sequence[NDArray[np.float64]], str]]) -> NDArray[np.float64]:
    """What is added and the weight of each network, of what networks see in lines and the numbers that stand there."""
    rows, right = [], []
    for seen, number in lines:
        text, odds = odds_among_digits(seen)
        rows.append([1.0, *odds])
        right.append(_is_same(text, number))
    signs, wanted = np.array(rows), np.array(right, float)
    weights = np.zeros(signs.shape[1])
    cost = np.diag([0.0, *[_SHRUNK] * (len(weights) - 1)])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-signs @ weights))
        bend = signs.T @ (signs * (chances * (1 - chances))[:, None]) + cost
        weights += np.linalg.solve(bend, signs.T @ (wanted - chances) - cost @ weights)
    return weights


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the count, or the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_hands(parser)
    parser.add_argument("--print", type=Path, nargs=2, required=True, metavar=("UPRIGHT", "ITALIC"))
    parser.add_argument("--slots", type=int, default=600)
    parser.add_argument("--seed", type=int, default=26)
    parser.add_argument("--fit", action="store_true", help="fit how much each network is trusted")
    options = parser.parse_args(arguments)
    lines = drawn(hands_of(options, "t10k"), Print([tuple(options.print)]), np.random.default_rng(options.seed))
    seen = (
        ([network_scores(strips, network) for network in NETWORKS], number)
        for _, (strips, number) in zip(range(options.slots), lines, strict=False)
    )
    if options.fit:
        told = "  ".join(f"{weight:.2f}" for weight in fitted(seen))
    else:
        count = Counter(_verdict(read_number(each), number) for each, number in seen)
        told = "  ".join(f"{verdict} {count[verdict]:4}" for verdict in ("right", "wrong", "open"))
    print(told)  # noqa: T201 - a script


if __name__ == "__main__":
    main()
