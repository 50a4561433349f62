# SPDX-License-Identifier: Apache-2.0
"""Lines to train the reader of lines under ink with, as files of the engine's trainer.

    python -m bench.ink_lines.draw OUT FAMILY ... [--seed 1] [--files 40] [--lines 500]

A FAMILY is three faces parted by commas, regular, bold and italic, and how often it is drawn: `R.ttf,B.ttf,I.ttf,0.5`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.ink_lines.drawing import Family, drawn, shelf
from bench.ink_lines.lstmf import write_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

_SEALS = 12
"""On the shelf of a file, and as many stamps."""


def _family(said: str) -> Family:
    regular, bold, italic, weight = said.split(",")
    return Family({"regular": Path(regular), "bold": Path(bold), "italic": Path(italic)}, float(weight))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, and say so."""
    parser = argparse.ArgumentParser(prog="draw", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("families", type=_family, nargs="+", metavar="FAMILY")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--lines", type=int, default=500, help="of a file")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for number in range(options.files):
        rng = np.random.default_rng([options.seed, number])
        on = shelf(options.families, _SEALS, rng)
        lines = [drawn(on, rng) for _ in range(options.lines)]
        path = options.out / f"lines-{options.seed}-{number:03}.lstmf"
        write_lines(path, [(pixels, text.text) for pixels, text in lines])
        sys.stdout.write(f"{path}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
