# SPDX-License-Identifier: Apache-2.0
"""Glyphs that engines, typists and founts give for one another: one row a glyph, what it may stand for, by the place.

What a glyph means hangs on where it stands. `I` is a one among figures (`2O2I`), a slash between a number and a symbol
(`58IKH-UBND`), and a Roman one before a title in capitals. A row says each of these once; who reads dates, numberings,
codes or garbled words takes the column that he needs. No row says when to believe it: that is for the rule that asks.

Collected from the development scans and the samples, as Tesseract read them with Vietnamese and with English data.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Meaning = Literal["figure", "letter", "capital", "item", "roman", "unstroked", "slash", "dash"]
"""A column of the table."""


class Glyph(NamedTuple):
    """What was read, and what it stands for in each place; empty where it is never met there."""

    read: str
    figure: str = ""
    """Among figures: `3]` is 31."""
    letter: str = ""
    """Within a word, in small letters without marks: `c6` is có, `v€` is về."""
    capital: str = ""
    """Among the capitals of a symbol: `8NV-TCBC` is BNV-TCBC."""
    item: str = ""
    """As the letter before `)` that numbers an item, likeliest first: `©)` is c)."""
    roman: str = ""
    """In a Roman number: `Ill.` is III."""
    unstroked: str = ""
    """The letter that is left of đ without its stroke: an English model gives B and P for Đ as well as D."""
    slash: str = ""
    """Between number and symbol, or in short forms: `58IKH-UBND`, `blc` for b/c."""
    dash: str = ""
    """Before the item of a list."""


TABLE = (
    Glyph("0", letter="o", capital="O"),
    Glyph("1", letter="l", capital="T", roman="I", slash="/"),
    Glyph("5", letter="s", capital="S"),
    Glyph("6", letter="o", capital="G"),
    Glyph("8", capital="B"),
    Glyph("O", figure="0"),
    Glyph("o", figure="0"),
    Glyph("Ø", figure="0"),
    Glyph("I", figure="1", slash="/"),
    Glyph("l", figure="1", roman="I", slash="/"),
    Glyph("|", figure="1", letter="l", roman="I", slash="/"),
    Glyph("!", roman="I"),
    Glyph("i", roman="I"),
    Glyph("L", figure="1"),
    Glyph("Ì", figure="1"),
    Glyph("Í", figure="1"),
    Glyph("Ï", figure="1"),
    Glyph("[", figure="1"),
    Glyph("]", figure="1"),
    Glyph("T", roman="I"),
    Glyph("H", roman="II"),
    Glyph("Y", roman="V"),
    Glyph("S", figure="5"),
    Glyph("Š", figure="5"),
    Glyph("§", figure="8"),
    Glyph("$", figure="8", letter="s"),
    Glyph("©", item="c"),
    Glyph("®", item="ceđ"),
    Glyph("€", letter="e", item="c"),
    Glyph("¢", letter="c", item="c"),
    Glyph("£", item="e"),
    Glyph("ø", item="g"),
    Glyph("ð", item="đ"),
    Glyph("Ð", item="đ"),
    Glyph("¥", letter="y"),
    Glyph("&", letter="e"),
    Glyph("B", unstroked="D"),
    Glyph("P", unstroked="D"),
    Glyph("b", unstroked="d"),
    Glyph("p", unstroked="d"),
    Glyph("~", dash="-"),
    Glyph("¬", dash="-"),
    Glyph("«", dash="-"),
    Glyph("=", dash="-"),
    Glyph("„", dash="-"),
)

TYPED_FIGURES = "OoIl"
"""Letters that stand for a figure wherever one is asked for, since writers type them too; the other glyphs of the
column do so only beside figures (`S` alone may be anything)."""


def meanings(column: Meaning, reads: str = "") -> Mapping[str, str]:
    """What each glyph means in a column; of the glyphs in `reads` only, where given.

    Raises KeyError for one that the column does not know.

    >>> meanings("figure", "Ol"), meanings("item")["®"]
    ({'O': '0', 'l': '1'}, 'ceđ')
    """
    known = {glyph.read: meant for glyph in TABLE if (meant := getattr(glyph, column))}
    return {read: known[read] for read in reads} if reads else known


def translation(column: Meaning, reads: str = "") -> dict[int, str]:
    """The same for `str.translate`.

    >>> "Ll.".translate(translation("figure")), "12 l".translate(translation("figure", TYPED_FIGURES))
    ('11.', '12 1')
    """
    return str.maketrans(dict(meanings(column, reads)))


def glyphs(column: Meaning) -> str:
    """The glyphs of a column, to stand between the square brackets of a pattern.

    >>> glyphs("slash")
    '1Il\\\\|'
    """
    return re.escape("".join(meanings(column)))
