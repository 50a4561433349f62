# SPDX-License-Identifier: Apache-2.0
"""Whether every word that was read, and every line of original.txt, is accounted for.

    python -m bench.accounts DATA --cache DIR [--only NAME ...]

DATA is a folder of scans, samples/ or one with `scanned/`. Page by page: the words of the reading that was taken are as
many as those in the lines of original.txt and those in `left_out` together, and each line of original.txt consists of
its words. Document by document: each line of original.txt stands in text.txt (compared without white space, as lines
are joined there) or in `left_out`. What does not is printed; there must be nothing. Pages are kept in `--cache`.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.page_cache import cached_pages
from bench.whole import find_scans
from ocr_kh.layout.left_out import count_words, lines_left_out
from ocr_kh.pipeline import assemble
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings
from ocr_kh.writing.document.text_files import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.document import Document, Line, Page

_WALL = "|"
"""Between cells of a table row in original.txt: no word that was read."""


class Account(NamedTuple):
    """What was counted of one file."""

    read: int
    """Words of the readings that were taken."""
    written: int
    """Words in original.txt."""
    left_out: Counter[str]
    """Words and lines, by reason."""
    unexplained: list[str]


def unexplained_words(page: Page) -> Iterator[str]:
    """What is wrong in the account of a page as it was read."""
    written, left = len(page.words), count_words(page.left_out)
    if page.words_read != written + left:
        yield f"page {page.number}: {page.words_read} words read, {written} in lines, {left} left out"
    for line in page.lines:
        if Counter(_tokens(line)) != Counter(word.text for word in line.words if word.text != _WALL):
            yield f"page {page.number}: a line is not made of its words: {line.original!r}"


def unexplained_lines(document: Document) -> Iterator[str]:
    """The lines of original.txt, as repaired, that are neither in text.txt nor left out."""
    text = _squeezed(text_of(document))
    gone = {each.line for each in lines_left_out(document.lines)}
    for number, line in enumerate(document.lines, 1):
        if number not in gone and _squeezed(line.text) not in text:
            yield f"line {number} is in no text: {line.text!r}"


def _tokens(line: Line) -> list[str]:
    return [token for token in line.original.split() if token != _WALL]


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def account(pages: Sequence[Page], document: Document) -> Account:
    """The account of a file: `pages` as they were read, and the repaired `document` of them."""
    faults = [fault for page in pages for fault in unexplained_words(page)]
    left = Counter(f"word: {each.reason}" for page in pages for each in page.left_out)
    left.update(f"line: {each.reason}" for each in lines_left_out(document.lines))
    written = sum(len(page.words) for page in pages)
    return Account(sum(page.words_read for page in pages), written, left, [*faults, *unexplained_lines(document)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Count and print; 1 when something is not explained."""
    parser = argparse.ArgumentParser(prog="python -m bench.accounts", description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, help="folder of scans, or one with scanned/")
    parser.add_argument("--cache", type=Path, required=True, help="where pages are kept as they were read")
    parser.add_argument("--only", nargs="+", default=(), help="scans whose names begin so")
    options = parser.parse_args(arguments)
    total, reasons = Counter[str](), Counter[str]()
    for scan in find_scans(options.data, options.only):
        source = open_source(scan, Settings())
        pages = cached_pages(source, options.cache)
        found = account(pages, assemble(source, pages, Settings()))
        sys.stdout.write(f"{scan.name}: {found.read} words read, {found.written} written\n")
        sys.stdout.writelines(f"  ! {fault}\n" for fault in found.unexplained)
        sys.stdout.flush()
        total.update(files=1, pages=len(pages), read=found.read, unexplained=len(found.unexplained))
        reasons += found.left_out
    told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    sys.stdout.write(f"{dict(total)}; left out: {told}\n")
    return 1 if total["unexplained"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
