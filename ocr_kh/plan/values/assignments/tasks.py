# SPDX-License-Identifier: Apache-2.0
"""Task tables: STT, nội dung, chủ trì, phối hợp, thời gian, sản phẩm, row by row.

Cells merged over rows stand once and hold for the rows below that leave them empty; a row with one text alone is a
heading; a table that runs over pages repeats its head.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import is_unit, without_request
from ocr_kh.genre.titles import title_in_text
from ocr_kh.genre.vocabulary import KINDS, from_vocabulary
from ocr_kh.language.letters import SMALL_LETTERS, plain_of
from ocr_kh.language.spellings import any_of, bare_capitals, pattern_of
from ocr_kh.plan.values.assignments.acts import act
from ocr_kh.plan.values.assignments.clauses import unit_and_task
from ocr_kh.plan.values.counts import telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary

_ORDER = ("support", "lead", "deadline", "product", "task")
"""Columns of task tables; a head counts for the first that it matches."""
_NUMBER = re.compile(r"(?:[IVXLC]+|\d+(?:\.\d+)*|[a-zđ])[.)]?")


@from_vocabulary
def _parting(words: Vocabulary) -> re.Pattern[str]:
    """Between the units of a cell; a comma inside a name (`Phòng Kinh tế, Hạ tầng và Đô thị`) parts nothing."""
    people = pattern_of(words.saying("people"))
    many = rf"[Cc]ác\s(?i:{words.bodies('tasks')}|{title_in_text(words)}|tổ chức)"
    head = rf"(?:[Đđ]ề nghị\s)?(?:{words.bodies('tasks')}|{title_in_text(words)}|{many})"
    joint = "".join(rf"(?<!{re.escape(each.name)})" for each in words.saying("one with the next")).join(
        (r",\s|", r"\svà\s")
    )
    return re.compile(rf"\s*(?:;|\n|<br\s*/?>|(?:{joint})(?={head}|{people}))\s*")


@from_vocabulary
def _kind_behind(words: Vocabulary) -> re.Pattern[str]:
    """A unit without a name behind one with a name: `Sở Y tế và | cơ quan liên quan`, `Đài tỉnh, | báo chí`."""
    return re.compile(rf"(?:,|\svà)\s(?={pattern_of(words.saying('kind of unit'))})")


@from_vocabulary
def _of_kinds(words: Vocabulary) -> re.Pattern[str]:
    """Begins a list of kinds, which is one unit: `Thủ trưởng các sở, ...`, `Doanh nghiệp, ...`."""
    many = pattern_of([*words.saying("all of"), *words.saying("head of")])
    return re.compile(rf"(?:{pattern_of(words.saying('kind of unit'))}|\w+$|.*{many})", re.IGNORECASE)


def _parted(name: str) -> list[str]:
    """A name, and a unit without one that stands behind its comma."""
    first, *_ = name.split(",")
    return _kind_behind().split(name) if first[:1].isupper() and not _of_kinds().match(first) else [name]


_LEAST_ROWS = 2
"""Rows of a table whose cells are looked at to know a column."""
_HEAD_ROWS = 3
"""Rows from the top among which the heads of columns stand."""


@dataclass(frozen=True, slots=True)
class Task:
    """One row of a task table."""

    text: str
    leads: tuple[str, ...]
    supporters: tuple[str, ...]
    deadline: str | None
    product: str | None
    heading: str | None
    """The heading row above it."""


def tasks_of(rows: Sequence[Sequence[str]]) -> Iterator[Task]:
    """The tasks in the rows of a table; none when its head names no one who does them."""
    found = _columns(rows)
    if found is None:
        return
    first, columns = found
    heading: str | None = None
    held: dict[str, str] = {}
    for row in rows[first:]:
        if _is_head(row, columns, rows[first - 1]):
            continue
        if title := heading_of(row):
            heading, held = title, {}
            continue
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        if not cells.get("task"):
            continue
        held.update({name: cells[name] for name in ("lead", "support", "deadline") if cells.get(name)})
        if not cells.get("lead"):  # merged with the row above
            cells = {
                **cells,
                **{name: held.get(name, "") for name in ("lead", "support", "deadline") if not cells.get(name)},
            }
        else:
            held = {name: cells.get(name, "") for name in ("lead", "support", "deadline")}
        yield Task(
            cells["task"],
            _told_in(cells.get("lead", "")),
            _told_in(cells.get("support", "")),
            cells.get("deadline") or None,
            cells.get("product") or None,
            heading,
        )


def heading_of(row: Sequence[str]) -> str | None:
    """The text of a row that is a heading: one cell filled, perhaps behind a number.

    >>> heading_of(["I", "CÔNG TÁC TUYÊN TRUYỀN", "", ""]), heading_of(["1", "Họp thôn", "Phòng Kinh tế", ""])
    ('CÔNG TÁC TUYÊN TRUYỀN', None)
    """
    filled = [cell.strip() for cell in row if cell.strip()]
    if len(filled) == 2 and _NUMBER.fullmatch(filled[0]):
        number, text = filled
        return text if text.isupper() or re.fullmatch(r"[IVXLC]+[.)]?", number) else None
    merged = len(filled) > 2 and len({*filled[-2:]}) == 1 and filled[-1].isupper()
    if merged or (len(filled) == 1 and len(row) > 2 and not _NUMBER.fullmatch(filled[0])):
        return filled[-1]
    return None


def units_in(cell: str) -> tuple[str, ...]:
    """The units that a cell names.

    >>> units_in("Phòng Kinh tế, Hạ tầng và Đô thị; Công an xã, Trạm Y tế")
    ('Phòng Kinh tế, Hạ tầng và Đô thị', 'Công an xã', 'Trạm Y tế')
    """
    spaced = "\n".join(filter(None, (" ".join(line.split()) for line in cell.split("\n"))))
    names = (without_request(re.sub(r"\s*\([^)]*\)?$", "", part.strip(" -–+.,;"))) for part in _parting().split(spaced))
    each = [part for name in names for part in _parted(name) if sum(map(str.isalpha, part)) > 1]
    return tuple(dict.fromkeys(_together(each, spaced)))


@from_vocabulary
def heads(words: Vocabulary) -> re.Pattern[str]:
    """Those who speak for all of several kinds: `Thủ trưởng các sở, các ngành`."""
    many = pattern_of(words.saying("all of"))
    return re.compile(rf"{pattern_of(words.saying('head of'))}\s{many}", re.IGNORECASE)


def _together(names: Iterable[str], text: str) -> Iterator[str]:
    """The names in `text`, those of kinds joined as there.

    Behind one who speaks for them (`Thủ trưởng các sở`), in one word each (`viện, trường`), kinds beside kinds.
    """
    whole = ""
    for name in names:
        sign = next((sign for sign in (" và ", ", ") if whole and f"{whole}{sign}{name}" in text), None)
        last = whole.rpartition(", ")[2]
        if whole and (
            (name[0].islower() and telling("all of").match(name) and heads().match(whole))
            or (_is_kind(last) and _is_kind(name))
            or _goes_on(whole, name, at_once=sign is not None)
        ):
            whole = f"{whole}{sign or ', '}{name}"
            continue
        if whole:
            yield whole
        whole = name
    if whole:
        yield whole


def _goes_on(whole: str, name: str, *, at_once: bool) -> bool:
    """Whether a name is one more kind of those before it; `at_once`: nothing but a comma or `và` is between."""
    if at_once and _levels().search(whole):
        return _level().match(name) is not None
    kinds = _bare_kind().fullmatch(whole)
    if kinds is None or (kinds["many"] and not at_once):
        return False
    return _is_nameless(name, many=kinds["many"] is not None)


@from_vocabulary
def _levels(words: Vocabulary) -> re.Pattern[str]:
    """Ends in a kind of places, all of which are meant: `UBND các Quận`."""
    return re.compile(rf"\s{pattern_of(words.saying('all of'))}\s(?:{any_of(KINDS)})$", re.IGNORECASE)


@from_vocabulary
def _level(words: Vocabulary) -> re.Pattern[str]:
    """Kinds of places, none by its name: `Huyện, Thị xã`."""
    del words
    kind = rf"(?i:{any_of(KINDS)})"
    return re.compile(rf"{kind}(?:(?:,|\svà)\s{kind})*(?=$|\s[{SMALL_LETTERS}])")


@from_vocabulary
def _bare_kind(words: Vocabulary) -> re.Pattern[str]:
    """Kinds, of which nothing tells yet which ones are meant: `Các tập đoàn, tổng công ty`, or those who lead them."""
    many, kind, listed = pattern_of(words.saying("all of")), _kind(words).pattern, _listed_kind(words).pattern
    lead = rf"(?:(?:{title_in_text(words)}|{pattern_of(words.saying('head of'))})\s)?"
    return re.compile(
        rf"(?P<many>{lead}{many}\s{listed}(?:(?:,|\svà)\s{listed})*)|{kind}(?:,\s{kind}[^,]*)*", re.IGNORECASE
    )


@from_vocabulary
def _kind(words: Vocabulary) -> re.Pattern[str]:
    """A kind of unit that stands beside others."""
    return re.compile(pattern_of(words.saying("kind beside kinds")), re.IGNORECASE)


@from_vocabulary
def _listed_kind(words: Vocabulary) -> re.Pattern[str]:
    """A kind of unit that goes on with `các` before the first of a list."""
    return re.compile(pattern_of([*words.saying("kind beside kinds"), *words.saying("listed kind")]), re.IGNORECASE)


@from_vocabulary
def _which(words: Vocabulary) -> re.Pattern[str]:
    """Behind a kind, what tells which ones are meant by where they belong: `công ty | thuộc Bộ`."""
    return re.compile(rf"\s{pattern_of(words.saying('belongs'))}")


def _is_nameless(name: str, *, many: bool) -> bool:
    """Whether a kind stands with what tells which ones are meant, but no name; `many` are spoken of before it."""
    kind = (_listed_kind() if many else _kind()).match(name)
    return kind is not None and ((rest := name[kind.end() :]) == rest.lower() or _which().match(rest) is not None)


def _is_kind(name: str) -> bool:
    """Whether a name is one syllable, as of a kind, and no abbreviation."""
    return " " not in name and name[1:].islower()


def _told_in(cell: str) -> tuple[str, ...]:
    """The units of a cell, which may tell what each does: `Sở Nội vụ tổng hợp; các thôn thực hiện công bố số liệu`."""
    told = ((part, unit_and_task(part.strip())) for part in cell.split(";"))
    named = (each.unit if each and not _is_named_by_act(each.unit) else part for part, each in told)
    return units_in(";".join(named))


def _is_named_by_act(unit: str) -> bool:
    """Whether a cell names those by what they do, and does not tell what they do.

    `Tổ xây dựng kế hoạch | lựa chọn nhà thầu`, `Các doanh nghiệp | đầu tư hạ tầng`.
    """
    return bool(_unnamed().match(unit) or act().search(unit))


@from_vocabulary
def _unnamed(words: Vocabulary) -> re.Pattern[str]:
    """Units without a name, which what they do may tell apart: `Các doanh nghiệp | đầu tư hạ tầng`."""
    many, kinds = (pattern_of(words.saying(each)) for each in ("all of", "general"))
    return re.compile(rf"(?:{many}\s)?{kinds}", re.IGNORECASE)


def _columns(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """The first row behind the head, and which column is what."""
    for at, row in enumerate(rows[:_HEAD_ROWS]):
        columns = _named(row)
        below = _below(row, rows[at + 1]) if at + 1 < len(rows) else {}
        columns.update(below)
        first = at + (2 if below else 1)
        told = "lead" in columns or "support" in columns
        if "task" in columns and not told:
            columns.update(_doers(row, rows[first:], columns))
        elif told and "task" not in columns:
            columns.update(_tasks(row, rows[first:], columns))
        if "task" in columns and ("lead" in columns or "support" in columns):
            return first, columns
    return None


def _named(row: Sequence[str]) -> dict[str, int]:
    """The columns that a head names, each once."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(row):
        if name := _column(cell):
            columns.setdefault(name, place)
    return columns


def _below(head: Sequence[str], row: Sequence[str]) -> dict[str, int]:
    """The columns that a second row of the head names below one of the first: `Chủ trì | Phối hợp`."""
    if not row or (row[0].strip() and row[0] != head[0]):
        return {}
    return {name: place for name, place in _named(row).items() if name != "task"}


_MOST = 0.7
"""Share of the cells of a column that name units, from which on it tells who does what, whatever its head says."""
_LONG_TASK = 12
"""Characters of the cells beside it, on average: tasks, and no numbers or posts."""


@from_vocabulary
def _no_doers(words: Vocabulary) -> re.Pattern[str]:
    """Heads, in capitals without marks, of columns that name units which do nothing: `Chức vụ`, `Đơn vị tính`."""
    return re.compile(words.said("no doer column", bare_capitals))


def _doers(head: Sequence[str], rows: Sequence[Sequence[str]], columns: dict[str, int]) -> dict[str, int]:
    """The column that tells who does the tasks by what stands in it; nothing where there is none."""
    if not _is_long([row[columns["task"]] for row in rows if columns["task"] < len(row)]):
        return {}
    for place, cells in _other_columns(head, rows, columns):
        if sum(map(names_units, cells)) >= _MOST * len(cells):
            return {"lead": place}
    return {}


def _tasks(head: Sequence[str], rows: Sequence[Sequence[str]], columns: dict[str, int]) -> dict[str, int]:
    """The column of the tasks, before that of who does them, by what stands in it; nothing where there is none."""
    doers = min(columns[name] for name in ("lead", "support") if name in columns)
    texts = {
        place: sum(map(len, cells)) / len(cells)
        for place, cells in _other_columns(head, rows, columns)
        if place < doers and _is_long(cells) and not any(map(names_units, cells))
    }
    return {"task": max(texts, key=texts.__getitem__)} if texts else {}


def _is_long(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(map(len, cells)) >= _LONG_TASK * len(cells)


def _other_columns(
    head: Sequence[str], rows: Sequence[Sequence[str]], columns: dict[str, int]
) -> Iterator[tuple[int, list[str]]]:
    """The columns that the head does not tell, with what stands in them, of a table that is none of people."""
    if len(rows) < _LEAST_ROWS or any(_no_doers().search(plain_of(cell).upper()) for cell in head):
        return
    for place, name in enumerate(head):
        cells = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        if place not in columns.values() and name.strip() and 2 * len(cells) >= len(rows):
            yield place, cells


def names_units(cell: str) -> bool:
    """Whether a cell names units, and nothing else.

    >>> names_units("Phòng Kinh tế, Công an xã"), names_units("Trồng cây"), names_units("2")
    (True, False, False)
    """
    names = units_in(cell)
    return bool(names) and all(map(is_unit, names))


@from_vocabulary
def _columns_say(words: Vocabulary) -> dict[str, re.Pattern[str]]:
    """What the heads of columns say, in capitals without marks."""
    return {name: re.compile(words.said(f"{name} column", bare_capitals)) for name in _ORDER}


def _column(cell: str) -> str | None:
    plain = " ".join(plain_of(cell).upper().split())
    if len(plain) > 60:
        return None
    return next((name for name in _ORDER if _columns_say()[name].search(plain)), None)


def _is_head(row: Sequence[str], columns: dict[str, int], head: Sequence[str]) -> bool:
    """The head again, on the next page, or the row of column numbers under it."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if filled and all(cell.strip("()").isdigit() for cell in filled):
        return True
    same = [_column(row[at]) == name for name, at in columns.items() if at < len(row)]
    return list(row) == list(head) or (len(same) > 2 and all(same))
