# SPDX-License-Identifier: Apache-2.0
"""What a METS says of itself: kinds, times, agents, codes of the vocabularies."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from ocr_kh.delivery.packages.forms import FORMS
from ocr_kh.delivery.packages.mets import CSIP, METS
from ocr_kh.delivery.packages.variants import CSIP_PROFILE, DIP_PROFILE, SIP_PROFILE
from ocr_kh.delivery.verification.finding import Finding
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from ocr_kh.delivery.packages.forms import PackageKind

_OBJID = re.compile(r"uuid-[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}")
_ID = re.compile(r"(?:uuid|ID)-[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+07:00")
_STATUSES = ("NEW", "SUPPLEMENT", "REPLACEMENT", "TEST", "OTHER")
_KIND = f"{{{CSIP}}}OAISPACKAGETYPE"
_TIMES = ("CREATEDATE", "LASTMODDATE", "CREATED")
_WANTED: dict[PackageKind, dict[str, tuple[str, ...]]] = {
    "SIP": {
        "TYPE": ("Mixed", "Collection"),
        "PROFILE": (CSIP_PROFILE, SIP_PROFILE),
        f"{{{CSIP}}}CONTENTINFORMATIONTYPE": ("MIXED",),
    },
    "DIP": {
        "TYPE": ("MIXED", "Mixed"),
        "PROFILE": (DIP_PROFILE,),
        f"{{{CSIP}}}CONTENTINFORMATIONTYPE": ("MIXED",),
    },
}
"""Attributes of the root with what they may say (Thông tư 05/2025/TT-BNV, Phụ lục III and V; E-ARK CSIP 2.0.4, whose
vocabulary has Mixed, where the circular's DIP says MIXED)."""


def kind_of(root: etree._Element) -> PackageKind:
    """What a METS says the package is; SIP where it says nothing that is known."""
    head = root.find(f"{{{METS}}}metsHdr")
    return "DIP" if head is not None and head.get(_KIND) == "DIP" else "SIP"


def word_faults(root: etree._Element, path: str, kind: PackageKind, *, of_package: bool) -> Iterator[Finding]:
    """Words that a METS of a package of this kind cannot say, or must say and does not."""
    objid = root.get("OBJID", "")
    if not (_OBJID.fullmatch(objid) or (objid == "rep1" and not of_package)):
        template = translate("{value} is not uuid- and a UUID in capitals")
        yield Finding("word.objid", path, "OBJID", template.format(value=repr(objid)))
    for name, allowed in _WANTED[kind].items():
        yield from _word(path, name, root.get(name), allowed)
    head = root.find(f"{{{METS}}}metsHdr")
    if head is None:
        yield Finding("word.missing", path, "metsHdr", translate("it is missing"))
        return
    yield from _word(path, "RECORDSTATUS", head.get("RECORDSTATUS"), _STATUSES)
    yield from _word(path, _KIND, head.get(_KIND), tuple(FORMS) if of_package else (kind,))
    for name in ["agent/name", *["agent/note", "altRecordID"] * of_package]:
        element = head.find("/".join(f"{{{METS}}}{part}" for part in name.split("/")))
        if element is None or not (element.text or "").strip():
            yield Finding("word.missing", path, name, translate("it is missing, or empty"))
    yield from _time_faults(root, path)
    yield from _id_faults(root, path)


def _word(path: str, name: str, said: str | None, allowed: tuple[str, ...]) -> Iterator[Finding]:
    if said not in allowed:
        template = translate("{value} is none of: {known}")
        key = name.rpartition("}")[2]
        yield Finding("word.unknown", path, key, template.format(value=repr(said or ""), known=", ".join(allowed)))


def _time_faults(root: etree._Element, path: str) -> Iterator[Finding]:
    """Times as the circular has them: milliseconds, and the zone of Hà Nội."""
    for element in root.iter():
        for name in _TIMES:
            said = element.get(name)
            if said is not None and not (_TIME.fullmatch(said) and _is_time(said)):
                template = translate("{value} is no time such as 2026-06-12T11:45:37.690+07:00")
                key = f"{str(element.tag).rpartition('}')[2]}/{name}"
                yield Finding("word.time", path, key, template.format(value=said))


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _id_faults(root: etree._Element, path: str) -> Iterator[Finding]:
    for element in root.iter():
        said = element.get("ID")
        if said is not None and not _ID.fullmatch(said):
            template = translate("{value} is not uuid- or ID- and a UUID in capitals")
            yield Finding("word.id", path, f"{str(element.tag).rpartition('}')[2]}/ID", template.format(value=said))
