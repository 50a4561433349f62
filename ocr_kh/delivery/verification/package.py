# SPDX-License-Identifier: Apache-2.0
"""All of a package: its two METS, what they name, what its descriptions say."""

from __future__ import annotations

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
    from pathlib import Path

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
    documents: list[Described] = []
    representations = [href for href in named if href.endswith("/METS.xml")]
    if not representations:
        yield Finding("package.representation", path, "mptr", translate("it names no representation"))
    for href in representations:
        yield from _representation_faults(folder, href, named, documents)
    yield from _dossier_faults(root, folder, documents)
    yield from orphan_faults(folder, named)


def _dossier_faults(root: etree._Element, folder: Path, documents: list[Described]) -> Iterator[Finding]:
    """What is wrong with the description of the dossier, and between it and the documents."""
    names = [name for name in _described_files(root) if (folder / name).is_file()]
    if not names:
        yield Finding(
            "package.description", f"{folder.name}/METS.xml", "mdRef", translate("the dossier is not described")
        )
        return
    dossier, found = described(folder / names[0], f"{folder.name}/{names[0]}", None, of_dossier=True)
    yield from found
    if dossier:
        yield from together_faults(dossier, documents)


def _representation_faults(folder: Path, href: str, named: set[str], documents: list[Described]) -> Iterator[Finding]:
    """What is wrong with a representation; `named` takes the files that it names, `documents` its documents."""
    path, inside = f"{folder.name}/{href}", (folder / href).parent
    if not (folder / href).is_file():  # the package's METS names it, and so tells
        return
    root = read_xml(folder / href)
    if isinstance(root, str):
        yield Finding("xml.broken", path, "", root)
        return
    prefix = inside.relative_to(folder).as_posix()
    named |= {f"{prefix}/{name}" for name, _ in named_files(root)}
    yield from _mets_faults(root, inside, path, of_package=False)
    files = _files_of_descriptions(root)
    for name, file in files.items():
        if file is None:
            template = translate("no division ties {name} to a file")
            yield Finding("link.untied", path, name, template.format(name=name))
        if (inside / name).is_file():
            tied = inside / file if file else None
            document, found = described(inside / name, f"{folder.name}/{prefix}/{name}", tied, of_dossier=False)
            yield from found
            documents += [document] if document else []
    tied_files = set(files.values())
    for name, element in named_files(root):
        if element.tag == f"{{{METS}}}file" and name not in tied_files:
            template = translate("no description is tied to {name}")
            yield Finding("link.undescribed", path, name, template.format(name=name))


def _mets_faults(root: etree._Element, folder: Path, path: str, *, of_package: bool) -> Iterator[Finding]:
    yield from mets_faults(root, path)
    yield from word_faults(root, path, of_package=of_package)
    yield from id_faults(root, path)
    yield from link_faults(root, folder, path)


def _described_files(root: etree._Element) -> list[str]:
    """The files of descriptive metadata."""
    return [unquote(element.get(_HREF, "")) for element in root.iter(f"{{{METS}}}mdRef")]


def _files_of_descriptions(root: etree._Element) -> dict[str, str | None]:
    """The file that each description is tied to by a division; None for one that no division ties."""
    places = {
        file.get("ID"): unquote(location.get(_HREF, ""))
        for file in root.iter(f"{{{METS}}}file")
        if (location := file.find(f"{{{METS}}}FLocat")) is not None
    }
    tied = {
        division.get("DMDID"): places.get(pointer.get("FILEID"))
        for division in root.iter(f"{{{METS}}}div")
        if (pointer := division.find(f"{{{METS}}}fptr")) is not None
    }
    return {
        unquote(reference.get(_HREF, "")): tied.get(section.get("ID"))
        for section in root.iter(f"{{{METS}}}dmdSec")
        for reference in section.iter(f"{{{METS}}}mdRef")
    }
