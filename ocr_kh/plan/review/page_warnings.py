# SPDX-License-Identifier: Apache-2.0
"""Warnings about scans that an archive would not take: under 200 dpi, without colour, incomplete, or past reading.

Thông tư 05/2025/TT-BNV, Điều 8, and Nghị định 30/2020/NĐ-CP, Phụ lục I ask for the first two. And about texts that
were read with another language's model, or stripped of marks: a plan of these is nearly empty, and should say why.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ocr_kh.document import ARCHIVE_DPI
from ocr_kh.language.syllables import is_syllable
from ocr_kh.plan.review.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.document import Document, Page
    from ocr_kh.plan.model import Warning  # noqa: A004 - the contract's word


_WORDS_LOOKED_AT = 120
_FEWEST_WORDS = 50
_MARKED = 0.5
"""Share of words with marks below which a text is none as Vietnamese is written: of 140 real texts and pages the least
has 0.79; one read with the English model has 0.06."""


def text_warnings(document: Document) -> list[Warning]:
    """A warning where hardly a word of a text that somebody gave bears marks."""
    if any(page.source != "text" for page in document.pages):
        return []
    words = list(islice(_small_words(document), _WORDS_LOOKED_AT))
    marked = sum(not word.isascii() and bool(is_syllable(word)) for word in words)
    if len(words) < _FEWEST_WORDS or marked >= _MARKED * len(words):
        return []
    return [warn("text.marks", share=round(100 * marked / len(words)))]


def _small_words(document: Document) -> Iterator[str]:
    """The words of two letters and more that are not set in capitals."""
    for line in document.lines:
        for token in line.text.split():
            word = token.strip('.,;:()"“”')
            if len(word) > 1 and word.isalpha() and not word.isupper():
                yield word


def scan_warnings(document: Document) -> list[Warning]:
    """One warning a demand that is not met, with the pages that miss it."""
    low = [page for page in document.pages if "resolution" in page.condition.below_archive_rule]
    plain = [page for page in document.pages if "colour" in page.condition.below_archive_rule]
    made = []
    if low:
        dpi = min(page.condition.dpi for page in low)
        made.append(
            warn("scan.resolution", page=low[0].number, dpi=round(dpi), demanded=ARCHIVE_DPI, pages=_listed(low))
        )
    if plain:
        made.append(warn("scan.colour", page=plain[0].number, pages=_listed(plain)))
    if cut := [page for page in document.pages if page.condition.cut]:
        made.append(warn("scan.incomplete", page=cut[0].number, pages=_listed(cut)))
    if backs := [page for page in document.pages if page.condition.blank_reason == "other side"]:
        made.append(warn("scan.other_side", page=backs[0].number, pages=_listed(backs)))
    if lost := [page for page in document.pages if page.unreadable]:
        made.append(warn("scan.unreadable", page=lost[0].number, pages=_listed(lost)))
    return made


def _listed(pages: Sequence[Page]) -> str:
    """`page 2`, or `pages 1-3, 5`.

    >>> from ocr_kh.document import Page
    >>> _listed([Page(1), Page(2), Page(3), Page(5)])
    'pages 1-3, 5'
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page.number == runs[-1][-1] + 1:
            runs[-1].append(page.number)
        else:
            runs.append([page.number])
    listed = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
    return f"page {listed}" if len(pages) == 1 else f"pages {listed}"


def boundary_warnings(document: Document) -> list[Warning]:
    """One warning a page: the first, that may belong to the document before, or one where another may begin."""
    belongs = "this page may belong to the document before it in the file"
    begins = "another document may begin on this page"
    pages = document.doubtful_starts
    return [warn("pages.boundary", page=page, doubt=belongs if page == 1 else begins) for page in pages]
