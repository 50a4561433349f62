# SPDX-License-Identifier: Apache-2.0
"""Table rows as text: cells joined by ` | `, with or without the outer bars and rules of Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULE = re.compile(r"^[\s|:\-–—+]+$")
_BAR = re.compile(r"(?<!\\)\|")


def cells(text: str) -> tuple[str, ...]:
    """The cells between the bars of a row; empty for the rule under a Markdown table head.

    >>> cells("TT | Nội dung"), cells("|---|:-:|")
    (('TT', 'Nội dung'), ())
    """
    if _RULE.match(text) and "-" in text:
        return ()
    return tuple(cell.strip().replace("\\|", "|") for cell in _BAR.split(text.strip()))


def rows_of(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The cells of each of the lines that a table consists of; empty for a rule.

    Markdown sets bars around every row; a row that begins and ends with a bar among others has empty cells there.

    >>> rows_of(["| a | b |", "|---|---|"]), rows_of(["a | b | c", "| d |"])
    ([('a', 'b'), ()], [('a', 'b', 'c'), ('', 'd', '')])
    """
    found = [cells(text) for text in texts]
    full = [row for row in found if row]
    if full and all(len(row) > 2 and not row[0] and not row[-1] for row in full):  # the bars around the rows
        return [row[1:-1] for row in found]
    return found


_HEAD_ROWS = 3
_SAME_HEAD = 85
"""Likeness (of 100) of a head to the one of the page before; rows of one table stay below it."""
_LARGEST_NUMBER = re.compile(r"[IVXLC]{1,6}|\d{1,3}(?:\.\d{1,2})*|[a-zđ]")


def settled(rows: Sequence[tuple[tuple[str, ...], int | None]]) -> tuple[tuple[str, ...], ...]:
    """The rows of a table that may run over pages, each given with its page.

    The head repeated on a next page is left out, and a row that a page's end cut in two is one again.

    >>> head, cut = ("TT", "Nội dung"), ("1", "Họp thôn, tuyên")
    >>> settled([(head, 1), (cut, 1), (head, 2), (("", "truyền"), 2)])
    (('TT', 'Nội dung'), ('1', 'Họp thôn, tuyên truyền'))
    """
    made: list[tuple[str, ...]] = []
    before: int | None = -1
    head, fresh = 0, False
    for row, page in rows:
        if page != before:
            head, fresh = 0, True
        before = page
        if made and fresh and head < min(len(made), _HEAD_ROWS) and _alike(row, made[head]):
            head += 1  # what follows the repeated head may still be the rest of a row
            continue
        if made and fresh and _goes_on(made[-1], row):
            made[-1] = tuple(f"{above} {below}".strip() for above, below in zip(made[-1], row, strict=True))
        else:
            made.append(row)
        fresh = False
    width = max(map(len, made), default=0)
    return tuple((*row, *[""] * (width - len(row))) for row in made)


def _alike(row: tuple[str, ...], head: tuple[str, ...]) -> bool:
    """Whether `row` is the head again, as an engine reads it a second time."""
    return row == head or (
        len(row) == len(head) and len(row) > 2 and fuzz.ratio(" ".join(row), " ".join(head)) > _SAME_HEAD
    )


def _goes_on(above: tuple[str, ...], row: tuple[str, ...]) -> bool:
    """Whether `row` is the rest of the one before the page's end: no number of its own, a text that runs on."""
    if len(above) != len(row) or row[0] or not _LARGEST_NUMBER.fullmatch(above[0].rstrip(".)")):
        return False
    return any(cell[:1].islower() for cell in row)


def as_text(rows: tuple[tuple[str, ...], ...]) -> str:
    """Rows as lines, cells joined by ` | `."""
    return "\n".join(" | ".join(row).rstrip(" |") for row in rows)
