# SPDX-License-Identifier: Apache-2.0
"""Table rows as text: cells joined by ` | `, with or without the outer bars and rules of Markdown."""

from __future__ import annotations

import re

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


def as_text(rows: tuple[tuple[str, ...], ...]) -> str:
    """Rows as lines, cells joined by ` | `."""
    return "\n".join(" | ".join(row) for row in rows)
