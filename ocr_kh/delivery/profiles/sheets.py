# SPDX-License-Identifier: Apache-2.0
"""Workbooks filled row by row, every value a text: `01` stays `01`, `05` stays `05`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ocr_kh.writing.document.printed import for_xml
from ocr_kh.writing.tables.edited import table_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from openpyxl import Workbook

_AS_TEXT = "@"
"""The number format of text (ECMA-376, 18.8.30)."""

Put = dict[str, "Callable[[Sequence[str]], None]"]
"""By sheet, what takes its rows."""


@contextmanager
def text_sheets(path: Path, headings: Mapping[str, Sequence[str]]) -> Iterator[Put]:
    """A workbook with these sheets and their headings in row 1, whole or not at all. Raises OutputError."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    put = {title: _putter(book, title) for title in headings}
    for title, names in headings.items():
        put[title](names)
    yield put
    with table_write(path) as unfinished:
        book.save(unfinished)


@contextmanager
def text_rows(path: Path, title: str) -> Iterator[Callable[[Sequence[str]], None]]:
    """A workbook of one sheet, whole or not at all: what takes its rows. Raises OutputError."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    yield _putter(book, title)
    with table_write(path) as unfinished:
        book.save(unfinished)


def _putter(book: Workbook, title: str) -> Callable[[Sequence[str]], None]:
    """A new sheet: what takes its rows."""
    from openpyxl.cell import WriteOnlyCell

    sheet = book.create_sheet(title)

    def put(texts: Sequence[str]) -> None:
        row = []
        for text in texts:
            cell = WriteOnlyCell(sheet, value=for_xml(text)) if text else None
            if cell is not None:
                cell.data_type, cell.number_format = "s", _AS_TEXT
            row.append(cell)
        sheet.append(row)

    return put
