# SPDX-License-Identifier: Apache-2.0
"""Printed lines joined into paragraphs, across lines and pages; page numbers and noise taken out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ocr_kh.document import Role
from ocr_kh.genre.forms import Form, authority_behind
from ocr_kh.genre.line import GenreLine, judged
from ocr_kh.genre.markdown import unmarked
from ocr_kh.genre.sentences import is_unfinished
from ocr_kh.layout.joining import Pair, breaks, is_torn, is_torn_heading, joined
from ocr_kh.layout.printed_lines import Region, printed_lines
from ocr_kh.layout.regions import with_regions, with_regions_of
from ocr_kh.layout.stray_numbers import without_strays
from ocr_kh.layout.text_columns import (
    Column,
    column_boxes,
    has_plain_starts,
    is_centred,
    page_column,
    text_column,
    torn_column,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.document import Line
    from ocr_kh.layout.printed_lines import Printed
    from ocr_kh.layout.regions import Blocks

_Columns: TypeAlias = "Mapping[int | None, Column | None]"
_SINGLE = (Role.ISSUER, Role.MOTTO, Role.SIGNATURE, Role.TABLE)
"""Roles whose printed lines stay lines of their own."""
_SUBJECT_LINES = 8
_SUBJECT_LINE = 60
"""Characters of a full line of a subject, at least."""
_SHORT_LAST = 0.82
"""A line wider than this part of the column is no short last line of a centred subject."""
_MARKDOWN = -1
"""Key in the columns, beside the pages, that says the text has Markdown headings: blank lines part paragraphs."""
_LINE_FORMS = (Form.RECIPIENTS, Form.AUTHORITY, Form.APPENDIX)


class Paragraph(NamedTuple):
    """One paragraph, heading, list item, table row or printed header line."""

    text: str
    """Its lines joined by spaces; Markdown marks of the input are kept."""
    line: GenreLine
    """Its text without those marks, white space single; and what it is."""
    heading: int
    """Level of a Markdown heading; 0 for none."""
    bold: bool
    """All of it was set in bold."""
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
class Joined:
    """What printed lines came to: paragraphs, and what stands in none of them."""

    paragraphs: tuple[Paragraph, ...]
    kept: frozenset[int]
    """Indices of the lines that the paragraphs are made of."""
    strays: tuple[tuple[int, str], ...]
    """Page numbers that fell into sentences of plain text, each with the index of the line its paragraph begins."""


def join_lines(
    lines: Sequence[Line], widths: Mapping[int, float] | None = None, blocks: Blocks | None = None
) -> Joined:
    """Join printed lines into paragraphs, in the order given; blank lines, page numbers and noise are left out.

    `widths` are those of the pages, in points, by number; `blocks` says where header and closing are, where that is
    known.

    A heading, a list item, a table row, a header line and a signature line are one paragraph each. With
    boxes the place on the page decides; without, punctuation, capitals, numbering and line lengths do.
    """
    printed = printed_lines(lines)
    kept = frozenset(item.at for item in printed)
    made = _joined(printed, widths or {}, blocks)
    if any(line.box for line in lines):
        return Joined(tuple(made), kept, ())
    mended = without_strays([paragraph.text for paragraph in made])
    lost = {at: Counter(made[at].text.split()) - Counter(text.split()) for at, text in mended.items()}
    strays = tuple((made[at].first, word) for at, words in lost.items() for word in words.elements())
    whole = (_with_text(item, mended[at]) if at in mended else item for at, item in enumerate(made))
    return Joined(tuple(whole), kept, strays)


def paragraphs(lines: Sequence[Line], widths: Mapping[int, float] | None = None) -> tuple[Paragraph, ...]:
    """The paragraphs alone; see `join_lines`."""
    return join_lines(lines, widths).paragraphs


def _joined(lines: Sequence[Printed], widths: Mapping[int, float], blocks: Blocks | None) -> list[Paragraph]:
    """The paragraphs, page numbers still in the sentences that they fell into."""
    printed = with_regions(lines) if blocks is None else with_regions_of(blocks, lines)
    columns = _columns(printed, widths)
    groups: list[list[Printed]] = [[item] for item in printed[:1]]
    subject = 0
    for before, after in pairwise(printed):
        subject = subject + 1 if after.region is Region.SUBJECT else 0
        parted = blocks is not None and blocks.part(before.at) != blocks.part(after.at)
        if parted or subject > _SUBJECT_LINES or _separate(before, after, groups[-1][0], columns):
            groups.append([after])
        else:
            groups[-1].append(after)
    return [_paragraph(group, columns) for group in groups]


def _columns(printed: Sequence[Printed], widths: Mapping[int, float]) -> dict[int | None, Column | None]:
    """The column of each page; under None the column of plain text, or None for a stream."""
    pages: dict[int | None, list[Line]] = {}
    lengths = []
    for item in printed:
        if item.source.box is not None:
            pages.setdefault(item.source.page, []).append(item.source)
        elif not item.table:
            lengths.append(len(item.text))
    columns: dict[int | None, Column | None] = {
        page: page_column(column_boxes(of), widths.get(page or 0, 0.0)) for page, of in pages.items()
    }
    plain = [item.line for item in printed if item.source.box is None and not item.table]
    column = text_column([length for length in lengths if length >= 30]) or torn_column(plain)
    if column is not None:
        running = [item.line for item in printed if item.region is Region.BODY and not item.table]
        column = replace(column, plain_starts=has_plain_starts(running, column.width))
    columns[None] = column
    if any(item.source.text.lstrip().startswith("#") for item in printed):
        columns[_MARKDOWN] = Column(0.0, 1.0, 0.0)
    return columns


def _separate(before: Printed, after: Printed, opening: Printed, columns: _Columns) -> bool:
    """Whether a paragraph ends between two lines; `opening` is the line it began with."""
    if before.source.role is not after.source.role or after.source.role in _SINGLE or before.table or after.table:
        return True
    if before.heading != after.heading or after.source.text.lstrip().startswith("#"):
        return not _torn_by_marks(before, after)
    if after.region is Region.HEADER or before.region is Region.HEADER:
        return True
    if before.form in (Form.AUTHORITY, Form.APPENDIX, Form.RECIPIENTS) or after.form in _LINE_FORMS:
        return True
    if opening.form is Form.ADDRESSEE and (before.line.ends_sentence or after.line.is_lead_in):
        return True
    if after.text.startswith(("(Kèm theo", "(Ban hành kèm theo")):
        return True
    if after.form in (Form.BASIS, Form.CLOSING) and (before.line.ends_sentence or after.blank):
        return True
    if after.region is Region.CLOSING or after.source.role is Role.RECIPIENTS:
        return _closing_breaks(before.line, after.line)
    if before.region is Region.SUBJECT and after.region is Region.SUBJECT:
        return _subject_breaks(before, after, columns)
    if before.region is Region.SUBJECT:
        return not after.text[:1].islower() or before.line.ends_sentence
    if after.region is Region.GROUNDS and after.line.is_lead_in and _may_end(before, after, opening, columns):
        return True
    return _running_breaks(before, after, opening, columns)


def _may_end(before: Printed, after: Printed, opening: Printed, columns: _Columns) -> bool:
    """A ground may end here: a full line that ends a sentence may as well be in the middle of the lead-in.

    A basis is a single sentence: it ends where that does.
    """
    if before.text.endswith((",", ";")) or (opening.form is Form.BASIS and before.text.endswith(".")):
        return True
    return before.text.endswith(".") and (_column(after, columns) is None or _pair(before, after, columns).is_short())


def _torn_by_marks(before: Printed, after: Printed) -> bool:
    """A heading whose second line another tool did not mark."""
    if is_torn_heading(before.line, after.line) and not after.heading:
        return True
    if after.heading or after.line.starts_lower_item or len(before.text) <= 60:
        return False
    return after.text[:1].islower() and not before.line.ends_sentence


def _closing_breaks(first: GenreLine, second: GenreLine) -> bool:
    if second.starts_item or second.text.startswith(("-", "+", "}")) or first.is_name or second.plain.startswith("Luu"):
        return True
    if second.capitals or first.capitals or first.text.rstrip().endswith((";", ".", ":")):
        return True
    if not second.is_name:
        return False
    runs_on = is_unfinished(first.text, second.text) or first.text.startswith(("-", "+"))
    return authority_behind(first.text) is not None or not runs_on


def _subject_breaks(before: Printed, after: Printed, columns: _Columns) -> bool:
    """A subject runs on over its centred lines; it ends where capitals do, or where full lines begin."""
    if after.line.is_span:
        return False
    if before.line.capitals != after.line.capitals:
        return True
    if after.text[:1].islower() or is_unfinished(before.text, after.text):
        return False
    if before.line.ends_sentence:
        return True
    column = _column(after, columns)
    if column is None:
        return not _fills_line(before.line, after.line) and _stream_breaks(before.line, after.line)
    if after.source.box is not None:
        sentence = after.line.ends_sentence and _pair(before, after, columns).is_short()
        return not is_centred(after.source.box, column) and (
            sentence or after.source.box.width > _SHORT_LAST * column.width
        )
    room = 1 - len(before.text) / column.width
    return room > 0.25 and (after.blank or len(after.text) > _SHORT_LAST * column.width)


def _fills_line(first: GenreLine, second: GenreLine) -> bool:
    """Whether `second` is the rest of a subject whose first line is full; body text ends as sentences do."""
    is_rest = not second.ends_sentence and ": " not in second.text
    return len(first.text) >= _SUBJECT_LINE > len(second.text) and is_rest


def _running_breaks(before: Printed, after: Printed, opening: Printed, columns: _Columns) -> bool:
    column = _column(after, columns)
    if column is None or (after.blank and columns.get(_MARKDOWN)):
        return _stream_breaks(before.line, after.line)
    return breaks(_pair(before, after, columns, opening.line))


def _stream_breaks(first: GenreLine, second: GenreLine) -> bool:
    """A stream has a paragraph a line, except where a page end tore a sentence or a line end a heading in capitals."""
    above, below = first.text, second.text
    if is_torn_heading(first, second) or is_torn(above, below):
        return False
    if second.capitals and below[:1].isalpha() and len(below.split()) > 1 and not first.capitals:
        return True
    bulleted = bool(first.bullet) and below[:1].islower()
    short = len(above) < 30 and not bulleted and (above.endswith((",", "-", "–")) or not is_unfinished(above, below))
    if first.ends_sentence or second.starts_item or second.starts_lower_item or short or first.capitals:
        return True
    figures = below[:1].isdigit() and not below.isdigit()  # an amount or a date that a line begins with
    return not (below[:1].islower() or figures or is_unfinished(above, below))


def _column(item: Printed, columns: _Columns) -> Column | None:
    return columns.get(item.source.page if item.source.box else None)


def _pair(before: Printed, after: Printed, columns: _Columns, opening: GenreLine | None = None) -> Pair:
    one, two = before.source.box, after.source.box
    if one is None or two is None:
        return _text_pair(before, after, columns.get(None) or Column(0.0, 1.0, 0.0), opening)
    column, following = columns.get(before.source.page), columns.get(after.source.page)
    if column is None or following is None:
        return Pair(before.line, after.line, opening=opening)
    first_word = after.source.words[0].box
    same = before.source.page == after.source.page
    return Pair(
        before.line,
        after.line,
        room=max(0.0, (column.right - one.x1) / column.width),
        word=first_word.width / following.width if first_word else 0.0,
        indent=two.x0 - following.left,
        step=two.x0 - one.x0 if same else None,
        gap=(two.middle[1] - one.middle[1]) / column.pitch if same and column.pitch else None,
        opening=opening,
    )


def _text_pair(before: Printed, after: Printed, column: Column, opening: GenreLine | None) -> Pair:
    word = len(after.text.split(" ", 1)[0])
    room = max(0.0, 1 - len(before.text) / column.width)
    return Pair(
        before.line,
        after.line,
        blank=after.blank,
        room=room,
        word=word / column.width,
        plain_starts=column.plain_starts,
        opening=opening,
    )


def _paragraph(group: Sequence[Printed], columns: _Columns) -> Paragraph:
    first, box = group[0], group[0].source.box
    column = columns.get(first.source.page) if box else None
    text = joined(" ".join(item.source.text.split()) for item in group)
    marked = unmarked(text)
    return Paragraph(
        text=text,
        line=first.line if marked.text == first.text else judged(marked.text),
        heading=marked.heading,
        bold=marked.bold,
        page=first.source.page,
        role=first.source.role,
        first=first.at,
        last=group[-1].at,
        centred=is_centred(box, column) if box and column else None,
        blank_before=first.blank,
    )


def _with_text(paragraph: Paragraph, text: str) -> Paragraph:
    marked = unmarked(text)
    line = judged(marked.text)
    return paragraph._replace(text=text, line=line, heading=marked.heading, bold=marked.bold)
