# SPDX-License-Identifier: Apache-2.0
"""METS.xml of a package and of its representation (METS 1.12 with the extensions of CSIP and SIP)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from lxml import etree

import ocr_kh
from ocr_kh.delivery.packages.ead import xml_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.delivery.packages.variants import Metadata, Variant
    from ocr_kh.project_file import Project

METS = "http://www.loc.gov/METS/"
XLINK = "http://www.w3.org/1999/xlink"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
SIP = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NAMES = {None: METS, "xsi": _XSI, "xlink": XLINK, "csip": CSIP, "sip": SIP}
REPRESENTATION = "rep1"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a package, as a METS names it."""

    href: str
    """Relative to the METS that names it."""
    size: int
    """Bytes."""
    sha256: str
    """In capital hex digits."""
    mime: str


@dataclass(frozen=True, slots=True)
class Packing:
    """What both METS of a package share."""

    objid: str
    """`uuid-` and a UUID in capitals; the name of the folder too."""
    label: str
    """The title of the dossier."""
    code: str
    """Of the dossier."""
    time: str
    """Of packing, with milliseconds and the zone: 2026-06-12T11:45:37.690+07:00."""
    variant: Variant
    project: Project

    def id(self, what: str, prefix: str = "uuid-") -> str:
        """An ID that is the same whenever the same package is written."""
        return prefix + str(uuid5(UUID(self.objid.removeprefix("uuid-")), what)).upper()


@dataclass(frozen=True, slots=True)
class Described:
    """A document of a representation: its description and its file."""

    description: Stored
    file: Stored


def package_mets(
    packing: Packing,
    description: Stored,
    schemas: Sequence[Stored],
    representation: Stored,
    documentation: Sequence[Stored] = (),
) -> bytes:
    """METS.xml of a package."""
    root = _root(packing, packing.objid, packing.variant.profile, "schemas/")
    head = _header(root, packing)
    software = _agent(head, "OTHER", "SOFTWARE", "ocr_kh")
    is_coded = packing.variant.note == "IDENTIFICATIONCODE"
    _note(software, packing.variant.note, packing.project.archive.fonds_code if is_coded else ocr_kh.__version__)
    registered = packing.project.delivery.registration
    code = packing.code if packing.variant.alternative == "dossier" else registered
    _add(head, "altRecordID", TYPE="SUBMISSIONAGREEMENT").text = code
    described = _described(root, packing, description, packing.variant.of_dossier)
    _administrative(root, packing, "amd")
    section = _add(root, "fileSec", ID=packing.id("files"))
    _group(section, packing, "Schemas", schemas)
    if documentation:
        _group(section, packing, "Documentation", documentation)
    use = packing.variant.representation_use
    _group(section, packing, use, [representation], of_content=True)
    top = _structure(root, packing, packing.objid)
    _add(top, "div", ID=packing.id("div metadata"), LABEL="Metadata", DMDID=described)
    groups = ["Schemas", *["Documentation"] * bool(documentation), *[use] * (use == "Representations")]
    for name in groups:
        division = _add(top, "div", ID=packing.id(f"div {name}"), LABEL=name)
        _add(division, "fptr", FILEID=packing.id(f"group {name}"))
    division = _add(top, "div", ID=packing.id("div rep1"), LABEL=f"Representations/{REPRESENTATION}")
    link = {"href": representation.href, "title": packing.id(f"group {use}"), "type": "simple"}
    _add(division, "mptr", LOCTYPE="URL", **{f"{{{XLINK}}}{name}": value for name, value in link.items()})
    return xml_bytes(root)


def representation_mets(packing: Packing, documents: Sequence[Described]) -> bytes:
    """METS.xml of the representation that has the documents."""
    variant = packing.variant
    objid = packing.id("representation") if variant.names_representation else REPRESENTATION
    root = _root(packing, objid, packing.variant.profile, "../../schemas/")
    head = _header(root, packing)
    if variant.agent == "INDIVIDUAL":
        _agent(head, "INDIVIDUAL", "", packing.project.delivery.account)
    else:
        agency = _agent(head, "ORGANIZATION", None, packing.project.agency.name)
        _note(agency, "IDENTIFICATIONCODE", packing.project.agency.code)
    ids = [_described(root, packing, each.description, variant.of_document) for each in documents]
    _administrative(root, packing, "rep amd")
    section = _add(root, "fileSec", ID=packing.id("rep files"))
    _group(section, packing, "Data", [each.file for each in documents])
    top = _structure(root, packing, REPRESENTATION, TYPE="ORIGINAL")
    data = _add(top, "div", ID=packing.id("div data"), LABEL="Data")
    _add(data, "fptr", FILEID=packing.id("group Data"))
    links = _add(top, "div", ID=packing.id("div links"), LABEL="MetadataLink")
    for described, each in zip(ids, documents, strict=True):
        link = _add(links, "div", ID=packing.id(f"link {each.file.href}"), LABEL="MetadataLink/File", DMDID=described)
        _add(link, "fptr", FILEID=_file_id(packing, each.file))
    return xml_bytes(root)


def _root(packing: Packing, objid: str, profile: str, schemas: str) -> etree._Element:
    places = (
        (METS, packing.variant.mets_schema),
        (XLINK, "xlink.xsd"),
        (CSIP, "DILCISExtensionMETS.xsd"),
        (SIP, "DILCISExtensionSIPMETS.xsd"),
    )
    return etree.Element(
        f"{{{METS}}}mets",
        {
            "OBJID": objid,
            "LABEL": packing.label,
            "TYPE": packing.variant.content,
            f"{{{CSIP}}}CONTENTINFORMATIONTYPE": "MIXED",
            "PROFILE": profile,
            f"{{{_XSI}}}schemaLocation": " ".join(f"{space} {schemas}{name}" for space, name in places),
        },
        nsmap=_NAMES,
    )


def _header(root: etree._Element, packing: Packing) -> etree._Element:
    head = _add(
        root,
        "metsHdr",
        CREATEDATE=packing.time,
        LASTMODDATE=packing.time,
        RECORDSTATUS=packing.project.delivery.record_status,
    )
    head.set(f"{{{CSIP}}}OAISPACKAGETYPE", packing.variant.kind)
    return head


def _agent(head: etree._Element, kind: str, other: str | None, name: str) -> etree._Element:
    agent = _add(head, "agent", ROLE="CREATOR", TYPE=kind)
    if other is not None:
        agent.set("OTHERTYPE", other)
    _add(agent, "name").text = name
    return agent


def _note(agent: etree._Element, kind: str, text: str) -> None:
    note = _add(agent, "note")
    note.set(f"{{{CSIP}}}NOTETYPE", kind)
    note.text = text


def _described(root: etree._Element, packing: Packing, file: Stored, how: Metadata) -> str:
    """A section of descriptive metadata; its ID."""
    identity = packing.id(f"dmd {file.href}")
    section = _add(root, "dmdSec", ID=identity, CREATED=packing.time, STATUS="CURRENT")
    reference = _add(
        section,
        "mdRef",
        LOCTYPE="URL",
        MDTYPE=how.kind,
        MDTYPEVERSION=how.version,
        MIMETYPE=how.mime,
        **_measures(packing, file),
    )
    _link(reference, file.href)
    return identity


def _administrative(root: etree._Element, packing: Packing, what: str) -> None:
    if packing.variant.has_empty_section:
        _add(root, "amdSec", ID=packing.id(what))


def _group(
    section: etree._Element, packing: Packing, use: str, files: Sequence[Stored], *, of_content: bool = False
) -> None:
    group = _add(section, "fileGrp", ID=packing.id(f"group {use}"), USE=use)
    if of_content:
        group.set(f"{{{CSIP}}}CONTENTINFORMATIONTYPE", "MIXED")
    for each in files:
        file = _add(group, "file", ID=_file_id(packing, each), MIMETYPE=each.mime, **_measures(packing, each))
        _link(_add(file, "FLocat", LOCTYPE="URL"), each.href)


def _structure(root: etree._Element, packing: Packing, label: str, **attributes: str) -> etree._Element:
    """The structural map; its outermost division."""
    structure = _add(root, "structMap", ID=packing.id(f"map {label}"), TYPE="PHYSICAL", LABEL="CSIP")
    return _add(structure, "div", ID=packing.id(f"div {label}"), LABEL=label, **attributes)


def _measures(packing: Packing, file: Stored) -> dict[str, str]:
    return {
        "SIZE": str(file.size),
        "CREATED": packing.time,
        "CHECKSUMTYPE": "SHA-256",
        "CHECKSUM": file.sha256,
    }


def _file_id(packing: Packing, file: Stored) -> str:
    return packing.id(f"file {file.href}", prefix="ID-")


def _link(element: etree._Element, href: str) -> None:
    element.set(f"{{{XLINK}}}type", "simple")
    element.set(f"{{{XLINK}}}href", href)


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{METS}}}{name}", attributes)
