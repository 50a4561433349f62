# SPDX-License-Identifier: Apache-2.0
"""What the documents' folders under `--out` hold, read back for the tables over all of them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ocr_kh.messages import translate
from ocr_kh.writing.tables.index import index_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ocr_kh.plan.model import Plan
    from ocr_kh.writing.tables.csv_file import Row
    from ocr_kh.writing.tables.table import Table

_log = logging.getLogger("ocr_kh")


def plans(out: Path) -> Iterator[tuple[Row, Plan]]:
    """The documents that were read, by folder: the row of index.csv and the plan; none where no plan.json lies."""
    for row in index_rows(out):
        if plan := plan_of(row, out):
            yield row, plan


def plan_of(row: Row, out: Path) -> Plan | None:
    """The plan of the document of that row of index.csv; None where it failed, or has no plan.json that is one.

    Raises OSError: a table without a document that is there would pass for whole ever after.
    """
    from ocr_kh.plan.model import Plan

    path = out / row["folder"] / "plan.json"
    if row["status"] not in {"done", "partly"} or not path.is_file():
        return None
    try:
        return Plan.model_validate_json(path.read_bytes())
    except ValueError as error:  # pydantic's errors are ValueErrors
        _log.warning(translate("%s cannot be used: %s"), path, str(error).partition("\n")[0])
        return None


def fill(out: Path, sinks: Iterable[tuple[Table, Callable[[Iterable[Row]], None]]]) -> None:
    """Put the rows of all documents under `out` into several tables at once: each plan is opened once."""
    sinks = tuple(sinks)
    for document, plan in plans(out) if sinks else ():
        for table, put in sinks:
            put(table.rows(document, plan))


def is_old(table: Path, out: Path) -> bool:
    """Whether a table over all documents is missing, or older than index.csv: else nothing has changed since."""
    index = out / "index.csv"
    return not table.exists() or (index.exists() and table.stat().st_mtime_ns < index.stat().st_mtime_ns)
