# SPDX-License-Identifier: Apache-2.0
"""words.parquet: every word with its box and confidence, a row a word, for those who build on it.

Apache Parquet through pyarrow, which the extra `parquet` brings.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import ocr_kh
from ocr_kh.writing.document.hocr import pixels_a_point
from ocr_kh.writing.libraries import check_libraries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ocr_kh.document import Document

_UNITS = {"boxes": "PDF points (1/72 inch) of the upright page, origin top left", "line": "of original.txt, from 1"}


def write_word_boxes(path: Path, document: Document) -> None:
    """Write the words of all pages in reading order. Raises LibraryMissingError without pyarrow, OSError."""
    check_libraries(["boxes"])
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema(
        [
            ("page", pa.int32()),
            ("line", pa.int32()),
            ("word", pa.int32()),
            ("text", pa.string()),
            ("confidence", pa.float32()),
            ("role", pa.dictionary(pa.int8(), pa.string())),
            ("source", pa.dictionary(pa.int8(), pa.string())),
            *((name, pa.float32()) for name in ("x0", "y0", "x1", "y1")),
            ("pixels_a_point", pa.float32()),
        ],
        metadata={"ocr_kh": ocr_kh.__version__, "sha256": document.sha256, **_UNITS},
    )
    table = pa.Table.from_pylist(list(_rows(document)), schema=schema)
    parquet.write_table(table, path, compression="zstd")


def _rows(document: Document) -> Iterator[dict[str, Any]]:
    number = 0
    for page in document.pages:
        for line in page.lines:
            number += 1
            for place, word in enumerate(line.words, 1):
                box = word.box.as_list() if word.box else [None] * 4
                yield {
                    "page": page.number if document.has_pages else None,
                    "line": number,
                    "word": place,
                    "text": unicodedata.normalize("NFC", word.text),
                    "confidence": word.confidence,
                    "role": line.role.value,
                    "source": page.source,
                    **dict(zip(("x0", "y0", "x1", "y1"), box, strict=True)),
                    "pixels_a_point": pixels_a_point(page) if document.has_pages else None,
                }
