# SPDX-License-Identifier: Apache-2.0
"""The minutes of a sample as files beside it: NAME.docx, NAME.pdf, and the lists as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.acceptance.minutes import ERRORS, SAMPLE, minutes_of
from ocr_kh.acceptance.minutes_pdf import write_pdf
from ocr_kh.acceptance.minutes_word import write_word
from ocr_kh.acceptance.sampling.sample import sample_path
from ocr_kh.writing.atomic import atomic_write, sha256
from ocr_kh.writing.tables.csv_file import write_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ocr_kh.acceptance.minutes import Parties
    from ocr_kh.acceptance.sampling.checks import Found
    from ocr_kh.acceptance.sampling.verdict import Verdict
    from ocr_kh.writing.tables.csv_file import Row

ERROR_COLUMNS = ("folder", "field", "kind", "before", "after", "page", "maker", "who", "when")
SAMPLE_COLUMNS = ("folder", "field", "sha256", "dossier", "title", "pages", "stratum", "risk", "checked_by", "wrong")
_BARE = frozenset({"page", "pages", "stratum", "risk", "wrong"})
"""Columns of plain numbers."""


def write_minutes(out: Path, verdict: Verdict, parties: Parties) -> list[Path]:
    """Write NAME.docx, NAME.pdf and the tables beside the sample; the files that were written.

    Raises OutputError, and LibraryMissingError before the PDF where typst is not installed.
    """
    attached = write_attachments(out, verdict)
    minutes = minutes_of(verdict, parties, attached)
    word, pdf = (sample_path(out, verdict.sample.name, suffix) for suffix in (".docx", ".pdf"))
    with atomic_write(word) as unfinished:
        write_word(minutes, unfinished)
    write_pdf(minutes, pdf)
    return [word, pdf, *(word.with_name(name) for name in attached)]


def write_attachments(out: Path, verdict: Verdict) -> dict[str, str]:
    """Write the tables that go with the minutes; their names with their SHA-256. Raises OutputError."""
    errors, drawn, draw = (sample_path(out, verdict.sample.name, suffix) for suffix in (ERRORS, SAMPLE, ".json"))
    write_table(errors, ERROR_COLUMNS, map(_error_cells, verdict.found), bare=_BARE)
    write_table(drawn, SAMPLE_COLUMNS, _sample_cells(verdict), bare=_BARE)
    return {path.name: sha256(path) for path in (draw, drawn, errors)}


def _error_cells(each: Found) -> Row:
    return {**each._asdict(), "page": str(each.page or "")}


def _sample_cells(verdict: Verdict) -> Iterator[Row]:
    wrong = verdict.wrong_units
    for each in verdict.sample.drawn:
        checked = verdict.checked.get(each.folder)
        yield {
            **{name: str(value) for name, value in each._asdict().items()},
            "checked_by": "; ".join(checked.who) if checked else "",
            "wrong": str(int((each.folder, each.field) in wrong)) if checked else "",
        }
