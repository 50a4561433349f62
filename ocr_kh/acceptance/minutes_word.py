# SPDX-License-Identifier: Apache-2.0
"""Minutes of acceptance as a Word file, in the manner of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.writing.document.printed import STATE
from ocr_kh.writing.document.word_layout import TEXT_WIDTH, Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.acceptance.minutes import Minutes, Part


def write_word(minutes: Minutes, target: Path) -> None:
    """Write the minutes to `target`. Raises OSError where the system refuses."""
    sheet = Sheet(title=minutes.subtitle, author=minutes.agency)
    left, right = sheet.columns((7.0, 9.5), rows=1)
    left[0].line(minutes.agency, bold=True, size=13, rule=2.5)
    right[0].line(STATE[0], bold=True, size=13)
    right[0].line(STATE[1], bold=True, size=14, rule=6.2)
    right[0].line("................, ngày ..... tháng ..... năm ........", italic=True, before=6)
    sheet.line(minutes.title, bold=True, before=12)
    sheet.line(minutes.subtitle, bold=True, rule=4.0)
    for text in minutes.opening:
        sheet.paragraph(text)
    for part in minutes.parts:
        _part(sheet, part)
    _signatures(sheet, minutes)
    for part in minutes.annexes:
        sheet.new_page()
        _part(sheet, part)
    sheet.save(target)


def _part(sheet: Sheet, part: Part) -> None:
    sheet.paragraph(part.title, bold=True)
    for text in part.lines:
        sheet.paragraph(text)
    sheet.table(part.rows)


def _signatures(sheet: Sheet, minutes: Minutes) -> None:
    places = sheet.columns([TEXT_WIDTH / len(minutes.signers)] * len(minutes.signers), rows=1)
    for place, who in zip(places, minutes.signers, strict=True):
        place[0].line(who, bold=True, size=13, before=12)
        place[0].line("(Ký, ghi rõ họ và tên)", italic=True, size=12)
        place[0].line("", before=72)
