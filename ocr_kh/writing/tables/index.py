# SPDX-License-Identifier: Apache-2.0
"""index.csv: one row a document, over all runs; `tables` says what keeps it safe in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.writing.tables.csv_file import Row, read_table, write_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ocr_kh.document import Document
    from ocr_kh.plan.model import Plan
    from ocr_kh.writing.tables.by_record import Filed
    from ocr_kh.writing.tables.table import Kind

KINDS: Mapping[str, Kind] = {
    "path": "text",
    "folder": "text",
    "sha256": "text",
    "pages": "whole",
    "document_type": "text",
    "number": "text",
    "symbol": "text",
    "date": "text",
    "place": "text",
    "parent_issuer": "text",
    "issuer": "text",
    "subject": "text",
    "signer": "text",
    "recipients": "text",
    "mean_confidence": "number",
    "repairs": "whole",
    "doubtful": "whole",
    "warnings": "whole",
    "needs_review": "flag",
    "status": "text",
    "error": "text",
    "pdfa": "text",
    "paper": "text",
}
"""Of the columns; a number of a document is text, as `05` is another one than `5`."""
COLUMNS = tuple(KINDS)
RECORD_KINDS: Mapping[str, Kind] = {"file_code": "text", "ordinal": "whole"}
RECORD_COLUMNS = tuple(RECORD_KINDS)
"""At the end, where documents were filed under hồ sơ (`--records`)."""
PDFA = "2b"
"""What the column `pdfa` says of a searchable.pdf that is PDF/A-2b; of another it says why not."""
_KEY = "folder"
"""What tells documents apart: converting a file again replaces its row."""

_BARE = frozenset(name for name, kind in {**KINDS, **RECORD_KINDS}.items() if kind != "text")
"""Columns of plain numbers, and of true and false: Excel is to take them for what they are."""


def index_row(  # noqa: PLR0913 - all by name, most of them cells
    *,
    path: str,
    folder: str,
    status: str,
    document: Document | None = None,
    plan: Plan | None = None,
    error: str | None = None,
    pdfa: str = "",
) -> Row:
    """A row of index.csv; `path` and `folder` relative to what was given, `/` between their parts.

    `pdfa` is what `pdfa_cell` gives where a searchable.pdf was written. A document that could not be read has neither
    `document` nor `plan`, and its `error`.
    """
    row = dict.fromkeys(COLUMNS, "") | {
        "path": path,
        "folder": folder,
        "status": status,
        "error": error or "",
        "pdfa": pdfa,
        "needs_review": "true" if status == "failed" else "",
    }
    if document:
        row |= _document_cells(document)
    if plan:
        row |= _plan_cells(plan)
    return {column: " ".join(row[column].split()) for column in COLUMNS}


def pdfa_cell(plan: Plan) -> str:
    """Whether searchable.pdf is PDF/A, by the warnings of its plan: `2b`, or why it is not."""
    from ocr_kh.plan.review.warnings import WARNINGS

    said = WARNINGS["pdf.conformity"].message.partition("{")[0]
    reasons = [warning.message.removeprefix(said) for warning in plan.warnings if warning.code == "pdf.conformity"]
    return reasons[0] if reasons else PDFA


def write_index(out: Path, rows: Iterable[Row]) -> None:
    """Put `rows` into `out/index.csv`, beside those of earlier runs, sorted by folder. Raises OutputError."""
    known = {row[_KEY]: row for row in [*read_index(out), *rows]}
    replace_index(out, (known[key] for key in sorted(known)))


def replace_index(out: Path, rows: Iterable[Row], columns: Sequence[str] = COLUMNS) -> None:
    """Make `out/index.csv` of just these `rows`. Raises OutputError."""
    write_table(out / "index.csv", columns, rows, bare=_BARE)


def record_cells(filed: Filed | None) -> Row:
    """The cells of `RECORD_COLUMNS`; empty for a document that belongs to no hồ sơ."""
    cells = (filed.code, str(filed.ordinal)) if filed else ("", "")
    return dict(zip(RECORD_COLUMNS, cells, strict=True))


def read_index(out: Path) -> list[Row]:
    """The rows of `out/index.csv` with their values as they are, without what Excel needs; none without a file."""
    return list(index_rows(out))


def index_rows(out: Path) -> Iterator[Row]:
    """The rows of `out/index.csv` one by one, sorted by folder."""
    return read_table(out / "index.csv", COLUMNS, RECORD_COLUMNS)


def typed_index(out: Path) -> tuple[Mapping[str, Kind], Iterator[Row]]:
    """The columns of `out/index.csv` with their kinds, those of hồ sơ where it has them, and its rows."""
    rows = index_rows(out)
    first = next(rows, None)
    kinds = KINDS if first is None or RECORD_COLUMNS[0] not in first else {**KINDS, **RECORD_KINDS}
    return kinds, (row for part in ((first,) if first else (), rows) for row in part)


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
        "paper": plan.dossier_paper.kind if plan.dossier_paper else None,
        "signer": _join_cells(signature.signer for signature in plan.signatures),
        "recipients": _join_cells(recipient.name for recipient in plan.recipients),
    }
    figures = {
        "mean_confidence": "" if quality.mean_confidence is None else f"{quality.mean_confidence:.4f}",
        "doubtful": str(quality.doubtful_words),
        "warnings": str(len(plan.warnings)),
        "needs_review": str(quality.needs_review).lower(),
    }
    return {key: text or "" for key, text in texts.items()} | figures


def _join_cells(names: Iterable[str | None]) -> str:
    return "; ".join(name for name in names if name)
