# SPDX-License-Identifier: Apache-2.0
"""A Word file in the manner of Nghị định 30/2020: lines, paragraphs, columns and tables, on python-docx."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from ocr_kh.writing.document.printed import for_xml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
SIZE = 14
"""Points of running text (13-14 by the decree)."""
INDENT = 1.27
"""Centimetres of a paragraph's first line (1 or 1.27)."""
SPACING = 6
"""Points between paragraphs, the least that the decree allows."""
TEXT_WIDTH = 16.5
"""Centimetres between the margins of 30 and 15 mm."""
_TABLE_SIZE = 12
_SPACE = re.compile(r"\s+")


class Place:
    """Somewhere lines can be put one below the other: the sheet, or a cell of its columns."""

    def __init__(self, holder: Document | _Cell, width: float) -> None:
        self._holder = holder
        self._width = width
        self._unused = None if width == TEXT_WIDTH else holder.paragraphs[0]  # a cell is born with a paragraph

    def line(  # noqa: PLR0913 - how it looks, by name
        self,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        size: float = SIZE,
        before: float = 0,
        centred: bool = True,
        rule: float = 0,
    ) -> None:
        """One line, in the middle unless not `centred`; `before` points of room above, `rule` centimetres below it."""
        paragraph = self._new()
        _run(paragraph, text, bold=bold, italic=italic, size=size)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.space_before = Pt(before)
        paragraph.paragraph_format.space_after = Pt(0)
        if rule:
            self._rule(rule)

    def _rule(self, length: float) -> None:
        """A line in the middle of the width, `length` centimetres long: the upper border of an empty paragraph."""
        paragraph = self._new()
        side = Cm(max((self._width - length) / 2, 0))
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(SPACING)
        border = OxmlElement("w:pBdr")
        top = OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            top.set(qn(f"w:{name}"), value)
        border.append(top)
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no call for borders
        properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")

    def _new(self) -> Paragraph:
        paragraph, self._unused = self._unused, None
        return paragraph or self._holder.add_paragraph()


class Sheet(Place):
    """The whole document."""

    def __init__(self, *, title: str, author: str) -> None:
        self._file = docx.Document()
        super().__init__(self._file, TEXT_WIDTH)
        self._breaks = False
        _set_up(self._file)
        properties = self._file.core_properties
        properties.title, properties.author = for_xml(title)[:255], for_xml(author)[:255]
        properties.language, properties.comments = "vi-VN", ""

    def paragraph(self, text: str, *, lead: str = "", bold: bool = False, italic: bool = False) -> None:
        """Running text, a bold `lead` before it: both margins straight, the first line indented."""
        paragraph = self._new()
        if lead:
            _run(paragraph, lead, bold=True, size=SIZE)
        _run(paragraph, text, bold=bold, italic=italic, size=SIZE)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if bold else WD_ALIGN_PARAGRAPH.JUSTIFY
        layout = paragraph.paragraph_format
        layout.first_line_indent, layout.space_after, layout.keep_with_next = Cm(INDENT), Pt(SPACING), bold

    def columns(self, widths: Sequence[float], *, rows: int) -> list[list[Place]]:
        """Columns of `widths` centimetres without rules, each with the places of its rows."""
        table = self._file.add_table(rows=rows, cols=len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        made = []
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
            made.append([Place(cell, width) for cell in column.cells])
        return made

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[float] = ()) -> None:
        """A table with rules, its columns of `widths` centimetres, else alike; rows that lack cells get empty ones."""
        width = max(map(len, rows), default=0)
        if not width:
            return
        table = self._file.add_table(rows=0, cols=width)
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=False):
                _run(cell.paragraphs[0], text, size=_TABLE_SIZE)
        for column, centimetres in zip(table.columns, widths, strict=False):
            for cell in column.cells:
                cell.width = Cm(centimetres)
        self.line("", size=SPACING)

    def new_page(self) -> None:
        """What follows stands on a page of its own."""
        self._breaks = True

    def _new(self) -> Paragraph:
        paragraph = super()._new()
        paragraph.paragraph_format.page_break_before, self._breaks = self._breaks or None, False
        return paragraph

    def save(self, target: Path) -> None:
        """Write the file."""
        with target.open("wb") as file:
            self._file.save(file)


def _run(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float) -> None:
    run = paragraph.add_run(for_xml(_SPACE.sub(" ", text)))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _set_up(file: Document) -> None:
    """Paper, margins, font, page numbers."""
    style = file.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number._p.append(field)  # noqa: SLF001 - python-docx has no call for fields
