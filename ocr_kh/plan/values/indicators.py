# SPDX-License-Identifier: Apache-2.0
"""Tables of indicators: `Chỉ tiêu | ĐVT | Năm 2026 | Năm 2027`, each cell below a year what is to be reached in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import bare_capitals, pattern_of
from ocr_kh.plan.values.counts import Comparison, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary

_HEAD_ROWS = 3
"""Rows from the top among which the heads of columns stand."""
_LONGEST_HEAD = 40
"""Characters of the head of a column of numbers."""
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_CELL = re.compile(
    rf"(?P<sign>[<>≤≥]=?)?\s?(?P<value>{_NUMBER})(?:\s?%?\s?[-–]\s?(?P<upper>{_NUMBER}))?\s?(?P<percent>%)?"
)
_BULLETS = frozenset("-–+•*")
_SIGNS = {"≥": ">=", ">=": ">=", ">": ">", "≤": "<=", "<=": "<=", "<": "<"}


class Indicator(NamedTuple):
    """What an indicator is to reach in a year."""

    text: str
    value: float
    upper: float | None
    thing: str
    compared: Comparison
    year: str


class _Heads(NamedTuple):
    """Which column is what."""

    first: int
    """The first row behind the heads."""
    name: int
    thing: int
    years: dict[int, str]
    """By column."""


@from_vocabulary
def _says(words: Vocabulary) -> tuple[re.Pattern[str], ...]:
    """Heads of columns (capitals, no marks): of indicators, of what they are measured in, of what was reached."""
    name, thing, reached = (
        pattern_of(words.saying(each), bare_capitals)
        for each in ("indicator column", "measure column", "reached column")
    )
    return re.compile(rf"(?:\w+ )?{name}"), re.compile(thing), re.compile(reached)


def indicators(rows: Sequence[Sequence[str]], issued: str | None) -> Iterator[Indicator]:
    """What the rows of a table of indicators want reached; nothing for any other table.

    Columns of years before that of issue, and of what was reached, tell how things were.

    >>> rows = [["TT", "Chỉ tiêu", "ĐVT", "Thực hiện 2025", "2026"], ["1", "Hộ nghèo", "%", "3,5", "≤ 2,5"]]
    >>> [(each.text, each.value, each.thing, each.compared.sign, each.year) for each in indicators(rows, "2026-01-05")]
    [('Hộ nghèo', 2.5, '%', '<=', '2026')]
    """
    heads = _heads(rows, issued)
    if heads is None:
        return
    group = ""  # the row without numbers above: `Cà phê`, of which `- Diện tích` is one indicator
    for row in rows[heads.first :]:
        name = row[heads.name].strip() if len(row) > heads.thing else ""
        if not name:
            continue
        if not any(map(str.strip, row[heads.thing :])):
            group = name
        text = f"{group}: {name}" if group and row[0].strip() in _BULLETS else name
        for column, year in heads.years.items():
            found = _CELL.fullmatch(row[column].strip()) if column < len(row) else None
            thing = "%" if found and found["percent"] else row[heads.thing].strip()
            if found and thing and not thing[0].isdigit():
                upper = number(found["upper"]) if found["upper"] else None
                sign = _SIGNS.get(found["sign"] or "")
                yield Indicator(text, number(found["value"]), upper, thing, Comparison(sign), year)


def _heads(rows: Sequence[Sequence[str]], issued: str | None) -> _Heads | None:
    name, thing, reached = _says()
    for at, row in enumerate(rows[:_HEAD_ROWS]):
        plain = [" ".join(plain_of(cell).upper().split()) for cell in row]
        places = [
            next((column for column, cell in enumerate(plain) if says.match(cell)), None) for says in (name, thing)
        ]
        if None in places or places[0] == places[1]:
            continue
        years = {}
        for column, cell in enumerate(plain):
            stated = _YEAR.findall(cell)
            past = reached.search(cell) or (issued is not None and bool(stated) and stated[-1] < issued[:4])
            if len(stated) == 1 and len(cell) <= _LONGEST_HEAD and not past:
                years[column] = stated[0]
        return _Heads(at + 1, int(places[0] or 0), int(places[1] or 0), years) if years else None
    return None
