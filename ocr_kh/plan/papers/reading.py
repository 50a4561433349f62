# SPDX-License-Identifier: Apache-2.0
"""Whether a document is a cover or contents list, and what it says: a step of the parser."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.line import GenreLine
from ocr_kh.genre.papers.judging import judge
from ocr_kh.genre.papers.matching import CELL_WALL
from ocr_kh.layout.regions import Blocks
from ocr_kh.plan.model import PLAN
from ocr_kh.plan.papers.contents import listed_rows
from ocr_kh.plan.papers.cover import cover_fields, labelled, labelled_values
from ocr_kh.plan.papers.model import DossierPaper, ListedDocument
from ocr_kh.plan.papers.placed import Numbered, Read
from ocr_kh.plan.review.warnings import warn
from ocr_kh.plan.structure.items import Item
from ocr_kh.plan.texts import Found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from ocr_kh.document import Document, Page
    from ocr_kh.plan.draft import Draft
    from ocr_kh.plan.pointers import Pointer

_PAPER = PLAN / "dossier_paper"
_ROWS = 0.5
"""Part of the lines of a further page of a list that are rows of its table."""


def read_paper(draft: Draft) -> Draft:
    """The draft with what the document says as a cover or contents list; as it is where it is none.

    Header and closing of such a paper are not looked for.
    """
    kind = paper_kind(draft.document)
    if kind is None:
        return draft
    lines = [
        Numbered(index, line)
        for index, line in enumerate(draft.document.lines)
        if line.role not in (Role.NOISE, Role.PAGE_NUMBER)
    ]
    whole = len(draft.document.lines)
    draft = replace(draft, lines=draft.document.lines, sources=tuple(range(whole)), blocks=Blocks(0, whole, whole))
    return _with_cover(draft, lines) if kind == "cover" else _with_contents(draft, lines)


def paper_kind(document: Document) -> Literal["cover", "contents"] | None:
    """What all pages with print together are; None for a document, and for several papers in one."""
    pages = [page for page in document.pages if page.error or _texts(page)]
    if not pages or any(page.error for page in pages):
        return None
    first, *more = pages
    kind = judge(_texts(first)).paper
    if kind == "cover":
        return "cover" if not more else None
    if kind != "contents":
        return None
    return "contents" if all(map(_goes_on, more)) else None


def _goes_on(page: Page) -> bool:
    """Whether a page may be a further one of a list."""
    judged = judge(_texts(page))
    if judged.paper:
        return judged.paper == "contents" and not judged.titled
    rows = sum(line.role is Role.TABLE for line in page.lines)
    return rows >= _ROWS * len(_texts(page))


def _texts(page: Page) -> list[str]:
    """The lines that signs of a paper are looked for in, as splitting does."""
    return [line.text for line in page.lines if line.role not in (Role.NOISE, Role.PAGE_NUMBER) and line.text]


def _with_cover(draft: Draft, lines: Sequence[Numbered]) -> Draft:
    fields = cover_fields(lines)
    paper = DossierPaper(kind="cover", **{key: read.value for key, read in fields.items()})  # type: ignore[arg-type]
    draft = _placed(draft, paper, {_PAPER / key: read for key, read in fields.items()})
    return draft if paper.title else draft.warned([warn("paper.unread", page=1, what="title of the hồ sơ")])


def _with_contents(draft: Draft, lines: Sequence[Numbered]) -> Draft:
    rows = listed_rows(lines)
    above = [each for each in lines if each.line.role is not Role.TABLE and CELL_WALL not in each.text]
    said = (pair for each in above for pair in labelled_values(each, labelled(each.text, "contents")))
    dossier = {key: read for key, read in [next(said, ("", None))] if read}
    documents = tuple(_listed(row) for row in rows)
    paper = DossierPaper(
        kind="contents", dossier=dossier["dossier"].value if "dossier" in dossier else None, documents=documents
    )
    places = {_PAPER / key: read for key, read in dossier.items()}
    for at, row in enumerate(rows):
        pointer = _PAPER / "documents" / at
        places[pointer] = Read("", tuple(dict.fromkeys(each for read in row.values() for each in read.lines)))
        places |= {pointer / item: read for item, read in row.items()}
    draft = _placed(draft, paper, places)
    return draft if documents else draft.warned([warn("paper.unread", page=1, what="row of the list")])


def _listed(row: Mapping[str, Read]) -> ListedDocument:
    page = next((read.lines[0].line.page for read in row.values()), None)
    return ListedDocument(page=page, **{item: read.value for item, read in row.items()})  # type: ignore[arg-type]


def _placed(draft: Draft, paper: DossierPaper, reads: Mapping[Pointer, Read]) -> Draft:
    """The paper, and where each of its values stands."""
    places, drawn = {}, {}
    for pointer, read in reads.items():
        places[pointer] = tuple(_item(each) for each in read.lines)
        if read.end is not None:
            drawn[pointer] = Found(pointer, read.start, read.end), read.lines[0].text
    draft = draft.set("dossier_paper", paper)
    return replace(draft.set_parts("dossier_paper", paper, places), drawn=drawn)


def _item(numbered: Numbered) -> Item:
    line = numbered.line
    return Item(GenreLine(line.text), line.page, line.role, first=numbered.at, last=numbered.at)
