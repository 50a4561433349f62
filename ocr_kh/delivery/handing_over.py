# SPDX-License-Identifier: Apache-2.0
"""A delivery made from converted folders: packages, tree, workbook, and the lists of what went and what did not.

One dossier is in memory at a time. Packages and files are written beside their place and renamed into it, and the
ledger says of which dossiers all is written: after a kill the same command goes on with the others.
"""

from __future__ import annotations

import logging
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from ocr_kh.batch.output_folder import check_room, claimed, is_under_way
from ocr_kh.delivery.bag import PAYLOAD, write_bag
from ocr_kh.delivery.dossier_list import read_dossier_list
from ocr_kh.delivery.fields import Fault, field_faults
from ocr_kh.delivery.gathering import enter_documents, gathered
from ocr_kh.delivery.handed import HandedDossier, handed_dossier
from ocr_kh.delivery.ledger import DeliveryLedger, Packed, open_ledger
from ocr_kh.delivery.packages.files import ZIP
from ocr_kh.delivery.packages.forms import REQUEST, request_values
from ocr_kh.delivery.packages.sip import new_objid, write_package, write_zipped
from ocr_kh.delivery.tree_files import write_tree
from ocr_kh.errors import BusyError, OutputIsInputError, PathMissingError, ProfileError
from ocr_kh.messages import translate
from ocr_kh.project_file import NAME as PROJECT_FILE
from ocr_kh.project_file import Project
from ocr_kh.writing.atomic import atomic_write, remove_folder
from ocr_kh.writing.tables.csv_file import csv_table
from ocr_kh.writing.tables.edited import keep_edited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from ocr_kh.delivery.dossier import Dossier
    from ocr_kh.delivery.packages.variants import Variant
    from ocr_kh.delivery.profiles.profile import Profile

    Put = Callable[[Iterable[Mapping[str, str]]], None]

_log = logging.getLogger("ocr_kh")

PACKAGES = "packages"
"""The folder of the packages in a delivery."""
NAMES, LEFT_OUT = "names.csv", "left-out.csv"
NAME_COLUMNS = ("old", "folder", "new", "before", "file_code", "docCode", "pages", "sha256", "status")
LEFT_COLUMNS = ("file_code", "folder", "field", "code", "reason", "leaves_out")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be handed over, and how."""

    out: Path
    """The folder that convert wrote."""
    to: Path
    profile: Profile
    variant: Variant
    project: Project = field(default_factory=Project)
    records: Path | None = None
    """The list of dossiers; None for that of the project file, if there is one."""
    renumber: bool = False
    """Count the documents of each dossier anew, what was handed over too."""
    as_bag: bool = False
    """Make a BagIt bag of the delivery."""

    @property
    def payload(self) -> Path:
        """Where everything is written but what tells of the delivery itself."""
        return self.to / PAYLOAD if self.as_bag else self.to


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a dossier."""

    code: str
    status: Literal["done", "unchanged", "left out"]
    documents: int
    place: str = ""
    """Of its package, or else of its first file, seen from the delivery; empty where it was left out."""
    faults: tuple[tuple[str, Fault], ...] = ()
    """What is wrong, each with the folder of the document, empty for the dossier itself."""
    was_handed_over: bool = False
    """It was left out, and an earlier run handed it over: what that wrote stays."""


def deliver(order: Order) -> Iterator[Handed]:
    """The dossiers, handed over one by one. No page is read, no engine started.

    A dossier that lacks what the circular asks for is left out, and left-out.csv says why. What was handed over and has
    not changed is not written again. Raises PathMissingError where nothing was converted, BusyError while a run
    converts, NoDossiersError, ProfileError, RecordListError, MachineError where files cannot be written.
    """
    if not (order.out / "index.csv").is_file():
        raise PathMissingError(path=str(order.out / "index.csv"))
    if order.to.resolve() == order.out.resolve():
        raise OutputIsInputError(path=str(order.to))
    if is_under_way(order.out):
        raise BusyError(path=str(order.out))
    _check_request(order)
    with claimed(order.to), open_ledger(order.to) as ledger:
        ledger.enter_list(read_dossier_list(order.records, order.project))
        enter_documents(order.out, order.project, ledger)
        for name, kept in keep_edited(order.payload).items():
            _log.warning(translate("%s was edited by hand; it is kept as %s, and made anew."), name, kept)
        with _lists(order.payload) as (put_names, put_left):
            for dossier in gathered(order.out, order.project, ledger, renumber=order.renumber):
                handed, content = _hand_over(order, ledger, dossier)
                put_names(_name_rows(handed, dossier, content))
                put_left(_left_rows(handed))
                yield handed
        if order.profile.write_workbook:
            dossiers = (HandedDossier.of(text).dossier() for text in ledger.handed_over())
            order.profile.write_workbook(order.payload / order.profile.workbook, dossiers, order.project)
        if order.project.path:
            with atomic_write(order.payload / PROJECT_FILE) as unfinished:
                shutil.copyfile(order.project.path, unfinished)
        if order.as_bag:
            write_bag(order.to, order.project)


def _check_request(order: Order) -> None:
    """Raises ProfileError for a DIP whose request is not told, or told wrongly."""
    if order.variant.kind == "DIP" and order.profile.has_packages:
        for fault in field_faults(REQUEST, request_values(order.project.request)):
            raise ProfileError(name=f"{PROJECT_FILE} [request] {fault.field}", reason=fault.reason)


@contextmanager
def _lists(to: Path) -> Iterator[tuple[Put, Put]]:
    with csv_table(to / NAMES, NAME_COLUMNS) as names, csv_table(to / LEFT_OUT, LEFT_COLUMNS) as left:
        yield names, left


def _hand_over(order: Order, ledger: DeliveryLedger, dossier: Dossier) -> tuple[Handed, HandedDossier | None]:
    """Write of a dossier what is not there as it should be; or leave it out, whole."""
    code = dossier.code or dossier.listed.folder or dossier.fields["title"]
    count = len(dossier.documents)
    before = ledger.packed(code)
    faults = tuple(_faults(order, ledger, dossier))
    if any(fault.is_certain for _, fault in faults):
        return Handed(code, "left out", count, faults=faults, was_handed_over=before is not None), None
    earlier = HandedDossier.of(before.dossier) if before else None
    objid = before.objid if before else new_objid()
    content = handed_dossier(dossier, order.profile, order.project, _inside(order, objid), earlier)
    digest = content.digest(order.variant, order.profile, order.project)
    package = _place(order, objid)
    place = package or content.documents[0].name
    is_there = content.is_there(order.payload) and (not package or (order.payload / package).exists())
    if before and before.is_done and before.digest == digest and is_there:
        ledger.enter_packed(code, before)
        return Handed(code, "unchanged", count, place, faults), content
    check_room(order.payload)
    packed = Packed(objid, digest, content.as_json())
    ledger.enter_packed(code, packed)
    ledger.give(code, ((each.folder, each.ordinal) for each in dossier.documents), anew=order.renumber)
    if order.profile.has_packages:
        _write_package(order, dossier, objid)
    if order.profile.file_name:
        write_tree(order.payload, dossier, content, earlier)
    ledger.enter_packed(code, Packed(objid, digest, packed.dossier, is_done=True))
    return Handed(code, "done", count, place, faults), content


def _write_package(order: Order, dossier: Dossier, objid: str) -> None:
    """The package as a folder or a ZIP; what it was before, if it was the other, is taken away."""
    now, folder = datetime.now(UTC), order.payload / PACKAGES / objid
    if order.project.delivery.zip:
        write_zipped(dossier, folder.with_name(f"{objid}{ZIP}"), objid, order.variant, order.project, now)
        remove_folder(folder)
    else:
        write_package(dossier, folder, order.variant, order.project, now)
        folder.with_name(f"{objid}{ZIP}").unlink(missing_ok=True)


def _place(order: Order, objid: str) -> str:
    """The package of a dossier, seen from the delivery; empty where the profile has none."""
    if not order.profile.has_packages:
        return ""
    return f"{PACKAGES}/{objid}{ZIP if order.project.delivery.zip else ''}"


def _inside(order: Order, objid: str) -> str:
    """Where its files lie; in a ZIP in the folder that it holds."""
    place = _place(order, objid)
    return f"{place}/{objid}" if place.endswith(ZIP) else place


def _faults(order: Order, ledger: DeliveryLedger, dossier: Dossier) -> Iterator[tuple[str, Fault]]:
    """What is wrong with a dossier, and with its names in the tree."""
    found = list(dossier.faults())
    if order.profile.faults:
        found += [("", fault) for fault in order.profile.faults(dossier, order.project)]
    yield from found
    if order.profile.file_name is None or any(fault.is_certain for _, fault in found):
        return
    for each in dossier.documents:
        name = order.profile.file_name(dossier, each, order.project)
        if (other := ledger.owner_of(name, dossier.code)) != dossier.code:
            template = translate("dossier {other} has the name {name} already")
            yield each.folder, Fault("tree.name", "docCode", template.format(other=other, name=name))


def _left_rows(handed: Handed) -> Iterator[dict[str, str]]:
    for folder, fault in handed.faults:
        cells = (handed.code, folder, fault.field, fault.code, fault.reason, str(fault.is_certain).lower())
        yield dict(zip(LEFT_COLUMNS, cells, strict=True))


def _name_rows(handed: Handed, dossier: Dossier, content: HandedDossier | None) -> Iterator[dict[str, str]]:
    """The log from old to new names, a row a document and cover."""
    if content is None:
        for left in dossier.documents:
            yield _name_row(left.path, left.folder, "", handed, left.fields["docCode"])
        return
    for each in content.documents:
        row = _name_row(each.path, each.folder, each.name, handed, each.fields["docCode"])
        yield row | {"before": each.before, "pages": each.fields["numberOfPage"], "sha256": each.sha256}
    for cover in content.covers:
        row = _name_row(cover.path, cover.folder, cover.name, handed, "")
        yield row | {"sha256": cover.sha256, "status": "cover"}


def _name_row(old: str, folder: str, new: str, handed: Handed, doc_code: str) -> dict[str, str]:
    said = {"old": old, "folder": folder, "new": new, "docCode": doc_code}
    return dict.fromkeys(NAME_COLUMNS, "") | said | {"file_code": handed.code, "status": handed.status}
