# SPDX-License-Identifier: Apache-2.0
"""Signs and figures in lines that an engine read: what it makes of them, and what they are.

An engine's network knows words; a dash before a list item or a figure is outside of what it knows. The rules act on
shapes that have one right form only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.dates import typed_date
from ocr_kh.language.confusions import glyphs, translation
from ocr_kh.repair.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LIST_DASH = re.compile(rf"^\s*(?P<sign>[{glyphs('dash')}])(?=\s+\S)")
"""At the head of a line, before a word: the dash of a list (seen on samples and real closings: `~` and `„`)."""
_LIKE = r"[\dOoIlÍÌŠØ§\][]"
_FIGURE = rf"(?<![\w.,/-])(?={_LIKE}*\d)(?=\d*[^\W\d]|\d*[§\][]){_LIKE}{{2,6}}(?![\w-]|/[^\W\d])"
"""Figures with letters and signs among them that look like figures: `1O`, `O2`, `l6`, `1Š`, `1Ø`, `3]`, `[0`."""
_DAY = r"(?:(?<=ngày )|(?<=tháng ))(?=[\dOoIlLŠØ]?\d|\d[OoIlLŠØ])[\dOoIlLŠØ]{2}(?= tháng | năm )"
"""Day and month in words: `tháng L1 năm`."""
_CLAUSE = r"(?<=[Kk]hoản )[IlÌÏ|\]](?=[ ,;.]|$)|(?<=\w Điều )[IlÌÏ|\]](?=[ ,;.]|$)"
"""Clauses and articles have Arabic figures (Nghị định 30/2020, Phụ lục I)."""
_FIVE = r"(?<![\w.,/-])(?<!ngày )(?<!tháng )Š(?= (?:ngày|tháng|năm|giờ|người|hộ|đồng|lần|%))"
"""No letter of Vietnamese; after `ngày` it may be what the engine makes of handwriting."""
_MISREAD = re.compile(f"{_FIGURE}|{_DAY}|{_CLAUSE}|{_FIVE}")
_ROMAN = re.compile(r"^[1l|](?=[VX][.,:])")
"""`1V.` at the head of a line."""
_ROMAN_END = re.compile(
    r"\([^()\[\]]*\b(?i:kh[oó][aá]|kỳ|quý|thứ|chương|phần|mục|phụ lục) [IVX]+"
    r"(?:(?P<bracket>D)[”\"]?$|(?P<figure>[\]l|])(?=\)))"
)
"""`(khóa XD` for `(khóa XI)`, `(khóa X])`: the last figure of a Roman number in parentheses, and what closes them."""
_PROCEDURE = re.compile(r"(?<![\w.])(?P<level>[1IlÌ|])(?=\.\d{6}\b)|(?<=\.\d\d\.H)(?P<province>[\dS]{2})(?!\w)")
"""Codes of administrative procedures, as of the national portal: `1.012289.000.00.00.H53`."""
_YEAR = r"(?:[12] \d{3}|(?:19|20)\d \d)"
_SPLIT_DATE = re.compile(
    rf"(?<![\w/.])(?:\d{{1,2}}/(?:0 [1-9]|1 [0-2])/(?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}/{_YEAR}|"
    r"(?<=[Nn]gày )[0-3] \d/\d{1,2}/(?:19|20)\d\d)(?![\w/])"
)
"""A date in figures that was torn (`28/1 1/2023`): a narrow `1` stands apart from its neighbours."""
_SLASH = re.compile(r"(?<=[\w])[⁄∕](?=\w)")
_FIGURES_MEANT = translation("figure")
_ROW = re.compile(r"^(?P<cell>\S{1,4}?)[.,:;)]? \| ")
"""A table row whose first cell holds a figure, or what was read for one."""
_CONTINUED_ROW = re.compile(r"^(?:\| |.{0,2}$)")
"""A row that goes on with the one before it, and what an engine reads in a margin between two pages."""
_BOTH = 2
"""Rows beside one, above and below."""
_MIN_RIGHT_CELLS = 3
"""First cells that must show the figure the row has by its place, and at least half of the figures there."""


def sign_edits(line: str) -> list[Edit]:
    """What the signs of one line become, in order, without overlaps; nothing for a figure that is right (`ngày 14`)."""
    edits = merge_edits(_dash(line), _figures(line), _romans(line), _dates(line), _codes(line))
    return [edit for edit in edits if edit.after != line[edit.start : edit.end]]


def merge_edits(*edits: Iterable[Edit]) -> list[Edit]:
    """All edits of a line in order; of two that overlap the one that begins first."""
    result: list[Edit] = []
    for edit in sorted((edit for group in edits for edit in group), key=lambda edit: (edit.start, -edit.end)):
        if not result or edit.start >= result[-1].end:
            result.append(edit)
    return result


def _dash(line: str) -> Iterator[Edit]:
    if match := _LIST_DASH.match(line):
        yield Edit(match.start("sign"), match.end("sign"), "-", "rule")


def _figures(line: str) -> Iterator[Edit]:
    for match in _MISREAD.finditer(line):
        if not _closes_bracket(line, match):
            yield Edit(match.start(), match.end(), match.group().translate(_FIGURES_MEANT), "rule")


def _romans(line: str) -> Iterator[Edit]:
    for match in _ROMAN_END.finditer(line):
        name = match.lastgroup or ""
        yield Edit(match.start(name), match.end(name), "I)" if name == "bracket" else "I", "rule")


def _dates(line: str) -> Iterator[Edit]:
    for match in _SPLIT_DATE.finditer(line):
        whole = match.group().replace(" ", "")
        if typed_date(whole):
            yield Edit(match.start(), match.end(), whole, "rule")


def _closes_bracket(line: str, match: re.Match[str]) -> bool:
    """Whether a square bracket of the match may be one: its other half stands in the line."""
    text = match.group()
    return ("[" in text and "]" in line[match.start() :]) or ("]" in text and "[" in line[: match.end()])


def _codes(line: str) -> Iterator[Edit]:
    for match in _PROCEDURE.finditer(line):
        yield Edit(match.start(), match.end(), match.group().translate(_FIGURES_MEANT), "rule")
    yield from (Edit(match.start(), match.end(), "I", "rule") for match in _ROMAN.finditer(line))
    yield from (Edit(match.start(), match.end(), "/", "rule") for match in _SLASH.finditer(line))


def numbering_edits(lines: Sequence[str]) -> list[list[Edit]]:
    """Where the first column of a table counts its rows, each figure as its place in the count says.

    The count is the one that most first cells agree with; rows of one table stand one below the other. A figure that
    the next one goes on from is as printed, right or wrong.
    """
    edits: list[list[Edit]] = [[] for _ in lines]
    for numbers, cells in _tables(lines):
        starts = [int(cell) - place for place, cell in enumerate(cells) if cell.isdecimal()]
        start = max(set(starts), key=starts.count, default=0)
        if starts.count(start) < max(_MIN_RIGHT_CELLS, len(starts) / 2):
            continue
        padded = sum(cell.startswith("0") for cell in cells) > 1
        for place, (number, cell) in enumerate(zip(numbers, cells, strict=True)):
            right = str(start + place).zfill(1 + padded)
            if start + place > 0 and cell.lstrip("0") != right.lstrip("0") and not _is_printed(cells, place, start):
                edits[number].append(Edit(0, len(cell), right, "rule"))
    return edits


def _is_printed(cells: Sequence[str], place: int, start: int) -> bool:
    """Whether the cell is no misread figure.

    So are `STT`, letters (`II`, `A`) between rows that do not count on over them, a figure beside one that is off too.
    The heads of the columns, before the first row that counts, say nothing; a letter with one row beside it is a
    figure only if it looks like that one.
    """
    cell = cells[place]
    beside = [near for near in (place - 1, place + 1) if max(0, 1 - start) <= near < len(cells)]
    if cell.isdecimal():
        return any(cells[near].isdecimal() and int(cells[near]) != start + near for near in beside)
    if not cell.isalpha() or not cell.isupper():
        return False
    if len(beside) < _BOTH and cell.translate(_FIGURES_MEANT) != str(start + place):
        return True
    return len(cell) > len(beside) or any(cells[near] != str(start + near) for near in beside)


def _tables(lines: Sequence[str]) -> Iterator[tuple[list[int], list[str]]]:
    """Runs of table rows: their indices, and their first cells; rows that go on with the one before are left out."""
    numbers: list[int] = []
    cells: list[str] = []
    for number, line in enumerate([*lines, "the end"]):
        if match := _ROW.match(line):
            numbers.append(number)
            cells.append(match["cell"])
        elif cells and not _CONTINUED_ROW.match(line):
            yield numbers, cells
            numbers, cells = [], []
