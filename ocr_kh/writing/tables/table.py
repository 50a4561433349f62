# SPDX-License-Identifier: Apache-2.0
"""What a table over all documents is: its name, its columns with their kinds, and the rows of one document.

All who write tables (CSV, Parquet, SQLite) take the same declarations; none knows what a column is about.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ocr_kh.plan.model import Plan
    from ocr_kh.writing.tables.csv_file import Row

Kind = Literal["text", "whole", "number", "flag", "box", "boxes", "pages", "texts"]
"""Of a column: text as it is, a whole number, a number, true or false, or a list as JSON: `[x0, y0, x1, y1]`, several
`[page, x0, y0, x1, y1]`, page numbers, texts. An empty cell is no value."""
LISTS: tuple[Kind, ...] = ("box", "boxes", "pages", "texts")
"""Kinds that a file without lists has as JSON."""
_VALUES: Mapping[Kind, Callable[[str], Any]] = {
    "text": str,
    "whole": int,
    "number": float,
    "flag": lambda cell: cell == "true",
    **dict.fromkeys(LISTS, json.loads),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table over all documents."""

    name: str
    """Of its files, without the ending, and in the database."""
    columns: Mapping[str, Kind]
    rows: Callable[[Row, Plan], Iterator[Row]]
    """The rows of one document, from its row of index.csv and its plan, in reading order."""

    @property
    def bare(self) -> frozenset[str]:
        """Columns that Excel is to take for what they are."""
        return frozenset(name for name, kind in self.columns.items() if kind != "text")


def typed_row(row: Mapping[str, str], columns: Mapping[str, Kind]) -> dict[str, Any]:
    """The values of a row as their kinds say; None for an empty cell."""
    return {name: _VALUES[kind](row[name]) if row[name] else None for name, kind in columns.items()}


def cell_of(value: object) -> str:
    """A value of plan.json as a cell.

    >>> cell_of(None), cell_of("05"), cell_of(100.0), cell_of((72.0, 90.5))
    ('', '05', '100', '[72.0, 90.5]')
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return json.dumps(value, ensure_ascii=False)
