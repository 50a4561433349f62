# SPDX-License-Identifier: Apache-2.0
"""Table rows as text: cells joined by ` | `, with or without the outer bars and rules of Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULE = re.compile(r"^[\s|:\-–—+]+$")
_BAR = re.compile(r"(?<!\\)\|")


def cells(text: str) -> tuple[str, ...]:
    """The cells of a row; empty for the rule under a Markdown table head.

    >>> cells("| 1 | Phòng Kinh tế | Quý I |"), cells("TT | Nội dung"), cells("|---|:-:|")
    (('1', 'Phòng Kinh tế', 'Quý I'), ('TT', 'Nội dung'), ())
    """
    if _RULE.match(text) and "-" in text:
        return ()
    inner = text.strip()
    if inner.startswith("|") and inner.endswith("|") and len(inner) > 1:
        inner = inner[1:-1]
    return tuple(cell.strip().replace("\\|", "|") for cell in _BAR.split(inner))


_LARGEST_NUMBER = re.compile(r"[IVXLC]{1,6}|\d{1,3}(?:\.\d{1,2})*|[a-zđ]")


def settled(rows: Sequence[tuple[tuple[str, ...], int | None]]) -> tuple[tuple[str, ...], ...]:
    """The rows of a table that may run over pages, each given with its page.

    The head repeated on a next page is left out, and a row that a page's end cut in two is one again.

    >>> head, cut = ("TT", "Nội dung"), ("1", "Họp thôn, tuyên")
    >>> settled([(head, 1), (cut, 1), (head, 2), (("", "truyền"), 2)])
    (('TT', 'Nội dung'), ('1', 'Họp thôn, tuyên truyền'))
    """
    made: list[tuple[str, ...]] = []
    before: int | None = None
    for row, page in rows:
        turned = page != before
        before = page
        if made and turned and row == made[0]:
            turned, before = False, None  # what follows the repeated head may still be the rest of a row
            continue
        if made and turned and _goes_on(made[-1], row):
            made[-1] = tuple(f"{above} {below}".strip() for above, below in zip(made[-1], row, strict=True))
        else:
            made.append(row)
    return tuple(made)


def _goes_on(above: tuple[str, ...], row: tuple[str, ...]) -> bool:
    """Whether `row` is the rest of the one before the page's end: no number of its own, a text that runs on."""
    if len(above) != len(row) or row[0] or not _LARGEST_NUMBER.fullmatch(above[0].rstrip(".)")):
        return False
    return any(cell[:1].islower() for cell in row)


def as_text(rows: tuple[tuple[str, ...], ...]) -> str:
    """Rows as lines, cells joined by ` | `."""
    return "\n".join(" | ".join(row) for row in rows)
