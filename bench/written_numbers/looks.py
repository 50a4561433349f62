# SPDX-License-Identifier: Apache-2.0
"""How well written numbers are read where their places are known: invented lines, without an engine, in seconds.

    python -m bench.written_numbers.looks --mnist DIR --hands FACE ... --optical optdigits-orig.windep \\
        --print UPRIGHT ITALIC [--slots 600] [--seed 26]

Hands and pens should be others than those learned from. Printed is what the first network alone takes, and what is
taken where that for any pen is asked too: right, wrong, left open.
"""

from __future__ import annotations

import argparse
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.written_numbers.material import add_hands, hands_of
from bench.written_numbers.strips import Print, scanned
from ocr_kh.recognition.handwriting.digits import ANY_PEN_FILE, END_SIGN, network_scores, strip_of
from ocr_kh.recognition.handwriting.numbers import (
    LOOK_OFFSETS,
    MAX_DIGITS,
    MIN_PROBABILITY,
    least_alone,
    read_number,
    read_twice,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from bench.scans.drawn_handwriting import Hands
    from ocr_kh.recognition.handwriting.numbers import Reading


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
    return "right" if reading.text.lstrip("0") == number.lstrip("0") else "wrong"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print both counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_hands(parser)
    parser.add_argument("--print", type=Path, nargs=2, required=True, metavar=("UPRIGHT", "ITALIC"))
    parser.add_argument("--slots", type=int, default=600)
    parser.add_argument("--seed", type=int, default=26)
    options = parser.parse_args(arguments)
    counts: dict[str, Counter[str]] = {"first network": Counter(), "both": Counter()}
    lines = drawn(hands_of(options, "t10k"), Print([tuple(options.print)]), np.random.default_rng(options.seed))
    for _, (strips, number) in zip(range(options.slots), lines, strict=False):
        looks, alone = network_scores(strips), partial(least_alone, strips)
        first = read_number(looks, partial(alone, looks))
        counts["first network"][_verdict(first, number)] += 1
        twice = read_twice(looks, partial(network_scores, strips, ANY_PEN_FILE), alone)
        counts["both"][_verdict(twice, number)] += 1
    for what, count in counts.items():
        told = "  ".join(f"{verdict} {count[verdict]:4}" for verdict in ("right", "wrong", "open"))
        print(f"{what:14} {told}")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
