# SPDX-License-Identifier: Apache-2.0
"""Printed lines joined into paragraphs, across lines and pages; page numbers and noise taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from ocr_kh.document import Role
from ocr_kh.genre.document_types import PARTY_TYPES, names_kind
from ocr_kh.genre.enumerators import bullet
from ocr_kh.genre.forms import Form, authority_behind, form, is_annex_heading, is_lead_in
from ocr_kh.genre.markdown import is_row, unmarked
from ocr_kh.genre.people import is_name
from ocr_kh.genre.sentences import ends_sentence, is_span, is_unfinished
from ocr_kh.genre.specks import without_specks
from ocr_kh.language.letters import bare, is_capitals
from ocr_kh.layout.joining import (
    Column,
    Pair,
    breaks,
    column_boxes,
    has_plain_starts,
    is_centred,
    is_torn,
    is_torn_heading,
    joined,
    page_column,
    starts_item,
    starts_lower_item,
    text_column,
    torn_column,
)
from ocr_kh.layout.stray_numbers import page_number_lines, without_strays

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ocr_kh.document import Line

_Columns: TypeAlias = "Mapping[int | None, Column | None]"
_SKIPPED = (Role.PAGE_NUMBER, Role.NOISE)
_SINGLE = (Role.ISSUER, Role.MOTTO, Role.SIGNATURE, Role.TABLE)
"""Roles whose printed lines stay lines of their own."""
_HEADER_LINES = 30
"""Lines at the start of a document within which its header stands."""
_SUBJECT_LINES = 8
_SUBJECT_LINE = 60
"""Characters of a full line of a subject, at least."""
_SHORTEST_SENTENCE = 40
"""Characters of a line that ends a sentence, as no line of a subject does."""
_SHORT_LAST = 0.82
"""A line wider than this part of the column is no short last line of a centred subject."""
_MARKDOWN = -1
"""Key in the columns, beside the pages, that says the text has Markdown headings: blank lines part paragraphs."""
_RULE = 3
_FURNITURE = 8
"""Fewer characters in a line of a scan may be a page number or a speck."""
_RUNNING_HEAD = re.compile(r"(?:\d{1,4} )?CÔNG BÁO/Số .{1,30}/Ngày [\d\-/]{6,10}(?: \d{1,4})?")
_HEADER_FORMS = (Form.MOTTO, Form.NUMBER, Form.DATE, Form.TYPE)
_LINE_FORMS = (Form.RECIPIENTS, Form.AUTHORITY, Form.APPENDIX)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, heading, list item, table row or printed header line."""

    text: str
    """Its lines joined by spaces; Markdown marks of the input are kept."""
    page: int | None
    """The page it begins on, from 1; None where the input is plain text."""
    role: Role
    first: int
    """Index of its first line among the lines it was made from."""
    last: int
    """Index of its last line; lines between that were dropped (page numbers) are not in it."""
    centred: bool | None = None
    """Whether its first line stands in the middle of the column; None where there are no boxes."""
    blank_before: bool = False
    """A blank line stands before it (plain text)."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Where header and closing stand among the lines, as indices: lines of theirs are joined to none of the text's."""

    body: int
    """The first line behind the header."""
    closing: int
    """The first line of recipients and signatures."""
    behind: int
    """The first line behind them."""

    def part(self, index: int) -> int:
        """Which part a line belongs to: header, body, closing, or what stands behind it."""
        return sum(index >= start for start in (self.body, self.closing, self.behind))


class _Region(Enum):
    """Where in the document a line stands, as far as the lines before it show."""

    HEADER = auto()
    SUBJECT = auto()
    GROUNDS = auto()
    """Bases and lead-in, up to the first numbered line."""
    BODY = auto()
    CLOSING = auto()


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line that stays, with what the joining looks at."""

    index: int
    line: Line
    text: str
    """Without Markdown marks."""
    form: Form | None
    blank: bool
    """A blank line stands before it."""
    heading: bool
    """It carries a Markdown heading mark or is bold as a whole."""
    table: bool
    region: _Region = _Region.BODY


def paragraphs(
    lines: Sequence[Line], widths: Mapping[int, float] | None = None, blocks: Blocks | None = None
) -> tuple[Paragraph, ...]:
    """Join printed lines into paragraphs, in the order given; blank lines, page numbers and noise are left out.

    `widths` are those of the pages, in points, by number; `blocks` says where header and closing are, where that is
    known.

    A heading, a list item, a table row, a header line and a signature line are one paragraph each. With
    boxes the place on the page decides; without, punctuation, capitals, numbering and line lengths do.
    """
    printed = _with_regions(_kept(lines)) if blocks is None else _in_blocks(_kept(lines), blocks)
    columns = _columns(printed, widths or {})
    groups: list[list[_Printed]] = [[item] for item in printed[:1]]
    subject = 0
    for before, after in pairwise(printed):
        subject = subject + 1 if after.region is _Region.SUBJECT else 0
        parted = blocks is not None and blocks.part(before.index) != blocks.part(after.index)
        if parted or subject > _SUBJECT_LINES or _separate(before, after, groups[-1][0], columns):
            groups.append([after])
        else:
            groups[-1].append(after)
    made = [_paragraph(group, columns) for group in groups]
    return tuple(made if _has_boxes(printed) else _without_strays(made))


def _kept(lines: Sequence[Line]) -> list[_Printed]:
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
            kept.append(_Printed(index, line, text, form(text), blank, heading, table))
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


def _with_regions(printed: Sequence[_Printed]) -> list[_Printed]:
    has_header = any(item.form in _HEADER_FORMS for item in printed[:_HEADER_LINES])
    party = any("DANG CONG SAN" in bare(item.text) for item in printed[:_HEADER_LINES])
    region = _Region.HEADER if has_header else _Region.BODY
    placed = []
    for number, item in enumerate(printed):
        region = _next_region(region, item, number)
        placed.append(replace(item, region=region))
        party_type = party and " ".join(bare(item.text).split()) in PARTY_TYPES
        of_name = number > 0 and printed[number - 1].text.endswith(("-", "–", " VÀ"))  # `SỞ KẾ HOẠCH -` above
        if region is _Region.HEADER and (item.form is Form.TYPE or party_type or names_kind(item.text)) and not of_name:
            region = _Region.SUBJECT
    return placed


def _in_blocks(printed: Sequence[_Printed], blocks: Blocks) -> list[_Printed]:
    """The lines with their regions, where header and closing are known."""
    region, placed = (_Region.GROUNDS if blocks.body else _Region.BODY), []
    for number, item in enumerate(printed):
        part = blocks.part(item.index)
        if part in (1, 3):
            region = _next_region(region, item, number)
            region = _Region.BODY if part == 1 and region is _Region.CLOSING else region
        own = {0: _Region.HEADER, 2: _Region.CLOSING}.get(part, region)
        region = _Region.CLOSING if part == 2 else region
        placed.append(replace(item, region=own))
    return placed


def _next_region(region: _Region, item: _Printed, number: int) -> _Region:
    if region is _Region.HEADER:
        behind = _Region.GROUNDS if item.form is Form.BASIS else _Region.BODY
        return behind if _ends_header(item, number) else region
    if region is _Region.SUBJECT:
        starts = starts_item(item.text) and not is_span(item.text)
        ended = item.form is not None or is_lead_in(item.text) or starts or item.table
        ended = ended or item.text.lower().endswith(" điện:")  # who is called follows
        ended = ended or (item.text.endswith((".", ";")) and len(item.text) > _SHORTEST_SENTENCE)
        region = _Region.GROUNDS if ended else region
    if region is _Region.GROUNDS:
        return _Region.BODY if starts_item(item.text) or item.heading else region
    if region is _Region.BODY and item.form in (Form.RECIPIENTS, Form.AUTHORITY):
        return _Region.CLOSING
    if region is _Region.CLOSING and item.form is Form.TYPE:
        return _Region.HEADER  # of a regulation that the document issues; its title follows
    if region is _Region.CLOSING and (is_annex_heading(item.text) or len(item.text) > 160):
        return _Region.BODY
    return region


def _ends_header(item: _Printed, number: int) -> bool:
    if item.form in _HEADER_FORMS or item.line.role in (Role.ISSUER, Role.MOTTO):
        return False
    return number >= _HEADER_LINES or item.form is Form.BASIS or len(item.text) > 110 or starts_item(item.text)


def _columns(printed: Sequence[_Printed], widths: Mapping[int, float]) -> dict[int | None, Column | None]:
    """The column of each page; under None the column of plain text, or None for a stream."""
    pages: dict[int | None, list[Line]] = {}
    lengths = []
    for item in printed:
        if item.line.box is not None:
            pages.setdefault(item.line.page, []).append(item.line)
        elif not item.table:
            lengths.append(len(item.text))
    columns: dict[int | None, Column | None] = {
        page: page_column(column_boxes(of), widths.get(page or 0, 0.0)) for page, of in pages.items()
    }
    plain = [item.text for item in printed if item.line.box is None and not item.table]
    column = text_column([length for length in lengths if length >= 30]) or torn_column(plain)
    if column is not None:
        running = [item.text for item in printed if item.region is _Region.BODY and not item.table]
        column = replace(column, plain_starts=has_plain_starts(running, column.width))
    columns[None] = column
    if any(item.line.text.lstrip().startswith("#") for item in printed):
        columns[_MARKDOWN] = Column(0.0, 1.0, 0.0)
    return columns


def _separate(before: _Printed, after: _Printed, opening: _Printed, columns: _Columns) -> bool:
    """Whether a paragraph ends between two lines; `opening` is the line it began with."""
    if before.line.role is not after.line.role or after.line.role in _SINGLE or before.table or after.table:
        return True
    if before.heading != after.heading or after.line.text.lstrip().startswith("#"):
        return not _torn_by_marks(before, after)
    if after.region is _Region.HEADER or before.region is _Region.HEADER:
        return True
    if before.form in (Form.AUTHORITY, Form.APPENDIX, Form.RECIPIENTS) or after.form in _LINE_FORMS:
        return True
    if opening.form is Form.ADDRESSEE and (ends_sentence(before.text) or is_lead_in(after.text)):
        return True
    if after.text.startswith(("(Kèm theo", "(Ban hành kèm theo")):
        return True
    if after.form in (Form.BASIS, Form.CLOSING) and (ends_sentence(before.text) or after.blank):
        return True
    if after.region is _Region.CLOSING or after.line.role is Role.RECIPIENTS:
        return _closing_breaks(before.text, after.text)
    if before.region is _Region.SUBJECT and after.region is _Region.SUBJECT:
        return _subject_breaks(before, after, columns)
    if before.region is _Region.SUBJECT:
        return not after.text[:1].islower() or ends_sentence(before.text)
    if after.region is _Region.GROUNDS and is_lead_in(after.text) and _may_end(before, after, opening, columns):
        return True
    return _running_breaks(before, after, opening, columns)


def _may_end(before: _Printed, after: _Printed, opening: _Printed, columns: _Columns) -> bool:
    """A ground may end here: a full line that ends a sentence may as well be in the middle of the lead-in.

    A basis is a single sentence: it ends where that does.
    """
    if before.text.endswith((",", ";")) or (opening.form is Form.BASIS and before.text.endswith(".")):
        return True
    return before.text.endswith(".") and (_column(after, columns) is None or _pair(before, after, columns).short)


def _torn_by_marks(before: _Printed, after: _Printed) -> bool:
    """A heading whose second line another tool did not mark."""
    if is_torn_heading(before.text, after.text) and not after.heading:
        return True
    if after.heading or starts_lower_item(after.text) or len(before.text) <= 60:
        return False
    return after.text[:1].islower() and not ends_sentence(before.text)


def _closing_breaks(first: str, second: str) -> bool:
    if starts_item(second) or second.startswith(("-", "+", "}")) or is_name(first) or bare(second).startswith("Luu"):
        return True
    if is_capitals(second) or is_capitals(first) or first.rstrip().endswith((";", ".", ":")):
        return True
    if not is_name(second):
        return False
    return authority_behind(first) is not None or not (is_unfinished(first, second) or first.startswith(("-", "+")))


def _subject_breaks(before: _Printed, after: _Printed, columns: _Columns) -> bool:
    """A subject runs on over its centred lines; it ends where capitals do, or where full lines begin."""
    if is_span(after.text):
        return False
    if is_capitals(before.text) != is_capitals(after.text):
        return True
    if after.text[:1].islower() or is_unfinished(before.text, after.text):
        return False
    if ends_sentence(before.text):
        return True
    column = _column(after, columns)
    if column is None:
        return not _fills_line(before.text, after.text) and _stream_breaks(before.text, after.text)
    if after.line.box is not None:
        sentence = ends_sentence(after.text) and _pair(before, after, columns).short
        return not is_centred(after.line.box, column) and (
            sentence or after.line.box.width > _SHORT_LAST * column.width
        )
    room = 1 - len(before.text) / column.width
    return room > 0.25 and (after.blank or len(after.text) > _SHORT_LAST * column.width)


def _fills_line(first: str, second: str) -> bool:
    """Whether `second` is the rest of a subject whose first line is full; body text ends as sentences do."""
    return len(first) >= _SUBJECT_LINE > len(second) and not ends_sentence(second) and ": " not in second


def _running_breaks(before: _Printed, after: _Printed, opening: _Printed, columns: _Columns) -> bool:
    column = _column(after, columns)
    if column is None or (after.blank and columns.get(_MARKDOWN)):
        return _stream_breaks(before.text, after.text)
    return breaks(replace(_pair(before, after, columns), opening=opening.text))


def _stream_breaks(first: str, second: str) -> bool:
    """A stream has a paragraph a line, except where a page end tore a sentence or a line end a heading in capitals."""
    if is_torn_heading(first, second) or is_torn(first, second):
        return False
    if is_capitals(second) and second[:1].isalpha() and len(second.split()) > 1 and not is_capitals(first):
        return True
    bulleted = bool(bullet(first)) and second[:1].islower()
    short = len(first) < 30 and not bulleted and (first.endswith((",", "-", "–")) or not is_unfinished(first, second))
    if ends_sentence(first) or starts_item(second) or starts_lower_item(second) or short or is_capitals(first):
        return True
    figures = second[:1].isdigit() and not second.isdigit()  # an amount or a date that a line begins with
    return not (second[:1].islower() or figures or is_unfinished(first, second))


def _column(item: _Printed, columns: _Columns) -> Column | None:
    return columns.get(item.line.page if item.line.box else None)


def _pair(before: _Printed, after: _Printed, columns: _Columns) -> Pair:
    one, two = before.line.box, after.line.box
    if one is None or two is None:
        return _text_pair(before, after, columns.get(None) or Column(0.0, 1.0, 0.0))
    column, following = columns.get(before.line.page), columns.get(after.line.page)
    if column is None or following is None:
        return Pair(before.text, after.text)
    first_word = after.line.words[0].box
    same = before.line.page == after.line.page
    return Pair(
        before.text,
        after.text,
        room=max(0.0, (column.right - one.x1) / column.width),
        word=first_word.width / following.width if first_word else 0.0,
        indent=two.x0 - following.left,
        step=two.x0 - one.x0 if same else None,
        gap=(two.middle[1] - one.middle[1]) / column.pitch if same and column.pitch else None,
    )


def _text_pair(before: _Printed, after: _Printed, column: Column) -> Pair:
    word = len(after.text.split(" ", 1)[0])
    room = max(0.0, 1 - len(before.text) / column.width)
    return Pair(
        before.text,
        after.text,
        blank=after.blank,
        room=room,
        word=word / column.width,
        plain_starts=column.plain_starts,
    )


def _paragraph(group: Sequence[_Printed], columns: _Columns) -> Paragraph:
    first, box = group[0], group[0].line.box
    column = columns.get(first.line.page) if box else None
    return Paragraph(
        text=joined(" ".join(item.line.text.split()) for item in group),
        page=first.line.page,
        role=first.line.role,
        first=first.index,
        last=group[-1].index,
        centred=is_centred(box, column) if box and column else None,
        blank_before=first.blank,
    )


def _has_boxes(printed: Iterable[_Printed]) -> bool:
    return any(item.line.box for item in printed)


def _without_strays(made: Sequence[Paragraph]) -> list[Paragraph]:
    mended = without_strays([paragraph.text for paragraph in made])
    return [replace(item, text=mended[index]) if index in mended else item for index, item in enumerate(made)]
