# SPDX-License-Identifier: Apache-2.0
"""The folder of a package: `uuid-<UUID>/` with its METS, descriptions, documents and schemas."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

import ocr_kh
from ocr_kh.delivery.packages.ead import description, description_schema
from ocr_kh.delivery.packages.files import write_zip
from ocr_kh.delivery.packages.forms import FORMS, request_values
from ocr_kh.delivery.packages.mets import REPRESENTATION, Described, Packing, Stored, package_mets, representation_mets
from ocr_kh.writing.atomic import UNFINISHED, atomic_folder, atomic_write, flush
from ocr_kh.writing.document.record_codes import choices

if TYPE_CHECKING:
    from ocr_kh.delivery.dossier import Dossier
    from ocr_kh.delivery.fields import Values
    from ocr_kh.delivery.packages.variants import Variant
    from ocr_kh.project_file import Project

SCHEMAS = Path(__file__).with_name("schemas")
_SHIPPED = ("mets1_12.xsd", "xlink.xsd", "DILCISExtensionMETS.xsd", "DILCISExtensionSIPMETS.xsd")
_HANOI = timezone(timedelta(hours=7))
_CHUNK = 1 << 20
"""Bytes copied at once."""
_README = """This package was made by ocr_kh {version} out of scanned documents: Thông tư 05/2025/TT-BNV, Phụ lục III.
"""


def new_objid() -> str:
    """`uuid-` and a new UUID in capitals."""
    return f"uuid-{str(uuid4()).upper()}"


def write_package(dossier: Dossier, place: Path, variant: Variant, project: Project, time: datetime) -> None:
    """The package of a dossier at `place`, whose name is its OBJID. Raises OutputError."""
    with atomic_folder(place) as folder:
        _write(folder, place.name, dossier, variant, project, time)
        flush(filter(Path.is_file, folder.rglob("*")))


def write_zipped(  # noqa: PLR0913, PLR0917 - what it is made of
    dossier: Dossier, place: Path, objid: str, variant: Variant, project: Project, time: datetime
) -> None:
    """The same as the ZIP `place`, in which it is a folder called by its OBJID. Raises OutputError."""
    with (
        atomic_write(place) as unfinished,
        TemporaryDirectory(prefix=UNFINISHED, dir=place.parent, ignore_cleanup_errors=True) as folder,
    ):
        _write(Path(folder), objid, dossier, variant, project, time)
        write_zip(Path(folder), objid, unfinished, time.astimezone(_HANOI))


def _write(  # noqa: PLR0913, PLR0917 - what it is made of
    folder: Path, objid: str, dossier: Dossier, variant: Variant, project: Project, time: datetime
) -> None:
    packing = Packing(objid, dossier.fields["title"], dossier.code, _stamp(time), variant, project)
    _Writer(folder, packing).write(dossier)


def _stamp(time: datetime) -> str:
    """With milliseconds, in the time of Hà Nội: 2026-06-12T11:45:37.690+07:00."""
    return time.astimezone(_HANOI).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class _Writer:
    """An unfinished package."""

    folder: Path
    packing: Packing

    def write(self, dossier: Dossier) -> None:
        """Inner files first: what a METS names must be there with its size and hash."""
        variant = self.packing.variant
        documents = [self._document(each.fields, each.pdf) for each in dossier.documents]
        inside = f"representations/{REPRESENTATION}/METS.xml"
        representation = self._put(inside, representation_mets(self.packing, documents), "application/xml")
        values = dossier.fields if variant.kind == "SIP" else request_values(self.packing.project.request)
        if variant.names_state:
            values = values | {"format": choices("format").get(values["format"], values["format"])}
        described = self._put(
            "metadata/descriptive/EAD.xml", description(FORMS[variant.kind].head, values), variant.of_dossier.mime
        )
        schemas = [self._put(f"schemas/{name}", data, variant.schema_mime) for name, data in schema_files(variant)]
        notes = []
        if variant.has_documentation:
            text = _README.format(version=ocr_kh.__version__)
            notes = [self._put("documentation/README.txt", text.encode(), "text/plain")]
        self._put("METS.xml", package_mets(self.packing, described, schemas, representation, notes), "application/xml")

    def _document(self, fields: Values, pdf: Path) -> Described:
        variant, inner = self.packing.variant, f"representations/{REPRESENTATION}/"
        file = self._copy(pdf, f"{inner}data/{fields['docId']}.pdf")
        name = f"metadata/descriptive/{variant.document_prefix}{fields['docId']}.xml"
        form = FORMS[variant.kind]
        told = description(form.document, fields | {form.code: fields["docCode"]})
        described = self._put(inner + name, told, variant.of_document.mime)
        return Described(_seen_from(described, inner), _seen_from(file, inner))

    def _put(self, href: str, data: bytes, mime: str) -> Stored:
        path = self.folder / href
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return Stored(href, len(data), hashlib.sha256(data).hexdigest().upper(), mime)

    def _copy(self, source: Path, href: str) -> Stored:
        path = self.folder / href
        path.parent.mkdir(parents=True, exist_ok=True)
        size, digest = copy_hashed(source, path)
        return Stored(href, size, digest, "application/pdf")


def _seen_from(file: Stored, folder: str) -> Stored:
    return Stored(file.href.removeprefix(folder), file.size, file.sha256, file.mime)


def copy_hashed(source: Path, target: Path) -> tuple[int, str]:
    """Copy a file; its size in bytes, and its SHA-256 in capitals."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reader, target.open("wb") as writer:
        while block := reader.read(_CHUNK):
            digest.update(block)
            size += writer.write(block)
    return size, digest.hexdigest().upper()


@cache
def schema_files(variant: Variant) -> tuple[tuple[str, bytes], ...]:
    """The files of schemas/, by name."""
    shipped = [(variant.mets_schema if name == _SHIPPED[0] else name, name) for name in _SHIPPED]
    ours = zip(variant.schema_names, FORMS[variant.kind][:2], strict=True)
    return (
        *((name, (SCHEMAS / source).read_bytes()) for name, source in shipped),
        *((name, description_schema(fields)) for name, fields in ours),
    )
