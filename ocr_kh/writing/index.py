# SPDX-License-Identifier: Apache-2.0
"""index.csv: one row a document, over all runs, safe to open in Excel and easy to read for programs.

UTF-8 with BOM, comma-separated, `\\r\\n` line ends (RFC 4180). Two things keep a cell what it is in Excel:

- a text that begins as a formula does (`=`, `+`, `-`, `@`, tab, carriage return, and their full-width forms) gets an
  apostrophe before it, as OWASP advises;
- a text that Excel would turn into something else (`05` into 5, `2025-07` into a day, `3-4` into a date, sixteen
  digits into a rounded number) gets a no-break space after it. Excel takes it for text then and shows it as it was.

A program undoes both with `shown`; in pandas `.str.strip()` takes the no-break space off, and a cell that has neither
is exactly the value. Counts, confidences, years and full dates stay bare, so that they sort and add up.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from ocr_kh.writing.atomic import atomic_write

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ocr_kh.document import Document
    from ocr_kh.plan.model import Plan

Row = dict[str, str]

COLUMNS = (
    "path",
    "folder",
    "sha256",
    "pages",
    "document_type",
    "number",
    "symbol",
    "date",
    "place",
    "parent_issuer",
    "issuer",
    "subject",
    "signer",
    "recipients",
    "mean_confidence",
    "repairs",
    "doubtful",
    "warnings",
    "needs_review",
    "status",
    "error",
)
_KEY = "folder"
"""What tells documents apart: converting a file again replaces its row."""

_BARE = frozenset({"pages", "mean_confidence", "repairs", "doubtful", "warnings", "needs_review"})
"""Columns of plain numbers, and of true and false: Excel is to take them for what they are."""

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


def index_row(  # noqa: PLR0913 - all by name, most of them cells
    *,
    path: str,
    folder: str,
    status: str,
    document: Document | None = None,
    plan: Plan | None = None,
    error: str | None = None,
) -> Row:
    """A row of index.csv; `path` and `folder` relative to what was given, `/` between their parts.

    A document that could not be read has neither `document` nor `plan`, and its `error`.
    """
    row = dict.fromkeys(COLUMNS, "") | {"path": path, "folder": folder, "status": status, "error": error or ""}
    if document:
        row |= _document_cells(document)
    if plan:
        row |= _plan_cells(plan)
    return {column: " ".join(row[column].split()) for column in COLUMNS}


def write_index(out: Path, rows: Iterable[Row]) -> None:
    """Put `rows` into `out/index.csv`, beside those of earlier runs, sorted by folder. Raises OutputError."""
    index = out / "index.csv"
    known = {row[_KEY]: row for row in [*read_index(out), *rows]}
    with atomic_write(index) as unfinished:
        unfinished.write_bytes(_table([known[key] for key in sorted(known)]).encode("utf-8-sig"))


def read_index(out: Path) -> list[Row]:
    """The rows of `out/index.csv` with their values as they were given to `write_index`; none when there is no file."""
    index = out / "index.csv"
    if not index.is_file():
        return []
    with index.open(encoding="utf-8-sig", newline="") as file:
        return [{column: shown(row.get(column) or "") for column in COLUMNS} for row in csv.DictReader(file)]


def protected(text: str) -> str:
    """`text` as a cell that Excel shows as it is.

    >>> protected("=1+1"), protected("05"), protected("77"), protected("Kế hoạch")
    ("'=1+1", '05\xa0', '77', 'Kế hoạch')
    """
    if _FORMULA.match(text):
        return f"'{text}"
    return f"{text}\u00a0" if _CHANGED_BY_EXCEL.fullmatch(text) else text


def shown(cell: str) -> str:
    """What `protected` made `cell` from."""
    if cell.startswith("'") and _FORMULA.match(cell):
        return cell[1:]
    return cell[:-1] if cell.endswith("\u00a0") and _CHANGED_BY_EXCEL.fullmatch(cell) else cell


def _table(rows: Iterable[Row]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([row[column] if column in _BARE else protected(row[column]) for column in COLUMNS])
    return buffer.getvalue()


def _document_cells(document: Document) -> Row:
    return {
        "sha256": document.sha256,
        "pages": str(len(document.pages)),
        "repairs": str(len(document.repairs)),
    }


def _plan_cells(plan: Plan) -> Row:
    header, quality = plan.header, plan.quality
    texts = {
        "document_type": plan.document_type,
        "number": header.number,
        "symbol": header.symbol,
        "date": header.date,
        "place": header.place,
        "parent_issuer": header.parent_issuer,
        "issuer": header.issuer,
        "subject": plan.subject,
        "signer": _joined(signature.signer for signature in plan.signatures),
        "recipients": _joined(recipient.name for recipient in plan.recipients),
    }
    figures = {
        "mean_confidence": "" if quality.mean_confidence is None else f"{quality.mean_confidence:.4f}",
        "doubtful": str(quality.doubtful_words),
        "warnings": str(len(plan.warnings)),
        "needs_review": str(quality.needs_review).lower(),
    }
    return {key: text or "" for key, text in texts.items()} | figures


def _joined(names: Iterable[str | None]) -> str:
    return "; ".join(name for name in names if name)
