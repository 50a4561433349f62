# SPDX-License-Identifier: Apache-2.0
"""The printed items of the papers of a hồ sơ: rows of dossier_papers.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.language.dictionary_files import check_cell, check_name, rows, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAPERS = ("cover", "contents", "register", "certificate", "box label", "slip")
"""Cover and contents list of a hồ sơ; what looks like one: the list of many hồ sơ (mục lục hồ sơ), the certificate at
the end of one (chứng từ kết thúc), the label of a box, the form of an entry (phiếu tin)."""
PLACES = ("whole", "label", "head")
"""Of words: a whole line, before a value in a line, at the head of a column."""
SAYS = ("own", "shared")
"""Whether hardly another paper has the item."""
ITEMS = (
    "title", "period", "sheets", "retention", "mode", "fonds", "catalogue", "dossier", "box", "sign", "ordinal", "code",
    "date", "type", "subject", "author", "sheet", "note", "person", "numbered", "first", "last", "state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperWords:
    """An item of a paper: one row of dossier_papers.tsv."""

    paper: str
    """One of `PAPERS`."""
    item: str
    """What it tells, one of `ITEMS`: `fonds`."""
    place: str
    """Where it stands, one of `PLACES`."""
    says: str
    """One of `SAYS`."""
    words: tuple[str, ...]
    """Ways to write it: `phông số`, `tên phông`."""


def read_paper_words(path: Path) -> Iterator[PaperWords]:
    """The rows of a table. Raises DictionaryError for one that cannot be understood."""
    for number, (paper, item, place, says, words) in rows(path, 5, 5):
        check_name(path, number, words)
        known = {"paper": (paper, PAPERS), "item": (item, ITEMS), "place": (place, PLACES), "says": (says, SAYS)}
        for column, (cell, cells) in known.items():
            check_cell(path, number, column, cell, cells)
        yield PaperWords(paper, item, place, says, words_of(words))
