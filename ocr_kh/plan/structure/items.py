# SPDX-License-Identifier: Apache-2.0
"""Paragraphs as the plan looks at them: without Markdown marks, with the fixed line each is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ocr_kh.document import Role
from ocr_kh.genre.markdown import is_row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocr_kh.genre.forms import Form
    from ocr_kh.genre.line import GenreLine
    from ocr_kh.layout.paragraphs import Paragraph
    from ocr_kh.plan.pointers import Pointer


class Item(NamedTuple):
    """One paragraph and what its marks and its wording say."""

    line: GenreLine
    """Its text without Markdown marks, white space single; and what it is."""
    page: int | None = None
    role: Role = Role.BODY
    heading: int = 0
    """Level of a Markdown heading; 0 for none."""
    bold: bool = False
    centred: bool = False
    first: int = -1
    """Index of its first line among the lines of the document."""
    last: int = -1

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def form(self) -> Form | None:
        return self.line.form

    @property
    def is_table(self) -> bool:
        return self.role is Role.TABLE or is_row(self.text)


Places: TypeAlias = "dict[Pointer, tuple[Item, ...]]"
"""Values of a plan, by pointer, and the paragraphs they were read from."""


def items_of(paragraphs: Iterable[Paragraph]) -> list[Item]:
    """The paragraphs that have text, in their order."""
    return [item for paragraph in paragraphs if (item := _item(paragraph)).text]


def _item(paragraph: Paragraph) -> Item:
    return Item(
        line=paragraph.line,
        page=paragraph.page,
        role=paragraph.role,
        heading=paragraph.heading,
        bold=paragraph.bold,
        centred=bool(paragraph.centred),
        first=paragraph.first,
        last=paragraph.last,
    )
