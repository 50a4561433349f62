# SPDX-License-Identifier: Apache-2.0
"""The font of the invisible text: every character half an em wide, none with an outline.

It is a composite font (Type0, Identity-H) with an embedded TrueType program of two glyphs that are lines
there and back, so that they have an extent and no area (PDFium leaves out a word of one letter without
extent: it lost 3 % of the words), a map that sends every code to the second glyph (PDF/A forbids
references to .notdef), and a ToUnicode map for exactly the characters of the document.
"""

from __future__ import annotations

import zlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Object, Pdf

if TYPE_CHECKING:
    from collections.abc import Iterable

ADVANCE = 0.5
"""Width of every character, in ems."""
ASCENT, DESCENT = 0.8, -0.2
"""Extent of a line above and below its baseline, in ems; viewers draw the selection so high."""

_UNITS = 1000
"""Units of an em, in the font program and in the PDF."""
_BLOCK = 100
"""A ToUnicode map holds at most 100 entries a block (Adobe Technical Note 5014)."""
_UNMAPPABLE = frozenset({0x0000, 0xFEFF, 0xFFFE})
"""Values a ToUnicode map must not contain (ISO 19005-2, 6.2.11.7.2)."""

Codes = dict[str, int]
"""The two-byte code of each character."""


def codes_of(texts: Iterable[str]) -> Codes:
    """Codes from 1 for the characters of `texts` and the space, in the order of Unicode.

    >>> codes_of(["kế", "hoạch"])["ế"] > codes_of(["kế"])[" "]
    True
    """
    characters = set(" ").union(*texts)
    mappable = sorted(c for c in characters if ord(c) not in _UNMAPPABLE and not 0xD800 <= ord(c) < 0xE000)
    return {character: code for code, character in enumerate(mappable, 1)}


def add_font(pdf: Pdf, codes: Codes) -> Object:
    """Put the font for `codes` into `pdf` once; pages share it. Its `/Widths` are `ADVANCE` throughout."""
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/OcrKhGlyphless"),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=pdf.make_indirect(_deflate(pdf, b"\x00\x01" * (len(codes) + 1))),
        DW=round(ADVANCE * _UNITS),
        FontDescriptor=pdf.make_indirect(_descriptor(pdf)),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/OcrKhGlyphless"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_indirect(_deflate(pdf, _to_unicode(codes))),
        ),
    )


def _descriptor(pdf: Pdf) -> Dictionary:
    ascent, descent = round(ASCENT * _UNITS), round(DESCENT * _UNITS)
    program = font_bytes()
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/OcrKhGlyphless"),
        Flags=5,  # fixed pitch, symbolic: no standard encoding applies
        FontBBox=Array([0, descent, round(ADVANCE * _UNITS), ascent]),
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=ascent,
        StemV=80,
        FontFile2=pdf.make_indirect(_deflate(pdf, program, Length1=len(program))),
    )


def _to_unicode(codes: Codes) -> bytes:
    """The CMap from codes to UTF-16BE."""
    entries = [f"<{code:04X}> <{character.encode('utf-16-be').hex().upper()}>" for character, code in codes.items()]
    blocks = [entries[start : start + _BLOCK] for start in range(0, len(entries), _BLOCK)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _deflate(pdf: Pdf, data: bytes, **entries: int) -> Object:
    return pdf.make_stream(zlib.compress(data), Filter=Name.FlateDecode, **entries)


@cache
def font_bytes() -> bytes:
    """The font program that is embedded."""
    return files(__package__).joinpath("glyphless.ttf").read_bytes()


def build_font() -> bytes:
    """Make `glyphless.ttf` anew with fontTools (a tool of development; not needed to run)."""
    from io import BytesIO

    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    diagonal = TTGlyphPen(None)
    diagonal.moveTo((0, round(DESCENT * _UNITS)))
    diagonal.lineTo((round(ADVANCE * _UNITS), round(ASCENT * _UNITS)))
    diagonal.closePath()
    names = [".notdef", "blank"]
    builder = FontBuilder(_UNITS, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x20: "blank"})
    builder.setupGlyf(dict.fromkeys(names, diagonal.glyph()))
    builder.setupHorizontalMetrics({name: (round(ADVANCE * _UNITS), 0) for name in names})
    builder.setupHorizontalHeader(ascent=round(ASCENT * _UNITS), descent=round(DESCENT * _UNITS))
    builder.setupNameTable({"familyName": "OcrKhGlyphless", "styleName": "Regular", "psName": "OcrKhGlyphless"})
    builder.setupOS2(sTypoAscender=round(ASCENT * _UNITS), sTypoDescender=round(DESCENT * _UNITS), fsType=0)
    builder.setupPost(isFixedPitch=1)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    buffer = BytesIO()
    builder.save(buffer)
    return buffer.getvalue()
