# SPDX-License-Identifier: Apache-2.0
"""sections.parquet: the twin of sections.csv for pandas and DuckDB, with its values as they are; from pyarrow.

With `words`, a column more: the words of `text` as a list (`["Ủy ban nhân dân", "xã", ...]`), cut by underthesea. That
takes a second for some 20,000 syllables, each time the file is made.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from ocr_kh.writing.tables.edited import table_write
from ocr_kh.writing.tables.sections import BARE, COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ocr_kh.writing.tables.csv_file import Row

_BATCH_ROWS = 10_000
"""Rows held at a time."""


def write_sections_parquet(path: Path, rows: Iterable[Row], *, words: bool = False) -> None:
    """Write the rows of sections.csv; numbers are numbers, and what is empty there is null. Raises OutputError."""
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {name: pa.int32() if name in BARE else pa.string() for name in COLUMNS}
    if words:
        kinds["words"] = pa.list_(pa.string())
    schema = pa.schema(list(kinds.items()))
    with table_write(path) as unfinished, parquet.ParquetWriter(unfinished, schema) as writer:
        values = (_values(row, words=words) for row in rows)
        while batch := list(islice(values, _BATCH_ROWS)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def _values(row: Row, *, words: bool) -> dict[str, Any]:
    values: dict[str, Any] = {name: row[name] or None for name in COLUMNS}
    values |= {name: int(row[name]) for name in BARE if row[name]}
    if words:
        from ocr_kh.segmentation import words as words_of

        values["words"] = words_of(row["text"])
    return values
