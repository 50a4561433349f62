# SPDX-License-Identifier: Apache-2.0
"""needs_review.csv: one row a page, or document, that a person should look at, where a minute mends most first."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from ocr_kh.triage import Look, looks, lost
from ocr_kh.writing.folders import page_states, plan_of
from ocr_kh.writing.index import index_rows
from ocr_kh.writing.tables import write_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ocr_kh.writing.tables import Row

COLUMNS = ("folder", "path", "page", "reasons", "details", "faults", "minutes", "gain")
BARE = frozenset({"page", "faults", "minutes", "gain"})


def write_review(out: Path) -> None:
    """Put needs_review.csv into `out`, from the folders that its index.csv names. Raises OutputError."""
    write_table(out / "needs_review.csv", COLUMNS, _sorted(_rows(out)), bare=BARE)


def _rows(out: Path) -> Iterator[tuple[float, Row]]:
    for row in index_rows(out):
        found: list[Look] = []
        if row["status"] == "failed":
            found = [lost(row["error"])]
        elif plan := plan_of(row, out):
            found = looks(plan, page_states(out / row["folder"]))
        for look in found:
            yield look.gain, _cells(row, look)


def _cells(row: Row, look: Look) -> Row:
    return {
        "folder": row["folder"],
        "path": row["path"],
        "page": "" if look.page is None else str(look.page),
        "reasons": "; ".join(look.reasons),
        "details": "; ".join(filter(None, look.details)),
        "faults": f"{look.faults:.2f}",
        "minutes": f"{look.minutes:.2f}",
        "gain": f"{look.gain:.2f}",
    }


def _sorted(rows: Iterator[tuple[float, Row]]) -> Iterator[Row]:
    """The rows by falling gain. SQLite sorts them on the disk: an archive may have more than memory holds."""
    with closing(sqlite3.connect("")) as store:  # a database without a name lives in a temporary file
        store.execute("CREATE TABLE look (gain REAL, cells TEXT)")
        store.executemany("INSERT INTO look VALUES (?, ?)", ((gain, json.dumps(row)) for gain, row in rows))
        for (cells,) in store.execute("SELECT cells FROM look ORDER BY gain DESC, rowid"):
            yield json.loads(cells)
