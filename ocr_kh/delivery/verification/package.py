# SPDX-License-Identifier: Apache-2.0
"""All of a package: its two METS, what they name, what its descriptions say."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ocr_kh.delivery.packages.files import ZIP_ERRORS, ZipFiles, opened_zip
from ocr_kh.delivery.packages.forms import FORMS
from ocr_kh.delivery.packages.mets import METS, XLINK
from ocr_kh.delivery.verification.descriptions import Described, described, together_faults
from ocr_kh.delivery.verification.finding import Finding
from ocr_kh.delivery.verification.links import id_faults, link_faults, named_files, orphan_faults
from ocr_kh.delivery.verification.words import kind_of, word_faults
from ocr_kh.delivery.verification.xml_files import mets_faults, read_xml
from ocr_kh.messages import translate

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

    from ocr_kh.delivery.packages.files import Files
    from ocr_kh.delivery.packages.forms import PackageKind

_IN_ZIP = re.compile(r"[^/]+/METS\.xml")
"""Where the METS of a package stands in a ZIP: in the one folder that it holds."""
_HREF = f"{{{XLINK}}}href"


def is_package(folder: Path) -> bool:
    """Whether a folder is a package."""
    return (folder / "METS.xml").is_file()


def package_faults(files: Files) -> Iterator[Finding]:
    """Everything that is wrong with a package."""
    path = f"{files.name}/METS.xml"
    root = read_xml(files, "METS.xml")
    if isinstance(root, str):
        yield Finding("xml.broken", path, "", root)
        return
    if root.get("OBJID") != files.name:
        template = translate("the folder is called {folder}, and OBJID says {objid}")
        yield Finding("package.name", path, "OBJID", template.format(folder=files.name, objid=root.get("OBJID")))
    kind = kind_of(root)
    yield from _mets_faults(root, files, path, kind, of_package=True)
    named = {href for href, _ in named_files(root)}
    documents: list[Described] = []
    representations = [href for href in named if href.endswith("/METS.xml")]
    if not representations:
        yield Finding("package.representation", path, "mptr", translate("it names no representation"))
    for href in representations:
        yield from _representation_faults(files, href, kind, named, documents)
    yield from _dossier_faults(root, files, kind, documents)
    yield from orphan_faults(files, named)


def zip_faults(path: Path) -> Iterator[Finding]:
    """Everything that is wrong with a package in a ZIP; nothing of it is unpacked. None where it holds no package."""
    try:
        with opened_zip(path) as archive:
            names = archive.namelist()
            roots = [name.removesuffix("/METS.xml") for name in names if _IN_ZIP.fullmatch(name)]
            yield from _member_faults(archive, roots, path)
            for root in dict.fromkeys(roots):
                yield from package_faults(ZipFiles(archive, root))
    except (OSError, *ZIP_ERRORS) as error:
        yield Finding("zip.broken", path.name, "", str(error))


def is_zipped_package(path: Path) -> bool:
    """Whether a ZIP holds a package, or cannot be opened, so that nobody can tell."""
    try:
        with opened_zip(path) as archive:
            return any(map(_IN_ZIP.fullmatch, archive.namelist()))
    except (OSError, *ZIP_ERRORS):
        return True


def _member_faults(archive: zipfile.ZipFile, roots: list[str], path: Path) -> Iterator[Finding]:
    """Names in a ZIP that stand twice, or lead out of the one folder that it should hold."""
    for name, count in Counter(archive.namelist()).items():
        if count > 1:
            yield Finding(
                "zip.twice", name, "", translate("{path} has it {count} times").format(path=path.name, count=count)
            )
        parts = name.split("/")
        if parts[0] not in roots or ".." in parts or "\\" in name:
            template = translate("it lies outside of the folder of the package in {path}")
            yield Finding("zip.outside", name, "", template.format(path=path.name))


def _dossier_faults(
    root: etree._Element, files: Files, kind: PackageKind, documents: list[Described]
) -> Iterator[Finding]:
    """What is wrong with the description of the dossier, and between it and the documents."""
    names = [name for name in _described_files(root) if files.has(name)]
    if not names:
        yield Finding(
            "package.description", f"{files.name}/METS.xml", "mdRef", translate("the dossier is not described")
        )
        return
    dossier, found = described(files, names[0], f"{files.name}/{names[0]}", FORMS[kind].head)
    yield from found
    if dossier:
        yield from together_faults(dossier, documents, kind)


def _representation_faults(
    files: Files, href: str, kind: PackageKind, named: set[str], documents: list[Described]
) -> Iterator[Finding]:
    """What is wrong with a representation; `named` takes the files that it names, `documents` its documents."""
    path, prefix = f"{files.name}/{href}", href.rpartition("/")[0]
    if not files.has(href):  # the package's METS names it, and so tells
        return
    root = read_xml(files, href)
    if isinstance(root, str):
        yield Finding("xml.broken", path, "", root)
        return
    inside = files.below(prefix)
    named |= {f"{prefix}/{name}" for name, _ in named_files(root)}
    yield from _mets_faults(root, inside, path, kind, of_package=False)
    descriptions = _files_of_descriptions(root)
    for name, file in descriptions.items():
        if file is None:
            template = translate("no division ties {name} to a file")
            yield Finding("link.untied", path, name, template.format(name=name))
        if inside.has(name):
            where = f"{files.name}/{prefix}/{name}"
            document, found = described(inside, name, where, FORMS[kind].document, file or "")
            yield from found
            documents += [document] if document else []
    tied_files = set(descriptions.values())
    for name, element in named_files(root):
        if element.tag == f"{{{METS}}}file" and name not in tied_files:
            template = translate("no description is tied to {name}")
            yield Finding("link.undescribed", path, name, template.format(name=name))


def _mets_faults(
    root: etree._Element, files: Files, path: str, kind: PackageKind, *, of_package: bool
) -> Iterator[Finding]:
    yield from mets_faults(root, path)
    yield from word_faults(root, path, kind, of_package=of_package)
    yield from id_faults(root, path)
    yield from link_faults(root, files, path)


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
