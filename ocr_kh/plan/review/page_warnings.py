# SPDX-License-Identifier: Apache-2.0
"""Warnings about scans that an archive would not take: under 200 dpi, without colour, incomplete, or past reading.

Thông tư 05/2025/TT-BNV, Điều 8, and Nghị định 30/2020/NĐ-CP, Phụ lục I ask for the first two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.document import ARCHIVE_DPI
from ocr_kh.plan.model import Warning  # noqa: A004 - the contract's word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.document import Document, Page


def scan_warnings(document: Document) -> list[Warning]:
    """One warning a demand that is not met, with the pages that miss it."""
    low = [page for page in document.pages if "resolution" in page.condition.below_archive_rule]
    plain = [page for page in document.pages if "colour" in page.condition.below_archive_rule]
    made = []
    if low:
        dpi = min(page.condition.dpi for page in low)
        message = f"scanned at {dpi:.0f} dpi; the archive rule asks for {ARCHIVE_DPI} ({_listed(low)})"
        made.append(Warning(code="scan.resolution", message=message, page=low[0].number))
    if plain:
        message = f"scanned without colour; the archive rule asks for it ({_listed(plain)})"
        made.append(Warning(code="scan.colour", message=message, page=plain[0].number))
    if cut := [page for page in document.pages if page.condition.cut]:
        message = f"the image data end early, and a part of the page is lost; scan or copy it again ({_listed(cut)})"
        made.append(Warning(code="scan.incomplete", message=message, page=cut[0].number))
    if lost := [page for page in document.pages if page.unreadable]:
        message = f"there is print of which no word can be read; scan it again ({_listed(lost)})"
        made.append(Warning(code="scan.unreadable", message=message, page=lost[0].number))
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
    return [
        Warning(code="pages.boundary", message=belongs if page == 1 else begins, page=page)
        for page in document.doubtful_starts
    ]
