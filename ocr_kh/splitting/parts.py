# SPDX-License-Identifier: Apache-2.0
"""The pages of a file as documents of their own: each with its pages numbered from 1."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ocr_kh.document import Document, Page, Part
from ocr_kh.splitting.sequence import starts
from ocr_kh.splitting.signs import signs_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def split(document: Document) -> tuple[Document, ...]:
    """The documents in a file whose pages are read and not yet repaired; the file's own where it holds one.

    Blank pages belong to the document before them, those at the start to the first one.
    """
    first = first_pages(document.pages)
    if len(first) < 2:
        return (document,)
    bounds = pairwise((*first, len(document.pages) + 1))
    return tuple(_part(document, Part(number, len(first), *bound[:1]), bound) for number, bound in enumerate(bounds, 1))


def first_pages(pages: Sequence[Page]) -> list[int]:
    """The first page, from 1, of each document in a file; none for a file without pages."""
    held = [page for page in pages if page.lines or page.error]
    found = starts([signs_of(page) for page in held])
    return [1, *(held[at].number for at in found if at > 0)] if pages else []


def _part(document: Document, part: Part, bound: tuple[int, int]) -> Document:
    pages = document.pages[bound[0] - 1 : bound[1] - 1]
    return replace(document, pages=tuple(_numbered(page, at) for at, page in enumerate(pages, 1)), part=part)


def _numbered(page: Page, number: int) -> Page:
    return replace(page, number=number, lines=tuple(replace(line, page=number) for line in page.lines))
