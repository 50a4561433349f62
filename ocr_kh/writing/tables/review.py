# SPDX-License-Identifier: Apache-2.0
"""needs_review.csv: one row a page, or document, that a person should look at, where a minute mends most first."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from typing import TYPE_CHECKING

from ocr_kh.errors import RefusedError
from ocr_kh.plan.review.triage import Look, looks, lost
from ocr_kh.writing.tables.csv_file import write_table
from ocr_kh.writing.tables.folders import plan_of
from ocr_kh.writing.tables.index import index_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ocr_kh.plan.model import Plan
    from ocr_kh.plan.reading_account import PageQuality, Quality
    from ocr_kh.writing.tables.csv_file import Row

COLUMNS = (
    "folder",
    "path",
    "page",
    "grade",
    "expected_errors",
    "reasons",
    "codes",
    "details",
    "faults",
    "minutes",
    "gain",
    "needed",
)
NUMBERS = frozenset({"page", "expected_errors", "faults", "minutes", "gain"})
BARE = NUMBERS | {"needed"}
"""Columns of plain numbers, and of true and false."""


def write_review(out: Path) -> None:
    """Put needs_review.csv into `out`, from the folders that its index.csv names. Raises OutputError."""
    write_table(out / "needs_review.csv", COLUMNS, _sort_by_gain(_rows(out)), bare=BARE)


def _rows(out: Path) -> Iterator[tuple[float, Row]]:
    for row in index_rows(out):
        if row["status"] == "failed":
            yield _row(row, lost(row["error"]), None)
        elif plan := plan_of(row, out):
            for look in looks(plan):
                yield _row(row, look, plan)


def _row(document: Row, look: Look, plan: Plan | None) -> tuple[float, Row]:
    """What the rows are sorted by, and the cells."""
    quality = _quality(plan, look.page) if plan else None
    return look.gain, {
        "folder": document["folder"],
        "path": document["path"],
        "page": "" if look.page is None else str(look.page),
        "grade": quality.grade or "" if quality else "D",
        "expected_errors": f"{quality.expected_errors:.1f}" if quality else "",
        "reasons": "; ".join(dict.fromkeys(reason.in_words() for reason in look.reasons)),
        "codes": "; ".join(dict.fromkeys(reason.code for reason in look.reasons)),
        "details": "; ".join(dict.fromkeys(reason.message for reason in look.reasons if reason.message)),
        "faults": f"{look.faults:.2f}",
        "minutes": f"{look.minutes:.2f}",
        "gain": f"{look.gain:.2f}",
        "needed": str(look.needed).lower(),
    }


def _quality(plan: Plan, page: int | None) -> PageQuality | Quality:
    """Of the page, or of the document as a whole."""
    return next((each for each in plan.quality.pages if each.page == page is not None), plan.quality)


def _sort_by_gain(rows: Iterator[tuple[float, Row]]) -> Iterator[Row]:
    """The rows by falling gain. SQLite sorts them on the disk: an archive may have more than memory holds.

    Raises RefusedError where that disk is full.
    """
    try:
        with closing(sqlite3.connect("")) as store:  # a database without a name lives in a temporary file
            store.execute("CREATE TABLE look (gain REAL, cells TEXT)")
            store.executemany("INSERT INTO look VALUES (?, ?)", ((gain, json.dumps(row)) for gain, row in rows))
            for (cells,) in store.execute("SELECT cells FROM look ORDER BY gain DESC, rowid"):
                yield json.loads(cells)
    except sqlite3.Error as error:
        raise RefusedError(path=tempfile.gettempdir(), reason=error) from error
