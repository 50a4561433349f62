# SPDX-License-Identifier: Apache-2.0
"""One writer a format, all from the same Document and Plan; no other stage imports them.

`write_document` makes the folder of one document, whole or not at all; `write_index` the table over all of them.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.settings import OVERALL_FORMATS
from ocr_kh.writing.tables.index import index_row, write_index

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ocr_kh.document import Document
    from ocr_kh.plan.model import Plan
    from ocr_kh.settings import Settings

__all__ = ["Again", "index_row", "write_document", "write_index"]


@dataclass(frozen=True, slots=True)
class Again:
    """What a document was made from before, when its files are made again from what was read then."""

    provenance: str
    """The text of its provenance.json."""
    pdf: Path | None = None
    """Its searchable.pdf, which stays as it is where the scan is not at hand."""


def write_document(  # noqa: PLR0913 - what it is made of, where it goes, how, when
    document: Document,
    plan: Plan,
    sources: Path | Sequence[Path],
    folder: Path,
    settings: Settings,
    *,
    started: datetime | None = None,
    scan: Path | None = None,
    again: Again | None = None,
    beside: Callable[[Path], None] | None = None,
) -> Plan:
    """Write the files that `settings.formats` names, and provenance.json, into `folder`, in place of an older one.

    `sources` are the file, or the image files, that the document was read from; `started` is when that began; `scan`
    is a PDF of all their pages where one was made already. `again` is what it was made from before, where no page was
    read; `beside` puts what is none of its outputs into the folder before it takes its place.
    Gives the plan with what went wrong in writing among its warnings. Raises OutputError when the place cannot be
    written, EncryptedError or DamagedError about a source PDF; the folder is then as it was before.
    """
    from ocr_kh.writing.atomic import atomic_folder, sha256
    from ocr_kh.writing.document.provenance import provenance, renewed

    paths = [sources] if isinstance(sources, Path) else list(sources)
    began = started or datetime.now(UTC)
    with atomic_folder(folder) as unfinished:
        searchable = None
        if again and again.pdf:
            shutil.copy2(again.pdf, unfinished / again.pdf.name)
        elif "pdf" in settings.formats and document.has_pages:
            from ocr_kh.plan.review.triage import with_warnings
            from ocr_kh.writing.pdf.searchable import write_searchable

            target = unfinished / "searchable.pdf"
            searchable = write_searchable(scan or paths, document, target, plan, pdfa=settings.pdfa)
            plan = with_warnings(plan, searchable.warnings())
        for name in set(settings.formats) - OVERALL_FORMATS - {"pdf"}:
            _WRITERS[name](document, plan, unfinished)
        outputs = {path.name: sha256(path) for path in unfinished.iterdir()}
        if again:
            record = renewed(again.provenance, outputs, searchable)
        else:
            record = provenance(document, paths, settings, started=began, outputs=outputs, searchable=searchable)
        (unfinished / "provenance.json").write_text(record, encoding="utf-8", newline="\n")
        if beside:
            beside(unfinished)
    return plan


def _write_text(document: Document, _plan: Plan, folder: Path) -> None:
    from ocr_kh.writing.document.text_files import original_of, repairs_jsonl, text_of

    _put(folder / "text.txt", text_of(document))
    _put(folder / "original.txt", original_of(document))
    _put(folder / "repairs.jsonl", repairs_jsonl(document.repairs))


def _write_json(_document: Document, plan: Plan, folder: Path) -> None:
    from ocr_kh.writing.document.text_files import plan_json

    _put(folder / "plan.json", plan_json(plan))


def _write_markdown(_document: Document, plan: Plan, folder: Path) -> None:
    from ocr_kh.writing.document.markdown import plan_markdown

    _put(folder / "plan.md", plan_markdown(plan))


def _write_record(document: Document, plan: Plan, folder: Path) -> None:
    from ocr_kh.writing.document.record import record_xml

    _put(folder / "record.xml", record_xml(document, plan))


def _write_akoma_ntoso(_document: Document, plan: Plan, folder: Path) -> None:
    from ocr_kh.writing.document.akoma_ntoso import akoma_ntoso

    _put(folder / "akoma-ntoso.xml", akoma_ntoso(plan))


def _write_docx(_document: Document, plan: Plan, folder: Path) -> None:
    from ocr_kh.writing.document.word import write_docx

    write_docx(plan, folder / "document.docx")


def _write_hocr(document: Document, _plan: Plan, folder: Path) -> None:
    if document.has_pages:
        from ocr_kh.writing.document.hocr import hocr_of

        _put(folder / "pages.hocr", hocr_of(document))


def _write_boxes(document: Document, _plan: Plan, folder: Path) -> None:
    from ocr_kh.writing.document.word_boxes import write_word_boxes

    write_word_boxes(folder / "words.parquet", document)


_WRITERS: dict[str, Callable[[Document, Plan, Path], None]] = {
    "text": _write_text,
    "json": _write_json,
    "md": _write_markdown,
    "record": _write_record,
    "hocr": _write_hocr,
    "boxes": _write_boxes,
    "docx": _write_docx,
    "akn": _write_akoma_ntoso,
}
"""What writes each of `settings.FORMATS` that lies in the document's folder, beside searchable.pdf."""


def _put(path: Path, text: str) -> None:
    """A file in the unfinished folder: it is nobody's yet, so it needs no renaming."""
    path.write_text(text, encoding="utf-8", newline="\n")
