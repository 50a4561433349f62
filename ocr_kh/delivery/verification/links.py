# SPDX-License-Identifier: Apache-2.0
"""What a METS names: files that are there, as large and with the bytes it says; IDs that lead somewhere."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ocr_kh.delivery.packages.files import ZIP_ERRORS
from ocr_kh.delivery.packages.mets import METS, XLINK
from ocr_kh.delivery.verification.finding import Finding
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from ocr_kh.delivery.packages.files import Files

_HREF = f"{{{XLINK}}}href"
_LINKED = (f"{{{METS}}}mdRef", f"{{{METS}}}FLocat", f"{{{METS}}}mptr")
_CHUNK = 1 << 20
"""Bytes hashed at once."""
_POINTING = ("DMDID", "ADMID", "FILEID")


def named_files(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """What a METS links to, relative to it: the address, and the element that says size and hash."""
    for element in root.iter(*_LINKED):
        href = element.get(_HREF, "")
        parent = element.getparent()
        is_located = element.tag == f"{{{METS}}}FLocat" and parent is not None
        yield unquote(href), parent if is_located and parent is not None else element


def link_faults(root: etree._Element, files: Files, path: str) -> Iterator[Finding]:
    """Files that are missing, outside, or not as the METS says; `files` are those of the folder that it lies in."""
    for href, element in named_files(root):
        key = f"{_local(element)} {href}"
        if not href or href.startswith(("/", "\\")) or ".." in href.split("/") or ":" in href.split("/")[0]:
            template = translate("the link {href} does not lead to a file of the package")
            yield Finding("link.outside", path, key, template.format(href=repr(href)))
        elif not files.has(href):
            template = translate("there is no file {href}")
            yield Finding("file.missing", path, key, template.format(href=href))
        elif _local(element) != "mptr":
            yield from _measure_faults(element, files, href, path)


def _measure_faults(element: etree._Element, files: Files, href: str, path: str) -> Iterator[Finding]:
    """Size and hash of one file."""
    name = _beside(path, href)
    said, size = element.get("SIZE", ""), files.size(href)
    if said != str(size):
        template = translate("{path} says that it has {said} bytes; it has {size}")
        yield Finding("file.size", name, "SIZE", template.format(path=path, said=said or "''", size=size))
    if element.get("CHECKSUMTYPE") != "SHA-256":
        template = translate("{path} gives it a checksum of the kind {kind}; SHA-256 is needed")
        yield Finding(
            "file.checksum_kind", name, "CHECKSUMTYPE", template.format(path=path, kind=element.get("CHECKSUMTYPE"))
        )
    try:
        digest = digest_of(files, href)
    except (OSError, *ZIP_ERRORS) as error:
        yield Finding("file.unreadable", name, "", str(error))
        return
    said = element.get("CHECKSUM", "")
    if said != digest:
        same = said.upper() == digest
        template = (
            translate("the checksum in {path} is not in capitals")
            if same
            else translate("its content is not the one that {path} has the checksum of")
        )
        yield Finding("file.checksum", name, "CHECKSUM", template.format(path=path))


def digest_of(files: Files, name: str) -> str:
    """SHA-256 of a file, in capitals. Raises OSError, `ZIP_ERRORS`."""
    digest = hashlib.sha256()
    with files.open(name) as file:
        while block := file.read(_CHUNK):
            digest.update(block)
    return digest.hexdigest().upper()


def id_faults(root: etree._Element, path: str) -> Iterator[Finding]:
    """IDs that stand twice, and references that lead nowhere."""
    ids = Counter(identity for element in root.iter() if (identity := element.get("ID")))
    for identity, count in ids.items():
        if count > 1:
            yield Finding("id.twice", path, "ID", translate("the ID {id} stands twice").format(id=identity))
    for element in root.iter():
        for name in _POINTING:
            for target in element.get(name, "").split():
                if target not in ids:
                    template = translate("{name} names {id}, which nothing has")
                    yield Finding(
                        "id.unknown", path, f"{_local(element)}/{name}", template.format(name=name, id=target)
                    )


def orphan_faults(files: Files, named: set[str]) -> Iterator[Finding]:
    """Files of a package that no METS of it names."""
    for name in files.names():
        if name != "METS.xml" and name not in named:
            yield Finding("file.orphan", f"{files.name}/{name}", "", translate("no METS.xml names it"))


def _beside(path: str, href: str) -> str:
    """What a METS calls `href`, seen from what is verified."""
    return f"{path.rpartition('/')[0]}/{href}"


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
