# SPDX-License-Identifier: Apache-2.0
"""The printed lines that make up paragraphs: without blank lines, page numbers, noise and what else frames a page."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.document import Role
from ocr_kh.genre.line import GenreLine, judged
from ocr_kh.genre.markdown import is_row, unmarked
from ocr_kh.genre.specks import without_specks
from ocr_kh.layout.stray_numbers import page_number_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.document import Line
    from ocr_kh.genre.forms import Form

_SKIPPED = (Role.PAGE_NUMBER, Role.NOISE)
_RULE = 3
"""Characters of the shortest drawn rule."""
_FURNITURE = 8
"""Fewer characters in a line of a scan may be a page number or a speck."""
_RUNNING_HEAD = re.compile(r"(?:\d{1,4} )?CÔNG BÁO/Số .{1,30}/Ngày [\d\-/]{6,10}(?: \d{1,4})?")


class Region(Enum):
    """Where in the document a line stands, as far as the lines before it show."""

    HEADER = auto()
    SUBJECT = auto()
    GROUNDS = auto()
    """Bases and lead-in, up to the first numbered line."""
    BODY = auto()
    CLOSING = auto()


class Printed(NamedTuple):
    """A line that stays, with what the joining looks at."""

    at: int
    """Index among the lines of the document."""
    source: Line
    line: GenreLine
    """Its text without Markdown marks, and what that is."""
    blank: bool
    """A blank line stands before it."""
    heading: bool
    """It carries a Markdown heading mark or is bold as a whole."""
    table: bool
    region: Region = Region.BODY

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def form(self) -> Form | None:
        return self.line.form


def printed_lines(lines: Sequence[Line]) -> list[Printed]:
    """The lines that stay; blank ones, page numbers, noise and furniture of the page are left out."""
    kept, blank = [], False
    plain = [line.text if line.box is None else "" for line in lines]
    dropped = page_number_lines(plain) if any(plain) else frozenset()
    for index, line in enumerate(lines):
        marked = unmarked(line.text)
        if not marked.text:
            blank = True
        elif line.role not in _SKIPPED and index not in dropped and not _is_furniture(lines, index, marked.text):
            table = line.role is Role.TABLE or is_row(marked.text)
            heading = bool(marked.heading) or marked.bold
            text = without_specks(marked.text)
            kept.append(Printed(index, line, judged(text), blank, heading, table))
            blank = False
    return kept


def _is_furniture(lines: Sequence[Line], index: int, text: str) -> bool:
    """The gazette's running head, a drawn rule, a speck, and the page's number that stands outside the margins."""
    line = lines[index]
    if line.words and line.role is Role.BODY and len(text) < _FURNITURE:
        return _is_speck(text) or (text.strip(" -–.") == str(line.page) and _is_outermost(lines, index))
    if len(text) >= _RULE and not any(map(str.isalnum, text)) and not line.words:
        return not set(text) - set("-–—_=*~. ")
    return text.find("CÔNG BÁO/", 0, 15) >= 0 and bool(_RUNNING_HEAD.fullmatch(text))


def _is_speck(text: str) -> bool:
    """A lone small letter or sign, which an engine made of a speck."""
    return len(text) == 1 and not (text.isupper() or text.isdigit())


def _is_outermost(lines: Sequence[Line], index: int) -> bool:
    """The first or the last line of a page, but for noise; never that of the first page."""
    page = lines[index].page
    ways = (range(index - 1, -1, -1), range(index + 1, len(lines)))
    return page not in {None, 1} and any(_ends_page(lines, way, page) for way in ways)


def _ends_page(lines: Sequence[Line], way: Iterable[int], page: int | None) -> bool:
    for at in way:
        if lines[at].page != page:
            return True
        if lines[at].role is not Role.NOISE and lines[at].text:
            return False
    return True
