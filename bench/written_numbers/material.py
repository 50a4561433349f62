# SPDX-License-Identifier: Apache-2.0
"""What strips and pages are written with, as the command lines of this folder name it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.scans.drawn_handwriting import Hands, mnist
from bench.scans.written_traces import optical, semeion, traces_of, unstretched

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_OF_MNIST = 400
"""Of each digit of MNIST as many go into traces: thinning takes 5 ms."""


def add_hands(parser: ArgumentParser, *, required: bool = True) -> None:
    """The options that name where written digits come from."""
    parser.add_argument("--mnist", type=Path, required=required, metavar="DIR")
    parser.add_argument("--hands", type=Path, nargs="+", required=required, metavar="FACE")
    parser.add_argument("--semeion", type=Path, nargs="*", default=[], metavar="FILE", help="semeion.data of UCI")
    parser.add_argument("--optical", type=Path, nargs="*", default=[], metavar="FILE", help="optdigits-orig.* of UCI")


def hands_of(options: Namespace, part: str) -> Hands:
    """The hands that the options name; pens of any kind write where traces are among them. `part`: of MNIST."""
    pictures = mnist(options.mnist, part)
    rng = np.random.default_rng(1)
    sets = [(semeion, options.semeion), (optical, options.optical)]
    squares = [unstretched((each for file in files for each in read(file)), rng) for read, files in sets if files]
    traces = [traces_of(each) for each in squares]
    if traces:
        traces.append(traces_of((digit, each) for digit, known in pictures.items() for each in known[:_OF_MNIST]))
    if part == "train":
        return Hands(pictures, options.hands, traces=traces)
    return Hands(pictures, options.hands, mix=(0.7, 0.3, 0, 0), local=0, traces=traces)
