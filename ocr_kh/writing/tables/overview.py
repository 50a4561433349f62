# SPDX-License-Identifier: Apache-2.0
"""The tables over all documents: made anew from the documents' folders, in the order of index.csv.

Whatever run made a folder, its rows are there, and one document at a time is in memory. A table is left alone when it
is newer than index.csv: then nothing has changed.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from ocr_kh.writing.tables.blanks import write_blanks
from ocr_kh.writing.tables.csv_file import csv_table
from ocr_kh.writing.tables.folders import fill, is_old
from ocr_kh.writing.tables.index import typed_index
from ocr_kh.writing.tables.review import write_review
from ocr_kh.writing.tables.sections import SECTIONS
from ocr_kh.writing.tables.values import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from ocr_kh.writing.tables.table import Table


def write_overviews(out: Path, formats: Collection[str] = ()) -> None:
    """Bring the CSV tables and what tells of blank pages up to date; make the tables in `formats` anew.

    Needs plan.json in the folders; a document that was converted without one has no rows. Raises OutputError.
    """
    _write_csv(out, [table for table in TABLES if is_old(out / f"{table.name}.csv", out)])
    if is_old(out / "needs_review.csv", out):
        write_review(out)
        write_blanks(out)
    if "xlsx" in formats:
        from ocr_kh.writing.tables.workbook import write_workbook

        write_workbook(out)
    if {"parquet", "words"} & set(formats):
        _write_parquet(out, words="words" in formats)
    if "db" in formats:
        from ocr_kh.writing.database.build import up_to_date

        up_to_date(out)


def _write_csv(out: Path, tables: Iterable[Table]) -> None:
    with ExitStack() as files:
        fill(
            out,
            [
                (
                    table,
                    files.enter_context(csv_table(out / f"{table.name}.csv", tuple(table.columns), bare=table.bare)),
                )
                for table in tables
            ],
        )


def _write_parquet(out: Path, *, words: bool) -> None:
    from ocr_kh.writing.tables.chunks import CHUNKS
    from ocr_kh.writing.tables.parquet import parquet_table

    kinds, rows = typed_index(out)
    with parquet_table(out / "index.parquet", kinds) as put:
        put(rows)
    with ExitStack() as files:
        sinks = []
        for table in (*TABLES, CHUNKS):
            file = parquet_table(out / f"{table.name}.parquet", table.columns, words=words and table is SECTIONS)
            sinks.append((table, files.enter_context(file)))
        fill(out, sinks)
