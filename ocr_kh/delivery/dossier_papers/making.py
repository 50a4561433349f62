# SPDX-License-Identifier: Apache-2.0
"""The papers of all dossiers of a converted folder; no page is read.

Dossiers, numbers and values are those of `deliver`. A dossier with a document that could not be read, or that has
decisions waiting, gets no papers: its list would be short of it. What nothing says is left blank, and told.
"""

from __future__ import annotations

import logging
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ocr_kh.batch.output_folder import check_room, claimed, is_under_way
from ocr_kh.delivery import signing
from ocr_kh.delivery.dossier_list import read_dossier_list
from ocr_kh.delivery.dossier_papers.contents import contents_list, sheets_of
from ocr_kh.delivery.dossier_papers.cover import catalogue, cover_sheet, fonds
from ocr_kh.delivery.dossier_papers.files import write_paper
from ocr_kh.delivery.dossier_papers.labels import Box, Inside, box_of, inside, labels
from ocr_kh.delivery.fields import Fault
from ocr_kh.delivery.gathering import PDF, SIGNED_PDF, enter_documents, gathered
from ocr_kh.delivery.ledger import NAME, open_ledger
from ocr_kh.errors import BusyError, LedgerError, PathMissingError
from ocr_kh.messages import translate
from ocr_kh.project_file import Project
from ocr_kh.writing.pdf.laid_out import check_typst
from ocr_kh.writing.tables.csv_file import csv_table
from ocr_kh.writing.tables.edited import keep_edited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.delivery.dossier import Dossier

_log = logging.getLogger("ocr_kh")

FOLDER = "dossier-papers"
"""In the folder that convert wrote, where no other is named."""
BLANKS = "blanks.csv"
BLANK_COLUMNS = ("file_code", "folder", "field", "code", "reason")
_OF_DOSSIER = ("title", "startDate", "endDate", "numberOfPaper", "maintenance", "inforSign")
_OF_DOCUMENT = ("typeName", "codeNumber", "codeNotation", "issuedDate", "organName", "subject")
"""Fields that the papers print and people expect there."""
_KEEPS_FROM_PAPERS = (
    "dossier.empty",
    "dossier.code",
    "document.failed",
    "document.pdf",
    "document.record",
    "document.pending",
)


@dataclass(frozen=True, slots=True)
class Order:
    """Which papers are to be made."""

    out: Path
    """The folder that convert wrote."""
    to: Path
    project: Project = field(default_factory=Project)
    records: Path | None = None
    """The list of dossiers; None where there is none."""
    with_pdf: bool = True
    delivery: Path | None = None
    """An earlier delivery: documents keep the numbers that they have there."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a dossier."""

    code: str
    status: Literal["done", "left out"]
    place: str = ""
    """Its folder, seen from that of the papers; empty where it was left out."""
    faults: tuple[tuple[str, Fault], ...] = ()
    """What is blank or wrong, each with the folder of the document, empty for the dossier itself."""


def make_papers(order: Order) -> Iterator[Made]:
    """The dossiers, one by one, each with its papers written; the labels of the boxes after the last one.

    Raises PathMissingError where nothing was converted, BusyError while a run converts, NoDossiersError,
    RecordListError, LibraryMissingError for PDFs without Typst, MachineError where files cannot be written.
    """
    if not (order.out / "index.csv").is_file():
        raise PathMissingError(path=str(order.out / "index.csv"))
    if order.delivery and not (order.delivery / NAME).is_file():
        raise PathMissingError(path=str(order.delivery / NAME))
    if is_under_way(order.out):
        raise BusyError(path=str(order.out))
    if order.with_pdf:
        check_typst("dossier.pdf")
    with claimed(order.to):
        _keep(order.to)
        yield from _papers(order)


def _papers(order: Order) -> Iterator[Made]:
    boxes: dict[Box, list[Inside]] = {}
    with (
        csv_table(order.to / BLANKS, BLANK_COLUMNS) as put,
        csv_table(order.to / signing.NAME, signing.COLUMNS) as put_signing,
    ):
        for dossier in _dossiers(order):
            if box := box_of(dossier, order.project):
                boxes.setdefault(box, []).append(inside(dossier))
            made = _made(order, dossier)
            put(_blank_rows(made))
            put_signing(_signing_rows(order, dossier))
            yield made
    if boxes:
        write_paper(labels(boxes, order.project), order.to, with_pdf=order.with_pdf)


def _dossiers(order: Order) -> Iterator[Dossier]:
    """As `deliver` gathers them, its ledger being one of this run alone."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        if order.delivery:
            _copy_ledger(order.delivery, place)
        yield from _gathered(order, place)


def _copy_ledger(delivery: Path, place: Path) -> None:
    """Raises LedgerError where it cannot be read."""
    path = delivery.resolve() / NAME
    try:
        with (
            closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as given,
            closing(sqlite3.connect(place / NAME)) as copy,
        ):
            given.backup(copy)
    except sqlite3.Error as error:
        raise LedgerError(path=str(path), reason=str(error)) from error


def _gathered(order: Order, place: Path) -> Iterator[Dossier]:
    with open_ledger(place) as ledger:
        ledger.enter_list(read_dossier_list(order.records, order.project))
        enter_documents(order.out, order.project, ledger)
        yield from gathered(order.out, order.project, ledger)


def _made(order: Order, dossier: Dossier) -> Made:
    name = dossier.code or dossier.listed.folder or dossier.fields["title"]
    faults = tuple(_faults(dossier, order.project))
    if not dossier.code or any(_leaves_out(fault) for _, fault in faults):
        return Made(name, "left out", faults=faults)
    check_room(order.to)
    folder = order.to / dossier.code
    _keep(folder)
    for paper in (cover_sheet(dossier, order.project), contents_list(dossier, order.project)):
        write_paper(paper, folder, with_pdf=order.with_pdf)
    return Made(name, "done", dossier.code, faults)


def _leaves_out(fault: Fault) -> bool:
    return fault.code in _KEEPS_FROM_PAPERS


def _faults(dossier: Dossier, project: Project) -> Iterator[tuple[str, Fault]]:
    """What keeps a dossier from having papers, and what of the fields that they print is wrong or blank."""
    printed = {"": _OF_DOSSIER} | {each.folder: _OF_DOCUMENT for each in dossier.documents}
    for folder, fault in dossier.faults():
        if fault.code != "field.missing" and (_leaves_out(fault) or fault.field in printed.get(folder, ())):
            yield folder, fault
    values = {"": dossier.fields} | {each.folder: each.fields for each in dossier.documents}
    for folder, names in printed.items():
        yield from ((folder, _blank(name)) for name in names if not values[folder][name])
    yield from (("", _blank(name)) for name in _unknown_places(dossier, project))
    if None in sheets_of(dossier):
        yield "", _blank("sheet")
    if not dossier.code:
        yield "", Fault("field.missing", "fileCode", translate("it is not known, and files are named after it"))


def _unknown_places(dossier: Dossier, project: Project) -> Iterator[str]:
    """What of its place in the archive nothing says."""
    cells = dossier.listed.cells
    said = {"fonds_code": fonds(dossier, project), "catalogue": catalogue(dossier, project)}
    said |= {name: cells.get(name, "") for name in ("box", "number")}
    yield from (name for name, text in said.items() if not text)


def _blank(name: str) -> Fault:
    return Fault("field.missing", name, translate("nothing says it: it is left blank"), is_certain=False)


def _keep(folder: Path) -> None:
    """Put papers that were edited by hand beside those that come."""
    for name, kept in keep_edited(folder).items():
        _log.warning(translate("%s was edited by hand; it is kept as %s, and made anew."), folder / name, kept)


def _signing_rows(order: Order, dossier: Dossier) -> Iterator[dict[str, str]]:
    """Documents and papers of a dossier, in the order of their numbers: whole dossiers are signed."""
    named = (*((each.folder, each.path) for each in dossier.documents), *((e.folder, e.path) for e in dossier.covers))
    for folder, path in named:
        place = order.out / folder
        pdfa = dossier.pdfa.get(folder, "")
        original = next((each for each in (order.out.parent / path, Path(path)) if each.is_file()), None)
        yield signing.signing_row(
            dossier.code, signing.Order(folder, path, place / PDF, place / SIGNED_PDF, pdfa, original)
        )


def _blank_rows(made: Made) -> Iterator[dict[str, str]]:
    for folder, fault in made.faults:
        cells = (made.code, folder, fault.field, fault.code, fault.reason)
        yield dict(zip(BLANK_COLUMNS, cells, strict=True))
