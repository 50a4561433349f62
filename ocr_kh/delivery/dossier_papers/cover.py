# SPDX-License-Identifier: Apache-2.0
"""Bìa hồ sơ: the items that TCVN 9251:2012 prints on a cover, filled in. Where they stand on it is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.delivery.dossier_papers.paper import Leaf, Line, Paper, said
from ocr_kh.writing.document.record_codes import choices

if TYPE_CHECKING:
    from ocr_kh.delivery.dossier import Dossier
    from ocr_kh.project_file import Project

NAME = "BIA"
"""Of the file, as the trade calls it; `deliver` knows a scan of that name again."""


def cover_sheet(dossier: Dossier, project: Project) -> Paper:
    """The cover; dots where nothing is known."""
    fields = dossier.fields
    retention = choices("maintenance").get(fields["maintenance"], fields["maintenance"])
    lines = (
        Line(said(project.agency.name), size=14, bold=True, centred=True),
        Line("HỒ SƠ", size=28, bold=True, centred=True, before=130),
        Line(said(fields["title"]), size=16, bold=True, centred=True, before=18),
        Line(period(fields["startDate"], fields["endDate"]), size=14, centred=True, before=30),
        Line(f"Gồm: {said(fields['numberOfPaper'])} tờ", size=14, centred=True),
        Line(f"Ký hiệu thông tin: {said(fields['inforSign'])}", size=14, before=130),
        Line(f"Phông số: {said(fonds(dossier, project))}", size=14),
        Line(f"Mục lục số: {said(catalogue(dossier, project))}", size=14),
        Line(f"Hồ sơ số: {said(dossier.listed.cells.get('number', ''))}", size=14),
        Line(f"Thời hạn bảo quản: {said(retention)}", size=14),
    )
    return Paper(NAME, f"Bìa hồ sơ {dossier.code}", project.agency.name, (Leaf(lines),))


def fonds(dossier: Dossier, project: Project) -> str:
    """The code of its fonds; empty where not known."""
    return dossier.listed.cells.get("fonds_code") or project.archive.fonds_code


def catalogue(dossier: Dossier, project: Project) -> str:
    """The number of its catalogue; empty where not known."""
    return dossier.listed.cells.get("catalogue") or project.archive.catalogue


def period(start: str, end: str) -> str:
    """From when to when, in words; what is no whole day as it was written.

    >>> period("08/01/2008", "2009")
    'Từ ngày 08 tháng 01 năm 2008 đến 2009'
    """
    return f"Từ {_day(start)} đến {_day(end)}"


def _day(text: str) -> str:
    parts = text.split("/")
    if not text:
        return "ngày ....... tháng ....... năm ..........."
    return "ngày {} tháng {} năm {}".format(*parts) if len(parts) == 3 else text
