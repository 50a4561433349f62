# SPDX-License-Identifier: Apache-2.0
"""CSV tables that Excel opens as they are and programs read easily.

UTF-8 with BOM, comma-separated, `\\r\\n` line ends (RFC 4180). Two things keep a cell what it is in Excel:

- a text that begins as a formula does (`=`, `+`, `-`, `@`, tab, carriage return, and their full-width forms) gets an
  apostrophe before it, as OWASP advises;
- a text that Excel would turn into something else (`05` into 5, `2025-07` into a day, `3-4` into a date, sixteen
  digits into a rounded number) gets a no-break space after it. Excel takes it for text then and shows it as it was.

A program undoes both with `unprotect_cell`; in pandas `.str.strip()` takes the no-break space off, and a cell that has
neither is exactly the value. Columns of plain numbers stay bare, so that they sort and add up.
"""

from __future__ import annotations

import csv
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ocr_kh.writing.tables.edited import table_write

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

Row = dict[str, str]

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_CHANGED_BY_EXCEL = re.compile(
    r"""(?: 0\d+                            # a leading zero is lost
          | \d{16,}                         # digits after the fifteenth become 0
          | \d+[eE]\d+                      # read as a power of ten
          | \d{1,4}[-/.]\d{1,4}             # read as a day or a month; 1.10 as 1.1
          | \d{1,2}[-/.]\d{1,2}[-/.]\d{2,4} # a date, read in the order of the machine's country
          | \d+:\d+(?::\d+)?                # a time
          | (?i:true|false)
        )\u00a0*""",
    re.VERBOSE,
)


def write_table(
    path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]], *, bare: Collection[str] = ()
) -> None:
    """Write `rows`, one at a time, whole or not at all; cells of the columns `bare` are not touched.

    Raises OutputError.
    """
    with csv_table(path, columns, bare=bare) as put:
        put(rows)


@contextmanager
def csv_table(
    path: Path, columns: Sequence[str], *, bare: Collection[str] = ()
) -> Iterator[Callable[[Iterable[Mapping[str, str]]], None]]:
    """`write_table` for rows that come bit by bit: what takes them."""
    with table_write(path) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)

        def put(rows: Iterable[Mapping[str, str]]) -> None:
            for row in rows:
                writer.writerow([row[column] if column in bare else protect_cell(row[column]) for column in columns])

        yield put


def read_table(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of a table one by one, with their values as they are, without what Excel needs; none without a file.

    Columns that are `optional` are in them where the file has them.
    """
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        places = {name: at for at, name in enumerate(next(rows, ()))}
        wanted = [(name, places.get(name)) for name in (*columns, *(name for name in optional if name in places))]
        for row in filter(None, rows):
            found = ((name, "" if at is None or at >= len(row) else row[at]) for name, at in wanted)
            yield {name: unprotect_cell(cell) if cell else "" for name, cell in found}


def protect_cell(text: str) -> str:
    """`text` as a cell that Excel shows as it is.

    >>> protect_cell("=1+1"), protect_cell("05"), protect_cell("77"), protect_cell("Kế hoạch")
    ("'=1+1", '05\xa0', '77', 'Kế hoạch')
    """
    if _FORMULA.match(text):
        return f"'{text}"
    return f"{text}\u00a0" if _CHANGED_BY_EXCEL.fullmatch(text) else text


def unprotect_cell(cell: str) -> str:
    """What `protect_cell` made `cell` from."""
    if cell.startswith("'") and _FORMULA.match(cell):
        return cell[1:]
    return cell[:-1] if cell.endswith("\u00a0") and _CHANGED_BY_EXCEL.fullmatch(cell) else cell
