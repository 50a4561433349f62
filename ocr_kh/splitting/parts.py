# SPDX-License-Identifier: Apache-2.0
"""The pages of a file as documents of their own: each with its pages numbered from 1."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.document import Document, Page, Part, Role
from ocr_kh.splitting.sequence import SURE_LEAD, leads
from ocr_kh.splitting.signs import signs_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def split(document: Document, said: Mapping[int, bool] = MappingProxyType({})) -> tuple[Document, ...]:
    """The documents in a file whose pages are read and not yet repaired; the file's own where it holds one.

    Blank pages belong to the document before them, those at the start to the first one. `said` is what a person says of
    pages: whether a document begins there.
    """
    found = boundaries(document.pages, said)
    if len(found.first) < 2:
        return (replace(document, doubtful_starts=found.doubtful),) if found.doubtful else (document,)
    bounds = pairwise((*found.first, len(document.pages) + 1))
    count = len(found.first)
    return tuple(
        _part(document, Part(number, count, first), last - 1, found.doubtful)
        for number, (first, last) in enumerate(bounds, 1)
    )


class Boundaries(NamedTuple):
    """Pages of a file, from 1."""

    first: list[int]
    """The first page of each document; none for a file without pages."""
    doubtful: tuple[int, ...]
    """Pages that hardly begin a document, or hardly do not."""


def boundaries(pages: Sequence[Page], said: Mapping[int, bool] = MappingProxyType({})) -> Boundaries:
    """Where documents begin in a file, and where that is doubtful; of no page of which a person said it."""
    held = [page for page in pages if page.error or any(line.role is not Role.NOISE for line in page.lines)]
    found = [*zip((page.number for page in held), leads([signs_of(page) for page in held]), strict=True)][1:]
    first = [1, *(number for number, lead in found if said.get(number, lead > 0))] if pages else []
    doubtful = (number for number, lead in found if abs(lead) < SURE_LEAD and number not in said)
    return Boundaries(first, tuple(doubtful))


def _part(document: Document, part: Part, last: int, doubtful: Sequence[int]) -> Document:
    """The pages of the file from the part's first to `last`."""
    pages = document.pages[part.first_page - 1 : last]
    return replace(
        document,
        pages=tuple(_number_parts(page, at) for at, page in enumerate(pages, 1)),
        part=part,
        doubtful_starts=tuple(page - part.first_page + 1 for page in doubtful if part.first_page <= page <= last),
    )


def _number_parts(page: Page, number: int) -> Page:
    return replace(page, number=number, lines=tuple(replace(line, page=number) for line in page.lines))
