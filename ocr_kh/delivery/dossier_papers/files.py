# SPDX-License-Identifier: Apache-2.0
"""A paper as a Word file, and as PDF/A-2b by the layout in paper.typ."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.writing.pdf.laid_out import lay_out
from ocr_kh.writing.tables.edited import table_write

if TYPE_CHECKING:
    from ocr_kh.delivery.dossier_papers.paper import Paper

LAYOUT = Path(__file__).with_name("paper.typ")


def write_paper(paper: Paper, folder: Path, *, with_pdf: bool = True) -> None:
    """Write NAME.docx and NAME.pdf into a folder, each whole or not at all. Raises OutputError."""
    with table_write(folder / f"{paper.name}.docx") as unfinished:
        _write_word(paper, unfinished)
    if with_pdf:
        with table_write(folder / f"{paper.name}.pdf") as unfinished:
            lay_out(LAYOUT, {"paper": asdict(paper)}, unfinished)


def _write_word(paper: Paper, target: Path) -> None:
    from ocr_kh.writing.document.word_layout import Sheet

    sheet = Sheet(title=paper.title, author=paper.agency)
    for number, leaf in enumerate(paper.leaves):
        if number:
            sheet.new_page()
        for line in leaf.lines:
            sheet.line(line.text, bold=line.bold, size=line.size, before=line.before, centred=line.centred)
        sheet.table(leaf.rows, leaf.widths)
    sheet.save(target)
