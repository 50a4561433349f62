# SPDX-License-Identifier: Apache-2.0
"""Minutes of acceptance as PDF/A-2b. The layout is in minutes.typ, which takes the minutes as JSON."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.writing.atomic import atomic_write
from ocr_kh.writing.document.printed import STATE
from ocr_kh.writing.pdf.laid_out import check_typst, lay_out

if TYPE_CHECKING:
    from ocr_kh.acceptance.minutes import Minutes

LAYOUT = Path(__file__).with_name("minutes.typ")


def write_pdf(minutes: Minutes, path: Path) -> None:
    """Write the minutes, whole or not at all. Raises LibraryMissingError, OutputError."""
    check_typst("minutes.pdf")
    with atomic_write(path) as unfinished:
        lay_out(LAYOUT, content(minutes), unfinished)


def content(minutes: Minutes) -> dict[str, object]:
    """What the layout takes."""
    return {"minutes": {"state": STATE, **asdict(minutes)}}
