# SPDX-License-Identifier: Apache-2.0
"""Values of a paper, each with the place that it was read from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.dates import stamp, typed_date

if TYPE_CHECKING:
    from ocr_kh.document import Line

_FILLING = re.compile(r"[.…_]{2,}|^[\s.:…_|]+|[\s.,:;…_|]+$")
"""Dots to write on, and what is left of them around a value."""
_SPACED_JOINT = re.compile(r"(?<=\d)\s*([/.\-])\s*(?=\d)")
_FIGURES = re.compile(r"(?<!\d)(?:\d{1,2}([/.\-]))?\d{1,2}([/.\-])\d{4}(?!\d)")


class Numbered(NamedTuple):
    """A line of the document."""

    at: int
    """Among all lines of the document."""
    line: Line

    @property
    def text(self) -> str:
        return self.line.text


class Read(NamedTuple):
    """A value, and where in its lines it stands."""

    value: str
    lines: tuple[Numbered, ...]
    start: int = 0
    end: int | None = None
    """Code points in the text of the line, where it is one; the whole lines where `end` is None."""


def filled(text: str) -> str:
    """What was written into a blank; empty where nothing was.

    >>> filled("...12...."), filled(" ........ tờ"), filled(".......")
    ('12', 'tờ', '')
    """
    kept = " ".join(_FILLING.sub(" ", text).split())
    return kept.strip(" .,:;|") if any(map(str.isalnum, kept)) else ""


def day_of(text: str) -> str | None:
    """A day as covers and lists write it, ISO 8601, as precise as it stands; None for none.

    >>> day_of("08 tháng 01 năm 2008"), day_of("04/ 01/2008"), day_of("00/01/2008"), day_of("2008"), day_of("tờ 5")
    ('2008-01-08', '2008-01-04', '2008-01', '2008', None)
    """
    close = _SPACED_JOINT.sub(r"\1", text).strip(" .,;:")
    if day := typed_date(close):
        return day
    if found := _FIGURES.search(close):
        return typed_date(found[0])
    begun = close if close[:1].lower() == "n" else f"ngày {close}"
    found_stamp = stamp(begun)
    return found_stamp.date if found_stamp else None
