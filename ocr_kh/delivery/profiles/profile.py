# SPDX-License-Identifier: Apache-2.0
"""What a profile is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ocr_kh.delivery.dossier import Document, Dossier
from ocr_kh.delivery.fields import Fault
from ocr_kh.project_file import Project

__all__ = ["Profile"]

FileName = Callable[[Dossier, Document, Project], str]
"""Where the PDF of a document lies in the tree, `/` between the parts. Raises ProfileError."""
DossierFaults = Callable[[Dossier, Project], Iterator[Fault]]
"""What the form asks of a dossier beyond the circular, and it lacks: then the dossier is left out."""
WriteWorkbook = Callable[[Path, Iterable[Dossier], Project], None]
"""Writes the workbook to a path, dossiers one at a time: a delivery may have 100,000 documents."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A form of delivery."""

    name: str
    has_packages: bool = False
    """A SIP_hoso for each dossier too."""
    file_name: FileName | None = None
    """None: no tree."""
    faults: DossierFaults | None = None
    workbook: str = ""
    """Name of the workbook; empty for none."""
    write_workbook: WriteWorkbook | None = None
