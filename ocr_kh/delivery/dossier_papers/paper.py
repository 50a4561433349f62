# SPDX-License-Identifier: Apache-2.0
"""A paper as lines and a table, whatever file it becomes."""

from __future__ import annotations

from dataclasses import dataclass

BLANK = "........................"
"""Room for what nothing says, to be written by hand."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print."""

    text: str
    size: float = 13
    """Points."""
    bold: bool = False
    centred: bool = False
    before: float = 6
    """Points of room above."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What begins on a page of its own."""

    lines: tuple[Line, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    """A table below the lines, its headings first."""
    widths: tuple[float, ...] = ()
    """Of the columns, in centimetres."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One file."""

    name: str
    """Of the file, without an ending."""
    title: str
    agency: str
    leaves: tuple[Leaf, ...]


def said(text: str) -> str:
    """The text, or room for it."""
    return text or BLANK
