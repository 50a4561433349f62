# SPDX-License-Identifier: Apache-2.0
"""Repaired text as notebooks show it: what was taken out struck through, what was put in marked; everything escaped."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.document import Repair


def repaired_html(text: str, repairs: Iterable[Repair]) -> str:
    """The repaired `text` with its repairs, each with source and probability as a tooltip."""
    by_line: dict[int, list[Repair]] = defaultdict(list)
    for repair in repairs:
        by_line[repair.line].append(repair)
    lines = (_line_html(line, by_line[number]) for number, line in enumerate(text.split("\n"), 1))
    return f'<pre style="white-space:pre-wrap">{chr(10).join(lines)}</pre>'


def _line_html(line: str, repairs: Sequence[Repair]) -> str:
    """A line whose repairs count from its original; one that is not found in it leaves the rest unmarked."""
    parts, cursor, shift = [], 0, 0
    for repair in sorted(repairs, key=lambda each: each.start):
        start = repair.start + shift
        end = start + len(repair.after)
        if start < cursor or line[start:end] != repair.after:
            break
        parts += [escape(line[cursor:start]), _repair_html(repair)]
        cursor, shift = end, shift + len(repair.after) - (repair.end - repair.start)
    return "".join([*parts, escape(line[cursor:])])


def _repair_html(repair: Repair) -> str:
    tooltip = escape(f"{repair.source}, {repair.probability:.2f}{', doubtful' if repair.doubtful else ''}")
    removed = f"<del>{escape(repair.before)}</del>" if repair.before != repair.after else ""
    return f'{removed}<mark title="{tooltip}">{escape(repair.after)}</mark>'
