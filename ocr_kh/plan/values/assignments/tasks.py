# SPDX-License-Identifier: Apache-2.0
"""Task tables: STT, nội dung, chủ trì, phối hợp, thời gian, sản phẩm, row by row.

Cells merged over rows stand once and hold for the rows below that leave them empty; a row with one text alone is a
heading; a table that runs over pages repeats its head, and one that a line between rows cuts has it above that line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import bare_capitals, pattern_of
from ocr_kh.plan.values.assignments.acts import act, begins_with_act
from ocr_kh.plan.values.assignments.clauses import unit_and_task
from ocr_kh.plan.values.assignments.joints import names_units, units_in
from ocr_kh.plan.values.assignments.posts import post_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.texts import Unit

_ORDER = ("support", "lead", "deadline", "product", "task", "person")
"""Columns of task tables; a head counts for the first that it matches."""
_NUMBER = re.compile(r"(?:[IVXLC]+|\d+(?:\.\d+)*|[a-zđ])[.)]?")


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
            _persons_in(cells["person"]) if "person" in cells else _told_in(cells.get("lead", "")),
            _told_in(cells.get("support", "")),
            cells.get("deadline") or None,
            cells.get("product") or None,
            heading,
        )


def with_heads(texts: Iterable[Unit]) -> Iterator[Unit]:
    """The texts; a table that goes on with the task table before it, or below it, begins with that one's head.

    So go on the rows below a line over the whole width (`Buổi sáng: tập trung toàn trường`, `II. HẠ TẦNG SỐ`), which
    plain text parts from those above. Such a table has as many columns and names units where the head says so.
    """
    head: tuple[tuple[str, ...], ...] = ()
    path, doers = "", -1
    for unit in texts:
        if not unit.rows:
            yield unit
        elif found := _columns(unit.rows):
            first, columns = found
            head, path, doers = unit.rows[:first], unit.path, columns.get("lead", columns.get("support", -1))
            yield unit
        elif head and _is_below(unit.path, path) and _goes_on(unit.rows, len(head[0]), doers):
            yield replace(unit, rows=(*head, *unit.rows))
        else:
            yield unit


def _is_below(path: str, head: str) -> bool:
    """Whether a table stands in the section of a head, or in one below it."""
    return path == head or path.startswith(f"{head}.")


def _goes_on(rows: Sequence[Sequence[str]], width: int, doers: int) -> bool:
    """Whether rows without a head are those of a task table of this width, with who does the tasks in that column."""
    numbered = _NUMBER.fullmatch(rows[0][0].strip()) is not None  # no head, whatever its cells say
    alike = numbered or not any(_no_doers().search(plain_of(cell).upper()) for cell in rows[0])
    return len(rows[0]) == width and alike and any(names_units(row[doers]) for row in rows if doers < len(row))


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


def _told_in(cell: str) -> tuple[str, ...]:
    """The units of a cell, which may tell what each does: `Sở Nội vụ tổng hợp; các thôn thực hiện công bố số liệu`."""
    told = ((part, unit_and_task(part.strip())) for part in cell.split(";"))
    named = (each.unit if each and not _is_named_by_act(units_in(each.unit)[-1]) else part for part, each in told)
    return tuple(map(post_of, units_in(";".join(named))))


_BEFORE_NAMES = re.compile(r"\A[^:]{1,20}:\s*|\s*\([^()]*\)")
"""What a cell says before the names of persons, or beside one: `Ông/Bà: ...`, `... (dự kiến)`."""


def _persons_in(cell: str) -> tuple[str, ...]:
    """The persons of a cell, as they stand there: their posts are in a column of their own.

    >>> _persons_in("Ông/Bà: Nguyễn Văn An, Trần Thị Bình (dự kiến)")
    ('Nguyễn Văn An', 'Trần Thị Bình')
    """
    names = re.split(r"[;,\n]|<br\s*/?>", _BEFORE_NAMES.sub("", cell))
    return tuple(name for name in map(str.strip, names) if name)


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
            columns.pop("person", None)
            return first, columns
        if "task" in columns and "person" in columns and _are_acts(rows[first:], columns["task"]):
            return first, columns
    return None


def _are_acts(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether most cells of a column tell what is done, and not what somebody is (`Nhiệm vụ | Trưởng ban`)."""
    cells = [cell for row in rows if column < len(row) and (cell := row[column].strip())]
    return 2 * sum(begins_with_act(f"{cell} ") for cell in cells) > len(cells)


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


@from_vocabulary
def _columns_say(words: Vocabulary) -> dict[str, re.Pattern[str]]:
    """What the heads of columns say, in capitals without marks."""
    return {name: re.compile(pattern_of(words.saying(f"{name} column"), bare_capitals)) for name in _ORDER}


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
