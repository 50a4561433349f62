# SPDX-License-Identifier: Apache-2.0
"""Dossiers from the folders that convert wrote, one at a time: what the record of each document says, and the list.

A record is taken as it lies there, with what people decided; where decisions wait that are not in the files yet, the
dossier is left out until `ocr-kh export` has made them.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ocr_kh.batch.inputs import natural_key
from ocr_kh.batch.results.making import decisions_digest
from ocr_kh.corrections.folder import work_in
from ocr_kh.delivery.dossier import Cover, Document, Dossier, document_fields, own_fields, with_totals
from ocr_kh.delivery.dossier_list import Listed, plain_place
from ocr_kh.delivery.fields import Fault
from ocr_kh.delivery.ledger import UNCODED, Found
from ocr_kh.errors import NoDossiersError
from ocr_kh.messages import translate
from ocr_kh.writing.document.reading_file import made_with
from ocr_kh.writing.document.record import read_record
from ocr_kh.writing.dossier_papers import dossier_paper
from ocr_kh.writing.tables.index import PDFA, index_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ocr_kh.delivery.ledger import DeliveryLedger
    from ocr_kh.project_file import Project
    from ocr_kh.writing.tables.csv_file import Row

PDF, SIGNED_PDF = "searchable.pdf", "searchable_signed.pdf"
"""What convert writes, and the signed copy that a person put beside it."""


def enter_documents(out: Path, project: Project, ledger: DeliveryLedger) -> None:
    """Take the documents of index.csv into the ledger, each with its dossier. Raises NoDossiersError."""
    ledger.enter_documents(_found(out, project, ledger))
    if next(iter(ledger.codes()), None) is None:
        raise NoDossiersError(path=str(out))


def _found(out: Path, project: Project, ledger: DeliveryLedger) -> Iterator[Found]:
    for row in index_rows(out):
        if row["status"] in {"skipped", "duplicate", "gone"}:
            continue
        if code := row.get("file_code") or _code_by_place(row, project, ledger):
            folder = row["folder"] or row["path"]
            ordinal = int(row.get("ordinal") or 0)
            said = (row[name] for name in ("path", "status", "signer", "pdfa", "paper"))
            yield Found(folder, code, ordinal, *said)


def _code_by_place(row: Row, project: Project, ledger: DeliveryLedger) -> str | None:
    """The dossier that the list has for the nearest folder around a document, else the folder of that level."""
    for name in ("folder", "path"):
        place = PurePosixPath(plain_place(row[name]))
        for around in (place, *place.parents):
            if code := ledger.code_of_folder(str(around)):
                return code
    parts = PurePosixPath(row["folder"]).parts
    level = project.dossiers.level
    return parts[level - 1] if 0 < level < len(parts) else None


def gathered(out: Path, project: Project, ledger: DeliveryLedger, *, renumber: bool = False) -> Iterator[Dossier]:
    """The dossiers, one at a time, in the order of their codes."""
    for code in ledger.codes():
        yield _gathered(out, code, project, ledger, renumber=renumber)


def _gathered(out: Path, code: str, project: Project, ledger: DeliveryLedger, *, renumber: bool) -> Dossier:
    listed, found = ledger.listed(code), ledger.documents_of(code)
    own = own_fields(listed, "" if code.startswith(UNCODED) else code, project)
    incomplete = tuple((each.folder, fault) for each in found if (fault := _hindrance(out, each)))
    hindered = {folder for folder, _ in incomplete}
    ready = [each for each in found if each.folder not in hindered]
    covers = tuple(cover for each in ready if (cover := _cover(out, each)))
    documents = [each for each in ready if each.folder not in {cover.folder for cover in covers}]
    numbers = _numbers(documents, {} if renumber else ledger.given(code), renumber=renumber)
    members = tuple(_document(out, each, number, own, project, ledger.serial(each.folder)) for each, number in numbers)
    doubts = tuple((each.folder, fault) for each in ready for fault in _doubts(out, each))
    fields = with_totals(own, members, listed, project)
    pdfa = {each.folder: each.pdfa for each in ready}
    return Dossier(fields, members, _shown(listed), covers, (*incomplete, *doubts), pdfa)


def _shown(listed: Listed) -> Listed:
    return Listed("", listed.cells) if listed.code.startswith(UNCODED) else listed


def _numbers(documents: Sequence[Found], given: dict[str, int], *, renumber: bool) -> list[tuple[Found, int]]:
    """Each document with its number: the one handed over, else that of convert, else the next one.

    Numbers that were handed over do not move, and that of a document that left is not given again; to `renumber` counts
    anew from 1 in the order there is.
    """
    ordered = sorted(documents, key=_order)
    if renumber:
        return [(each, number) for number, each in enumerate(ordered, 1)]
    numbers = {each.folder: given[each.folder] for each in ordered if each.folder in given}
    taken = set(given.values())
    for each in ordered:
        if each.folder not in numbers and each.ordinal and each.ordinal not in taken:
            numbers[each.folder] = each.ordinal
            taken.add(each.ordinal)
    last = max(taken, default=0)
    for each in ordered:
        if each.folder not in numbers:
            numbers[each.folder] = last = last + 1
    return sorted(((each, numbers[each.folder]) for each in ordered), key=lambda pair: pair[1])


def _order(found: Found) -> tuple[float, list[list[tuple[int, int, str]]]]:
    """Numbers of convert first, then names as people count them: 2 before 10."""
    parts = [natural_key(PurePosixPath(part)) for part in found.folder.split("/")]
    return found.ordinal or float("inf"), parts


def _document(  # noqa: PLR0913, PLR0917 - what it is made of
    out: Path, found: Found, number: int, own: dict[str, str], project: Project, serial: int
) -> Document:
    folder = out / found.folder
    signed = folder / SIGNED_PDF
    record, _ = read_record(folder / "record.xml")
    fields = document_fields(own["fileCode"], number, record, own, project)
    pdf = signed if signed.is_file() else folder / PDF
    return Document(found.folder, found.path, number, pdf, fields, serial, found.signer, is_signed=pdf == signed)


def _cover(out: Path, found: Found) -> Cover | None:
    """The document as a cover or contents list, by what stands on it or the name of its file; None for any other."""
    name = dossier_paper(found.path, found.paper)
    return Cover(found.folder, found.path, out / found.folder / PDF, name) if name else None


def _hindrance(out: Path, found: Found) -> Fault | None:
    """Why a document cannot be handed over as it lies there."""
    folder = out / found.folder
    if found.status == "failed":
        return Fault("document.failed", "", translate("it could not be read; see index.csv"))
    if not (folder / PDF).is_file():
        return Fault("document.pdf", "", translate("it has no searchable.pdf; convert it with the format pdf"))
    if not (folder / "record.xml").is_file():
        return Fault("document.record", "", translate("it has no record.xml; convert it with the format record"))
    if _has_pending(folder):
        return Fault(
            "document.pending", "", translate("decisions are not in its files yet; `ocr-kh export` makes them")
        )
    return None


def _doubts(out: Path, found: Found) -> Iterator[Fault]:
    """What speaks against a document, and does not hold it back."""
    if found.status == "partly":
        reason = translate("pages of it could not be read; see index.csv")
        yield Fault("document.partly", "", reason, is_certain=False)
    folder = out / found.folder
    if (folder / SIGNED_PDF).is_file() and not _is_signed_copy(folder / SIGNED_PDF, folder / PDF):
        reason = translate(
            "the signed copy is not searchable.pdf with a signature behind it: PDF/A and text may be lost"
        )
        yield Fault("document.signed", "", reason, is_certain=False)
    if found.pdfa not in {"", PDFA}:
        template = translate("its PDF is not PDF/A: {reason}")
        yield Fault("document.pdfa", "", template.format(reason=found.pdfa), is_certain=False)


def _is_signed_copy(signed: Path, pdf: Path) -> bool:
    """Whether a file is another with a signature behind it, as signing leaves it (ISO 32000-1, 7.5.6 and 12.8.1)."""
    before, after = pdf.read_bytes(), signed.read_bytes()
    return after.startswith(before) and b"/ByteRange" in after[len(before) :]


def _has_pending(folder: Path) -> bool:
    """Whether a person decided or edited something that the files were not made with."""
    work = work_in(folder)
    if work.told or work.aside:
        return True
    return bool(work.corrections) and made_with(folder) != decisions_digest((work,))
