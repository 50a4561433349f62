# SPDX-License-Identifier: Apache-2.0
"""Tables as Apache Parquet for pandas, polars and DuckDB, with their values as they are; from pyarrow.

A column has the kind that its table declares, so `number` is text and `05` stays `05` whoever reads it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ocr_kh.writing.tables.edited import table_write
from ocr_kh.writing.tables.table import Kind, typed_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

    from ocr_kh.writing.tables.csv_file import Row

_BATCH_ROWS = 10_000
"""Rows held at a time."""


@contextmanager
def parquet_table(
    path: Path, columns: Mapping[str, Kind], *, words: bool = False
) -> Iterator[Callable[[Iterable[Row]], None]]:
    """What takes rows of `columns` into a file, whole or not at all; what is empty becomes null. Raises OutputError.

    With `words`, a column more: the words of `text` as a list (`["Ủy ban nhân dân", "xã", ...]`), cut by underthesea.
    That takes a second for some 20,000 syllables, each time the file is made.
    """
    import pyarrow as pa
    from pyarrow import parquet

    schema = _schema(columns, words=words)
    held: list[dict[str, Any]] = []
    with table_write(path) as unfinished, parquet.ParquetWriter(unfinished, schema, compression="zstd") as writer:

        def flush() -> None:
            writer.write_table(pa.Table.from_pylist(held, schema=schema))
            held.clear()

        def put(rows: Iterable[Row]) -> None:
            for row in rows:
                held.append(_values(row, columns, words=words))
                if len(held) == _BATCH_ROWS:
                    flush()

        yield put
        flush()


def _schema(columns: Mapping[str, Kind], *, words: bool) -> pa.Schema:
    import pyarrow as pa

    kinds = {
        "text": pa.string(),
        "whole": pa.int32(),
        "number": pa.float64(),
        "flag": pa.bool_(),
        "box": pa.list_(pa.float64()),
        "boxes": pa.list_(pa.list_(pa.float64())),
        "pages": pa.list_(pa.int32()),
        "texts": pa.list_(pa.string()),
    }
    fields = {name: kinds[kind] for name, kind in columns.items()}
    return pa.schema([*fields.items(), *([("words", pa.list_(pa.string()))] if words else [])])


def _values(row: Row, columns: Mapping[str, Kind], *, words: bool) -> dict[str, Any]:
    values = typed_row(row, columns)
    if words:
        from ocr_kh.segmentation import words as words_of

        values["words"] = words_of(row["text"])
    return values
