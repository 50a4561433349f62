# SPDX-License-Identifier: Apache-2.0
"""Labels of boxes: which dossiers lie in each. No standard for them is known; the items are those of the list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.batch.inputs import natural_key
from ocr_kh.delivery.dossier_papers.contents import years
from ocr_kh.delivery.dossier_papers.cover import catalogue, fonds
from ocr_kh.delivery.dossier_papers.paper import Leaf, Line, Paper, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.delivery.dossier import Dossier
    from ocr_kh.project_file import Project

NAME = "NHANHOP"
"""Of the file."""


class Box(NamedTuple):
    """Which box it is."""

    fonds: str
    catalogue: str
    number: str


@dataclass(frozen=True, slots=True)
class Inside:
    """What a label says of one dossier."""

    number: str
    """Hồ sơ số; empty where the list does not say it."""
    years: str


def box_of(dossier: Dossier, project: Project) -> Box | None:
    """The box of a dossier; None where the list names none."""
    number = dossier.listed.cells.get("box", "")
    return Box(fonds(dossier, project), catalogue(dossier, project), number) if number else None


def inside(dossier: Dossier) -> Inside:
    """What the label of its box says of it."""
    return Inside(dossier.listed.cells.get("number", ""), years(dossier))


def labels(boxes: Mapping[Box, Sequence[Inside]], project: Project) -> Paper:
    """A page a box, in the order in which people count."""
    ordered = sorted(boxes, key=lambda box: [_as_counted(part) for part in box])
    leaves = tuple(_label(box, boxes[box], project) for box in ordered)
    return Paper(NAME, "Nhãn hộp", project.agency.name, leaves)


def _as_counted(text: str) -> list[tuple[int, int, str]]:
    """Sorts 2 before 10."""
    return natural_key(PurePosixPath(text))


def _label(box: Box, dossiers: Sequence[Inside], project: Project) -> Leaf:
    numbers = sorted((each.number for each in dossiers), key=_as_counted)
    first, last = ("", "") if "" in numbers else (numbers[0], numbers[-1])
    spans = sorted(year for each in dossiers for year in each.years.split("-") if year)
    lines = (
        Line(said(project.agency.name), size=16, bold=True, centred=True),
        Line(said(project.archive.fonds_name), size=14, centred=True),
        Line(f"HỘP SỐ: {box.number}", size=36, bold=True, centred=True, before=40),
        Line(f"Phông số: {said(box.fonds)}", size=18, centred=True, before=24),
        Line(f"Mục lục số: {said(box.catalogue)}", size=18, centred=True),
        Line(f"Từ hồ sơ số {said(first)} đến hồ sơ số {said(last)}", size=18, centred=True),
        Line(f"Gồm {len(dossiers)} hồ sơ", size=18, centred=True),
        Line(f"Năm {said('-'.join(dict.fromkeys(spans[:1] + spans[-1:])))}", size=18, centred=True),
    )
    return Leaf(lines)
