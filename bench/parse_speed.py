# SPDX-License-Identifier: Apache-2.0
"""What `parse` takes: CPU seconds for 1,000 pages.

    python -m bench.parse_speed DIR [--rounds N] [--words N]

DIR holds texts (`*.txt`, at any depth): transcriptions, plans, or what convert made, of which `text.txt` is taken. Each
round parses all of them in a process that is warm; the median round counts. A page is `--words` words, 450 if nothing
is said: a full page of running text in 14 points. Scanned pages have fewer (349 on the 20 transcribed ones), since
headers, closings and tables take room.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from ocr_kh.plan import parse_text

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE_WORDS = 450
PAGES = 1_000
_MADE = "text.txt"
"""What convert calls the text of a document; of its other texts none is parsed."""


def texts_in(folder: Path) -> list[str]:
    """The texts below `folder`, by path; where convert was at work only what it made of each document."""
    paths = sorted(folder.rglob("*.txt"))
    made = [path for path in paths if path.name == _MADE]
    return [path.read_text(encoding="utf-8-sig") for path in made or paths]


def round_of(texts: Sequence[str]) -> float:
    """CPU seconds to parse all texts once."""
    began = time.process_time()
    for text in texts:
        parse_text(text)
    return time.process_time() - began


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.parse_speed", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("dir", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--words", type=int, default=PAGE_WORDS, help=f"words of a page (default: {PAGE_WORDS})")
    options = parser.parse_args(arguments)
    texts = texts_in(options.dir)
    words = sum(len(text.split()) for text in texts)
    if not words:
        sys.stderr.write(f"{options.dir} holds no text\n")
        return 2
    round_of(texts[:1])  # tables of the vocabulary are made once
    seconds = [round_of(texts) for _ in range(options.rounds)]
    of_pages = [each / words * options.words * PAGES for each in seconds]
    sys.stdout.write(
        f"{len(texts)} texts, {words} words: {median(of_pages):.1f} s for {PAGES} pages of {options.words} words "
        f"(least {min(of_pages):.1f}, most {max(of_pages):.1f})\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
