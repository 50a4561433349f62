# SPDX-License-Identifier: Apache-2.0
"""document.docx: the plan laid out anew as Nghị định 30/2020/NĐ-CP, Phụ lục I asks, to be edited or printed.

A4 with margins of 20, 20, 30 and 15 mm; Times New Roman; header and closing in two columns without rules; page numbers
in the middle of the top margin, none on the first page; numbering as printed, as text. What the plan does not hold
(seals, tables of merged cells) is not there. Made with python-docx.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.writing.document.printed import PARTY, STATE, date_line, is_party, marker_text, number_line, recipient_lines
from ocr_kh.writing.document.word_layout import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ocr_kh.plan.model import Appendix, Block, Header, Plan, Section, Signature
    from ocr_kh.writing.document.word_layout import Place

_LETTER = "CÔNG VĂN"
"""The type that is not printed; its subject stands under the number (ô 5b)."""
_CENTRED = re.compile(r"(?:Phần|Chương|Mục|Tiểu mục) (?:thứ )?\S+", re.IGNORECASE)
"""Markers of headings that stand in the middle, the title below them (Phụ lục I, II.6)."""


def write_docx(plan: Plan, target: Path) -> None:
    """Write `plan` to `target`. Raises OSError where the system refuses."""
    sheet = Sheet(title=plan.subject or plan.document_type or "", author=plan.header.issuer or "")
    _header(sheet, plan)
    _title(sheet, plan)
    for text in plan.bases:
        sheet.paragraph(text, italic=True)
    for text in plan.preamble:
        sheet.paragraph(text)
    _sections(sheet, plan.sections, ())
    if plan.closing:
        sheet.paragraph(plan.closing)
    _closing(sheet, plan)
    for appendix in plan.appendices:
        _appendix(sheet, appendix)
    sheet.save(target)


def _header(sheet: Sheet, plan: Plan) -> None:
    header = plan.header
    left, right = sheet.columns((7.0, 9.5), rows=2)
    _issuers(left[0], header)
    if is_party(header):
        right[0].line(PARTY, bold=True, size=13, rule=5.5)
    else:
        right[0].line(STATE[0], bold=True, size=13)
        right[0].line(STATE[1], bold=True, size=14, rule=6.2)
    if number := number_line(header):
        left[1].line(number, size=13)
    if plan.document_type == _LETTER and plan.subject:
        left[1].line(f"V/v {plan.subject}", size=12)
    for mark in (header.secrecy, header.urgency, header.copy_mark):
        if mark:
            left[1].line(mark, bold=True, size=13)
    if date := date_line(header):
        right[1].line(date, italic=True, size=14)
    if header.circulation:
        right[1].line(header.circulation, bold=True, size=13)


def _issuers(cell: Place, header: Header) -> None:
    if header.parent_issuer:
        cell.line(header.parent_issuer, size=13)
    if header.issuer and not header.issuer_inferred:
        cell.line(header.issuer, bold=True, size=13, rule=2.5)


def _title(sheet: Sheet, plan: Plan) -> None:
    if plan.document_type != _LETTER:
        if plan.document_type:
            sheet.line(plan.document_type, bold=True, size=14, before=12)
        if plan.subject:
            sheet.line(plan.subject, bold=True, size=14, rule=4.0)
    if plan.addressees:
        sheet.line("Kính gửi:", before=12)
        for at, name in enumerate(plan.addressees, 1):
            sheet.paragraph(f"- {name}{'.' if at == len(plan.addressees) else ';'}")
    if plan.authority_line:
        sheet.line(plan.authority_line, bold=True, size=14, before=12)


def _sections(sheet: Sheet, sections: Iterable[Section], above: tuple[str, ...]) -> None:
    for section in sections:
        blocks = list(section.blocks)
        number = marker_text(section.marker, above)
        if _CENTRED.fullmatch(section.marker):
            sheet.line(section.marker, bold=True, before=6)
            if section.title:
                sheet.line(section.title, bold=True)
        elif section.title is None and blocks and blocks[0].kind == "paragraph":
            sheet.paragraph(f"{number} {blocks.pop(0).text}")
        elif blocks and blocks[0].kind == "paragraph" and blocks[0].text[:1].islower():  # a run-in heading
            sheet.paragraph(f" {blocks.pop(0).text}", lead=f"{number} {section.title}:")
        else:
            sheet.paragraph(f"{number} {section.title or ''}".strip(), bold=True)
        _blocks(sheet, blocks)
        _sections(sheet, section.sections, (*above, number))


def _blocks(sheet: Sheet, blocks: Sequence[Block]) -> None:
    for block in blocks:
        if block.kind == "table":
            sheet.table(block.rows)
        else:
            sheet.paragraph(f"{block.marker} {block.text}" if block.kind == "bullet" else block.text)


def _closing(sheet: Sheet, plan: Plan) -> None:
    """Recipients at the left, the last signature beside them; signers before it stand side by side above."""
    *others, last = plan.signatures or (None,)
    if others:
        for place, signature in zip(sheet.columns([16.5 / len(others)] * len(others), rows=1), others, strict=True):
            _signature(place[0], signature)
    left, right = sheet.columns((7.5, 9.0), rows=1)
    if plan.recipients:
        left[0].line("Nơi nhận:", bold=True, italic=True, size=12, centred=False)
        for line in recipient_lines(plan.recipients):
            left[0].line(line, size=11, centred=False)
    _signature(right[0], last)


def _signature(place: Place, signature: Signature | None) -> None:
    if signature:
        for line in signature.authority:
            place.line(line, bold=True, size=14)
        if signature.signer:
            place.line(signature.signer, bold=True, size=14, before=72)  # room for signature and seal


def _appendix(sheet: Sheet, appendix: Appendix) -> None:
    sheet.new_page()
    if appendix.marker:
        sheet.line(appendix.marker, bold=True, size=14)
    if appendix.title:
        sheet.line(appendix.title, bold=True, size=14)
    if appendix.note:
        sheet.line(f"({appendix.note})", italic=True, size=14)
    _blocks(sheet, appendix.blocks)
    _sections(sheet, appendix.sections, ())
