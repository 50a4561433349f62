# SPDX-License-Identifier: Apache-2.0
"""The tables over all documents: made anew from the documents' folders, in the order of index.csv.

Whatever run made a folder, its rows are there, and one document at a time is in memory. A table is left alone when it
is newer than index.csv: then nothing has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.writing.tables.blanks import write_blanks
from ocr_kh.writing.tables.csv_file import write_table
from ocr_kh.writing.tables.folders import plans
from ocr_kh.writing.tables.review import write_review
from ocr_kh.writing.tables.sections import BARE, COLUMNS, section_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from ocr_kh.writing.tables.csv_file import Row


def write_overviews(out: Path, formats: Collection[str] = ()) -> None:
    """Bring sections.csv, needs_review.csv and what tells of blank pages up to date; make the tables in `formats` anew.

    Needs plan.json in the folders; a document that was converted without one has no rows. Raises OutputError.
    """
    if _is_old(out / "sections.csv", out):
        write_table(out / "sections.csv", COLUMNS, all_section_rows(out), bare=BARE)
    if _is_old(out / "needs_review.csv", out):
        write_review(out)
        write_blanks(out)
    if "xlsx" in formats:
        from ocr_kh.writing.tables.workbook import write_workbook

        write_workbook(out)
    if {"parquet", "words"} & set(formats):
        from ocr_kh.writing.tables.parquet import write_sections_parquet

        write_sections_parquet(out / "sections.parquet", all_section_rows(out), words="words" in formats)


def all_section_rows(out: Path) -> Iterator[Row]:
    """The rows of all documents under `out`."""
    for row, plan in plans(out):
        yield from section_rows(row["folder"], plan)


def _is_old(table: Path, out: Path) -> bool:
    index = out / "index.csv"
    return not table.exists() or (index.exists() and table.stat().st_mtime_ns < index.stat().st_mtime_ns)
