# SPDX-License-Identifier: Apache-2.0
"""Text without the Markdown marks other tools leave in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_HEADING = re.compile(r"\s{0,3}(#{1,6})(?=\s|\*|$)\s*")
_ESCAPE = re.compile(r"\\([\\.\-+*#_()\[\]|~`>])")
_WHOLE_EMPHASIS = re.compile(r"^([*_])(?=\S)([^*_]+)(?<=\S)\1$")
_EMPHASIS = re.compile(r"(?<![\w*])\*(\S(?:[^*]*\S)?)\*(?![\w*])")
_LONGEST_LINE = 10_000
_KEPT_LINES = 512
"""Lines of a document that several parts ask for one after another."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked:
    """A line without its Markdown marks, and what they said."""

    text: str
    """White space single, ends trimmed."""
    heading: int = 0
    """Level of a Markdown heading (`##` is 2); 0 for none."""
    bold: bool = False
    """The whole line was set in bold."""


@lru_cache(_KEPT_LINES)
def unmarked(line: str) -> Marked:
    """`line` without Markdown marks.

    >>> unmarked("### **1.3. Mô hình**")
    Marked(text='1.3. Mô hình', heading=3, bold=True)
    """
    found = _HEADING.match(line)
    text = line[found.end() :] if found else line
    text = _BREAK.sub(" ", text) if "<" in text else text
    text = " ".join(text.split())
    bold = len(text) > 4 and text.startswith("**") and text.endswith("**") and "**" not in text[2:-2]
    text = text.replace("**", "").replace("__", "")
    text = _EMPHASIS.sub(r"\1", text) if text.count("*") > 1 and len(text) < _LONGEST_LINE else text
    if len(text) < 1_000 and (whole := _WHOLE_EMPHASIS.match(text)):
        text = whole[2]
    text = _ESCAPE.sub(r"\1", text) if "\\" in text else text
    return Marked(text.strip(), len(found[1]) if found else 0, bold)


def is_row(text: str) -> bool:
    """Whether `text` is a row of a table: cells joined by ` | `, or a row of a Markdown table."""
    return " | " in text or (text.startswith("|") and text.count("|") > 1)
