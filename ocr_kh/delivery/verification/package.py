# SPDX-License-Identifier: Apache-2.0
"""All of a package: its two METS, what they name, what its descriptions say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ocr_kh.delivery.packages.mets import METS, XLINK
from ocr_kh.delivery.verification.descriptions import Described, described, together_faults
from ocr_kh.delivery.verification.finding import Finding
from ocr_kh.delivery.verification.links import id_faults, link_faults, named_files, orphan_faults
from ocr_kh.delivery.verification.words import word_faults
from ocr_kh.delivery.verification.xml_files import mets_faults, read_xml
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_HREF = f"{{{XLINK}}}href"


def is_package(folder: Path) -> bool:
    """Whether a folder is a package."""
    return (folder / "METS.xml").is_file()


def package_faults(folder: Path) -> Iterator[Finding]:
    """Everything that is wrong with a package."""
    path = f"{folder.name}/METS.xml"
    root = read_xml(folder / "METS.xml")
    if isinstance(root, str):
        yield Finding("xml.broken", path, "", root)
        return
    if root.get("OBJID") != folder.name:
        template = translate("the folder is called {folder}, and OBJID says {objid}")
        yield Finding("package.name", path, "OBJID", template.format(folder=folder.name, objid=root.get("OBJID")))
    yield from _mets_faults(root, folder, path, of_package=True)
    named = {href for href, _ in named_files(root)}
    dossier, documents = None, list[Described]()
    for name, element in _described_files(root):
        if (folder / name).is_file() and dossier is None:
            dossier, found = described(folder / name, f"{folder.name}/{name}", None, of_dossier=True)
            yield from found
    representations = [href for href in named if href.endswith("/METS.xml")]
    if not representations:
        yield Finding("package.representation", path, "mptr", translate("it names no representation"))
    for href in representations:
        inside = (folder / href).parent
        inner = read_xml(folder / href) if (folder / href).is_file() else ""
        if isinstance(inner, str):
            if inner:
                yield Finding("xml.broken", f"{folder.name}/{href}", "", inner)
            continue
        prefix = inside.relative_to(folder).as_posix()
        named |= {f"{prefix}/{each}" for each, _ in named_files(inner)}
        yield from _mets_faults(inner, inside, f"{folder.name}/{href}", of_package=False)
        files = _files_of_descriptions(inner)
        for name, element in _described_files(inner):
            file = files.get(element.getparent().get("ID", ""))
            if file is None:
                template = translate("no division ties {name} to a file")
                yield Finding("link.untied", f"{folder.name}/{href}", name, template.format(name=name))
            if (inside / name).is_file():
                one, found = described(
                    inside / name, f"{folder.name}/{prefix}/{name}", inside / file if file else None, of_dossier=False
                )
                yield from found
                documents += [one] if one else []
        yield from _undescribed(inner, files, f"{folder.name}/{href}")
    if dossier:
        yield from together_faults(dossier, documents)
    elif not any((folder / name).is_file() for name, _ in _described_files(root)):
        yield Finding("package.description", path, "mdRef", translate("it names no description of the dossier"))
    yield from orphan_faults(folder, named)


def _mets_faults(root: etree._Element, folder: Path, path: str, *, of_package: bool) -> Iterator[Finding]:
    yield from mets_faults(root, path)
    yield from word_faults(root, path, of_package=of_package)
    yield from id_faults(root, path)
    yield from link_faults(root, folder, path)


def _described_files(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The files of descriptive metadata, with the elements that name them."""
    for element in root.iter(f"{{{METS}}}mdRef"):
        yield unquote(element.get(_HREF, "")), element


def _files_of_descriptions(root: etree._Element) -> dict[str, str]:
    """The address of the file that each section of descriptive metadata is tied to by a division."""
    places = {
        file.get("ID", ""): unquote(location.get(_HREF, ""))
        for file in root.iter(f"{{{METS}}}file")
        if (location := file.find(f"{{{METS}}}FLocat")) is not None
    }
    found = {}
    for division in root.iter(f"{{{METS}}}div"):
        pointer = division.find(f"{{{METS}}}fptr")
        if division.get("DMDID") and pointer is not None and pointer.get("FILEID") in places:
            found[division.get("DMDID", "")] = places[pointer.get("FILEID", "")]
    return found


def _undescribed(root: etree._Element, files: dict[str, str], path: str) -> Iterator[Finding]:
    """Files of a representation that no description is tied to."""
    tied = set(files.values())
    for href, element in named_files(root):
        if str(element.tag).endswith("}file") and href not in tied:
            template = translate("no description is tied to {name}")
            yield Finding("link.undescribed", path, href, template.format(name=href))
