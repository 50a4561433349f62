# SPDX-License-Identifier: Apache-2.0
"""Tables as other tools mark them in plain text: HTML as rows, those that only lay out header or closing as columns.

Such tools set the two columns of a header (`ỦY BAN NHÂN DÂN ... | CỘNG HÒA ...`) and of a closing as a table of two.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from html.parser import HTMLParser
from itertools import zip_longest
from typing import TYPE_CHECKING

from ocr_kh.document import Line, Role
from ocr_kh.genre.forms import Form, form
from ocr_kh.genre.markdown import is_row, unmarked
from ocr_kh.language.letters import is_capitals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Rows = list[list[list[str]]]
"""Rows of cells of lines."""
_MAX_ROWS, _MAX_COLUMNS = 30, 3
"""Of a table that lays out a header or a closing."""
_MAX_LINES, _MAX_CHARACTERS = 2_000, 200_000
"""Lines and characters of a table of HTML; what is longer, or holds other tables, stays as it is."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_RULE = re.compile(r"[|:\-\s]+")
_LAID_OUT = (Form.MOTTO, Form.RECIPIENTS)
_SIGNED_FOR = re.compile(r"(?:TM|KT|TL|TUQ|Q)\s?\.|[TK]/[MTL]\s")


def without_marked_tables(lines: Sequence[Line]) -> tuple[list[Line], list[int]]:
    """The lines, tables of HTML as rows and layout tables as their columns; and for each the index of its source."""
    if not any("|" in line.text or "<" in line.text for line in lines):
        return list(lines), list(range(len(lines)))
    made: list[Line] = []
    sources: list[int] = []
    ends = [at for at, line in enumerate(lines) if _is_plain(line) and "</table" in line.text.lower()]
    at = 0
    while at < len(lines):
        stop, rows = _table(lines, at, ends)
        texts = _texts(rows, lines[at].text) if rows else None
        if texts is None:
            made += lines[at:stop]
            sources += range(at, stop)
        else:
            made += [Line(text=text, original=text, page=lines[at].page) for text in texts]
            sources += [at] * len(texts)
        at = stop
    return made, sources


def _is_plain(line: Line) -> bool:
    return not line.words and line.role is Role.BODY


def _table(lines: Sequence[Line], start: int, ends: Sequence[int]) -> tuple[int, Rows]:
    """Where the table that begins at `start` stops, and its rows; the next line and nothing for no table.

    `ends` are the lines that close tables of HTML.
    """
    if _is_plain(lines[start]) and lines[start].text.lstrip()[:6].lower() == "<table":
        end = bisect_left(ends, start)
        stop = (ends[end] if end < len(ends) else start) + 1
        text = "\n".join(line.text for line in lines[start : min(stop, start + _MAX_LINES)]).strip()
        if len(text) < _MAX_CHARACTERS and text.lower().count("<table") == 1 and text.lower().endswith("</table>"):
            reader = _Reader()
            reader.feed(text)
            return stop, reader.rows
    stop = start
    while stop < len(lines) and _is_plain(lines[stop]) and is_row(lines[stop].text.strip()):
        stop += 1
    rows = [_cells(line.text) for line in lines[start:stop] if not _RULE.fullmatch(line.text)]
    return max(stop, start + 1), rows


def _cells(row: str) -> list[list[str]]:
    return [_lines(_BREAK.split(cell)) for cell in row.strip().strip("|").split("|")]


def _lines(texts: Iterable[str]) -> list[str]:
    return [text for text in (" ".join(text.split()) for text in texts) if text]


def _texts(rows: Rows, first: str) -> list[str] | None:
    """The lines that a table is read as; None for a table of Markdown, which stays as it is."""
    width = max(map(len, rows))
    if len(rows) <= _MAX_ROWS and width <= _MAX_COLUMNS and _lays_out(rows):
        columns = zip_longest(*rows, fillvalue=list[str]())
        return [line for column in columns for cell in column for line in cell]
    if "<table" not in first.lower():
        return None
    return [" | ".join(" ".join(cell) for cell in row) for row in rows]


def _lays_out(rows: Rows) -> bool:
    """Whether a cell holds a line of a header or a closing."""
    found = (unmarked(line).text for row in rows for cell in row for line in cell)
    return any(form(text) in _LAID_OUT or (is_capitals(text) and _SIGNED_FOR.match(text)) for text in found)


class _Reader(HTMLParser):
    """The rows of a table of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Rows = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the base has it
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append([""])
        elif tag in {"br", "p", "div", "li"} and self.rows and self.rows[-1]:
            self.rows[-1][-1].append("")
        self._inside = tag in {"td", "th"} or (self._inside and tag != "tr")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self.rows and self.rows[-1]:
            self.rows[-1][-1] = _lines(self.rows[-1][-1])
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside and self.rows and self.rows[-1] and self.rows[-1][-1]:
            self.rows[-1][-1][-1] += data
