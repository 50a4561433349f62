# SPDX-License-Identifier: Apache-2.0
"""The forms of a package: the circular's text, the one sample known to come out of a working product, E-ARK's rules.

They contradict one another in small things; which one an archive takes is the archive's to say. Its three faults are
not the sample's form: docCode has the year of the dossier, the schema declares docCode, paperFileCode is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ocr_kh.delivery.packages.forms import PackageKind

CSIP_PROFILE = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
SIP_PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
DIP_PROFILE = "https://earkdip.dilcis.eu/profile/E-ARK-DIP.xml"


@dataclass(frozen=True, slots=True)
class Metadata:
    """How a METS calls a file of descriptive metadata."""

    kind: str
    version: str
    mime: str


_DUBLIN_CORE = Metadata("DC", "1.0.0", "application/xml")


@dataclass(frozen=True, slots=True)
class Variant:
    """What differs from form to form; the defaults are those of the sample."""

    name: str
    kind: PackageKind = "SIP"
    content: Literal["Mixed", "MIXED"] = "Mixed"
    """What TYPE says."""
    profile: str = CSIP_PROFILE
    note: Literal["IDENTIFICATIONCODE", "SOFTWARE VERSION"] = "IDENTIFICATIONCODE"
    """What the note of the packing program says: the code of the fonds, or its version."""
    alternative: Literal["dossier", "registration"] = "dossier"
    """What altRecordID is: the code of the dossier, or the registration code of the submission."""
    of_dossier: Metadata = _DUBLIN_CORE
    of_document: Metadata = _DUBLIN_CORE
    has_empty_section: bool = True
    """An amdSec with nothing but its ID, in both METS."""
    names_representation: bool = False
    """The representation has an OBJID of its own; else it is `rep1`."""
    agent: Literal["INDIVIDUAL", "ORGANIZATION"] = "INDIVIDUAL"
    """Who packed the documents: the account, or the agency."""
    schema_mime: str = "application/octet-stream"
    document_prefix: str = "EAD_DOC_"
    schema_names: tuple[str, str] = ("ead.xsd", "ead_doc.xsd")
    """Of the dossier's and of the documents' description."""
    mets_schema: str = "mets1_12.xsd"
    representation_use: str = "Representations/rep1"
    has_documentation: bool = False
    """A folder documentation/ with a note of what packed it, and its place in the METS."""
    names_state: bool = False
    """`format` of the dossier is a text; else a code."""


MAU = Variant("mau")
"""The sample package of 2026-06-12, with its three faults put right."""
THONG_TU = Variant(
    "thong-tu",
    note="SOFTWARE VERSION",
    alternative="registration",
    of_dossier=Metadata("OTHER", "1.0", "text/xml"),
    has_empty_section=False,
    names_representation=True,
    agent="ORGANIZATION",
    schema_mime="application/xml",
    document_prefix="EAD_doc_",
    schema_names=("EAD.xsd", "EAD_doc.xsd"),
    mets_schema="METS.xsd",
    names_state=True,
)
"""As the circular words it."""
CSIP = replace(
    MAU,
    name="csip",
    profile=SIP_PROFILE,
    note="SOFTWARE VERSION",
    alternative="registration",
    has_empty_section=False,
    names_representation=True,
    schema_mime="application/xml",
    representation_use="Representations",
    has_documentation=True,
)
"""For receivers that check with eark-validator: V2.0.4 then reports SIP14 alone, which no package can meet."""
DIP = replace(MAU, name="dip", kind="DIP", content="MIXED", profile=DIP_PROFILE)
"""Phụ lục V; what the notes do not tell of it is as in the sample of a SIP. Its own example says SIP, a slip."""
VARIANTS = {each.name: each for each in (MAU, THONG_TU, CSIP, DIP)}
