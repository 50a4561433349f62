# SPDX-License-Identifier: Apache-2.0
"""A plan's texts in reading order, each with where it stands: what the modules that draw values from them walk over."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ocr_kh.language.syllables import place_tones

if TYPE_CHECKING:
    from ocr_kh.plan.pointers import Pointer

Kind = Literal["subject", "basis", "preamble", "title", "paragraph", "bullet", "table", "closing", "note"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of a plan."""

    pointer: Pointer
    """Where it stands in plan.json, as a JSON Pointer (RFC 6901)."""
    kind: Kind
    text: str
    path: str = ""
    """Path of its section; empty outside the sections."""
    above: tuple[str, ...] = ()
    """Titles of the sections it stands in, outermost first."""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Where a value was drawn from: a unit's pointer, and code points in its text."""

    pointer: Pointer
    start: int = 0
    end: int | None = None


def holds(text: str, wanted: str) -> bool:
    """Whether `wanted` stands in `text`; case, white space and tone placement do not count.

    >>> holds("Ủy ban nhân dân", "uỷ BAN"), holds("kinh phí", "kinh phi")
    (True, False)
    """
    return _compared(wanted) in _compared(text)


def _compared(text: str) -> str:
    return " ".join(place_tones(unicodedata.normalize("NFC", text)).casefold().split())
