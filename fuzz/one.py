# SPDX-License-Identifier: Apache-2.0
"""One target under libFuzzer: `python -m fuzz.one TARGET [folders and options of libFuzzer]`."""

from __future__ import annotations

import logging
import sys

import atheris

with atheris.instrument_imports(include=["ocr_kh"]):
    from fuzz.targets import TARGETS


def main() -> None:
    """Does not return."""
    logging.disable()
    target = TARGETS[sys.argv[1]]
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
