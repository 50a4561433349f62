# SPDX-License-Identifier: Apache-2.0
"""blank_pages.csv, one row a page that was called blank, and blank_pages.pdf, which shows them small, for the eye.

That a page is blank is a claim: who hands over the documents can see in a minute whether it holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.writing.tables.csv_file import write_table
from ocr_kh.writing.tables.folders import plans

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL.Image import Image

    from ocr_kh.writing.tables.csv_file import Row

COLUMNS = ("row", "folder", "path", "page", "ink", "reason")
BARE = frozenset({"row", "page", "ink"})
"""Columns of plain numbers."""
MAX_SHOWN = 500
"""Pages on the sheets, those of most ink first: what was there to be read is dark."""
_THUMBNAIL_DPI = 28


def write_blanks(out: Path) -> None:
    """Put blank_pages.csv and blank_pages.pdf into `out`; neither where no page is blank. Raises OutputError."""
    from ocr_kh.writing.pdf.contact_sheet import Thumbnail, write_contact_sheet

    rows, table, sheet = list(blank_rows(out)), out / "blank_pages.csv", out / "blank_pages.pdf"
    if not rows:
        table.unlink(missing_ok=True)
        sheet.unlink(missing_ok=True)
        return
    write_table(table, COLUMNS, rows, bare=BARE)
    darkest = sorted(rows, key=lambda row: float(row["ink"] or 0), reverse=True)[:MAX_SHOWN]
    shown = (Thumbnail(row["row"], _picture(out, row)) for row in sorted(darkest, key=lambda row: int(row["row"])))
    write_contact_sheet(sheet, shown)


def blank_rows(out: Path) -> Iterator[Row]:
    """The blank pages of all documents under `out`, in the order of index.csv."""
    found = ((document, plan, number) for document, plan in plans(out) for number in plan.blank_pages)
    for count, (document, plan, number) in enumerate(found, 1):
        quality = next((page for page in plan.quality.pages if page.page == number), None)
        yield {
            "row": str(count),
            "folder": document["folder"],
            "path": document["path"],
            "page": str(number),
            "ink": f"{quality.ink:.5f}" if quality and quality.ink is not None else "",
            "reason": (quality.blank_reason if quality else None) or "",
        }


def _picture(out: Path, row: Row) -> Image | None:
    """The page as searchable.pdf shows it; None where it does not lie there."""
    import pypdfium2

    path = out / row["folder"] / "searchable.pdf"
    if not path.is_file():
        return None
    try:
        with pypdfium2.PdfDocument(path) as pdf:
            picture: Image = pdf[int(row["page"]) - 1].render(scale=_THUMBNAIL_DPI / 72, grayscale=True).to_pil()
            return picture
    except (pypdfium2.PdfiumError, IndexError):
        return None
