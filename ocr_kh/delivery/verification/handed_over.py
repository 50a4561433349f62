# SPDX-License-Identifier: Apache-2.0
"""Packages, trees and bags below a folder, each verified by itself."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ocr_kh.delivery.bag import bag_faults, is_bag
from ocr_kh.delivery.handing_over import NAME_COLUMNS, NAMES
from ocr_kh.delivery.packages.files import ZIP, ZIP_ERRORS, FolderFiles, ZipFiles, opened_zip, parted
from ocr_kh.delivery.verification.finding import Finding
from ocr_kh.delivery.verification.links import digest_of
from ocr_kh.delivery.verification.package import is_package, is_zipped_package, package_faults, zip_faults
from ocr_kh.errors import NoPackageError, PathMissingError
from ocr_kh.messages import translate
from ocr_kh.writing.atomic import UNFINISHED, sha256
from ocr_kh.writing.tables.csv_file import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Verified:
    """One thing that was handed over, and what is wrong with it."""

    kind: Literal["package", "names", "bag"]
    path: Path
    findings: tuple[Finding, ...]

    @property
    def is_valid(self) -> bool:
        """Whether nothing is certainly wrong."""
        return not any(finding.is_certain for finding in self.findings)


def verify(path: Path) -> Iterator[Verified]:
    """A package, or all packages, trees and bags below a folder, one by one.

    Raises PathMissingError, NoPackageError where there is none.
    """
    if path.is_file() and path.suffix.lower() == ZIP and is_zipped_package(path):
        yield Verified("package", path, tuple(zip_faults(path)))
        return
    if not path.exists():
        raise PathMissingError(path=str(path))
    found = False
    for folder, names, files in os.walk(path.resolve()):
        place = Path(folder)
        if unfinished := [name for name in (*names, *files) if name.startswith(UNFINISHED)]:
            found = True
            yield Verified("package", place, tuple(_unfinished(name) for name in sorted(unfinished)))
        names[:] = sorted(name for name in names if not name.startswith(UNFINISHED))
        for verified in _verified(place, files):
            found = True
            if verified.path == place and verified.kind == "package":
                names.clear()
            yield verified
    if not found:
        raise NoPackageError(path=str(path))


def _verified(place: Path, files: list[str]) -> Iterator[Verified]:
    """What a folder is or holds, those below it aside."""
    if is_package(place):
        yield Verified("package", place, tuple(package_faults(FolderFiles(place))))
    for name in () if is_package(place) else sorted(files):
        if name.lower().endswith(ZIP) and not name.startswith(UNFINISHED) and is_zipped_package(place / name):
            yield Verified("package", place / name, tuple(zip_faults(place / name)))
    if is_bag(place):
        yield Verified("bag", place, tuple(_bag_findings(place)))
    if NAMES in files:
        yield Verified("names", place / NAMES, tuple(_name_findings(place)))


def _unfinished(name: str) -> Finding:
    return Finding("package.unfinished", name, "", translate("a run that was ended left it half-written"))


def _name_findings(to: Path) -> Iterator[Finding]:
    """Files of names.csv that are not there, or not as they were handed over."""
    for row in read_table(to / NAMES, NAME_COLUMNS):
        if not row["new"]:
            continue
        digest = _digest(to, row["new"])
        if not digest:
            template = translate("{table} names it, and it is not there")
            yield Finding("file.missing", row["new"], "", template.format(table=NAMES))
        elif digest != row["sha256"]:
            template = translate("its content is not the one that {path} has the checksum of")
            yield Finding("file.checksum", row["new"], "sha256", template.format(path=NAMES))


def _digest(to: Path, name: str) -> str:
    """SHA-256 of a file of a delivery, be it in a package's ZIP; empty where it is not there or cannot be read."""
    archive, inside = parted(name)
    try:
        if not inside or not (to / archive).is_file():
            return sha256(to / name).upper()
        with opened_zip(to / archive) as opened:
            root, _, below = inside.partition("/")
            return digest_of(ZipFiles(opened, root), below)
    except (OSError, KeyError, *ZIP_ERRORS):
        return ""


def _bag_findings(bag: Path) -> Iterator[Finding]:
    return (Finding(code, name, "", reason) for code, name, reason in bag_faults(bag))
