# SPDX-License-Identifier: Apache-2.0
"""chunks.parquet: the documents in pieces of like size, as `Plan.chunks` makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.writing.tables.table import Table, cell_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.plan.model import Plan
    from ocr_kh.writing.tables.csv_file import Row


def chunk_rows(document: Row, plan: Plan) -> Iterator[Row]:
    """A row a chunk."""
    for number, chunk in enumerate(plan.chunks(), 1):
        yield {
            "folder": document["folder"],
            "sha256": document["sha256"],
            "chunk": str(number),
            "path": chunk.path,
            "headings": cell_of(chunk.headings),
            "pages": cell_of(chunk.pages),
            "boxes": cell_of(chunk.boxes),
            "pointers": cell_of(chunk.pointers),
            "words": str(chunk.words),
            "tokens": str(chunk.tokens),
            "text": chunk.text,
        }


CHUNKS = Table(
    "chunks",
    {
        "folder": "text",
        "sha256": "text",
        "chunk": "whole",
        "path": "text",
        "headings": "texts",
        "pages": "pages",
        "boxes": "boxes",
        "pointers": "texts",
        "words": "whole",
        "tokens": "whole",
        "text": "text",
    },
    chunk_rows,
)
